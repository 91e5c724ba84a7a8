//! What became of many decided cases.

use std::sync::Arc;

use evenhand::supervise::{self, Policy};
use pyo3::prelude::*;

use crate::frame::{Counted, DecidedCases, Frame, FrameStream, SharedCounts, codes, no_findings, offices};
use crate::record::Dictionary;
use crate::words::Tongue;
use crate::{error, page};

/// What became of many decided cases: the findings and the counts. `read` is always `judged + not_judged + refused`.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Caseload {
    counted: supervise::Caseload,
    events_without_case: usize,
    findings: Frame,
    policy: Arc<Policy>,
}

impl Caseload {
    pub(crate) fn new(
        counted: &SharedCounts<supervise::Caseload>,
        findings: Frame,
        policy: Arc<Policy>,
    ) -> Self {
        let Counted { counts, events_without_case } = counted.now();
        Self { counted: counts, events_without_case, findings, policy }
    }
}

#[pymethods]
impl Caseload {
    /// Records that were read.
    #[getter]
    fn read(&self) -> u64 {
        self.counted.read
    }

    /// Those that were judged, as a whole or in parts.
    #[getter]
    fn judged(&self) -> u64 {
        self.counted.judged
    }

    /// Those that the rules give no answer for.
    #[getter]
    fn not_judged(&self) -> u64 {
        self.counted.not_judged
    }

    /// Those that are no records: each has a row in `findings`, whose `check` is "record".
    #[getter]
    fn refused(&self) -> u64 {
        self.counted.refused
    }

    /// Of those that were judged, the ones in which something is irregular.
    #[getter]
    fn irregular(&self) -> u64 {
        self.counted.all.irregular
    }

    /// Of those that were judged, the ones of which a part could not be.
    #[getter]
    fn judged_in_part(&self) -> u64 {
        self.counted.all.judged_in_part
    }

    /// Events of cases that the frame does not have.
    #[getter]
    fn events_without_case(&self) -> usize {
        self.events_without_case
    }

    /// The findings, a row each, in the order of the frame: "row" is the row of the case counted from 0, "record" the JSON
    /// from which `RuleBook.supervise` gives the finding again. Of a stream they were handed on already: no rows.
    #[getter]
    fn findings(&self) -> Frame {
        self.findings.clone()
    }

    /// The counts of cases by office and month of the decision; "hint", "yellow" and "red" count by the gravest colour.
    #[getter]
    fn offices(&self) -> PyResult<Frame> {
        offices(&self.counted).map_err(|error| error::unfit(&error))
    }

    /// The counts of findings by office, month and code.
    #[getter]
    fn codes(&self) -> PyResult<Frame> {
        codes(&self.counted).map_err(|error| error::unfit(&error))
    }

    /// The id of the policy.
    #[getter]
    fn policy(&self) -> &str {
        &self.policy.id
    }

    /// The counts as JSON.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.counted.to_json())
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Dictionary<'py>> {
        Dictionary::read(py, &self.counted.to_json())
    }

    /// The counts by code, colour, office and month and the cases to review as HTML, at most `rows` of each; in the language of
    /// the surroundings, if none is named. Notebooks show them by themselves.
    #[pyo3(signature = (language=None, *, rows=50))]
    fn to_html(&self, language: Option<Tongue>, rows: usize) -> String {
        page::caseload(&self.counted, self.findings.batches(), &self.policy, rows, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None, 50)
    }

    fn __repr__(&self) -> String {
        let supervise::Caseload { read, judged, not_judged, refused, all, .. } = &self.counted;
        format!(
            "<Caseload of {read}: {judged} judged, {not_judged} not judged, {refused} refused; {} irregular>",
            all.irregular
        )
    }
}

/// The findings in a frame of cases as a stream: each part is found when it is asked for, so that memory does not grow with
/// the cases. It can be read once, as an Arrow stream or part by part in a loop.
#[pyclass(frozen, extends = FrameStream, module = "evenhand")]
pub(crate) struct CaseloadStream {
    counted: SharedCounts<supervise::Caseload>,
    policy: Arc<Policy>,
}

impl CaseloadStream {
    pub(crate) fn of(
        py: Python<'_>,
        (findings, counted): (FrameStream, SharedCounts<supervise::Caseload>),
        policy: Arc<Policy>,
    ) -> PyResult<Py<Self>> {
        Py::new(py, (Self { counted, policy }, findings))
    }
}

#[pymethods]
impl CaseloadStream {
    /// What became of the cases that were read so far: after the last part, of all.
    #[getter]
    fn caseload(&self) -> Caseload {
        Caseload::new(&self.counted, no_findings::<DecidedCases>(), Arc::clone(&self.policy))
    }

    fn __repr__(own: PyRef<'_, Self>) -> String {
        format!("<CaseloadStream: {}>", own.as_super().columns().join(", "))
    }
}
