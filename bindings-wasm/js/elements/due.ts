import { type Calendar, type DueRecord, type Limit, type RuleBook, RuleError } from "../index.js";
import { bookOf, calendarOf } from "./books.js";
import dueStyle from "./due.css";
import { faultWords, isRuleError } from "./fault.js";
import { Field } from "./field.js";
import { make, present } from "./make.js";
import { baseOf, now, today } from "./place.js";
import { FormElement } from "./shell.js";
import { type Day, between, daysOf } from "./span.js";
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
 * are, if not beside this one. Submitted are `limit`, `on`, `events.NAME` for each event, and `due` as JSON. It fires
 * `input`, `change` and `evenhand-due`.
 */
export class EvenhandDue extends FormElement {
  static readonly observedAttributes = ["limit", "lang", "base", "on", "calendar"];

  readonly #heading = make("header", { part: "heading" });
  readonly #questions = make("fieldset", { class: "all", part: "questions" });
  readonly #answer = make("div", { class: "answer", part: "answer", role: "status" });
  readonly #rest = make("div", { class: "rest" });

  #own: RuleBook | null = null;
  #rules: { readonly book: RuleBook; readonly calendar: Calendar } | null = null;
  #log: readonly Entry[] = [];
  #fields: readonly Field[] = [];
  #stops: Stops | null = null;
  #limit: Limit | null = null;
  #due: DueRecord | null = null;
  #shown = "";
  #turn = 0;
  #of = "";
  #onGiven: string | null = null;

  constructor() {
    super(style, dueStyle);
    const result = make("section", { class: "result", part: "result" }, this.#answer, this.#rest);
    this.root.append(make("div", { class: "sheet", part: "form" }, this.#heading, make("div", { class: "halves" }, this.#questions, result)));
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
    this.#shown = "";
    const [document = ""] = this.limit.split("/");
    const base = baseOf(this);
    const calendar = calendarOf(this.getAttribute("calendar") ?? document.split(".")[0] ?? "", base);
    this.internals.setValidity({ customError: true }, WORDS.loading[this.language]);
    if (this.#rules === null) this.#heading.replaceChildren(make("p", { class: "help", role: "status" }, WORDS.loading[this.language]));
    Promise.all([this.#own ?? bookOf(document, base), calendar]).then(
      ([book, days]) => {
        if (turn !== this.#turn) return;
        this.#rules = { book, calendar: days };
        this.#update();
      },
      (fault: unknown) => {
        if (turn !== this.#turn) return;
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
    const events = this.#fields.filter(isDay).map(({ name, value }): Entry => [name.replace(/^extended-\d+$/, "extended"), value]);
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
    this.#stops = new Stops(counting.stops.map((stop) => [stop.reason, stop[language]] as const), language, () => this.#update());
    for (const stop of stopsOf(this.#log)) this.#stops.add(stop);
    const rest = fieldsOf(false);
    const more = make("details", { class: "more", open: rest.some(({ value }) => value !== "") }, make("summary", {}, WORDS.moreEvents[language]), ...rest.map(({ root }) => root));
    this.#questions.replaceChildren(
      make("h3", {}, WORDS.events[language]),
      ...[...fieldsOf(true), ...extensions].map(({ root }) => root),
      this.#stops.root,
      ...(rest.length === 0 ? [] : [more]),
      make("div", { class: "days" }, on.root),
    );
    this.#heading.replaceChildren(
      make("h2", { part: "title" }, limit.title[language]),
      make("p", { class: "place", part: "basis" }, [limit.document[language], limit.basis[language]].join(language === "zh" ? "，" : ", ")),
    );
  }

  #show(due: DueRecord, log: readonly Entry[], ask: (day: string) => DueRecord | null): void {
    const language = this.language;
    const state = WORDS[due.state === "stopped" ? "stopped-state" : due.state][language];
    const light = due.light === "green" || due.light === "hint" || due.light === "yellow" || due.light === "red" ? due.light : null;
    this.#answer.className = "answer";
    this.#answer.replaceChildren(
      ...present([
        make("p", { class: "caption" }, WORDS.due[language]),
        make("p", { class: "fine", part: "due" }, due.due?.replace("T", " ") ?? WORDS.open[language]),
        make(
          "p",
          { class: "standing" },
          light === null ? null : make("span", { class: `light-word ${light}`, part: "light" }, WORDS[light][language]),
          make("span", { part: "state" }, state),
        ),
      ]),
    );
    const ends = [due.on, due.due, due.lights.red, due.start, ...log.map(([, when]) => when.split(":")[0] ?? "")].flatMap((day) => (day === null ? [] : [day.slice(0, 10)]));
    const last = ends.reduce((one, other) => (one > other ? one : other));
    const first = due.start.slice(0, 10);
    const isDrawn = first <= last && due.on >= due.start && this.#limit?.counting?.before === null;
    const isByDay = isDrawn && !this.#isTimed && between(first, last) <= MOST_DAYS;
    const days = isByDay ? daysOf(due, last, ask) : [];
    const listed = (part: string, title: string, words: readonly string[], tag: "ol" | "ul") =>
      words.length === 0 ? null : make("section", { class: part, part }, make("h3", {}, title), make(tag, {}, ...words.map((text) => make("li", {}, text))));
    const stages = due.stages.map((stage) => `${stage.title[language]} ${stage.due ?? ""} ${WORDS[stage.state === "stopped" ? "stopped-state" : stage.state][language]}`);
    this.#rest.replaceChildren(
      ...present([
        isDrawn ? make("figure", { class: "timeline", part: "timeline" }, timeline(due, days, last, language)) : null,
        listed("warnings", WORDS.warnings[language], due.warnings.map((one) => one[language]), "ul"),
        listed("steps", WORDS.reasons[language], due.trace.map((one) => one[language]), "ol"),
        listed("stages", WORDS.stages[language], stages, "ul"),
        listed("assumptions", WORDS.assumptions[language], due.assumptions.map((one) => one[language]), "ul"),
        days.length === 0 ? null : dayList(days, due, language),
      ]),
    );
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
    this.#answer.className = isMissing ? "answer asked" : "answer refused";
    this.#answer.replaceChildren(
      make("p", { class: "caption" }, WORDS[isMissing ? "needed" : "noAnswer"][language]),
      make("p", { class: "missing", part: "missing" }, message),
    );
    this.#rest.replaceChildren();
    this.internals.setValidity(isMissing ? { valueMissing: true } : { customError: true }, message, field?.anchor ?? this.#fields[0]?.anchor);
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

/** Every day with what it is to the limit. */
function dayList(days: readonly Day[], due: DueRecord, language: "zh" | "en"): HTMLElement {
  const weekday = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  const kinds = { start: WORDS.start, counted: WORDS.counted, off: WORDS.off, stopped: WORDS.standing } as const;
  const rows = days.map(({ day, kind, count }) => {
    const lights = (["hint", "yellow", "red"] as const).filter((light) => due.lights[light] === day);
    const words = count === null ? kinds[kind][language] : String(count);
    return make(
      "tr",
      { class: kind, "aria-current": day === due.on && "date" },
      make("td", {}, day),
      make("td", {}, weekday.format(new Date(`${day}T00:00:00Z`))),
      make("td", {}, words, day === due.due ? ` · ${WORDS.due[language]}` : null, ...lights.map((light) => make("span", { class: `light-word ${light}` }, WORDS[light][language]))),
    );
  });
  const head = [WORDS.day, WORDS.weekday, WORDS.count].map((words) => make("th", { scope: "col" }, words[language]));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  const box = make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": WORDS.dayList[language] }, table);
  return make("details", { part: "days" }, make("summary", {}, WORDS.dayList[language]), box);
}
