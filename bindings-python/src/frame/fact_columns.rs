//! Facts in a frame: a column that holds them all, or a column each.

use std::collections::HashMap;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript, type_hint_union};

use super::call::place;
use super::failure::Failure;
use super::json::{Json, Object, Shape};
use super::records::check;
use crate::error;

/// The column of facts, or the columns of single facts.
pub(crate) enum GivenFacts {
    Column(String),
    Columns(Vec<String>),
}

impl FromPyObject<'_, '_> for GivenFacts {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        PyString::TYPE_HINT,
        type_hint_subscript!(type_hint_identifier!("collections.abc", "Sequence"), PyString::TYPE_HINT)
    );

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if let Ok(name) = given.extract() {
            return Ok(Self::Column(name));
        }
        given.extract().map(Self::Columns).map_err(|_| {
            let message = "`facts` must be the name of a column, or a list of names";
            error::assess(given.py(), "wrong-type", Some("facts"), message)
        })
    }
}

impl GivenFacts {
    /// Columns of single facts, by name and place. Where one column holds them all it is `named`, and there are none.
    pub(super) fn places(
        given: Option<Self>,
        schema: &Schema,
        named: &mut HashMap<String, String>,
    ) -> Result<Vec<(String, usize)>, Failure> {
        match given {
            None if schema.index_of("facts").is_err() && !named.contains_key("facts") => {
                let message =
                    "the frame has no column `facts`: name it, or the columns of single facts, in `facts`";
                Err(Failure::refused("missing-fact", "facts", message.to_owned()))
            }
            None => Ok(Vec::new()),
            Some(Self::Column(name)) => {
                named.insert("facts".to_owned(), name);
                Ok(Vec::new())
            }
            Some(Self::Columns(names)) => {
                let found = names.into_iter().map(|name| {
                    let place = place(schema, &name)?;
                    check(schema, place, &format!("the fact `{name}`"), Shape::Fact)?;
                    Ok((name, place))
                });
                found.collect()
            }
        }
    }
}

/// Columns of single facts, ready to be written.
pub(super) struct FactColumns<'a>(Vec<(&'a str, Json)>);

impl<'a> FactColumns<'a> {
    pub(super) fn of(places: &'a [(String, usize)], batch: &RecordBatch) -> Result<Self, Failure> {
        let columns = places.iter().map(|(name, place)| Ok((name.as_str(), Json::of(batch.column(*place))?)));
        columns.collect::<Result<_, Failure>>().map(Self)
    }

    /// Each with its name.
    pub(super) fn columns(&self) -> &[(&'a str, Json)] {
        &self.0
    }

    /// Writes the facts of a row; nothing where there are no columns of single facts.
    pub(super) fn write(&self, row: usize, record: &mut Object<'_>) {
        if self.0.is_empty() {
            return;
        }
        record.key("facts", |out| {
            let mut facts = Object::open(out);
            for (name, column) in &self.0 {
                facts.key(name, |out| column.write(row, Shape::Fact, out));
            }
            facts.close();
            true
        });
    }
}
