import type { Language } from "../index.js";
import { make } from "./make.js";
import { languageOf } from "./place.js";
import { WORDS } from "./words.js";

/** An element that belongs to a form as an input does, and is drawn anew where its attributes or its language change. */
export abstract class FormElement extends HTMLElement {
  static readonly formAssociated = true;

  protected readonly internals: ElementInternals;
  protected readonly root: ShadowRoot;
  readonly #languages = new MutationObserver(() => this.changed());

  constructor(...styles: readonly string[]) {
    super();
    this.internals = this.attachInternals();
    this.root = this.attachShadow({ mode: "open", delegatesFocus: true });
    this.root.adoptedStyleSheets = styles.map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    this.root.addEventListener("change", () => this.dispatchEvent(new Event("change", { bubbles: true })));
    this.root.addEventListener("keydown", (event) => {
      const { key, target } = event as KeyboardEvent;
      // As in any text input of a form.
      if (key === "Enter" && target instanceof HTMLInputElement) this.form?.requestSubmit();
    });
  }

  /** Something that it is made from is another now. */
  protected abstract changed(): void;

  /** Empties what was entered. */
  protected abstract reset(): void;

  connectedCallback(): void {
    this.#languages.observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });
    this.changed();
  }

  disconnectedCallback(): void {
    this.#languages.disconnect();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.changed();
  }

  formResetCallback(): void {
    this.reset();
  }

  formDisabledCallback(isDisabled: boolean): void {
    for (const set of this.root.querySelectorAll("fieldset.all")) set.toggleAttribute("disabled", isDisabled);
  }

  /** The language of what it shows. */
  get language(): Language {
    return languageOf(this);
  }

  /** The form that it belongs to. */
  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  get type(): string {
    return this.localName;
  }

  /** What stands before the names of what is submitted. */
  get name(): string {
    return this.getAttribute("name") ?? "";
  }

  set name(name: string) {
    this.setAttribute("name", name);
  }

  get validity(): ValidityState {
    return this.internals.validity;
  }

  get validationMessage(): string {
    return this.internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.internals.willValidate;
  }

  checkValidity(): boolean {
    return this.internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.internals.reportValidity();
  }

  /** Says that the rules are still on their way. */
  protected loading(heading: HTMLElement): void {
    const words = WORDS.loading[this.language];
    this.internals.setValidity({ customError: true }, words);
    heading.replaceChildren(make("p", { class: "help", role: "status" }, words));
  }

  /** Puts into the form what is submitted, each entry behind the name of the element if it has one. */
  protected submit(entries: Iterable<readonly [string, string]>, state: string): void {
    const data = new FormData();
    for (const [key, value] of entries) data.append(this.name === "" ? key : `${this.name}.${key}`, value);
    this.internals.setFormValue(data, state);
  }
}
