//! Rows that belong together, from slices that may cut them.

use arrow_array::RecordBatch;
use arrow_select::concat::concat_batches;

use super::events::Ids;
use super::failure::Failure;

/// In which order rows come.
#[derive(Clone, Copy)]
pub(super) enum Order {
    /// In any: those that belong together are known at the end.
    Any,
    /// Sorted by what they belong to, with the word for such rows: they are known when the next ones come.
    Sorted(&'static str),
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

/// Rows of which nothing is missing, and the number of the first of them.
pub(super) struct Closed {
    pub(super) rows: RecordBatch,
    pub(super) first: usize,
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
        let Some(rows) = self.taken()? else { return Ok(None) };
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
        Ok(Some(self.closed(rows.slice(0, last))))
    }

    /// The rows that were left open, at the end.
    pub(super) fn rest(&mut self) -> Result<Option<Closed>, Failure> {
        Ok(self.taken()?.map(|rows| self.closed(rows)))
    }

    fn closed(&mut self, rows: RecordBatch) -> Closed {
        let first = self.before;
        self.before = first.saturating_add(rows.num_rows());
        Closed { rows, first }
    }

    /// The open rows, in one piece.
    fn taken(&mut self) -> Result<Option<RecordBatch>, Failure> {
        let open = std::mem::take(&mut self.open);
        let Some(schema) = open.first().map(RecordBatch::schema) else { return Ok(None) };
        Ok(Some(concat_batches(&schema, &open)?))
    }
}
