// Takes the pictures of the README, `docs/pictures`, from the page in `demo`: `node pictures.mjs` after a build.
// Those that are there were then brought to 96 colours, to a third of their size.
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { PACKAGE, open, serve } from "./tests/support.mjs";

const FOLDER = join(PACKAGE, "../docs/pictures");
const CASE = "item=cn.hangzhou.shop-display/1&facts.area=2.57&facts.repeat=true&acted=2026-11-20&decided=2026-11-21";
const YOUNG = "item=cn.dongying.city-appearance/46-4&facts.area=16.8&facts.age=16&facts.party=individual&acted=2026-11-20&decided=2026-11-21";
const LIMIT = "limit=cn.administrative-licence-law/42&on=2026-03-23&events.accepted=2026-01-28&events.stopped=2026-02-03:expert-review&events.resumed=2026-02-10&events.extended=2026-02-26";
const [DESKTOP, PHONE] = [{ width: 1280, height: 900 }, { width: 390, height: 844 }];

const PICTURES = [
  { name: "demo-desktop-en", fragment: `lang=en&${CASE}`, viewport: DESKTOP, colorScheme: "light" },
  { name: "demo-dark-zh", fragment: `lang=zh&${CASE}`, viewport: DESKTOP, colorScheme: "dark" },
  { name: "form-phone-zh", fragment: `lang=zh&${CASE}`, viewport: PHONE, colorScheme: "light", at: "evenhand-form" },
  { name: "form-circumstances-en", fragment: `lang=en&${YOUNG}`, viewport: { width: 1280, height: 1150 }, colorScheme: "light", at: "evenhand-form", unfolds: true },
  { name: "due-desktop-en", fragment: `lang=en&${LIMIT}`, viewport: DESKTOP, colorScheme: "light" },
];

const after = [];
const life = { after: (end) => after.push(end) };
mkdirSync(FOLDER, { recursive: true });
const origin = await serve(life, { "/dist/": join(PACKAGE, "dist"), "/demo/": join(PACKAGE, "demo") });
for (const { name, fragment, viewport, colorScheme, at, unfolds } of PICTURES) {
  const { page } = await open(life, `${origin}/demo/#${fragment}`, { viewport, colorScheme, reducedMotion: "reduce", locale: fragment.includes("lang=zh") ? "zh-CN" : "en-US" });
  await page.locator("evenhand-form .fine, evenhand-due .fine").first().waitFor({ timeout: 60_000 });
  if (unfolds) await page.locator(".general").evaluate((element) => { element.open = true; });
  if (at) await page.locator(at).evaluate((element) => element.scrollIntoView());
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path });
  console.log(path, statSync(path).size);
}
for (const end of after.reverse()) await end();
