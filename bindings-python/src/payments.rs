//! Screens of payments: what shows only in single payments, and among their peers.

use std::sync::Arc;

use evenhand::risk::payments::{self, PaymentScreening};
use pyo3::prelude::*;

use crate::document::Document;
use crate::frame::{Frame, payment_faults, payment_findings, payment_flags, payments_concerned};
use crate::record::{Dictionary, GivenRecord};
use crate::words::{Bilingual, Tongue};
use crate::{error, page};

/// What is looked for in payments, by which limits.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct PaymentScreen(pub(crate) Arc<payments::PaymentScreen>);

#[pymethods]
impl PaymentScreen {
    /// Its id, such as "cn.special-funds/payments".
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

    /// Screens payments, each a mapping or JSON with "id", "day", "amount" and, as far as there are, "from", "to", "purpose",
    /// "group" and "office". Over a frame there is `RuleBook.payments_frame`.
    ///
    ///     >>> pay = lambda id, day, amount: {"id": id, "day": day, "amount": amount, "from": "finance", "to": "builder"}
    ///     >>> payments = [pay("V-1", "2026-03-02", 26000), pay("V-2", "2026-03-04", 24000)]
    ///     >>> print(book.payment_screen("cn.special-funds/payments").run(payments).to_dict()["findings"][0]["flag"])
    ///     split
    fn run(&self, py: Python<'_>, payments: Vec<GivenRecord>) -> PaymentReport {
        let report = py.detach(|| {
            let mut screening = PaymentScreening::new(&self.0);
            for (line, payment) in (1..).zip(&payments) {
                screening.add_line(line, payment.0.as_bytes());
            }
            screening.finish()
        });
        PaymentReport(report)
    }

    fn __repr__(&self) -> String {
        format!("<PaymentScreen {}: {}>", self.0.id, self.0.title.en)
    }
}

/// What a screen found among payments. A finding is a reason to look, not a proof. `read` is always `judged + refused`.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct PaymentReport(pub(crate) payments::PaymentReport);

#[pymethods]
impl PaymentReport {
    /// The screen.
    #[getter]
    fn screen(&self) -> PaymentScreen {
        PaymentScreen(Arc::clone(&self.0.screen))
    }

    /// Payments that were read.
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

    /// What was found, a row each, with how many payments it concerns.
    #[getter]
    fn findings(&self) -> PyResult<Frame> {
        payment_findings(&self.0).map_err(|error| error::unfit(&error))
    }

    /// The payments that findings concern, a row each: "row" is that of the payment counted from 0, "finding" that of the finding.
    #[getter]
    fn payments(&self) -> PyResult<Frame> {
        payments_concerned(&self.0).map_err(|error| error::unfit(&error))
    }

    /// What each flag found, and of how many payments it was raised, was not, and could not be judged.
    #[getter]
    fn flags(&self) -> PyResult<Frame> {
        payment_flags(&self.0).map_err(|error| error::unfit(&error))
    }

    /// The records that were refused.
    #[getter]
    fn faults(&self) -> PyResult<Frame> {
        payment_faults(&self.0).map_err(|error| error::unfit(&error))
    }

    /// The findings in sentences; in the language of the surroundings, if none is named.
    #[pyo3(signature = (language=None))]
    fn sentences(&self, language: Option<Tongue>) -> Vec<String> {
        let language = Tongue::or_local(language);
        self.0.findings.iter().map(|finding| finding.sentence(&self.0.screen, language)).collect()
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
        page::payments(&self.0, rows, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None, 50)
    }

    fn __str__(&self) -> String {
        self.sentences(None).join("\n")
    }

    fn __repr__(&self) -> String {
        let payments::PaymentReport { read, judged, refused, findings, .. } = &self.0;
        format!(
            "<PaymentReport of {read} payments: {judged} judged, {refused} refused; {} findings>",
            findings.len()
        )
    }
}
