//! The register of offices: the events of many cases, a row each.

use std::collections::BTreeMap;

use evenhand::risk::{self, Count, Row};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript, type_hint_union};

use crate::book::RuleBook;
use crate::calendar::Calendar;
use crate::day::{Day, GivenDay};
use crate::error;
use crate::given::{self, FactMapping};
use crate::limit::DueOutcome;
use crate::log::GivenWhen;
use crate::page;
use crate::score::{Score, ScoreOutcome};
use crate::words::{Bilingual, Tongue};

const COLUMNS: [&str; 6] = ["case", "limit", "office", "event", "day", "reason"];

/// The rows of a register, each a mapping of its columns.
pub(crate) struct GivenRows(risk::Register);

impl FromPyObject<'_, '_> for GivenRows {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Iterable"),
        type_hint_subscript!(
            type_hint_identifier!("collections.abc", "Mapping"),
            PyString::TYPE_HINT,
            type_hint_union!(
                PyString::TYPE_HINT,
                type_hint_identifier!("datetime", "date"),
                type_hint_identifier!("datetime", "datetime"),
                type_hint_identifier!("builtins", "None")
            )
        )
    );

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let mut register = risk::Register::default();
        for (place, row) in given.try_iter()?.enumerate() {
            let row = row?;
            let line = place + 2;
            let mut texts: [String; 6] = Default::default();
            for pair in row.cast::<PyMapping>()?.items()?.iter() {
                let (name, value): (String, Bound<'_, PyAny>) = pair.extract()?;
                let known = COLUMNS.iter().zip(&mut texts).find(|(column, _)| **column == name);
                let Some((_, text)) = known else {
                    let message = format!(
                        "line {line}: unknown column `{name}`; the columns are {}",
                        COLUMNS.join(", ")
                    );
                    return Err(error::assess(given.py(), "wrong-type", Some(&name), &message));
                };
                *text = cell(&name, &value)?;
            }
            let [case, limit, office, event, day, reason] = &texts;
            register.add(Row { line, case, limit, office, event, day, reason });
        }
        Ok(Self(register))
    }
}

fn cell(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    if value.is_none() {
        return Ok(String::new());
    }
    match value.cast::<PyString>() {
        Ok(text) => Ok(text.to_cow()?.trim().to_owned()),
        Err(_) => Ok(value.extract::<GivenWhen<'_>>()?.read(name)?.to_string()),
    }
}

/// The events of many cases. The rows of a case need not stand together; a row that is at fault is told with its case, and
/// does not stop the others.
///
///     >>> row = {"case": "A-1", "limit": "cn.administrative-licence-law/42"}
///     >>> rows = [row | {"event": "accepted", "day": "2026-01-28"}, row | {"event": "decided", "day": "2026-02-03"}]
///     >>> standing = evenhand.Register(rows).stand(book, on="2026-02-28")
///     >>> standing.offices[0].counts["early"]
///     1
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Register(risk::Register);

#[pymethods]
impl Register {
    /// A row has the columns "case", "limit", "event" and "day", and where there are such "office" and "reason", as
    /// `csv.DictReader` gives them.
    #[new]
    fn new(rows: GivenRows) -> Self {
        Self(rows.0)
    }

    /// The limits that the cases name, each once.
    #[getter]
    fn limits(&self) -> Vec<&str> {
        self.0.limits()
    }

    /// How each case stands on a day, and the counts of each office from `since` on. Without a calendar, that of the
    /// country of the first limit is taken.
    #[pyo3(signature = (book, *, on, since=None, calendar=None))]
    fn stand(
        &self,
        py: Python<'_>,
        book: &RuleBook,
        on: GivenDay<'_>,
        since: Option<GivenDay<'_>>,
        calendar: Option<&Calendar>,
    ) -> PyResult<Standing> {
        let on = on.read("on")?;
        let since = since.map(|since| since.read("since")).transpose()?;
        let calendar = Calendar::or_bundled(py, calendar, self.0.limits().first().unwrap_or(&"cn"))?;
        Ok(Standing(py.detach(|| self.0.stand(&book.0, &calendar, since, on))))
    }

    fn __repr__(&self) -> String {
        format!("<Register of cases under {} limits>", self.0.limits().len())
    }
}

/// How the cases of a register stand on a day.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Standing(pub(crate) risk::Standing);

#[pymethods]
impl Standing {
    /// The day.
    #[getter]
    fn on(&self) -> Day {
        Day(self.0.on)
    }

    /// The first day of the period over which is counted.
    #[getter]
    fn since(&self) -> Option<Day> {
        self.0.since.map(Day)
    }

    /// The cases, in the order in which they first appear.
    #[getter]
    fn cases(&self) -> Vec<CaseStanding> {
        self.0.cases.iter().cloned().map(CaseStanding).collect()
    }

    /// The offices, by name.
    #[getter]
    fn offices(&self) -> Vec<OfficeStanding> {
        self.0.offices.iter().cloned().map(OfficeStanding).collect()
    }

    /// The same with a score for each office by its counts; the facts given here are the same for every office.
    #[pyo3(signature = (score, facts=None, /, *, strict=false, **named: "bool | int | float | Decimal | str | date"))]
    fn scored(
        &self,
        py: Python<'_>,
        score: &Score,
        facts: Option<FactMapping<'_>>,
        strict: bool,
        named: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let further = given::facts(facts.as_ref(), named, strict)?;
        Ok(Self(py.detach(|| self.0.clone().scored(&score.0, &further))))
    }

    /// The cases and offices as JSON.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_json())
    }

    /// The offices and cases as HTML; in the language of the surroundings, if none is named. Notebooks show them by
    /// themselves.
    #[pyo3(signature = (language=None))]
    fn to_html(&self, language: Option<Tongue>) -> String {
        page::standing(&self.0, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None)
    }

    fn __repr__(&self) -> String {
        format!("<Standing on {}: {} cases, {} offices>", self.0.on, self.0.cases.len(), self.0.offices.len())
    }
}

/// Why a case could not be counted.
#[pyclass(frozen, get_all, module = "evenhand")]
#[derive(Clone)]
pub(crate) struct RowFault {
    /// The line of the row, as in a file with a heading: the first row stands in line 2. Where no row alone is at fault,
    /// that of the first of the case.
    line: usize,
    /// The column; None where the rows of the case do not fit together.
    column: Option<&'static str>,
    /// Its stable name.
    code: &'static str,
    /// What is wrong.
    message: Bilingual,
}

/// How one case stands.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct CaseStanding(risk::CaseStanding);

#[pymethods]
impl CaseStanding {
    /// The case.
    #[getter]
    fn case(&self) -> &str {
        &self.0.case
    }

    /// The limit.
    #[getter]
    fn limit(&self) -> &str {
        &self.0.limit
    }

    /// The office.
    #[getter]
    fn office(&self) -> &str {
        &self.0.office
    }

    /// By when it is due; None where `error` says why that could not be told.
    #[getter]
    fn due(&self) -> Option<DueOutcome> {
        self.0.due.as_ref().ok().cloned().map(DueOutcome)
    }

    /// Why it could not be counted.
    #[getter]
    fn error(&self) -> Option<RowFault> {
        let fault = self.0.due.as_ref().err()?;
        Some(RowFault {
            line: fault.line,
            column: fault.column,
            code: fault.code,
            message: (&fault.message).into(),
        })
    }

    fn __repr__(&self) -> String {
        let state = self.0.due.as_ref().map_or_else(|fault| fault.code, |due| due.due().state.code());
        format!("<CaseStanding {}: {state}>", self.0.case)
    }
}

/// The cases of an office, counted.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct OfficeStanding(risk::OfficeStanding);

#[pymethods]
impl OfficeStanding {
    /// Its name.
    #[getter]
    fn office(&self) -> &str {
        &self.0.office
    }

    /// How many cases: "cases", "open", "overdue", "decided", "late", "early", "hint", "yellow" and "red".
    #[getter]
    fn counts(&self) -> BTreeMap<&'static str, u32> {
        Count::ALL.iter().map(|(code, count)| (*code, self.0.tally.get(*count))).collect()
    }

    /// Cases that could not be counted.
    #[getter]
    fn faults(&self) -> u32 {
        self.0.tally.faults
    }

    /// Its score; None where none was asked for, or `error` says why there is none.
    #[getter]
    fn score(&self) -> Option<ScoreOutcome> {
        self.0.score.as_ref()?.as_ref().ok().cloned().map(ScoreOutcome)
    }

    /// Why there is no score.
    #[getter]
    fn error(&self) -> Option<String> {
        Some(self.0.score.as_ref()?.as_ref().err()?.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<OfficeStanding {}: {} cases>", self.0.office, self.0.tally.cases)
    }
}
