export * from "./index.js";
export { check, checkFiles } from "./check.js";
export type { CheckOptions } from "./check.js";
export { Outcomes, assessMany } from "./columns.js";
export type { Amounts, AssessManyOptions, Column, ResultColumn, RowOutcome } from "./columns.js";
