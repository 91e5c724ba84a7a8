import { type Calendar, type DueRecord, type Limit, type RuleBook, RuleError } from "../index.js";
import { Answer } from "./answer.js";
import { bookOf, calendarOf } from "./books.js";
import dueStyle from "./due.css";
import { faultWords, isRuleError } from "./fault.js";
import { Field } from "./field.js";
import { make } from "./make.js";
import { baseOf, now, today, trustOf } from "./place.js";
import { FormElement } from "./shell.js";
import { between, daysOf } from "./span.js";
import { dayKey, dayList, reasons, standing } from "./standing.js";
import { type Stop, Stops } from "./stops.js";
import style from "./style.css";
import { timeline } from "./timeline.js";
import { WORDS } from "./words.js";

/** What an `evenhand-due` event tells: how the limit stands, or why that cannot be told yet. */
export interface DueDetail {
  readonly due: DueRecord | null;
  readonly error: RuleError | null;
}

/** Events with their days, as texts such as `2026-01-28` or `2026-02-03:expert-review`. */
export type Entry = readonly [event: string, when: string];

/** Longer limits are drawn as a line, without their days. */
const MOST_DAYS = 130;

/**
 * `<evenhand-due limit="…">`: what happened in a case, and by when it is due.
 *
 * Attributes: `limit`; `lang` (`zh` or `en`); `on`, the day that is asked about, if it is not today; `calendar`, if it is not
 * that of the country; `name`, which stands before the names of what is submitted; `base`, where the files of the package
 * are, if not beside this one; `digest` and `key`, which the files of the rules must have or be signed with. Submitted are `limit`, `on`, `events.NAME` for each event, and `due` as JSON. It fires
 * `input`, `change` and `evenhand-due`.
 */
export class EvenhandDue extends FormElement {
  static readonly observedAttributes = ["limit", "lang", "base", "on", "calendar", "digest", "key"];

  readonly #heading = make("header", { part: "heading" });
  readonly #questions = make("fieldset", { class: "all", part: "questions" });
  readonly #answer = new Answer();

  #own: RuleBook | null = null;
  #rules: { readonly book: RuleBook; readonly calendar: Calendar } | null = null;
  #log: readonly Entry[] = [];
  #fields: readonly Field[] = [];
  #stops: Stops | null = null;
  #limit: Limit | null = null;
  #source = "";
  #due: DueRecord | null = null;
  #shown = "";
  #turn = 0;
  #of = "";
  #onGiven: string | null = null;

  constructor() {
    super(style, dueStyle);
    const halves = make("div", { class: "halves" }, this.#questions, this.#answer.root);
    this.root.append(make("div", { class: "sheet", part: "form" }, this.#heading, halves));
    this.root.addEventListener("input", () => this.#update());
  }

  /** Which limit it is, such as `cn.administrative-licence-law/42`. */
  get limit(): string {
    return this.getAttribute("limit") ?? "";
  }

  set limit(id: string) {
    this.setAttribute("limit", id);
  }

  /** Rules of the page's own, in place of those that come with the package. */
  get book(): RuleBook | null {
    return this.#own;
  }

  set book(book: RuleBook | null) {
    this.#own = book;
    if (this.isConnected) this.changed();
  }

  /** What happened, in the order of the days. */
  get value(): readonly Entry[] {
    return this.#limit === null ? this.#log : this.#entered();
  }

  set value(log: Iterable<Entry>) {
    this.#log = [...log];
    this.#shown = "";
    this.#update();
  }

  /** How the limit stands, or `null` as long as that cannot be told. */
  get due(): DueRecord | null {
    return this.#due;
  }

  formStateRestoreCallback(state: string): void {
    this.value = JSON.parse(state) as Entry[];
  }

  protected override reset(): void {
    this.value = [];
  }

  protected override changed(): void {
    const turn = (this.#turn += 1);
    // What happened under another limit is nothing of this one.
    if (this.#of !== "" && this.#of !== this.limit) this.#log = [];
    else if (this.#limit !== null) this.#log = this.#entered();
    this.#of = this.limit;
    if (this.limit === "") return;
    this.#shown = "";
    const [document = ""] = this.limit.split("/");
    const [base, trust] = [baseOf(this), this.#own === null ? trustOf(this) : undefined];
    const source = JSON.stringify([base, trust]);
    // Rules of another place, or of which less was required, count no more.
    if (source !== this.#source) this.#rules = null;
    this.#source = source;
    const calendar = calendarOf(this.getAttribute("calendar") ?? document.split(".")[0] ?? "", base, trust);
    if (this.#rules === null) this.loading(this.#heading);
    Promise.all([this.#own ?? bookOf(document, base, trust), calendar]).then(
      ([book, days]) => {
        if (turn !== this.#turn) return;
        this.#rules = { book, calendar: days };
        this.#update();
      },
      (fault: unknown) => {
        if (turn !== this.#turn) return;
        this.#rules = null;
        this.#heading.replaceChildren();
        this.#refuse(isRuleError(fault) ? fault : new RuleError("no-file", "base", String(fault)));
      },
    );
  }

  get #isTimed(): boolean {
    return this.#limit?.counting?.length.unit === "hours";
  }

  #on(): string {
    const field = this.#fields.find(({ name }) => name === "on");
    return field?.value || (this.getAttribute("on") ?? (this.#isTimed ? now() : today()));
  }

  /** Works out how the limit stands by what is entered now. */
  #update(): void {
    if (this.#rules === null) return;
    const { book, calendar } = this.#rules;
    try {
      this.#ask(book);
    } catch (fault) {
      if (!isRuleError(fault)) throw fault;
      return this.#refuse(fault);
    }
    for (const field of this.#fields) field.fault = null;
    const [log, on] = [this.#entered(), this.#on()];
    const ask = (day: string): DueRecord | null => {
      const known = day <= on ? log.filter(([, when]) => when.slice(0, day.length) <= day) : log;
      try {
        return book.due(this.limit, known, { on: day, calendar });
      } catch (fault) {
        if (isRuleError(fault)) return null;
        throw fault;
      }
    };
    try {
      const due = book.due(this.limit, log, { on, calendar });
      this.#due = due;
      this.#show(due, log, ask);
      this.internals.setValidity({});
      this.#tell(null);
    } catch (fault) {
      if (!isRuleError(fault)) throw fault;
      this.#refuse(fault);
    }
  }

  /** What was entered, as a log in the order of the days. */
  #entered(): Entry[] {
    const isDay = ({ name }: Field) => name !== "on";
    const event = (name: string) => name.replace(/^extended-\d+$/, "extended");
    const events = this.#fields.filter(isDay).map(({ name, value }): Entry => [event(name), value]);
    const stops = (this.#stops?.entered ?? []).flatMap(({ stopped, reason, resumed }): Entry[] => [
      ["stopped", reason === "" || stopped === "" ? stopped : `${stopped}:${reason}`],
      ["resumed", resumed],
    ]);
    const log = [...events, ...stops].filter(([, when]) => when !== "");
    return log.sort(([, one], [, other]) => (one < other ? -1 : one > other ? 1 : 0));
  }

  /** Puts the questions of the limit; those that stand there already stay as they are. */
  #ask(book: RuleBook): void {
    const limit = book.on(this.#on().slice(0, 10)).limits().find((one) => one.limit === this.limit);
    if (limit === undefined) throw new RuleError("unknown-limit", "limit", `there is no limit \`${this.limit}\` in force`);
    const language = this.language;
    const shown = JSON.stringify([this.limit, limit.in_force, language]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#limit = limit;
    const counting = limit.counting;
    if (counting === null) throw new RuleError("statutory-missing", "limit", "the limit of the law is not among the rules");
    const type = this.#isTimed ? "datetime-local" : "date";
    const days = (event: string) => this.#log.filter(([name]) => name === event).map(([, when]) => when);
    const main = [counting.from, counting.before, counting.to];
    const events = counting.events.map(({ event, label }) => {
      const field = Field.ofDay(event, label[language], null, type);
      field.value = days(event)[0] ?? "";
      return { isMain: main.includes(event), field };
    });
    const extensions = Array.from({ length: counting.extension === null ? 0 : counting.times }, (_, place) => {
      const number = counting.times > 1 ? ` ${place + 1}` : "";
      const field = Field.ofDay(`extended-${place}`, WORDS.extended[language] + number, null, type);
      field.value = days("extended")[place]?.split(":")[0] ?? "";
      return field;
    });
    const on = Field.ofDay("on", WORDS.on[language], null, type);
    const given = this.getAttribute("on");
    const kept = given === this.#onGiven ? this.#fields.find(({ name }) => name === "on")?.value : undefined;
    on.value = kept || (given ?? (this.#isTimed ? now() : today()));
    this.#onGiven = given;
    const fieldsOf = (isMain: boolean) => events.filter((event) => event.isMain === isMain).map(({ field }) => field);
    this.#fields = [...fieldsOf(true), ...fieldsOf(false), ...extensions, on];
    const reasons = counting.stops.map((stop) => [stop.reason, stop[language]] as const);
    this.#stops = new Stops(reasons, language, () => this.#update());
    for (const stop of stopsOf(this.#log)) this.#stops.add(stop);
    const rest = fieldsOf(false);
    const isOpen = rest.some(({ value }) => value !== "");
    const head = make("summary", {}, WORDS.moreEvents[language]);
    const more = make("details", { class: "more", open: isOpen }, head, ...rest.map(({ root }) => root));
    this.#questions.replaceChildren(
      make("h3", {}, WORDS.events[language]),
      ...[...fieldsOf(true), ...extensions].map(({ root }) => root),
      this.#stops.root,
      ...(rest.length === 0 ? [] : [more]),
      make("div", { class: "days" }, on.root),
    );
    const place = [limit.document[language], limit.basis[language]].join(language === "zh" ? "，" : ", ");
    this.#heading.replaceChildren(
      make("h2", { part: "title" }, limit.title[language]),
      make("p", { class: "place", part: "basis" }, place),
    );
  }

  #show(due: DueRecord, log: readonly Entry[], ask: (day: string) => DueRecord | null): void {
    const language = this.language;
    const last = lastOf(due, log);
    const first = due.start.slice(0, 10);
    const isDrawn = first <= last && due.on >= due.start && this.#limit?.counting?.before === null;
    const isByDay = isDrawn && !this.#isTimed && between(first, last) <= MOST_DAYS;
    const days = isByDay ? daysOf(due, last, ask) : [];
    const drawing = isDrawn ? timeline(due, days, last, language) : null;
    const figure = make("figure", { class: "timeline", part: "timeline", hidden: !isDrawn }, drawing, dayKey(days, language));
    this.#answer.show(standing(due, language), [figure, ...reasons(due, language), dayList(days, due, language)]);
  }

  /** Says why it cannot be told. */
  #refuse(fault: RuleError): void {
    const language = this.language;
    this.#due = null;
    const counting = this.#limit?.counting;
    const isMissing = fault.code === "missing-start";
    const start = isMissing ? counting?.from ?? counting?.before : fault.field;
    const field = this.#fields.find(({ name }) => name === start || name === `${start ?? ""}-0`);
    const label = counting?.events.find(({ event }) => event === start)?.label[language];
    const why = faultWords(fault, language);
    const message = isMissing ? label ?? why : label !== undefined && language === "zh" ? `${label}：${why}` : why;
    if (!isMissing && field !== undefined) field.fault = why;
    if (isMissing) this.#answer.ask(message, language);
    else this.#answer.refuse(message, language);
    const flags = isMissing ? { valueMissing: true } : { customError: true };
    this.internals.setValidity(flags, message, field?.anchor ?? this.#fields[0]?.anchor);
    this.#tell(fault);
  }

  #tell(error: RuleError | null): void {
    const due = this.#due;
    const log = this.value;
    const told = due === null ? [] : [["due", JSON.stringify(due)] as const];
    const events = log.map(([event, when]) => [`events.${event}`, when] as const);
    this.submit([["limit", this.limit], ["on", this.#on()], ...events, ...told], JSON.stringify(log));
    const detail: DueDetail = { due, error };
    this.dispatchEvent(new CustomEvent("evenhand-due", { detail, bubbles: true, composed: true }));
  }
}

/** The stops of a log, each with the resumption that follows it. */
function stopsOf(log: readonly Entry[]): Stop[] {
  const resumed = log.filter(([event]) => event === "resumed").map(([, when]) => when);
  return log.filter(([event]) => event === "stopped").map(([, when], place) => {
    const [stopped = "", reason = ""] = when.split(":");
    return { stopped, reason, resumed: resumed[place] ?? "" };
  });
}

/** The last day of a drawing: nothing of the case lies after it. */
function lastOf(due: DueRecord, log: readonly Entry[]): string {
  const days = [due.on, due.due, due.lights.red, due.start, ...log.map(([, when]) => when)];
  const texts = days.flatMap((day) => (day === null ? [] : [day.slice(0, 10)]));
  return texts.reduce((one, other) => (one > other ? one : other));
}
