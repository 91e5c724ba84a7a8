import type * as raw from "#raw";

import { bundledPacks } from "./bundled.js";
import { Calendar } from "./calendar.js";
import { RuleError, told } from "./error.js";
import { type Facts, type Log, dayText, written, writtenLog } from "./given.js";
import { Item } from "./item.js";
import { module } from "./module.js";
import { type Outcome, outcomeFrom } from "./outcome.js";
import type { ConcurrenceRecord, DueRecord, Limit, Power } from "./records.js";

/** The text of a rule pack, and what reports call it by. */
export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

/** A case: its facts and its days, as texts such as `2026-01-28`. */
export interface Case {
  readonly facts: Facts;
  /** The day of the decision. */
  readonly decided: string;
  /** The day of the act, or the first of a continuous one. */
  readonly acted?: string | null | undefined;
  /** The last day of a continuous act. */
  readonly ended?: string | null | undefined;
  /** The day on which the act was discovered. */
  readonly found?: string | null | undefined;
}

/** What a time limit is asked. */
export interface DueOptions {
  /** The day or minute that is asked about. */
  readonly on: string;
  /** The working days. */
  readonly calendar: Calendar;
}

/** Rules that were read, checked and compiled. */
export class RuleBook {
  /** @internal */
  readonly handle: raw.Book;

  /** @internal */
  constructor(handle: raw.Book) {
    this.handle = handle;
  }

  /** Rules from the TOML texts of packs; all their faults at once as a `RuleError` with `diagnostics`. */
  static load(files: Iterable<RuleFile>): RuleBook {
    const all = [...files];
    const [names, texts] = [all.map((file) => file.name), all.map((file) => file.text)];
    return new RuleBook(told(() => module().Book.load(names, texts)));
  }

  /** All rules that come with the package. A page that knows its documents gets only theirs by `bundledDocuments`. */
  static async bundled(base?: URL | string): Promise<RuleBook> {
    return RuleBook.load(await bundledPacks(undefined, base));
  }

  /**
   * The rules of these documents that come with the package, with those that govern them: one file after the other, as many
   * as are needed. `base` is where the files of the package can be had, if they are not beside this one.
   */
  static async bundledDocuments(ids: readonly string[], base?: URL | string): Promise<RuleBook> {
    return RuleBook.load(await bundledPacks(ids, base));
  }

  /** These rules, and of another book the documents that are not among them. */
  completedBy(other: RuleBook): RuleBook {
    return new RuleBook(this.handle.completed_by(other.handle));
  }

  /** The ids of all documents, in whatever version. */
  get documents(): readonly string[] {
    return this.handle.documents();
  }

  /** The rules as they stand on a day. */
  on(day: string): BookOn {
    return new BookOn(this, dayText(day, "day"));
  }

  /** What follows from a case under an item, with the general law and the law of the day applied. */
  assess(id: string, of: Case): Outcome {
    const [facts, days] = [written(of.facts), daysOf(of)];
    return outcomeFrom(told(() => this.handle.assess(id, facts, days)));
  }

  /** What follows from one act that breaks several rules: the one with the higher fine applies. */
  assessOneAct(ids: readonly string[], of: Case): ConcurrenceRecord {
    const [facts, days] = [written(of.facts), daysOf(of)];
    return JSON.parse(told(() => this.handle.assess_one_act([...ids], facts, days))) as ConcurrenceRecord;
  }

  /** By when a case is due, and how its time limit stands. */
  due(id: string, log: Log, options: DueOptions): DueRecord {
    return JSON.parse(this.dueJson(id, log, options)) as DueRecord;
  }

  /** The same as JSON: the same bytes in every language that has the library. */
  dueJson(id: string, log: Log, { on, calendar }: DueOptions): string {
    if (!(calendar instanceof Calendar)) {
      throw new RuleError("wrong-type", "calendar", "`calendar` must be a Calendar, as `Calendar.bundled` gives it");
    }
    const [events, asked] = [writtenLog(log), dayText(on, "on")];
    return told(() => this.handle.due(id, events, asked, calendar.handle));
  }
}

/** The rules as they stand on one day. */
export class BookOn {
  readonly #book: RuleBook;
  /** The day. */
  readonly day: string;

  /** @internal */
  constructor(book: RuleBook, day: string) {
    this.#book = book;
    this.day = day;
  }

  /** The item with this id that is in force on the day. */
  item(id: string): Item {
    return new Item(told(() => this.#book.handle.item(id, this.day)));
  }

  /** The items in force on the day: what each can impose, under which law, and who enforces it. */
  powers(): readonly Power[] {
    return (JSON.parse(told(() => this.#book.handle.powers(this.day))) as { powers: Power[] }).powers;
  }

  /** The time limits in force on the day. */
  limits(): readonly Limit[] {
    return JSON.parse(told(() => this.#book.handle.limits(this.day))) as Limit[];
  }
}

function daysOf({ decided, acted, ended, found }: Case): string {
  const optional = (day: string | null | undefined, field: string) =>
    day === null || day === undefined ? "" : dayText(day, field);
  const days = [dayText(decided, "decided"), optional(acted, "acted"), optional(ended, "ended"), optional(found, "found")];
  return days.join("\n");
}
