// The list from which an item or a limit is chosen.

const MOST = 200;

/** What can be chosen, with all the words by which it can be found. */
export function entriesOf(book) {
  const items = book.powers().map((power) => ({
    kind: "item", id: power.id, title: power.title, document: power.document.title, basis: power.basis,
  }));
  const limits = book.limits().map((limit) => ({
    kind: "limit", id: limit.limit, title: limit.title, document: limit.document, basis: limit.basis,
  }));
  return [...items, ...limits].map((entry) => {
    const texts = [entry.id, ...[entry.title, entry.document, entry.basis].flatMap((words) => [words.zh, words.en])];
    return { ...entry, text: texts.join("\n").toLowerCase() };
  });
}

/** Fills the list with what has all the words that are looked for; tells how many there are, and how many are shown. */
export function list(root, entries, { query, language, chosen, limits, href }) {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const found = entries.filter(({ text }) => words.every((word) => text.includes(word)));
  // Without a word, the document that is open comes first: its items are what is looked for next.
  const document = chosen?.split("/")[0];
  if (words.length === 0) found.sort((one, other) => Number(isOf(other, document)) - Number(isOf(one, document)));
  const shown = found.slice(0, MOST);
  const groups = Map.groupBy(shown, ({ kind, document: { zh } }) => `${kind} ${zh}`);
  root.replaceChildren(...[...groups.values()].map((group) => {
    const [{ kind, document: title }] = group;
    const head = Object.assign(create("p"), { className: "document", textContent: title[language] + (kind === "limit" ? ` · ${limits}` : "") });
    const entriesOfGroup = create("ul");
    entriesOfGroup.append(...group.map((entry) => {
      const link = Object.assign(create("a"), { href: href(entry) });
      const place = Object.assign(create("span"), { className: "place", textContent: entry.basis[language] });
      link.append(entry.title[language], place);
      if (entry.id === chosen) link.setAttribute("aria-current", "page");
      const line = create("li");
      line.append(link);
      return line;
    }));
    const block = create("li");
    block.append(head, entriesOfGroup);
    return block;
  }));
  // The one that is open is in sight, the page stays where it is.
  const here = root.querySelector("[aria-current]");
  root.scrollTop = here === null ? 0 : Math.max(0, here.offsetTop - root.offsetTop - 80);
  return { found: found.length, shown: shown.length };
}

const create = (tag) => globalThis.document.createElement(tag);
const isOf = ({ id }, document) => id.split("/")[0] === document;
