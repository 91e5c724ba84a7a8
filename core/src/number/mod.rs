//! Exact numbers.
//!
//! In: decimal text and [`Decimal`](rust_decimal::Decimal) values. Out: [`Rational`] values, computed without
//! any loss, and rounded only where a rule says so. This room knows nothing of units, facts or fines.
//!
//! * [`Rational`]: a fraction of two 128-bit integers; every operation is exact or says that it overflowed.
//! * [`Rounding`] and [`RoundingMode`]: the four ways of the FEEL standard, to a step such as `0.01`.
//! * [`Interval`]: all values that an expression can take, for proofs.
//! * [`Range`]: a range as rules write it, `(0..100000]`.
//! * [`decimal_of_float`]: what a float that somebody hands in stands for.
//! * [`Surd`]: a fraction plus or minus a square root, for the statistics of risk screens.

mod float;
mod interval;
mod parse;
mod range;
mod rational;
mod root;
mod rounding;
mod surd;

pub(crate) use float::Grid;
pub use float::decimal_of_float;
pub use interval::Interval;
pub use parse::{NumberError, parse_decimal};
pub use range::{Edge, Range};
pub use rational::Rational;
pub(crate) use rational::greatest_common_divisor;
pub use root::{ROOT_DECIMALS, square_root};
pub use rounding::{Rounding, RoundingMode};
pub use surd::Surd;
