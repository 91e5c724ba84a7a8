//! Plots: drawn in Python, by `evenhand.plots`, which is imported when the first is asked for.

use pyo3::call::PyCallArgs;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt, PyString};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript, type_hint_union};

/// What a function of `evenhand.plots` has drawn.
pub(crate) struct Plot<'py>(Bound<'py, PyAny>);

impl<'py> IntoPyObject<'py> for Plot<'py> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = std::convert::Infallible;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("evenhand.plots", "Plot");

    fn into_pyobject(self, _: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0)
    }
}

/// The least and the greatest number to show, read by the function that draws.
#[derive(IntoPyObject)]
pub(crate) struct Between<'py>(Bound<'py, PyAny>);

const NUMBER: PyStaticExpr = type_hint_union!(
    PyInt::TYPE_HINT,
    PyFloat::TYPE_HINT,
    type_hint_identifier!("decimal", "Decimal"),
    PyString::TYPE_HINT
);

impl<'py> FromPyObject<'_, 'py> for Between<'py> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr =
        type_hint_subscript!(type_hint_identifier!("builtins", "tuple"), NUMBER, NUMBER);

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(given.to_owned()))
    }
}

/// Calls a function of `evenhand.plots`.
pub(crate) fn call<'py>(
    py: Python<'py>,
    function: &str,
    arguments: impl PyCallArgs<'py>,
) -> PyResult<Plot<'py>> {
    py.import("evenhand.plots")?.getattr(function)?.call1(arguments).map(Plot)
}
