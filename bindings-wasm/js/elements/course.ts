import type { Decision, Fact, Item } from "../index.js";
import { isRuleError } from "./fault.js";

/** Where the fine stands at one value of a fact. Numbers here place a drawing; amounts are shown from texts. */
export interface Point {
  /** The value, as it would be entered. */
  readonly text: string;
  readonly at: number;
  readonly low: number;
  readonly high: number;
  readonly row: number | null;
}

/** How the fine goes with one fact while the others stay: values side by side, or a line along a number. */
export interface Course {
  readonly fact: Fact;
  readonly points: readonly (Point | null)[];
  /** The values of the points, whether there is a fine or not. */
  readonly values: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** As many values are asked along a number. */
const STEPS = 120;
/** Halvings until the place of a jump is found between two of them. */
const HALVINGS = 24;

type Facts = Readonly<Record<string, string>>;

/** How the fine goes with a fact, or nothing where it cannot be told yet. */
export function courseOf(item: Item, facts: Facts, fact: Fact): Course | null {
  if (fact.type === "date") return null;
  const ask = (text: string): Point | null => pointAt(item, facts, fact, text);
  if (fact.type !== "number") {
    const values = fact.type === "string" ? fact.values.map(({ value }) => value) : ["false", "true"];
    const points = values.map(ask);
    return points.some((point) => point !== null) ? { fact, points, values, from: 0, to: values.length } : null;
  }
  const { decimals } = fact.number;
  const written = (at: number) => at.toFixed(Math.min(decimals, 20));
  const from = Number(fact.number.min ?? "0");
  const end = Number(fact.number.max ?? "1e9");
  const here = Number(facts[fact.fact] ?? "") || 0;
  const to = Math.min(end, Math.max(extent(from, end, here, (at) => ask(written(at))), 1.1 * here));
  const step = 10 ** -decimals;
  const points: (Point | null)[] = [];
  let last: Point | null = null;
  for (let place = 0; place <= STEPS; place += 1) {
    const next = ask(written(from + ((to - from) * place) / STEPS));
    if (last !== null && next !== null && last.row !== next.row) {
      points.push(...jump(last, next, step, (at) => ask(written(at))));
    }
    if (next === null || next.text !== last?.text) points.push(next);
    last = next;
  }
  if (points.filter((point) => point !== null).length < 2) return null;
  return { fact, points, values: points.map((point) => point?.text ?? ""), from, to };
}

/** How far a drawing has to go: until nothing new comes, or where something always does, some way past this case. */
function extent(from: number, end: number, here: number, ask: (at: number) => Point | null): number {
  const last = ask(end);
  const first = ask(from);
  const asked = places(from, end).map((at) => ({ at, point: ask(at) }));
  const moving = asked.findIndex(({ point }) => !isSame(point, last));
  const settled = asked[moving < 0 ? asked.length - 1 : moving - 1];
  if (settled !== undefined) return Math.min(end, from + (settled.at - from) * 1.2);
  const changed = asked.findLast(({ point }) => !isSame(point, first));
  return Math.min(end, from + 3 * Math.max(here - from, (changed?.at ?? end) - from));
}

/** Places of an axis, from its end towards its beginning, closer and closer. */
function places(from: number, end: number): number[] {
  const found: number[] = [];
  for (let power = 10 ** Math.ceil(Math.log10(Math.max(end - from, 1))); power > 1e-6; power /= 10) {
    found.push(...[1, 0.5, 0.2].map((share) => from + power * share).filter((at) => at < end));
  }
  return found;
}

function isSame(one: Point | null, other: Point | null): boolean {
  if (one === null || other === null) return one === other;
  return one.row === other.row && one.low === other.low && one.high === other.high;
}

/** The last value of one row and the first of the next. */
function jump(before: Point, after: Point, step: number, ask: (at: number) => Point | null): Point[] {
  let [low, high] = [before, after];
  for (let halving = 0; halving < HALVINGS && high.at - low.at > step * 1.5; halving += 1) {
    const middle = ask((low.at + high.at) / 2);
    if (middle === null || middle.text === low.text || middle.text === high.text) break;
    if (middle.row === low.row) low = middle;
    else high = middle;
  }
  return [low, high].filter((point) => point.text !== before.text && point.text !== after.text);
}

/** Where the fine stands with this value, or nothing where there is none. */
export function pointAt(item: Item, facts: Facts, fact: Fact, text: string): Point | null {
  let decision: Decision;
  try {
    decision = item.decide({ ...facts, [fact.fact]: text });
  } catch (error) {
    if (isRuleError(error)) return null;
    throw error;
  }
  const { fine, row, outcome } = decision;
  const at = Number(text);
  if (fine !== null) return { text, at, low: Number(fine.min), high: Number(fine.max), row };
  return outcome === "not-applicable" ? null : { text, at, low: 0, high: 0, row };
}
