//! # procedure
//!
//! The procedure that was followed, asked about what was decided: whether it fits, and whether each step that it requires
//! and that the law gives an event to was taken – notice, hearing, legal review, collective deliberation – and not after
//! the decision. A step that hangs on facts that are missing is not judged, unless it was taken.

use super::case::DECIDED;
use super::review::Review;
use super::{Irregular, Irregularity};
use crate::diagnostic::nearest;
use crate::outcome::{Answer, Questions};
use crate::penalty::{OutcomeKind, Procedure, ProcedureStep};

pub(super) fn check(review: &mut Review<'_>, questions: Option<&Questions<'_>>) {
    // Where nothing of the item applies, no procedure under it does.
    let Some(questions) = questions.filter(|_| {
        review.outcome.decision().kind != OutcomeKind::NotApplicable || review.taken().is_penalty()
    }) else {
        return;
    };
    let known = questions.procedures();
    let Some(followed) = review.taken().procedure.as_deref() else {
        let (zh, en) = ("记录未写明适用的程序", "the record does not tell which procedure was followed");
        return review.report(Irregular::part_not_judged("procedure", zh, en));
    };
    let Some(procedure) = find(questions, followed) else {
        let keys = known.iter().map(|procedure| procedure.key.as_str());
        let zh = format!("没有`{followed}`这一程序");
        let en = format!("the law knows no procedure `{followed}`");
        let found = Irregular::part_not_judged("procedure", zh, en).found(followed);
        let nearest = nearest(followed, keys.clone()).map(str::to_owned);
        let expected = nearest.unwrap_or_else(|| keys.collect::<Vec<_>>().join(", "));
        return review.report(found.expected(expected));
    };
    fits(review, questions, procedure);
    steps(review, questions, procedure);
}

/// The procedure that was followed, by its name in the pack.
pub(super) fn find<'q>(questions: &Questions<'q>, followed: &str) -> Option<&'q Procedure> {
    questions.procedures().iter().find(|procedure| procedure.key == followed)
}

fn fits(review: &mut Review<'_>, questions: &Questions<'_>, procedure: &Procedure) {
    let wrong = |expected: Option<&Procedure>| {
        let (zh, en) = (&procedure.title.zh, &procedure.title.en);
        let found = match expected {
            Some(other) => Irregular::new(
                Irregularity::WrongProcedure,
                format!("适用了{zh}，应当适用{}", other.title.zh),
                format!("the {en} was followed where the {} applies", other.title.en),
            )
            .expected(&other.key),
            None => Irregular::new(
                Irregularity::WrongProcedure,
                format!("所作决定不得适用{zh}"),
                format!("what was decided is beyond the {en}"),
            ),
        };
        found.found(&procedure.key).basis(&procedure.basis)
    };
    match questions.ask(procedure.when.as_ref()) {
        Answer::Open(open) => {
            let zh = format!("能否适用{}{}", procedure.title.zh, open.zh);
            let en = format!("whether the {} fits {}", procedure.title.en, open.en);
            review.report(Irregular::part_not_judged("procedure", zh, en).found(&procedure.key));
        }
        Answer::No => {
            let others = questions.procedures().iter();
            let other = others
                .filter(|other| other.key != procedure.key)
                .find(|other| matches!(questions.ask(other.when.as_ref()), Answer::Yes));
            review.report(wrong(other));
        }
        Answer::Yes => {
            let earlier = questions.procedures().iter().take_while(|other| other.key != procedure.key);
            let must = earlier.filter(|other| !other.may);
            let other =
                must.into_iter().find(|other| matches!(questions.ask(other.when.as_ref()), Answer::Yes));
            if other.is_some() {
                review.report(wrong(other));
            }
        }
    }
}

fn steps(review: &mut Review<'_>, questions: &Questions<'_>, procedure: &Procedure) {
    let decided = review.case.case.days().decided;
    let before = |step: &ProcedureStep| step.event.as_deref() == Some(DECIDED) || step.decides;
    let last = procedure.steps.iter().rposition(before);
    for (place, step) in procedure.steps.iter().enumerate() {
        let Some(event) = step.event.as_deref().filter(|event| *event != DECIDED) else { continue };
        let mut taken = review.case.events.iter().filter(|one| one.event == event).peekable();
        if taken.peek().is_some() {
            // It is enough that it was taken once in time.
            let late = taken.all(|one| one.day > decided);
            if late && last.is_some_and(|last| place <= last) {
                let day = review.case.events.iter().find(|one| one.event == event).map(|one| one.day);
                let zh = format!("“{}”在决定之后才进行", step.title.zh);
                let en = format!("“{}” came after the decision", step.title.en);
                let found = Irregular::new(Irregularity::StepAfterDecision, zh, en).about(event);
                let found = day.map_or(found.clone(), |day| found.found(day));
                review.report(found.expected(decided).basis(&step.basis));
            }
            continue;
        }
        match questions.ask(step.when.as_ref()) {
            Answer::No => {}
            Answer::Yes => {
                let zh = format!("缺少“{}”", step.title.zh);
                let en = format!("missing: {}", step.title.en);
                let found = Irregular::new(Irregularity::StepMissing, zh, en).about(event);
                review.report(found.expected(event).basis(&step.basis));
            }
            Answer::Open(open) if !taken_in_another_way(review, procedure, step) => {
                let zh = format!("是否应当“{}”{}", step.title.zh, open.zh);
                let en = format!("whether this is due {}: {}", open.en, step.title.en);
                review.report(Irregular::part_not_judged(event, zh, en).basis(&step.basis));
            }
            Answer::Open(_) => {}
        }
    }
}

/// Whether the same event stands for a step before this one, which then tells what is missing.
fn taken_in_another_way(review: &Review<'_>, procedure: &Procedure, step: &ProcedureStep) -> bool {
    let same = |other: &&ProcedureStep| other.event == step.event;
    let first = procedure.steps.iter().find(same);
    let told = |found: &Irregular| found.about == step.event;
    !first.is_some_and(|first| std::ptr::eq(first, step)) && review.findings.iter().any(told)
}
