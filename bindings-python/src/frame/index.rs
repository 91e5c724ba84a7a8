//! Indices over many: a row a fact or the points of an assessor, to a row for each who is rated.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{RecordBatch, StringViewArray};
use arrow_schema::{ArrowError, SchemaRef};
use evenhand::number::{Rational, parse_decimal};
use evenhand::pack::FactTypeDeclaration;
use evenhand::penalty::Fact;
use evenhand::risk::{Assessments, Grade, Index, IndexError, IndexOutcome, PointSheet, Points};
use evenhand::{Facts, Given};
use pyo3::prelude::*;

use super::coded::Coded;
use super::failure::Failure;
use super::frame_call::{Asked, FrameCall};
use super::given_values::{AsText, GivenValues};
use super::json::{Shape, value};
use super::made::{batch, numbers, texts, words};
use super::pace::Pace;
use super::parts::Parts;
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
        self.run(py, Order::Any.slice(), |asked| Indices::new(index, asked, Order::Any))?.table(py)
    }

    /// The same part by part, for a frame that is sorted by subject.
    pub(crate) fn index_stream(self, py: Python<'_>, index: &Arc<Index>) -> PyResult<FrameStream> {
        let order = Order::Sorted("facts and points");
        Ok(FrameStream::new(self.run(py, order.slice(), |asked| Indices::new(index, asked, order))?))
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
        let parts = Parts::of(&self.columns, closed, SUBJECT, self.threads)?;
        let subjects = &parts.groups;
        let pace = Pace { threads: self.threads, watch };
        let rate = |portion: &Range<usize>| self.rate_part(&parts, portion, closed.first);
        let mut all = Vec::with_capacity(subjects.len());
        let portions = subjects.portions(self.threads);
        pace.portions(&portions, |portion| subjects.count(portion.clone()), rate, |rated| all.extend(rated))?;
        Ok(rows_of(&self.index, &all)?)
    }

    /// Rates some of the subjects; the first row of all has this number in the frame.
    fn rate_part<'a>(
        &self,
        parts: &'a Parts,
        portion: &Range<usize>,
        first: usize,
    ) -> Result<Vec<Rated<'a>>, Failure> {
        let (part, members) = parts.part(portion.clone())?;
        let subjects = &parts.groups;
        let plain = Plain::of(&self.index, &part)?;
        let (mut given, mut written) = (GivenPoints::new(&self.index), None);
        let mut all = Vec::with_capacity(portion.len());
        for (number, rows) in members {
            let Some(subject) = subjects.text(number) else {
                all.push(Rated::nobody(first.saturating_add(subjects.first(number))));
                continue;
            };
            let answer = match plain.rate(rows.clone(), &mut given) {
                Ok(outcome) => Ok(outcome),
                Err(Otherwise) => {
                    let written = match &mut written {
                        Some(written) => written,
                        none => none.insert(Written::of(&part)?),
                    };
                    written.rate(rows, &self.index)
                }
            };
            all.push(Rated::of(subject, answer));
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
        self.together.rest().map(|closed| self.rate(&closed, watch)).transpose()
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
    fn rate(&self, rows: Range<usize>, given: &mut GivenPoints) -> Result<IndexOutcome, Otherwise> {
        given.sheet.clear();
        let mut facts = Facts::new();
        for row in rows {
            let place = |places: &[Option<usize>], code: usize| places.get(code).copied().flatten();
            let name = || self.name.code(row).ok_or(Otherwise);
            match self.assessor.code(row) {
                Some(assessor) => {
                    let Some(points) = given.read(&self.given, row)? else { continue };
                    let indicator = place(&self.indicators, name()?).ok_or(Otherwise)?;
                    let assessor = place(&self.assessors, assessor).ok_or(Otherwise)?;
                    if !given.sheet.take(indicator, assessor, points) {
                        return Err(Otherwise);
                    }
                }
                None => {
                    let Some(value) = self.given.plain(row)? else { continue };
                    let name = name()?;
                    if !self.facts.get(name).copied().unwrap_or_default() {
                        return Err(Otherwise);
                    }
                    facts = facts.with(self.name.texts.get(name).map_or("", String::as_str), value);
                }
            }
        }
        given.sheet.rate(&facts).map_err(|_| Otherwise)
    }
}

/// The points of one after the other, each number of which is read once.
struct GivenPoints {
    sheet: PointSheet,
    /// What was read last of those numbers that fall on a place.
    known: Vec<Option<(u64, Points)>>,
}

/// Several times as many places as there are halves of a point.
const PLACES_BITS: u32 = 10;

impl GivenPoints {
    fn new(index: &Arc<Index>) -> Self {
        Self { sheet: PointSheet::new(index), known: vec![None; 1 << PLACES_BITS] }
    }

    /// The points of a row; nothing where there is no value.
    fn read(&mut self, given: &GivenValues, row: usize) -> Result<Option<Points>, Otherwise> {
        let bits = given.bits(row);
        // The numbers of people differ in the first bits of a float and in the last ones of an integer.
        let place = bits.map(|bits| bits.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - PLACES_BITS));
        let known = place.and_then(|place| self.known.get_mut(usize::try_from(place).ok()?));
        match (known.as_deref(), bits) {
            (Some(Some((same, points))), Some(bits)) if *same == bits => return Ok(Some(*points)),
            _ => {}
        }
        let Some(value) = given.number(row)? else { return Ok(None) };
        let points = self.sheet.points(&value).ok_or(Otherwise)?;
        if let (Some(known), Some(bits)) = (known, bits) {
            *known = Some((bits, points));
        }
        Ok(Some(points))
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
    fn rate(&self, rows: Range<usize>, index: &Arc<Index>) -> Result<IndexOutcome, IndexError> {
        let (mut facts, mut assessed) = (Facts::new(), Assessments::new());
        for row in rows {
            let Some(value_of) = value(&self.given, row) else { continue };
            // A name that is missing is refused as a name that nothing has.
            let name = value(&self.name, row).unwrap_or_default();
            match value(&self.assessor, row) {
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
