//! How large a number can get on its way through a formula: its values, and the digits of its numerator and denominator.
//!
//! The engine computes with fractions of two 128-bit integers. A value between two bounds can still have a denominator
//! that does not fit, so that each step is followed as [`Rational`] takes it: before anything is reduced, with the
//! largest numbers that can meet there. A fact with two decimals is a multiple of 0.01, a product of multiples is a
//! multiple of the product: such a step bounds the denominator. After a division by a fact only its size is known.

use crate::number::{Interval, Rational, Rounding, greatest_common_divisor, square_root};

/// Why a number is not known to be exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// It may not fit into a fraction of two 128-bit integers, or a day may lie beyond the calendar.
    Overflow,
    /// The rounded amount may have more digits than a decimal holds.
    Digits,
    /// A root may not end, so that it is rounded on the way.
    Root,
    /// An amount may lie below zero.
    Negative,
}

/// All that a number can be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    low: Rational,
    high: Rational,
    /// Every value is a multiple of it, where there is such a number.
    step: Option<Rational>,
    /// The largest denominator.
    denominator: i128,
}

impl Size {
    pub(super) const fn point(value: Rational) -> Self {
        Self { low: value, high: value, step: Some(value), denominator: value.denominator() }
    }

    /// Multiples of a step between two bounds.
    pub(super) fn stepped(values: Interval, step: Rational) -> Result<Self, Doubt> {
        Self::new(values, Some(step), step.denominator())
    }

    fn new(values: Interval, step: Option<Rational>, denominator: i128) -> Result<Self, Doubt> {
        let Interval { low: Some(low), high: Some(high) } = values else { return Err(Doubt::Overflow) };
        if low == high {
            return Ok(Self::point(low));
        }
        let denominator = step.map_or(denominator, |step| step.denominator().min(denominator));
        let size = Self { low, high, step, denominator };
        size.magnitude()?.checked_mul(denominator).ok_or(Doubt::Overflow)?;
        Ok(size)
    }

    pub(super) const fn values(self) -> Interval {
        Interval { low: Some(self.low), high: Some(self.high) }
    }

    /// The least whole number that no value exceeds, signs aside.
    fn magnitude(self) -> Result<i128, Doubt> {
        let above = |value: Rational| value.negate()?.floor().checked_neg();
        let below = self.low.floor().checked_abs();
        let above = above(self.high).and_then(i128::checked_abs);
        Ok(below.zip(above).map(|(a, b)| a.max(b)).ok_or(Doubt::Overflow)?.max(1))
    }

    /// A denominator that two numbers can be brought to.
    fn common(self, other: Self) -> Option<i128> {
        match (self.step, other.step) {
            (Some(a), Some(b)) => least_common_multiple(a.denominator(), b.denominator()),
            _ => self.denominator.checked_mul(other.denominator),
        }
    }

    /// A number that both steps are multiples of.
    fn common_step(self, other: Self) -> Option<Rational> {
        let (a, b) = (self.step?, other.step?);
        let above = greatest_common_divisor(a.numerator().unsigned_abs(), b.numerator().unsigned_abs());
        Rational::new(i128::try_from(above).ok()?, least_common_multiple(a.denominator(), b.denominator())?)
    }

    pub(super) fn add(self, other: Self) -> Result<Self, Doubt> {
        let values = self.values().add(other.values());
        let common = self.common(other).ok_or(Doubt::Overflow)?;
        let sum = Self::new(values, self.common_step(other), common)?;
        // Both are brought to the common denominator first.
        for part in [self, other, sum] {
            part.magnitude()?.checked_mul(common).ok_or(Doubt::Overflow)?;
        }
        Ok(sum)
    }

    pub(super) fn negate(self) -> Result<Self, Doubt> {
        Self::new(self.values().negate(), self.step, self.denominator)
    }

    pub(super) fn subtract(self, other: Self) -> Result<Self, Doubt> {
        self.add(other.negate()?)
    }

    pub(super) fn multiply(self, other: Self) -> Result<Self, Doubt> {
        let step = self.step.zip(other.step).and_then(|(a, b)| a.multiply(b));
        let denominator = match step {
            Some(step) => step.denominator(),
            None => self.denominator.checked_mul(other.denominator).ok_or(Doubt::Overflow)?,
        };
        Self::new(self.values().multiply(other.values()), step, denominator)
    }

    pub(super) fn divide(self, divisor: Self) -> Result<Self, Doubt> {
        self.multiply(divisor.inverse()?)
    }

    fn inverse(self) -> Result<Self, Doubt> {
        let values = Interval::point(Rational::ONE).divide(self.values()).ok_or(Doubt::Overflow)?;
        // Above and below the line change places.
        let numerator = self.magnitude()?.checked_mul(self.denominator).ok_or(Doubt::Overflow)?;
        Self::new(values, None, numerator)
    }

    pub(super) fn power(self, exponent: i32) -> Result<Self, Doubt> {
        if exponent < 0 {
            return self.power(exponent.checked_neg().ok_or(Doubt::Overflow)?)?.inverse();
        }
        let values = self.values().power(exponent).ok_or(Doubt::Overflow)?;
        let denominator = self.denominator.checked_pow(exponent.unsigned_abs()).ok_or(Doubt::Overflow)?;
        Self::new(values, self.step.and_then(|step| step.power(exponent)), denominator)
    }

    pub(super) fn absolute(self) -> Result<Self, Doubt> {
        Self::new(self.values().absolute(), self.step, self.denominator)
    }

    /// One of the two.
    pub(super) fn or(self, other: Self) -> Result<Self, Doubt> {
        self.among(other, self.values().union(other.values()))
    }

    pub(super) fn smaller(self, other: Self) -> Result<Self, Doubt> {
        self.among(other, self.values().smaller(other.values()))
    }

    pub(super) fn greater(self, other: Self) -> Result<Self, Doubt> {
        self.among(other, self.values().greater(other.values()))
    }

    fn among(self, other: Self, values: Interval) -> Result<Self, Doubt> {
        Self::new(values, self.common_step(other), self.denominator.max(other.denominator))
    }

    /// The part that is not below zero.
    pub(super) fn not_negative(self) -> Self {
        let held = |value: Rational| value.max(Rational::ZERO);
        Self { low: held(self.low), high: held(self.high), ..self }
    }

    pub(super) fn is_never_negative(self) -> bool {
        !self.low.is_negative()
    }

    pub(super) fn sum(parts: &[Self]) -> Result<Self, Doubt> {
        parts.iter().try_fold(Self::point(Rational::ZERO), |sum, part| sum.add(*part))
    }

    pub(super) fn mean(parts: &[Self]) -> Result<Self, Doubt> {
        let count = i128::try_from(parts.len()).map_err(|_| Doubt::Overflow)?;
        Self::sum(parts)?.divide(Self::point(Rational::integer(count)))
    }

    /// The middle one, or the mean of the two in the middle.
    pub(super) fn median(parts: &[Self]) -> Result<Self, Doubt> {
        let middle = |end: fn(&Self) -> Rational, place: Option<usize>| {
            let mut ends: Vec<Rational> = parts.iter().map(end).collect();
            ends.sort();
            place.and_then(|place| ends.get(place).copied())
        };
        let count = parts.len();
        let lower = count.checked_sub(1).and_then(|last| last.checked_div(2));
        let values =
            |place| Interval { low: middle(|part| part.low, place), high: middle(|part| part.high, place) };
        let any = Self::any(parts)?;
        let one = |place| Self::new(values(place), any.step, any.denominator);
        let upper = count.checked_div(2);
        if lower == upper { one(lower) } else { Self::mean(&[one(lower)?, one(upper)?]) }
    }

    fn any(parts: &[Self]) -> Result<Self, Doubt> {
        let (first, rest) = parts.split_first().ok_or(Doubt::Overflow)?;
        rest.iter().try_fold(*first, |any, part| any.or(*part))
    }

    /// The deviation of single numbers whose root is exact. The engine rounds any other root.
    pub(super) fn deviation(parts: &[Self]) -> Result<Self, Doubt> {
        let mean = Self::mean(parts)?;
        let squares =
            parts.iter().map(|part| part.subtract(mean)?.power(2)).collect::<Result<Vec<_>, Doubt>>()?;
        let freedom = parts.len().checked_sub(1).and_then(|freedom| i128::try_from(freedom).ok());
        let freedom = Self::point(Rational::integer(freedom.ok_or(Doubt::Overflow)?));
        let variance = Self::sum(&squares)?.divide(freedom)?.values().as_point().ok_or(Doubt::Root)?;
        let root = square_root(variance).ok_or(Doubt::Overflow)?;
        if root.power(2) == Some(variance) { Ok(Self::point(root)) } else { Err(Doubt::Root) }
    }

    pub(super) fn modulo(self, divisor: Self) -> Result<Self, Doubt> {
        let times = self.divide(divisor)?.floor(Rational::ONE)?;
        let taken = divisor.multiply(times)?;
        let rest = self.subtract(taken)?;
        let values = divisor.values().union(Interval::point(Rational::ZERO));
        let values = values.intersection(rest.values()).unwrap_or(values);
        Self::new(values, rest.step, rest.denominator)
    }

    /// The largest multiples of a step that are not above the number.
    pub(super) fn floor(self, step: Rational) -> Result<Self, Doubt> {
        self.divide(Self::point(step))?;
        Self::stepped(self.values().floor(step), step)
    }

    pub(super) fn round(self, rounding: Rounding) -> Result<Self, Doubt> {
        let steps = self.divide(Self::point(rounding.step()))?;
        // Multiples of the step stay as they are.
        if steps.step.is_some_and(Rational::is_integer) {
            return Ok(self);
        }
        // The rest is taken from the whole steps, doubled, and held against one.
        let doubled = steps.magnitude()?.checked_add(1).and_then(|whole| whole.checked_mul(2));
        doubled.and_then(|doubled| doubled.checked_mul(steps.denominator)).ok_or(Doubt::Overflow)?;
        Self::stepped(self.values().round(rounding), rounding.step())
    }

    /// Whether every value is a decimal of no more digits than are handed out: 96 bits.
    pub(super) fn fits_decimal(self) -> Result<Self, Doubt> {
        let digits = self.decimals().and_then(|decimals| 10_i128.checked_pow(decimals));
        let mantissa = digits.and_then(|digits| self.magnitude().ok()?.checked_mul(digits));
        if mantissa.is_some_and(|mantissa| mantissa.unsigned_abs() >> 96 == 0) {
            Ok(self)
        } else {
            Err(Doubt::Digits)
        }
    }

    /// How many decimals a value has at most; `None` where it is none that ends.
    pub(super) fn decimals(self) -> Option<u32> {
        let denominator = self.step?.denominator();
        (0..=28).find(|decimals| {
            let power = 10_i128.checked_pow(*decimals);
            power.and_then(|power| power.checked_rem(denominator)) == Some(0)
        })
    }
}

fn least_common_multiple(a: i128, b: i128) -> Option<i128> {
    let divisor = i128::try_from(greatest_common_divisor(a.unsigned_abs(), b.unsigned_abs())).ok()?;
    a.checked_div(divisor)?.checked_mul(b)
}

#[cfg(test)]
mod tests;
