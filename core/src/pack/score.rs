//! The scores of a pack, as they were read.

use super::Located;
use crate::diagnostic::Span;
use crate::facts::Given;
use crate::language::Bilingual;
use crate::risk::{Count, EntryKind, ScorePeriod};
use rust_decimal::Decimal;

/// A score: the shape is right, the formulas are still text.
#[derive(Clone, Debug)]
pub struct ScoreDeclaration {
    /// Its key.
    pub key: Located<String>,
    /// What is scored.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// What one score is about.
    pub period: ScorePeriod,
    /// How several periods come together.
    pub together: Option<TogetherDeclaration>,
    /// What the facts must meet: in words, and the condition.
    pub expects: Vec<(Bilingual, Located<String>)>,
    /// Its parts.
    pub parts: Vec<ScorePartDeclaration>,
    /// What is taken off and added: deductions first.
    pub entries: Vec<EntryDeclaration>,
    /// What the sum is multiplied with.
    pub times: Option<Located<String>>,
    /// Which facts are counts of a register.
    pub counted: Vec<(Located<String>, Count)>,
    /// What the source leaves open.
    pub assumes: Vec<Bilingual>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// Worked examples.
    pub examples: Vec<ScoreExampleDeclaration>,
}

/// How the scores of several periods come together: their mean, less what is taken off once.
#[derive(Clone, Debug)]
pub struct TogetherDeclaration {
    /// The article.
    pub basis: Bilingual,
    /// What is taken off once.
    pub deductions: Vec<EntryDeclaration>,
}

/// A part of a score.
#[derive(Clone, Debug)]
pub struct ScorePartDeclaration {
    /// The word for it.
    pub name: Located<String>,
    /// What it is about.
    pub title: Bilingual,
    /// Its points.
    pub points: Decimal,
    /// The least that it counts as.
    pub floor: Option<Decimal>,
}

/// Points that are taken off or added.
#[derive(Clone, Debug)]
pub struct EntryDeclaration {
    /// Which of the two.
    pub kind: EntryKind,
    /// What for.
    pub title: Bilingual,
    /// The article.
    pub basis: Option<Bilingual>,
    /// The part that it belongs to.
    pub part: Option<Located<String>>,
    /// How many points.
    pub points: Located<String>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// The facts of a period, by name, each with its place.
pub type GivenFacts = Vec<(Located<String>, Located<Given>)>;

/// A worked example.
#[derive(Clone, Debug)]
pub struct ScoreExampleDeclaration {
    /// The place in the file.
    pub span: Span,
    /// The facts of each period.
    pub periods: Vec<GivenFacts>,
    /// The facts of what is taken off once.
    pub once: GivenFacts,
    /// The score that must come out; else the code of the error.
    pub expected: Result<Located<String>, String>,
    /// What some parts must have.
    pub parts: Vec<(Located<String>, Decimal)>,
    /// The working.
    pub note: Option<Bilingual>,
}
