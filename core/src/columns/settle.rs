//! What follows in a cell: the steps of `penalty::compute`, each for all of the cell at once.

use super::ask::{FormEnds, Question};
use super::form::Form;
use super::outputs::{AmountKind, Row};
use super::space::{Cell, Place, Stop};
use crate::feel::{Amount, Ends};
use crate::number::{Rational, Rounding};
use crate::pack::{UnknownFactRule, WhenSeveral};
use crate::penalty::{
    AmountRule, AssessError, Decision, FactorWeights, Item, OutcomeKind, PersonsRule, Sourced, TableRow,
    Tariff, TierTable, Trace, WeightTable,
};

/// What the rows of a cell have in common.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// Nothing that was proved: each goes the exact way.
    Nothing,
    /// The result columns, but for those amounts that move with the facts.
    Row(Box<Row>, Vec<Moving>),
}

/// An amount that moves with the facts, before it is rounded in this way.
#[derive(Clone, Debug)]
pub(super) struct Moving {
    pub(super) kind: AmountKind,
    pub(super) form: Form,
    pub(super) rounding: Rounding,
    /// The cell that it holds in.
    pub(super) places: Vec<Place>,
}

/// Why the steps end before an amount is known.
enum End {
    Stop(Stop),
    /// The engine's answer is the same for all of the cell: that for one of its cases.
    Same,
}

impl From<Stop> for End {
    fn from(stop: Stop) -> Self {
        match stop {
            // A fact that is missing is an error, wherever a step needs it.
            Stop::Missing => Self::Same,
            stop => Self::Stop(stop),
        }
    }
}

/// A chosen amount, and what it was held against.
struct Settled {
    row: Option<usize>,
    amount: FormEnds,
    statutory: Option<FormEnds>,
    clamped: bool,
}

impl Item {
    /// What follows in a cell. `sum` is the variable of the sum of weights.
    pub(super) fn in_cell(&self, cell: &Cell<'_>, sum: Option<usize>, decimals: u32) -> Result<Found, Stop> {
        let question = Question { item: self, cell };
        match question.settle(sum).and_then(|settled| question.found(settled, decimals)) {
            Ok(found) => Ok(found),
            Err(End::Stop(stop)) => Err(stop),
            // After the weights, one case of the cell does not stand for all: its factors are left open.
            Err(End::Same) if sum.is_some() && !question.ends_before_weights() => Ok(Found::Nothing),
            Err(End::Same) => {
                let decided = self.compute(&mut question.sample(), &Default::default(), &mut Trace::off());
                Ok(Found::Row(Box::new(Row::of(&decided, decimals)), Vec::new()))
            }
        }
    }
}

impl Question<'_, '_> {
    /// Whether in all of the cell the fine is one straight line before it is rounded, or the answer is the same; else where
    /// to cut it.
    pub(super) fn runs_straight(&self, sum: Option<usize>) -> Result<(), Stop> {
        match self.settle(sum) {
            Ok(_) | Err(End::Same) => Ok(()),
            Err(End::Stop(stop)) => Err(stop),
        }
    }

    fn requirements(&self) -> Result<(), End> {
        for requirement in &self.item.requirements {
            match self.condition(&requirement.when.formula.term) {
                Ok(true) | Err(Stop::Missing) => {}
                Ok(false) => return Err(End::Same),
                Err(stop) => return Err(stop.into()),
            }
        }
        Ok(())
    }

    fn ends_before_weights(&self) -> bool {
        matches!(self.requirements().and_then(|()| self.statutory(None)), Err(End::Same))
    }

    fn settle(&self, sum: Option<usize>) -> Result<Settled, End> {
        let item = self.item;
        self.requirements()?;
        let row = match &item.tariff {
            Tariff::Tiers(table) => {
                let index = self.choose(table)?;
                Some((index, table.rows.get(index).ok_or(Stop::Unknown)?))
            }
            _ => None,
        };
        if row.is_some_and(|(_, row)| !row.has_fine()) {
            return Err(End::Same);
        }
        let statutory = self.statutory(row.map(|(_, row)| row))?;
        let mut amount = match (&item.tariff, row) {
            (Tariff::Tiers(_), Some((_, row))) => self.row_amount(row, statutory.as_ref())?,
            (Tariff::Amount(fine), _) => self.evaluate(fine)?,
            (Tariff::Weights(table), _) => self.weighted(table, statutory.as_ref(), sum)?,
            (Tariff::StatutoryRange | Tariff::Tiers(_), _) => statutory.clone().ok_or(Stop::Unknown)?,
        };
        for adjustment in &item.adjustments {
            let applies =
                adjustment.when.as_ref().map_or(Ok(true), |when| self.condition(&when.formula.term))?;
            if applies {
                let times = self.evaluate(&adjustment.times)?;
                amount = FormEnds {
                    min: self.cell.safe(amount.min.multiply(&times.min))?,
                    max: self.cell.safe(amount.max.multiply(&times.max))?,
                };
            }
        }
        if let Some(within) = &item.within {
            amount = self.held_inside(&amount, &self.evaluate(within)?)?.0;
        }
        let mut clamped = false;
        if let Some(range) = &statutory {
            (amount, clamped) = self.held_inside(&amount, range)?;
        }
        Ok(Settled { row: row.map(|(index, _)| index), amount, statutory, clamped })
    }

    fn evaluate(&self, amount: &Sourced<Amount>) -> Result<FormEnds, End> {
        self.valid(self.amount(&amount.formula.term)?)
    }

    /// The ends, if they are those of an amount in all of the cell.
    fn valid(&self, ends: FormEnds) -> Result<FormEnds, End> {
        if self.cell.is_negative(&ends.min)? || self.cell.is_less(&ends.max, &ends.min)? {
            return Err(End::Same);
        }
        Ok(ends)
    }

    /// The ends moved into limits, and whether that moved any.
    fn held_inside(&self, ends: &FormEnds, limits: &FormEnds) -> Result<(FormEnds, bool), Stop> {
        let hold = |end: &Form| -> Result<(Form, bool), Stop> {
            let raised = self.cell.is_less(end, &limits.min)?;
            let end = if raised { &limits.min } else { end };
            let lowered = self.cell.is_less(&limits.max, end)?;
            Ok((if lowered { &limits.max } else { end }.clone(), raised || lowered))
        };
        let ((min, min_moved), (max, max_moved)) = (hold(&ends.min)?, hold(&ends.max)?);
        Ok((FormEnds { min, max }, min_moved || max_moved))
    }

    fn statutory(&self, row: Option<&TableRow>) -> Result<Option<FormEnds>, End> {
        let rule = row.and_then(|row| row.statutory.as_ref()).or(self.item.statutory.as_ref());
        rule.map(|rule| self.evaluate(rule)).transpose()
    }

    fn row_amount(&self, row: &TableRow, statutory: Option<&FormEnds>) -> Result<FormEnds, End> {
        let amount = match &row.amount {
            AmountRule::Amount(fine) => self.evaluate(fine)?,
            AmountRule::StatutoryRange => statutory.cloned().ok_or(Stop::Unknown)?,
            AmountRule::Band(band) => {
                let range = statutory.ok_or(Stop::Unknown)?;
                let place = |share: Rational| self.place_in(range, &Form::constant(share));
                FormEnds { min: place(band.min)?, max: place(band.max)? }
            }
            AmountRule::Measures | AmountRule::NoPenalty => return Err(Stop::Unknown.into()),
        };
        let Some(within) = &row.within else { return Ok(amount) };
        Ok(self.held_inside(&amount, &self.evaluate(within)?)?.0)
    }

    fn place_in(&self, range: &FormEnds, place: &Form) -> Result<Form, Stop> {
        let width = self.cell.safe(range.max.subtract(&range.min))?;
        let part = self.cell.safe(width.multiply(place))?;
        self.cell.safe(range.min.add(&part))
    }

    fn weighted(
        &self,
        table: &WeightTable,
        statutory: Option<&FormEnds>,
        sum: Option<usize>,
    ) -> Result<FormEnds, End> {
        let mut counted = self.cell.variable(sum.ok_or(Stop::Unknown)?)?;
        for factor in &table.factors {
            if let FactorWeights::Expression(weight) = &factor.weights {
                counted = self.cell.safe(counted.add(&self.number(&weight.formula.term)?))?;
            }
        }
        if let Some(floor) = table.floor {
            counted = self.cell.greater(counted, Form::constant(floor))?;
        }
        if let Some(cap) = table.cap {
            counted = self.cell.smaller(counted, Form::constant(cap))?;
        }
        let amount = match &table.base {
            Some(base) => self.cell.safe(self.number(&base.formula.term)?.multiply(&counted))?,
            None => self.place_in(statutory.ok_or(Stop::Unknown)?, &counted)?,
        };
        // One case of the cell does not tell what its weights are.
        if table.base.is_some() && self.cell.is_negative(&amount)? {
            return Err(Stop::Unknown.into());
        }
        Ok(FormEnds { min: amount.clone(), max: amount })
    }

    /// The row of a table that counts in all of the cell.
    fn choose(&self, table: &TierTable) -> Result<usize, End> {
        let (mut matching, mut possible) = (Vec::new(), Vec::new());
        for (index, row) in table.rows.iter().enumerate() {
            match self.matches(row) {
                Ok(true) => matching.push((index, row)),
                Ok(false) => continue,
                Err(Stop::Missing) if table.tolerates_unknown() => {
                    possible.push((index, row));
                    continue;
                }
                Err(stop) => return Err(stop.into()),
            }
            if table.when_several == WhenSeveral::First {
                break;
            }
        }
        match (matching.as_slice(), table.when_several) {
            ([], _) if possible.is_empty() => return Err(End::Same),
            ([(only, _)], _) if possible.is_empty() => return Ok(*only),
            ([_, _, ..], WhenSeveral::Unique)
                if possible.is_empty() && table.unknown_fact == UnknownFactRule::Refuse =>
            {
                return Err(End::Same);
            }
            _ => {}
        }
        // Which row counts hangs on their amounts, and on nothing else.
        let mut bare = Vec::with_capacity(matching.len().saturating_add(possible.len()));
        for (index, row) in matching.iter().chain(&possible) {
            bare.push((*index, self.bare_amount(row)?));
        }
        if bare.iter().all(|(_, ends)| ends.as_ref().is_none_or(FormEnds::is_constant)) {
            let chosen = self.item.choose_row(table, &self.sample(), &mut Trace::off());
            return chosen.map_err(|_| End::Same);
        }
        let told = bare.iter().all(|(_, ends)| ends.is_some());
        if !told || !possible.is_empty() || table.when_several != WhenSeveral::Heaviest {
            return Err(Stop::Unknown.into());
        }
        if let Some((exemption, _)) = matching.iter().find(|(_, row)| row.is_exemption()) {
            return Ok(*exemption);
        }
        let mut best: Option<(usize, FormEnds)> = None;
        for (index, ends) in bare {
            let ends = ends.ok_or(Stop::Unknown)?;
            let heavier = match &best {
                None => true,
                Some((_, best)) => self.is_heavier(&ends, best)?,
            };
            if heavier {
                best = Some((index, ends));
            }
        }
        best.map(|(index, _)| index).ok_or(End::Stop(Stop::Unknown))
    }

    fn is_heavier(&self, ends: &FormEnds, best: &FormEnds) -> Result<bool, Stop> {
        if self.cell.is_less(&best.max, &ends.max)? {
            return Ok(true);
        }
        Ok(!self.cell.is_less(&ends.max, &best.max)? && self.cell.is_less(&best.min, &ends.min)?)
    }

    /// What a row comes to before the item's own steps; `None` where it needs a fact that is missing.
    fn bare_amount(&self, row: &TableRow) -> Result<Option<FormEnds>, End> {
        if !row.has_fine() {
            let zero = Form::constant(Rational::ZERO);
            return Ok(Some(FormEnds { min: zero.clone(), max: zero }));
        }
        let bare = || -> Result<FormEnds, End> {
            let statutory = self.statutory(Some(row))?;
            let amount = self.row_amount(row, statutory.as_ref())?;
            match &statutory {
                Some(range) => Ok(self.held_inside(&amount, range)?.0),
                None => Ok(amount),
            }
        };
        match bare() {
            Ok(ends) => Ok(Some(ends)),
            // Missing, or an amount that is none: the same for all of the cell.
            Err(End::Same) => Ok(None),
            Err(stop) => Err(stop),
        }
    }

    fn found(&self, settled: Settled, decimals: u32) -> Result<Found, End> {
        let item = self.item;
        let constant =
            |ends: &FormEnds| Some(Ends { min: ends.min.as_constant()?, max: ends.max.as_constant()? });
        let fine = constant(&settled.amount);
        let range = settled.statutory.as_ref().map(constant);
        let mut moving = Vec::new();
        let (mut fine_out, mut statutory_out) = (None, None);
        match (fine, range) {
            (Some(fine), None) => fine_out = Some(item.round_all(fine, None).map_err(|_| Stop::Unknown)?.1),
            (Some(fine), Some(Some(range))) => {
                fine_out = Some(item.round_all(fine, Some(range)).map_err(|_| Stop::Unknown)?.1);
            }
            _ => {
                let ends = &settled.amount;
                for (kind, form) in [(AmountKind::Min, &ends.min), (AmountKind::Max, &ends.max)] {
                    let rounding = self.rounding_of(form, settled.statutory.as_ref(), range.flatten())?;
                    moving.push(self.moving(kind, form, rounding));
                }
            }
        }
        if let Some(ends) = &settled.statutory {
            match range.flatten() {
                Some(range) => statutory_out = Some(item.told(range).map_err(|_| Stop::Unknown)?),
                None => {
                    moving.push(self.moving(AmountKind::StatutoryMin, &ends.min, Rounding::FEN));
                    moving.push(self.moving(AmountKind::StatutoryMax, &ends.max, Rounding::FEN));
                }
            }
        }
        let persons = match &item.persons {
            Some(rule) => self.persons(rule, settled.row, fine_out)?,
            None => None,
        };
        let decision = Decision {
            kind: OutcomeKind::Fine,
            row: settled.row,
            fine: fine_out,
            reduced: None,
            statutory: statutory_out,
            clamped: settled.clamped,
            persons,
        };
        Ok(Found::Row(Box::new(Row::of(&Ok(decision), decimals)), moving))
    }

    fn moving(&self, kind: AmountKind, form: &Form, rounding: Rounding) -> Moving {
        Moving { kind, form: form.clone(), rounding, places: self.cell.places.clone() }
    }

    /// How an end of the fine is rounded, where that is the same in all of the cell.
    fn rounding_of(
        &self,
        form: &Form,
        statutory: Option<&FormEnds>,
        range: Option<Ends>,
    ) -> Result<Rounding, Stop> {
        let rounding = self.item.rounding;
        let Some(ends) = statutory else { return Ok(rounding) };
        // What lies in the range is in the rounded range when it is rounded in the same way; its ends are rounded so.
        if rounding == Rounding::FEN || *form == ends.min || *form == ends.max {
            return Ok(Rounding::FEN);
        }
        let range = range.ok_or(Stop::Unknown)?;
        let on_step = |end: Rational| rounding.round(end) == Some(end);
        let (low, high) = self.cell.bounds(form)?;
        let inside = |end: Rational| {
            rounding.round(end).is_some_and(|rounded| range.min <= rounded && rounded <= range.max)
        };
        let told = self.item.told(range).is_ok_and(|told| told == range);
        let strictly = range.min < low && high < range.max;
        let meets_ends = strictly || (on_step(range.min) && on_step(range.max));
        if told && meets_ends && inside(low) && inside(high) { Ok(rounding) } else { Err(Stop::Unknown) }
    }

    /// The fine of the persons responsible, where that of the unit does not move and no other fact does either.
    fn persons(
        &self,
        persons: &PersonsRule,
        row: Option<usize>,
        fine: Option<Ends>,
    ) -> Result<Option<Ends>, End> {
        let row = row.and_then(|row| self.item.tariff.rows().get(row));
        let Some(rule) = row.and_then(|row| row.persons.as_ref()).or(persons.fine.as_ref()) else {
            return Ok(None);
        };
        let fine = fine.ok_or(Stop::Unknown)?;
        for slot in rule.formula.facts.iter().filter(|slot| **slot != persons.unit_fine) {
            match self.cell.place(slot.0) {
                Place::Open => return Err(Stop::Open(slot.0).into()),
                Place::Within(low, high) if low != high => {
                    let few = self.item.facts.get(slot.0).is_some_and(|fact| fact.is_choice());
                    return Err(
                        if few { Stop::Cut(slot.0, low.saturating_add(1)) } else { Stop::Unknown }.into()
                    );
                }
                Place::Within(..) | Place::Missing => {}
            }
        }
        let decided = self.item.persons_fine(row, fine, &mut self.sample(), &mut Trace::off());
        decided.map_err(|error| match error {
            AssessError::Overflow { .. } => End::Stop(Stop::Unknown),
            _ => End::Same,
        })
    }
}

impl FormEnds {
    fn is_constant(&self) -> bool {
        self.min.as_constant().is_some() && self.max.as_constant().is_some()
    }
}
