//! Many cases: read, judged and counted line by line, in constant memory and on several threads.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::{DecidedCase, Irregularity, RecordFault, Supervision, Supervisor};
use crate::limit::Light;
use crate::lines::{in_order, is_record};

/// The month of a decision: year and month.
pub type Month = (i16, i8);

/// A line of a caseload.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its number in the file, counted from 1.
    pub line: u64,
    /// The case and what was found, or why the record was refused.
    pub record: Result<(DecidedCase, Supervision), RecordFault>,
}

/// What became of many records. `read` is always `judged + not_judged + refused`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caseload {
    /// Records that were read: every line that is not empty.
    pub read: u64,
    /// Those that were judged.
    pub judged: u64,
    /// Those that the rules give no answer for.
    pub not_judged: u64,
    /// Those that are no records.
    pub refused: u64,
    /// The counts by office and by the month of the decision.
    pub offices: BTreeMap<String, BTreeMap<Month, Tally>>,
    /// All of them together.
    pub all: Tally,
}

/// What was counted of some cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cases that were judged.
    pub judged: u64,
    /// Cases that the rules give no answer for.
    pub not_judged: u64,
    /// Of those that were judged, the ones in which something is irregular.
    pub irregular: u64,
    /// Of those that were judged, the ones of which a part could not be.
    pub judged_in_part: u64,
    /// Findings by code.
    pub findings: BTreeMap<Irregularity, u64>,
    /// Cases by the gravest colour of their findings: hint, yellow, red.
    pub colours: [u64; 3],
}

impl Tally {
    /// Adds what was counted of other cases.
    fn append(&mut self, other: &Self) {
        let more = |count: &mut u64, more: u64| *count = count.saturating_add(more);
        more(&mut self.judged, other.judged);
        more(&mut self.not_judged, other.not_judged);
        more(&mut self.irregular, other.irregular);
        more(&mut self.judged_in_part, other.judged_in_part);
        for (code, count) in &other.findings {
            more(self.findings.entry(*code).or_default(), *count);
        }
        self.colours.iter_mut().zip(other.colours).for_each(|(count, other)| more(count, other));
    }

    fn add(&mut self, supervision: &Supervision) {
        let one = |count: &mut u64, counts: bool| *count = count.saturating_add(counts.into());
        let codes = || supervision.findings.iter().map(|found| found.code);
        one(&mut self.judged, supervision.is_judged());
        one(&mut self.not_judged, !supervision.is_judged());
        one(&mut self.irregular, codes().any(Irregularity::is_irregular));
        one(&mut self.judged_in_part, codes().any(|code| code == Irregularity::PartNotJudged));
        for code in codes() {
            one(self.findings.entry(code).or_default(), true);
        }
        let has = |light: Light| supervision.findings.iter().any(|found| found.colour == Some(light));
        let gravest = Light::THAT_COME_ON.into_iter().zip(&mut self.colours).rev();
        if let Some((_, count)) = gravest.into_iter().find(|(light, _)| has(*light)) {
            one(count, true);
        }
    }
}

impl Caseload {
    /// Adds what became of further records, so that a caseload can be judged part by part.
    ///
    /// ```
    /// use evenhand::supervise::Caseload;
    ///
    /// let mut whole = Caseload { read: 3, judged: 2, refused: 1, ..Caseload::default() };
    /// whole.append(&Caseload { read: 1, not_judged: 1, ..Caseload::default() });
    /// assert_eq!(whole.read, whole.judged + whole.not_judged + whole.refused);
    /// ```
    pub fn append(&mut self, other: &Self) {
        let more = |count: &mut u64, more: u64| *count = count.saturating_add(more);
        more(&mut self.read, other.read);
        more(&mut self.judged, other.judged);
        more(&mut self.not_judged, other.not_judged);
        more(&mut self.refused, other.refused);
        self.all.append(&other.all);
        for (office, months) in &other.offices {
            let known = self.offices.entry(office.clone()).or_default();
            for (month, tally) in months {
                known.entry(*month).or_default().append(tally);
            }
        }
    }

    /// Counts a line.
    fn add(&mut self, judged: &Judged) {
        let one = |count: &mut u64| *count = count.saturating_add(1);
        one(&mut self.read);
        let (case, supervision) = match &judged.record {
            Ok((case, supervision)) => (case, supervision),
            Err(_) => return one(&mut self.refused),
        };
        one(if supervision.is_judged() { &mut self.judged } else { &mut self.not_judged });
        self.all.add(supervision);
        if !self.offices.contains_key(case.office()) {
            self.offices.insert(case.office().to_owned(), BTreeMap::new());
        }
        let decided = case.case().days().decided;
        if let Some(months) = self.offices.get_mut(case.office()) {
            months.entry((decided.year(), decided.month())).or_default().add(supervision);
        }
    }
}

impl Supervisor<'_> {
    /// What is irregular in the record of a line.
    ///
    /// # Errors
    /// Those of [`DecidedCase::from_json`].
    pub fn judge_line(&mut self, line: &[u8]) -> Result<(DecidedCase, Supervision), RecordFault> {
        let case = DecidedCase::from_json(crate::record::text(line)?)?;
        let supervision = self.judge(&case);
        Ok((case, supervision))
    }

    /// Judges every line of a caseload, on so many threads and at least on this one. `each` is called for every line in
    /// its order and can stop the run. Each thread has a few hundred lines at a time, whatever their number. What comes out is
    /// the same for any number of threads.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use std::ops::ControlFlow;
    ///
    /// use evenhand::RuleBook;
    /// use evenhand::calendar::Calendar;
    /// use evenhand::supervise::Supervisor;
    ///
    /// let book = RuleBook::bundled()?;
    /// let calendar = Calendar::bundled("cn")?;
    /// let policy = book.on("2026-11-21".parse()?).policy("cn.penalty-supervision/cases")?;
    /// let lines = ["{}", r#"{"item": "cn.nowhere/1", "days": {"decided": "2026-11-21"}, "decision": {}}"#];
    /// let supervisor = Supervisor::new(&book, policy, &calendar);
    /// let caseload = supervisor.caseload(lines.iter(), 2, |_| ControlFlow::Continue(()));
    /// assert_eq!((caseload.read, caseload.not_judged, caseload.refused), (2, 1, 1));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn caseload<L, I, F>(&self, lines: I, threads: usize, each: F) -> Caseload
    where
        L: AsRef<[u8]>,
        I: Iterator<Item = L> + Send,
        F: FnMut(&Judged) -> ControlFlow<()> + Send,
    {
        let judge = |supervisor: &mut Self, text: L| {
            let text = text.as_ref();
            is_record(text).then(|| supervisor.judge_line(text))
        };
        self.count(lines, threads, judge, each)
    }

    /// The same for records that stand elsewhere, such as the rows of a frame: `read` makes a case of one, on the thread
    /// that judges it.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use std::ops::ControlFlow;
    ///
    /// use evenhand::calendar::Calendar;
    /// use evenhand::supervise::{DecidedCase, Supervisor, Taken};
    /// use evenhand::{Case, Facts, RuleBook};
    ///
    /// let book = RuleBook::bundled()?;
    /// let calendar = Calendar::bundled("cn")?;
    /// let decided = "2026-11-21".parse()?;
    /// let policy = book.on(decided).policy("cn.penalty-supervision/cases")?;
    /// let case = |fine: u32| {
    ///     let case = Case::new(Facts::new(), decided);
    ///     Ok(DecidedCase::new("cn.dongying.city-appearance/46-5", case, Taken::new().fined(fine)))
    /// };
    /// let supervisor = Supervisor::new(&book, policy, &calendar);
    /// let caseload = supervisor.caseload_of([200, 9000].into_iter(), case, 1, |_| ControlFlow::Continue(()));
    /// assert_eq!((caseload.judged, caseload.all.irregular), (2, 1));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn caseload_of<T, I, C, F>(&self, records: I, read: C, threads: usize, each: F) -> Caseload
    where
        I: Iterator<Item = T> + Send,
        C: Fn(T) -> Result<DecidedCase, RecordFault> + Sync,
        F: FnMut(&Judged) -> ControlFlow<()> + Send,
    {
        let judge = |supervisor: &mut Self, record: T| {
            Some(read(record).map(|case| {
                let supervision = supervisor.judge(&case);
                (case, supervision)
            }))
        };
        self.count(records, threads, judge, each)
    }

    fn count<T, I, J, F>(&self, records: I, threads: usize, judge: J, mut each: F) -> Caseload
    where
        I: Iterator<Item = T> + Send,
        J: Fn(&mut Self, T) -> Option<Result<(DecidedCase, Supervision), RecordFault>> + Sync,
        F: FnMut(&Judged) -> ControlFlow<()> + Send,
    {
        let mut caseload = Caseload::default();
        let work = || {
            let (mut supervisor, judge) = (self.another(), &judge);
            move |line, record: T| Some(Judged { line, record: judge(&mut supervisor, record)? })
        };
        in_order(records, threads, work, |judged: &Judged| {
            caseload.add(judged);
            each(judged)
        });
        caseload
    }
}
