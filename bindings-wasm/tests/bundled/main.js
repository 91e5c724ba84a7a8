// Rules as texts of the bundle, and the module as one of its files.
import { RuleBook, init } from "evenhand/full";
import { check } from "evenhand/full";
import "evenhand/form";
import text from "evenhand/packs/cn/dongying/city-appearance.toml?raw";

const show = (text) => {
  document.getElementById("fine").textContent = text;
};

try {
  await init();
  const book = RuleBook.load([{ name: "city-appearance.toml", text }]);
  const fine = book.on("2026-11-21").item("cn.dongying.city-appearance/46-4").assess({ area: 16.8 }).fine.max;
  const gap = `
format = 1
id = "xx.town.stalls"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-22 }
in-force = { from = 2026-01-01 }
facts.area = { type = "number", unit = "m2", range = "(0..100]", decimals = 2 }

[penalty.1]
title = { zh = "占道经营", en = "stall on the pavement" }
basis = "article 1"
tiers = [{ area = "< 10", fine = 100 }, { area = "> 10", fine = 200 }]
`;
  const found = check(RuleBook.load([{ name: "gap.toml", text: gap }])).map((finding) => finding.check);
  const form = Object.assign(document.createElement("evenhand-form"), { book, item: "cn.dongying.city-appearance/46-4" });
  form.value = { area: 16.8 };
  document.body.append(form);
  show(`${fine} ${found.find((check) => check === "gap")} ${form.outcome.fine.max}`);
} catch (error) {
  show(String(error.stack));
}
