//! Bounds hold every value that a formula can take, and a condition that is decided stays decided.

use std::sync::mpsc;
use std::time::Duration;

use evenhand::feel::{
    AnyTerm, FactKind, Fault, Scope, Truth, Unit, check_amount, check_any, check_condition, check_number,
    parse_amount, parse_expression,
};
use evenhand::number::{Interval, Rational};
use proptest::prelude::*;

use super::generated::{Case, any_case, any_formula, formulas};
use super::{checked, config, number, scope};

/// Holds the value of the formula against what was proved about it.
fn value_is_as_proved(text: &str, case: &Case) -> Result<(), TestCaseError> {
    let Ok(formula) = check_any(&parse_expression(text).unwrap(), &case.scope) else { return Ok(()) };
    let domains = case.scope.domains().to_vec();
    match &formula.term {
        AnyTerm::Number(term) => {
            let bounds = term.bounds(&domains).unwrap();
            if let Ok(value) = term.evaluate(&case.values) {
                prop_assert!(bounds.contains(value), "{} is {}, outside {:?}", text, value, bounds);
            }
        }
        AnyTerm::Condition(term) => match term.evaluate(&case.values) {
            Ok(true) => prop_assert_ne!(term.truth(&domains), Ok(Truth::Never), "{}", text),
            Ok(false) => prop_assert_ne!(term.truth(&domains), Ok(Truth::Always), "{}", text),
            Err(fault) => prop_assert_eq!(fault, Fault::Overflow),
        },
        other => prop_assert!(false, "{} is {:?}", text, other),
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_value_lies_in_its_bounds_and_a_truth_stays(
        text in any_formula(), cases in prop::collection::vec(any_case(), 8),
    ) {
        for case in &cases {
            value_is_as_proved(&text, case)?;
        }
    }

    #[test]
    fn both_ends_of_an_amount_lie_in_their_bounds(
        (condition, low, high, point) in {
            let (number, truth) = formulas();
            (truth, number.clone(), number.clone(), number)
        },
        case in any_case(),
    ) {
        let amount = parse_amount(&format!("if {condition} then [{low}..{high}] else {point}")).unwrap();
        let Ok(formula) = check_amount(&amount, &case.scope, Unit::NONE) else { return Ok(()) };
        let (low, high) = formula.term.bounds(case.scope.domains()).unwrap();
        if let Ok(ends) = formula.term.evaluate(&case.values) {
            prop_assert!(low.contains(ends.min) && high.contains(ends.max), "{:?} in {:?} {:?}", ends, low, high);
        }
    }
}

fn bounds(text: &str) -> Interval {
    let scope = scope();
    let formula = check_number(&parse_expression(text).unwrap(), &scope, None).unwrap();
    formula.term.bounds(scope.domains()).unwrap()
}

fn between(low: &str, high: &str) -> Interval {
    Interval { low: Some(number(low)), high: Some(number(high)) }
}

#[test]
fn bounds_are_as_narrow_as_rules_need() {
    let table = [
        ("2000", "2000", "2000"),
        ("100 * area", "0", "10000000"),
        ("min(100 * area, 2000)", "0", "2000"),
        ("max(min(100 * area, 2000), 50)", "50", "2000"),
        ("3 * max(cost, 100000)", "300000", "3000000000"),
        ("5% * cost", "0", "50000000"),
        ("balance", "-1000", "1000"),
        ("-balance", "-1000", "1000"),
        ("abs(balance)", "0", "1000"),
        ("balance ** 2", "0", "1000000"),
        ("balance ** 3", "-1000000000", "1000000000"),
        ("1000 - offences * 10", "800", "990"),
        ("offences / 3 * 3", "1", "20"),
        ("12 / offences", "0.6", "12"),
        ("mean(offences, 1)", "1", "10.5"),
        ("median(offences, 1, 3)", "1", "3"),
        ("sum(offences, offences)", "2", "40"),
        ("count(cost, area)", "2", "2"),
        ("modulo(cost, 100)", "0", "100"),
        ("floor(tonnes)", "0", "5000"),
        ("ceiling(tonnes)", "1", "5000"),
        ("round up(tonnes, 0)", "1", "5000"),
        ("round half up(share, 0)", "0", "1"),
        ("if repeat then 5 else 10 * offences", "5", "200"),
        ("if offences > 3 then 10 * offences else 5", "5", "200"),
        ("if offences <= 3 then 10 * offences else 5", "5", "30"),
        ("if offences > 3 then 5 else 10 * offences", "5", "30"),
        ("if area > 0 then 100 * area else 7", "1", "10000000"),
        ("if offences in [3..5) then offences else 3", "3", "4"),
        ("if offences between 3 and 5 then offences else 3", "3", "5"),
        ("if offences >= 1 then 1 else 2", "1", "1"),
        ("if offences > 20 then 1 else 2", "2", "2"),
        ("if kind = \"报告书\" then 1 else if kind != \"登记表\" then 2 else 3", "1", "3"),
        ("if kind = \"报告书\" then 1 else if kind in (\"报告表\", \"登记表\") then 2 else 3", "1", "2"),
        ("if repeat and offences > 3 then offences else 4", "4", "20"),
        ("if offences = 7 then offences else 7", "7", "7"),
        ("if offences != 20 then offences else 7", "1", "19"),
        ("if offences != 1 then offences else 7", "2", "20"),
        ("if repeat and not(repeat) then 100 else 7", "7", "7"),
    ];
    let mut wrong = Vec::new();
    for (text, low, high) in table {
        if bounds(text) != between(low, high) {
            wrong.push(format!("{text}: expected [{low}..{high}], found {:?}", bounds(text)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_condition_is_decided_where_the_ranges_decide_it() {
    let domains = scope().domains().to_vec();
    let table = [
        ("true", Truth::Always),
        ("repeat", Truth::Either),
        ("area >= 0", Truth::Always),
        ("area < 0", Truth::Never),
        ("area > 0", Truth::Either),
        ("offences >= 1 and offences <= 20", Truth::Always),
        ("offences > 20 or offences < 1", Truth::Never),
        ("offences > 20 or repeat", Truth::Either),
        ("offences > 20 and repeat", Truth::Never),
        ("offences < 21 or repeat", Truth::Always),
        ("not(offences < 1)", Truth::Always),
        ("offences in [1..20]", Truth::Always),
        ("offences in (0, > 20)", Truth::Never),
        ("offences between 0 and 30", Truth::Always),
        ("kind in (\"报告书\", \"报告表\", \"登记表\")", Truth::Always),
        ("kind = \"报告书\"", Truth::Either),
        ("kind = \"报告书\" and kind = \"报告表\"", Truth::Never),
        ("kind != \"报告书\" and kind = \"报告表\"", Truth::Either),
        ("kind = \"报告书\" or kind in (\"报告表\", \"登记表\")", Truth::Always),
        ("not(kind in (\"报告书\", \"报告表\", \"登记表\"))", Truth::Never),
        ("\"a\" in (\"a\", \"b\")", Truth::Always),
        ("town = \"东营\"", Truth::Either),
        ("(offences > 0) = (area >= 0)", Truth::Always),
        ("(offences > 0) != (area >= 0)", Truth::Never),
        ("if repeat then offences > 0 else area >= 0", Truth::Always),
        ("offences > 3 and offences < 2", Truth::Never),
        ("due < filed", Truth::Either),
    ];
    let mut wrong = Vec::new();
    for (text, wanted) in table {
        let formula = check_condition(&parse_expression(text).unwrap(), &scope()).unwrap();
        let found = formula.term.truth(&domains).unwrap();
        if found != wanted {
            wrong.push(format!("{text}: expected {wanted:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One number fact from 0 to 100 with ten decimals, the most that a pack can declare.
fn fine_grid() -> Scope {
    let mut scope = Scope::default();
    let range = Interval { low: Some(Rational::ZERO), high: Some(Rational::integer(100)) };
    scope.declare("x", FactKind::Number { unit: Unit::NONE, range, decimals: Some(10) });
    scope
}

#[test]
fn a_limit_beyond_the_grid_hides_no_division_by_zero() {
    for text in [
        "if x < 10 ** 30 then 1 / x else 0",
        "if x > 10 ** 30 then 0 else 1 / x",
        "x < 10 ** 30 and 1 / x < 2",
        "if x > -(10 ** 30) then 1 / x else 0",
    ] {
        let found = check_any(&parse_expression(text).unwrap(), &fine_grid());
        assert!(found.is_err(), "{text} divides by zero where x is 0");
    }
}

#[test]
fn a_limit_beyond_the_grid_leaves_the_bounds_as_they_are() {
    let scope = fine_grid();
    let formula =
        check_number(&parse_expression("if x < 10 ** 30 then x else 0").unwrap(), &scope, None).unwrap();
    let bounds = formula.term.bounds(scope.domains()).unwrap();
    assert_eq!(bounds, between("0", "100"));
}

/// Checks in another thread, so that a check that does not end is a failure and not a halt.
fn ends(text: String) -> bool {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let _ = checked(&text);
        let _ = sender.send(());
    });
    receiver.recv_timeout(Duration::from_secs(2)).is_ok()
}

#[test]
fn nested_choices_are_proved_in_reasonable_time() {
    let nested =
        |count: usize, wrap: fn(&str) -> String| (0..count).fold("area".to_owned(), |text, _| wrap(&text));
    let table: [(&str, String); 4] = [
        ("comparison", nested(24, |inner| format!("if ({inner}) > 1 then 1 else 2"))),
        ("limit", nested(24, |inner| format!("if area > 3 * ({inner}) then 1 else 2"))),
        ("membership", nested(24, |inner| format!("if 1 in ({inner}) then 1 else 2"))),
        ("conjunction", nested(24, |inner| format!("if ({inner}) > 1 and area > 3 then 1 else 2"))),
    ];
    let slow: Vec<_> =
        table.into_iter().filter(|(_, text)| !ends(text.clone())).map(|(name, _)| name).collect();
    assert!(slow.is_empty(), "the check does not end: {slow:?}");
}
