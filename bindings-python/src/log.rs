//! What happened in a case: events with their days in, `date` and `datetime` out.

use evenhand::limit::{Log, When};
use evenhand::time::Moment;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyMapping, PyString, PyTimeAccess, PyTzInfoAccess};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript, type_hint_union};

use crate::day::{self, Day};
use crate::error;

const GIVEN: PyStaticExpr = type_hint_union!(PyDate::TYPE_HINT, PyDateTime::TYPE_HINT, PyString::TYPE_HINT);

/// Events as a caller gives them: a mapping, or pairs where one happens several times.
pub(crate) struct GivenLog(pub(crate) Log);

impl FromPyObject<'_, '_> for GivenLog {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_subscript!(type_hint_identifier!("collections.abc", "Mapping"), PyString::TYPE_HINT, GIVEN),
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Sequence"),
            type_hint_subscript!(type_hint_identifier!("builtins", "tuple"), PyString::TYPE_HINT, GIVEN)
        )
    );

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let pairs = match given.cast::<PyMapping>() {
            Ok(mapping) => mapping.items()?.into_any(),
            Err(_) => given.to_owned(),
        };
        let mut log = Log::new();
        for pair in pairs.try_iter()? {
            let (name, when): (String, Bound<'_, PyAny>) = pair?.extract()?;
            log = match when.cast::<PyString>() {
                Ok(text) => log
                    .read(&name, &text.to_cow()?)
                    .map_err(|found| error::limit_error(given.py(), &found))?,
                Err(_) => log.with(&name, self::when(&when, &name)?),
            };
        }
        Ok(Self(log))
    }
}

/// The day or the minute that is asked about.
pub(crate) struct GivenWhen<'py>(Bound<'py, PyAny>);

impl<'py> FromPyObject<'_, 'py> for GivenWhen<'py> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = GIVEN;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(given.to_owned()))
    }
}

impl GivenWhen<'_> {
    pub(crate) fn read(&self, field: &str) -> PyResult<When> {
        when(&self.0, field)
    }
}

/// A date, a datetime at a whole minute of the clock on the wall, or one of them as a text.
fn when(given: &Bound<'_, PyAny>, field: &str) -> PyResult<When> {
    let wrong = |message: String| error::assess(given.py(), "wrong-type", Some(field), &message);
    if let Ok(text) = given.cast::<PyString>() {
        return text.to_cow()?.parse().map_err(|found| wrong(format!("the day `{field}`: {found}")));
    }
    if let Ok(moment) = given.cast::<PyDateTime>() {
        let whole =
            moment.get_second() == 0 && moment.get_microsecond() == 0 && moment.get_tzinfo().is_none();
        let date = day::read(moment.cast::<PyDate>()?)?;
        let read = Moment::new(date, moment.get_hour(), moment.get_minute()).filter(|_| whole);
        return read.map(When::Minute).ok_or_else(|| {
            wrong(format!("the day `{field}` must be a whole minute without a zone, found {given}"))
        });
    }
    match given.cast::<PyDate>() {
        Ok(date) => Ok(When::Day(day::read(date)?)),
        Err(_) => {
            let found = given.get_type().name()?;
            Err(wrong(format!("the day `{field}` must be a date, a datetime or a text, found a {found}")))
        }
    }
}

/// A day or a minute on its way to Python.
#[derive(Clone, Copy)]
pub(crate) struct Point(pub(crate) When);

impl<'py> IntoPyObject<'py> for Point {
    type Target = PyDate;
    type Output = Bound<'py, PyDate>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr = type_hint_union!(PyDate::TYPE_HINT, PyDateTime::TYPE_HINT);

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        match self.0 {
            When::Day(date) => Day(date).into_pyobject(py),
            When::Minute(moment) => {
                let date = moment.date();
                let minutes = moment.epoch_minute() - Moment::start_of(date).epoch_minute();
                let (hour, minute) = (u8::try_from(minutes / 60)?, u8::try_from(minutes % 60)?);
                let (month, day) = (u8::try_from(date.month())?, u8::try_from(date.day())?);
                let moment =
                    PyDateTime::new(py, i32::from(date.year()), month, day, hour, minute, 0, 0, None)?;
                Ok(moment.cast_into::<PyDate>()?)
            }
        }
    }
}
