//! Rounding in the four ways of FEEL, and roots rounded in a stated way.

use evenhand::number::{ROOT_DECIMALS, Rational, Rounding, RoundingMode, square_root};
use num_rational::BigRational;
use proptest::prelude::*;

use super::{any_fraction, big, big_fraction, config, fraction, moderate_fraction, number};

/// The rounding as FEEL's text says it: on the size without the sign, and the sign put back.
fn reference(value: &BigRational, step: &BigRational, mode: RoundingMode) -> BigRational {
    let zero = big_fraction(0, 1);
    let half = big_fraction(1, 2);
    let size = if *value < zero { -value.clone() } else { value.clone() } / step;
    let rest = &size - size.trunc();
    let up = match mode {
        RoundingMode::Up => rest > zero,
        RoundingMode::Down => false,
        RoundingMode::HalfUp => rest >= half,
        RoundingMode::HalfDown => rest > half,
    };
    let steps = size.trunc() + big_fraction(i128::from(up), 1);
    if *value < zero { -steps * step } else { steps * step }
}

fn any_mode() -> impl Strategy<Value = RoundingMode> {
    prop::sample::select(RoundingMode::ALL.map(|(mode, _)| mode).to_vec())
}

fn any_step() -> impl Strategy<Value = Rational> {
    let steps = ["0.0001", "0.01", "0.05", "0.1", "0.3", "1", "5", "10", "100", "2500"].map(number);
    prop::sample::select([steps.as_slice(), &[fraction(1, 3), fraction(7, 4)]].concat())
}

/// Values that lie on a step, half way between two, or just beside.
fn near_a_step(step: Rational) -> impl Strategy<Value = Rational> {
    let parts = [(0, 1), (1, 2), (1, 3), (2, 3), (499_999, 1_000_000), (500_001, 1_000_000)];
    (-2000_i128..=2000, prop::sample::select(parts.to_vec())).prop_map(move |(steps, (above, below))| {
        Rational::integer(steps).add(fraction(above, below)).unwrap().multiply(step).unwrap()
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn rounding_is_that_of_the_reference(value in moderate_fraction(), step in any_step(), mode in any_mode()) {
        let found = Rounding::new(step, mode).unwrap().round(value).expect("a moderate number fits");
        prop_assert_eq!(big(found), reference(&big(value), &big(step), mode));
    }

    #[test]
    fn rounding_near_a_step_is_that_of_the_reference(
        (step, value) in any_step().prop_flat_map(|step| (Just(step), near_a_step(step))),
        mode in any_mode(),
    ) {
        let found = Rounding::new(step, mode).unwrap().round(value).unwrap();
        prop_assert_eq!(big(found), reference(&big(value), &big(step), mode), "{} to {}", value, step);
    }

    #[test]
    fn rounding_of_huge_numbers_is_exact_or_refused(
        value in any_fraction(), step in any_step(), mode in any_mode(),
    ) {
        if let Some(found) = Rounding::new(step, mode).unwrap().round(value) {
            prop_assert_eq!(big(found), reference(&big(value), &big(step), mode));
        }
    }

    #[test]
    fn rounding_twice_changes_nothing(value in moderate_fraction(), step in any_step(), mode in any_mode()) {
        let rounding = Rounding::new(step, mode).unwrap();
        let once = rounding.round(value).unwrap();
        prop_assert_eq!(rounding.round(once), Some(once));
    }

    #[test]
    fn rounding_keeps_the_order(
        a in moderate_fraction(), b in moderate_fraction(), step in any_step(), mode in any_mode(),
    ) {
        let rounding = Rounding::new(step, mode).unwrap();
        let (low, high) = (a.min(b), a.max(b));
        prop_assert!(rounding.round(low) <= rounding.round(high));
    }

    #[test]
    fn a_root_is_the_nearest_of_20_decimals(value in moderate_fraction()) {
        let value = value.absolute().unwrap();
        let root = big(square_root(value).expect("a moderate root fits"));
        let half_step = big_fraction(10, 1).pow(-ROOT_DECIMALS.cast_signed()) / big_fraction(2, 1);
        let (low, high) = (&root - &half_step, &root + &half_step);
        prop_assert!(low < big_fraction(0, 1) || &low * &low <= big(value), "{} is too great", root);
        prop_assert!(big(value) < &high * &high, "{} is too small", root);
        prop_assert!((root * big_fraction(10, 1).pow(ROOT_DECIMALS.cast_signed())).is_integer());
    }

    #[test]
    fn a_square_has_its_root(root in 0_i128..1_000_000_000_000, decimals in 0_i32..=8) {
        let root = Rational::integer(root).multiply(Rational::power_of_ten(-decimals).unwrap()).unwrap();
        prop_assert_eq!(square_root(root.power(2).unwrap()), Some(root));
    }

    #[test]
    fn a_root_that_is_given_is_right_however_large(value in any_fraction()) {
        let Some(root) = square_root(value).map(big) else { return Ok(()) };
        let half_step = big_fraction(10, 1).pow(-ROOT_DECIMALS.cast_signed()) / big_fraction(2, 1);
        let (low, high) = (&root - &half_step, &root + &half_step);
        prop_assert!(low < big_fraction(0, 1) || &low * &low <= big(value));
        prop_assert!(big(value) < &high * &high);
    }
}

#[test]
fn halves_go_where_the_mode_says() {
    use RoundingMode::{Down, HalfDown, HalfUp, Up};
    let table = [
        ("5.5", "1", [(Up, "6"), (Down, "5"), (HalfUp, "6"), (HalfDown, "5")]),
        ("-5.5", "1", [(Up, "-6"), (Down, "-5"), (HalfUp, "-6"), (HalfDown, "-5")]),
        ("2.5", "1", [(Up, "3"), (Down, "2"), (HalfUp, "3"), (HalfDown, "2")]),
        ("1.1", "1", [(Up, "2"), (Down, "1"), (HalfUp, "1"), (HalfDown, "1")]),
        ("-1.1", "1", [(Up, "-2"), (Down, "-1"), (HalfUp, "-1"), (HalfDown, "-1")]),
        ("1.6", "1", [(Up, "2"), (Down, "1"), (HalfUp, "2"), (HalfDown, "2")]),
        ("-1.6", "1", [(Up, "-2"), (Down, "-1"), (HalfUp, "-2"), (HalfDown, "-2")]),
        ("0.3", "1", [(Up, "1"), (Down, "0"), (HalfUp, "0"), (HalfDown, "0")]),
        ("-0.3", "1", [(Up, "-1"), (Down, "0"), (HalfUp, "0"), (HalfDown, "0")]),
        ("1.005", "0.01", [(Up, "1.01"), (Down, "1"), (HalfUp, "1.01"), (HalfDown, "1")]),
        ("-1.005", "0.01", [(Up, "-1.01"), (Down, "-1"), (HalfUp, "-1.01"), (HalfDown, "-1")]),
        ("12.5", "5", [(Up, "15"), (Down, "10"), (HalfUp, "15"), (HalfDown, "10")]),
        ("-12.5", "5", [(Up, "-15"), (Down, "-10"), (HalfUp, "-15"), (HalfDown, "-10")]),
        ("150", "100", [(Up, "200"), (Down, "100"), (HalfUp, "200"), (HalfDown, "100")]),
        ("149.99", "100", [(Up, "200"), (Down, "100"), (HalfUp, "100"), (HalfDown, "100")]),
        ("300", "100", [(Up, "300"), (Down, "300"), (HalfUp, "300"), (HalfDown, "300")]),
        ("0", "0.01", [(Up, "0"), (Down, "0"), (HalfUp, "0"), (HalfDown, "0")]),
    ];
    for (value, step, results) in table {
        for (mode, wanted) in results {
            let rounding = Rounding::new(number(step), mode).unwrap();
            assert_eq!(rounding.round(number(value)), Some(number(wanted)), "{value} {rounding}");
        }
    }
}

#[test]
fn a_step_is_positive() {
    for step in [Rational::ZERO, Rational::integer(-1), fraction(-1, 100)] {
        assert_eq!(Rounding::new(step, RoundingMode::HalfUp), None, "{step}");
    }
    assert_eq!(Rounding::FEN.to_string(), "half-up to 0.01");
    assert_eq!(Rounding::new(Rational::HUNDREDTH, RoundingMode::HalfUp), Some(Rounding::FEN));
}

#[test]
fn roots_are_known_to_the_last_digit() {
    let table = [
        (Rational::ZERO, "0"),
        (Rational::ONE, "1"),
        (Rational::integer(2), "1.4142135623730950488"),
        (Rational::integer(3), "1.73205080756887729353"),
        (fraction(13, 3), "2.08166599946613273528"),
        (fraction(9, 4), "1.5"),
        (Rational::power_of_ten(-38).unwrap(), "0.0000000000000000001"),
    ];
    for (value, wanted) in table {
        assert_eq!(square_root(value).map(|root| root.to_string()).as_deref(), Some(wanted), "{value}");
    }
    assert_eq!(square_root(Rational::integer(-1)), None);
    assert_eq!(square_root(Rational::integer(i128::MIN)), None);
}
