//! The old law or the lighter new one (从旧兼从轻), the limitation period, the general law of each day.

use std::cmp::Ordering;
use std::sync::Arc;

use Fate::{Became, Vanished};

use crate::book::{Change, Ending, RuleBook};
use crate::case::{Case, Days};
use crate::outcome::{CaseFinding, Compared, LawOfTheDay, Outcome, severity};
use crate::pack::Measure;
use crate::penalty::{
    AssessError, Bound, Decision, Document, Governed, Item, LimitationFinding, LimitationState, OutcomeKind,
};
use crate::time::Date;

impl RuleBook {
    /// What follows from a case under an item, with the general law and the law of the day applied.
    ///
    /// The rules of the day of the act apply, unless those of the day of the decision are lighter: by what follows,
    /// then by the highest fine, then by the lowest, then by what persons pay (article 37 of the Administrative Penalty Law). A
    /// continuous act counts from its end. Past the limitation period there is no penalty. An id that was given to another
    /// item in between means that of the day of the act.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::{Case, Facts, RuleBook};
    ///
    /// let book = RuleBook::bundled()?;
    /// let case = Case::new(Facts::new().with("area", 20), "2026-11-21".parse()?).acted("2026-11-01".parse()?);
    /// let outcome = book.assess("cn.dongying.city-appearance/46-4", &case)?;
    /// assert_eq!(outcome.decision().fine.unwrap().max.to_string(), "2000");
    /// assert!(outcome.procedure().is_some());
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`AssessError`]: there is no such item on the day of the act, the days are in the wrong order, the facts do
    /// not fit, or the rule has a gap or a contradiction for them.
    pub fn assess(&self, id: &str, case: &Case) -> Result<Outcome, AssessError> {
        Ok(self.assess_bound(id, case)?.0)
    }

    /// The same, with the facts as they are bound to the version that counts.
    pub(crate) fn assess_bound<'f>(
        &self,
        id: &str,
        case: &'f Case,
    ) -> Result<(Outcome, Bound<'f>), AssessError> {
        Versions::find(self, id, case)?.assess_bound(case)
    }

    /// The bare result of [`assess`](Self::assess), without explanation.
    ///
    /// # Errors
    /// Those of [`assess`](Self::assess).
    pub fn decide(&self, id: &str, case: &Case) -> Result<Decision, AssessError> {
        Ok(Versions::find(self, id, case)?.judge(case)?.decision)
    }
}

/// The penalties beside the fine, to compare two versions by.
fn penalties(outcome: &Outcome) -> Vec<(Measure, bool)> {
    let measures = outcome.measures().into_iter().filter(|measure| measure.measure.is_penalty());
    measures.map(|measure| (measure.measure, measure.may)).collect()
}

/// An item of each of the two days that count, with the rules that govern it on that day.
pub(super) struct Versions<'a> {
    act: Governed<'a>,
    /// Nothing where the same rules hold on both days, or the item is not in force any more.
    decision: Option<Governed<'a>>,
    /// Of an item that is not in force any more, why, and the documents that still govern its procedure.
    gone: Option<(Gone, Governed<'a>)>,
}

/// An item that is not in force on the day of the decision.
enum Gone {
    /// Nobody says what became of it.
    Unknown,
    /// The later version says since when the act is no violation any more.
    Lawful(Date),
}

/// What became of an item until the day of the decision.
enum Fate<'a> {
    /// Another item took its place.
    Became(&'a Arc<Item>),
    /// None did, or more than one.
    Vanished(Gone),
}

fn what_became_of<'a>(book: &'a RuleBook, item: &Arc<Item>, days: &Days) -> Fate<'a> {
    let changes = book.successions(days.of_act(), days.decided);
    let own = changes.iter().find(|change| change.before().iter().any(|before| Arc::ptr_eq(before, item)));
    let namesake = book.on(days.decided).item(&item.id).ok();
    match own {
        Some(Change::Renumbered { after, .. }) => Became(after),
        Some(Change::Cancelled { ending: Ending::Stated { cancellation, document }, .. })
            if cancellation.lawful =>
        {
            Vanished(Gone::Lawful(document.in_force.from))
        }
        Some(change) => match (change.after(), namesake) {
            ([after], _) => Became(after),
            // Where it was split, the part that kept the id.
            (after, Some(same)) if after.iter().any(|after| Arc::ptr_eq(after, same)) => Became(same),
            // Of several that took its place, the facts do not say which.
            _ => Vanished(Gone::Unknown),
        },
        // What says the same is no change.
        None => namesake.map_or(Vanished(Gone::Unknown), Became),
    }
}

/// The one item on the day of the act whose place the item with this id has taken.
fn came_from<'a>(book: &'a RuleBook, id: &str, days: &Days) -> Option<&'a Arc<Item>> {
    let later = book.on(days.decided).item(id).ok()?;
    let changes = book.successions(days.of_act(), days.decided);
    let own = changes.iter().find(|change| change.after().iter().any(|after| Arc::ptr_eq(after, later)))?;
    match own.before() {
        [before] => Some(before),
        _ => None,
    }
}

/// Which version counts, as [`LawOfTheDay`] tells it, with what the other one would give.
#[derive(Clone, Copy)]
enum Choice {
    Same,
    Old { new: Decision },
    New { old: Decision },
    NoLongerInForce,
    NoLongerUnlawful { since: Date },
}

struct Judged {
    decision: Decision,
    choice: Choice,
    limitation: Option<(Arc<Document>, LimitationFinding)>,
}

impl<'a> Versions<'a> {
    pub(super) fn find(book: &'a RuleBook, id: &str, case: &Case) -> Result<Self, AssessError> {
        let days = case.days();
        days.check()?;
        let act = match book.governed(id, days.of_act()) {
            Ok(governed) => governed,
            Err(error @ AssessError::NotInForce { .. }) => {
                let earlier = came_from(book, id, days).ok_or(error)?;
                book.govern(earlier, days.of_act())
            }
            Err(error) => return Err(error),
        };
        if days.of_act() == days.decided {
            return Ok(Self { act, decision: None, gone: None });
        }
        let decision = match book.governed(id, days.decided) {
            // The id can stand for another item by now.
            Ok(governed) if act.item.id != id || book.keeps(id, days.of_act(), days.decided) => governed,
            Ok(_) | Err(AssessError::NotInForce { .. }) => match what_became_of(book, act.item, days) {
                Became(item) => book.govern(item, days.decided),
                Vanished(gone) => {
                    let item = act.item;
                    let documents = book.above(&item.document.id, days.decided);
                    let procedural = Governed { item, documents };
                    return Ok(Self { act, decision: None, gone: Some((gone, procedural)) });
                }
            },
            Err(error) => return Err(error),
        };
        let same_documents = act.documents.len() == decision.documents.len()
            && act.documents.iter().zip(&decision.documents).all(|(a, b)| Arc::ptr_eq(a, b));
        let same = Arc::ptr_eq(act.item, decision.item) && same_documents;
        Ok(Self { act, decision: (!same).then_some(decision), gone: None })
    }

    /// What holds on the day of the decision beside the law of the day of the act.
    fn later(&self) -> Option<&Governed<'a>> {
        let procedural = self.gone.as_ref().map(|(_, procedural)| procedural);
        self.decision.as_ref().or(procedural)
    }

    /// Whether a fact with this name says anything in one of the versions.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.act.knows(name) || self.later().is_some_and(|later| later.knows(name))
    }

    /// What follows from the case, told with the version that counts.
    pub(super) fn assess(&self, case: &Case) -> Result<Outcome, AssessError> {
        Ok(self.assess_bound(case)?.0)
    }

    /// The same, with the facts as they are bound to that version.
    fn assess_bound<'f>(&self, case: &'f Case) -> Result<(Outcome, Bound<'f>), AssessError> {
        if self.later().is_none() {
            return self.assess_alone(case);
        }
        let judged = self.judge(case)?;
        let (applied, other) = self.applied_and_other(judged.choice);
        let mut bound = applied.bind(case.facts(), other)?;
        let mut outcome = Outcome::of_bound(applied, case.facts(), &mut bound)?;
        let compare = |decision: Decision, governed: &Governed<'_>| {
            let other_outcome = Outcome::of(governed, case.facts(), Some(applied))?;
            Ok::<_, AssessError>(Compared {
                other: Arc::clone(governed.item),
                decision,
                measures_differ: penalties(&outcome) != penalties(&other_outcome),
            })
        };
        let law = match (judged.choice, other) {
            (Choice::Old { new }, Some(other)) => LawOfTheDay::Old(compare(new, other)?),
            (Choice::New { old }, Some(other)) => LawOfTheDay::New(compare(old, other)?),
            (Choice::NoLongerInForce, _) => LawOfTheDay::NoLongerInForce,
            (Choice::NoLongerUnlawful { since }, _) => LawOfTheDay::NoLongerUnlawful { since },
            (Choice::Same | Choice::Old { .. } | Choice::New { .. }, _) => LawOfTheDay::Same,
        };
        let procedural = self.procedural();
        let limitation = judged.limitation;
        outcome.put_before_the_law(
            CaseFinding { days: *case.days(), law, limitation, procedural },
            judged.decision,
        );
        Ok((outcome, bound))
    }

    /// What follows where the same rules hold on both days.
    fn assess_alone<'f>(&self, case: &'f Case) -> Result<(Outcome, Bound<'f>), AssessError> {
        let mut bound = self.act.bind(case.facts(), None)?;
        let mut outcome = Outcome::of_bound(&self.act, case.facts(), &mut bound)?;
        let limitation = limitation(&self.act, &bound, case.days())?;
        let decision = unless_expired(*outcome.decision(), limitation.as_ref());
        let (law, procedural) = (LawOfTheDay::Same, self.procedural());
        outcome.put_before_the_law(CaseFinding { days: *case.days(), law, limitation, procedural }, decision);
        Ok((outcome, bound))
    }

    /// The results under both versions, and which of them counts.
    fn judge(&self, case: &Case) -> Result<Judged, AssessError> {
        let mut of_act = self.act.bind(case.facts(), self.later())?;
        let old = self.act.decide(&mut of_act)?;
        let mut limitation = limitation(&self.act, &of_act, case.days())?;
        let (mut decision, mut choice) = (old, Choice::Same);
        if let Some(later) = &self.decision {
            let mut of_later = later.bind(case.facts(), Some(&self.act))?;
            let new = later.decide(&mut of_later)?;
            let shorter = limitation_of_later(later, &of_later, case.days(), limitation.as_ref())?;
            limitation = shorter.or(limitation);
            let same_rule = Arc::ptr_eq(self.act.item, later.item);
            let lighter = match severity(&new).cmp(&severity(&old)) {
                // The same result, but one version may allow a lighter one.
                Ordering::Equal => most_lenient(later, &new, &mut of_later)?.cmp(&most_lenient(
                    &self.act,
                    &old,
                    &mut of_act,
                )?),
                other => other,
            };
            match lighter {
                Ordering::Less => (decision, choice) = (new, Choice::New { old }),
                Ordering::Equal if same_rule && new == old => {}
                _ => choice = Choice::Old { new },
            }
        }
        if let Some((gone, procedural)) = &self.gone {
            // The conditions of procedures are asked with these facts.
            procedural.bind(case.facts(), Some(&self.act))?;
            choice = match gone {
                Gone::Unknown => Choice::NoLongerInForce,
                Gone::Lawful(since) => {
                    decision = Decision::without_fine(OutcomeKind::NoPenalty, None);
                    Choice::NoLongerUnlawful { since: *since }
                }
            };
        }
        let decision = unless_expired(decision, limitation.as_ref());
        Ok(Judged { decision, choice, limitation })
    }

    fn applied_and_other(&self, choice: Choice) -> (&Governed<'a>, Option<&Governed<'a>>) {
        match (choice, &self.decision) {
            // Where the results are the same, the rules of the day of the decision are the ones to cite.
            (Choice::New { .. } | Choice::Same, Some(later)) => (later, Some(&self.act)),
            _ => (&self.act, self.later()),
        }
    }

    /// The documents that govern on the day of the decision.
    fn procedural(&self) -> Vec<Arc<Document>> {
        let governed = self.later().unwrap_or(&self.act);
        governed.documents.iter().map(|document| Arc::clone(document)).collect()
    }
}

/// The result, if the limitation period leaves it.
fn unless_expired(decision: Decision, limitation: Option<&(Arc<Document>, LimitationFinding)>) -> Decision {
    let expired = limitation.is_some_and(|(_, found)| found.state == LimitationState::Expired);
    if expired && decision.kind != OutcomeKind::NotApplicable {
        return Decision::without_fine(OutcomeKind::NoPenalty, None);
    }
    decision
}

/// The lightest that the authority may decide: the result itself, or what a circumstance that may be heeded allows.
fn most_lenient(
    governed: &Governed<'_>,
    decision: &Decision,
    bound: &mut Bound<'_>,
) -> Result<impl Ord + use<>, AssessError> {
    let circumstances = governed.circumstances(bound)?;
    let allowed = governed.allowed(&circumstances, bound)?;
    let all = allowed.iter().map(|(_, decision)| severity(decision)).chain([severity(decision)]);
    Ok(all.min())
}

fn limitation(
    governed: &Governed<'_>,
    bound: &Bound<'_>,
    days: &Days,
) -> Result<Option<(Arc<Document>, LimitationFinding)>, AssessError> {
    // Without the day of the act there is nothing to count from.
    if days.acted.is_none() && days.ended.is_none() {
        return Ok(None);
    }
    let finding = governed.limitation(&bound.general, days.of_act(), days.found, days.decided)?;
    Ok(finding.and_then(|finding| Some((Arc::clone(governed.documents.get(finding.document)?), finding))))
}

/// What the later version says about limitation, if that is better for the party: a longer period does not reach back,
/// and what is too late under one of them is too late.
fn limitation_of_later(
    governed: &Governed<'_>,
    bound: &Bound<'_>,
    days: &Days,
    earlier: Option<&(Arc<Document>, LimitationFinding)>,
) -> Result<Option<(Arc<Document>, LimitationFinding)>, AssessError> {
    let later = limitation(governed, bound, days)?;
    let expired = |finding: &LimitationFinding| finding.state == LimitationState::Expired;
    Ok(later.filter(|(_, later)| match earlier {
        Some((_, earlier)) if expired(later) != expired(earlier) => expired(later),
        Some((_, earlier)) => later.last_day < earlier.last_day,
        None => true,
    }))
}
