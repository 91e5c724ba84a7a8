//! Indices over many: a row a fact or the points of an assessor, to a row for each who is rated.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{Array, StringViewArray};
use evenhand::number::parse_decimal;
use evenhand::risk::{Assessments, Index, IndexError, IndexOutcome};
use evenhand::{Facts, Given};
use pyo3::prelude::*;

use super::grouped::Grouped;
use super::json::{Shape, value};
use super::made::{frame, numbers, texts, words};
use super::table::Frame;
use super::whole::{Wanted, WholeCall};

/// The columns of facts and points.
const COLUMNS: [Wanted; 4] = [
    Wanted { name: "subject", shape: Shape::Text, needed: true },
    Wanted { name: "name", shape: Shape::Text, needed: true },
    Wanted { name: "value", shape: Shape::Fact, needed: true },
    Wanted { name: "assessor", shape: Shape::Text, needed: false },
];

/// What is kept of an outcome: the whole would be many times the frame.
struct Rated {
    number: Option<evenhand::number::Rational>,
    exact: Option<String>,
    grade: Option<usize>,
    error: Option<(&'static str, Option<String>, String)>,
}

impl From<Result<IndexOutcome, IndexError>> for Rated {
    fn from(answer: Result<IndexOutcome, IndexError>) -> Self {
        match answer {
            Ok(outcome) => Self {
                number: outcome.number,
                exact: outcome.exact.map(|exact| exact.to_string()),
                grade: outcome.grade,
                error: None,
            },
            Err(error) => Self {
                number: None,
                exact: None,
                grade: None,
                error: Some((error.code(), error.field().map(str::to_owned), error.to_string())),
            },
        }
    }
}

impl WholeCall {
    /// Rates every subject of a frame; subjects come in the order of their first rows.
    pub(crate) fn index(self, py: Python<'_>, index: &Arc<Index>) -> PyResult<Frame> {
        self.run(py, &COLUMNS, |whole, pace| {
            let column = |number| whole.texts(number);
            let (subject, name, given, assessor) = (column(0)?, column(1)?, column(2)?, column(3)?);
            let subjects = Grouped::of(subject.clone());
            let rate = |groups: Range<usize>| {
                let rated = groups.map(|group| {
                    let (facts, assessed) = told(subjects.rows(group), &name, &given, &assessor);
                    Rated::from(index.assess(&facts, &assessed))
                });
                rated.collect::<Vec<Rated>>()
            };
            let mut all: Vec<Rated> = Vec::with_capacity(subjects.len());
            let rows = |groups: Range<usize>| groups.map(|group| subjects.rows(group).len()).sum();
            pace.portions(subjects.len(), rows, rate, |rated| all.extend(rated))?;
            let grade = |rated: &Rated| index.grades.get(rated.grade?);
            let of = |group: usize| Some(subject.value(*subjects.rows(group).first()?));
            Ok(frame(vec![
                ("subject", texts((0..subjects.len()).map(of))),
                ("number", numbers(all.iter().map(|rated| rated.number))?),
                ("exact", texts(all.iter().map(|rated| rated.exact.as_deref()))),
                ("grade", words(all.iter().map(|rated| Some(grade(rated)?.name.as_str())))),
                ("grade_zh", words(all.iter().map(|rated| Some(grade(rated)?.title.zh.as_str())))),
                ("grade_en", words(all.iter().map(|rated| Some(grade(rated)?.title.en.as_str())))),
                (
                    "colour_zh",
                    words(all.iter().map(|rated| Some(grade(rated)?.colour.as_ref()?.zh.as_str()))),
                ),
                (
                    "colour_en",
                    words(all.iter().map(|rated| Some(grade(rated)?.colour.as_ref()?.en.as_str()))),
                ),
                ("error", words(all.iter().map(|rated| Some(rated.error.as_ref()?.0)))),
                ("field", words(all.iter().map(|rated| rated.error.as_ref()?.1.as_deref()))),
                ("message", texts(all.iter().map(|rated| Some(rated.error.as_ref()?.2.as_str())))),
            ])?)
        })
    }
}

/// The facts and points of the rows of a subject. A row without a value tells nothing.
fn told(
    rows: &[usize],
    name: &StringViewArray,
    given: &StringViewArray,
    assessor: &StringViewArray,
) -> (Facts, Assessments) {
    let (mut facts, mut assessed) = (Facts::new(), Assessments::new());
    for row in rows {
        let Some(value_of) = value(given, *row) else { continue };
        // A name that is missing is refused as a name that nothing has.
        let name = if name.is_valid(*row) { name.value(*row) } else { "" };
        match value(assessor, *row) {
            Some(assessor) => {
                // What is no number is refused with its words.
                let points = parse_decimal(value_of).map_or_else(|_| value_of.into(), Given::Number);
                assessed = assessed.with(name, assessor, points);
            }
            None => facts = facts.with(name, value_of),
        }
    }
    (facts, assessed)
}
