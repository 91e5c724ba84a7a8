//! Many applications: read, judged and counted line by line, and the counts and score of every office.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::lines::{in_order, is_record};
use super::{Application, ApprovalSupervision, ApprovalSupervisor, Irregularity, RecordFault};
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
    pub fn approvals<L, I, F>(&self, lines: I, since: Option<Date>, threads: usize, mut each: F) -> Approvals
    where
        L: AsRef<[u8]>,
        I: Iterator<Item = L> + Send,
        F: FnMut(&JudgedApplication) -> ControlFlow<()> + Send,
    {
        let mut approvals = Approvals {
            on: self.on(),
            since,
            read: 0,
            judged: 0,
            not_judged: 0,
            refused: 0,
            offices: BTreeMap::new(),
        };
        let judge = || {
            let mut supervisor = self.another();
            move |line, text: L| {
                let text = text.as_ref();
                is_record(text).then(|| JudgedApplication { line, record: supervisor.judge_line(text) })
            }
        };
        in_order(lines, threads, judge, |judged: &JudgedApplication| {
            approvals.add(judged);
            each(judged)
        });
        approvals
    }
}
