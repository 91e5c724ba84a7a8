// What the page is about, as it stands behind the # of its address: a link shares it.

const DAYS = ["acted", "decided"];

/** The state of an address. */
export function read(fragment) {
  const entries = [...new URLSearchParams(fragment.replace(/^#/, ""))];
  const find = (name) => entries.find(([key]) => key === name)?.[1] ?? null;
  const below = (prefix) => entries.flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : []));
  const days = DAYS.flatMap((day) => (find(day) === null ? [] : [[day, find(day)]]));
  return {
    language: find("lang"),
    item: find("item"),
    limit: find("limit"),
    on: find("on"),
    facts: Object.fromEntries([...below("facts."), ...days]),
    events: below("events."),
  };
}

/** The address of a state. */
export function written({ language, item, limit, on, facts, events }) {
  const parameters = new URLSearchParams({ lang: language });
  if (item !== null) parameters.set("item", item);
  if (limit !== null) parameters.set("limit", limit);
  if (limit !== null && on) parameters.set("on", on);
  for (const [name, value] of Object.entries(facts)) parameters.set(DAYS.includes(name) ? name : `facts.${name}`, value);
  for (const [name, value] of events) parameters.append(`events.${name}`, value);
  // What the rules use for ids and days reads better as it is, and may stand there.
  return `#${String(parameters).replaceAll("%2F", "/").replaceAll("%3A", ":")}`;
}
