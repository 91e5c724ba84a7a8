//! A frame cut into parts for threads, in none of which a group lacks a row.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, UInt64Array};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType};
use arrow_select::take::take;

use super::failure::Failure;
use super::grouped::Grouped;
use super::together::Closed;
use super::values::is_text;
use super::whole::{Columns, Whole};

/// A dictionary with more values than this is not gone over for every part.
const DICTIONARY: usize = 1 << 10;

/// Groups of rows, and the columns in the pieces in which they came: what stands together already is not copied.
pub(super) struct Parts {
    pub(super) groups: Grouped,
    pieces: Vec<Whole>,
    /// The first row of each piece.
    starts: Vec<usize>,
}

impl Parts {
    /// The rows by what stands in one of their columns.
    pub(super) fn of(columns: &Columns, closed: &Closed, by: usize, threads: usize) -> Result<Self, Failure> {
        let pieces = closed.pieces.iter().filter(|piece| piece.num_rows() > 0);
        let pieces = pieces.map(|piece| columns.of(piece).each(piece.num_rows(), small));
        let mut pieces = pieces.collect::<Result<Vec<Whole>, ArrowError>>()?;
        let column: Vec<ArrayRef> = pieces.iter().map(|piece| piece.column(by)).collect();
        let groups = Grouped::of(&column, threads)?;
        if groups.are_scattered() {
            pieces = vec![joined(pieces)?];
        }
        let starts = pieces.iter().scan(0, |end, piece| {
            let start = *end;
            *end += piece.rows;
            Some(start)
        });
        Ok(Self { groups, starts: starts.collect(), pieces })
    }

    /// The rows of some groups with their columns, and where in them those of each group stand.
    pub(super) fn part(
        &self,
        groups: Range<usize>,
    ) -> Result<(Whole, impl Iterator<Item = (usize, Range<usize>)>), ArrowError> {
        let runs = self.groups.runs(groups.clone());
        let stand_together =
            runs.windows(2).all(|pair| matches!(pair, [above, below] if above.end == below.start));
        let ends = runs.first().zip(runs.last()).filter(|_| stand_together);
        let part = match (ends, self.pieces.first()) {
            (Some((first, last)), _) => self.slice(first.start..last.end)?,
            (None, Some(piece)) => {
                let rows = runs.iter().cloned().flatten().filter_map(|row| u64::try_from(row).ok());
                let rows: UInt64Array = rows.collect();
                piece.each(rows.len(), |column| take(column, &rows, None))?
            }
            (None, None) => Whole::default(),
        };
        let mut end = 0;
        let places = groups.map(move |number| {
            let start = end;
            end += self.groups.count(number..number.saturating_add(1));
            (number, start..end)
        });
        Ok((part, places))
    }

    /// Rows that stand one behind the other.
    fn slice(&self, rows: Range<usize>) -> Result<Whole, ArrowError> {
        let within = self.pieces.iter().zip(&self.starts).filter_map(|(piece, start)| {
            let first = rows.start.saturating_sub(*start);
            let end = rows.end.saturating_sub(*start).min(piece.rows);
            let count = end.checked_sub(first).filter(|count| *count > 0)?;
            Some(piece.each(count, |column| Ok(column.slice(first, count))))
        });
        joined(within.collect::<Result<_, _>>()?)
    }
}

/// Pieces as one. What dictionaries hold is written out: together they may hold more than one has room for.
fn joined(mut pieces: Vec<Whole>) -> Result<Whole, ArrowError> {
    if pieces.len() > 1 {
        let all =
            pieces.iter().map(|piece| piece.each(piece.rows, written_out)).collect::<Result<Vec<_>, _>>()?;
        pieces = vec![Whole::behind_each_other(&all)?];
    }
    Ok(pieces.pop().unwrap_or_default())
}

/// A column without a large dictionary.
fn small(column: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let is_large = matches!(column.data_type(), DataType::Dictionary(..))
        && column.as_any_dictionary().values().len() > DICTIONARY;
    if is_large { written_out(column) } else { Ok(Arc::clone(column)) }
}

/// A column without a dictionary.
fn written_out(column: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    match column.data_type() {
        DataType::Dictionary(_, values) if is_text(values) => cast(column, &DataType::Utf8View),
        DataType::Dictionary(_, values) => cast(column, values),
        _ => Ok(Arc::clone(column)),
    }
}
