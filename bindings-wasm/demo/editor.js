// The document of what is chosen, as text that can be changed, with what the checks find in it.
import { RuleBook } from "../dist/esm/index.js";

const PACKS = "../dist/packs/";
const PAUSE = 300;
const find = (id) => document.getElementById(id);
const create = (tag, content = {}) => Object.assign(document.createElement(tag), content);

export class Editor {
  #page;
  #worker = null;
  #files = [];
  #edited = null;
  #document = null;
  #asked = 0;
  #pause;
  #findings = null;

  /** `page` tells where it stands, how to say something, and what is to be done when the rules change. */
  constructor(page) {
    this.#page = page;
    page.root.addEventListener("toggle", () => page.root.open && this.#check());
    find("rule").addEventListener("input", () => {
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => this.#change(), PAUSE);
    });
    find("restore").addEventListener("click", () => {
      find("rule").value = this.#edited.text;
      this.#change();
    });
  }

  /** Shows the document of an item or limit. */
  async open(id) {
    const document = id.split("/")[0];
    if (document === this.#document) return;
    const wasEdited = this.#isChanged();
    this.#document = document;
    const index = await (await fetch(`${PACKS}index.json`)).json();
    const packs = index.filter((pack) => pack.document === document);
    if (packs.length === 0) return;
    const files = await Promise.all(packs.map(async ({ path }) => ({ name: path, text: await (await fetch(PACKS + path)).text() })));
    if (document !== this.#document) return;
    // The last version is the one that is changed; the others stay as they are.
    const from = ({ text }) => /^from\s*=\s*(\S+)/m.exec(text)?.[1] ?? "";
    this.#files = files.sort((one, other) => (from(one) < from(other) ? -1 : 1));
    this.#edited = this.#files.at(-1);
    find("rule").value = this.#edited.text;
    const key = id.slice(id.indexOf("/") + 1);
    const place = this.#edited.text.split("\n").findIndex((line) => line.startsWith("[") && line.includes(key));
    find("rule").scrollTop = top(place);
    if (wasEdited) this.#page.changed(null);
    if (this.#page.root.open) this.#check();
  }

  /** Says all again in the language of the page. */
  speak() {
    if (this.#findings !== null) this.#show(this.#findings);
  }

  #isChanged() {
    return this.#edited !== null && find("rule").value !== this.#edited.text;
  }

  #texts() {
    return this.#files.map((file) => (file === this.#edited ? { ...file, text: find("rule").value } : file));
  }

  #change() {
    try {
      this.#page.changed(this.#isChanged() ? RuleBook.load(this.#texts()) : null);
    } catch (error) {
      // Its faults are among the findings; until they are mended, the rules before them count.
      if (error.name !== "RuleError") throw error;
    }
    this.#check();
  }

  #check() {
    if (this.#edited === null) return;
    if (this.#worker === null) {
      this.#worker = new Worker(new URL("check.js", import.meta.url), { type: "module" });
      this.#worker.addEventListener("message", ({ data: { asked, findings } }) => asked === this.#asked && this.#show(findings));
    }
    find("found").textContent = this.#page.say("checking");
    this.#asked += 1;
    this.#worker.postMessage({ asked: this.#asked, files: this.#texts() });
  }

  #show(findings) {
    this.#findings = findings;
    const { say } = this.#page;
    find("found").textContent = findings.length === 0 ? say("clean") : say("faults", findings.length);
    find("findings").replaceChildren(...findings.map((finding) => this.#line(finding)));
  }

  #line({ severity, code, message, places, witness, item }) {
    const { say } = this.#page;
    const line = create("li", { className: severity });
    const head = create("p", { className: "kind", textContent: `${say(severity)} · ${code}` });
    const text = create("p", { textContent: message[this.#page.language()] });
    const links = create("p", { className: "links" });
    for (const place of places.filter(({ file }) => file === this.#edited.name)) {
      const button = create("button", { type: "button", textContent: say("line", place.line) });
      button.addEventListener("click", () => go(place.line));
      links.append(button);
    }
    if (witness !== null && item !== null) {
      const button = create("button", { type: "button", textContent: say("show") });
      button.addEventListener("click", () => {
        this.#page.shown(item, witness);
        find("form").scrollIntoView({ block: "start" });
        find("form").focus({ preventScroll: true });
      });
      links.append(button);
    }
    line.append(head, text, links);
    return line;
  }
}

/** Marks a line of the text, and brings it into view. */
function go(number) {
  const rule = find("rule");
  const lines = rule.value.split("\n");
  const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  rule.focus();
  rule.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
  rule.scrollTop = top(number - 3);
}

/** How far the text is scrolled when this many lines are above. */
function top(lines) {
  return Math.max(0, lines * Number.parseFloat(getComputedStyle(find("rule")).lineHeight));
}
