import type { Fact, Language } from "../index.js";
import { Field } from "./field.js";
import { make } from "./make.js";
import { WORDS } from "./words.js";

/** What the rules above an item ask. Nothing of it must be answered, so it is folded away until somebody wants it. */
export class General {
  readonly #head = make("summary");
  readonly #questions = make("div", { class: "several" });
  readonly #help = make("p", { class: "help", part: "help" });
  #fields: readonly Field[] = [];
  readonly root = make("details", { class: "general", part: "general", hidden: true }, this.#head, this.#help, this.#questions);

  /** Puts the questions for these facts. */
  ask(facts: readonly Fact[], language: Language): readonly Field[] {
    this.#fields = facts.map((fact) => Field.ofFact(fact, language, true));
    this.root.hidden = facts.length === 0;
    this.#help.textContent = WORDS.generalHelp[language];
    this.#questions.replaceChildren(...this.#fields.map(({ root }) => root));
    return this.#fields;
  }

  /** Says how many are answered, which is not to be seen while they are folded away. */
  count(language: Language): void {
    const given = this.#fields.filter(({ value }) => value !== "").length;
    const title = WORDS.general[language];
    const told = language === "zh" ? `（已填写${given}项）` : ` (${given} given)`;
    this.#head.textContent = given === 0 ? title : title + told;
  }

  /** Whether this is one of its questions. */
  has(field: Field | undefined): boolean {
    return field !== undefined && this.#fields.includes(field);
  }

  /** Shows the questions. */
  unfold(): void {
    this.root.open = true;
  }
}
