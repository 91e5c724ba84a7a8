//! Amounts on their way to Python: `Decimal` for money, `Fraction` for what no decimal ends.

use evenhand::feel;
use evenhand::number::Rational;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use pyo3::{type_hint_identifier, type_hint_union};

use crate::error;

static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static FRACTION: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// Python's class of decimals.
pub(crate) fn decimal_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    DECIMAL.import(py, "decimal", "Decimal")
}

/// A number as `decimal.Decimal`.
#[derive(Clone, Copy)]
pub(crate) struct Money(pub(crate) Rational);

impl<'py> IntoPyObject<'py> for Money {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("decimal", "Decimal");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        // Every published amount is rounded; this is for the exact amount of a rule that has no end as a decimal.
        if self.0.to_decimal().is_none() {
            let message = format!("{} is no decimal: take `exact`", self.0);
            return Err(error::assess(py, "no-decimal", None, &message));
        }
        decimal_class(py)?.call1((self.0.to_string(),))
    }
}

/// A number as `fractions.Fraction`.
struct Exact(Rational);

impl<'py> IntoPyObject<'py> for Exact {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("fractions", "Fraction");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        FRACTION.import(py, "fractions", "Fraction")?.call1((self.0.numerator(), self.0.denominator()))
    }
}

/// A number as `decimal.Decimal`, or as `fractions.Fraction` where no decimal ends.
#[derive(Clone, Copy)]
pub(crate) struct Number(pub(crate) Rational);

impl<'py> IntoPyObject<'py> for Number {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("decimal", "Decimal"),
        type_hint_identifier!("fractions", "Fraction")
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        if self.0.to_decimal().is_some() {
            Money(self.0).into_pyobject(py)
        } else {
            Exact(self.0).into_pyobject(py)
        }
    }
}

/// The two ends of an amount; both are equal where there is nothing to choose.
#[pyclass(frozen, eq, hash, module = "evenhand")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Ends {
    min: Rational,
    max: Rational,
}

impl From<feel::Ends> for Ends {
    fn from(ends: feel::Ends) -> Self {
        Self { min: ends.min, max: ends.max }
    }
}

#[pymethods]
impl Ends {
    /// The lower end.
    #[getter]
    fn min(&self) -> Money {
        Money(self.min)
    }

    /// The upper end.
    #[getter]
    fn max(&self) -> Money {
        Money(self.max)
    }

    /// Both ends as fractions: steps on the way to a fine can have ends that no decimal holds, such as 1000/3.
    #[getter]
    fn exact(&self) -> (Exact, Exact) {
        (Exact(self.min), Exact(self.max))
    }

    fn __repr__(&self) -> String {
        format!("Ends(min={}, max={})", self.min, self.max)
    }
}
