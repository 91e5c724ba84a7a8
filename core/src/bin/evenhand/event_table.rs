//! Reads the event table of an office: CSV as spreadsheets and databases write it.

use std::borrow::Cow;
use std::path::Path;

use evenhand::risk::{Register, Row};

use crate::Answer;

/// The columns, each with its heading in Chinese.
const COLUMNS: [(&str, &str); 6] = [
    ("case", "案件"),
    ("limit", "时限"),
    ("office", "机关"),
    ("event", "事件"),
    ("day", "日期"),
    ("reason", "原因"),
];

pub(crate) fn read(file: &Path) -> Result<Register, Answer> {
    let refuse = |message: String| Answer::usage(format!("error: {}: {message}", file.display()));
    let bytes = std::fs::read(file).map_err(|error| refuse(error.to_string()))?;
    // Spreadsheets put a mark before the first column.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    if let Err(error) = std::str::from_utf8(bytes) {
        let line = Lines::of(bytes).at(error.valid_up_to());
        let advice = "is not UTF-8 (GBK?); a spreadsheet saves the table as `CSV UTF-8`";
        return Err(refuse(format!("line {line} {advice}")));
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(bytes);
    let headers = reader.headers().map_err(|error| refuse(error.to_string()))?;
    let columns = places(headers).map_err(refuse)?;
    let width = headers.len();
    let mut register = Register::default();
    let mut lines = Lines::of(bytes);
    for record in reader.records() {
        let record = record.map_err(|error| refuse(error.to_string()))?;
        // Spreadsheets keep rows that were emptied.
        if record.iter().all(str::is_empty) {
            continue;
        }
        let start = record.position().map_or(0, csv::Position::byte);
        let line = lines.at(usize::try_from(start).unwrap_or_default());
        if record.iter().skip(width).any(|field| !field.is_empty()) {
            return Err(refuse(format!(
                "line {line}: expected {width} fields, found {}; a field with a comma stands in quotes",
                record.len()
            )));
        }
        let [case, limit, office, event, day, reason] =
            columns.map(|column| column.and_then(|column| record.get(column)).unwrap_or_default());
        let day = &*as_written(day);
        register.add(Row { line, case, limit, office, event, day, reason });
    }
    Ok(register)
}

/// The place of each column.
fn places(headers: &csv::StringRecord) -> Result<[Option<usize>; 6], String> {
    let mut places = [None; 6];
    for (place, heading) in headers.iter().enumerate() {
        let known = || COLUMNS.map(|(en, zh)| format!("{en} {zh}")).join(", ");
        let column = COLUMNS.iter().position(|(en, zh)| heading == *en || heading == *zh);
        match column.and_then(|column| places.get_mut(column)) {
            Some(free @ None) => *free = Some(place),
            Some(Some(_)) => return Err(format!("the column `{heading}` is there twice")),
            None if headers.len() == 1 && heading.contains([';', '\t']) => {
                return Err(format!("expected columns that commas separate, found `{heading}`"));
            }
            None => return Err(format!("unknown column `{heading}`; the columns are {}", known())),
        }
    }
    for (place, (en, zh)) in places.iter().zip(COLUMNS) {
        if place.is_none() && !["office", "reason"].contains(&en) {
            return Err(format!("the column `{en}` ({zh}) is missing"));
        }
    }
    Ok(places)
}

/// The lines of a file, from the first to the last: a reader of CSV begins a record at the end of the line before.
struct Lines<'a> {
    rest: &'a [u8],
    place: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    const fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, place: 0, line: 1 }
    }

    /// The line of the first byte from a place on that ends no line.
    fn at(&mut self, place: usize) -> usize {
        let ends = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let passed = place.saturating_sub(self.place);
        let blank = self.rest.iter().skip(passed).take_while(ends).count();
        let (passed, rest) = self.rest.split_at(passed.saturating_add(blank).min(self.rest.len()));
        self.line = self.line.saturating_add(passed.iter().filter(|byte| **byte == b'\n').count());
        self.place = self.place.saturating_add(passed.len());
        self.rest = rest;
        self.line
    }
}

/// The day as the library writes it. Spreadsheets write 2026/1/28, 2026年1月28日 and 2026/1/28 14:30, databases
/// 2026-01-28 14:30:00. With the year in front there is one way to read them; all else stays as it is.
pub(crate) fn as_written(text: &str) -> Cow<'_, str> {
    rewritten(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn rewritten(text: &str) -> Option<String> {
    let (day, time) = match text.split_once([' ', 'T']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let day = day.replace(['/', '年', '月'], "-");
    let mut parts = day.trim_end_matches('日').split('-');
    let [year, month, day] = [parts.next()?, parts.next()?, parts.next()?];
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if parts.next().is_some() || year.len() != 4 || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    let day = format!("{year}-{month:0>2}-{day:0>2}");
    let Some(time) = time else { return Some(day) };
    let mut parts = time.split(':');
    let [hour, minute, second] = [parts.next()?, parts.next()?, parts.next().unwrap_or("00")];
    if parts.next().is_some() || !digits(hour, 2) || !digits(minute, 2) || !digits(second, 2) {
        return None;
    }
    // Limits are counted by the minute. Without its second an event could seem in time; one that has only a day is
    // refused where minutes matter.
    if !second.trim_matches('0').is_empty() {
        return Some(day);
    }
    Some(format!("{day}T{hour:0>2}:{minute:0>2}"))
}
