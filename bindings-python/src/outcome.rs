//! What follows from the facts, bare and explained.

use std::collections::BTreeMap;
use std::sync::Arc;

use evenhand::penalty;
use pyo3::prelude::*;

use crate::day::Day;
use crate::item::Item;
use crate::law::{Circumstance, LawOfTheDay, Limitation};
use crate::loaded::Loaded;
use crate::number::Ends;
use crate::page;
use crate::procedure::Procedure;
use crate::words::{Bilingual, Tongue};

/// What follows from the facts: exact, and without any explanation.
#[pyclass(frozen, eq, module = "evenhand")]
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Decision(pub(crate) penalty::Decision);

#[pymethods]
impl Decision {
    /// "fine", "measures", "no-penalty" or "not-applicable".
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind.code()
    }

    /// The row of the table that was chosen, counted from 0.
    #[getter]
    fn row(&self) -> Option<usize> {
        self.0.row
    }

    /// The fine, rounded.
    #[getter]
    fn fine(&self) -> Option<Ends> {
        self.0.fine.map(Ends::from)
    }

    /// What the authority may take instead, below the statutory minimum.
    #[getter]
    fn reduced(&self) -> Option<Ends> {
        self.0.reduced.map(Ends::from)
    }

    /// The range that the law allows.
    #[getter]
    fn statutory(&self) -> Option<Ends> {
        self.0.statutory.map(Ends::from)
    }

    /// Whether the rule's own amount left the statutory range and was moved to its end.
    #[getter]
    fn clamped(&self) -> bool {
        self.0.clamped
    }

    /// The fine of the persons responsible.
    #[getter]
    fn persons(&self) -> Option<Ends> {
        self.0.persons.map(Ends::from)
    }

    fn __repr__(&self) -> String {
        format!("<Decision {}>", brief(&self.0))
    }
}

/// The result in a word or a number, the same in every language.
fn brief(decision: &penalty::Decision) -> String {
    match decision.fine {
        Some(fine) if fine.is_point() => format!("{} {}", decision.kind.code(), fine.min),
        Some(fine) => format!("{} {} to {}", decision.kind.code(), fine.min, fine.max),
        None => decision.kind.code().to_owned(),
    }
}

/// One step on the way to an outcome.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct Step {
    /// Its name, such as "formula" or "rounded".
    step: &'static str,
    /// What it comes to.
    value: Option<Ends>,
    /// In a sentence.
    text: Bilingual,
}

/// A measure beside the fine.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct Measure {
    /// Its name, such as "order-to-correct".
    measure: &'static str,
    /// The authority may, but need not.
    may: bool,
    /// In words.
    text: Bilingual,
}

/// Something that the outcome rests on and that nobody said.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct Assumption {
    /// The fact that would settle it.
    fact: String,
    /// What was taken for granted.
    text: Bilingual,
}

/// Something that an officer must know before using the outcome.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct Warning {
    /// Its stable name.
    code: &'static str,
    /// In words.
    text: Bilingual,
}

impl From<evenhand::Assumption> for Assumption {
    fn from(assumed: evenhand::Assumption) -> Self {
        Self { fact: assumed.fact, text: assumed.text.into() }
    }
}

impl From<evenhand::Warning> for Warning {
    fn from(warning: evenhand::Warning) -> Self {
        Self { code: warning.code, text: warning.text.into() }
    }
}

/// What follows from the facts, with everything that is needed to explain it.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Outcome(pub(crate) evenhand::Outcome, pub(crate) Arc<Loaded>);

#[pymethods]
impl Outcome {
    /// The item.
    #[getter]
    fn item(&self) -> Item {
        Item(Arc::clone(self.0.item()), Arc::clone(&self.1))
    }

    /// The bare result.
    #[getter]
    fn decision(&self) -> Decision {
        Decision(*self.0.decision())
    }

    /// "fine", "measures", "no-penalty" or "not-applicable".
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.decision().kind.code()
    }

    /// The fine, rounded; both ends are equal where there is nothing to choose.
    #[getter]
    fn fine(&self) -> Option<Ends> {
        self.0.decision().fine.map(Ends::from)
    }

    /// What the authority may take instead, below the statutory minimum.
    #[getter]
    fn reduced(&self) -> Option<Ends> {
        self.0.decision().reduced.map(Ends::from)
    }

    /// The range that the law allows.
    #[getter]
    fn statutory(&self) -> Option<Ends> {
        self.0.decision().statutory.map(Ends::from)
    }

    /// The fine of the persons responsible.
    #[getter]
    fn persons(&self) -> Option<Ends> {
        self.0.decision().persons.map(Ends::from)
    }

    /// The name of the tier that was chosen.
    #[getter]
    fn tier(&self) -> Option<Bilingual> {
        self.0.tier().map(Bilingual::from)
    }

    /// The article.
    #[getter]
    fn basis(&self) -> Bilingual {
        self.0.basis().into()
    }

    /// Whether the authority may, but need not, fine.
    #[getter]
    fn may(&self) -> bool {
        self.0.may()
    }

    /// The facts that were given, each written in one way.
    #[getter]
    fn facts(&self) -> BTreeMap<&str, String> {
        self.0.established().into_iter().collect()
    }

    /// The steps that led to it.
    #[getter]
    fn trace(&self) -> Vec<Step> {
        let step = |step: &penalty::Step| Step {
            step: step.code(),
            value: step.value().map(Ends::from),
            text: evenhand::Bilingual {
                zh: self.0.sentence(step, evenhand::Language::Chinese),
                en: self.0.sentence(step, evenhand::Language::English),
            }
            .into(),
        };
        self.0.steps().iter().map(step).collect()
    }

    /// The measures beside the fine.
    #[getter]
    fn measures(&self) -> Vec<Measure> {
        let measures = self.0.measures().into_iter();
        measures
            .map(|applied| Measure {
                measure: applied.measure.code(),
                may: applied.may,
                text: applied.text.into(),
            })
            .collect()
    }

    /// What the outcome rests on and nobody said.
    #[getter]
    fn assumptions(&self) -> Vec<Assumption> {
        self.0.assumptions().into_iter().map(Assumption::from).collect()
    }

    /// What an officer must know before using the outcome.
    #[getter]
    fn warnings(&self) -> Vec<Warning> {
        self.0.warnings().into_iter().map(Warning::from).collect()
    }

    /// The circumstances of the general law that were established: first those that must be heeded. Empty for an item
    /// that was assessed without a case.
    #[getter]
    fn circumstances(&self) -> Vec<Circumstance> {
        self.0.circumstances().into_iter().map(Circumstance::from).collect()
    }

    /// Which version of the rules was applied; None without a case.
    #[getter]
    fn law_of_the_day(&self) -> Option<LawOfTheDay> {
        self.0.law_of_the_day().map(LawOfTheDay::from)
    }

    /// What the limitation period says; None without a case, or where no law sets one.
    #[getter]
    fn limitation(&self) -> Option<Limitation> {
        self.0.limitation().and_then(Limitation::of)
    }

    /// Which procedure applies, and its steps; None without a case, or where no law says so.
    #[getter]
    fn procedure(&self, py: Python<'_>) -> PyResult<Option<Procedure>> {
        self.0.procedure().as_ref().map(|applied| Procedure::new(py, applied)).transpose()
    }

    /// The day of the decision; None without a case.
    #[getter]
    fn decided(&self) -> Option<Day> {
        self.0.days().map(|days| Day(days.decided))
    }

    /// The whole outcome in sentences, in the order in which a decision says them; in the language of the surroundings,
    /// if none is named.
    #[pyo3(signature = (language=None))]
    fn sentences(&self, py: Python<'_>, language: Option<Tongue>) -> Vec<String> {
        let language = Tongue::or_local(language);
        py.detach(|| self.0.sentences(language))
    }

    /// The whole outcome as a paragraph that can be put into a decision.
    #[pyo3(signature = (language=None))]
    fn explanation(&self, py: Python<'_>, language: Option<Tongue>) -> String {
        let language = Tongue::or_local(language);
        py.detach(|| self.0.explanation(language))
    }

    /// The outcome as JSON: the same bytes in every language that has the library.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_json())
    }

    /// The outcome as HTML; in the language of the surroundings, if none is named. Notebooks show it by themselves.
    #[pyo3(signature = (language=None))]
    fn to_html(&self, language: Option<Tongue>) -> String {
        page::outcome(&self.0, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None)
    }

    fn __str__(&self, py: Python<'_>) -> String {
        self.sentences(py, None).join("\n")
    }

    fn __repr__(&self) -> String {
        format!("<Outcome {}: {}>", self.0.item().id, brief(self.0.decision()))
    }
}
