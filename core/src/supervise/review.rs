//! One case under review: what the record says, what the rules say, and what was found so far.

use super::{DecidedCase, Irregular, Policy, Taken};
use crate::language::{Bilingual, Language};
use crate::number::Rational;
use crate::outcome::{Outcome, Phrases};
use crate::penalty::{Bound, CircumstanceRef, Decision, Item, OutcomeKind};

pub(super) struct Review<'a> {
    pub(super) case: &'a DecidedCase,
    pub(super) outcome: &'a Outcome,
    /// The facts as they are bound to the item and to what governs it.
    pub(super) bound: &'a Bound<'a>,
    pub(super) policy: &'a Policy,
    /// What each circumstance allows that the authority may heed and has recognised.
    pub(super) allowed: Vec<Decision>,
    pub(super) findings: Vec<Irregular>,
}

impl<'a> Review<'a> {
    pub(super) fn new(
        case: &'a DecidedCase,
        outcome: &'a Outcome,
        bound: &'a Bound<'a>,
        policy: &'a Policy,
    ) -> Self {
        let recognised = outcome.circumstances.allowed.iter().filter(|(reference, _)| {
            outcome.circumstance(*reference).is_some_and(|one| case.taken.recognises(&one.id))
        });
        let allowed = recognised.map(|(_, decision)| *decision).collect();
        Self { case, outcome, bound, policy, allowed, findings: Vec::new() }
    }

    pub(super) fn report(&mut self, found: Irregular) {
        self.findings.push(found);
    }

    pub(super) const fn taken(&self) -> &'a Taken {
        &self.case.taken
    }

    pub(super) fn item(&self) -> &'a Item {
        self.outcome.item()
    }

    /// The fine that was decided.
    pub(super) fn fine(&self) -> Option<Rational> {
        self.case.taken.fine.map(Rational::from)
    }

    /// What follows from the rules, or instead of it from a circumstance that was recognised.
    pub(super) fn decisions(&self) -> impl Iterator<Item = &Decision> {
        std::iter::once(self.outcome.decision()).chain(&self.allowed)
    }

    /// Whether no penalty is one of the results that the rules leave open.
    pub(super) fn may_be_spared(&self) -> bool {
        let spared = |kind| matches!(kind, OutcomeKind::NoPenalty | OutcomeKind::NotApplicable);
        self.decisions().any(|decision| spared(decision.kind))
    }

    /// A circumstance that the rules found established.
    pub(super) fn circumstance(
        &self,
        reference: CircumstanceRef,
    ) -> Option<&'a crate::penalty::Circumstance> {
        self.outcome.circumstance(reference)
    }

    /// An amount in words.
    pub(super) fn money(&self, amount: Rational) -> Bilingual {
        self.both(|say| say.money(amount))
    }

    /// Words in both languages, as explanations have them.
    pub(super) fn both(&self, words: impl Fn(&Phrases<'_>) -> String) -> Bilingual {
        let item = self.item();
        Bilingual {
            zh: words(&Phrases::new(item, Language::Chinese)),
            en: words(&Phrases::new(item, Language::English)),
        }
    }
}
