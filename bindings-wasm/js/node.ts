import { readFileSync } from "node:fs";
import { join } from "node:path";

import { initSync } from "./module.js";

export * from "./full.js";

// In Node the module is at hand, so nobody has to wait for it; its size matters to nobody, so it is the full one,
// built for speed.
initSync(readFileSync(join(__dirname, "../node/raw_bg.wasm")));
