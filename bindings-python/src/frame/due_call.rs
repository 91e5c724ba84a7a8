//! A call for time limits over a frame, from its columns to the columns that are handed back.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use arrow_schema::{Schema, SchemaRef};
use evenhand::calendar::Calendar;
use evenhand::diagnostic::nearest;
use evenhand::limit::TimeLimit;
use evenhand::time::Date;
use pyo3::prelude::*;

use super::call::{Day, OnError, day_column, place, threads_or_all};
use super::due::Dues;
use super::due_work::{Asked, Counting, Events, Rows};
use super::events::holds_days;
use super::failure::Failure;
use super::given::GivenFrame;
use super::table::{Frame, FrameStream, Run, Work};
use super::together::{Order, Together};
use super::values::is_text;
use super::wanted::{DueResults, kept_and};
use super::watch::{GivenProgress, Watch};
use crate::loaded::Loaded;

/// What a caller asks for.
pub(crate) struct DueCall {
    pub(crate) loaded: Arc<Loaded>,
    pub(crate) limit: Arc<TimeLimit>,
    pub(crate) calendar: Arc<Calendar>,
    pub(crate) results: Option<DueResults>,
    pub(crate) on_error: Option<OnError>,
    pub(crate) threads: Option<NonZeroUsize>,
    pub(crate) progress: Option<GivenProgress>,
}

/// The columns of an event table.
pub(crate) struct EventTable {
    pub(crate) case: String,
    pub(crate) event: String,
    pub(crate) day: String,
    pub(crate) detail: Option<String>,
}

/// One row a case, one column an event.
pub(crate) struct CaseTable {
    pub(crate) columns: Option<HashMap<String, String>>,
    pub(crate) on: Day,
    pub(crate) keep: Option<Vec<String>>,
}

/// The rows of a slice.
const SLICE: usize = 1 << 18;

impl DueCall {
    /// One row a case, all at once.
    pub(crate) fn rows(self, py: Python<'_>, frame: GivenFrame, table: CaseTable) -> PyResult<Frame> {
        self.run(py, frame, |call, schema| call.of_rows(schema, table))?.table(py)
    }

    /// One row a case, part by part.
    pub(crate) fn stream(self, py: Python<'_>, frame: GivenFrame, table: CaseTable) -> PyResult<FrameStream> {
        Ok(FrameStream::new(self.run(py, frame, |call, schema| call.of_rows(schema, table))?))
    }

    /// One row an event, in any order. What comes out has one row a case, in the order in which they come up.
    pub(crate) fn events(
        self,
        py: Python<'_>,
        frame: GivenFrame,
        table: EventTable,
        on: Date,
    ) -> PyResult<Frame> {
        self.run(py, frame, |call, schema| call.of_events(schema, table, on, Order::Any))?.table(py)
    }

    /// One row an event, sorted by case, part by part.
    pub(crate) fn events_stream(
        self,
        py: Python<'_>,
        frame: GivenFrame,
        table: EventTable,
        on: Date,
    ) -> PyResult<FrameStream> {
        Ok(FrameStream::new(
            self.run(py, frame, |call, schema| call.of_events(schema, table, on, Order::Sorted("events")))?,
        ))
    }

    fn run<W: Work + 'static>(
        mut self,
        py: Python<'_>,
        frame: GivenFrame,
        work: impl FnOnce(Self, &SchemaRef) -> Result<W, Failure> + Send,
    ) -> PyResult<Run> {
        let progress = self.progress.take();
        let rows = Watch::is_asked(progress.as_ref()).then(|| frame.rows(py)).flatten();
        let watch = Watch::new(progress, rows);
        let schema = frame.reader.schema();
        let work = py.detach(|| work(self, &schema)).map_err(|failure| failure.into_error(py))?;
        Ok(Run::new(Box::new(work), frame.reader, SLICE, watch))
    }

    fn of_rows(mut self, schema: &SchemaRef, table: CaseTable) -> Result<Rows, Failure> {
        let events = self.event_columns(schema, table.columns.unwrap_or_default())?;
        let asked = match table.on {
            Day::Fixed(day) => Asked::On(day),
            Day::Column(name) => Asked::Column(day_column(schema, &name)?),
        };
        let (counting, kept) = self.counting(schema, table.keep)?;
        Ok(Rows { counting, events, asked, kept })
    }

    fn of_events(
        mut self,
        schema: &SchemaRef,
        table: EventTable,
        on: Date,
        order: Order,
    ) -> Result<Events, Failure> {
        let [case, event, day] = [&table.case, &table.event, &table.day].map(|name| place(schema, name));
        let (case, event, day) = (case?, event?, day?);
        let detail = table.detail.as_ref().map(|name| place(schema, name)).transpose()?;
        for (place, holds) in [(Some(event), true), (detail, true), (Some(day), false)] {
            let Some(field) = place.map(|place| schema.field(place)) else { continue };
            let found = field.data_type();
            if if holds { !is_text(found) } else { !holds_days(found) } {
                let wanted = if holds { "texts" } else { "days" };
                let message = format!("the column `{}` must hold {wanted}, found {found}", field.name());
                return Err(Failure::refused("wrong-type", field.name(), message));
            }
        }
        let (counting, _) = self.counting(schema, Some(vec![table.case]))?;
        let places = [case, event, day].into_iter().chain(detail).collect();
        // Of these columns that of cases comes first.
        let together = Together::new(0, order);
        Ok(Events { counting, places, on, together, cases: 0 })
    }

    fn counting(
        &mut self,
        schema: &SchemaRef,
        keep: Option<Vec<String>>,
    ) -> Result<(Counting, Vec<usize>), Failure> {
        let raises = self.on_error.is_some_and(OnError::raises);
        let wanted = DueResults::or_usual(self.results.take(), raises).0;
        let (kept, schema) = kept_and(schema, keep, wanted.iter().map(|wanted| wanted.field()).collect())?;
        let dues = Dues::new(Arc::clone(&self.loaded), &self.limit.id, Arc::clone(&self.calendar))?;
        Ok((Counting { dues, wanted, threads: threads_or_all(self.threads), raises, schema }, kept))
    }

    /// The columns of events: those that are named, and of the others those that are called like an event.
    fn event_columns(
        &self,
        frame: &Schema,
        mut named: HashMap<String, String>,
    ) -> Result<Vec<(String, usize)>, Failure> {
        let own = self.limit.events.iter().map(|event| event.name.as_str());
        let known: Vec<&str> = own.chain(["stopped", "resumed", "extended", "start", "end"]).collect();
        let mut events = Vec::new();
        for name in &known {
            let found = match named.remove(*name) {
                Some(column) => Some(place(frame, &column)?),
                None => frame.index_of(name).ok(),
            };
            let Some(place) = found else { continue };
            let field = frame.field(place);
            if !holds_days(field.data_type()) {
                let message = format!(
                    "the column `{}` must hold days for the event `{name}`, found {}",
                    field.name(),
                    field.data_type()
                );
                return Err(Failure::refused("wrong-type", field.name(), message));
            }
            events.push(((*name).to_owned(), place));
        }
        if let Some(name) = named.into_keys().min() {
            let help =
                nearest(&name, known).map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
            let message = format!("`{}` knows no event `{name}`{help}", self.limit.id);
            return Err(Failure::refused("unknown-event", &name, message));
        }
        if events.is_empty() {
            let message = format!(
                "no column of the frame is an event of `{}`: expected some of {}",
                self.limit.id,
                known.join(", ")
            );
            return Err(Failure::Refused { code: "missing-start", field: None, message });
        }
        Ok(events)
    }
}
