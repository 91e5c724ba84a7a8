//! Amounts as sums: a constant, and multiples of facts. What a rule computes where all its choices are made.

use std::collections::BTreeMap;

use crate::number::Rational;

/// A variable, or the product of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Monomial {
    pub(super) variable: usize,
    pub(super) times: Option<usize>,
}

/// `constant + Σ coefficient · monomial`, exact; no coefficient is zero.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Form {
    pub(super) constant: Rational,
    pub(super) terms: BTreeMap<Monomial, Rational>,
}

impl Form {
    pub(super) const fn constant(constant: Rational) -> Self {
        Self { constant, terms: BTreeMap::new() }
    }

    pub(super) fn variable(variable: usize) -> Self {
        let terms = BTreeMap::from([(Monomial { variable, times: None }, Rational::ONE)]);
        Self { constant: Rational::ZERO, terms }
    }

    /// Its value, if it has only one.
    pub(super) fn as_constant(&self) -> Option<Rational> {
        self.terms.is_empty().then_some(self.constant)
    }

    pub(super) fn add(&self, other: &Self) -> Option<Self> {
        let mut sum = self.clone();
        sum.constant = sum.constant.add(other.constant)?;
        for (monomial, coefficient) in &other.terms {
            let total = sum.terms.get(monomial).copied().unwrap_or(Rational::ZERO).add(*coefficient)?;
            sum.terms.insert(*monomial, total);
        }
        sum.terms.retain(|_, coefficient| !coefficient.is_zero());
        Some(sum)
    }

    pub(super) fn scale(&self, factor: Rational) -> Option<Self> {
        if factor.is_zero() {
            return Some(Self::constant(Rational::ZERO));
        }
        let terms = self.terms.iter().map(|(monomial, coefficient)| {
            coefficient.multiply(factor).map(|coefficient| (*monomial, coefficient))
        });
        Some(Self { constant: self.constant.multiply(factor)?, terms: terms.collect::<Option<_>>()? })
    }

    pub(super) fn subtract(&self, other: &Self) -> Option<Self> {
        self.add(&other.scale(Rational::integer(-1))?)
    }

    /// The product; `None` where it is not of this form, as the square of a fact.
    pub(super) fn multiply(&self, other: &Self) -> Option<Self> {
        let mut product = self.scale(other.constant)?;
        for (monomial, coefficient) in &other.terms {
            let mut part = Self::constant(Rational::ZERO);
            if !self.constant.is_zero() {
                part.terms.insert(*monomial, self.constant.multiply(*coefficient)?);
            }
            for (own, factor) in &self.terms {
                if own.times.is_some() || monomial.times.is_some() {
                    return None;
                }
                let (first, second) =
                    (own.variable.min(monomial.variable), own.variable.max(monomial.variable));
                if first == second {
                    return None;
                }
                let both = Monomial { variable: first, times: Some(second) };
                part.terms.insert(both, factor.multiply(*coefficient)?);
            }
            product = product.add(&part)?;
        }
        Some(product)
    }

    /// The variable, where the form has only one; with its coefficient.
    pub(super) fn only_variable(&self) -> Option<(usize, Rational)> {
        let mut terms = self.terms.iter();
        match (terms.next(), terms.next()) {
            (Some((Monomial { variable, times: None }, coefficient)), None) => {
                Some((*variable, *coefficient))
            }
            _ => None,
        }
    }

    /// A variable that every term is a multiple of, and what remains without it.
    pub(super) fn common_variable(&self) -> Option<(usize, Self)> {
        if !self.constant.is_zero() {
            return None;
        }
        let (first, _) = self.terms.first_key_value()?;
        let candidates = std::iter::once(first.variable).chain(first.times);
        candidates.into_iter().find_map(|variable| {
            let mut rest = Self::constant(Rational::ZERO);
            for (monomial, coefficient) in &self.terms {
                let other = match monomial {
                    Monomial { variable: own, times } if *own == variable => *times,
                    Monomial { variable: own, times: Some(times) } if *times == variable => Some(*own),
                    _ => return None,
                };
                match other {
                    Some(variable) => {
                        rest.terms.insert(Monomial { variable, times: None }, *coefficient);
                    }
                    None => rest.constant = *coefficient,
                }
            }
            Some((variable, rest))
        })
    }
}
