//! Which days are worked.

use std::sync::Arc;

use evenhand::calendar::{Calendar as Working, CalendarError};
use pyo3::prelude::*;

use crate::day::{Day, GivenDay};
use crate::error;

/// Which days are worked. A day of a year that nobody arranged is an error, never a guess.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Calendar(pub(crate) Arc<Working>);

impl Calendar {
    /// The calendar that is given, else that of the country of a rule.
    pub(crate) fn or_bundled(py: Python<'_>, given: Option<&Self>, id: &str) -> PyResult<Arc<Working>> {
        match given {
            Some(calendar) => Ok(Arc::clone(&calendar.0)),
            None => Ok(Self::bundled(py, id.split(['.', '/']).next().unwrap_or(id))?.0),
        }
    }
}

#[pymethods]
impl Calendar {
    /// The calendar of a country that comes with the library, such as "cn".
    #[staticmethod]
    #[pyo3(signature = (id="cn"))]
    pub(crate) fn bundled(py: Python<'_>, id: &str) -> PyResult<Self> {
        made(py, py.detach(|| Working::bundled(id)))
    }

    /// A calendar from the bytes of a file, with the name that reports call it by.
    #[staticmethod]
    fn read(py: Python<'_>, name: &str, text: Vec<u8>) -> PyResult<Self> {
        let read = py.detach(|| Working::read(name, text));
        read.map(|calendar| Self(Arc::new(calendar))).map_err(|faults| error::rules_error(py, &faults))
    }

    /// This calendar with another put upon it: further years, or the days of an office. (`with` is a word of Python.)
    fn with_(&self, py: Python<'_>, other: &Self) -> PyResult<Self> {
        made(py, self.0.with(&other.0))
    }

    /// Its id.
    #[getter]
    fn id(&self) -> &str {
        self.0.id()
    }

    /// The years that it has.
    #[getter]
    fn years(&self) -> Vec<i16> {
        self.0.years().collect()
    }

    /// Whether a day is worked.
    fn is_working_day(&self, py: Python<'_>, day: GivenDay<'_>) -> PyResult<bool> {
        self.0.is_working_day(day.read("day")?).map_err(|error| error::calendar_error(py, &error))
    }

    /// The day that lies so many working days after a day, or before it if negative; the day itself is not counted.
    fn plus_working_days(&self, py: Python<'_>, day: GivenDay<'_>, n: i32) -> PyResult<Day> {
        let counted = self.0.plus_working_days(day.read("day")?, n);
        counted.map(Day).map_err(|error| error::calendar_error(py, &error))
    }

    /// How many working days lie after one day, up to another, which counts.
    fn working_days_between(
        &self,
        py: Python<'_>,
        after: GivenDay<'_>,
        until: GivenDay<'_>,
    ) -> PyResult<i32> {
        let counted = self.0.working_days_between(after.read("after")?, until.read("until")?);
        counted.map_err(|error| error::calendar_error(py, &error))
    }

    fn __repr__(&self) -> String {
        let mut years = self.0.years();
        match (years.next(), years.last()) {
            (Some(first), Some(last)) => format!("<Calendar {} {first} to {last}>", self.0.id()),
            (first, _) => format!("<Calendar {} {}>", self.0.id(), first.unwrap_or_default()),
        }
    }
}

fn made(py: Python<'_>, calendar: Result<Working, CalendarError>) -> PyResult<Calendar> {
    calendar.map(|calendar| Calendar(Arc::new(calendar))).map_err(|error| error::calendar_error(py, &error))
}
