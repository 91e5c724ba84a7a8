//! The places of sums, worked out by hand.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that cannot go on has failed, and its numbers are small"
)]

use std::collections::BTreeSet;

use super::{MAX_PLACES, Sums};
use crate::check::extent::{Form, Polynomial};
use crate::feel::{Domain, Slot};
use crate::number::{Interval, Rational};

fn interval(low: Rational, high: Rational) -> Interval {
    Interval { low: Some(low), high: Some(high) }
}

fn number(value: i128) -> Rational {
    Rational::integer(value)
}

/// Facts from 0 to 10, each with so many decimals.
fn facts(decimals: &[u32]) -> Vec<Domain> {
    decimals.iter().map(|decimals| Domain::Number(interval(number(0), number(10)), Some(*decimals))).collect()
}

/// The sum of some facts.
fn sum(slots: std::ops::Range<usize>) -> Polynomial {
    let facts = slots.map(|slot| Form::fact(Slot(slot)));
    match facts.reduce(|sum, fact| sum.plus(&fact).unwrap()).unwrap() {
        Form::Sum(sum) => sum,
        other => panic!("{other:?}"),
    }
}

fn places(constants: &[Rational], case: &[Domain]) -> Vec<Interval> {
    let sums = Sums(vec![(sum(0..2), constants.iter().copied().collect())]);
    let places = sums.places(&BTreeSet::from([0]), case).unwrap();
    places.into_iter().map(|places| places[0].unwrap()).collect()
}

#[test]
fn a_sum_is_cut_at_its_constants_and_nowhere_else() {
    for (constants, expected) in [
        (vec![], vec![(0, 20)]),
        (vec![5, 10], vec![(0, 4), (5, 5), (6, 9), (10, 10), (11, 20)]),
        (vec![7, 8], vec![(0, 6), (7, 7), (8, 8), (9, 20)]),
        (vec![0, 20], vec![(0, 0), (1, 19), (20, 20)]),
        (vec![-1, 21], vec![(0, 20)]),
    ] {
        let constants: Vec<Rational> = constants.into_iter().map(number).collect();
        let expected: Vec<Interval> =
            expected.into_iter().map(|(low, high)| interval(number(low), number(high))).collect();
        assert_eq!(places(&constants, &facts(&[0, 0])), expected);
    }
}

#[test]
fn a_constant_between_two_multiples_is_no_place() {
    let half = Rational::new(1, 2).unwrap();
    let expected = vec![interval(number(0), number(0)), interval(number(1), number(20))];
    assert_eq!(places(&[half], &facts(&[0, 0])), expected);
    let tenth = |tenths| Rational::new(tenths, 10).unwrap();
    let expected = vec![interval(tenth(0), tenth(4)), interval(half, half), interval(tenth(6), tenth(200))];
    assert_eq!(places(&[half], &facts(&[0, 1])), expected);
}

/// Constants that leave so many places: each is one, and so is what lies below the first and above the last.
fn with_places(count: usize, fact: usize) -> (Polynomial, BTreeSet<Rational>) {
    let constants = (1..count - 1).map(|constant| number(i128::try_from(constant).unwrap()));
    (sum(fact..fact + 1), constants.collect())
}

#[test]
fn so_many_places_are_looked_into_and_no_more() {
    let case = vec![Domain::Number(interval(number(0), number(1000)), Some(0)); 2];
    let count = |sums: Vec<(Polynomial, BTreeSet<Rational>)>| {
        let all = (0..sums.len()).collect();
        Sums(sums).places(&all, &case).map(|places| places.len())
    };
    assert_eq!(count(vec![with_places(MAX_PLACES, 0)]), Some(MAX_PLACES));
    assert_eq!(count(vec![with_places(MAX_PLACES + 1, 0)]), None);
    assert_eq!(count(vec![with_places(8, 0), with_places(8, 1)]), Some(64));
    assert_eq!(count(vec![with_places(8, 0), with_places(9, 1)]), None);
}

#[test]
fn only_the_sums_that_are_asked_for_have_a_place() {
    let sums = Sums(vec![with_places(3, 0), with_places(4, 1)]);
    let places = sums.places(&BTreeSet::from([1]), &facts(&[0, 0])).unwrap();
    assert_eq!(places.len(), 4);
    assert!(places.iter().all(|places| places[0].is_none() && places[1].is_some()));
}
