import type { BookOn, DueOptions, RuleBook } from "./book.js";
import { Calendar } from "./calendar.js";
import { told } from "./error.js";
import {
  type Assessments, type Facts, type Given, type Log, dayText, decimal, written, writtenAssessments, writtenLog,
} from "./given.js";
import { type MatterRecord, type PaymentRecord, type TenderRecord, recordText } from "./recorded.js";
import type { ComplianceRecord, IndexRecord, PaymentsRecord, Scheme, ScoreRecord, ScreenRecord, SurchargeRecord } from "./scheme-records.js";

/** The surcharges, scores, indices, screens and policies that are in force on a day. */
export function schemes({ book, day }: BookOn): readonly Scheme[] {
  return JSON.parse(told(() => book.handle.schemes(day))) as Scheme[];
}

/** The score of an office for the facts of a period. */
export function score(on: BookOn, id: string, facts: Facts): ScoreRecord {
  return JSON.parse(scoreJson(on, id, facts)) as ScoreRecord;
}

/** The same as JSON: the same bytes in every language that has the library. */
export function scoreJson({ book, day }: BookOn, id: string, facts: Facts): string {
  const given = written(facts);
  return told(() => book.handle.score(id, day, given));
}

/** The rating of somebody or something by an index: the number, the grade, and what each indicator brings. */
export function index(on: BookOn, id: string, facts: Facts, assessed: Assessments = []): IndexRecord {
  return JSON.parse(indexJson(on, id, facts, assessed)) as IndexRecord;
}

/** The same as JSON: the same bytes in every language that has the library. */
export function indexJson({ book, day }: BookOn, id: string, facts: Facts, assessed: Assessments = []): string {
  const [given, points] = [written(facts), writtenAssessments(assessed)];
  return told(() => book.handle.index(id, day, given, points));
}

/** What a screen finds among tenders: OCDS releases, as objects or as texts of JSON. */
export function screen(on: BookOn, id: string, tenders: Iterable<TenderRecord | string>): ScreenRecord {
  return JSON.parse(screenJson(on, id, tenders)) as ScreenRecord;
}

/** The same as JSON: the same bytes in every language that has the library. */
export function screenJson({ book, day }: BookOn, id: string, tenders: Iterable<TenderRecord | string>): string {
  const lines = [...tenders].map(recordText);
  return told(() => book.handle.screen(id, day, lines));
}

/** What of conduct and procedures does not fit a scheme: records of matters, as objects or as texts of JSON. */
export function compliance(on: BookOn, id: string, matters: Iterable<MatterRecord | string>): ComplianceRecord {
  return JSON.parse(complianceJson(on, id, matters)) as ComplianceRecord;
}

/** The same as JSON: the same bytes in every language that has the library. */
export function complianceJson({ book, day }: BookOn, id: string, matters: Iterable<MatterRecord | string>): string {
  const lines = [...matters].map(recordText);
  return told(() => book.handle.compliance(id, day, lines));
}

/** What a screen of payments finds: records as objects or as texts of JSON. */
export function payments(on: BookOn, id: string, records: Iterable<PaymentRecord | string>): PaymentsRecord {
  return JSON.parse(paymentsJson(on, id, records)) as PaymentsRecord;
}

/** The same as JSON: the same bytes in every language that has the library. */
export function paymentsJson({ book, day }: BookOn, id: string, records: Iterable<PaymentRecord | string>): string {
  const lines = [...records].map(recordText);
  return told(() => book.handle.payments(id, day, lines));
}

/** What late payment costs by a day: `paid` as `2026-01-28:4000` and the like among the events. */
export function surcharge(book: RuleBook, id: string, principal: Given, log: Log, options: DueOptions): SurchargeRecord {
  return JSON.parse(surchargeJson(book, id, principal, log, options)) as SurchargeRecord;
}

/** The same as JSON: the same bytes in every language that has the library. */
export function surchargeJson(book: RuleBook, id: string, principal: Given, log: Log, { on, calendar }: DueOptions): string {
  const sum = typeof principal === "number" ? decimal(principal, "principal") : String(principal);
  const [events, day, { handle }] = [writtenLog(log), dayText(on, "on"), Calendar.given(calendar)];
  return told(() => book.handle.surcharge(id, sum, events, day, handle));
}
