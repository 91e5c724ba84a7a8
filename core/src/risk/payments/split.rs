#![allow(
    clippy::arithmetic_side_effects,
    reason = "amounts are below 10^21 millionths and places below 2^63: no sum of them overflows"
)]

use super::ledger::{Ledger, Placed};
use super::mark::{Mark, Said, money, value};

/// What reaches the threshold, windows that share a payment put together.
struct Run {
    from: usize,
    until: usize,
    most: i128,
}

/// Payments that are each below a threshold and reach it together.
pub(super) fn split(ledger: &Ledger, days: i64, threshold: i128, fewest: usize) -> Said {
    let mut said = Said::nothing(ledger);
    let ways = ledger.together(|payment| Some((payment.from?, payment.to?, payment.purpose)));
    for (_, payments) in ways {
        said.mark(&payments, Mark::Clear);
        let below: Vec<Placed<'_>> =
            payments.into_iter().filter(|payment| payment.entry.amount < threshold).collect();
        for run in runs(&below, days, threshold, fewest) {
            let Some(parts) = below.get(run.from..run.until) else { continue };
            let largest = parts.iter().map(|part| part.entry.amount).max().unwrap_or_default();
            let together = ("期限内合计最高", "most within the days");
            let values = vec![
                value("together", together, money(run.most), format!(">= {}", money(threshold))),
                value("payments", ("笔数", "payments"), parts.len(), format!(">= {fewest}")),
                value("largest", ("单笔最高", "largest"), money(largest), format!("< {}", money(threshold))),
            ];
            said.raise(ledger, parts, values);
        }
    }
    said
}

fn runs(below: &[Placed<'_>], days: i64, threshold: i128, fewest: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let (mut until, mut sum) = (0, 0);
    for (from, first) in below.iter().enumerate() {
        while let Some(next) = below.get(until).filter(|next| next.within(days, *first)) {
            sum += next.entry.amount;
            until += 1;
        }
        if until - from >= fewest && sum >= threshold {
            match runs.last_mut().filter(|run| from < run.until) {
                Some(run) => (run.until, run.most) = (until, run.most.max(sum)),
                None => runs.push(Run { from, until, most: sum }),
            }
        }
        sum -= first.entry.amount;
    }
    runs
}
