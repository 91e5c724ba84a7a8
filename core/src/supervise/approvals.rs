//! Many applications: read, judged and counted line by line, and the counts and score of every office.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::{Application, ApprovalSupervision, ApprovalSupervisor, Irregularity, RecordFault};
use crate::lines::{in_order, is_record};
use crate::risk;
use crate::time::Date;

/// A line of a file of applications.
#[derive(Clone, Debug)]
pub struct JudgedApplication {
    /// Its number in the file, counted from 1.
    pub line: u64,
    /// The application and what was found, or why the record was refused.
    pub record: Result<(Application, ApprovalSupervision), RecordFault>,
}

/// What became of many applications. `read` is always `judged + not_judged + refused`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approvals {
    /// The day on which they stand so.
    pub on: Date,
    /// The first day of the period over which decisions and lights are counted.
    pub since: Option<Date>,
    /// Records that were read: every line that is not empty.
    pub read: u64,
    /// Those that were judged.
    pub judged: u64,
    /// Those whose limit could not be counted.
    pub not_judged: u64,
    /// Those that are no records.
    pub refused: u64,
    /// The counts of each office.
    pub offices: BTreeMap<String, OfficeApprovals>,
}

/// What was counted of the applications of an office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfficeApprovals {
    /// How its cases stand.
    pub tally: risk::Tally,
    /// Findings by code.
    pub findings: BTreeMap<Irregularity, u64>,
}

impl Approvals {
    /// Nothing was read yet.
    #[must_use]
    pub const fn new(on: Date, since: Option<Date>) -> Self {
        Self { on, since, read: 0, judged: 0, not_judged: 0, refused: 0, offices: BTreeMap::new() }
    }

    /// Adds what became of further applications that are judged for the same day and period, so that many can be judged part
    /// by part.
    ///
    /// ```
    /// use evenhand::supervise::Approvals;
    ///
    /// let none = Approvals::new("2026-02-28".parse()?, None);
    /// let mut whole = Approvals { read: 3, judged: 2, refused: 1, ..none.clone() };
    /// whole.append(&Approvals { read: 1, not_judged: 1, ..none });
    /// assert_eq!(whole.read, whole.judged + whole.not_judged + whole.refused);
    /// # Ok::<(), evenhand::time::DateError>(())
    /// ```
    pub fn append(&mut self, other: &Self) {
        let more = |count: &mut u64, more: u64| *count = count.saturating_add(more);
        more(&mut self.read, other.read);
        more(&mut self.judged, other.judged);
        more(&mut self.not_judged, other.not_judged);
        more(&mut self.refused, other.refused);
        for (office, counted) in &other.offices {
            let known = self.offices.entry(office.clone()).or_default();
            known.tally.append(&counted.tally);
            for (code, count) in &counted.findings {
                more(known.findings.entry(*code).or_default(), *count);
            }
        }
    }

    fn add(&mut self, one: &JudgedApplication) {
        let count = |count: &mut u64| *count = count.saturating_add(1);
        count(&mut self.read);
        let (application, supervision) = match &one.record {
            Ok((application, supervision)) => (application, supervision),
            Err(_) => return count(&mut self.refused),
        };
        count(if supervision.is_judged() { &mut self.judged } else { &mut self.not_judged });
        if !self.offices.contains_key(application.office()) {
            self.offices.insert(application.office().to_owned(), OfficeApprovals::default());
        }
        let Some(office) = self.offices.get_mut(application.office()) else { return };
        // What was refused before its limit began is no case of the limit.
        if supervision.due().is_some() || !supervision.is_judged() {
            office.tally.add(supervision.due(), self.since, self.on);
        }
        for found in &supervision.findings {
            count(office.findings.entry(found.code).or_default());
        }
    }

    /// How the offices stand, to be scored under a published scheme; without the cases, which are not kept.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use std::ops::ControlFlow;
    ///
    /// use evenhand::calendar::Calendar;
    /// use evenhand::supervise::ApprovalSupervisor;
    /// use evenhand::time::Date;
    /// use evenhand::{Facts, RuleBook};
    ///
    /// let book = RuleBook::bundled()?;
    /// let calendar = Calendar::bundled("cn")?;
    /// let on: Date = "2026-02-28".parse()?;
    /// let policy = book.on(on).policy("cn.approval-supervision/applications")?;
    /// let lines = [r#"{"office": "North", "limit": "cn.administrative-licence-law/42",
    ///     "events": [{"event": "accepted", "day": "2026-01-28"}, {"event": "decided", "day": "2026-02-03"}]}"#];
    /// let supervisor = ApprovalSupervisor::new(&book, policy, &calendar, on);
    /// let since = Some("2026-02-01".parse()?);
    /// let approvals = supervisor.approvals(lines.iter(), since, 1, |_| ControlFlow::Continue(()));
    ///
    /// let score = book.on(on).score("cn.approval-score/monthly")?;
    /// let standing = approvals.standing().scored(score, &Facts::new());
    /// assert!(standing.offices[0].score.as_ref().unwrap().is_ok());
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn standing(&self) -> risk::Standing {
        let office = |(office, counted): (&String, &OfficeApprovals)| risk::OfficeStanding {
            office: office.clone(),
            tally: counted.tally,
            score: None,
        };
        let offices = self.offices.iter().map(office).collect();
        risk::Standing { on: self.on, since: self.since, cases: Vec::new(), offices }
    }
}

impl ApprovalSupervisor<'_> {
    /// What is irregular in the record of a line.
    ///
    /// # Errors
    /// Those of [`Application::from_json`].
    pub fn judge_line(&mut self, line: &[u8]) -> Result<(Application, ApprovalSupervision), RecordFault> {
        let application = Application::from_json(crate::record::text(line)?)?;
        let supervision = self.judge(&application);
        Ok((application, supervision))
    }

    /// Judges every line of a file of applications, as [`Supervisor::caseload`](super::Supervisor::caseload) does.
    pub fn approvals<L, I, F>(&self, lines: I, since: Option<Date>, threads: usize, each: F) -> Approvals
    where
        L: AsRef<[u8]>,
        I: Iterator<Item = L> + Send,
        F: FnMut(&JudgedApplication) -> ControlFlow<()> + Send,
    {
        let judge = |supervisor: &mut Self, text: L| {
            let text = text.as_ref();
            is_record(text).then(|| supervisor.judge_line(text))
        };
        self.count(lines, since, threads, judge, each)
    }

    /// The same for records that stand elsewhere, such as the rows of a frame: `read` makes an application of one, on the
    /// thread that judges it.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use std::ops::ControlFlow;
    ///
    /// use evenhand::RuleBook;
    /// use evenhand::calendar::Calendar;
    /// use evenhand::supervise::{Application, ApprovalSupervisor};
    /// use evenhand::time::Date;
    ///
    /// let book = RuleBook::bundled()?;
    /// let calendar = Calendar::bundled("cn")?;
    /// let on: Date = "2026-03-02".parse()?;
    /// let policy = book.on(on).policy("cn.approval-supervision/applications")?;
    /// let accepted: Date = "2026-02-10".parse()?;
    /// let read = |limit: &str| Ok(Application::new(limit).with_event("accepted", accepted, None));
    /// let limits = ["cn.approval-office/licence", "cn.nowhere/1"].into_iter();
    /// let supervisor = ApprovalSupervisor::new(&book, policy, &calendar, on);
    /// let approvals = supervisor.approvals_of(limits, None, read, 1, |_| ControlFlow::Continue(()));
    /// assert_eq!((approvals.judged, approvals.not_judged), (1, 1));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn approvals_of<T, I, C, F>(
        &self,
        records: I,
        since: Option<Date>,
        read: C,
        threads: usize,
        each: F,
    ) -> Approvals
    where
        I: Iterator<Item = T> + Send,
        C: Fn(T) -> Result<Application, RecordFault> + Sync,
        F: FnMut(&JudgedApplication) -> ControlFlow<()> + Send,
    {
        let judge = |supervisor: &mut Self, record: T| {
            Some(read(record).map(|application| {
                let supervision = supervisor.judge(&application);
                (application, supervision)
            }))
        };
        self.count(records, since, threads, judge, each)
    }

    fn count<T, I, J, F>(
        &self,
        records: I,
        since: Option<Date>,
        threads: usize,
        judge: J,
        mut each: F,
    ) -> Approvals
    where
        I: Iterator<Item = T> + Send,
        J: Fn(&mut Self, T) -> Option<Result<(Application, ApprovalSupervision), RecordFault>> + Sync,
        F: FnMut(&JudgedApplication) -> ControlFlow<()> + Send,
    {
        let mut approvals = Approvals::new(self.on(), since);
        let work = || {
            let (mut supervisor, judge) = (self.another(), &judge);
            move |line, record: T| Some(JudgedApplication { line, record: judge(&mut supervisor, record)? })
        };
        in_order(records, threads, work, |judged: &JudgedApplication| {
            approvals.add(judged);
            each(judged)
        });
        approvals
    }
}
