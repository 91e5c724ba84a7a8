//! Arithmetic and order of fractions are those of the reference, wherever the result fits.

use evenhand::number::Rational;
use num_rational::BigRational;
use proptest::prelude::*;

use super::{any_fraction, any_integer, big, big_fraction, config, fits, fraction, moderate_fraction};

/// Equal in value, and in lowest terms with a positive denominator, as the reference keeps them.
fn assert_same(found: Rational, wanted: &BigRational) {
    let mut wanted_parts = (wanted.numer().clone(), wanted.denom().clone());
    if wanted_parts.1 < 0.into() {
        wanted_parts = (-wanted_parts.0, -wanted_parts.1);
    }
    assert_eq!((found.numerator().into(), found.denominator().into()), wanted_parts);
}

/// The numbers that a sum goes through: both sides over the common denominator.
fn steps_of_sum_fit(left: Rational, right: Rational) -> bool {
    let scales = big_fraction(left.denominator(), right.denominator());
    let left_part = BigRational::from_integer(left.numerator().into()) * scales.denom();
    let right_part = BigRational::from_integer(right.numerator().into()) * scales.numer();
    let denominator = BigRational::from_integer(left.denominator().into()) * scales.denom();
    let sum = &left_part + &right_part;
    [left_part, right_part, denominator, sum].iter().all(fits)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_fraction_exists_exactly_if_its_lowest_terms_fit(above in any_integer(), below in any_integer()) {
        let found = Rational::new(above, below);
        if below == 0 {
            prop_assert_eq!(found, None);
        } else {
            let wanted = big_fraction(above, below);
            prop_assert_eq!(found.is_some(), fits(&wanted), "{}/{}", above, below);
            found.inspect(|found| assert_same(*found, &wanted));
        }
    }

    #[test]
    fn a_sum_is_exact_or_one_of_its_steps_does_not_fit(a in any_fraction(), b in any_fraction()) {
        match a.add(b) {
            Some(sum) => assert_same(sum, &(big(a) + big(b))),
            None => prop_assert!(!steps_of_sum_fit(a, b)),
        }
    }

    #[test]
    fn a_difference_is_exact_or_one_of_its_steps_does_not_fit(a in any_fraction(), b in any_fraction()) {
        match (a.subtract(b), b.negate()) {
            (Some(difference), _) => assert_same(difference, &(big(a) - big(b))),
            (None, Some(negated)) => prop_assert!(!steps_of_sum_fit(a, negated)),
            (None, None) => prop_assert_eq!(b.numerator(), i128::MIN),
        }
    }

    #[test]
    fn a_product_exists_exactly_if_it_fits(a in any_fraction(), b in any_fraction()) {
        let wanted = big(a) * big(b);
        let found = a.multiply(b);
        prop_assert_eq!(found.is_some(), fits(&wanted));
        found.inspect(|found| assert_same(*found, &wanted));
    }

    #[test]
    fn a_quotient_exists_exactly_if_it_fits_and_the_divisor_can_be_inverted(
        a in any_fraction(), b in any_fraction(),
    ) {
        if b.is_zero() {
            prop_assert_eq!(a.divide(b), None);
        } else {
            let wanted = big(a) / big(b);
            match a.divide(b) {
                Some(found) => assert_same(found, &wanted),
                None => prop_assert!(!fits(&wanted) || b.numerator() == i128::MIN),
            }
        }
    }

    #[test]
    fn a_power_exists_exactly_if_it_fits(base in any_fraction(), exponent in -8_i32..=8) {
        if base.is_zero() && exponent < 0 {
            prop_assert_eq!(base.power(exponent), None);
        } else {
            let wanted = big(base).pow(exponent);
            let found = base.power(exponent);
            prop_assert_eq!(found.is_some(), fits(&wanted));
            found.inspect(|found| assert_same(*found, &wanted));
        }
    }

    #[test]
    fn small_bases_have_high_powers(
        base in prop::sample::select(vec![-3_i128, -2, -1, 1, 2, 3]), exponent in -130_i32..=130,
    ) {
        let wanted = big_fraction(base, 1).pow(exponent);
        let found = Rational::integer(base).power(exponent);
        prop_assert_eq!(found.is_some(), fits(&wanted));
        found.inspect(|found| assert_same(*found, &wanted));
    }

    #[test]
    fn the_order_is_that_of_the_reference(a in any_fraction(), b in any_fraction()) {
        prop_assert_eq!(a.cmp(&b), big(a).cmp(&big(b)));
        prop_assert_eq!(a == b, big(a) == big(b));
        prop_assert_eq!(a.cmp(&a), std::cmp::Ordering::Equal);
    }

    #[test]
    fn neighbours_with_huge_parts_are_told_apart(
        above in any::<i128>(), below in 1..i128::MAX, up in -3_i128..=3, down in -3_i128..=3,
    ) {
        let Some(a) = Rational::new(above, below) else { return Ok(()) };
        let (above, below) = (above.saturating_add(up), below.saturating_add(down).max(1));
        let Some(b) = Rational::new(above, below) else { return Ok(()) };
        prop_assert_eq!(a.cmp(&b), big(a).cmp(&big(b)));
        prop_assert_eq!(b.cmp(&a), big(b).cmp(&big(a)));
    }

    #[test]
    fn sign_floor_and_wholeness_are_those_of_the_reference(a in any_fraction()) {
        let zero = big_fraction(0, 1);
        assert_same(Rational::integer(a.floor()), &big(a).floor());
        prop_assert_eq!(a.is_integer(), big(a).is_integer());
        prop_assert_eq!(a.is_zero(), big(a) == zero);
        prop_assert_eq!(a.is_negative(), big(a) < zero);
        let minimum = a.numerator() == i128::MIN;
        prop_assert_eq!(a.negate().map(big), (!minimum).then(|| -big(a)));
        prop_assert_eq!(a.absolute().map(big), (!minimum).then(|| big(a).max(-big(a))));
    }

    #[test]
    fn moderate_fractions_are_a_field(
        a in moderate_fraction(), b in moderate_fraction(), c in moderate_fraction(),
    ) {
        let sum = |a: Rational, b: Rational| a.add(b).unwrap();
        let product = |a: Rational, b: Rational| a.multiply(b).unwrap();
        prop_assert_eq!(sum(a, b), sum(b, a));
        prop_assert_eq!(product(a, b), product(b, a));
        prop_assert_eq!(sum(sum(a, b), c), sum(a, sum(b, c)));
        prop_assert_eq!(product(product(a, b), c), product(a, product(b, c)));
        prop_assert_eq!(product(a, sum(b, c)), sum(product(a, b), product(a, c)));
        prop_assert_eq!(sum(a, Rational::ZERO), a);
        prop_assert_eq!(product(a, Rational::ONE), a);
        prop_assert_eq!(a.subtract(a), Some(Rational::ZERO));
        prop_assert_eq!(a.subtract(b).unwrap(), sum(a, b.negate().unwrap()));
        if !b.is_zero() {
            prop_assert_eq!(b.divide(b), Some(Rational::ONE));
            prop_assert_eq!(product(a.divide(b).unwrap(), b), a);
        }
    }
}

#[test]
fn a_third_an_eighth_and_a_twenty_fourth_are_a_half() {
    let sum = fraction(1, 3).add(fraction(1, 8)).unwrap().add(fraction(1, 24)).unwrap();
    assert_eq!(sum, fraction(1, 2));
    assert_eq!(sum.to_string(), "0.5");
}

#[test]
fn equal_fractions_have_one_form() {
    for (above, below) in [(2, 4), (-2, -4), (50, 100), (1_i128 << 100, 1 << 101)] {
        let half = fraction(above, below);
        assert_eq!((half.numerator(), half.denominator()), (1, 2), "{above}/{below}");
    }
    assert_eq!((fraction(1, -2).numerator(), fraction(1, -2).denominator()), (-1, 2));
    assert_eq!((fraction(0, -7).numerator(), fraction(0, -7).denominator()), (0, 1));
}

#[test]
fn the_ends_of_the_type_are_no_exception() {
    assert_eq!(Rational::new(i128::MIN, i128::MIN), Some(Rational::ONE));
    assert_eq!(Rational::new(0, i128::MIN), Some(Rational::ZERO));
    assert_eq!(Rational::new(2, i128::MIN), Rational::new(-1, 1 << 126));
    assert_eq!(Rational::new(i128::MIN, -1), None, "2^127 does not fit");
    assert_eq!(Rational::new(1, i128::MIN), None, "the denominator would be 2^127");
}

/// Neighbours have no common factor, and both of these nearly fill a machine word.
#[test]
fn the_ends_of_a_machine_word_are_no_exception() {
    let (above, below) = ((1 << 64) - 3, (1 << 64) - 2);
    let neighbours = fraction(above, below);
    assert_eq!((neighbours.numerator(), neighbours.denominator()), (above, below));
}

#[test]
fn powers_of_ten_go_from_minus_38_to_38() {
    for exponent in -45..=45 {
        let wanted = big_fraction(10, 1).pow(exponent);
        let found = Rational::power_of_ten(exponent).map(big);
        assert_eq!(found, (exponent.abs() <= 38).then_some(wanted), "10 ** {exponent}");
    }
    assert_eq!(Rational::power_of_ten(i32::MIN), None);
    assert_eq!(Rational::power_of_ten(i32::MAX), None);
}

#[test]
fn zero_one_and_minus_one_have_every_power() {
    assert_eq!(Rational::ZERO.power(0), Some(Rational::ONE));
    assert_eq!(Rational::ZERO.power(i32::MAX), Some(Rational::ZERO));
    assert_eq!(Rational::ZERO.power(-1), None);
    assert_eq!(Rational::ONE.power(i32::MIN), Some(Rational::ONE));
    assert_eq!(Rational::integer(-1).power(i32::MAX), Some(Rational::integer(-1)));
    assert_eq!(Rational::integer(-1).power(i32::MIN), Some(Rational::ONE));
}
