//! Bids to what a screen finds among them: a row a bid, each tender written as the OCDS release that the screen reads.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::{RecordBatch, StringViewArray};
use arrow_schema::{ArrowError, SchemaRef};
use evenhand::risk::screen::{
    Finding, Judged, Screen, ScreenReport, Screening, Subject, Tender, TenderFault,
};
use evenhand::{Bilingual, Language};
use pyo3::prelude::*;

use super::failure::Failure;
use super::frame_call::{Asked, FrameCall, Reading};
use super::json::{Json, Object, Shape, value};
use super::made::{batch, counts, frame, line, refused, texts, words};
use super::pace::Pace;
use super::parts::Parts;
use super::table::{Frame, FrameStream, Work};
use super::together::{Closed, Order, Together};
use super::watch::Watch;
use super::whole::{Columns, Wanted};

/// The columns of bids.
const COLUMNS: [Wanted; 14] = [
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
    Wanted { name: "tender_status", shape: Shape::Text, needed: false },
];
const TENDER: usize = 0;
const WON: usize = 9;

/// The columns, as they are written.
struct Bids {
    columns: Vec<Json>,
    won: StringViewArray,
    is_award: bool,
}

/// What the screen says of a tender: the number of its first row, and the verdicts or the fault.
type Said = (u64, Result<Judged, TenderFault>);

/// Tenders on their way to a screen.
struct Tenders {
    screen: Arc<Screen>,
    columns: Columns,
    together: Together,
    threads: usize,
}

impl FrameCall {
    /// Screens the bids of a frame, in any order; tenders come in the order of their first rows.
    pub(crate) fn screen(self, py: Python<'_>, screen: &Arc<Screen>) -> PyResult<ScreenReport> {
        self.read(py, Order::Any.slice(), |asked| {
            let tenders = Tenders::new(screen, asked, Order::Any)?;
            Ok(AtOnce { tenders, screening: Screening::new(screen) })
        })
    }

    /// The findings part by part, for a frame that is sorted by tender.
    pub(crate) fn screen_stream(
        self,
        py: Python<'_>,
        screen: &Arc<Screen>,
    ) -> PyResult<(FrameStream, SharedScreening)> {
        let shared = Arc::new(Mutex::new(Screened::SoFar(Screening::new(screen))));
        let screened = Arc::clone(&shared);
        let order = Order::Sorted("bids");
        let run = self.run(py, order.slice(), |asked| {
            let tenders = Tenders::new(screen, asked, order)?;
            let schema = found(Screening::new(screen).so_far(), &[])?.schema();
            Ok(InParts { tenders, screened, schema })
        })?;
        Ok((FrameStream::new(run), shared))
    }
}

impl Tenders {
    fn new(screen: &Arc<Screen>, asked: Asked, order: Order) -> Result<Self, Failure> {
        let columns = Columns::new(&asked.schema, asked.columns, &COLUMNS)?;
        let together = Together::new(columns.place(TENDER).unwrap_or_default(), order);
        Ok(Self { screen: Arc::clone(screen), columns, together, threads: asked.threads })
    }

    /// Judges the tenders all of whose bids are there.
    fn judge(
        &self,
        closed: &Closed,
        watch: &Watch,
        each: impl FnMut(Vec<Said>) + Send,
    ) -> Result<(), Failure> {
        let parts = Parts::of(&self.columns, closed, TENDER, self.threads)?;
        let pace = Pace { threads: self.threads, watch };
        let judge = |portion: &Range<usize>| self.judge_part(&parts, portion, closed.first);
        let portions = parts.groups.portions(self.threads);
        pace.portions(&portions, |portion| parts.groups.count(portion.clone()), judge, each)
    }

    /// Judges some of the tenders; the first row of all has this number in the frame.
    fn judge_part(&self, parts: &Parts, portion: &Range<usize>, first: usize) -> Result<Vec<Said>, Failure> {
        let (part, members) = parts.part(portion.clone())?;
        let tenders = &parts.groups;
        let columns = (0..COLUMNS.len()).map(|number| part.json(number)).collect::<Result<_, _>>()?;
        let bids = Bids { columns, won: part.texts(WON)?, is_award: part.has(WON) };
        let mut release = Vec::with_capacity(1024);
        let said = members.map(|(number, rows)| {
            let line = line(first.saturating_add(tenders.first(number)));
            if tenders.text(number).is_none() {
                return (line, Err(nobodys()));
            }
            release.clear();
            bids.write(rows, &mut release);
            // What the columns hold is UTF-8.
            let text = std::str::from_utf8(&release).unwrap_or_default();
            (line, Tender::from_ocds(text).and_then(|tender| self.screen.judge(&tender)))
        });
        Ok(said.collect())
    }
}

/// A bid of no tender.
fn nobodys() -> TenderFault {
    TenderFault {
        code: "no-id",
        field: "tender".to_owned(),
        expected: Bilingual { zh: "项目编号".to_owned(), en: "the id of the tender".to_owned() },
        found: "null".to_owned(),
    }
}

/// Counts what was said of tenders.
fn take_all(screening: &mut Screening, said: Vec<Said>) {
    for (line, judged) in said {
        match judged {
            // A tender that is refused is counted.
            Ok(judged) => drop(screening.take(line, judged)),
            Err(fault) => screening.refuse(line, fault),
        }
    }
}

/// All tenders of a frame, to one report.
struct AtOnce {
    tenders: Tenders,
    screening: Screening,
}

impl Reading for AtOnce {
    type Report = ScreenReport;

    fn take(&mut self, slice: &RecordBatch, _: usize, watch: &Watch) -> Result<(), Failure> {
        let closed = self.tenders.together.take(slice.clone())?;
        let each = |said| take_all(&mut self.screening, said);
        closed.map_or(Ok(()), |closed| self.tenders.judge(&closed, watch, each))
    }

    fn finish(mut self, watch: &Watch) -> Result<ScreenReport, Failure> {
        let closed = self.tenders.together.rest();
        let each = |said| take_all(&mut self.screening, said);
        closed.map_or(Ok(()), |closed| self.tenders.judge(&closed, watch, each))?;
        Ok(self.screening.finish())
    }
}

/// What a screen counts, while tenders are read and when all are.
pub(crate) enum Screened {
    SoFar(Screening),
    All(ScreenReport),
}

impl Screened {
    /// The counts, without the findings that were handed on.
    pub(crate) const fn report(&self) -> &ScreenReport {
        match self {
            Self::SoFar(screening) => screening.so_far(),
            Self::All(report) => report,
        }
    }
}

/// The counts, shared with whoever hands the findings on.
pub(crate) type SharedScreening = Arc<Mutex<Screened>>;

/// Tenders to findings that are handed on.
struct InParts {
    tenders: Tenders,
    screened: SharedScreening,
    /// Of the findings.
    schema: SchemaRef,
}

impl InParts {
    /// Judges these tenders, and does something with all that were judged.
    fn judge<T>(
        &self,
        closed: Option<&Closed>,
        watch: &Watch,
        then: impl FnOnce(&mut Screened) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let screened = || self.screened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(closed) = closed {
            // Held only while nobody can ask for the interpreter's lock.
            self.tenders.judge(closed, watch, |said| {
                if let Screened::SoFar(screening) = &mut *screened() {
                    take_all(screening, said);
                }
            })?;
        }
        then(&mut screened())
    }
}

impl Work for InParts {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn run(&mut self, slice: &RecordBatch, _: usize, watch: &Watch) -> Result<RecordBatch, Failure> {
        let closed = self.tenders.together.take(slice.clone())?;
        self.judge(closed.as_ref(), watch, |screened| {
            let findings = match screened {
                Screened::SoFar(screening) => screening.hand_on(),
                Screened::All(_) => Vec::new(),
            };
            Ok(found(screened.report(), &findings)?)
        })
    }

    fn rest(&mut self, watch: &Watch) -> Result<Option<RecordBatch>, Failure> {
        let closed = self.tenders.together.rest();
        self.judge(closed.as_ref(), watch, |screened| {
            let Screened::SoFar(screening) = screened else { return Ok(None) };
            let all = std::mem::replace(screening, Screening::new(&self.tenders.screen));
            let mut report = all.finish();
            let findings = std::mem::take(&mut report.findings);
            let batch = found(&report, &findings)?;
            *screened = Screened::All(report);
            Ok(Some(batch))
        })
    }
}

impl Bids {
    /// Writes a column under a key of OCDS.
    fn key(&self, object: &mut Object<'_>, key: &str, number: usize, row: usize) {
        let shape = COLUMNS.get(number).map_or(Shape::Text, |wanted| wanted.shape);
        let Some(column) = self.columns.get(number) else { return };
        object.key(key, |out| column.write(row, shape, out));
    }

    /// Writes a tender; what it has itself stands in its first row.
    fn write(&self, rows: Range<usize>, out: &mut Vec<u8>) {
        let first = rows.start;
        let mut release = Object::open(out);
        self.key(&mut release, "ocid", 0, first);
        release.object("tender", |tender| {
            self.key(tender, "status", 13, first);
            self.key(tender, "procurementMethod", 10, first);
            tender.object("tenderPeriod", |period| {
                self.key(period, "startDate", 11, first);
                self.key(period, "endDate", 12, first);
            });
        });
        release.object("bids", |bids| {
            bids.list("details", rows.clone(), |row, bid| {
                self.tenderers(bid, "tenderers", row);
                bid.object("value", |value| {
                    self.key(value, "amount", 2, row);
                    self.key(value, "currency", 4, row);
                });
                self.key(bid, "status", 3, row);
                self.key(bid, "date", 5, row);
                self.key(bid, "preparer", 6, row);
                self.key(bid, "address", 7, row);
                self.key(bid, "account", 8, row);
            });
        });
        if self.is_award {
            let won = rows.filter(|row| value(&self.won, *row) == Some("true"));
            release.list("awards", won, |row, award| {
                award.text("status", "active");
                self.tenderers(award, "suppliers", row);
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
    let found = found(report, &report.findings)?;
    Ok(Frame::new(found.schema(), vec![found]))
}

/// A row each of these findings.
fn found(report: &ScreenReport, findings: &[Finding]) -> Result<RecordBatch, ArrowError> {
    let all = || findings.iter();
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
    batch(vec![
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
