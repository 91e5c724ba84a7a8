import { RuleError } from "./error.js";

/**
 * A value that somebody gives for a fact. A number stands for the shortest decimal that reads as it: `16.8` is 16.8. A text
 * also stands for a number, truth value or day, and is read strictly.
 */
export type Given = number | bigint | string | boolean;

/** The facts of a case, by name. What is `null` or `undefined` is not given. */
export type Facts = Readonly<Record<string, Given | null | undefined>>;

/** What happened in a case: events by name, as `2026-01-28`, `2026-01-28T14:30` or `2026-02-03:reason`; pairs keep an order. */
export type Log = Readonly<Record<string, string | readonly string[]>> | Iterable<readonly [string, string]>;

/** What assessors gave: the indicator, the assessor, and the points. */
export type Assessments = Iterable<readonly [indicator: string, assessor: string, points: Given]>;

const END = "\0";

/** No name and no value has a NUL, which ends them on their way into the module. */
function sealed(text: string): string {
  return (text.includes(END) ? text.replaceAll(END, "\uFFFD") : text) + END;
}

/** The facts as the module reads them. */
export function written(facts: Facts): string {
  let text = "";
  for (const name of Object.keys(facts)) {
    const value = facts[name];
    if (value === null || value === undefined) continue;
    text += sealed(name) + writtenValue(value, name);
  }
  return text;
}

function writtenValue(value: Given, name: string): string {
  switch (typeof value) {
    case "string":
      return `t${sealed(value)}`;
    case "number":
      return `n${decimal(value, name)}${END}`;
    case "bigint":
      return `n${value}${END}`;
    case "boolean":
      return value ? "b1\0" : "b0\0";
    default:
      throw new RuleError(
        "wrong-type",
        name,
        `the fact \`${name}\` must be a number, a bigint, a text or a truth value, found ${kindOf(value)}`,
      );
  }
}

/** The points of assessors as the module reads them. */
export function writtenAssessments(assessed: Assessments): string {
  let text = "";
  for (const [indicator, assessor, points] of assessed) {
    text += sealed(indicator) + sealed(assessor) + writtenValue(points, indicator);
  }
  return text;
}

/** The shortest decimal that reads as the number, without an exponent. */
export function decimal(value: number, name: string): string {
  if (!Number.isFinite(value)) {
    throw new RuleError("wrong-type", name, `the fact \`${name}\` must be a finite number, found ${value}`);
  }
  const text = String(value);
  if (!text.includes("e")) return text;
  const [mantissa = "", exponent] = text.split("e");
  const sign = mantissa.startsWith("-") ? "-" : "";
  const [whole = "", behind = ""] = mantissa.slice(sign.length).split(".");
  const digits = whole + behind;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, "0");
}

/** The events as the module reads them. */
export function writtenLog(log: Log): string {
  let text = "";
  const pairs: Iterable<readonly [string, unknown]> = isIterable(log) ? log : Object.entries(log);
  for (const [name, when] of pairs) {
    for (const one of Array.isArray(when) ? (when as unknown[]) : [when]) {
      if (typeof one !== "string") {
        const message = `the event \`${name}\` must be a text such as 2026-01-28, found ${kindOf(one)}`;
        throw new RuleError("no-such-day", name, message);
      }
      text += sealed(name) + sealed(one);
    }
  }
  return text;
}

/** A day or minute that a caller gave as a text. */
export function dayText(value: unknown, field: string): string {
  if (typeof value === "string") return value;
  throw new RuleError("no-such-day", field, `\`${field}\` must be a text such as 2026-01-28, found ${kindOf(value)}`);
}

/** What a value is, for a message. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  return value instanceof Date ? "a Date: give the day as a text such as 2026-01-28" : `a value of type ${typeof value}`;
}

function isIterable(log: Log): log is Iterable<readonly [string, string]> {
  return Symbol.iterator in log;
}
