export * from "./index.js";
export { check, checkFiles } from "./check.js";
export type { CheckOptions } from "./check.js";
export { Outcomes, assessMany } from "./columns.js";
export type { Amounts, AssessManyOptions, Column, ResultColumn, RowOutcome } from "./columns.js";
export type { Assessments } from "./given.js";
export type { Application, DecidedCase, MatterRecord, PaymentRecord, TenderRecord } from "./recorded.js";
export type * from "./scheme-records.js";
export {
  compliance, complianceJson, index, indexJson, payments, paymentsJson, schemes, score, scoreJson, screen, screenJson, surcharge, surchargeJson,
} from "./schemes.js";
export { supervise, superviseJson } from "./supervise.js";
export { verify } from "./verify.js";
export type { Verdict } from "./verify.js";
