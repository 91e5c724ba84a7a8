import type { Ends, Kinds, Language, Money, OutcomeRecord } from "./records.js";

/** The bare result of an item. */
export type Decision = Kinds & {
  /** The row of the table that was chosen, from 0. */
  readonly row: number | null;
  /** Whether the fine was moved into the range of the law. */
  readonly clamped: boolean;
  readonly statutory: Ends | null;
  readonly persons: Money | null;
};

/** The lines of a bare result, taken apart. */
export function decision(text: string, currency: string): Decision {
  const lines = text.split("\n");
  const row = lines[1];
  const statutory = ends(lines, 7);
  return {
    outcome: lines[0],
    row: row ? Number(row) : null,
    clamped: lines[2] === "1",
    fine: money(lines, 3, currency),
    reduced: money(lines, 5, currency),
    statutory,
    persons: money(lines, 9, currency),
  } as Decision;
}

function ends(lines: readonly string[], place: number): Ends | null {
  const min = lines[place];
  return min ? { min, max: lines[place + 1] ?? min } : null;
}

function money(lines: readonly string[], place: number, currency: string): Money | null {
  const min = lines[place];
  return min ? { min, max: lines[place + 1] ?? min, currency } : null;
}

/** What is worked out when it is first asked for. */
interface Explained {
  /** The outcome as JSON, in the bytes that every language gets. */
  json(): string;
}

type Rest = Omit<OutcomeRecord, keyof Kinds | "law_of_the_day" | "statutory" | "persons" | "explanation">;

class AssessedOutcome {
  readonly #explained: Explained;
  #json: string | undefined;
  #record: OutcomeRecord | undefined;

  constructor(explained: Explained, result: Pick<OutcomeRecord, "outcome" | "fine" | "reduced" | "statutory" | "persons">) {
    this.#explained = explained;
    this.outcome = result.outcome;
    this.fine = result.fine;
    this.reduced = result.reduced;
    this.statutory = result.statutory;
    this.persons = result.persons;
  }

  readonly outcome: OutcomeRecord["outcome"];
  readonly fine: Money | null;
  readonly reduced: Money | null;
  readonly statutory: Ends | null;
  readonly persons: Money | null;

  get item() { return this.toJSON().item; }
  get version() { return this.toJSON().version; }
  get basis() { return this.toJSON().basis; }
  get facts() { return this.toJSON().facts; }
  get may() { return this.toJSON().may; }
  get tier() { return this.toJSON().tier; }
  get adjustments() { return this.toJSON().adjustments; }
  get measures() { return this.toJSON().measures; }
  get days() { return this.toJSON().days; }
  get lawOfTheDay() { return this.toJSON().law_of_the_day; }
  get limitation() { return this.toJSON().limitation; }
  get circumstances() { return this.toJSON().circumstances; }
  get procedure() { return this.toJSON().procedure; }
  get assumptions() { return this.toJSON().assumptions; }
  get warnings() { return this.toJSON().warnings; }
  get trace() { return this.toJSON().trace; }

  explanation(language: Language): string {
    return this.toJSON().explanation[language];
  }

  toJson(): string {
    return (this.#json ??= this.#explained.json());
  }

  toJSON(): OutcomeRecord {
    return (this.#record ??= JSON.parse(this.toJson()) as OutcomeRecord);
  }
}

/**
 * What follows from a case. `outcome` tells what else there is: only a fine has amounts. Everything beside the amounts is
 * worked out when it is first asked for.
 */
export type Outcome = Readonly<Rest> &
  Kinds & {
    readonly statutory: Ends | null;
    readonly persons: Money | null;
    /** Which version of the rules was applied; `null` without a case. */
    readonly lawOfTheDay: OutcomeRecord["law_of_the_day"];
    /** The whole outcome as a paragraph that can be put into a decision. */
    explanation(language: Language): string;
    /** The outcome as JSON: the same bytes in every language that has the library. */
    toJson(): string;
    /** The same as an object; what `JSON.stringify` takes. */
    toJSON(): OutcomeRecord;
  };

/** An outcome whose amounts are known, and whose words can be had. */
export function outcomeOf(
  explained: Explained,
  result: Pick<OutcomeRecord, "outcome" | "fine" | "reduced" | "statutory" | "persons">,
): Outcome {
  // The class has every kind in one; which amounts go with which kind is for the rules to say.
  return new AssessedOutcome(explained, result) as Outcome;
}

/** The outcome of a JSON text. */
export function outcomeFrom(json: string): Outcome {
  return outcomeOf({ json: () => json }, JSON.parse(json) as OutcomeRecord);
}
