//! Every step of a formula over a box of cases: whether each number on the way fits, and each amount is none below zero.
//!
//! What a formula does not come to is not looked into: both branches of a choice are taken under its condition.

use super::extent::Form;
use super::size::{Doubt, Size};
use crate::diagnostic::Span;
use crate::feel::{Amount, Condition, DateTerm, Domain, NumberTerm, PeriodTerm, TextTerm, day_number};
use crate::number::{Interval, Rational, Rounding};
use crate::time::{Date, Period};

/// What a division by zero would be, if loading had not made sure that there is none.
fn undecided(_: Span) -> Doubt {
    Doubt::Overflow
}

/// Both sides of a choice where they are reached.
fn choice<T>(
    condition: &Condition,
    case: &[Domain],
    then: impl FnOnce(&[Domain]) -> Result<T, Doubt>,
    otherwise: impl FnOnce(&[Domain]) -> Result<T, Doubt>,
    join: impl FnOnce(T, T) -> Result<T, Doubt>,
) -> Result<T, Doubt> {
    decides(condition, case)?;
    let branches = condition.branches(case).map_err(undecided)?;
    let then = branches.when_true.map(|case| then(&case)).transpose()?;
    let otherwise = branches.when_false.map(|case| otherwise(&case)).transpose()?;
    match (then, otherwise) {
        (Some(then), Some(otherwise)) => join(then, otherwise),
        (then, otherwise) => then.or(otherwise).ok_or(Doubt::Overflow),
    }
}

/// How large a term can get, with all that it comes by.
pub(super) fn number(term: &NumberTerm, case: &[Domain]) -> Result<Size, Doubt> {
    let pair = |sides: &[NumberTerm; 2]| -> Result<(Size, Size), Doubt> {
        let [left, right] = sides;
        Ok((number(left, case)?, number(right, case)?))
    };
    let all = |terms: &[NumberTerm]| -> Result<Vec<Size>, Doubt> {
        terms.iter().map(|term| number(term, case)).collect()
    };
    let fold = |terms: &[NumberTerm], combine: fn(Size, Size) -> Result<Size, Doubt>| {
        let sizes = all(terms)?;
        let (first, rest) = sizes.split_first().ok_or(Doubt::Overflow)?;
        rest.iter().try_fold(*first, |size, other| combine(size, *other))
    };
    match term {
        NumberTerm::Constant(literal, _) => Ok(Size::point(literal.value)),
        NumberTerm::Fact(slot) => match case.get(slot.0) {
            Some(Domain::Number(values, decimals)) => match (values.as_point(), decimals) {
                (Some(value), _) => Ok(Size::point(value)),
                (None, Some(decimals)) => Size::stepped(*values, step(*decimals)?),
                (None, None) => Err(Doubt::Overflow),
            },
            _ => Err(Doubt::Overflow),
        },
        NumberTerm::Negate(inner) => number(inner, case)?.negate(),
        NumberTerm::Add(sides) => pair(sides).and_then(|(left, right)| left.add(right)),
        NumberTerm::Subtract(sides) => pair(sides).and_then(|(left, right)| left.subtract(right)),
        NumberTerm::Multiply(sides) => pair(sides).and_then(|(left, right)| left.multiply(right)),
        NumberTerm::Divide(sides, _) => pair(sides).and_then(|(left, right)| left.divide(right)),
        NumberTerm::Power(base, exponent, _) => number(base, case)?.power(*exponent),
        NumberTerm::Min(terms) => fold(terms, Size::smaller),
        NumberTerm::Max(terms) => fold(terms, Size::greater),
        NumberTerm::Sum(terms) => Size::sum(&all(terms)?),
        NumberTerm::Mean(terms) => Size::mean(&all(terms)?),
        NumberTerm::Median(terms) => Size::median(&all(terms)?),
        NumberTerm::Deviation(terms) => Size::deviation(&all(terms)?),
        NumberTerm::Absolute(inner) => number(inner, case)?.absolute(),
        NumberTerm::Modulo(sides, _) => pair(sides).and_then(|(left, right)| left.modulo(right)),
        NumberTerm::Floor(inner, decimals) => number(inner, case)?.floor(signed_step(*decimals)?),
        NumberTerm::Ceiling(inner, decimals) => {
            number(inner, case)?.negate()?.floor(signed_step(*decimals)?)?.negate()
        }
        NumberTerm::Round(mode, inner, decimals) => {
            let rounding = Rounding::new(signed_step(*decimals)?, *mode).ok_or(Doubt::Overflow)?;
            number(inner, case)?.round(rounding)
        }
        NumberTerm::If(parts) => {
            let (condition, then, otherwise) = &**parts;
            choice(condition, case, |case| number(then, case), |case| number(otherwise, case), Size::or)
        }
        NumberTerm::Ratio(term, divisor) => {
            let (_, count) = period(term, case)?;
            let divisor = Size::point(Rational::integer(i128::from(*divisor)));
            Size::stepped(count, Rational::ONE)?.divide(divisor)
        }
    }
}

fn step(decimals: u32) -> Result<Rational, Doubt> {
    i32::try_from(decimals).map_err(|_| Doubt::Overflow).and_then(signed_step)
}

fn signed_step(decimals: i32) -> Result<Rational, Doubt> {
    decimals.checked_neg().and_then(Rational::power_of_ten).ok_or(Doubt::Overflow)
}

/// Whether all that a condition computes fits.
pub(super) fn decides(condition: &Condition, case: &[Domain]) -> Result<(), Doubt> {
    let numbers =
        |mut terms: std::slice::Iter<'_, NumberTerm>| terms.try_for_each(|term| number(term, case).map(drop));
    match condition {
        Condition::Constant(_) | Condition::Fact(_) => Ok(()),
        Condition::Not(inner) => decides(inner, case),
        // What comes before a part has decided that it is reached.
        Condition::And(parts) | Condition::Or(parts) => {
            let goes_on = matches!(condition, Condition::And(_));
            let mut reached = Some(case.to_vec());
            for part in parts {
                let Some(case) = reached else { break };
                decides(part, &case)?;
                let branches = part.branches(&case).map_err(undecided)?;
                reached = if goes_on { branches.when_true } else { branches.when_false };
            }
            Ok(())
        }
        Condition::ConditionEqual(parts) => parts.iter().try_for_each(|part| decides(part, case)),
        Condition::If(parts) => {
            let [condition, then, otherwise] = &**parts;
            choice(
                condition,
                case,
                |case| decides(then, case),
                |case| decides(otherwise, case),
                |(), ()| Ok(()),
            )
        }
        Condition::Number(_, sides) => numbers(sides.iter()),
        Condition::NumberIn(membership) => {
            number(&membership.value, case)?;
            membership.tests.iter().flatten().try_for_each(|(_, term)| number(term, case).map(drop))
        }
        Condition::Date(_, sides) => sides.iter().try_for_each(|side| day(side, case).map(drop)),
        Condition::DateIn(membership) => {
            day(&membership.value, case)?;
            membership.tests.iter().flatten().try_for_each(|(_, term)| day(term, case).map(drop))
        }
        Condition::Period(_, sides) => sides.iter().try_for_each(|side| period(side, case).map(drop)),
        Condition::TextIn(membership) => {
            text(&membership.value, case)?;
            membership.tests.iter().flatten().try_for_each(|(_, term)| text(term, case))
        }
    }
}

fn text(term: &TextTerm, case: &[Domain]) -> Result<(), Doubt> {
    match term {
        TextTerm::Constant(_) | TextTerm::Fact(_) => Ok(()),
        TextTerm::If(parts) => {
            let (condition, then, otherwise) = &**parts;
            choice(condition, case, |case| text(then, case), |case| text(otherwise, case), |(), ()| Ok(()))
        }
    }
}

/// The days that a term can be, by their numbers.
fn day(term: &DateTerm, case: &[Domain]) -> Result<Interval, Doubt> {
    match term {
        DateTerm::Constant(date) => Ok(Interval::point(day_number(*date))),
        DateTerm::Fact(slot) => match case.get(slot.0) {
            Some(Domain::Date(days)) => Ok(*days),
            _ => Err(Doubt::Overflow),
        },
        DateTerm::Shift(parts, backwards) => {
            let (start, length) = (day(&parts.0, case)?, period(&parts.1, case)?);
            let (in_months, count) = length;
            let count = if *backwards { count.negate() } else { count };
            let days = if in_months {
                // A month has 28 to 31 days.
                let [short, long] =
                    [28, 31].map(|days| count.multiply(Interval::point(Rational::integer(days))));
                short.union(long)
            } else {
                count
            };
            let moved = start.add(days);
            let calendar = [Date::FIRST, Date::LAST].map(day_number);
            let inside = [moved.low, moved.high].into_iter().all(|end| {
                end.is_some_and(|end| calendar.first() <= Some(&end) && Some(&end) <= calendar.last())
            });
            if inside { Ok(moved) } else { Err(Doubt::Overflow) }
        }
        DateTerm::If(parts) => {
            let (condition, then, otherwise) = &**parts;
            let join = |then: Interval, otherwise| Ok(then.union(otherwise));
            choice(condition, case, |case| day(then, case), |case| day(otherwise, case), join)
        }
    }
}

/// The months (or the days) that a term can be.
fn period(term: &PeriodTerm, case: &[Domain]) -> Result<(bool, Interval), Doubt> {
    let (in_months, count) = match term {
        PeriodTerm::Constant(Period::Months(months)) => (true, Interval::point(Rational::from(*months))),
        PeriodTerm::Constant(Period::Days(days)) => (false, Interval::point(Rational::from(*days))),
        PeriodTerm::Between(sides) => {
            let [later, earlier] = &**sides;
            (false, day(later, case)?.subtract(day(earlier, case)?))
        }
        PeriodTerm::Negate(inner) => {
            let (in_months, count) = period(inner, case)?;
            (in_months, count.negate())
        }
        PeriodTerm::Add(sides, subtracted) => {
            let [left, right] = &**sides;
            let ((in_months, left), (_, right)) = (period(left, case)?, period(right, case)?);
            (in_months, if *subtracted { left.subtract(right) } else { left.add(right) })
        }
        PeriodTerm::If(parts) => {
            let (condition, then, otherwise) = &**parts;
            let join =
                |(in_months, then): (bool, Interval), (_, otherwise)| Ok((in_months, then.union(otherwise)));
            choice(condition, case, |case| period(then, case), |case| period(otherwise, case), join)?
        }
    };
    let most = Rational::from(i64::MAX);
    let fits = |end: Option<Rational>| end.and_then(Rational::absolute).is_some_and(|end| end <= most);
    if [count.low, count.high].into_iter().all(fits) { Ok((in_months, count)) } else { Err(Doubt::Overflow) }
}

/// The two ends of an amount. Where it can lie below zero, that is a doubt; or it is forgiven: the engine refuses such a
/// case, so that nothing comes after it.
pub(super) fn amount(rule: &Amount, case: &[Domain], forgiving: bool) -> Result<[Size; 2], Doubt> {
    let ends = |low: &NumberTerm, high: &NumberTerm| {
        let [low_size, high_size] = [number(low, case)?, number(high, case)?];
        let never_negative = forgiving || low_size.is_never_negative() || {
            let form = Form::of(low, case).map(|form| form.bounds(case));
            form.and_then(|bounds| bounds.low).is_some_and(|low| !low.is_negative())
        };
        // An upper end below the lower one is refused as well, and told by another check.
        if never_negative { Ok([low_size, high_size].map(Size::not_negative)) } else { Err(Doubt::Negative) }
    };
    match rule {
        Amount::Point(term) => ends(term, term),
        Amount::Range(parts) => {
            let [low, high] = &**parts;
            ends(low, high)
        }
        Amount::If(parts) => {
            let (condition, then, otherwise) = &**parts;
            let join = |then: [Size; 2], otherwise: [Size; 2]| {
                let ([a, b], [c, d]) = (then, otherwise);
                Ok([a.or(c)?, b.or(d)?])
            };
            choice(
                condition,
                case,
                |case| amount(then, case, forgiving),
                |case| amount(otherwise, case, forgiving),
                join,
            )
        }
    }
}
