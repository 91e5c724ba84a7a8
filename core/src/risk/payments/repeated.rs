use super::ledger::{Ledger, Placed};
use super::mark::{Mark, Said, money, value};

/// The same amount again, from the same payer to the same payee.
pub(super) fn repeated(ledger: &Ledger, days: i64, fewest: usize) -> Said {
    let mut said = Said::nothing(ledger);
    let alike = ledger.together(|payment| Some((payment.from?, payment.to?, payment.amount)));
    for ((_, _, amount), payments) in alike {
        said.mark(&payments, Mark::Clear);
        let near = |one: &Placed<'_>, next: &Placed<'_>| next.within(days, *one);
        for again in payments.chunk_by(near).filter(|again| again.len() >= fewest) {
            let gaps = again.windows(2).filter_map(|pair| match pair {
                [one, next] => Some(next.entry.day.days_since(one.entry.day)),
                _ => None,
            });
            let longest = gaps.max().unwrap_or_default();
            let values = vec![
                value("amount", ("金额", "amount"), money(amount), ""),
                value("payments", ("笔数", "payments"), again.len(), format!(">= {fewest}")),
                value("days", ("间隔天数至多", "days between, at most"), longest, format!("<= {days}")),
            ];
            said.raise(ledger, again, values);
        }
    }
    said
}
