//! A penalty item, and what follows under it alone.

use std::sync::Arc;

use evenhand::{Item as Rule, fact_values};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::document::Document;
use crate::error;
use crate::fact::Fact;
use crate::given::{self, FactMapping};
use crate::outcome::{Decision, Outcome};
use crate::page;
use crate::plot::{self, Between, Plot};
use crate::stretch::Stretch;
use crate::words::{Bilingual, Tongue};

/// One violation and what follows from it, in the version of one day.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Item(pub(crate) Arc<Rule>);

#[pymethods]
impl Item {
    /// Its id, such as "cn.dongying.city-appearance/46-4".
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// The document that it stands in.
    #[getter]
    fn document(&self) -> Document {
        Document(Arc::clone(&self.0.document))
    }

    /// The violation.
    #[getter]
    fn title(&self) -> Bilingual {
        (&self.0.title).into()
    }

    /// The article.
    #[getter]
    fn basis(&self) -> Bilingual {
        (&self.0.basis).into()
    }

    /// How a discretion standard numbers the item.
    #[getter]
    fn standard(&self) -> Option<Bilingual> {
        self.0.standard.as_ref().map(Bilingual::from)
    }

    /// Who enforces it, if the pack says so.
    #[getter]
    fn authority(&self) -> Option<Bilingual> {
        self.0.authority.as_ref().map(Bilingual::from)
    }

    /// Whether the authority may, but need not, fine.
    #[getter]
    fn may(&self) -> bool {
        self.0.may
    }

    /// What an officer should know.
    #[getter]
    fn note(&self) -> Option<Bilingual> {
        self.0.note.as_ref().map(Bilingual::from)
    }

    /// The range that the law allows, as the pack writes it.
    #[getter]
    fn statutory(&self) -> Option<&str> {
        self.0.statutory.as_ref().map(|statutory| statutory.text.as_str())
    }

    /// The facts that it asks for.
    #[getter]
    fn facts(&self) -> Vec<Fact> {
        self.0.facts.iter().map(Fact::from).collect()
    }

    /// What follows from the facts under this item alone, with everything that is needed to explain it. The general law
    /// is applied by `RuleBook.assess`.
    ///
    /// Facts are given by name, or as a mapping. A number is a Decimal, an int or a text; a float counts as the shortest
    /// decimal that reads as it, and is an error under `strict`.
    #[pyo3(signature = (facts=None, /, *, strict=false, **named: "bool | int | float | Decimal | str | date"))]
    fn assess(
        &self,
        py: Python<'_>,
        facts: Option<FactMapping<'_>>,
        strict: bool,
        named: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Outcome> {
        let facts = given::facts(facts.as_ref(), named, strict)?;
        let outcome = py.detach(|| self.0.assess(&facts));
        outcome.map(Outcome::from).map_err(|error| error::assess_error(py, &error))
    }

    /// The bare result of `assess`, without explanation: several times faster.
    #[pyo3(signature = (facts=None, /, *, strict=false, **named: "bool | int | float | Decimal | str | date"))]
    fn decide(
        &self,
        py: Python<'_>,
        facts: Option<FactMapping<'_>>,
        strict: bool,
        named: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Decision> {
        let facts = given::facts(facts.as_ref(), named, strict)?;
        // Shorter than handing the interpreter over and back.
        let decision = self.0.decide(&facts);
        decision.map(Decision).map_err(|error| error::assess_error(py, &error))
    }

    /// What follows along a number, with the other facts as they are given: where the rule makes other choices, and what it
    /// gives at both ends of each stretch between.
    ///
    ///     >>> item = book["cn.dongying.city-appearance/46-4"]
    ///     >>> [(stretch.first, stretch.last) for stretch in item.along("area")]
    ///     [(Decimal('0.01'), Decimal('20')), (Decimal('20.01'), Decimal('100000'))]
    #[pyo3(signature = (fact, facts=None, /, *, strict=false, **named: "bool | int | float | Decimal | str | date"))]
    fn along(
        &self,
        py: Python<'_>,
        fact: &str,
        facts: Option<FactMapping<'_>>,
        strict: bool,
        named: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Vec<Stretch>> {
        let facts = given::facts(facts.as_ref(), named, strict)?;
        let along =
            py.detach(|| self.0.along(fact, &facts)).map_err(|error| error::assess_error(py, &error))?;
        Ok(along.into_iter().map(Stretch::from).collect())
    }

    /// The fine along one fact, with its tiers, its range and its jumps, the other facts as they are given. Needs
    /// `pip install "evenhand[plot]"`. `between` are the least and the greatest number to show; without a language, that
    /// of the surroundings is taken.
    ///
    ///     >>> item = book["cn.dongying.city-appearance/46-4"]
    ///     >>> item.plot("area", between=(0, 30)).save("fine.svg")
    #[pyo3(signature = (fact, facts=None, /, *, between=None, language=None, dark=false, strict=false, **named: "bool | int | float | Decimal | str | date"))]
    #[allow(clippy::too_many_arguments, reason = "what Python names")]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        fact: &str,
        facts: Option<FactMapping<'py>>,
        between: Option<Between<'py>>,
        language: Option<Tongue>,
        dark: bool,
        strict: bool,
        named: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Plot<'py>> {
        let facts = given::together(slf.py(), facts.as_ref(), named)?;
        let language = Tongue::name(Tongue::or_local(language));
        plot::call(slf.py(), "fine", (slf, fact, facts, between, language, dark, strict))
    }

    /// The fine over two facts, the other facts as they are given: the first goes to the right, the second up. A range is
    /// shown by its upper end. Needs `pip install "evenhand[plot]"`; `across` and `up` are the least and the greatest number
    /// to show of each.
    ///
    ///     >>> item = book["cn.hangzhou.shop-display/1"]
    ///     >>> item.map("area", "repeat", across=(0, 8)).save("map.png")
    #[pyo3(signature = (first, second, facts=None, /, *, across=None, up=None, language=None, dark=false, strict=false, **named: "bool | int | float | Decimal | str | date"))]
    #[allow(clippy::too_many_arguments, reason = "what Python names")]
    fn map<'py>(
        slf: &Bound<'py, Self>,
        first: &str,
        second: &str,
        facts: Option<FactMapping<'py>>,
        across: Option<Between<'py>>,
        up: Option<Between<'py>>,
        language: Option<Tongue>,
        dark: bool,
        strict: bool,
        named: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Plot<'py>> {
        let facts = given::together(slf.py(), facts.as_ref(), named)?;
        let language = Tongue::name(Tongue::or_local(language));
        plot::call(slf.py(), "fine_map", (slf, (first, second), facts, (across, up), language, dark, strict))
    }

    /// The item as HTML; in the language of the surroundings, if none is named. Notebooks show it by themselves.
    #[pyo3(signature = (language=None))]
    fn to_html(&self, language: Option<Tongue>) -> String {
        page::item(&self.0, Tongue::or_local(language))
    }

    fn _repr_html_(&self) -> String {
        self.to_html(None)
    }

    fn __str__(&self) -> String {
        let (item, language) = (&self.0, Tongue::or_local(None));
        let colon = language.pick("：", ": ");
        let mut lines = vec![item.id.clone(), item.title.get(language).to_owned()];
        lines.push(format!("{}{colon}{}", item.document.title.get(language), item.basis.get(language)));
        let facts = item.facts.iter().map(|fact| {
            format!(
                "  {}{}{colon}{}",
                fact.name,
                fact.label.in_brackets(language),
                fact_values(fact, language)
            )
        });
        lines.extend(facts);
        lines.join("\n")
    }

    fn __repr__(&self) -> String {
        format!("<Item {}: {}>", self.0.id, self.0.title.en)
    }
}
