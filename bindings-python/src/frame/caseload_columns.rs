//! The counts of a caseload as frames.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, Field, Schema};
use evenhand::Language;
use evenhand::supervise::{Caseload, Month, Tally};

use super::table::Frame;

/// A month as columns and pages have it: `2026-11`.
pub(crate) fn month_text((year, month): Month) -> String {
    format!("{year:04}-{month:02}")
}

fn months(caseload: &Caseload) -> impl Iterator<Item = (&str, Month, &Tally)> {
    let offices = caseload.offices.iter();
    offices.flat_map(|(office, months)| {
        months.iter().map(move |(month, tally)| (office.as_str(), *month, tally))
    })
}

/// A row an office and month.
pub(crate) fn offices(caseload: &Caseload) -> Result<Frame, ArrowError> {
    let counts: [(&str, fn(&Tally) -> u64); 7] = [
        ("judged", |tally| tally.judged),
        ("not_judged", |tally| tally.not_judged),
        ("irregular", |tally| tally.irregular),
        ("judged_in_part", |tally| tally.judged_in_part),
        ("hint", |tally| tally.colours[0]),
        ("yellow", |tally| tally.colours[1]),
        ("red", |tally| tally.colours[2]),
    ];
    let mut columns = vec![
        ("office", texts(months(caseload).map(|(office, ..)| office.to_owned()))),
        ("month", texts(months(caseload).map(|(_, month, _)| month_text(month)))),
    ];
    for (name, count) in counts {
        columns.push((name, numbers(months(caseload).map(|(.., tally)| count(tally)))));
    }
    frame(columns)
}

/// A row an office, month and code.
pub(crate) fn codes(caseload: &Caseload) -> Result<Frame, ArrowError> {
    let rows = || {
        months(caseload).flat_map(|(office, month, tally)| {
            tally.findings.iter().map(move |(code, count)| (office, month, *code, *count))
        })
    };
    frame(vec![
        ("office", texts(rows().map(|(office, ..)| office.to_owned()))),
        ("month", texts(rows().map(|(_, month, ..)| month_text(month)))),
        ("code", texts(rows().map(|(_, _, code, _)| code.as_str().to_owned()))),
        ("name_zh", texts(rows().map(|(_, _, code, _)| code.name(Language::Chinese).to_owned()))),
        ("name_en", texts(rows().map(|(_, _, code, _)| code.name(Language::English).to_owned()))),
        ("findings", numbers(rows().map(|(.., count)| count))),
    ])
}

fn texts(values: impl Iterator<Item = String>) -> ArrayRef {
    Arc::new(StringArray::from(values.collect::<Vec<String>>()))
}

fn numbers(values: impl Iterator<Item = u64>) -> ArrayRef {
    let whole = values.map(|value| i64::try_from(value).unwrap_or(i64::MAX));
    Arc::new(Int64Array::from(whole.collect::<Vec<i64>>()))
}

/// Columns without gaps as a frame.
fn frame(columns: Vec<(&str, ArrayRef)>) -> Result<Frame, ArrowError> {
    let field = |(name, column): &(&str, ArrayRef)| Field::new(*name, column.data_type().clone(), false);
    let fields: Vec<Field> = columns.iter().map(field).collect();
    let schema = Arc::new(Schema::new(fields));
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    Ok(Frame::new(Arc::clone(&schema), vec![RecordBatch::try_new(schema, columns)?]))
}
