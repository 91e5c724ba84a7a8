//! Parts of sentences: amounts, facts, cells, measures.

use super::DocumentPhrases;
use crate::facts::Facts;
use crate::feel::describe::{Names, quantity_text, range_text};
use crate::feel::{
    Amount, Cell, CellTest, Comparison, Condition, Ends, NumberTerm, Slot, TextTest, Unit, Value,
};
use crate::language::{Bilingual, Language};
use crate::number::{Range, Rational};
use crate::pack::{FactTypeDeclaration, SourceKind};
use crate::penalty::{
    AmountRule, Conditions, Decision, Document, Fact, Item, MeasureRule, Sourced, TableRow,
};
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

    /// The words for what the item shares with its document.
    #[must_use]
    pub fn of_document(&self) -> DocumentPhrases<'a> {
        DocumentPhrases::new(&self.item.document, self.language)
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
        range_text(ends.min, ends.max, self.item.document.currency, self.language)
    }

    /// An amount with the names of its facts: `100元/平方米 × 占用面积`, `100 yuan/m² × area occupied`.
    #[must_use]
    pub fn amount(&self, rule: &Sourced<Amount>) -> String {
        rule.formula.in_words(self, self.language)
    }

    /// A number with the names of its facts.
    #[must_use]
    pub fn number(&self, rule: &Sourced<NumberTerm>) -> String {
        rule.formula.in_words(self, self.language)
    }

    /// A condition with the names of its facts: `违法所得 ≥ 100000元`, `illegal gains ≥ 100,000 yuan`.
    #[must_use]
    pub fn condition(&self, rule: &Sourced<Condition>) -> String {
        rule.formula.in_words(self, self.language)
    }

    /// The fine of a decision, with what may be taken instead: `1000元至3000元，或者减轻为0.01元至999.99元`.
    #[must_use]
    pub fn fine(&self, decision: &Decision) -> String {
        let fine = decision.fine.map(|fine| self.ends(fine)).unwrap_or_default();
        match (self.language, decision.reduced.map(|reduced| self.ends(reduced))) {
            (_, None) => fine,
            (Language::Chinese, Some(reduced)) => format!("{fine}，或者减轻为{reduced}"),
            (Language::English, Some(reduced)) => format!("{fine}, or reduced to {reduced}"),
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
        self.of_document().share(value)
    }

    /// The facts of a case in the item's order, each with its name and its value in words; empty where they do not
    /// fit the item.
    #[must_use]
    pub fn facts(&self, facts: &Facts) -> Vec<(String, String)> {
        let values = self.item.bind(facts).unwrap_or_default();
        let named = self.item.facts.iter().zip(values).filter_map(|(fact, value)| {
            Some((self.words(&fact.label).to_owned(), self.value_text(fact, value)?))
        });
        named.collect()
    }

    /// The fact with a value: `占用面积16.8平方米`, `area occupied: 16.8 m²`.
    pub(super) fn fact_with(&self, fact: &Fact, value: Value<'_>) -> Option<String> {
        fact_text(fact, value, self.language)
    }

    pub(super) fn value_text(&self, fact: &Fact, value: Value<'_>) -> Option<String> {
        value_text(fact, value, self.language)
    }

    fn yes_or_no(&self, value: bool) -> &'static str {
        yes_or_no(value, self.language)
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
            CellTest::Text(TextTest { values, negated }) => (
                values.iter().map(|value| fact.value_label(value, self.language).to_owned()).collect(),
                *negated,
            ),
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

    /// Conditions that must all hold, each in words: `占用面积：超过1平方米`, `area occupied: more than 1 m²`.
    #[must_use]
    pub fn conditions(&self, conditions: &Conditions) -> Vec<String> {
        let colon = self.language.pick("：", ": ");
        let cell = |cell: &Cell| format!("{}{colon}{}", Names::fact(self, cell.slot), self.cell(cell));
        let cells = conditions.cells.iter().map(cell);
        cells.chain(conditions.when.as_ref().map(|when| self.condition(when))).collect()
    }

    /// What follows from a row, its floor and cap aside: `1000元`, `法定幅度的30%至70%`, `不予处罚`.
    #[must_use]
    pub fn row_amount(&self, row: &TableRow) -> String {
        match &row.amount {
            AmountRule::Amount(fine) => self.amount(fine),
            AmountRule::StatutoryRange => row.statutory.as_ref().map_or_else(
                || self.language.pick("法定幅度", "statutory range").to_owned(),
                |statutory| self.amount(statutory),
            ),
            AmountRule::Band(band) => {
                let (low, high) = (self.share(band.min), self.share(band.max));
                match self.language {
                    Language::Chinese => format!("法定幅度的{low}至{high}"),
                    Language::English => format!("{low} to {high} of the statutory range"),
                }
            }
            AmountRule::Measures => self.language.pick("不处罚款，另有措施", "measures only").to_owned(),
            AmountRule::NoPenalty => self.language.pick("不予处罚", "no penalty").to_owned(),
        }
    }

    /// `3吨以上10吨以下`, with 以上 and 以下 as the document defines them.
    #[must_use]
    pub fn range(&self, range: Range, unit: Unit) -> String {
        self.of_document().range(range, unit)
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

impl Names for Phrases<'_> {
    /// The slot after all facts is the unit's fine, in the formula of the persons responsible.
    fn fact(&self, slot: Slot) -> String {
        let label = self.item.facts.get(slot.0).map(|fact| self.words(&fact.label));
        label.unwrap_or(self.language.pick("对单位的罚款", "the unit's fine")).to_owned()
    }

    fn value(&self, slot: Slot, value: &str) -> String {
        self.item
            .facts
            .get(slot.0)
            .map_or_else(|| value.to_owned(), |fact| fact.value_label(value, self.language).to_owned())
    }
}

/// What can be given for a fact: `(0..100000] 平方米，最多2位小数`, `true | false`.
#[must_use]
pub fn fact_values(fact: &Fact, language: Language) -> String {
    kind_values(&fact.kind, language)
}

pub(super) fn kind_values(kind: &FactTypeDeclaration, language: Language) -> String {
    match kind {
        FactTypeDeclaration::Number { unit, range, decimals } => {
            let unit = match language {
                Language::Chinese => unit.chinese(),
                Language::English => unit.english(true),
            };
            let decimals = match (decimals, language) {
                (0, Language::Chinese) => "，整数".to_owned(),
                (0, Language::English) => ", whole".to_owned(),
                (decimals, Language::Chinese) => format!("，最多{decimals}位小数"),
                (decimals, Language::English) => format!(", up to {decimals} decimals"),
            };
            let space = if unit.is_empty() { "" } else { " " };
            format!("{range}{space}{unit}{decimals}")
        }
        FactTypeDeclaration::Boolean => "true | false".to_owned(),
        FactTypeDeclaration::Text(values) => {
            let named = |(value, label): &(String, Bilingual)| {
                let label = label.get(language);
                if label == value { value.clone() } else { format!("{value} ({label})") }
            };
            values.iter().map(named).collect::<Vec<_>>().join(" | ")
        }
        FactTypeDeclaration::Date => language.pick("日期", "a day").to_owned(),
    }
}

/// A fact with its value, in words; none where it was not given.
pub(crate) fn fact_text(fact: &Fact, value: Value<'_>, language: Language) -> Option<String> {
    let label = fact.label.get(language);
    let text = value_text(fact, value, language)?;
    Some(match (language, value) {
        (Language::Chinese, Value::Number(_)) => format!("{label}{text}"),
        (Language::Chinese, _) => format!("{label}：{text}"),
        (Language::English, _) => format!("{label}: {text}"),
    })
}

/// What was established, in a sentence; none where nothing was given.
pub(crate) fn facts_sentence(facts: impl Iterator<Item = String>, language: Language) -> Option<String> {
    let facts: Vec<String> = facts.collect();
    if facts.is_empty() {
        return None;
    }
    Some(match language {
        Language::Chinese => format!("认定事实：{}。", facts.join("；")),
        Language::English => format!("Facts: {}.", facts.join("; ")),
    })
}

/// The document and its article, in a sentence.
pub(crate) fn basis_sentence(document: &Document, basis: &str, language: Language) -> String {
    let title = document.title.get(language);
    match (language, document.source.kind) {
        (Language::Chinese, SourceKind::Illustration) => format!("所用规则：{title}，{basis}。"),
        (Language::English, SourceKind::Illustration) => format!("Rule used: {title}, {basis}."),
        (Language::Chinese, _) => format!("依据《{title}》{basis}。"),
        (Language::English, _) => format!("Basis: {title}, {basis}."),
    }
}

fn value_text(fact: &Fact, value: Value<'_>, language: Language) -> Option<String> {
    Some(match value {
        Value::Missing => return None,
        Value::Number(number) => quantity_text(number, fact.unit(), language),
        Value::Boolean(value) => yes_or_no(value, language).to_owned(),
        Value::Text(text) => fact.value_label(text, language).to_owned(),
        Value::Date(date) => date.to_string(),
    })
}

const fn yes_or_no(value: bool, language: Language) -> &'static str {
    if value { language.pick("是", "yes") } else { language.pick("否", "no") }
}
