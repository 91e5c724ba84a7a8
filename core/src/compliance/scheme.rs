use std::sync::Arc;

use super::ComplianceExample;
use crate::diagnostic::Span;
use crate::feel::Condition;
use crate::language::Bilingual;
use crate::limit::Light;
use crate::pack::Handling;
use crate::penalty::{Document, Fact, Sourced};
use crate::time::Period;

/// What is demanded of some conduct or procedure, checked and ready to be applied.
///
/// It is made by [`RuleBook::load`](crate::RuleBook::load): its formulas are well typed and name only facts that it
/// declares, and no step comes after one that stands behind it.
#[non_exhaustive]
#[derive(Debug)]
pub struct Compliance {
    /// Its id: the document's, `/`, and its name.
    pub id: String,
    /// The document.
    pub document: Arc<Document>,
    /// The place of its key in the pack.
    pub span: Span,
    /// What is held against it.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// Who can take a step.
    pub roles: Vec<Role>,
    /// The facts, by slot.
    pub facts: Vec<Fact>,
    /// What must hold.
    pub duties: Vec<Duty>,
    /// What must be done, in order.
    pub steps: Vec<TakenStep>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// Worked examples.
    pub examples: Vec<ComplianceExample>,
}

/// Who can take a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The word that records use.
    pub name: String,
    /// What it stands for.
    pub title: Bilingual,
}

/// What duties and steps have in common.
#[non_exhaustive]
#[derive(Debug)]
pub struct Provision {
    /// The word for it.
    pub name: String,
    /// What it demands.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// Where it applies; everywhere, if it says nothing.
    pub when: Option<Sourced<Condition>>,
    /// The colour of the alert.
    pub colour: Option<Light>,
    /// What is done about it.
    pub handling: Option<Handling>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// What must hold.
#[derive(Debug)]
pub struct Duty {
    /// What it has in common with steps.
    pub provision: Provision,
    /// The condition.
    pub holds: Sourced<Condition>,
}

/// What must be done. Roles and other steps are told by their place in the scheme.
#[derive(Debug)]
pub struct TakenStep {
    /// What it has in common with duties.
    pub provision: Provision,
    /// It need not be taken; if it is, everything else holds for it.
    pub optional: bool,
    /// Every time that it is taken must be in order; else once is enough.
    pub each: bool,
    /// The roles of which one must take it; anybody, if there is none.
    pub by: Vec<usize>,
    /// The earlier steps that it must not come before.
    pub after: Vec<usize>,
    /// The time that must have passed since the last of them.
    pub wait: Option<Period>,
    /// The time after the last of them in which it must come.
    pub within: Option<Period>,
    /// The steps whose persons must not take part in it.
    pub without: Vec<usize>,
}

impl Compliance {
    /// Its duties, then its steps: what verdicts and counts are in the order of.
    pub fn provisions(&self) -> impl Iterator<Item = &Provision> {
        let duties = self.duties.iter().map(|duty| &duty.provision);
        duties.chain(self.steps.iter().map(|step| &step.provision))
    }

    /// The duty or step at a place of that order.
    #[must_use]
    pub fn provision(&self, place: usize) -> Option<&Provision> {
        self.provisions().nth(place)
    }
}
