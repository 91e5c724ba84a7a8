//! Time limits over a frame, slice by slice.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int8Type, Int16Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, Int32Array, RecordBatch, RecordBatchOptions, StringArray, UInt32Array,
};
use arrow_schema::{DataType, SchemaRef};
use arrow_select::take::take;
use evenhand::limit::NONE;
use evenhand::time::Date;

use super::due::{DueRoom, Dues, error_names, light_names, state_names};
use super::events::Cases;
use super::failure::Failure;
use super::room::coded;
use super::table::Work;
use super::together::Together;
use super::values::readable;
use super::wanted::DueWanted;
use super::watch::Watch;

/// What is known before the first case is read.
pub(super) struct Counting {
    pub(super) dues: Dues,
    pub(super) wanted: Vec<DueWanted>,
    pub(super) threads: usize,
    /// A fault of a case ends the run.
    pub(super) raises: bool,
    /// Of the results.
    pub(super) schema: SchemaRef,
}

/// The day that is asked about: one for all, or a column.
#[derive(Clone, Copy)]
pub(super) enum Asked {
    On(Date),
    Column(usize),
}

/// One row a case, one column an event.
pub(super) struct Rows {
    pub(super) counting: Counting,
    /// The columns of events, by place.
    pub(super) events: Vec<(String, usize)>,
    pub(super) asked: Asked,
    /// The columns that are handed through.
    pub(super) kept: Vec<usize>,
}

/// One row an event.
pub(super) struct Events {
    pub(super) counting: Counting,
    /// The columns: case, event, day and, where there is one, detail.
    pub(super) places: Vec<usize>,
    pub(super) on: Date,
    /// The rows of cases that may go on in the next slice, with these columns alone.
    pub(super) together: Together,
    /// The cases before them.
    pub(super) cases: usize,
}

impl Counting {
    /// The results of cases, of which the first has this number.
    fn count(
        &self,
        cases: &Cases,
        on: impl Fn(usize) -> Option<Date> + Sync,
        first: usize,
        kept: Vec<ArrayRef>,
        watch: &Watch,
    ) -> Result<RecordBatch, Failure> {
        let room = self.dues.run(cases, on, self.threads, watch);
        let room = room.map_err(|failure| match failure {
            Failure::Interrupted => watch.why().map_or(Failure::Interrupted, Failure::Stopped),
            failure => failure,
        })?;
        let fault = room.columns.error.iter().position(|error| *error != 0).filter(|_| self.raises);
        if let Some(case) = fault {
            let error = room.columns.error.get(case).copied().unwrap_or_default();
            return Err(Failure::of_case(first.saturating_add(case), error));
        }
        self.batch(kept, room)
    }

    fn batch(&self, kept: Vec<ArrayRef>, room: DueRoom) -> Result<RecordBatch, Failure> {
        let DueRoom { columns, version } = room;
        let names = |names: Vec<&str>| -> ArrayRef { Arc::new(StringArray::from(names)) };
        let codes = |codes: &[u8], known: Vec<&str>, from: u8| {
            let keys = codes.iter().map(|code| code.wrapping_sub(from).cast_signed()).collect();
            coded::<Int8Type>(keys, |key| key < 0, &names(known), Ok)
        };
        let mut all = kept;
        for wanted in &self.wanted {
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
                    let dates: Vec<&str> = self.dues.dates.iter().map(String::as_str).collect();
                    coded::<Int16Type>(version.clone(), |key| key < 0, &names(dates), Ok)?
                }
            });
        }
        let options = RecordBatchOptions::new().with_row_count(Some(columns.error.len()));
        Ok(RecordBatch::try_new_with_options(Arc::clone(&self.schema), all, &options)?)
    }
}

impl Work for Rows {
    fn schema(&self) -> &SchemaRef {
        &self.counting.schema
    }

    fn run(&mut self, slice: &RecordBatch, first: usize, watch: &Watch) -> Result<RecordBatch, Failure> {
        let event = |(name, place): &(String, usize)| (name.clone(), Arc::clone(slice.column(*place)));
        let events: Vec<(String, ArrayRef)> = self.events.iter().map(event).collect();
        let cases = Cases::of_rows(&events, slice.num_rows())?;
        let kept = self.kept.iter().map(|place| Arc::clone(slice.column(*place))).collect();
        match self.asked {
            Asked::On(day) => self.counting.count(&cases, |_| Some(day), first, kept, watch),
            Asked::Column(place) => {
                let days = days(slice.column(place))?;
                let on = |row: usize| days.get(row).copied().flatten();
                self.counting.count(&cases, on, first, kept, watch)
            }
        }
    }
}

impl Work for Events {
    fn schema(&self) -> &SchemaRef {
        &self.counting.schema
    }

    fn run(&mut self, slice: &RecordBatch, _: usize, watch: &Watch) -> Result<RecordBatch, Failure> {
        match self.together.take(slice.project(&self.places)?)? {
            Some(closed) => self.done(&closed.rows()?, watch),
            None => Ok(RecordBatch::new_empty(Arc::clone(&self.counting.schema))),
        }
    }

    fn rest(&mut self, watch: &Watch) -> Result<Option<RecordBatch>, Failure> {
        self.together.rest().map(|closed| self.done(&closed.rows()?, watch)).transpose()
    }
}

impl Events {
    /// The results of cases all of whose rows are there.
    fn done(&mut self, rows: &RecordBatch, watch: &Watch) -> Result<RecordBatch, Failure> {
        let column = |place: usize| rows.columns().get(place);
        let (Some(ids), Some(event), Some(day)) = (column(0), column(1), column(2)) else {
            return Ok(RecordBatch::new_empty(Arc::clone(&self.counting.schema)));
        };
        let (cases, firsts) = Cases::of_events(ids, event, day, column(3))?;
        let before = self.cases;
        self.cases = before.saturating_add(firsts.len());
        let kept = vec![take(ids, &UInt32Array::from(firsts), None)?];
        self.counting.count(&cases, |_| Some(self.on), before, kept, watch)
    }
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
