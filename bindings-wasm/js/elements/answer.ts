import type { Language } from "../index.js";
import { type Content, make, present } from "./make.js";
import { WORDS } from "./words.js";

/** What comes out, or why nothing does. It alone is read out as it changes, not all that stands below. */
export class Answer {
  readonly #head = make("div", { class: "answer", part: "answer", role: "status" });
  readonly #rest = make("div", { class: "rest" });
  readonly root: HTMLElement;

  /** `between` stands under the answer and above its reasons. */
  constructor(...between: readonly HTMLElement[]) {
    this.root = make("section", { class: "result", part: "result" }, this.#head, ...between, this.#rest);
  }

  /** What comes out, and all that goes with it. */
  show(head: readonly Content[], rest: readonly Content[]): void {
    this.#say("answer", head);
    this.#rest.replaceChildren(...present(rest));
  }

  /** What is missing, with what can be given for it. */
  ask(what: string, language: Language): void {
    this.#instead("answer asked", WORDS.needed[language], what);
  }

  /** Why nothing comes out. */
  refuse(why: string, language: Language): void {
    this.#instead("answer refused", WORDS.noAnswer[language], why);
  }

  #instead(kind: string, caption: string, words: string): void {
    this.#say(kind, [make("p", { class: "caption" }, caption), make("p", { class: "missing", part: "missing" }, words)]);
    this.#rest.replaceChildren();
  }

  #say(kind: string, content: readonly Content[]): void {
    this.#head.className = kind;
    this.#head.replaceChildren(...present(content));
  }
}
