//! A call from Python, put together and held against the frame before the first row is read.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread;

use arrow_schema::{Schema, SchemaRef};
use evenhand::diagnostic::nearest;
use evenhand::time::Date;
use evenhand::{Item, Language};
use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyString};
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_subscript, type_hint_union};

use super::assess::{Assessment, check_type};
use super::failure::Failure;
use super::given::GivenFrame;
use super::select::{DayOf, Select, Way};
use super::table::{Frame, FrameStream, Run};
use super::values::{is_day, is_text};
use super::wanted::{Results, kept_and};
use super::watch::{GivenProgress, Watch};
use crate::day::GivenDay;
use crate::error;
use crate::loaded::Loaded;

/// The day whose rules apply: fixed, or the name of a column.
pub(crate) enum Day {
    Fixed(Date),
    Column(String),
}

impl<'py> FromPyObject<'_, 'py> for Day {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_union!(PyDate::TYPE_HINT, PyString::TYPE_HINT);

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match given.extract::<String>() {
            // A text that reads as a day is one, as everywhere.
            Ok(text) => Ok(text.parse().map_or(Self::Column(text), Self::Fixed)),
            Err(_) => Ok(Self::Fixed(given.extract::<GivenDay<'_>>()?.read("on")?)),
        }
    }
}

/// What becomes of a row with a fault.
#[derive(Clone, Copy)]
pub(crate) struct OnError {
    raises: bool,
}

impl OnError {
    pub(super) const fn raises(self) -> bool {
        self.raises
    }
}

impl FromPyObject<'_, '_> for OnError {
    type Error = PyErr;

    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("typing", "Literal"),
        PyStaticExpr::Constant { value: PyStaticConstant::Str("column") },
        PyStaticExpr::Constant { value: PyStaticConstant::Str("raise") }
    );

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        match given.extract::<&str>() {
            Ok("column") => Ok(Self { raises: false }),
            Ok("raise") => Ok(Self { raises: true }),
            _ => {
                let message = format!("`on_error` is \"column\" or \"raise\", not {}", given.repr()?);
                Err(error::assess(given.py(), "wrong-type", Some("on_error"), &message))
            }
        }
    }
}

/// Under which rule the rows fall.
pub(crate) enum Falls {
    /// All under this one.
    Under(Arc<Item>),
    /// Under the version of this id that is in force on a day.
    UnderVersion(String, Day),
    /// Under the item that a column names, as it is in force on a day.
    UnderColumn(String, Day),
}

/// What a caller asks for.
pub(crate) struct Call {
    pub(crate) loaded: Arc<Loaded>,
    pub(crate) falls: Falls,
    pub(crate) columns: Option<HashMap<String, String>>,
    pub(crate) results: Option<Results>,
    pub(crate) keep: Option<Vec<String>>,
    pub(crate) on_error: Option<OnError>,
    pub(crate) language: Language,
    pub(crate) threads: Option<NonZeroUsize>,
    pub(crate) progress: Option<GivenProgress>,
}

impl Call {
    /// All rows at once.
    pub(crate) fn table(self, py: Python<'_>, frame: GivenFrame) -> PyResult<Frame> {
        self.run(py, frame, false)?.table(py)
    }

    /// Part by part.
    pub(crate) fn stream(self, py: Python<'_>, frame: GivenFrame) -> PyResult<FrameStream> {
        Ok(FrameStream::new(self.run(py, frame, true)?))
    }

    fn run(mut self, py: Python<'_>, frame: GivenFrame, streams: bool) -> PyResult<Run> {
        let progress = self.progress.take();
        let rows = Watch::is_asked(progress.as_ref()).then(|| frame.rows(py)).flatten();
        let schema = frame.reader.schema();
        let assessment = py.detach(|| self.assessment(&schema)).map_err(|failure| failure.into_error(py))?;
        let slice_rows = assessment.slice_rows(&schema, streams);
        Ok(Run::new(Box::new(assessment), frame.reader, slice_rows, Watch::new(progress, rows)))
    }

    fn assessment(self, frame: &SchemaRef) -> Result<Assessment, Failure> {
        let Self { loaded, falls, columns, results, keep, on_error, language, threads, .. } = self;
        let raises = on_error.is_some_and(|on_error| on_error.raises);
        let select = select(&loaded, falls, frame, language)?;
        let facts = facts(&select, columns.unwrap_or_default(), frame)?;
        let wanted = Results::or_usual(results, raises).0;
        let scale = i8::try_from(select.decimals).unwrap_or(i8::MAX);
        let fields = wanted.iter().map(|wanted| wanted.field(scale, select.is_by_item())).collect();
        let (kept, schema) = kept_and(frame, keep, fields)?;
        let threads = threads_or_all(threads);
        Ok(Assessment { loaded, select, facts, wanted, kept, raises, language, threads, schema })
    }
}

fn select(loaded: &Arc<Loaded>, falls: Falls, frame: &Schema, language: Language) -> Result<Select, Failure> {
    let day_of = |day: Day| match day {
        Day::Fixed(day) => Ok(DayOf::Fixed(day)),
        Day::Column(name) => day_column(frame, &name).map(DayOf::Column),
    };
    match falls {
        Falls::Under(item) => Select::new(std::iter::once(item), Way::One, language),
        Falls::UnderVersion(id, Day::Fixed(day)) => {
            let item = loaded.on(day).item(&id).map_err(|error| Failure::of_call(&error))?;
            Select::new(std::iter::once(Arc::clone(item)), Way::One, language)
        }
        Falls::UnderVersion(id, day) => {
            let versions = loaded.items().filter(|item| item.id == id).cloned();
            Select::new(versions, Way::Day(day_of(day)?), language)
        }
        Falls::UnderColumn(name, day) => {
            let place = place(frame, &name)?;
            let found = frame.field(place).data_type();
            if !is_text(found) {
                let message = format!("the column `{name}` must hold ids of items, found {found}");
                return Err(Failure::refused("wrong-type", &name, message));
            }
            Select::new(loaded.items().cloned(), Way::Item(place, day_of(day)?), language)
        }
    }
}

/// The columns of facts: those that are named, and of the others those that are called like a fact.
fn facts(
    select: &Select,
    mut named: HashMap<String, String>,
    frame: &Schema,
) -> Result<Vec<(String, usize)>, Failure> {
    let mut facts: Vec<(String, usize)> = Vec::new();
    for rule in &select.rules {
        for fact in &rule.item.facts {
            if facts.iter().any(|(known, _)| *known == fact.name) {
                continue;
            }
            let found = match named.remove(&fact.name) {
                Some(column) => Some(place(frame, &column)?),
                None => frame.index_of(&fact.name).ok(),
            };
            facts.extend(found.map(|place| (fact.name.clone(), place)));
        }
    }
    let known = || select.rules.iter().flat_map(|rule| &rule.item.facts).map(|fact| fact.name.as_str());
    let own = match select.rules.as_slice() {
        [rule] => format!("`{}`", rule.item.id),
        _ => "the rules".to_owned(),
    };
    if let Some(name) = named.into_keys().min() {
        let help =
            nearest(&name, known()).map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
        let has = if select.rules.len() == 1 { "has" } else { "have" };
        return Err(Failure::refused("unknown-fact", &name, format!("{own} {has} no fact `{name}`{help}")));
    }
    if facts.is_empty()
        && let Some(fact) = known().next()
    {
        let expected = match select.rules.as_slice() {
            [_] => known().collect::<Vec<_>>().join(", "),
            _ => "the names of facts".to_owned(),
        };
        let message = format!("no column of the frame is a fact of {own}: expected some of {expected}");
        return Err(Failure::refused("missing-fact", fact, message));
    }
    // Of a book, only the items that occur are asked.
    if !select.is_by_item() {
        for rule in &select.rules {
            for (name, place) in &facts {
                let field = frame.field(*place);
                check_type(rule, name, field.name(), field.data_type())?;
            }
        }
    }
    Ok(facts)
}

/// As many threads as are asked for, or as the machine runs at the same time.
pub(super) fn threads_or_all(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

/// The place of a column of days, which texts can stand for.
pub(super) fn day_column(frame: &Schema, name: &str) -> Result<usize, Failure> {
    let place = place(frame, name)?;
    let found = frame.field(place).data_type();
    if is_day(found) || is_text(found) {
        return Ok(place);
    }
    Err(Failure::refused("wrong-type", name, format!("the column `{name}` must hold days, found {found}")))
}

/// The place of a column.
pub(super) fn place(frame: &Schema, name: &str) -> Result<usize, Failure> {
    let mut found = frame.fields().iter().enumerate().filter(|(_, field)| field.name() == name);
    let names = || frame.fields().iter().map(|field| field.name().as_str());
    match (found.next(), found.next()) {
        (Some((place, _)), None) => Ok(place),
        (Some(_), Some(_)) => {
            Err(Failure::refused("duplicate-fact", name, format!("the frame has two columns `{name}`")))
        }
        (None, _) => {
            let help = match nearest(name, names()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("it has {}", names().collect::<Vec<_>>().join(", ")),
            };
            Err(Failure::refused("missing-fact", name, format!("the frame has no column `{name}`; {help}")))
        }
    }
}
