//! Indices over many: a row a fact or the points of an assessor, to a row for each who is rated.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{RecordBatch, StringViewArray};
use arrow_schema::{ArrowError, SchemaRef};
use evenhand::number::{Rational, parse_decimal};
use evenhand::pack::FactTypeDeclaration;
use evenhand::penalty::Fact;
use evenhand::risk::{Assessments, Grade, Index, IndexError, IndexOutcome, PointSheet};
use evenhand::{Facts, Given};
use pyo3::prelude::*;

use super::coded::Coded;
use super::failure::Failure;
use super::frame_call::{Asked, FrameCall};
use super::given_values::{AsText, GivenValues};
use super::grouped::Grouped;
use super::json::{Shape, value};
use super::made::{batch, numbers, texts, words};
use super::pace::Pace;
use super::table::{Frame, FrameStream, Work};
use super::together::{Closed, Order, Together};
use super::watch::Watch;
use super::whole::{Columns, Wanted, Whole};

/// The columns of facts and points.
const COLUMNS: [Wanted; 4] = [
    Wanted { name: "subject", shape: Shape::Text, needed: true },
    Wanted { name: "name", shape: Shape::Text, needed: true },
    Wanted { name: "value", shape: Shape::Fact, needed: true },
    Wanted { name: "assessor", shape: Shape::Text, needed: false },
];
const SUBJECT: usize = 0;
const NAME: usize = 1;
const VALUE: usize = 2;
const ASSESSOR: usize = 3;

/// What is kept of an outcome: the whole would be many times the frame.
#[derive(Default)]
struct Rated<'a> {
    subject: Option<&'a str>,
    number: Option<Rational>,
    exact: Option<String>,
    grade: Option<usize>,
    error: Option<(&'static str, Option<String>, String)>,
}

impl<'a> Rated<'a> {
    fn of(subject: &'a str, answer: Result<IndexOutcome, IndexError>) -> Self {
        match answer {
            Ok(outcome) => Self {
                subject: Some(subject),
                number: outcome.number,
                exact: outcome.exact.map(|exact| exact.to_string()),
                grade: outcome.grade,
                error: None,
            },
            Err(error) => Self {
                subject: Some(subject),
                error: Some((error.code(), error.field().map(str::to_owned), error.to_string())),
                ..Self::default()
            },
        }
    }

    /// A row that tells of nobody: it is lost to whomever it was about, so that it must not be lost on the way.
    fn nobody(row: usize) -> Self {
        let message = format!("row {row} has no subject: expected the id of who is rated");
        Self { error: Some(("no-id", Some("subject".to_owned()), message)), ..Self::default() }
    }
}

/// Indices on their way.
struct Indices {
    index: Arc<Index>,
    columns: Columns,
    together: Together,
    threads: usize,
    schema: SchemaRef,
}

impl FrameCall {
    /// Rates every subject of a frame, whose rows come in any order; subjects come in the order of their first rows.
    pub(crate) fn index(self, py: Python<'_>, index: &Arc<Index>) -> PyResult<Frame> {
        self.run(py, |asked| Indices::new(index, asked, Order::Any))?.table(py)
    }

    /// The same part by part, for a frame that is sorted by subject.
    pub(crate) fn index_stream(self, py: Python<'_>, index: &Arc<Index>) -> PyResult<FrameStream> {
        let order = Order::Sorted("facts and points");
        Ok(FrameStream::new(self.run(py, |asked| Indices::new(index, asked, order))?))
    }
}

impl Indices {
    fn new(index: &Arc<Index>, asked: Asked, order: Order) -> Result<Self, Failure> {
        let columns = Columns::new(&asked.schema, asked.columns, &COLUMNS)?;
        let together = Together::new(columns.place(SUBJECT).unwrap_or_default(), order);
        let schema = rows_of(index, &[])?.schema();
        Ok(Self { index: Arc::clone(index), columns, together, threads: asked.threads, schema })
    }

    /// Rates those all of whose rows are there.
    fn rate(&self, closed: &Closed, watch: &Watch) -> Result<RecordBatch, Failure> {
        let whole = self.columns.of(&closed.rows);
        let subject = whole.texts(SUBJECT)?;
        let grouped = Grouped::of(&subject);
        let subjects = grouped.in_order();
        let pace = Pace { threads: self.threads, watch };
        let plain = Plain::of(&self.index, &whole)?;
        let rate = |part: Range<usize>| {
            let mut sheet = PointSheet::new(&self.index);
            let rated = subjects.get(part).into_iter().flatten().map(|rows| {
                let first = rows.first().copied().unwrap_or_default();
                match value(&subject, first) {
                    Some(name) => plain.rate(rows, &mut sheet).map(|outcome| Rated::of(name, Ok(outcome))),
                    None => Ok(Rated::nobody(closed.first.saturating_add(first))),
                }
            });
            rated.collect::<Vec<_>>()
        };
        let rows = |part: Range<usize>| subjects.get(part).into_iter().flatten().map(|rows| rows.len()).sum();
        let mut all = Vec::with_capacity(subjects.len());
        pace.portions(subjects.len(), rows, rate, |rated| all.extend(rated))?;
        let left = all.iter().zip(&subjects).filter(|(rated, _)| rated.is_err());
        let left: Vec<&[usize]> = left.map(|(_, rows)| *rows).collect();
        let mut others = self.written(&left, &whole, &subject, &pace)?.into_iter();
        let rated =
            all.into_iter().filter_map(|rated: Result<_, Otherwise>| rated.ok().or_else(|| others.next()));
        let all: Vec<Rated<'_>> = rated.collect();
        Ok(rows_of(&self.index, &all)?)
    }

    /// Rates those of whom the columns tell otherwise than plainly.
    fn written<'a>(
        &self,
        left: &[&[usize]],
        whole: &Whole,
        subject: &'a StringViewArray,
        pace: &Pace<'_>,
    ) -> Result<Vec<Rated<'a>>, Failure> {
        let mut all = Vec::with_capacity(left.len());
        if !left.is_empty() {
            let written = Written::of(whole)?;
            let rate = |part: Range<usize>| {
                let rated = left.get(part).into_iter().flatten().map(|rows| {
                    let name = rows.first().and_then(|row| value(subject, *row)).unwrap_or_default();
                    Rated::of(name, written.rate(rows, &self.index))
                });
                rated.collect::<Vec<Rated<'_>>>()
            };
            // Their rows are counted already.
            pace.portions(left.len(), |_| 0, rate, |rated| all.extend(rated))?;
        }
        Ok(all)
    }
}

impl Work for Indices {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn run(&mut self, slice: &RecordBatch, _: usize, watch: &Watch) -> Result<RecordBatch, Failure> {
        match self.together.take(slice.clone())? {
            Some(closed) => self.rate(&closed, watch),
            None => Ok(RecordBatch::new_empty(Arc::clone(&self.schema))),
        }
    }

    fn rest(&mut self, watch: &Watch) -> Result<Option<RecordBatch>, Failure> {
        self.together.rest()?.map(|closed| self.rate(&closed, watch)).transpose()
    }
}

/// A row for each who is rated.
fn rows_of(index: &Index, all: &[Rated<'_>]) -> Result<RecordBatch, ArrowError> {
    let grade = |rated: &Rated<'_>| index.grades.get(rated.grade?);
    let of = |text: fn(&Grade) -> Option<&str>| words(all.iter().map(|rated| text(grade(rated)?)));
    batch(vec![
        ("subject", texts(all.iter().map(|rated| rated.subject))),
        ("number", numbers(all.iter().map(|rated| rated.number))?),
        ("exact", texts(all.iter().map(|rated| rated.exact.as_deref()))),
        ("grade", of(|grade| Some(&grade.name))),
        ("grade_zh", of(|grade| Some(&grade.title.zh))),
        ("grade_en", of(|grade| Some(&grade.title.en))),
        ("colour_zh", of(|grade| Some(&grade.colour.as_ref()?.zh))),
        ("colour_en", of(|grade| Some(&grade.colour.as_ref()?.en))),
        ("error", words(all.iter().map(|rated| Some(rated.error.as_ref()?.0)))),
        ("field", words(all.iter().map(|rated| rated.error.as_ref()?.1.as_deref()))),
        ("message", texts(all.iter().map(|rated| Some(rated.error.as_ref()?.2.as_str())))),
    ])
}

/// What is told in a way that only the texts of the columns tell.
struct Otherwise;

impl From<AsText> for Otherwise {
    fn from(_: AsText) -> Self {
        Self
    }
}

/// Facts and points without a text a row: names by number, numbers as they are.
struct Plain {
    name: Coded,
    assessor: Coded,
    given: GivenValues,
    /// By the number of a name: the place of the indicator, and whether a fact of that name is given as its column has it.
    indicators: Vec<Option<usize>>,
    facts: Vec<bool>,
    /// By the number of an assessor: its place.
    assessors: Vec<Option<usize>>,
}

impl Plain {
    fn of(index: &Arc<Index>, whole: &Whole) -> Result<Self, Failure> {
        let sheet = PointSheet::new(index);
        let (name, assessor) = (Coded::of(&whole.column(NAME))?, Coded::of(&whole.column(ASSESSOR))?);
        let given = GivenValues::of(&whole.column(VALUE))?;
        let indicators = name.texts.iter().map(|name| sheet.indicator(name)).collect();
        let is_number = |fact: &Fact| matches!(fact.kind, FactTypeDeclaration::Number { .. });
        let is_text = matches!(given, GivenValues::Texts(_));
        let is_given = |fact: &Fact| is_text || is_number(fact);
        let facts = name.texts.iter().map(|name| {
            let mut facts = index.facts.iter();
            facts.find(|fact| fact.name == *name).is_some_and(is_given)
        });
        let facts = facts.collect();
        let assessors = assessor.texts.iter().map(|name| sheet.assessor(name)).collect();
        Ok(Self { name, assessor, given, indicators, facts, assessors })
    }

    /// Rates a subject. What is not in order [`Written`] tells.
    fn rate(&self, rows: &[usize], sheet: &mut PointSheet) -> Result<IndexOutcome, Otherwise> {
        sheet.clear();
        let mut facts = Facts::new();
        for row in rows {
            let place = |places: &[Option<usize>], code: usize| places.get(code).copied().flatten();
            let name = || self.name.code(*row).ok_or(Otherwise);
            match self.assessor.code(*row) {
                Some(assessor) => {
                    let Some(points) = self.given.number(*row)? else { continue };
                    let indicator = place(&self.indicators, name()?).ok_or(Otherwise)?;
                    let assessor = place(&self.assessors, assessor).ok_or(Otherwise)?;
                    if !sheet.give(indicator, assessor, &points) {
                        return Err(Otherwise);
                    }
                }
                None => {
                    let Some(value) = self.given.plain(*row)? else { continue };
                    let name = name()?;
                    if !self.facts.get(name).copied().unwrap_or_default() {
                        return Err(Otherwise);
                    }
                    facts = facts.with(self.name.texts.get(name).map_or("", String::as_str), value);
                }
            }
        }
        sheet.rate(&facts).map_err(|_| Otherwise)
    }
}

/// Facts and points as texts.
struct Written {
    name: StringViewArray,
    given: StringViewArray,
    assessor: StringViewArray,
}

impl Written {
    fn of(whole: &Whole) -> Result<Self, Failure> {
        let column = |number| whole.texts(number);
        Ok(Self { name: column(NAME)?, given: column(VALUE)?, assessor: column(ASSESSOR)? })
    }

    /// Rates a subject. A row without a value tells nothing.
    fn rate(&self, rows: &[usize], index: &Arc<Index>) -> Result<IndexOutcome, IndexError> {
        let (mut facts, mut assessed) = (Facts::new(), Assessments::new());
        for row in rows {
            let Some(value_of) = value(&self.given, *row) else { continue };
            // A name that is missing is refused as a name that nothing has.
            let name = value(&self.name, *row).unwrap_or_default();
            match value(&self.assessor, *row) {
                Some(assessor) => {
                    // What is no number is refused with its words.
                    let points = parse_decimal(value_of).map_or_else(|_| value_of.into(), Given::Number);
                    assessed = assessed.with(name, assessor, points);
                }
                None => facts = facts.with(name, value_of),
            }
        }
        index.assess(&facts, &assessed)
    }
}
