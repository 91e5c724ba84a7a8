//! What became of many applications.

use std::sync::Arc;

use evenhand::supervise::{self, Policy};
use pyo3::prelude::*;

use crate::day::Day;
use crate::frame::{
    Applications, Counted, Frame, FrameStream, SharedCounts, approval_codes, approval_offices, no_findings,
};
use crate::record::Dictionary;
use crate::register::Standing;
use crate::words::Tongue;
use crate::{error, page};

/// What became of many applications: the findings and the counts. `read` is always `judged + not_judged + refused`.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Approvals {
    counted: supervise::Approvals,
    events_without_case: usize,
    findings: Frame,
    policy: Arc<Policy>,
}

impl Approvals {
    pub(crate) fn new(
        counted: &SharedCounts<supervise::Approvals>,
        findings: Frame,
        policy: Arc<Policy>,
    ) -> Self {
        let Counted { counts, events_without_case } = counted.now();
        Self { counted: counts, events_without_case, findings, policy }
    }
}

#[pymethods]
impl Approvals {
    /// The day on which they stand so.
    #[getter]
    fn on(&self) -> Day {
        Day(self.counted.on)
    }

    /// The first day of the period over which decisions and lights are counted.
    #[getter]
    fn since(&self) -> Option<Day> {
        self.counted.since.map(Day)
    }

    /// Records that were read.
    #[getter]
    fn read(&self) -> u64 {
        self.counted.read
    }

    /// Those that were judged.
    #[getter]
    fn judged(&self) -> u64 {
        self.counted.judged
    }

    /// Those whose limit could not be counted.
    #[getter]
    fn not_judged(&self) -> u64 {
        self.counted.not_judged
    }

    /// Those that are no records: each has a row in `findings`, whose `check` is "record".
    #[getter]
    fn refused(&self) -> u64 {
        self.counted.refused
    }

    /// Events of applications that the frame does not have.
    #[getter]
    fn events_without_case(&self) -> usize {
        self.events_without_case
    }

    /// The findings, a row each, in the order of the frame: "row" is the row of the application counted from 0, "record" the
    /// JSON from which `RuleBook.supervise_application` gives the finding again. Of a stream they were handed on already: no
    /// rows.
    #[getter]
    fn findings(&self) -> Frame {
        self.findings.clone()
    }

    /// The counts of each office.
    #[getter]
    fn offices(&self) -> PyResult<Frame> {
        approval_offices(&self.counted).map_err(|error| error::unfit(&error))
    }

    /// The counts of findings by office and code.
    #[getter]
    fn codes(&self) -> PyResult<Frame> {
        approval_codes(&self.counted).map_err(|error| error::unfit(&error))
    }

    /// How the offices stand, to be scored: `standing.scored(book.score("cn.approval-score/monthly"), coefficient=1)`.
    /// Without the cases, which are not kept.
    #[getter]
    fn standing(&self) -> Standing {
        Standing(self.counted.standing())
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

    /// The counts by code and office and the applications to review as HTML, at most `rows` of each; in the language of the
    /// surroundings, if none is named. Notebooks show them by themselves.
    #[pyo3(signature = (language=None, *, rows=50))]
    fn to_html(&self, language: Option<Tongue>, rows: usize) -> String {
        let findings = self.findings.batches();
        page::approvals(&self.counted, findings, &self.policy, rows, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None, 50)
    }

    fn __repr__(&self) -> String {
        let supervise::Approvals { read, judged, not_judged, refused, on, .. } = &self.counted;
        format!("<Approvals on {on} of {read}: {judged} judged, {not_judged} not judged, {refused} refused>")
    }
}

/// The findings in a frame of applications as a stream: each part is found when it is asked for, so that memory does not grow
/// with the applications. It can be read once, as an Arrow stream or part by part in a loop.
#[pyclass(frozen, extends = FrameStream, module = "evenhand")]
pub(crate) struct ApprovalsStream {
    counted: SharedCounts<supervise::Approvals>,
    policy: Arc<Policy>,
}

impl ApprovalsStream {
    pub(crate) fn of(
        py: Python<'_>,
        (findings, counted): (FrameStream, SharedCounts<supervise::Approvals>),
        policy: Arc<Policy>,
    ) -> PyResult<Py<Self>> {
        Py::new(py, (Self { counted, policy }, findings))
    }
}

#[pymethods]
impl ApprovalsStream {
    /// What became of the applications that were read so far: after the last part, of all.
    #[getter]
    fn approvals(&self) -> Approvals {
        Approvals::new(&self.counted, no_findings::<Applications>(), Arc::clone(&self.policy))
    }

    fn __repr__(own: PyRef<'_, Self>) -> String {
        format!("<ApprovalsStream: {}>", own.as_super().columns().join(", "))
    }
}
