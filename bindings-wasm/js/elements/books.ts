import { Calendar, RuleBook, init } from "../index.js";

const books = new Map<string, Promise<RuleBook>>();
const calendars = new Map<string, Promise<Calendar>>();

/** The rules of a document, fetched once for all elements of a page. */
export function bookOf(document: string, base: string | undefined): Promise<RuleBook> {
  return once(books, [document, base], async () => {
    await init();
    return RuleBook.bundledDocuments([document], base);
  });
}

/** The working days of a country, fetched once for all elements of a page. */
export function calendarOf(id: string, base: string | undefined): Promise<Calendar> {
  return once(calendars, [id, base], async () => {
    await init();
    return Calendar.bundled(id, base);
  });
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
