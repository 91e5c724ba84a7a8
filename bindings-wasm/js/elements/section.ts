import { type Content, make } from "./make.js";

/** Sentences under a heading; nothing where there are none. */
export function listed(part: string, title: string, entries: readonly string[], tag: "ol" | "ul"): Content {
  if (entries.length === 0) return null;
  return make("section", { class: part, part }, make("h3", {}, title), make(tag, {}, ...lines(entries)));
}

/** Sentences that are shown on demand; nothing where there are none. */
export function folded(part: string, title: string, entries: readonly string[]): Content {
  if (entries.length === 0) return null;
  const head = make("summary", {}, `${title} (${entries.length})`);
  return make("details", { class: part, part }, head, make("ul", {}, ...lines(entries)));
}

function lines(entries: readonly string[]): HTMLElement[] {
  return entries.map((entry) => make("li", {}, entry));
}
