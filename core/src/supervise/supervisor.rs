use std::sync::Arc;

use super::review::Review;
use super::time::Watch;
use super::{DecidedCase, Irregular, Irregularity, Policy, amount, authority, circumstances, judged};
use super::{law, measures, procedure, tier};
use crate::book::RuleBook;
use crate::calendar::Calendar;
use crate::number::Rational;
use crate::outcome::{Outcome, Settled};

/// What supervision found in one case.
#[derive(Clone, Debug)]
pub struct Supervision {
    /// Large, and moved on together with the rest.
    pub(crate) outcome: Option<Box<Outcome>>,
    pub(crate) policy: Arc<Policy>,
    /// The irregularities, in the order of the checks.
    pub findings: Vec<Irregular>,
}

impl Supervision {
    /// What follows from the facts by the rules; nothing where that could not be told.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_deref()
    }

    /// The policy.
    #[must_use]
    pub const fn policy(&self) -> &Arc<Policy> {
        &self.policy
    }

    /// Whether the case could be judged, as a whole or in parts.
    #[must_use]
    pub const fn is_judged(&self) -> bool {
        self.outcome.is_some()
    }
}

/// The rules, the policy and the calendar by which cases are supervised.
///
/// It puts each time limit together once for all the cases that begin while it stays what it is.
#[derive(Debug)]
pub struct Supervisor<'a> {
    book: &'a RuleBook,
    policy: &'a Arc<Policy>,
    /// The events that some limit or procedure knows, in their order.
    events: Arc<[String]>,
    watch: Watch<'a>,
}

impl RuleBook {
    /// One decided case against the rules, under a policy. The same call on the same record gives the same findings.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::RuleBook;
    /// use evenhand::calendar::Calendar;
    /// use evenhand::supervise::{DecidedCase, Irregularity};
    ///
    /// let book = RuleBook::bundled()?;
    /// let policy = book.on("2026-11-21".parse()?).policy("cn.penalty-supervision/cases")?;
    /// let case = DecidedCase::from_json(
    ///     r#"{"item": "cn.dongying.city-appearance/46-4", "facts": {"area": 20, "refused_to_correct": true},
    ///         "days": {"acted": "2026-11-01", "decided": "2026-11-21"}, "decision": {"fine": 3000}}"#,
    /// )?;
    /// let supervision = book.supervise(&case, policy, &Calendar::bundled("cn")?);
    /// let found = &supervision.findings[0];
    /// assert_eq!((found.code, found.expected.as_deref()), (Irregularity::AboveRange, Some("2000")));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn supervise(&self, case: &DecidedCase, policy: &Arc<Policy>, calendar: &Calendar) -> Supervision {
        Supervisor::new(self, policy, calendar).judge(case)
    }
}

impl<'a> Supervisor<'a> {
    /// Supervision under a policy.
    #[must_use]
    pub fn new(book: &'a RuleBook, policy: &'a Arc<Policy>, calendar: &'a Calendar) -> Self {
        let of_steps = book.documents().flat_map(|document| &document.general.procedures);
        let of_steps = of_steps.flat_map(|procedure| &procedure.steps).filter_map(|step| step.event.as_ref());
        let mut events: Vec<String> = of_steps.cloned().chain(book.events_of(&policy.limits)).collect();
        events.extend(policy.separate.iter().flat_map(|separation| separation.events.iter().cloned()));
        events.push(super::case::DECIDED.to_owned());
        events.sort_unstable();
        events.dedup();
        let events: Arc<[String]> = events.into();
        let watch = Watch::new(book, policy, calendar, Arc::clone(&events));
        Self { book, policy, events, watch }
    }

    /// The same for another thread.
    pub(super) fn another(&self) -> Self {
        Self { events: Arc::clone(&self.events), watch: self.watch.another(), ..*self }
    }

    /// What is irregular in a case.
    #[must_use]
    pub fn judge(&mut self, case: &DecidedCase) -> Supervision {
        let (outcome, bound) = match self.book.assess_bound(&case.item, &case.case) {
            Ok(judged) => judged,
            Err(error) => return self.colour(None, vec![judged::refused(case, &error)]),
        };
        let mut review = Review::new(case, &outcome, &bound, self.policy);
        amount::check(&mut review);
        tier::check(&mut review);
        circumstances::check(&mut review);
        measures::check(&mut review);
        let settled = Settled {
            fine: review.fine().unwrap_or(Rational::ZERO),
            penalty: case.taken.is_penalty(),
            measures: &case.taken.measures,
        };
        let questions = outcome.questions(settled, &bound);
        procedure::check(&mut review, questions.as_ref());
        authority::check(&mut review, questions.as_ref());
        let place = |name: &String| self.events.binary_search(name).ok();
        let places: Vec<Option<usize>> = case.events.iter().map(|event| place(&event.event)).collect();
        self.watch.check(&mut review, &places);
        law::check(&mut review);
        judged::check(&mut review, &self.events, &places);
        let findings = review.findings;
        drop(questions);
        self.colour(Some(Box::new(outcome)), findings)
    }

    fn colour(&self, outcome: Option<Box<Outcome>>, mut findings: Vec<Irregular>) -> Supervision {
        findings.iter_mut().for_each(|found| self.policy.colour(found));
        Supervision { outcome, policy: Arc::clone(self.policy), findings }
    }
}

impl Irregularity {
    /// Whether something is wrong with the case itself, rather than that it could not be judged.
    #[must_use]
    pub const fn is_irregular(self) -> bool {
        !matches!(self, Self::NotJudged | Self::PartNotJudged)
    }
}
