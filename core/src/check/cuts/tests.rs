//! Where the values of a number are told apart, worked out by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::Cuts;
use crate::number::{Edge, Interval, Range, Rational};

fn number(value: i128) -> Rational {
    Rational::integer(value)
}

/// Cuts at whole numbers: before one where a class begins at it, else behind it.
fn cuts(numbers: &[(i128, bool)]) -> Cuts {
    Cuts { numbers: numbers.iter().map(|(value, at)| (number(*value), *at)).collect() }
}

/// From 0 to 10.
fn range() -> Range {
    Range { low: Edge::Included(number(0)), high: Edge::Included(number(10)) }
}

#[test]
fn a_boundary_has_values_on_both_sides() {
    for (numbers, expected) in [
        (vec![(5, true)], vec![5]),
        (vec![(5, false), (3, true)], vec![3, 5]),
        // Nothing lies before the lowest value, and nothing behind the highest.
        (vec![(0, true), (10, false)], vec![]),
        (vec![(0, false), (10, true)], vec![0, 10]),
        (vec![(-1, true), (-1, false), (11, true), (11, false)], vec![]),
        // What a condition compares cuts on both sides.
        (vec![(5, true), (5, false)], vec![5]),
        (vec![(0, true), (0, false), (10, true), (10, false)], vec![]),
    ] {
        let found: Vec<Rational> = cuts(&numbers).boundaries(&range(), 0).into_iter().collect();
        assert_eq!(found, expected.into_iter().map(number).collect::<Vec<_>>(), "{numbers:?}");
    }
}

#[test]
fn a_boundary_is_a_value_of_the_fact() {
    let half = Cuts { numbers: vec![(Rational::new(1, 2).unwrap(), true)] };
    assert!(half.boundaries(&range(), 0).is_empty());
    assert_eq!(half.boundaries(&range(), 1).len(), 1);
}

#[test]
fn a_cut_goes_on_where_it_is_named_twice() {
    for (numbers, goes_on) in [
        (vec![], false),
        (vec![(5, true)], false),
        (vec![(5, true), (5, false)], false),
        (vec![(5, true), (5, true)], true),
        (vec![(5, false), (5, false)], true),
        (vec![(5, true), (5, true), (5, true)], true),
        (vec![(4, true), (6, true)], false),
    ] {
        assert_eq!(cuts(&numbers).goes_on_at(number(5)), goes_on, "{numbers:?}");
    }
}

#[test]
fn classes_begin_at_cuts_and_behind_them() {
    let classes = |numbers: &[(i128, bool)]| cuts(numbers).intervals(&range(), 0);
    let interval = |(low, high)| Interval { low: Some(number(low)), high: Some(number(high)) };
    for (numbers, expected) in [
        (vec![], vec![(0, 10)]),
        (vec![(3, true), (7, false)], vec![(0, 2), (3, 7), (8, 10)]),
        (vec![(5, true), (5, false)], vec![(0, 4), (5, 5), (6, 10)]),
        (vec![(0, true), (0, false), (10, true), (10, false)], vec![(0, 0), (1, 9), (10, 10)]),
        (vec![(-1, false), (11, true)], vec![(0, 10)]),
    ] {
        assert_eq!(classes(&numbers), expected.into_iter().map(interval).collect::<Vec<_>>(), "{numbers:?}");
    }
}
