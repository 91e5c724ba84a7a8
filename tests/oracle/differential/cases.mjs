// Cases for the package for JavaScript: a line of JSON asks, a line of JSON answers.
//
// Asked is `{texts, item, on, facts: [{name: text}], whole}`, `on` null for whole cases under all packs; answered is the SHA-256 of all answers, or with `whole` the
// answers themselves. An answer is the JSON of an outcome, or of an error as `[code, field]`.
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [, , folder] = process.argv;
const { RuleBook, RuleError } = await import(pathToFileURL(`${folder}/esm/node-index.js`).href);
const { assessMany } = await import(pathToFileURL(`${folder}/esm/node-full.js`).href);

function answered(run) {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return JSON.stringify([error.code, error.field]);
  }
}

/** A row of columns as `decide` has it, or its error. */
function bare(decision) {
  if (decision.outcome === "error") return JSON.stringify([decision.error.code, decision.error.field]);
  const { outcome, fine, statutory, persons, row, clamped } = decision;
  const ends = (amount) => amount && [amount.min, amount.max];
  return JSON.stringify([outcome, ends(fine), ends(statutory), ends(persons), row, clamped]);
}

/** Whether the columns of many cases say what each case says for itself; facts that no column can hold are left out. */
function columnsDiffer(item, cases) {
  const names = item.facts.map((fact) => fact.fact);
  const fit = cases.filter((facts) => Object.keys(facts).every((name) => names.includes(name)));
  // Without columns there are no rows.
  if (fit.length === 0 || names.length === 0) return false;
  const columns = Object.fromEntries(names.map((name) => [name, fit.map((facts) => facts[name] ?? null)]));
  const many = assessMany(item, columns);
  return fit.some((facts, row) => answered(() => bare(item.decide(facts))) !== bare(many.at(row)));
}

/** Whole cases under all packs together: facts, and days under names such as `acted day`. */
function wholeCase(book, id, case_) {
  const named = Object.entries(case_);
  const facts = Object.fromEntries(named.filter(([name]) => !name.endsWith(" day")));
  const days = named.filter(([name]) => name.endsWith(" day")).map(([name, day]) => [name.slice(0, -4), day]);
  return book.assess(id, { facts, ...Object.fromEntries(days) }).toJson();
}

for await (const line of createInterface({ input: process.stdin })) {
  const { texts, item: id, on, facts, whole } = JSON.parse(line);
  const book = RuleBook.load(texts.map((text, place) => ({ name: `${place}.toml`, text })));
  const item = on === null ? null : book.on(on).item(id);
  const answers = facts.map((given) => answered(() => (item ? item.assess(given).toJson() : wholeCase(book, id, given))));
  const digest = createHash("sha256");
  for (const answer of answers) digest.update(answer).update("\n");
  const columns = item !== null && columnsDiffer(item, facts);
  console.log(JSON.stringify(whole ? { answers, columns } : { digest: digest.digest("hex"), columns }));
}
