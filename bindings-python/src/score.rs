//! Scores of offices.

use std::collections::BTreeMap;
use std::sync::Arc;

use evenhand::Language;
use evenhand::risk::{self, Accounted, EntryKind};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::document::Document;
use crate::error;
use crate::fact::Fact;
use crate::given::{self, FactMapping};
use crate::number::Number;
use crate::page;
use crate::words::{Bilingual, Tongue};

/// A scheme by which an office is scored.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Score(pub(crate) Arc<risk::Score>);

#[pymethods]
impl Score {
    /// Its id, such as "cn.approval-score/monthly".
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// The document that it stands in.
    #[getter]
    fn document(&self) -> Document {
        Document(Arc::clone(&self.0.document))
    }

    /// What is scored.
    #[getter]
    fn title(&self) -> Bilingual {
        (&self.0.title).into()
    }

    /// The article.
    #[getter]
    fn basis(&self) -> Bilingual {
        (&self.0.basis).into()
    }

    /// What one score is about: "month", "quarter", "half-year" or "year".
    #[getter]
    fn period(&self) -> &'static str {
        self.0.period.code()
    }

    /// The points of all parts together.
    #[getter]
    fn full(&self) -> Option<Number> {
        self.0.full().map(Number)
    }

    /// The facts of a period.
    #[getter]
    fn facts(&self) -> Vec<Fact> {
        self.0.facts.iter().map(Fact::from).collect()
    }

    /// The facts of what is taken off once from several periods; empty where the document says nothing of several.
    #[getter]
    fn facts_once(&self) -> Vec<Fact> {
        self.0.together.iter().flat_map(|together| &together.facts).map(Fact::from).collect()
    }

    /// Which facts are counts of a register: the facts, and the counts.
    #[getter]
    fn counted(&self) -> Vec<(&str, &'static str)> {
        let code =
            |wanted| risk::Count::ALL.iter().find(|(_, count)| *count == wanted).map_or("", |(code, _)| code);
        self.0.counted.iter().map(|(fact, count)| (fact.as_str(), code(*count))).collect()
    }

    /// What a reader should know.
    #[getter]
    fn note(&self) -> Option<Bilingual> {
        self.0.note.as_ref().map(Bilingual::from)
    }

    /// The score for the facts of one period, given as for `Item.assess`.
    ///
    ///     >>> book.score("cn.approval-score/monthly").assess(red_time=1).points
    ///     Decimal('90')
    #[pyo3(signature = (facts=None, /, *, strict=false, **named: "bool | int | float | Decimal | str | date"))]
    fn assess(
        &self,
        py: Python<'_>,
        facts: Option<FactMapping<'_>>,
        strict: bool,
        named: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<ScoreOutcome> {
        let facts = given::facts(facts.as_ref(), named, strict)?;
        let outcome = py.detach(|| self.0.assess(&facts));
        outcome.map(ScoreOutcome).map_err(|error| error::score_error(py, &error))
    }

    /// The scores of several periods together, as the document has it, less what is taken off once for these facts.
    #[pyo3(signature = (outcomes, facts=None, /, *, strict=false, **named: "bool | int | float | Decimal | str | date"))]
    fn over_periods(
        &self,
        py: Python<'_>,
        outcomes: Vec<PyRef<'_, ScoreOutcome>>,
        facts: Option<FactMapping<'_>>,
        strict: bool,
        named: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<OverPeriods> {
        let once = given::facts(facts.as_ref(), named, strict)?;
        let periods: Vec<risk::ScoreOutcome> = outcomes.iter().map(|outcome| outcome.0.clone()).collect();
        let together = self.0.over_periods(&periods, &once);
        let together = together.map_err(|error| error::score_error(py, &error))?;
        Ok(OverPeriods { together, periods })
    }

    /// The score as HTML; in the language of the surroundings, if none is named. Notebooks show it by themselves.
    #[pyo3(signature = (language=None))]
    fn to_html(&self, language: Option<Tongue>) -> String {
        page::score(&self.0, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None)
    }

    fn __str__(&self) -> String {
        let language = Tongue::or_local(None);
        let colon = language.pick("：", ": ");
        let document = self.0.document.title.get(language);
        let mut lines = vec![
            self.0.id.clone(),
            self.0.title.get(language).to_owned(),
            format!("{document}{colon}{}", self.0.basis.get(language)),
        ];
        lines.extend(self.0.facts.iter().map(|fact| {
            format!("  {}{}{colon}{}", fact.name, fact.label.in_brackets(language), fact.expected())
        }));
        lines.join("\n")
    }

    fn __repr__(&self) -> String {
        format!("<Score {}: {}>", self.0.id, self.0.title.en)
    }
}

/// The points of a part of a score.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct PartScore {
    /// Its name.
    name: String,
    /// What it is about.
    title: Bilingual,
    /// The points that it has when nothing is taken off.
    full: Number,
    /// What was taken off.
    deducted: Number,
    /// What was added.
    added: Number,
    /// What is left.
    points: Number,
}

/// A deduction or a bonus.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct ScoreEntry {
    /// "deduction" or "bonus".
    kind: &'static str,
    /// What for.
    title: Bilingual,
    /// The part that it belongs to; None for the whole.
    part: Option<String>,
    /// The points; None where none of its facts is given.
    points: Option<Number>,
}

fn entry(entry: &risk::Entry, accounted: Accounted, parts: &[risk::ScorePart]) -> ScoreEntry {
    ScoreEntry {
        kind: EntryKind::code(entry.kind),
        title: (&entry.title).into(),
        part: entry.part.and_then(|part| parts.get(part)).map(|part| part.name.clone()),
        points: match accounted {
            Accounted::Points(points) => Some(Number(points)),
            Accounted::NotGiven => None,
        },
    }
}

/// The score of one period, and how it came about.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct ScoreOutcome(pub(crate) risk::ScoreOutcome);

#[pymethods]
impl ScoreOutcome {
    /// The scheme.
    #[getter]
    fn score(&self) -> Score {
        Score(Arc::clone(self.0.score()))
    }

    /// The facts that were given.
    #[getter]
    fn facts(&self) -> BTreeMap<&str, String> {
        self.0.given().iter().map(|(name, given)| (name, given.to_string())).collect()
    }

    /// The points.
    #[getter]
    fn points(&self) -> Number {
        Number(self.0.points)
    }

    /// The parts together, with what is added to the whole and taken off it.
    #[getter]
    fn sum(&self) -> Number {
        Number(self.0.sum)
    }

    /// What the sum was multiplied with, if it was.
    #[getter]
    fn times(&self) -> Option<Number> {
        self.0.times.map(Number)
    }

    /// The parts, in the order of the score.
    #[getter]
    fn parts(&self) -> Vec<PartScore> {
        let parts = self.0.score().parts.iter().zip(&self.0.parts).map(|(part, found)| PartScore {
            name: part.name.clone(),
            title: (&part.title).into(),
            full: Number(part.points),
            deducted: Number(found.deducted),
            added: Number(found.added),
            points: Number(found.points),
        });
        parts.collect()
    }

    /// The deductions and bonuses, in the order of the score.
    #[getter]
    fn entries(&self) -> Vec<ScoreEntry> {
        let score = self.0.score();
        let entries = score.entries.iter().zip(&self.0.entries);
        entries.map(|(declared, accounted)| entry(declared, *accounted, &score.parts)).collect()
    }

    /// All in sentences; in the language of the surroundings, if none is named.
    #[pyo3(signature = (language=None))]
    fn sentences(&self, language: Option<Tongue>) -> Vec<String> {
        self.0.sentences(Tongue::or_local(language))
    }

    /// The sentences as one paragraph.
    #[pyo3(signature = (language=None))]
    fn explanation(&self, language: Option<Tongue>) -> String {
        self.0.explanation(Tongue::or_local(language))
    }

    /// The score as JSON: the same bytes in every language that has the library.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_json())
    }

    /// The score as HTML; in the language of the surroundings, if none is named. Notebooks show it by themselves.
    #[pyo3(signature = (language=None))]
    fn to_html(&self, language: Option<Tongue>) -> String {
        page::score_outcome(&self.0, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None)
    }

    fn __str__(&self) -> String {
        self.0.sentences(Tongue::or_local(None)).join("\n")
    }

    fn __repr__(&self) -> String {
        format!("<ScoreOutcome {}: {}>", self.0.score().id, self.0.points)
    }
}

/// The score of several periods together.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct OverPeriods {
    together: risk::OverPeriods,
    periods: Vec<risk::ScoreOutcome>,
}

#[pymethods]
impl OverPeriods {
    /// The score of each period.
    #[getter]
    fn periods(&self) -> Vec<ScoreOutcome> {
        self.periods.iter().cloned().map(ScoreOutcome).collect()
    }

    /// Their mean.
    #[getter]
    fn mean(&self) -> Number {
        Number(self.together.mean)
    }

    /// The points.
    #[getter]
    fn points(&self) -> Number {
        Number(self.together.points)
    }

    /// What is taken off once.
    #[getter]
    fn entries(&self) -> Vec<ScoreEntry> {
        let declared = self.together.score().together.iter().flat_map(|together| &together.deductions);
        declared.zip(&self.together.entries).map(|(declared, found)| entry(declared, *found, &[])).collect()
    }

    /// All in sentences; in the language of the surroundings, if none is named.
    #[pyo3(signature = (language=None))]
    fn sentences(&self, language: Option<Tongue>) -> Vec<String> {
        self.told(Tongue::or_local(language))
    }

    /// The scores as JSON, with that of each period.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.together.to_json(&self.periods))
    }

    /// The scores as HTML; in the language of the surroundings, if none is named. Notebooks show them by themselves.
    #[pyo3(signature = (language=None))]
    fn to_html(&self, language: Option<Tongue>) -> String {
        page::over_periods(&self.together, &self.periods, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None)
    }

    fn __str__(&self) -> String {
        self.told(Tongue::or_local(None)).join("\n")
    }

    fn __repr__(&self) -> String {
        let (score, count) = (self.together.score(), self.periods.len());
        format!("<OverPeriods {} of {count}: {}>", score.id, self.together.points)
    }
}

impl OverPeriods {
    fn told(&self, language: Language) -> Vec<String> {
        self.together.sentences(language)
    }
}
