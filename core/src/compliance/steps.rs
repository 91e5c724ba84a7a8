//! The steps of a matter, one after the other: each is held against the days on which those before it were taken.

use super::judge::{Answer, Review};
use super::{Finding, MatterEvent, Noncompliance, TakenStep, Verdict};
use crate::language::{Bilingual, Language};
use crate::record::{RecordFault, expected};
use crate::time::{Date, Period};

/// What is wrong with an event, and what it does not tell.
#[derive(Default)]
struct Looked {
    findings: Vec<Finding>,
    missing: Vec<String>,
}

/// How an earlier step stands, seen from a later one.
#[derive(Clone, Copy)]
enum Earlier {
    /// It was taken: the first day in order, or the first of all.
    On(Date),
    /// It was not, and need not be.
    NotDue,
    /// It was not, though it should, or whether it should is open.
    Absent,
}

pub(super) fn judge_steps(review: &mut Review<'_>) -> Result<(), RecordFault> {
    let mut earlier = Vec::with_capacity(review.compliance.steps.len());
    for (place, step) in review.compliance.steps.iter().enumerate() {
        let stands = judge_step(review, place, step, &earlier)?;
        earlier.push(stands);
    }
    Ok(())
}

fn judge_step(
    review: &mut Review<'_>,
    place: usize,
    step: &TakenStep,
    earlier: &[Earlier],
) -> Result<Earlier, RecordFault> {
    let unknown = match review.applies(&step.provision)? {
        Answer::No => {
            review.settle(Verdict::NotApplicable);
            return Ok(Earlier::NotDue);
        }
        Answer::Yes => Vec::new(),
        Answer::Open(missing) => missing,
    };
    let mut events: Vec<&MatterEvent> = taken(review, place).collect();
    events.sort_by_key(|event| event.day);
    let Some(first) = events.first() else {
        return not_taken(review, place, step, earlier, unknown);
    };
    let mut looked: Vec<(Date, Looked)> = Vec::with_capacity(events.len());
    for event in &events {
        looked.push((event.day, look(review, step, event, earlier)?));
    }
    let in_order = |(_, looked): &&(Date, Looked)| looked.findings.is_empty() && looked.missing.is_empty();
    let day = looked.iter().find(in_order).map_or(first.day, |(day, _)| *day);
    let counts = if step.each {
        looked.into_iter().map(|(_, looked)| looked).collect()
    } else {
        // Once in order is enough; else the first that is not plainly wrong, else the first.
        let best = looked.iter().position(|one| in_order(&one));
        let best = best.or_else(|| looked.iter().position(|(_, looked)| looked.findings.is_empty()));
        looked.into_iter().nth(best.unwrap_or_default()).map(|(_, looked)| vec![looked]).unwrap_or_default()
    };
    let (mut findings, mut missing) = (Vec::new(), Vec::new());
    for one in counts {
        findings.extend(one.findings);
        missing.extend(one.missing);
    }
    missing.dedup();
    match (findings.is_empty(), unknown.is_empty()) {
        (true, _) if missing.is_empty() => review.settle(Verdict::Met),
        (false, true) => {
            review.judgement.findings.extend(findings);
            review.settle(Verdict::NotMet);
        }
        _ => review.unsettle(Verdict::NotJudged, [unknown, missing].concat()),
    }
    Ok(Earlier::On(day))
}

/// A step that is not in the record.
fn not_taken(
    review: &mut Review<'_>,
    place: usize,
    step: &TakenStep,
    earlier: &[Earlier],
    unknown: Vec<String>,
) -> Result<Earlier, RecordFault> {
    if step.optional {
        review.settle(Verdict::NotApplicable);
        return Ok(Earlier::NotDue);
    }
    if !unknown.is_empty() {
        review.unsettle(Verdict::NotJudged, unknown);
        return Ok(Earlier::Absent);
    }
    let last =
        step.within.zip(since(step, earlier)).map(|(within, since)| later(since, within)).transpose()?;
    let name = &step.provision.name;
    let finding = match last.filter(|last| review.matter.open && review.matter.day > *last) {
        Some(last) => Finding {
            code: Noncompliance::TooLate,
            provision: review.place(),
            expected: format!("<= {last}"),
            found: None,
            message: Bilingual {
                zh: format!("应不迟于{last}，至{}仍未办理", review.matter.day),
                en: format!("was due by {last} and had not come by {}", review.matter.day),
            },
        },
        None if review.matter.open && !passed(review, place) => {
            review.unsettle(Verdict::Pending, Vec::new());
            return Ok(Earlier::Absent);
        }
        None => Finding {
            code: Noncompliance::StepMissing,
            provision: review.place(),
            expected: name.clone(),
            found: None,
            message: Bilingual {
                zh: "记录中没有这一步骤".to_owned(),
                en: "the record does not have it".to_owned(),
            },
        },
    };
    review.judgement.findings.push(finding);
    review.settle(Verdict::NotMet);
    Ok(Earlier::Absent)
}

fn taken<'a>(review: &Review<'a>, place: usize) -> impl Iterator<Item = &'a MatterEvent> + use<'a> {
    let name = review.compliance.steps.get(place).map(|step| step.provision.name.as_str());
    review.matter.events.iter().filter(move |event| Some(event.event.as_str()) == name)
}

/// Whether a step was taken that comes after this one, at once or by others in between.
fn passed(review: &Review<'_>, place: usize) -> bool {
    let mut behind = vec![place];
    for (later, step) in review.compliance.steps.iter().enumerate().skip(place) {
        if step.after.iter().any(|earlier| behind.contains(earlier)) {
            if taken(review, later).next().is_some() {
                return true;
            }
            behind.push(later);
        }
    }
    false
}

/// The last day on which a step that it comes after was taken.
fn since(step: &TakenStep, earlier: &[Earlier]) -> Option<Date> {
    let on = |place: &usize| match earlier.get(*place) {
        Some(Earlier::On(day)) => Some(*day),
        _ => None,
    };
    step.after.iter().filter_map(on).max()
}

fn later(day: Date, period: Period) -> Result<Date, RecordFault> {
    period.after(day).ok_or_else(|| {
        let later = expected("可以推算以后日期的日期", "a day of which later ones can be told");
        RecordFault::new("overflow", "events.day", later, day.to_string())
    })
}

/// One event held against its step.
fn look(
    review: &Review<'_>,
    step: &TakenStep,
    event: &MatterEvent,
    earlier: &[Earlier],
) -> Result<Looked, RecordFault> {
    let mut looked = Looked::default();
    authority(review, step, event, &mut looked);
    let before = looked.findings.len();
    order(review, step, event, earlier, &mut looked);
    if looked.findings.len() == before {
        time(review, step, event, earlier, &mut looked)?;
    }
    for other in &step.without {
        apart(review, *other, event, &mut looked);
    }
    Ok(looked)
}

fn authority(review: &Review<'_>, step: &TakenStep, event: &MatterEvent, looked: &mut Looked) {
    if step.by.is_empty() {
        return;
    }
    let Some(by) = &event.by else {
        looked.missing.push(format!("{}.by", event.event));
        return;
    };
    let roles = || step.by.iter().filter_map(|place| review.compliance.roles.get(*place));
    if roles().any(|role| role.name == *by) {
        return;
    }
    let taker = review.compliance.roles.iter().find(|role| role.name == *by);
    let names = |language: Language, or: &str| {
        roles().map(|role| role.title.get(language)).collect::<Vec<_>>().join(or)
    };
    let taker = |language: Language| taker.map_or(by.as_str(), |role| role.title.get(language));
    looked.findings.push(Finding {
        code: Noncompliance::WithoutAuthority,
        provision: review.place(),
        expected: roles().map(|role| role.name.as_str()).collect::<Vec<_>>().join(", "),
        found: Some(by.clone()),
        message: Bilingual {
            zh: format!("应由{}办理，实由{}办理", names(Language::Chinese, "或者"), taker(Language::Chinese)),
            en: format!(
                "is for {}, was taken by {}",
                names(Language::English, " or "),
                taker(Language::English)
            ),
        },
    });
}

fn order(
    review: &Review<'_>,
    step: &TakenStep,
    event: &MatterEvent,
    earlier: &[Earlier],
    looked: &mut Looked,
) {
    for place in &step.after {
        let Some(Earlier::On(first)) = earlier.get(*place) else { continue };
        let Some(other) = review.compliance.steps.get(*place).filter(|_| event.day < *first) else {
            continue;
        };
        let title = &other.provision.title;
        looked.findings.push(Finding {
            code: Noncompliance::OutOfOrder,
            provision: review.place(),
            expected: format!(">= {first}"),
            found: Some(event.day.to_string()),
            message: Bilingual {
                zh: format!("应在“{}”（{first}）之后，实为{}", title.zh, event.day),
                en: format!("comes after “{}” of {first}, was on {}", title.en, event.day),
            },
        });
    }
}

fn time(
    review: &Review<'_>,
    step: &TakenStep,
    event: &MatterEvent,
    earlier: &[Earlier],
    looked: &mut Looked,
) -> Result<(), RecordFault> {
    if step.wait.is_none() && step.within.is_none() {
        return Ok(());
    }
    for place in step.after.iter().filter(|place| matches!(earlier.get(**place), Some(Earlier::Absent))) {
        looked.missing.extend(review.compliance.steps.get(*place).map(|other| other.provision.name.clone()));
    }
    let Some(since) = since(step, earlier) else { return Ok(()) };
    let day = event.day;
    let mut find = |code: Noncompliance, expected: String, zh: String, en: String| {
        let (found, message) = (Some(day.to_string()), Bilingual { zh, en });
        looked.findings.push(Finding { code, provision: review.place(), expected, found, message });
    };
    if let Some(wait) = step.wait
        && let last = later(since, wait)?
        && day <= last
    {
        let first = later(last, Period::Days(1))?;
        let zh = format!("最早可在{first}，实为{day}");
        find(
            Noncompliance::TooSoon,
            format!(">= {first}"),
            zh,
            format!("could come on {first} at the earliest, was on {day}"),
        );
    }
    if let Some(within) = step.within
        && let last = later(since, within)?
        && day > last
    {
        let zh = format!("应不迟于{last}，实为{day}");
        find(Noncompliance::TooLate, format!("<= {last}"), zh, format!("was due by {last}, was on {day}"));
    }
    Ok(())
}

/// Whether nobody took part in both steps.
fn apart(review: &Review<'_>, place: usize, event: &MatterEvent, looked: &mut Looked) {
    let Some(other) = review.compliance.steps.get(place) else { return };
    let others: Vec<&MatterEvent> = taken(review, place).collect();
    if others.is_empty() {
        return;
    }
    let is_there = |person: &&String| others.iter().any(|one| one.persons.contains(person));
    if let Some(same) = event.persons.iter().find(is_there) {
        let title = &other.provision.title;
        looked.findings.push(Finding {
            code: Noncompliance::SamePerson,
            provision: review.place(),
            expected: format!("not in {}", other.provision.name),
            found: Some(same.clone()),
            message: Bilingual {
                zh: format!("{same}也在“{}”之中", title.zh),
                en: format!("{same} is also in “{}”", title.en),
            },
        });
    } else if let Some(untold) = [event].iter().chain(&others).find(|one| one.persons.is_empty()) {
        looked.missing.push(format!("{}.persons", untold.event));
    }
}
