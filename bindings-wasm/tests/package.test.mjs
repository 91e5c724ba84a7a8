// What is in the package: its size, its entries as tools see them, and its types held against the vectors.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Calendar, RuleBook, RuleError } from "evenhand";
import { check, compliance, index, payments, schemes, score, screen, supervise, surcharge } from "evenhand/full";
import { publint } from "publint";

import { PACKAGE, node, pack, project, vectorFiles } from "./support.mjs";

const read = async (path) => JSON.parse(await vectorFiles.read(path));

test("each module is within its budget", () => {
  const budgets = JSON.parse(readFileSync(join(PACKAGE, "tests/budget.json"), "utf8"));
  for (const [name, { gzip }] of Object.entries(budgets)) {
    const size = gzipSync(readFileSync(join(PACKAGE, `dist/esm/${name}/raw_bg.wasm`)), { level: 9 }).length;
    assert.ok(size <= gzip, `${name}: ${size} bytes by gzip, and at most ${gzip} are allowed`);
    // A budget that is far away holds nothing.
    assert.ok(size > 0.95 * gzip, `${name}: ${size} bytes by gzip: bring the budget of ${gzip} down`);
  }
});

test("rules are files of the package and not part of the modules", () => {
  const files = ["esm/base", "esm/full", "node"].map((name) => readFileSync(join(PACKAGE, `dist/${name}/raw_bg.wasm`)));
  for (const pack of JSON.parse(readFileSync(join(PACKAGE, "dist/packs/index.json"), "utf8"))) {
    const text = readFileSync(join(PACKAGE, "dist/packs", pack.path), "utf8");
    const [, title] = /^title *= \{ zh = "([^"]+)"/m.exec(text);
    for (const file of files) assert.equal(file.indexOf(Buffer.from(title)), -1, title);
  }
});

test("the version is that of the library", () => {
  const workspace = readFileSync(join(PACKAGE, "../Cargo.toml"), "utf8");
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  assert.ok(workspace.includes(`\nversion = "${version}"\n`), version);
});

test("publint finds nothing", async () => {
  const { messages } = await publint({ pkgDir: PACKAGE, strict: true });
  assert.deepEqual(messages, []);
});

test("attw finds nothing", (t) => {
  const folder = project(t);
  const file = pack(folder);
  const modules = ["./module.wasm", "./full/module.wasm", "./packs/*", "./calendars/*"];
  // The elements are for pages: there is nothing to `require`.
  const elements = ["./form", "./due"];
  const tool = join(PACKAGE, "node_modules/@arethetypeswrong/cli/dist/index.js");
  try {
    node(folder, tool, file, "--profile", "node16", "--exclude-entrypoints", ...modules, ...elements);
  } catch (error) {
    assert.fail(error.stdout + error.stderr);
  }
});

test("the types say what the vectors hold", async (t) => {
  const folder = project(t);
  const load = async (name) => {
    const files = await vectorFiles.list(name);
    return RuleBook.load(await Promise.all(files.map(async (file) => ({ name: file, text: await vectorFiles.read(`${name}/${file}`) }))));
  };
  const lines = ['import type * as evenhand from "evenhand/full";'];
  let count = 0;
  const state = (type, value) => {
    lines.push(`export const v${(count += 1)} = ${JSON.stringify(value)} as const satisfies evenhand.${type};`);
  };
  const all = async (file, type, run) => {
    const parsed = await read(file);
    for (const one of parsed.cases ?? parsed) {
      const found = told(() => run(one));
      if (found) state(type, found);
    }
  };
  const told = (run) => {
    try {
      return run();
    } catch (error) {
      if (error instanceof RuleError) return null;
      throw error;
    }
  };
  const packs = await load("packs");
  const items = new Set();
  for (const { item, on, facts } of await read("assess.json")) {
    const outcome = told(() => packs.on(on).item(item).assess(facts).toJSON());
    if (outcome) state("OutcomeRecord", outcome);
    const record = told(() => packs.on(on).item(item).toJSON());
    if (record && !items.has(item)) state("ItemRecord", record);
    items.add(item);
  }
  const bundled = await RuleBook.bundled();
  const general = (await load("general")).completedBy(bundled);
  for (const { item, days, facts } of (await read("cases.json")).cases) {
    const outcome = told(() => general.assess(item, { facts, ...days }).toJSON());
    if (outcome) state("OutcomeRecord", outcome);
  }
  const limits = (await load("limits")).completedBy(bundled);
  const calendar = await Calendar.bundled("cn");
  for (const { limit, events, on } of await read("due.json")) {
    const due = told(() => limits.due(limit, events, { on, calendar }));
    if (due) state("DueRecord", due);
  }
  await all("score.json", "ScoreRecord", ({ score: id, on, facts }) => score(bundled.on(on), id, facts));
  await all("index.json", "IndexRecord", ({ index: id, on, facts, assessed }) => index(bundled.on(on), id, facts, assessed));
  await all("screen.json", "ScreenRecord", ({ screen: id, on, lines }) => screen(bundled.on(on), id, lines));
  await all("compliance.json", "ComplianceRecord", ({ scheme, on, lines }) => compliance(bundled.on(on), scheme, lines));
  await all("payments.json", "PaymentsRecord", ({ screen: id, on, lines }) => payments(bundled.on(on), id, lines));
  await all("surcharge.json", "SurchargeRecord", ({ surcharge: id, principal, events, on }) => surcharge(bundled, id, principal, events, { on, calendar }));
  await all("supervision.json", "Supervision", ({ policy, record, on }) => supervise(bundled, policy, record, { on, calendar }));
  await all("approvals.json", "ApprovalSupervision", ({ policy, record, on }) => supervise(bundled, policy, record, { on, calendar }));
  for (const { record, error } of (await read("supervision.json")).cases) if (!error) state("DecidedCase", record);
  for (const { record, error } of (await read("approvals.json")).cases) if (!error) state("Application", record);
  for (const scheme of schemes(bundled.on("2026-08-01"))) state("Scheme", scheme);
  const ruled = packs.on("2026-08-01");
  for (const fact of ruled.generalFacts(ruled.item("xx.vectors.kinds/area"))) state("Fact", fact);
  for (const finding of check(packs)) state("Finding", finding);
  for (const power of packs.on("2026-08-01").powers()) state("Power", power);
  for (const limit of bundled.on("2026-08-01").limits()) state("Limit", limit);
  assert.ok(count > 400);
  writeFileSync(join(folder, "vectors.ts"), lines.join("\n"));
  writeUse(folder);
  const tsc = join(PACKAGE, "node_modules/typescript/bin/tsc");
  const options = { strict: true, noEmit: true, target: "es2022", lib: ["es2022", "dom"], exactOptionalPropertyTypes: true, skipLibCheck: false, types: [] };
  const kinds = { bundler: "esnext", nodenext: "nodenext", node16: "node16" };
  for (const [moduleResolution, module] of Object.entries(kinds)) {
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...options, module, moduleResolution }, include: moduleResolution === "bundler" ? ["*.ts"] : ["*.ts", "*.cts"] }));
    try {
      node(folder, tsc, "--project", "tsconfig.json");
    } catch (error) {
      assert.fail(`${moduleResolution}: ${error.stdout}`);
    }
  }
});

/** How people use the types: what a kind of outcome has, and what must not compile. */
function writeUse(folder) {
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    join(folder, "use.ts"),
    `import { RuleBook, RuleError, init } from "evenhand";
import { assessMany, supervise, verify } from "evenhand/full";
import type { Calendar } from "evenhand/full";
await init();
const book: RuleBook = RuleBook.load([{ name: "x", text: "" }]);
const item = book.on("2026-11-21").item("x/1");
const outcome = item.assess({ area: 16.8, repeat: true, kind: "a", rest: null });
if (outcome.outcome === "fine") {
  const max: string = outcome.fine.max;
  void max;
} else {
  const none: null = outcome.fine;
  void none;
}
// @ts-expect-error: only a fine has amounts
outcome.fine.max;
// @ts-expect-error: a day is a text
item.assess({ day: new Date() });
// @ts-expect-error: amounts are texts
const wrong: number | undefined = outcome.statutory?.min;
// @ts-expect-error: there is no such column
assessMany(item, { area: [1] }, { columns: ["fine"] });
const verdict = verify(book, outcome);
if (verdict.verdict === "differs") {
  const path: string = verdict.path;
  void path;
}
// @ts-expect-error: only a difference has a place
verdict.path;
declare const calendar: Calendar;
const decided = supervise(book, "x", { item: "x/1", days: { decided: "2026-06-01" }, decision: {} }, { on: "2026-06-01", calendar });
const itemOf: string = decided.item;
const applied = supervise(book, "x", { limit: "x/1", events: [] }, { on: "2026-06-01", calendar });
const due: string | null = applied.due;
// @ts-expect-error: a record has no such key
supervise(book, "x", { limit: "x/1", events: [], fines: 1 }, { on: "2026-06-01", calendar });
// @ts-expect-error: digests are texts
RuleBook.load([], { digests: [1] });
void [itemOf, due];
const row = assessMany(item, { area: new Float64Array(1) }).at(0);
if (row.outcome === "error") throw row.error;
const error: Error = new RuleError("x", null, "y");
void [wrong, error, row.fine];
`,
  );
  writeFileSync(
    join(folder, "use.cts"),
    `import evenhand = require("evenhand");
const book: evenhand.RuleBook = evenhand.RuleBook.load([]);
void book;
`,
  );
}

test("no type is any", () => {
  const files = execFileSync("find", [join(PACKAGE, "dist"), "-name", "*.d.ts", "-not", "-name", "raw*.d.ts"], { encoding: "utf8" });
  const found = files.trim().split("\n").filter((file) => /\bany\b(?! )/.test(readFileSync(file, "utf8").replace(/\/\*[^]*?\*\//g, "")));
  assert.deepEqual(found, []);
});
