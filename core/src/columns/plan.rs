//! An item made ready for columns, and the run over them.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::decode::Readings;
use super::exact::Cases;
use super::fixed::Fixed;
use super::kernel::{Chunk, Tables, Workspace};
use super::line::Width;
use super::processor::on_wide_registers;
use super::program::Program;
use super::{Column, ColumnError, Outputs};
use crate::facts::Facts;
use crate::feel::FactType;
use crate::pack::FactTypeDeclaration;
use crate::penalty::{AssessError, Decision, Item};

/// How many rows are worked on at a time: their values stay in the first cache of a core, and while they are worked on, the
/// next ones are fetched already.
const CHUNK: usize = 512;
/// How many rows a thread takes from the queue at a time.
const PORTION: usize = 32 * CHUNK;

/// An item made ready to be applied to columns.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use evenhand::columns::{AmountValues, Amounts, Column, ColumnPlan, Outputs, Progress, Values};
/// use evenhand::RuleBook;
///
/// let book = RuleBook::bundled()?;
/// let plan = ColumnPlan::new(book.on("2026-11-21".parse()?).item("cn.dongying.city-appearance/46-4")?.clone());
/// let cases = plan.bind(&[("area", Column::new(Values::Float64(&[16.8, 25.0])))])?;
///
/// let (mut fines, mut validity) = ([0; 2], [0; 1]);
/// let min = Some(Amounts { values: AmountValues::Int64(&mut fines), validity: &mut validity });
/// cases.decide(Outputs { min, ..Outputs::default() }, 1, Progress::IGNORED)?;
/// assert_eq!((plan.decimals(), fines), (2, [168_000, 200_000]));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ColumnPlan {
    item: Arc<Item>,
    decimals: u32,
    program: Option<Program>,
    width: Width,
}

/// What is told while columns are worked on.
#[derive(Clone, Copy)]
pub struct Progress<'a>(&'a (dyn Fn(usize) -> ControlFlow<()> + Sync));

impl<'a> Progress<'a> {
    /// Nobody wants to know.
    pub const IGNORED: Progress<'static> = Progress(&|_| ControlFlow::Continue(()));

    /// Calls `each` from any thread with the number of rows of each finished portion; `Break` stops the run.
    #[must_use]
    pub const fn new(each: &'a (dyn Fn(usize) -> ControlFlow<()> + Sync)) -> Self {
        Self(each)
    }
}

impl ColumnPlan {
    /// Works out how the item runs over columns.
    #[must_use]
    pub fn new(item: Arc<Item>) -> Self {
        Self::of_width(item, Width::Short)
    }

    /// The same with integers of at least this width, so that tests run every kernel.
    pub(super) fn of_width(item: Arc<Item>, width: Width) -> Self {
        let decimals = Self::decimals_of(&item);
        let program = Program::new(&item, decimals, width);
        Self { item, decimals, program, width }
    }

    /// The decimals that the amounts of an item have in columns, without working out how it runs.
    #[must_use]
    pub fn decimals_of(item: &Item) -> u32 {
        // A fine is a multiple of its rounding step, or an end of the statutory range, which has hundredths.
        (2..=28).find(|decimals| item.rounding.step().mantissa(*decimals).is_some()).unwrap_or(2)
    }

    /// How many sorts of cells there are, and how many of them go the exact way.
    #[cfg(test)]
    pub(super) fn proved(&self) -> (usize, usize) {
        let exact = |program: &Program| program.exact.iter().filter(|exact| **exact).count();
        self.program.as_ref().map_or((1, 1), |program| (program.tiers.len(), exact(program)))
    }

    /// Whether some amount moves along lines in 32 bits.
    #[cfg(test)]
    pub(super) fn is_short(&self) -> bool {
        let mut amounts = self.program.iter().flat_map(|program| &program.amounts);
        amounts.any(|amounts| {
            matches!(amounts.lines, super::program::Lines::Narrow { variable: Some(_), short: Some(_), .. })
        })
    }

    /// Where a fact is cut.
    #[cfg(test)]
    pub(super) fn cuts(&self, slot: usize) -> Vec<i64> {
        let axes = self.program.iter().flat_map(|program| &program.axes);
        axes.filter(|axis| axis.variable == slot).flat_map(|axis| axis.cuts.clone()).collect()
    }

    /// The item.
    #[must_use]
    pub const fn item(&self) -> &Arc<Item> {
        &self.item
    }

    /// The decimals of all amounts: 2, unless the item rounds to finer steps.
    #[must_use]
    pub const fn decimals(&self) -> u32 {
        self.decimals
    }

    /// Puts columns to the item's facts by their names. A fact without a column is given in no row.
    ///
    /// # Errors
    /// [`ColumnError`]: a name that is no fact of the item, two columns of one name, a column of another type or
    /// length.
    pub fn bind<'p, 'c>(
        &'p self,
        columns: &[(&str, Column<'c>)],
    ) -> Result<BoundColumns<'p, 'c>, ColumnError> {
        self.bind_rows(columns.first().map_or(0, |(_, column)| column.len()), columns)
    }

    /// The same with a number of rows that does not hang on the columns: there may be none of them.
    ///
    /// # Errors
    /// As [`bind`](Self::bind).
    pub fn bind_rows<'p, 'c>(
        &'p self,
        rows: usize,
        columns: &[(&str, Column<'c>)],
    ) -> Result<BoundColumns<'p, 'c>, ColumnError> {
        let facts = &self.item.facts;
        let mut by_slot: Vec<Option<Column<'c>>> = vec![None; facts.len()];
        let mut order = Vec::with_capacity(columns.len());
        for (name, column) in columns {
            let found = facts.iter().zip(&mut by_slot).enumerate().find(|(_, (fact, _))| fact.name == *name);
            let Some((slot, (fact, room))) = found else {
                return Err(ColumnError::UnknownFact {
                    item: self.item.id.clone(),
                    fact: (*name).to_owned(),
                    known: facts.iter().map(|fact| fact.name.clone()).collect(),
                });
            };
            let fact_name = || fact.name.clone();
            if room.is_some() {
                return Err(ColumnError::DuplicateFact { fact: fact_name() });
            }
            if !column.values.fits(&fact.kind) {
                let (expected, found) = (type_of(&fact.kind), column.values.kind());
                return Err(ColumnError::WrongType { fact: fact_name(), expected, found });
            }
            if column.len() != rows {
                return Err(ColumnError::WrongLength {
                    column: fact_name(),
                    expected: rows,
                    found: column.len(),
                });
            }
            if let Some(validity) = column.validity.filter(|validity| validity.len() < rows) {
                return Err(ColumnError::ShortValidity {
                    fact: fact_name(),
                    expected: rows,
                    found: validity.len(),
                });
            }
            *room = Some(*column);
            order.push(slot);
        }
        let cases = Cases::new(&self.item, by_slot, order);
        let tables = self.program.as_ref().map(|program| Tables {
            program,
            readings: Readings::new(program, &cases),
            fixed: Fixed::new(program, &cases),
        });
        Ok(BoundColumns { plan: self, rows, cases, tables })
    }
}

pub(super) const fn type_of(kind: &FactTypeDeclaration) -> FactType {
    match kind {
        FactTypeDeclaration::Number { .. } => FactType::Number,
        FactTypeDeclaration::Boolean => FactType::Boolean,
        FactTypeDeclaration::Text(_) => FactType::Text,
        FactTypeDeclaration::Date => FactType::Date,
    }
}

/// An item with the columns of its facts.
#[derive(Debug)]
pub struct BoundColumns<'p, 'c> {
    plan: &'p ColumnPlan,
    rows: usize,
    cases: Cases<'p, 'c>,
    tables: Option<Tables<'p>>,
}

impl BoundColumns<'_, '_> {
    /// How many rows there are.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The facts that are given in a row, as somebody would give them for it alone.
    #[must_use]
    pub fn facts(&self, row: usize) -> Facts {
        self.cases.facts(row)
    }

    /// One row alone, with its error in words.
    ///
    /// # Errors
    /// [`AssessError`], as [`Item::decide`] has it.
    pub fn decide_row(&self, row: usize) -> Result<Decision, AssessError> {
        self.cases.decide(row, |_| None, &mut Vec::new())
    }

    /// Fills the result columns. They are the same for any number of threads, which is at least one: this one.
    ///
    /// # Errors
    /// [`ColumnError`]: a result column of another length, or a run that was stopped.
    pub fn decide(
        &self,
        mut wanted: Outputs<'_>,
        threads: usize,
        progress: Progress<'_>,
    ) -> Result<(), ColumnError> {
        wanted.check(self.rows)?;
        let queue = Mutex::new(Some((0, wanted)));
        let next = || {
            let mut queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
            let (start, wanted) = queue.as_mut()?;
            let rows = self.rows.saturating_sub(*start).min(PORTION);
            if rows == 0 {
                return None;
            }
            let chunk = (*start, rows, wanted.take(rows));
            *start = start.saturating_add(rows);
            Some(chunk)
        };
        let stopped = || queue.lock().unwrap_or_else(PoisonError::into_inner).is_none();
        let stop = || *queue.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let work = || {
            let program = self.plan.program.as_ref();
            let mut space = Workspace::new(program, &self.cases, self.plan.width == Width::Wide);
            while let Some((start, rows, mut portion)) = next() {
                let chunks = (0..rows).step_by(CHUNK).map(|first| {
                    let rows = rows.saturating_sub(first).min(CHUNK);
                    let (start, decimals) = (start.saturating_add(first), self.plan.decimals);
                    (Chunk { cases: &self.cases, decimals, start, rows }, portion.take(rows))
                });
                match &self.tables {
                    Some(tables) => on_wide_registers(
                        #[cfg_attr(not(debug_assertions), inline(always))]
                        || {
                            for (chunk, mut room) in chunks {
                                chunk.run(tables, &mut room, &mut space);
                            }
                        },
                    ),
                    None => chunks.for_each(|(chunk, mut room)| chunk.run_exact(&mut room, &mut space)),
                }
                if (progress.0)(rows).is_break() {
                    stop();
                }
            }
        };
        thread::scope(|scope| {
            let portions = self.rows.div_ceil(PORTION);
            for _ in 1..threads.min(portions) {
                // Where no thread can be had, as in a browser, the others do its part.
                let _ = thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
        if stopped() { Err(ColumnError::Stopped) } else { Ok(()) }
    }
}
