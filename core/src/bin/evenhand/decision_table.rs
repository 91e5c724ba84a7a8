//! Reads decided cases, one after the other: CSV as spreadsheets and databases write it, or a JSON object a line.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use evenhand::Bilingual;
use evenhand::consistency::{Consistency, Decision, DecisionFault, Row};

use crate::event_table::as_written;
use crate::{Answer, lines};

/// The headings in Chinese, in the order of [`Row::FIELDS`].
const CHINESE: [&str; 11] =
    ["案号", "事项", "版本", "事实", "机关", "人员", "决定日期", "下限", "上限", "罚款", "异常"];

/// The columns that a table must have.
const NEEDED: [&str; 3] = ["item", "decided", "fine"];

/// Puts the decisions of a file into a run; a file whose name ends in `.csv` is a table.
pub(crate) fn read(file: &Path, consistency: &mut Consistency) -> Result<(), Answer> {
    if !file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
        return lines::each(file, |line, text| match Row::from_json(text) {
            Ok(row) => take(line, &row, consistency),
            Err(fault) => consistency.refuse(line, fault),
        });
    }
    let opened = File::open(file).map_err(|error| error.to_string());
    let refuse = |message: String| Answer::usage(format!("error: {}: {message}", file.display()));
    opened.and_then(|opened| table(opened, consistency)).map_err(refuse)
}

fn take(line: u64, row: &Row<'_>, consistency: &mut Consistency) {
    match Decision::read(row) {
        Ok(decision) => consistency.add(line, &decision),
        Err(fault) => consistency.refuse(line, fault),
    }
}

fn table(file: File, consistency: &mut Consistency) -> Result<(), String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(Lines::of(file));
    let columns = columns(reader.headers().map_err(|error| told(&error))?)?;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| told(&error))? {
        // Spreadsheets keep rows that were emptied.
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let line = reader.get_mut().at(record.position().map_or(0, csv::Position::byte));
        if record.iter().skip(columns.len()).any(|field| !field.trim().is_empty()) {
            consistency.refuse(
                line,
                DecisionFault {
                    code: "fields",
                    field: "row".to_owned(),
                    expected: Bilingual {
                        zh: format!("{}列（含逗号的加引号）", columns.len()),
                        en: format!("{} fields (one with a comma stands in quotes)", columns.len()),
                    },
                    found: record.len().to_string(),
                },
            );
            continue;
        }
        let mut fields: [&str; Row::FIELDS.len()] = Default::default();
        for (place, text) in columns.iter().zip(&record) {
            if let Some(field) = fields.get_mut(*place) {
                *field = text;
            }
        }
        let [case, item, version, facts, office, officer, decided, min, max, fine, flagged] =
            fields.map(Cow::Borrowed);
        let decided = as_written(decided.trim());
        let decided = decided.split('T').next().unwrap_or_default().into();
        let row = Row { case, item, version, facts, office, officer, decided, min, max, fine, flagged };
        take(line, &row, consistency);
    }
    Ok(())
}

fn told(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { pos, .. } => {
            let line = pos.as_ref().map_or(1, csv::Position::line);
            format!("line {line} is not UTF-8 (GBK?); a spreadsheet saves the table as `CSV UTF-8`")
        }
        _ => error.to_string(),
    }
}

/// Of each column the place of its field.
fn columns(headers: &csv::StringRecord) -> Result<Vec<usize>, String> {
    let known = || Row::FIELDS.iter().zip(CHINESE);
    let mut columns = Vec::new();
    for heading in headers {
        // Spreadsheets put a mark before the first column.
        let heading = heading.trim_start_matches('\u{feff}').trim();
        let Some(place) = known().position(|(en, zh)| heading == *en || heading == zh) else {
            if headers.len() == 1 && heading.contains([';', '\t']) {
                return Err(format!("expected columns that commas separate, found `{heading}`"));
            }
            let known: Vec<String> = known().map(|(en, zh)| format!("{en} {zh}")).collect();
            return Err(format!("unknown column `{heading}`; the columns are {}", known.join(", ")));
        };
        if columns.contains(&place) {
            return Err(format!("the column `{heading}` is there twice"));
        }
        columns.push(place);
    }
    for (place, (en, zh)) in known().enumerate() {
        if NEEDED.contains(en) && !columns.contains(&place) {
            return Err(format!("the column `{en}` ({zh}) is missing"));
        }
    }
    Ok(columns)
}

/// A file that remembers where its lines end: a reader of CSV begins a record at the end of the line before.
struct Lines<R> {
    source: R,
    passed: u64,
    /// The ends of lines that were read and not yet counted, and whether each is the last byte of its line.
    ends: VecDeque<(u64, bool)>,
    line: u64,
}

impl<R: Read> Lines<R> {
    const fn of(source: R) -> Self {
        Self { source, passed: 0, ends: VecDeque::new(), line: 1 }
    }

    /// The line of the first byte from a place on that ends no line. Places are asked for in order.
    fn at(&mut self, place: u64) -> u64 {
        let mut start = place;
        while let Some((end, last)) = self.ends.front().copied().filter(|(end, _)| *end <= start) {
            if end == start {
                start = start.saturating_add(1);
            }
            self.line = self.line.saturating_add(last.into());
            self.ends.pop_front();
        }
        self.line
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let read = buffer.get(..count).unwrap_or_default();
        for (place, byte) in (self.passed..).zip(read) {
            if matches!(byte, b'\r' | b'\n') {
                self.ends.push_back((place, *byte == b'\n'));
            }
        }
        self.passed = self.passed.saturating_add(u64::try_from(count).unwrap_or_default());
        Ok(count)
    }
}
