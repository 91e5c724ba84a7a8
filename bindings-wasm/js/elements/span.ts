import type { DueRecord } from "../index.js";

/** What a day is to a limit. */
export interface Day {
  readonly day: string;
  readonly kind: "start" | "counted" | "off" | "stopped";
  /** Which of the counted days it is. */
  readonly count: number | null;
}

const DAY = 86_400_000;

/** The day after, or as many days after. */
export function later(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** How many days lie from one day to another. */
export function between(from: string, to: string): number {
  const start = (day: string) => Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
  return Math.round((start(to) - start(from)) / DAY);
}

/**
 * The days of a limit from its start to a last one. A day is counted where the limit itself says on that day that one more
 * was used than on the day before; `ask` is the limit on a day. There are none where some day cannot be asked about: before
 * silence counts as the start, say.
 */
export function daysOf(due: DueRecord, last: string, ask: (day: string) => DueRecord | null): Day[] {
  const days: Day[] = [{ day: due.start, kind: "start", count: null }];
  let used = 0;
  for (let place = 1; place <= between(due.start, last); place += 1) {
    const day = later(due.start, place);
    const now = ask(day)?.used ?? null;
    if (now === null) return [];
    const isStopped = due.stopped.some(({ from, until }) => from < day && (until === null || day <= until));
    const isCounted = now > used;
    days.push({ day, kind: isCounted ? "counted" : isStopped ? "stopped" : "off", count: isCounted ? now : null });
    used = now;
  }
  return days;
}
