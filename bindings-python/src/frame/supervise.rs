//! Caseloads: frames of decided cases to what supervision finds in them.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use evenhand::calendar::Calendar;
use evenhand::supervise::{Caseload, Judged, Policy, Supervisor};
use pyo3::prelude::*;

use super::call::threads_or_all;
use super::case_events::{CaseEvents, OF_CASES};
use super::cases::Cases;
use super::fact_columns::GivenFacts;
use super::failure::Failure;
use super::finding_columns::{FindingColumns, schema};
use super::given::GivenFrame;
use super::records::Records;
use super::table::{Frame, FrameStream, Run, Work};
use super::watch::{GivenProgress, Watch};
use crate::loaded::Loaded;

/// What a caller asks for.
pub(crate) struct SuperviseCall {
    pub(crate) loaded: Arc<Loaded>,
    pub(crate) policy: Arc<Policy>,
    pub(crate) calendar: Arc<Calendar>,
    pub(crate) columns: Option<HashMap<String, String>>,
    pub(crate) facts: Option<GivenFacts>,
    pub(crate) events: Option<GivenFrame>,
    pub(crate) event_columns: Option<HashMap<String, String>>,
    pub(crate) threads: Option<NonZeroUsize>,
    pub(crate) progress: Option<GivenProgress>,
}

/// The counts of a run, while it goes on and when it is over.
#[derive(Default)]
pub(crate) struct Counted {
    pub(crate) caseload: Caseload,
    /// Events of no case that was read.
    pub(crate) events_without_case: usize,
}

/// The counts, shared with whoever hands the findings on.
pub(crate) type SharedCounts = Arc<Mutex<Counted>>;

/// Everything that is known before the first row is read.
struct Supervising {
    loaded: Arc<Loaded>,
    policy: Arc<Policy>,
    calendar: Arc<Calendar>,
    records: Records,
    /// With the place of the column of cases.
    events: Option<(CaseEvents, usize)>,
    threads: usize,
    schema: SchemaRef,
    counted: SharedCounts,
}

/// The rows of a slice.
const SLICE: usize = 1 << 16;
/// After so many cases keys are looked at.
const PORTION: usize = 256;

impl SuperviseCall {
    /// All findings at once.
    pub(crate) fn table(self, py: Python<'_>, frame: GivenFrame) -> PyResult<(Frame, SharedCounts)> {
        let (run, counted) = self.run(py, frame)?;
        Ok((run.table(py)?, counted))
    }

    /// Part by part.
    pub(crate) fn stream(self, py: Python<'_>, frame: GivenFrame) -> PyResult<(FrameStream, SharedCounts)> {
        let (run, counted) = self.run(py, frame)?;
        Ok((FrameStream::new(run), counted))
    }

    fn run(mut self, py: Python<'_>, frame: GivenFrame) -> PyResult<(Run, SharedCounts)> {
        let progress = self.progress.take();
        let rows = Watch::is_asked(progress.as_ref()).then(|| frame.rows(py)).flatten();
        let watch = Watch::new(progress, rows);
        let read = frame.reader.schema();
        let work = py.detach(|| self.work(&read)).map_err(|failure| failure.into_error(py))?;
        let counted = Arc::clone(&work.counted);
        Ok((Run::new(Box::new(work), frame.reader, SLICE, watch), counted))
    }

    fn work(self, read: &SchemaRef) -> Result<Supervising, Failure> {
        let records = Records::new(read, self.columns, self.facts)?;
        let events = match self.events {
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
                Some((CaseEvents::read(frame.reader, self.event_columns, OF_CASES)?, case))
            }
        };
        Ok(Supervising {
            loaded: self.loaded,
            policy: self.policy,
            calendar: self.calendar,
            records,
            events,
            threads: threads_or_all(self.threads),
            schema: schema(),
            counted: SharedCounts::default(),
        })
    }
}

impl Work for Supervising {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn run(&mut self, slice: &RecordBatch, first: usize, watch: &Watch) -> Result<RecordBatch, Failure> {
        let events = match &mut self.events {
            Some((events, case)) => Some(events.join(slice.column(*case))?),
            None => None,
        };
        let rows = self.records.rows(slice, events)?;
        let mut columns = FindingColumns::new();
        let (mut failure, mut done) = (None, 0_usize);
        let each = |judged: &Judged| {
            let row = usize::try_from(judged.line).unwrap_or(usize::MAX).saturating_sub(1);
            let number = i64::try_from(first.saturating_add(row)).unwrap_or(i64::MAX);
            // A record is written once more only where something was found.
            let record = || rows.text(row);
            let told = match &judged.record {
                Ok((_, supervision)) if supervision.findings.is_empty() => Ok(()),
                Ok((case, supervision)) => columns.add(number, case, supervision, &record()),
                Err(fault) => columns.refuse(number, fault, &record()),
            };
            if let Err(failed) = told {
                failure = Some(failed);
                return ControlFlow::Break(());
            }
            done = done.saturating_add(1);
            if done.is_multiple_of(PORTION) { watch.each(PORTION) } else { ControlFlow::Continue(()) }
        };
        let supervisor = Supervisor::new(&self.loaded, &self.policy, &self.calendar);
        let cases = Cases::of(&rows);
        let caseload = supervisor.caseload_of(0..slice.num_rows(), |row| cases.read(row), self.threads, each);
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
        self.counted.lock().unwrap_or_else(PoisonError::into_inner).caseload.append(&caseload);
        columns.finish(&self.schema)
    }

    fn rest(&mut self, _: &Watch) -> Result<Option<RecordBatch>, Failure> {
        let without = self.events.as_ref().map_or(0, |(events, _)| events.without_case());
        self.counted.lock().unwrap_or_else(PoisonError::into_inner).events_without_case = without;
        Ok(None)
    }
}
