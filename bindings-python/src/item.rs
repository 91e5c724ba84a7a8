//! A penalty item, and what follows under it alone.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use evenhand::{Item as Rule, fact_values};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::document::Document;
use crate::error;
use crate::fact::Fact;
use crate::frame::{Call, Day, Falls, Frame, FrameStream, GivenFrame, GivenProgress, OnError, Results};
use crate::given::{self, FactMapping};
use crate::loaded::Loaded;
use crate::outcome::{Decision, Outcome};
use crate::page;
use crate::plot::{self, Between, Plot};
use crate::stretch::Stretch;
use crate::words::{Bilingual, Tongue};

/// One violation and what follows from it, in the version of one day.
#[pyclass(frozen, module = "evenhand")]
pub(crate) struct Item(pub(crate) Arc<Rule>, pub(crate) Arc<Loaded>);

impl Item {
    fn falls(&self, on: Option<Day>) -> Falls {
        match on {
            None => Falls::Under(Arc::clone(&self.0)),
            Some(day) => Falls::UnderVersion(self.0.id.clone(), day),
        }
    }
}

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
        outcome
            .map(|outcome| Outcome(outcome, Arc::clone(&self.1)))
            .map_err(|error| error::assess_error(py, &error))
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

    /// What follows from each row of a frame: `decide` over columns, a million rows in some milliseconds.
    ///
    /// The frame is any table or stream with Arrow's capsules: of pyarrow, polars, pandas, DuckDB, arro3. Facts are the
    /// columns of their name; `columns` names others, as {fact: column}. `results` are the columns to make, of "min",
    /// "max", "statutory_min", "statutory_max", "persons_min", "persons_max", "tier", "outcome", "version", "error",
    /// "clamped", and "reason" for the explanation in sentences; `keep` names columns of the frame to hand through.
    ///
    /// With `on`, the version of a day applies: of a date, or for each row of the day in the column of that name. A row
    /// with a fault has its code in the column "error", or is raised under `on_error="raise"`. `progress` is True for a
    /// bar (with tqdm or rich), or a callable that takes the rows done and all rows, None where that is not known.
    #[pyo3(signature = (frame, *, columns=None, results=None, keep=None, on=None, on_error=None, language=None, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "all but the frame are named and can be left out")]
    fn assess_frame(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        columns: Option<HashMap<String, String>>,
        results: Option<Results>,
        keep: Option<Vec<String>>,
        on: Option<Day>,
        on_error: Option<OnError>,
        language: Option<Tongue>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<Frame> {
        let (falls, loaded, language) = (self.falls(on), Arc::clone(&self.1), Tongue::or_local(language));
        Call { loaded, falls, columns, results, keep, on_error, language, threads, progress }.table(py, frame)
    }

    /// The same as a stream: each part is computed when it is read, so that memory does not grow with the rows.
    #[pyo3(signature = (frame, *, columns=None, results=None, keep=None, on=None, on_error=None, language=None, threads=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "all but the frame are named and can be left out")]
    fn assess_stream(
        &self,
        py: Python<'_>,
        frame: GivenFrame,
        columns: Option<HashMap<String, String>>,
        results: Option<Results>,
        keep: Option<Vec<String>>,
        on: Option<Day>,
        on_error: Option<OnError>,
        language: Option<Tongue>,
        threads: Option<NonZeroUsize>,
        progress: Option<GivenProgress>,
    ) -> PyResult<FrameStream> {
        let (falls, loaded, language) = (self.falls(on), Arc::clone(&self.1), Tongue::or_local(language));
        Call { loaded, falls, columns, results, keep, on_error, language, threads, progress }
            .stream(py, frame)
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
