use std::sync::Arc;

use super::{Payment, PaymentFinding, PaymentScreen, PaymentScreening};
use crate::language::Bilingual;

/// A worked example: payments, and everything that must come out of them.
#[derive(Clone, Debug)]
pub struct PaymentExample {
    /// The line in the pack.
    pub line: usize,
    /// The payments.
    pub payments: Vec<Payment>,
    /// What must come out.
    pub expected: PaymentsExpected,
    /// The working.
    pub note: Option<Bilingual>,
}

/// What must come out of an example.
#[derive(Clone, Debug, Default)]
pub struct PaymentsExpected {
    /// By flag, the payments of the findings in their order, or the groups where none is named.
    pub findings: Vec<(String, Vec<String>)>,
    /// The flags by which a payment cannot be judged.
    pub not_judged: Vec<String>,
}

impl PaymentExample {
    /// Whether exactly that comes out.
    ///
    /// # Errors
    /// Everything in which it differs, a line for each flag.
    pub fn holds(&self, screen: &Arc<PaymentScreen>) -> Result<(), String> {
        let mut screening = PaymentScreening::new(screen);
        for (line, payment) in (1..).zip(&self.payments) {
            screening.take(line, Ok(payment.clone()));
        }
        let report = screening.finish();
        let mut differences: Vec<String> =
            report.faults.iter().map(|(_, fault)| format!("  {fault}")).collect();
        for (place, (flag, tally)) in screen.flags.iter().zip(&report.tallies).enumerate() {
            let of_flag = report.findings.iter().filter(|finding| finding.place == place);
            let found: Vec<&str> = of_flag.flat_map(concerned).collect();
            let expected = self.expected.findings.iter().find(|(code, _)| *code == flag.code);
            let expected =
                expected.map(|(_, ids)| ids.iter().map(String::as_str).collect()).unwrap_or_default();
            differences.extend(difference(&flag.code, &expected, &found));
            let judged = |judged: bool| if judged { "all judged" } else { "not all judged" };
            let (expected, found) =
                (judged(!self.expected.not_judged.contains(&flag.code)), judged(tally.not_judged.is_empty()));
            if expected != found {
                differences.push(format!("  {}: expected {expected}, found {found}", flag.code));
            }
        }
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }
}

fn concerned(finding: &PaymentFinding) -> Vec<&str> {
    let payments: Vec<&str> = finding.payments.iter().map(|payment| payment.id.as_str()).collect();
    if payments.is_empty() { finding.group.as_deref().into_iter().collect() } else { payments }
}

fn difference(flag: &str, expected: &Vec<&str>, found: &Vec<&str>) -> Option<String> {
    let told = |ids: &[&str]| if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") };
    (expected != found).then(|| format!("  {flag}: expected {}, found {}", told(expected), told(found)))
}
