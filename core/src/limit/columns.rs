//! The same for many cases at once.

use super::log::{Entry, EventCode, NO_DETAIL};
use super::{Light, LimitError, State, TimeLimit};
use crate::calendar::Calendar;
use crate::time::Date;

/// What stands in a column where there is no day or number.
pub const NONE: i32 = i32::MIN;

/// The events of many cases as columns; a case is a span of rows.
#[derive(Clone, Copy, Debug)]
pub struct EventColumns<'a> {
    /// The row at which each case starts, and the end of the last one: one more than there are cases.
    pub cases: &'a [usize],
    /// Which event, as [`TimeLimit::event_code`] numbers it.
    pub events: &'a [EventCode],
    /// On which day, counted from 1970-01-01.
    pub days: &'a [i32],
    /// The number of the reason of a stop, in the order of the limit, or the days of an extension; -1 for no reason and for
    /// the whole extension. Empty: -1 in every row.
    pub details: &'a [i32],
}

/// How each case stands, as columns. Days are counted from 1970-01-01; [`NONE`] stands for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DueColumns {
    /// The last day that counts.
    pub due: Vec<i32>,
    /// The last day as it is counted.
    pub raw: Vec<i32>,
    /// The units that were counted.
    pub used: Vec<i32>,
    /// Those that are left.
    pub left: Vec<i32>,
    /// The place of the light in [`Light`], from 0 for green; 255 for none.
    pub light: Vec<u8>,
    /// The place of the state in [`State::ALL`]; 255 where there is an error.
    pub state: Vec<u8>,
    /// The place of the error in [`LimitError::CODES`], counted from 1; 0 for none.
    pub error: Vec<u8>,
}

const NO_PLACE: u8 = u8::MAX;

impl TimeLimit {
    /// How each of many cases stands on a day: what [`due`](Self::due) says of each, in columns. A case that is at fault
    /// has the error in its row, and the others go on.
    ///
    /// # Errors
    /// [`LimitError::Columns`]: the columns do not belong together. A limit in hours needs minutes, and so has the error
    /// `needs-time` in every row.
    pub fn due_over(
        &self,
        cases: EventColumns<'_>,
        calendar: &Calendar,
        on: Date,
    ) -> Result<DueColumns, LimitError> {
        cases.check()?;
        let count = cases.cases.len().saturating_sub(1);
        let mut out = DueColumns::with_capacity(count);
        let asked = on.epoch_day().into();
        let mut entries: Vec<Entry> = Vec::new();
        for span in cases.cases.windows(2) {
            let &[start, end] = span else { continue };
            entries.clear();
            entries.extend(cases.rows(start, end));
            // Most tables are in order already.
            if !entries.is_sorted_by_key(|entry| entry.tick) {
                entries.sort_by_key(|entry| entry.tick);
            }
            let counted = match self.is_in_hours() {
                true => Err(LimitError::NeedsTime { limit: self.id.clone(), event: String::new(), on }),
                false => self.count(&entries, calendar, asked, |_, _| {}),
            };
            match counted {
                Ok(counted) => out.push(
                    [counted.due, counted.raw, counted.used, Some(counted.left)],
                    place_of_light(counted.light),
                    place(State::ALL.iter().position(|(_, state)| *state == counted.state)),
                    0,
                ),
                Err(error) => {
                    let code = error.code();
                    let found = LimitError::CODES.iter().position(|(known, _)| *known == code);
                    out.push([None; 4], NO_PLACE, NO_PLACE, place(found).saturating_add(1));
                }
            }
        }
        Ok(out)
    }
}

impl EventColumns<'_> {
    fn check(&self) -> Result<(), LimitError> {
        let rows = self.events.len();
        let columns = |expected, found| Err(LimitError::Columns { expected, found });
        if self.days.len() != rows {
            return columns("as many days as events", self.days.len());
        }
        if !self.details.is_empty() && self.details.len() != rows {
            return columns("as many details as events, or none", self.details.len());
        }
        if self.cases.first() != Some(&0) {
            return columns("cases that start with row 0", self.cases.first().copied().unwrap_or_default());
        }
        if self.cases.last() != Some(&rows) {
            return columns(
                "cases that end with the last row",
                self.cases.last().copied().unwrap_or_default(),
            );
        }
        match self.cases.windows(2).position(|span| !span.is_sorted()) {
            Some(case) => columns("cases in the order of their rows", case),
            None => Ok(()),
        }
    }

    fn rows(&self, start: usize, end: usize) -> impl Iterator<Item = Entry> {
        let events = self.events.get(start..end).unwrap_or_default();
        let days = self.days.get(start..end).unwrap_or_default();
        let details = self.details.get(start..end).unwrap_or_default();
        let details = details.iter().copied().chain(std::iter::repeat(NO_DETAIL));
        let rows = events.iter().zip(days).zip(details);
        rows.map(|((code, day), detail)| Entry { code: *code, tick: (*day).into(), detail })
    }
}

impl DueColumns {
    fn with_capacity(cases: usize) -> Self {
        let (days, places) = (|| Vec::with_capacity(cases), || Vec::with_capacity(cases));
        Self {
            due: days(),
            raw: days(),
            used: days(),
            left: days(),
            light: places(),
            state: places(),
            error: places(),
        }
    }

    fn push(&mut self, [due, raw, used, left]: [Option<i64>; 4], light: u8, state: u8, error: u8) {
        let number = |number: Option<i64>| number.and_then(|number| number.try_into().ok()).unwrap_or(NONE);
        self.due.push(number(due));
        self.raw.push(number(raw));
        self.used.push(number(used));
        self.left.push(number(left));
        self.light.push(light);
        self.state.push(state);
        self.error.push(error);
    }
}

const fn place_of_light(light: Option<Light>) -> u8 {
    match light {
        Some(Light::Green) => 0,
        Some(Light::Hint) => 1,
        Some(Light::Yellow) => 2,
        Some(Light::Red) => 3,
        None => NO_PLACE,
    }
}

fn place(position: Option<usize>) -> u8 {
    position.and_then(|position| position.try_into().ok()).unwrap_or(NO_PLACE)
}
