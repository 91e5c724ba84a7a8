//! Why no frame comes out.

use arrow_schema::ArrowError;
use evenhand::AssessError;
use evenhand::columns::ColumnError;
use evenhand::limit::LimitError;
use pyo3::exceptions::{PyKeyboardInterrupt, PyOSError};
use pyo3::prelude::*;

use crate::error;

/// Why no frame comes out. Made where the interpreter is not at hand.
#[derive(Debug)]
pub(super) enum Failure {
    /// What the caller gave does not fit: a code, the column, and what to say.
    Refused { code: &'static str, field: Option<String>, message: String },
    /// The same of the events of cases.
    Limit { code: &'static str, field: Option<String>, message: String },
    /// The frame could not be read.
    Read(ArrowError),
    /// Somebody stopped the run, with this error of Python.
    Stopped(PyErr),
    /// A thread was told to stop; the watch knows why.
    Interrupted,
}

impl Failure {
    pub(super) fn refused(code: &'static str, field: &str, message: String) -> Self {
        Self::Refused { code, field: Some(field.to_owned()), message }
    }

    /// The fault of the call itself.
    pub(super) fn of_call(error: &AssessError) -> Self {
        let field = error.field().map(str::to_owned);
        Self::Refused { code: error.code(), field, message: error.to_string() }
    }

    /// The fault of a row, counted from 0.
    pub(super) fn of_row(row: usize, error: &AssessError) -> Self {
        let field = error.field().map(str::to_owned);
        Self::Refused { code: error.code(), field, message: format!("row {row}: {error}") }
    }

    /// What is wrong with a limit.
    pub(super) fn of_limit(error: &LimitError) -> Self {
        Self::Limit {
            code: error.code(),
            field: error.event().map(str::to_owned),
            message: error.to_string(),
        }
    }

    /// The fault of a case, counted from 0, by its number in columns.
    pub(super) fn of_case(case: usize, error: u8) -> Self {
        let found = usize::from(error).checked_sub(1).and_then(|place| LimitError::CODES.get(place));
        let (code, meaning) = found.copied().unwrap_or_default();
        Self::Limit { code, field: None, message: format!("case {case}: {code}: {meaning}") }
    }

    pub(super) fn into_error(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Refused { code, field, message } => error::assess(py, code, field.as_deref(), &message),
            Self::Limit { code, field, message } => error::limit(py, code, field.as_deref(), &message),
            Self::Read(error) => PyOSError::new_err(format!("the frame cannot be read: {}", told(error))),
            Self::Stopped(error) => error,
            Self::Interrupted => PyKeyboardInterrupt::new_err(()),
        }
    }

    /// The same for those that read a stream: they get a text. A key that was pressed is pressed again, since it is
    /// Python's to answer.
    pub(super) fn into_arrow(self) -> ArrowError {
        match self {
            Self::Read(error) => ArrowError::ComputeError(told(error)),
            // A text of a case can hold a NUL, which no message of C can.
            Self::Refused { message, .. } | Self::Limit { message, .. } => {
                ArrowError::ComputeError(message.replace('\0', "␀"))
            }
            Self::Interrupted => ArrowError::ComputeError("interrupted".to_owned()),
            Self::Stopped(error) => Python::attach(|py| {
                if error.is_instance_of::<PyKeyboardInterrupt>(py) {
                    let again = py.import("_thread").and_then(|thread| thread.call_method0("interrupt_main"));
                    return ArrowError::ComputeError(match again {
                        Ok(_) => "interrupted".to_owned(),
                        Err(failed) => format!("interrupted; {failed}"),
                    });
                }
                ArrowError::ComputeError(error.to_string().replace('\0', "␀"))
            }),
        }
    }
}

/// What is wrong with a frame, and what to do about columns that polars hands over with a buffer that Arrow does not have.
fn told(error: ArrowError) -> String {
    let message = error.to_string();
    if message.contains("\"Null\" doesn't expect buffer") {
        return format!(
            "{message} Columns in which all is null have to be given a type, as by `frame.cast({{polars.Null: polars.String}})`."
        );
    }
    message
}

impl From<ArrowError> for Failure {
    fn from(error: ArrowError) -> Self {
        Self::Read(error)
    }
}

impl From<ColumnError> for Failure {
    fn from(error: ColumnError) -> Self {
        Self::Refused { code: "wrong-type", field: None, message: error.to_string() }
    }
}
