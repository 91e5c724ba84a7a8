use std::sync::Arc;

use super::Count;
use crate::diagnostic::Span;
use crate::facts::Facts;
use crate::feel::{Condition, NumberTerm};
use crate::language::{Bilingual, words};
use crate::number::Rational;
use crate::penalty::{Document, Fact, Sourced};

/// A scheme by which an office is scored, checked and ready to be applied.
///
/// It is made by [`RuleBook::load`](crate::RuleBook::load): its formulas are well typed, name only facts that it declares,
/// and never take off or add less than nothing.
#[non_exhaustive]
#[derive(Debug)]
pub struct Score {
    /// Its id: the document's, `/`, and its name.
    pub id: String,
    /// The document.
    pub document: Arc<Document>,
    /// The place of its key in the pack.
    pub span: Span,
    /// What is scored.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// What one score is about.
    pub period: ScorePeriod,
    /// How the scores of several periods come together, if the document says so.
    pub together: Option<Together>,
    /// The facts, by slot.
    pub facts: Vec<Fact>,
    /// What the facts must meet.
    pub expects: Vec<Expectation>,
    /// Its parts.
    pub parts: Vec<ScorePart>,
    /// What is taken off and added, in the order of the file: deductions first.
    pub entries: Vec<Entry>,
    /// What the sum is multiplied with.
    pub times: Option<Sourced<NumberTerm>>,
    /// Which facts are counts of a register.
    pub counted: Vec<(String, Count)>,
    /// What the source leaves open, and how it is taken here.
    pub assumes: Vec<Bilingual>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// Worked examples.
    pub examples: Vec<ScoreExample>,
}

impl Score {
    /// The points of all parts together.
    #[must_use]
    pub fn full(&self) -> Option<Rational> {
        self.parts.iter().try_fold(Rational::ZERO, |sum, part| sum.add(part.points))
    }
}

words! {
    /// What one score is about.
    ScorePeriod;
    /// A month.
    Month = "month", "月度", "monthly";
    /// Three months.
    Quarter = "quarter", "季度", "quarterly";
    /// Six months.
    HalfYear = "half-year", "半年度", "half-yearly";
    /// A year.
    Year = "year", "年度", "yearly";
}

/// How the scores of several periods come together: their mean, less what is taken off once.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Together {
    /// The article.
    pub basis: Bilingual,
    /// The facts of what is taken off, by slot.
    pub facts: Vec<Fact>,
    /// What is taken off once.
    pub deductions: Vec<Entry>,
}

/// What the facts must meet before there is a score.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Expectation {
    /// In words.
    pub title: Bilingual,
    /// The condition. Where one of its facts is not given it is not asked.
    pub when: Sourced<Condition>,
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorePart {
    /// The word for it.
    pub name: String,
    /// What it is about.
    pub title: Bilingual,
    /// The points that it has when nothing is taken off.
    pub points: Rational,
    /// The least that it counts as.
    pub floor: Option<Rational>,
}

/// Whether points are taken off or added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// Taken off.
    Deduction,
    /// Added.
    Bonus,
}

impl EntryKind {
    /// The word in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Deduction => "deduction",
            Self::Bonus => "bonus",
        }
    }
}

/// Points that are taken off or added.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which of the two.
    pub kind: EntryKind,
    /// What for.
    pub title: Bilingual,
    /// The article, where it is another than the score's.
    pub basis: Option<Bilingual>,
    /// The part that it belongs to; the whole if none.
    pub part: Option<usize>,
    /// How many points.
    pub points: Sourced<NumberTerm>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// A worked example of a score.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct ScoreExample {
    /// The line in the pack.
    pub line: usize,
    /// The facts of each period; mostly there is one.
    pub periods: Vec<Facts>,
    /// The facts of what is taken off once from all of them.
    pub once: Facts,
    /// The score that must come out; else the code of the error.
    pub expected: Result<Rational, String>,
    /// What some parts must have, by their names.
    pub parts: Vec<(String, Rational)>,
    /// The working.
    pub note: Option<Bilingual>,
}
