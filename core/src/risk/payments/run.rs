use std::collections::BTreeMap;
use std::sync::Arc;

use super::first_digit::first_digit;
use super::ledger::{Ledger, Name};
use super::mark::{Mark, Said};
use super::outlier::outlier;
use super::repeated::repeated;
use super::returned::returned;
use super::split::split;
use super::{Payment, PaymentOffice, PaymentReport, PaymentScreen, PaymentTally, PaymentTest, RecordFault};
use crate::record::expected;
use crate::seen::{Fingerprint, Seen};

/// A run over many payments. All of them are kept until the end, since most of what is looked for shows only among them.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use evenhand::RuleBook;
/// use evenhand::risk::payments::PaymentScreening;
///
/// let book = RuleBook::bundled()?;
/// let screen = book.on("2026-11-22".parse()?).payment_screen("cn.special-funds/payments")?;
/// let mut screening = PaymentScreening::new(screen);
/// screening.add_line(1, br#"{"id": "V-1", "day": "2026-03-02", "amount": 26000, "from": "finance", "to": "builder"}"#);
/// screening.add_line(2, br#"{"id": "V-2", "day": "2026-03-04", "amount": 24000, "from": "finance", "to": "builder"}"#);
/// let report = screening.finish();
/// assert_eq!(report.findings[0].payments.len(), 2);
/// assert_eq!(report.tallies[0].raised, 2);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PaymentScreening {
    screen: Arc<PaymentScreen>,
    ledger: Ledger,
    seen: Seen,
    faults: Vec<(u64, RecordFault)>,
}

impl PaymentScreening {
    /// A run that has read nothing.
    #[must_use]
    pub fn new(screen: &Arc<PaymentScreen>) -> Self {
        let (ledger, seen) = (Ledger::default(), Seen::default());
        Self { screen: Arc::clone(screen), ledger, seen, faults: Vec::new() }
    }

    /// Takes a record that stands on a line. One that is refused is counted, and told in the report.
    pub fn add_line(&mut self, line: u64, text: &[u8]) {
        self.take(line, Payment::from_line(text));
    }

    /// Takes a payment, or why its record is refused.
    pub fn take(&mut self, line: u64, payment: Result<Payment, RecordFault>) {
        match payment {
            Ok(payment) if self.seen.has(Fingerprint::of(&payment.id)) => {
                let found = format!("`{}`", payment.id);
                let once = expected("每笔一次", "each payment once");
                self.faults.push((line, RecordFault::new("repeated-record", "id", once, found)));
            }
            Ok(payment) => {
                self.seen.keep(Fingerprint::of(&payment.id));
                self.ledger.add(line, payment);
            }
            Err(fault) => self.faults.push((line, fault)),
        }
    }

    /// What came out.
    #[must_use]
    pub fn finish(mut self) -> PaymentReport {
        self.ledger.sort();
        let ledger = &self.ledger;
        let (judged, refused) = (ledger.payments.len(), self.faults.len());
        let mut suspicious = vec![false; judged];
        let (mut tallies, mut findings) = (Vec::new(), Vec::new());
        for (place, flag) in self.screen.flags.iter().enumerate() {
            let said = said(&flag.test, ledger);
            let mut tally = PaymentTally::default();
            for (mark, suspicious) in said.marks.iter().zip(&mut suspicious) {
                match mark {
                    Mark::Raised => {
                        one(&mut tally.raised);
                        *suspicious = true;
                    }
                    Mark::Clear => one(&mut tally.clear),
                    Mark::NotJudged(reason) => one(tally.not_judged.entry(*reason).or_default()),
                }
            }
            let before = findings.len();
            findings.extend(said.findings(place));
            tally.findings = count(findings.len().saturating_sub(before));
            tallies.push(tally);
        }
        PaymentReport {
            read: count(judged.saturating_add(refused)),
            judged: count(judged),
            refused: count(refused),
            tallies,
            offices: offices(ledger, &suspicious),
            findings,
            faults: self.faults,
            screen: self.screen,
        }
    }
}

fn said(test: &PaymentTest, ledger: &Ledger) -> Said {
    match *test {
        PaymentTest::Split { days, threshold, payments } => split(ledger, days, threshold, payments),
        PaymentTest::Returned { days, share } => returned(ledger, days, share),
        PaymentTest::Repeated { days, payments } => repeated(ledger, days, payments),
        PaymentTest::Outlier { payments, limit } => outlier(ledger, payments, limit),
        PaymentTest::FirstDigit { payments, magnitudes, limit } => {
            first_digit(ledger, payments, magnitudes, limit)
        }
    }
}

fn offices(ledger: &Ledger, suspicious: &[bool]) -> BTreeMap<String, PaymentOffice> {
    let mut numbered: BTreeMap<Option<Name>, PaymentOffice> = BTreeMap::new();
    for (payment, suspicious) in ledger.payments.iter().zip(suspicious) {
        let office = numbered.entry(payment.office).or_default();
        one(&mut office.judged);
        office.raised = office.raised.saturating_add((*suspicious).into());
    }
    let named = |name: Option<Name>| name.map_or_else(String::new, |name| ledger.name(name).to_owned());
    numbered.into_iter().map(|(name, office)| (named(name), office)).collect()
}

fn one(count: &mut u64) {
    *count = count.saturating_add(1);
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
