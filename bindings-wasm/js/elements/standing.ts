import type { DueRecord, Language, State } from "../index.js";
import { type Content, make } from "./make.js";
import { listed } from "./section.js";
import type { Day } from "./span.js";
import { WORDS } from "./words.js";

/** The lights that come on, from the first to the last. */
export const LIGHTS = ["hint", "yellow", "red"] as const;

/** The last day, with the light and how the limit stands. */
export function standing(due: DueRecord, language: Language): Content[] {
  const light = due.light === "green" ? due.light : LIGHTS.find((one) => one === due.light);
  return [
    make("p", { class: "caption" }, WORDS.due[language]),
    make("p", { class: "fine", part: "due" }, due.due?.replace("T", " ") ?? WORDS.open[language]),
    make(
      "p",
      { class: "standing" },
      light === undefined ? null : lightWord(light, language),
      make("span", { part: "state" }, stateWord(due.state, language)),
    ),
  ];
}

/** The way there, and the stages. */
export function reasons(due: DueRecord, language: Language): Content[] {
  const words = (list: readonly { readonly zh: string; readonly en: string }[]) => list.map((one) => one[language]);
  const stages = due.stages.map(({ title, due: last, state }) =>
    [title[language], last?.replace("T", " "), stateWord(state, language)].filter((word) => word !== undefined).join(" · "),
  );
  return [
    listed("warnings", WORDS.warnings[language], words(due.warnings), "ul"),
    listed("steps", WORDS.reasons[language], words(due.trace).filter((sentence) => sentence !== ""), "ol"),
    listed("stages", WORDS.stages[language], stages, "ul"),
    listed("assumptions", WORDS.toEstablish[language], words(due.assumptions), "ul"),
  ];
}

/** What the colours of the days mean. */
export function dayKey(days: readonly Day[], language: Language): Content {
  const kinds = [["counted", WORDS.counted], ["off", WORDS.off], ["stopped", WORDS.standing]] as const;
  const shown = kinds.filter(([kind]) => days.some((day) => day.kind === kind));
  if (shown.length === 0) return null;
  return make("p", { class: "help key" }, ...shown.map(([kind, words]) => make("span", { class: kind }, words[language])));
}

/** Every day with what it is to the limit. */
export function dayList(days: readonly Day[], due: DueRecord, language: Language): Content {
  if (days.length === 0) return null;
  const weekday = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  const kinds = { start: WORDS.start, counted: WORDS.counted, off: WORDS.off, stopped: WORDS.standing } as const;
  const rows = days.map(({ day, kind, count }) => {
    const lights = LIGHTS.filter((light) => due.lights[light] === day);
    const counted = count === null ? kinds[kind][language] : String(count);
    const words = day === due.due ? `${counted} · ${WORDS.due[language]}` : counted;
    return make(
      "tr",
      { class: kind, "aria-current": day === due.on && "date" },
      make("td", {}, day),
      make("td", {}, weekday.format(new Date(`${day}T00:00:00Z`))),
      make("td", {}, words, ...lights.map((light) => lightWord(light, language))),
    );
  });
  const head = [WORDS.day, WORDS.weekday, WORDS.count].map((words) => make("th", { scope: "col" }, words[language]));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  const box = make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": WORDS.dayList[language] }, table);
  return make("details", { part: "days" }, make("summary", {}, WORDS.dayList[language]), box);
}

function stateWord(state: State, language: Language): string {
  return WORDS[state === "stopped" ? "standing" : state][language];
}

function lightWord(light: "green" | (typeof LIGHTS)[number], language: Language): HTMLElement {
  return make("span", { class: `light-word ${light}`, part: "light" }, WORDS[light][language]);
}
