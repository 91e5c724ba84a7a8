//! By when cases are due: each under the version of the limit that is in force on the day from which it is counted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use evenhand::calendar::Calendar;
use evenhand::limit::{DueColumns, EventColumns, Light, LimitError, NONE, State, TimeLimit};
use evenhand::pack::InForce;
use evenhand::time::Date;

use super::events::{Cases, Event};
use super::failure::Failure;
use super::watch::Watch;
use crate::loaded::Loaded;

/// How many cases a thread takes at a time.
const PORTION: usize = 4096;

/// A limit in all versions, and what is asked of it.
pub(super) struct Dues {
    loaded: Arc<Loaded>,
    id: String,
    calendar: Arc<Calendar>,
    /// The versions, the later first: their days, the start event and the one whose silence starts.
    versions: Vec<(InForce, Vec<String>)>,
    /// The days on which a document comes or goes. Between them nothing changes.
    turns: Vec<i32>,
    /// The first days of the versions, as the column has them.
    pub(super) dates: Vec<String>,
}

/// A limit with the numbers that it gives to names.
struct Numbered {
    limit: Arc<TimeLimit>,
    version: i16,
    events: Vec<u16>,
    reasons: Vec<i32>,
    lengths: Vec<i32>,
}

/// The cases of one limit that are asked about on one day, by their places in a portion.
struct Alike {
    numbered: Arc<Numbered>,
    places: Vec<usize>,
}

/// The results of cases.
#[derive(Default)]
pub(super) struct DueRoom {
    pub(super) columns: DueColumns,
    pub(super) version: Vec<i16>,
}

/// An event that no limit knows.
const UNKNOWN: u16 = u16::MAX;
/// The events that every limit numbers the same.
const STOPPED: u16 = 0;
const EXTENDED: u16 = 2;
/// No detail; of a limit's own events none is allowed.
const NO_DETAIL: i32 = -1;
/// A reason that does not stop the clock.
const NO_REASON: i32 = i32::MAX;
const NO_PLACE: u8 = u8::MAX;

impl Dues {
    pub(super) fn new(loaded: Arc<Loaded>, id: &str, calendar: Arc<Calendar>) -> Result<Self, Failure> {
        let rules = loaded.limits().filter(|rule| rule.id == id);
        let mut documents: Vec<InForce> = rules.map(|rule| rule.document.in_force.clone()).collect();
        documents.reverse();
        let mut versions = Vec::with_capacity(documents.len());
        for in_force in documents {
            let limit = loaded.on(in_force.from).limit(id).map_err(|error| Failure::of_limit(&error))?.limit;
            let deemed = limit.deemed.as_ref().map(|deemed| deemed.event);
            let names = [Some(limit.from), deemed].into_iter().flatten();
            let names = names.filter_map(|event| Some(limit.events.get(event)?.name.clone()));
            versions.push((in_force, std::iter::once("start".to_owned()).chain(names).collect()));
        }
        let in_force = || loaded.documents().map(|document| &document.in_force);
        let ends = in_force().filter_map(|days| days.until?.epoch_day().checked_add(1));
        let mut turns: Vec<i32> = in_force().map(|days| days.from.epoch_day()).chain(ends).collect();
        turns.sort_unstable();
        turns.dedup();
        let dates = versions.iter().map(|(in_force, _)| in_force.from.to_string()).collect();
        Ok(Self { loaded, id: id.to_owned(), calendar, versions, turns, dates })
    }

    /// By when each case is due, as it stands on a day of its own.
    pub(super) fn run(
        &self,
        cases: &Cases,
        on: impl Fn(usize) -> Option<Date> + Sync,
        threads: usize,
        watch: &Watch,
    ) -> Result<DueRoom, Failure> {
        let count = cases.faults.len();
        let known: Mutex<HashMap<usize, Result<Arc<Numbered>, u8>>> = Mutex::new(HashMap::new());
        let starts: Vec<usize> = (0..count).step_by(PORTION).collect();
        let parts: Mutex<Vec<Option<DueRoom>>> = Mutex::new(starts.iter().map(|_| None).collect());
        let queue = Mutex::new(starts.into_iter().enumerate());
        let work = || {
            let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            while let Some((part, first)) = next() {
                let rows = first..count.min(first.saturating_add(PORTION));
                let done = rows.len();
                let room = self.portion(cases, rows, &on, &known);
                if let Some(place) = parts.lock().unwrap_or_else(PoisonError::into_inner).get_mut(part) {
                    *place = Some(room);
                }
                if watch.each(done).is_break() {
                    return;
                }
            }
        };
        thread::scope(|scope| {
            for _ in 1..threads.min(count.div_ceil(PORTION)) {
                let _ = thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
        let mut whole = DueRoom::default();
        for part in parts.into_inner().unwrap_or_else(PoisonError::into_inner) {
            whole.append(part.ok_or(Failure::Interrupted)?);
        }
        Ok(whole)
    }

    fn portion(
        &self,
        cases: &Cases,
        rows: std::ops::Range<usize>,
        on: impl Fn(usize) -> Option<Date>,
        known: &Mutex<HashMap<usize, Result<Arc<Numbered>, u8>>>,
    ) -> DueRoom {
        let mut room = DueRoom::failed(rows.len());
        // The cases of one limit that are asked about on one day, in the order of the portion.
        let mut alike: HashMap<(usize, i32, bool), Alike> = HashMap::new();
        for (place, case) in rows.clone().enumerate() {
            if let Some(Some(code)) = cases.faults.get(case) {
                room.fail(place, place_of(code));
                continue;
            }
            let Some(on) = on(case) else {
                room.fail(place, place_of("no-such-day"));
                continue;
            };
            let start = self.start(cases, case);
            let day = start.unwrap_or(on);
            let turn = self.turns.partition_point(|turn| *turn <= day.epoch_day());
            let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
            match known.entry(turn).or_insert_with(|| self.numbered(day, cases)) {
                Ok(numbered) => {
                    if let Some(code) = events(cases, case).iter().find_map(|event| numbered.fault(*event)) {
                        room.fail(place, place_of(code));
                        continue;
                    }
                    let key = (turn, on.epoch_day(), start.is_none());
                    let new = || Alike { numbered: Arc::clone(numbered), places: Vec::new() };
                    alike.entry(key).or_insert_with(new).places.push(place);
                }
                Err(error) => room.fail(place, *error),
            }
        }
        for ((_, on, outside), Alike { numbered, places }) in alike {
            let Some(on) = Date::from_epoch_day(on) else { continue };
            let (mut starts, mut codes, mut days, mut details) =
                (vec![0], Vec::new(), Vec::new(), Vec::new());
            for place in &places {
                let case = rows.start.saturating_add(*place);
                for event in events(cases, case) {
                    let code = numbered.events.get(event.name as usize).copied().unwrap_or(UNKNOWN);
                    codes.push(code);
                    days.push(event.day);
                    details.push(numbered.detail(code, event.detail));
                }
                starts.push(codes.len());
            }
            let columns = EventColumns { cases: &starts, events: &codes, days: &days, details: &details };
            match numbered.limit.due_over(columns, &self.calendar, on) {
                Ok(done) => room.put(&done, &places, numbered.version, outside),
                Err(error) => places.iter().for_each(|place| room.fail(*place, place_of(error.code()))),
            }
        }
        room
    }

    /// The day from which a case would be counted, if a version is in force on it.
    fn start(&self, cases: &Cases, case: usize) -> Option<Date> {
        self.versions.iter().find_map(|(in_force, names)| {
            let first = names.iter().find_map(|name| {
                let number = cases.names.iter().position(|known| known == name)?;
                events(cases, case).iter().find(|event| event.name as usize == number)
            })?;
            Date::from_epoch_day(first.day).filter(|day| in_force.contains(*day))
        })
    }

    fn numbered(&self, day: Date, cases: &Cases) -> Result<Arc<Numbered>, u8> {
        let dated = self.loaded.on(day).limit(&self.id).map_err(|error| place_of(error.code()))?;
        let limit = dated.limit;
        let events = cases.names.iter().map(|name| limit.event_code(name).unwrap_or(UNKNOWN)).collect();
        let reason = |text: &String| {
            let place = limit.stops.iter().position(|stop| stop.reason == *text);
            place.and_then(|place| place.try_into().ok()).unwrap_or(NO_REASON)
        };
        let length = |text: &String| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            // Nothing is no extension.
            text.parse().ok().filter(|_| digits).unwrap_or(0)
        };
        let (reasons, lengths) =
            (cases.details.iter().map(reason).collect(), cases.details.iter().map(length).collect());
        let version =
            self.versions.iter().position(|(in_force, _)| in_force.from == dated.document.in_force.from);
        let version = version.and_then(|version| version.try_into().ok()).unwrap_or(-1);
        Ok(Arc::new(Numbered { limit, version, events, reasons, lengths }))
    }
}

impl Numbered {
    /// What is wrong with an event by itself, as it is told of a single case before anything is counted.
    fn fault(&self, event: Event) -> Option<&'static str> {
        let code = self.events.get(event.name as usize).copied().unwrap_or(UNKNOWN);
        if code == UNKNOWN {
            return Some("unknown-event");
        }
        let detail = event.detail? as usize;
        let length = || self.lengths.get(detail).copied().and_then(|length| u32::try_from(length).ok());
        match (code, &self.limit.extension) {
            (STOPPED, _) => (self.reasons.get(detail) == Some(&NO_REASON)).then_some("unknown-reason"),
            (EXTENDED, None) => Some("no-extension"),
            (EXTENDED, Some(extension)) => {
                let fits = length().is_some_and(|length| (1..=extension.length.number).contains(&length));
                (!fits).then_some("extension-length")
            }
            _ => Some("unknown-detail"),
        }
    }

    fn detail(&self, code: u16, detail: Option<u32>) -> i32 {
        let Some(detail) = detail.map(|detail| detail as usize) else { return NO_DETAIL };
        let numbers = match code {
            STOPPED => &self.reasons,
            EXTENDED => &self.lengths,
            _ => return NO_DETAIL,
        };
        numbers.get(detail).copied().unwrap_or(NO_DETAIL)
    }
}

impl DueRoom {
    fn failed(cases: usize) -> Self {
        let (none, no_place) = (|| vec![NONE; cases], || vec![NO_PLACE; cases]);
        let columns = DueColumns {
            due: none(),
            raw: none(),
            used: none(),
            left: none(),
            light: no_place(),
            state: no_place(),
            error: vec![0; cases],
        };
        Self { columns, version: vec![-1; cases] }
    }

    fn put(&mut self, done: &DueColumns, places: &[usize], version: i16, outside: bool) {
        for (row, place) in places.iter().enumerate() {
            let error = done.error.get(row).copied().unwrap_or(NO_PLACE);
            if error != 0 || outside {
                // Counted from a day on which there is no such limit.
                self.fail(*place, if error == 0 { place_of("not-in-force") } else { error });
                continue;
            }
            let own = &mut self.columns;
            copy(&mut own.due, *place, &done.due, row);
            copy(&mut own.raw, *place, &done.raw, row);
            copy(&mut own.used, *place, &done.used, row);
            copy(&mut own.left, *place, &done.left, row);
            copy(&mut own.light, *place, &done.light, row);
            copy(&mut own.state, *place, &done.state, row);
            copy(&mut self.version, *place, &[version], 0);
        }
    }

    fn fail(&mut self, place: usize, error: u8) {
        let own = &mut self.columns;
        for column in [&mut own.due, &mut own.raw, &mut own.used, &mut own.left] {
            copy(column, place, &[NONE], 0);
        }
        copy(&mut own.light, place, &[NO_PLACE], 0);
        copy(&mut own.state, place, &[NO_PLACE], 0);
        copy(&mut own.error, place, &[error], 0);
        copy(&mut self.version, place, &[-1], 0);
    }

    fn append(&mut self, mut other: Self) {
        let (own, new) = (&mut self.columns, &mut other.columns);
        own.due.append(&mut new.due);
        own.raw.append(&mut new.raw);
        own.used.append(&mut new.used);
        own.left.append(&mut new.left);
        own.light.append(&mut new.light);
        own.state.append(&mut new.state);
        own.error.append(&mut new.error);
        self.version.append(&mut other.version);
    }
}

fn copy<T: Copy>(to: &mut [T], place: usize, from: &[T], row: usize) {
    if let Some((room, value)) = to.get_mut(place).zip(from.get(row)) {
        *room = *value;
    }
}

fn events(cases: &Cases, case: usize) -> &[Event] {
    let (start, end) = (cases.starts.get(case), cases.starts.get(case.saturating_add(1)));
    start.zip(end).and_then(|(start, end)| cases.events.get(*start..*end)).unwrap_or_default()
}

/// The number that an error has in columns.
fn place_of(code: &str) -> u8 {
    let place = LimitError::CODES.iter().position(|(known, _)| *known == code);
    place.and_then(|place| u8::try_from(place.saturating_add(1)).ok()).unwrap_or(NO_PLACE)
}

/// The words for lights and states, in the order of their numbers.
pub(super) fn light_names() -> Vec<&'static str> {
    [Light::Green, Light::Hint, Light::Yellow, Light::Red].into_iter().map(Light::code).collect()
}

pub(super) fn state_names() -> Vec<&'static str> {
    State::ALL.iter().map(|(code, _)| *code).collect()
}

pub(super) fn error_names() -> Vec<&'static str> {
    LimitError::CODES.iter().map(|(code, _)| *code).collect()
}
