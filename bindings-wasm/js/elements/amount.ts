import type { Ends, Language, Words } from "../index.js";

const CURRENCIES: Readonly<Record<string, Words>> = {
  CNY: { zh: "元", en: " yuan" },
  TWD: { zh: "新台币元", en: " New Taiwan dollars" },
};

/** A decimal, in English with its thousands set apart. It is text throughout: what is shown is what was reckoned. */
export function grouped(decimal: string, language: Language): string {
  if (language === "zh") return decimal;
  const [whole = "", ...behind] = decimal.split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...behind].join(".");
}

/** An amount of money, or from where to where it goes. */
export function amount({ min, max }: Ends, currency: string, language: Language): string {
  const unit = CURRENCIES[currency]?.[language] ?? ` ${currency}`;
  if (min === max) return grouped(min, language) + unit;
  const to = language === "zh" ? `${unit}至` : " to ";
  return grouped(min, language) + to + grouped(max, language) + unit;
}
