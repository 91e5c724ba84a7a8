//! Sizes held against every number that they stand for.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that cannot go on has failed, and its numbers are small"
)]

use super::{Doubt, Size};
use crate::number::{Interval, Rational};

fn ratio(above: i128, below: i128) -> Rational {
    Rational::new(above, below).unwrap()
}

fn interval(low: Rational, high: Rational) -> Interval {
    Interval { low: Some(low), high: Some(high) }
}

/// The multiples of `1 / below` from `low` to `high`, these ends in multiples.
struct Numbers {
    size: Size,
    values: Vec<Rational>,
}

fn numbers(low: i128, high: i128, below: i128) -> Numbers {
    let size = Size::stepped(interval(ratio(low, below), ratio(high, below)), ratio(1, below)).unwrap();
    Numbers { size, values: (low..=high).map(|value| ratio(value, below)).collect() }
}

fn drawn() -> Vec<Numbers> {
    vec![
        numbers(-3, 2, 2),
        numbers(1, 5, 3),
        numbers(0, 4, 4),
        numbers(-7, -2, 6),
        numbers(5, 5, 1),
        numbers(2, 9, 10),
    ]
}

/// Whether a size has room for a value: between its ends, a multiple of its step, with no larger denominator.
fn holds(size: Size, value: Rational) -> bool {
    let multiple = size.step.is_none_or(|step| {
        if step.is_zero() { value.is_zero() } else { value.divide(step).unwrap().is_integer() }
    });
    size.values().contains(value) && multiple && value.denominator() <= size.denominator
}

type Together = (fn(Size, Size) -> Result<Size, Doubt>, fn(Rational, Rational) -> Option<Rational>);
type Alone = (fn(Size) -> Result<Size, Doubt>, fn(Rational) -> Option<Rational>);

#[test]
fn a_size_of_two_numbers_holds_all_that_they_give() {
    let together: [Together; 6] = [
        (Size::add, Rational::add),
        (Size::subtract, Rational::subtract),
        (Size::multiply, Rational::multiply),
        (Size::smaller, |a, b| Some(a.min(b))),
        (Size::greater, |a, b| Some(a.max(b))),
        (Size::or, |a, _| Some(a)),
    ];
    for (size, value) in together {
        for one in drawn() {
            for other in drawn() {
                let size = size(one.size, other.size).unwrap();
                for a in &one.values {
                    for b in &other.values {
                        let value = value(*a, *b).unwrap();
                        assert!(holds(size, value), "{a:?} {b:?}: {value:?} in {size:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_size_of_one_number_holds_all_that_it_gives() {
    let alone: [Alone; 6] = [
        (Size::negate, Rational::negate),
        (Size::absolute, Rational::absolute),
        (|size| size.power(3), |value| value.power(3)),
        (|size| size.power(0), |value| value.power(0)),
        (|size| Ok(size.not_negative()), |value| Some(value.max(Rational::ZERO))),
        (|size| size.floor(Rational::ONE), |value| Some(Rational::integer(value.floor()))),
    ];
    for (size, value) in alone {
        for one in drawn() {
            let size = size(one.size).unwrap();
            for a in &one.values {
                let value = value(*a).unwrap();
                assert!(holds(size, value), "{a:?}: {value:?} in {size:?}");
            }
        }
    }
}

#[test]
fn divisors_and_powers_below_zero_hold_all_that_they_give() {
    let divisors = [numbers(1, 5, 3), numbers(-7, -2, 6), numbers(2, 9, 10)];
    for divisor in &divisors {
        let inverse = divisor.size.power(-2).unwrap();
        for b in &divisor.values {
            assert!(holds(inverse, b.power(-2).unwrap()), "{b:?} in {inverse:?}");
        }
        for one in drawn() {
            let size = one.size.divide(divisor.size).unwrap();
            for (a, b) in one.values.iter().flat_map(|a| divisor.values.iter().map(move |b| (a, b))) {
                assert!(holds(size, a.divide(*b).unwrap()), "{a:?} / {b:?} in {size:?}");
            }
        }
    }
}

#[test]
fn nothing_to_a_power_is_one() {
    let size = numbers(-3, 2, 2).size.power(0).unwrap();
    assert_eq!(size.values().as_point(), Some(Rational::ONE));
}

#[test]
fn what_is_not_negative_begins_at_zero() {
    let ends = |numbers: Numbers| numbers.size.not_negative().values();
    assert_eq!(ends(numbers(-3, 4, 2)), interval(Rational::ZERO, ratio(4, 2)));
    assert_eq!(ends(numbers(-7, -2, 6)), Interval::point(Rational::ZERO));
    assert_eq!(ends(numbers(1, 5, 3)), interval(ratio(1, 3), ratio(5, 3)));
}

/// 0 to 2, 1 to 5, and 4: sorted, the lowest are 0, 1, 4 and the highest 2, 4, 5.
#[test]
fn the_median_lies_between_the_medians_of_the_ends() {
    let parts = [numbers(0, 2, 1).size, numbers(1, 5, 1).size, numbers(4, 4, 1).size];
    assert_eq!(Size::median(&parts).unwrap().values(), interval(ratio(1, 1), ratio(4, 1)));
    assert_eq!(Size::median(&parts[..2]).unwrap().values(), interval(ratio(1, 2), ratio(7, 2)));
}

/// The denominators are brought to their least common multiple, 10^20, not multiplied to 10^40, which would not fit.
#[test]
fn two_fine_grids_have_a_common_one() {
    let grid = |below: i128| Size::stepped(interval(Rational::ZERO, Rational::ONE), ratio(1, below)).unwrap();
    let (fine, coarse) = (grid(10_i128.pow(20)), grid(10_i128.pow(19)));
    assert_eq!(fine.add(coarse).unwrap().step, Some(ratio(1, 10_i128.pow(20))));
    assert!(matches!(fine.multiply(coarse), Err(Doubt::Overflow)));
}

#[test]
fn decimals_are_those_of_the_step() {
    let decimals = |above, below| {
        Size::stepped(interval(Rational::ZERO, ratio(above * 6, below)), ratio(above, below))
            .unwrap()
            .decimals()
    };
    for (above, below, expected) in [(1, 1, Some(0)), (1, 100, Some(2)), (3, 8, Some(3)), (1, 3, None)] {
        assert_eq!(decimals(above, below), expected, "multiples of {above}/{below}");
    }
}
