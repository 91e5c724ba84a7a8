#![allow(
    clippy::arithmetic_side_effects,
    reason = "whole numbers of any size do not overflow, no divisor is zero, and counts are below 2^63"
)]

use num_bigint::BigInt;

use super::ledger::{Ledger, Placed};
use super::mark::{Mark, Said, decimal, value};
use super::{DigitLimit, PaymentReason};
use crate::number::{Rational, Surd};
use crate::risk::screen::STATISTIC_DECIMALS;

/// 10³⁰.
const SCALE: i128 = 1_000_000_000_000_000_000_000_000_000_000;

/// Benford's shares of the first digits 1 to 9, log₁₀(1 + 1/d), cut off after thirty decimals: each lies between this
/// and the next number.
const SHARES: [i128; 9] = [
    301_029_995_663_981_195_213_738_894_724,
    176_091_259_055_681_242_081_289_008_530,
    124_938_736_608_299_953_132_449_886_193,
    96_910_013_008_056_414_358_783_315_826,
    79_181_246_047_624_827_722_505_692_704,
    66_946_789_630_613_198_203_449_460_613,
    57_991_946_977_686_754_929_000_425_580,
    51_152_522_447_381_288_948_839_122_336,
    45_757_490_560_675_125_409_944_193_489,
];

/// Between which two fractions Benford's share of a first digit lies: it is irrational. None if it is no first digit.
///
/// ```
/// use evenhand::number::Rational;
/// use evenhand::risk::payments::first_digit_share;
///
/// let [low, high] = first_digit_share(1).unwrap();
/// assert!(low < high && high < Rational::new(302, 1000).unwrap());
/// ```
#[must_use]
pub fn first_digit_share(digit: u8) -> Option<[Rational; 2]> {
    let low = SHARES.get(usize::from(digit).checked_sub(1)?)?;
    Some([Rational::new(*low, SCALE)?, Rational::new(low + 1, SCALE)?])
}

/// Groups whose first digits are not spread as Benford says.
pub(super) fn first_digit(ledger: &Ledger, fewest: usize, magnitudes: u32, limit: DigitLimit) -> Said {
    let mut said = Said::nothing(ledger);
    for (group, payments) in ledger.together(|payment| payment.group) {
        if let Some(reason) = unfit(&payments, fewest, magnitudes) {
            said.mark(&payments, Mark::NotJudged(reason));
            continue;
        }
        let counts = counts(&payments);
        let (name, title, at) = match limit {
            DigitLimit::ChiSquare(at) => ("chi-square", ("卡方", "chi-square"), at),
            DigitLimit::Deviation(at) => ("deviation", ("平均绝对偏差", "mean absolute deviation"), at),
        };
        let ends = match limit {
            DigitLimit::ChiSquare(_) => chi_square(&counts),
            DigitLimit::Deviation(_) => deviation(&counts),
        };
        let Some([low, high]) = ends else { continue };
        match above(&low, &high, at) {
            Some(true) => {
                let digits: Vec<String> = counts.iter().map(ToString::to_string).collect();
                let values = vec![
                    value(name, title, printed(&low, &high), format!("> {}", decimal(at))),
                    value(
                        "digits",
                        ("首位1至9的笔数", "payments by first digit, 1 to 9"),
                        digits.join(", "),
                        "",
                    ),
                    value("payments", ("同组笔数", "payments of the group"), payments.len(), ""),
                ];
                said.raise_group(ledger.name(group), &payments, values);
            }
            Some(false) => said.mark(&payments, Mark::Clear),
            None => said.mark(&payments, Mark::NotJudged(PaymentReason::TooClose)),
        }
    }
    said
}

/// Why the first digits of a group say nothing, if so.
fn unfit(payments: &[Placed<'_>], fewest: usize, magnitudes: u32) -> Option<PaymentReason> {
    if payments.len() < fewest {
        return Some(PaymentReason::TooFewPayments);
    }
    let amounts = || payments.iter().map(|payment| payment.entry.amount);
    let (smallest, largest) = amounts().min().zip(amounts().max())?;
    // A product that is too large for the numbers is above every amount.
    let span = 10_i128.checked_pow(magnitudes).and_then(|times| smallest.checked_mul(times));
    span.is_none_or(|span| largest < span).then_some(PaymentReason::TooNarrow)
}

/// How many amounts begin with each digit.
fn counts(payments: &[Placed<'_>]) -> [u64; 9] {
    let mut counts = [0; 9];
    for payment in payments {
        let mut digit = payment.entry.amount;
        while digit >= 10 {
            digit /= 10;
        }
        let place = usize::try_from(digit - 1).ok();
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    counts
}

/// The two ends of Σ (count − n p)² / (n p), which is Σ count² / (n p) − n and falls with every p.
fn chi_square(counts: &[u64; 9]) -> Option<[Surd; 2]> {
    let all = BigInt::from(counts.iter().sum::<u64>());
    let end = |more: i128| {
        let none = Surd::fraction(-&all, BigInt::from(1))?;
        counts.iter().zip(SHARES).try_fold(none, |sum, (count, share)| {
            let square = BigInt::from(*count) * BigInt::from(*count) * BigInt::from(SCALE);
            sum.plus(&square, &(&all * BigInt::from(share + more)))
        })
    };
    Some([end(1)?, end(0)?])
}

/// The two ends of the mean of |count / n − p|.
fn deviation(counts: &[u64; 9]) -> Option<[Surd; 2]> {
    let all = BigInt::from(counts.iter().sum::<u64>());
    let (mut low, mut high) = (BigInt::ZERO, BigInt::ZERO);
    for (count, share) in counts.iter().zip(SHARES) {
        let scaled = BigInt::from(*count) * BigInt::from(SCALE);
        let (most, least) = (&scaled - &all * BigInt::from(share), scaled - &all * BigInt::from(share + 1));
        if least >= BigInt::ZERO {
            (low, high) = (low + least, high + most);
        } else if most <= BigInt::ZERO {
            (low, high) = (low - most, high - least);
        } else {
            high += most.max(-least);
        }
    }
    let divisor = BigInt::from(9) * all * BigInt::from(SCALE);
    Some([Surd::fraction(low, divisor.clone())?, Surd::fraction(high, divisor)?])
}

/// Whether what lies between the two is above a limit; none where the limit lies between them as well.
fn above(low: &Surd, high: &Surd, limit: Rational) -> Option<bool> {
    match (low.compare(limit).is_gt(), high.compare(limit).is_gt()) {
        (true, _) => Some(true),
        (_, false) => Some(false),
        (false, true) => None,
    }
}

/// As many decimals as both ends have in common, ten at most.
fn printed(low: &Surd, high: &Surd) -> String {
    let alike = (0..=STATISTIC_DECIMALS).rev().find(|places| low.decimal(*places) == high.decimal(*places));
    low.decimal(alike.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_ends_do_not_agree_on_is_not_decided() {
        let third = |thirds: i32| Surd::fraction(BigInt::from(thirds), BigInt::from(3));
        let told = |low: i32, high: i32, limit: (i128, i128)| {
            above(&third(low)?, &third(high)?, Rational::new(limit.0, limit.1)?)
        };
        assert_eq!(told(1, 2, (1, 2)), None);
        assert_eq!(told(1, 2, (1, 4)), Some(true));
        assert_eq!(told(1, 2, (2, 3)), Some(false));
        let digits = |low: i32, high: i32| Some(printed(&third(low)?, &third(high)?));
        assert_eq!(digits(1, 1).as_deref(), Some("0.3333333333"));
        assert_eq!(digits(3, 4).as_deref(), Some("1"));
    }
}
