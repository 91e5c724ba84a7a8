//! Conduct and procedures: a row a matter, its steps in a column or in a frame of their own, to what does not fit a scheme.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use evenhand::Language;
use evenhand::compliance::{Compliance, ComplianceReport, ComplianceReview, Provision, Tally};
use pyo3::prelude::*;

use super::case_events::{CaseEvents, OF_MATTERS};
use super::fact_columns::{FactColumns, GivenFacts};
use super::failure::Failure;
use super::frame_call::{Asked, FrameCall, Reading, SLICE};
use super::given::GivenFrame;
use super::json::{Object, Shape};
use super::made::{counts, frame, line, refused, texts, words};
use super::table::Frame;
use super::watch::Watch;
use super::whole::{Columns, Wanted};

/// The columns of matters, those of a record in its order; facts can stand in columns of their own instead.
const COLUMNS: [Wanted; 6] = [
    Wanted { name: "matter", shape: Shape::Text, needed: true },
    Wanted { name: "office", shape: Shape::Text, needed: false },
    Wanted { name: "day", shape: Shape::Day, needed: true },
    Wanted { name: "open", shape: Shape::Fact, needed: false },
    Wanted { name: "events", shape: Shape::Objects("event"), needed: false },
    Wanted { name: "facts", shape: Shape::Object, needed: false },
];
const EVENTS: usize = 4;
/// After so many rows keys are looked at.
const PORTION: usize = 4096;

/// What a caller asks for.
pub(crate) struct ComplianceCall {
    pub(crate) call: FrameCall,
    pub(crate) facts: Option<GivenFacts>,
    pub(crate) events: Option<GivenFrame>,
    pub(crate) event_columns: Option<HashMap<String, String>>,
}

/// What came out, and how many events belong to no matter that was read.
pub(crate) struct Reviewed {
    pub(crate) report: ComplianceReport,
    pub(crate) events_without_matter: usize,
}

/// Matters on their way to be reviewed.
struct Matters {
    wanted: &'static [Wanted],
    columns: Columns,
    /// Single facts: the name, and the place of the column.
    facts: Vec<(String, usize)>,
    events: Option<CaseEvents>,
    review: ComplianceReview,
}

impl ComplianceCall {
    /// Holds the matters of a frame against a scheme.
    pub(crate) fn review(self, py: Python<'_>, scheme: &Arc<Compliance>) -> PyResult<Reviewed> {
        let Self { call, facts, events, event_columns } = self;
        call.read(py, SLICE, |Asked { schema, columns, threads }| {
            let mut named = columns.unwrap_or_default();
            let facts = if scheme.facts.is_empty() && facts.is_none() {
                Vec::new()
            } else {
                GivenFacts::places(facts, &schema, &mut named)?
            };
            // A column of that name beside single facts is none of theirs.
            let wanted = if facts.is_empty() { &COLUMNS[..] } else { &COLUMNS[..5] };
            let columns = Columns::new(&schema, Some(named), wanted)?;
            let events = match events {
                None => None,
                Some(_) if columns.place(EVENTS).is_some() => {
                    let message =
                        "events stand in a column of the frame and in a frame of their own: leave one out";
                    return Err(Failure::refused("duplicate-fact", "events", message.to_owned()));
                }
                Some(frame) => Some(CaseEvents::read(frame.reader, event_columns, OF_MATTERS, threads)?),
            };
            Ok(Matters { wanted, columns, facts, events, review: ComplianceReview::new(scheme) })
        })
    }
}

impl Reading for Matters {
    type Report = Reviewed;

    fn take(&mut self, slice: &RecordBatch, first: usize, watch: &Watch) -> Result<(), Failure> {
        let whole = self.columns.of(slice);
        let columns = (0..self.wanted.len()).map(|number| whole.json(number));
        let columns = columns.collect::<Result<Vec<_>, Failure>>()?;
        let facts = FactColumns::of(&self.facts, slice)?;
        let joined = self.events.as_mut().zip(whole.array(0));
        let joined = joined.map(|(events, matters)| events.join(matters)).transpose()?;
        let (mut record, rows) = (Vec::with_capacity(512), slice.num_rows());
        for row in 0..rows {
            record.clear();
            let mut matter = Object::open(&mut record);
            for (wanted, column) in self.wanted.iter().zip(&columns) {
                matter.key(wanted.name, |out| column.write(row, wanted.shape, out));
            }
            facts.write(row, &mut matter);
            if let Some(events) = &joined {
                matter.key("events", |out| events.write(row, out));
            }
            matter.close();
            self.review.add_line(line(first.saturating_add(row)), &record);
            if row.saturating_add(1).is_multiple_of(PORTION) {
                watch.goes_on(PORTION)?;
            }
        }
        watch.goes_on(rows % PORTION)
    }

    fn finish(self, _: &Watch) -> Result<Reviewed, Failure> {
        let events_without_matter = self.events.as_ref().map_or(0, CaseEvents::without_case);
        Ok(Reviewed { report: self.review.finish(), events_without_matter })
    }
}

/// A row something that is not in order.
pub(crate) fn compliance_findings(report: &ComplianceReport) -> Result<Frame, ArrowError> {
    let scheme = &report.compliance;
    let all = || report.findings.iter().map(|found| (found, scheme.provision(found.what.provision)));
    let sentences =
        |language| all().map(|(found, _)| found.what.sentence(scheme, language)).collect::<Vec<_>>();
    let (zh, en) = (sentences(Language::Chinese), sentences(Language::English));
    frame(vec![
        ("row", counts(all().map(|(found, _)| found.line.checked_sub(1)))),
        ("matter", texts(all().map(|(found, _)| Some(found.matter.as_str())))),
        ("code", words(all().map(|(found, _)| Some(found.what.code.code())))),
        ("name_zh", words(all().map(|(found, _)| Some(found.what.code.name(Language::Chinese))))),
        ("name_en", words(all().map(|(found, _)| Some(found.what.code.name(Language::English))))),
        ("about", words(all().map(|(_, about)| Some(about?.name.as_str())))),
        ("title_zh", words(all().map(|(_, about)| Some(about?.title.zh.as_str())))),
        ("title_en", words(all().map(|(_, about)| Some(about?.title.en.as_str())))),
        ("expected", texts(all().map(|(found, _)| Some(found.what.expected.as_str())))),
        ("found", texts(all().map(|(found, _)| found.what.found.as_deref()))),
        ("basis_zh", words(all().map(|(_, about)| Some(about?.basis.zh.as_str())))),
        ("basis_en", words(all().map(|(_, about)| Some(about?.basis.en.as_str())))),
        ("colour", words(all().map(|(_, about)| Some(about?.colour?.code())))),
        ("handling", words(all().map(|(_, about)| Some(about?.handling?.code())))),
        ("message_zh", texts(zh.iter().map(|text| Some(text.as_str())))),
        ("message_en", texts(en.iter().map(|text| Some(text.as_str())))),
    ])
}

/// A row a duty or step of a matter that is not settled.
pub(crate) fn unsettled(report: &ComplianceReport) -> Result<Frame, ArrowError> {
    let scheme = &report.compliance;
    let all = || report.unsettled.iter().map(|found| (found, scheme.provision(found.what.provision)));
    let sentences =
        |language| all().map(|(found, _)| found.what.sentence(scheme, language)).collect::<Vec<_>>();
    let (zh, en) = (sentences(Language::Chinese), sentences(Language::English));
    let missing: Vec<String> = all().map(|(found, _)| found.what.missing.join("; ")).collect();
    frame(vec![
        ("row", counts(all().map(|(found, _)| found.line.checked_sub(1)))),
        ("matter", texts(all().map(|(found, _)| Some(found.matter.as_str())))),
        ("about", words(all().map(|(_, about)| Some(about?.name.as_str())))),
        ("verdict", words(all().map(|(found, _)| Some(found.what.verdict.code())))),
        (
            "missing",
            texts(missing.iter().map(|names| Some(names.as_str()).filter(|names| !names.is_empty()))),
        ),
        ("message_zh", texts(zh.iter().map(|text| Some(text.as_str())))),
        ("message_en", texts(en.iter().map(|text| Some(text.as_str())))),
    ])
}

/// A row a duty or step: what the records came to.
pub(crate) fn provisions(report: &ComplianceReport) -> Result<Frame, ArrowError> {
    let all = || report.compliance.provisions().zip(&report.tallies);
    let text = |text: fn(&Provision) -> &str| words(all().map(|(provision, _)| Some(text(provision))));
    let count = |count: fn(&Tally) -> u64| counts(all().map(|(_, tally)| Some(count(tally))));
    frame(vec![
        ("provision", text(|provision| &provision.name)),
        ("title_zh", text(|provision| &provision.title.zh)),
        ("title_en", text(|provision| &provision.title.en)),
        ("basis_zh", text(|provision| &provision.basis.zh)),
        ("basis_en", text(|provision| &provision.basis.en)),
        ("met", count(|tally| tally.met)),
        ("not_met", count(|tally| tally.not_met)),
        ("not_applicable", count(|tally| tally.not_applicable)),
        ("not_judged", count(|tally| tally.not_judged)),
        ("pending", count(|tally| tally.pending)),
    ])
}

/// A row an office: how its records came out.
pub(crate) fn compliance_offices(report: &ComplianceReport) -> Result<Frame, ArrowError> {
    let all = || report.offices.iter();
    frame(vec![
        ("office", words(all().map(|(office, _)| Some(office.as_str())))),
        ("in_order", counts(all().map(|(_, tally)| Some(tally.in_order)))),
        ("with_findings", counts(all().map(|(_, tally)| Some(tally.with_findings)))),
        ("unsettled", counts(all().map(|(_, tally)| Some(tally.unsettled)))),
    ])
}

/// A row a record that was refused.
pub(crate) fn compliance_faults(report: &ComplianceReport) -> Result<Frame, ArrowError> {
    let faults = report.faults.iter();
    refused(faults.map(|(line, fault)| (*line, fault.code, fault.field.as_str(), fault.to_string())))
}
