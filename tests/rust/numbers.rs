//! Exact numbers, intervals, ranges and days, held against `num_rational::BigRational` and against tables.

use evenhand::number::Rational;
use num_rational::BigRational;
use proptest::prelude::*;

mod dates;
mod decimals;
mod fractions;
mod intervals;
mod moments;
mod ranges;
mod rounding;
mod surds;

/// The same number in the independent reference.
fn big(value: Rational) -> BigRational {
    BigRational::new(value.numerator().into(), value.denominator().into())
}

/// A fraction of the reference.
fn big_fraction(numerator: i128, denominator: i128) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

/// Whether numerator and denominator each fit into 128 bits.
fn fits(value: &BigRational) -> bool {
    i128::try_from(value.numer().clone()).is_ok() && i128::try_from(value.denom().clone()).is_ok()
}

/// A fraction that must exist.
fn fraction(numerator: i128, denominator: i128) -> Rational {
    Rational::new(numerator, denominator).unwrap()
}

/// A number from its decimal text.
fn number(text: &str) -> Rational {
    Rational::from(evenhand::number::parse_decimal(text).unwrap())
}

/// Whole numbers of every size, with the ends of the type among them.
fn any_integer() -> impl Strategy<Value = i128> {
    prop_oneof![
        4 => -20_i128..=20,
        3 => any::<i32>().prop_map(i128::from),
        3 => any::<i64>().prop_map(i128::from),
        3 => any::<i128>(),
        1 => prop::sample::select(vec![i128::MIN, i128::MIN + 1, i128::MAX - 1, i128::MAX]),
        1 => (0_u32..127).prop_map(|shift| 1 << shift),
    ]
}

/// Fractions of every size.
fn any_fraction() -> impl Strategy<Value = Rational> {
    (any_integer(), any_integer())
        .prop_filter_map("no such fraction", |(above, below)| Rational::new(above, below))
}

/// Fractions of the size that rules have: a few of them added and multiplied never overflow.
fn moderate_fraction() -> impl Strategy<Value = Rational> {
    let above = prop_oneof![-30_i128..=30, -1_000_000_000_000_i128..=1_000_000_000_000];
    let below = prop_oneof![Just(1_i128), Just(100), 1_i128..=24, 1_i128..=1_000_000];
    (above, below).prop_map(|(above, below)| fraction(above, below))
}

/// As many cases as usual, and no files with seeds beside the tests.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}
