import type { Language, Trust } from "../index.js";

/** The language that an element is in: its own `lang`, or that of what it stands in. */
export function languageOf(element: Element): Language {
  let here: Element | null = element;
  while (here !== null) {
    const holder: Element | null = here.closest("[lang]");
    if (holder !== null) return holder.getAttribute("lang")?.toLowerCase().startsWith("zh") ? "zh" : "en";
    const root: Node = here.getRootNode();
    here = root instanceof ShadowRoot ? root.host : null;
  }
  return "en";
}

/** Today where the page is read. */
export function today(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Where `base` says that the files of the package are, seen from the page. */
export function baseOf(element: Element): string | undefined {
  const base = element.getAttribute("base");
  return base === null ? undefined : new URL(base.endsWith("/") ? base : `${base}/`, document.baseURI).href;
}

/** What `digest` and `key` require of the files of the rules, each a list of words; nothing where neither is there. */
export function trustOf(element: Element): Trust | undefined {
  const words = (name: string) => element.getAttribute(name)?.split(/\s+/).filter((word) => word !== "");
  const [digests, keys] = [words("digest"), words("key")];
  return digests === undefined && keys === undefined ? undefined : { digests: digests ?? [], keys: keys ?? [] };
}

/** The minute where the page is read. */
export function now(): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const clock = new Date();
  return `${today()}T${two(clock.getHours())}:${two(clock.getMinutes())}`;
}
