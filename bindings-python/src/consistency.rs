//! What many decisions tell of consistency.

use evenhand::consistency;
use pyo3::prelude::*;

use crate::frame::{Frame, comparisons, consistency_faults, consistency_findings, groups, months, unlike};
use crate::record::Dictionary;
use crate::words::Tongue;
use crate::{error, page};

/// What many decisions tell of consistency: same facts with different fines, who stands apart, what drifts. `read` is always
/// `judged + refused`.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct ConsistencyReport(pub(crate) consistency::ConsistencyReport);

#[pymethods]
impl ConsistencyReport {
    /// Decisions that were read.
    #[getter]
    fn read(&self) -> u64 {
        self.0.read
    }

    /// Those that were judged.
    #[getter]
    fn judged(&self) -> u64 {
        self.0.judged
    }

    /// Those that could not be read: each has a row in `faults`.
    #[getter]
    fn refused(&self) -> u64 {
        self.0.refused
    }

    /// What stands out: a row each, with the words.
    #[getter]
    fn findings(&self) -> PyResult<Frame> {
        consistency_findings(&self.0).map_err(|error| error::unfit(&error))
    }

    /// The officers, offices and items, each with its counts, its median place in the range and its shares; null where they are
    /// too few to tell.
    #[getter]
    fn groups(&self) -> PyResult<Frame> {
        groups(&self.0).map_err(|error| error::unfit(&error))
    }

    /// How each group stands beside the others of its kind, by measure.
    #[getter]
    fn comparisons(&self) -> PyResult<Frame> {
        comparisons(&self.0).map_err(|error| error::unfit(&error))
    }

    /// Month by month, of the whole, of each office and of each item.
    #[getter]
    fn months(&self) -> PyResult<Frame> {
        months(&self.0).map_err(|error| error::unfit(&error))
    }

    /// Same facts with different fines: a row a fine, with the first decision that imposed it.
    #[getter]
    fn unlike(&self) -> PyResult<Frame> {
        unlike(&self.0).map_err(|error| error::unfit(&error))
    }

    /// The decisions that could not be read.
    #[getter]
    fn faults(&self) -> PyResult<Frame> {
        consistency_faults(&self.0).map_err(|error| error::unfit(&error))
    }

    /// What stands out in sentences; in the language of the surroundings, if none is named.
    #[pyo3(signature = (language=None))]
    fn sentences(&self, language: Option<Tongue>) -> Vec<String> {
        let language = Tongue::or_local(language);
        self.0.findings.iter().map(|finding| finding.sentence(&self.0, language)).collect()
    }

    /// The whole report as JSON, with the version of the policy and its limits.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_json())
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Dictionary<'py>> {
        Dictionary::read(py, &self.0.to_json())
    }

    /// What stands out as HTML, at most `rows` of it; in the language of the surroundings, if none is named. Notebooks show it
    /// by themselves.
    #[pyo3(signature = (language=None, *, rows=50))]
    fn to_html(&self, language: Option<Tongue>, rows: usize) -> String {
        page::consistency(&self.0, rows, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None, 50)
    }

    fn __str__(&self) -> String {
        self.sentences(None).join("\n")
    }

    fn __repr__(&self) -> String {
        let consistency::ConsistencyReport { read, judged, refused, findings, .. } = &self.0;
        format!(
            "<ConsistencyReport of {read}: {judged} judged, {refused} refused; {} findings>",
            findings.len()
        )
    }
}
