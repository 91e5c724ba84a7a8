//! Many cases: read, judged and counted line by line, in constant memory and on several threads.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::{DecidedCase, Irregularity, RecordFault, Supervision, Supervisor};
use crate::limit::Light;

/// How many lines a thread takes at once.
const BATCH: usize = 256;

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

/// The lines that are still to be judged.
struct Source<I> {
    lines: I,
    /// The number of the line before the next one.
    line: u64,
    /// The number of the next batch.
    batch: u64,
}

/// Where the batches are put back into their order.
struct Sink<F> {
    next: u64,
    caseload: Caseload,
    each: F,
    stopped: bool,
}

impl<L: AsRef<[u8]>, I: Iterator<Item = L>> Source<I> {
    /// The next lines that are not empty, each with its number, and the number of the batch.
    fn take(&mut self) -> (u64, Vec<(u64, L)>) {
        let mut lines = Vec::with_capacity(BATCH);
        while lines.len() < BATCH {
            let Some(text) = self.lines.next() else { break };
            self.line = self.line.saturating_add(1);
            if !text.as_ref().trim_ascii().is_empty() {
                lines.push((self.line, text));
            }
        }
        let batch = self.batch;
        self.batch = batch.saturating_add(1);
        (batch, lines)
    }
}

impl Supervisor<'_> {
    /// What is irregular in the record of a line.
    ///
    /// # Errors
    /// Those of [`DecidedCase::from_json`].
    pub fn judge_line(&mut self, line: &[u8]) -> Result<(DecidedCase, Supervision), RecordFault> {
        let text = std::str::from_utf8(line)
            .map_err(|error| RecordFault::new("not-json", "the line", "UTF-8", error.to_string()))?;
        // Some tools put a mark before the first line.
        let case = DecidedCase::from_json(text.trim_start_matches('\u{feff}').trim())?;
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
        let source = Mutex::new(Source { lines, line: 0, batch: 0 });
        let sink = Mutex::new(Sink { next: 0, caseload: Caseload::default(), each, stopped: false });
        let turn = Condvar::new();
        let work = || {
            let mut supervisor = self.another();
            loop {
                let (number, lines) = lock(&source).take();
                if lines.is_empty() {
                    return;
                }
                let judged = lines
                    .iter()
                    .map(|(line, text)| Judged { line: *line, record: supervisor.judge_line(text.as_ref()) });
                let judged: Vec<Judged> = judged.collect();
                let mut sink = lock(&sink);
                // Whoever has the earliest lines never waits, so that the others come to their turn.
                while sink.next != number && !sink.stopped {
                    sink = turn.wait(sink).unwrap_or_else(PoisonError::into_inner);
                }
                if sink.stopped {
                    return;
                }
                for one in &judged {
                    sink.caseload.add(one);
                    if (sink.each)(one).is_break() {
                        sink.stopped = true;
                        break;
                    }
                }
                sink.next = sink.next.saturating_add(1);
                turn.notify_all();
                if sink.stopped {
                    return;
                }
            }
        };
        thread::scope(|scope| {
            for _ in 1..threads {
                // Where no thread can be had, as in a browser, the others do its part.
                let _ = thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
        sink.into_inner().unwrap_or_else(PoisonError::into_inner).caseload
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
