import type { Fact, Language, RuleError } from "../index.js";
import { canBe } from "./range.js";
import { WORDS } from "./words.js";

/** Reasons why there is no result, for which the library itself has English words only. */
const FAULTS: Readonly<Record<string, string>> = {
  "unknown-item": "没有这一事项",
  "unknown-limit": "没有这一期限",
  "not-in-force": "在这一天没有施行",
  "unknown-fact": "本事项没有这一事实",
  "no-tier": "没有与这些事实相符的档次：规则有空档",
  "no-level": "没有与这一事实相符的等级：规则有空档",
  "several-tiers": "有几个档次同时相符：规则自相矛盾",
  "invalid-amount": "规则得出的数额不成立",
  "days-reversed": "日期的先后颠倒",
  "no-such-day": "没有这一天",
  "no-such-minute": "没有这一时刻",
  overflow: "数字过大，不能精确计算",
  "no-file": "取不到规则文件",
  "not-a-digest": "要求的摘要不是64位十六进制数字",
  "not-a-key": "要求的密钥不是minisign的公钥",
  "missing-start": "还没有填写起算的事件",
  "resume-without-stop": "没有中止就恢复了",
  "stopped-twice": "中止期间又中止了一次",
  "too-many-extensions": "延长的次数超过规定",
  "no-extension": "这一期限不能延长",
  "extension-length": "延长的时间超过规定",
  "before-start": "事件早于起算日",
  "after-the-day": "事件晚于所问的日期",
  "unknown-reason": "这一事由不能中止期限",
  "missing-year": "工作日历中还没有这一年",
};

/** Why a file of rules is not taken, by the code of the fault. */
const UNTRUSTED: Readonly<Record<string, string>> = {
  E0901: "文件不是本页要求的那一份：摘要不同",
  E0902: "文件没有签名",
  E0903: "文件的签名不是本页要求的密钥对这份文件所作",
};

/** Why there is no result, in a language. */
export function faultWords(error: RuleError, language: Language): string {
  const { code, diagnostics, message } = error;
  if (diagnostics.length > 0) {
    const told = diagnostics.map((one) => (language === "zh" ? UNTRUSTED[one.code] ?? one.message : one.message));
    const lines = diagnostics.map(({ file }, place) => `${file}${language === "zh" ? "：" : ": "}${told[place] ?? ""}`);
    return [WORDS.faulty[language], ...lines].join("\n");
  }
  const chinese = FAULTS[code];
  return language === "en" || chinese === undefined ? message : chinese;
}

/** What is missing or wrong, by the label and by what can be given. */
export function expected(fact: Fact, language: Language): string {
  const values = canBe(fact, language);
  return language === "zh" ? `${fact.label.zh}（${values}）` : `${fact.label.en} (${values})`;
}

/** Whether something that was thrown says that there is no answer. Each module has a class of its own for it. */
export function isRuleError(thrown: unknown): thrown is RuleError {
  return thrown instanceof Error && thrown.name === "RuleError";
}
