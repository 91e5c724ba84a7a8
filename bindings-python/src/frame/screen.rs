//! Bids to what a screen finds among them: a row a bid, each tender written as the OCDS release that the screen reads.

use std::sync::Arc;

use arrow_array::StringViewArray;
use arrow_schema::ArrowError;
use evenhand::Language;
use evenhand::risk::screen::{Judged, Screen, ScreenReport, Screening, Subject, Tender, TenderFault};
use pyo3::prelude::*;

use super::grouped::Grouped;
use super::json::{Json, Object, Shape, value};
use super::made::{counts, frame, refused, texts, words};
use super::table::Frame;
use super::whole::{Wanted, WholeCall};

/// The columns of bids.
const COLUMNS: [Wanted; 13] = [
    Wanted { name: "tender", shape: Shape::Text, needed: true },
    Wanted { name: "tenderer", shape: Shape::Texts, needed: true },
    Wanted { name: "amount", shape: Shape::Number, needed: true },
    Wanted { name: "status", shape: Shape::Text, needed: true },
    Wanted { name: "currency", shape: Shape::Text, needed: false },
    Wanted { name: "date", shape: Shape::Moment, needed: false },
    Wanted { name: "preparer", shape: Shape::Text, needed: false },
    Wanted { name: "address", shape: Shape::Text, needed: false },
    Wanted { name: "account", shape: Shape::Text, needed: false },
    Wanted { name: "won", shape: Shape::Fact, needed: false },
    Wanted { name: "method", shape: Shape::Text, needed: false },
    Wanted { name: "start", shape: Shape::Moment, needed: false },
    Wanted { name: "end", shape: Shape::Moment, needed: false },
];

/// The columns, as they are written.
struct Bids {
    tender: StringViewArray,
    columns: Vec<Json>,
    won: StringViewArray,
    is_award: bool,
}

/// What the screen says of a tender: the number of its first row, and the verdicts or the fault.
type Said = (u64, Result<Judged, TenderFault>);

impl WholeCall {
    /// Screens the bids of a frame, in any order; tenders come in the order of their first rows.
    pub(crate) fn screen(self, py: Python<'_>, screen: &Arc<Screen>) -> PyResult<ScreenReport> {
        self.run(py, &COLUMNS, |whole, pace| {
            let columns = (0..COLUMNS.len()).map(|number| whole.json(number)).collect::<Result<_, _>>()?;
            let bids =
                Bids { tender: whole.texts(0)?, columns, won: whole.texts(9)?, is_award: whole.has(9) };
            let tenders = Grouped::of(bids.tender.clone());
            let mut screening = Screening::new(screen);
            for row in &tenders.nowhere {
                let fault = TenderFault {
                    code: "no-id",
                    field: "tender".to_owned(),
                    expected: "expected the id of the tender".to_owned(),
                    found: "nothing".to_owned(),
                };
                screening.refuse(line(*row), fault);
            }
            let rows = |groups: std::ops::Range<usize>| groups.map(|group| tenders.rows(group).len()).sum();
            let judge = |groups: std::ops::Range<usize>| {
                let mut release = Vec::with_capacity(1024);
                let said = groups.map(|group| {
                    let rows = tenders.rows(group);
                    release.clear();
                    bids.write(rows, &mut release);
                    // What the columns hold is UTF-8.
                    let text = std::str::from_utf8(&release).unwrap_or_default();
                    let judged = Tender::from_ocds(text).and_then(|tender| screen.judge(&tender));
                    (line(rows.first().copied().unwrap_or_default()), judged)
                });
                said.collect::<Vec<Said>>()
            };
            pace.portions(tenders.len(), rows, judge, |said| {
                for (line, judged) in said {
                    match judged {
                        // A tender that is refused is counted.
                        Ok(judged) => drop(screening.take(line, judged)),
                        Err(fault) => screening.refuse(line, fault),
                    }
                }
            })?;
            Ok(screening.finish())
        })
    }
}

/// Rows are counted from 0 in frames, lines from 1.
fn line(row: usize) -> u64 {
    u64::try_from(row).unwrap_or(u64::MAX).saturating_add(1)
}

impl Bids {
    /// Writes a column under a key of OCDS.
    fn key(&self, object: &mut Object<'_>, key: &str, number: usize, row: usize) {
        let shape = COLUMNS.get(number).map_or(Shape::Text, |wanted| wanted.shape);
        let Some(column) = self.columns.get(number) else { return };
        object.key(key, |out| column.write(row, shape, out));
    }

    /// Writes a tender; what it has itself stands in its first row.
    fn write(&self, rows: &[usize], out: &mut Vec<u8>) {
        let Some(first) = rows.first().copied() else { return };
        let mut release = Object::open(out);
        self.key(&mut release, "ocid", 0, first);
        release.object("tender", |tender| {
            self.key(tender, "procurementMethod", 10, first);
            tender.object("tenderPeriod", |period| {
                self.key(period, "startDate", 11, first);
                self.key(period, "endDate", 12, first);
            });
        });
        release.object("bids", |bids| {
            bids.list("details", rows.iter(), |row, bid| {
                self.tenderers(bid, "tenderers", *row);
                bid.object("value", |value| {
                    self.key(value, "amount", 2, *row);
                    self.key(value, "currency", 4, *row);
                });
                self.key(bid, "status", 3, *row);
                self.key(bid, "date", 5, *row);
                self.key(bid, "preparer", 6, *row);
                self.key(bid, "address", 7, *row);
                self.key(bid, "account", 8, *row);
            });
        });
        if self.is_award {
            let won = rows.iter().filter(|row| value(&self.won, **row) == Some("true"));
            release.list("awards", won, |row, award| {
                award.text("status", "active");
                self.tenderers(award, "suppliers", *row);
            });
        }
        release.close();
    }

    fn tenderers(&self, object: &mut Object<'_>, key: &str, row: usize) {
        let Some(column) = self.columns.get(1) else { return };
        object.key(key, |out| column.write(row, Shape::Objects("id"), out));
    }
}

/// A row a flag that was raised.
pub(crate) fn findings(report: &ScreenReport) -> Result<Frame, ArrowError> {
    let all = || report.findings.iter();
    let flag = |place: usize| report.screen.flags.get(place);
    let sentences = |language| all().map(|found| found.sentence(report, language)).collect::<Vec<_>>();
    let (zh, en) = (sentences(Language::Chinese), sentences(Language::English));
    let list = |texts: Vec<String>| Some(texts.join("; ")).filter(|text| !text.is_empty());
    let values: Vec<Option<String>> = all()
        .map(|found| {
            let values = found.found.values.iter();
            list(values.map(|value| format!("{} = {}", value.name, value.found)).collect())
        })
        .collect();
    let tenderers: Vec<Option<String>> = all().map(|found| list(found.found.tenderers.clone())).collect();
    frame(vec![
        (
            "row",
            counts(all().map(|found| match &found.subject {
                Subject::Tender(_, line) => line.checked_sub(1),
                Subject::Tenderer(_) => None,
            })),
        ),
        (
            "tender",
            texts(all().map(|found| match &found.subject {
                Subject::Tender(id, _) => Some(id.as_str()),
                Subject::Tenderer(_) => None,
            })),
        ),
        (
            "tenderer",
            texts(all().map(|found| match &found.subject {
                Subject::Tenderer(id) => Some(id.as_str()),
                Subject::Tender(..) => None,
            })),
        ),
        ("flag", words(all().map(|found| Some(found.flag.as_str())))),
        ("title_zh", words(all().map(|found| Some(flag(found.place)?.title.zh.as_str())))),
        ("title_en", words(all().map(|found| Some(flag(found.place)?.title.en.as_str())))),
        ("basis_zh", words(all().map(|found| Some(flag(found.place)?.basis.zh.as_str())))),
        ("basis_en", words(all().map(|found| Some(flag(found.place)?.basis.en.as_str())))),
        ("values", texts(values.iter().map(Option::as_deref))),
        ("tenderers", texts(tenderers.iter().map(Option::as_deref))),
        ("message_zh", texts(zh.iter().map(|text| Some(text.as_str())))),
        ("message_en", texts(en.iter().map(|text| Some(text.as_str())))),
    ])
}

/// A row a flag: how often it was raised, and how often it could not be judged.
pub(crate) fn flags(report: &ScreenReport) -> Result<Frame, ArrowError> {
    let all = || report.screen.flags.iter().zip(&report.tallies);
    frame(vec![
        ("flag", texts(all().map(|(flag, _)| Some(flag.code.as_str())))),
        ("title_zh", texts(all().map(|(flag, _)| Some(flag.title.zh.as_str())))),
        ("title_en", texts(all().map(|(flag, _)| Some(flag.title.en.as_str())))),
        ("raised", counts(all().map(|(_, tally)| Some(tally.raised)))),
        ("clear", counts(all().map(|(_, tally)| Some(tally.clear)))),
        ("not_judged", counts(all().map(|(_, tally)| Some(tally.not_judged.values().sum())))),
    ])
}

/// A row a tender that was refused.
pub(crate) fn faults(report: &ScreenReport) -> Result<Frame, ArrowError> {
    let faults = report.faults.iter();
    refused(faults.map(|(line, fault)| (*line, fault.code, fault.field.as_str(), fault.to_string())))
}
