use std::fmt;

use super::{Interval, Rational};

/// One end of a [`Range`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// No end on this side.
    Open,
    /// The end belongs to the range: `[` or `]`.
    Included(Rational),
    /// The end does not belong to the range: `(` or `)`.
    Excluded(Rational),
}

impl Edge {
    /// The number at the edge, if there is one.
    #[must_use]
    pub const fn value(self) -> Option<Rational> {
        match self {
            Self::Open => None,
            Self::Included(value) | Self::Excluded(value) => Some(value),
        }
    }
}

/// A range of numbers as rules write it: `(0..100000]`, `< 3`, `>= 10`.
///
/// Whether an end belongs to the range is data of the document: one text's 以下 includes the number,
/// another's does not.
///
/// ```
/// use evenhand::number::{Edge, Range, Rational};
///
/// let range = Range { low: Edge::Excluded(Rational::ZERO), high: Edge::Included(Rational::integer(3)) };
/// assert!(!range.contains(Rational::ZERO) && range.contains(Rational::integer(3)));
/// assert_eq!(range.to_string(), "(0..3]");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The lower end.
    pub low: Edge,
    /// The upper end.
    pub high: Edge,
}

impl Range {
    /// All numbers.
    pub const ALL: Self = Self { low: Edge::Open, high: Edge::Open };

    /// Whether `value` lies in the range.
    #[must_use]
    pub fn contains(&self, value: Rational) -> bool {
        let above = match self.low {
            Edge::Open => true,
            Edge::Included(low) => value >= low,
            Edge::Excluded(low) => value > low,
        };
        above
            && match self.high {
                Edge::Open => true,
                Edge::Included(high) => value <= high,
                Edge::Excluded(high) => value < high,
            }
    }

    /// Whether no number lies in the range.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match (self.low, self.high) {
            (Edge::Open, _) | (_, Edge::Open) => false,
            (Edge::Included(low), Edge::Included(high)) => low > high,
            (low, high) => low.value() >= high.value(),
        }
    }

    /// The closed interval of the values with at most `decimals` decimals; `None` if there is no such value.
    ///
    /// On a grid an open end is the next point inward: `(0..3]` with two decimals is `0.01` to `3`. An end so far out
    /// that the grid there does not fit stays as it is, which only makes the interval wider.
    #[must_use]
    pub fn on_grid(&self, decimals: u32) -> Option<Interval> {
        let step =
            i32::try_from(decimals).ok().and_then(|decimals| Rational::power_of_ten(decimals.checked_neg()?));
        let low = self.low.value().map(|low| {
            let included = matches!(self.low, Edge::Included(_));
            step.and_then(|step| point_above(low, step, included)).unwrap_or(low)
        });
        let high = self.high.value().map(|high| {
            let included = matches!(self.high, Edge::Included(_));
            let mirrored = high.negate().zip(step).and_then(|(high, step)| point_above(high, step, included));
            mirrored.and_then(Rational::negate).unwrap_or(high)
        });
        match (low, high) {
            (Some(low), Some(high)) if low > high => None,
            _ => Some(Interval { low, high }),
        }
    }
}

/// The first point of the grid that is not below `value`, and not `value` itself unless that is included.
fn point_above(value: Rational, step: Rational, included: bool) -> Option<Rational> {
    let below = Rational::integer(value.divide(step)?.floor()).multiply(step)?;
    if below == value && included { Some(value) } else { below.add(step) }
}

/// As a pack writes it.
impl fmt::Display for Range {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (Edge::Open, Edge::Open) => write!(formatter, "-"),
            (Edge::Open, Edge::Included(high)) => write!(formatter, "<= {high}"),
            (Edge::Open, Edge::Excluded(high)) => write!(formatter, "< {high}"),
            (Edge::Included(low), Edge::Open) => write!(formatter, ">= {low}"),
            (Edge::Excluded(low), Edge::Open) => write!(formatter, "> {low}"),
            (Edge::Included(low), Edge::Included(high)) => write!(formatter, "[{low}..{high}]"),
            (Edge::Included(low), Edge::Excluded(high)) => write!(formatter, "[{low}..{high})"),
            (Edge::Excluded(low), Edge::Included(high)) => write!(formatter, "({low}..{high}]"),
            (Edge::Excluded(low), Edge::Excluded(high)) => write!(formatter, "({low}..{high})"),
        }
    }
}
