import { RuleError } from "./error.js";
import { kindOf } from "./given.js";

/** A fact in a record. */
type RecordedValue = string | number | boolean | null;

/** The days of a case, as texts such as `2026-01-28`. */
interface RecordedDays {
  readonly decided: string;
  readonly acted?: string | null;
  readonly ended?: string | null;
  readonly found?: string | null;
}

/** What was decided. What is left out or `null` is not recorded. */
interface Taken {
  readonly fine?: string | number | null;
  readonly tier?: string | null;
  readonly measures?: readonly string[] | null;
  readonly circumstances?: readonly { readonly circumstance: string; readonly reason?: string | null }[] | null;
  readonly procedure?: string | null;
  readonly by?: string | null;
  readonly persons?: readonly string[] | null;
  readonly version?: { readonly pack: string; readonly in_force: string } | null;
}

/** The record of a decided case; `docs/supervision.md` of the project says what each key means. */
export interface DecidedCase {
  readonly case?: string | null;
  readonly office?: string | null;
  readonly item: string;
  readonly facts?: Readonly<Record<string, RecordedValue>> | null;
  readonly days: RecordedDays;
  readonly events?: readonly { readonly event: string; readonly day: string; readonly persons?: readonly string[] | null }[] | null;
  readonly decision: Taken;
}

/** The record of an application for an approval. */
export interface Application {
  readonly case?: string | null;
  readonly office?: string | null;
  readonly limit: string;
  readonly facts?: Readonly<Record<string, RecordedValue>> | null;
  readonly events: readonly { readonly event: string; readonly day: string; readonly reason?: string | null }[];
  readonly fee?: string | number | null;
}

/** The record of a matter: an expense, a decision, a deal; `docs/compliance.md` of the project says what each key means. */
export interface MatterRecord {
  readonly matter: string;
  readonly office?: string | null;
  readonly day: string;
  readonly open?: boolean | null;
  readonly facts?: Readonly<Record<string, RecordedValue>> | null;
  readonly events?:
    | readonly { readonly event: string; readonly day: string; readonly by?: string | null; readonly persons?: readonly string[] | null }[]
    | null;
}

/** A tender as an OCDS release; what a screen looks at is read, the rest may be there. */
export interface TenderRecord {
  readonly ocid: string | number;
  readonly [field: string]: unknown;
}

/** A payment, or another amount that has peers. */
export interface PaymentRecord {
  readonly id: string;
  readonly day: string;
  readonly amount: string | number;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly purpose?: string | null;
  readonly group?: string | null;
  readonly office?: string | null;
}

/** A record as JSON. A number that JSON cannot have would otherwise become `null`, which says that nothing is recorded. */
export function recordText(record: object | string): string {
  if (typeof record === "string") return record;
  return JSON.stringify(record, (key, value: unknown) => {
    if (typeof value !== "bigint" && (typeof value !== "number" || Number.isFinite(value))) return value;
    const found = typeof value === "bigint" ? kindOf(value) : String(value);
    throw new RuleError("wrong-type", key, `\`${key}\` must be a finite number or a text, found ${found}`);
  });
}
