//! Sums of facts that conditions compare with constants.
//!
//! `a + b <= 10` in one row and `10 < b + a` in another are about the same sum. Its values, cut at the constants, are
//! few, wherever the facts themselves lie on wide grids: so rows that leave each other's case are told apart at once,
//! without looking into every pair of values. Sums are taken for independent of each other, so that what comes out may be
//! more than there is, never less.

use std::collections::BTreeSet;

use super::extent::{Form, Polynomial};
use super::space::{both, either};
use crate::feel::{Comparison, Condition, Domain, NumberTerm, Truth};
use crate::number::{Interval, Rational};

/// The most combinations of places that are looked into.
const MAX_PLACES: usize = 64;

/// What conditions compare with constants, each with its constants.
#[derive(Default)]
pub(super) struct Sums(Vec<(Polynomial, BTreeSet<Rational>)>);

/// A condition, its comparisons of sums by the numbers of the sums.
pub(super) enum Known<'a> {
    /// The sum held against the constant.
    Compared(usize, Comparison, Rational),
    Not(Box<Known<'a>>),
    All(Vec<Known<'a>>),
    Any(Vec<Known<'a>>),
    /// Anything else.
    Plain(&'a Condition),
}

impl Sums {
    /// Notes what a condition compares.
    pub(super) fn read<'a>(&mut self, condition: &'a Condition, whole: &[Domain]) -> Known<'a> {
        let known = match condition {
            Condition::Not(inner) => Some(Known::Not(Box::new(self.read(inner, whole)))),
            Condition::And(parts) => {
                Some(Known::All(parts.iter().map(|part| self.read(part, whole)).collect()))
            }
            Condition::Or(parts) => {
                Some(Known::Any(parts.iter().map(|part| self.read(part, whole)).collect()))
            }
            Condition::Number(comparison, sides) => {
                let [left, right] = &**sides;
                self.compared(left, *comparison, right, whole)
            }
            Condition::NumberIn(membership) => {
                let mut test = |test: &[(Comparison, NumberTerm)]| {
                    let parts =
                        test.iter().map(|(sign, term)| self.compared(&membership.value, *sign, term, whole));
                    parts.collect::<Option<Vec<_>>>().map(Known::All)
                };
                let tests = membership.tests.iter().map(|part| test(part));
                tests.collect::<Option<Vec<_>>>().map(Known::Any)
            }
            _ => None,
        };
        known.unwrap_or(Known::Plain(condition))
    }

    fn compared<'a>(
        &mut self,
        left: &NumberTerm,
        comparison: Comparison,
        right: &NumberTerm,
        whole: &[Domain],
    ) -> Option<Known<'a>> {
        let difference = Form::of(left, whole)?.plus(&Form::of(right, whole)?.negate()?)?;
        let Form::Sum(difference) = difference else { return None };
        let (sum, factor, rest) = difference.normalised()?;
        // factor * sum + rest is compared with zero.
        let constant = rest.negate()?.divide(factor)?;
        let comparison = if factor.is_negative() { comparison.mirror() } else { comparison };
        let index = self.0.iter().position(|(known, _)| *known == sum).unwrap_or(self.0.len());
        if index == self.0.len() {
            self.0.push((sum, BTreeSet::new()));
        }
        self.0.get_mut(index)?.1.insert(constant);
        Some(Known::Compared(index, comparison, constant))
    }

    /// Every combination of places that some sums can have in a box; nothing where they are too many.
    pub(super) fn places(
        &self,
        sums: &BTreeSet<usize>,
        case: &[Domain],
    ) -> Option<Vec<Vec<Option<Interval>>>> {
        let mut combinations = vec![vec![None; self.0.len()]];
        for index in sums {
            let places = self.places_of(*index, case)?;
            if combinations.len().checked_mul(places.len())? > MAX_PLACES {
                return None;
            }
            let with = |place: &Interval| {
                let mut combinations = combinations.clone();
                for combination in &mut combinations {
                    if let Some(known) = combination.get_mut(*index) {
                        *known = Some(*place);
                    }
                }
                combinations
            };
            combinations = places.iter().flat_map(with).collect();
        }
        Some(combinations)
    }

    /// The values that a sum can have in a box, multiples of its step, cut where a constant tells them apart.
    fn places_of(&self, index: usize, case: &[Domain]) -> Option<Vec<Interval>> {
        let (sum, constants) = self.0.get(index)?;
        let Interval { low: Some(low), high: Some(high) } = sum.bounds(case) else { return None };
        let step = sum.step(case)?;
        let up_to = |value: Rational| value.divide(step).map(Rational::floor);
        let from = |value: Rational| up_to(value.negate()?)?.checked_neg();
        let (first, last) = (from(low)?, up_to(high)?);
        let mut starts = BTreeSet::from([first]);
        for constant in constants {
            starts.extend([from(*constant)?, up_to(*constant)?.checked_add(1)?]);
        }
        starts.retain(|start| (first..=last).contains(start));
        let ends = starts.iter().skip(1).filter_map(|next| next.checked_sub(1)).chain([last]);
        let multiple = |times: i128| Rational::integer(times).multiply(step);
        let place = |(low, high): (&i128, i128)| {
            Some(Interval { low: Some(multiple(*low)?), high: Some(multiple(high)?) })
        };
        starts.iter().zip(ends).map(place).collect()
    }
}

impl Known<'_> {
    /// Whether it holds on a whole box, with sums that lie in these places.
    pub(super) fn truth(&self, case: &[Domain], places: &[Option<Interval>]) -> Truth {
        match self {
            Self::Compared(index, comparison, constant) => {
                let place = places.get(*index).copied().flatten();
                place.map_or(Truth::Either, |place| comparison.truth(place, Interval::point(*constant)))
            }
            Self::Not(inner) => match inner.truth(case, places) {
                Truth::Always => Truth::Never,
                Truth::Never => Truth::Always,
                Truth::Either => Truth::Either,
            },
            Self::All(parts) => parts.iter().map(|part| part.truth(case, places)).fold(Truth::Always, both),
            Self::Any(parts) => parts.iter().map(|part| part.truth(case, places)).fold(Truth::Never, either),
            // Loading has made sure that nothing is divided by zero.
            Self::Plain(condition) => condition.truth(case).unwrap_or(Truth::Either),
        }
    }

    /// Adds the sums that it compares.
    pub(super) fn sums(&self, sums: &mut BTreeSet<usize>) {
        match self {
            Self::Compared(index, ..) => drop(sums.insert(*index)),
            Self::Not(inner) => inner.sums(sums),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.sums(sums)),
            Self::Plain(_) => {}
        }
    }
}

#[cfg(test)]
mod tests;
