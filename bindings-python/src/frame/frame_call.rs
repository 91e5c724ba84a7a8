//! A call over a frame, slice by slice: to a table, to a stream, or to one report.

use std::collections::HashMap;
use std::num::NonZeroUsize;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use pyo3::prelude::*;

use super::call::threads_or_all;
use super::failure::Failure;
use super::given::GivenFrame;
use super::slices::Slices;
use super::table::{Run, Work};
use super::watch::{GivenProgress, Watch};

/// The rows of a slice, where each is read by itself.
pub(super) const SLICE: usize = 1 << 16;

/// What a caller asks for.
pub(crate) struct FrameCall {
    pub(crate) frame: GivenFrame,
    pub(crate) columns: Option<HashMap<String, String>>,
    pub(crate) threads: Option<NonZeroUsize>,
    pub(crate) progress: Option<GivenProgress>,
}

/// What is known of a call before the first row is read.
pub(super) struct Asked {
    /// Of the frame.
    pub(super) schema: SchemaRef,
    pub(super) columns: Option<HashMap<String, String>>,
    pub(super) threads: usize,
}

/// What becomes of a frame as one report.
pub(super) trait Reading: Send {
    type Report: Send;

    /// Takes the next slice, of which the first row has this number in the frame.
    fn take(&mut self, slice: &RecordBatch, first: usize, watch: &Watch) -> Result<(), Failure>;

    /// What came out.
    fn finish(self, watch: &Watch) -> Result<Self::Report, Failure>;
}

impl FrameCall {
    /// A run of some work, to be a table or a stream; a slice has at most so many rows.
    pub(super) fn run<W: Work + 'static>(
        self,
        py: Python<'_>,
        slice: usize,
        work: impl FnOnce(Asked) -> Result<W, Failure> + Send,
    ) -> PyResult<Run> {
        let (asked, frame, watch) = self.asked(py);
        let work = py.detach(|| work(asked)).map_err(|failure| failure.into_error(py))?;
        Ok(Run::new(Box::new(work), frame.reader, slice, watch))
    }

    /// Reads the frame to its end; a slice has at most so many rows.
    pub(super) fn read<R: Reading>(
        self,
        py: Python<'_>,
        slice: usize,
        reading: impl FnOnce(Asked) -> Result<R, Failure> + Send,
    ) -> PyResult<R::Report> {
        let (asked, frame, watch) = self.asked(py);
        let report = py.detach(|| {
            let mut reading = reading(asked)?;
            for slice in Slices::new(frame.reader, slice) {
                let (slice, first) = slice?;
                reading.take(&slice, first, &watch)?;
            }
            let report = reading.finish(&watch)?;
            watch.finish().map(|()| report)
        });
        report.map_err(|failure| failure.into_error(py))
    }

    fn asked(self, py: Python<'_>) -> (Asked, GivenFrame, Watch) {
        let Self { frame, columns, threads, progress } = self;
        let rows = Watch::is_asked(progress.as_ref()).then(|| frame.rows(py)).flatten();
        let asked = Asked { schema: frame.reader.schema(), columns, threads: threads_or_all(threads) };
        (asked, frame, Watch::new(progress, rows))
    }
}
