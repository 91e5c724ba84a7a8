import type { ItemRecord, Language, RuleBook, Words } from "../index.js";
import { make } from "./make.js";
import { WORDS } from "./words.js";

/** As many digits tell two files apart for a reader; all of them stand below. */
const SHORT = 12;

/** Whose rules a form runs: in one line, and all of it on demand. */
export function origin(item: ItemRecord, trust: RuleBook["trust"], language: Language): HTMLElement {
  const { document, issuer, version } = item;
  const check = checked(version.sha256, trust);
  const keys = check === "isSigned" ? trust?.keys ?? [] : [];
  const rows: (readonly [Words, Node | string])[] = [
    [WORDS.issuer, issuer],
    [WORDS.document, `${document[language]} (${version.pack})`],
    [WORDS.version, version.in_force],
    [WORDS.digest, make("code", {}, version.sha256)],
    [WORDS.checked, WORDS[check][language]],
    ...keys.map((key) => [WORDS.key, make("code", {}, key)] as const),
  ];
  const terms = rows.map(([words, content]) => make("div", {}, make("dt", {}, words[language]), make("dd", {}, content)));
  const short = `sha256 ${version.sha256.slice(0, SHORT)}`;
  const from = `${WORDS.inForce[language]}${language === "zh" ? "：" : " "}${version.in_force}`;
  const line = [issuer, from, short, WORDS[check][language]].join(" · ");
  const head = make("summary", {}, `${WORDS.origin[language]}${language === "zh" ? "：" : ": "}${line}`);
  return make("details", { class: "origin", part: "origin", "data-check": check }, head, make("dl", { class: "terms" }, ...terms));
}

/** By what the file was found to be the right one. */
function checked(digest: string, trust: RuleBook["trust"]): "isGivenDigest" | "isSigned" | "unchecked" {
  if (trust === null) return "unchecked";
  return trust.digests.some((required) => required.toLowerCase() === digest) ? "isGivenDigest" : "isSigned";
}
