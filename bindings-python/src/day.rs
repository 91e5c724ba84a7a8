//! Days: `datetime.date` or a text such as "2026-11-21" in, `datetime.date` out.

use evenhand::time::Date;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateAccess, PyDateTime, PyString};
use pyo3::{PyTypeInfo, type_hint_union};

use crate::error;

/// A day as a caller gives it, read once it is known what it is for.
pub(crate) struct GivenDay<'py>(Bound<'py, PyAny>);

impl<'py> FromPyObject<'_, 'py> for GivenDay<'py> {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(PyDate::TYPE_HINT, PyString::TYPE_HINT);

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(given.to_owned()))
    }
}

impl GivenDay<'_> {
    /// The day; an error names the field that it was given for.
    pub(crate) fn read(&self, field: &str) -> PyResult<Date> {
        if let Ok(text) = self.0.cast::<PyString>() {
            let text = text.to_cow()?;
            return text.parse().map_err(|found| {
                error::assess(self.0.py(), "wrong-type", Some(field), &format!("the day `{field}`: {found}"))
            });
        }
        // A moment has a time of day, which would be lost.
        match self.0.cast::<PyDate>() {
            Ok(day) if !self.0.is_instance_of::<PyDateTime>() => read(day),
            _ => {
                let found = self.0.get_type().name()?;
                let message =
                    format!("the day `{field}` must be a date or a text such as 2026-02-28, found a {found}");
                Err(error::assess(self.0.py(), "wrong-type", Some(field), &message))
            }
        }
    }
}

/// The same day of a `datetime.date`, which has the years 1 to 9999.
pub(crate) fn read(day: &Bound<'_, PyDate>) -> PyResult<Date> {
    let date = Date::new(
        i16::try_from(day.get_year())?,
        i8::try_from(day.get_month())?,
        i8::try_from(day.get_day())?,
    );
    date.ok_or_else(|| pyo3::exceptions::PyOverflowError::new_err("a day that the calendar does not have"))
}

/// A day on its way to Python.
#[derive(Clone, Copy)]
pub(crate) struct Day(pub(crate) Date);

impl<'py> IntoPyObject<'py> for Day {
    type Target = PyDate;
    type Output = Bound<'py, PyDate>;
    type Error = PyErr;

    const OUTPUT_TYPE: PyStaticExpr = PyDate::TYPE_HINT;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let (month, day) = (u8::try_from(self.0.month())?, u8::try_from(self.0.day())?);
        PyDate::new(py, i32::from(self.0.year()), month, day)
    }
}
