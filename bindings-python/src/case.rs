//! A case: its facts and its days.

use pyo3::prelude::*;

use crate::day::{Day, GivenDay};
use crate::given::{self, FactMapping};

/// A case: its facts, and the days of the act, its end, its discovery and the decision.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Case(pub(crate) evenhand::Case);

#[pymethods]
impl Case {
    /// Days are dates or texts such as "2026-11-21"; that of the act counts as that of the decision where it is not
    /// given. Under `strict`, a fact that is a float is an error.
    #[new]
    #[pyo3(signature = (facts, decided, *, acted=None, ended=None, found=None, strict=false))]
    fn new(
        facts: FactMapping<'_>,
        decided: GivenDay<'_>,
        acted: Option<GivenDay<'_>>,
        ended: Option<GivenDay<'_>>,
        found: Option<GivenDay<'_>>,
        strict: bool,
    ) -> PyResult<Self> {
        let mut case =
            evenhand::Case::new(given::facts(Some(&facts), None, strict)?, decided.read("decided")?);
        if let Some(day) = acted {
            case = case.acted(day.read("acted")?);
        }
        if let Some(day) = ended {
            case = case.ended(day.read("ended")?);
        }
        if let Some(day) = found {
            case = case.found(day.read("found")?);
        }
        Ok(Self(case))
    }

    /// The day of the decision.
    #[getter]
    fn decided(&self) -> Day {
        Day(self.0.days().decided)
    }

    /// The day of the act, or the first day of a continuous one.
    #[getter]
    fn acted(&self) -> Option<Day> {
        self.0.days().acted.map(Day)
    }

    /// The last day of a continuous act.
    #[getter]
    fn ended(&self) -> Option<Day> {
        self.0.days().ended.map(Day)
    }

    /// The day on which the act was discovered.
    #[getter]
    fn found(&self) -> Option<Day> {
        self.0.days().found.map(Day)
    }

    fn __repr__(&self) -> String {
        let facts: Vec<String> =
            self.0.facts().iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("<Case decided {}: {}>", self.0.days().decided, facts.join(" "))
    }
}
