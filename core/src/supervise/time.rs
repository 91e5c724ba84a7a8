//! # time
//!
//! The time limits that the policy watches, counted over the events of the case: each one that an event of the case starts.
//! A limit that has no end in the record is held against the last day that the record tells of.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::case::DECIDED;
use super::review::Review;
use super::{Irregular, Irregularity, Policy};
use crate::book::{DatedLimit, LimitRule, RuleBook, Turns};
use crate::calendar::Calendar;
use crate::language::Language;
use crate::limit::{Due, EventCode, Happened, LimitError, When};
use crate::time::Date;

/// The limits that a policy watches.
#[derive(Debug)]
pub(super) struct Watch<'a> {
    book: &'a RuleBook,
    policy: &'a Policy,
    calendar: &'a Calendar,
    /// The names of the events that are known, in their order.
    known: Arc<[String]>,
    /// The place of the decision among them.
    decided: Option<usize>,
    /// What can start each limit; nothing where there is no such limit.
    starts: Arc<[Option<Start<'a>>]>,
    turns: Turns,
    /// The limits that were put together before, by their place in the policy and the turn since which they stay so.
    limits: BTreeMap<(usize, usize), Watched>,
}

/// The versions of a limit, and the events that can start it, with their places among the known ones.
#[derive(Debug)]
struct Start<'a> {
    versions: Vec<&'a Arc<LimitRule>>,
    events: Vec<(String, Option<usize>)>,
}

/// A limit, with the numbers that it has for the known events.
#[derive(Debug)]
struct Watched {
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

impl<'a> Watch<'a> {
    pub(super) fn new(
        book: &'a RuleBook,
        policy: &'a Policy,
        calendar: &'a Calendar,
        known: Arc<[String]>,
    ) -> Self {
        let place = |name: &str| known.binary_search_by(|known| known.as_str().cmp(name)).ok();
        let start = |id: &String| {
            let events = book.limit_starts(id)?.into_iter().map(|name| {
                let place = place(&name);
                (name, place)
            });
            Some(Start { versions: book.versions_of(id).collect(), events: events.collect() })
        };
        let starts = policy.limits.iter().map(start).collect();
        let decided = place(DECIDED);
        Self { book, policy, calendar, known, decided, starts, turns: book.turns(), limits: BTreeMap::new() }
    }

    /// The same for another thread.
    pub(super) fn another(&self) -> Self {
        let (known, starts, turns) = (Arc::clone(&self.known), Arc::clone(&self.starts), self.turns.clone());
        Self { known, starts, turns, limits: BTreeMap::new(), ..*self }
    }

    /// Holds a case against each limit that one of its events starts; `places` are those of its events among the known ones.
    pub(super) fn check(&mut self, review: &mut Review<'_>, places: &[Option<usize>]) {
        let Self { book, policy, calendar, known, decided, starts, turns, limits } = self;
        let case = review.case;
        let has = |place: usize| *decided == Some(place) || places.contains(&Some(place));
        let says = |name: &str| {
            let unknown = case.events.iter().zip(places).filter(|(_, place)| place.is_none());
            unknown.into_iter().any(|(event, _)| event.event == name)
        };
        let happened = |(name, place): &(String, Option<usize>)| place.map_or_else(|| says(name), has);
        let begins =
            |start: &Option<Start<'_>>| start.as_ref().is_none_or(|start| start.events.iter().any(happened));
        if !starts.iter().any(begins) {
            return;
        }
        let day = case.case.days().decided;
        let on = case.events.iter().map(|event| event.day).chain([day]).max().unwrap_or(day);
        let tells_of_decision = places.contains(decided);
        let decision = (!tells_of_decision).then_some((DECIDED, day, *decided));
        let events =
            case.events.iter().zip(places).map(|(event, place)| (event.event.as_str(), event.day, *place));
        let events = events
            .chain(decision)
            .map(|(name, day, place)| (Happened { name, when: When::Day(day), detail: None }, place));
        let events: Vec<(Happened<'_>, Option<usize>)> = events.collect();
        let watched = policy.limits.iter().zip(starts.iter()).enumerate();
        for (place, (id, start)) in watched.filter(|(_, (_, start))| begins(start)) {
            let Some(start) = start else {
                // Rules that are not among the packs cannot be watched.
                let error = LimitError::UnknownLimit { limit: id.clone(), suggestion: None };
                review.report(not_judged(id, &error));
                continue;
            };
            let happened = events.iter().map(|(event, _)| *event);
            let versions = start.versions.iter().copied();
            let Some(start) = book.start_among(versions, happened, on) else { continue };
            let watched = match limits.entry((place, turns.until(start))) {
                Entry::Occupied(watched) => Ok(&*watched.into_mut()),
                Entry::Vacant(vacant) => {
                    book.on(start).limit(id).map(|dated| &*vacant.insert(Watched::new(dated, known)))
                }
            };
            let overrun = watched.and_then(|watched| {
                let coded = events.iter().map(|(event, place)| (*event, watched.code(event.name, *place)));
                let overrun = watched.dated.limit.overrun(coded, calendar, on)?;
                Ok(overrun.map(|due| (due, &watched.dated)))
            });
            match overrun {
                Ok(Some((due, dated))) => review.report(overrun_by(&due, dated, id, on)),
                Ok(None) => {}
                Err(error) => review.report(not_judged(id, &error)),
            }
        }
    }
}

fn overrun_by(due: &Due, dated: &DatedLimit, id: &str, on: Date) -> Irregular {
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
    found
}

fn not_judged(id: &str, error: &LimitError) -> Irregular {
    let (zh, en) = (error.message(Language::Chinese), error.message(Language::English));
    Irregular::part_not_judged(id, zh, en).found(error.code())
}
