import type { Language } from "../index.js";
import { Field } from "./field.js";
import { make } from "./make.js";
import { WORDS } from "./words.js";

/** A stop of the clock, as it was entered. */
export interface Stop {
  readonly stopped: string;
  readonly resumed: string;
  readonly reason: string;
}

/** The stops of a limit: as many groups of questions as there were stops. */
export class Stops {
  readonly #groups: { readonly root: HTMLElement; readonly fields: readonly [Field, Field, Field] }[] = [];
  readonly #list = make("div");
  readonly #reasons: readonly (readonly [string, string])[];
  readonly #language: Language;
  readonly #changed: () => void;
  #made = 0;

  readonly root: HTMLElement;

  constructor(reasons: readonly (readonly [string, string])[], language: Language, changed: () => void) {
    this.#reasons = reasons;
    this.#language = language;
    this.#changed = changed;
    const button = make("button", { type: "button", class: "quiet", part: "add" }, WORDS.addStop[language]);
    button.addEventListener("click", () => this.add()[0].anchor.focus());
    this.root = make("div", { class: "stops", part: "stops", role: "group", "aria-label": WORDS.stop[language] }, this.#list, button);
    this.root.hidden = reasons.length === 0;
  }

  /** The questions of another stop. */
  add(stop: Partial<Stop> = {}): readonly [Field, Field, Field] {
    const language = this.#language;
    const number = (this.#made += 1);
    const fields = [
      Field.ofDay(`stopped-${number}`, WORDS.stopped[language], null),
      Field.ofChoice(`reason-${number}`, WORDS.reason[language], this.#reasons, WORDS.noReason[language]),
      Field.ofDay(`resumed-${number}`, WORDS.resumed[language], null),
    ] as const;
    const remove = make("button", { type: "button", class: "quiet" }, WORDS.removeStop[language]);
    const legend = make("legend", {}, WORDS.stop[language]);
    const root = make("fieldset", { class: "stop" }, legend, ...fields.map((field) => field.root), remove);
    const group = { root, fields };
    remove.addEventListener("click", () => {
      this.#groups.splice(this.#groups.indexOf(group), 1);
      root.remove();
      this.#changed();
    });
    [fields[0].value, fields[1].value, fields[2].value] = [stop.stopped ?? "", stop.reason ?? "", stop.resumed ?? ""];
    this.#groups.push(group);
    this.#list.append(root);
    return fields;
  }

  get entered(): readonly Stop[] {
    return this.#groups.map(({ fields: [stopped, reason, resumed] }) => {
      return { stopped: stopped.value, reason: reason.value, resumed: resumed.value };
    });
  }
}
