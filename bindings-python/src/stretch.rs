//! A stretch of a fact's values in which a rule makes the same choices.

use evenhand::columns;
use pyo3::prelude::*;

use crate::number::Money;
use crate::outcome::Decision;

/// A part of the values of a fact in which the rule makes the same choices.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Stretch(columns::Stretch);

impl From<columns::Stretch> for Stretch {
    fn from(stretch: columns::Stretch) -> Self {
        Self(stretch)
    }
}

#[pymethods]
impl Stretch {
    /// The first value.
    #[getter]
    fn first(&self) -> Money {
        Money(self.0.first)
    }

    /// The last value: the next stretch begins one step of the fact later.
    #[getter]
    fn last(&self) -> Money {
        Money(self.0.last)
    }

    /// What follows at the first value; None where the rule has no answer.
    #[getter]
    fn at_first(&self) -> Option<Decision> {
        self.0.at_first.as_ref().ok().copied().map(Decision)
    }

    /// What follows at the last value; None where the rule has no answer.
    #[getter]
    fn at_last(&self) -> Option<Decision> {
        self.0.at_last.as_ref().ok().copied().map(Decision)
    }

    /// The code of the error at the first value, such as "no-tier".
    #[getter]
    fn error(&self) -> Option<&'static str> {
        self.0.at_first.as_ref().err().map(evenhand::AssessError::code)
    }

    /// Whether the fine is proved to run straight from one end to the other, but for its rounding, with the same outcome
    /// and row. Else only the two ends are known.
    #[getter]
    fn straight(&self) -> bool {
        self.0.straight
    }

    fn __repr__(&self) -> String {
        format!("<Stretch {} to {}>", self.0.first, self.0.last)
    }
}
