//! The events of cases, from a frame of their own: a row an event, in any order, joined to the cases by their number.

use std::collections::HashMap;

use arrow_array::{ArrayRef, RecordBatchReader, StringViewArray};
use arrow_select::concat::concat_batches;

use super::call::place;
use super::failure::Failure;
use super::json::{Json, Object, Shape, texts, value};
use super::records::check;

/// The events of all cases.
pub(super) struct CaseEvents {
    numbers: HashMap<Box<str>, usize>,
    /// Where the rows of each case start, and the end of the last one.
    starts: Vec<usize>,
    rows: Vec<usize>,
    event: Json,
    day: Json,
    persons: Json,
    /// Which cases the other frame has.
    taken: Vec<bool>,
    without_number: usize,
}

/// The events of the cases of a slice.
pub(super) struct Joined<'a> {
    events: &'a CaseEvents,
    cases: Vec<Option<usize>>,
}

impl CaseEvents {
    pub(super) fn read(
        reader: Box<dyn RecordBatchReader + Send>,
        named: Option<HashMap<String, String>>,
    ) -> Result<Self, Failure> {
        let schema = reader.schema();
        let mut named = named.unwrap_or_default();
        let mut column = |name: &str, shape, needed: bool| -> Result<Option<usize>, Failure> {
            let found = match named.remove(name) {
                Some(column) => Some(place(&schema, &column)?),
                None if needed => Some(place(&schema, name)?),
                None => schema.index_of(name).ok(),
            };
            found.map(|place| check(&schema, place, &format!("`{name}`"), shape).map(|()| place)).transpose()
        };
        let case = column("case", Shape::Text, true)?;
        let event = column("event", Shape::Text, true)?;
        let day = column("day", Shape::Day, true)?;
        let persons = column("persons", Shape::Texts, false)?;
        if let Some(name) = named.into_keys().min() {
            let message = format!("events have no `{name}`; they have case, event, day, persons");
            return Err(Failure::refused("unknown-key", &name, message));
        }
        let batches = reader.collect::<Result<Vec<_>, _>>()?;
        let whole = concat_batches(&schema, &batches)?;
        drop(batches);
        let json =
            |place: Option<usize>| place.map_or(Ok(Json::Nothing), |place| Json::of(whole.column(place)));
        let cases = match case {
            Some(place) => texts(whole.column(place))?,
            None => StringViewArray::new_null(whole.num_rows()),
        };
        let mut own =
            Self { event: json(event)?, day: json(day)?, persons: json(persons)?, ..Self::of_cases(&cases) };
        own.taken = vec![false; own.numbers.len()];
        Ok(own)
    }

    /// Which rows belong to which case, in their order.
    fn of_cases(cases: &StringViewArray) -> Self {
        let mut numbers: HashMap<Box<str>, usize> = HashMap::new();
        let mut last: Option<(&str, usize)> = None;
        let mut number = |row: usize| {
            let case = value(cases, row)?;
            // The rows of a case mostly stand together.
            if let Some((_, number)) = last.filter(|(same, _)| *same == case) {
                return Some(number);
            }
            let next = numbers.len();
            let number = match numbers.get(case) {
                Some(number) => *number,
                None => *numbers.entry(case.into()).or_insert(next),
            };
            last = Some((case, number));
            Some(number)
        };
        let rows = arrow_array::Array::len(cases);
        let of: Vec<Option<usize>> = (0..rows).map(&mut number).collect();
        let mut starts = vec![0_usize; numbers.len().saturating_add(1)];
        for number in of.iter().flatten() {
            starts.get_mut(number + 1).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut ordered = vec![0; sum];
        for (row, number) in of.iter().enumerate() {
            let Some(place) = number.and_then(|number| next.get_mut(number)) else { continue };
            ordered.get_mut(*place).into_iter().for_each(|room| *room = row);
            *place += 1;
        }
        Self {
            numbers,
            starts,
            rows: ordered,
            event: Json::Nothing,
            day: Json::Nothing,
            persons: Json::Nothing,
            taken: Vec::new(),
            without_number: rows.saturating_sub(sum),
        }
    }

    /// The events of the cases of a column.
    pub(super) fn join(&mut self, cases: &ArrayRef) -> Result<Joined<'_>, Failure> {
        let cases = texts(cases)?;
        let rows = 0..arrow_array::Array::len(&cases);
        let number = |row| value(&cases, row).and_then(|case| self.numbers.get(case)).copied();
        let cases: Vec<Option<usize>> = rows.map(number).collect();
        for number in cases.iter().flatten() {
            self.taken.get_mut(*number).into_iter().for_each(|taken| *taken = true);
        }
        Ok(Joined { events: self, cases })
    }

    /// How many events belong to no case that was read.
    pub(super) fn without_case(&self) -> usize {
        let count = |(number, taken): (usize, &bool)| if *taken { 0 } else { self.rows_of(number).len() };
        self.taken.iter().enumerate().map(count).sum::<usize>().saturating_add(self.without_number)
    }

    fn rows_of(&self, number: usize) -> &[usize] {
        let ends = self.starts.get(number).zip(self.starts.get(number.saturating_add(1)));
        ends.and_then(|(start, end)| self.rows.get(*start..*end)).unwrap_or_default()
    }
}

impl Joined<'_> {
    /// Writes the events of the case of a row.
    pub(super) fn write(&self, row: usize, out: &mut Vec<u8>) -> bool {
        let Some(number) = self.cases.get(row).copied().flatten() else { return false };
        let events = self.events;
        out.push(b'[');
        for (place, row) in events.rows_of(number).iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            let mut event = Object::open(out);
            event.key("event", |out| events.event.write(*row, Shape::Text, out));
            event.key("day", |out| events.day.write(*row, Shape::Day, out));
            event.key("persons", |out| events.persons.write(*row, Shape::Texts, out));
            event.close();
        }
        out.push(b']');
        true
    }
}
