//! Columns as the whole numbers of the kernels: steps of a grid, places of texts, days.

use super::exact::Cases;
use super::halves::{Halves, halves, split};
use super::program::{BYTES, Factor, NO_WEIGHT, Program};
use super::space::Variable;
use super::{Bits, Codes, Column, Values};
use crate::number::Grid;
use crate::pack::FactTypeDeclaration;
use crate::penalty::Fact;

/// Five times this number is one, in 64 bits.
const INVERSE_OF_FIVE: i64 = -3_689_348_814_741_910_323;
/// By how many decimals a column may be finer than its fact: the steps, multiplied again, stay below 64 bits.
const MOST_OVER: u32 = 7;

/// The integers of a lane.
pub(super) trait Step: Copy + Ord + TryFrom<i64> + Into<i64> {
    /// A value that the kernels do not take: its row goes the exact way.
    const REFUSED: Self;
    /// The fact is not given.
    const MISSING: Self;
    /// The largest number that a float may stand for.
    const LARGEST: f64;

    /// The lowest bits of a word: the step, where nothing is in the others.
    fn of(word: i64) -> Self;

    /// Zero, if and only if the step of a word is the word.
    fn lost(word: i64) -> u64;

    /// The product, where it is known to fit.
    fn times(self, factor: Self) -> Self;
}

impl Step for i32 {
    const REFUSED: Self = Self::MAX;
    const MISSING: Self = Self::MAX - 1;
    const LARGEST: f64 = 2_147_483_647.0;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn of(word: i64) -> Self {
        // Without the branch that a conversion with a check has.
        let [a, b, c, d, ..] = word.to_le_bytes();
        Self::from_le_bytes([a, b, c, d])
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lost(word: i64) -> u64 {
        word.cast_unsigned().wrapping_add(1 << 31) >> 32
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn times(self, factor: Self) -> Self {
        self.wrapping_mul(factor)
    }
}

impl Step for i64 {
    const REFUSED: Self = Self::MAX;
    const MISSING: Self = Self::MAX - 1;
    const LARGEST: f64 = Grid::LARGEST;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn of(word: i64) -> Self {
        word
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lost(_: i64) -> u64 {
        0
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn times(self, factor: Self) -> Self {
        self.wrapping_mul(factor)
    }
}

/// The integers of a column.
trait Whole: Copy {
    /// Its lowest 64 bits.
    fn word(self) -> i64;

    /// Zero, if and only if the word is the value.
    fn lost(self) -> u64;
}

/// Integers that a word always holds.
macro_rules! small {
    ($($integer:ty)*) => {$(
        impl Whole for $integer {
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn word(self) -> i64 {
                self.into()
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn lost(self) -> u64 {
                0
            }
        }
    )*};
}

small!(i8 i16 i32 i64 u8 u16 u32);

impl Whole for u64 {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn word(self) -> i64 {
        self.cast_signed()
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lost(self) -> u64 {
        self >> 63
    }
}

impl Whole for Halves {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn word(self) -> i64 {
        split(self).0
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn lost(self) -> u64 {
        let (low, high) = split(self);
        (high ^ (low >> 63)).cast_unsigned()
    }
}

/// How the values of one column become steps.
#[derive(Debug)]
pub(super) struct Reading {
    /// The first and the last step that is taken.
    reach: (i64, i64),
    scaling: Scaling,
    grid: Option<Grid>,
    /// For the texts of a dictionary, their steps.
    texts: Vec<i64>,
}

/// From the integers of a column to the steps of the grid.
#[derive(Clone, Copy, Debug)]
enum Scaling {
    /// The integers are the steps.
    None,
    /// The column has fewer decimals: so many steps a unit.
    Times(i64),
    /// The column has more decimals, by this number.
    Over(u32),
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
        let scaling = match (decimals.checked_sub(scale), scale.checked_sub(decimals)) {
            (Some(0), _) => Some(Scaling::None),
            (Some(fewer), _) => 10_i64.checked_pow(fewer).map(Scaling::Times),
            (None, more) => more.filter(|more| *more <= MOST_OVER).map(Scaling::Over),
        };
        let texts = match values {
            Values::Dictionary { texts, .. } => {
                texts.iter().map(|text| fact.step_of(text).unwrap_or(i64::REFUSED)).collect()
            }
            _ => Vec::new(),
        };
        Self {
            // Powers that do not fit leave nothing to be taken.
            reach: if scaling.is_some() { variable.reach } else { (0, -1) },
            scaling: scaling.unwrap_or(Scaling::None),
            grid: Grid::new(decimals),
            texts,
        }
    }

    /// Fills a lane with the rows from `start` on. Whether any row has a value that the kernels do not take.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn fill<S: Step>(
        &self,
        fact: &Fact,
        column: &Column<'_>,
        start: usize,
        lane: &mut [S],
    ) -> bool {
        let refused = match &column.values {
            Values::Int8(values) => self.integers(values, start, lane),
            Values::Int16(values) => self.integers(values, start, lane),
            Values::Int32(values) | Values::Date(values) => self.integers(values, start, lane),
            Values::Int64(values) => self.integers(values, start, lane),
            Values::UInt8(values) => self.integers(values, start, lane),
            Values::UInt16(values) => self.integers(values, start, lane),
            Values::UInt32(values) => self.integers(values, start, lane),
            Values::UInt64(values) => self.integers(values, start, lane),
            Values::Decimal64 { values, .. } => self.integers(values, start, lane),
            Values::Decimal128 { values, .. } => self.integers(halves(values), start, lane),
            Values::Float64(values) => match self.grid {
                Some(grid) => self.floats(grid, values, start, lane),
                None => refuse(lane),
            },
            Values::BooleanBytes(values) if fact.is_boolean() => {
                each(values, start, lane, |value| (S::of(i64::from(value != 0)), true))
            }
            Values::Boolean { bits, .. } if fact.is_boolean() => {
                spread(*bits, start, lane, |_, set| S::of(i64::from(set)));
                false
            }
            Values::Dictionary { codes, .. } if fact.is_text() => self.codes(*codes, start, lane),
            Values::Text { .. } | Values::TextViews { .. } if fact.is_text() => {
                let mut refused = false;
                for (place, room) in lane.iter_mut().enumerate() {
                    let text = column.values.text(start.saturating_add(place));
                    *room = self.take(text.and_then(|text| fact.step_of(text)));
                    refused |= *room == S::REFUSED;
                }
                refused
            }
            // Short floats, and texts that have to be read: one by one.
            _ => refuse(lane),
        };
        let Some(validity) = column.validity else { return refused };
        spread(validity, start, lane, |step, given| if given { step } else { S::MISSING });
        // Where the fact is not given, it does not matter what the column has.
        refused && lane.contains(&S::REFUSED)
    }

    fn take<S: Step>(&self, step: Option<i64>) -> S {
        let (first, last) = self.reach;
        match step {
            Some(step) if first <= step && step <= last => S::of(step),
            _ => S::REFUSED,
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn integers<T: Whole, S: Step>(&self, values: &[T], start: usize, lane: &mut [S]) -> bool {
        let (first, last) = self.reach;
        match self.scaling {
            Scaling::None => whole_numbers(values, start, self.reach, lane, |step| step),
            Scaling::Times(times) => {
                // The reach in units: the first upwards, the last downwards.
                let up = first.saturating_add(times.saturating_sub(1));
                let units = up.checked_div_euclid(times).zip(last.checked_div_euclid(times));
                whole_numbers(values, start, units.unwrap_or((0, -1)), lane, |unit: S| {
                    unit.times(S::of(times))
                })
            }
            Scaling::Over(more) => {
                let (over, inverse) = (10_i64.saturating_pow(more), INVERSE_OF_FIVE.wrapping_pow(more));
                each(values, start, lane, |value: T| {
                    // Of a multiple this is the quotient; of another word it is a number that does not lead back.
                    let step = value.word().wrapping_mul(inverse) >> more;
                    let whole = (step.wrapping_mul(over) == value.word()) & (value.lost() == 0);
                    (S::of(step), whole & (first <= step) & (step <= last))
                })
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn floats<S: Step>(&self, grid: Grid, values: &[f64], start: usize, lane: &mut [S]) -> bool {
        let (first, last) = (S::of(self.reach.0), S::of(self.reach.1));
        each(values, start, lane, |value| {
            let (steps, exact) = grid.nearest(value, S::LARGEST);
            let step = S::of(steps);
            (step, exact & (first <= step) & (step <= last))
        })
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn codes<S: Step>(&self, codes: Codes<'_>, start: usize, lane: &mut [S]) -> bool {
        match codes {
            Codes::Int8(codes) => self.look_up(codes, start, lane),
            Codes::Int16(codes) => self.look_up(codes, start, lane),
            Codes::Int32(codes) => self.look_up(codes, start, lane),
            Codes::Int64(codes) => self.look_up(codes, start, lane),
            Codes::UInt8(codes) => self.look_up(codes, start, lane),
            Codes::UInt16(codes) => self.look_up(codes, start, lane),
            Codes::UInt32(codes) => self.look_up(codes, start, lane),
            Codes::UInt64(codes) => self.look_up(codes, start, lane),
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn look_up<T: Copy + TryInto<usize>, S: Step>(&self, codes: &[T], start: usize, lane: &mut [S]) -> bool {
        each(codes, start, lane, |code| {
            let step = at_code(&self.texts, code, i64::REFUSED);
            (S::of(step), step != i64::REFUSED)
        })
    }

    /// The weight of each code, and of the codes of one byte that there are not.
    fn weights(&self, factor: &Factor) -> Vec<i64> {
        let weight = |step: &i64| {
            let known = (*step != i64::REFUSED).then_some(*step);
            known.and_then(|step| factor.axis.look_up(&factor.weights, step)).unwrap_or(NO_WEIGHT)
        };
        let mut weights: Vec<i64> = self.texts.iter().map(weight).collect();
        weights.resize(weights.len().max(BYTES), NO_WEIGHT);
        weights
    }
}

/// Reads integers that are taken inside a reach.
#[cfg_attr(not(debug_assertions), inline(always))]
fn whole_numbers<T: Whole, S: Step>(
    values: &[T],
    start: usize,
    (first, last): (i64, i64),
    lane: &mut [S],
    scale: impl Fn(S) -> S,
) -> bool {
    let (first, last) = (S::of(first), S::of(last));
    let taken = |step: S| (first <= step) & (step <= last);
    // What lies beyond the integers of the lane is only looked for at first, so that all else stays in its width.
    let mut lost = 0;
    let refused = each(values, start, lane, |value: T| {
        lost |= value.lost() | S::lost(value.word());
        let step = S::of(value.word());
        (scale(step), taken(step))
    });
    if lost == 0 {
        return refused;
    }
    each(values, start, lane, |value: T| {
        let step = S::of(value.word());
        (scale(step), taken(step) & (value.lost() | S::lost(value.word()) == 0))
    })
}

/// Fills a lane with what `read` gives: a step, and whether it is taken. Whether any is not.
#[cfg_attr(not(debug_assertions), inline(always))]
fn each<T: Copy, S: Step>(
    values: &[T],
    start: usize,
    lane: &mut [S],
    mut read: impl FnMut(T) -> (S, bool),
) -> bool {
    let values = values.get(start..).unwrap_or_default();
    let mut refused = false;
    for (room, value) in lane.iter_mut().zip(values) {
        let (step, taken) = read(*value);
        refused |= !taken;
        *room = if taken { step } else { S::REFUSED };
    }
    refused
}

/// Changes each step by its bit.
#[cfg_attr(not(debug_assertions), inline(always))]
fn spread<S: Step>(bits: Bits<'_>, start: usize, lane: &mut [S], change: impl Fn(S, bool) -> S) {
    for (group, first) in lane.chunks_mut(8).zip((start..).step_by(8)) {
        let mut byte = bits.byte(first);
        for room in group {
            *room = change(*room, byte & 1 == 1);
            byte >>= 1;
        }
    }
}

fn refuse<S: Step>(lane: &mut [S]) -> bool {
    lane.fill(S::REFUSED);
    true
}

/// Reads the sums of weights.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn sums<S: Step>(sums: &[i64], variable: &Variable, lane: &mut [S]) -> bool {
    whole_numbers(sums, 0, variable.reach, lane, |sum| sum)
}

/// Adds the weights of codes, without a lane between.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn add_weights(codes: Codes<'_>, weights: &[i64], start: usize, sums: &mut [i64]) {
    match codes {
        Codes::Int8(codes) => add(codes, start, weights, sums),
        Codes::Int16(codes) => add(codes, start, weights, sums),
        Codes::Int32(codes) => add(codes, start, weights, sums),
        Codes::Int64(codes) => add(codes, start, weights, sums),
        // In a table of this size every byte has its place.
        Codes::UInt8(codes) if let Some(weights) = weights.first_chunk::<BYTES>() => {
            add(codes, start, weights, sums);
        }
        Codes::UInt8(codes) => add(codes, start, weights, sums),
        Codes::UInt16(codes) => add(codes, start, weights, sums),
        Codes::UInt32(codes) => add(codes, start, weights, sums),
        Codes::UInt64(codes) => add(codes, start, weights, sums),
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn add<T: Copy + TryInto<usize>>(codes: &[T], start: usize, weights: &[i64], sums: &mut [i64]) {
    let codes = codes.get(start..).unwrap_or_default();
    for (sum, code) in sums.iter_mut().zip(codes) {
        *sum = sum.wrapping_add(at_code(weights, *code, NO_WEIGHT));
    }
}

/// What a table has for a code.
#[cfg_attr(not(debug_assertions), inline(always))]
fn at_code<T: Copy + TryInto<usize>>(table: &[i64], code: T, unknown: i64) -> i64 {
    code.try_into().ok().and_then(|code: usize| table.get(code).copied()).unwrap_or(unknown)
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

/// How every column that is given is read.
#[derive(Debug)]
pub(super) struct Readings {
    by_slot: Vec<Option<Reading>>,
    /// For each factor of the sum the weights by code, if its fact comes in codes.
    weights: Vec<Vec<i64>>,
}

impl Readings {
    pub(super) fn new(program: &Program, cases: &Cases<'_, '_>) -> Self {
        let facts = cases.item().facts.iter().zip(&program.variables).enumerate();
        let readings = facts.map(|(slot, (fact, variable))| {
            cases.column(slot).map(|column| Reading::new(fact, variable, &column.values))
        });
        let by_slot: Vec<Option<Reading>> = readings.collect();
        let weights = program.sum.iter().flat_map(|sum| &sum.factors).map(|factor| {
            let reading = by_slot.get(factor.axis.variable).and_then(Option::as_ref);
            reading.map_or_else(Vec::new, |reading| reading.weights(factor))
        });
        let weights = weights.collect();
        Self { by_slot, weights }
    }

    pub(super) fn of(&self, slot: usize) -> Option<&Reading> {
        self.by_slot.get(slot)?.as_ref()
    }

    /// The weights of a factor by code.
    pub(super) fn weights(&self, factor: usize) -> &[i64] {
        self.weights.get(factor).map_or(&[], Vec::as_slice)
    }
}
