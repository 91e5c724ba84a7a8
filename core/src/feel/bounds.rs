use std::borrow::Cow;
use std::sync::Arc;

use super::evaluate::median;
use super::{Comparison, Condition, DateTerm, FactKind, Membership, NumberTerm, PeriodTerm, Slot, TextTerm};
use crate::diagnostic::Span;
use crate::number::{Edge, Interval, Range, Rational, Rounding};
use crate::time::Date;

/// The values that a fact can still have at some place of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Domain {
    /// Numbers, on a grid of decimals if there is one.
    Number(Interval, Option<u32>),
    /// Truth values; `None` if it can be either.
    Boolean(Option<bool>),
    /// Texts; `None` if any text is possible.
    Text(Option<Arc<[String]>>),
    /// Days, each as the number of days since the first one of the calendar.
    Date(Interval),
}

impl Domain {
    /// The values of a fact as it is declared.
    #[must_use]
    pub fn of(kind: &FactKind) -> Self {
        match kind {
            FactKind::Number { range, decimals, .. } => Self::Number(*range, *decimals),
            FactKind::Boolean => Self::Boolean(None),
            FactKind::Text(values) => Self::Text(values.clone()),
            FactKind::Date => Self::Date(Interval {
                low: Some(day_number(Date::FIRST)),
                high: Some(day_number(Date::LAST)),
            }),
        }
    }
}

/// A day as the number of days since the first one of the calendar.
pub(crate) fn day_number(date: Date) -> Rational {
    Rational::integer(date.days_since(Date::FIRST).into())
}

/// Whether a condition holds over all facts of given domains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// For all of them.
    Always,
    /// For none of them.
    Never,
    /// It depends, or it could not be decided.
    Either,
}

impl Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Always } else { Self::Never }
    }

    fn negate(self) -> Self {
        match self {
            Self::Always => Self::Never,
            Self::Never => Self::Always,
            Self::Either => Self::Either,
        }
    }

    fn all(parts: impl Iterator<Item = Result<Self, Span>>) -> Result<Self, Span> {
        let mut result = Self::Always;
        for part in parts {
            result = match (result, part?) {
                (Self::Never, _) | (_, Self::Never) => Self::Never,
                (Self::Either, _) | (_, Self::Either) => Self::Either,
                (Self::Always, Self::Always) => Self::Always,
            };
        }
        Ok(result)
    }

    fn any(parts: impl Iterator<Item = Result<Self, Span>>) -> Result<Self, Span> {
        Ok(Self::all(parts.map(|part| part.map(Self::negate)))?.negate())
    }
}

impl NumberTerm {
    /// All values that the term can take for facts in `domains`; never narrower than the truth.
    ///
    /// # Errors
    /// The place of a divisor that can be zero.
    pub fn bounds(&self, domains: &[Domain]) -> Result<Interval, Span> {
        let pair = |sides: &[Self; 2]| -> Result<(Interval, Interval), Span> {
            let [left, right] = sides;
            Ok((left.bounds(domains)?, right.bounds(domains)?))
        };
        let all = |terms: &[Self]| -> Result<Vec<Interval>, Span> {
            terms.iter().map(|term| term.bounds(domains)).collect()
        };
        let fold = |terms: &[Self], combine: fn(Interval, Interval) -> Interval| {
            Ok(all(terms)?.into_iter().reduce(combine).unwrap_or(Interval::ALL))
        };
        match self {
            Self::Constant(literal, _) => Ok(Interval::point(literal.value)),
            Self::Fact(slot) => Ok(match domains.get(slot.0) {
                Some(Domain::Number(range, _)) => *range,
                _ => Interval::ALL,
            }),
            Self::Negate(inner) => Ok(inner.bounds(domains)?.negate()),
            Self::Add(sides) => pair(sides).map(|(left, right)| left.add(right)),
            Self::Subtract(sides) => pair(sides).map(|(left, right)| left.subtract(right)),
            Self::Multiply(sides) => pair(sides).map(|(left, right)| left.multiply(right)),
            Self::Divide(sides, span) => {
                let (left, right) = pair(sides)?;
                left.divide(right).ok_or(*span)
            }
            Self::Power(base, exponent, span) => base.bounds(domains)?.power(*exponent).ok_or(*span),
            Self::Min(terms) => fold(terms, Interval::smaller),
            Self::Max(terms) => fold(terms, Interval::greater),
            Self::Sum(terms) => fold(terms, Interval::add),
            Self::Mean(terms) => {
                let count = Rational::integer(i128::try_from(terms.len()).unwrap_or(1));
                let sum: Interval = fold(terms, Interval::add)?;
                Ok(sum.divide(Interval::point(count)).unwrap_or(Interval::ALL))
            }
            Self::Median(terms) => {
                let terms = all(terms)?;
                let middle = |end: fn(&Interval) -> Option<Rational>| {
                    terms.iter().map(end).collect::<Option<Vec<_>>>().and_then(median)
                };
                Ok(Interval { low: middle(|term| term.low), high: middle(|term| term.high) })
            }
            // The deviation of numbers in an interval is never more than the interval's width.
            Self::Deviation(terms) => {
                let hull: Interval = fold(terms, Interval::union)?;
                let width = hull.high.zip(hull.low).and_then(|(high, low)| high.subtract(low));
                Ok(Interval { low: Some(Rational::ZERO), high: width })
            }
            Self::Absolute(inner) => Ok(inner.bounds(domains)?.absolute()),
            Self::Modulo(sides, span) => {
                let (_, divisor) = pair(sides)?;
                if divisor.contains(Rational::ZERO) {
                    return Err(*span);
                }
                Ok(divisor.union(Interval::point(Rational::ZERO)))
            }
            Self::Floor(inner, decimals) => Ok(with_step(*decimals, inner.bounds(domains)?, Interval::floor)),
            Self::Ceiling(inner, decimals) => {
                let inner = inner.bounds(domains)?.negate();
                Ok(with_step(*decimals, inner, Interval::floor).negate())
            }
            Self::Round(mode, inner, decimals) => {
                let inner = inner.bounds(domains)?;
                Ok(with_step(*decimals, inner, |inner, step| {
                    Rounding::new(step, *mode).map_or(Interval::ALL, |rounding| inner.round(rounding))
                }))
            }
            Self::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                let branches = condition.branches(domains)?;
                let then = branches.when_true.map(|domains| then.bounds(&domains)).transpose()?;
                let otherwise = branches.when_false.map(|domains| otherwise.bounds(&domains)).transpose()?;
                Ok(match (then, otherwise) {
                    (Some(then), Some(otherwise)) => then.union(otherwise),
                    (then, otherwise) => then.or(otherwise).unwrap_or(Interval::ALL),
                })
            }
            Self::Ratio(period, _) => {
                period.divides_safely(domains)?;
                Ok(Interval::ALL)
            }
        }
    }
}

impl NumberTerm {
    /// The bounds of a term without choices. Only these narrow another fact: to look into choices at every condition
    /// would make nested ones cost more than anybody can wait for.
    fn plain_bounds(&self, domains: &[Domain]) -> Option<Interval> {
        if self.has_choice() { None } else { self.bounds(domains).ok() }
    }

    fn has_choice(&self) -> bool {
        match self {
            Self::Constant(..) | Self::Fact(_) => false,
            Self::If(_) | Self::Ratio(..) => true,
            Self::Negate(inner)
            | Self::Absolute(inner)
            | Self::Power(inner, ..)
            | Self::Floor(inner, _)
            | Self::Ceiling(inner, _)
            | Self::Round(_, inner, _) => inner.has_choice(),
            Self::Add(sides)
            | Self::Subtract(sides)
            | Self::Multiply(sides)
            | Self::Divide(sides, _)
            | Self::Modulo(sides, _) => sides.iter().any(Self::has_choice),
            Self::Min(terms)
            | Self::Max(terms)
            | Self::Sum(terms)
            | Self::Mean(terms)
            | Self::Median(terms)
            | Self::Deviation(terms) => terms.iter().any(Self::has_choice),
        }
    }
}

fn with_step(decimals: i32, inner: Interval, operation: impl Fn(Interval, Rational) -> Interval) -> Interval {
    let step = decimals.checked_neg().and_then(Rational::power_of_ten);
    step.map_or(Interval::ALL, |step| operation(inner, step))
}

/// The domains on the two sides of a condition; `None` on a side that no fact reaches.
pub(crate) struct Branches {
    pub(crate) when_true: Option<Vec<Domain>>,
    pub(crate) when_false: Option<Vec<Domain>>,
}

impl Condition {
    /// Whether the condition holds for all facts in `domains`, for none, or neither.
    ///
    /// # Errors
    /// The place of a divisor that can be zero.
    pub fn truth(&self, domains: &[Domain]) -> Result<Truth, Span> {
        match self {
            Self::Constant(constant) => Ok(Truth::from(*constant)),
            Self::Fact(slot) => Ok(match domains.get(slot.0) {
                Some(Domain::Boolean(Some(known))) => Truth::from(*known),
                _ => Truth::Either,
            }),
            Self::Not(inner) => Ok(inner.truth(domains)?.negate()),
            // A part is only reached with the parts before it decided, so that `x > 0 and 1 / x < 2` is safe.
            Self::And(parts) => sequence(parts, domains, true),
            Self::Or(parts) => sequence(parts, domains, false),
            Self::Number(comparison, sides) => {
                let [left, right] = &**sides;
                Ok(comparison.truth(left.bounds(domains)?, right.bounds(domains)?))
            }
            Self::NumberIn(membership) => {
                let value = membership.value.bounds(domains)?;
                Truth::any(membership.tests.iter().map(|test| {
                    Truth::all(
                        test.iter()
                            .map(|(comparison, term)| Ok(comparison.truth(value, term.bounds(domains)?))),
                    )
                }))
            }
            Self::TextIn(membership) => {
                membership.each(|term| term.divides_safely(domains))?;
                Ok(membership.text_truth(domains))
            }
            Self::ConditionEqual(sides) => {
                let [left, right] = &**sides;
                Ok(match (left.truth(domains)?, right.truth(domains)?) {
                    (Truth::Either, _) | (_, Truth::Either) => Truth::Either,
                    (left, right) => Truth::from(left == right),
                })
            }
            Self::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                let branches = condition.branches(domains)?;
                let then = branches.when_true.map(|domains| then.truth(&domains)).transpose()?;
                let otherwise = branches.when_false.map(|domains| otherwise.truth(&domains)).transpose()?;
                Ok(match (then, otherwise) {
                    (Some(then), Some(otherwise)) if then == otherwise => then,
                    (Some(_), Some(_)) | (None, None) => Truth::Either,
                    (then, otherwise) => then.or(otherwise).unwrap_or(Truth::Either),
                })
            }
            Self::Date(comparison, sides) => {
                sides.iter().try_for_each(|side| side.divides_safely(domains))?;
                let [left, right] = &**sides;
                Ok(comparison.truth(left.days(domains), right.days(domains)))
            }
            Self::DateIn(membership) => {
                membership.each(|term| term.divides_safely(domains))?;
                let value = membership.value.days(domains);
                Truth::any(membership.tests.iter().map(|test| {
                    Truth::all(
                        test.iter().map(|(comparison, term)| Ok(comparison.truth(value, term.days(domains)))),
                    )
                }))
            }
            Self::Period(_, sides) => {
                sides.iter().try_for_each(|side| side.divides_safely(domains))?;
                Ok(Truth::Either)
            }
        }
    }

    /// The domains for which the condition holds, and those for which it does not.
    ///
    /// # Errors
    /// The place of a divisor that can be zero.
    pub(crate) fn branches(&self, domains: &[Domain]) -> Result<Branches, Span> {
        let truth = self.truth(domains)?;
        let assumed = |answer| {
            let mut domains = domains.to_vec();
            self.assume(answer, &mut domains).map(|()| domains)
        };
        Ok(Branches {
            when_true: if truth == Truth::Never { None } else { assumed(true) },
            when_false: if truth == Truth::Always { None } else { assumed(false) },
        })
    }

    /// Narrows the domains of facts, as far as they can be, to those for which the condition has the given answer;
    /// `None` if no fact is left.
    fn assume(&self, answer: bool, domains: &mut [Domain]) -> Option<()> {
        match (self, answer) {
            (Self::Not(inner), _) => inner.assume(!answer, domains),
            (Self::And(parts), true) | (Self::Or(parts), false) => {
                parts.iter().try_for_each(|part| part.assume(answer, domains))
            }
            // What is known already is decided, and nobody assumes the contrary.
            (Self::Fact(slot), _) => narrow(domains, *slot, |_| Some(Domain::Boolean(Some(answer)))),
            (Self::Number(comparison, sides), _) => {
                let comparison = if answer { *comparison } else { comparison.negate() };
                let [left, right] = &**sides;
                narrow_number(left, comparison, right, domains)?;
                narrow_number(right, comparison.mirror(), left, domains)
            }
            (Self::NumberIn(membership), true) => match membership.tests.as_slice() {
                [test] => test.iter().try_for_each(|(comparison, term)| {
                    narrow_number(&membership.value, *comparison, term, domains)
                }),
                _ => Some(()),
            },
            (Self::TextIn(membership), _) => membership.assume_text(answer, domains),
            _ => Some(()),
        }
    }
}

fn sequence(parts: &[Condition], domains: &[Domain], conjunction: bool) -> Result<Truth, Span> {
    let decided = if conjunction { Truth::Never } else { Truth::Always };
    let mut known = Cow::Borrowed(domains);
    let mut joined = decided.negate();
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        let truth = part.truth(&known)?;
        if truth == decided {
            return Ok(decided);
        }
        // Where the part holds anyway, it narrows nothing.
        if truth == Truth::Either {
            joined = Truth::Either;
            if parts.peek().is_some() && part.assume(conjunction, known.to_mut()).is_none() {
                break;
            }
        }
    }
    Ok(joined)
}

impl Comparison {
    /// Whether the comparison holds for all values of two intervals, for none, or for some.
    pub(crate) fn truth(self, left: Interval, right: Interval) -> Truth {
        let below = |a: Option<Rational>, b: Option<Rational>| a.zip(b).is_some_and(|(a, b)| a < b);
        let at_most = |a: Option<Rational>, b: Option<Rational>| a.zip(b).is_some_and(|(a, b)| a <= b);
        let (always, never) = match self {
            Self::Less => (below(left.high, right.low), at_most(right.high, left.low)),
            Self::AtMost => (at_most(left.high, right.low), below(right.high, left.low)),
            Self::Greater | Self::AtLeast => return self.mirror().truth(right, left),
            Self::Equal => (
                left.as_point().is_some() && left == right,
                below(left.high, right.low) || below(right.high, left.low),
            ),
            Self::NotEqual => return Self::Equal.truth(left, right).negate(),
        };
        match (always, never) {
            (true, _) => Truth::Always,
            (_, true) => Truth::Never,
            _ => Truth::Either,
        }
    }
}

fn narrow(domains: &mut [Domain], slot: Slot, change: impl Fn(&Domain) -> Option<Domain>) -> Option<()> {
    if let Some(domain) = domains.get_mut(slot.0) {
        *domain = change(domain)?;
    }
    Some(())
}

/// Narrows a fact that stands alone on the left of a comparison.
fn narrow_number(
    left: &NumberTerm,
    comparison: Comparison,
    right: &NumberTerm,
    domains: &mut [Domain],
) -> Option<()> {
    let NumberTerm::Fact(slot) = left else { return Some(()) };
    let Some(limit) = right.plain_bounds(domains) else { return Some(()) };
    narrow(domains, *slot, |domain| {
        let Domain::Number(range, decimals) = domain else { return Some(domain.clone()) };
        let allowed = allowed_by(comparison, limit, *decimals, *range)?;
        Some(Domain::Number(range.intersection(allowed)?, *decimals))
    })
}

/// The values that satisfy a comparison with something in `limit`; `None` if there are none.
fn allowed_by(
    comparison: Comparison,
    limit: Interval,
    decimals: Option<u32>,
    range: Interval,
) -> Option<Interval> {
    let edge = |value: Option<Rational>, included: bool| match value {
        None => Edge::Open,
        Some(value) if included || decimals.is_none() => Edge::Included(value),
        Some(value) => Edge::Excluded(value),
    };
    let strict = matches!(comparison, Comparison::Less | Comparison::Greater);
    let allowed = match comparison {
        Comparison::Less | Comparison::AtMost => Range { low: Edge::Open, high: edge(limit.high, !strict) },
        Comparison::Greater | Comparison::AtLeast => {
            Range { low: edge(limit.low, !strict), high: Edge::Open }
        }
        Comparison::Equal => Range { low: edge(limit.low, true), high: edge(limit.high, true) },
        // Only an end of the range can be cut off.
        Comparison::NotEqual => match limit.as_point() {
            Some(point) if range.low == Some(point) => {
                Range { low: edge(Some(point), false), high: Edge::Open }
            }
            Some(point) if range.high == Some(point) => {
                Range { low: Edge::Open, high: edge(Some(point), false) }
            }
            _ => Range::ALL,
        },
    };
    match decimals {
        Some(decimals) => allowed.on_grid(decimals),
        None => Some(Interval { low: allowed.low.value(), high: allowed.high.value() }),
    }
}

impl<T> Membership<T> {
    fn each(&self, check: impl Fn(&T) -> Result<(), Span>) -> Result<(), Span> {
        check(&self.value)?;
        self.tests.iter().flatten().try_for_each(|(_, term)| check(term))
    }
}

/// Both branches of a choice, each under its condition.
fn safe_choice<T>(
    parts: &(Condition, T, T),
    domains: &[Domain],
    check: impl Fn(&T, &[Domain]) -> Result<(), Span>,
) -> Result<(), Span> {
    let (condition, then, otherwise) = parts;
    let branches = condition.branches(domains)?;
    branches.when_true.map_or(Ok(()), |domains| check(then, &domains))?;
    branches.when_false.map_or(Ok(()), |domains| check(otherwise, &domains))
}

impl TextTerm {
    /// Whether no divisor in its conditions can be zero.
    ///
    /// # Errors
    /// The place of the divisor.
    pub fn divides_safely(&self, domains: &[Domain]) -> Result<(), Span> {
        match self {
            Self::Constant(_) | Self::Fact(_) => Ok(()),
            Self::If(parts) => safe_choice(parts, domains, Self::divides_safely),
        }
    }
}

impl DateTerm {
    /// The days that the term can be, as numbers of days. A day that is moved can be any.
    fn days(&self, domains: &[Domain]) -> Interval {
        match self {
            Self::Constant(date) => Interval::point(day_number(*date)),
            Self::Fact(slot) => match domains.get(slot.0) {
                Some(Domain::Date(days)) => *days,
                _ => Interval::ALL,
            },
            Self::Shift(..) | Self::If(_) => Interval::ALL,
        }
    }

    /// Whether no divisor in its conditions can be zero.
    ///
    /// # Errors
    /// The place of the divisor.
    pub fn divides_safely(&self, domains: &[Domain]) -> Result<(), Span> {
        match self {
            Self::Constant(_) | Self::Fact(_) => Ok(()),
            Self::Shift(parts, _) => {
                parts.0.divides_safely(domains)?;
                parts.1.divides_safely(domains)
            }
            Self::If(parts) => safe_choice(parts, domains, Self::divides_safely),
        }
    }
}

impl PeriodTerm {
    /// Whether no divisor in its conditions can be zero.
    ///
    /// # Errors
    /// The place of the divisor.
    pub fn divides_safely(&self, domains: &[Domain]) -> Result<(), Span> {
        match self {
            Self::Constant(_) => Ok(()),
            Self::Between(sides) => sides.iter().try_for_each(|side| side.divides_safely(domains)),
            Self::Negate(inner) => inner.divides_safely(domains),
            Self::Add(sides, _) => sides.iter().try_for_each(|side| side.divides_safely(domains)),
            Self::If(parts) => safe_choice(parts, domains, Self::divides_safely),
        }
    }
}

impl Membership<TextTerm> {
    /// The texts of the tests, if all of them are constants.
    fn constants(&self) -> Option<Vec<&str>> {
        let constants = self.tests.iter().flatten().map(|(_, term)| match term {
            TextTerm::Constant(text) => Some(&**text),
            TextTerm::Fact(_) | TextTerm::If(_) => None,
        });
        constants.collect()
    }

    fn text_truth(&self, domains: &[Domain]) -> Truth {
        let Some(texts) = self.constants() else { return Truth::Either };
        match &self.value {
            TextTerm::Constant(value) => Truth::from(texts.contains(&&**value)),
            TextTerm::Fact(slot) => match domains.get(slot.0) {
                Some(Domain::Text(Some(values))) => {
                    let inside = values.iter().filter(|value| texts.contains(&value.as_str())).count();
                    if inside == 0 {
                        Truth::Never
                    } else if inside == values.len() {
                        Truth::Always
                    } else {
                        Truth::Either
                    }
                }
                _ => Truth::Either,
            },
            TextTerm::If(_) => Truth::Either,
        }
    }

    fn assume_text(&self, answer: bool, domains: &mut [Domain]) -> Option<()> {
        let (TextTerm::Fact(slot), Some(texts)) = (&self.value, self.constants()) else {
            return Some(());
        };
        narrow(domains, *slot, |domain| {
            let Domain::Text(Some(values)) = domain else { return Some(domain.clone()) };
            let left: Arc<[String]> =
                values.iter().filter(|value| texts.contains(&value.as_str()) == answer).cloned().collect();
            (!left.is_empty()).then_some(Domain::Text(Some(left)))
        })
    }
}
