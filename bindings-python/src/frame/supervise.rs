//! Caseloads: frames of decided cases or of applications to what supervision finds in them.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use evenhand::calendar::Calendar;
use evenhand::supervise::{Policy, RecordFault};
use pyo3::prelude::*;

use super::call::threads_or_all;
use super::case_events::CaseEvents;
use super::fact_columns::GivenFacts;
use super::failure::Failure;
use super::finding_columns::{FindingColumns, Found, Subject, schema};
use super::given::GivenFrame;
use super::records::{Key, Records, Rows};
use super::table::{Frame, FrameStream, Run, Work};
use super::watch::{GivenProgress, Watch};
use super::whole::Wanted;
use crate::loaded::Loaded;

/// A kind of record: its keys, and how its rows are judged and counted.
pub(crate) trait Kind: Send + Sized + 'static {
    /// What is counted.
    type Counts: Clone + Send + 'static;
    /// The keys that columns stand for.
    const KEYS: &'static [Key];
    /// The columns of events in a frame of their own.
    const EVENTS: &'static [Wanted];
    /// What findings are about.
    const SUBJECT: Subject;

    /// Nothing was counted yet.
    fn no_counts(&self) -> Self::Counts;

    /// Judges rows on several threads; `look` is called for a row by the thread that reads it, `each` in their order, with the
    /// number counted from 1.
    fn judge(
        &self,
        under: &Under,
        rows: &Rows<'_>,
        look: impl Fn(usize) + Sync,
        each: impl FnMut(u64, Result<Found<'_>, &RecordFault>) -> ControlFlow<()> + Send,
    ) -> Self::Counts;

    /// Adds what was counted of further rows.
    fn append(counts: &mut Self::Counts, more: &Self::Counts);
}

/// By what is judged.
pub(crate) struct Under {
    pub(super) loaded: Arc<Loaded>,
    pub(super) policy: Arc<Policy>,
    pub(super) calendar: Arc<Calendar>,
    pub(super) threads: usize,
}

/// What a caller asks for.
pub(crate) struct SuperviseCall<K> {
    pub(crate) kind: K,
    pub(crate) loaded: Arc<Loaded>,
    pub(crate) policy: Arc<Policy>,
    pub(crate) calendar: Arc<Calendar>,
    pub(crate) given: GivenRecords,
}

/// How records stand in frames, and how they are gone over.
pub(crate) struct GivenRecords {
    pub(crate) columns: Option<HashMap<String, String>>,
    pub(crate) facts: Option<GivenFacts>,
    pub(crate) events: Option<GivenFrame>,
    pub(crate) event_columns: Option<HashMap<String, String>>,
    pub(crate) threads: Option<NonZeroUsize>,
    pub(crate) progress: Option<GivenProgress>,
}

/// The counts of a run, while it goes on and when it is over.
#[derive(Clone)]
pub(crate) struct Counted<C> {
    pub(crate) counts: C,
    /// Events of no case that was read.
    pub(crate) events_without_case: usize,
}

/// The counts, shared with whoever hands the findings on.
pub(crate) struct SharedCounts<C>(Arc<Mutex<Counted<C>>>);

impl<C> Clone for SharedCounts<C> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<C: Clone> SharedCounts<C> {
    fn new(counts: C) -> Self {
        Self(Arc::new(Mutex::new(Counted { counts, events_without_case: 0 })))
    }

    /// What was counted so far.
    pub(crate) fn now(&self) -> Counted<C> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, change: impl FnOnce(&mut Counted<C>)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Everything that is known before the first row is read.
struct Supervising<K: Kind> {
    kind: K,
    under: Under,
    records: Records,
    /// With the place of the column of cases.
    events: Option<(CaseEvents, usize)>,
    schema: SchemaRef,
    counted: SharedCounts<K::Counts>,
}

/// The rows of a slice.
const SLICE: usize = 1 << 16;
/// After so many cases keys are looked at.
const PORTION: usize = 256;

impl<K: Kind> SuperviseCall<K> {
    /// All findings at once.
    pub(crate) fn table(
        self,
        py: Python<'_>,
        frame: GivenFrame,
    ) -> PyResult<(Frame, SharedCounts<K::Counts>)> {
        let (run, counted) = self.run(py, frame)?;
        Ok((run.table(py)?, counted))
    }

    /// Part by part.
    pub(crate) fn stream(
        self,
        py: Python<'_>,
        frame: GivenFrame,
    ) -> PyResult<(FrameStream, SharedCounts<K::Counts>)> {
        let (run, counted) = self.run(py, frame)?;
        Ok((FrameStream::new(run), counted))
    }

    fn run(mut self, py: Python<'_>, frame: GivenFrame) -> PyResult<(Run, SharedCounts<K::Counts>)> {
        let progress = self.given.progress.take();
        let rows = Watch::is_asked(progress.as_ref()).then(|| frame.rows(py)).flatten();
        let watch = Watch::new(progress, rows);
        let read = frame.reader.schema();
        let work = py.detach(|| self.work(&read)).map_err(|failure| failure.into_error(py))?;
        let counted = work.counted.clone();
        Ok((Run::new(Box::new(work), frame.reader, SLICE, watch), counted))
    }

    fn work(self, read: &SchemaRef) -> Result<Supervising<K>, Failure> {
        let Self { kind, loaded, policy, calendar, given } = self;
        let threads = threads_or_all(given.threads);
        let records = Records::new(read, K::KEYS, given.columns, given.facts, given.events.is_some())?;
        let events = match given.events {
            None => None,
            Some(_) if records.column("events").is_some() => {
                let message =
                    "events stand in a column of the frame and in a frame of their own: leave one out";
                return Err(Failure::refused("duplicate-fact", "events", message.to_owned()));
            }
            Some(frame) => {
                let Some(case) = records.column("case") else {
                    let message = "the frame has no column `case`, by which events belong to it";
                    return Err(Failure::refused("missing-fact", "case", message.to_owned()));
                };
                Some((CaseEvents::read(frame.reader, given.event_columns, K::EVENTS, threads)?, case))
            }
        };
        let counted = SharedCounts::new(kind.no_counts());
        let under = Under { loaded, policy, calendar, threads };
        Ok(Supervising { kind, under, records, events, schema: schema(&K::SUBJECT), counted })
    }
}

impl<K: Kind> Work for Supervising<K> {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn run(&mut self, slice: &RecordBatch, first: usize, watch: &Watch) -> Result<RecordBatch, Failure> {
        let events = match &mut self.events {
            Some((events, case)) => Some(events.join(slice.column(*case))?),
            None => None,
        };
        let rows = self.records.rows(slice, events, self.under.threads)?;
        let mut columns = FindingColumns::new();
        let (mut failure, mut done) = (None, 0_usize);
        let each = |line: u64, found: Result<Found<'_>, &RecordFault>| {
            let row = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
            let number = i64::try_from(first.saturating_add(row)).unwrap_or(i64::MAX);
            // A record is written once more only where something was found.
            let record = || rows.text(row);
            let told = match found {
                Ok(found) if found.findings.is_empty() => Ok(()),
                Ok(found) => columns.add(number, &found, &record()),
                Err(fault) => columns.refuse(number, fault, &record()),
            };
            if let Err(failed) = told {
                failure = Some(failed);
                return ControlFlow::Break(());
            }
            done = done.saturating_add(1);
            if done.is_multiple_of(PORTION) { watch.each(PORTION) } else { ControlFlow::Continue(()) }
        };
        // Keys are looked at where rows are read: whoever was called reads some, but need not be the one that tells.
        let look = |row: usize| {
            if row.is_multiple_of(PORTION) {
                let _ = watch.each(0);
            }
        };
        let counts = self.kind.judge(&self.under, &rows, look, each);
        if let Some(failure) = failure {
            return Err(failure);
        }
        let _ = watch.each(done % PORTION);
        if let Some(error) = watch.why() {
            return Err(Failure::Stopped(error));
        }
        if done < slice.num_rows() {
            return Err(Failure::Interrupted);
        }
        self.counted.change(|counted| K::append(&mut counted.counts, &counts));
        columns.finish(&self.schema)
    }

    fn rest(&mut self, _: &Watch) -> Result<Option<RecordBatch>, Failure> {
        let without = self.events.as_ref().map_or(0, |(events, _)| events.without_case());
        self.counted.change(|counted| counted.events_without_case = without);
        Ok(None)
    }
}
