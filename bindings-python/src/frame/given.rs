//! A frame as a caller gives it: anything that hands itself over as Arrow data.

use arrow_array::RecordBatchReader;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::{intern, type_hint_identifier};
use pyo3_arrow::input::AnyRecordBatch;

use crate::error;

/// A table or a stream of pyarrow, polars, pandas, DuckDB, arro3 or another library with Arrow's capsules.
pub(crate) struct GivenFrame {
    pub(super) reader: Box<dyn RecordBatchReader + Send>,
    given: Py<PyAny>,
}

impl<'py> FromPyObject<'_, 'py> for GivenFrame {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("evenhand._arrow", "ArrowFrame");

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let py = given.py();
        let has = |name| given.hasattr(name);
        if !has(intern!(py, "__arrow_c_stream__"))? && !has(intern!(py, "__arrow_c_array__"))? {
            let found = given.get_type().name()?;
            let message = format!(
                "the frame must be a table or stream that hands itself over as Arrow data (pyarrow, polars, pandas, \
                 DuckDB, arro3), found a {found}"
            );
            return Err(error::assess(py, "wrong-type", Some("frame"), &message));
        }
        Ok(Self {
            reader: given.extract::<AnyRecordBatch>()?.into_reader()?,
            given: given.to_owned().unbind(),
        })
    }
}

impl GivenFrame {
    /// How many rows it has, if it can tell: a stream cannot.
    pub(super) fn rows(&self, py: Python<'_>) -> Option<usize> {
        self.given.bind(py).getattr(intern!(py, "shape")).ok()?.get_item(0).ok()?.extract().ok()
    }
}
