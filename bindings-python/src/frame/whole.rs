//! A frame that is needed whole: its columns by what they stand for, and work over it in portions on several threads.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::thread;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, StringViewArray};
use arrow_select::concat::concat_batches;
use evenhand::diagnostic::nearest;
use pyo3::prelude::*;

use super::call::{place, threads_or_all};
use super::failure::Failure;
use super::given::GivenFrame;
use super::json::{Json, Shape, texts};
use super::records::check;
use super::watch::{GivenProgress, Watch};

/// A column that is asked for.
pub(crate) struct Wanted {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) needed: bool,
}

/// A frame and the columns that stand for what is asked, in its order.
pub(super) struct Whole {
    pub(super) batch: RecordBatch,
    places: Vec<Option<usize>>,
}

impl Whole {
    pub(super) fn read(
        reader: Box<dyn RecordBatchReader + Send>,
        named: Option<HashMap<String, String>>,
        wanted: &[Wanted],
    ) -> Result<Self, Failure> {
        let schema = reader.schema();
        let mut named = named.unwrap_or_default();
        let mut places = Vec::with_capacity(wanted.len());
        for Wanted { name, shape, needed } in wanted {
            let found = match named.remove(*name) {
                Some(column) => Some(place(&schema, &column)?),
                None if *needed => Some(place(&schema, name)?),
                None => schema.index_of(name).ok(),
            };
            if let Some(place) = found {
                check(&schema, place, &format!("`{name}`"), *shape)?;
            }
            places.push(found);
        }
        if let Some(name) = named.into_keys().min() {
            let known = || wanted.iter().map(|wanted| wanted.name);
            let help = match nearest(&name, known()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("expected some of {}", known().collect::<Vec<_>>().join(", ")),
            };
            return Err(Failure::refused(
                "unknown-key",
                &name,
                format!("no column stands for `{name}`; {help}"),
            ));
        }
        let batches = reader.collect::<Result<Vec<_>, _>>()?;
        Ok(Self { batch: concat_batches(&schema, &batches)?, places })
    }

    /// Whether there is a column for what is asked.
    pub(super) fn has(&self, number: usize) -> bool {
        self.places.get(number).is_some_and(Option::is_some)
    }

    /// A column as it is; nothing where there is none.
    pub(super) fn array(&self, number: usize) -> Option<&ArrayRef> {
        self.places.get(number).copied().flatten().map(|place| self.batch.column(place))
    }

    /// A column of scalars as texts; without a value where there is none.
    pub(super) fn texts(&self, number: usize) -> Result<StringViewArray, Failure> {
        match self.places.get(number).copied().flatten() {
            Some(place) => texts(self.batch.column(place)),
            None => Ok(StringViewArray::new_null(self.batch.num_rows())),
        }
    }

    /// A column as JSON.
    pub(super) fn json(&self, number: usize) -> Result<Json, Failure> {
        self.places
            .get(number)
            .copied()
            .flatten()
            .map_or(Ok(Json::Nothing), |place| Json::of(self.batch.column(place)))
    }
}

/// A frame as it is given for such work.
pub(crate) struct WholeCall {
    pub(crate) frame: GivenFrame,
    pub(crate) columns: Option<HashMap<String, String>>,
    pub(crate) threads: Option<NonZeroUsize>,
    pub(crate) progress: Option<GivenProgress>,
}

/// What work goes on with.
pub(super) struct Pace {
    pub(super) threads: usize,
    pub(super) watch: Watch,
}

impl WholeCall {
    /// Reads the frame and does the work, without the interpreter's lock.
    pub(super) fn run<T: Send>(
        self,
        py: Python<'_>,
        wanted: &[Wanted],
        work: impl FnOnce(&Whole, &Pace) -> Result<T, Failure> + Send,
    ) -> PyResult<T> {
        let Self { frame, columns, threads, progress } = self;
        let rows = Watch::is_asked(progress.as_ref()).then(|| frame.rows(py)).flatten();
        let pace = Pace { threads: threads_or_all(threads), watch: Watch::new(progress, rows) };
        let done = py.detach(|| {
            let whole = Whole::read(frame.reader, columns, wanted)?;
            let done = work(&whole, &pace).map_err(|failure| match failure {
                Failure::Interrupted => pace.watch.why().map_or(Failure::Interrupted, Failure::Stopped),
                failure => failure,
            })?;
            pace.watch.finish().map(|()| done)
        });
        done.map_err(|failure| failure.into_error(py))
    }
}

/// How many groups or rows a thread takes at a time.
const PORTION: usize = 1024;

impl Pace {
    /// Does the work portion by portion; `each` gets what came out in the order of the portions. `rows` tells how many rows a
    /// portion has.
    pub(super) fn portions<T: Send>(
        &self,
        count: usize,
        rows: impl Fn(Range<usize>) -> usize,
        work: impl Fn(Range<usize>) -> T + Sync,
        mut each: impl FnMut(T),
    ) -> Result<(), Failure> {
        let starts: Vec<usize> = (0..count).step_by(PORTION).collect();
        for wave in starts.chunks(self.threads.max(1).saturating_mul(4)) {
            let done: Mutex<Vec<Option<T>>> = Mutex::new(wave.iter().map(|_| None).collect());
            let queue = Mutex::new(wave.iter().enumerate());
            let work = || {
                let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
                while let Some((place, start)) = next() {
                    let out = work(*start..count.min(start.saturating_add(PORTION)));
                    if let Some(room) = done.lock().unwrap_or_else(PoisonError::into_inner).get_mut(place) {
                        *room = Some(out);
                    }
                }
            };
            thread::scope(|scope| {
                for _ in 1..self.threads.min(wave.len()) {
                    let _ = thread::Builder::new().spawn_scoped(scope, work);
                }
                work();
            });
            done.into_inner()
                .unwrap_or_else(PoisonError::into_inner)
                .into_iter()
                .flatten()
                .for_each(&mut each);
            let ends = wave.first().zip(wave.last());
            let over = ends.map_or(0..0, |(first, last)| *first..count.min(last.saturating_add(PORTION)));
            if self.watch.each(rows(over)).is_break() {
                return Err(Failure::Interrupted);
            }
        }
        Ok(())
    }
}
