//! Fractions with a square root, by hand.

use evenhand::number::{Edge, Range, Rational, Surd};
use std::cmp::Ordering;

fn root(less: bool, above: i64, below: i64) -> Surd {
    Surd::root(less, above.into(), below.into()).unwrap()
}

fn plus(surd: &Surd, above: i64, below: i64) -> Surd {
    surd.plus(&above.into(), &below.into()).unwrap()
}

#[test]
fn a_divisor_is_above_zero_and_a_root_is_of_no_less_than_zero() {
    for below in [0, -1] {
        assert_eq!(Surd::fraction(1.into(), below.into()), None);
        assert_eq!(Surd::root(false, 1.into(), below.into()), None);
        assert_eq!(root(false, 2, 1).plus(&1.into(), &below.into()), None);
    }
    assert_eq!(Surd::root(false, (-1).into(), 1.into()), None);
    assert_eq!(Surd::root(false, (-1).into(), (-1).into()), None);
    assert_eq!(root(false, 0, 1).sign(), Ordering::Equal);
}

#[test]
fn signs_and_comparisons_are_exact() {
    for (surd, sign) in [
        // 1 + 1, -1 - 1, 1 - 1.
        (plus(&root(false, 1, 1), 1, 1), Ordering::Greater),
        (plus(&root(true, 1, 1), -1, 1), Ordering::Less),
        (plus(&root(true, 1, 1), 1, 1), Ordering::Equal),
        // 1.41 and 1.42 stand on the two sides of the root of 2.
        (plus(&root(true, 2, 1), 141, 100), Ordering::Less),
        (plus(&root(true, 2, 1), 142, 100), Ordering::Greater),
    ] {
        assert_eq!(surd.sign(), sign, "{surd:?}");
    }
}

#[test]
fn an_end_that_does_not_belong_to_a_range_is_not_in_it() {
    let below = |high| Range { low: Edge::Open, high };
    let two = root(false, 4, 1);
    assert!(two.lies_in(&below(Edge::Included(Rational::integer(2)))));
    assert!(!two.lies_in(&below(Edge::Excluded(Rational::integer(2)))));
    assert!(!two.lies_in(&below(Edge::Excluded(Rational::ONE))));
    assert!(two.lies_in(&below(Edge::Excluded(Rational::integer(3)))));
}

#[test]
fn digits_are_those_of_the_nearest_decimal_with_a_half_away_from_zero() {
    for (surd, decimals, digits) in [
        // 2 - 1.41421356, 2 - 1.73205081.
        (plus(&root(true, 2, 1), 2, 1), 4, "0.5858"),
        (plus(&root(true, 3, 1), 2, 1), 4, "0.2679"),
        // 3/2 - 1, a half; and its negative.
        (plus(&root(true, 1, 1), 3, 2), 0, "1"),
        (plus(&root(false, 1, 1), -3, 2), 0, "-1"),
        (root(true, 2, 1), 4, "-1.4142"),
    ] {
        assert_eq!(surd.decimal(decimals), digits, "{surd:?}");
    }
}
