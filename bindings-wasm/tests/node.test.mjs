// The package in Node: `import` and `require`, the vectors, what is refused, and that nothing leaks.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Calendar, RuleBook, RuleError } from "evenhand";
import * as full from "evenhand/full";
import { Outcomes, assessMany, check, checkFiles, compliance, payments, schemes, score, screen, supervise, surcharge, verify } from "evenhand/full";

import { digestOf, node, office, packsOf, project, vectorFiles, VECTORS } from "./support.mjs";
import { runVectors } from "./vectors.mjs";

const STALL = "cn.dongying.city-appearance/46-4";
const book = await RuleBook.bundledDocuments(["cn.dongying.city-appearance", "cn.administrative-licence-law"]);
const stall = book.on("2026-11-21").item(STALL);

/** The error that a call has. */
function errorOf(run) {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof RuleError, String(error));
    assert.ok(error instanceof Error);
    return error;
  }
  return assert.fail("expected an error");
}

test("the vectors, byte for byte", async () => {
  const { cases, faults } = await runVectors(full, vectorFiles);
  assert.deepEqual(faults, []);
  assert.ok(cases > 900, `${cases} cases`);
});

test("import and require of what was packed give the same objects", (t) => {
  const folder = project(t);
  const script = `
    const assert = require("node:assert");
    const { RuleBook } = require("evenhand");
    const { assessMany } = require("evenhand/full");
    Promise.all([import("evenhand"), import("evenhand/full"), RuleBook.bundledDocuments(["cn.dongying.city-appearance"])])
      .then(([base, full, book]) => {
        assert.strictEqual(base.RuleBook, RuleBook);
        assert.strictEqual(full.RuleBook, RuleBook);
        const item = book.on("2026-11-21").item("${STALL}");
        assert.strictEqual(assessMany(item, { area: [16.8] }).at(0).fine.max, "1680");
        console.log(item.assess({ area: 16.8 }).fine.max);
      });`;
  assert.equal(node(folder, "--eval", script).trim(), "1680");
  const module = `import { RuleBook } from "evenhand"; import { check } from "evenhand/full";
    const book = await RuleBook.bundledDocuments(["cn.dongying.city-appearance"]);
    console.log(book.on("2026-11-21").item("${STALL}").assess({ area: 16.8 }).fine.max, Array.isArray(check(book)));`;
  assert.equal(node(folder, "--input-type=module", "--eval", module).trim(), "1680 true");
});

test("facts of every type", () => {
  for (const area of [16.8, "16.8", "16.80"]) assert.equal(stall.assess({ area }).fine.max, "1680");
  assert.equal(stall.assess({ area: 5n }).fine.max, "500");
  assert.equal(stall.assess({ area: 16.8, refused_to_correct: null }).fine.max, "1680");
  assert.equal(stall.assess({ area: 16.8, refused_to_correct: undefined }).fine.max, "1680");
  const explained = "The fine is the smaller of 100 yuan/m² × 16.8 m² and 2,000 yuan = 1,680 yuan.";
  assert.ok(stall.explain({ area: 16.8 }, "en").includes(explained));
});

test("facts that do not fit", () => {
  const refused = (facts, code, field) => {
    const error = errorOf(() => stall.assess(facts));
    assert.deepEqual([error.code, error.field, error.diagnostics], [code, field, []], error.message);
    assert.ok(error.message.includes(field), error.message);
  };
  refused({}, "missing-fact", "area");
  refused({ aera: 1 }, "unknown-fact", "aera");
  refused({ area: "sixteen" }, "wrong-type", "area");
  refused({ area: Number.NaN }, "wrong-type", "area");
  refused({ area: Number.POSITIVE_INFINITY }, "wrong-type", "area");
  refused({ area: true }, "wrong-type", "area");
  refused({ area: {} }, "wrong-type", "area");
  refused({ area: new Date() }, "wrong-type", "area");
  refused({ area: -1 }, "out-of-range", "area");
  refused({ area: 1e300 }, "wrong-type", "area");
  refused({ area: 1e21 }, "out-of-range", "area");
  refused({ area: 1e-7 }, "too-many-decimals", "area");
  refused({ area: 16.8, "a\0rea": 1 }, "unknown-fact", "a\uFFFDrea");
  refused({ area: "\0" }, "wrong-type", "area");
  refused({ area: "\uD800" }, "wrong-type", "area");
});

test("days and items that there are not", () => {
  assert.equal(errorOf(() => book.on("2026-11-21").item("xx/1")).code, "unknown-item");
  assert.equal(errorOf(() => book.on("1999-01-01").item(STALL)).code, "not-in-force");
  assert.equal(errorOf(() => book.on("2026-02-30").item(STALL)).code, "no-such-day");
  assert.equal(errorOf(() => book.on(new Date())).field, "day");
  const of = { facts: { area: 1 }, decided: "2026-11-21", acted: "2026-12-01" };
  assert.equal(errorOf(() => book.assess(STALL, of)).code, "days-reversed");
  assert.equal(errorOf(() => book.assess(STALL, { facts: {}, decided: "" })).field, "decided");
  assert.equal(errorOf(() => book.assessOneAct([STALL, STALL], { facts: {}, decided: "2026-11-21" })).code, "duplicate-item");
});

test("rules with faults", () => {
  const path = "wide-characters.toml";
  const text = readFileSync(join(VECTORS, "../diagnostics", path), "utf8");
  const error = errorOf(() => RuleBook.load([{ name: path, text }]));
  assert.equal(error.code, "invalid-rules");
  assert.ok(error.diagnostics.length > 0);
  for (const fault of error.diagnostics) {
    assert.equal(fault.file, path);
    assert.match(fault.code, /^E\d{4}$/);
    assert.ok(fault.line > 1 && fault.column >= 1);
  }
  const found = checkFiles([{ name: path, text }]);
  assert.equal(found.length, error.diagnostics.length);
  assert.ok(found.every((finding) => finding.severity === "error"));
});

test("check finds what the rules lack, with a case that shows it", () => {
  const name = "gap-isolated-point.toml";
  const text = readFileSync(join(VECTORS, "../checks", name), "utf8");
  const rules = RuleBook.load([{ name, text }]);
  const gap = check(rules).find((finding) => finding.check === "gap");
  assert.ok(gap);
  assert.deepEqual(checkFiles([{ name, text }]), check(rules));
  const item = rules.on("2026-11-22").item(gap.item);
  assert.equal(errorOf(() => item.assess(gap.witness)).code, "no-tier");
  assert.equal(errorOf(() => check(rules, { day: "2026-02-30" })).field, "day");
  assert.equal(errorOf(() => check(rules, { cliff: "half" })).field, "cliff");
});

test("a time limit", async () => {
  const calendar = await Calendar.bundled("cn");
  const limit = "cn.administrative-licence-law/42";
  const due = (log, on) => book.due(limit, log, { on, calendar });
  assert.equal(due({ accepted: "2026-01-28" }, "2026-02-10").due, "2026-03-03");
  assert.equal(due([["accepted", "2026-01-28"]], "2026-02-10").state, "running");
  const stopped = { accepted: "2026-01-28", stopped: ["2026-02-03:expert-review"] };
  assert.equal(due(stopped, "2026-02-10").state, "stopped");
  assert.equal(errorOf(() => due({ accepted: "2026-01-28" }, "2026-02-30")).field, "on");
  assert.equal(errorOf(() => due({ accepted: new Date() }, "2026-02-10")).field, "accepted");
  assert.equal(errorOf(() => due({ accepted: "2036-01-28" }, "2036-02-10")).code, "missing-year");
  assert.equal(errorOf(() => book.due(limit, {}, { on: "2026-02-10" })).field, "calendar");
  assert.ok(errorOf(() => Calendar.read("mine.toml", "id = 1")).diagnostics.length > 0);
});

test("only trusted files become rules", async () => {
  const [minePath, strangePath] = [["packs/kinds.toml", "kinds.toml"], ["packs/tiers.toml", "tiers.toml"]];
  const [mine, strange] = await Promise.all([minePath, strangePath].map(async ([path, name]) => ({ name, text: await vectorFiles.read(path) })));
  const digests = [digestOf(mine.text).toUpperCase()];
  assert.deepEqual(RuleBook.load([mine], { digests }).trust, { digests, keys: [] });
  assert.equal(RuleBook.load([mine]).trust, null);
  const codes = (run) => {
    const { code, diagnostics, message } = errorOf(run);
    assert.equal(code, "invalid-rules");
    assert.ok(diagnostics.every((one) => message.includes(one.message) && message.includes(one.file)), message);
    return diagnostics.map((one) => `${one.file} ${one.code}`);
  };
  for (let place = 0; place < mine.text.length; place += 997) {
    const letter = mine.text[place] === "x" ? "y" : "x";
    const changed = { ...mine, text: mine.text.slice(0, place) + letter + mine.text.slice(place + 1) };
    assert.deepEqual(codes(() => RuleBook.load([changed], { digests })), ["kinds.toml E0901"], `byte ${place}`);
  }
  assert.deepEqual(codes(() => RuleBook.load([mine, strange], { digests })), ["tiers.toml E0901"]);
  assert.deepEqual(codes(() => RuleBook.load([mine], {})), ["kinds.toml E0901"]);
  assert.deepEqual([errorOf(() => RuleBook.load([mine], { digests: ["d4d5"] }))].map(({ code, field }) => [code, field]), [["not-a-digest", "digests"]]);
  assert.deepEqual([errorOf(() => RuleBook.load([mine], { keys: ["RWQ"] }))].map(({ code, field }) => [code, field]), [["not-a-key", "keys"]]);

  const [one, other] = [office(), office()];
  const signed = { ...mine, signature: one.signature(mine.text) };
  assert.deepEqual(RuleBook.load([signed], { keys: [other.key, one.key] }).documents, ["xx.vectors.kinds"]);
  assert.deepEqual(codes(() => RuleBook.load([signed], { keys: [other.key] })), ["kinds.toml E0903"]);
  assert.deepEqual(codes(() => RuleBook.load([mine], { keys: [one.key] })), ["kinds.toml E0902"]);
  assert.deepEqual(codes(() => RuleBook.load([{ ...signed, text: `${mine.text}\n` }], { keys: [one.key] })), ["kinds.toml E0903"]);
  assert.deepEqual(codes(() => RuleBook.load([signed, strange], { digests: [digestOf(strange.text)], keys: [other.key] })), ["kinds.toml E0903"]);
  const both = RuleBook.load([signed, strange], { digests: [digestOf(strange.text)], keys: [one.key] });
  assert.equal(both.documents.length, 2);
  assert.equal(both.completedBy(book).trust, null);
  assert.deepEqual(both.completedBy(RuleBook.load([mine], { digests })).trust.digests.length, 2);
});

test("rules of the package by digest and by signature", async (t) => {
  const folder = project(t);
  const place = join(folder, "node_modules/evenhand/dist/");
  const ids = ["cn.dongying.city-appearance"];
  const files = packsOf(join(place, "packs"), ids[0]);
  const digests = files.map((file) => digestOf(readFileSync(file)));
  const ordinance = files.find((file) => file.endsWith("city-appearance.toml"));
  const needed = await RuleBook.bundledDocuments(ids, place).then((found) => found.documents);
  const one = office();
  for (const file of files) writeFileSync(`${file}.minisig`, one.signature(readFileSync(file)));
  const signed = await RuleBook.bundledDocuments(ids, place, { keys: [one.key] });
  assert.deepEqual(signed.documents, needed);
  await assert.rejects(RuleBook.bundledDocuments(ids, place, { keys: [office().key] }), (error) => error.diagnostics[0].code === "E0903");
  const asked = await RuleBook.bundledDocuments(ids, place, { digests });
  assert.deepEqual(asked.documents, needed);
  writeFileSync(ordinance, readFileSync(ordinance, "utf8").replace("100 * area", "900 * area"));
  await assert.rejects(RuleBook.bundledDocuments(ids, place, { digests }), (error) => error.diagnostics.length === 1 && error.message.includes("city-appearance.toml"));
  await assert.rejects(RuleBook.bundledDocuments(ids, place, { keys: [one.key] }), (error) => error.diagnostics.map(({ code }) => code).join() === "E0903");
});

test("an outcome is verified", () => {
  const outcome = stall.assess({ area: 16.8 });
  assert.deepEqual(verify(book, outcome), { verdict: "same-bytes" });
  assert.deepEqual(verify(book, outcome.toJson()), { verdict: "same-bytes" });
  assert.deepEqual(verify(book, JSON.stringify(outcome)), { verdict: "same-values" });
  const whole = book.assess(STALL, { facts: { area: 3, age: 15 }, decided: "2026-11-21", acted: "2026-11-01" });
  assert.deepEqual(verify(book, whole), { verdict: "same-bytes" });
  const tampered = outcome.toJson().replace('"max": "1680"', '"max": "9000"');
  assert.deepEqual(verify(book, tampered), { verdict: "differs", path: "fine.max", recorded: '"9000"', found: '"1680"' });
  const foreign = outcome.toJson().replace(/"sha256": "../, '"sha256": "00');
  assert.equal(verify(book, foreign).path, "version.sha256");
  assert.equal(errorOf(() => verify(book, "{}")).code, "not-a-record");
  assert.equal(errorOf(() => verify(book, outcome.toJson().replace(STALL, `${STALL}0`))).code, "unknown-item");
  assert.deepEqual([errorOf(() => verify(book, whole.toJson().replace('"acted": "2026-11-01"', '"acted": "2026-13-01"')))].map(({ code, field }) => [code, field]), [["no-such-day", "days.acted"]]);
});

test("what the rules above an item ask", () => {
  const on = book.on("2026-11-21");
  const facts = on.generalFacts(on.item(STALL));
  const names = facts.map(({ fact }) => fact);
  assert.ok(["age", "party", "harm_removed", "first_violation"].every((name) => names.includes(name)), names.join());
  assert.equal(new Set(names).size, names.length);
  assert.ok(!names.some((name) => stall.facts.some(({ fact }) => fact === name)));
  // Each of them can be given, and only by whole cases.
  for (const { fact, type, values } of facts) {
    const value = { number: 15, boolean: true, string: values?.[0].value, date: "2026-11-01" }[type];
    assert.equal(book.assess(STALL, { facts: { area: 3, [fact]: value }, decided: "2026-11-21" }).facts[fact], String(value));
    assert.equal(errorOf(() => stall.assess({ area: 3, [fact]: value })).code, "unknown-fact");
  }
});

test("schemes, and what is refused of them", async () => {
  const all = await RuleBook.bundledDocuments(["cn.approval-score", "cn.bidding-screen", "cn.special-funds", "cn.official-reception-regulation", "cn.penalty-supervision", "cn.dongying.city-appearance", "cn.administrative-licence-law"]);
  const calendar = await Calendar.bundled("cn");
  const on = all.on("2026-11-21");
  assert.ok(schemes(on).some(({ scheme, kind }) => scheme === "cn.approval-score/monthly" && kind === "score"));
  assert.equal(score(on, "cn.approval-score/monthly", { red_time: 1 }).points, "90");
  const options = { on: "2026-06-01", calendar };
  const record = { item: STALL, facts: { area: 20, refused_to_correct: true }, days: { acted: "2026-05-01", decided: "2026-06-01" }, decision: { fine: 3000 } };
  const [found] = supervise(all, "cn.penalty-supervision/cases", record, options).findings;
  assert.deepEqual([found.check, found.expected, found.found], ["amount", "2000", "3000"]);
  const fault = (run) => [errorOf(run)].map(({ code, field }) => `${code} ${field}`).join();
  assert.equal(fault(() => supervise(all, "cn.penalty-supervision/case", record, options)), "unknown-policy null");
  assert.equal(fault(() => supervise(all, "cn.penalty-supervision/cases", { ...record, decision: { fien: 1 } }, options)), "unknown-key decision.fien");
  assert.equal(fault(() => supervise(all, "cn.penalty-supervision/cases", { ...record, decision: { fine: Number.NaN } }, options)), "wrong-type fine");
  assert.equal(fault(() => supervise(all, "cn.penalty-supervision/cases", { ...record, decision: { fine: 3000n } }, options)), "wrong-type fine");
  assert.equal(fault(() => supervise(all, "cn.penalty-supervision/cases", record, { on: "2026-06-01" })), "wrong-type calendar");
  assert.equal(fault(() => supervise(all, "cn.penalty-supervision/cases", record, { ...options, on: "2026-06-31" })), "no-such-day on");
  assert.equal(fault(() => score(on, "cn.approval-score/weekly", {})), "unknown-score null");
  assert.equal(fault(() => score(on, "cn.approval-score/monthly", { red_tim: 1 })), "unknown-fact red_tim");
  assert.equal(fault(() => surcharge(all, "cn.administrative-penalty-law/72", "much", {}, options)), "principal principal");
  assert.equal(fault(() => surcharge(all, "cn.administrative-penalty-law/72", Number.NaN, {}, options)), "wrong-type principal");
  const late = surcharge(all, "cn.administrative-penalty-law/72", 10000, { delivered: "2026-01-05" }, { on: "2026-01-30", calendar });
  assert.deepEqual([late.amount, late.days], ["3000", 10]);
  const reception = { matter: "R-1", day: "2026-05-20", open: true, facts: { guests: 11, accompanying: 4, working_meals: 1 } };
  const held = compliance(on, "cn.official-reception-regulation/reception", [reception, "{", { ...reception, day: "2026-05-32" }]);
  assert.deepEqual([held.read, held.judged, held.refused], [3, 1, 2]);
  assert.deepEqual(held.findings.map(({ about, code, found }) => [about, code, found]), [["accompanying", "not-met", "accompanying = 4, guests = 11"]]);
  assert.deepEqual(held.faults.map(({ line, code, field }) => [line, code, field]), [[2, "not-json", "the line"], [3, "no-such-day", "day"]]);
  assert.equal(fault(() => compliance(on, "cn.official-reception-regulation/receptions", [])), "unknown-scheme null");
  assert.equal(screen(on, "cn.bidding-screen/cardinal", ["{", { ocid: 7 }]).refused, 1);
  const pay = (id, amount) => ({ id, day: "2026-03-02", amount, from: "F", to: "B" });
  const paid = payments(on, "cn.special-funds/payments", [pay("1", 26000), pay("2", "24000"), "{", pay("2", 1)]);
  assert.deepEqual([paid.judged, paid.refused, paid.findings[0].flag, paid.findings[0].payments.length], [2, 2, "split", 2]);
  assert.equal(fault(() => payments(on, "cn.special-funds/payment", [])), "unknown-screen null");
});

test("many cases give what each of them gives", () => {
  const areas = [16.8, 25, 0.5, null, -1, 1e9, 3.333, Number.NaN];
  const many = assessMany(stall, { area: areas });
  assert.equal(many.length, areas.length);
  areas.forEach((area, row) => {
    const found = many.at(row);
    let alone;
    try {
      const { reduced: _, fine, ...rest } = stall.decide({ area });
      alone = { ...rest, fine: fine && { min: fine.min, max: fine.max } };
    } catch (error) {
      assert.equal(found.outcome, "error");
      assert.deepEqual([found.error.code, found.error.field], [error.code, error.field]);
      assert.ok(found.error.message.includes("area"), found.error.message);
      assert.equal(Outcomes.errorWord(many.error[row]), error.code);
      return;
    }
    assert.deepEqual(found, alone);
  });
  const only = assessMany(stall, { area: Float64Array.of(16.8, 2) }, { columns: ["max"] });
  assert.deepEqual([...only.max.values], [168000n, 20000n]);
  assert.equal(only.outcome, null);
  assert.equal(errorOf(() => only.at(0)).field, "outcome");
  assert.equal(errorOf(() => many.at(areas.length)).field, "row");
  assert.deepEqual(assessMany(stall, { area: Int32Array.of(3) }).at(0).fine, { min: "300", max: "300" });
  assert.deepEqual(assessMany(stall, { area: BigInt64Array.of(3n) }).at(0).fine, { min: "300", max: "300" });
  assert.deepEqual(assessMany(stall, { area: ["16.8", 5, 5n] }).at(0).fine, { min: "1680", max: "1680" });
  const refused = [true, false, null];
  const told = [...refused.keys()].map((row) => assessMany(stall, { area: [1, 1, 1], refused_to_correct: refused }).at(row).outcome);
  assert.deepEqual(told, ["fine", "not-applicable", "fine"]);
  assert.equal(errorOf(() => assessMany(stall, { area: [1], aera: [1] })).field, "aera");
  assert.equal(errorOf(() => assessMany(stall, { area: [1], refused_to_correct: [true, false] })).code, "wrong-length");
  assert.equal(errorOf(() => assessMany(stall, { area: [true] })).code, "wrong-type");
  assert.equal(errorOf(() => assessMany(stall, { area: [1, true] })).field, "area");
  assert.equal(errorOf(() => assessMany(stall, { area: "16.8" })).field, "area");
  assert.equal(errorOf(() => assessMany(stall, { area: [1] }, { columns: ["fine"] })).field, "fine");
});

test("wrong input a million times leaks nothing", async () => {
  const memory = async () => {
    // Twice with a turn between: what was given up is handed back by the first, and its holders go with the second.
    for (let turn = 0; turn < 2; turn += 1) {
      globalThis.gc();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return process.memoryUsage();
  };
  const wrong = [{ aera: 1 }, { area: "sixteen" }, { area: -1 }, {}, { area: 1e-7 }];
  const round = (times) => {
    for (let call = 0; call < times; call += 1) {
      try {
        stall.assess(wrong[call % wrong.length]);
      } catch (error) {
        if (!(error instanceof RuleError)) throw error;
        continue;
      }
      assert.fail("expected an error");
    }
    for (let call = 0; call < times / 1000; call += 1) {
      errorOf(() => book.on("2026-11-21").item("xx/1"));
      errorOf(() => RuleBook.load([{ name: "x", text: "format = 2" }]));
      errorOf(() => assessMany(stall, { area: [1], aera: [1] }));
      book.on("2026-11-21").item(STALL);
    }
  };
  round(20_000);
  const before = await memory();
  round(1_000_000);
  const after = await memory();
  // A leak of one byte a call would be a million.
  assert.ok(after.arrayBuffers - before.arrayBuffers < 500_000, `module: ${before.arrayBuffers}, then ${after.arrayBuffers}`);
  assert.ok(after.external - before.external < 500_000, `outside: ${before.external}, then ${after.external}`);
  assert.ok(after.heapUsed - before.heapUsed < 900_000, `heap: ${before.heapUsed}, then ${after.heapUsed}`);
});
