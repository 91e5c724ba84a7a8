/** The shapes of the JSON that every language gets, key by key. Amounts and days are texts. */

/** Words in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** The language of explanations and labels. */
export type Language = "zh" | "en";

/** Two ends of an amount; equal where there is nothing to choose. */
export interface Ends {
  readonly min: string;
  readonly max: string;
}

/** Two ends of an amount of money. */
export interface Money extends Ends {
  readonly currency: string;
}

/** Which pack was applied. */
export interface Version {
  readonly pack: string;
  readonly in_force: string;
  readonly sha256: string;
}

export interface Adjustment extends Words {
  readonly times: Ends;
}

export interface Measure extends Words {
  readonly measure: string;
  readonly may: boolean;
}

/** What an outcome rests on and nobody said. */
export interface Assumption extends Words {
  readonly fact: string;
}

export interface Warning extends Words {
  readonly code: string;
}

/** A step that led to the outcome. */
export interface Step extends Words {
  readonly step: string;
  readonly value?: Ends;
}

/** The days of a case. */
export interface Days {
  readonly acted: string | null;
  readonly ended: string | null;
  readonly found: string | null;
  readonly decided: string;
}

/** What would follow, in short. */
export interface Result {
  readonly outcome: OutcomeKind;
  readonly fine: Money | null;
  readonly reduced: Money | null;
}

export interface LawOfTheDay {
  readonly applied: "same" | "old" | "new" | "no-longer-in-force" | "no-longer-unlawful";
  readonly other: { readonly version: Version; readonly result: Result; readonly measures_differ: boolean } | null;
}

export interface Limitation {
  readonly period: string;
  readonly from: string;
  readonly last_day: string;
  readonly state: string;
  readonly basis: Words;
}

export interface Circumstance extends Words {
  readonly circumstance: string;
  readonly effect: string;
  readonly may: boolean;
  readonly basis: Words;
  readonly allows: Result | null;
}

export interface ProcedureStep extends Words {
  readonly by: string;
  readonly due: boolean;
  readonly open: Words | null;
  readonly limit: { readonly days?: number; readonly working_days?: number; readonly from: Words } | null;
  readonly basis: Words;
}

export interface Procedure extends Words {
  readonly procedure: string;
  readonly basis: Words;
  readonly may: boolean;
  readonly decides: string;
  readonly possible: readonly (Words & { readonly procedure: string })[];
  readonly steps: readonly ProcedureStep[];
}

/** What follows: of these, only a fine has amounts. */
export type OutcomeKind = "fine" | "measures" | "no-penalty" | "not-applicable";

interface OutcomeShape {
  readonly item: string;
  readonly version: Version;
  readonly basis: Words;
  readonly facts: Readonly<Record<string, string>>;
  readonly may: boolean;
  readonly tier: string | null;
  readonly statutory: Ends | null;
  readonly persons: Money | null;
  readonly adjustments: readonly Adjustment[];
  readonly measures: readonly Measure[];
  readonly days: Days | null;
  readonly law_of_the_day: LawOfTheDay | null;
  readonly limitation: Limitation | null;
  readonly circumstances: readonly Circumstance[];
  readonly procedure: Procedure | null;
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Warning[];
  readonly trace: readonly Step[];
  readonly explanation: Words;
}

/** What makes outcomes differ. */
export type Kinds =
  | { readonly outcome: "fine"; readonly fine: Money; readonly reduced: Money | null }
  | { readonly outcome: "measures" | "no-penalty" | "not-applicable"; readonly fine: null; readonly reduced: null };

/** An outcome as JSON. */
export type OutcomeRecord = OutcomeShape & Kinds;

/** One act under several rules, as JSON. */
export interface ConcurrenceRecord {
  /** The item whose fine counts; `null` where none gives a fine. */
  readonly applied: string | null;
  readonly because: string;
  readonly outcomes: readonly OutcomeRecord[];
}

interface FactShape {
  readonly fact: string;
  readonly label: Words;
  readonly help: Words | null;
  /** What can be given, in words. */
  readonly expected: Words;
  /** Whether it says by itself whether a precondition is met. */
  readonly precondition: boolean;
  /** Whether more of it is graver. */
  readonly aggravates: boolean;
}

/** The numbers that a fact can have. */
export interface NumberRange {
  /** Such as `m2`; empty for a plain number. */
  readonly unit: string;
  readonly units: Words;
  readonly range: string;
  /** The least and the greatest value with so many decimals. */
  readonly min: string | null;
  readonly max: string | null;
  readonly decimals: number;
}

/** A fact that an item asks for. */
export type Fact = FactShape &
  (
    | { readonly type: "number"; readonly number: NumberRange }
    | { readonly type: "string"; readonly values: readonly (Words & { readonly value: string })[] }
    | { readonly type: "boolean" | "date" }
  );

/** An item before anything is known of a case. */
export interface ItemRecord {
  readonly item: string;
  readonly version: Version;
  readonly document: Words;
  /** Who issued the document. */
  readonly issuer: string;
  readonly illustration: boolean;
  readonly title: Words;
  readonly basis: Words;
  readonly standard: Words | null;
  readonly authority: Words | null;
  readonly note: Words | null;
  readonly may: boolean;
  readonly currency: string;
  readonly statutory: string | null;
  readonly tiers: readonly (Words | null)[];
  readonly facts: readonly Fact[];
}

/** An item among those in force. */
export interface Power {
  readonly id: string;
  readonly kind: string;
  readonly penalties: readonly { readonly penalty: string; readonly may: boolean }[];
  readonly title: Words;
  readonly authority: Words | null;
  readonly issuer: string;
  readonly document: { readonly id: string; readonly title: Words; readonly number: string | null };
  readonly basis: Words;
  readonly standard: Words | null;
  readonly statutory: readonly string[];
  readonly in_force: { readonly from: string; readonly until: string | null };
  readonly illustration: boolean;
}

export interface Length {
  readonly number: number;
  readonly unit: string;
}

/** A time limit among those in force. */
export interface Limit {
  readonly limit: string;
  readonly title: Words;
  readonly basis: Words;
  readonly by: string;
  readonly document: Words;
  readonly in_force: { readonly from: string; readonly until: string | null };
  readonly statutory: string | null;
  readonly counting: {
    readonly from: string | null;
    readonly before: string | null;
    readonly to: string | null;
    readonly length: Length;
    readonly last_day: string;
    readonly extension: Length | null;
    readonly times: number;
    readonly stops: readonly (Words & { readonly reason: string })[];
    readonly events: readonly { readonly event: string; readonly label: Words }[];
  } | null;
}

/** How a limit or a stage stands. */
export type State = "waiting" | "running" | "stopped" | "met" | "late" | "overdue";

/** By when a case is due, as JSON. */
export interface DueRecord {
  readonly limit: string;
  readonly version: Version;
  readonly title: Words;
  readonly basis: Words;
  readonly by: string;
  readonly on: string;
  readonly state: State;
  readonly due: string | null;
  readonly raw: string | null;
  readonly moved: string | null;
  readonly used: number | null;
  readonly left: number;
  readonly length: number;
  readonly unit: string;
  readonly in_time: boolean | null;
  readonly light: string | null;
  readonly lights: { readonly hint: string | null; readonly yellow: string | null; readonly red: string | null };
  readonly start: string;
  readonly deemed: boolean;
  readonly ended: string | null;
  readonly statutory: string | null;
  readonly committed: boolean;
  readonly capped: boolean;
  readonly stopped: readonly {
    readonly from: string;
    readonly until: string | null;
    readonly days: number;
    readonly reason: string | null;
    readonly effect: string;
  }[];
  readonly extensions: readonly { readonly on: string; readonly by: number; readonly effect: string }[];
  readonly stages: readonly {
    readonly name: string;
    readonly title: Words;
    readonly state: State;
    readonly due: string | null;
    readonly ended: string | null;
  }[];
  readonly late: readonly string[];
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Warning[];
  readonly trace: readonly (Words & { readonly step: string; readonly day: string | null })[];
  readonly explanation: Words;
}

/** What a check found. */
export interface Finding {
  readonly check: string;
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  readonly item: string | null;
  readonly message: Words;
  /** Facts that show it when they are put into `assess`. */
  readonly witness: Readonly<Record<string, string>> | null;
  readonly against?: Readonly<Record<string, string>>;
  readonly other?: string;
  /** A day on which `assess` shows it. */
  readonly on?: string;
  readonly places: readonly { readonly file: string; readonly line: number }[];
}
