use std::fmt;
use std::str::FromStr;

use super::{LimitError, TimeLimit};
use crate::diagnostic::nearest;
use crate::time::{Date, Moment, MomentError};

/// When something happened: on a day, or at a minute of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// On a day.
    Day(Date),
    /// At a minute.
    Minute(Moment),
}

impl When {
    /// The day.
    #[must_use]
    pub const fn date(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Minute(moment) => moment.date(),
        }
    }
}

impl From<Date> for When {
    fn from(date: Date) -> Self {
        Self::Day(date)
    }
}

impl From<Moment> for When {
    fn from(moment: Moment) -> Self {
        Self::Minute(moment)
    }
}

impl FromStr for When {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        if text.contains('T') { text.parse().map(Self::Minute) } else { Ok(Self::Day(text.parse()?)) }
    }
}

impl fmt::Display for When {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => fmt::Display::fmt(date, formatter),
            Self::Minute(moment) => fmt::Display::fmt(moment, formatter),
        }
    }
}

/// One event of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its name: one that the document declares, `stopped`, `resumed`, `extended`, or `start` and `end` for the events
    /// between which a limit is counted, whatever the document calls them.
    pub name: String,
    /// When it happened.
    pub when: When,
    /// Why the clock was stopped, or by how much the limit was extended.
    pub detail: Option<String>,
}

/// What happened in a case, in any order; events of one day in the order in which they are given.
///
/// ```
/// use evenhand::limit::Log;
///
/// let log = Log::new()
///     .with("accepted", "2026-01-28".parse::<evenhand::time::Date>()?)
///     .read("stopped", "2026-02-03:expert-review")?
///     .read("resumed", "2026-02-10")?;
/// assert_eq!(log.events().len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log(Vec<Event>);

impl Log {
    /// Nothing happened yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The log with one more event.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, when: impl Into<When>) -> Self {
        self.0.push(Event { name: name.into(), when: when.into(), detail: None });
        self
    }

    /// The log with one more event, as a text gives it: a day or minute, and after a colon the reason of a stop or
    /// the length of an extension.
    ///
    /// # Errors
    /// [`LimitError::NoSuchDay`] and [`LimitError::NoSuchMinute`], which name the event.
    pub fn read(self, name: &str, text: &str) -> Result<Self, LimitError> {
        // The time of a minute has a colon of its own.
        let time = text.find('T').map_or(0, |place| place.saturating_add("T00:00".len()));
        let split = text.get(time..).and_then(|rest| rest.find(':')).map(|place| place.saturating_add(time));
        let (when, detail) = match split.and_then(|place| text.split_at_checked(place)) {
            Some((when, detail)) => (when, detail.strip_prefix(':')),
            None => (text, None),
        };
        self.read_apart(name, when, detail)
    }

    /// The same, where the day and what stands behind it are texts of their own.
    pub(crate) fn read_apart(
        mut self,
        name: &str,
        when: &str,
        detail: Option<&str>,
    ) -> Result<Self, LimitError> {
        let when = when.parse().map_err(|error| match error {
            MomentError::Date(error) => LimitError::NoSuchDay { event: name.to_owned(), error },
            error => LimitError::NoSuchMinute { event: name.to_owned(), error },
        })?;
        self.0.push(Event { name: name.to_owned(), when, detail: detail.map(str::to_owned) });
        Ok(self)
    }

    /// The events in the order in which they were given.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.0
    }

    /// The first event of a name.
    pub(crate) fn first(&self, name: &str) -> Option<&Event> {
        self.0.iter().find(|event| event.name == name)
    }

    /// The events as limits read them.
    pub(crate) fn happened(&self) -> impl Iterator<Item = Happened<'_>> + Clone {
        let happened = |event| {
            let Event { name, when, detail }: &Event = event;
            Happened { name, when: *when, detail: detail.as_deref() }
        };
        self.0.iter().map(happened)
    }
}

/// An event where it stands, in a log or in a record: as [`Event`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Happened<'a> {
    pub(crate) name: &'a str,
    pub(crate) when: When,
    pub(crate) detail: Option<&'a str>,
}

/// The number of an event in columns: 0 stopped, 1 resumed, 2 extended, and from 3 on the events of the limit.
pub type EventCode = u16;

pub(super) const STOPPED: EventCode = 0;
pub(super) const RESUMED: EventCode = 1;
pub(super) const EXTENDED: EventCode = 2;
const CLOCK_EVENTS: [&str; 3] = ["stopped", "resumed", "extended"];

/// What the event from whose day a limit is counted can be called in every log, and the one that must have happened.
pub(crate) const START: &str = "start";
const END: &str = "end";

/// Whether every limit knows an event of this name, so that no document can have one.
pub(crate) fn is_reserved(name: &str) -> bool {
    CLOCK_EVENTS.contains(&name) || name == START || name == END
}

/// No reason given, or the whole extension.
pub(super) const NO_DETAIL: i32 = -1;

/// An event as it is counted: its number, its day or minute since 1970, and the number of a reason or of days.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) code: EventCode,
    pub(super) tick: i64,
    pub(super) detail: i32,
}

impl TimeLimit {
    /// The number that an event has in columns, if the limit knows it. `start` is the event from whose day it is
    /// counted, `end` the one that must have happened by the last day.
    #[must_use]
    pub fn event_code(&self, name: &str) -> Option<EventCode> {
        match name {
            START => return Some(self.code_of(self.from)),
            END => return Some(self.code_of(self.to?)),
            _ => {}
        }
        let mut names = CLOCK_EVENTS.into_iter().chain(self.events.iter().map(|event| event.name.as_str()));
        names.position(|known| known == name).and_then(|place| place.try_into().ok())
    }

    /// The name of an event by its number; empty if it has none.
    #[must_use]
    pub fn event_name(&self, code: EventCode) -> &str {
        let place = usize::from(code);
        let named =
            || self.events.get(place.checked_sub(CLOCK_EVENTS.len())?).map(|event| event.name.as_str());
        CLOCK_EVENTS.get(place).copied().or_else(named).unwrap_or_default()
    }

    /// The number that an event of the limit has in columns.
    pub(super) fn code_of(&self, event: usize) -> EventCode {
        event.saturating_add(CLOCK_EVENTS.len()).try_into().unwrap_or(EventCode::MAX)
    }

    /// The place of an event among those of the limit; none for those of the clock.
    pub(super) fn place_of(code: EventCode) -> Option<usize> {
        usize::from(code).checked_sub(CLOCK_EVENTS.len())
    }

    /// A log under the names that the document gives to the events.
    pub(crate) fn named(&self, log: &Log) -> Log {
        let name = |event: &Event| self.event_code(&event.name).map(|code| self.event_name(code).to_owned());
        let named = |event: &Event| Event {
            name: name(event).unwrap_or_else(|| event.name.clone()),
            when: event.when,
            detail: event.detail.clone(),
        };
        Log(log.0.iter().map(named).collect())
    }

    /// Events as they are counted, in order.
    pub(super) fn entries<'e>(
        &self,
        events: impl Iterator<Item = Happened<'e>>,
    ) -> Result<Vec<Entry>, LimitError> {
        let code = |name: &str| self.event_code(name).ok_or_else(|| self.unknown_event(name));
        self.coded_entries(events.map(|event| Ok((event, Some(code(event.name)?)))))
    }

    /// The same of events with their numbers, without those that the limit does not know.
    pub(super) fn known_entries<'e>(
        &self,
        events: impl Iterator<Item = (Happened<'e>, Option<EventCode>)>,
    ) -> Result<Vec<Entry>, LimitError> {
        self.coded_entries(events.map(Ok))
    }

    fn coded_entries<'e>(
        &self,
        events: impl Iterator<Item = Result<(Happened<'e>, Option<EventCode>), LimitError>>,
    ) -> Result<Vec<Entry>, LimitError> {
        let mut entries = Vec::with_capacity(events.size_hint().0);
        for event in events {
            let (event, Some(code)) = event? else { continue };
            entries.push(Entry { code, tick: self.tick(event, code)?, detail: self.detail(event, code)? });
        }
        if !entries.is_sorted_by_key(|entry| entry.tick) {
            entries.sort_by_key(|entry| entry.tick);
        }
        Ok(entries)
    }

    pub(super) fn unknown_event(&self, name: &str) -> LimitError {
        let mut events = self.events.iter();
        let called = events.find(|event| event.label.zh == name || event.label.en == name);
        let called = called.map(|event| event.name.as_str());
        let known = || CLOCK_EVENTS.into_iter().chain(self.events.iter().map(|event| event.name.as_str()));
        LimitError::UnknownEvent {
            limit: self.id.clone(),
            event: name.to_owned(),
            suggestion: called.or_else(|| nearest(name, known().chain([START, END]))).map(str::to_owned),
            known: known().map(str::to_owned).collect(),
        }
    }

    /// Days since 1970, or minutes where the limit is counted in hours.
    fn tick(&self, event: Happened<'_>, code: EventCode) -> Result<i64, LimitError> {
        match event.when {
            _ if !self.is_in_hours() => Ok(event.when.date().epoch_day().into()),
            When::Minute(moment) => Ok(moment.epoch_minute()),
            // An event that the counting does not rest on can have a day only.
            When::Day(date) if Self::place_of(code).is_some_and(|event| !self.happens_once(event)) => {
                Ok(Moment::start_of(date).epoch_minute())
            }
            When::Day(on) => Err(LimitError::NeedsTime {
                limit: self.id.clone(),
                event: self.event_name(code).to_owned(),
                on,
            }),
        }
    }

    fn detail(&self, event: Happened<'_>, code: EventCode) -> Result<i32, LimitError> {
        let Some(detail) = event.detail else { return Ok(NO_DETAIL) };
        let on = event.when;
        match code {
            STOPPED => {
                let place = self.stops.iter().position(|stop| stop.reason == detail);
                place.and_then(|place| place.try_into().ok()).ok_or_else(|| self.unknown_reason(on, detail))
            }
            EXTENDED => match &self.extension {
                None => Err(LimitError::NoExtension { limit: self.id.clone(), on }),
                Some(extension) => {
                    let allowed = extension.length;
                    let digits = detail.bytes().all(|byte| byte.is_ascii_digit());
                    let given = detail.parse().ok().filter(|given| digits && fits(*given, allowed.number));
                    given.ok_or_else(|| LimitError::ExtensionLength { on, given: detail.to_owned(), allowed })
                }
            },
            _ => {
                let event = self.event_name(code).to_owned();
                Err(LimitError::UnknownDetail { event, on, detail: detail.to_owned() })
            }
        }
    }

    pub(super) fn unknown_reason(&self, on: When, reason: &str) -> LimitError {
        let known = self.stops.iter().map(|stop| stop.reason.clone()).collect();
        LimitError::UnknownReason { on, reason: reason.to_owned(), known }
    }
}

/// Whether a part of an extension is more than nothing, and not more than the whole.
pub(super) fn fits(given: i32, allowed: u32) -> bool {
    u32::try_from(given).is_ok_and(|given| (1..=allowed).contains(&given))
}
