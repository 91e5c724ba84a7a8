// The page that shows it: what it is about stands in its address, and a rule that is changed is checked at once.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { PACKAGE, complaintsOf, open, serve } from "./support.mjs";

const PHONE = { width: 390, height: 844 };

async function demo(t, fragment, options) {
  const origin = await serve(t, { "/dist/": join(PACKAGE, "dist"), "/demo/": join(PACKAGE, "demo") });
  const opened = await open(t, `${origin}/demo/${fragment}`, options);
  await opened.page.locator("evenhand-form .fine, evenhand-form .missing, evenhand-due .answer p").first().waitFor({ state: "attached", timeout: 60_000 });
  const clean = () => {
    assert.deepEqual(opened.asked.filter((url) => !url.startsWith(`${origin}/`)), []);
    assert.deepEqual(opened.complaints, []);
  };
  return { ...opened, origin, clean };
}

const says = (locator, text) => locator.filter({ hasText: text }).first().waitFor();

test("an item is found, filled in, and shared by its address", async (t) => {
  const { page, clean } = await demo(t, "#lang=en");
  await says(page.locator("evenhand-form .fine"), "618.09 yuan");
  const before = await page.locator("evenhand-form circle.here").getAttribute("cx");
  await page.locator("evenhand-form #area").fill("4");
  await says(page.locator("evenhand-form .fine"), "962 yuan");
  assert.notEqual(await page.locator("evenhand-form circle.here").getAttribute("cx"), before);
  await says(page.locator("evenhand-form .tiers [aria-current]"), "above 3 up to 5 m2");
  await page.locator("#search").fill("dongying 46(4)");
  await page.locator("#items a").first().click();
  await says(page.locator("evenhand-form .missing"), "area occupied");
  await page.locator("evenhand-form #area").fill("16.8");
  await says(page.locator("evenhand-form .fine"), "1,680 yuan");
  assert.match(page.url(), /#lang=en&item=cn\.dongying\.city-appearance\/46-4&facts\.area=16\.8$/);
  const address = page.url();
  await page.locator("#language").click();
  await says(page.locator("evenhand-form .fine"), "1680元");
  await page.goto("about:blank");
  await page.goto(address);
  await says(page.locator("evenhand-form .fine"), "1,680 yuan");
  clean();
});

test("a time limit is found and reckoned", async (t) => {
  const { page, clean } = await demo(t, "#lang=en&limit=cn.administrative-licence-law/42&on=2026-02-10&events.accepted=2026-01-28");
  await says(page.locator("evenhand-due .fine"), "2026-03-03");
  assert.match(page.url(), /&on=2026-02-10&events\.accepted=2026-01-28$/);
  clean();
});

test("a rule that is changed counts at once, and its faults are found with a case", async (t) => {
  const { page, clean } = await demo(t, "#lang=en&item=cn.hangzhou.shop-display/1&facts.area=2.57&facts.repeat=false");
  await page.locator("#editor > summary").click();
  const rule = page.locator("#rule");
  const text = await rule.inputValue();
  assert.ok(text.includes('area = "(1..3]"'), text);
  await rule.fill(text.replaceAll("185 * area", "200 * area"));
  await says(page.locator("evenhand-form .fine"), "500 yuan");
  await rule.fill(text.replace('area = "(1..3]"', 'area = "(1..2]"'));
  const gap = page.locator("#findings li", { hasText: "gap" }).first();
  await gap.waitFor({ timeout: 60_000 });
  await gap.getByRole("button", { name: "show the case" }).click();
  await says(page.locator("evenhand-form .answer.refused"), "No result");
  await gap.getByRole("button", { name: "line" }).first().click();
  assert.notEqual(await rule.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd)), "");
  await rule.fill(text.replace("area = {", "aera = {"));
  await page.locator("#findings li.error").first().waitFor();
  await page.locator("#restore").click();
  assert.equal(await rule.inputValue(), text);
  await page.locator("evenhand-form #area").fill("2.57");
  await says(page.locator("evenhand-form .fine"), "475.45 yuan");
  clean();
});

for (const [colorScheme, language, viewport] of [["light", "zh", { width: 1280, height: 900 }], ["dark", "en", PHONE]]) {
  test(`axe finds nothing on the page, ${colorScheme}, ${language}`, async (t) => {
    const { page, clean } = await demo(t, `#lang=${language}`, { colorScheme, viewport });
    await page.locator("evenhand-form .fine").waitFor();
    await page.locator("#editor > summary").click();
    await page.locator("#rule").fill((await page.locator("#rule").inputValue()).replace('area = "(1..3]"', 'area = "(1..2]"'));
    await page.locator("#findings li").first().waitFor({ timeout: 60_000 });
    assert.deepEqual(await complaintsOf(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, "nothing is wider than the page");
    clean();
  });
}
