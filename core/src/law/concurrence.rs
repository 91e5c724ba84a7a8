//! One act under several rules.

use super::of_the_day::Versions;
use crate::book::RuleBook;
use crate::case::Case;
use crate::feel::Ends;
use crate::language::Bilingual;
use crate::outcome::Outcome;
use crate::penalty::{AssessError, OutcomeKind};

/// One act under several rules: it is fined once, by the rule with the higher fine.
#[derive(Clone, Debug)]
pub struct Concurrence {
    outcomes: Vec<Outcome>,
    applied: Option<usize>,
    precedence: Precedence,
}

/// Why one of several rules goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precedence {
    /// None of them gives a fine.
    NoFine,
    /// Only one of them gives a fine.
    OnlyFine,
    /// Its statutory maximum is the highest.
    HigherMaximum,
    /// The maxima are equal; its statutory minimum is the highest.
    HigherMinimum,
    /// The ranges are equal; the fine in this case is the highest.
    HigherFine,
    /// There is no difference; the first one named is taken.
    Equal,
}

impl Precedence {
    /// The word in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoFine => "no-fine",
            Self::OnlyFine => "only-fine",
            Self::HigherMaximum => "higher-maximum",
            Self::HigherMinimum => "higher-minimum",
            Self::HigherFine => "higher-fine",
            Self::Equal => "equal",
        }
    }
}

impl RuleBook {
    /// What follows from one act that breaks several rules: the rule with the higher fine applies (article 29 of the
    /// Administrative Penalty Law). The rules are compared by their statutory ranges for the case, the maximum before
    /// the minimum, and only then by the fines.
    ///
    /// # Errors
    /// Those of [`assess`](Self::assess), for the first rule that has one.
    pub fn assess_one_act(&self, ids: &[&str], case: &Case) -> Result<Concurrence, AssessError> {
        let twice =
            ids.iter().enumerate().find(|(index, id)| ids.iter().take(*index).any(|other| other == *id));
        if let Some((_, id)) = twice {
            return Err(AssessError::DuplicateItem { item: (*id).to_owned() });
        }
        let rules = ids.iter().map(|id| Versions::find(self, id, case));
        let rules: Vec<Versions<'_>> = rules.collect::<Result<_, _>>()?;
        let known = |name: &str| rules.iter().any(|versions| versions.knows(name));
        let outcomes: Result<Vec<Outcome>, _> = rules
            .iter()
            .map(|versions| {
                // A fact that another of the rules asks for says nothing here.
                let facts = case.facts().iter().filter(|(name, _)| versions.knows(name) || !known(name));
                versions.assess(&case.with_facts(facts.map(|(name, given)| (name, given.clone())).collect()))
            })
            .collect();
        Ok(Concurrence::of(outcomes?))
    }
}

impl Concurrence {
    fn of(outcomes: Vec<Outcome>) -> Self {
        let fines =
            outcomes.iter().enumerate().filter(|(_, outcome)| outcome.decision().kind == OutcomeKind::Fine);
        let mut ranked: Vec<(usize, [Option<crate::number::Rational>; 4])> =
            fines.map(|(index, outcome)| (index, rank(outcome))).collect();
        // A stable order: among equals the one named first.
        ranked.sort_by(|(_, a), (_, b)| b.cmp(a));
        let (applied, precedence) = match ranked.as_slice() {
            [] => (None, Precedence::NoFine),
            [(only, _)] => (Some(*only), Precedence::OnlyFine),
            [(first, a), (_, b), ..] => {
                let reasons = [
                    Precedence::HigherMaximum,
                    Precedence::HigherMinimum,
                    Precedence::HigherFine,
                    Precedence::HigherFine,
                ];
                let differs = a.iter().zip(b).zip(reasons).find(|((a, b), _)| a != b);
                (Some(*first), differs.map_or(Precedence::Equal, |(_, reason)| reason))
            }
        };
        Self { outcomes, applied, precedence }
    }

    /// The outcomes under each rule, in the order in which the rules were named.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// The outcome that counts, and its place among [`outcomes`](Self::outcomes); nothing where no rule gives a fine.
    #[must_use]
    pub fn applied(&self) -> Option<(usize, &Outcome)> {
        let index = self.applied?;
        Some((index, self.outcomes.get(index)?))
    }

    /// The article that says so, in the general law.
    #[must_use]
    pub fn basis(&self) -> Option<&Bilingual> {
        self.outcomes.iter().find_map(|outcome| outcome.principle(|principles| principles.one_act.as_ref()))
    }

    /// Why it counts.
    #[must_use]
    pub const fn precedence(&self) -> Precedence {
        self.precedence
    }
}

/// What rules are compared by: statutory maximum and minimum, then the fine of the case.
fn rank(outcome: &Outcome) -> [Option<crate::number::Rational>; 4] {
    let decision = outcome.decision();
    let statutory: Option<Ends> = decision.statutory.or(decision.fine);
    let max = |ends: Option<Ends>| ends.map(|ends| ends.max);
    let min = |ends: Option<Ends>| ends.map(|ends| ends.min);
    [max(statutory), min(statutory), max(decision.fine), min(decision.fine)]
}
