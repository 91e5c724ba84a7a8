import type { RuleBook, RuleFile } from "./book.js";
import { told } from "./error.js";
import { dayText, decimal } from "./given.js";
import { module } from "./module.js";
import type { Finding } from "./records.js";

/** What checks are asked. */
export interface CheckOptions {
  /** The day on which documents may have ended or end soon; without one nothing is said about that. */
  readonly day?: string;
  /** How far a fine may jump at a boundary, as a share of the range of the law; a third, if nothing is said. */
  readonly cliff?: number | string;
}

/** Everything that the checks find in the rules: gaps, contradictions, amounts outside the law. */
export function check(book: RuleBook, options: CheckOptions = {}): readonly Finding[] {
  const { day, cliff } = texts(options);
  return JSON.parse(told(() => book.handle.check(day, cliff))) as Finding[];
}

/** What is found in texts that are being edited: the faults where they cannot be loaded, else what the checks find. */
export function checkFiles(files: Iterable<RuleFile>, options: CheckOptions = {}): readonly Finding[] {
  const all = [...files];
  const { day, cliff } = texts(options);
  const [names, contents] = [all.map((file) => file.name), all.map((file) => file.text)];
  return JSON.parse(told(() => module().check_texts(names, contents, day, cliff))) as Finding[];
}

function texts({ day, cliff }: CheckOptions): { day: string | undefined; cliff: string | undefined } {
  return {
    day: day === undefined ? undefined : dayText(day, "day"),
    cliff: typeof cliff === "number" ? decimal(cliff, "cliff") : cliff,
  };
}
