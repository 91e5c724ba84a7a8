use std::sync::Arc;

use super::{Combination, MissingAssessor};
use crate::diagnostic::Span;
use crate::facts::{Facts, Given};
use crate::feel::{Condition, NumberTerm};
use crate::language::Bilingual;
use crate::number::{Range, Rational, Rounding};
use crate::penalty::{Document, Fact, Sourced};
use crate::risk::Entry;

/// What rates a person, a group, a post or a project, checked and ready to be applied.
///
/// It is made by [`RuleBook::load`](crate::RuleBook::load): its weights add up, its grades and bands have neither gap nor
/// overlap, and no indicator can get less than 0 points or more than the full ones.
#[non_exhaustive]
#[derive(Debug)]
pub struct Index {
    /// Its id: the document's, `/`, and its name.
    pub id: String,
    /// The document.
    pub document: Arc<Document>,
    /// The place of its key in the pack.
    pub span: Span,
    /// What is rated.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// The facts, by slot.
    pub facts: Vec<Fact>,
    /// How it comes to a number or a grade.
    pub method: Method,
    /// How the number is rounded.
    pub rounding: Option<Rounding>,
    /// The grades.
    pub grades: Vec<Grade>,
    /// What the source leaves open, and how it is taken here.
    pub assumes: Vec<Bilingual>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// Worked examples.
    pub examples: Vec<IndexExample>,
}

/// How an index comes to its number, or without one to a grade.
#[derive(Debug)]
pub enum Method {
    /// The weighted sum of indicators.
    Weighted(Weighted),
    /// How many criteria hold.
    Count(Vec<Criterion>),
    /// A formula.
    Number(Sourced<NumberTerm>),
    /// The grade by two facts.
    Matrix(Matrix),
    /// The first grade whose condition holds.
    Conditions,
}

/// Indicators with their weights.
#[non_exhaustive]
#[derive(Debug)]
pub struct Weighted {
    /// The most points of an indicator, and so of the index.
    pub full: Rational,
    /// The kinds.
    pub kinds: Vec<IndicatorKind>,
    /// The first level; empty where there is one level.
    pub groups: Vec<IndicatorGroup>,
    /// The indicators that get points.
    pub indicators: Vec<Indicator>,
    /// Who gives points, if somebody does.
    pub assessors: Option<Assessors>,
}

/// A kind of indicators.
#[derive(Clone, Debug)]
pub struct IndicatorKind {
    /// The word for it.
    pub name: String,
    /// What it is called.
    pub title: Bilingual,
}

/// An indicator of the first level.
#[derive(Clone, Debug)]
pub struct IndicatorGroup {
    /// The word for it.
    pub name: String,
    /// What it is about.
    pub title: Bilingual,
    /// The kind that it belongs to.
    pub kind: Option<usize>,
    /// Its weight, as a share of 1.
    pub weight: Rational,
}

/// An indicator that gets points.
#[derive(Debug)]
pub struct Indicator {
    /// The word for it.
    pub name: String,
    /// What it is about.
    pub title: Bilingual,
    /// The article, where it is another than the index's.
    pub basis: Option<Bilingual>,
    /// The indicator of the first level that it belongs to.
    pub group: Option<usize>,
    /// Its weight in the index, as a share of 1: that of its group times its own.
    pub weight: Rational,
    /// How it gets its points.
    pub scoring: Scoring,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// How an indicator gets its points.
#[derive(Debug)]
pub enum Scoring {
    /// By a formula.
    Formula(Sourced<NumberTerm>),
    /// By the first row whose condition holds.
    Table(Vec<TableRow>),
    /// By the band in which a number lies.
    Bands(Sourced<NumberTerm>, Vec<Band>),
    /// Full points, less deductions, but not below 0.
    Deductions(Vec<Entry>),
    /// By these assessors, by their place in the list.
    Assessed(Vec<usize>),
}

/// A row of an indicator's table.
#[derive(Debug)]
pub struct TableRow {
    /// The condition; the last row has none.
    pub when: Option<Sourced<Condition>>,
    /// The points.
    pub points: Rational,
    /// What it stands for.
    pub title: Option<Bilingual>,
}

/// A band of an indicator's number.
#[derive(Debug)]
pub struct Band {
    /// The numbers.
    pub range: Range,
    /// The points.
    pub points: Rational,
    /// What it stands for.
    pub title: Option<Bilingual>,
}

/// Who gives points, and how they come together.
#[non_exhaustive]
#[derive(Debug)]
pub struct Assessors {
    /// Each of them.
    pub list: Vec<Assessor>,
    /// The mean.
    pub by: Combination,
    /// What it means that one gave no points.
    pub missing: MissingAssessor,
    /// The fewest that must have given points.
    pub least: usize,
    /// The most decimals of their points.
    pub decimals: u32,
}

/// Somebody, or a kind of people, who gives points.
#[derive(Clone, Debug)]
pub struct Assessor {
    /// The word for it.
    pub name: String,
    /// Who it is.
    pub title: Bilingual,
    /// Its weight in a weighted mean; 1 in others.
    pub weight: Rational,
}

/// A criterion that is counted.
#[derive(Debug)]
pub struct Criterion {
    /// What it asks.
    pub title: Bilingual,
    /// The condition.
    pub when: Sourced<Condition>,
}

/// The grade by two facts.
#[derive(Debug)]
pub struct Matrix {
    /// The fact whose values are the rows, by slot.
    pub rows: usize,
    /// The fact whose values are the columns, by slot.
    pub columns: usize,
    /// The place of the grade, row by row.
    pub cells: Vec<Vec<usize>>,
}

/// A grade.
#[non_exhaustive]
#[derive(Debug)]
pub struct Grade {
    /// The word for it.
    pub name: String,
    /// What it is called.
    pub title: Bilingual,
    /// The numbers that it is for.
    pub range: Option<Range>,
    /// Its condition.
    pub when: Option<Sourced<Condition>>,
    /// Its colour.
    pub colour: Option<Bilingual>,
    /// What must be done.
    pub measures: Vec<GradeMeasure>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// What a grade prescribes.
#[derive(Clone, Debug)]
pub struct GradeMeasure {
    /// What must be done.
    pub title: Bilingual,
    /// The article, where it is another than the index's.
    pub basis: Option<Bilingual>,
}

/// The points that assessors gave, indicator by indicator.
///
/// ```
/// use evenhand::risk::Assessments;
///
/// let given = Assessments::new().with("diligence", "superiors", 85).with("diligence", "public", "78.5");
/// assert_eq!(given.iter().count(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessments {
    /// The names of indicators and assessors, one behind the other.
    names: String,
    /// Where the name of each indicator ends, and that of the assessor behind it; and the points.
    given: Vec<(usize, usize, Given)>,
}

impl Assessments {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { names: String::new(), given: Vec::new() }
    }

    /// These, and the points that an assessor gave for an indicator. What is wrong with them is said when they are used.
    #[must_use]
    pub fn with(
        mut self,
        indicator: impl AsRef<str>,
        assessor: impl AsRef<str>,
        points: impl Into<Given>,
    ) -> Self {
        self.names.push_str(indicator.as_ref());
        let end = self.names.len();
        self.names.push_str(assessor.as_ref());
        self.given.push((end, self.names.len(), points.into()));
        self
    }

    /// Each with its indicator and assessor.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &Given)> {
        let mut start = 0_usize;
        self.given.iter().map(move |(middle, end, points)| {
            let name = |start: usize, end: usize| self.names.get(start..end).unwrap_or_default();
            let (indicator, assessor) = (name(start, *middle), name(*middle, *end));
            start = *end;
            (indicator, assessor, points)
        })
    }
}

/// A worked example of an index.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct IndexExample {
    /// The line in the pack.
    pub line: usize,
    /// The facts.
    pub given: Facts,
    /// What assessors gave.
    pub assessed: Assessments,
    /// The number that must come out.
    pub index: Option<Rational>,
    /// The grade that must come out.
    pub grade: Option<String>,
    /// The points that some indicators must have.
    pub points: Vec<(String, Rational)>,
    /// Instead of all these, the code of the error.
    pub error: Option<String>,
    /// The working.
    pub note: Option<Bilingual>,
}

impl Index {
    /// The indicators, if there are any.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        match &self.method {
            Method::Weighted(weighted) => &weighted.indicators,
            _ => &[],
        }
    }

    /// Who gives points, if somebody does.
    #[must_use]
    pub const fn assessors(&self) -> Option<&Assessors> {
        match &self.method {
            Method::Weighted(weighted) => weighted.assessors.as_ref(),
            _ => None,
        }
    }
}
