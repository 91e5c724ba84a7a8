//! Every error that the library hands to Python, in one place. The classes are written in Python, where their
//! attributes have types.

use arrow_schema::ArrowError;
use evenhand::calendar::CalendarError;
use evenhand::limit::{LimitError, SurchargeError};
use evenhand::risk::{IndexError, ScoreError};
use evenhand::supervise::RecordFault;
use evenhand::{AssessError, SchemeError, diagnostic};
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

static ASSESS_ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static ITEM_ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static LIMIT_ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static RECORD_ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static RULES_ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();
const MODULE: &str = "evenhand._errors";

/// One fault of a rule file: what, where, and what to do about it. As a text it is drawn with the line of the file.
#[pyclass(frozen, eq, get_all, module = "evenhand")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// Its stable code, such as "E0302".
    code: &'static str,
    /// What is wrong.
    message: String,
    /// What to do, if that is known.
    help: Option<String>,
    /// The file.
    file: String,
    /// The line, counted from 1.
    line: usize,
    /// The column, counted from 1.
    column: usize,
    /// The whole, with the line of the file.
    drawn: String,
}

#[pymethods]
impl Diagnostic {
    fn __str__(&self) -> &str {
        &self.drawn
    }

    fn __repr__(&self) -> String {
        format!("<Diagnostic {} at {}:{}:{}: {}>", self.code, self.file, self.line, self.column, self.message)
    }
}

impl From<&diagnostic::Diagnostic> for Diagnostic {
    fn from(fault: &diagnostic::Diagnostic) -> Self {
        let (line, column) = fault.position().unwrap_or((1, 1));
        Self {
            code: fault.code.as_str(),
            message: fault.message.clone(),
            help: fault.help.clone(),
            file: fault.labels.first().map_or_else(String::new, |label| label.source.name().to_owned()),
            line,
            column,
            drawn: fault.to_string(),
        }
    }
}

fn raise(
    py: Python<'_>,
    class: PyResult<&Bound<'_, PyType>>,
    (message, code, field): (&str, &str, Option<&str>),
    diagnostics: Vec<Diagnostic>,
) -> PyErr {
    let made = class.and_then(|class| {
        let diagnostics = pyo3::types::PyTuple::new(py, diagnostics)?;
        class.call1((message, code, field, diagnostics))
    });
    made.map_or_else(|failed| failed, PyErr::from_value)
}

/// A fault of facts or days that is found before the library is asked.
pub(crate) fn assess(py: Python<'_>, code: &str, field: Option<&str>, message: &str) -> PyErr {
    raise(py, ASSESS_ERROR.import(py, MODULE, "AssessError"), (message, code, field), Vec::new())
}

/// Why there is no outcome.
pub(crate) fn assess_error(py: Python<'_>, error: &AssessError) -> PyErr {
    let class = match error {
        AssessError::UnknownItem { .. } | AssessError::NotInForce { .. } => {
            ITEM_ERROR.import(py, MODULE, "ItemError")
        }
        _ => ASSESS_ERROR.import(py, MODULE, "AssessError"),
    };
    raise(py, class, (&error.to_string(), error.code(), error.field()), Vec::new())
}

/// A fault of events that is told by its code.
pub(crate) fn limit(py: Python<'_>, code: &str, field: Option<&str>, message: &str) -> PyErr {
    raise(py, LIMIT_ERROR.import(py, MODULE, "LimitError"), (message, code, field), Vec::new())
}

/// Why no last day comes out.
pub(crate) fn limit_error(py: Python<'_>, error: &LimitError) -> PyErr {
    let class = LIMIT_ERROR.import(py, MODULE, "LimitError");
    raise(py, class, (&error.to_string(), error.code(), error.event()), Vec::new())
}

/// Why there is no surcharge.
pub(crate) fn surcharge_error(py: Python<'_>, error: &SurchargeError) -> PyErr {
    let class = LIMIT_ERROR.import(py, MODULE, "LimitError");
    raise(py, class, (&error.to_string(), error.code(), error.field()), Vec::new())
}

/// Why there is no score.
pub(crate) fn score_error(py: Python<'_>, error: &ScoreError) -> PyErr {
    let class = match error {
        ScoreError::Facts(error) => return assess_error(py, error),
        ScoreError::UnknownScore { .. } => ITEM_ERROR.import(py, MODULE, "ItemError"),
        _ => ASSESS_ERROR.import(py, MODULE, "AssessError"),
    };
    raise(py, class, (&error.to_string(), error.code(), error.field()), Vec::new())
}

/// Why there is no index.
pub(crate) fn index_error(py: Python<'_>, error: &IndexError) -> PyErr {
    let class = match error {
        IndexError::Facts(error) => return assess_error(py, error),
        IndexError::UnknownIndex { .. } => ITEM_ERROR.import(py, MODULE, "ItemError"),
        _ => ASSESS_ERROR.import(py, MODULE, "AssessError"),
    };
    raise(py, class, (&error.to_string(), error.code(), error.field()), Vec::new())
}

/// Why there is no screen, policy or compliance scheme.
pub(crate) fn scheme_error(py: Python<'_>, error: &SchemeError) -> PyErr {
    raise(
        py,
        ITEM_ERROR.import(py, MODULE, "ItemError"),
        (&error.to_string(), error.code(), None),
        Vec::new(),
    )
}

/// What is wrong with a record.
pub(crate) fn record(py: Python<'_>, code: &str, field: Option<&str>, message: &str) -> PyErr {
    raise(py, RECORD_ERROR.import(py, MODULE, "RecordError"), (message, code, field), Vec::new())
}

/// Why a record is refused.
pub(crate) fn record_fault(py: Python<'_>, fault: &RecordFault) -> PyErr {
    record(py, fault.code, Some(&fault.field), &fault.to_string())
}

/// Why a calendar gives no answer.
pub(crate) fn calendar_error(py: Python<'_>, error: &CalendarError) -> PyErr {
    let code = if matches!(error, CalendarError::YearMissing { .. }) { "missing-year" } else { "calendar" };
    let class = LIMIT_ERROR.import(py, MODULE, "LimitError");
    raise(py, class, (&error.to_string(), code, None), Vec::new())
}

/// Columns that this library makes itself fit together; this is for what Arrow says otherwise.
pub(crate) fn unfit(error: &ArrowError) -> PyErr {
    PyOSError::new_err(error.to_string())
}

/// The faults of rule files.
pub(crate) fn rules_error(py: Python<'_>, faults: &diagnostic::Diagnostics) -> PyErr {
    let class = RULES_ERROR.import(py, MODULE, "RulesError");
    let all = faults.0.iter().map(Diagnostic::from).collect();
    raise(py, class, (&faults.to_string(), "invalid-rules", None), all)
}
