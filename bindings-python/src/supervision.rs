//! What supervision finds in one record, of a decided case or of an application.

use std::sync::Arc;

use evenhand::pack::Supervised;
use evenhand::supervise::{
    self, Application, ApprovalSupervisor, DecidedCase, Irregular as Found, Policy, Supervisor,
};
use evenhand::time::Date;
use evenhand::{Language, limit};
use pyo3::prelude::*;

use crate::error;
use crate::loaded::Loaded;
use crate::log::Point;
use crate::outcome::Outcome;
use crate::page;
use crate::record::Dictionary;
use crate::words::{Bilingual, Tongue};

/// The policy for decided cases that applies if nobody names one.
pub(crate) const OF_CASES: &str = "cn.penalty-supervision/cases";
/// The same for applications.
pub(crate) const OF_APPLICATIONS: &str = "cn.approval-supervision/applications";

/// The policy with this id that is in force on a day, which must be for such records.
pub(crate) fn policy(
    py: Python<'_>,
    book: &Loaded,
    id: &str,
    on: Date,
    of: Supervised,
) -> PyResult<Arc<Policy>> {
    let policy = book.on(on).policy(id).map_err(|error| error::scheme_error(py, &error))?;
    if policy.of != of {
        let wanted = match of {
            Supervised::DecidedCases => "decided cases",
            Supervised::Applications => "applications",
        };
        let message = format!("the policy `{id}` is not for {wanted}");
        return Err(error::assess(py, "wrong-type", Some("policy"), &message));
    }
    Ok(Arc::clone(policy))
}

/// Something that supervision found in a case or an application.
#[pyclass(frozen, module = "evenhand")]
#[derive(Clone)]
pub(crate) struct Irregular(pub(crate) Found);

#[pymethods]
impl Irregular {
    /// Its stable code, such as "S0102"; docs/supervision.md lists all.
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code.as_str()
    }

    /// The check that found it, such as "amount".
    #[getter]
    fn check(&self) -> &'static str {
        self.0.code.check()
    }

    /// What the code stands for.
    #[getter]
    fn name(&self) -> Bilingual {
        let name = |language| self.0.code.name(language).to_owned();
        evenhand::Bilingual { zh: name(Language::Chinese), en: name(Language::English) }.into()
    }

    /// What exactly: a circumstance, a measure, the event of a step, a limit; None where the code says it all.
    #[getter]
    fn about(&self) -> Option<&str> {
        self.0.about.as_deref()
    }

    /// What would have been right.
    #[getter]
    fn expected(&self) -> Option<&str> {
        self.0.expected.as_deref()
    }

    /// What the record says.
    #[getter]
    fn found(&self) -> Option<&str> {
        self.0.found.as_deref()
    }

    /// The article.
    #[getter]
    fn basis(&self) -> Option<Bilingual> {
        self.0.basis.as_ref().map(Bilingual::from)
    }

    /// In words.
    #[getter]
    fn message(&self) -> Bilingual {
        (&self.0.message).into()
    }

    /// The colour of the alert: "hint", "yellow" or "red"; None where the policy gives none.
    #[getter]
    fn colour(&self) -> Option<&'static str> {
        self.0.colour.map(limit::Light::code)
    }

    /// What the policy prescribes, such as "correction".
    #[getter]
    fn handling(&self) -> Option<&'static str> {
        self.0.handling.map(evenhand::pack::Handling::code)
    }

    /// The article of the policy that does.
    #[getter]
    fn handling_basis(&self) -> Option<Bilingual> {
        self.0.handling_basis.as_ref().map(Bilingual::from)
    }

    /// The finding in a sentence; in the language of the surroundings, if none is named.
    #[pyo3(signature = (language=None))]
    fn sentence(&self, language: Option<Tongue>) -> String {
        self.0.sentence(Tongue::or_local(language))
    }

    fn __str__(&self) -> String {
        self.sentence(None)
    }

    fn __repr__(&self) -> String {
        format!("<Irregular {}: {}>", self.0.code.as_str(), self.0.message.en)
    }
}

fn irregular(findings: &[Found]) -> Vec<Irregular> {
    findings.iter().cloned().map(Irregular).collect()
}

fn sentences(findings: &[Found], language: Option<Tongue>) -> Vec<String> {
    let language = Tongue::or_local(language);
    findings.iter().map(|found| found.sentence(language)).collect()
}

/// What supervision found in a decided case.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Supervision {
    case: DecidedCase,
    found: supervise::Supervision,
    book: Arc<Loaded>,
}

impl Supervision {
    pub(crate) fn of(
        py: Python<'_>,
        book: &Arc<Loaded>,
        record: &str,
        policy: &Arc<Policy>,
        calendar: &evenhand::calendar::Calendar,
    ) -> PyResult<Self> {
        let judged = py.detach(|| Supervisor::new(book, policy, calendar).judge_line(record.as_bytes()));
        let (case, found) = judged.map_err(|fault| error::record_fault(py, &fault))?;
        Ok(Self { case, found, book: Arc::clone(book) })
    }
}

#[pymethods]
impl Supervision {
    /// The number of the case; empty if it has none.
    #[getter]
    fn case(&self) -> &str {
        self.case.name()
    }

    /// The office that decided; empty if the record does not tell.
    #[getter]
    fn office(&self) -> &str {
        self.case.office()
    }

    /// The item.
    #[getter]
    fn item(&self) -> &str {
        self.case.item()
    }

    /// What is irregular, and what could not be judged, in the order of the checks.
    #[getter]
    fn findings(&self) -> Vec<Irregular> {
        irregular(&self.found.findings)
    }

    /// Whether the case could be judged, as a whole or in parts.
    #[getter]
    fn is_judged(&self) -> bool {
        self.found.is_judged()
    }

    /// What follows from the facts by the rules; None where that could not be told.
    #[getter]
    fn outcome(&self) -> Option<Outcome> {
        self.found.outcome().map(|outcome| Outcome(outcome.clone(), Arc::clone(&self.book)))
    }

    /// The findings in sentences; in the language of the surroundings, if none is named.
    #[pyo3(signature = (language=None))]
    fn sentences(&self, language: Option<Tongue>) -> Vec<String> {
        sentences(&self.found.findings, language)
    }

    /// The findings as JSON, with the version of the rules and of the policy, the facts and the days: the same bytes in every
    /// language that has the library.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.found.to_json(&self.case))
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Dictionary<'py>> {
        Dictionary::read(py, &self.found.to_json(&self.case))
    }

    /// The findings as HTML; in the language of the surroundings, if none is named. Notebooks show them by themselves.
    #[pyo3(signature = (language=None))]
    fn to_html(&self, language: Option<Tongue>) -> String {
        page::supervision(&self.case, &self.found, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None)
    }

    fn __str__(&self) -> String {
        self.sentences(None).join("\n")
    }

    fn __repr__(&self) -> String {
        format!("<Supervision {}: {} findings>", self.case.name(), self.found.findings.len())
    }
}

/// What supervision found about an application, as it stands on a day.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct ApprovalSupervision {
    application: Application,
    found: supervise::ApprovalSupervision,
}

impl ApprovalSupervision {
    pub(crate) fn of(
        py: Python<'_>,
        book: &Arc<Loaded>,
        record: &str,
        (policy, on): (&Arc<Policy>, Date),
        calendar: &evenhand::calendar::Calendar,
    ) -> PyResult<Self> {
        let judge = || ApprovalSupervisor::new(book, policy, calendar, on).judge_line(record.as_bytes());
        let (application, found) = py.detach(judge).map_err(|fault| error::record_fault(py, &fault))?;
        Ok(Self { application, found })
    }
}

#[pymethods]
impl ApprovalSupervision {
    /// The number of the application; empty if it has none.
    #[getter]
    fn case(&self) -> &str {
        self.application.name()
    }

    /// The office that has it; empty if the record does not tell.
    #[getter]
    fn office(&self) -> &str {
        self.application.office()
    }

    /// The time limit.
    #[getter]
    fn limit(&self) -> &str {
        self.application.limit()
    }

    /// The last day; None where it could not be told.
    #[getter]
    fn due(&self) -> Option<Point> {
        self.found.due().and_then(|due| due.due).map(Point)
    }

    /// How the limit stands, such as "running" or "late"; None where that could not be told.
    #[getter]
    fn state(&self) -> Option<&'static str> {
        self.found.due().map(|due| due.state.code())
    }

    /// The light: "green", "hint", "yellow" or "red"; None where the limit has none.
    #[getter]
    fn light(&self) -> Option<&'static str> {
        self.found.due().and_then(|due| due.light).map(limit::Light::code)
    }

    /// What is irregular, and what could not be judged.
    #[getter]
    fn findings(&self) -> Vec<Irregular> {
        irregular(&self.found.findings)
    }

    /// Whether it could be told how the application stands.
    #[getter]
    fn is_judged(&self) -> bool {
        self.found.is_judged()
    }

    /// The findings in sentences; in the language of the surroundings, if none is named.
    #[pyo3(signature = (language=None))]
    fn sentences(&self, language: Option<Tongue>) -> Vec<String> {
        sentences(&self.found.findings, language)
    }

    /// The findings as JSON, with the versions of the limit and of the policy, the facts and the day.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.found.to_json(&self.application))
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Dictionary<'py>> {
        Dictionary::read(py, &self.found.to_json(&self.application))
    }

    /// The findings as HTML; in the language of the surroundings, if none is named. Notebooks show them by themselves.
    #[pyo3(signature = (language=None))]
    fn to_html(&self, language: Option<Tongue>) -> String {
        page::approval(&self.application, &self.found, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None)
    }

    fn __str__(&self) -> String {
        self.sentences(None).join("\n")
    }

    fn __repr__(&self) -> String {
        format!("<ApprovalSupervision {}: {} findings>", self.application.name(), self.found.findings.len())
    }
}
