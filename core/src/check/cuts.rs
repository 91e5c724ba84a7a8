//! Where the values of a fact are told apart: at the constants of cells and conditions. Between two cuts nothing changes.

use std::collections::{BTreeMap, BTreeSet};

use super::space::is_required;
use crate::feel::{
    Amount, Cell, CellTest, Condition, DateTerm, Domain, NumberTerm, PeriodTerm, Slot, TextTerm, day_number,
};
use crate::number::{Edge, Interval, Range, Rational};
use crate::pack::FactTypeDeclaration;
use crate::penalty::{AmountRule, Conditions, FactorWeights, Item, TableRow, Tariff};
use crate::time::Date;

/// All days, by their numbers.
pub(super) fn calendar() -> Range {
    Range { low: Edge::Included(day_number(Date::FIRST)), high: Edge::Included(day_number(Date::LAST)) }
}

/// The places at which a fact's values are told apart.
#[derive(Default)]
pub(super) struct Cuts {
    /// Numbers, or days by their number: each with whether a class begins at it (else just above it).
    numbers: Vec<(Rational, bool)>,
}

impl Cuts {
    pub(super) fn cell(&mut self, cell: &Cell) {
        if let CellTest::Number { ranges, .. } = &cell.test {
            for range in ranges {
                self.edge(range.low, true);
                self.edge(range.high, false);
            }
        }
        if let CellTest::Date { tests, .. } = &cell.test {
            tests.iter().flatten().for_each(|(_, date)| self.around(day_number(*date)));
        }
    }

    /// The cuts of another one as well.
    pub(super) fn and(&mut self, other: Self) {
        self.numbers.extend(other.numbers);
    }

    fn edge(&mut self, edge: Edge, is_low: bool) {
        match edge {
            Edge::Open => {}
            // Below a low end, and above a high one, another class begins.
            Edge::Included(value) => self.numbers.push((value, is_low)),
            Edge::Excluded(value) => self.numbers.push((value, !is_low)),
        }
    }

    /// The numbers at which something changes inside the range of a fact, on its grid. At an end of the range a constant
    /// of a condition may tell nothing apart: it is left out.
    pub(super) fn boundaries(&self, range: &Range, decimals: u32) -> BTreeSet<Rational> {
        let Some(Interval { low: Some(low), high: Some(high) }) = range.on_grid(decimals) else {
            return BTreeSet::new();
        };
        let divides = |(value, at): &&(Rational, bool)| {
            let both = self.numbers.contains(&(*value, !at));
            match at {
                true => low < *value && (*value < high || *value == high && !both),
                false => *value < high && (low < *value || *value == low && !both),
            }
        };
        let is_on_grid = |value: &Rational| {
            let point = Range { low: Edge::Included(*value), high: Edge::Included(*value) };
            point.on_grid(decimals).is_some()
        };
        self.numbers.iter().filter(divides).map(|(value, _)| *value).filter(is_on_grid).collect()
    }

    pub(super) fn names(&self, value: Rational) -> bool {
        self.numbers.iter().any(|(number, _)| *number == value)
    }

    /// Whether the same cut is named twice: what ends at a number in one group goes on in another.
    pub(super) fn goes_on_at(&self, value: Rational) -> bool {
        let named = |at| self.numbers.iter().filter(|number| **number == (value, at)).count();
        named(true) > 1 || named(false) > 1
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.numbers.extend(&other.numbers);
    }

    fn around(&mut self, value: Rational) {
        self.numbers.extend([(value, true), (value, false)]);
    }

    /// The values of a fact, class by class.
    pub(super) fn classes(&self, item: &Item, slot: Slot) -> Vec<Domain> {
        let Some(fact) = item.facts.get(slot.0) else { return Vec::new() };
        match &fact.kind {
            FactTypeDeclaration::Boolean if is_required(item, slot) => vec![Domain::Boolean(Some(true))],
            FactTypeDeclaration::Boolean => [false, true].map(|value| Domain::Boolean(Some(value))).into(),
            FactTypeDeclaration::Text(values) => {
                values.iter().map(|(value, _)| Domain::Text(Some([value.clone()].into()))).collect()
            }
            FactTypeDeclaration::Date => {
                self.intervals(&calendar(), 0).into_iter().map(Domain::Date).collect()
            }
            FactTypeDeclaration::Number { range, decimals, .. } => {
                let number = |interval| Domain::Number(interval, Some(*decimals));
                self.intervals(range, *decimals).into_iter().map(number).collect()
            }
        }
    }

    fn intervals(&self, range: &Range, decimals: u32) -> Vec<Interval> {
        let Some(Interval { low: Some(low), high: Some(high) }) = range.on_grid(decimals) else {
            return Vec::new();
        };
        let first = |(value, at): &(Rational, bool)| {
            let edge = if *at { Edge::Included(*value) } else { Edge::Excluded(*value) };
            Range { low: edge, high: Edge::Open }.on_grid(decimals)?.low
        };
        let starts = self.numbers.iter().filter_map(first).filter(|start| (low..=high).contains(start));
        let starts: BTreeSet<Rational> = starts.chain([low]).collect();
        let starts: Vec<Rational> = starts.into_iter().collect();
        let step =
            i32::try_from(decimals).ok().and_then(|decimals| Rational::power_of_ten(decimals.checked_neg()?));
        let mut classes = Vec::with_capacity(starts.len());
        for (index, start) in starts.iter().enumerate() {
            let next = starts.get(index.saturating_add(1));
            let end = match next {
                None => Some(high),
                Some(next) => step.and_then(|step| next.subtract(step)),
            };
            classes.push(Interval { low: Some(*start), high: Some(end.unwrap_or(high)) });
        }
        classes
    }
}

/// The cuts of all facts that conditions name, and the facts that they put together with others, move or compute with.
#[derive(Default)]
pub(super) struct Mentions {
    pub(super) cuts: BTreeMap<Slot, Cuts>,
    /// Facts that conditions do more with than compare them with constants.
    pub(super) together: BTreeSet<Slot>,
}

impl Mentions {
    fn cut(&mut self, slot: Slot, value: Rational) {
        self.cuts.entry(slot).or_default().around(value);
    }

    /// All that tells cases of an item apart: its table, and its formulas.
    pub(super) fn of(item: &Item) -> Self {
        let mut mentions = Self::of_table(item);
        match &item.tariff {
            Tariff::Amount(rule) => mentions.amount(&rule.formula.term),
            Tariff::Tiers(table) => {
                for row in &table.rows {
                    if let AmountRule::Amount(rule) = &row.amount {
                        mentions.amount(&rule.formula.term);
                    }
                    let rules = row.statutory.iter().chain(&row.within);
                    rules.for_each(|rule| mentions.amount(&rule.formula.term));
                }
            }
            Tariff::Weights(table) => {
                table.base.iter().for_each(|base| mentions.number(&base.formula.term));
                for factor in &table.factors {
                    if let FactorWeights::Expression(weight) = &factor.weights {
                        mentions.number(&weight.formula.term);
                    }
                }
            }
            Tariff::StatutoryRange => {}
        }
        let rules = item.statutory.iter().chain(&item.within);
        rules.for_each(|rule| mentions.amount(&rule.formula.term));
        for requirement in &item.requirements {
            mentions.condition(&requirement.when.formula.term);
        }
        for adjustment in &item.adjustments {
            adjustment.when.iter().for_each(|when| mentions.condition(&when.formula.term));
            mentions.amount(&adjustment.times.formula.term);
        }
        mentions
    }

    /// What the rows of a table tell apart, or the levels of its factors.
    pub(super) fn of_table(item: &Item) -> Self {
        let mut mentions = Self::default();
        match &item.tariff {
            Tariff::Tiers(table) => {
                table.rows.iter().for_each(|row| mentions.row(row));
            }
            Tariff::Weights(table) => {
                for factor in &table.factors {
                    if let FactorWeights::Cells(_, cells) = &factor.weights {
                        cells.iter().for_each(|(cell, _)| mentions.cell(cell));
                    }
                }
            }
            Tariff::Amount(_) | Tariff::StatutoryRange => {}
        }
        mentions
    }

    pub(super) fn row(&mut self, row: &TableRow) {
        std::iter::once(&row.conditions).chain(&row.any).for_each(|group| self.conditions(group));
    }

    fn cell(&mut self, cell: &Cell) {
        self.cuts.entry(cell.slot).or_default().cell(cell);
    }

    /// The cells and the condition of a group.
    pub(super) fn conditions(&mut self, group: &Conditions) {
        group.cells.iter().for_each(|cell| self.cell(cell));
        if let Some(when) = &group.when {
            for slot in &when.formula.facts {
                self.cuts.entry(*slot).or_default();
            }
            self.condition(&when.formula.term);
        }
    }

    /// The conditions in an amount.
    pub(super) fn amount(&mut self, amount: &Amount) {
        match amount {
            Amount::Point(term) => self.number(term),
            Amount::Range(ends) => ends.iter().for_each(|end| self.number(end)),
            Amount::If(parts) => {
                self.condition(&parts.0);
                self.amount(&parts.1);
                self.amount(&parts.2);
            }
        }
    }

    pub(super) fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Constant(_) | Condition::Fact(_) => {}
            Condition::Not(inner) => self.condition(inner),
            Condition::And(parts) | Condition::Or(parts) => {
                parts.iter().for_each(|part| self.condition(part));
            }
            Condition::ConditionEqual(parts) => parts.iter().for_each(|part| self.condition(part)),
            Condition::If(parts) => parts.iter().for_each(|part| self.condition(part)),
            Condition::Number(_, sides) => {
                let [left, right] = &**sides;
                self.compared(left, right);
            }
            Condition::NumberIn(membership) => {
                membership
                    .tests
                    .iter()
                    .flatten()
                    .for_each(|(_, term)| self.compared(&membership.value, term));
            }
            Condition::Date(_, sides) => {
                let [left, right] = &**sides;
                self.compared_days(left, right);
            }
            Condition::DateIn(membership) => {
                let terms = membership.tests.iter().flatten();
                terms.for_each(|(_, term)| self.compared_days(&membership.value, term));
            }
            Condition::Period(_, sides) => sides.iter().for_each(|side| self.period(side)),
            Condition::TextIn(membership) => {
                self.text(&membership.value);
                membership.tests.iter().flatten().for_each(|(_, term)| self.text(term));
            }
        }
    }

    fn compared(&mut self, left: &NumberTerm, right: &NumberTerm) {
        if let (NumberTerm::Fact(slot), NumberTerm::Constant(literal, _))
        | (NumberTerm::Constant(literal, _), NumberTerm::Fact(slot)) = (left, right)
        {
            self.cut(*slot, literal.value);
        } else {
            self.number(left);
            self.number(right);
        }
    }

    fn compared_days(&mut self, left: &DateTerm, right: &DateTerm) {
        if let (DateTerm::Fact(slot), DateTerm::Constant(date))
        | (DateTerm::Constant(date), DateTerm::Fact(slot)) = (left, right)
        {
            self.cut(*slot, day_number(*date));
        } else {
            self.day(left);
            self.day(right);
        }
    }

    pub(super) fn number(&mut self, term: &NumberTerm) {
        match term {
            NumberTerm::Constant(..) => {}
            NumberTerm::Fact(slot) => drop(self.together.insert(*slot)),
            NumberTerm::Negate(inner)
            | NumberTerm::Absolute(inner)
            | NumberTerm::Power(inner, ..)
            | NumberTerm::Floor(inner, _)
            | NumberTerm::Ceiling(inner, _)
            | NumberTerm::Round(_, inner, _) => self.number(inner),
            NumberTerm::Add(sides)
            | NumberTerm::Subtract(sides)
            | NumberTerm::Multiply(sides)
            | NumberTerm::Divide(sides, _)
            | NumberTerm::Modulo(sides, _) => sides.iter().for_each(|side| self.number(side)),
            NumberTerm::Min(terms)
            | NumberTerm::Max(terms)
            | NumberTerm::Sum(terms)
            | NumberTerm::Mean(terms)
            | NumberTerm::Median(terms)
            | NumberTerm::Deviation(terms) => terms.iter().for_each(|term| self.number(term)),
            NumberTerm::If(parts) => {
                self.condition(&parts.0);
                self.number(&parts.1);
                self.number(&parts.2);
            }
            NumberTerm::Ratio(period, _) => self.period(period),
        }
    }

    fn text(&mut self, term: &TextTerm) {
        // Each text is a class of its own.
        if let TextTerm::If(parts) = term {
            self.condition(&parts.0);
            self.text(&parts.1);
            self.text(&parts.2);
        }
    }

    fn day(&mut self, term: &DateTerm) {
        match term {
            DateTerm::Constant(_) => {}
            DateTerm::Fact(slot) => drop(self.together.insert(*slot)),
            DateTerm::Shift(parts, _) => {
                self.day(&parts.0);
                self.period(&parts.1);
            }
            DateTerm::If(parts) => {
                self.condition(&parts.0);
                self.day(&parts.1);
                self.day(&parts.2);
            }
        }
    }

    fn period(&mut self, term: &PeriodTerm) {
        match term {
            PeriodTerm::Constant(_) => {}
            PeriodTerm::Between(sides) => sides.iter().for_each(|side| self.day(side)),
            PeriodTerm::Negate(inner) => self.period(inner),
            PeriodTerm::Add(sides, _) => sides.iter().for_each(|side| self.period(side)),
            PeriodTerm::If(parts) => {
                self.condition(&parts.0);
                self.period(&parts.1);
                self.period(&parts.2);
            }
        }
    }
}

#[cfg(test)]
mod tests;
