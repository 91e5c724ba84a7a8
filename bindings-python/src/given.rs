//! The facts of a call: a mapping, named facts, or both.

use evenhand::number::{NumberError, Rational, decimal_of_float, parse_decimal};
use evenhand::{AssessError, Facts, Given};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyMapping, PyString};
use pyo3::{PyTypeInfo, intern, type_hint_identifier, type_hint_subscript, type_hint_union};
use rust_decimal::Decimal;

use crate::day;
use crate::error;
use crate::number::decimal_class;

/// Facts by name, as a mapping.
pub(crate) struct FactMapping<'py>(Bound<'py, PyMapping>);

impl<'py> FromPyObject<'_, 'py> for FactMapping<'py> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Mapping"),
        PyString::TYPE_HINT,
        type_hint_union!(
            PyBool::TYPE_HINT,
            PyInt::TYPE_HINT,
            PyFloat::TYPE_HINT,
            type_hint_identifier!("decimal", "Decimal"),
            PyString::TYPE_HINT,
            PyDate::TYPE_HINT
        )
    );

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(given.cast::<PyMapping>()?.to_owned()))
    }
}

/// An amount of money, as a number or a text.
pub(crate) struct GivenAmount<'py>(Bound<'py, PyAny>);

impl<'py> FromPyObject<'_, 'py> for GivenAmount<'py> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        PyInt::TYPE_HINT,
        PyFloat::TYPE_HINT,
        type_hint_identifier!("decimal", "Decimal"),
        PyString::TYPE_HINT
    );

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(given.to_owned()))
    }
}

impl GivenAmount<'_> {
    /// The amount; `None` where it is none. An error names the field that it was given for.
    pub(crate) fn read(&self, field: &str) -> PyResult<Option<Rational>> {
        Ok(match given(field, &self.0, false)? {
            Given::Number(number) => Some(number.into()),
            Given::Text(text) => parse_decimal(&text).ok().map(Rational::from),
            Given::Boolean(_) | Given::Date(_) => None,
        })
    }

    /// As it was given.
    pub(crate) fn text(&self) -> PyResult<String> {
        Ok(self.0.str()?.to_cow()?.into_owned())
    }
}

/// The facts of a mapping and those that are given by name. Under `strict`, a float is an error.
pub(crate) fn facts(
    mapping: Option<&FactMapping<'_>>,
    named: Option<&Bound<'_, PyDict>>,
    strict: bool,
) -> PyResult<Facts> {
    let mut facts = Facts::new();
    if let Some(FactMapping(mapping)) = mapping {
        for pair in mapping.items()?.iter() {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            facts = with(facts, &name, &value, strict)?;
        }
    }
    for (name, value) in named.into_iter().flatten() {
        facts = with(facts, &name, &value, strict)?;
    }
    Ok(facts)
}

/// The same as one dictionary, to be handed back to Python.
pub(crate) fn together<'py>(
    py: Python<'py>,
    mapping: Option<&FactMapping<'py>>,
    named: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyDict>> {
    let facts = PyDict::new(py);
    for given in
        mapping.map(|FactMapping(mapping)| mapping).into_iter().chain(named.map(|named| named.as_mapping()))
    {
        facts.update(given)?;
    }
    Ok(facts)
}

fn with(facts: Facts, name: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>, strict: bool) -> PyResult<Facts> {
    let name: &str = name.extract()?;
    Ok(facts.with(name, given(name, value, strict)?))
}

/// One value as the library takes it. What it may be for the fact is for the item to say.
pub(crate) fn given(name: &str, value: &Bound<'_, PyAny>, strict: bool) -> PyResult<Given> {
    let py = value.py();
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Given::Text(text.to_cow()?.into_owned()));
    }
    // Before the whole numbers: in Python, a truth value is one of them.
    if let Ok(truth) = value.cast::<PyBool>() {
        return Ok(Given::Boolean(truth.is_true()));
    }
    if let Ok(number) = value.cast::<PyInt>() {
        return whole(name, number);
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        if strict {
            let message = format!("the fact `{name}` is the float {float}: give a Decimal, an int or a text");
            return Err(error::assess(py, "wrong-type", Some(name), &message));
        }
        return match decimal_of_float(float.value()) {
            Some(decimal) => Ok(Given::Number(decimal)),
            // The shortest text that reads as this float, without an exponent.
            None => number(py, name, &float.value().to_string()),
        };
    }
    if value.is_instance(decimal_class(py)?)? {
        let text = value.str()?;
        let text = text.to_cow()?;
        if !text.contains('E') {
            return number(py, name, &text);
        }
        let text: String = value.call_method1(intern!(py, "__format__"), (intern!(py, "f"),))?.extract()?;
        return number(py, name, &text);
    }
    if let Ok(day) = value.cast::<PyDate>().map_err(drop)
        && !value.is_instance_of::<PyDateTime>()
    {
        return Ok(Given::Date(day::read(day)?));
    }
    // The whole numbers of other libraries.
    if let Ok(number) = value.call_method0(intern!(py, "__index__")).map_err(drop)
        && let Ok(number) = number.cast::<PyInt>()
    {
        return whole(name, number);
    }
    let found = value.get_type().name()?;
    let message = format!(
        "the fact `{name}` must be a Decimal, an int, a float, a bool, a text or a date, found a {found}"
    );
    Err(error::assess(py, "wrong-type", Some(name), &message))
}

fn whole(name: &str, value: &Bound<'_, PyInt>) -> PyResult<Given> {
    match value.extract::<i64>() {
        Ok(small) => Ok(Given::Number(small.into())),
        Err(_) => number(value.py(), name, &value.str()?.to_cow()?),
    }
}

fn number(py: Python<'_>, name: &str, text: &str) -> PyResult<Given> {
    // Zeros behind the point say nothing; a long row of them must not count as too many digits.
    let read: Result<Decimal, NumberError> =
        parse_decimal(text).or_else(|error| match text.trim_end_matches('0') {
            shorter if error == NumberError::TooLong && text.contains('.') && !shorter.ends_with('.') => {
                parse_decimal(shorter)
            }
            _ => Err(error),
        });
    read.map(Given::Number)
        .map_err(|error| error::assess_error(py, &AssessError::NotANumber { fact: name.to_owned(), error }))
}
