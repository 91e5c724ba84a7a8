//! Two items held against each other: in what they say something else.
//!
//! Facts have other slots in other items, so that everything is compared under the names of the facts, and formulas
//! by what is written in them, blanks aside. Notes, help texts and examples say nothing about the rule.

use std::collections::BTreeMap;

use crate::feel::{Cell, CellTest, Ends, Slot, parse_amount};
use crate::language::Bilingual;
use crate::number::Rational;
use crate::pack::{FactTypeDeclaration, Measure, UnknownFactRule, WhenSeveral};
use crate::penalty::{
    AmountRule, Conditions, FactorRule, FactorWeights, Item, MeasureRule, Sourced, TableRow, Tariff,
};

/// What an item says something about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// The violation, in words.
    Title,
    /// The articles, and how the standard numbers the item.
    Basis,
    /// The statutory range.
    StatutoryRange,
    /// How the fine comes about, and whether the authority may leave it.
    Amount,
    /// The facts and their values.
    Facts,
    /// What must have happened before a penalty is possible.
    Preconditions,
    /// Measures beside the fine.
    Measures,
    /// How the fine is rounded.
    Rounding,
    /// The fine of the persons responsible.
    Persons,
    /// Who enforces the rule.
    Authority,
}

impl Aspect {
    /// Every aspect.
    pub const ALL: [Self; 10] = [
        Self::Title,
        Self::Basis,
        Self::StatutoryRange,
        Self::Amount,
        Self::Facts,
        Self::Preconditions,
        Self::Measures,
        Self::Rounding,
        Self::Persons,
        Self::Authority,
    ];

    /// The name in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Basis => "basis",
            Self::StatutoryRange => "statutory",
            Self::Amount => "amount",
            Self::Facts => "facts",
            Self::Preconditions => "preconditions",
            Self::Measures => "measures",
            Self::Rounding => "rounding",
            Self::Persons => "persons",
            Self::Authority => "authority",
        }
    }

    /// In what the two items say something else. An authority that one of them does not name is not known to be
    /// another one.
    #[must_use]
    pub fn between(before: &Item, after: &Item) -> Vec<Self> {
        let (earlier, later) = (Reading(before), Reading(after));
        let differs = |aspect: &Self| match aspect {
            Self::Title => before.title != after.title,
            Self::Basis => earlier.basis() != later.basis(),
            Self::StatutoryRange => earlier.statutory() != later.statutory(),
            Self::Amount => earlier.amount() != later.amount(),
            Self::Facts => earlier.facts() != later.facts(),
            Self::Preconditions => earlier.preconditions() != later.preconditions(),
            Self::Measures => earlier.measures() != later.measures(),
            Self::Rounding => before.rounding != after.rounding,
            Self::Persons => earlier.persons() != later.persons(),
            Self::Authority => {
                let authorities = before.authority.as_ref().zip(after.authority.as_ref());
                authorities.is_some_and(|(before, after)| before != after)
            }
        };
        Self::ALL.into_iter().filter(differs).collect()
    }
}

/// A formula without the blanks and brackets that say nothing.
fn written<T>(formula: &Sourced<T>) -> String {
    parse_amount(&formula.text).map_or_else(|_| formula.text.clone(), |amount| amount.to_string())
}

fn optional<T>(formula: Option<&Sourced<T>>) -> Option<String> {
    formula.map(written)
}

/// Cells by the names of their facts, and the condition beside them.
type Case<'a> = (BTreeMap<&'a str, &'a CellTest>, Option<String>);

/// The cases of a row: its own conditions and its groups.
type Cases<'a> = Vec<Case<'a>>;

/// How a fine comes about.
#[derive(PartialEq)]
enum TariffSaid<'a> {
    Amount(String),
    StatutoryRange,
    Tiers(Vec<RowSaid<'a>>, WhenSeveral, UnknownFactRule),
    Weights(WeightsSaid<'a>),
}

#[derive(PartialEq)]
struct RowSaid<'a> {
    tier: Option<&'a Bilingual>,
    cases: Cases<'a>,
    amount: RowAmount,
    within: Option<String>,
    may: Option<bool>,
}

#[derive(PartialEq)]
enum RowAmount {
    Amount(String),
    StatutoryRange,
    Band(Ends),
    Measures,
    NoPenalty,
}

#[derive(PartialEq)]
struct WeightsSaid<'a> {
    base: Option<String>,
    limits: [Option<Rational>; 3],
    factors: Vec<(&'a Bilingual, FactorSaid<'a>)>,
    unknown_fact: UnknownFactRule,
}

#[derive(PartialEq)]
enum FactorSaid<'a> {
    Cells(Vec<(&'a str, &'a CellTest, Rational)>),
    Expression(String),
}

#[derive(PartialEq)]
struct MeasureSaid<'a> {
    measure: Measure,
    what: Option<&'a Bilingual>,
    when: Option<String>,
    may: bool,
}

/// An item under the names of its facts.
struct Reading<'a>(&'a Item);

impl<'a> Reading<'a> {
    fn name(&self, slot: Slot) -> &'a str {
        self.0.facts.get(slot.0).map_or("", |fact| &fact.name)
    }

    fn case(&self, conditions: &'a Conditions) -> Case<'a> {
        let cells = conditions.cells.iter().map(|Cell { slot, test }| (self.name(*slot), test));
        (cells.collect(), optional(conditions.when.as_ref()))
    }

    fn cases(&self, row: &'a TableRow) -> Cases<'a> {
        std::iter::once(&row.conditions).chain(&row.any).map(|group| self.case(group)).collect()
    }

    /// What rows say of their own, each with the cases that it holds for.
    fn of_rows<T>(&self, part: impl Fn(&'a TableRow) -> Option<T>) -> Vec<(Cases<'a>, T)> {
        self.0.tariff.rows().iter().filter_map(|row| part(row).map(|said| (self.cases(row), said))).collect()
    }

    fn basis(&self) -> impl PartialEq {
        let item = self.0;
        let adjustments: Vec<_> =
            item.adjustments.iter().filter_map(|rule| Some((&rule.title, rule.basis.as_ref()?))).collect();
        let persons = item.persons.as_ref().and_then(|persons| persons.basis.as_ref());
        let rows = self.of_rows(|row| row.basis.as_ref());
        (&item.basis, &item.standard, adjustments, persons, rows)
    }

    fn statutory(&self) -> impl PartialEq {
        (optional(self.0.statutory.as_ref()), self.of_rows(|row| optional(row.statutory.as_ref())))
    }

    fn amount(&self) -> impl PartialEq {
        let item = self.0;
        let adjustments = item.adjustments.iter();
        let adjustments: Vec<_> = adjustments
            .map(|rule| (&rule.title, optional(rule.when.as_ref()), written(&rule.times)))
            .collect();
        (self.tariff(), adjustments, optional(item.within.as_ref()), item.may, item.document.currency)
    }

    fn tariff(&self) -> TariffSaid<'a> {
        match &self.0.tariff {
            Tariff::Amount(fine) => TariffSaid::Amount(written(fine)),
            Tariff::StatutoryRange => TariffSaid::StatutoryRange,
            Tariff::Tiers(table) => {
                let rows = table.rows.iter().map(|row| self.row(row)).collect();
                TariffSaid::Tiers(rows, table.when_several, table.unknown_fact)
            }
            Tariff::Weights(table) => TariffSaid::Weights(WeightsSaid {
                base: optional(table.base.as_ref()),
                limits: [Some(table.start), table.floor, table.cap],
                factors: table.factors.iter().map(|rule| (&rule.title, self.factor(rule))).collect(),
                unknown_fact: table.unknown_fact,
            }),
        }
    }

    fn row(&self, row: &'a TableRow) -> RowSaid<'a> {
        RowSaid {
            tier: row.tier.as_ref(),
            cases: self.cases(row),
            amount: match &row.amount {
                AmountRule::Amount(fine) => RowAmount::Amount(written(fine)),
                AmountRule::StatutoryRange => RowAmount::StatutoryRange,
                AmountRule::Band(band) => RowAmount::Band(*band),
                AmountRule::Measures => RowAmount::Measures,
                AmountRule::NoPenalty => RowAmount::NoPenalty,
            },
            within: optional(row.within.as_ref()),
            may: row.may,
        }
    }

    fn factor(&self, rule: &'a FactorRule) -> FactorSaid<'a> {
        match &rule.weights {
            FactorWeights::Expression(weight) => FactorSaid::Expression(written(weight)),
            FactorWeights::Cells(_, cells) => FactorSaid::Cells(
                cells.iter().map(|(cell, weight)| (self.name(cell.slot), &cell.test, *weight)).collect(),
            ),
        }
    }

    fn facts(&self) -> BTreeMap<&'a str, (&'a Bilingual, &'a FactTypeDeclaration)> {
        let facts = self.0.facts.iter().enumerate();
        let facts = facts.filter(|(index, _)| !self.0.is_precondition(Slot(*index)));
        facts.map(|(_, fact)| (fact.name.as_str(), (&fact.label, &fact.kind))).collect()
    }

    fn preconditions(&self) -> Vec<(String, &'a Bilingual)> {
        self.0.requirements.iter().map(|rule| (written(&rule.when), &rule.text)).collect()
    }

    fn measures(&self) -> impl PartialEq {
        let of_rows = self.of_rows(|row| (!row.measures.is_empty()).then(|| said(&row.measures)));
        (said(&self.0.measures), of_rows)
    }

    fn persons(&self) -> impl PartialEq {
        let own = self.0.persons.as_ref();
        let own = own.map(|persons| (&persons.title, optional(persons.fine.as_ref())));
        (own, self.of_rows(|row| optional(row.persons.as_ref())))
    }
}

impl<'a> From<&'a MeasureRule> for MeasureSaid<'a> {
    fn from(rule: &'a MeasureRule) -> Self {
        let when = optional(rule.when.as_ref());
        Self { measure: rule.measure, what: rule.what.as_ref(), when, may: rule.may }
    }
}

fn said(measures: &[MeasureRule]) -> Vec<MeasureSaid<'_>> {
    measures.iter().map(MeasureSaid::from).collect()
}
