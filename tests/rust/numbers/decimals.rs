//! Decimals at the border: reading, showing, and back.

use evenhand::number::{NumberError, Rational, parse_decimal};
use num_rational::BigRational;
use proptest::prelude::*;
use rust_decimal::{Decimal, dec};

use super::{any_fraction, big, big_fraction, config, fraction, moderate_fraction};

/// The value of a printed number: `-16.8`, `1/3`.
fn read(text: &str) -> BigRational {
    if text.contains('/') {
        return text.parse().unwrap();
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let mantissa: BigRational = format!("{whole}{decimals}").parse().unwrap();
    mantissa / big_fraction(10, 1).pow(i32::try_from(decimals.len()).unwrap())
}

/// The fewest decimals that hold the value, if 28 are enough and its digits fit into a decimal's 96 bits.
fn decimals_needed(value: &BigRational) -> Option<i32> {
    let scaled = |decimals: i32| value * big_fraction(10, 1).pow(decimals);
    let decimals = (0..=28).find(|decimals| scaled(*decimals).is_integer())?;
    let mantissa = scaled(decimals);
    (mantissa.numer().bits() <= 96).then_some(decimals)
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    let mantissa = prop_oneof![-10_000_i128..=10_000, -(1_i128 << 96) + 1..1_i128 << 96];
    (mantissa, 0_u32..=28).prop_map(|(mantissa, scale)| Decimal::from_i128_with_scale(mantissa, scale))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_decimal_comes_back_unchanged(value in any_decimal()) {
        let exact = Rational::from(value);
        prop_assert_eq!(exact.to_decimal(), Some(value));
        let parts = big_fraction(value.mantissa(), 1) / big_fraction(10, 1).pow(value.scale().cast_signed());
        prop_assert_eq!(big(exact), parts);
    }

    #[test]
    fn the_text_of_a_decimal_is_the_shortest_and_reads_back(value in any_decimal()) {
        let shown = Rational::from(value).to_string();
        prop_assert_eq!(&shown, &value.normalize().to_string());
        prop_assert_eq!(parse_decimal(&shown), Ok(value));
    }

    #[test]
    fn a_fraction_becomes_a_decimal_exactly_if_one_holds_it(value in any_fraction()) {
        let wanted = decimals_needed(&big(value));
        let found = value.to_decimal();
        prop_assert_eq!(found.map(|found| found.normalize().scale().cast_signed()), wanted);
        found.inspect(|found| assert_eq!(Rational::from(*found), value));
    }

    #[test]
    fn the_text_of_a_fraction_has_its_value(value in any_fraction()) {
        prop_assert_eq!(read(&value.to_string()), big(value), "{}", value);
    }

    #[test]
    fn a_fraction_is_shown_with_a_line_only_if_no_decimal_ends(value in moderate_fraction()) {
        let mut rest = value.denominator();
        while rest % 2 == 0 {
            rest /= 2;
        }
        while rest % 5 == 0 {
            rest /= 5;
        }
        prop_assert_eq!(value.to_string().contains('/'), rest != 1, "{}", value);
    }

    #[test]
    fn what_is_read_is_what_was_written(whole in "0|[1-9][0-9]{0,13}", decimals in "[0-9]{1,14}", minus: bool) {
        let text = format!("{}{whole}.{decimals}", if minus { "-" } else { "" });
        let value = Rational::from(parse_decimal(&text).unwrap());
        prop_assert_eq!(big(value), read(&text));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        if let Ok(value) = parse_decimal(&text) {
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-'));
            prop_assert_eq!(big(Rational::from(value)), read(&text));
        }
    }
}

#[test]
fn plain_decimals_are_numbers() {
    let table = [
        ("0", dec!(0)),
        ("-0", dec!(0)),
        ("16.8", dec!(16.8)),
        ("-16.80", dec!(-16.8)),
        ("007", dec!(7)),
        ("0.0000000000000000000000000001", dec!(0.0000000000000000000000000001)),
        ("9999999999999999999999999999", dec!(9999999999999999999999999999)),
        ("-9999999999999999999999999999", dec!(-9999999999999999999999999999)),
        ("99999999999999.99999999999999", dec!(99999999999999.99999999999999)),
    ];
    for (text, wanted) in table {
        assert_eq!(parse_decimal(text), Ok(wanted), "{text}");
    }
}

#[test]
fn nothing_else_is_a_number() {
    let character = |found, position| NumberError::Character { found, position };
    let table = [
        ("", NumberError::Empty),
        ("-", NumberError::Empty),
        ("1e3", character('e', 2)),
        ("1E3", character('E', 2)),
        ("1_000", character('_', 2)),
        ("1,000", character(',', 2)),
        ("1 000", character(' ', 2)),
        ("1'000", character('\'', 2)),
        ("+1", character('+', 1)),
        ("--1", character('-', 2)),
        ("1-", character('-', 2)),
        ("\u{2212}1", character('\u{2212}', 1)),
        ("NaN", character('N', 1)),
        ("-NaN", character('N', 2)),
        ("inf", character('i', 1)),
        ("Infinity", character('I', 1)),
        (" 1", character(' ', 1)),
        ("1 ", character(' ', 2)),
        ("1\n", character('\n', 2)),
        ("1\0", character('\0', 2)),
        ("\u{feff}1", character('\u{feff}', 1)),
        ("0x10", character('x', 2)),
        ("5%", character('%', 2)),
        ("１６", character('１', 1)),
        ("1６", character('６', 2)),
        ("١", character('١', 1)),
        ("十六", character('十', 1)),
        ("¥16", character('¥', 1)),
        ("16元", character('元', 3)),
        ("1.2.3", character('.', 4)),
        ("1..2", character('.', 3)),
        ("1/3", character('/', 2)),
        ("true", character('t', 1)),
        (".", NumberError::Point),
        (".5", NumberError::Point),
        ("5.", NumberError::Point),
        ("-.5", NumberError::Point),
        ("-5.", NumberError::Point),
        ("99999999999999999999999999999", NumberError::TooLong),
        ("-99999999999999999999999999999", NumberError::TooLong),
        ("100000000000000000000000000000", NumberError::TooLong),
        ("0.00000000000000000000000000001", NumberError::TooLong),
        ("1234567890123456.12345678901234567", NumberError::TooLong),
    ];
    for (text, wanted) in table {
        assert_eq!(parse_decimal(text), Err(wanted), "{text:?}");
    }
}

#[test]
fn endless_digits_are_refused() {
    for text in ["9".repeat(1_000_000), format!("0.{}", "3".repeat(1_000_000))] {
        assert_eq!(parse_decimal(&text), Err(NumberError::TooLong));
    }
}

#[test]
fn an_error_says_what_stands_where() {
    let message = |text: &str| parse_decimal(text).unwrap_err().to_string();
    assert_eq!(message(""), "expected a number such as 16.8, found nothing");
    assert_eq!(message("平方米"), "expected a number such as 16.8, found `平` at character 1");
    assert_eq!(message("5."), "expected digits on both sides of the point");
}

#[test]
fn fractions_are_shown_as_decimals_where_one_ends() {
    let table = [
        (fraction(1, 8), "0.125"),
        (fraction(-1, 8), "-0.125"),
        (fraction(1, 3), "1/3"),
        (fraction(-5, 12), "-5/12"),
        (fraction(168, 10), "16.8"),
        (fraction(5, 100), "0.05"),
        (fraction(-5, 1000), "-0.005"),
        (Rational::integer(-7), "-7"),
        (Rational::integer(i128::MIN), "-170141183460469231731687303715884105728"),
    ];
    for (value, shown) in table {
        assert_eq!(value.to_string(), shown);
        assert_eq!(format!("{value:?}"), shown);
    }
}
