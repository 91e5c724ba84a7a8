import type * as raw from "#raw";

import { bundledPacks } from "./bundled.js";
import { Calendar } from "./calendar.js";
import { told } from "./error.js";
import { type Facts, type Log, dayText, written, writtenLog } from "./given.js";
import { Item } from "./item.js";
import { module } from "./module.js";
import { type Outcome, outcomeFrom } from "./outcome.js";
import type { ConcurrenceRecord, DueRecord, Fact, Limit, Power } from "./records.js";
import { type Required, type Trust, required, together } from "./trust.js";

/** The text of a rule pack, and what reports call it by. */
export interface RuleFile {
  readonly name: string;
  readonly text: string;
  /** What minisign wrote beside the file, if somebody signed it. */
  readonly signature?: string | null | undefined;
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
  /** What was required of every file of these rules, or `null` where nothing was. */
  readonly trust: Required | null;

  /** @internal */
  constructor(handle: raw.Book, trust: Required | null = null) {
    this.handle = handle;
    this.trust = trust;
  }

  /**
   * Rules from the TOML texts of packs; all their faults at once as a `RuleError` with `diagnostics`. With `trust`, one file
   * that is not trusted keeps all of them out.
   */
  static load(files: Iterable<RuleFile>, trust?: Trust): RuleBook {
    const all = [...files];
    const [names, texts] = [all.map((file) => file.name), all.map((file) => file.text)];
    if (trust === undefined) return new RuleBook(told(() => module().Book.load(names, texts)));
    const signatures = all.map(({ signature }) => signature ?? "");
    const { digests, keys } = required(trust);
    const handle = told(() => module().Book.load_trusted(names, texts, signatures, [...digests], [...keys]));
    return new RuleBook(handle, { digests, keys });
  }

  /** All rules that come with the package. A page that knows its documents gets only theirs by `bundledDocuments`. */
  static async bundled(base?: URL | string, trust?: Trust): Promise<RuleBook> {
    return RuleBook.load(await bundledPacks(undefined, base, isSigned(trust)), trust);
  }

  /**
   * The rules of these documents that come with the package, with those that govern them: one file after the other, as many
   * as are needed. `base` is where the files of the package can be had, if they are not beside this one; with keys to trust,
   * each has its signature beside it, as `pack.toml.minisig` beside `pack.toml`.
   */
  static async bundledDocuments(ids: readonly string[], base?: URL | string, trust?: Trust): Promise<RuleBook> {
    return RuleBook.load(await bundledPacks(ids, base, isSigned(trust)), trust);
  }

  /** These rules, and of another book the documents that are not among them. */
  completedBy(other: RuleBook): RuleBook {
    return new RuleBook(this.handle.completed_by(other.handle), together(this.trust, other.trust));
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
    const [events, asked, { handle }] = [writtenLog(log), dayText(on, "on"), Calendar.given(calendar)];
    return told(() => this.handle.due(id, events, asked, handle));
  }
}

/** The rules as they stand on one day. */
export class BookOn {
  /** The rules. */
  readonly book: RuleBook;
  /** The day. */
  readonly day: string;

  /** @internal */
  constructor(book: RuleBook, day: string) {
    this.book = book;
    this.day = day;
  }

  /** The item with this id that is in force on the day. */
  item(id: string): Item {
    return new Item(told(() => this.book.handle.item(id, this.day)));
  }

  /**
   * The facts that the rules above an item ask for, beside those of the item: circumstances of the general law such as the age,
   * what lengthens the limitation period, what decides the procedure. None of them must be given.
   */
  generalFacts(item: Item): readonly Fact[] {
    return JSON.parse(told(() => this.book.handle.general_facts(item.handle, this.day))) as Fact[];
  }

  /** The items in force on the day: what each can impose, under which law, and who enforces it. */
  powers(): readonly Power[] {
    return (JSON.parse(told(() => this.book.handle.powers(this.day))) as { powers: Power[] }).powers;
  }

  /** The time limits in force on the day. */
  limits(): readonly Limit[] {
    return JSON.parse(told(() => this.book.handle.limits(this.day))) as Limit[];
  }
}

/** Whether signatures are asked for. */
function isSigned(trust: Trust | undefined): boolean {
  return (trust?.keys ?? []).length > 0;
}

function daysOf({ decided, acted, ended, found }: Case): string {
  const optional = (day: string | null | undefined, field: string) =>
    day === null || day === undefined ? "" : dayText(day, field);
  const days = [dayText(decided, "decided"), optional(acted, "acted"), optional(ended, "ended"), optional(found, "found")];
  return days.join("\n");
}
