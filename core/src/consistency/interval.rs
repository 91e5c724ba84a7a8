#![allow(clippy::arithmetic_side_effects, reason = "whole numbers of any size do not overflow")]

use num_bigint::BigInt;

use super::{Confidence, Share};
use crate::number::{Rational, Surd, parse_decimal};

/// Shares, their ends and probabilities are rounded to this many decimals; what is printed is what is compared.
pub(super) const DECIMALS: u32 = 6;
/// 10⁶.
pub(super) const MILLION: u32 = 1_000_000;

/// Up to this many decisions the binomial distribution is added up; beyond, its normal approximation gives the same rank or
/// the next one outwards.
const ADDED_UP: u64 = 200;

/// A share with the interval of Wilson (1927), which says something sensible at 0 and 1 as well; none of no decisions.
pub(super) fn share(count: u64, of: u64, confidence: Confidence) -> Option<Share> {
    let value = Rational::new(count.into(), of.into())?;
    let [k, n, z, one] = [BigInt::from(count), of.into(), confidence.quantile().into(), MILLION.into()];
    // (2k + z² ± z √(z² + 4k(n − k)/n)) / (2(n + z²)), with z in millionths: all is taken times 10¹².
    let (z2, one2) = (&z * &z, &one * &one);
    let divisor = BigInt::from(2) * (&n * &one2 + &z2);
    let root = &z2 * (&z2 * &n + BigInt::from(4) * &k * (&n - &k) * &one2);
    let centre = BigInt::from(2) * &k * &one2 + &z2;
    let end = |less: bool| {
        let root = Surd::root(less, root.clone(), &n * &divisor * &divisor)?.plus(&centre, &divisor)?;
        Some(Rational::from(parse_decimal(&root.decimal(DECIMALS)).ok()?))
    };
    Some(Share { count, of, value, interval: [end(true)?, end(false)?] })
}

/// The rank from either side between which the median lies: the largest `r` for which the median of `n` draws lies below
/// the `r`-th or above the `n + 1 − r`-th with at most the probability that the confidence leaves. None for too few.
pub(super) fn median_rank(of: u64, confidence: Confidence) -> Option<u64> {
    let rank = if of <= ADDED_UP { added_up(of, confidence) } else { approximated(of, confidence)? };
    Some(rank).filter(|rank| *rank > 0)
}

/// Of a binomial distribution with even chances: the largest `r` with `P(B ≤ r − 1) ≤ 1 / tails`.
fn added_up(of: u64, confidence: Confidence) -> u64 {
    let all = BigInt::from(2).pow(u32::try_from(of).unwrap_or(u32::MAX));
    let (mut rank, mut ways, mut sum) = (0_u64, BigInt::from(1), BigInt::ZERO);
    loop {
        sum += &ways;
        if &sum * confidence.tails() > all || rank >= of {
            return rank;
        }
        ways = ways * (of - rank) / (rank + 1);
        rank += 1;
    }
}

/// `⌊(n − z √n) / 2⌋`.
fn approximated(of: u64, confidence: Confidence) -> Option<u64> {
    let [n, z] = [u128::from(of), u128::from(confidence.quantile())];
    let square = z.checked_mul(z)?.checked_mul(n)?;
    let root = square.isqrt();
    let root = if root.checked_mul(root)? == square { root } else { root.checked_add(1)? };
    let whole = n.checked_mul(MILLION.into())?.checked_sub(root)?;
    u64::try_from(whole.checked_div(u128::from(MILLION).checked_mul(2)?)?).ok()
}
