//! What the days and the general law add to an outcome.

use std::sync::Arc;

use super::{Assumption, Outcome, Warning};
use crate::case::Days;
use crate::feel::{Fault, Slot, Value};
use crate::language::Bilingual;
use crate::penalty::{
    Circumstance, CircumstanceRef, Decision, Document, Fact, Item, LimitationFinding, LimitationState,
    OutcomeKind, Step,
};
use crate::time::Date;

/// What the case's days and the rules above the item say.
#[derive(Clone, Debug)]
pub(crate) struct CaseFinding {
    pub(crate) days: Days,
    pub(crate) law: LawOfTheDay,
    pub(crate) limitation: Option<(Arc<Document>, LimitationFinding)>,
    /// The documents that govern on the day of the decision: the law of procedure.
    pub(crate) procedural: Vec<Arc<Document>>,
}

/// Which version of the rules was applied, and why.
#[derive(Clone, Debug)]
pub enum LawOfTheDay {
    /// The rules of both days are the same, or lead to the same result.
    Same,
    /// The rules of the day of the act, since those of the decision are not lighter.
    Old(Compared),
    /// The rules of the day of the decision, since they are lighter.
    New(Compared),
    /// The rules of the day of the act; on the day of the decision the item is not in force any more.
    NoLongerInForce,
    /// The later version says that the act is no longer a violation.
    NoLongerUnlawful {
        /// Since when.
        since: Date,
    },
}

/// The results under both versions.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The item of the version that was not applied.
    pub other: Arc<Item>,
    /// What would follow from it.
    pub decision: Decision,
    /// The measures beside the fine are not the same: which version is lighter has to be weighed by hand.
    pub measures_differ: bool,
}

impl LawOfTheDay {
    /// The word in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Old(_) => "old",
            Self::New(_) => "new",
            Self::NoLongerInForce => "no-longer-in-force",
            Self::NoLongerUnlawful { .. } => "no-longer-unlawful",
        }
    }
}

/// The circumstances of a case, and what those that may be heeded would allow.
#[derive(Clone, Debug, Default)]
pub(crate) struct CircumstancesFound {
    pub(crate) must: Vec<CircumstanceRef>,
    /// Established, and left to the authority.
    pub(crate) may: Vec<CircumstanceRef>,
    pub(crate) allowed: Vec<(CircumstanceRef, Decision)>,
    pub(crate) open: Vec<(CircumstanceRef, Slot)>,
}

/// A circumstance that was established, and what follows from it.
#[derive(Clone, Copy, Debug)]
pub struct FoundCircumstance<'a> {
    /// The circumstance.
    pub circumstance: &'a Circumstance,
    /// What the authority may decide because of it; nothing where it must be heeded, since it is in the outcome then.
    pub allows: Option<Decision>,
}

impl Outcome {
    /// The circumstances that were established: first those that must be heeded.
    #[must_use]
    pub fn circumstances(&self) -> Vec<FoundCircumstance<'_>> {
        let must = self.circumstances.must.iter().map(|reference| (*reference, None));
        let may =
            self.circumstances.allowed.iter().map(|(reference, decision)| (*reference, Some(*decision)));
        let found = must.chain(may).filter_map(|(reference, allows)| {
            Some(FoundCircumstance { circumstance: self.circumstance(reference)?, allows })
        });
        found.collect()
    }

    pub(crate) fn circumstance(&self, reference: CircumstanceRef) -> Option<&Circumstance> {
        self.documents.get(reference.document)?.general.circumstances.get(reference.index)
    }

    /// The facts of the general rules that circumstances hang on and nobody gave, each once.
    pub(super) fn open_general_facts(&self) -> Vec<&Fact> {
        let mut facts: Vec<&Fact> = Vec::new();
        for (reference, slot) in &self.circumstances.open {
            let document = self.documents.get(reference.document);
            let fact = document.and_then(|document| document.general.facts.get(slot.0));
            facts.extend(fact.filter(|fact| facts.iter().all(|known| known.name != fact.name)));
        }
        for document in &self.documents {
            let general = &document.general;
            let values = self.general_values(document);
            for when in general.measures.iter().filter_map(|rule| rule.when.as_ref()) {
                let Err(Fault::Missing(slot)) = when.formula.term.evaluate(&values) else { continue };
                let fact = general.facts.get(slot.0);
                facts.extend(fact.filter(|fact| facts.iter().all(|known| known.name != fact.name)));
            }
        }
        facts
    }

    /// The facts that only general rules name and that were given, each once.
    pub(super) fn general_facts_given(&self) -> Vec<(&Fact, Value<'_>)> {
        let procedural = self.case.iter().flat_map(|case| &case.procedural);
        let mut given: Vec<(&Fact, Value<'_>)> = Vec::new();
        for document in self.documents.iter().chain(procedural) {
            for (fact, value) in document.general.facts.iter().zip(self.general_values(document)) {
                let known = |name: &str| {
                    self.item.facts.iter().any(|own| own.name == name)
                        || given.iter().any(|(other, _)| other.name == name)
                };
                if value != Value::Missing && !known(&fact.name) {
                    given.push((fact, value));
                }
            }
        }
        given
    }

    /// The days of the case; nothing where an item was assessed without them.
    #[must_use]
    pub fn days(&self) -> Option<&Days> {
        self.case.as_ref().map(|case| &case.days)
    }

    /// Which version of the rules was applied; nothing where an item was assessed without days.
    #[must_use]
    pub fn law_of_the_day(&self) -> Option<&LawOfTheDay> {
        self.case.as_ref().map(|case| &case.law)
    }

    /// What the limitation period says, with the document that lays it down.
    #[must_use]
    pub fn limitation(&self) -> Option<(&Document, &LimitationFinding)> {
        let (document, finding) = self.case.as_ref()?.limitation.as_ref()?;
        Some((document, finding))
    }

    /// What was taken for granted about days.
    pub(super) fn assumptions_about_days(&self) -> Vec<Assumption> {
        let Some(case) = &self.case else { return Vec::new() };
        let mut assumptions = Vec::new();
        let mut assume = |fact: &str, zh: &str, en: &str| {
            let text = Bilingual { zh: zh.to_owned(), en: en.to_owned() };
            assumptions.push(Assumption { fact: fact.to_owned(), text });
        };
        if case.days.acted.is_none() && case.days.ended.is_none() {
            assume(
                "acted",
                "未提供行为之日，按作出决定之日的规定计",
                "the day of the act is not given, so the rules of the day of the decision are applied",
            );
        }
        match case.limitation.as_ref().map(|(document, finding)| (document, finding.state)) {
            Some((_, LimitationState::DiscoveryOpen)) => assume(
                "found",
                "违法行为是否在追责期限内被发现（待确认）",
                "the act was discovered within the limitation period (to be confirmed)",
            ),
            Some((document, LimitationState::FactOpen(slot))) => {
                if let Some(fact) = document.general.facts.get(slot.0) {
                    let zh = format!("追责期限取决于“{}”（待确认）", fact.label.zh);
                    let en =
                        format!("the limitation period depends on “{}” (to be confirmed)", fact.label.en);
                    assume(&fact.name, &zh, &en);
                }
            }
            _ => {}
        }
        assumptions
    }

    /// What an officer must know about the law that was applied.
    pub(super) fn warnings_about_the_law(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn = |code: &'static str, zh: &str, en: &str| {
            warnings.push(Warning { code, text: Bilingual { zh: zh.to_owned(), en: en.to_owned() } });
        };
        match self.law_of_the_day() {
            Some(LawOfTheDay::NoLongerInForce) => warn(
                "no-longer-in-force",
                "作出决定时本项已不再有效：该行为是否仍属违法、有无较轻的新规定，须另行查明",
                "the item is not in force on the day of the decision: whether the act is still unlawful, and whether a lighter rule has taken its place, has to be found out",
            ),
            Some(LawOfTheDay::Old(compared) | LawOfTheDay::New(compared)) if compared.measures_differ => {
                warn(
                    "measures-differ",
                    "两个版本的其他处罚种类不同，孰轻孰重须人工衡量，这里只比较了罚款",
                    "the two versions differ in the penalties beside the fine: which is lighter has to be weighed by hand, only the fines were compared",
                )
            }
            _ => {}
        }
        let uncertain = &self.item.document.in_force;
        let days = self.case.as_ref().map(|case| case.days);
        let reached = |from: Date| days.is_some_and(|days| days.decided >= from || days.of_act() >= from);
        if let Some(from) = uncertain.uncertain_from.filter(|from| reached(*from)) {
            let note = uncertain.note.clone().unwrap_or_else(|| Bilingual::same(""));
            warn(
                "uncertain",
                &format!("自{from}起本项所依规定是否仍然有效不确定。{}", note.zh.trim_end_matches('。')),
                &format!(
                    "from {from} on it is not certain that the rules still hold. {}",
                    note.en.trim_end_matches('.')
                ),
            );
        }
        if self.steps().iter().any(|step| matches!(step, Step::Conflict { .. })) {
            warn(
                "circumstances-conflict",
                "从轻、减轻情形与从重情形并存，规则未规定如何权衡",
                "circumstances for a lighter and for a heavier penalty stand side by side, and the rules do not weigh them",
            );
        }
        warnings
    }

    /// The article of a principle, in the nearest document that names it.
    pub(crate) fn principle(
        &self,
        pick: impl Fn(&crate::pack::Principles) -> Option<&Bilingual>,
    ) -> Option<&Bilingual> {
        let procedural = self.case.iter().flat_map(|case| &case.procedural);
        procedural.chain(&self.documents).find_map(|document| pick(&document.general.principles))
    }
}

/// Puts results in order from light to heavy: by what follows, then by the highest fine, then by the lowest, then by that of
/// persons.
pub(crate) fn severity(decision: &Decision) -> impl Ord + use<> {
    let kind = match decision.kind {
        OutcomeKind::NotApplicable => 0_u8,
        OutcomeKind::NoPenalty => 1,
        OutcomeKind::Measures => 2,
        OutcomeKind::Fine => 3,
    };
    let ends = |ends: Option<crate::feel::Ends>| ends.map(|ends| (ends.max, ends.min));
    (kind, ends(decision.reach()), ends(decision.persons))
}
