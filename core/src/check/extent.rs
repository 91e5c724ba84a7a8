//! How far an amount reaches over a box of cases, held against another amount.
//!
//! An amount and the end of a statutory range often hang on the same facts (`5 * investment` against
//! `5% * investment`): bounds of each alone would say nothing. So both are brought into one form, sums of products of
//! facts joined by min and max, and their difference is bounded after what is alike has cancelled out.

use std::collections::BTreeMap;

use crate::feel::{Amount, Condition, Domain, NumberTerm, Slot, Truth};
use crate::number::{Interval, Rational};

/// The most parts that a form has; beyond them it is not looked into.
const MAX_PARTS: usize = 64;

/// A number as a function of facts.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// A sum of products of facts.
    Sum(Polynomial),
    /// The least of several.
    Least(Vec<Form>),
    /// The greatest of several.
    Greatest(Vec<Form>),
    /// One or the other.
    Choice(Box<(Condition, Form, Form)>),
}

/// Products of facts with their factors; the product of nothing is a constant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Polynomial(BTreeMap<Vec<Slot>, Rational>);

impl Polynomial {
    fn constant(value: Rational) -> Self {
        Self([(Vec::new(), value)].into())
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        let mut sum = self.0.clone();
        for (product, factor) in &other.0 {
            let entry = sum.entry(product.clone()).or_insert(Rational::ZERO);
            *entry = entry.add(*factor)?;
        }
        sum.retain(|_, factor| !factor.is_zero());
        (sum.len() <= MAX_PARTS).then_some(Self(sum))
    }

    fn times(&self, other: &Self) -> Option<Self> {
        let mut result = Self::default();
        for (left, a) in &self.0 {
            for (right, b) in &other.0 {
                let mut product: Vec<Slot> = left.iter().chain(right).copied().collect();
                product.sort_unstable();
                result = result.plus(&Self([(product, a.multiply(*b)?)].into()))?;
            }
        }
        Some(result)
    }

    fn as_constant(&self) -> Option<Rational> {
        match self.0.len() {
            0 => Some(Rational::ZERO),
            1 => self.0.get(&Vec::new()).copied(),
            _ => None,
        }
    }

    /// Whether it is not below zero anywhere in a box.
    fn is_never_negative(&self, case: &[Domain]) -> bool {
        self.bounds(case).low.is_some_and(|low| !low.is_negative())
    }

    /// Without its constant, and with the first factor 1: that, the factor that was taken out, and the constant.
    /// Nothing for a constant.
    pub(super) fn normalised(&self) -> Option<(Self, Rational, Rational)> {
        let mut products = self.0.clone();
        let constant = products.remove(&Vec::new()).unwrap_or(Rational::ZERO);
        let factor = *products.values().next()?;
        for value in products.values_mut() {
            *value = value.divide(factor)?;
        }
        Some((Self(products), factor, constant))
    }

    /// A number of which every value is a multiple, where the facts lie on grids.
    pub(super) fn step(&self, case: &[Domain]) -> Option<Rational> {
        let product = |(slots, factor): (&Vec<Slot>, &Rational)| {
            slots.iter().try_fold(*factor, |product, slot| match case.get(slot.0) {
                Some(Domain::Number(_, Some(decimals))) => {
                    let decimals = i32::try_from(*decimals).ok()?.checked_neg()?;
                    product.multiply(Rational::power_of_ten(decimals)?)
                }
                _ => None,
            })
        };
        self.0.iter().map(product).try_fold(Rational::ZERO, |step, other| common_step(step, other?))
    }

    pub(super) fn bounds(&self, case: &[Domain]) -> Interval {
        let product = |slots: &Vec<Slot>, factor: &Rational| {
            slots.iter().fold(Interval::point(*factor), |product, slot| product.multiply(values(case, *slot)))
        };
        let products = self.0.iter().map(|(slots, factor)| product(slots, factor));
        products.fold(Interval::point(Rational::ZERO), Interval::add)
    }
}

/// The greatest number of which both are whole multiples.
fn common_step(a: Rational, b: Rational) -> Option<Rational> {
    let (mut greater, mut less) = (a.absolute()?, b.absolute()?);
    while !less.is_zero() {
        let times = Rational::integer(greater.divide(less)?.floor());
        (greater, less) = (less, greater.subtract(times.multiply(less)?)?);
    }
    Some(greater)
}

fn values(case: &[Domain], slot: Slot) -> Interval {
    match case.get(slot.0) {
        Some(Domain::Number(values, _)) => *values,
        _ => Interval::ALL,
    }
}

impl Form {
    pub(super) fn constant(value: Rational) -> Self {
        Self::Sum(Polynomial::constant(value))
    }

    /// The form of a term over facts in a box; nothing for what has no such form.
    pub(super) fn of(term: &NumberTerm, case: &[Domain]) -> Option<Self> {
        let form = |term: &NumberTerm| Self::of(term, case);
        let all = |terms: &[NumberTerm]| terms.iter().map(form).collect::<Option<Vec<_>>>();
        Some(match term {
            NumberTerm::Constant(literal, _) => Self::constant(literal.value),
            NumberTerm::Fact(slot) => Self::Sum(Polynomial([(vec![*slot], Rational::ONE)].into())),
            NumberTerm::Negate(inner) => form(inner)?.negate()?,
            NumberTerm::Add(sides) => {
                let [left, right] = &**sides;
                form(left)?.plus(&form(right)?)?
            }
            NumberTerm::Subtract(sides) => {
                let [left, right] = &**sides;
                form(left)?.plus(&form(right)?.negate()?)?
            }
            NumberTerm::Multiply(sides) => {
                let [left, right] = &**sides;
                form(left)?.times(&form(right)?, case)?
            }
            NumberTerm::Divide(sides, _) => {
                let [left, right] = &**sides;
                let Self::Sum(divisor) = form(right)? else { return None };
                let factor = Rational::ONE.divide(divisor.as_constant()?)?;
                form(left)?.times(&Self::constant(factor), case)?
            }
            NumberTerm::Min(terms) => Self::Least(all(terms)?),
            NumberTerm::Max(terms) => Self::Greatest(all(terms)?),
            NumberTerm::Sum(terms) => {
                let mut sum = Self::constant(Rational::ZERO);
                for form in all(terms)? {
                    sum = sum.plus(&form)?;
                }
                sum
            }
            NumberTerm::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                Self::Choice(Box::new((condition.clone(), form(then)?, form(otherwise)?)))
            }
            _ => return None,
        })
    }

    fn map(&self, change: impl Fn(&Self) -> Option<Self> + Copy) -> Option<Self> {
        let all = |parts: &[Self]| {
            let parts: Option<Vec<Self>> = parts.iter().map(change).collect();
            parts.filter(|parts| parts.len() <= MAX_PARTS)
        };
        Some(match self {
            Self::Sum(_) => return change(self),
            Self::Least(parts) => Self::Least(all(parts)?),
            Self::Greatest(parts) => Self::Greatest(all(parts)?),
            Self::Choice(parts) => {
                let (condition, then, otherwise) = &**parts;
                Self::Choice(Box::new((condition.clone(), change(then)?, change(otherwise)?)))
            }
        })
    }

    pub(super) fn negate(&self) -> Option<Self> {
        Some(match self {
            Self::Sum(sum) => Self::Sum(sum.times(&Polynomial::constant(Rational::integer(-1)))?),
            Self::Least(parts) => Self::Greatest(parts.iter().map(Self::negate).collect::<Option<_>>()?),
            Self::Greatest(parts) => Self::Least(parts.iter().map(Self::negate).collect::<Option<_>>()?),
            Self::Choice(_) => self.map(Self::negate)?,
        })
    }

    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Sum(left), Self::Sum(right)) => Some(Self::Sum(left.plus(right)?)),
            (Self::Sum(_), _) => other.map(|part| self.plus(part)),
            _ => self.map(|part| part.plus(other)),
        }
    }

    pub(super) fn times(&self, other: &Self, case: &[Domain]) -> Option<Self> {
        match (self, other) {
            (Self::Sum(left), Self::Sum(right)) => Some(Self::Sum(left.times(right)?)),
            // A factor that is never negative keeps the order of what it multiplies.
            (Self::Sum(left), _) if left.is_never_negative(case) => other.map(|part| self.times(part, case)),
            (Self::Sum(left), _) if left.as_constant().is_some() => {
                let positive = Self::Sum(left.times(&Polynomial::constant(Rational::integer(-1)))?);
                positive.times(&other.negate()?, case)
            }
            (_, Self::Sum(_)) => other.times(self, case),
            _ => None,
        }
    }

    pub(super) fn least(self, other: Self) -> Self {
        Self::Least(vec![self, other])
    }

    pub(super) fn greatest(self, other: Self) -> Self {
        Self::Greatest(vec![self, other])
    }

    /// The least and the greatest value over a box; never narrower than the truth.
    pub(super) fn bounds(&self, case: &[Domain]) -> Interval {
        match self {
            Self::Sum(sum) => sum.bounds(case),
            Self::Least(parts) => {
                parts.iter().map(|part| part.bounds(case)).reduce(Interval::smaller).unwrap_or(Interval::ALL)
            }
            Self::Greatest(parts) => {
                parts.iter().map(|part| part.bounds(case)).reduce(Interval::greater).unwrap_or(Interval::ALL)
            }
            Self::Choice(parts) => {
                let (condition, then, otherwise) = &**parts;
                match condition.truth(case) {
                    Ok(Truth::Always) => then.bounds(case),
                    Ok(Truth::Never) => otherwise.bounds(case),
                    _ => then.bounds(case).union(otherwise.bounds(case)),
                }
            }
        }
    }
}

/// The two ends of an amount.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    pub(super) min: Form,
    pub(super) max: Form,
}

impl Reach {
    pub(super) fn of(amount: &Amount, case: &[Domain]) -> Option<Self> {
        Some(match amount {
            Amount::Point(term) => {
                let form = Form::of(term, case)?;
                Self { min: form.clone(), max: form }
            }
            Amount::Range(ends) => {
                let [low, high] = &**ends;
                Self { min: Form::of(low, case)?, max: Form::of(high, case)? }
            }
            Amount::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                let (then, otherwise) = (Self::of(then, case)?, Self::of(otherwise, case)?);
                let choice = |a, b| Form::Choice(Box::new((condition.clone(), a, b)));
                Self { min: choice(then.min, otherwise.min), max: choice(then.max, otherwise.max) }
            }
        })
    }

    /// The amount moved to the nearer end of a range where it lies outside.
    pub(super) fn held_inside(self, limits: &Self) -> Self {
        let hold = |end: Form| end.least(limits.max.clone()).greatest(limits.min.clone());
        Self { min: hold(self.min), max: hold(self.max) }
    }
}
