use num_bigint::BigInt;

use super::Fence;
use crate::number::{Rational, Surd};

/// Where outliers begin, and the quartiles that it was worked out from.
#[derive(Clone, Debug)]
pub struct Outliers {
    /// How many values there were.
    pub values: usize,
    /// The first and the third quartile; none where the fence is fixed.
    pub quartiles: Option<[Surd; 2]>,
    /// Where outliers begin.
    pub fence: Surd,
    /// Whether the fence says anything: one at or below zero would flag what is ordinary.
    pub applied: bool,
}

/// A weighted sum.
type Sum = Vec<(Rational, Rational)>;

/// The value below which so many percent of the values lie: the median-unbiased estimate (the eighth of Hyndman and Fan
/// 1996), which is what Cardinal takes.
fn quantile(sorted: &[Rational], percentile: u8) -> Option<Sum> {
    let count = i128::try_from(sorted.len()).ok()?;
    // The place is (n + 1/3) p + 1/3, over 300 where p is in percent.
    let place = count.checked_mul(3)?.checked_add(1)?.checked_mul(percentile.into())?.checked_add(100)?;
    let (whole, rest) = (place.checked_div(300)?, place.checked_rem(300)?);
    let at = |place: i128| sorted.get(usize::try_from(place).ok()?).copied();
    if whole <= 0 {
        return Some(vec![(Rational::ONE, at(0)?)]);
    }
    let below = at(whole.checked_sub(1)?)?;
    let Some(above) = at(whole) else { return Some(vec![(Rational::ONE, below)]) };
    let weight = Rational::new(rest, 300)?;
    Some(vec![(Rational::ONE.subtract(weight)?, below), (weight, above)])
}

fn add_up(sum: &Sum) -> Option<Surd> {
    sum.iter().try_fold(Surd::fraction(BigInt::ZERO, BigInt::from(1))?, |sum, (weight, value)| {
        let above = BigInt::from(weight.numerator()).checked_mul(&value.numerator().into())?;
        let below = BigInt::from(weight.denominator()).checked_mul(&value.denominator().into())?;
        sum.plus(&above, &below)
    })
}

fn scaled(sum: &Sum, factor: Rational) -> Option<Sum> {
    sum.iter().map(|(weight, value)| Some((weight.multiply(factor)?, *value))).collect()
}

/// The value that so many percent lie below.
pub(super) fn percentile(sorted: &[Rational], percentile: u8) -> Option<Surd> {
    add_up(&quantile(sorted, percentile)?)
}

/// Where low outliers begin, or high ones; none without values.
pub(in crate::risk) fn outliers(sorted: &[Rational], fence: Fence, low: bool) -> Option<Outliers> {
    let zero = Rational::ZERO;
    let times = match fence {
        Fence::Fixed(at) => {
            let fence = add_up(&vec![(Rational::ONE, at)])?;
            return Some(Outliers { values: sorted.len(), quartiles: None, fence, applied: true });
        }
        Fence::Quartiles(times) => times,
    };
    let (first, third) = (quantile(sorted, 25)?, quantile(sorted, 75)?);
    let (near, far) = if low { (&first, &third) } else { (&third, &first) };
    let mut sum = scaled(near, times.add(Rational::ONE)?)?;
    sum.extend(scaled(far, times.negate()?)?);
    let (fence, quartiles) = (add_up(&sum)?, [add_up(&first)?, add_up(&third)?]);
    let above_zero = |value: &Surd| value.compare(zero).is_gt();
    let applied = above_zero(&fence) && (!low || quartiles.first().is_some_and(above_zero));
    Some(Outliers { values: sorted.len(), quartiles: Some(quartiles), fence, applied })
}
