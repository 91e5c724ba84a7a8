/** The shapes of JSON beside items and limits: schemes, scores, indices, screens, surcharges, supervision. Amounts are texts. */

import type { Assumption, State, Version, Warning, Words } from "./records.js";

/** A surcharge, score, index, screen or policy among those in force. */
export interface Scheme {
  readonly scheme: string;
  readonly kind: "surcharge" | "score" | "index" | "screen" | "payments" | "consistency" | "compliance" | "supervision";
  readonly title: Words;
  readonly basis: Words;
  readonly document: Words;
  readonly in_force: { readonly from: string; readonly until: string | null };
}

interface ScoredPart extends Words {
  readonly part: string;
  readonly full: string;
  readonly deducted: string;
  readonly added: string;
  readonly points: string;
}

interface ScoredEntry extends Words {
  readonly entry: "deduction" | "bonus";
  readonly part: string | null;
  readonly basis: Words | null;
  /** `null` where none of its facts is given. */
  readonly points: string | null;
}

/** A score as JSON. */
export interface ScoreRecord {
  readonly score: string;
  readonly version: Version;
  readonly basis: Words;
  readonly period: "month" | "quarter" | "half-year" | "year";
  readonly facts: Readonly<Record<string, string>>;
  readonly points: string;
  readonly full: string | null;
  readonly parts: readonly ScoredPart[];
  readonly entries: readonly ScoredEntry[];
  readonly sum: string;
  readonly times: string | null;
  readonly assumptions: readonly Words[];
  readonly explanation: Words;
}

interface Grade extends Words {
  readonly grade: string;
  readonly colour: Words | null;
  readonly measures: readonly (Words & { readonly basis: Words | null })[];
}

interface IndicatorChange {
  readonly indicator: string;
  readonly from: string;
  readonly to: string;
  /** It must pass `to`, not only reach it. */
  readonly beyond: boolean;
}

/** A rating by an index as JSON. */
export interface IndexRecord {
  readonly index: string;
  readonly version: Version;
  readonly basis: Words;
  readonly facts: Readonly<Record<string, string>>;
  /** `null` where the grade needs none. */
  readonly number: string | null;
  readonly exact: string | null;
  readonly grade: Grade | null;
  readonly kinds: readonly (Words & { readonly name: string; readonly contribution: string })[];
  readonly groups: readonly (Words & { readonly name: string; readonly contribution: string })[];
  readonly indicators: readonly (Words & {
    readonly indicator: string;
    readonly group: string | null;
    readonly weight: string;
    readonly points: string;
    readonly contribution: string;
    readonly assessors?: Readonly<Record<string, string | null>>;
  })[];
  readonly criteria: readonly (Words & { readonly holds: boolean })[];
  /** What would bring other grades; `null` where that has too many digits. */
  readonly changes:
    | readonly {
        readonly grade: string;
        readonly from: string;
        readonly beyond: boolean;
        readonly by: string;
        readonly alone: readonly IndicatorChange[];
        readonly together: readonly IndicatorChange[];
      }[]
    | null;
  readonly assumptions: readonly Words[];
  readonly explanation: Words;
}

/** Of whom or of what a flag was raised. */
type Suspected =
  | { readonly tender: string; readonly line: number; readonly tenderer: null }
  | { readonly tender: null; readonly line: null; readonly tenderer: string };

/** Something suspicious. */
export type ScreenFinding = Suspected & {
  readonly flag: string;
  readonly values: readonly (Words & { readonly value: string; readonly found: string; readonly suspicious: string | null })[];
  readonly tenderers: readonly string[];
  readonly explanation: Words;
};

/** What a screen found as JSON. */
export interface ScreenRecord {
  readonly screen: string;
  readonly version: Version;
  readonly basis: Words;
  readonly currency: string | null;
  readonly read: number;
  readonly judged: number;
  readonly refused: number;
  readonly flags: readonly (Words & {
    readonly flag: string;
    readonly basis: Words;
    readonly raised: number;
    readonly clear: number;
    readonly not_judged: Readonly<Record<string, number>>;
    readonly outliers: {
      readonly values: number;
      readonly first_quartile: string | null;
      readonly third_quartile: string | null;
      readonly fence: string;
      readonly applied: boolean;
    } | null;
    readonly often: string | null;
  })[];
  readonly findings: readonly ScreenFinding[];
  readonly faults: readonly { readonly line: number; readonly code: string; readonly field: string; readonly message: string }[];
}

/** Something that is not in order. */
export interface ComplianceFinding {
  readonly matter: string;
  readonly line: number;
  readonly code: string;
  readonly about: string;
  readonly expected: string;
  readonly found: string | null;
  readonly basis: Words;
  readonly colour: "hint" | "yellow" | "red" | null;
  readonly handling: string | null;
  readonly explanation: Words;
}

/** What of conduct and procedures does not fit a scheme, as JSON. */
export interface ComplianceRecord {
  readonly scheme: string;
  readonly version: Version;
  readonly basis: Words;
  readonly read: number;
  readonly judged: number;
  readonly refused: number;
  readonly in_order: number;
  readonly with_findings: number;
  readonly unsettled: number;
  readonly provisions: readonly (Words & {
    readonly provision: string;
    readonly basis: Words;
    readonly met: number;
    readonly not_met: number;
    readonly not_applicable: number;
    readonly not_judged: number;
    readonly pending: number;
  })[];
  readonly offices: readonly {
    readonly office: string;
    readonly in_order: number;
    readonly with_findings: number;
    readonly unsettled: number;
  }[];
  readonly findings: readonly ComplianceFinding[];
  /** What could not be judged, or can still come. */
  readonly open: readonly {
    readonly matter: string;
    readonly line: number;
    readonly about: string;
    readonly verdict: "not-judged" | "pending";
    readonly missing: readonly string[];
    readonly explanation: Words;
  }[];
  readonly faults: readonly { readonly line: number; readonly code: string; readonly field: string; readonly message: Words }[];
}

/** Something suspicious among payments. */
export interface PaymentFinding {
  readonly flag: string;
  readonly group: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Of a whole group they are not named. */
  readonly payments: readonly { readonly id: string; readonly line: number }[];
  readonly values: readonly (Words & { readonly value: string; readonly found: string; readonly suspicious: string | null })[];
  readonly basis: Words | null;
  readonly colour: "hint" | "yellow" | "red" | null;
  readonly handling: string | null;
  readonly explanation: Words;
}

/** What a screen of payments found as JSON. Of each flag `raised`, `clear` and `not_judged` are together the payments judged. */
export interface PaymentsRecord {
  readonly screen: string;
  readonly version: Version;
  readonly basis: Words;
  readonly read: number;
  readonly judged: number;
  readonly refused: number;
  readonly flags: readonly (Words & {
    readonly flag: string;
    readonly test: "split" | "returned" | "repeated" | "outlier" | "first-digit";
    readonly basis: Words;
    readonly findings: number;
    readonly raised: number;
    readonly clear: number;
    readonly not_judged: Readonly<Record<string, number>>;
  })[];
  readonly offices: readonly { readonly office: string; readonly judged: number; readonly raised: number }[];
  readonly findings: readonly PaymentFinding[];
  readonly faults: readonly { readonly line: number; readonly code: string; readonly field: string; readonly message: Words }[];
}

interface Payment {
  readonly day: string;
  readonly amount: string;
}

/** What late payment costs as JSON. */
export interface SurchargeRecord {
  readonly surcharge: string;
  readonly version: Version;
  readonly basis: Words;
  readonly principal: string;
  readonly currency: string;
  readonly on: string;
  readonly due: string;
  readonly days: number;
  readonly amount: string;
  /** The day on which the cap was reached. */
  readonly reached: string | null;
  readonly unpaid: string;
  readonly owed: string;
  /** Where the law leaves open what the rate is of: by the whole principal. */
  readonly of_principal: string | null;
  readonly instalments: readonly Payment[];
  readonly payments: readonly Payment[];
  readonly halts: readonly {
    readonly from: string;
    readonly until: string | null;
    readonly deferred: boolean;
    readonly reason: string | null;
  }[];
  readonly trace: readonly {
    readonly from: string;
    readonly until: string;
    readonly days: number;
    readonly of: string;
    readonly amount: string;
  }[];
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Warning[];
  readonly explanation: Words;
}

/** Something irregular. */
export interface Irregular {
  readonly code: string;
  readonly check: string;
  readonly about: string | null;
  readonly expected: string | null;
  readonly found: string | null;
  readonly basis: Words | null;
  readonly message: Words;
  readonly colour: "hint" | "yellow" | "red" | null;
  readonly handling: string | null;
  readonly handling_basis: Words | null;
}

interface Supervised {
  readonly case: string;
  readonly office: string;
  /** The rules that were applied; `null` where it could not be judged. */
  readonly version: Version | null;
  readonly policy: { readonly policy: string; readonly version: Version };
  readonly facts: Readonly<Record<string, string>>;
  readonly findings: readonly Irregular[];
}

/** What supervision found in a decided case, as JSON. */
export interface Supervision extends Supervised {
  readonly item: string;
  readonly days: {
    readonly acted: string | null;
    readonly ended: string | null;
    readonly found: string | null;
    readonly decided: string;
  };
}

/** What supervision found about an application, as JSON. */
export interface ApprovalSupervision extends Supervised {
  readonly limit: string;
  readonly on: string | null;
  readonly due: string | null;
  readonly state: State | null;
  readonly light: string | null;
}
