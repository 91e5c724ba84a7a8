use std::sync::Arc;

use super::GeneralRules;
use crate::diagnostic::{SourceFile, Span};
use crate::facts::Facts;
use crate::feel::{Amount, Cell, Condition, Ends, FactKind, Fault, Formula, NumberTerm, Slot, Unit, Value};
use crate::language::{Bilingual, Language};
use crate::number::{Rational, Rounding};
use crate::pack::{
    Cancellation, Conventions, FactTypeDeclaration, InForce, LawDeclaration, Measure, Source,
    UnknownFactRule, WhenSeveral,
};

/// A document in one version: what all its items share.
#[non_exhaustive]
#[derive(Debug)]
pub struct Document {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Bilingual,
    /// Who enforces it, if the pack says so.
    pub authority: Option<Bilingual>,
    /// Where it comes from.
    pub source: Source,
    /// When it is in force.
    pub in_force: InForce,
    /// SHA-256 of the pack's bytes, in hexadecimal.
    pub digest: String,
    /// The pack's text, for those who point at places in it.
    pub file: Arc<SourceFile>,
    /// The currency of all amounts.
    pub currency: Unit,
    /// What holds for all items.
    pub conventions: Conventions,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// The laws that articles are cited from, in the versions that are meant.
    pub laws: Vec<LawDeclaration>,
    /// Items of an earlier version that this one drops on purpose.
    pub cancelled: Vec<Cancellation>,
    /// What it lays down over its items, and over those of the documents that it governs.
    pub general: GeneralRules,
}

/// A penalty item, checked and ready to be applied.
///
/// An item is made by [`RuleBook::load`](crate::RuleBook::load): its formulas are well typed, their units fit,
/// and they name only facts that it declares.
#[non_exhaustive]
#[derive(Debug)]
pub struct Item {
    /// Its id: the document's, `/`, and the article.
    pub id: String,
    /// The document.
    pub document: Arc<Document>,
    /// The place of its key in the pack.
    pub span: Span,
    /// The violation.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// How a discretion standard numbers the item.
    pub standard: Option<Bilingual>,
    /// Who enforces it: the item's own, or the document's, if the pack says so.
    pub authority: Option<Bilingual>,
    /// The ids of earlier items that it takes over.
    pub replaces: Vec<String>,
    /// The ids of other items for the same conduct.
    pub same_conduct: Vec<String>,
    /// The authority may, but need not, fine.
    pub may: bool,
    /// What an officer should know.
    pub note: Option<Bilingual>,
    /// The facts, by slot.
    pub facts: Vec<Fact>,
    /// What must have happened, or be so, before a penalty is possible.
    pub requirements: Vec<RequirementRule>,
    /// The range that the law allows.
    pub statutory: Option<Sourced<Amount>>,
    /// The measures that the article provides, if the pack says so.
    pub statutory_measures: Option<Vec<MeasureRule>>,
    /// How the amount comes about.
    pub tariff: Tariff,
    /// Changes of the amount.
    pub adjustments: Vec<AdjustmentRule>,
    /// The rule's own floor and cap.
    pub within: Option<Sourced<Amount>>,
    /// How the fine is rounded.
    pub rounding: Rounding,
    /// The second stage.
    pub persons: Option<PersonsRule>,
    /// Measures beside the fine.
    pub measures: Vec<MeasureRule>,
    /// Worked examples.
    pub examples: Vec<ExampleCase>,
}

/// A fact that an item uses.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// What it is called; its name, if the pack says nothing.
    pub label: Bilingual,
    /// How it is found out.
    pub help: Option<Bilingual>,
    /// What values it has.
    pub kind: FactTypeDeclaration,
    /// Whether more of it is graver: a greater number, true, a later text of the list.
    pub aggravates: bool,
}

impl Item {
    /// Whether a fact says by itself whether a precondition is met.
    #[must_use]
    pub fn is_precondition(&self, slot: Slot) -> bool {
        self.requirements.iter().any(|requirement| requirement.fact() == Some(slot))
    }

    /// The facts that its formulas name, outside the conditions of a table.
    pub(crate) fn formula_facts(&self) -> Vec<Slot> {
        let mut slots = Vec::new();
        let mut amount = |rule: &Sourced<Amount>| slots.extend(&rule.formula.facts);
        self.statutory.iter().chain(&self.within).for_each(&mut amount);
        self.persons.iter().filter_map(|persons| persons.fine.as_ref()).for_each(&mut amount);
        self.adjustments.iter().for_each(|adjustment| amount(&adjustment.times));
        match &self.tariff {
            Tariff::Amount(fine) => amount(fine),
            Tariff::Tiers(table) => {
                for row in &table.rows {
                    row.statutory.iter().chain(&row.within).chain(&row.persons).for_each(&mut amount);
                    if let AmountRule::Amount(fine) = &row.amount {
                        amount(fine);
                    }
                }
            }
            Tariff::Weights(table) => {
                slots.extend(table.base.iter().flat_map(|base| &base.formula.facts));
            }
            Tariff::StatutoryRange => {}
        }
        let conditions = self.adjustments.iter().filter_map(|adjustment| adjustment.when.as_ref());
        let conditions = conditions.chain(self.requirements.iter().map(|requirement| &requirement.when));
        slots.extend(conditions.flat_map(|when| &when.formula.facts));
        let rows = match &self.tariff {
            Tariff::Tiers(table) => table.rows.as_slice(),
            _ => &[],
        };
        let measures = self.measures.iter().chain(rows.iter().flat_map(|row| &row.measures));
        let measures = measures.chain(self.statutory_measures.iter().flatten());
        slots.extend(measures.filter_map(|rule| rule.when.as_ref()).flat_map(|when| &when.formula.facts));
        slots
    }
}

impl Fact {
    /// The unit of its values.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        match self.kind {
            FactTypeDeclaration::Number { unit, .. } => unit,
            _ => Unit::NONE,
        }
    }

    /// What one of its values is called; the value itself, if the pack says nothing.
    #[must_use]
    pub fn value_label<'t>(&'t self, value: &'t str, language: Language) -> &'t str {
        let FactTypeDeclaration::Text(values) = &self.kind else { return value };
        let label = values.iter().find(|(known, _)| known == value);
        label.map_or(value, |(_, label)| label.get(language))
    }

    /// Its kind, as the formula language needs it.
    #[must_use]
    pub fn feel_kind(&self) -> FactKind {
        match &self.kind {
            FactTypeDeclaration::Number { unit, range, decimals } => FactKind::Number {
                unit: *unit,
                range: range.on_grid(*decimals).unwrap_or(crate::number::Interval::ALL),
                decimals: Some(*decimals),
            },
            FactTypeDeclaration::Boolean => FactKind::Boolean,
            FactTypeDeclaration::Text(values) => {
                FactKind::Text(Some(values.iter().map(|(value, _)| value.clone()).collect()))
            }
            FactTypeDeclaration::Date => FactKind::Date,
        }
    }
}

/// A precondition.
#[derive(Clone, Debug, PartialEq)]
pub struct RequirementRule {
    /// In words.
    pub text: Bilingual,
    /// When it is met.
    pub when: Sourced<Condition>,
}

impl RequirementRule {
    /// The boolean fact that says whether it is met, where it is no condition over other facts.
    #[must_use]
    pub fn fact(&self) -> Option<Slot> {
        match self.when.formula.term {
            Condition::Fact(slot) => Some(slot),
            _ => None,
        }
    }

    /// Whether it is known that it is not met.
    pub(crate) fn is_unmet(&self, values: &[Value<'_>]) -> Result<bool, Fault> {
        match self.when.formula.term.evaluate(values) {
            Ok(met) => Ok(!met),
            Err(Fault::Missing(_)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }
}

/// A formula with the text that it was read from.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub struct Sourced<T> {
    /// The text in the pack.
    pub text: String,
    /// The checked formula.
    pub formula: Formula<T>,
}

/// How the amount of an item comes about.
#[derive(Debug)]
pub enum Tariff {
    /// By a formula.
    Amount(Sourced<Amount>),
    /// The officer chooses within the statutory range.
    StatutoryRange,
    /// By the row of a table.
    Tiers(TierTable),
    /// By a sum of weights.
    Weights(WeightTable),
}

impl Tariff {
    /// The rows of the table; none, where the amount does not come from one.
    #[must_use]
    pub fn rows(&self) -> &[TableRow] {
        match self {
            Self::Tiers(table) => &table.rows,
            Self::Amount(_) | Self::StatutoryRange | Self::Weights(_) => &[],
        }
    }
}

/// A discretion table.
#[derive(Debug)]
pub struct TierTable {
    /// The rows.
    pub rows: Vec<TableRow>,
    /// What happens when several match.
    pub when_several: WhenSeveral,
    /// What happens when a fact is not given.
    pub unknown_fact: UnknownFactRule,
}

/// A row of a discretion table.
#[derive(Debug)]
pub struct TableRow {
    /// The place of the row in the pack.
    pub span: Span,
    /// The tier's name.
    pub tier: Option<Bilingual>,
    /// Conditions that must all hold.
    pub conditions: Conditions,
    /// Groups, one of which must hold, if there are any.
    pub any: Vec<Conditions>,
    /// What follows.
    pub amount: AmountRule,
    /// Instead of the item's statutory range.
    pub statutory: Option<Sourced<Amount>>,
    /// Floor and cap of the row.
    pub within: Option<Sourced<Amount>>,
    /// Further measures.
    pub measures: Vec<MeasureRule>,
    /// The authority may, but need not, fine; instead of the item's word.
    pub may: Option<bool>,
    /// The fine of the persons responsible, instead of the item's.
    pub persons: Option<Sourced<Amount>>,
    /// Instead of the item's article.
    pub basis: Option<Bilingual>,
    /// What an officer should know.
    pub note: Option<Bilingual>,
}

/// Conditions that must all hold.
#[derive(Debug)]
pub struct Conditions {
    /// Cells.
    pub cells: Vec<Cell>,
    /// A condition that cells cannot say.
    pub when: Option<Sourced<Condition>>,
}

/// The amount of a row.
#[derive(Debug)]
pub enum AmountRule {
    /// By a formula.
    Amount(Sourced<Amount>),
    /// The officer chooses within the statutory range.
    StatutoryRange,
    /// A part of the statutory range, from 0 to 1.
    Band(Ends),
    /// No fine, but measures.
    Measures,
    /// No penalty.
    NoPenalty,
}

/// A weighted table.
#[derive(Debug)]
pub struct WeightTable {
    /// What the sum is multiplied with; without it, the sum is the place in the statutory range.
    pub base: Option<Sourced<NumberTerm>>,
    /// Where the sum starts.
    pub start: Rational,
    /// The least that it counts as.
    pub floor: Option<Rational>,
    /// The most that it counts as.
    pub cap: Option<Rational>,
    /// The factors.
    pub factors: Vec<FactorRule>,
    /// What happens when a factor's fact is not given.
    pub unknown_fact: UnknownFactRule,
}

/// A factor of a weighted table.
#[derive(Debug)]
pub struct FactorRule {
    /// The place of the factor in the pack.
    pub span: Span,
    /// What it is called.
    pub title: Bilingual,
    /// Its weights.
    pub weights: FactorWeights,
}

/// The weights of a factor.
#[derive(Debug)]
pub enum FactorWeights {
    /// A weight for each cell of one fact.
    Cells(Slot, Vec<(Cell, Rational)>),
    /// An expression.
    Expression(Sourced<NumberTerm>),
}

/// A change of the amount.
#[derive(Debug)]
pub struct AdjustmentRule {
    /// Why.
    pub title: Bilingual,
    /// Only if this holds.
    pub when: Option<Sourced<Condition>>,
    /// What the amount is multiplied with.
    pub times: Sourced<Amount>,
    /// The article.
    pub basis: Option<Bilingual>,
}

/// The fine of the persons responsible.
#[derive(Debug)]
pub struct PersonsRule {
    /// Who they are.
    pub title: Bilingual,
    /// The article.
    pub basis: Option<Bilingual>,
    /// The fine, unless a row gives it; the unit's fine stands in `unit_fine`.
    pub fine: Option<Sourced<Amount>>,
    /// The slot of the unit's fine, after all facts.
    pub unit_fine: Slot,
}

/// A measure beside the fine.
#[derive(Debug)]
pub struct MeasureRule {
    /// Which one.
    pub measure: Measure,
    /// What it is about.
    pub what: Option<Bilingual>,
    /// Only if this holds.
    pub when: Option<Sourced<Condition>>,
    /// The authority may, but need not.
    pub may: bool,
}

/// A worked example.
#[derive(Debug)]
pub struct ExampleCase {
    /// Its line in the file, counted from 1.
    pub line: usize,
    /// The facts.
    pub given: Facts,
    /// What must come out.
    pub expected: Expected,
    /// The tier.
    pub tier: Option<String>,
    /// The statutory range.
    pub statutory: Option<Ends>,
    /// The fine of the persons responsible.
    pub persons: Option<Ends>,
    /// Whether the fine was moved into the statutory range.
    pub warns: bool,
    /// The working.
    pub note: Option<Bilingual>,
}

/// What must come out of an example.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expected {
    /// This fine.
    Fine(Ends),
    /// No fine, but measures.
    Measures,
    /// No penalty.
    NoPenalty,
    /// A precondition is not met.
    NotApplicable,
    /// The document gives no answer, or more than one: the code of the error.
    Error(&'static str),
}
