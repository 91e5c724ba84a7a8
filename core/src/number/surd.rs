#![allow(
    clippy::arithmetic_side_effects,
    reason = "whole numbers of any size do not overflow, and every divisor is above zero"
)]

use std::cmp::Ordering;

use num_bigint::BigInt;

use super::{Edge, Range, Rational};

/// A fraction, plus or minus a square root: what statistics of spread are.
///
/// It is kept as `(whole ± √radicand) / divisor` in whole numbers of any size, so that a comparison with a limit is a
/// comparison of squares, and exact. Digits appear only when it is printed.
///
/// ```
/// use evenhand::number::{Edge, Range, Rational, Surd};
///
/// let root = Surd::root(false, 2.into(), 1.into()).unwrap();
/// assert_eq!(root.decimal(4), "1.4142");
/// assert!(root.lies_in(&Range { low: Edge::Excluded(Rational::ONE), high: Edge::Open }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surd {
    whole: BigInt,
    /// Whether the root is taken off.
    less: bool,
    radicand: BigInt,
    divisor: BigInt,
}

impl Surd {
    /// A fraction; none if the divisor is not above zero.
    #[must_use]
    pub fn fraction(whole: BigInt, divisor: BigInt) -> Option<Self> {
        (divisor > BigInt::ZERO).then_some(Self { whole, less: false, radicand: BigInt::ZERO, divisor })
    }

    /// The root of a fraction, or its negative; none if there is no such root.
    #[must_use]
    pub fn root(less: bool, above: BigInt, below: BigInt) -> Option<Self> {
        let sound = above >= BigInt::ZERO && below > BigInt::ZERO;
        sound.then(|| Self { whole: BigInt::ZERO, less, radicand: above * &below, divisor: below })
    }

    /// The sum with a fraction whose divisor is above zero.
    #[must_use]
    pub fn plus(&self, above: &BigInt, below: &BigInt) -> Option<Self> {
        (*below > BigInt::ZERO).then(|| Self {
            whole: &self.whole * below + above * &self.divisor,
            less: self.less,
            radicand: &self.radicand * below * below,
            divisor: &self.divisor * below,
        })
    }

    /// Less than, equal to or greater than zero.
    #[must_use]
    pub fn sign(&self) -> Ordering {
        let whole = self.whole.cmp(&BigInt::ZERO);
        let root = match (self.radicand.cmp(&BigInt::ZERO), self.less) {
            (Ordering::Equal, _) => Ordering::Equal,
            (_, true) => Ordering::Less,
            (_, false) => Ordering::Greater,
        };
        if whole == root || root == Ordering::Equal {
            return whole;
        }
        if whole == Ordering::Equal {
            return root;
        }
        // The two pull in opposite directions: the larger square wins.
        match (&self.whole * &self.whole).cmp(&self.radicand) {
            Ordering::Greater => whole,
            Ordering::Equal => Ordering::Equal,
            Ordering::Less => root,
        }
    }

    /// How it stands to a fraction, exactly.
    #[must_use]
    pub fn compare(&self, other: Rational) -> Ordering {
        let divisor = BigInt::from(other.denominator());
        let difference = Self {
            whole: &self.whole * &divisor - BigInt::from(other.numerator()) * &self.divisor,
            less: self.less,
            radicand: &self.radicand * &divisor * &divisor,
            divisor: BigInt::from(1),
        };
        difference.sign()
    }

    /// Whether it lies in a range.
    #[must_use]
    pub fn lies_in(&self, range: &Range) -> bool {
        let above = match range.low {
            Edge::Open => true,
            Edge::Included(low) => self.compare(low) != Ordering::Less,
            Edge::Excluded(low) => self.compare(low) == Ordering::Greater,
        };
        above
            && match range.high {
                Edge::Open => true,
                Edge::Included(high) => self.compare(high) != Ordering::Greater,
                Edge::Excluded(high) => self.compare(high) == Ordering::Less,
            }
    }

    /// The decimal with at most so many digits after the point, a half away from zero: the same on every platform.
    #[must_use]
    pub fn decimal(&self, decimals: u32) -> String {
        let negative = self.sign() == Ordering::Less;
        let (whole, less) =
            if negative { (-&self.whole, !self.less) } else { (self.whole.clone(), self.less) };
        let scale = BigInt::from(10).pow(decimals);
        // Rounding is cutting off after half a step is added; over twice the divisor, half a step is the divisor.
        let doubled = BigInt::from(2) * whole * &scale + &self.divisor;
        let square = BigInt::from(4) * &self.radicand * &scale * &scale;
        let root = square.sqrt();
        let steps = if less {
            let above = if &root * &root == square { root } else { root + 1 };
            doubled - above
        } else {
            doubled + root
        };
        let steps = steps / (BigInt::from(2) * &self.divisor);
        let digits = (&steps / &scale, (&steps % &scale).to_string());
        let width = usize::try_from(decimals).unwrap_or(usize::MAX);
        let after = format!("{:0>width$}", digits.1);
        let after = after.trim_end_matches('0');
        let sign = if negative && steps > BigInt::ZERO { "-" } else { "" };
        if after.is_empty() { format!("{sign}{}", digits.0) } else { format!("{sign}{}.{after}", digits.0) }
    }
}
