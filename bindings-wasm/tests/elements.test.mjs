// The elements in Chromium: by keyboard, in forms, for those who do not see them, under a strict content security policy.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { PACKAGE, VECTORS, complaintsOf, digestOf, office, open, packsOf, project, serve, vectorFiles } from "./support.mjs";

const STALL = "cn.dongying.city-appearance/46-4";
const PHONE = { width: 390, height: 844 };

/** A page with elements of the packed package; what it asks for and complains of is looked at when the test ends. */
async function page(t, name, options) {
  const folder = project(t);
  const origin = await serve(t, {
    "/evenhand/": join(folder, "node_modules/evenhand/dist"),
    "/rules/": join(folder, "node_modules/evenhand/dist"),
    "/": join(PACKAGE, "tests/elements"),
  });
  const opened = await open(t, `${origin}/${name}`, options);
  const clean = () => {
    assert.deepEqual(opened.asked.filter((url) => !url.startsWith(`${origin}/`)), []);
    assert.deepEqual(opened.complaints, []);
  };
  return { ...opened, origin, clean, packs: join(folder, "node_modules/evenhand/dist/packs") };
}

const fine = (page, element = "evenhand-form") => page.locator(`${element} .fine`);
const says = (locator, text) => locator.filter({ hasText: text }).first().waitFor();

test("two lines of HTML are a form that works by keyboard", async (t) => {
  const { page: here, clean } = await page(t, "two-lines.html");
  await says(here.locator("evenhand-form .missing"), "area occupied");
  await here.keyboard.press("Tab");
  await here.keyboard.type("16.8");
  await says(fine(here), "1,680 yuan");
  await says(here.locator("evenhand-form .steps"), "The fine is the smaller of 100 yuan/m² × 16.8 m² and 2,000 yuan = 1,680 yuan.");
  // Digits of a Chinese keyboard.
  await here.keyboard.press("Control+A");
  await here.keyboard.insertText("２０.01");
  await says(fine(here), "2,000 yuan");
  await here.keyboard.press("Control+A");
  await here.keyboard.type("sixteen");
  await says(here.locator("evenhand-form .fault:not([hidden])"), "area occupied");
  assert.equal(await here.getAttribute("evenhand-form #area", "aria-invalid"), "true");
  // The precondition: an arrow key chooses, and the answer follows.
  await here.keyboard.press("Control+A");
  await here.keyboard.type("3");
  await here.keyboard.press("Tab");
  await here.keyboard.press("ArrowUp");
  await says(fine(here), "This item does not apply");
  clean();
});

test("it speaks Chinese where the page does, and keeps what was entered", async (t) => {
  const { page: here, clean } = await page(t, "two-lines.html");
  await here.locator("evenhand-form #area").fill("16.8");
  await here.evaluate(() => { document.documentElement.lang = "zh-CN"; });
  await says(fine(here), "1680元");
  await says(here.locator("evenhand-form label"), "占用面积");
  await here.locator("evenhand-form #area").fill("");
  await says(here.locator("evenhand-form .missing"), "占用面积");
  await here.locator("evenhand-form #area").fill("-1");
  await says(here.locator("evenhand-form .caption"), "不能得出结果");
  clean();
});

test("rules from elsewhere, and rules that are not there", async (t) => {
  const { page: here, asked, complaints } = await page(t, "two-lines.html");
  const form = here.locator("evenhand-form");
  await form.locator(".missing").waitFor();
  await form.evaluate((element) => { element.setAttribute("base", "/rules"); element.item = "cn.hangzhou.shop-display/1"; });
  await says(form.locator(".missing"), "area occupied");
  await says(form.locator("[part=illustration]"), "Illustration");
  assert.ok(asked.some((url) => url.endsWith("/rules/packs/cn/hangzhou/shop-display.toml")), asked.join(" "));
  assert.deepEqual(complaints, []);
  await form.evaluate((element) => { element.item = "cn.dongying.city-appearance/46-99"; });
  await says(form.locator(".answer.refused"), "cn.dongying.city-appearance/46-99");
  assert.ok(await form.evaluate((element) => element.validity.customError));
  assert.ok(await form.locator(".diagram").isHidden());
  await form.evaluate((element) => { element.setAttribute("base", "/nowhere"); });
  await says(form.locator(".answer.refused"), "packs/index.json");
});

test("what the general law asks, folded away and by keyboard", async (t) => {
  const { page: here, clean } = await page(t, "two-lines.html");
  const form = here.locator("evenhand-form");
  const general = form.locator(".general");
  await form.locator("#area").fill("16.8");
  await says(fine(here), "1,680 yuan");
  assert.equal(await general.evaluate((element) => element.open), false);
  assert.ok(await form.locator("#age").isHidden());
  // From the facts of the item on: the fold opens by a key, and its questions follow.
  await general.locator("summary").focus();
  await here.keyboard.press("Enter");
  await form.locator("#age").waitFor();
  assert.equal(await form.getByLabel("kind of party").count(), 1);
  for (let press = 0; press < 40 && (await form.evaluate((element) => element.shadowRoot.activeElement?.id)) !== "age"; press += 1) await here.keyboard.press("Tab");
  await here.keyboard.type("13");
  await says(fine(here), "No penalty");
  await says(general.locator("summary"), "(1 given)");
  await form.locator("#age").fill("16");
  await form.locator("#merit").selectOption({ label: "yes" });
  await says(general.locator("summary"), "(2 given)");
  const same = await form.evaluate(async (element) => {
    const { RuleBook } = await import("/evenhand/esm/index.js");
    const book = await RuleBook.bundledDocuments(["cn.dongying.city-appearance"]);
    const { decided, ...facts } = element.value;
    const day = element.outcome.days.decided;
    return element.outcome.toJson() === book.assess(element.item, { facts, decided: day }).toJson() && facts.age === "16" && facts.merit === "true";
  });
  assert.ok(same);
  await says(form.locator(".circumstances"), "14 or older, but under 18");
  // A fault in it is shown where it is.
  await form.locator("#age").fill("-1");
  await general.evaluate((element) => { element.open = false; });
  await form.locator("#age").evaluate((input) => input.dispatchEvent(new Event("input", { bubbles: true })));
  await says(form.locator(".general .fault:not([hidden])"), "age at the time of the act");
  assert.equal(await general.evaluate((element) => element.open), true);
  await form.locator("#age").fill("");
  await here.evaluate(() => { document.documentElement.lang = "zh-CN"; });
  await says(general.locator("summary"), "法定情节与程序（已填写1项）");
  await says(form.locator(".general label"), "当事人类型");
  await form.evaluate((element) => { element.item = "cn.hangzhou.shop-display/1"; });
  await says(form.locator(".missing"), "占用面积");
  assert.equal(await general.locator("summary").textContent(), "法定情节与程序");
  clean();
});

test("whose rules it runs, and none but those with the digest", async (t) => {
  const { page: here, clean, asked, packs } = await page(t, "two-lines.html");
  const form = here.locator("evenhand-form");
  const origin = form.locator(".origin");
  const files = packsOf(packs, "cn.dongying.city-appearance");
  const digests = files.map((file) => digestOf(readFileSync(file)));
  const ordinance = files.find((file) => file.endsWith("city-appearance.toml"));
  const own = digestOf(readFileSync(ordinance));
  await says(origin.locator("summary"), `in force from 2016-12-01 · sha256 ${own.slice(0, 12)} · not checked against any digest or key`);
  await form.evaluate((element, all) => element.setAttribute("digest", all.join(" ")), digests);
  await says(origin.locator("summary"), "has a digest that this page requires");
  await form.locator("#area").fill("16.8");
  await says(fine(here), "1,680 yuan");
  assert.ok(await origin.locator("code").isHidden());
  await origin.locator("summary").focus();
  await here.keyboard.press("Enter");
  await says(origin.locator("code"), own);
  await says(origin.locator("dd"), "东营市");

  // One byte of the file is another now.
  const text = readFileSync(ordinance, "utf8");
  writeFileSync(ordinance, text.replace("100 * area", "101 * area"));
  await form.evaluate((element) => element.setAttribute("base", "/rules"));
  await says(form.locator(".answer.refused"), "city-appearance.toml: none of the trusted digests is that of this file");
  assert.ok(await form.evaluate((element) => element.outcome === null && element.validity.customError));
  assert.equal(await fine(here).count(), 0);
  assert.equal(await origin.count(), 0);
  await here.evaluate(() => { document.documentElement.lang = "zh-CN"; });
  await says(form.locator(".answer.refused"), "cn/dongying/city-appearance.toml：文件不是本页要求的那一份：摘要不同");
  await form.evaluate((element) => element.setAttribute("digest", "d4d5"));
  await says(form.locator(".answer.refused"), "要求的摘要不是64位十六进制数字");
  assert.ok(!asked.some((url) => url.includes("/full")), asked.join(" "));
  clean();
});

test("none but those that an office has signed", async (t) => {
  const { page: here, clean, asked, packs } = await page(t, "two-lines.html");
  const form = here.locator("evenhand-form");
  const [one, other] = [office(), office()];
  for (const file of packsOf(packs, "cn.dongying.city-appearance")) writeFileSync(`${file}.minisig`, one.signature(readFileSync(file)));
  await form.evaluate((element, key) => element.setAttribute("key", key), one.key);
  await says(form.locator(".origin summary"), "signed with a key that this page requires");
  assert.ok(asked.some((url) => url.includes("/full/raw_bg.wasm")));
  await form.locator("#area").fill("16.8");
  await says(fine(here), "1,680 yuan");
  await form.evaluate((element, key) => element.setAttribute("key", key), other.key);
  await says(form.locator(".answer.refused"), "the signature is not that of this file by a trusted key");
  await form.evaluate((element, keys) => element.setAttribute("key", keys), `${other.key} ${one.key}`);
  await says(fine(here), "1,680 yuan");
  await here.locator("evenhand-form .origin summary").click();
  await says(form.locator(".origin dd"), one.key);
  clean();
});

test("a time limit by none but those rules", async (t) => {
  const { page: here, clean, packs } = await page(t, "forms.html");
  const due = here.locator("evenhand-due");
  const files = packsOf(packs, "cn.administrative-licence-law");
  for (const file of files) writeFileSync(`${file}.minisig`, "nobody");
  const one = office();
  await due.locator("#accepted").fill("2026-01-28");
  await says(fine(here, "evenhand-due"), "2026-03-03");
  await due.evaluate((element, key) => element.setAttribute("key", key), one.key);
  await says(due.locator(".answer.refused"), "the signature is not one that minisign writes");
  assert.ok(await due.evaluate((element) => element.due === null && !element.validity.valid));
  await due.evaluate((element, digests) => element.setAttribute("digest", digests), files.map((file) => digestOf(readFileSync(file))).join(" "));
  await says(fine(here, "evenhand-due"), "2026-03-03");
  clean();
});

test("it submits with a form, or says what is missing", async (t) => {
  const { page: here, origin, clean } = await page(t, "forms.html");
  const form = here.locator("evenhand-form");
  await says(form.locator(".missing"), "area occupied");
  const state = (name) => form.evaluate((element, key) => element.validity[key], name);
  assert.ok(await state("valueMissing"));
  assert.match(await form.evaluate((element) => element.validationMessage), /area occupied/);
  await here.locator("#case > button").first().click();
  assert.ok(here.url().endsWith("/forms.html"), "an empty form must not be submitted");
  for (const [text, flag] of [["x", "badInput"], ["-1", "rangeOverflow"], ["1.234", "stepMismatch"]]) {
    await form.locator("#area").fill(text);
    assert.ok(await state(flag), `${text}: ${flag}`);
  }
  const heard = await form.evaluate((element) => {
    element.heard = [];
    for (const name of ["input", "change", "evenhand-outcome"]) {
      element.form.addEventListener(name, (event) => element.heard.push([event.type, event.target === element, event.detail?.outcome?.fine?.max]));
    }
    return element.heard.length;
  });
  assert.equal(heard, 0);
  await form.locator("#area").fill("16.8");
  await form.locator("#area").blur();
  const events = await form.evaluate((element) => element.heard);
  assert.deepEqual(events.map(([name, isHost]) => [name, isHost]).sort(), [["change", true], ["evenhand-outcome", true], ["input", true]]);
  assert.equal(events.find(([name]) => name === "evenhand-outcome")[2], "1680");
  const outcome = await form.evaluate((element) => JSON.stringify(element.outcome));

  await here.locator("#case > button[type=reset]").click();
  assert.equal(await form.locator("#area").inputValue(), "");
  assert.ok(await state("valueMissing"));
  await here.locator("#case").evaluate((element) => { element.prepend(Object.assign(document.createElement("fieldset"), { id: "off", disabled: true })); });
  await form.evaluate((element) => document.getElementById("off").append(element));
  assert.ok(await form.locator("#area").isDisabled());
  await form.evaluate((element) => { document.getElementById("off").disabled = false; element.value = { area: 16.8 }; });
  assert.ok(await form.locator("#area").isEnabled());
  const [request] = await Promise.all([here.waitForRequest(`${origin}/submitted.html`), form.locator("#area").press("Enter")]);
  assert.deepEqual(Object.fromEntries(new URLSearchParams(request.postData())), { item: STALL, decided: "2026-11-21", "facts.area": "16.8", outcome });
  await here.waitForURL(`${origin}/submitted.html`);
  // Back again, the browser restores what was entered.
  await here.goBack();
  await says(fine(here), "1,680 yuan");
  clean();
});

test("the fine is that of the vectors", async (t) => {
  const { page: here, clean } = await page(t, "forms.html");
  const files = async (folder) => Promise.all((await vectorFiles.list(folder)).map(async (name) => ({ name, text: await vectorFiles.read(`${folder}/${name}`) })));
  const vectors = JSON.parse(readFileSync(join(VECTORS, "cases.json"), "utf8")).cases;
  const told = await here.locator("evenhand-form").evaluate(async (form, { packs, vectors }) => {
    const { RuleBook } = globalThis.evenhand;
    await globalThis.evenhand.init();
    const book = RuleBook.load(packs).completedBy(await RuleBook.bundled(new URL("/evenhand/", location.href)));
    form.book = book;
    const faults = [];
    let fines = 0;
    for (const { name, item, days, facts, expect } of vectors) {
      form.item = item;
      form.value = { ...facts, ...Object.fromEntries(Object.entries(days).filter(([, day]) => day !== null)) };
      const said = form.shadowRoot.querySelector(".answer").textContent;
      if (expect.error) {
        if (form.outcome !== null || form.validity.valid) faults.push(`${name}: expected ${expect.error}`);
        continue;
      }
      if (form.outcome === null) {
        faults.push(`${name}: ${said}`);
        continue;
      }
      const bytes = book.assess(item, { facts, ...days }).toJson();
      if (form.outcome.toJson() !== bytes) faults.push(`${name}: other bytes`);
      if (!expect.fine) continue;
      fines += 1;
      const grouped = (text) => text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
      const { min, max } = expect.fine;
      const words = min === max ? `${grouped(min)} yuan` : `${grouped(min)} to ${grouped(max)} yuan`;
      if (!said.includes(words)) faults.push(`${name}: expected ${words}, it says ${said}`);
    }
    return { faults, fines };
  }, { packs: await files("general"), vectors });
  assert.deepEqual(told.faults, []);
  assert.ok(told.fines > 100, `${told.fines} fines`);
  clean();
});

test("every item has its form", async (t) => {
  const { page: here, clean } = await page(t, "forms.html");
  const told = await here.locator("evenhand-form").evaluate(async (form) => {
    const { RuleBook, init } = globalThis.evenhand;
    await init();
    const book = await RuleBook.bundled(new URL("/evenhand/", location.href));
    form.book = book;
    const faults = [];
    const powers = book.on("2026-11-21").powers();
    for (const { id } of powers) {
      form.item = id;
      const { facts } = book.on("2026-11-21").item(id);
      const labels = [...form.shadowRoot.querySelectorAll(".facts [part=label]")].map((label) => label.textContent);
      if (JSON.stringify(labels) !== JSON.stringify(facts.map(({ label }) => label.en))) faults.push(`${id}: ${labels}`);
      for (const { fact, type } of facts) {
        const control = form.shadowRoot.querySelector(`#${CSS.escape(fact)}, [name="${fact}"]`);
        const kinds = { number: ["text"], date: ["date"], boolean: ["radio"], string: ["radio", "select-one"] };
        if (!kinds[type].includes(control?.type)) faults.push(`${id}: ${fact} is ${control?.type}`);
      }
    }
    return { faults, count: powers.length };
  });
  assert.deepEqual(told.faults, []);
  assert.ok(told.count > 400, `${told.count} items`);
  clean();
});

test("a time limit, its stop and its lights", async (t) => {
  const { page: here, clean } = await page(t, "forms.html");
  const due = here.locator("evenhand-due");
  await says(due.locator(".missing"), "application accepted");
  await due.locator("#accepted").fill("2026-01-28");
  await says(fine(here, "evenhand-due"), "2026-03-03");
  await due.locator("#extended-0").fill("2026-02-26");
  await due.getByRole("button", { name: "Add a stop" }).click();
  await here.keyboard.type("02032026");
  await due.locator("#reason-1").selectOption({ label: "expert review" });
  await due.locator("#resumed-1").fill("2026-02-10");
  await says(fine(here, "evenhand-due"), "2026-03-24");
  await says(due.locator(".light-word"), "hint");
  await due.locator("summary", { hasText: "Day by day" }).click();
  const rows = await due.locator("tbody tr").evaluateAll((lines) => lines.map((line) => [...line.cells].map((cell) => cell.textContent)));
  const day = Object.fromEntries(rows.map(([date, , count]) => [date, count]));
  // The worked Saturday of the Spring Festival counts, the festival and the stop do not.
  assert.deepEqual(
    ["2026-01-28", "2026-01-29", "2026-02-03", "2026-02-04", "2026-02-10", "2026-02-14", "2026-02-17", "2026-03-23", "2026-03-24"].map((date) => day[date]),
    ["start", "1", "4", "stopped", "stopped", "8", "not counted", "29hint", "30 · Dueyellow"],
  );
  const json = await due.evaluate((element) => JSON.stringify(element.due));
  await here.locator("#time > button").first().click();
  await here.waitForURL("**/submitted.html?*");
  const sent = [...new URL(here.url()).searchParams];
  assert.deepEqual(sent, [
    ["time.limit", "cn.administrative-licence-law/42"], ["time.on", "2026-03-23"], ["time.events.accepted", "2026-01-28"],
    ["time.events.stopped", "2026-02-03:expert-review"], ["time.events.resumed", "2026-02-10"],
    ["time.events.extended", "2026-02-26"], ["time.due", json],
  ]);
  clean();
});

test("every limit has its form", async (t) => {
  const { page: here, clean } = await page(t, "forms.html");
  const told = await here.locator("evenhand-due").evaluate(async (element) => {
    const { RuleBook, init } = globalThis.evenhand;
    await init();
    const book = await RuleBook.bundled(new URL("/evenhand/", location.href));
    element.book = book;
    const faults = [];
    let later = 0;
    const limits = book.on("2026-03-23").limits();
    for (const { limit, counting } of limits) {
      element.limit = limit;
      const heard = new Promise((resolve) => element.addEventListener("evenhand-due", ({ detail }) => resolve(detail), { once: true }));
      await heard;
      const day = counting.length.unit === "hours" ? "2026-03-20T09:00" : "2026-03-20";
      const told = new Promise((resolve) => element.addEventListener("evenhand-due", ({ detail }) => resolve(detail), { once: true }));
      element.value = [[counting.from ?? counting.before, day]];
      const { due, error } = await told;
      // A limit of years ends where no calendar is known yet, and says so.
      if (error?.code === "missing-year") later += 1;
      else if (due === null) faults.push(`${limit}: ${error.message}`);
    }
    return { faults, later, count: limits.length };
  });
  assert.deepEqual(told.faults, []);
  assert.ok(told.count > 60 && told.later < 6, `${told.count} limits, ${told.later} beyond the calendar`);
  clean();
});

for (const [colours, language, viewport] of [["light", "en", undefined], ["dark", "zh", PHONE]]) {
  test(`axe finds nothing, ${colours}, ${language}`, async (t) => {
    const { page: here, clean } = await page(t, "forms.html", { colorScheme: colours, ...(viewport && { viewport }) });
    await here.evaluate((lang) => { document.documentElement.lang = lang; }, language);
    const look = async (what) => assert.deepEqual(await complaintsOf(here), [], what);
    await here.locator("evenhand-form .missing").waitFor();
    await here.locator("evenhand-due .missing").waitFor();
    await look("empty");
    await here.locator("evenhand-form #area").fill("-1");
    await look("refused");
    for (const [item, facts] of [
      ["cn.hangzhou.shop-display/1", { area: 2.57, repeat: true }],
      ["cn.guangdong.ecology/4.7", { tonnes: 5, days: 4, disposal_cost: 50000, region: "ordinary" }],
    ]) {
      await here.locator("evenhand-form").evaluate((element, [item, facts]) => { element.item = item; element.value = facts; }, [item, facts]);
      await here.locator("evenhand-form .fine").waitFor();
      for (const details of await here.locator("evenhand-form details").all()) await details.evaluate((element) => { element.open = true; });
      await look(item);
    }
    await here.locator("evenhand-due #accepted").fill("2026-01-28");
    await here.locator("evenhand-due .fine").waitFor();
    for (const details of await here.locator("evenhand-due details").all()) await details.evaluate((element) => { element.open = true; });
    await look("due");
    const wide = await here.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, "nothing is wider than the page");
    clean();
  });
}
