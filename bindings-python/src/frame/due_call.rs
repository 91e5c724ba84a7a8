//! A call for time limits over a frame, from its columns to the columns that are handed back.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int8Type, Int16Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, Int32Array, RecordBatch, RecordBatchOptions, StringArray, UInt32Array,
};
use arrow_schema::{DataType, Schema, SchemaRef};
use arrow_select::concat::concat;
use arrow_select::take::take;
use evenhand::calendar::Calendar;
use evenhand::diagnostic::nearest;
use evenhand::limit::{NONE, TimeLimit};
use evenhand::time::Date;
use pyo3::prelude::*;

use super::call::{Day, OnError, place, threads_or_all};
use super::due::{DueRoom, Dues, error_names, light_names, state_names};
use super::events::{Cases, holds_days};
use super::failure::Failure;
use super::given::GivenFrame;
use super::room::coded;
use super::table::Frame;
use super::values::{is_day, is_text, readable};
use super::wanted::{DueResults, DueWanted, kept_and};
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

/// The rows of a slice.
const SLICE: usize = 1 << 18;

impl DueCall {
    /// One row a case, one column an event.
    pub(crate) fn rows(
        mut self,
        py: Python<'_>,
        frame: GivenFrame,
        on: Day,
        columns: Option<HashMap<String, String>>,
        keep: Option<Vec<String>>,
    ) -> PyResult<Frame> {
        let watch = self.watch(py, &frame);
        let done = py.detach(|| {
            let schema = frame.reader.schema();
            let events = self.event_columns(&schema, columns.unwrap_or_default())?;
            let on = match on {
                Day::Fixed(day) => Ok(day),
                Day::Column(name) => Err(day_column(&schema, &name)?),
            };
            let wanted = DueResults::or_usual(self.results.take(), self.raises()).0;
            let (kept, results) =
                kept_and(&schema, keep, wanted.iter().map(|wanted| wanted.field()).collect())?;
            let dues = self.dues()?;
            let (mut batches, mut first) = (Vec::new(), 0);
            for batch in frame.reader {
                let batch = batch?;
                for start in (0..batch.num_rows()).step_by(SLICE) {
                    let slice = batch.slice(start, batch.num_rows().saturating_sub(start).min(SLICE));
                    let event =
                        |(name, place): &(String, usize)| (name.clone(), Arc::clone(slice.column(*place)));
                    let events: Vec<(String, ArrayRef)> = events.iter().map(event).collect();
                    let cases = Cases::of_rows(&events, slice.num_rows())?;
                    let days = match on {
                        Ok(_) => None,
                        Err(place) => Some(days(slice.column(place))?),
                    };
                    let on = |row: usize| match (&days, on) {
                        (None, Ok(day)) => Some(day),
                        (days, _) => days.as_ref()?.get(row).copied().flatten(),
                    };
                    let room = self.due(&dues, &cases, on, first, &watch)?;
                    let kept = kept.iter().map(|place| Arc::clone(slice.column(*place))).collect();
                    batches.push(batch_of(&results, kept, &wanted, room, &dues, slice.num_rows())?);
                    first = first.saturating_add(slice.num_rows());
                }
            }
            watch.finish()?;
            Ok(Frame::new(results, batches))
        });
        done.map_err(|failure: Failure| failure.into_error(py))
    }

    /// One row an event. The frame that comes out has one row a case, in the order in which they come up.
    pub(crate) fn events(
        mut self,
        py: Python<'_>,
        frame: GivenFrame,
        table: EventTable,
        on: Date,
    ) -> PyResult<Frame> {
        let watch = self.watch(py, &frame);
        let done = py.detach(|| {
            let schema = frame.reader.schema();
            let [case, event, day] = [&table.case, &table.event, &table.day].map(|name| place(&schema, name));
            let (case, event, day) = (case?, event?, day?);
            let detail = table.detail.as_ref().map(|name| place(&schema, name)).transpose()?;
            for (place, holds) in [(Some(event), true), (detail, true), (Some(day), false)] {
                let Some(field) = place.map(|place| schema.field(place)) else { continue };
                let found = field.data_type();
                if if holds { !is_text(found) } else { !holds_days(found) } {
                    let wanted = if holds { "texts" } else { "days" };
                    let message = format!("the column `{}` must hold {wanted}, found {found}", field.name());
                    return Err(Failure::refused("wrong-type", field.name(), message));
                }
            }
            let wanted = DueResults::or_usual(self.results.take(), self.raises()).0;
            let fields = wanted.iter().map(|wanted| wanted.field()).collect();
            let (_, results) = kept_and(&schema, Some(vec![table.case]), fields)?;
            let batches = frame.reader.collect::<Result<Vec<RecordBatch>, _>>()?;
            let whole = |place: usize| {
                let parts: Vec<&dyn Array> =
                    batches.iter().map(|batch| batch.column(place).as_ref()).collect();
                match parts.as_slice() {
                    [] => Ok(arrow_array::new_empty_array(schema.field(place).data_type())),
                    parts => concat(parts),
                }
            };
            let (ids, detail) = (whole(case)?, detail.map(whole).transpose()?);
            let (cases, firsts) = Cases::of_events(&ids, &whole(event)?, &whole(day)?, detail.as_ref())?;
            let dues = self.dues()?;
            let room = self.due(&dues, &cases, |_| Some(on), 0, &watch)?;
            let count = firsts.len();
            let kept = vec![take(&ids, &UInt32Array::from(firsts), None)?];
            let batch = batch_of(&results, kept, &wanted, room, &dues, count)?;
            watch.finish()?;
            Ok(Frame::new(results, vec![batch]))
        });
        done.map_err(|failure: Failure| failure.into_error(py))
    }

    fn watch(&mut self, py: Python<'_>, frame: &GivenFrame) -> Watch {
        let progress = self.progress.take();
        let rows = Watch::is_asked(progress.as_ref()).then(|| frame.rows(py)).flatten();
        Watch::new(progress, rows)
    }

    fn dues(&self) -> Result<Dues, Failure> {
        Dues::new(Arc::clone(&self.loaded), &self.limit.id, Arc::clone(&self.calendar))
    }

    fn raises(&self) -> bool {
        self.on_error.is_some_and(OnError::raises)
    }

    fn due(
        &self,
        dues: &Dues,
        cases: &Cases,
        on: impl Fn(usize) -> Option<Date> + Sync,
        first: usize,
        watch: &Watch,
    ) -> Result<DueRoom, Failure> {
        let room = dues.run(cases, on, threads_or_all(self.threads), watch);
        let room = room.map_err(|failure| match failure {
            Failure::Interrupted => watch.why().map_or(Failure::Interrupted, Failure::Stopped),
            failure => failure,
        })?;
        let fault = room.columns.error.iter().position(|error| *error != 0).filter(|_| self.raises());
        match fault {
            None => Ok(room),
            Some(case) => Err(Failure::of_case(
                first.saturating_add(case),
                room.columns.error.get(case).copied().unwrap_or_default(),
            )),
        }
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

fn day_column(frame: &Schema, name: &str) -> Result<usize, Failure> {
    let place = place(frame, name)?;
    let found = frame.field(place).data_type();
    if is_day(found) || is_text(found) {
        return Ok(place);
    }
    Err(Failure::refused("wrong-type", name, format!("the column `{name}` must hold days, found {found}")))
}

fn days(column: &ArrayRef) -> Result<Vec<Option<Date>>, Failure> {
    let column = readable(column)?;
    if *column.data_type() == DataType::Date32 {
        let days = column.as_primitive::<Date32Type>().iter();
        return Ok(days.map(|day| day.and_then(Date::from_epoch_day)).collect());
    }
    let texts = arrow_cast::cast(&column, &DataType::Utf8View)?;
    Ok(texts.as_string_view().iter().map(|text| text?.parse().ok()).collect())
}

fn some(values: &[i32]) -> Vec<Option<i32>> {
    values.iter().map(|value| Some(*value).filter(|value| *value != NONE)).collect()
}

fn batch_of(
    schema: &SchemaRef,
    kept: Vec<ArrayRef>,
    wanted: &[DueWanted],
    room: DueRoom,
    dues: &Dues,
    rows: usize,
) -> Result<RecordBatch, Failure> {
    let DueRoom { columns, version } = room;
    let names = |names: Vec<&str>| -> ArrayRef { Arc::new(StringArray::from(names)) };
    let codes = |codes: &[u8], known: Vec<&str>, from: u8| {
        let keys = codes.iter().map(|code| code.wrapping_sub(from).cast_signed()).collect();
        coded::<Int8Type>(keys, |key| key < 0, &names(known), Ok)
    };
    let mut all = kept;
    for wanted in wanted {
        all.push(match wanted {
            DueWanted::Due => Arc::new(Date32Array::from(some(&columns.due))),
            DueWanted::Raw => Arc::new(Date32Array::from(some(&columns.raw))),
            DueWanted::Used => Arc::new(Int32Array::from(some(&columns.used))),
            DueWanted::Left => Arc::new(Int32Array::from(some(&columns.left))),
            DueWanted::Light => codes(&columns.light, light_names(), 0)?,
            DueWanted::State => codes(&columns.state, state_names(), 0)?,
            // 0 is no error.
            DueWanted::Error => codes(&columns.error, error_names(), 1)?,
            DueWanted::Version => {
                let dates: Vec<&str> = dues.dates.iter().map(String::as_str).collect();
                coded::<Int16Type>(version.clone(), |key| key < 0, &names(dates), Ok)?
            }
        });
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    Ok(RecordBatch::try_new_with_options(Arc::clone(schema), all, &options)?)
}
