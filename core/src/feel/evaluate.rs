use std::cmp::Ordering;

use thiserror::Error;

use super::{Condition, DateTerm, Membership, NumberTerm, PeriodTerm, Slot, TextTerm};
use crate::number::{Rational, Rounding, RoundingMode, square_root};
use crate::time::{Date, Period};

/// The value of a fact while a formula runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// The fact was not given.
    Missing,
    /// A number.
    Number(Rational),
    /// True or false.
    Boolean(bool),
    /// A text.
    Text(&'a str),
    /// A day.
    Date(Date),
}

/// Why a formula has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// It needs a fact that was not given.
    #[error("a fact that is needed is missing")]
    Missing(Slot),
    /// A number does not fit into 128 bits, or a day lies beyond year 9999.
    #[error("the result is too large to be exact")]
    Overflow,
}

fn value<'a>(values: &[Value<'a>], slot: Slot) -> Value<'a> {
    values.get(slot.0).copied().unwrap_or(Value::Missing)
}

impl NumberTerm {
    /// The exact value.
    ///
    /// # Errors
    /// [`Fault`], if a fact is missing or the value does not fit.
    #[inline]
    pub fn evaluate(&self, values: &[Value<'_>]) -> Result<Rational, Fault> {
        match self {
            Self::Constant(literal, _) => Ok(literal.value),
            Self::Fact(slot) => match value(values, *slot) {
                Value::Number(number) => Ok(number),
                _ => Err(Fault::Missing(*slot)),
            },
            _ => self.work_out(values),
        }
    }

    /// The same apart from numbers and facts, of which most terms are made: those are read where they stand.
    fn work_out(&self, values: &[Value<'_>]) -> Result<Rational, Fault> {
        let all = |terms: &[Self]| -> Result<Vec<Rational>, Fault> {
            terms.iter().map(|term| term.evaluate(values)).collect()
        };
        let pair = |sides: &[Self; 2]| -> Result<(Rational, Rational), Fault> {
            let [left, right] = sides;
            Ok((left.evaluate(values)?, right.evaluate(values)?))
        };
        let result = match self {
            Self::Constant(..) | Self::Fact(_) => return self.evaluate(values),
            Self::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                let chosen = if condition.evaluate(values)? { then } else { otherwise };
                return chosen.evaluate(values);
            }
            Self::Negate(inner) => inner.evaluate(values)?.negate(),
            Self::Add(sides) => {
                let (left, right) = pair(sides)?;
                left.add(right)
            }
            Self::Subtract(sides) => {
                let (left, right) = pair(sides)?;
                left.subtract(right)
            }
            Self::Multiply(sides) => {
                let (left, right) = pair(sides)?;
                left.multiply(right)
            }
            // That the divisor is not zero was proved when the formula was checked.
            Self::Divide(sides, _) => {
                let (left, right) = pair(sides)?;
                left.divide(right)
            }
            Self::Power(base, exponent, _) => base.evaluate(values)?.power(*exponent),
            Self::Min(terms) => return extreme(terms, values, Ordering::Less),
            Self::Max(terms) => return extreme(terms, values, Ordering::Greater),
            Self::Sum(terms) => sum(&all(terms)?),
            Self::Mean(terms) => mean(&all(terms)?),
            Self::Median(terms) => median(all(terms)?),
            Self::Deviation(terms) => deviation(&all(terms)?),
            Self::Absolute(inner) => inner.evaluate(values)?.absolute(),
            Self::Modulo(sides, _) => {
                let (dividend, divisor) = pair(sides)?;
                modulo(dividend, divisor)
            }
            Self::Floor(inner, decimals) => floor(inner.evaluate(values)?, *decimals),
            Self::Ceiling(inner, decimals) => ceiling(inner.evaluate(values)?, *decimals),
            Self::Round(mode, inner, decimals) => round(*mode, inner.evaluate(values)?, *decimals),
            Self::Ratio(period, divisor) => {
                let (Period::Months(count) | Period::Days(count)) = period.evaluate(values)?;
                Rational::new(i128::from(count), i128::from(*divisor))
            }
        };
        result.ok_or(Fault::Overflow)
    }
}

fn extreme(terms: &[NumberTerm], values: &[Value<'_>], wanted: Ordering) -> Result<Rational, Fault> {
    let (first, others) = terms.split_first().ok_or(Fault::Overflow)?;
    let mut best = first.evaluate(values)?;
    for term in others {
        let candidate = term.evaluate(values)?;
        if candidate.cmp(&best) == wanted {
            best = candidate;
        }
    }
    Ok(best)
}

fn sum(numbers: &[Rational]) -> Option<Rational> {
    numbers.iter().try_fold(Rational::ZERO, |sum, number| sum.add(*number))
}

fn mean(numbers: &[Rational]) -> Option<Rational> {
    sum(numbers)?.divide(Rational::integer(i128::try_from(numbers.len()).ok()?))
}

/// The middle value, or the mean of the two middle ones.
pub(super) fn median(mut numbers: Vec<Rational>) -> Option<Rational> {
    numbers.sort();
    let middle = numbers.len().checked_div(2)?;
    let upper = *numbers.get(middle)?;
    if numbers.len().checked_rem(2)? == 1 {
        return Some(upper);
    }
    mean(&[*numbers.get(middle.checked_sub(1)?)?, upper])
}

/// The standard deviation of a sample (divisor n - 1), its root rounded as [`square_root`] says.
fn deviation(numbers: &[Rational]) -> Option<Rational> {
    let mean = mean(numbers)?;
    let squares = numbers
        .iter()
        .map(|number| number.subtract(mean).and_then(|distance| distance.power(2)))
        .collect::<Option<Vec<_>>>()?;
    let freedom = i128::try_from(numbers.len().checked_sub(1)?).ok()?;
    square_root(sum(&squares)?.divide(Rational::integer(freedom))?)
}

/// The remainder with the sign of the divisor: `a - b * floor(a / b)`.
fn modulo(dividend: Rational, divisor: Rational) -> Option<Rational> {
    let whole = Rational::integer(dividend.divide(divisor)?.floor());
    dividend.subtract(divisor.multiply(whole)?)
}

fn floor(number: Rational, decimals: i32) -> Option<Rational> {
    if decimals == 0 {
        return Some(Rational::integer(number.floor()));
    }
    let step = Rational::power_of_ten(decimals.checked_neg()?)?;
    Rational::integer(number.divide(step)?.floor()).multiply(step)
}

fn ceiling(number: Rational, decimals: i32) -> Option<Rational> {
    floor(number.negate()?, decimals)?.negate()
}

fn round(mode: RoundingMode, number: Rational, decimals: i32) -> Option<Rational> {
    Rounding::new(Rational::power_of_ten(decimals.checked_neg()?)?, mode)?.round(number)
}

impl Condition {
    /// Whether it holds.
    ///
    /// A fact that is missing matters only if the answer depends on it: `a and b` is false as soon as one side
    /// is, whichever comes first.
    ///
    /// # Errors
    /// [`Fault`], if a fact on which the answer depends is missing or a value does not fit.
    pub fn evaluate(&self, values: &[Value<'_>]) -> Result<bool, Fault> {
        match self {
            Self::Constant(constant) => Ok(*constant),
            Self::Fact(slot) => match value(values, *slot) {
                Value::Boolean(fact) => Ok(fact),
                _ => Err(Fault::Missing(*slot)),
            },
            Self::Not(inner) => Ok(!inner.evaluate(values)?),
            Self::And(parts) => decide(parts.iter().map(|part| part.evaluate(values)), false),
            Self::Or(parts) => decide(parts.iter().map(|part| part.evaluate(values)), true),
            Self::Number(comparison, sides) => {
                let [left, right] = &**sides;
                Ok(comparison.holds(left.evaluate(values)?.cmp(&right.evaluate(values)?)))
            }
            Self::Date(comparison, sides) => {
                let [left, right] = &**sides;
                Ok(comparison.holds(left.evaluate(values)?.cmp(&right.evaluate(values)?)))
            }
            Self::Period(comparison, sides) => {
                let [left, right] = &**sides;
                let ordering = left.evaluate(values)?.partial_cmp(&right.evaluate(values)?);
                Ok(ordering.is_some_and(|ordering| comparison.holds(ordering)))
            }
            Self::NumberIn(membership) => {
                let tested = membership.value.evaluate(values)?;
                membership.evaluate(|term| Ok(tested.cmp(&term.evaluate(values)?)))
            }
            Self::DateIn(membership) => {
                let tested = membership.value.evaluate(values)?;
                membership.evaluate(|term| Ok(tested.cmp(&term.evaluate(values)?)))
            }
            Self::TextIn(membership) => {
                let tested = membership.value.evaluate(values)?;
                membership.evaluate(|term| Ok(tested.cmp(term.evaluate(values)?)))
            }
            Self::ConditionEqual(sides) => {
                let [left, right] = &**sides;
                Ok(left.evaluate(values)? == right.evaluate(values)?)
            }
            Self::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                if condition.evaluate(values)? { then } else { otherwise }.evaluate(values)
            }
        }
    }
}

/// The answer `deciding` if any part gives it, else a fault if any part has one, else the other answer.
pub(crate) fn decide(
    parts: impl Iterator<Item = Result<bool, Fault>>,
    deciding: bool,
) -> Result<bool, Fault> {
    let mut result = Ok(!deciding);
    for part in parts {
        match part {
            Ok(answer) if answer == deciding => return Ok(deciding),
            Ok(_) => {}
            Err(fault) => result = result.and(Err(fault)),
        }
    }
    result
}

impl<T> Membership<T> {
    fn evaluate(&self, compare: impl Fn(&T) -> Result<Ordering, Fault>) -> Result<bool, Fault> {
        let test = |comparisons: &Vec<(super::Comparison, T)>| {
            let parts = comparisons.iter().map(|(comparison, term)| Ok(comparison.holds(compare(term)?)));
            decide(parts, false)
        };
        decide(self.tests.iter().map(test), true)
    }
}

impl TextTerm {
    /// The text.
    ///
    /// # Errors
    /// [`Fault`], if a fact is missing.
    pub fn evaluate<'a>(&'a self, values: &[Value<'a>]) -> Result<&'a str, Fault> {
        match self {
            Self::Constant(text) => Ok(text),
            Self::Fact(slot) => match value(values, *slot) {
                Value::Text(text) => Ok(text),
                _ => Err(Fault::Missing(*slot)),
            },
            Self::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                if condition.evaluate(values)? { then } else { otherwise }.evaluate(values)
            }
        }
    }
}

impl DateTerm {
    /// The day.
    ///
    /// # Errors
    /// [`Fault`], if a fact is missing or the day lies beyond the calendar.
    pub fn evaluate(&self, values: &[Value<'_>]) -> Result<Date, Fault> {
        match self {
            Self::Constant(date) => Ok(*date),
            Self::Fact(slot) => match value(values, *slot) {
                Value::Date(date) => Ok(date),
                _ => Err(Fault::Missing(*slot)),
            },
            Self::Shift(parts, backwards) => {
                let (date, period) = &**parts;
                let (date, period) = (date.evaluate(values)?, period.evaluate(values)?);
                let period = if *backwards { period.negate() } else { Some(period) };
                period.and_then(|period| period.after(date)).ok_or(Fault::Overflow)
            }
            Self::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                if condition.evaluate(values)? { then } else { otherwise }.evaluate(values)
            }
        }
    }
}

impl PeriodTerm {
    /// The duration.
    ///
    /// # Errors
    /// [`Fault`], if a fact is missing or the duration does not fit.
    pub fn evaluate(&self, values: &[Value<'_>]) -> Result<Period, Fault> {
        let result = match self {
            Self::Constant(period) => Some(*period),
            Self::Between(sides) => {
                let [later, earlier] = &**sides;
                Some(Period::Days(later.evaluate(values)?.days_since(earlier.evaluate(values)?)))
            }
            Self::Negate(inner) => inner.evaluate(values)?.negate(),
            Self::Add(sides, subtracted) => {
                let [left, right] = &**sides;
                let right = right.evaluate(values)?;
                let right = if *subtracted { right.negate() } else { Some(right) };
                match (left.evaluate(values)?, right) {
                    (Period::Months(a), Some(Period::Months(b))) => a.checked_add(b).map(Period::Months),
                    (Period::Days(a), Some(Period::Days(b))) => a.checked_add(b).map(Period::Days),
                    _ => None,
                }
            }
            Self::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                Some(if condition.evaluate(values)? { then } else { otherwise }.evaluate(values)?)
            }
        };
        result.ok_or(Fault::Overflow)
    }
}
