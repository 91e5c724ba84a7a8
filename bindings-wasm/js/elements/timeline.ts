import type { DueRecord, Language } from "../index.js";
import { draw } from "./make.js";
import { type Day, between } from "./span.js";
import { LIGHTS } from "./standing.js";
import { WORDS } from "./words.js";

const [WIDTH, HEIGHT, SIDE] = [600, 150, 44];
const TRACK = { top: 46, height: 24 };
/** From where to where a mark goes, and where its words stand: none is in the way of another. */
const ASKED = { name: "asked", from: 26, to: TRACK.top - 2, text: 18 };
const START = { name: "start-mark", from: TRACK.top + TRACK.height, to: 98, text: 114 };
const DUE = { name: "due-mark", from: TRACK.top + TRACK.height, to: 122, text: 139 };

/** The limit as a line from its start to its end, with its days, its lights and the day that is asked about. */
export function timeline(due: DueRecord, days: readonly Day[], last: string, language: Language): SVGSVGElement {
  const length = Math.max(between(due.start, last), 1);
  const step = (WIDTH - 2 * SIDE) / (length + 1);
  const left = (day: string) => SIDE + between(due.start, day) * step;
  const middle = (day: string) => left(day) + step / 2;
  const gap = step > 4 ? 1 : 0;
  const track = days.length > 0
    ? days.map(({ day, kind }) => {
        const cell = bar(`day ${kind}${day > due.on ? " ahead" : ""}`, left(day), step - gap);
        cell.append(draw("title", {}, day));
        return cell;
      })
    : [
        bar("day counted ahead", SIDE, WIDTH - 2 * SIDE),
        bar("day counted", SIDE, Math.max(0, Math.min(left(due.on), WIDTH - SIDE) - SIDE)),
      ];
  const lights = LIGHTS.flatMap((light) => {
    const day = due.lights[light];
    if (day === null || day < due.start || day > last) return [];
    const title = draw("title", {}, `${WORDS[light][language]} ${day}`);
    const place = { cx: String(middle(day)), cy: String(TRACK.top + TRACK.height + 11), r: "5" };
    return [draw("circle", { class: `light ${light}`, ...place }, title)];
  });
  const marks = [
    mark(middle(due.start), WORDS.start[language], due.start, START),
    ...(due.due === null ? [] : [mark(middle(due.due), WORDS.due[language], due.due, DUE)]),
    mark(middle(due.on), WORDS.on[language], due.on, ASKED),
  ];
  const name = `${WORDS.timeline[language]}: ${due.start} – ${due.due ?? last}`;
  const parts = [...track, ...lights, ...marks];
  return draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": name }, ...parts);
}

function bar(name: string, x: number, width: number): SVGElement {
  const [y, height] = [String(TRACK.top), String(TRACK.height)];
  return draw("rect", { class: name, x: String(x), y, width: String(width), height });
}

function mark(x: number, word: string, day: string, { name, from, to, text }: typeof ASKED): SVGElement {
  const anchor = x < 120 ? "start" : x > WIDTH - 120 ? "end" : "middle";
  const place = anchor === "middle" ? x : anchor === "start" ? Math.max(x - 6, 0) : Math.min(x + 6, WIDTH);
  return draw(
    "g",
    { class: `mark ${name}` },
    draw("line", { x1: String(x), x2: String(x), y1: String(from), y2: String(to) }),
    draw("text", { x: String(place), y: String(text), "text-anchor": anchor }, `${word} ${day.replace("T", " ")}`),
  );
}
