//! One act under several rules.

use std::sync::Arc;

use pyo3::prelude::*;

use crate::loaded::Loaded;
use crate::outcome::Outcome;
use crate::words::Bilingual;

/// One act under several rules: it is fined once, by the rule with the higher fine.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Concurrence(pub(crate) evenhand::Concurrence, pub(crate) Arc<Loaded>);

#[pymethods]
impl Concurrence {
    /// The outcomes under each rule, in the order in which the rules were named.
    #[getter]
    fn outcomes(&self) -> Vec<Outcome> {
        let outcomes = self.0.outcomes().iter().cloned();
        outcomes.map(|outcome| Outcome(outcome, Arc::clone(&self.1))).collect()
    }

    /// The outcome that counts; None where no rule gives a fine.
    #[getter]
    fn applied(&self) -> Option<Outcome> {
        self.0.applied().map(|(_, outcome)| Outcome(outcome.clone(), Arc::clone(&self.1)))
    }

    /// Why it counts: "only-fine", "higher-maximum", "higher-minimum", "higher-fine", "equal" or "no-fine".
    #[getter]
    fn precedence(&self) -> &'static str {
        self.0.precedence().code()
    }

    /// The article that says so.
    #[getter]
    fn basis(&self) -> Option<Bilingual> {
        self.0.basis().map(Bilingual::from)
    }

    /// The outcomes as JSON, with the one that counts.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_json())
    }

    fn __repr__(&self) -> String {
        let applied = self.0.applied().map_or("none", |(_, outcome)| outcome.item().id.as_str());
        format!("<Concurrence of {}: {applied} applies ({})>", self.0.outcomes().len(), self.precedence())
    }
}
