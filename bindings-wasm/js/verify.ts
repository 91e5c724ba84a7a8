import type { RuleBook } from "./book.js";
import { told } from "./error.js";
import type { Outcome } from "./outcome.js";

/** What became of an outcome that was worked out again. */
export type Verdict =
  /** The same bytes came out, or the same values, with other spaces or another order of keys, as after a stay in a data base. */
  | { readonly verdict: "same-bytes" | "same-values" }
  /** The first value that differs: where it stands, such as `fine.max`, and as JSON what is recorded and what comes out. */
  | { readonly verdict: "differs"; readonly path: string; readonly recorded: string | null; readonly found: string | null };

/**
 * Works a kept outcome out again, from the item, the version, the facts and the days that it names itself, and compares all of
 * it: the digest of the rules, every amount, every sentence. A text that is no record of an outcome is a `RuleError`.
 */
export function verify(book: RuleBook, record: string | Outcome): Verdict {
  const text = typeof record === "string" ? record : record.toJson();
  const [verdict, path, recorded, found] = told(() => book.handle.verify(text)) as (string | undefined)[];
  if (verdict === "same-bytes" || verdict === "same-values") return { verdict };
  return { verdict: "differs", path: path ?? "", recorded: recorded ?? null, found: found ?? null };
}
