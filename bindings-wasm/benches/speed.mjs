// How fast the package is in Node, and on a cold page in Chromium: `node bindings-wasm/benches/speed.mjs`, after `cargo xtask
// wasm build`. Medians; the rules are those of the README.
import { readFileSync } from "node:fs";
import { RuleBook } from "evenhand";
import { assessMany } from "evenhand/full";

import { PACKAGE, open, serve } from "../tests/support.mjs";

const ROWS = 1_000_000;
const CALLS = 100_000;

/** The processor's time of this process in ms: what else runs on the machine does not count. */
function spent() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function median(times, run) {
  const taken = Array.from({ length: times }, () => {
    const start = spent();
    run();
    return spent() - start;
  });
  return taken.sort((a, b) => a - b)[times >> 1];
}

const files = ["cn.dongying.city-appearance", "cn.hangzhou.shop-display"];
const start = performance.now();
const book = await RuleBook.bundledDocuments(files);
console.log(`two documents and what governs them, read and checked: ${(performance.now() - start).toFixed(1)} ms`);
const stall = book.on("2026-11-21").item("cn.dongying.city-appearance/46-4");
const shop = book.on("2026-11-21").item("cn.hangzhou.shop-display/1");

let sink = 0;
const calls = (item, facts) => {
  const run = () => {
    for (let call = 0; call < CALLS; call += 1) sink += item.assess(facts).fine.max.length;
  };
  run();
  return ((median(9, run) * 1000) / CALLS).toFixed(2);
};
console.log(`assess, a rate with a cap: ${calls(stall, { area: 16.8 })} µs`);
console.log(`assess, tiers and an adjustment: ${calls(shop, { area: 2.57, repeat: true })} µs`);
const explained = median(9, () => {
  for (let call = 0; call < 1000; call += 1) sink += stall.assess({ area: 16.8 }).toJson().length;
});
console.log(`assess and every sentence as JSON: ${explained.toFixed(1)} µs`);

// Hundredths, as somebody would measure them: of a sum such as 1.12 + 0.01 the float is no hundredth, and would be refused.
const areas = Float64Array.from({ length: ROWS }, (_, row) => (((row * 7919) % 400) + 1) / 100);
const rows = (item, columns, options) => {
  const run = () => {
    sink += assessMany(item, columns, options).length;
  };
  run();
  return ((median(9, run) * 1e6) / ROWS).toFixed(1);
};
console.log(`assessMany, a rate with a cap, the fine: ${rows(stall, { area: areas }, { columns: ["max"] })} ns a row`);
console.log(`assessMany, a rate with a cap, all columns: ${rows(stall, { area: areas })} ns a row`);
const repeat = Array.from({ length: ROWS }, (_, row) => row % 3 === 0);
console.log(`assessMany, tiers, the fine: ${rows(shop, { area: areas, repeat }, { columns: ["max"] })} ns a row`);

// A page as it is opened for the first time: from the arrival of the module to the first fine.
const finish = [];
const origin = await serve({ after: (last) => finish.push(last) }, { "/package/": `${PACKAGE}dist/`, "/": `${PACKAGE}benches/page/` });
const pack = readFileSync(`${PACKAGE}dist/packs/cn/dongying/city-appearance.toml`, "utf8");
const cold = [];
for (let run = 0; run < 5; run += 1) {
  const { page } = await open({ after: (last) => finish.push(last) }, `${origin}/`);
  cold.push(await page.evaluate(async (text) => {
    const { RuleBook, init } = await import("/package/esm/index.js");
    const bytes = await (await fetch("/package/esm/base/raw_bg.wasm")).arrayBuffer();
    const start = performance.now();
    await init(bytes);
    const book = RuleBook.load([{ name: "pack", text }]);
    book.on("2026-11-21").item("cn.dongying.city-appearance/46-4").assess({ area: 16.8 }).explanation("zh");
    return performance.now() - start;
  }, pack));
}
console.log(`a cold page, from the module's arrival to the first fine with its words: ${cold.sort((a, b) => a - b)[2].toFixed(0)} ms`);
for (const last of finish.reverse()) await last();
if (sink === 0) throw new Error("nothing was computed");
