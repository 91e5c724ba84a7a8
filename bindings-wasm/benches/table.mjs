// The lines of `cargo xtask bench` about the package for JavaScript: `node table.mjs REGORUS < CASES`, as JSON.
//
// CASES is `[[area, repeat], …]`; REGORUS the module of `peers/regorus`. What comes out: `lines`, of each what the package
// takes and what stands beside it, in seconds and bytes; `fines`, those of everyone in all cases, for whoever knows the
// right ones; `versions`.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { RuleBook } from "evenhand";
import { assessMany } from "evenhand/full";

import { PACKAGE } from "../tests/support.mjs";

const TURNS = 7;
const ROWS = 1_000_000;
const [AREA, REPEAT] = [2.57, true];
const PEERS = `${PACKAGE}benches/peers/`;
const PACKAGES = ["@gorules/zen-engine-wasm", "@gorules/zen-engine", "@cedar-policy/cedar-wasm", "@goplasmatic/datalogic", "@marcbachmann/cel-js"];

const [, , regorusModule] = process.argv;
process.env.EVENHAND_BENCH_REGORUS = regorusModule;
const cases = JSON.parse(readFileSync(0, "utf8"));
const peers = {};
for (const name of ["zen", "datalogic", "cel", "regorus"]) peers[name] = await import(`./peers/${name}.mjs`);

const book = await RuleBook.bundledDocuments(["cn.hangzhou.shop-display"]);
const item = book.on("2026-11-21").item("cn.hangzhou.shop-display/1");

// A loop as somebody writes it who takes a fine for a float.
const within = (amount, least, most) => Math.max(least, Math.min(most, amount));
function byHand(area, repeat) {
  const [least, most] = area <= 1 ? [50, 200] : area <= 3 ? [200, 500] : area <= 5 ? [500, 1000] : [1000, 2000];
  const tiered = within(185 * area, least, most);
  return Math.floor(within(repeat ? tiered * 1.3 : tiered, 50, 2000) * 100 + 0.5) / 100;
}

async function seconds(run, times) {
  const start = performance.now();
  for (let time = 0; time < times; time += 1) {
    const answer = run();
    if (answer instanceof Promise) await answer;
  }
  return (performance.now() - start) / 1000 / times;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** The medians of two things that are done in turns, so that a machine at work slows both. */
async function inTurns(own, beside) {
  const counts = [];
  for (const run of [own, beside]) {
    const least = [];
    for (let turn = 0; turn < TURNS; turn += 1) least.push(await seconds(run, 100));
    counts.push(Math.max(1, Math.round(0.05 / Math.min(...least))));
  }
  const turns = [[], []];
  for (let turn = 0; turn < TURNS; turn += 1) {
    turns[0].push(await seconds(own, counts[0]));
    turns[1].push(await seconds(beside, counts[1]));
  }
  return turns.map(median);
}

const lines = {};
const fines = { node: cases.map(([area, repeat]) => item.decide({ area, repeat }).fine.max) };
fines["node-by-hand"] = cases.map(([area, repeat]) => byHand(area, repeat));
for (const [name, { single }] of Object.entries(peers)) {
  fines[`node-${name}`] = [];
  for (const [area, repeat] of cases) fines[`node-${name}`].push(await single(area, repeat));
  lines[`node-${name}`] = await inTurns(() => item.decide({ area: AREA, repeat: REPEAT }), () => single(AREA, REPEAT));
}

const areas = Float64Array.from({ length: ROWS }, (_, row) => ((row * 7919) % 1500) / 100 + 0.01);
const repeats = Array.from({ length: ROWS }, (_, row) => row % 2 === 0);
const many = [[], []];
for (let turn = 0; turn <= TURNS; turn += 1) {
  many[0].push(await seconds(() => assessMany(item, { area: areas, repeat: repeats }, { columns: ["max"] }), 1));
  many[1].push(await seconds(() => Float64Array.from(areas, (area, row) => byHand(area, repeats[row])), 1));
}
lines["node-by-hand"] = many.map((turns) => median(turns.slice(1)) / ROWS);

// What a page loads: a module, or the code that stands for one, as a server sends it.
const sent = (bytes) => gzipSync(bytes, { level: 9 }).length;
const own = sent(readFileSync(`${PACKAGE}dist/esm/base/raw_bg.wasm`));
const code = await build({
  stdin: { contents: `export * from "${peers.cel.CODE}"`, resolveDir: PEERS },
  bundle: true, minify: true, format: "esm", write: false,
});
lines["module-zen"] = [own, sent(readFileSync(`${PEERS}node_modules/${peers.zen.MODULE}`))];
lines["module-datalogic"] = [own, sent(readFileSync(`${PEERS}node_modules/${peers.datalogic.MODULE}`))];
lines["module-cedar"] = [own, sent(readFileSync(`${PEERS}node_modules/@cedar-policy/cedar-wasm/web/cedar_wasm_bg.wasm`))];
lines["module-regorus"] = [own, sent(readFileSync(regorusModule))];
lines["module-cel"] = [own, sent(code.outputFiles[0].contents)];

const read = (name) => JSON.parse(readFileSync(`${PEERS}node_modules/${name}/package.json`, "utf8")).version;
const versions = Object.fromEntries(PACKAGES.map((name) => [name, read(name)]));
console.log(JSON.stringify({ lines, fines, versions: { Node: process.versions.node, ...versions } }));
