//! The columns of a frame by what they stand for, and the rows that are there at once: all of them, or a slice.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, StringViewArray, new_null_array};
use arrow_schema::{ArrowError, DataType, Schema};
use arrow_select::concat::{concat, concat_batches};
use evenhand::diagnostic::nearest;

use super::call::place;
use super::failure::Failure;
use super::json::{Json, Shape, texts};
use super::records::check;

/// A column that is asked for.
pub(crate) struct Wanted {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) needed: bool,
}

/// The places of the columns that stand for what is asked, in its order.
#[derive(Clone)]
pub(super) struct Columns(Vec<Option<usize>>);

impl Columns {
    pub(super) fn new(
        schema: &Schema,
        named: Option<HashMap<String, String>>,
        wanted: &[Wanted],
    ) -> Result<Self, Failure> {
        let mut named = named.unwrap_or_default();
        let mut places = Vec::with_capacity(wanted.len());
        for Wanted { name, shape, needed } in wanted {
            let found = match named.remove(*name) {
                Some(column) => Some(place(schema, &column)?),
                None if *needed => Some(place(schema, name)?),
                None => schema.index_of(name).ok(),
            };
            if let Some(place) = found {
                check(schema, place, &format!("`{name}`"), *shape)?;
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
        Ok(Self(places))
    }

    /// The place of the column for what is asked, if there is one.
    pub(super) fn place(&self, number: usize) -> Option<usize> {
        self.0.get(number).copied().flatten()
    }

    /// The columns of these rows.
    pub(super) fn of(&self, rows: &RecordBatch) -> Whole {
        let columns = self.0.iter().map(|place| place.map(|place| Arc::clone(rows.column(place))));
        Whole { columns: columns.collect(), rows: rows.num_rows() }
    }
}

/// Rows with the columns that stand for what is asked.
#[derive(Default)]
pub(super) struct Whole {
    columns: Vec<Option<ArrayRef>>,
    pub(super) rows: usize,
}

impl Whole {
    /// All rows of a frame.
    pub(super) fn read(
        reader: Box<dyn RecordBatchReader + Send>,
        named: Option<HashMap<String, String>>,
        wanted: &[Wanted],
    ) -> Result<Self, Failure> {
        let schema = reader.schema();
        let columns = Columns::new(&schema, named, wanted)?;
        let batches = reader.collect::<Result<Vec<_>, _>>()?;
        Ok(columns.of(&concat_batches(&schema, &batches)?))
    }

    /// So many rows, of columns that are made of these.
    pub(super) fn each(
        &self,
        rows: usize,
        make: impl Fn(&ArrayRef) -> Result<ArrayRef, ArrowError>,
    ) -> Result<Self, ArrowError> {
        let columns = self.columns.iter().map(|column| column.as_ref().map(&make).transpose());
        Ok(Self { columns: columns.collect::<Result<_, _>>()?, rows })
    }

    /// Rows of several, one behind the other.
    pub(super) fn behind_each_other(all: &[Self]) -> Result<Self, ArrowError> {
        let column = |number: usize| {
            let columns = all.iter().map(|whole| whole.array(number).map(AsRef::as_ref));
            columns.collect::<Option<Vec<_>>>().map(|columns| concat(&columns)).transpose()
        };
        let width = all.first().map_or(0, |first| first.columns.len());
        let rows = all.iter().map(|whole| whole.rows).sum();
        Ok(Self { columns: (0..width).map(column).collect::<Result<_, _>>()?, rows })
    }

    /// Whether there is a column for what is asked.
    pub(super) fn has(&self, number: usize) -> bool {
        self.array(number).is_some()
    }

    /// A column as it is; nothing where there is none.
    pub(super) fn array(&self, number: usize) -> Option<&ArrayRef> {
        self.columns.get(number).and_then(Option::as_ref)
    }

    /// A column as it is; without a value where there is none.
    pub(super) fn column(&self, number: usize) -> ArrayRef {
        let nothing = || new_null_array(&DataType::Null, self.rows);
        self.array(number).map_or_else(nothing, Arc::clone)
    }

    /// A column of scalars as texts; without a value where there is none.
    pub(super) fn texts(&self, number: usize) -> Result<StringViewArray, Failure> {
        texts(&self.column(number))
    }

    /// A column as JSON.
    pub(super) fn json(&self, number: usize) -> Result<Json, Failure> {
        self.array(number).map_or(Ok(Json::Nothing), Json::of)
    }
}
