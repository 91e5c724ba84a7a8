//! Screens: what looks like collusion or favour among the bids of tenders.

use std::sync::{Arc, PoisonError};

use evenhand::risk::screen::{self, Screening, Tender};
use pyo3::prelude::*;

use crate::document::Document;
use crate::frame::{Frame, FrameStream, SharedScreening, faults, findings, flags};
use crate::record::{Dictionary, GivenRecord};
use crate::words::{Bilingual, Tongue};
use crate::{error, page};

/// What is looked for in tenders, by which limits.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Screen(pub(crate) Arc<screen::Screen>);

#[pymethods]
impl Screen {
    /// Its id, such as "cn.bidding-screen/prices".
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// The document that it stands in.
    #[getter]
    fn document(&self) -> Document {
        Document(Arc::clone(&self.0.document))
    }

    /// What is screened.
    #[getter]
    fn title(&self) -> Bilingual {
        (&self.0.title).into()
    }

    /// The article, or the paper.
    #[getter]
    fn basis(&self) -> Bilingual {
        (&self.0.basis).into()
    }

    /// What is looked for: the codes of the flags, and what they are called.
    #[getter]
    fn flags(&self) -> Vec<(&str, Bilingual)> {
        self.0.flags.iter().map(|flag| (flag.code.as_str(), (&flag.title).into())).collect()
    }

    /// What a reader should know.
    #[getter]
    fn note(&self) -> Option<Bilingual> {
        self.0.note.as_ref().map(Bilingual::from)
    }

    /// Screens tenders, each an OCDS release as a mapping or JSON; some flags need many of them. Over a frame of bids there is
    /// `RuleBook.screen_frame`.
    ///
    ///     >>> bid = lambda who: {"status": "valid", "tenderers": [{"id": who}], "value": {"amount": 100, "currency": "CNY"}}
    ///     >>> tender = {"ocid": "T-1", "bids": {"details": [bid("A"), bid("B")]}}
    ///     >>> print(book.screen("cn.bidding-screen/prices").run([tender]).to_dict()["findings"][0]["flag"])
    ///     identical-prices
    fn run(&self, py: Python<'_>, tenders: Vec<GivenRecord>) -> ScreenReport {
        let report = py.detach(|| {
            let mut screening = Screening::new(&self.0);
            for (line, tender) in (1..).zip(&tenders) {
                match Tender::from_ocds(&tender.0) {
                    // A tender that is refused is counted.
                    Ok(tender) => drop(screening.add(line, &tender)),
                    Err(fault) => screening.refuse(line, fault),
                }
            }
            screening.finish()
        });
        ScreenReport(report)
    }

    fn __repr__(&self) -> String {
        format!("<Screen {}: {}>", self.0.id, self.0.title.en)
    }
}

/// What a screen found among tenders. A finding is a reason to look, not a proof. `read` is always `judged + refused`.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct ScreenReport(pub(crate) screen::ScreenReport);

#[pymethods]
impl ScreenReport {
    /// The screen.
    #[getter]
    fn screen(&self) -> Screen {
        Screen(Arc::clone(&self.0.screen))
    }

    /// The currency of the prices.
    #[getter]
    fn currency(&self) -> Option<&str> {
        self.0.currency.as_deref()
    }

    /// Tenders that were read.
    #[getter]
    fn read(&self) -> u64 {
        self.0.read
    }

    /// Those that were judged.
    #[getter]
    fn judged(&self) -> u64 {
        self.0.judged
    }

    /// Those that were refused: each has a row in `faults`.
    #[getter]
    fn refused(&self) -> u64 {
        self.0.refused
    }

    /// The flags that were raised, a row each: "row" is the first row of the tender counted from 0, its place where tenders
    /// were given one by one. Of a stream they were handed on already: no rows.
    #[getter]
    fn findings(&self) -> PyResult<Frame> {
        findings(&self.0).map_err(|error| error::unfit(&error))
    }

    /// How often each flag was raised, was not, and could not be judged.
    #[getter]
    fn flags(&self) -> PyResult<Frame> {
        flags(&self.0).map_err(|error| error::unfit(&error))
    }

    /// The tenders that were refused.
    #[getter]
    fn faults(&self) -> PyResult<Frame> {
        faults(&self.0).map_err(|error| error::unfit(&error))
    }

    /// The findings in sentences; in the language of the surroundings, if none is named.
    #[pyo3(signature = (language=None))]
    fn sentences(&self, language: Option<Tongue>) -> Vec<String> {
        let language = Tongue::or_local(language);
        self.0.findings.iter().map(|finding| finding.sentence(&self.0, language)).collect()
    }

    /// The whole report as JSON, with the version of the rules.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_json())
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Dictionary<'py>> {
        Dictionary::read(py, &self.0.to_json())
    }

    /// The flags and findings as HTML, at most `rows` of these; in the language of the surroundings, if none is named. Notebooks
    /// show them by themselves.
    #[pyo3(signature = (language=None, *, rows=50))]
    fn to_html(&self, language: Option<Tongue>, rows: usize) -> String {
        page::screen(&self.0, rows, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None, 50)
    }

    fn __str__(&self) -> String {
        self.sentences(None).join("\n")
    }

    fn __repr__(&self) -> String {
        let screen::ScreenReport { read, judged, refused, findings, .. } = &self.0;
        format!(
            "<ScreenReport of {read} tenders: {judged} judged, {refused} refused; {} findings>",
            findings.len()
        )
    }
}

/// What a screen finds in a frame of bids as a stream: each part is found when it is asked for. It can be read once, as an
/// Arrow stream or part by part in a loop.
#[pyclass(frozen, extends = FrameStream, module = "evenhand")]
pub(crate) struct ScreenStream {
    screened: SharedScreening,
}

impl ScreenStream {
    pub(crate) fn of(
        py: Python<'_>,
        (findings, screened): (FrameStream, SharedScreening),
    ) -> PyResult<Py<Self>> {
        Py::new(py, (Self { screened }, findings))
    }
}

#[pymethods]
impl ScreenStream {
    /// The counts of the tenders that were read so far, without the flags that need all of them: after the last part, of all.
    #[getter]
    fn report(&self) -> ScreenReport {
        ScreenReport(self.screened.lock().unwrap_or_else(PoisonError::into_inner).report().clone())
    }

    fn __repr__(own: PyRef<'_, Self>) -> String {
        format!("<ScreenStream: {}>", own.as_super().columns().join(", "))
    }
}
