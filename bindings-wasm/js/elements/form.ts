import { type Fact, type Facts, type Item, type Outcome, type RuleBook, RuleError } from "../index.js";
import { Answer } from "./answer.js";
import { bookOf } from "./books.js";
import { Diagram } from "./diagram.js";
import { expected, faultWords, isRuleError } from "./fault.js";
import { Field } from "./field.js";
import formStyle from "./form.css";
import { General } from "./general.js";
import { make, present } from "./make.js";
import { origin } from "./origin.js";
import { baseOf, today, trustOf } from "./place.js";
import { headline, sections } from "./result.js";
import { FormElement } from "./shell.js";
import style from "./style.css";
import { WORDS } from "./words.js";

/** What an `evenhand-outcome` event tells: what follows from the facts, or why nothing does yet. */
export interface OutcomeDetail {
  readonly outcome: Outcome | null;
  readonly error: RuleError | null;
}

/** The days of a case; the form asks for that of the act and that of the decision. */
const DAYS: readonly string[] = ["acted", "ended", "found", "decided"];

/**
 * `<evenhand-form item="…">`: the questions of an item, and what follows from the answers as they are typed.
 *
 * Attributes: `item`; `lang` (`zh` or `en`); `decided`, the day of the decision, if it is not today; `name`, which stands
 * before the names of what is submitted; `base`, where the files of the package are, if not beside this one; `digest` and `key`,
 * which the files of the rules must have or be signed with, each one or several. Submitted are
 * `item`, `decided`, `acted`, `facts.NAME` for each fact, and `outcome` as JSON. It fires `input`, `change` and
 * `evenhand-outcome`.
 */
export class EvenhandForm extends FormElement {
  static readonly observedAttributes = ["item", "lang", "base", "decided", "digest", "key"];

  readonly #heading = make("header", { part: "heading" });
  readonly #facts = make("div", { class: "facts" });
  readonly #general = new General();
  /** Below all else, so that the first question is the first that a keyboard comes to. */
  readonly #origin = make("div", { class: "foot" });
  readonly #days = make("div", { class: "days" });
  readonly #diagram = new Diagram();
  readonly #answer = new Answer(this.#diagram.root);
  readonly #values = new Map<string, string>();

  #own: RuleBook | null = null;
  #book: RuleBook | null = null;
  #item: Item | null = null;
  #source = "";
  #asked: readonly Fact[] = [];
  #shown = "";
  #fields: readonly Field[] = [];
  #along: string | null = null;
  #turn = 0;
  #of = "";
  #outcome: Outcome | null = null;

  constructor() {
    super(style, formStyle);
    const questions = make("fieldset", { class: "all", part: "questions" }, this.#facts, this.#general.root, this.#days);
    const halves = make("div", { class: "halves" }, questions, this.#answer.root);
    this.root.append(make("div", { class: "sheet", part: "form" }, this.#heading, halves, this.#origin));
    this.root.addEventListener("input", ({ target }) => {
      const field = this.#fields.find(({ root }) => target instanceof Node && root.contains(target));
      if (field === undefined) return;
      this.#values.set(field.name, field.value);
      this.#general.count(this.language);
      this.#along = field.name;
      this.#update();
    });
  }

  /** Which item it is, such as `cn.dongying.city-appearance/46-4`. */
  get item(): string {
    return this.getAttribute("item") ?? "";
  }

  set item(id: string) {
    this.setAttribute("item", id);
  }

  /** Rules of the page's own, in place of those that come with the package. */
  get book(): RuleBook | null {
    return this.#own;
  }

  set book(book: RuleBook | null) {
    this.#own = book;
    if (this.isConnected) this.changed();
  }

  /**
   * The facts that were entered, of the item and of the general law, and the days `acted` and `decided`, all as texts. A page
   * can put in what the form does not ask for: the days `ended` and `found`.
   */
  get value(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#values].filter(([, value]) => value !== ""));
  }

  set value(facts: Facts) {
    this.#values.clear();
    for (const [name, value] of Object.entries(facts)) {
      if (value !== null && value !== undefined) this.#values.set(name, String(value));
    }
    for (const field of this.#fields) field.value = this.#entered(field.name);
    this.#general.count(this.language);
    this.#update();
  }

  /** What follows from the facts, or `null` as long as nothing does. */
  get outcome(): Outcome | null {
    return this.#outcome;
  }

  formStateRestoreCallback(state: string): void {
    this.value = JSON.parse(state) as Facts;
  }

  protected override reset(): void {
    this.value = {};
  }

  protected override changed(): void {
    const turn = (this.#turn += 1);
    this.#shown = "";
    // What was entered for another item is no fact of this one.
    if (this.#of !== "" && this.#of !== this.item) this.#values.clear();
    this.#of = this.item;
    if (this.item === "") return;
    const [document = ""] = this.item.split("/");
    if (this.#own !== null) return this.#open(this.#own);
    const [base, trust] = [baseOf(this), trustOf(this)];
    const source = JSON.stringify([base, trust]);
    // Rules of another place, or of which less was required, count no more.
    if (source !== this.#source) this.#book = null;
    this.#source = source;
    if (this.#book === null) this.loading(this.#heading);
    bookOf(document, base, trust).then(
      (book) => {
        if (turn === this.#turn) this.#open(book);
      },
      (fault: unknown) => {
        if (turn !== this.#turn) return;
        this.#book = null;
        this.#ask(null, []);
        this.#refuse(isRuleError(fault) ? fault : new RuleError("no-file", "base", String(fault)));
      },
    );
  }

  #open(book: RuleBook): void {
    this.#book = book;
    this.#update();
  }

  #entered(name: string): string {
    return this.#values.get(name) ?? (name === "decided" ? this.getAttribute("decided") ?? today() : "");
  }

  /** Works out what follows from what is entered now. */
  #update(): void {
    const book = this.#book;
    if (book === null) return;
    for (const field of this.#fields) field.fault = null;
    this.#outcome = null;
    const decided = this.#entered("decided");
    const day = (name: string) => this.#entered(name) || null;
    let general: readonly Fact[];
    try {
      [this.#item, general] = this.#found(book, decided, day("acted"));
    } catch (fault) {
      if (!isRuleError(fault)) throw fault;
      if (fault.field !== "decided" && fault.code !== "no-such-day") this.#ask(null, []);
      return this.#refuse(fault.field === "day" ? new RuleError(fault.code, "decided", fault.message) : fault);
    }
    this.#ask(this.#item, general);
    const facts = this.#given();
    this.#draw(this.#item);
    try {
      const days = { decided, acted: day("acted"), ended: day("ended"), found: day("found") };
      const outcome = book.assess(this.item, { facts, ...days });
      this.#outcome = outcome;
      const language = this.language;
      this.#answer.show(headline(outcome, this.#item.toJSON(), language), sections(outcome, language));
      this.internals.setValidity({});
      this.#tell(null);
    } catch (fault) {
      if (!isRuleError(fault)) throw fault;
      this.#refuse(fault);
    }
  }

  /** The item and its questions on the day of the decision; if there is none then, on the day of the act, whose rules may still apply. */
  #found(book: RuleBook, decided: string, acted: string | null): readonly [Item, readonly Fact[]] {
    const on = (day: string) => {
      const rules = book.on(day);
      const item = rules.item(this.item);
      return [item, rules.generalFacts(item)] as const;
    };
    try {
      return on(decided);
    } catch (fault) {
      if (!isRuleError(fault) || fault.code !== "not-in-force" || acted === null) throw fault;
      return on(acted);
    }
  }

  /** The facts that were entered. */
  #given(): Record<string, string> {
    return Object.fromEntries([...this.#values].filter(([name, value]) => value !== "" && !DAYS.includes(name)));
  }

  /** Puts the questions of an item; those that stand there already stay as they are. */
  #ask(item: Item | null, general: readonly Fact[]): void {
    const record = item?.toJSON();
    const asked = general.map(({ fact }) => fact);
    const shown = JSON.stringify([record?.item, record?.version.sha256, asked, this.language]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const language = this.language;
    const facts = (item?.facts ?? []).map((fact) => Field.ofFact(fact, language));
    const days = [
      Field.ofDay("acted", WORDS.acted[language], WORDS.actedHelp[language]),
      Field.ofDay("decided", WORDS.decided[language], null),
    ];
    this.#asked = [...(item?.facts ?? []), ...general];
    this.#fields = [...facts, ...this.#general.ask(general, language), ...days];
    for (const field of this.#fields) field.value = this.#entered(field.name);
    this.#general.count(language);
    const head = facts.length === 0 ? null : make("h3", {}, WORDS.facts[language]);
    this.#facts.replaceChildren(...present([head, ...facts.map(({ root }) => root)]));
    this.#days.replaceChildren(...days.map(({ root }) => root));
    this.#head(item);
  }

  /** What it is about, and where that stands. */
  #head(item: Item | null): void {
    if (item === null) {
      this.#diagram.root.hidden = true;
      this.#heading.replaceChildren();
      this.#origin.replaceChildren();
      return;
    }
    const record = item.toJSON();
    const { title, document, basis, standard, authority, illustration, note } = record;
    const language = this.language;
    const join = language === "zh" ? "，" : ", ";
    const place = [document, basis, standard].flatMap((words) => (words === null ? [] : [words[language]]));
    this.#heading.replaceChildren(
      ...present([
        make("h2", { part: "title" }, title[language]),
        make("p", { class: "place", part: "basis" }, place.join(join)),
        authority === null ? null : make("p", { class: "help" }, authority[language]),
        illustration ? make("p", { class: "flag", part: "illustration" }, WORDS.illustration[language]) : null,
        note === null ? null : make("p", { class: "help", part: "note" }, note[language]),
      ]),
    );
    this.#origin.replaceChildren(origin(record, this.#book?.trust ?? null, language));
  }

  /** Draws the fine along the fact that was touched last, or along the first for which that can be told. */
  #draw(item: Item): void {
    const own = new Set(item.facts.map(({ fact }) => fact));
    const facts = Object.fromEntries(Object.entries(this.#given()).filter(([name]) => own.has(name)));
    const order = ["number", "string", "boolean"];
    const drawn = item.facts.filter((fact) => order.includes(fact.type) && !fact.precondition);
    drawn.sort((one, other) => order.indexOf(one.type) - order.indexOf(other.type));
    const touched = (name: string) => Number(name === this.#along);
    const names = drawn.map(({ fact }) => fact).sort((one, other) => touched(other) - touched(one));
    for (const along of names) {
      this.#diagram.show({ item, facts, along, language: this.language });
      if (!this.#diagram.root.hidden) return;
    }
    this.#diagram.root.hidden = true;
  }

  /** Says what is missing, or what is wrong and where. */
  #refuse(fault: RuleError): void {
    const language = this.language;
    this.#outcome = null;
    const field = this.#fields.find(({ name }) => name === fault.field);
    const fact = this.#asked.find((one) => one.fact === fault.field);
    const message = fact === undefined ? faultWords(fault, language) : expected(fact, language);
    if (fault.code === "missing-fact") {
      this.#answer.ask(message, language);
    } else {
      if (field !== undefined) field.fault = message;
      if (this.#general.has(field)) this.#general.unfold();
      this.#answer.refuse(message, language);
    }
    this.internals.setValidity(flags(fault.code), message, field?.anchor ?? this.#fields[0]?.anchor);
    this.#tell(fault);
  }

  #tell(error: RuleError | null): void {
    const outcome = this.#outcome;
    const days = DAYS.map((name) => [name, this.#entered(name)] as const);
    const facts = Object.entries(this.#given()).map(([name, value]) => [`facts.${name}`, value] as const);
    const told = outcome === null ? [] : [["outcome", JSON.stringify(outcome.toJSON())] as const];
    const entries = [["item", this.item] as const, ...days.filter(([, day]) => day !== ""), ...facts, ...told];
    this.submit(entries, JSON.stringify(this.value));
    const detail: OutcomeDetail = { outcome, error };
    this.dispatchEvent(new CustomEvent("evenhand-outcome", { detail, bubbles: true, composed: true }));
  }
}

/** What the error is in the words of the platform. */
function flags(code: string): ValidityStateFlags {
  switch (code) {
    case "missing-fact":
      return { valueMissing: true };
    case "wrong-type":
    case "unknown-value":
    case "no-such-day":
      return { badInput: true };
    case "out-of-range":
      return { rangeOverflow: true };
    case "too-many-decimals":
      return { stepMismatch: true };
    default:
      return { customError: true };
  }
}
