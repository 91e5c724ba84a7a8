//! # authority
//!
//! Who decided, against whom the procedure names for what was decided; and whether one person took two parts that the
//! policy keeps separate. Whoever stands above decides as well: the head in place of an officer, the heads together in
//! place of the head.

use super::case::DECIDED;
use super::procedure::find;
use super::review::Review;
use super::{Irregular, Irregularity};
use crate::language::Language;
use crate::outcome::{Answer, Questions};
use crate::pack::{Actor, Separation};
use crate::penalty::OutcomeKind;

pub(super) fn check(review: &mut Review<'_>, questions: Option<&Questions<'_>>) {
    if review.outcome.decision().kind != OutcomeKind::NotApplicable || review.taken().is_penalty() {
        decider(review, questions);
    }
    let policy = review.policy;
    let followed = review.taken().procedure.as_deref();
    let applies = |only: &Option<String>| only.is_none() || only.as_deref() == followed;
    for separation in policy.separate.iter().filter(|separation| applies(&separation.procedure)) {
        separate(review, separation);
    }
}

fn decider(review: &mut Review<'_>, questions: Option<&Questions<'_>>) {
    let followed = questions.zip(review.taken().procedure.as_deref());
    let Some((questions, procedure)) =
        followed.and_then(|(questions, key)| Some((questions, find(questions, key)?)))
    else {
        return;
    };
    let (mut due, mut basis) = (procedure.decides, &procedure.basis);
    for step in procedure.steps.iter().filter(|step| step.decides) {
        match questions.ask(step.when.as_ref()) {
            Answer::Yes => (due, basis) = (step.by, &step.basis),
            Answer::No => {}
            // Who decided together needs no higher authority.
            Answer::Open(_) if review.taken().by == Some(step.by) => {}
            Answer::Open(open) => {
                let zh = format!("应否由{}决定{}", step.by.name(Language::Chinese), open.zh);
                let en = format!("whether {} decide {}", step.by.name(Language::English), open.en);
                review.report(Irregular::part_not_judged("by", zh, en).basis(&step.basis));
            }
        }
    }
    let Some(by) = review.taken().by else {
        let (zh, en) = ("记录未写明由谁决定", "the record does not tell who decided");
        return review.report(Irregular::part_not_judged("by", zh, en).expected(due.code()));
    };
    if rank(by) < rank(due) {
        let zh = format!("应由{}决定，实由{}决定", due.name(Language::Chinese), by.name(Language::Chinese));
        let en =
            format!("{} decided in place of {}", by.name(Language::English), due.name(Language::English));
        let found = Irregular::new(Irregularity::WithoutAuthority, zh, en);
        review.report(found.expected(due.code()).found(by.code()).basis(basis));
    }
}

/// Who can decide in place of whom.
const fn rank(actor: Actor) -> u8 {
    match actor {
        Actor::Party | Actor::LegalReviewer => 0,
        Actor::Officer | Actor::Officers => 1,
        Actor::Head => 2,
        Actor::Collective => 3,
    }
}

fn separate(review: &mut Review<'_>, separation: &Separation) {
    let case = review.case;
    let took = |event: &str| {
        let listed = case.events.iter().filter(|one| one.event == event);
        let happened = event == DECIDED || listed.clone().next().is_some();
        let mut persons: Vec<&str> = listed.flat_map(|one| &one.persons).map(String::as_str).collect();
        if event == DECIDED {
            persons.extend(case.taken.persons.iter().map(String::as_str));
        }
        happened.then_some(persons)
    };
    let [first, second] = &separation.events;
    // What did not happen was not done by anybody; whether it had to is for the steps of the procedure.
    let (Some(one), Some(other)) = (took(first), took(second)) else { return };
    for (event, persons) in [(first, &one), (second, &other)] {
        if persons.is_empty() {
            let zh = format!("记录未写明“{event}”由谁承担，未能判断是否分离");
            let en =
                format!("the record does not tell who took part in `{event}`: separation was not judged");
            review.report(Irregular::part_not_judged("persons", zh, en).expected(event));
            return;
        }
    }
    let Some(same) = one.iter().find(|person| other.contains(person)) else { return };
    let zh = format!("{same}既承担“{first}”又承担“{second}”");
    let en = format!("{same} took part in both `{first}` and `{second}`");
    let found = Irregular::new(Irregularity::SamePerson, zh, en).about(&format!("{first}, {second}"));
    review.report(found.found(same).basis(&separation.basis));
}
