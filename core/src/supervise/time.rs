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
use crate::limit::{LimitError, Log};
use crate::time::Date;

/// The limits that were put together before, by their place in the policy and the day from which they count.
pub(super) type Limits = BTreeMap<(usize, Date), Result<DatedLimit, LimitError>>;

/// For each limit that a policy watches, the events that can start it; nothing where there is no such limit.
pub(super) type Starts = Arc<[Option<Vec<String>>]>;

pub(super) fn check(
    review: &mut Review<'_>,
    book: &RuleBook,
    calendar: &Calendar,
    starts: &Starts,
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
    let mut log = case.events.iter().fold(Log::new(), |log, event| log.with(event.event.as_str(), event.day));
    if log.first(DECIDED).is_none() {
        log = log.with(DECIDED, decided);
    }
    let watched = policy.limits.iter().zip(starts.iter()).enumerate();
    for (place, (id, starts)) in watched.filter(|(_, (_, starts))| begins(starts)) {
        if starts.is_none() {
            // Rules that are not among the packs cannot be watched.
            let error = LimitError::UnknownLimit { limit: id.clone(), suggestion: None };
            review.report(not_judged(id, &error));
            continue;
        }
        let Some(start) = book.limit_start(id, log.happened(), on) else { continue };
        let dated = limits.entry((place, start)).or_insert_with(|| book.on(start).limit(id));
        let overrun = match dated {
            Ok(dated) => dated.limit.overrun(&log, calendar, on).map(|due| Some((due?, dated))),
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
