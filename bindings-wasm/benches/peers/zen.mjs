// Zen (GoRules): a table that finds the tier, and a node of expressions. For browsers it publishes its expressions only; in
// Node the whole engine runs, as native code.
import { ZenDecisionContent, ZenEngine } from "@gorules/zen-engine";

const TABLE = {
  hitPolicy: "first",
  passThrough: true,
  inputs: [{ id: "area", name: "area", field: "area" }],
  outputs: [{ id: "least", name: "least", field: "least" }, { id: "most", name: "most", field: "most" }],
  rules: [
    { _id: "1", area: "<= 1", least: "50", most: "200" },
    { _id: "2", area: "(1..3]", least: "200", most: "500" },
    { _id: "3", area: "(3..5]", least: "500", most: "1000" },
    { _id: "4", area: "> 5", least: "1000", most: "2000" },
  ],
};
const EXPRESSIONS = {
  expressions: [
    { id: "1", key: "tiered", value: "max([min([185 * area, most]), least])" },
    { id: "2", key: "adjusted", value: "repeat ? $.tiered * 1.3 : $.tiered" },
    { id: "3", key: "fine", value: "round(max([min([$.adjusted, 2000]), 50]), 2)" },
  ],
};
const node = (name, type, content) => ({ id: name, name, type, position: { x: 0, y: 0 }, content });
const edge = (sourceId, targetId) => ({ id: `${sourceId}-${targetId}`, sourceId, targetId });
const GRAPH = {
  nodes: [
    node("facts", "inputNode", {}),
    node("tier", "decisionTableNode", TABLE),
    node("fine", "expressionNode", EXPRESSIONS),
    node("result", "outputNode", {}),
  ],
  edges: [edge("facts", "tier"), edge("tier", "fine"), edge("fine", "result")],
};
const content = new ZenDecisionContent(Buffer.from(JSON.stringify(GRAPH)));
const engine = new ZenEngine({ loader: async () => content });

export const single = async (area, repeat) => (await engine.evaluate("shop", { area, repeat })).result.fine;
export const MODULE = "@gorules/zen-engine-wasm/dist/zen_engine_wasm_bg.wasm";
