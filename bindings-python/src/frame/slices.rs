//! A frame on its way in, slice by slice.

use std::collections::VecDeque;

use arrow_array::{RecordBatch, RecordBatchReader};

use super::failure::Failure;

/// The slices of a frame, each with the number of its first row. Nothing follows a fault.
pub(super) struct Slices {
    reader: Option<Box<dyn RecordBatchReader + Send>>,
    rows: usize,
    waiting: VecDeque<RecordBatch>,
    /// The rows before the next slice.
    before: usize,
}

impl Slices {
    /// Slices of at most so many rows.
    pub(super) fn new(reader: Box<dyn RecordBatchReader + Send>, rows: usize) -> Self {
        Self { reader: Some(reader), rows, waiting: VecDeque::new(), before: 0 }
    }

    /// Gives up the rest, and tells whether it had come to no end before.
    pub(super) fn end(&mut self) -> bool {
        self.waiting.clear();
        self.reader.take().is_some()
    }
}

impl Iterator for Slices {
    type Item = Result<(RecordBatch, usize), Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.waiting.is_empty() {
            let batch = match self.reader.as_mut()?.next()? {
                Ok(batch) => batch,
                Err(error) => return Some(Err(error.into())),
            };
            let starts = (0..batch.num_rows()).step_by(self.rows);
            let rows = |start: usize| batch.num_rows().saturating_sub(start).min(self.rows);
            self.waiting.extend(starts.map(|start| batch.slice(start, rows(start))));
        }
        let slice = self.waiting.pop_front()?;
        let first = self.before;
        self.before = first.saturating_add(slice.num_rows());
        Some(Ok((slice, first)))
    }
}
