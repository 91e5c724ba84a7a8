// The JSON Schema of an item's facts, in the hands of a library that makes forms of schemas.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RuleBook } from "evenhand";
import Form from "@rjsf/core";
import validator from "@rjsf/validator-ajv8";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

const book = await RuleBook.bundled();
const DAY = "2026-11-21";

test("a form of an item, labelled in both languages", () => {
  const item = book.on(DAY).item("cn.guangdong.ecology/4.7");
  for (const language of ["zh", "en"]) {
    const page = renderToStaticMarkup(createElement(Form.default ?? Form, { schema: item.factsSchema(language), validator }));
    for (const fact of item.facts) {
      assert.ok(page.includes(fact.label[language]), fact.label[language]);
      if (fact.type !== "string") continue;
      for (const value of fact.values) assert.ok(page.includes(value[language]), value[language]);
    }
    assert.match(page, /type="number"/);
  }
});

test("every schema is one, names the facts of its item, and refuses what is no value of them", () => {
  let count = 0;
  for (const { id } of book.on(DAY).powers()) {
    const item = book.on(DAY).item(id);
    const schema = item.factsSchema("en");
    const { errors } = validator.rawValidation(schema, {});
    assert.equal(errors, undefined, id);
    assert.deepEqual(Object.keys(schema.properties), item.facts.map((fact) => fact.fact));
    for (const fact of item.facts) {
      const refused = validator.rawValidation(schema, { [fact.fact]: { wrong: true } });
      assert.ok(refused.errors?.length > 0, `${id}: ${fact.fact}`);
    }
    count += 1;
  }
  assert.ok(count > 100);
});

test("a value out of range is refused by the schema as by the item", () => {
  const item = book.on(DAY).item("cn.dongying.city-appearance/46-4");
  const schema = item.factsSchema("en");
  const takes = (area) => validator.rawValidation(schema, { area }).errors === undefined;
  const assesses = (area) => {
    try {
      return item.assess({ area }).outcome === "fine";
    } catch {
      return false;
    }
  };
  for (const area of [0, -1, 0.01, 16.8, 1e9, "16.8x", true]) assert.equal(takes(area), assesses(area), String(area));
});
