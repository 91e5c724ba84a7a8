// The shared vectors of `tests/vectors`, as the README there says. It runs in Node and, the same file, in a page.
import { runSchemes } from "./vectors-schemes.mjs";

/** What differs, a line a case; and how many cases there were. `read` gives the text of a file below `tests/vectors`. */
export async function runVectors(library, { read, list, base }) {
  const { RuleBook, Calendar, RuleError } = library;
  const faults = [];
  let cases = 0;
  const json = async (path) => JSON.parse(await read(path));
  const load = async (folder) => {
    const names = await list(folder);
    return RuleBook.load(await Promise.all(names.map(async (name) => ({ name, text: await read(`${folder}/${name}`) }))));
  };
  const attempt = (name, run) => {
    cases += 1;
    try {
      run();
    } catch (fault) {
      faults.push(`${name}: ${fault instanceof RuleError ? `${fault.code}: ${fault.message}` : fault.message}`);
    }
  };
  const refused = (expected, run) => {
    try {
      run();
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      for (const [key, value] of Object.entries(expected)) same(error[key === "event" ? "field" : key], value, key);
      return;
    }
    throw new Error(`expected the error ${JSON.stringify(expected)}`);
  };

  const book = await load("packs");
  const again = await load("packs");
  for (const { name, item: id, on, facts, expect, error, working: _, ...unknown } of await json("assess.json")) {
    attempt(name, () => {
      known(unknown);
      if (error) return refused(error, () => book.on(on).item(id).assess(facts));
      const item = book.on(on).item(id);
      const outcome = item.assess(facts);
      const written = outcome.toJson();
      const found = JSON.parse(written);
      for (const [key, value] of Object.entries(expect)) same(observed(found, key), sorted(key === "assumed", value), key);
      same(again.on(on).item(id).assess(facts).toJson(), written, "the second time");
      same(again.on(found.version.in_force).item(found.item).assess(found.facts).toJson(), written, "from its record");
      same(item.assess(own(item, facts)).toJson(), written, "from own values");
      sameAsRecord(outcome, found);
      same(item.explain(facts, "zh"), found.explanation.zh, "explain");
      const { row: __, clamped, ...bare } = item.decide(facts);
      const { outcome: kind, fine, reduced, statutory, persons } = found;
      same(bare, { outcome: kind, fine, reduced, statutory, persons }, "decide");
      same(clamped, found.warnings.some((warning) => warning.code === "clamped"), "clamped");
    });
  }
  for (const { file, item, on, facts } of await json("outcomes/index.json")) {
    const kept = await read(`outcomes/${file}`);
    attempt(file, () => same(book.on(on).item(item).assess(facts).toJson(), kept, "bytes"));
  }

  const bundled = await RuleBook.bundled(base);
  const general = (await load("general")).completedBy(bundled);
  for (const { name, item, days, facts, expect, note: _, ...unknown } of (await json("cases.json")).cases) {
    attempt(name, () => {
      known(unknown);
      if (expect.error) return refused({ code: expect.error }, () => general.assess(item, { facts, ...days }));
      const outcome = general.assess(item, { facts, ...days });
      const found = outcome.toJSON();
      for (const [key, value] of Object.entries({ fine: null, reduced: null, ...expect })) {
        same(anyOrder(ofCase(found, key)), anyOrder(value), key);
      }
      sameAsRecord(outcome, found);
    });
  }

  const limits = (await load("limits")).completedBy(bundled);
  const calendar = await Calendar.bundled("cn", base);
  for (const { name, limit, events, on, expect, error, working: _, ...unknown } of await json("due.json")) {
    attempt(name, () => {
      known(unknown);
      if (error) return refused(error, () => limits.due(limit, events, { on, calendar }));
      const found = limits.due(limit, events, { on, calendar });
      for (const [key, value] of Object.entries(expect)) same(ofDue(found, key, value), value, key);
    });
  }
  // Only the module with everything has what decides no case.
  if (library.supervise !== undefined) await runSchemes(library, { json, read, bundled, calendar, attempt, refused, known, same });
  return { cases, faults };
}

function known(unknown) {
  const keys = Object.keys(unknown);
  if (keys.length > 0) throw new Error(`a case has the unknown keys ${keys.join(", ")}`);
}

function same(found, expected, what) {
  const [a, b] = [stable(found), stable(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

function stable(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "undefined";
  if (Array.isArray(value)) return `[${value.map(stable).join(",")}]`;
  return `{${Object.keys(value).sort().map((key) => `${key}:${stable(value[key])}`).join(",")}}`;
}

const sorted = (whether, list) => (whether ? [...list].sort() : list);
const anyOrder = (value) => (Array.isArray(value) ? [...value].sort((a, b) => (stable(a) < stable(b) ? -1 : 1)) : value);

/** Facts as JavaScript's own numbers and truth values. */
function own(item, facts) {
  const types = new Map(item.facts.map((fact) => [fact.fact, fact.type]));
  const value = (name, text) => {
    if (types.get(name) === "boolean") return text === "true";
    // A number of many digits has no float that stands for it.
    if (types.get(name) === "number" && text.length <= 15) return Number(text);
    return text;
  };
  return Object.fromEntries(Object.entries(facts).map(([name, text]) => [name, value(name, text)]));
}

/** What an outcome says is what its JSON says. */
function sameAsRecord(outcome, found) {
  const { law_of_the_day: lawOfTheDay, explanation, ...rest } = found;
  for (const [key, value] of Object.entries({ ...rest, lawOfTheDay })) same(outcome[key], value, key);
  for (const language of ["zh", "en"]) same(outcome.explanation(language), explanation[language], language);
  same(JSON.parse(JSON.stringify(outcome)), found, "JSON.stringify");
}

function observed(found, key) {
  for (const [prefix, name] of [["statutory_", "statutory"], ["persons_", "persons"], ["", "fine"]]) {
    if (key === `${prefix}min` || key === `${prefix}max`) return found[name] && found[name][key.slice(prefix.length)];
  }
  switch (key) {
    case "outcome": case "tier": case "may": return found[key];
    case "currency": return found.fine && found.fine.currency;
    case "clamped": return found.warnings.some((warning) => warning.code === "clamped");
    case "assumed": return found.assumptions.map((assumption) => assumption.fact).sort();
    case "measures": return found.measures.map((measure) => measure.measure);
    case "in_force": return found.version.in_force;
    default: throw new Error(`\`expect\` has no key \`${key}\``);
  }
}

const ends = (amount) => amount && { min: amount.min, max: amount.max };

function ofCase(found, key) {
  switch (key) {
    case "outcome": return found.outcome;
    case "fine": case "reduced": return ends(found[key]);
    case "law": return found.law_of_the_day.applied;
    case "limitation": return found.limitation && found.limitation.state;
    case "procedure": case "decides": return found.procedure && found.procedure[key];
    case "warnings": return found.warnings.map((warning) => warning.code);
    case "circumstances":
      return found.circumstances.map(({ circumstance: id, may, allows }) => {
        if (!allows) return { id, may };
        const reduced = allows.reduced ? { reduced: ends(allows.reduced) } : {};
        return { id, may, allows: { outcome: allows.outcome, ...ends(allows.fine), ...reduced } };
      });
    default: throw new Error(`\`expect\` has no key \`${key}\``);
  }
}

function ofDue(found, key, expected) {
  if (key === "warnings") return found.warnings.map((warning) => warning.code).filter((code) => expected.includes(code));
  if (key === "stages") {
    const begun = found.stages.filter((stage) => stage.state !== "waiting");
    return Object.fromEntries(begun.map((stage) => [stage.name, stage.due]));
  }
  if (!(key in found)) throw new Error(`\`expect\` has no key \`${key}\``);
  return found[key];
}
