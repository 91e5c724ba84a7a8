// The package in Chromium: as files of a static server and out of a bundler, under a strict content security policy.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "vite";

import { PACKAGE, VECTORS, open, project, serve, vectorFiles } from "./support.mjs";

/** What a page shows once it shows something. */
async function shown(page, id) {
  await page.waitForFunction((id) => document.getElementById(id).textContent !== "", id, { timeout: 120_000 });
  return page.textContent(`#${id}`);
}

test("a plain page: the vectors, byte for byte, and no request leaves it", async (t) => {
  const folder = project(t);
  const vectors = join(folder, "vectors");
  cpSync(VECTORS, vectors, { recursive: true });
  mkdirSync(join(vectors, "lists"));
  for (const name of ["packs", "general", "limits"]) {
    writeFileSync(join(vectors, "lists", `${name}.json`), JSON.stringify(await vectorFiles.list(name)));
  }
  const origin = await serve(t, {
    "/package/": join(folder, "node_modules/evenhand/dist"),
    "/vectors/": vectors,
    "/tests/": join(PACKAGE, "tests"),
    "/": join(PACKAGE, "tests/page"),
  });
  const { page, asked, complaints } = await open(t, `${origin}/`);
  assert.equal(await shown(page, "fine"), "1680");
  const told = await shown(page, "vectors");
  assert.match(told, /^\[/, told);
  const [base, full] = JSON.parse(told);
  assert.deepEqual([base.faults, full.faults], [[], []]);
  assert.ok(base.cases > 400 && full.cases > base.cases + 150, `${base.cases} and ${full.cases} cases`);
  assert.deepEqual(asked.filter((url) => !url.startsWith(`${origin}/`)), []);
  assert.deepEqual(complaints, []);
});

test("a page out of Vite", async (t) => {
  const folder = project(t);
  cpSync(join(PACKAGE, "tests/bundled"), folder, { recursive: true });
  await build({ root: folder, logLevel: "error", configFile: false, build: { outDir: "made", assetsInlineLimit: 0 } });
  const origin = await serve(t, { "/": join(folder, "made") });
  const { page, asked, complaints } = await open(t, `${origin}/`);
  assert.equal(await shown(page, "fine"), "1680 gap 1680");
  assert.deepEqual(asked.filter((url) => !url.startsWith(`${origin}/`)), []);
  assert.deepEqual(complaints, []);
});
