//! # time
//!
//! The time limits that the policy watches, counted over the events of the case: each one that an event of the case starts.
//! A limit that has no end in the record is held against the last day that the record tells of.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::case::DECIDED;
use super::review::Review;
use super::{Irregular, Irregularity};
use crate::book::{DatedLimit, RuleBook};
use crate::calendar::Calendar;
use crate::language::Language;
use crate::limit::{EventCode, Happened, LimitError, When};
use crate::time::Date;

/// The limits that were put together before, by their place in the policy and the day from which they count.
pub(super) type Limits = BTreeMap<(usize, Date), Result<Watched, LimitError>>;

/// A limit, with the numbers that it has for the known events.
#[derive(Debug)]
pub(super) struct Watched {
    dated: DatedLimit,
    codes: Vec<Option<EventCode>>,
}

impl Watched {
    fn new(dated: DatedLimit, known: &[String]) -> Self {
        let codes = known.iter().map(|name| dated.limit.event_code(name)).collect();
        Self { dated, codes }
    }

    /// The number of an event by its place among the known ones; of another one by its name.
    fn code(&self, name: &str, place: Option<usize>) -> Option<EventCode> {
        match place {
            Some(place) => self.codes.get(place).copied().flatten(),
            None => self.dated.limit.event_code(name),
        }
    }
}

/// For each limit that a policy watches, the events that can start it; nothing where there is no such limit.
pub(super) type Starts = Arc<[Option<Vec<String>>]>;

pub(super) fn check(
    review: &mut Review<'_>,
    book: &RuleBook,
    calendar: &Calendar,
    starts: &Starts,
    known: &[String],
    limits: &mut Limits,
) {
    let policy = review.policy;
    let case = review.case;
    let happened = |name: &String| name == DECIDED || case.events.iter().any(|event| event.event == *name);
    let begins =
        |starts: &Option<Vec<String>>| starts.as_ref().is_none_or(|names| names.iter().any(happened));
    if !starts.iter().any(begins) {
        return;
    }
    let decided = case.case.days().decided;
    let on = case.events.iter().map(|event| event.day).chain([decided]).max().unwrap_or(decided);
    let tells_of_decision = case.events.iter().any(|event| event.event == DECIDED);
    let decision = (!tells_of_decision).then_some((DECIDED, decided));
    let events = case.events.iter().map(|event| (event.event.as_str(), event.day)).chain(decision);
    let events = events.map(|(name, day)| {
        let place = known.binary_search_by(|known| known.as_str().cmp(name)).ok();
        (Happened { name, when: When::Day(day), detail: None }, place)
    });
    let events: Vec<(Happened<'_>, Option<usize>)> = events.collect();
    let watched = policy.limits.iter().zip(starts.iter()).enumerate();
    for (place, (id, starts)) in watched.filter(|(_, (_, starts))| begins(starts)) {
        if starts.is_none() {
            // Rules that are not among the packs cannot be watched.
            let error = LimitError::UnknownLimit { limit: id.clone(), suggestion: None };
            review.report(not_judged(id, &error));
            continue;
        }
        let happened = events.iter().map(|(event, _)| *event);
        let Some(start) = book.limit_start(id, happened, on) else { continue };
        let put_together = || book.on(start).limit(id).map(|dated| Watched::new(dated, known));
        let overrun = match limits.entry((place, start)).or_insert_with(put_together) {
            Ok(watched) => {
                let coded = events.iter().map(|(event, place)| (*event, watched.code(event.name, *place)));
                let overrun = watched.dated.limit.overrun(coded, calendar, on);
                overrun.map(|due| Some((due?, &watched.dated)))
            }
            Err(error) => Err(error.clone()),
        };
        let (due, dated) = match overrun {
            Ok(Some(overrun)) => overrun,
            Ok(None) => continue,
            Err(error) => {
                review.report(not_judged(id, &error));
                continue;
            }
        };
        let (title, basis) = (&dated.limit.title, &dated.limit.basis);
        let last = due.due.map(|last| last.date());
        let (zh, en) = match (last, due.ended.map(|ended| ended.date())) {
            (Some(last), Some(ended)) => (
                format!("“{}”应在{last}以前，实为{ended}", title.zh),
                format!("“{}” was due by {last} and came on {ended}", title.en),
            ),
            (Some(last), None) => (
                format!("“{}”应在{last}以前，至{on}仍未完成", title.zh),
                format!("“{}” was due by {last} and had not come by {on}", title.en),
            ),
            (None, _) => (format!("“{}”超期", title.zh), format!("“{}” was late", title.en)),
        };
        let mut found = Irregular::new(Irregularity::LimitOverrun, zh, en).about(id).basis(basis);
        if let Some(last) = last {
            found = found.expected(last);
        }
        if let Some(ended) = due.ended {
            found = found.found(ended.date());
        }
        review.report(found);
    }
}

fn not_judged(id: &str, error: &LimitError) -> Irregular {
    let (zh, en) = (error.message(Language::Chinese), error.message(Language::English));
    Irregular::part_not_judged(id, zh, en).found(error.code())
}
