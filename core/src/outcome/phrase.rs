//! Parts of sentences: amounts, facts, cells, measures.

use crate::feel::describe::{digits_text, quantity_text};
use crate::feel::{Cell, CellTest, Comparison, Ends, Slot, TextTest, Unit, Value};
use crate::language::{Bilingual, Language};
use crate::number::{Edge, Range, Rational};
use crate::pack::FactTypeDeclaration;
use crate::penalty::{Fact, Item, MeasureRule};
use crate::time::Date;

/// The parts of an item in the words of one language: for pages and tables that show a rule.
#[derive(Clone, Copy, Debug)]
pub struct Phrases<'a> {
    item: &'a Item,
    language: Language,
}

impl<'a> Phrases<'a> {
    /// The parts of this item in this language.
    #[must_use]
    pub const fn new(item: &'a Item, language: Language) -> Self {
        Self { item, language }
    }

    fn words<'t>(&self, words: &'t Bilingual) -> &'t str {
        words.get(self.language)
    }

    /// An amount in the item's currency.
    #[must_use]
    pub fn money(&self, value: Rational) -> String {
        quantity_text(value, self.item.document.currency, self.language)
    }

    /// `1680元`, `1000元至3000元`; `1,680 yuan`, `1,000 to 3,000 yuan`.
    #[must_use]
    pub fn ends(&self, ends: Ends) -> String {
        if ends.is_point() {
            return self.money(ends.min);
        }
        match self.language {
            Language::Chinese => format!("{}至{}", self.money(ends.min), self.money(ends.max)),
            Language::English => {
                format!(
                    "{} to {}",
                    digits_text(ends.min, self.item.document.currency, self.language),
                    self.money(ends.max)
                )
            }
        }
    }

    /// How the item rounds: `四舍五入到0.01元`, `rounded half up to 0.01 yuan`.
    #[must_use]
    pub fn rounding(&self) -> String {
        let rounding = self.item.rounding;
        let step = self.money(rounding.step());
        match self.language {
            Language::Chinese => format!("{}到{step}", rounding.mode().chinese()),
            Language::English => format!("{} to {step}", rounding.mode().english()),
        }
    }

    /// A weight: `12.5%`, or a fraction where a percentage has no end.
    #[must_use]
    pub fn share(&self, value: Rational) -> String {
        let percent = value.multiply(Rational::integer(100)).filter(|percent| percent.to_decimal().is_some());
        percent.map_or_else(|| value.to_string(), |percent| format!("{percent}%"))
    }

    /// The fact with a value: `占用面积16.8平方米`, `area occupied: 16.8 m²`.
    pub(super) fn fact(&self, slot: Slot, value: Value<'_>) -> Option<String> {
        let fact = self.item.facts.get(slot.0)?;
        let label = self.words(&fact.label);
        let text = match value {
            Value::Missing => return None,
            Value::Number(number) => {
                let quantity = quantity_text(number, fact.unit(), self.language);
                return Some(match self.language {
                    Language::Chinese => format!("{label}{quantity}"),
                    Language::English => format!("{label}: {quantity}"),
                });
            }
            Value::Boolean(value) => self.yes_or_no(value).to_owned(),
            Value::Text(text) => self.value_label(fact, text),
            Value::Date(date) => date.to_string(),
        };
        Some(format!("{label}{}{text}", self.language.pick("：", ": ")))
    }

    fn yes_or_no(&self, value: bool) -> &'static str {
        match (self.language, value) {
            (Language::Chinese, true) => "是",
            (Language::Chinese, false) => "否",
            (Language::English, true) => "yes",
            (Language::English, false) => "no",
        }
    }

    fn value_label(&self, fact: &Fact, text: &str) -> String {
        let FactTypeDeclaration::Text(values) = &fact.kind else { return text.to_owned() };
        let label = values.iter().find(|(value, _)| value == text);
        label.map_or_else(|| text.to_owned(), |(_, label)| self.words(label).to_owned())
    }

    /// What a cell admits, in the way in which the document speaks of limits.
    #[must_use]
    pub fn cell(&self, cell: &Cell) -> String {
        let Some(fact) = self.item.facts.get(cell.slot.0) else { return String::new() };
        let or = self.language.pick("或者", " or ");
        let (parts, negated): (Vec<String>, bool) = match &cell.test {
            CellTest::Any => return self.language.pick("不限", "any").to_owned(),
            CellTest::Number { ranges, negated } => {
                (ranges.iter().map(|range| self.range(*range, fact.unit())).collect(), *negated)
            }
            CellTest::Boolean(value) => (vec![self.yes_or_no(*value).to_owned()], false),
            CellTest::Text(TextTest { values, negated }) => {
                (values.iter().map(|value| self.value_label(fact, value)).collect(), *negated)
            }
            CellTest::Date { tests, negated } => {
                let limit = |(comparison, date): &(Comparison, Date)| format!("{} {date}", comparison.sign());
                let test = |test: &Vec<(Comparison, Date)>| {
                    test.iter().map(limit).collect::<Vec<_>>().join(self.language.pick("且", " and "))
                };
                (tests.iter().map(test).collect(), *negated)
            }
        };
        let text = parts.join(or);
        if negated { format!("{}{text}", self.language.pick("非", "not ")) } else { text }
    }

    /// `3吨以上10吨以下`, with 以上 and 以下 as the document defines them.
    fn range(&self, range: Range, unit: Unit) -> String {
        if let (Edge::Included(low), Edge::Included(high)) = (range.low, range.high)
            && low == high
        {
            return quantity_text(low, unit, self.language);
        }
        let conventions = &self.item.document.conventions;
        let quantity = |value: Rational| quantity_text(value, unit, self.language);
        let (low, high) = match self.language {
            Language::Chinese => (
                match range.low {
                    Edge::Open => String::new(),
                    Edge::Included(low) if conventions.above_inclusive => format!("{}以上", quantity(low)),
                    Edge::Included(low) => format!("不低于{}", quantity(low)),
                    Edge::Excluded(low) if conventions.above_inclusive => format!("超过{}", quantity(low)),
                    Edge::Excluded(low) => format!("{}以上", quantity(low)),
                },
                match range.high {
                    Edge::Open => String::new(),
                    Edge::Included(high) if conventions.below_inclusive => format!("{}以下", quantity(high)),
                    Edge::Included(high) => format!("不超过{}", quantity(high)),
                    Edge::Excluded(high) if conventions.below_inclusive => format!("不满{}", quantity(high)),
                    Edge::Excluded(high) => format!("{}以下", quantity(high)),
                },
            ),
            Language::English => (
                match range.low {
                    Edge::Open => String::new(),
                    Edge::Included(low) => format!("at least {}", quantity(low)),
                    Edge::Excluded(low) => format!("more than {}", quantity(low)),
                },
                match range.high {
                    Edge::Open => String::new(),
                    Edge::Included(high) => format!("at most {}", quantity(high)),
                    Edge::Excluded(high) => format!("less than {}", quantity(high)),
                },
            ),
        };
        let between = match (low.is_empty() || high.is_empty(), self.language) {
            (true, _) => "",
            (false, Language::Chinese) if low.ends_with("以上") => "",
            (false, Language::Chinese) => "、",
            (false, Language::English) => " and ",
        };
        format!("{low}{between}{high}")
    }

    /// `没收非法财物（饲养的畜禽）`
    #[must_use]
    pub fn measure(&self, rule: &MeasureRule) -> String {
        let name = self.language.pick(rule.measure.chinese(), rule.measure.english());
        match &rule.what {
            Some(what) => match self.language {
                Language::Chinese => format!("{name}（{}）", what.zh),
                Language::English => format!("{name} ({})", what.en),
            },
            None => name.to_owned(),
        }
    }
}
