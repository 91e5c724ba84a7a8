//! Conduct and procedures, held against duties and steps.

use std::sync::Arc;

use evenhand::compliance::{self, ComplianceReview};
use pyo3::prelude::*;

use crate::document::Document;
use crate::frame::{
    Frame, Reviewed, compliance_faults, compliance_findings, compliance_offices, provisions, unsettled,
};
use crate::record::{Dictionary, GivenRecord};
use crate::words::{Bilingual, Tongue};
use crate::{error, page};

/// What is demanded of some conduct or procedure: duties that must hold, steps that must be taken.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Compliance(pub(crate) Arc<compliance::Compliance>);

#[pymethods]
impl Compliance {
    /// Its id, such as "cn.official-reception-regulation/reception".
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// The document that it stands in.
    #[getter]
    fn document(&self) -> Document {
        Document(Arc::clone(&self.0.document))
    }

    /// What is held against it.
    #[getter]
    fn title(&self) -> Bilingual {
        (&self.0.title).into()
    }

    /// The article.
    #[getter]
    fn basis(&self) -> Bilingual {
        (&self.0.basis).into()
    }

    /// Its duties, then its steps: the word for each, and what it demands.
    #[getter]
    fn provisions(&self) -> Vec<(&str, Bilingual)> {
        self.0.provisions().map(|one| (one.name.as_str(), (&one.title).into())).collect()
    }

    /// What a reader should know.
    #[getter]
    fn note(&self) -> Option<Bilingual> {
        self.0.note.as_ref().map(Bilingual::from)
    }

    /// Holds records of matters against the scheme, each a mapping or JSON (docs/compliance.md). Over a frame there is
    /// `RuleBook.compliance_frame`.
    ///
    ///     >>> reception = book.compliance("cn.official-reception-regulation/reception")
    ///     >>> matter = {"matter": "R-1", "day": "2026-05-20", "open": True, "facts": {"guests": 11, "accompanying": 4, "working_meals": 1}}
    ///     >>> print(reception.run([matter]).to_dict()["findings"][0]["found"])
    ///     accompanying = 4, guests = 11
    fn run(&self, py: Python<'_>, matters: Vec<GivenRecord>) -> ComplianceReport {
        let report = py.detach(|| {
            let mut review = ComplianceReview::new(&self.0);
            for (line, matter) in (1..).zip(&matters) {
                review.add_line(line, matter.0.as_bytes());
            }
            review.finish()
        });
        ComplianceReport(Reviewed { report, events_without_matter: 0 })
    }

    fn __repr__(&self) -> String {
        format!("<Compliance {}: {}>", self.0.id, self.0.title.en)
    }
}

/// What does not fit a scheme. A finding is a reason to look, not a proof. `read` is always `judged + refused`, and `judged` is
/// `in_order + with_findings + unsettled`.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct ComplianceReport(pub(crate) Reviewed);

#[pymethods]
impl ComplianceReport {
    /// The scheme.
    #[getter]
    fn scheme(&self) -> Compliance {
        Compliance(Arc::clone(&self.0.report.compliance))
    }

    /// Records that were read.
    #[getter]
    fn read(&self) -> u64 {
        self.0.report.read
    }

    /// Those that were judged.
    #[getter]
    fn judged(&self) -> u64 {
        self.0.report.judged
    }

    /// Those that were refused: each has a row in `faults`.
    #[getter]
    fn refused(&self) -> u64 {
        self.0.report.refused
    }

    /// Those in which everything that applies is in order.
    #[getter]
    fn in_order(&self) -> u64 {
        self.0.report.all.in_order
    }

    /// Those in which something is not.
    #[getter]
    fn with_findings(&self) -> u64 {
        self.0.report.all.with_findings
    }

    /// Those in which nothing is known not to be, but something could not be judged or can still come.
    #[getter]
    fn unsettled(&self) -> u64 {
        self.0.report.all.unsettled
    }

    /// Events in a frame of their own that belong to no matter of the other.
    #[getter]
    fn events_without_matter(&self) -> usize {
        self.0.events_without_matter
    }

    /// What is not in order, a row each: "row" is the row of the matter counted from 0, its place where matters were given one by
    /// one.
    #[getter]
    fn findings(&self) -> PyResult<Frame> {
        compliance_findings(&self.0.report).map_err(|error| error::unfit(&error))
    }

    /// The duties and steps that could not be judged or can still come, a row each, with what the record does not tell.
    #[getter]
    fn open(&self) -> PyResult<Frame> {
        unsettled(&self.0.report).map_err(|error| error::unfit(&error))
    }

    /// What each duty and step came to.
    #[getter]
    fn provisions(&self) -> PyResult<Frame> {
        provisions(&self.0.report).map_err(|error| error::unfit(&error))
    }

    /// How the records of each office came out.
    #[getter]
    fn offices(&self) -> PyResult<Frame> {
        compliance_offices(&self.0.report).map_err(|error| error::unfit(&error))
    }

    /// The records that were refused.
    #[getter]
    fn faults(&self) -> PyResult<Frame> {
        compliance_faults(&self.0.report).map_err(|error| error::unfit(&error))
    }

    /// The findings in sentences; in the language of the surroundings, if none is named.
    #[pyo3(signature = (language=None))]
    fn sentences(&self, language: Option<Tongue>) -> Vec<String> {
        let (report, language) = (&self.0.report, Tongue::or_local(language));
        report.findings.iter().map(|found| found.what.sentence(&report.compliance, language)).collect()
    }

    /// The whole report as JSON, with the version of the rules.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.report.to_json())
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Dictionary<'py>> {
        Dictionary::read(py, &self.0.report.to_json())
    }

    /// Duties, steps, offices and findings as HTML, at most `rows` of these; in the language of the surroundings, if none is
    /// named. Notebooks show them by themselves.
    #[pyo3(signature = (language=None, *, rows=50))]
    fn to_html(&self, language: Option<Tongue>, rows: usize) -> String {
        page::compliance(&self.0.report, rows, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None, 50)
    }

    fn __str__(&self) -> String {
        self.sentences(None).join("\n")
    }

    fn __repr__(&self) -> String {
        let compliance::ComplianceReport { read, judged, refused, findings, .. } = &self.0.report;
        format!(
            "<ComplianceReport of {read}: {judged} judged, {refused} refused; {} findings>",
            findings.len()
        )
    }
}
