import type * as raw from "#raw";

import { RuleError, told } from "./error.js";
import { type Given, decimal, kindOf } from "./given.js";
import type { Item } from "./item.js";
import { module } from "./module.js";
import type { Ends, OutcomeKind } from "./records.js";

/** The values of one fact, a row a case. In arrays, `null` is a fact that is not given. */
export type Column = Float64Array | Int32Array | BigInt64Array | readonly (Given | null)[];

const AMOUNTS = ["min", "max", "statutoryMin", "statutoryMax", "personsMin", "personsMax"] as const;
const CODES = ["tier", "outcome", "error", "clamped"] as const;
const ALL = [...AMOUNTS, ...CODES] as const;

/** A column of results. */
export type ResultColumn = (typeof ALL)[number];

/** What is wanted of many cases. */
export interface AssessManyOptions {
  /** The columns to fill; all of them, if nothing is said. Fewer are quicker. */
  readonly columns?: readonly ResultColumn[];
}

/** Amounts as whole numbers of `Outcomes.decimals` decimals. */
export interface Amounts {
  readonly values: BigInt64Array;
  /** Where there is an amount: a bit for each row, the lowest of each byte first. */
  readonly validity: Uint8Array;
}

/** A row of results, as far as its columns were wanted; amounts as texts. */
export type RowOutcome =
  | { readonly outcome: "error"; readonly error: RuleError }
  | {
      readonly outcome: OutcomeKind;
      readonly fine: Ends | null;
      readonly statutory: Ends | null;
      readonly persons: Ends | null;
      readonly row: number | null;
      readonly clamped: boolean;
    };

/** What follows from many cases, column by column; those that were not wanted are `null`. */
export class Outcomes {
  /** How many cases there are. */
  readonly length: number;
  /** The decimals of all amounts. */
  readonly decimals: number;
  readonly min: Amounts | null;
  readonly max: Amounts | null;
  readonly statutoryMin: Amounts | null;
  readonly statutoryMax: Amounts | null;
  readonly personsMin: Amounts | null;
  readonly personsMax: Amounts | null;
  /** The row of the table, from 0; -1 where none was chosen. */
  readonly tier: Int16Array | null;
  /** What follows, as a code for `outcomeWord`; 255 where there is an error. */
  readonly outcome: Uint8Array | null;
  /** Why nothing follows, as a code for `errorWord`; 0 where something does. */
  readonly error: Uint8Array | null;
  /** Whether the fine was moved into the range of the law: a bit for each row. */
  readonly clamped: Uint8Array | null;
  readonly #facts: raw.Columns;
  readonly #item: Item;

  /** @internal */
  constructor(item: Item, facts: raw.Columns, results: raw.Results, wanted: (column: ResultColumn) => boolean) {
    const amounts = (column: (typeof AMOUNTS)[number]): Amounts | null => {
      const place = AMOUNTS.indexOf(column);
      return wanted(column) ? { values: results.amounts(place), validity: results.validity(place) } : null;
    };
    this.#item = item;
    this.#facts = facts;
    this.length = results.rows;
    this.decimals = results.decimals;
    this.min = amounts("min");
    this.max = amounts("max");
    this.statutoryMin = amounts("statutoryMin");
    this.statutoryMax = amounts("statutoryMax");
    this.personsMin = amounts("personsMin");
    this.personsMax = amounts("personsMax");
    this.tier = wanted("tier") ? results.tier() : null;
    this.outcome = wanted("outcome") ? results.outcome() : null;
    this.error = wanted("error") ? results.error() : null;
    this.clamped = wanted("clamped") ? results.clamped() : null;
  }

  /** The word for a code of `outcome`. */
  static outcomeWord(code: number): OutcomeKind | undefined {
    return module().outcome_word(code) as OutcomeKind | undefined;
  }

  /** The word for a code of `error`, as `RuleError.code`. */
  static errorWord(code: number): string | undefined {
    return module().error_word(code);
  }

  /** One row, as `Item.decide` gives it. It needs the column `outcome`. */
  at(row: number): RowOutcome {
    if (!Number.isInteger(row) || row < 0 || row >= this.length) {
      throw new RuleError("no-such-row", "row", `\`row\` must be a whole number from 0 up to ${this.length - 1}, found ${row}`);
    }
    if (this.outcome === null) throw new RuleError("no-such-column", "outcome", "`at` needs the column `outcome`");
    const outcome = Outcomes.outcomeWord(this.outcome[row] ?? 255);
    if (outcome === undefined) return { outcome: "error", error: this.#errorOf(row) };
    const tier = this.tier?.[row] ?? -1;
    return {
      outcome,
      fine: this.#ends(this.min, this.max, row),
      statutory: this.#ends(this.statutoryMin, this.statutoryMax, row),
      persons: this.#ends(this.personsMin, this.personsMax, row),
      row: tier < 0 ? null : tier,
      clamped: this.clamped !== null && bit(this.clamped, row),
    };
  }

  #errorOf(row: number): RuleError {
    // Thrown and caught, so that there is one way from JSON to an error.
    try {
      told(() => this.#facts.fail(this.#item.handle, row));
    } catch (error) {
      if (error instanceof RuleError) return error;
      throw error;
    }
    return new RuleError("overflow", null, "an amount is too large for 64 bits");
  }

  #ends(min: Amounts | null, max: Amounts | null, row: number): Ends | null {
    if (min === null || max === null || !bit(min.validity, row)) return null;
    return { min: amountText(min.values[row] ?? 0n, this.decimals), max: amountText(max.values[row] ?? 0n, this.decimals) };
  }
}

/** What follows from many cases under an item, as `Item.decide` gives it for each. */
export function assessMany(
  item: Item,
  columns: Readonly<Record<string, Column>>,
  options: AssessManyOptions = {},
): Outcomes {
  const chosen = options.columns ?? ALL;
  const unknown = chosen.find((column) => !ALL.includes(column));
  if (unknown !== undefined) {
    throw new RuleError("no-such-column", String(unknown), `there is no column \`${unknown}\`; there are ${ALL.join(", ")}`);
  }
  const wanted = (column: ResultColumn) => chosen.includes(column);
  const bits = ALL.reduce((sum, column, place) => (wanted(column) ? sum | (1 << place) : sum), 0);
  const facts = new (module().Columns)();
  for (const [name, column] of Object.entries(columns)) add(facts, name, column);
  const results = told(() => facts.decide(item.handle, bits));
  const outcomes = new Outcomes(item, facts, results, wanted);
  results.free();
  return outcomes;
}

function add(facts: raw.Columns, name: string, column: Column): void {
  if (column instanceof Float64Array) return facts.floats(name, column);
  if (column instanceof Int32Array) return facts.integers(name, column);
  if (column instanceof BigInt64Array) return facts.longs(name, column);
  if (!Array.isArray(column)) {
    throw new RuleError("wrong-type", name, `the column \`${name}\` must be an array or a typed array, found ${kindOf(column)}`);
  }
  const values = column as readonly (Given | null)[];
  // In plain loops: there can be millions of values.
  const kinds = new Set<string>();
  let last: string | undefined;
  for (const value of values) {
    const kind = value === null ? "null" : typeof value;
    if (kind !== last) kinds.add((last = kind));
  }
  const validity = kinds.delete("null") ? bitsOf(values) : undefined;
  const kind = kinds.size === 1 ? [...kinds][0] : undefined;
  if (kind === "number") return facts.floats(name, numbers(new Float64Array(values.length), values), validity);
  if (kind === "boolean") return facts.truths(name, numbers(new Uint8Array(values.length), values), validity);
  const odd = [...kinds].find((found) => !["number", "bigint", "string"].includes(found));
  if (odd !== undefined) {
    const expected = "all its values must be numbers, all truth values, or texts and numbers";
    throw new RuleError("wrong-type", name, `the column \`${name}\`: ${expected}, found ${[...kinds].join(", ")}`);
  }
  const places = new Map<string, number>();
  const codes = Uint32Array.from(values, (value) => {
    const text = typeof value === "number" ? decimal(value, name) : String(value ?? "");
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  return facts.texts(name, codes, [...places.keys()], validity);
}

function numbers<T extends Float64Array | Uint8Array>(room: T, values: readonly (Given | null)[]): T {
  for (let row = 0; row < values.length; row += 1) room[row] = Number(values[row]);
  return room;
}

function bitsOf(values: readonly (Given | null)[]): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach((value, row) => {
    if (value !== null) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  });
  return bits;
}

function bit(bits: Uint8Array, row: number): boolean {
  return ((bits[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
}

/** An amount as every JSON has it: without zeros at the end. */
function amountText(value: bigint, decimals: number): string {
  const digits = String(value < 0n ? -value : value).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const behind = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${whole}${behind === "" ? "" : `.${behind}`}`;
}
