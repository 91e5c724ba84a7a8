//! The events of cases, from a frame of their own: a row an event, in any order, joined to the cases by their number.

use std::collections::HashMap;

use arrow_array::{Array, ArrayRef, RecordBatchReader};

use super::failure::Failure;
use super::grouped::Grouped;
use super::json::{Json, Object, Shape, texts, value};
use super::pace::in_order;
use super::whole::{Wanted, Whole};

const EVENT: Wanted = Wanted { name: "event", shape: Shape::Text, needed: true };
const DAY: Wanted = Wanted { name: "day", shape: Shape::Day, needed: true };
const PERSONS: Wanted = Wanted { name: "persons", shape: Shape::Texts, needed: false };
/// The columns of the events of decided cases.
pub(super) const OF_CASES: &[Wanted] =
    &[Wanted { name: "case", shape: Shape::Text, needed: true }, EVENT, DAY, PERSONS];
/// The columns of the events of applications, which tell why.
pub(super) const OF_APPLICATIONS: &[Wanted] = &[
    Wanted { name: "case", shape: Shape::Text, needed: true },
    EVENT,
    DAY,
    Wanted { name: "reason", shape: Shape::Text, needed: false },
];
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
    /// What they tell, in the order of the record.
    columns: Vec<(&'static Wanted, Json)>,
    /// Which cases the other frame has.
    taken: Vec<bool>,
    /// The last case that was joined.
    last: Option<usize>,
}

/// The events of the cases of a slice.
pub(super) struct Joined<'a> {
    events: &'a CaseEvents,
    cases: Vec<Option<usize>>,
}

impl CaseEvents {
    /// Reads a frame with such columns, of which the first has the cases.
    pub(super) fn read(
        reader: Box<dyn RecordBatchReader + Send>,
        named: Option<HashMap<String, String>>,
        columns: &'static [Wanted],
        threads: usize,
    ) -> Result<Self, Failure> {
        let whole = Whole::read(reader, named, columns)?;
        let cases = Grouped::of(&[whole.column(0)], threads)?;
        let taken = vec![false; cases.len()];
        let wanted: Vec<(usize, &Wanted)> = columns.iter().enumerate().skip(1).collect();
        let mut told = Vec::with_capacity(wanted.len());
        let read = |(number, wanted): &(usize, &'static Wanted)| Ok((*wanted, whole.json(*number)?));
        in_order(threads, &wanted, read, |column| told.push(column))?;
        Ok(Self { cases, columns: told, taken, last: None })
    }

    /// The events of the cases of a column.
    pub(super) fn join(&mut self, cases: &ArrayRef) -> Result<Joined<'_>, Failure> {
        let texts = texts(cases)?;
        let mut number = |row| {
            let number = self.cases.number(value(&texts, row)?, self.last)?;
            self.last = Some(number);
            Some(number)
        };
        let cases: Vec<Option<usize>> = (0..texts.len()).map(&mut number).collect();
        for number in cases.iter().flatten() {
            self.taken.get_mut(*number).into_iter().for_each(|taken| *taken = true);
        }
        Ok(Joined { events: self, cases })
    }

    /// How many events belong to no case that was read.
    pub(super) fn without_case(&self) -> usize {
        let left = self.taken.iter().enumerate().filter(|(_, taken)| !**taken);
        left.map(|(number, _)| self.cases.count(number..number.saturating_add(1))).sum()
    }
}

impl<'a> Joined<'a> {
    /// The column of the events that is called so.
    pub(super) fn column(&self, name: &str) -> Option<&'a Json> {
        let found = self.events.columns.iter().find(|(wanted, _)| wanted.name == name);
        found.map(|(_, column)| column)
    }

    /// The rows of the events of the case of a row.
    pub(super) fn of(&self, row: usize) -> impl Iterator<Item = usize> + use<'a> {
        let number = self.cases.get(row).copied().flatten();
        let cases = &self.events.cases;
        number.into_iter().flat_map(|number| cases.rows(number))
    }

    /// Writes the events of the case of a row.
    pub(super) fn write(&self, row: usize, out: &mut Vec<u8>) -> bool {
        let Some(number) = self.cases.get(row).copied().flatten() else { return false };
        let events = self.events;
        out.push(b'[');
        for (place, row) in events.cases.rows(number).enumerate() {
            if place > 0 {
                out.push(b',');
            }
            let mut event = Object::open(out);
            for (wanted, column) in &events.columns {
                event.key(wanted.name, |out| column.write(row, wanted.shape, out));
            }
            event.close();
        }
        out.push(b']');
        true
    }
}
