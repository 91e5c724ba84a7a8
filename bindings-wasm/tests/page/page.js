// A page without any tool: the package as files of a static server.
import { Calendar, RuleBook, RuleError, init } from "/package/esm/index.js";
import * as full from "/package/esm/full.js";
import { runVectors } from "/tests/vectors.mjs";

const show = (id, text) => {
  document.getElementById(id).textContent = text;
};

try {
  await init();
  const book = await RuleBook.bundledDocuments(["cn.dongying.city-appearance"]);
  const item = book.on("2026-11-21").item("cn.dongying.city-appearance/46-4");
  show("fine", item.assess({ area: 16.8 }).fine.max);

  const read = async (path) => (await fetch(`/vectors/${path}`)).text();
  const list = async (folder) => JSON.parse(await read(`lists/${folder}.json`));
  const base = await runVectors({ Calendar, RuleBook, RuleError }, { read, list });
  await full.init();
  const again = await runVectors(full, { read, list });
  show("vectors", JSON.stringify([base, again]));
} catch (error) {
  show("vectors", String(error.stack));
}
