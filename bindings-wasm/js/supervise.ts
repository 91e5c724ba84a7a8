import type { DueOptions, RuleBook } from "./book.js";
import { Calendar } from "./calendar.js";
import { told } from "./error.js";
import { dayText } from "./given.js";
import { type Application, type DecidedCase, recordText } from "./recorded.js";
import type { ApprovalSupervision, Supervision } from "./scheme-records.js";

/**
 * What is irregular in a decided case, or about an application as it stands on a day, under a policy that is in force on that
 * day. A record that the policy is not for, or that has a fault, is a `RuleError` with the field.
 */
export function supervise(book: RuleBook, policy: string, record: DecidedCase, options: DueOptions): Supervision;
export function supervise(book: RuleBook, policy: string, record: Application, options: DueOptions): ApprovalSupervision;
export function supervise(book: RuleBook, policy: string, record: string, options: DueOptions): Supervision | ApprovalSupervision;
export function supervise(
  book: RuleBook,
  policy: string,
  record: DecidedCase | Application | string,
  options: DueOptions,
): Supervision | ApprovalSupervision {
  return JSON.parse(superviseJson(book, policy, record, options)) as Supervision | ApprovalSupervision;
}

/** The same as JSON: the same bytes in every language that has the library. */
export function superviseJson(
  book: RuleBook,
  policy: string,
  record: DecidedCase | Application | string,
  { on, calendar }: DueOptions,
): string {
  const [day, text, { handle }] = [dayText(on, "on"), recordText(record), Calendar.given(calendar)];
  return told(() => book.handle.supervise(policy, day, text, handle));
}
