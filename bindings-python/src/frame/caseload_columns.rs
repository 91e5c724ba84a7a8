//! The counts of a caseload, and of applications, as frames.

use arrow_schema::ArrowError;
use evenhand::Language;
use evenhand::risk;
use evenhand::supervise::{Approvals, Caseload, Month, Tally};

use super::made::{counts, frame, words};
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

/// A column of counts: its name, and what it counts.
type Count = (&'static str, fn(&Tally) -> u64);

/// A row an office and month.
pub(crate) fn offices(caseload: &Caseload) -> Result<Frame, ArrowError> {
    let counted: [Count; 7] = [
        ("judged", |tally| tally.judged),
        ("not_judged", |tally| tally.not_judged),
        ("irregular", |tally| tally.irregular),
        ("judged_in_part", |tally| tally.judged_in_part),
        ("hint", |tally| tally.colours[0]),
        ("yellow", |tally| tally.colours[1]),
        ("red", |tally| tally.colours[2]),
    ];
    let month_texts: Vec<String> = months(caseload).map(|(_, month, _)| month_text(month)).collect();
    let mut columns = vec![
        ("office", words(months(caseload).map(|(office, ..)| Some(office)))),
        ("month", words(month_texts.iter().map(|month| Some(month.as_str())))),
    ];
    for (name, count) in counted {
        columns.push((name, counts(months(caseload).map(|(.., tally)| Some(count(tally))))));
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
    let month_texts: Vec<String> = rows().map(|(_, month, ..)| month_text(month)).collect();
    frame(vec![
        ("office", words(rows().map(|(office, ..)| Some(office)))),
        ("month", words(month_texts.iter().map(|month| Some(month.as_str())))),
        ("code", words(rows().map(|(_, _, code, _)| Some(code.as_str())))),
        ("name_zh", words(rows().map(|(_, _, code, _)| Some(code.name(Language::Chinese))))),
        ("name_en", words(rows().map(|(_, _, code, _)| Some(code.name(Language::English))))),
        ("findings", counts(rows().map(|(.., count)| Some(count)))),
    ])
}

/// A row an office: how its applications stand.
pub(crate) fn approval_offices(approvals: &Approvals) -> Result<Frame, ArrowError> {
    let all = || approvals.offices.iter();
    let mut columns = vec![("office", words(all().map(|(office, _)| Some(office.as_str()))))];
    for (name, count) in risk::Count::ALL {
        columns.push((name, counts(all().map(|(_, counted)| Some(counted.tally.get(*count).into())))));
    }
    columns.push(("not_judged", counts(all().map(|(_, counted)| Some(counted.tally.faults.into())))));
    frame(columns)
}

/// A row an office and code.
pub(crate) fn approval_codes(approvals: &Approvals) -> Result<Frame, ArrowError> {
    let rows = || {
        let offices = approvals.offices.iter();
        offices.flat_map(|(office, counted)| {
            counted.findings.iter().map(move |(code, count)| (office.as_str(), *code, *count))
        })
    };
    frame(vec![
        ("office", words(rows().map(|(office, ..)| Some(office)))),
        ("code", words(rows().map(|(_, code, _)| Some(code.as_str())))),
        ("name_zh", words(rows().map(|(_, code, _)| Some(code.name(Language::Chinese))))),
        ("name_en", words(rows().map(|(_, code, _)| Some(code.name(Language::English))))),
        ("findings", counts(rows().map(|(.., count)| Some(count)))),
    ])
}
