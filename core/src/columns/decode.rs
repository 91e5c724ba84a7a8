//! Columns as the whole numbers of the kernels: steps of a grid, places of texts, days.

use super::exact::Cases;
use super::float::Grid;
use super::program::{Factor, NO_WEIGHT};
use super::space::Variable;
use super::{Codes, Column, Values};
use crate::pack::FactTypeDeclaration;
use crate::penalty::Fact;

/// The integers of a lane.
pub(super) trait Step: Copy + Ord + TryFrom<i64> + Into<i64> {
    /// A value that the kernels do not take: its row goes the exact way.
    const REFUSED: Self;
    /// The fact is not given.
    const MISSING: Self;

    /// A step that is known to fit.
    fn of(step: i64) -> Self;
}

impl Step for i32 {
    const REFUSED: Self = Self::MAX;
    const MISSING: Self = Self::MAX - 1;

    #[inline(always)]
    fn of(step: i64) -> Self {
        // The lower half, without the branch that a conversion with a check has.
        let [a, b, c, d, ..] = step.to_le_bytes();
        Self::from_le_bytes([a, b, c, d])
    }
}

impl Step for i64 {
    const REFUSED: Self = Self::MAX;
    const MISSING: Self = Self::MAX - 1;

    #[inline(always)]
    fn of(step: i64) -> Self {
        step
    }
}

/// How the values of one column become steps.
#[derive(Debug)]
pub(super) struct Reading {
    /// The first and the last step that is taken.
    reach: (i64, i64),
    /// Steps a unit, where the column has fewer decimals than the grid: the power of ten.
    times: i64,
    /// The other way round.
    over: i64,
    grid: Option<Grid>,
    /// For the texts of a dictionary, their steps.
    texts: Vec<Option<i64>>,
}

impl Reading {
    pub(super) fn new(fact: &Fact, variable: &Variable, values: &Values<'_>) -> Self {
        let decimals = match &fact.kind {
            FactTypeDeclaration::Number { decimals, .. } => *decimals,
            _ => 0,
        };
        let scale = match values {
            Values::Decimal64 { scale, .. } | Values::Decimal128 { scale, .. } => *scale,
            _ => 0,
        };
        let power = |exponent: u32| 10_i64.checked_pow(exponent);
        let times = power(decimals.saturating_sub(scale));
        let over = power(scale.saturating_sub(decimals));
        // Powers that do not fit leave nothing to be taken.
        let reach = if times.is_some() && over.is_some() { variable.reach } else { (0, -1) };
        let texts = match values {
            Values::Dictionary { texts, .. } => texts.iter().map(|text| fact.step_of(text)).collect(),
            _ => Vec::new(),
        };
        Self { reach, times: times.unwrap_or(1), over: over.unwrap_or(1), grid: Grid::new(decimals), texts }
    }

    /// Fills a lane with the rows from `start` on.
    pub(super) fn fill<S: Step>(&self, fact: &Fact, column: &Column<'_>, start: usize, lane: &mut [S]) {
        match &column.values {
            Values::Int8(values) => self.integers(values, start, lane),
            Values::Int16(values) => self.integers(values, start, lane),
            Values::Int32(values) | Values::Date(values) => self.integers(values, start, lane),
            Values::Int64(values) => self.integers(values, start, lane),
            Values::UInt8(values) => self.integers(values, start, lane),
            Values::UInt16(values) => self.integers(values, start, lane),
            Values::UInt32(values) => self.integers(values, start, lane),
            Values::UInt64(values) => self.integers(values, start, lane),
            Values::Decimal64 { values, .. } => self.integers(values, start, lane),
            Values::Decimal128 { values, .. } => self.integers(values, start, lane),
            Values::Float64(values) => match self.grid {
                Some(grid) => each(values, start, lane, |value| self.take(grid.place(value))),
                None => lane.fill(S::REFUSED),
            },
            Values::BooleanBytes(values) if fact.is_boolean() => {
                each(values, start, lane, |value| self.take(Some(i64::from(value != 0))));
            }
            Values::Boolean { bits, .. } if fact.is_boolean() => {
                for (place, room) in lane.iter_mut().enumerate() {
                    *room = self.take(Some(i64::from(bits.get(start.saturating_add(place)))));
                }
            }
            Values::Dictionary { codes, .. } if fact.is_text() => self.codes(*codes, start, lane),
            Values::Text { .. } | Values::TextViews { .. } if fact.is_text() => {
                for (place, room) in lane.iter_mut().enumerate() {
                    let text = column.values.text(start.saturating_add(place));
                    *room = self.take(text.and_then(|text| fact.step_of(text)));
                }
            }
            // Short floats, and texts that have to be read: one by one.
            _ => lane.fill(S::REFUSED),
        }
        if let Some(validity) = column.validity {
            for (place, room) in lane.iter_mut().enumerate() {
                if !validity.get(start.saturating_add(place)) {
                    *room = S::MISSING;
                }
            }
        }
    }

    #[inline(always)]
    fn take<S: Step>(&self, step: Option<i64>) -> S {
        let (first, last) = self.reach;
        match step {
            Some(step) if first <= step && step <= last => S::of(step),
            _ => S::REFUSED,
        }
    }

    fn integers<T: Copy + TryInto<i64>, S: Step>(&self, values: &[T], start: usize, lane: &mut [S]) {
        let word = |value: T| value.try_into().ok();
        match (self.times, self.over) {
            (1, 1) => each(values, start, lane, |value| self.take(word(value))),
            (times, 1) => each(values, start, lane, |value| {
                self.take(word(value).and_then(|value: i64| value.checked_mul(times)))
            }),
            (_, over) => each(values, start, lane, |value| {
                let value: Option<i64> = word(value);
                let whole = value.filter(|value| value.checked_rem(over) == Some(0));
                self.take(whole.and_then(|value| value.checked_div(over)))
            }),
        }
    }

    /// Adds the weights of codes, without a lane between.
    pub(super) fn add_weights(&self, column: &Column<'_>, factor: &Factor, start: usize, sums: &mut [i64]) {
        let Values::Dictionary { codes, .. } = &column.values else { return };
        let weight = |step: &Option<i64>| {
            step.and_then(|step| factor.axis.look_up(&factor.weights, step)).unwrap_or(NO_WEIGHT)
        };
        let weights: Vec<i64> = self.texts.iter().map(weight).collect();
        match codes {
            Codes::Int8(codes) => add(codes, start, &weights, sums),
            Codes::Int16(codes) => add(codes, start, &weights, sums),
            Codes::Int32(codes) => add(codes, start, &weights, sums),
            Codes::Int64(codes) => add(codes, start, &weights, sums),
            Codes::UInt8(codes) => add(codes, start, &weights, sums),
            Codes::UInt16(codes) => add(codes, start, &weights, sums),
            Codes::UInt32(codes) => add(codes, start, &weights, sums),
            Codes::UInt64(codes) => add(codes, start, &weights, sums),
        }
    }

    fn codes<S: Step>(&self, codes: Codes<'_>, start: usize, lane: &mut [S]) {
        let steps: Vec<S> = self.texts.iter().map(|step| self.take(*step)).collect();
        match codes {
            Codes::Int8(codes) => look_up(codes, start, &steps, lane),
            Codes::Int16(codes) => look_up(codes, start, &steps, lane),
            Codes::Int32(codes) => look_up(codes, start, &steps, lane),
            Codes::Int64(codes) => look_up(codes, start, &steps, lane),
            Codes::UInt8(codes) => look_up(codes, start, &steps, lane),
            Codes::UInt16(codes) => look_up(codes, start, &steps, lane),
            Codes::UInt32(codes) => look_up(codes, start, &steps, lane),
            Codes::UInt64(codes) => look_up(codes, start, &steps, lane),
        }
    }
}

fn look_up<T: Copy + TryInto<usize>, S: Step>(codes: &[T], start: usize, steps: &[S], lane: &mut [S]) {
    each(codes, start, lane, |code| {
        code.try_into().ok().and_then(|code: usize| steps.get(code).copied()).unwrap_or(S::REFUSED)
    });
}

fn add<T: Copy + TryInto<usize>>(codes: &[T], start: usize, weights: &[i64], sums: &mut [i64]) {
    let codes = codes.get(start..).unwrap_or_default();
    for (sum, code) in sums.iter_mut().zip(codes) {
        let weight = (*code).try_into().ok().and_then(|code: usize| weights.get(code).copied());
        *sum = sum.wrapping_add(weight.unwrap_or(NO_WEIGHT));
    }
}

#[inline(always)]
fn each<T: Copy, S: Step>(values: &[T], start: usize, lane: &mut [S], read: impl Fn(T) -> S) {
    let values = values.get(start..).unwrap_or_default();
    for (room, value) in lane.iter_mut().zip(values) {
        *room = read(*value);
    }
}

impl Fact {
    const fn is_boolean(&self) -> bool {
        matches!(self.kind, FactTypeDeclaration::Boolean)
    }

    const fn is_text(&self) -> bool {
        matches!(self.kind, FactTypeDeclaration::Text(_))
    }

    /// The place of a text among the fact's values.
    fn step_of(&self, text: &str) -> Option<i64> {
        let FactTypeDeclaration::Text(values) = &self.kind else { return None };
        let place = values.iter().position(|(value, _)| value == text)?;
        i64::try_from(place).ok()
    }
}

/// How every column that is given becomes steps, by slot.
pub(super) fn readings(cases: &Cases<'_, '_>, variables: &[Variable]) -> Vec<Option<Reading>> {
    let facts = cases.item().facts.iter().zip(variables).enumerate();
    let readings = facts.map(|(slot, (fact, variable))| {
        cases.column(slot).map(|column| Reading::new(fact, variable, &column.values))
    });
    readings.collect()
}
