// Every entry of the package over and over, right and wrong, and whether memory stays flat: `node --expose-gc soak.mjs SECONDS`.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";

// Code that the engine compiles anew as it gets hot is memory, too, and grows for minutes; it is none of the library's.
for (const flag of ["--no-opt", "--no-maglev", "--no-sparkplug", "--no-flush-bytecode"]) setFlagsFromString(flag);

// The module says nowhere how much memory it has, so its memory is caught where it is made.
const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given);
    memories.push(this.exports.memory);
  }
};
const library = await import("evenhand/full");
const {
  Calendar, Outcomes, RuleBook, RuleError, assessMany, check, checkFiles, compliance, complianceJson, index, indexJson, payments, paymentsJson, schemes, score, scoreJson, screen, screenJson,
  supervise, superviseJson, surcharge, surchargeJson, verify,
} = library;

/** The part of a run after which memory must be flat, and by how much it may grow then. */
const WARM = 0.3;
/** The rounds between two looks at the memory: a multiple of those after which all of them come again. */
const BETWEEN = 100;
/** How many looks at the memory a figure is the middle of. */
const LOOKS = 5;
const GROWTH = 0.01;

const DAY = "2026-11-21";
const STALL = "cn.dongying.city-appearance/46-4";
const ROAD = ["cn.dongying.city-appearance/46-4", "cn.dongying.city-appearance/46-5"];
const SHOP = "cn.hangzhou.shop-display/1";
const VECTORS = new URL("../../tests/vectors/", import.meta.url);

const vectors = (name) => {
  const parsed = JSON.parse(readFileSync(new URL(name, VECTORS), "utf8"));
  return parsed.cases ?? parsed;
};
const kinds = { name: "kinds.toml", text: readFileSync(new URL("packs/kinds.toml", VECTORS), "utf8") };
const { sha256: digest } = JSON.parse(readFileSync(new URL("outcomes/adjust.json", VECTORS), "utf8")).version;

const book = await RuleBook.bundled();
const calendar = await Calendar.bundled("cn");
const kept = book.on(DAY).item(STALL);
const own = `format = 1
id = "cn.office"
title = { zh = "本局", en = "an office" }
based-on = "cn"
days = [{ name = { zh = "值班", en = "on duty" }, worked = [2026-04-25] }]
`;
const records = [...vectors("supervision.json"), ...vectors("approvals.json")];
const [scores, indices, screens, paid, complied, surcharges] = ["score", "index", "screen", "payments", "compliance", "surcharge"].map((name) => vectors(`${name}.json`));

/** What an error is must stay a `RuleError`. */
function refused(run) {
  try {
    run();
  } catch (error) {
    if (error instanceof RuleError) return error.message.length + error.diagnostics.length;
    throw error;
  }
  throw new Error(`expected an error of ${run}`);
}

/** Runs what may be right or wrong. */
function either(run) {
  try {
    return run();
  } catch (error) {
    if (error instanceof RuleError) return error;
    throw error;
  }
}

/** One round through everything. */
function round(turn) {
  const of = (list) => list[turn % list.length];
  const area = ((turn % 4000) + 1) / 100;
  const on = book.on(DAY);
  const item = on.item(STALL);
  const outcome = item.assess({ area });
  void [outcome.trace.length, outcome.explanation("zh"), outcome.toJson(), JSON.stringify(outcome), item.id, item.facts, item.toJSON()];
  void [item.decide({ area }), item.explain({ area }, "en"), item.factsSchema("zh"), on.generalFacts(item).length];
  if (verify(book, outcome).verdict !== "same-bytes") throw new Error("an outcome is not that of its record");
  if (verify(book, outcome.toJson().replace('"outcome": "fine"', '"outcome": "none"')).path !== "outcome") throw new Error("not found");
  void book.assess(SHOP, { facts: { area, repeat: true, age: turn % 30 }, decided: DAY, acted: "2026-11-01" }).toJson();
  void book.assessOneAct(ROAD, { facts: { area }, decided: DAY });
  void [book.documents.length, book.trust];
  const limit = "cn.administrative-licence-law/42";
  void book.due(limit, { accepted: "2026-01-28" }, { on: "2026-03-02", calendar });
  void book.dueJson(limit, [["accepted", "2026-01-28"]], { on: "2026-03-02", calendar });
  const many = assessMany(turn % 10 > 0 ? kept : item, { area: [area, null, -1, 1e9] });
  void [many.at(0), many.at(1), Outcomes.outcomeWord(0), Outcomes.errorWord(many.error[1])];

  const { score: scored, index: rated, screen: screened, surcharge: charged, policy } = { ...of(scores), ...of(indices), ...of(screens), ...of(surcharges), ...of(records) };
  either(() => [score(book.on(of(scores).on), scored, of(scores).facts), scoreJson(book.on(of(scores).on), scored, of(scores).facts)]);
  const assessed = of(indices).assessed;
  either(() => [index(book.on(of(indices).on), rated, of(indices).facts, assessed), indexJson(book.on(of(indices).on), rated, of(indices).facts, assessed)]);
  either(() => [screen(book.on(of(screens).on), screened, of(screens).lines), screenJson(book.on(of(screens).on), screened, of(screens).lines)]);
  const { scheme, on: held, lines } = of(complied);
  either(() => [compliance(book.on(held), scheme, lines), complianceJson(book.on(held), scheme, lines)]);
  const { screen: paidBy, on: paidOn, lines: spent } = of(paid);
  either(() => [payments(book.on(paidOn), paidBy, spent), paymentsJson(book.on(paidOn), paidBy, spent)]);
  const { principal, events, on: by } = of(surcharges);
  either(() => [surcharge(book, charged, principal, events, { on: by, calendar }), surchargeJson(book, charged, principal, events, { on: by, calendar })]);
  const { record, on: judged } = of(records);
  either(() => [supervise(book, policy, record, { on: judged, calendar }), superviseJson(book, policy, record, { on: judged, calendar })]);

  refused(() => item.assess({ aera: area }));
  refused(() => item.decide({ area: "sixteen" }));
  refused(() => verify(book, "{"));
  refused(() => assessMany(item, { area: [1], aera: [1] }));
  refused(() => score(on, "cn.approval-score/weekly", {}));
  refused(() => supervise(book, policy, "{}", { on: judged, calendar }));
  if (turn % 10 > 0) return;
  const loaded = RuleBook.load([kinds]);
  const trusted = RuleBook.load([kinds], { digests: [digest] });
  refused(() => on.item(`${STALL}0`));
  void [loaded.completedBy(trusted).trust, calendar.with(Calendar.read("own.toml", own))];
  refused(() => RuleBook.load([{ ...kinds, text: `${kinds.text} ` }], { digests: [digest] }));
  refused(() => RuleBook.load([kinds], { keys: ["RWQ"] }));
  refused(() => RuleBook.load([{ name: "x.toml", text: "format = 2" }]));
  refused(() => Calendar.read("mine.toml", "id = 1"));
  if (turn % 100 > 0) return;
  void [check(loaded).length, checkFiles([kinds], { day: DAY }).length, schemes(on).length, on.powers().length, on.limits().length];
}

/** What reads files, which are waited for. */
async function readFiles() {
  const found = await RuleBook.bundledDocuments(["cn.dongying.city-appearance"]);
  const days = await Calendar.bundled("cn");
  void found.due("cn.administrative-penalty-law/67", { delivered: "2026-01-28" }, { on: "2026-02-02", calendar: days });
}

/** What is in use now, after everything that nobody holds any more has gone. */
async function inUse() {
  // Twice with a turn between: what was given up is handed back by the first, and its holders go with the second.
  for (let turn = 0; turn < 2; turn += 1) {
    globalThis.gc();
    await sleep(20);
  }
  const linear = memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  return { linear, heap: process.memoryUsage().heapUsed };
}

const middle = (values) => [...values].sort((one, other) => one - other)[values.length >> 1];

/** Runs so many seconds; how many rounds there were, and the memory that was in use when it was warm and at the end. */
export async function soak(seconds) {
  if (memories.length !== 1) throw new Error(`expected one module, found ${memories.length}`);
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  // Only those that count are kept: a list of all of them is memory that grows, too.
  const [first, last] = [[], []];
  let turns = 0;
  while (passed() < seconds) {
    // As many rounds each time: what nobody holds any more is only handed back between them.
    for (let count = 0; count < BETWEEN; count += 1) round((turns += 1));
    await readFiles();
    const sample = await inUse();
    if (passed() < seconds * WARM) continue;
    if (first.length < LOOKS) first.push(sample);
    last.push(sample);
    if (last.length > LOOKS) last.shift();
  }
  const told = (part) => ({ linear: middle(part.map(({ linear }) => linear)), heap: middle(part.map(({ heap }) => heap)) });
  return { turns, seconds: Math.round(passed()), before: told(first), after: told(last) };
}

/** What grew by more than is allowed, a line each. */
export function grown({ before, after }) {
  const parts = ["linear", "heap"].filter((part) => after[part] > before[part] * (1 + GROWTH));
  return parts.map((part) => `${part}: ${before[part]} bytes when warm, ${after[part]} at the end`);
}

/** What the package has and no round goes through, by name. */
export function missed() {
  const text = round.toString() + readFiles.toString();
  const isCalled = (name) => new RegExp(`[.\\s!(\\[]${name}\\b`).test(text);
  const classes = [Calendar, Outcomes, RuleBook, library.BookOn, library.Item];
  const members = classes.flatMap((one) => [...Object.getOwnPropertyNames(one.prototype), ...Object.getOwnPropertyNames(one)]);
  // What each class has, what makes the module ready once, and the error, which is what `refused` sees.
  const plain = ["constructor", "prototype", "length", "name", "given", "init", "initSync", "RuleError"];
  const functions = Object.keys(library).filter((name) => !classes.includes(library[name]));
  return [...functions, ...members].filter((name) => !plain.includes(name) && !isCalled(name));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const result = await soak(Number(process.argv[2] ?? 600));
  const { turns, seconds, before, after } = result;
  const part = (name) => `${name} ${before[name]} bytes when warm, ${after[name]} at the end`;
  console.log(`JavaScript: ${turns} rounds in ${seconds} s; ${part("linear")}; ${part("heap")}`);
  const faults = grown(result);
  if (faults.length > 0) throw new Error(faults.join("\n"));
}
