use super::{Comparison, Literal, Slot};
use crate::diagnostic::Span;
use crate::number::RoundingMode;
use crate::time::{Date, Period};

/// An expression that is known to be a number.
#[derive(Clone, Debug, PartialEq)]
pub enum NumberTerm {
    /// A number; the index names its unit in the formula's list.
    Constant(Box<Literal>, usize),
    /// A fact.
    Fact(Slot),
    /// `-x`
    Negate(Box<NumberTerm>),
    /// `a + b`
    Add(Box<[NumberTerm; 2]>),
    /// `a - b`
    Subtract(Box<[NumberTerm; 2]>),
    /// `a * b`
    Multiply(Box<[NumberTerm; 2]>),
    /// `a / b`, with the place of the divisor.
    Divide(Box<[NumberTerm; 2]>, Span),
    /// `a ** n`, with the place of the base.
    Power(Box<NumberTerm>, i32, Span),
    /// `min(…)`
    Min(Box<[NumberTerm]>),
    /// `max(…)`
    Max(Box<[NumberTerm]>),
    /// `sum(…)`
    Sum(Box<[NumberTerm]>),
    /// `mean(…)`
    Mean(Box<[NumberTerm]>),
    /// `median(…)`
    Median(Box<[NumberTerm]>),
    /// `stddev(…)`, of a sample
    Deviation(Box<[NumberTerm]>),
    /// `abs(x)`
    Absolute(Box<NumberTerm>),
    /// `modulo(a, b)`, with the place of the divisor.
    Modulo(Box<[NumberTerm; 2]>, Span),
    /// `floor(x, n)`: the decimals.
    Floor(Box<NumberTerm>, i32),
    /// `ceiling(x, n)`
    Ceiling(Box<NumberTerm>, i32),
    /// `round half up(x, n)` and its sisters.
    Round(RoundingMode, Box<NumberTerm>, i32),
    /// `if c then a else b`
    If(Box<(Condition, NumberTerm, NumberTerm)>),
    /// A duration divided by a constant number of months or days that is not zero.
    Ratio(Box<PeriodTerm>, i64),
}

/// An expression that is known to be true or false.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// `true`
    Constant(bool),
    /// A fact.
    Fact(Slot),
    /// `not(a)`
    Not(Box<Condition>),
    /// `a and b`
    And(Box<[Condition]>),
    /// `a or b`
    Or(Box<[Condition]>),
    /// Numbers compared.
    Number(Comparison, Box<[NumberTerm; 2]>),
    /// Dates compared.
    Date(Comparison, Box<[DateTerm; 2]>),
    /// Durations compared.
    Period(Comparison, Box<[PeriodTerm; 2]>),
    /// A number among tests.
    NumberIn(Box<Membership<NumberTerm>>),
    /// A day among tests.
    DateIn(Box<Membership<DateTerm>>),
    /// A text among texts.
    TextIn(Box<Membership<TextTerm>>),
    /// Truth values equal.
    ConditionEqual(Box<[Condition; 2]>),
    /// `if c then a else b`
    If(Box<[Condition; 3]>),
}

impl Condition {
    /// Whether it can hold because a truth value is false.
    #[must_use]
    pub fn turns_truth(&self) -> bool {
        match self {
            Self::Not(_) | Self::ConditionEqual(_) | Self::If(_) => true,
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::turns_truth),
            Self::Constant(_)
            | Self::Fact(_)
            | Self::Number(..)
            | Self::Date(..)
            | Self::Period(..)
            | Self::NumberIn(_)
            | Self::DateIn(_)
            | Self::TextIn(_) => false,
        }
    }
}

/// A value held against tests: it is a member if it satisfies every comparison of any one test.
#[derive(Clone, Debug, PartialEq)]
pub struct Membership<T> {
    /// The value.
    pub value: T,
    /// The tests; each one is a list of comparisons with the value on the left.
    pub tests: Vec<Vec<(Comparison, T)>>,
}

/// An expression that is known to be a text.
#[derive(Clone, Debug, PartialEq)]
pub enum TextTerm {
    /// `"报告书"`
    Constant(Box<str>),
    /// A fact.
    Fact(Slot),
    /// `if c then a else b`
    If(Box<(Condition, TextTerm, TextTerm)>),
}

/// An expression that is known to be a day.
#[derive(Clone, Debug, PartialEq)]
pub enum DateTerm {
    /// `date("2026-01-01")`
    Constant(Date),
    /// A fact.
    Fact(Slot),
    /// A day and a duration added, or subtracted if the flag is set.
    Shift(Box<(DateTerm, PeriodTerm)>, bool),
    /// `if c then a else b`
    If(Box<(Condition, DateTerm, DateTerm)>),
}

/// An expression that is known to be a duration.
#[derive(Clone, Debug, PartialEq)]
pub enum PeriodTerm {
    /// `duration("P3M")`
    Constant(Period),
    /// The days from the second date to the first.
    Between(Box<[DateTerm; 2]>),
    /// `-x`
    Negate(Box<PeriodTerm>),
    /// `a + b`, or `a - b` if the flag is set; both of months, or both of days.
    Add(Box<[PeriodTerm; 2]>, bool),
    /// `if c then a else b`
    If(Box<(Condition, PeriodTerm, PeriodTerm)>),
}
