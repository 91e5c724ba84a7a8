import type { DueRecord, Language } from "../index.js";
import { draw } from "./make.js";
import { type Day, between } from "./span.js";
import { WORDS } from "./words.js";

const [WIDTH, HEIGHT, SIDE] = [640, 132, 44];
const TRACK = { top: 52, height: 22 };

/** The limit as a line from its start to its end, with its days, its lights and the day that is asked about. */
export function timeline(due: DueRecord, days: readonly Day[], last: string, language: Language): SVGSVGElement {
  const length = Math.max(between(due.start, last), 1);
  const step = (WIDTH - 2 * SIDE) / (length + 1);
  const left = (day: string) => SIDE + between(due.start, day) * step;
  const middle = (day: string) => left(day) + step / 2;
  const gap = step > 4 ? 1 : 0;
  const track = days.length > 0
    ? days.map(({ day, kind }) => {
        const shape = { x: String(left(day)), y: String(TRACK.top), width: String(step - gap), height: String(TRACK.height) };
        return draw("rect", { class: `day ${kind}${day > due.on ? " ahead" : ""}`, ...shape }, draw("title", {}, day));
      })
    : [
        draw("rect", { class: "day counted ahead", x: String(SIDE), y: String(TRACK.top), width: String(WIDTH - 2 * SIDE), height: String(TRACK.height) }),
        draw("rect", { class: "day counted", x: String(SIDE), y: String(TRACK.top), width: String(Math.max(0, Math.min(left(due.on), WIDTH - SIDE) - SIDE)), height: String(TRACK.height) }),
      ];
  const lights = (["hint", "yellow", "red"] as const).flatMap((light) => {
    const day = due.lights[light];
    if (day === null || day < due.start || day > last) return [];
    const title = draw("title", {}, `${WORDS[light][language]} ${day}`);
    return [draw("circle", { class: `light ${light}`, cx: String(middle(day)), cy: String(TRACK.top + TRACK.height + 11), r: "5" }, title)];
  });
  const marks = [
    mark(middle(due.start), WORDS.start[language], due.start, "below"),
    ...(due.due === null ? [] : [mark(middle(due.due), WORDS.due[language], due.due, "below")]),
    ...(due.on < due.start.slice(0, due.on.length) || due.on > last ? [] : [mark(middle(due.on), WORDS.on[language], due.on, "above")]),
  ];
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${WORDS.timeline[language]}: ${due.start} – ${due.due ?? last}` });
  svg.append(...track, ...lights, ...marks);
  return svg;
}

function mark(x: number, word: string, day: string, side: "above" | "below"): SVGElement {
  const [from, to, text] = side === "above" ? [30, TRACK.top - 2, 22] : [TRACK.top + TRACK.height, 100, 116];
  const anchor = x < 120 ? "start" : x > WIDTH - 120 ? "end" : "middle";
  const place = anchor === "middle" ? x : anchor === "start" ? Math.max(x - 6, 0) : Math.min(x + 6, WIDTH);
  return draw(
    "g",
    { class: `mark ${side}` },
    draw("line", { x1: String(x), x2: String(x), y1: String(from), y2: String(to) }),
    draw("text", { x: String(place), y: String(text), "text-anchor": anchor }, `${word} ${day.replace("T", " ")}`),
  );
}
