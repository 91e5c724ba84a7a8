//! The indices of a pack, as they were read.

use rust_decimal::Decimal;

use super::{EntryDeclaration, GivenFacts, Located};
use crate::diagnostic::Span;
use crate::facts::Given;
use crate::language::Bilingual;
use crate::number::{Range, Rounding};
use crate::risk::{Combination, MissingAssessor};

/// An index: the shape is right, the formulas are still text.
#[derive(Clone, Debug)]
pub struct IndexDeclaration {
    /// Its key.
    pub key: Located<String>,
    /// What is rated.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// The most points that an indicator, and so the index, can have.
    pub full: Located<Decimal>,
    /// What weights add up to.
    pub whole: Decimal,
    /// The kinds of indicators.
    pub kinds: Vec<(Located<String>, Bilingual)>,
    /// The first level.
    pub groups: Vec<GroupDeclaration>,
    /// The second level, or the only one.
    pub indicators: Vec<IndicatorDeclaration>,
    /// Who gives points.
    pub assessors: Vec<AssessorDeclaration>,
    /// How the points of several assessors come together.
    pub combine: Option<CombineDeclaration>,
    /// Instead of indicators, criteria that are counted.
    pub criteria: Vec<CriterionDeclaration>,
    /// Instead of indicators, a formula.
    pub number: Option<Located<String>>,
    /// Instead of a number, the grade by two facts.
    pub matrix: Option<MatrixDeclaration>,
    /// How the number is rounded.
    pub rounding: Option<Rounding>,
    /// The grades.
    pub grades: Vec<GradeDeclaration>,
    /// What the source leaves open.
    pub assumes: Vec<Bilingual>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// Worked examples.
    pub examples: Vec<IndexExampleDeclaration>,
}

/// An indicator of the first level.
#[derive(Clone, Debug)]
pub struct GroupDeclaration {
    /// The word for it.
    pub name: Located<String>,
    /// What it is about.
    pub title: Bilingual,
    /// The kind that it belongs to.
    pub kind: Option<Located<String>>,
    /// Its weight.
    pub weight: Located<String>,
}

/// An indicator that gets points.
#[derive(Clone, Debug)]
pub struct IndicatorDeclaration {
    /// The word for it.
    pub name: Located<String>,
    /// What it is about.
    pub title: Bilingual,
    /// The article.
    pub basis: Option<Bilingual>,
    /// The indicator of the first level that it belongs to.
    pub group: Option<Located<String>>,
    /// Its weight.
    pub weight: Located<String>,
    /// How it gets its points.
    pub scoring: ScoringDeclaration,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// How an indicator gets its points.
#[derive(Clone, Debug)]
pub enum ScoringDeclaration {
    /// By a formula.
    Formula(Located<String>),
    /// By the first row whose condition holds; the last has none.
    Table(Vec<RowDeclaration>),
    /// By the band in which a number lies.
    Bands(Located<String>, Vec<BandDeclaration>),
    /// Full points, less deductions.
    Deductions(Vec<EntryDeclaration>),
    /// By assessors: those that are named, or all.
    Assessed(Option<Vec<Located<String>>>),
}

/// A row of an indicator's table.
#[derive(Clone, Debug)]
pub struct RowDeclaration {
    /// The place in the file.
    pub span: Span,
    /// The condition; none: otherwise.
    pub when: Option<Located<String>>,
    /// The points.
    pub points: Located<Decimal>,
    /// What it stands for.
    pub title: Option<Bilingual>,
}

/// A band of an indicator's number.
#[derive(Clone, Debug)]
pub struct BandDeclaration {
    /// The numbers.
    pub range: Located<Range>,
    /// The points.
    pub points: Located<Decimal>,
    /// What it stands for.
    pub title: Option<Bilingual>,
}

/// Somebody who gives points.
#[derive(Clone, Debug)]
pub struct AssessorDeclaration {
    /// The word for it.
    pub name: Located<String>,
    /// Who it is.
    pub title: Bilingual,
    /// Its weight, in a weighted mean.
    pub weight: Option<Located<String>>,
}

/// How the points of several assessors come together.
#[derive(Clone, Debug)]
pub struct CombineDeclaration {
    /// The place in the file.
    pub span: Span,
    /// The mean.
    pub by: Combination,
    /// What a missing assessor means.
    pub missing: MissingAssessor,
    /// The fewest assessors that there must be.
    pub least: Option<u32>,
    /// The most decimals that their points have.
    pub decimals: u32,
}

/// A criterion that is counted.
#[derive(Clone, Debug)]
pub struct CriterionDeclaration {
    /// What it asks.
    pub title: Bilingual,
    /// The condition.
    pub when: Located<String>,
}

/// The grade by two facts.
#[derive(Clone, Debug)]
pub struct MatrixDeclaration {
    /// The place in the file.
    pub span: Span,
    /// The fact whose values are the rows.
    pub rows: Located<String>,
    /// The fact whose values are the columns.
    pub columns: Located<String>,
    /// The grades, row by row, in the order of the facts' values.
    pub cells: Vec<(Span, Vec<Located<String>>)>,
}

/// A grade.
#[derive(Clone, Debug)]
pub struct GradeDeclaration {
    /// The word for it.
    pub name: Located<String>,
    /// What it is called.
    pub title: Bilingual,
    /// The numbers that it is for.
    pub range: Option<Located<Range>>,
    /// Instead, its condition.
    pub when: Option<Located<String>>,
    /// Its colour.
    pub colour: Option<Bilingual>,
    /// What must be done.
    pub measures: Vec<(Bilingual, Option<Bilingual>)>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// The points that assessors gave: indicator, assessor, points.
pub type GivenPoints = Vec<(Located<String>, Located<String>, Located<Given>)>;

/// A worked example.
#[derive(Clone, Debug)]
pub struct IndexExampleDeclaration {
    /// The place in the file.
    pub span: Span,
    /// The facts.
    pub given: GivenFacts,
    /// What assessors gave.
    pub assessed: GivenPoints,
    /// The index that must come out.
    pub index: Option<Located<String>>,
    /// The grade that must come out.
    pub grade: Option<Located<String>>,
    /// The points of some indicators.
    pub points: Vec<(Located<String>, Located<String>)>,
    /// Instead of all these, the code of the error.
    pub error: Option<String>,
    /// The working.
    pub note: Option<Bilingual>,
}
