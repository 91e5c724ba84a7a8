//! Payments to what a screen finds among them: a row a payment, each written as the record that the screen reads.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use evenhand::Language;
use evenhand::risk::payments::{
    Payment, PaymentFlag, PaymentReport, PaymentScreen, PaymentScreening, RecordFault,
};
use pyo3::prelude::*;

use super::failure::Failure;
use super::frame_call::{Asked, FrameCall, Reading, SLICE};
use super::json::{Json, Object, Shape};
use super::made::{counts, frame, line, refused, texts, words};
use super::pace::Pace;
use super::table::Frame;
use super::watch::Watch;
use super::whole::{Columns, Wanted};

/// The columns of payments: the keys of the record.
const COLUMNS: [Wanted; 8] = [
    Wanted { name: "id", shape: Shape::Text, needed: true },
    Wanted { name: "day", shape: Shape::Day, needed: true },
    Wanted { name: "amount", shape: Shape::Number, needed: true },
    Wanted { name: "group", shape: Shape::Text, needed: false },
    Wanted { name: "from", shape: Shape::Text, needed: false },
    Wanted { name: "to", shape: Shape::Text, needed: false },
    Wanted { name: "purpose", shape: Shape::Text, needed: false },
    Wanted { name: "office", shape: Shape::Text, needed: false },
];

/// A row, counted from 1 as lines are, and what was read of it.
type Read = (u64, Result<Payment, RecordFault>);

/// Payments on their way to a screen, which keeps them all.
struct Payments {
    columns: Columns,
    screening: PaymentScreening,
    threads: usize,
}

impl FrameCall {
    /// Screens the payments of a frame, in any order.
    pub(crate) fn payments(self, py: Python<'_>, screen: &Arc<PaymentScreen>) -> PyResult<PaymentReport> {
        self.read(py, SLICE, |Asked { schema, columns, threads }| {
            let columns = Columns::new(&schema, columns, &COLUMNS)?;
            Ok(Payments { columns, screening: PaymentScreening::new(screen), threads })
        })
    }
}

impl Reading for Payments {
    type Report = PaymentReport;

    fn take(&mut self, slice: &RecordBatch, first: usize, watch: &Watch) -> Result<(), Failure> {
        let whole = self.columns.of(slice);
        let columns = (0..COLUMNS.len()).map(|number| whole.json(number)).collect::<Result<Vec<_>, _>>()?;
        let read = |rows: Range<usize>| {
            let mut record = Vec::with_capacity(256);
            let read = rows.map(|row| {
                record.clear();
                write(&columns, row, &mut record);
                (line(first.saturating_add(row)), Payment::from_line(&record))
            });
            read.collect::<Vec<Read>>()
        };
        let pace = Pace { threads: self.threads, watch };
        pace.rows(slice.num_rows(), read, |read| {
            for (line, payment) in read {
                self.screening.take(line, payment);
            }
        })
    }

    fn finish(self, _: &Watch) -> Result<PaymentReport, Failure> {
        Ok(self.screening.finish())
    }
}

fn write(columns: &[Json], row: usize, out: &mut Vec<u8>) {
    let mut record = Object::open(out);
    for (wanted, column) in COLUMNS.iter().zip(columns) {
        record.key(wanted.name, |out| column.write(row, wanted.shape, out));
    }
    record.close();
}

/// A row a finding.
pub(crate) fn payment_findings(report: &PaymentReport) -> Result<Frame, ArrowError> {
    let all = || report.findings.iter();
    let flags = || all().map(|found| report.screen.flags.get(found.place));
    let sentences =
        |language| all().map(|found| found.sentence(&report.screen, language)).collect::<Vec<_>>();
    let (zh, en) = (sentences(Language::Chinese), sentences(Language::English));
    let values: Vec<String> = all()
        .map(|found| {
            let values = found.values.iter().map(|value| format!("{} = {}", value.name, value.found));
            values.collect::<Vec<_>>().join("; ")
        })
        .collect();
    let told = |text: fn(&PaymentFlag) -> Option<&str>| words(flags().map(move |flag| flag.and_then(text)));
    frame(vec![
        ("flag", told(|flag| Some(&flag.code))),
        ("group", texts(all().map(|found| found.group.as_deref()))),
        ("from", texts(all().map(|found| found.from.as_deref()))),
        ("to", texts(all().map(|found| found.to.as_deref()))),
        ("payments", counts(all().map(|found| u64::try_from(found.payments.len()).ok()))),
        ("values", texts(values.iter().map(|text| Some(text.as_str())))),
        ("title_zh", told(|flag| Some(&flag.title.zh))),
        ("title_en", told(|flag| Some(&flag.title.en))),
        ("basis_zh", told(|flag| Some(&flag.basis.zh))),
        ("basis_en", told(|flag| Some(&flag.basis.en))),
        ("colour", told(|flag| flag.colour.map(evenhand::limit::Light::code))),
        ("handling", told(|flag| flag.handling.map(evenhand::pack::Handling::code))),
        ("message_zh", texts(zh.iter().map(|text| Some(text.as_str())))),
        ("message_en", texts(en.iter().map(|text| Some(text.as_str())))),
    ])
}

/// A row a payment that a finding concerns: its row, and the row of the finding.
pub(crate) fn payments_concerned(report: &PaymentReport) -> Result<Frame, ArrowError> {
    let all = || {
        let findings = (0_u64..).zip(&report.findings);
        findings.flat_map(|(number, finding)| finding.payments.iter().map(move |one| (number, finding, one)))
    };
    let flag = |place: usize| report.screen.flags.get(place).map(|flag| flag.code.as_str());
    frame(vec![
        ("row", counts(all().map(|(_, _, one)| one.line.checked_sub(1)))),
        ("id", texts(all().map(|(_, _, one)| Some(one.id.as_str())))),
        ("flag", words(all().map(|(_, finding, _)| flag(finding.place)))),
        ("finding", counts(all().map(|(number, ..)| Some(number)))),
    ])
}

/// A row a flag: what it found, and how many payments it says what of.
pub(crate) fn payment_flags(report: &PaymentReport) -> Result<Frame, ArrowError> {
    let all = || report.screen.flags.iter().zip(&report.tallies);
    frame(vec![
        ("flag", texts(all().map(|(flag, _)| Some(flag.code.as_str())))),
        ("title_zh", texts(all().map(|(flag, _)| Some(flag.title.zh.as_str())))),
        ("title_en", texts(all().map(|(flag, _)| Some(flag.title.en.as_str())))),
        ("findings", counts(all().map(|(_, tally)| Some(tally.findings)))),
        ("raised", counts(all().map(|(_, tally)| Some(tally.raised)))),
        ("clear", counts(all().map(|(_, tally)| Some(tally.clear)))),
        ("not_judged", counts(all().map(|(_, tally)| Some(tally.not_judged.values().sum())))),
    ])
}

/// A row a record that was refused.
pub(crate) fn payment_faults(report: &PaymentReport) -> Result<Frame, ArrowError> {
    let faults = report.faults.iter();
    refused(faults.map(|(line, fault)| (*line, fault.code, fault.field.as_str(), fault.to_string())))
}
