//! What two facts of one name have in common, worked out by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::common;
use crate::feel::Domain;
use crate::number::{Interval, Rational};

/// Ends in halves.
fn interval(low: i128, high: i128) -> Interval {
    let half = |value| Rational::new(value, 2).unwrap();
    Interval { low: Some(half(low)), high: Some(half(high)) }
}

fn number(low: i128, high: i128, decimals: u32) -> Domain {
    Domain::Number(interval(low, high), Some(decimals))
}

#[test]
fn numbers_have_the_values_in_common_that_lie_on_both_grids() {
    for (one, two, expected) in [
        (number(0, 20, 0), number(10, 40, 0), vec![number(10, 20, 0)]),
        (number(0, 20, 1), number(10, 40, 0), vec![number(10, 20, 0)]),
        // From 0.5 to 9.5 with one decimal, and from 0 to 20: the whole numbers from 1 to 9.
        (number(1, 19, 1), number(0, 40, 0), vec![number(2, 18, 0)]),
        (number(0, 20, 0), number(22, 40, 0), vec![]),
        (number(1, 1, 1), number(0, 40, 0), vec![]),
    ] {
        let (one, two) = ([one], [two]);
        assert_eq!(common(&one, &two), expected);
        assert_eq!(common(&two, &one), expected);
    }
}

#[test]
fn days_that_are_in_both_are_common() {
    let days = |low, high| Domain::Date(interval(low, high));
    assert_eq!(common(&[days(0, 20)], &[days(10, 40)]), [days(10, 20)]);
    assert_eq!(common(&[days(0, 20)], &[days(22, 40)]), []);
}

#[test]
fn classes_are_cut_where_either_is() {
    let first = [number(0, 8, 0), number(10, 20, 0)];
    let second = [number(0, 2, 0), number(4, 20, 0)];
    assert_eq!(common(&first, &second), [number(0, 2, 0), number(4, 8, 0), number(10, 20, 0)]);
}

#[test]
fn truth_values_and_texts_are_common_where_they_are_the_same() {
    let truth = |value| Domain::Boolean(Some(value));
    assert_eq!(common(&[truth(false), truth(true)], &[truth(true)]), [truth(true)]);
    let text = |value: &str| Domain::Text(Some([value.to_owned()].into()));
    assert_eq!(common(&[text("a"), text("b")], &[text("b"), text("c")]), [text("b")]);
}
