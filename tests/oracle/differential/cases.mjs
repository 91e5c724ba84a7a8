// Cases for the package for JavaScript: a line of JSON asks, a line of JSON answers.
//
// Asked is `{text, item, on, facts: [{name: text}], whole}`; answered is the SHA-256 of all answers, or with `whole` the
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

for await (const line of createInterface({ input: process.stdin })) {
  const { text, item: id, on, facts, whole } = JSON.parse(line);
  const item = RuleBook.load([{ name: "drawn.toml", text }]).on(on).item(id);
  const answers = facts.map((given) => answered(() => item.assess(given).toJson()));
  const digest = createHash("sha256");
  for (const answer of answers) digest.update(answer).update("\n");
  const columns = columnsDiffer(item, facts);
  console.log(JSON.stringify(whole ? { answers, columns } : { digest: digest.digest("hex"), columns }));
}
