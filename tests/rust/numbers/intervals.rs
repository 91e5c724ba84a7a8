//! Interval arithmetic holds every result; a few tables keep it from holding far too much.

use evenhand::number::{Interval, Rational, Rounding, RoundingMode};
use proptest::prelude::*;

use super::{any_fraction, config, fraction, moderate_fraction};

/// An interval and a number inside it.
type Inside = (Interval, Rational);

fn interval(low: impl Into<Option<i128>>, high: impl Into<Option<i128>>) -> Interval {
    Interval { low: low.into().map(Rational::integer), high: high.into().map(Rational::integer) }
}

/// Any interval around a number: bounded, a point, or without ends.
fn around(value: Rational, below: Option<Rational>, above: Option<Rational>) -> Interval {
    let low = below.map(|below| value.subtract(below).unwrap());
    let high = above.map(|above| value.add(above).unwrap());
    Interval { low, high }
}

fn moderate() -> impl Strategy<Value = Inside> {
    let small = (-60_i128..=60, 1_i128..=8).prop_map(|(above, below)| fraction(above, below));
    let margin = || {
        let size = (0_i128..=40, 1_i128..=4).prop_map(|(above, below)| Some(fraction(above, below)));
        prop_oneof![1 => Just(None), 1 => Just(Some(Rational::ZERO)), 4 => size]
    };
    (small, margin(), margin()).prop_map(|(value, below, above)| (around(value, below, above), value))
}

/// Three numbers of any size; the middle one lies between the others.
fn huge() -> impl Strategy<Value = Inside> {
    (any_fraction(), any_fraction(), any_fraction(), any::<(bool, bool)>()).prop_map(|(a, b, c, ends)| {
        let mut sorted = [a, b, c];
        sorted.sort();
        let [low, middle, high] = sorted;
        (Interval { low: ends.0.then_some(low), high: ends.1.then_some(high) }, middle)
    })
}

fn any_inside() -> impl Strategy<Value = Inside> {
    prop_oneof![3 => moderate(), 1 => huge()]
}

/// A result that does not fit has no value that could lie outside.
fn holds(interval: Interval, value: Option<Rational>) -> bool {
    value.is_none_or(|value| interval.contains(value))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_generated_number_lies_inside((interval, value) in any_inside()) {
        prop_assert!(interval.contains(value));
    }

    #[test]
    fn sums_and_differences_lie_inside((a, x) in any_inside(), (b, y) in any_inside()) {
        prop_assert!(holds(a.add(b), x.add(y)));
        prop_assert!(holds(a.subtract(b), x.subtract(y)));
        prop_assert!(holds(a.negate(), x.negate()));
    }

    #[test]
    fn products_lie_inside((a, x) in any_inside(), (b, y) in any_inside()) {
        prop_assert!(holds(a.multiply(b), x.multiply(y)), "{:?} * {:?} = {:?}", a, b, a.multiply(b));
    }

    #[test]
    fn quotients_lie_inside_and_exist_exactly_if_zero_is_no_divisor(
        (a, x) in any_inside(), (b, y) in any_inside(),
    ) {
        let quotient = a.divide(b);
        prop_assert_eq!(quotient.is_none(), b.contains(Rational::ZERO));
        if let Some(quotient) = quotient {
            prop_assert!(holds(quotient, x.divide(y)), "{:?} / {:?} = {:?}", a, b, quotient);
        }
    }

    #[test]
    fn the_smaller_and_the_greater_lie_inside((a, x) in any_inside(), (b, y) in any_inside()) {
        prop_assert!(a.smaller(b).contains(x.min(y)));
        prop_assert!(a.greater(b).contains(x.max(y)));
    }

    #[test]
    fn sizes_without_sign_lie_inside((a, x) in any_inside()) {
        prop_assert!(holds(a.absolute(), x.absolute()));
    }

    #[test]
    fn powers_lie_inside((a, x) in any_inside(), exponent in 0_i32..=5) {
        let power = a.power(exponent).expect("a power that is not negative divides by nothing");
        prop_assert!(holds(power, x.power(exponent)), "{:?} ** {} = {:?}", a, exponent, power);
    }

    #[test]
    fn negative_powers_lie_inside_and_exist_without_zero((a, x) in moderate(), exponent in -4_i32..=-1) {
        let power = a.power(exponent);
        prop_assert_eq!(power.is_none(), a.contains(Rational::ZERO), "{:?} ** {}", a, exponent);
        if let Some(power) = power {
            prop_assert!(holds(power, x.power(exponent)), "{:?} ** {} = {:?}", a, exponent, power);
        }
    }

    #[test]
    fn roundings_lie_inside(
        (a, x) in any_inside(),
        mode in prop::sample::select(RoundingMode::ALL.map(|(mode, _)| mode).to_vec()),
        step in prop::sample::select(vec![fraction(1, 100), Rational::ONE, Rational::integer(5)]),
    ) {
        let rounding = Rounding::new(step, mode).unwrap();
        prop_assert!(holds(a.round(rounding), rounding.round(x)));
        let down = x.divide(step).and_then(|steps| Rational::integer(steps.floor()).multiply(step));
        prop_assert!(holds(a.floor(step), down));
    }

    #[test]
    fn a_union_holds_both((a, x) in any_inside(), (b, y) in any_inside()) {
        let union = a.union(b);
        prop_assert!(union.contains(x) && union.contains(y));
    }

    #[test]
    fn an_intersection_holds_what_both_hold(
        (a, x) in any_inside(), (b, _) in any_inside(), z in moderate_fraction(),
    ) {
        for value in [x, z] {
            let inside = a.intersection(b).is_some_and(|both| both.contains(value));
            prop_assert_eq!(inside, a.contains(value) && b.contains(value));
        }
    }

    #[test]
    fn a_point_is_a_point_under_every_operation(x in moderate_fraction(), y in moderate_fraction()) {
        let (a, b) = (Interval::point(x), Interval::point(y));
        prop_assert_eq!(a.as_point(), Some(x));
        prop_assert_eq!(a.add(b).as_point(), x.add(y));
        prop_assert_eq!(a.multiply(b).as_point(), x.multiply(y));
        prop_assert_eq!(a.divide(b).and_then(Interval::as_point), x.divide(y));
        prop_assert_eq!(a.smaller(b).as_point(), Some(x.min(y)));
        prop_assert_eq!(a.greater(b).as_point(), Some(x.max(y)));
        prop_assert_eq!(a.absolute().as_point(), x.absolute());
        prop_assert_eq!(a.round(Rounding::FEN).as_point(), Rounding::FEN.round(x));
    }
}

#[test]
fn bounded_operands_give_the_smallest_interval() {
    let (a, b) = (interval(-1, 2), interval(3, 4));
    assert_eq!(a.add(b), interval(2, 6));
    assert_eq!(a.subtract(b), interval(-5, -1));
    assert_eq!(a.multiply(b), interval(-4, 8));
    assert_eq!(a.multiply(a), interval(-2, 4));
    assert_eq!(b.multiply(b), interval(9, 16));
    assert_eq!(interval(12, 24).divide(b), Some(interval(3, 8)));
    assert_eq!(interval(12, 24).divide(interval(-4, -3)), Some(interval(-8, -3)));
    assert_eq!(a.divide(interval(-1, 1)), None);
    assert_eq!(a.smaller(interval(0, 5)), interval(-1, 2));
    assert_eq!(a.greater(interval(0, 5)), interval(0, 5));
    assert_eq!(a.absolute(), interval(0, 2));
    assert_eq!(interval(-4, -3).absolute(), b);
    assert_eq!(interval(-2, 3).power(2), Some(interval(0, 9)));
    assert_eq!(interval(-2, 3).power(3), Some(interval(-8, 27)));
    assert_eq!(interval(-2, 3).power(0), Some(interval(1, 1)));
    assert_eq!(a.union(b), interval(-1, 4));
    assert_eq!(a.intersection(interval(2, 9)), Some(interval(2, 2)));
    assert_eq!(a.intersection(b), None);
}

#[test]
fn a_missing_end_stays_as_sharp_as_rules_need() {
    let positive = interval(2, None);
    assert_eq!(positive.add(interval(1, 3)), interval(3, None));
    assert_eq!(positive.multiply(interval(3, 4)), interval(6, None));
    assert_eq!(positive.smaller(interval(0, 10)), interval(0, 10));
    assert_eq!(interval(12, 12).divide(positive), Some(interval(0, 6)));
    assert_eq!(interval(12, 12).divide(interval(None, -2)), Some(interval(-6, 0)));
    assert_eq!(interval(0, 0).multiply(Interval::ALL), interval(0, 0));
    assert_eq!(interval(None, -2).absolute(), positive);
    assert_eq!(interval(None, 3).power(2), Some(interval(0, None)));
    assert_eq!(Interval::ALL.as_point(), None);
    assert!(Interval::ALL.contains(Rational::integer(i128::MIN)));
}

#[test]
fn an_end_that_overflows_is_unbounded() {
    let huge = interval(0, i128::MAX);
    assert_eq!(huge.add(interval(1, 1)), interval(1, None));
    assert_eq!(huge.multiply(interval(2, 2)), interval(0, None));
    assert_eq!(interval(-2, -2).multiply(huge), interval(None, 0));
    assert_eq!(interval(i128::MIN, 5).negate(), interval(-5, None));
    assert_eq!(huge.power(2), Some(interval(0, None)));
}
