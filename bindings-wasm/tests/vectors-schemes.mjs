// The vectors of scores, indices, screens of tenders and of payments, compliance, surcharges and supervision.

export async function runSchemes(library, { json, read, bundled, calendar, attempt, refused, known, same }) {
  const { complianceJson, indexJson, paymentsJson, scoreJson, screenJson, superviseJson, surchargeJson } = library;
  const day = (on) => bundled.on(on);
  // Of each file, the outcome of a case as bytes.
  const outcomes = {
    "score.json": ({ score, on, facts }) => scoreJson(day(on), score, facts),
    "index.json": ({ index, on, facts, assessed }) => indexJson(day(on), index, facts, assessed),
    "screen.json": ({ screen, on, lines }) => screenJson(day(on), screen, lines),
    "compliance.json": ({ scheme, on, lines }) => complianceJson(day(on), scheme, lines),
    "payments.json": ({ screen, on, lines }) => paymentsJson(day(on), screen, lines),
    "surcharge.json": ({ surcharge, principal, events, on }) => surchargeJson(bundled, surcharge, principal, events, { on, calendar }),
    "supervision.json": ({ policy, on, record }) => superviseJson(bundled, policy, record, { on, calendar }),
    "approvals.json": ({ policy, on, record }) => superviseJson(bundled, policy, record, { on, calendar }),
  };
  // And what of it a key of `expect` speaks of.
  const observed = {
    "score.json": (found, key, value) => (key === "parts" ? pointsOf(found.parts, "part", value) : keyOf(found, key)),
    "index.json": (found, key, value) => {
      if (key === "points") return pointsOf(found.indicators, "indicator", value);
      return key === "grade" ? found.grade?.grade ?? null : keyOf(found, key);
    },
    "screen.json": screened,
    "payments.json": paid,
    "compliance.json": complied,
    "surcharge.json": keyOf,
  };
  const lists = {};
  for (const file of Object.keys(outcomes)) {
    const parsed = await json(file);
    lists[file] = parsed.cases ?? parsed;
  }
  for (const [file, cases] of Object.entries(lists)) {
    for (const one of cases) {
      attempt(`${file}: ${one.name}`, () => {
        const { name: _, working: __, score, index, screen, scheme, surcharge, policy, on, facts, assessed, lines, principal, events, record, expect, error, ...unknown } = one;
        known(unknown);
        if (error) return refused(error, () => outcomes[file](one));
        const found = JSON.parse(outcomes[file](one));
        if (Array.isArray(expect)) return same(found.findings.map(told), expect, "findings");
        // Of matters everything that is found is told.
        const all = file === "compliance.json" ? { findings: [], open: [], faults: [], ...expect } : expect;
        for (const [key, value] of Object.entries(all)) same(observed[file](found, key, value), value, key);
      });
    }
  }
  for (const { vectors, name, file } of await json("schemes/index.json")) {
    const kept = await read(`schemes/${file}`);
    const one = lists[vectors].find((candidate) => candidate.name === name);
    attempt(`schemes/${file}`, () => {
      const bytes = outcomes[vectors](one).replace(/"sha256": "[0-9a-f]{64}"/g, '"sha256": ""');
      if (bytes !== kept) throw new Error("other bytes");
    });
  }
}

function keyOf(found, key) {
  if (!(key in found)) throw new Error(`\`expect\` has no key \`${key}\``);
  return found[key];
}

function pointsOf(all, name, expected) {
  return Object.fromEntries(Object.keys(expected).map((wanted) => [wanted, all.find((one) => one[name] === wanted)?.points]));
}

/** What a finding says, as far as it says it. */
function told({ code, about, expected, found, colour, handling }) {
  return Object.fromEntries(Object.entries({ code, about, expected, found, colour, handling }).filter(([, value]) => value !== null));
}

function complied(found, key) {
  const keys = {
    findings: ["line", "about", "code", "expected", "found"],
    open: ["line", "about", "verdict", "missing"],
    faults: ["line", "code", "field"],
  }[key];
  return keys ? found[key].map((one) => keys.map((name) => one[name])) : keyOf(found, key);
}

function paid(found, key, expected) {
  switch (key) {
    case "findings": return found.findings.map(({ flag, payments, values, group }) => ({
      flag, payments: payments.map(({ id }) => id), values: Object.fromEntries(values.map(({ value, found: shown }) => [value, shown])),
      ...(group === null ? {} : { group }),
    }));
    case "not_judged": return Object.fromEntries(found.flags.filter(({ flag }) => flag in expected).map(({ flag, not_judged: counts }) => [flag, counts]));
    case "offices": return found.offices.map(({ office, judged, raised }) => [office, judged, raised]);
    case "faults": return found.faults.map(({ line, code, field }) => [line, code, field]);
    default: return keyOf(found, key);
  }
}

function screened(found, key, expected) {
  const raised = (of) => {
    const all = {};
    for (const finding of found.findings) if (finding[of] !== null) (all[finding.flag] ??= []).push(finding[of]);
    return all;
  };
  const ofFlags = (value) => {
    const flags = found.flags.filter(({ flag }) => flag in expected);
    return Object.fromEntries(flags.map((flag) => [flag.flag, value(flag)]));
  };
  switch (key) {
    case "raised": return raised("tender");
    case "tenderers": return raised("tenderer");
    case "fence": return ofFlags(({ outliers }) => outliers?.fence ?? null);
    case "not_judged": return ofFlags(({ not_judged: counts }) => counts);
    case "faults": return found.faults.map(({ code }) => code);
    default: return keyOf(found, key);
  }
}
