import type { Fact, Language } from "../index.js";
import { type Content, make } from "./make.js";
import { canBe } from "./range.js";
import { WORDS } from "./words.js";

/** A value that can be chosen, and what it is called. */
type Choice = readonly [value: string, label: string];

/** As many values stand side by side or one below the other; more are a list that opens. */
const MOST_RADIOS = 6;
/** As many letters of all values stand side by side. */
const MOST_LETTERS = 36;

/** One question of a form. */
export class Field {
  readonly #control: HTMLElement;
  readonly #read: () => string;
  readonly #write: (value: string) => void;
  readonly #fault = make("p", { class: "fault", part: "fault", hidden: true });
  #described = "";

  /** The question with its label, its control and what is to be known of it. */
  readonly root: HTMLElement;
  readonly name: string;

  private constructor(
    name: string,
    root: HTMLElement,
    control: HTMLElement,
    read: () => string,
    write: (value: string) => void,
  ) {
    this.name = name;
    this.root = root;
    this.#control = control;
    this.#read = read;
    this.#write = write;
    this.#fault.id = `${name}-fault`;
  }

  /** The question for a fact, in the way that suits its type; where there are many, choices are lists that open. */
  static ofFact(fact: Fact, language: Language, isOneOfMany = false): Field {
    const label = fact.label[language];
    const help = fact.help?.[language] ?? null;
    switch (fact.type) {
      case "number": {
        const { units, decimals } = fact.number;
        const mode = decimals === 0 ? "numeric" : "decimal";
        const input = make("input", { type: "text", inputmode: mode, autocomplete: "off", id: fact.fact, part: "input" });
        const unit = units[language];
        const behind = unit === "" ? null : make("span", { class: "unit", part: "unit" }, unit);
        const box = make("div", { class: "number" }, input, behind);
        return Field.#labelled(fact.fact, label, [help, canBe(fact, language)], input, box);
      }
      case "date":
        return Field.ofDay(fact.fact, label, help);
      case "boolean": {
        const choices = [["true", WORDS.yes[language]], ["false", WORDS.no[language]]] as const;
        return Field.#chosen(fact.fact, label, help, choices, language, isOneOfMany);
      }
      case "string": {
        const choices = fact.values.map((value): Choice => [value.value, value[language]]);
        return Field.#chosen(fact.fact, label, help, choices, language, isOneOfMany);
      }
    }
  }

  /** The question for a day, or for a minute. */
  static ofDay(name: string, label: string, help: string | null, type: "date" | "datetime-local" = "date"): Field {
    const input = make("input", { type, id: name, part: "input" });
    return Field.#labelled(name, label, [help], input, input);
  }

  /** The question which of some values it is, or none. */
  static ofChoice(name: string, label: string, choices: readonly Choice[], none: string): Field {
    const options = ([["", none], ...choices] as const).map(([value, text]) => make("option", { value }, text));
    const select = make("select", { id: name, part: "input" }, ...options);
    return Field.#labelled(name, label, [], select, select);
  }

  static #chosen(
    name: string,
    label: string,
    help: string | null,
    choices: readonly Choice[],
    language: Language,
    isList: boolean,
  ): Field {
    const none = WORDS.unknown[language];
    if (isList || choices.length > MOST_RADIOS) {
      const field = Field.ofChoice(name, label, choices, none);
      field.#describe([help]);
      return field;
    }
    const all = [...choices, ["", none]] as const;
    const radios = all.map(([value]) => make("input", { type: "radio", name, value, id: `${name}=${value}` }));
    const options = radios.map((radio, place) => {
      return make("label", { class: "option", part: "option" }, radio, make("span", {}, all[place]?.[1] ?? ""));
    });
    const length = all.reduce((sum, [, text]) => sum + text.length * (language === "zh" ? 2 : 1), 0);
    const group = make("div", { class: length <= MOST_LETTERS ? "options short" : "options" }, ...options);
    const legend = make("legend", { part: "label" }, label);
    const root = make("fieldset", { class: "field", part: "field", role: "radiogroup" }, legend, group);
    const write = (value: string) => {
      for (const radio of radios) radio.checked = radio.value === value;
    };
    const field = new Field(name, root, root, () => radios.find((radio) => radio.checked)?.value ?? "", write);
    write("");
    field.#describe([help]);
    return field;
  }

  static #labelled(
    name: string,
    label: string,
    notes: readonly (string | null)[],
    control: HTMLInputElement | HTMLSelectElement,
    box: HTMLElement,
  ): Field {
    const root = make("div", { class: "field", part: "field" }, make("label", { for: name, part: "label" }, label), box);
    // Typed with a Chinese keyboard, digits can come out at full width.
    const read = () => control.value.normalize("NFKC").trim();
    const write = (value: string) => {
      control.value = value;
    };
    const field = new Field(name, root, control, read, write);
    field.#describe(notes);
    return field;
  }

  /** What was entered; empty where nothing was. */
  get value(): string {
    return this.#read();
  }

  set value(value: string) {
    this.#write(value);
  }

  /** What a reader is sent to where something is wrong. */
  get anchor(): HTMLElement {
    return this.#control.querySelector("input") ?? this.#control;
  }

  /** Says what is wrong with what was entered, or nothing any more. */
  set fault(words: string | null) {
    this.#fault.textContent = words ?? "";
    this.#fault.hidden = words === null;
    this.#control.toggleAttribute("data-wrong", words !== null);
    this.#control.setAttribute("aria-invalid", String(words !== null));
    this.#tell(words === null ? this.#described : `${this.#fault.id} ${this.#described}`);
  }

  #describe(notes: readonly (string | null)[]): void {
    const content = notes.filter((note): note is string => note !== null && note !== "");
    const paragraphs = content.map((note): Content => make("p", { class: "help", part: "help" }, note));
    if (paragraphs.length > 0) {
      this.#described = `${this.name}-help`;
      this.root.append(make("div", { id: this.#described }, ...paragraphs));
    }
    this.root.append(this.#fault);
    this.#tell(this.#described);
  }

  #tell(ids: string): void {
    if (ids.trim() === "") this.#control.removeAttribute("aria-describedby");
    else this.#control.setAttribute("aria-describedby", ids.trim());
  }
}
