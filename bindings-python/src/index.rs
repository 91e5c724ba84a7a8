//! Indices: how a person, a group, a post or a project is rated.

use std::collections::BTreeMap;
use std::sync::Arc;

use evenhand::risk::{self, Assessments};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript};

use crate::document::Document;
use crate::error;
use crate::fact::Fact;
use crate::given::{self, FactMapping};
use crate::number::Number;
use crate::page;
use crate::record::Dictionary;
use crate::words::{Bilingual, Tongue};

/// What rates a person, a group, a post or a project.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Index(pub(crate) Arc<risk::Index>);

/// The points that assessors gave: by indicator, and of that by assessor.
pub(crate) struct GivenAssessments(Assessments);

impl FromPyObject<'_, '_> for GivenAssessments {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Mapping"),
        PyString::TYPE_HINT,
        FactMapping::INPUT_TYPE
    );

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let mut assessed = Assessments::new();
        for pair in given.cast::<PyMapping>()?.items()?.iter() {
            let (indicator, points): (String, Bound<'_, PyAny>) = pair.extract()?;
            for pair in points.cast::<PyMapping>()?.items()?.iter() {
                let (assessor, points): (String, Bound<'_, PyAny>) = pair.extract()?;
                let points = given::given(&format!("{indicator}.{assessor}"), &points, false)?;
                assessed = assessed.with(&indicator, assessor, points);
            }
        }
        Ok(Self(assessed))
    }
}

#[pymethods]
impl Index {
    /// Its id, such as "cn.qinhuangdao.integrity-index/leader".
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// The document that it stands in.
    #[getter]
    fn document(&self) -> Document {
        Document(Arc::clone(&self.0.document))
    }

    /// What is rated.
    #[getter]
    fn title(&self) -> Bilingual {
        (&self.0.title).into()
    }

    /// The article.
    #[getter]
    fn basis(&self) -> Bilingual {
        (&self.0.basis).into()
    }

    /// The facts.
    #[getter]
    fn facts(&self) -> Vec<Fact> {
        self.0.facts.iter().map(Fact::from).collect()
    }

    /// The indicators, each with what it is about and its weight in the index.
    #[getter]
    fn indicators(&self) -> Vec<(&str, Bilingual, Number)> {
        let indicators = self.0.indicators().iter();
        indicators.map(|one| (one.name.as_str(), (&one.title).into(), Number(one.weight))).collect()
    }

    /// Who gives points; empty where nobody does.
    #[getter]
    fn assessors(&self) -> Vec<(&str, Bilingual)> {
        let assessors = self.0.assessors().into_iter().flat_map(|assessors| &assessors.list);
        assessors.map(|assessor| (assessor.name.as_str(), (&assessor.title).into())).collect()
    }

    /// The grades, and what they are called.
    #[getter]
    fn grades(&self) -> Vec<(&str, Bilingual)> {
        self.0.grades.iter().map(|grade| (grade.name.as_str(), (&grade.title).into())).collect()
    }

    /// What a reader should know.
    #[getter]
    fn note(&self) -> Option<Bilingual> {
        self.0.note.as_ref().map(Bilingual::from)
    }

    /// The index for these facts, given as for `Item.assess`, and the points that assessors gave:
    /// `assessed={"diligence": {"superiors": 85, "public": 78}}`. Over a frame of many there is `RuleBook.index_frame`.
    #[pyo3(signature = (facts=None, /, *, assessed=None, strict=false, **named: "bool | int | float | Decimal | str | date"))]
    fn assess(
        &self,
        py: Python<'_>,
        facts: Option<FactMapping<'_>>,
        assessed: Option<GivenAssessments>,
        strict: bool,
        named: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<IndexOutcome> {
        let facts = given::facts(facts.as_ref(), named, strict)?;
        let assessed = assessed.map(|assessed| assessed.0).unwrap_or_default();
        let outcome = py.detach(|| self.0.assess(&facts, &assessed));
        outcome.map(IndexOutcome).map_err(|error| error::index_error(py, &error))
    }

    fn __repr__(&self) -> String {
        format!("<Index {}: {}>", self.0.id, self.0.title.en)
    }
}

/// What an indicator brings to an index.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct IndicatorOutcome {
    /// Its name.
    name: String,
    /// What it is about.
    title: Bilingual,
    /// Its weight in the index.
    weight: Number,
    /// Its points.
    points: Number,
    /// The weight times the points.
    contribution: Number,
}

/// An index, and how it came about.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct IndexOutcome(pub(crate) risk::IndexOutcome);

#[pymethods]
impl IndexOutcome {
    /// The index.
    #[getter]
    fn index(&self) -> Index {
        Index(Arc::clone(self.0.index()))
    }

    /// The facts that were given.
    #[getter]
    fn facts(&self) -> BTreeMap<&str, String> {
        self.0.given().iter().map(|(name, given)| (name, given.to_string())).collect()
    }

    /// The number; None where the grade needs none.
    #[getter]
    fn number(&self) -> Option<Number> {
        self.0.number.map(Number)
    }

    /// The number before it is rounded: what the contributions add up to.
    #[getter]
    fn exact(&self) -> Option<Number> {
        self.0.exact.map(Number)
    }

    /// The grade; None where the index has none.
    #[getter]
    fn grade(&self) -> Option<&str> {
        self.0.grade().map(|grade| grade.name.as_str())
    }

    /// What the grade is called.
    #[getter]
    fn title(&self) -> Option<Bilingual> {
        self.0.grade().map(|grade| (&grade.title).into())
    }

    /// The colour of the grade.
    #[getter]
    fn colour(&self) -> Option<Bilingual> {
        self.0.grade()?.colour.as_ref().map(Bilingual::from)
    }

    /// What the grade prescribes.
    #[getter]
    fn measures(&self) -> Vec<Bilingual> {
        self.0.grade().into_iter().flat_map(|grade| &grade.measures).map(|one| (&one.title).into()).collect()
    }

    /// What each indicator brings, in the order of the index.
    #[getter]
    fn indicators(&self) -> Vec<IndicatorOutcome> {
        let indicators = self.0.index().indicators().iter().zip(&self.0.indicators);
        let indicators = indicators.map(|(indicator, found)| IndicatorOutcome {
            name: indicator.name.clone(),
            title: (&indicator.title).into(),
            weight: Number(indicator.weight),
            points: Number(found.points),
            contribution: Number(found.contribution),
        });
        indicators.collect()
    }

    /// All in sentences; in the language of the surroundings, if none is named.
    #[pyo3(signature = (language=None))]
    fn sentences(&self, language: Option<Tongue>) -> Vec<String> {
        self.0.sentences(Tongue::or_local(language))
    }

    /// The index as JSON: the same bytes in every language that has the library.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.to_json())
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Dictionary<'py>> {
        Dictionary::read(py, &self.0.to_json())
    }

    /// What moved the index since an earlier outcome of it, as a dictionary: "exact" and "grades" before and after, "by" how much,
    /// and of each indicator that moved its points before and after, how much it brought, and what of that its weight did.
    fn since<'py>(&self, py: Python<'py>, before: PyRef<'_, Self>) -> PyResult<Dictionary<'py>> {
        let movement = self.0.since(&before.0).map_err(|error| error::index_error(py, &error))?;
        Dictionary::read(py, &movement.to_json())
    }

    /// The index as HTML; in the language of the surroundings, if none is named. Notebooks show it by themselves.
    #[pyo3(signature = (language=None))]
    fn to_html(&self, language: Option<Tongue>) -> String {
        page::index_outcome(&self.0, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None)
    }

    fn __str__(&self) -> String {
        self.0.sentences(Tongue::or_local(None)).join("\n")
    }

    fn __repr__(&self) -> String {
        let number = self.0.number.map_or_else(String::new, |number| number.to_string());
        let grade = self.grade().unwrap_or_default();
        format!("<IndexOutcome {}: {number} {grade}>", self.0.index().id)
    }
}
