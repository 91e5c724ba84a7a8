#![allow(
    clippy::arithmetic_side_effects,
    reason = "amounts are below 10^21 millionths: no sum or difference of them overflows"
)]

use std::cmp::Reverse;
use std::collections::VecDeque;

use super::ledger::{Ledger, Name, Placed};
use super::mark::{Mark, Said, decimal, money, value};
use crate::number::Rational;

/// A payment of which money can still come back.
struct Open<'a> {
    /// The payment, then what came back of it.
    payments: Vec<Placed<'a>>,
    payer: Option<Name>,
    left: i128,
    back: i128,
}

/// Payments of which at least a share comes back.
///
/// What comes back is counted once: for the oldest payment that it can still be the return of. What was counted so is
/// itself no payment of which something comes back, only the rest of it is. On one day the larger payment comes first.
pub(super) fn returned(ledger: &Ledger, days: i64, share: Rational) -> Said {
    let mut said = Said::nothing(ledger);
    let between = ledger.together(|payment| {
        let (from, to) = (payment.from?, payment.to?);
        Some((from.min(to), from.max(to)))
    });
    for (_, mut payments) in between {
        said.mark(&payments, Mark::Clear);
        payments.sort_by_key(|one| (one.entry.day, Reverse(one.entry.amount), one.place));
        for open in settled(&payments, days) {
            let Some(paid) = open.payments.first() else { continue };
            let paid = paid.entry.amount;
            let limit = Rational::new(paid, 1_000_000).and_then(|paid| paid.multiply(share));
            let found = Rational::new(open.back, paid);
            let Some((limit, found)) = limit.zip(found).filter(|(_, found)| *found >= share) else {
                continue;
            };
            let values = vec![
                value("paid", ("支付", "paid"), money(paid), ""),
                value("returned", ("回流", "returned"), money(open.back), format!(">= {}", decimal(limit))),
                value(
                    "share",
                    ("回流比例", "share returned"),
                    decimal(found),
                    format!(">= {}", decimal(share)),
                ),
            ];
            said.raise(ledger, &open.payments, values);
        }
    }
    said
}

/// The payments between two, in their order, each with what came back of it in time.
fn settled<'a>(payments: &[Placed<'a>], days: i64) -> Vec<Open<'a>> {
    let (mut open, mut settled): (VecDeque<Open<'a>>, Vec<Open<'a>>) = Default::default();
    for payment in payments {
        let late = |open: &Open<'_>| open.payments.first().is_some_and(|first| !payment.within(days, *first));
        while open.front().is_some_and(late) {
            settled.extend(open.pop_front());
        }
        let mut left = payment.entry.amount;
        while let Some(oldest) =
            open.front_mut().filter(|oldest| oldest.payer != payment.entry.from && left > 0)
        {
            let part = left.min(oldest.left);
            oldest.payments.push(*payment);
            oldest.back += part;
            oldest.left -= part;
            left -= part;
            if oldest.left == 0 {
                settled.extend(open.pop_front());
            }
        }
        if left > 0 {
            let payer = payment.entry.from;
            open.push_back(Open { payments: vec![*payment], payer, left, back: 0 });
        }
    }
    settled.extend(open);
    settled
}
