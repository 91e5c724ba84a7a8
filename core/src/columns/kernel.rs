//! A chunk of rows: columns to lanes, lanes to cells, cells to results; then the rows that go the exact way.

use super::decode::{self, Readings, Step};
use super::exact::Cases;
use super::fixed::{Fixed, FixedAmount};
use super::halves::{Halves, halves_mut, join};
use super::line::Line;
use super::outputs::{AmountKind, AmountValues, Amounts, Outputs};
use super::program::{
    AmountTable, Axis, Factor, Lines, NO_WEIGHT, NarrowLine, Program, ShortLine, ShortLines, Sum,
};
use super::space::Variable;
use super::{Column, Values};
use crate::feel::Value;

/// How many lines are looked up before the first of them is followed.
const BLOCK: usize = 256;

/// The steps of a variable over a chunk.
#[derive(Debug)]
enum Lane {
    /// The fact is given in no row, or only its weights are looked at.
    Absent,
    Narrow(Vec<i32>),
    Wide(Vec<i64>),
}

/// The room that a thread works in.
#[derive(Debug)]
pub(super) struct Workspace<'p> {
    lanes: Vec<Lane>,
    index: Vec<u32>,
    sums: Vec<i64>,
    values: Vec<Value<'p>>,
}

impl Workspace<'_> {
    /// Room for lanes. `wide` asks for 64 bits where 32 would do.
    pub(super) fn new(program: Option<&Program>, cases: &Cases<'_, '_>, wide: bool) -> Self {
        let lane = |(slot, variable): (usize, &Variable)| {
            let is_sum =
                program.is_some_and(|program| program.sum.as_ref().is_some_and(|sum| sum.variable == slot));
            let only_weighed = |column: &Column<'_>| {
                column.has_codes() && program.is_some_and(|program| program.only_weighs(slot))
            };
            if !is_sum && cases.column(slot).is_none_or(only_weighed) {
                return Lane::Absent;
            }
            let (low, high) = variable.reach;
            let narrow = low > i32::MIN.into() && high < i32::MISSING.into();
            if narrow && !wide { Lane::Narrow(Vec::new()) } else { Lane::Wide(Vec::new()) }
        };
        let variables = program.map_or(&[][..], |program| &program.variables);
        let lanes = variables.iter().enumerate().map(lane).collect();
        Self { lanes, index: Vec::new(), sums: Vec::new(), values: Vec::new() }
    }
}

/// What runs over given columns: the same for every chunk.
#[derive(Debug)]
pub(super) struct Tables<'p> {
    pub(super) program: &'p Program,
    pub(super) readings: Readings,
    pub(super) fixed: Fixed,
}

/// The rows of a chunk.
pub(super) struct Chunk<'a, 'p, 'c> {
    pub(super) cases: &'a Cases<'p, 'c>,
    pub(super) decimals: u32,
    pub(super) start: usize,
    pub(super) rows: usize,
}

impl<'p> Chunk<'_, 'p, '_> {
    /// Every row the exact way.
    pub(super) fn run_exact(&self, room: &mut Outputs<'_>, work: &mut Workspace<'p>) {
        (0..self.rows).for_each(|place| self.exact(place, room, work));
    }

    fn exact(&self, place: usize, room: &mut Outputs<'_>, work: &mut Workspace<'p>) {
        let Workspace { lanes, values, .. } = work;
        let read = |slot: usize| match lanes.get(slot)? {
            Lane::Absent => None,
            Lane::Narrow(lane) => {
                lane.get(place).filter(|step| **step != i32::REFUSED).copied().map(i64::from)
            }
            Lane::Wide(lane) => lane.get(place).filter(|step| **step != i64::REFUSED).copied(),
        };
        let decided = self.cases.decide(self.start.saturating_add(place), read, values);
        room.write(place, &decided, self.decimals);
    }

    /// The rows by the tables of a program.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn run(&self, tables: &Tables<'p>, room: &mut Outputs<'_>, work: &mut Workspace<'p>) {
        let Tables { program, fixed, .. } = tables;
        let refused = self.read(tables, work);
        let mut base = 0_u32;
        work.index.clear();
        work.index.resize(self.rows, 0);
        for axis in &program.axes {
            let optional = self.is_optional(axis.variable);
            match work.lanes.get(axis.variable) {
                Some(Lane::Narrow(lane)) => locate(lane, axis, optional, &mut work.index),
                Some(Lane::Wide(lane)) => locate(lane, axis, optional, &mut work.index),
                _ => base = base.wrapping_add(axis.missing().wrapping_mul(axis.stride)),
            }
        }
        if base != 0 {
            work.index.iter_mut().for_each(|index| *index = index.wrapping_add(base));
        }
        if let Some(cells) = &program.cells {
            for index in &mut work.index {
                *index = at(cells, *index);
            }
        }
        let index = &work.index;
        if let Some(tiers) = &mut room.tier {
            fill(&program.tiers, fixed.tier, index, tiers);
        }
        if let Some(outcomes) = &mut room.outcome {
            fill(&program.outcomes, fixed.outcome, index, outcomes);
        }
        if let Some(errors) = &mut room.error {
            fill(&program.errors, fixed.error, index, errors);
        }
        if let Some(clamped) = &mut room.clamped {
            fill_bits(&program.clamped, fixed.clamped, index, clamped);
        }
        let mut overflows = false;
        for table in &program.amounts {
            let copied = table.kind == AmountKind::Max && program.is_point && room.copy_min();
            if let Some(amounts) = room.amount(table.kind).filter(|_| !copied) {
                overflows |= table.fill(fixed.amount(table.kind), index, &work.lanes, amounts);
            }
        }
        if overflows {
            return self.run_exact(room, work);
        }
        if refused || !program.exact.is_empty() {
            self.mend(program, room, work);
        }
    }

    /// Whether a fact is given in some rows only.
    fn is_optional(&self, slot: usize) -> bool {
        self.cases.column(slot).is_some_and(|column| column.validity.is_some())
    }

    /// Fills the lanes. Whether any row has a value that the kernels do not take.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read(&self, tables: &Tables<'_>, work: &mut Workspace<'p>) -> bool {
        let mut refused = false;
        for (slot, lane) in work.lanes.iter_mut().enumerate() {
            let (Some(fact), Some(column)) = (self.cases.item().facts.get(slot), self.cases.column(slot))
            else {
                continue;
            };
            let Some(reading) = tables.readings.of(slot) else { continue };
            refused |= match lane {
                Lane::Absent => false,
                Lane::Narrow(lane) => {
                    lane.resize(self.rows, 0);
                    reading.fill(fact, column, self.start, lane)
                }
                Lane::Wide(lane) => {
                    lane.resize(self.rows, 0);
                    reading.fill(fact, column, self.start, lane)
                }
            };
        }
        if let Some(sum) = &tables.program.sum {
            refused |= self.add_up(sum, tables, work);
        }
        refused
    }

    /// The lane of the sum of weights.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add_up(&self, sum: &Sum, tables: &Tables<'_>, work: &mut Workspace<'p>) -> bool {
        let Workspace { lanes, sums, index, .. } = work;
        sums.clear();
        sums.resize(self.rows, sum.start);
        for (place, factor) in sum.factors.iter().enumerate() {
            let slot = factor.axis.variable;
            let optional = self.is_optional(slot);
            match (lanes.get(slot), self.cases.column(slot).map(|column| &column.values)) {
                (Some(Lane::Narrow(lane)), _) => add_weights(lane, factor, optional, sums, index),
                (Some(Lane::Wide(lane)), _) => add_weights(lane, factor, optional, sums, index),
                (_, Some(Values::Dictionary { codes, .. })) => {
                    decode::add_weights(*codes, tables.readings.weights(place), self.start, sums);
                }
                _ => {
                    let weight = at(&factor.weights, factor.axis.missing());
                    sums.iter_mut().for_each(|sum| *sum = sum.wrapping_add(weight));
                }
            }
        }
        let Some(variable) = tables.program.variables.get(sum.variable) else { return true };
        match lanes.get_mut(sum.variable) {
            Some(Lane::Narrow(lane)) => {
                lane.resize(self.rows, 0);
                decode::sums(sums, variable, lane)
            }
            Some(Lane::Wide(lane)) => {
                lane.resize(self.rows, 0);
                decode::sums(sums, variable, lane)
            }
            _ => true,
        }
    }

    /// Writes the rows anew that the tables do not answer.
    fn mend(&self, program: &Program, room: &mut Outputs<'_>, work: &mut Workspace<'p>) {
        for place in 0..self.rows {
            let refused = work.lanes.iter().any(|lane| match lane {
                Lane::Absent => false,
                Lane::Narrow(lane) => lane.get(place) == Some(&i32::REFUSED),
                Lane::Wide(lane) => lane.get(place) == Some(&i64::REFUSED),
            });
            let unproved = || {
                let cell = work.index.get(place).copied().unwrap_or_default();
                at(&program.exact, cell)
            };
            if refused || unproved() {
                self.exact(place, room, work);
            }
        }
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn at<T: Copy + Default>(table: &[T], index: u32) -> T {
    usize::try_from(index).ok().and_then(|index| table.get(index).copied()).unwrap_or_default()
}

/// Adds the place of each step on an axis, times the stride.
#[cfg_attr(not(debug_assertions), inline(always))]
fn locate<S: Step>(lane: &[S], axis: &Axis, optional: bool, index: &mut [u32]) {
    let cuts = axis.cuts.iter().map(|cut| S::try_from(*cut).unwrap_or(S::REFUSED));
    let mut cuts = cuts.chain(optional.then_some(S::MISSING));
    let mut rest = axis.cuts.len().saturating_add(usize::from(optional));
    while rest > 0 {
        // So many at a time that their comparisons stay in registers.
        let done = match rest {
            1 => count::<S, 1>(lane, &mut cuts, axis.stride, index),
            2 => count::<S, 2>(lane, &mut cuts, axis.stride, index),
            3 | 4 => count::<S, 4>(lane, &mut cuts, axis.stride, index),
            _ => count::<S, 8>(lane, &mut cuts, axis.stride, index),
        };
        rest = rest.saturating_sub(done);
    }
}

/// Adds how many of the next N cuts each step has reached, times the stride.
#[cfg_attr(not(debug_assertions), inline(always))]
fn count<S: Step, const N: usize>(
    lane: &[S],
    cuts: &mut impl Iterator<Item = S>,
    stride: u32,
    index: &mut [u32],
) -> usize {
    // Beyond the last cut, one that only refused steps reach: their rows are mended.
    let cuts: [S; N] = std::array::from_fn(|_| cuts.next().unwrap_or(S::REFUSED));
    let reached =
        |step: &S| cuts.iter().fold(0_u32, |reached, cut| reached.wrapping_add(u32::from(step >= cut)));
    if stride == 1 {
        for (step, index) in lane.iter().zip(index) {
            *index = index.wrapping_add(reached(step));
        }
    } else {
        for (step, index) in lane.iter().zip(index) {
            *index = index.wrapping_add(reached(step).wrapping_mul(stride));
        }
    }
    N
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn add_weights<S: Step>(lane: &[S], factor: &Factor, optional: bool, sums: &mut [i64], index: &mut Vec<u32>) {
    index.clear();
    index.resize(lane.len(), 0);
    locate(lane, &factor.axis, optional, index);
    for ((sum, index), step) in sums.iter_mut().zip(index).zip(lane) {
        let weight = if *step == S::REFUSED { NO_WEIGHT } else { at(&factor.weights, *index) };
        *sum = sum.wrapping_add(weight);
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn fill<T: Copy + Default>(table: &[T], fixed: Option<T>, index: &[u32], room: &mut [T]) {
    if let Some(fixed) = fixed {
        return room.fill(fixed);
    }
    for (room, index) in room.iter_mut().zip(index) {
        *room = at(table, *index);
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn fill_bits(table: &[bool], fixed: Option<bool>, index: &[u32], bytes: &mut [u8]) {
    if let Some(fixed) = fixed {
        return bytes.fill(if fixed { u8::MAX } else { 0 });
    }
    for (byte, index) in bytes.iter_mut().zip(index.chunks(8)) {
        *byte = index.iter().rev().fold(0, |byte, index| (byte << 1) | u8::from(at(table, *index)));
    }
}

impl AmountTable {
    /// Fills a column of amounts. Whether any of them does not fit into it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn fill(&self, fixed: FixedAmount, index: &[u32], lanes: &[Lane], room: &mut Amounts<'_>) -> bool {
        fill_bits(&self.given, fixed.given, index, room.validity);
        match (&self.lines, &mut room.values) {
            (_, AmountValues::Int64(values)) if let Some(fixed) = fixed.value => {
                values.fill(fixed);
                false
            }
            (_, AmountValues::Decimal128(values)) if let Some(fixed) = fixed.value => {
                values.fill(fixed.into());
                false
            }
            (Lines::Narrow { variable, unit, lines, short }, values) => {
                let steps = Steps::new(*variable, short.as_ref(), lanes);
                match values {
                    AmountValues::Int64(values) => self.narrow(lines, *unit, index, steps, values),
                    AmountValues::Decimal128(values) => {
                        self.narrow(lines, *unit, index, steps, halves_mut(values));
                    }
                }
                false
            }
            (Lines::Wide(lines), AmountValues::Decimal128(values)) => {
                for (place, (value, index)) in values.iter_mut().zip(index).enumerate() {
                    *value = self.wide(lines, *index, lanes, place);
                }
                false
            }
            (Lines::Wide(lines), AmountValues::Int64(values)) => {
                let mut overflows = false;
                for (place, (value, index)) in values.iter_mut().zip(index).enumerate() {
                    let amount = i64::try_from(self.wide(lines, *index, lanes, place));
                    overflows |= amount.is_err();
                    *value = amount.unwrap_or_default();
                }
                overflows
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn narrow<T: Amount>(
        &self,
        lines: &[NarrowLine],
        unit: i64,
        index: &[u32],
        steps: Steps<'_>,
        values: &mut [T],
    ) {
        let amount = |units: i64| T::of(units.wrapping_mul(unit));
        match steps {
            Steps::Short(short, lane) if unit == 1 => apply_short(short, index, lane, values, T::of_short),
            Steps::Short(short, lane) => {
                apply_short(short, index, lane, values, |units| amount(units.into()));
            }
            Steps::Narrow(lane) => apply(lines, self.shift, index, lane, values, amount),
            Steps::Wide(lane) => apply(lines, self.shift, index, lane, values, amount),
            Steps::None => {
                for (value, index) in values.iter_mut().zip(index) {
                    *value = amount(at(lines, *index).units(0, self.shift));
                }
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn wide(&self, lines: &[Line], index: u32, lanes: &[Lane], place: usize) -> i128 {
        let Some(line) = usize::try_from(index).ok().and_then(|index| lines.get(index)) else { return 0 };
        let step = |variable: usize| match lanes.get(variable) {
            Some(Lane::Narrow(lane)) => lane.get(place).copied().map_or(0, i128::from),
            Some(Lane::Wide(lane)) => lane.get(place).copied().map_or(0, i128::from),
            _ => 0,
        };
        let sum = line.slopes.iter().fold(line.offset, |sum, (monomial, slope)| {
            let steps = step(monomial.variable).wrapping_mul(monomial.times.map_or(1, step));
            sum.wrapping_add(slope.wrapping_mul(steps))
        });
        (sum >> self.shift).wrapping_mul(line.unit)
    }
}

/// The steps that amounts move with.
#[derive(Clone, Copy)]
enum Steps<'a> {
    /// Nothing moves, or what it would move with is given nowhere.
    None,
    /// Lines in 32 bits prove every amount.
    Short(&'a ShortLines, &'a [i32]),
    Narrow(&'a [i32]),
    Wide(&'a [i64]),
}

impl<'a> Steps<'a> {
    fn new(variable: Option<usize>, short: Option<&'a ShortLines>, lanes: &'a [Lane]) -> Self {
        match (variable.and_then(|variable| lanes.get(variable)), short) {
            (None | Some(Lane::Absent), _) => Self::None,
            (Some(Lane::Narrow(lane)), Some(short)) => Self::Short(short, lane),
            (Some(Lane::Narrow(lane)), None) => Self::Narrow(lane),
            (Some(Lane::Wide(lane)), _) => Self::Wide(lane),
        }
    }
}

impl NarrowLine {
    /// The amount, if it does not move.
    pub(super) fn fixed(self, shift: u32, unit: i64) -> Option<i64> {
        (self.slope == 0).then(|| self.units(0, shift).wrapping_mul(unit))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    const fn units(self, step: i64, shift: u32) -> i64 {
        self.slope.wrapping_mul(step).wrapping_add(self.offset) >> (shift & 63)
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn apply<S: Step, T>(
    lines: &[NarrowLine],
    shift: u32,
    index: &[u32],
    lane: &[S],
    values: &mut [T],
    out: impl Fn(i64) -> T,
) {
    for ((value, index), step) in values.iter_mut().zip(index).zip(lane) {
        *value = out(at(lines, *index).units((*step).into(), shift));
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn apply_short<T>(short: &ShortLines, index: &[u32], lane: &[i32], values: &mut [T], out: impl Fn(i32) -> T) {
    let (lines, shift) = (&*short.lines, short.shift);
    // Looked up row by row, then computed several rows at a time.
    let mut found = [ShortLine::default(); BLOCK];
    let blocks = values.chunks_mut(BLOCK).zip(index.chunks(BLOCK)).zip(lane.chunks(BLOCK));
    for ((values, index), steps) in blocks {
        for (line, index) in found.iter_mut().zip(index) {
            // The lowest byte is all of it, so that every place is in the table.
            *line = at(lines, *index & 255);
        }
        for ((value, line), step) in values.iter_mut().zip(&found).zip(steps) {
            *value = out(line.units(*step, shift));
        }
    }
}

/// An amount as it stands in a result column.
trait Amount {
    fn of(amount: i64) -> Self;
    fn of_short(amount: i32) -> Self;
}

impl Amount for i64 {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn of(amount: i64) -> Self {
        amount
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn of_short(amount: i32) -> Self {
        amount.into()
    }
}

impl Amount for Halves {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn of(amount: i64) -> Self {
        join(amount, amount >> 63)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn of_short(amount: i32) -> Self {
        join(amount.into(), (amount >> 31).into())
    }
}
