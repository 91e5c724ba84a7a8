use crate::number::Rational;

/// What is told, or why it is not.
pub type Told<T> = Result<T, TooFew>;

/// There is too little for a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFew {
    /// Of what there are too few.
    pub of: Lacking,
    /// How many there are.
    pub have: u64,
    /// How many are needed.
    pub need: u64,
}

/// Of what there can be too few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// Decisions of a group or a month.
    Decisions,
    /// Decisions of a group on items that others decide often enough to be compared with.
    Comparable,
    /// Other groups.
    Groups,
    /// Months with enough decisions.
    Months,
}

impl Lacking {
    /// The stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decisions => "decisions",
            Self::Comparable => "comparable-decisions",
            Self::Groups => "other-groups",
            Self::Months => "months",
        }
    }
}

impl TooFew {
    pub(super) const fn check(of: Lacking, have: u64, need: u64) -> Told<()> {
        if have < need { Err(Self { of, have, need }) } else { Ok(()) }
    }
}

/// The middle of the places of decisions, from 0 (the lowest fine of the range) to 1 (the highest).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Median {
    /// How many decisions it is of.
    pub of: u64,
    /// The median.
    pub value: Rational,
    /// Between these the median lies, as sure as the policy asks: order statistics.
    pub interval: [Rational; 2],
    /// The median distance of the decisions from it.
    pub deviation: Rational,
}

/// A share of decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Of how many decisions.
    pub of: u64,
    /// The share.
    pub value: Rational,
    /// Between these the share lies, as sure as the policy asks: Wilson's interval, rounded to six decimals.
    pub interval: [Rational; 2],
}
