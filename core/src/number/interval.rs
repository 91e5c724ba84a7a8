use super::{Rational, Rounding};

/// All values that an expression can take, as a closed interval; `None` is an end that is not bounded.
///
/// Every operation gives an interval that holds each possible result: it may be wider than needed, never
/// narrower. An end that overflows becomes unbounded. Bounded ends say nothing about digits: a value between
/// them can still have more than fit.
///
/// ```
/// use evenhand::number::{Interval, Rational};
///
/// let area = Interval { low: Rational::new(1, 100), high: Some(Rational::integer(100_000)) };
/// let fine = Interval::point(Rational::integer(100)).multiply(area).smaller(Interval::point(Rational::integer(2000)));
/// assert_eq!(fine, Interval { low: Some(Rational::ONE), high: Some(Rational::integer(2000)) });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The smallest value, or `None` if there is no bound.
    pub low: Option<Rational>,
    /// The greatest value, or `None` if there is no bound.
    pub high: Option<Rational>,
}

impl Interval {
    /// Nothing is known.
    pub const ALL: Self = Self { low: None, high: None };

    /// One value.
    #[must_use]
    pub const fn point(value: Rational) -> Self {
        Self { low: Some(value), high: Some(value) }
    }

    /// The value, if there is only one.
    #[must_use]
    pub fn as_point(self) -> Option<Rational> {
        if self.low == self.high { self.low } else { None }
    }

    /// Whether `value` lies in the interval.
    #[must_use]
    pub fn contains(self, value: Rational) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }

    /// The values that lie in both; `None` if there is none.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        let low = match (self.low, other.low) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        match (low, high) {
            (Some(low), Some(high)) if low > high => None,
            _ => Some(Self { low, high }),
        }
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            low: both(self.low, other.low, |a, b| Some(a.min(b))),
            high: both(self.high, other.high, |a, b| Some(a.max(b))),
        }
    }

    /// Sums.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "named like its sisters, which have no operator")]
    pub fn add(self, other: Self) -> Self {
        Self {
            low: both(self.low, other.low, Rational::add),
            high: both(self.high, other.high, Rational::add),
        }
    }

    /// Differences.
    #[must_use]
    pub fn subtract(self, other: Self) -> Self {
        self.add(other.negate())
    }

    /// Changes of sign.
    #[must_use]
    pub fn negate(self) -> Self {
        Self { low: self.high.and_then(Rational::negate), high: self.low.and_then(Rational::negate) }
    }

    /// Products.
    #[must_use]
    pub fn multiply(self, other: Self) -> Self {
        if self.as_point() == Some(Rational::ZERO) || other.as_point() == Some(Rational::ZERO) {
            return Self::point(Rational::ZERO);
        }
        // Nearly all numbers of a rule: then the ends meet the ends.
        if let (Some(a), Some(c)) = (self.low, other.low)
            && !a.is_negative()
            && !c.is_negative()
        {
            let low = a.multiply(c).unwrap_or(Rational::ZERO);
            return Self { low: Some(low), high: both(self.high, other.high, Rational::multiply) };
        }
        let (Some(a), Some(b), Some(c), Some(d)) = (self.low, self.high, other.low, other.high) else {
            return Self::ALL;
        };
        match [a.multiply(c), a.multiply(d), b.multiply(c), b.multiply(d)] {
            [Some(ac), Some(ad), Some(bc), Some(bd)] => {
                Self { low: Some(ac.min(ad).min(bc).min(bd)), high: Some(ac.max(ad).max(bc).max(bd)) }
            }
            _ => {
                let at_most_zero = |high: Rational| high <= Rational::ZERO;
                let signs_are_equal = at_most_zero(b) && at_most_zero(d);
                let signs_differ =
                    (!a.is_negative() && at_most_zero(d)) || (at_most_zero(b) && !c.is_negative());
                Self {
                    low: signs_are_equal.then_some(Rational::ZERO),
                    high: signs_differ.then_some(Rational::ZERO),
                }
            }
        }
    }

    /// Quotients; `None` if the divisor can be zero.
    #[must_use]
    pub fn divide(self, other: Self) -> Option<Self> {
        if other.contains(Rational::ZERO) {
            return None;
        }
        let invert = |value: Option<Rational>| value.and_then(|value| Rational::ONE.divide(value));
        let positive = other.low.is_some_and(|low| !low.is_negative());
        let inverse = Self {
            low: invert(other.high).or(positive.then_some(Rational::ZERO)),
            high: invert(other.low).or((!positive).then_some(Rational::ZERO)),
        };
        Some(self.multiply(inverse))
    }

    /// The smaller of the two.
    #[must_use]
    pub fn smaller(self, other: Self) -> Self {
        Self {
            low: both(self.low, other.low, |a, b| Some(a.min(b))),
            high: match (self.high, other.high) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        }
    }

    /// The greater of the two.
    #[must_use]
    pub fn greater(self, other: Self) -> Self {
        self.negate().smaller(other.negate()).negate()
    }

    /// Values without their sign.
    #[must_use]
    pub fn absolute(self) -> Self {
        match (self.low, self.high) {
            (Some(low), _) if !low.is_negative() => self,
            (_, Some(high)) if high <= Rational::ZERO => self.negate(),
            _ => {
                let negated = self.negate();
                Self { low: Some(Rational::ZERO), high: both(self.high, negated.high, |a, b| Some(a.max(b))) }
            }
        }
    }

    /// Whole powers; `None` for a negative power of an interval that holds zero.
    #[must_use]
    pub fn power(self, exponent: i32) -> Option<Self> {
        if exponent < 0 {
            return Self::point(Rational::ONE).divide(self.power(exponent.checked_neg()?)?);
        }
        if exponent == 0 {
            return Some(Self::point(Rational::ONE));
        }
        let base = if exponent.checked_rem(2) == Some(0) { self.absolute() } else { self };
        Some(base.map(|value| value.power(exponent)))
    }

    /// Roundings.
    #[must_use]
    pub fn round(self, rounding: Rounding) -> Self {
        self.map(|value| rounding.round(value))
    }

    /// Largest whole multiples of `step` that are not above the value.
    #[must_use]
    pub fn floor(self, step: Rational) -> Self {
        self.map(|value| Rational::integer(value.divide(step)?.floor()).multiply(step))
    }

    /// The interval between the images of the ends under an increasing function.
    fn map(self, function: impl Fn(Rational) -> Option<Rational>) -> Self {
        Self { low: self.low.and_then(&function), high: self.high.and_then(&function) }
    }
}

fn both(
    left: Option<Rational>,
    right: Option<Rational>,
    combine: impl Fn(Rational, Rational) -> Option<Rational>,
) -> Option<Rational> {
    combine(left?, right?)
}
