import type { ItemRecord, Language, Outcome, Words } from "../index.js";
import { amount } from "./amount.js";
import { type Content, make } from "./make.js";
import { folded, listed } from "./section.js";
import { WORDS } from "./words.js";

/** What follows from the case, in the shortest words. */
export function headline(outcome: Outcome, item: ItemRecord, language: Language): Content[] {
  const { statutory, persons } = outcome;
  const currency = outcome.fine?.currency ?? persons?.currency ?? "CNY";
  const rows: (readonly [Words, string | null])[] = [
    [WORDS.tier, outcome.tier === null ? null : tierName(outcome.tier, item, language)],
    [WORDS.reduced, outcome.reduced && amount(outcome.reduced, currency, language)],
    [WORDS.persons, persons && amount(persons, currency, language)],
    [WORDS.law, statutory && outcome.fine && amount(statutory, currency, language)],
  ];
  const caption = outcome.outcome !== "fine" ? null : outcome.may ? WORDS.fineMay[language] : WORDS.fine[language];
  const main = outcome.outcome === "fine" ? amount(outcome.fine, currency, language) : WORDS[outcome.outcome][language];
  const term = (words: Words, text: string) => make("div", {}, make("dt", {}, words[language]), make("dd", {}, text));
  const list = rows.flatMap(([words, text]) => (text === null ? [] : [term(words, text)]));
  return [
    caption === null ? null : make("p", { class: "caption" }, caption),
    make("p", { class: "fine", part: "fine" }, main),
    list.length === 0 ? null : make("dl", { class: "terms" }, ...list),
  ];
}

/** An outcome names its row by the document's own word; the item has it in both languages. */
function tierName(tier: string, item: ItemRecord, language: Language): string {
  return item.tiers.find((row) => row?.zh === tier)?.[language] ?? tier;
}

/** The way there, and all that goes with it. */
export function sections(outcome: Outcome, language: Language): Content[] {
  const { warnings, trace, measures, circumstances, assumptions, procedure } = outcome;
  const words = (list: readonly Words[]) => list.map((one) => one[language]);
  const isChinese = language === "zh";
  const colon = isChinese ? "：" : ": ";
  const measured = measures.map((one) => (one.may ? WORDS.may[language] + (isChinese ? "" : ": ") : "") + one[language]);
  const weighed = circumstances.map((one) => one[language] + (isChinese ? `（${one.basis.zh}）` : ` (${one.basis.en})`));
  const steps = procedure === null ? [] : words(procedure.steps);
  return [
    listed("warnings", WORDS.warnings[language], words(warnings), "ul"),
    // A step can go without saying.
    listed("steps", WORDS.reasons[language], words(trace).filter((sentence) => sentence !== ""), "ol"),
    listed("measures", WORDS.with[language], measured, "ul"),
    listed("circumstances", WORDS.circumstances[language], weighed, "ul"),
    folded("assumptions", WORDS.assumptions[language], words(assumptions)),
    folded("procedure", WORDS.procedure[language] + colon + (procedure?.[language] ?? ""), steps),
    paragraph(outcome.explanation(language), language),
  ];
}

/** The text for the decision, to be taken over by a click. */
function paragraph(text: string, language: Language): Content {
  const body = make("div", { class: "text", part: "text" }, text);
  const button = make("button", { type: "button", part: "copy" }, WORDS.copy[language]);
  const said = make("span", { role: "status", class: "help" });
  button.addEventListener("click", () => {
    void copied(text, body).then((isCopied) => {
      said.textContent = isCopied ? WORDS.copied[language] : "";
    });
  });
  const head = make("summary", {}, WORDS.paragraph[language]);
  return make("details", { class: "paragraph", part: "paragraph" }, head, body, button, said);
}

/** Copies the text, or marks it where the page may not write to the clipboard. */
async function copied(text: string, body: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()?.selectAllChildren(body);
    return false;
  }
}
