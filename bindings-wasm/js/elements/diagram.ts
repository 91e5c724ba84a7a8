import type { Item, Language } from "../index.js";
import { grouped } from "./amount.js";
import { type Course, type Point, courseOf, pointAt } from "./course.js";
import { draw, make } from "./make.js";
import { WORDS } from "./words.js";

const [WIDTH, HEIGHT] = [440, 200];
const FRAME = { left: 62, right: 14, top: 14, bottom: 34 };

/** What is drawn: the fine of an item by one of its facts, and where this case stands. */
export interface Drawn {
  readonly item: Item;
  readonly facts: Readonly<Record<string, string>>;
  /** The fact whose values lie along the bottom. */
  readonly along: string;
  readonly language: Language;
}

/** A drawing of how the fine goes with a fact. The point of this case stays the same element, so that it moves. */
export class Diagram {
  readonly #lines = draw("g");
  readonly #dot = draw("circle", { class: "here", r: "6" });
  readonly #bar = draw("line", { class: "here-range" });
  readonly #svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" }, this.#lines, this.#bar, this.#dot);
  readonly #caption = make("figcaption", { class: "help" });
  readonly #tiers = make("ol", { class: "tiers", part: "tiers" });
  readonly root = make("figure", { class: "diagram", part: "diagram", hidden: true }, this.#caption, this.#svg, this.#tiers);

  show({ item, facts, along, language }: Drawn): void {
    const record = item.toJSON();
    const fact = record.facts.find((one) => one.fact === along);
    const course = fact === undefined ? null : courseOf(item, facts, fact);
    this.root.hidden = course === null;
    if (course === null || fact === undefined) return;
    const chosen = facts[along];
    const here = chosen === undefined ? null : pointAt(item, facts, fact, chosen);
    const scale = new Scale(course, here);
    const title = WORDS.how[language].replace("{}", fact.label[language]);
    this.#caption.textContent = title;
    this.#svg.setAttribute("aria-label", title);
    this.#lines.replaceChildren(
      ...scale.grid(language),
      ...(fact.type === "number" ? line(course, scale) : columns(course, scale, chosen)),
      ...scale.labels(language),
    );
    this.#place(here, scale, course);
    this.#list(course, here, record.tiers.map((tier) => tier?.[language] ?? null));
  }

  #place(here: Point | null, scale: Scale, course: Course): void {
    const isShown = here !== null && course.fact.type === "number";
    this.#dot.classList.toggle("gone", !isShown);
    this.#bar.classList.toggle("gone", !isShown);
    if (!isShown) return;
    const x = String(scale.x(here.at));
    this.#dot.setAttribute("cx", x);
    this.#dot.setAttribute("cy", String(scale.y(here.high)));
    const ends = { x1: x, x2: x, y1: String(scale.y(here.low)), y2: String(scale.y(here.high)) };
    for (const [name, value] of Object.entries(ends)) this.#bar.setAttribute(name, value);
  }

  /** The rows of the table that lie along the drawing, and the one of this case. */
  #list(course: Course, here: Point | null, names: readonly (string | null)[]): void {
    const rows = [...new Set(course.points.flatMap((point) => (point === null || point.row === null ? [] : [point.row])))];
    const named = rows.filter((row) => names[row] != null).sort((one, other) => one - other);
    this.#tiers.hidden = named.length < 2 || course.fact.type !== "number";
    this.#tiers.replaceChildren(
      ...named.map((row) => {
        const isHere = here?.row === row;
        return make("li", { "aria-current": isHere && "true", value: String(row + 1) }, names[row] ?? "");
      }),
    );
  }
}

/** From values and amounts to places in the drawing. */
class Scale {
  readonly #course: Course;
  readonly #top: number;

  constructor(course: Course, here: Point | null) {
    this.#course = course;
    this.#top = round(Math.max(1, here?.high ?? 0, ...course.points.map((point) => point?.high ?? 0)));
  }

  x(at: number): number {
    const { from, to } = this.#course;
    return FRAME.left + ((at - from) / (to - from || 1)) * (WIDTH - FRAME.left - FRAME.right);
  }

  y(amount: number): number {
    return HEIGHT - FRAME.bottom - (amount / this.#top) * (HEIGHT - FRAME.top - FRAME.bottom);
  }

  grid(language: Language): SVGElement[] {
    return [0, 0.5, 1].flatMap((share) => {
      const amount = this.#top * share;
      const y = this.y(amount);
      const ends = { x1: String(FRAME.left), x2: String(WIDTH - FRAME.right), y1: String(y), y2: String(y) };
      return [
        draw("line", { class: share === 0 ? "axis" : "grid", ...ends }),
        draw("text", { x: String(FRAME.left - 8), y: String(y + 4), "text-anchor": "end" }, short(amount, language)),
      ];
    });
  }

  labels(language: Language): SVGElement[] {
    const { fact, from, to, values } = this.#course;
    const y = String(HEIGHT - FRAME.bottom + 20);
    if (fact.type === "number") {
      const unit = fact.number.units[language];
      const step = round((to - from) / 5, true);
      // A range above 0 begins at 0 for the eye.
      const first = Math.ceil((from - 0.02 * (to - from)) / step) * step;
      const count = Math.floor((to - first) / step + 1e-9);
      return Array.from({ length: count + 1 }, (_, place) => {
        const at = Number((first + step * place).toPrecision(6));
        const text = short(at, language) + (place === count && unit !== "" ? ` ${unit}` : "");
        return draw("text", { x: String(Math.min(this.x(at), WIDTH - 26)), y, "text-anchor": "middle" }, text);
      });
    }
    return values.map((value, place) => {
      const ofBoolean = WORDS[value === "true" ? "yes" : "no"][language];
      const name = fact.type === "string" ? fact.values[place]?.[language] ?? value : ofBoolean;
      const most = Math.max(2, Math.floor(360 / values.length / (language === "zh" ? 13 : 7)));
      const text = name.length > most ? `${name.slice(0, most - 1)}…` : name;
      return draw("text", { x: String(this.x(place + 0.5)), y, "text-anchor": "middle" }, text, draw("title", {}, name));
    });
  }
}

/** The fine along a number: a line, or a band from the least to the greatest, broken where there is none. */
function line(course: Course, scale: Scale): SVGElement[] {
  const runs: Point[][] = [[]];
  for (const point of course.points) {
    if (point === null) runs.push([]);
    else runs.at(-1)?.push(point);
  }
  return runs.filter((run) => run.length > 0).flatMap((run) => {
    const upper = run.map((point) => `${scale.x(point.at)},${scale.y(point.high)}`);
    const lower = run.map((point) => `${scale.x(point.at)},${scale.y(point.low)}`).reverse();
    return [
      draw("polygon", { class: "band", points: [...upper, ...lower].join(" ") }),
      draw("polyline", { class: "edge", points: upper.join(" ") }),
      draw("polyline", { class: "edge", points: lower.join(" ") }),
    ];
  });
}

/** The fine for each of some values. */
function columns(course: Course, scale: Scale, chosen: string | undefined): SVGElement[] {
  return course.points.flatMap((point, place) => {
    if (point === null) return [];
    const [left, right] = [scale.x(place + 0.25), scale.x(place + 0.75)];
    const [top, bottom] = [scale.y(point.high), scale.y(point.low)];
    // An amount without a range is a line, which has to be seen.
    const height = String(Math.max(bottom - top, 3));
    const shape = { x: String(left), width: String(right - left), y: String(top), height, rx: "2" };
    return [draw("rect", { class: point.text === chosen ? "column chosen" : "column", ...shape })];
  });
}

/** A number of an axis: large ones by thousands, or by ten thousands. */
function short(number: number, language: Language): string {
  if (number < 100_000) return grouped(String(number), language);
  return new Intl.NumberFormat(language, { notation: "compact" }).format(number);
}

/** The next number that reads well: 1, 2, 2.5 or 5 times a power of ten. */
function round(number: number, isStep = false): number {
  const power = 10 ** Math.floor(Math.log10(number));
  const shares = isStep ? [1, 2, 5, 10] : [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
  const share = shares.find((one) => one * power >= number * (1 - 1e-9)) ?? 10;
  return Number((share * power).toPrecision(6));
}
