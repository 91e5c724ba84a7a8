import type { ItemRecord, Language, Outcome, RuleError, Words } from "../index.js";
import { amount } from "./amount.js";
import { faultWords } from "./fault.js";
import { type Content, make, present } from "./make.js";
import { WORDS } from "./words.js";

/** The fine, and all that goes with it. Only the answer itself is read out as it changes. */
export class Result {
  readonly #answer = make("div", { class: "answer", part: "answer", role: "status" });
  readonly #rest = make("div", { class: "rest" });
  readonly root: HTMLElement;

  /** `diagram` stands between the answer and its reasons. */
  constructor(diagram: HTMLElement) {
    this.root = make("section", { class: "result", part: "result" }, this.#answer, diagram, this.#rest);
  }

  /** What follows from the case. */
  show(outcome: Outcome, item: ItemRecord, language: Language): void {
    this.#say("", headline(outcome, item, language));
    this.#rest.replaceChildren(...present(sections(outcome, language)));
  }

  /** What is missing, with what can be given for it. */
  ask(what: string, language: Language): void {
    this.#say("asked", [make("p", { class: "caption" }, WORDS.needed[language]), make("p", { class: "missing", part: "missing" }, what)]);
    this.#rest.replaceChildren();
  }

  /** Why there is no result. */
  refuse(error: RuleError, language: Language, field: string | null): void {
    const why = field ?? faultWords(error, language);
    this.#say("refused", [make("p", { class: "caption" }, WORDS.noAnswer[language]), make("p", { class: "missing", part: "missing" }, why)]);
    this.#rest.replaceChildren();
  }

  #say(kind: string, content: readonly Content[]): void {
    this.#answer.className = `answer ${kind}`;
    this.#answer.replaceChildren(...present(content));
  }
}

function headline(outcome: Outcome, item: ItemRecord, language: Language): Content[] {
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
  const list = rows.flatMap(([words, text]) => (text === null ? [] : [make("div", {}, make("dt", {}, words[language]), make("dd", {}, text))]));
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

function sections(outcome: Outcome, language: Language): Content[] {
  const { warnings, trace, measures, circumstances, assumptions, procedure } = outcome;
  const words = (list: readonly Words[]) => list.map((one) => one[language]);
  const measured = measures.map((one) => (one.may ? `${WORDS.may[language]}${language === "zh" ? "" : ": "}${one[language]}` : one[language]));
  const weighed = circumstances.map((one) => `${one[language]}${language === "zh" ? `（${one.basis.zh}）` : ` (${one.basis.en})`}`);
  return [
    listed("warnings", WORDS.warnings[language], words(warnings), "ul"),
    listed("steps", WORDS.reasons[language], words(trace), "ol"),
    listed("measures", WORDS.with[language], measured, "ul"),
    listed("circumstances", WORDS.circumstances[language], weighed, "ul"),
    folded("assumptions", WORDS.assumptions[language], words(assumptions)),
    procedure === null ? null : folded("procedure", `${WORDS.procedure[language]}${language === "zh" ? "：" : ": "}${procedure[language]}`, words(procedure.steps)),
    paragraph(outcome.explanation(language), language),
  ];
}

function listed(part: string, title: string, entries: readonly string[], tag: "ol" | "ul"): Content {
  if (entries.length === 0) return null;
  return make("section", { class: part, part }, make("h3", {}, title), make(tag, {}, ...entries.map((entry) => make("li", {}, entry))));
}

function folded(part: string, title: string, entries: readonly string[]): Content {
  if (entries.length === 0) return null;
  const list = make("ul", {}, ...entries.map((entry) => make("li", {}, entry)));
  return make("details", { class: part, part }, make("summary", {}, `${title} (${entries.length})`), list);
}

/** The text for the decision, to be taken over by a click. */
function paragraph(text: string, language: Language): Content {
  const body = make("div", { class: "text", part: "text", tabindex: "0", role: "group", "aria-label": WORDS.paragraph[language] }, text);
  const button = make("button", { type: "button", part: "copy" }, WORDS.copy[language]);
  const said = make("span", { role: "status", class: "help" });
  button.addEventListener("click", () => {
    void copied(text, body).then((isCopied) => {
      said.textContent = isCopied ? WORDS.copied[language] : "";
    });
  });
  return make("details", { class: "paragraph", part: "paragraph" }, make("summary", {}, WORDS.paragraph[language]), body, button, said);
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
