//! Amounts on machine integers: a multiplication, an addition and a shift that are proved to give the rounded amount.
//!
//! A rounded amount is `floor((P·x + Q) / D)` steps of its rounding, for integers P, Q, D. With `slope` and `offset` a
//! little above `P/D` and `Q/D` times a power of two, `(slope·x + offset) >> shift` is the same number as long as the
//! excess stays below `1/D` for every x of the cell; it is greatest at an end of the cell, so that is computed, exactly.

use super::form::Monomial;
use super::settle::Moving;
use super::space::{Place, Variable};
use crate::number::{Rational, RoundingMode};

/// `((offset + Σ slope · monomial) >> shift) · unit`, in the smallest decimal of the result columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) offset: i128,
    pub(super) slopes: Vec<(Monomial, i128)>,
    pub(super) unit: i128,
}

/// The integers that a line is computed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// 32 bits.
    Short,
    /// 64 bits.
    Narrow,
    /// 128 bits.
    Wide,
}

impl Width {
    /// What no intermediate result may reach.
    const fn limit(self) -> i128 {
        match self {
            Self::Short => 1 << 31,
            Self::Narrow => 1 << 62,
            Self::Wide => 1 << 125,
        }
    }

    /// The shifts to try, the most exact first.
    pub(super) fn shifts(self) -> impl Iterator<Item = u32> {
        let (least, most) = match self {
            Self::Short => (0, 20),
            Self::Narrow => (12, 52),
            Self::Wide => (12, 72),
        };
        (least..=most).rev().step_by(4)
    }
}

impl Line {
    /// An amount that does not move.
    pub(super) fn fixed(amount: i128, shift: u32) -> Option<Self> {
        Some(Self { offset: 1_i128.checked_shl(shift)?, slopes: Vec::new(), unit: amount })
    }

    /// The line of an amount; `None` where this shift does not prove it.
    pub(super) fn new(
        moving: &Moving,
        variables: &[Variable],
        decimals: u32,
        shift: u32,
        width: Width,
    ) -> Option<Self> {
        let step = moving.rounding.step();
        let constant = moving.form.constant.divide(step)?;
        let (mut least, mut most) = (constant, constant);
        let mut denominator = constant.denominator();
        let mut parts = Vec::with_capacity(moving.form.terms.len());
        for (monomial, coefficient) in &moving.form.terms {
            let (low, high, size) = reach(*monomial, variables, &moving.places)?;
            let slope = coefficient.multiply(size)?.divide(step)?;
            let ends = (slope.multiply(low)?, slope.multiply(high)?);
            least = least.add(ends.0.min(ends.1))?;
            most = most.add(ends.0.max(ends.1))?;
            denominator = common(denominator, slope.denominator())?;
            parts.push((*monomial, slope, low, high));
        }
        // The modes differ below zero; no amount is there.
        if least.is_negative() {
            return None;
        }
        let half = Rational::new(1, 2)?;
        let (moved, denominator) = match moving.rounding.mode() {
            RoundingMode::Down => (constant, denominator),
            RoundingMode::HalfUp => (constant.add(half)?, common(denominator, 2)?),
            RoundingMode::Up => (constant.add(nearly_one(denominator)?)?, denominator),
            RoundingMode::HalfDown => {
                let denominator = common(denominator, 2)?;
                (constant.subtract(half)?.add(nearly_one(denominator)?)?, denominator)
            }
        };
        let power = Rational::integer(1_i128.checked_shl(shift)?);
        let mut slopes = Vec::with_capacity(parts.len());
        let (mut least_excess, mut most_excess) = (Rational::ZERO, Rational::ZERO);
        let mut size = Rational::ZERO;
        for (monomial, slope, low, high) in parts {
            let rounded = slope.multiply(power)?.floor();
            let excess = Rational::integer(rounded).divide(power)?.subtract(slope)?;
            let ends = (excess.multiply(low)?, excess.multiply(high)?);
            least_excess = least_excess.add(ends.0.min(ends.1))?;
            most_excess = most_excess.add(ends.0.max(ends.1))?;
            let reach = low.absolute()?.max(high.absolute()?);
            size = size.add(Rational::integer(rounded).absolute()?.multiply(reach)?)?;
            slopes.push((monomial, rounded));
        }
        let offset = moved.subtract(least_excess)?.multiply(power)?.negate()?.floor().checked_neg()?;
        let excess = Rational::integer(offset).divide(power)?.subtract(moved)?.add(most_excess)?;
        let proved = excess < Rational::new(1, denominator)?;
        let size = size.add(Rational::integer(offset).absolute()?)?;
        let unit = step.mantissa(decimals)?;
        let fits = |value: Rational| value < Rational::integer(width.limit());
        let result = most.add(Rational::ONE)?.multiply(Rational::integer(unit))?;
        (proved && fits(size) && fits(result)).then_some(Self { offset, slopes, unit })
    }
}

/// The least and the most steps of a monomial in a cell, and the size of a step.
fn reach(
    monomial: Monomial,
    variables: &[Variable],
    places: &[Place],
) -> Option<(Rational, Rational, Rational)> {
    let own = |variable: usize| match places.get(variable)? {
        Place::Within(low, high) => {
            Some((Rational::from(*low), Rational::from(*high), variables.get(variable)?.step))
        }
        Place::Open | Place::Missing => None,
    };
    let (low, high, step) = own(monomial.variable)?;
    let Some(times) = monomial.times else { return Some((low, high, step)) };
    let (other_low, other_high, other_step) = own(times)?;
    let corners = [
        low.multiply(other_low)?,
        low.multiply(other_high)?,
        high.multiply(other_low)?,
        high.multiply(other_high)?,
    ];
    Some((*corners.iter().min()?, *corners.iter().max()?, step.multiply(other_step)?))
}

/// The least common multiple.
fn common(left: i128, right: i128) -> Option<i128> {
    // In lowest terms, `left / right` has the denominator without what the two have in common.
    Rational::new(left, right)?.denominator().checked_mul(left)
}

/// The greatest fraction below one with this denominator.
fn nearly_one(denominator: i128) -> Option<Rational> {
    Rational::new(denominator.checked_sub(1)?, denominator)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "small numbers of a test")]

    use std::collections::BTreeMap;

    use super::super::form::Form;
    use super::super::outputs::AmountKind;
    use super::{Line, Monomial, Moving, Place, Rational, Variable, Width};
    use crate::number::{Rounding, RoundingMode};

    /// Small shifts prove little: whatever is proved must be right for every step.
    #[test]
    fn what_is_proved_is_the_rounded_amount_at_every_step() {
        let monomial = Monomial { variable: 0, times: None };
        let (mut proved, mut refused) = (0, 0);
        for (numerator, denominator) in [(185, 1), (1, 3), (2405, 10), (7, 24), (99, 101), (13, 8)] {
            for (constant, below) in [(0, 1), (5, 2), (1, 3), (1999, 100)] {
                for (mode, step) in RoundingMode::ALL
                    .iter()
                    .flat_map(|(mode, _)| [(*mode, (1, 100)), (*mode, (1, 1)), (*mode, (50, 1))])
                {
                    let rounding = Rounding::new(Rational::new(step.0, step.1).unwrap(), mode).unwrap();
                    let slope = Rational::new(numerator, denominator).unwrap();
                    let constant = Rational::new(constant, below).unwrap();
                    let form = Form { constant, terms: BTreeMap::from([(monomial, slope)]) };
                    let moving =
                        Moving { kind: AmountKind::Min, form, rounding, places: vec![Place::Within(0, 400)] };
                    let size = Rational::HUNDREDTH;
                    let variables = [Variable { step: size, reach: (0, 400) }];
                    let widths = [4, 8, 12, 16, 24, 40].map(|shift| (shift, Width::Narrow));
                    for (shift, width) in widths.into_iter().chain([4, 12].map(|shift| (shift, Width::Short)))
                    {
                        let Some(line) = Line::new(&moving, &variables, 2, shift, width) else {
                            refused += 1;
                            continue;
                        };
                        proved += 1;
                        for steps in 0..=400 {
                            let exact =
                                slope.multiply(Rational::from(steps).multiply(size).unwrap()).unwrap();
                            let exact = rounding.round(exact.add(constant).unwrap()).unwrap();
                            let (_, slope) = line.slopes.first().unwrap();
                            let sum = line.offset + slope * i128::from(steps);
                            assert!(width != Width::Short || i32::try_from(sum).is_ok());
                            let found = (sum >> shift) * line.unit;
                            assert_eq!(Some(found), exact.mantissa(2), "{moving:?} at {steps}, {shift}");
                        }
                    }
                }
            }
        }
        assert!(proved > 500 && refused > 100, "{proved} proved, {refused} refused");
    }
}
