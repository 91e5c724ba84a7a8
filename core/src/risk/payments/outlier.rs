#![allow(
    clippy::arithmetic_side_effects,
    reason = "amounts are below 10^21 millionths, and what they are multiplied with is below 10^6"
)]

use super::ledger::{Ledger, Placed};
use super::mark::{Mark, Said, decimal, money, value};
use super::{FoundValue, OutlierLimit, PaymentReason};
use crate::number::Rational;
use crate::risk::screen::{Fence, Outliers, STATISTIC_DECIMALS, outliers};

/// Amounts far above those of their group.
pub(super) fn outlier(ledger: &Ledger, fewest: usize, limit: OutlierLimit) -> Said {
    let mut said = Said::nothing(ledger);
    for (group, payments) in ledger.together(|payment| payment.group) {
        let peers = match Peers::of(&payments, fewest, limit) {
            Ok(peers) => peers,
            Err(reason) => {
                said.mark(&payments, Mark::NotJudged(reason));
                continue;
            }
        };
        said.mark(&payments, Mark::Clear);
        for payment in &payments {
            if let Some(mut values) = peers.beyond(payment.entry.amount) {
                values.push(value("payments", ("同组笔数", "payments of the group"), payments.len(), ""));
                said.raise_among(ledger, group, *payment, values);
            }
        }
    }
    said
}

/// What an amount is held against.
enum Peers {
    /// The median, and the median of the distances from it.
    Median { limit: Rational, twice_median: i128, four_deviations: i128 },
    /// Where outliers begin.
    Fence(Box<Outliers>),
}

impl Peers {
    fn of(payments: &[Placed<'_>], fewest: usize, limit: OutlierLimit) -> Result<Self, PaymentReason> {
        if payments.len() < fewest {
            return Err(PaymentReason::TooFewPayments);
        }
        let mut amounts: Vec<i128> = payments.iter().map(|payment| payment.entry.amount).collect();
        amounts.sort_unstable();
        match limit {
            OutlierLimit::ModifiedZ(limit) => {
                let twice_median = twice_median(&amounts);
                let mut distances: Vec<i128> =
                    amounts.iter().map(|amount| (2 * amount - twice_median).abs()).collect();
                distances.sort_unstable();
                let four_deviations = self::twice_median(&distances);
                if four_deviations == 0 {
                    return Err(PaymentReason::NoSpread);
                }
                Ok(Self::Median { limit, twice_median, four_deviations })
            }
            OutlierLimit::Quartiles(times) => {
                let amounts: Vec<Rational> =
                    amounts.into_iter().filter_map(|amount| Rational::new(amount, 1_000_000)).collect();
                let found = outliers(&amounts, Fence::Quartiles(times), false);
                // Quartiles that differ do so by a 300th of a millionth at least, which these digits show.
                let spread = |found: &Outliers| {
                    found.quartiles.as_ref().is_some_and(|[first, third]| {
                        first.decimal(STATISTIC_DECIMALS) != third.decimal(STATISTIC_DECIMALS)
                    })
                };
                found.filter(spread).map(Box::new).map(Self::Fence).ok_or(PaymentReason::NoSpread)
            }
        }
    }

    /// The values of an amount that lies beyond the limit.
    fn beyond(&self, amount: i128) -> Option<Vec<FoundValue>> {
        match self {
            Self::Median { limit, twice_median, four_deviations } => {
                // 0.6745 (x - median) / deviation, over whole numbers.
                let above = 2 * 6_745 * (2 * amount - twice_median);
                let score = Rational::new(above, 10_000 * four_deviations)?;
                if score <= *limit {
                    return None;
                }
                let median = Rational::new(*twice_median, 2_000_000)?;
                Some(vec![
                    value("amount", ("金额", "amount"), money(amount), ""),
                    value("median", ("同组中位数", "median of the group"), decimal(median), ""),
                    value("z", ("修正z值", "modified z"), decimal(score), format!("> {}", decimal(*limit))),
                ])
            }
            Self::Fence(outliers) => {
                let beyond = outliers.fence.compare(Rational::new(amount, 1_000_000)?).is_lt();
                let limit = outliers.fence.decimal(STATISTIC_DECIMALS);
                beyond.then(|| vec![value("amount", ("金额", "amount"), money(amount), format!("> {limit}"))])
            }
        }
    }
}

/// Twice the median of numbers in their order, so that it stays whole.
fn twice_median(sorted: &[i128]) -> i128 {
    let half = sorted.len() / 2;
    let upper = sorted.get(half).copied().unwrap_or_default();
    let lower = if sorted.len().is_multiple_of(2) { half.checked_sub(1) } else { Some(half) };
    upper + lower.and_then(|lower| sorted.get(lower)).copied().unwrap_or_default()
}
