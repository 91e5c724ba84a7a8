//! How far an amount reaches over a box of cases, held against another amount.
//!
//! An amount and the end of a statutory range often hang on the same facts (`5 * investment` against
//! `5% * investment`): bounds of each alone would say nothing. So both are brought into one form, sums of products of
//! facts joined by min and max, and their difference is bounded after what is alike has cancelled out. Forms are made
//! for one box: what is decided on all of it, a condition or which of two amounts is the greater, is taken as decided.

use std::collections::BTreeMap;

use crate::feel::{Amount, Domain, Ends, NumberTerm, Slot, Truth};
use crate::number::{Interval, Rational};

/// The most parts that a form has; beyond them it is not looked into.
const MAX_PARTS: usize = 512;

/// The most products that a sum has, and the most that are put together to multiply two; beyond them it is not looked
/// into.
const MAX_PRODUCTS: usize = 128;

/// A number as a function of facts.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Form {
    /// A sum of products of facts.
    Sum(Polynomial),
    /// The least of several.
    Least(Vec<Form>),
    /// The greatest of several.
    Greatest(Vec<Form>),
    /// One of several, by a condition that is open in the box.
    OneOf(Vec<Form>),
}

/// Products of facts with their factors, and a constant. Most forms are a constant alone, and take no memory of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Polynomial {
    constant: Rational,
    /// In their order, none of them twice, no factor zero.
    products: Vec<(Vec<Slot>, Rational)>,
}

impl Polynomial {
    fn constant(constant: Rational) -> Self {
        Self { constant, products: Vec::new() }
    }

    fn of(slot: Slot) -> Self {
        Self::sum(vec![slot])
    }

    /// The sum of different facts.
    fn sum(mut slots: Vec<Slot>) -> Self {
        slots.sort_unstable();
        let products = slots.into_iter().map(|slot| (vec![slot], Rational::ONE)).collect();
        Self { constant: Rational::ZERO, products }
    }

    /// Its constant, as the product of nothing, and its products.
    fn terms(&self) -> impl Iterator<Item = (&[Slot], Rational)> {
        let constant: &[Slot] = &[];
        let constant = (!self.constant.is_zero()).then_some((constant, self.constant));
        constant.into_iter().chain(self.products.iter().map(|(slots, factor)| (slots.as_slice(), *factor)))
    }

    /// Adds a product; that of nothing is a constant.
    fn add(&mut self, product: Vec<Slot>, factor: Rational) -> Option<()> {
        if product.is_empty() {
            self.constant = self.constant.add(factor)?;
            return Some(());
        }
        match self.products.binary_search_by(|(known, _)| known.cmp(&product)) {
            Ok(place) => {
                let (_, known) = self.products.get_mut(place)?;
                *known = known.add(factor)?;
                if known.is_zero() {
                    self.products.remove(place);
                }
            }
            Err(place) => self.products.insert(place, (product, factor)),
        }
        self.if_small()
    }

    fn if_small(&self) -> Option<()> {
        (self.products.len() <= MAX_PRODUCTS).then_some(())
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        let mut sum = self.clone();
        for (product, factor) in other.terms() {
            sum.add(product.to_vec(), factor)?;
        }
        Some(sum)
    }

    fn times(&self, other: &Self) -> Option<Self> {
        if let Some(factor) = other.as_constant() {
            return self.scaled(factor);
        }
        if self.terms().count().saturating_mul(other.terms().count()) > MAX_PRODUCTS {
            return None;
        }
        let mut result = Self::constant(Rational::ZERO);
        for (left, a) in self.terms() {
            for (right, b) in other.terms() {
                let mut product = [left, right].concat();
                product.sort_unstable();
                result.add(product, a.multiply(b)?)?;
            }
        }
        Some(result)
    }

    fn scaled(&self, by: Rational) -> Option<Self> {
        if by.is_zero() {
            return Some(Self::constant(Rational::ZERO));
        }
        let scaled =
            |(product, factor): &(Vec<Slot>, Rational)| Some((product.clone(), factor.multiply(by)?));
        let products = self.products.iter().map(scaled).collect::<Option<_>>()?;
        Some(Self { constant: self.constant.multiply(by)?, products })
    }

    fn as_constant(&self) -> Option<Rational> {
        self.products.is_empty().then_some(self.constant)
    }

    /// With something else in the place of each fact.
    fn put(&self, instead: impl Fn(Slot) -> Self) -> Option<Self> {
        let mut result = Self::constant(self.constant);
        for (slots, factor) in &self.products {
            let start = Some(Self::constant(*factor));
            let product = slots.iter().fold(start, |product, slot| product?.times(&instead(*slot)));
            result = result.plus(&product?)?;
        }
        Some(result)
    }

    /// Without its constant, and with the first factor 1: that, the factor that was taken out, and the constant.
    /// Nothing for a constant.
    pub(super) fn normalised(&self) -> Option<(Self, Rational, Rational)> {
        let (_, factor) = *self.products.first()?;
        let mut normalised = Self { constant: Rational::ZERO, products: self.products.clone() };
        for (_, value) in &mut normalised.products {
            *value = value.divide(factor)?;
        }
        Some((normalised, factor, self.constant))
    }

    /// A number of which every value is a multiple, where the facts lie on grids.
    pub(super) fn step(&self, case: &[Domain]) -> Option<Rational> {
        let product = |(slots, factor): &(Vec<Slot>, Rational)| {
            slots.iter().try_fold(*factor, |product, slot| match case.get(slot.0) {
                Some(Domain::Number(_, Some(decimals))) => {
                    let decimals = i32::try_from(*decimals).ok()?.checked_neg()?;
                    product.multiply(Rational::power_of_ten(decimals)?)
                }
                _ => None,
            })
        };
        let start = self.constant.absolute()?;
        self.products.iter().map(product).try_fold(start, |step, other| common_step(step, other?))
    }

    /// The fact that stands in most products, if it stands in several.
    fn shared(&self) -> Option<Slot> {
        if self.products.len() < 2 {
            return None;
        }
        let mut counts: BTreeMap<Slot, usize> = BTreeMap::new();
        for slot in
            self.products.iter().flat_map(|(slots, _)| slots.chunk_by(Slot::eq)).flat_map(<[Slot]>::first)
        {
            let count = counts.entry(*slot).or_default();
            *count = count.saturating_add(1);
        }
        let shared = counts.into_iter().filter(|(_, count)| *count > 1).max_by_key(|(_, count)| *count);
        shared.map(|(slot, _)| slot)
    }

    /// The least and the greatest value over a box. What several products have in common is taken out of them first,
    /// since each fact that stands only once keeps the bounds sharp.
    pub(super) fn bounds(&self, case: &[Domain]) -> Interval {
        let constant = Interval::point(self.constant);
        let Some(shared) = self.shared() else {
            let product = |(slots, factor): &(Vec<Slot>, Rational)| {
                let start = Interval::point(*factor);
                slots.iter().fold(start, |product, slot| product.multiply(values(case, *slot)))
            };
            return self.products.iter().map(product).fold(constant, Interval::add);
        };
        let (mut with, mut without) = (Self::constant(Rational::ZERO), Self::constant(self.constant));
        for (slots, factor) in &self.products {
            let mut rest = slots.clone();
            match slots.iter().position(|slot| *slot == shared) {
                Some(place) => {
                    rest.remove(place);
                    if rest.is_empty() {
                        with.constant = *factor
                    } else {
                        with.products.push((rest, *factor))
                    }
                }
                None => without.products.push((rest, *factor)),
            }
        }
        with.bounds(case).multiply(values(case, shared)).add(without.bounds(case))
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

    pub(super) fn fact(slot: Slot) -> Self {
        Self::Sum(Polynomial::of(slot))
    }

    /// The form of a term over facts in a box; nothing for what has no such form.
    pub(super) fn of(term: &NumberTerm, case: &[Domain]) -> Option<Self> {
        let form = |term: &NumberTerm| Self::of(term, case);
        let all = |terms: &[NumberTerm]| terms.iter().map(form).collect::<Option<Vec<_>>>();
        Some(match term {
            NumberTerm::Constant(literal, _) => Self::constant(literal.value),
            NumberTerm::Fact(slot) => Self::fact(*slot),
            NumberTerm::Negate(inner) => form(inner)?.negate()?,
            NumberTerm::Add(sides) => {
                let [left, right] = &**sides;
                form(left)?.plus(&form(right)?)?
            }
            NumberTerm::Subtract(sides) => {
                let [left, right] = &**sides;
                form(left)?.minus(&form(right)?)?
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
            NumberTerm::Min(terms) => {
                all(terms)?.into_iter().reduce(|least, form| least.least(form, case))?.if_small()?
            }
            NumberTerm::Max(terms) => {
                all(terms)?.into_iter().reduce(|greatest, form| greatest.greatest(form, case))?.if_small()?
            }
            NumberTerm::Sum(terms) => {
                let mut sum = Self::constant(Rational::ZERO);
                for form in all(terms)? {
                    sum = sum.plus(&form)?;
                }
                sum
            }
            NumberTerm::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                match condition.truth(case) {
                    Ok(Truth::Always) => form(then)?,
                    Ok(Truth::Never) => form(otherwise)?,
                    _ => Self::OneOf(vec![form(then)?, form(otherwise)?]).if_small()?,
                }
            }
            _ => return None,
        })
    }

    /// How many sums of products it is joined from.
    fn parts(&self) -> usize {
        match self {
            Self::Sum(_) => 1,
            Self::Least(parts) | Self::Greatest(parts) | Self::OneOf(parts) => {
                parts.iter().fold(0, |count, part| count.saturating_add(part.parts()))
            }
        }
    }

    fn if_small(self) -> Option<Self> {
        (self.parts() <= MAX_PARTS).then_some(self)
    }

    /// The same change of every part.
    fn map(&self, change: impl Fn(&Self) -> Option<Self> + Copy) -> Option<Self> {
        let all = |parts: &[Self]| parts.iter().map(change).collect::<Option<Vec<Self>>>();
        Some(match self {
            Self::Sum(_) => return change(self),
            Self::Least(parts) => Self::Least(all(parts)?),
            Self::Greatest(parts) => Self::Greatest(all(parts)?),
            Self::OneOf(parts) => Self::OneOf(all(parts)?),
        })
    }

    pub(super) fn negate(&self) -> Option<Self> {
        let all = |parts: &[Self]| parts.iter().map(Self::negate).collect::<Option<Vec<Self>>>();
        Some(match self {
            Self::Sum(sum) => Self::Sum(sum.scaled(Rational::integer(-1))?),
            Self::Least(parts) => Self::Greatest(all(parts)?),
            Self::Greatest(parts) => Self::Least(all(parts)?),
            Self::OneOf(parts) => Self::OneOf(all(parts)?),
        })
    }

    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        if self.parts().saturating_mul(other.parts()) > MAX_PARTS {
            return None;
        }
        match (self, other) {
            (Self::Sum(left), Self::Sum(right)) => Some(Self::Sum(left.plus(right)?)),
            // The least outermost: then the lower bound of a difference pairs what cancels.
            (Self::OneOf(_) | Self::Least(_), _) => self.map(|part| part.plus(other)),
            (_, Self::OneOf(_) | Self::Least(_)) => other.map(|part| self.plus(part)),
            (Self::Greatest(_), _) => self.map(|part| part.plus(other)),
            (_, Self::Greatest(_)) => other.map(|part| self.plus(part)),
        }
    }

    /// The difference, in the form whose lower bound is sharp.
    pub(super) fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(&other.negate()?)
    }

    pub(super) fn times(&self, other: &Self, case: &[Domain]) -> Option<Self> {
        if self.parts().saturating_mul(other.parts()) > MAX_PARTS {
            return None;
        }
        let never_negative = |form: &Self| form.bounds(case).low.is_some_and(|low| !low.is_negative());
        match (self, other) {
            (Self::Sum(left), Self::Sum(right)) => Some(Self::Sum(left.times(right)?)),
            // A factor that is never negative keeps the order of what it multiplies.
            (Self::Sum(_), _) if never_negative(self) => other.map(|part| self.times(part, case)),
            (Self::Sum(factor), _) => {
                factor.as_constant()?;
                self.negate()?.times(&other.negate()?, case)
            }
            (_, Self::Sum(_)) => other.times(self, case),
            _ if never_negative(other) => self.map(|part| part.times(other, case)),
            _ if never_negative(self) => other.times(self, case),
            _ => None,
        }
    }

    /// The lesser of two, as far as the box does not decide it.
    pub(super) fn least(self, other: Self, case: &[Domain]) -> Self {
        if self.is_at_most(&other, case) {
            self
        } else if other.is_at_most(&self, case) {
            other
        } else {
            Self::Least(vec![self, other])
        }
    }

    /// The greater of two, as far as the box does not decide it.
    pub(super) fn greatest(self, other: Self, case: &[Domain]) -> Self {
        if other.is_at_most(&self, case) {
            self
        } else if self.is_at_most(&other, case) {
            other
        } else {
            Self::Greatest(vec![self, other])
        }
    }

    /// Whether it surely lies at or below another one in the whole box.
    pub(super) fn is_at_most(&self, other: &Self, case: &[Domain]) -> bool {
        if self == other {
            return true;
        }
        match (self, other) {
            (Self::Sum(_), Self::Sum(_)) => {
                let apart = other.minus(self).map(|apart| apart.bounds(case));
                apart.is_some_and(|apart| apart.low.is_some_and(|low| !low.is_negative()))
            }
            _ => {
                let (own, other) = (self.bounds(case), other.bounds(case));
                own.high.zip(other.low).is_some_and(|(high, low)| high <= low)
            }
        }
    }

    /// With a sum of facts in the place of each fact.
    pub(super) fn put(&self, instead: impl Fn(Slot) -> Vec<Slot> + Copy) -> Option<Self> {
        self.map(|part| match part {
            Self::Sum(sum) => sum.put(|slot| Polynomial::sum(instead(slot))).map(Self::Sum),
            _ => part.put(instead),
        })
    }

    /// The form with other names for its facts; nothing where the box left a choice open.
    fn named(&self, name: &impl Fn(Slot) -> Option<Slot>) -> Option<Self> {
        let all = |parts: &[Self]| parts.iter().map(|part| part.named(name)).collect::<Option<Vec<Self>>>();
        Some(match self {
            Self::Sum(sum) => {
                let mut renamed = Polynomial::constant(Rational::ZERO);
                for (product, factor) in sum.terms() {
                    let mut product: Vec<Slot> =
                        product.iter().map(|slot| name(*slot)).collect::<Option<_>>()?;
                    product.sort_unstable();
                    renamed.add(product, factor)?;
                }
                Self::Sum(renamed)
            }
            Self::Least(parts) => Self::Least(all(parts)?),
            Self::Greatest(parts) => Self::Greatest(all(parts)?),
            Self::OneOf(_) => return None,
        })
    }

    /// The least and the greatest value over a box; never narrower than the truth.
    pub(super) fn bounds(&self, case: &[Domain]) -> Interval {
        let joined = |parts: &[Self], join: fn(Interval, Interval) -> Interval| {
            parts.iter().map(|part| part.bounds(case)).reduce(join).unwrap_or(Interval::ALL)
        };
        match self {
            Self::Sum(sum) => sum.bounds(case),
            Self::Least(parts) => joined(parts, Interval::smaller),
            Self::Greatest(parts) => joined(parts, Interval::greater),
            Self::OneOf(parts) => joined(parts, Interval::union),
        }
    }
}

/// The two ends of an amount.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reach {
    pub(super) min: Form,
    pub(super) max: Form,
}

impl Reach {
    pub(super) fn point(form: Form) -> Self {
        Self { min: form.clone(), max: form }
    }

    pub(super) fn of(amount: &Amount, case: &[Domain]) -> Option<Self> {
        Some(match amount {
            Amount::Point(term) => Self::point(Form::of(term, case)?),
            Amount::Range(ends) => {
                let [low, high] = &**ends;
                Self { min: Form::of(low, case)?, max: Form::of(high, case)? }
            }
            Amount::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                match condition.truth(case) {
                    Ok(Truth::Always) => Self::of(then, case)?,
                    Ok(Truth::Never) => Self::of(otherwise, case)?,
                    _ => Self::of(then, case)?.or(Self::of(otherwise, case)?)?,
                }
            }
        })
    }

    /// One or the other, where it is open which.
    pub(super) fn or(self, other: Self) -> Option<Self> {
        let one_of = |a, b| Form::OneOf(vec![a, b]).if_small();
        Some(Self { min: one_of(self.min, other.min)?, max: one_of(self.max, other.max)? })
    }

    /// Both ends multiplied.
    pub(super) fn times(&self, other: &Self, case: &[Domain]) -> Option<Self> {
        Some(Self { min: self.min.times(&other.min, case)?, max: self.max.times(&other.max, case)? })
    }

    /// The ends of an amount of another item with the names that its facts have here, where a box decides its choices.
    pub(super) fn named(
        amount: &Amount,
        case: &[Domain],
        name: &impl Fn(Slot) -> Option<Slot>,
    ) -> Option<Self> {
        let Self { min, max } = Self::of(amount, case)?;
        Some(Self { min: min.named(name)?, max: max.named(name)? })
    }

    /// The amount moved to the nearer end of a range where it lies outside.
    pub(super) fn held_inside(self, limits: &Self, case: &[Domain]) -> Option<Self> {
        let hold =
            |end: Form| end.least(limits.max.clone(), case).greatest(limits.min.clone(), case).if_small();
        if self.min == self.max {
            return hold(self.min).map(Self::point);
        }
        Some(Self { min: hold(self.min)?, max: hold(self.max)? })
    }

    /// All that lies between its ends somewhere in a box.
    pub(super) fn hull(&self, case: &[Domain]) -> Interval {
        Interval { low: self.min.bounds(case).low, high: self.max.bounds(case).high }
    }

    /// The ends, where they are the same in all cases of a box.
    pub(super) fn fixed(&self, case: &[Domain]) -> Option<Ends> {
        let end = |form: &Form| form.bounds(case).as_point();
        Some(Ends { min: end(&self.min)?, max: end(&self.max)? })
    }
}

#[cfg(test)]
mod tests;
