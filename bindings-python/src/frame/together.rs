//! Rows that belong together, from slices that may cut them.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Schema};
use arrow_select::concat::concat_batches;

use super::events::Ids;
use super::failure::Failure;
use super::frame_call::SLICE;

/// In which order rows come.
#[derive(Clone, Copy)]
pub(super) enum Order {
    /// In any: those that belong together are known at the end.
    Any,
    /// Sorted by what they belong to, with the word for such rows: they are known when the next ones come.
    Sorted(&'static str),
}

impl Order {
    /// The most rows of a slice. Of rows in any order nothing is known before the last, and what was not cut need not be put together.
    pub(super) const fn slice(self) -> usize {
        match self {
            Self::Any => usize::MAX,
            Self::Sorted(_) => SLICE,
        }
    }
}

/// The rows that may go on in the next slice.
pub(super) struct Together {
    /// The column that says what a row belongs to.
    column: usize,
    order: Order,
    open: Vec<RecordBatch>,
    /// The rows that were handed on.
    before: usize,
}

/// Rows of which nothing is missing, in the pieces in which they came, and the number of the first of them.
pub(super) struct Closed {
    pub(super) pieces: Vec<RecordBatch>,
    pub(super) first: usize,
}

impl Closed {
    /// The rows in one piece.
    pub(super) fn rows(&self) -> Result<RecordBatch, ArrowError> {
        in_one(&self.pieces)
    }
}

impl Together {
    pub(super) const fn new(column: usize, order: Order) -> Self {
        Self { column, order, open: Vec::new(), before: 0 }
    }

    /// Takes a slice, and gives the rows to which it adds nothing any more.
    ///
    /// # Errors
    /// The first row that is not in order.
    pub(super) fn take(&mut self, slice: RecordBatch) -> Result<Option<Closed>, Failure> {
        self.open.push(slice);
        let Order::Sorted(of) = self.order else { return Ok(None) };
        let rows = in_one(&std::mem::take(&mut self.open))?;
        let ids = Ids::of(rows.column(self.column))?;
        let last = ids.last_case().map_err(|row| {
            let name = rows.schema_ref().field(self.column).name();
            let message = format!(
                "row {}: a stream of {of} must be sorted by the column `{name}`, and `{}` comes before the one above it",
                self.before.saturating_add(row),
                ids.text(row)
            );
            Failure::refused("wrong-type", name, message)
        })?;
        self.open.push(rows.slice(last, rows.num_rows().saturating_sub(last)));
        Ok(Some(self.closed(vec![rows.slice(0, last)])))
    }

    /// The rows that were left open, at the end.
    pub(super) fn rest(&mut self) -> Option<Closed> {
        let open = std::mem::take(&mut self.open);
        (!open.is_empty()).then(|| self.closed(open))
    }

    fn closed(&mut self, pieces: Vec<RecordBatch>) -> Closed {
        let first = self.before;
        self.before = first.saturating_add(pieces.iter().map(RecordBatch::num_rows).sum());
        Closed { pieces, first }
    }
}

/// Pieces as one; there is at least one.
fn in_one(pieces: &[RecordBatch]) -> Result<RecordBatch, ArrowError> {
    let schema = pieces.first().map_or_else(|| Arc::new(Schema::empty()), RecordBatch::schema);
    concat_batches(&schema, pieces)
}
