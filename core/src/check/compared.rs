//! Sums of facts that conditions compare with constants.
//!
//! `a + b <= 10` in one row and `10 < b + a` in another are about the same sum. Its values, cut at the constants, are
//! few, wherever the facts themselves lie on wide grids: so rows that leave each other's case are told apart at once,
//! without looking into every pair of values. Sums are taken for independent of each other, so that what comes out may be
//! more than there is, never less.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::extent::{Form, Polynomial};
use super::space::{both, either};
use crate::feel::{Comparison, Condition, Domain, NumberTerm, Truth};
use crate::number::{Edge, Rational};

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

/// Where a sum lies: at one of its constants, or between two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    At(Rational),
    /// Open at both ends.
    Between(Edge, Edge),
}

impl Place {
    fn cmp(self, constant: Rational) -> Ordering {
        match self {
            Self::At(value) => value.cmp(&constant),
            // No constant of the sum lies inside.
            Self::Between(_, Edge::Excluded(high)) if high <= constant => Ordering::Less,
            Self::Between(..) => Ordering::Greater,
        }
    }
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
    pub(super) fn places(&self, sums: &BTreeSet<usize>, case: &[Domain]) -> Option<Vec<Vec<Option<Place>>>> {
        let mut combinations = vec![vec![None; self.0.len()]];
        for index in sums {
            let places = self.places_of(*index, case)?;
            if combinations.len().checked_mul(places.len())? > MAX_PLACES {
                return None;
            }
            let with = |place: &Place| {
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

    fn places_of(&self, index: usize, case: &[Domain]) -> Option<Vec<Place>> {
        let (sum, constants) = self.0.get(index)?;
        let reach = sum.bounds(case);
        let step = sum.step(case);
        let low_enough = |value: Rational| reach.low.is_none_or(|low| low <= value);
        let high_enough = |value: Rational| reach.high.is_none_or(|high| value <= high);
        let on_grid =
            |value: Rational| step.is_none_or(|step| value.divide(step).is_none_or(Rational::is_integer));
        // Whether there is a multiple of the step between two values.
        let has_value = |low: Rational, high: Rational| {
            let Some(step) = step else { return true };
            let after = low.divide(step).and_then(|low| low.floor().checked_add(1));
            let next = after.and_then(|next| Rational::integer(next).multiply(step));
            next.is_none_or(|next| next < high)
        };
        let mut places = Vec::new();
        let mut before = Edge::Open;
        for constant in constants {
            let between = match before {
                Edge::Excluded(low) => low_enough(*constant) && high_enough(low) && has_value(low, *constant),
                _ => reach.low.is_none_or(|low| low < *constant),
            };
            if between {
                places.push(Place::Between(before, Edge::Excluded(*constant)));
            }
            if low_enough(*constant) && high_enough(*constant) && on_grid(*constant) {
                places.push(Place::At(*constant));
            }
            before = Edge::Excluded(*constant);
        }
        let above = match before {
            Edge::Excluded(low) => reach.high.is_none_or(|high| low < high),
            _ => true,
        };
        if above {
            places.push(Place::Between(before, Edge::Open));
        }
        Some(places)
    }
}

impl Known<'_> {
    /// Whether it holds on a whole box, with sums that lie in these places.
    pub(super) fn truth(&self, case: &[Domain], places: &[Option<Place>]) -> Truth {
        match self {
            Self::Compared(index, comparison, constant) => {
                let place = places.get(*index).copied().flatten();
                place.map_or(Truth::Either, |place| {
                    if comparison.holds(place.cmp(*constant)) { Truth::Always } else { Truth::Never }
                })
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
