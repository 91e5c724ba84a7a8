//! The events of many cases: from the columns of a frame to spans of events, a span a case.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::Hash;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use arrow_cast::{CastOptions, cast, cast_with_options};
use arrow_schema::DataType;
use evenhand::time::Date;

use super::failure::Failure;
use super::values::{is_day, is_text, readable};

/// The events of cases, in the order of the frame. Names and details are numbered as they are met.
#[derive(Default)]
pub(super) struct Cases {
    /// Where the events of each case start, and the end of the last one.
    pub(super) starts: Vec<usize>,
    pub(super) events: Vec<Event>,
    /// Cases with an event that cannot be read: the code of the fault.
    pub(super) faults: Vec<Option<&'static str>>,
    pub(super) names: Vec<String>,
    pub(super) details: Vec<String>,
}

/// An event by numbers.
#[derive(Clone, Copy)]
pub(super) struct Event {
    pub(super) name: u32,
    /// Days since 1970-01-01.
    pub(super) day: i32,
    pub(super) detail: Option<u32>,
}

/// What a cell of a column of days says.
type Cell = Result<Option<(i32, Option<u32>)>, &'static str>;

/// Numbers for texts, in the order in which they are met.
#[derive(Default)]
struct Numbers(HashMap<String, u32>, Vec<String>);

impl Numbers {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(number) = self.0.get(text) {
            return *number;
        }
        let number = u32::try_from(self.1.len()).unwrap_or(u32::MAX);
        self.0.insert(text.to_owned(), number);
        self.1.push(text.to_owned());
        number
    }
}

const NO_SUCH_DAY: &str = "no-such-day";

/// Whether days of events can be read from such a column.
pub(super) fn holds_days(found: &DataType) -> bool {
    is_day(found) || is_text(found) || *found == DataType::Null
}

impl Cases {
    /// One row a case, one column an event. A text can have a detail after a colon: "2026-02-03:expert-review".
    pub(super) fn of_rows(columns: &[(String, ArrayRef)], rows: usize) -> Result<Self, Failure> {
        let mut details = Numbers::default();
        let read = columns.iter().map(|(_, column)| cells(column, &mut details));
        let read = read.collect::<Result<Vec<Vec<Cell>>, Failure>>()?;
        let mut cases = Self { starts: vec![0], ..Self::default() };
        for row in 0..rows {
            let mut fault = None;
            for (name, cells) in (0_u32..).zip(&read) {
                match cells.get(row).copied().unwrap_or(Ok(None)) {
                    Ok(None) => {}
                    Ok(Some((day, detail))) => cases.events.push(Event { name, day, detail }),
                    Err(code) => fault = Some(code),
                }
            }
            cases.faults.push(fault);
            cases.starts.push(cases.events.len());
        }
        cases.names = columns.iter().map(|(name, _)| name.clone()).collect();
        cases.details = details.1;
        Ok(cases)
    }

    /// One row an event. Gives the first row of each case as well; a row without a case belongs to none.
    pub(super) fn of_events(
        case: &ArrayRef,
        event: &ArrayRef,
        day: &ArrayRef,
        detail: Option<&ArrayRef>,
    ) -> Result<(Self, Vec<u32>), Failure> {
        let (numbers, firsts) = Ids::of(case)?.numbered();
        let (mut names, mut details) = (Numbers::default(), Numbers::default());
        let days = cells(day, &mut details)?;
        let event = cast(event, &DataType::Utf8View)?;
        let detail = detail.map(|detail| cast(detail, &DataType::Utf8View)).transpose()?;
        let mut starts = vec![0_usize; firsts.len() + 1];
        for number in numbers.iter().flatten() {
            starts.get_mut(*number as usize + 1).into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut events = vec![Event { name: 0, day: 0, detail: None }; sum];
        let mut faults = vec![None; firsts.len()];
        let mut last: Option<(&str, u32)> = None;
        for (row, number) in numbers.iter().enumerate() {
            let Some(number) = number.map(|number| number as usize) else { continue };
            let mut fail = |code| {
                if let Some(fault) = faults.get_mut(number) {
                    *fault = Some(code);
                }
            };
            let (day, own) = match days.get(row).copied().unwrap_or(Ok(None)) {
                Ok(Some(read)) => read,
                Ok(None) => {
                    fail(NO_SUCH_DAY);
                    (0, None)
                }
                Err(code) => {
                    fail(code);
                    (0, None)
                }
            };
            let text = event.as_string_view();
            let name = if text.is_valid(row) { text.value(row) } else { "" };
            let name = match last {
                Some((known, number)) if known == name => number,
                _ => names.of(name),
            };
            last = text.is_valid(row).then(|| (text.value(row), name));
            let given =
                detail.as_ref().map(|detail| detail.as_string_view()).filter(|detail| detail.is_valid(row));
            let given = given.map(|detail| detail.value(row)).filter(|text| !text.is_empty());
            let detail = given.map(|text| details.of(text)).or(own);
            if let Some(place) = next.get_mut(number) {
                if let Some(room) = events.get_mut(*place) {
                    *room = Event { name, day, detail };
                }
                *place += 1;
            }
        }
        Ok((Self { starts, events, faults, names: names.1, details: details.1 }, firsts))
    }
}

/// The days of a column, each with what stands after the colon of a text.
fn cells(column: &ArrayRef, details: &mut Numbers) -> Result<Vec<Cell>, Failure> {
    let column = readable(column)?;
    if *column.data_type() == DataType::Date32 {
        let known = |day: i32| Date::from_epoch_day(day).map(|_| Some((day, None))).ok_or(NO_SUCH_DAY);
        let days = column.as_primitive::<Date32Type>().iter();
        return Ok(days.map(|day| day.map_or(Ok(None), known)).collect());
    }
    let texts = cast(&column, &DataType::Utf8View)?;
    let mut read = |text: &str| {
        let (day, detail) = text.split_once(':').map_or((text, None), |(day, detail)| (day, Some(detail)));
        let day: Date = day.parse().map_err(|_| NO_SUCH_DAY)?;
        Ok(Some((day.epoch_day(), detail.map(|detail| details.of(detail)))))
    };
    Ok(texts.as_string_view().iter().map(|text| text.map_or(Ok(None), &mut read)).collect())
}

/// The column that says to which case a row belongs.
pub(super) enum Ids {
    Texts(ArrayRef),
    Whole(ArrayRef),
}

impl Ids {
    pub(super) fn of(column: &ArrayRef) -> Result<Self, Failure> {
        if is_text(column.data_type()) || *column.data_type() == DataType::Null {
            return Ok(Self::Texts(cast(column, &DataType::Utf8View)?));
        }
        let whole = readable(column)?;
        if whole.data_type().is_integer() {
            let exactly = CastOptions { safe: false, ..CastOptions::default() };
            return Ok(Self::Whole(cast_with_options(&whole, &DataType::Int64, &exactly)?));
        }
        let message =
            format!("the column of cases must hold texts or whole numbers, found {}", column.data_type());
        Err(Failure::Refused { code: "wrong-type", field: None, message })
    }

    /// What a row belongs to, as it is written.
    pub(super) fn text(&self, row: usize) -> String {
        match self {
            Self::Texts(texts) => texts.as_string_view().value(row).to_owned(),
            Self::Whole(whole) => whole.as_primitive::<Int64Type>().value(row).to_string(),
        }
    }

    /// A number for each row's case, in the order in which they are met, and the first row of each.
    fn numbered(&self) -> (Vec<Option<u32>>, Vec<u32>) {
        match self {
            Self::Texts(texts) => numbered(texts.as_string_view().iter()),
            Self::Whole(whole) => numbered(whole.as_primitive::<Int64Type>().iter()),
        }
    }

    /// The first row of the last case, where the cases are sorted.
    ///
    /// # Errors
    /// The first row whose case comes before the one above it.
    pub(super) fn last_case(&self) -> Result<usize, usize> {
        match self {
            Self::Texts(texts) => last_case(texts.as_string_view().iter()),
            Self::Whole(whole) => last_case(whole.as_primitive::<Int64Type>().iter()),
        }
    }
}

fn last_case<K: Ord>(keys: impl Iterator<Item = Option<K>>) -> Result<usize, usize> {
    let (mut above, mut first): (Option<K>, usize) = (None, 0);
    // A row without a case belongs to none.
    for (row, key) in keys.enumerate().filter_map(|(row, key)| Some((row, key?))) {
        match above.as_ref().map(|above| key.cmp(above)) {
            Some(Ordering::Less) => return Err(row),
            Some(Ordering::Greater) => first = row,
            Some(Ordering::Equal) | None => {}
        }
        above = Some(key);
    }
    Ok(first)
}

fn numbered<K: Copy + Eq + Hash>(keys: impl Iterator<Item = Option<K>>) -> (Vec<Option<u32>>, Vec<u32>) {
    let (mut known, mut firsts): (HashMap<K, u32>, Vec<u32>) = (HashMap::new(), Vec::new());
    let mut last: Option<(K, u32)> = None;
    let mut number = |(row, key): (u32, Option<K>)| {
        let key = key?;
        // The rows of a case mostly stand together.
        if let Some((same, number)) = last.filter(|(same, _)| *same == key) {
            last = Some((same, number));
            return Some(number);
        }
        let next = u32::try_from(firsts.len()).unwrap_or(u32::MAX);
        let number = *known.entry(key).or_insert_with(|| {
            firsts.push(row);
            next
        });
        last = Some((key, number));
        Some(number)
    };
    let numbers = (0_u32..).zip(keys).map(&mut number).collect();
    (numbers, firsts)
}
