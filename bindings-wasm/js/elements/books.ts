import type { Calendar, RuleBook, Trust } from "../index.js";
import * as library from "../index.js";

/** What an element needs of the library, whichever module has it. */
type Library = Pick<typeof library, "Calendar" | "RuleBook" | "init">;

const books = new Map<string, Promise<RuleBook>>();
const calendars = new Map<string, Promise<Calendar>>();

/** The rules of a document, fetched once for all elements of a page; those that are not trusted are refused. */
export function bookOf(document: string, base: string | undefined, trust?: Trust): Promise<RuleBook> {
  return once(books, [document, base, trust], async () => {
    const { RuleBook } = await readyFor(trust);
    return RuleBook.bundledDocuments([document], base, trust);
  });
}

/** The working days of a country, fetched once for all elements of a page, for the rules of such a trust. */
export function calendarOf(id: string, base: string | undefined, trust?: Trust): Promise<Calendar> {
  return once(calendars, [id, base, isSigned(trust)], async () => {
    const { Calendar } = await readyFor(trust);
    return Calendar.bundled(id, base);
  });
}

/** Signatures are checked by the module that has everything; a page that requires none need not wait for that. */
async function readyFor(trust: Trust | undefined): Promise<Library> {
  const found: Library = isSigned(trust) ? await import("../full.js") : library;
  await found.init();
  return found;
}

function isSigned(trust: Trust | undefined): boolean {
  return (trust?.keys ?? []).length > 0;
}

function once<T>(kept: Map<string, Promise<T>>, asked: readonly unknown[], fetched: () => Promise<T>): Promise<T> {
  const key = JSON.stringify(asked);
  const found = kept.get(key);
  if (found !== undefined) return found;
  const fresh = fetched();
  kept.set(key, fresh);
  // What could not be had is asked for again.
  fresh.catch(() => kept.delete(key));
  return fresh;
}
