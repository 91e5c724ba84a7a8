use super::counts::Counts;
use super::{Decision, Place};

/// The decisions of a group, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub decisions: u64,
    /// Those with a place: the fine lies in a range that leaves a choice.
    pub placed: u64,
    /// Of these, those at the lower end exactly.
    pub minimum: u64,
    /// Of these, those at the upper end exactly.
    pub maximum: u64,
    /// Those for which the range was a single amount, which was imposed.
    pub points: u64,
    /// Those below the range.
    pub below: u64,
    /// Those above it.
    pub above: u64,
    /// Those without a range.
    pub no_range: u64,
    /// Those of which is told whether something was found against them.
    pub examined: u64,
    /// Of these, those against which something was found.
    pub flagged: u64,
    /// The places, in 1/10,000 of the range.
    pub(super) places: Counts,
}

impl Tally {
    pub(super) fn add(&mut self, decision: &Decision<'_>) {
        let raise = |count: &mut u64| *count = count.saturating_add(1);
        raise(&mut self.decisions);
        match decision.place() {
            Place::Within(place) => {
                raise(&mut self.placed);
                if place.is_zero() {
                    raise(&mut self.minimum);
                } else if place == crate::number::Rational::ONE {
                    raise(&mut self.maximum);
                }
                self.places.add(decision.ten_thousandths(), 1);
            }
            Place::Point => raise(&mut self.points),
            Place::Below => raise(&mut self.below),
            Place::Above => raise(&mut self.above),
            Place::NoRange => raise(&mut self.no_range),
        }
        if let Some(flagged) = decision.flagged {
            raise(&mut self.examined);
            if flagged {
                raise(&mut self.flagged);
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let counts = [
            (&mut self.decisions, other.decisions),
            (&mut self.placed, other.placed),
            (&mut self.minimum, other.minimum),
            (&mut self.maximum, other.maximum),
            (&mut self.points, other.points),
            (&mut self.below, other.below),
            (&mut self.above, other.above),
            (&mut self.no_range, other.no_range),
            (&mut self.examined, other.examined),
            (&mut self.flagged, other.flagged),
        ];
        for (count, more) in counts {
            *count = count.saturating_add(more);
        }
        self.places.merge(&other.places);
    }
}
