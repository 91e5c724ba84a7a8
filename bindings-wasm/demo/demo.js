// The page: what is chosen, in the form, in the address, in the editor.
import "../dist/form.js";
import "../dist/due.js";
import { RuleBook, init } from "../dist/esm/index.js";
import { entriesOf, list } from "./choice.js";
import { Editor } from "./editor.js";
import { read, written } from "./state.js";
import { WORDS } from "./words.js";

/** What is shown where the address names nothing: the case at the head of the README. */
const EXAMPLE = { item: "cn.hangzhou.shop-display/1", facts: { area: "2.57", repeat: "true" } };
const find = (id) => document.getElementById(id);
const [form, due, search] = [find("form"), find("due"), find("search")];
const say = (name) => WORDS[name][language];

let state = read(location.hash);
let language = state.language ?? (navigator.language.startsWith("zh") ? "zh" : "en");
let book;
let entries = [];
let wasWritten = "";

const editor = new Editor({
  root: find("editor"),
  say: (name, ...values) => values.reduce((text, value) => text.replace("{}", value), say(name)),
  language: () => language,
  changed: (edited) => {
    form.book = edited === null ? book : edited.completedBy(book);
    due.book = form.book;
  },
  shown: (item, facts) => open({ ...state, item, limit: null, facts }),
});

/** Puts a state into the page. */
function open(next) {
  // An id that there is not is for the form to tell.
  const isItem = next.item !== null;
  const id = next.item ?? next.limit;
  state = next;
  form.hidden = !isItem;
  due.hidden = isItem;
  if (isItem) {
    form.item = id;
    form.value = state.facts;
  } else {
    if (state.on) due.setAttribute("on", state.on);
    due.limit = id;
    due.value = state.events;
  }
  void editor.open(id);
  const title = entries.find((entry) => entry.id === id)?.title[language] ?? id;
  document.title = `${title} · 准绳 Evenhand`;
  write();
  choose();
}

/** Puts the state into the address, so that a link shares it. */
function write() {
  const facts = state.item === null ? {} : form.value;
  const events = state.limit === null ? [] : due.value;
  wasWritten = written({ ...state, language, facts, events });
  history.replaceState(null, "", wasWritten);
}

function choose() {
  const href = ({ kind, id }) => written({ language, item: null, limit: null, facts: {}, events: [], [kind]: id });
  const told = list(find("items"), entries, {
    query: search.value, language, chosen: state.item ?? state.limit, limits: say("limits"), href,
  });
  const words = told.found === told.shown ? say("found") : say("first").replace("{}", told.found);
  find("count").textContent = words.replace("{}", told.shown);
}

function speak() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  find("language").lang = language === "zh" ? "en" : "zh-CN";
  find("rule").setAttribute("aria-label", say("edit"));
}

form.addEventListener("evenhand-outcome", () => state.item !== null && write());
due.addEventListener("evenhand-due", ({ detail }) => {
  if (state.limit === null) return;
  if (detail.due !== null) state.on = detail.due.on;
  write();
});
search.addEventListener("input", choose);
window.addEventListener("hashchange", () => {
  if (location.hash === wasWritten) return;
  const next = read(location.hash);
  if (next.language !== null && next.language !== language) {
    language = next.language;
    speak();
  }
  open(next);
  scrollTo({ top: matchMedia("(max-width: 60rem)").matches ? find("form").closest("main").offsetTop : 0 });
});
find("language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  speak();
  open({ ...state, facts: form.value, events: due.value });
  editor.speak();
});
find("share").addEventListener("click", async ({ target }) => {
  await navigator.clipboard?.writeText(location.href);
  target.textContent = say("shared");
  setTimeout(() => {
    target.textContent = say("share");
  }, 2000);
});

speak();
find("count").textContent = say("loading");
try {
  await init();
  book = await RuleBook.bundled();
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  entries = entriesOf(book.on(day));
  form.book = book;
  due.book = book;
  open(state.item === null && state.limit === null ? { ...state, ...EXAMPLE } : state);
} catch (error) {
  find("trouble").textContent = String(error);
  throw error;
}
