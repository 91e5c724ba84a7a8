//! What a pack lays down about conduct and procedures, as it was read.

use super::{GivenFacts, Handling, Located};
use crate::compliance::{Matter, Noncompliance};
use crate::diagnostic::Span;
use crate::language::Bilingual;
use crate::limit::Light;
use crate::time::Period;

/// Duties and steps: the shape is right, the formulas are still text.
#[derive(Clone, Debug)]
pub struct ComplianceDeclaration {
    /// Its key.
    pub key: Located<String>,
    /// What is held against it.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// Who can take a step: the word, and what it stands for.
    pub roles: Vec<(Located<String>, Bilingual)>,
    /// What must hold.
    pub duties: Vec<DutyDeclaration>,
    /// What must be done, in order.
    pub steps: Vec<TakenStepDeclaration>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// Worked examples.
    pub examples: Vec<ComplianceExampleDeclaration>,
}

/// What duties and steps have in common.
#[derive(Clone, Debug)]
pub struct ProvisionDeclaration {
    /// The word for it.
    pub name: Located<String>,
    /// What it demands.
    pub title: Bilingual,
    /// The article, where it is another than the scheme's.
    pub basis: Option<Bilingual>,
    /// Where it applies: a condition; everywhere, if it says nothing.
    pub when: Option<Located<String>>,
    /// The colour of the alert.
    pub colour: Option<Light>,
    /// What is done about it.
    pub handling: Option<Handling>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// What must hold.
#[derive(Clone, Debug)]
pub struct DutyDeclaration {
    /// What it has in common with steps.
    pub provision: ProvisionDeclaration,
    /// The condition.
    pub holds: Located<String>,
}

/// What must be done.
#[derive(Clone, Debug)]
pub struct TakenStepDeclaration {
    /// What it has in common with duties.
    pub provision: ProvisionDeclaration,
    /// It need not be taken; if it is, in order.
    pub optional: bool,
    /// Every time that it is taken must be in order.
    pub each: bool,
    /// The roles of which one must take it.
    pub by: Vec<Located<String>>,
    /// The steps that it must not come before.
    pub after: Vec<Located<String>>,
    /// The time that must have passed since.
    pub wait: Option<Period>,
    /// The time in which it must come.
    pub within: Option<Period>,
    /// The steps whose persons must not take part in it.
    pub without: Vec<Located<String>>,
}

/// A worked example.
#[derive(Clone, Debug)]
pub struct ComplianceExampleDeclaration {
    /// The place in the file.
    pub span: Span,
    /// The facts.
    pub given: GivenFacts,
    /// The record without its facts.
    pub matter: Matter,
    /// What must be found, by duty or step.
    pub findings: Vec<(Located<String>, Vec<Noncompliance>)>,
    /// The duties and steps that cannot be judged.
    pub not_judged: Vec<Located<String>>,
    /// The steps that can still come.
    pub pending: Vec<Located<String>>,
    /// The working.
    pub note: Option<Bilingual>,
}
