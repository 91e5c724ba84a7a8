//! The events of cases, from a frame of their own: a row an event, in any order, joined to the cases by their number.

use std::collections::HashMap;

use arrow_array::{Array, ArrayRef, RecordBatchReader};
use evenhand::time::Date;

use super::cases::Otherwise;
use super::failure::Failure;
use super::grouped::Grouped;
use super::json::{Json, Object, Shape, texts, value};
use super::whole::{Wanted, Whole};

const EVENT: Wanted = Wanted { name: "event", shape: Shape::Text, needed: true };
const DAY: Wanted = Wanted { name: "day", shape: Shape::Day, needed: true };
const PERSONS: Wanted = Wanted { name: "persons", shape: Shape::Texts, needed: false };
/// The columns of the events of decided cases.
pub(super) const OF_CASES: &[Wanted] =
    &[Wanted { name: "case", shape: Shape::Text, needed: true }, EVENT, DAY, PERSONS];
/// The columns of the events of matters, which tell in which role a step was taken.
pub(super) const OF_MATTERS: &[Wanted] = &[
    Wanted { name: "matter", shape: Shape::Text, needed: true },
    EVENT,
    DAY,
    PERSONS,
    Wanted { name: "by", shape: Shape::Text, needed: false },
];

/// The events of all cases.
pub(super) struct CaseEvents {
    cases: Grouped,
    event: Json,
    day: Json,
    persons: Json,
    by: Json,
    /// Which cases the other frame has.
    taken: Vec<bool>,
}

/// The events of the cases of a slice.
pub(super) struct Joined<'a> {
    events: &'a CaseEvents,
    cases: Vec<Option<usize>>,
}

impl CaseEvents {
    /// Reads a frame with columns of [`OF_CASES`] or [`OF_MATTERS`].
    pub(super) fn read(
        reader: Box<dyn RecordBatchReader + Send>,
        named: Option<HashMap<String, String>>,
        columns: &[Wanted],
    ) -> Result<Self, Failure> {
        let whole = Whole::read(reader, named, columns)?;
        let cases = Grouped::of(&whole.texts(0)?);
        let taken = vec![false; cases.len()];
        let [event, day, persons, by] = [1, 2, 3, 4].map(|number| whole.json(number));
        Ok(Self { cases, event: event?, day: day?, persons: persons?, by: by?, taken })
    }

    /// The events of the cases of a column.
    pub(super) fn join(&mut self, cases: &ArrayRef) -> Result<Joined<'_>, Failure> {
        let texts = texts(cases)?;
        let number = |row| value(&texts, row).and_then(|case| self.cases.number(case));
        let cases: Vec<Option<usize>> = (0..texts.len()).map(number).collect();
        for number in cases.iter().flatten() {
            self.taken.get_mut(*number).into_iter().for_each(|taken| *taken = true);
        }
        Ok(Joined { events: self, cases })
    }

    /// How many events belong to no case that was read.
    pub(super) fn without_case(&self) -> usize {
        let count = |(number, taken): (usize, &bool)| if *taken { 0 } else { self.cases.rows(number).len() };
        self.taken.iter().enumerate().map(count).sum::<usize>().saturating_add(self.cases.nowhere.len())
    }
}

/// An event of a case: its name, its day and who took part.
pub(super) type Event<'a> = (
    Result<Option<&'a str>, Otherwise>,
    Result<Option<Date>, Otherwise>,
    Result<Option<Vec<&'a str>>, Otherwise>,
);

impl Joined<'_> {
    /// The events of the case of a row.
    pub(super) fn of(&self, row: usize) -> impl Iterator<Item = Event<'_>> {
        let events = self.events;
        let number = self.cases.get(row).copied().flatten();
        let rows = number.map(|number| events.cases.rows(number)).unwrap_or_default();
        rows.iter().map(|row| (events.event.text(*row), events.day.day(*row), events.persons.texts(*row)))
    }

    /// Writes the events of the case of a row.
    pub(super) fn write(&self, row: usize, out: &mut Vec<u8>) -> bool {
        let Some(number) = self.cases.get(row).copied().flatten() else { return false };
        let events = self.events;
        out.push(b'[');
        for (place, row) in events.cases.rows(number).iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            let mut event = Object::open(out);
            event.key("event", |out| events.event.write(*row, Shape::Text, out));
            event.key("day", |out| events.day.write(*row, Shape::Day, out));
            event.key("persons", |out| events.persons.write(*row, Shape::Texts, out));
            event.key("by", |out| events.by.write(*row, Shape::Text, out));
            event.close();
        }
        out.push(b']');
        true
    }
}
