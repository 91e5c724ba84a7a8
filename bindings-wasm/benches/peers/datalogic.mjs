// datalogic, which runs JSON Logic. It has no rounding to decimals, so the fine is rounded by hand, half up.
import { readFileSync } from "node:fs";

import { CompiledRule, initSync } from "@goplasmatic/datalogic/web";


export const MODULE = "@goplasmatic/datalogic/web/datalogic_wasm_bg.wasm";
initSync({ module: readFileSync(new URL(`node_modules/${MODULE}`, import.meta.url)) });

const AREA = { var: "area" };
const AMOUNT = { "*": [185, AREA] };
const within = (amount, least, most) => ({ max: [least, { min: [most, amount] }] });
const TIERED = {
  if: [
    { "<=": [AREA, 1] },
    within(AMOUNT, 50, 200),
    { "<=": [AREA, 3] },
    within(AMOUNT, 200, 500),
    { "<=": [AREA, 5] },
    within(AMOUNT, 500, 1000),
    within(AMOUNT, 1000, 2000),
  ],
};
const ADJUSTED = within({ "*": [TIERED, { if: [{ var: "repeat" }, 1.3, 1] }] }, 50, 2000);
const rule = new CompiledRule(JSON.stringify({ "/": [{ floor: { "+": [{ "*": [ADJUSTED, 100] }, 0.5] } }, 100] }), false);

export const single = (area, repeat) => JSON.parse(rule.evaluate(JSON.stringify({ area, repeat })));
