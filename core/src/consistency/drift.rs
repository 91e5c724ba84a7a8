#![allow(
    clippy::arithmetic_side_effects,
    reason = "whole numbers of any size do not overflow, and every divisor is above zero"
)]

use std::borrow::Cow;
use std::collections::BTreeMap;

use num_bigint::BigInt;

use super::interval::{DECIMALS, MILLION};
use super::{Lacking, Limits, Month, Told, TooFew};
use crate::number::Rational;

/// A trend is looked for in at most so many months, the last ones.
pub const MOST_MONTHS: usize = 120;

/// A trend over months: the test of Mann (1945) and Kendall, with the slope of Theil (1950) and Sen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// How many months had enough decisions.
    pub months: u64,
    /// The first and the last of them.
    pub span: [Month; 2],
    /// How many pairs of months rise, less those that fall.
    pub statistic: i64,
    /// The probability that months in any other order would tell of a trend as much: exact, ties included, rounded up to six
    /// decimals.
    pub chance: Rational,
    /// The median change from one month to the next.
    pub slope: Rational,
    /// The same over the whole span.
    pub change: Rational,
    /// Whether the policy calls it a drift.
    pub drifts: bool,
}

/// The trend of values by month, in the order of months.
pub(super) fn drift(values: &[(Month, Rational)], limits: &Limits, orders: &mut Orders) -> Told<Drift> {
    let values = values.get(values.len().saturating_sub(MOST_MONTHS)..).unwrap_or_default();
    let months = u64::try_from(values.len()).unwrap_or(u64::MAX);
    let lacking = TooFew { of: Lacking::Months, have: months, need: limits.months.max(2) };
    TooFew::check(Lacking::Months, months, lacking.need)?;
    trend(values, limits, orders).map(|drift| Drift { months, ..drift }).ok_or(lacking)
}

fn trend(values: &[(Month, Rational)], limits: &Limits, orders: &mut Orders) -> Option<Drift> {
    let (first, last) = (values.first()?.0, values.last()?.0);
    let (mut statistic, mut untied, mut slopes) = (0_i64, 0_i64, Vec::new());
    for (place, (month, value)) in values.iter().enumerate() {
        for (earlier, before) in values.iter().take(place) {
            let rise = value.subtract(*before)?;
            let sign = rise.cmp(&Rational::ZERO);
            statistic = statistic.checked_add(i64::from(sign.is_gt()) - i64::from(sign.is_lt()))?;
            untied = untied.checked_add(i64::from(sign.is_ne()))?;
            slopes.push(rise.divide(Rational::integer(month.since(*earlier).into()))?);
        }
    }
    let mut sorted: Vec<Rational> = values.iter().map(|(_, value)| *value).collect();
    sorted.sort_unstable();
    let ties: Vec<usize> = sorted.chunk_by(|a, b| a == b).map(<[Rational]>::len).collect();
    let slope = median(&mut slopes)?;
    let change = slope.multiply(Rational::integer(last.since(first).into()))?;
    let chance = orders.chance(&ties, untied, statistic)?;
    let drifts = chance <= limits.level && change.absolute()? >= limits.difference;
    Some(Drift { months: 0, span: [first, last], statistic, chance, slope, change, drifts })
}

fn median(values: &mut [Rational]) -> Option<Rational> {
    values.sort_unstable();
    let above = values.len().checked_div(2)?;
    let below = values.len().checked_sub(1)?.checked_div(2)?;
    values.get(below)?.add(*values.get(above)?)?.divide(Rational::integer(2))
}

/// How many orders of so many different values have 0, 1, 2 … falling pairs: the same for every series of as many months.
#[derive(Default)]
pub(super) struct Orders(BTreeMap<usize, Vec<BigInt>>);

impl Orders {
    fn of(&mut self, months: usize) -> &[BigInt] {
        self.0.entry(months).or_insert_with(|| {
            (2..=months).fold(vec![BigInt::from(1)], |orders, length| lengthened(&orders, length))
        })
    }

    /// The probability of a statistic at least as far from zero, over all orders of the values.
    ///
    /// In an order with `d` falling pairs the statistic is `untied − 2d`. How many orders have `d` falling pairs are the
    /// coefficients of the Gaussian multinomial `[n]! / Π [t]!`, with `[n]! = Π (1 + q + … + q^(k−1))`.
    fn chance(&mut self, ties: &[usize], untied: i64, statistic: i64) -> Option<Rational> {
        let mut orders = Cow::Borrowed(self.of(ties.iter().sum()));
        for tied in ties {
            for length in 2..=*tied {
                orders = Cow::Owned(shortened(&orders, length));
            }
        }
        let (mut all, mut extreme) = (BigInt::ZERO, BigInt::ZERO);
        for (falling, count) in (0_i64..).zip(orders.iter()) {
            all += count;
            if untied.checked_sub(falling.checked_mul(2)?)?.abs() >= statistic.abs() {
                extreme += count;
            }
        }
        let millionths = (extreme * MILLION + &all - 1) / all;
        Rational::new(i128::try_from(millionths).ok()?, 10_i128.checked_pow(DECIMALS)?)
    }
}

/// Times `1 + q + … + q^(length − 1)`: sums over a window.
fn lengthened(counts: &[BigInt], length: usize) -> Vec<BigInt> {
    let mut window = BigInt::ZERO;
    let places = 0..counts.len().saturating_add(length).saturating_sub(1);
    places
        .map(|place| {
            if let Some(count) = counts.get(place) {
                window += count;
            }
            if let Some(count) = place.checked_sub(length).and_then(|place| counts.get(place)) {
                window -= count;
            }
            window.clone()
        })
        .collect()
}

/// Divided by the same, which leaves no rest: times `1 − q`, divided by `1 − q^length`.
fn shortened(counts: &[BigInt], length: usize) -> Vec<BigInt> {
    let mut quotient: Vec<BigInt> = Vec::new();
    for place in 0..counts.len().saturating_add(1).saturating_sub(length) {
        let mut value = counts.get(place).cloned().unwrap_or_default();
        if let Some(before) = place.checked_sub(1).and_then(|place| counts.get(place)) {
            value -= before;
        }
        if let Some(earlier) = place.checked_sub(length).and_then(|place| quotient.get(place)) {
            value += earlier;
        }
        quotient.push(value);
    }
    quotient
}
