use super::{Condition, Domain, Fault, NumberTerm, Value};
use crate::diagnostic::Span;
use crate::number::{Interval, Rational};

/// A checked amount: one number, or a range within which somebody chooses.
#[derive(Clone, Debug, PartialEq)]
pub enum Amount {
    /// `100 * area`
    Point(NumberTerm),
    /// `[10 * area..30 * area]`
    Range(Box<[NumberTerm; 2]>),
    /// `if gains > 10000 then [gains..5 * gains] else [3000..10000]`
    If(Box<(Condition, Amount, Amount)>),
}

/// The two ends of an amount; equal if there is nothing to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// The least.
    pub min: Rational,
    /// The most.
    pub max: Rational,
}

impl Ends {
    /// An amount of one point.
    #[must_use]
    pub const fn point(value: Rational) -> Self {
        Self { min: value, max: value }
    }

    /// Whether there is nothing to choose.
    #[must_use]
    pub fn is_point(self) -> bool {
        self.min == self.max
    }

    /// Whether the ends are in order and none is below zero.
    #[must_use]
    pub fn is_sound(self) -> bool {
        !self.min.is_negative() && self.min <= self.max
    }

    /// Both ends moved into `limits`, if they are outside.
    #[must_use]
    #[inline]
    pub fn held_inside(self, limits: Self) -> Self {
        if self.is_point() {
            return Self::point(*self.min.clamp_to(&limits));
        }
        Self { min: *self.min.clamp_to(&limits), max: *self.max.clamp_to(&limits) }
    }

    /// Both ends changed by an increasing function; `None` if one has no result.
    #[must_use]
    pub fn map(self, function: impl Fn(Rational) -> Option<Rational>) -> Option<Self> {
        if self.is_point() {
            return function(self.min).map(Self::point);
        }
        Some(Self { min: function(self.min)?, max: function(self.max)? })
    }
}

impl Rational {
    /// The nearest number between the ends; the upper one if the ends are reversed.
    #[inline]
    fn clamp_to<'a>(&'a self, limits: &'a Ends) -> &'a Self {
        self.max(&limits.min).min(&limits.max)
    }
}

impl Amount {
    /// The exact ends. They come as the formula gives them, even if the lower one is the greater.
    ///
    /// # Errors
    /// [`Fault`], if a fact is missing or a value does not fit.
    pub fn evaluate(&self, values: &[Value<'_>]) -> Result<Ends, Fault> {
        let mut amount = self;
        loop {
            amount = match amount {
                Self::Point(value) => return Ok(Ends::point(value.evaluate(values)?)),
                Self::Range(ends) => {
                    let [low, high] = &**ends;
                    return Ok(Ends { min: low.evaluate(values)?, max: high.evaluate(values)? });
                }
                Self::If(parts) => {
                    let (condition, then, otherwise) = &**parts;
                    if condition.evaluate(values)? { then } else { otherwise }
                }
            };
        }
    }

    /// All values that the two ends can take.
    ///
    /// # Errors
    /// The place of a divisor that can be zero.
    pub fn bounds(&self, domains: &[Domain]) -> Result<(Interval, Interval), Span> {
        match self {
            Self::Point(value) => {
                let bounds = value.bounds(domains)?;
                Ok((bounds, bounds))
            }
            Self::Range(ends) => {
                let [low, high] = &**ends;
                Ok((low.bounds(domains)?, high.bounds(domains)?))
            }
            Self::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                let branches = condition.branches(domains)?;
                let then = branches.when_true.map(|domains| then.bounds(&domains)).transpose()?;
                let otherwise = branches.when_false.map(|domains| otherwise.bounds(&domains)).transpose()?;
                Ok(match (then, otherwise) {
                    (Some((a, b)), Some((c, d))) => (a.union(c), b.union(d)),
                    (Some(ends), None) | (None, Some(ends)) => ends,
                    (None, None) => (Interval::ALL, Interval::ALL),
                })
            }
        }
    }
}
