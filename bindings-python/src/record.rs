//! Records as a caller gives them, and JSON on its way to Python.

use std::convert::Infallible;

use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript, type_hint_union};

use crate::error;

/// The record of a case: a mapping, or its JSON.
pub(crate) struct GivenRecord(pub(crate) String);

impl FromPyObject<'_, '_> for GivenRecord {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Mapping"),
            PyString::TYPE_HINT,
            type_hint_identifier!("builtins", "object")
        ),
        PyString::TYPE_HINT
    );

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let py = given.py();
        if let Ok(text) = given.cast::<PyString>() {
            return Ok(Self(text.to_cow()?.into_owned()));
        }
        if given.cast::<PyMapping>().is_err() {
            let found = given.get_type().name()?;
            let message = format!("the record must be a mapping or JSON, found a {found}");
            return Err(error::record(py, "wrong-type", Some("record"), &message));
        }
        let text = py.import("evenhand._records")?.getattr("text")?.call1((given,));
        let text = text.map_err(|failed| {
            error::record(py, "wrong-type", Some("record"), &format!("the record: {}", failed.value(py)))
        })?;
        Ok(Self(text.extract()?))
    }
}

/// JSON as a dictionary of Python.
pub(crate) struct Dictionary<'py>(Bound<'py, PyAny>);

impl<'py> Dictionary<'py> {
    pub(crate) fn read(py: Python<'py>, json: &str) -> PyResult<Self> {
        py.import("json")?.getattr("loads")?.call1((json,)).map(Self)
    }
}

impl<'py> IntoPyObject<'py> for Dictionary<'py> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = Infallible;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "dict"),
        PyString::TYPE_HINT,
        type_hint_identifier!("typing", "Any")
    );

    fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.0)
    }
}
