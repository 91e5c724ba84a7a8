//! Ranges as rules write them, on the grid of a fact's decimals and off it.

use evenhand::number::{Edge, Interval, Range, Rational};
use proptest::prelude::*;

use super::{config, fraction, number};

fn any_edge() -> impl Strategy<Value = Edge> {
    let value = (-60_i128..=60, prop::sample::select(vec![1_i128, 2, 3, 10, 100, 1000]))
        .prop_map(|(above, below)| fraction(above, below))
        .boxed();
    prop_oneof![
        1 => Just(Edge::Open),
        2 => value.clone().prop_map(Edge::Included),
        2 => value.prop_map(Edge::Excluded),
    ]
}

fn any_range() -> impl Strategy<Value = Range> {
    (any_edge(), any_edge()).prop_map(|(low, high)| Range { low, high })
}

fn on_grid(value: Rational, decimals: u32) -> bool {
    value.multiply(Rational::integer(10_i128.pow(decimals))).unwrap().is_integer()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_point_of_the_grid_lies_in_both_or_in_neither(
        range in any_range(), decimals in 0_u32..=3, steps in -700_i128..=700,
    ) {
        let point = fraction(steps, 10_i128.pow(decimals));
        let inside = range.on_grid(decimals).is_some_and(|interval| interval.contains(point));
        prop_assert_eq!(inside, range.contains(point), "{} in {}", point, range);
    }

    #[test]
    fn the_ends_on_the_grid_are_values_of_the_range(range in any_range(), decimals in 0_u32..=3) {
        if let Some(Interval { low, high }) = range.on_grid(decimals) {
            for end in [low, high].into_iter().flatten() {
                prop_assert!(on_grid(end, decimals), "{} in {}", end, range);
                prop_assert!(range.contains(end), "{} in {}", end, range);
            }
            prop_assert_eq!(low.is_none(), range.low == Edge::Open);
            prop_assert_eq!(high.is_none(), range.high == Edge::Open);
        }
    }

    #[test]
    fn an_empty_range_holds_nothing(range in any_range(), above in -700_i128..=700, below in 1_i128..=12) {
        if range.is_empty() {
            prop_assert!(!range.contains(fraction(above, below)));
            prop_assert_eq!(range.on_grid(2), None);
        } else if let (Some(low), Some(high)) = (range.low.value(), range.high.value()) {
            let middle = low.add(high).unwrap().divide(Rational::integer(2)).unwrap();
            prop_assert!(range.contains(middle));
        }
    }
}

#[test]
fn an_open_end_moves_to_the_next_point_inward() {
    let (zero, three) = (Rational::ZERO, Rational::integer(3));
    let range = Range { low: Edge::Excluded(zero), high: Edge::Included(three) };
    assert_eq!(range.on_grid(2), Some(Interval { low: Some(number("0.01")), high: Some(three) }));
    assert_eq!(range.on_grid(0), Some(Interval { low: Some(Rational::ONE), high: Some(three) }));
    let thirds = Range { low: Edge::Included(fraction(1, 3)), high: Edge::Excluded(fraction(2, 3)) };
    assert_eq!(thirds.on_grid(1), Some(Interval { low: Some(number("0.4")), high: Some(number("0.6")) }));
    assert_eq!(thirds.on_grid(0), None);
    let below_zero = Range { low: Edge::Excluded(number("-1.5")), high: Edge::Excluded(zero) };
    assert_eq!(below_zero.on_grid(0), Some(Interval::point(Rational::integer(-1))));
}

#[test]
fn a_range_of_huge_numbers_has_its_points_too() {
    let huge = Rational::power_of_ten(30).unwrap();
    let from_huge = Range { low: Edge::Included(huge), high: Edge::Open };
    let on_grid = from_huge.on_grid(10).expect("10 ** 30 is a value with no more than ten decimals");
    assert!(from_huge.contains(huge) && on_grid.contains(huge));
    let up_to_huge = Range { low: Edge::Open, high: Edge::Excluded(huge) };
    let on_grid = up_to_huge.on_grid(10).expect("5 is a value with no more than ten decimals");
    assert!(up_to_huge.contains(Rational::integer(5)) && on_grid.contains(Rational::integer(5)));
}

#[test]
fn ranges_are_shown_as_packs_write_them() {
    let (one, three) = (Rational::ONE, Rational::integer(3));
    let table = [
        (Edge::Open, Edge::Open, "-"),
        (Edge::Open, Edge::Included(three), "<= 3"),
        (Edge::Open, Edge::Excluded(three), "< 3"),
        (Edge::Included(one), Edge::Open, ">= 1"),
        (Edge::Excluded(one), Edge::Open, "> 1"),
        (Edge::Included(one), Edge::Included(three), "[1..3]"),
        (Edge::Included(one), Edge::Excluded(three), "[1..3)"),
        (Edge::Excluded(one), Edge::Included(three), "(1..3]"),
        (Edge::Excluded(one), Edge::Excluded(three), "(1..3)"),
    ];
    for (low, high, shown) in table {
        assert_eq!(Range { low, high }.to_string(), shown);
    }
}
