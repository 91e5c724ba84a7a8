import type { Fact, Language, NumberRange } from "../index.js";
import { grouped } from "./amount.js";
import { WORDS } from "./words.js";

/** What can be given for a fact, in words for those who fill in forms. */
export function canBe(fact: Fact, language: Language): string {
  const isChinese = language === "zh";
  switch (fact.type) {
    case "number": {
      const { decimals } = fact.number;
      if (decimals === 0) return between(fact.number, language) + (isChinese ? "，整数" : ", whole");
      const places = decimals === 1 ? "1 decimal" : `${decimals} decimals`;
      return between(fact.number, language) + (isChinese ? `，最多${decimals}位小数` : `, up to ${places}`);
    }
    case "boolean":
      return isChinese ? `${WORDS.yes.zh}或者${WORDS.no.zh}` : `${WORDS.yes.en} or ${WORDS.no.en}`;
    case "string":
      return fact.values.map((value) => value[language]).join(isChinese ? "、" : ", ");
    case "date":
      return isChinese ? "日期" : "a day";
  }
}

function between({ range, units }: NumberRange, language: Language): string {
  const [, left, low, high, right] = /^([[(])(.*)\.\.(.*)([\])])$/.exec(range) ?? [];
  const isChinese = language === "zh";
  const unit = isChinese || units.en === "" ? units[language] : ` ${units.en}`;
  if (low === undefined || high === undefined) return `${range}${unit}`;
  const [least, most] = [grouped(low, language), grouped(high, language) + unit];
  if (left === "[" && right === "]") return isChinese ? `${least}至${most}` : `${least} to ${most}`;
  const above = left === "[" ? (isChinese ? "不小于" : "at least ") : isChinese ? "大于" : "more than ";
  const below = right === "]" ? (isChinese ? "，不超过" : ", at most ") : isChinese ? "，小于" : ", less than ";
  return above + least + below + most;
}
