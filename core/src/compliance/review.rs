use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Compliance, Finding, Judgement, Matter, RecordFault, Unsettled, Verdict};
use crate::record::expected;
use crate::seen::{Fingerprint, Seen};

/// A run over many records, one after the other.
///
/// What is kept of a record that is in order is sixteen bytes, so that none is counted twice.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use evenhand::RuleBook;
/// use evenhand::compliance::ComplianceReview;
///
/// let book = RuleBook::bundled()?;
/// let scheme = book.on("2026-11-22".parse()?).compliance("cn.official-reception-regulation/reception")?;
/// let mut review = ComplianceReview::new(scheme);
/// review.add_line(1, br#"{"matter": "1", "day": "2026-11-20", "facts": {"guests": 8, "accompanying": 5}}"#);
/// review.add_line(2, br#"{"matter": "1", "day": "2026-11-20"}"#);
/// let report = review.finish();
/// assert_eq!((report.read, report.judged, report.refused), (2, 1, 1));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct ComplianceReview {
    compliance: Arc<Compliance>,
    report: ComplianceReport,
    seen: Seen,
}

/// What came out of a run.
#[derive(Clone, Debug)]
pub struct ComplianceReport {
    /// The scheme.
    pub compliance: Arc<Compliance>,
    /// How many records were read.
    pub read: u64,
    /// Of these, those that were judged.
    pub judged: u64,
    /// Of these, those that were refused.
    pub refused: u64,
    /// Of those that were judged, how they came out.
    pub all: OfficeTally,
    /// The same by office.
    pub offices: BTreeMap<String, OfficeTally>,
    /// What each duty and step came to.
    pub tallies: Vec<Tally>,
    /// What is not in order, in the order of the file.
    pub findings: Vec<Found<Finding>>,
    /// What is not settled, in the order of the file.
    pub unsettled: Vec<Found<Unsettled>>,
    /// The faults of the records that were refused, each with its line.
    pub faults: Vec<(u64, RecordFault)>,
}

/// Something about a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The number of the matter.
    pub matter: String,
    /// Its line.
    pub line: u64,
    /// What.
    pub what: T,
}

/// How the records of an office came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfficeTally {
    /// Everything that applies is in order.
    pub in_order: u64,
    /// Something is not.
    pub with_findings: u64,
    /// Nothing is known not to be, but something could not be judged or can still come.
    pub unsettled: u64,
}

/// What a duty or step came to: of each record that was judged, one of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In order.
    pub met: u64,
    /// Not in order.
    pub not_met: u64,
    /// It does not apply.
    pub not_applicable: u64,
    /// The record does not tell.
    pub not_judged: u64,
    /// It can still come.
    pub pending: u64,
}

impl ComplianceReview {
    /// A run that has read nothing.
    #[must_use]
    pub fn new(compliance: &Arc<Compliance>) -> Self {
        let report = ComplianceReport {
            compliance: Arc::clone(compliance),
            read: 0,
            judged: 0,
            refused: 0,
            all: OfficeTally::default(),
            offices: BTreeMap::new(),
            tallies: vec![Tally::default(); compliance.provisions().count()],
            findings: Vec::new(),
            unsettled: Vec::new(),
            faults: Vec::new(),
        };
        Self { compliance: Arc::clone(compliance), report, seen: Seen::default() }
    }

    /// Takes a record that stands on a line. One that is refused is counted, and told in the report.
    pub fn add_line(&mut self, line: u64, text: &[u8]) {
        match Matter::from_line(text) {
            Ok(matter) => self.add(line, &matter),
            Err(fault) => self.refuse(line, fault),
        }
    }

    /// Takes a record.
    pub fn add(&mut self, line: u64, matter: &Matter) {
        if self.seen.has(Fingerprint::of(matter.name())) {
            let found = format!("`{}` again", matter.name());
            let once = expected("每件一次", "each matter once");
            return self.refuse(line, RecordFault::new("repeated-record", "matter", once, found));
        }
        match self.compliance.judge(matter) {
            Ok(judgement) => {
                self.seen.keep(Fingerprint::of(matter.name()));
                self.take(line, matter, judgement);
            }
            Err(fault) => self.refuse(line, fault),
        }
    }

    fn refuse(&mut self, line: u64, fault: RecordFault) {
        one(&mut self.report.read);
        one(&mut self.report.refused);
        self.report.faults.push((line, fault));
    }

    fn take(&mut self, line: u64, matter: &Matter, judgement: Judgement) {
        let report = &mut self.report;
        one(&mut report.read);
        one(&mut report.judged);
        for (tally, verdict) in report.tallies.iter_mut().zip(&judgement.verdicts) {
            one(match verdict {
                Verdict::Met => &mut tally.met,
                Verdict::NotMet => &mut tally.not_met,
                Verdict::NotApplicable => &mut tally.not_applicable,
                Verdict::NotJudged => &mut tally.not_judged,
                Verdict::Pending => &mut tally.pending,
            });
        }
        if !report.offices.contains_key(matter.office()) {
            report.offices.insert(matter.office().to_owned(), OfficeTally::default());
        }
        let office = report.offices.get_mut(matter.office());
        for tally in office.into_iter().chain([&mut report.all]) {
            one(match (judgement.findings.is_empty(), judgement.unsettled.is_empty()) {
                (false, _) => &mut tally.with_findings,
                (true, false) => &mut tally.unsettled,
                (true, true) => &mut tally.in_order,
            });
        }
        let matter = matter.name();
        report.findings.extend(judgement.findings.into_iter().map(|what| found(matter, line, what)));
        report.unsettled.extend(judgement.unsettled.into_iter().map(|what| found(matter, line, what)));
    }

    /// What came out.
    #[must_use]
    pub fn finish(self) -> ComplianceReport {
        self.report
    }
}

fn one(count: &mut u64) {
    *count = count.saturating_add(1);
}

fn found<T>(matter: &str, line: u64, what: T) -> Found<T> {
    Found { matter: matter.to_owned(), line, what }
}
