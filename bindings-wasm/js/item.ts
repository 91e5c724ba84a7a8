import type * as raw from "#raw";

import { RuleError, toRuleError, told } from "./error.js";
import { type Facts, written } from "./given.js";
import { type Decision, type Outcome, decision, outcomeOf } from "./outcome.js";
import type { Fact, ItemRecord, Language } from "./records.js";

/** One violation and what follows from it, in the version of one day. */
export class Item {
  /** @internal */
  readonly handle: raw.Item;
  #record: ItemRecord | undefined;

  /** @internal */
  constructor(handle: raw.Item) {
    this.handle = handle;
  }

  /** What the item is about, where it stands, and the facts that it asks for. */
  toJSON(): ItemRecord {
    return (this.#record ??= JSON.parse(this.handle.describe()) as ItemRecord);
  }

  /** Its id, such as `cn.dongying.city-appearance/46-4`. */
  get id(): string {
    return this.toJSON().item;
  }

  /** The facts that it asks for. */
  get facts(): readonly Fact[] {
    return this.toJSON().facts;
  }

  /** What follows from the facts under this item alone. The general law is applied by `RuleBook.assess`. */
  assess(facts: Facts): Outcome {
    const given = written(facts);
    const handle = this.handle;
    return outcomeOf({ json: () => told(() => handle.assess(given)) }, this.#decided(given));
  }

  /** The bare result of `assess`. */
  decide(facts: Facts): Decision {
    return this.#decided(written(facts));
  }

  /** The outcome as a paragraph that can be put into a decision. */
  explain(facts: Facts, language: Language): string {
    const given = written(facts);
    return told(() => this.handle.explain(given, isChinese(language)));
  }

  /** The JSON Schema (draft 7) of its facts, for libraries that make forms. */
  factsSchema(language: Language): Readonly<Record<string, unknown>> {
    return JSON.parse(this.handle.facts_schema(isChinese(language))) as Record<string, unknown>;
  }

  #decided(given: string): Decision {
    try {
      return decision(this.handle.decide(given), this.toJSON().currency);
    } catch (thrown) {
      throw toRuleError(thrown);
    }
  }
}

function isChinese(language: Language): boolean {
  if (language === "zh" || language === "en") return language === "zh";
  throw new RuleError("wrong-type", "language", "`language` must be `zh` or `en`");
}
