//! Formulas for people: with the numbers of a case put in, or with the names of the facts.

use super::{Amount, Condition, Formula, NumberTerm, Slot, Unit, Value};
use crate::language::{Language, number_text};
use crate::number::{Rational, RoundingMode};
use crate::time::Period;

pub(super) const CHOICE: u8 = 0;
const SUM: u8 = 1;
const PRODUCT: u8 = 2;
const POWER: u8 = 3;
const SIGN: u8 = 4;
const ATOM: u8 = 5;

/// The digits of a quantity. Money with a part of a yuan has fen, two digits of them.
pub(crate) fn digits_text(value: Rational, unit: Unit, language: Language) -> String {
    let mut number = number_text(value, language);
    if unit.is_currency() && number.rsplit_once('.').is_some_and(|(_, decimals)| decimals.len() == 1) {
        number.push('0');
    }
    number
}

/// A number with its unit: `16.8平方米`, `1,680 yuan`.
pub(crate) fn quantity_text(value: Rational, unit: Unit, language: Language) -> String {
    let number = digits_text(value, unit, language);
    if unit.is_none() {
        return number;
    }
    match language {
        Language::Chinese => format!("{number}{}", unit.chinese()),
        Language::English => {
            let unit = unit.english(value != Rational::ONE);
            let space = if unit.starts_with('/') { "" } else { " " };
            format!("{number}{space}{unit}")
        }
    }
}

/// A number, or two with 至 or “to” between them: `1000元至5000元`, `1,000 to 5,000 yuan`.
pub(crate) fn range_text(low: Rational, high: Rational, unit: Unit, language: Language) -> String {
    let high_text = quantity_text(high, unit, language);
    match language {
        _ if low == high => high_text,
        Language::Chinese => format!("{}至{high_text}", quantity_text(low, unit, language)),
        Language::English => format!("{} to {high_text}", digits_text(low, unit, language)),
    }
}

/// `6个月`, `1年`, `10日`; `6 months`, `1 year`, `10 days`.
pub(crate) fn period_text(period: Period, language: Language) -> String {
    let (count, zh, en) = match period {
        Period::Months(months) if months != 0 && months.checked_rem(12) == Some(0) => {
            (months.checked_div(12).unwrap_or(months), "年", "year")
        }
        Period::Months(months) => (months, "个月", "month"),
        Period::Days(days) => (days, "日", "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    match language {
        Language::Chinese => format!("{count}{zh}"),
        Language::English => format!("{count} {en}{plural}"),
    }
}

/// What facts and their values are called.
pub(crate) trait Names {
    /// A fact.
    fn fact(&self, slot: Slot) -> String;

    /// A value of a string fact.
    fn value(&self, slot: Slot, value: &str) -> String;
}

/// What is written where a formula names a fact.
pub(super) enum Standing<'a> {
    /// Its value in a case; a number has a unit.
    Values(&'a [Value<'a>], &'a dyn Fn(usize) -> Unit),
    /// Its name.
    Names(&'a dyn Names),
}

/// What a description needs to know about the formula that it describes.
pub(super) struct Describer<'a> {
    pub(super) literal_units: &'a [Unit],
    pub(super) facts: Standing<'a>,
    pub(super) language: Language,
}

impl<T> Formula<T> {
    fn describer<'a>(&'a self, facts: Standing<'a>, language: Language) -> Describer<'a> {
        Describer { literal_units: &self.literal_units, facts, language }
    }
}

impl Formula<NumberTerm> {
    /// The formula with facts replaced by their values, numbers with their units.
    pub(crate) fn describe(
        &self,
        values: &[Value<'_>],
        fact_unit: &dyn Fn(usize) -> Unit,
        language: Language,
    ) -> String {
        self.describer(Standing::Values(values, fact_unit), language).term(&self.term, CHOICE)
    }

    /// The formula with the names of its facts, numbers with their units.
    pub(crate) fn in_words(&self, names: &dyn Names, language: Language) -> String {
        self.describer(Standing::Names(names), language).term(&self.term, CHOICE)
    }
}

impl Formula<Condition> {
    /// The condition with the names of its facts.
    pub(crate) fn in_words(&self, names: &dyn Names, language: Language) -> String {
        self.describer(Standing::Names(names), language).condition(&self.term, CHOICE)
    }
}

impl Formula<Amount> {
    /// The two ends of the amount with facts replaced by their values, as far as they differ.
    pub(crate) fn describe(
        &self,
        values: &[Value<'_>],
        fact_unit: &dyn Fn(usize) -> Unit,
        language: Language,
    ) -> (String, Option<String>) {
        self.describer(Standing::Values(values, fact_unit), language).chosen(self.term.chosen(values))
    }

    /// The amount with the names of its facts, and all its branches.
    pub(crate) fn in_words(&self, names: &dyn Names, language: Language) -> String {
        self.describer(Standing::Names(names), language).amount(&self.term)
    }

    /// Whether the chosen branch is made of constants, so that there is nothing to compute.
    pub(crate) fn is_constant(&self, values: &[Value<'_>]) -> bool {
        let constant = |term: &NumberTerm| matches!(term, NumberTerm::Constant(..));
        match self.term.chosen(values) {
            Amount::Point(term) => constant(term),
            Amount::Range(ends) => ends.iter().all(constant),
            Amount::If(_) => false,
        }
    }
}

impl Amount {
    /// The amount that the conditions choose.
    fn chosen(&self, values: &[Value<'_>]) -> &Self {
        let mut amount = self;
        while let Self::If(parts) = amount {
            let (condition, then, otherwise) = &**parts;
            amount = if condition.evaluate(values).unwrap_or(false) { then } else { otherwise };
        }
        amount
    }
}

impl Describer<'_> {
    fn chosen(&self, amount: &Amount) -> (String, Option<String>) {
        match amount {
            Amount::Range(ends) => {
                let [low, high] = &**ends;
                (self.term(low, CHOICE), Some(self.term(high, CHOICE)))
            }
            Amount::Point(term) => (self.term(term, CHOICE), None),
            Amount::If(_) => (String::new(), None),
        }
    }

    /// `1000元至5000元`; with something to compute, `最低为…，最高为…`.
    fn amount(&self, amount: &Amount) -> String {
        if let Amount::Range(ends) = amount
            && let [NumberTerm::Constant(low, index), NumberTerm::Constant(high, _)] = &**ends
        {
            let unit = self.literal_units.get(*index).copied().unwrap_or_default();
            return range_text(low.value, high.value, unit, self.language);
        }
        if let Amount::If(parts) = amount {
            let (condition, then, otherwise) = &**parts;
            return self.branches(condition, &self.branch(then), &self.branch(otherwise));
        }
        match (self.chosen(amount), self.language) {
            ((low, None), _) => low,
            ((low, Some(high)), _) if low == high => low,
            ((low, Some(high)), Language::Chinese) => format!("最低为{low}，最高为{high}"),
            ((low, Some(high)), Language::English) => format!("at least {low}, and at most {high}"),
        }
    }

    /// The amount after its condition, where Chinese wants a verb.
    fn branch(&self, amount: &Amount) -> String {
        let text = self.amount(amount);
        let has_verb = matches!(amount, Amount::If(_)) || text.starts_with("最低为");
        if self.language == Language::Chinese && !has_verb { format!("为{text}") } else { text }
    }

    pub(super) fn branches(&self, condition: &Condition, then: &str, otherwise: &str) -> String {
        let condition = self.condition(condition, CHOICE);
        match self.language {
            Language::Chinese => format!("若{condition}，{then}；否则{otherwise}"),
            Language::English => format!("if {condition}: {then}; otherwise {otherwise}"),
        }
    }

    pub(super) fn term(&self, term: &NumberTerm, minimum: u8) -> String {
        let binary = |sides: &[NumberTerm; 2], sign: &str, strength: u8| {
            let [left, right] = sides;
            let text = format!(
                "{} {sign} {}",
                self.term(left, strength),
                self.term(right, strength.saturating_add(1))
            );
            (text, strength)
        };
        let (text, strength) = match term {
            NumberTerm::Constant(literal, index) => {
                let unit = self.literal_units.get(*index).copied().unwrap_or_default();
                let text = match literal.written {
                    super::Written::Plain => quantity_text(literal.value, unit, self.language),
                    _ => literal.to_string(),
                };
                (text, ATOM)
            }
            NumberTerm::Fact(slot) => {
                let text = match &self.facts {
                    Standing::Names(names) => names.fact(*slot),
                    Standing::Values(values, unit) => match values.get(slot.0) {
                        Some(Value::Number(number)) => quantity_text(*number, unit(slot.0), self.language),
                        _ => "?".to_owned(),
                    },
                };
                (text, ATOM)
            }
            NumberTerm::Negate(inner) => (format!("-{}", self.term(inner, SIGN)), SIGN),
            NumberTerm::Add(sides) => binary(sides, "+", SUM),
            NumberTerm::Subtract(sides) => binary(sides, "-", SUM),
            NumberTerm::Multiply(sides) => binary(sides, "×", PRODUCT),
            NumberTerm::Divide(sides, _) => binary(sides, "÷", PRODUCT),
            NumberTerm::Power(base, exponent, _) => (format!("{}^{exponent}", self.term(base, ATOM)), POWER),
            NumberTerm::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                match &self.facts {
                    Standing::Values(values, _) => {
                        let holds = condition.evaluate(values).unwrap_or(false);
                        return self.term(if holds { then } else { otherwise }, minimum);
                    }
                    Standing::Names(_) => {
                        let [then, otherwise] = [then, otherwise].map(|term| self.term(term, CHOICE));
                        (self.branches(condition, &then, &otherwise), CHOICE)
                    }
                }
            }
            NumberTerm::Min(terms) => self.call("较小者", "the smaller of ", terms),
            NumberTerm::Max(terms) => self.call("较大者", "the greater of ", terms),
            NumberTerm::Sum(terms) => self.call("合计", "the sum of ", terms),
            NumberTerm::Mean(terms) => self.call("平均值", "the mean of ", terms),
            NumberTerm::Median(terms) => self.call("中位数", "the median of ", terms),
            NumberTerm::Deviation(terms) => self.call("标准差", "the standard deviation of ", terms),
            NumberTerm::Absolute(inner) => {
                self.call("绝对值", "the absolute value of ", &[(**inner).clone()])
            }
            NumberTerm::Modulo(sides, _) => self.call("余数", "the remainder of ", &**sides),
            NumberTerm::Floor(inner, decimals) => self.rounded("向下取整", "rounded down", inner, *decimals),
            NumberTerm::Ceiling(inner, decimals) => self.rounded("向上取整", "rounded up", inner, *decimals),
            NumberTerm::Round(mode, inner, decimals) => {
                let zh = mode.chinese();
                let en = mode.english();
                self.rounded(zh, en, inner, *decimals)
            }
            NumberTerm::Ratio(period, divisor) => match &self.facts {
                Standing::Values(values, _) => match term.evaluate(values) {
                    Ok(value) => (number_text(value, self.language), ATOM),
                    Err(_) => ("?".to_owned(), ATOM),
                },
                Standing::Names(_) => (self.ratio(period, *divisor), PRODUCT),
            },
        };
        if strength < minimum { format!("({text})") } else { text }
    }

    fn call(&self, zh: &str, en: &str, terms: &[NumberTerm]) -> (String, u8) {
        let arguments: Vec<String> = terms.iter().map(|term| self.term(term, CHOICE)).collect();
        if let [first, second] = arguments.as_slice() {
            let text = match self.language {
                Language::Chinese => {
                    let first = if first.contains(' ') { format!("（{first}）") } else { first.clone() };
                    format!("{first}与{second}中的{zh}")
                }
                Language::English => format!("{en}{first} and {second}"),
            };
            return (text, CHOICE);
        }
        let text = match self.language {
            Language::Chinese => format!("{zh}（{}）", arguments.join("，")),
            Language::English => format!("{en}({})", arguments.join(", ")),
        };
        (text, ATOM)
    }

    fn rounded(&self, zh: &str, en: &str, inner: &NumberTerm, decimals: i32) -> (String, u8) {
        let inner = self.term(inner, CHOICE);
        let text = match (self.language, decimals) {
            (Language::Chinese, 0) => format!("{zh}（{inner}）"),
            (Language::English, 0) => format!("({inner}) {en}"),
            (Language::Chinese, _) => format!("{zh}（{inner}，{decimals}位小数）"),
            (Language::English, _) => format!("({inner}) {en} to {decimals} decimals"),
        };
        (text, ATOM)
    }
}

impl RoundingMode {
    /// The mode in Chinese, as an office would say it.
    pub(crate) const fn chinese(self) -> &'static str {
        match self {
            Self::Up => "进位",
            Self::Down => "舍去尾数",
            Self::HalfUp => "四舍五入",
            Self::HalfDown => "五舍六入",
        }
    }

    /// The mode in English.
    pub(crate) const fn english(self) -> &'static str {
        match self {
            Self::Up => "rounded away from zero",
            Self::Down => "cut off",
            Self::HalfUp => "rounded half up",
            Self::HalfDown => "rounded half down",
        }
    }
}
