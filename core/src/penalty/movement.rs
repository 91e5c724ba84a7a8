//! How established circumstances move an amount.
//!
//! In: the amount of an item, the statutory range, the circumstances. Out: the amount moved along the parts of the
//! range that the document names, multiplied, or taken below the statutory minimum.

use super::compute::Trace;
use super::{AssessError, Circumstance, Item, Part, PartsOfRange, Step};
use crate::feel::{Ends, Fault};
use crate::number::{Edge, Range, Rational, Rounding, RoundingMode};
use crate::pack::{Effect, PartsOf};

/// Where a circumstance stands: the document among those that govern the item, and the place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CircumstanceRef {
    /// Which of the governing documents.
    pub document: usize,
    /// Which of its circumstances.
    pub index: usize,
}

/// The circumstances that a computation heeds, and the parts of ranges that they lead to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heeded<'a> {
    pub(crate) circumstances: Vec<(CircumstanceRef, &'a Circumstance)>,
    pub(crate) parts: Option<&'a PartsOfRange>,
}

impl Heeded<'_> {
    /// The first circumstance with this effect.
    pub(super) fn first(&self, effect: Effect) -> Option<CircumstanceRef> {
        let found = self.circumstances.iter().find(|(_, circumstance)| circumstance.effect == effect);
        found.map(|(reference, _)| *reference)
    }

    /// Whether it has anything that moves amounts.
    pub(super) const fn moves(&self) -> bool {
        !self.circumstances.is_empty() || self.parts.is_some()
    }

    /// Every circumstance with one of these effects.
    fn all(&self, effects: &[Effect]) -> Vec<CircumstanceRef> {
        let found = self.circumstances.iter().filter(|(_, found)| effects.contains(&found.effect));
        found.map(|(reference, _)| *reference).collect()
    }
}

/// An amount after the circumstances.
pub(super) struct Moved {
    pub(super) amount: Ends,
    /// The amount itself lies below the statutory minimum.
    pub(super) below_minimum: bool,
    /// What the authority may take instead: amounts below the statutory minimum.
    pub(super) reduced: Option<Ends>,
}

impl Moved {
    const fn to(amount: Ends) -> Self {
        Self { amount, below_minimum: false, reduced: None }
    }
}

const LENIENT: [Effect; 3] = [Effect::Mitigated, Effect::MitigatedOrReduced, Effect::Reduced];

impl Item {
    pub(super) fn moved(
        &self,
        amount: Ends,
        statutory: Option<Ends>,
        heeded: &Heeded<'_>,
        trace: &mut Trace,
    ) -> Result<Moved, AssessError> {
        let overflow = || self.fault(Fault::Overflow, &[]);
        // Where nothing else is called the statutory range, the rule's own amount is what the law allows.
        let legal = statutory.unwrap_or(amount);
        let (lenient, severe) = (heeded.all(&LENIENT), heeded.all(&[Effect::Aggravated]));
        let mut moved = Moved::to(amount);
        match (lenient.is_empty(), severe.is_empty()) {
            (false, false) => trace.record(|| Step::Conflict { lenient, severe }),
            (false, true) => moved = self.lenient(amount, legal, lenient, heeded, trace)?,
            (true, false) => {
                let (after, measured) =
                    self.part(amount, legal, Part::Aggravated, heeded).ok_or_else(overflow)?;
                moved.amount = after;
                trace.record(|| Step::Moved { part: Part::Aggravated, by: severe, measured, after });
            }
            // A heavier tier is heavier enough.
            (true, true) if heeded.first(Effect::TierUp).is_some() => {}
            (true, true) => {
                let (after, measured) =
                    self.part(amount, legal, Part::Ordinary, heeded).ok_or_else(overflow)?;
                if measured && after != amount {
                    moved.amount = after;
                    trace.record(|| Step::Moved { part: Part::Ordinary, by: Vec::new(), measured, after });
                }
            }
        }
        for (reference, circumstance) in &heeded.circumstances {
            let Some(times) = circumstance.times else { continue };
            let product = |end: Rational, times: Rational, floor: Rational| {
                Some(end.multiply(times)?.max(floor.min(end)))
            };
            // Where the law sets no minimum, there is none to stop at.
            let floor = statutory.filter(|_| !moved.below_minimum).map_or(Rational::ZERO, |range| range.min);
            let both = |ends: Ends, floor: Rational| {
                let (min, max) =
                    product(ends.min, times.min, floor).zip(product(ends.max, times.max, floor))?;
                Some(Ends { min, max })
            };
            let after = both(moved.amount, floor).ok_or_else(overflow)?;
            moved.amount = after;
            if let Some(reduced) = moved.reduced {
                // Whatever the factor, a reduced penalty lies below the minimum.
                let after = both(reduced, Rational::ZERO).ok_or_else(overflow)?;
                moved.reduced =
                    Some(Ends { min: after.min.min(reduced.max), max: after.max.min(reduced.max) });
            }
            trace.record(|| Step::Multiplied { circumstance: *reference, times, after });
        }
        Ok(moved)
    }

    /// A lighter penalty: within the range, below its minimum, or one of the two where the law leaves the choice.
    fn lenient(
        &self,
        amount: Ends,
        legal: Ends,
        by: Vec<CircumstanceRef>,
        heeded: &Heeded<'_>,
        trace: &mut Trace,
    ) -> Result<Moved, AssessError> {
        let overflow = || self.fault(Fault::Overflow, &[]);
        let below = self.below(legal.min).ok_or_else(overflow)?;
        if heeded.first(Effect::Reduced).is_some()
            && let Some(after) = below
        {
            trace.record(|| Step::Reduced { by, minimum: legal.min, after, mitigated: None });
            return Ok(Moved { amount: after, below_minimum: true, reduced: None });
        }
        let (after, measured) = self.part(amount, legal, Part::Mitigated, heeded).ok_or_else(overflow)?;
        let reduced = below.filter(|_| heeded.first(Effect::MitigatedOrReduced).is_some());
        match reduced {
            Some(reduced) => trace.record(|| Step::Reduced {
                by,
                minimum: legal.min,
                after: reduced,
                mitigated: Some(after),
            }),
            None => trace.record(|| Step::Moved { part: Part::Mitigated, by, measured, after }),
        }
        Ok(Moved { amount: after, below_minimum: false, reduced })
    }

    /// A part of the amount's range, and whether the document says which. Where it does not, all that the law
    /// leaves: down to the statutory minimum, up to the maximum.
    fn part(&self, amount: Ends, legal: Ends, part: Part, heeded: &Heeded<'_>) -> Option<(Ends, bool)> {
        if let Some(parts) = heeded.parts {
            let whole = match parts.of {
                PartsOf::Tier => amount,
                PartsOf::Statutory => legal,
            };
            // One amount has a top and a bottom, but no part between them.
            let divides = |places: &Range| !whole.is_point() || places.low == places.high;
            if let Some(places) = parts.part(part, whole).filter(divides) {
                return Some((self.places_in(whole, places)?, true));
            }
        }
        let after = match part {
            Part::Mitigated => Ends { min: legal.min.min(amount.min), max: amount.max },
            Part::Ordinary => amount,
            Part::Aggravated => Ends { min: amount.min, max: legal.max.max(amount.max) },
        };
        Some((after, false))
    }

    /// The amounts at the places of a range. An end that does not belong to it is the next amount inwards, as the
    /// item rounds amounts.
    fn places_in(&self, whole: Ends, places: Range) -> Option<Ends> {
        let at = |place: Rational| whole.min.add(place.multiply(whole.max.subtract(whole.min)?)?);
        let (low, high) = (at(places.low.value()?)?, at(places.high.value()?)?);
        let min = match places.low {
            Edge::Excluded(_) => self.next_amount(low, RoundingMode::Up)?,
            _ => low,
        };
        let max = match places.high {
            Edge::Excluded(_) => self.next_amount(high, RoundingMode::Down)?,
            _ => high,
        };
        // A part without a step inside is one amount: the end that belongs to it.
        let upper_only = matches!(places.low, Edge::Excluded(_)) && !matches!(places.high, Edge::Excluded(_));
        let point = || if upper_only { high } else { low };
        Some(if min > max { Ends::point(point().max(whole.min).min(whole.max)) } else { Ends { min, max } })
    }

    /// The amounts below the statutory minimum, as the item rounds amounts, from the smallest one on: no fine at all
    /// is no reduced one. `Some(None)` if there is none.
    fn below(&self, minimum: Rational) -> Option<Option<Ends>> {
        let least = self.rounding.step();
        if minimum <= least {
            return Some(None);
        }
        let max = self.next_amount(minimum, RoundingMode::Down)?;
        Some((max >= least).then_some(Ends { min: least, max }))
    }

    /// The next amount above or below this one, as the item rounds amounts.
    fn next_amount(&self, value: Rational, mode: RoundingMode) -> Option<Rational> {
        let step = self.rounding.step();
        let rounded = Rounding::new(step, mode)?.round(value)?;
        if rounded != value {
            return Some(rounded);
        }
        if mode == RoundingMode::Up { value.add(step) } else { value.subtract(step) }
    }
}
