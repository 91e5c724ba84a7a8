//! Units: a bare number takes the unit of its place, and different units never meet.

use evenhand::diagnostic::Code;
use evenhand::feel::{FeelError, Formula, NumberTerm, check_number, parse_expression};

use super::{checked, scope, unit};

fn checked_as(text: &str, wanted: &str) -> Result<Formula<NumberTerm>, FeelError> {
    check_number(&parse_expression(text).unwrap(), &scope(), Some(unit(wanted)))
}

#[test]
fn formulas_come_out_in_the_unit_of_their_place() {
    let table = [
        ("100 * area", "CNY"),
        ("area * 100", "CNY"),
        ("100 * area * 1.3", "CNY"),
        ("100 * area + 50 * tonnes", "CNY"),
        ("100 * area + 2000", "CNY"),
        ("min(100 * area, 2000)", "CNY"),
        ("3 * max(cost, 100000)", "CNY"),
        ("max(cost, 100000)", "CNY"),
        ("cost + paid", "CNY"),
        ("5% * cost", "CNY"),
        ("5‰ * cost * offences", "CNY"),
        ("cost * share", "CNY"),
        ("cost / 3", "CNY"),
        ("cost / plot", "CNY/m2"),
        ("cost / plot * tonnes", "CNY*t/m2"),
        ("cost / max(paid, 1)", ""),
        ("area ** 2", "m2*m2"),
        ("area ** 0", ""),
        ("area ** 2 / plot", "m2"),
        ("2 ** 3 * cost", "CNY"),
        ("-area", "m2"),
        ("abs(balance)", "CNY"),
        ("floor(cost / plot)", "CNY/m2"),
        ("round half up(cost, -2)", "CNY"),
        ("modulo(cost, 100)", "CNY"),
        ("modulo(100, max(cost, 1))", "CNY"),
        ("mean(cost, paid, 3)", "CNY"),
        ("median(cost, 3)", "CNY"),
        ("stddev(cost, paid)", "CNY"),
        ("sum(cost, 1, 2)", "CNY"),
        ("count(area, cost)", ""),
        ("if repeat then cost else 2000", "CNY"),
        ("if area > 10 then 100 * area else 1000", "CNY"),
        ("if repeat then 100 else 200", "CNY"),
        ("2000", "CNY"),
        ("2000", "m2"),
        ("2000", ""),
        ("(filed - due) / duration(\"P1D\")", ""),
        ("(filed - due) / duration(\"P1D\") * 100", "CNY"),
        ("(filed - due) / duration(\"P1D\") * 5‰ * cost", "CNY"),
    ];
    for (text, wanted) in table {
        let found = checked_as(text, wanted);
        assert!(found.is_ok(), "{text} in `{wanted}`: {}", found.unwrap_err());
    }
}

#[test]
fn conditions_hold_numbers_of_one_unit() {
    for text in [
        "area > 10",
        "10 < area",
        "cost = paid",
        "area between 10 and 20",
        "area in [10..20)",
        "area in (10, 20, > 30)",
        "cost in [paid..2 * paid]",
        "cost / plot > 100",
        "cost > 100 * area",
        "offences in (1, 2)",
        "share > 5%",
        "1 in (offences, 2)",
    ] {
        assert!(checked(text).is_ok(), "{text}: {}", checked(text).unwrap_err());
    }
}

#[test]
fn literals_take_the_unit_that_their_place_needs() {
    let table: [(&str, &str, &[&str]); 9] = [
        ("100 * area", "CNY", &["CNY/m2"]),
        ("100 * area * 1.3", "CNY", &["CNY/m2", ""]),
        ("min(100 * area, 2000)", "CNY", &["CNY/m2", "CNY"]),
        ("3 * max(cost, 100000)", "CNY", &["", "CNY"]),
        ("5% * cost", "CNY", &[""]),
        ("100 * tonnes + 20", "CNY", &["CNY/t", "CNY"]),
        ("if area > 10 then 100 * area else 1000", "CNY", &["m2", "CNY/m2", "CNY"]),
        ("if repeat then 1 else 2", "m2", &["m2", "m2"]),
        ("2", "", &[""]),
    ];
    for (text, wanted, literals) in table {
        let found = checked_as(text, wanted).unwrap().literal_units;
        let literals: Vec<_> = literals.iter().map(|literal| unit(literal)).collect();
        assert_eq!(found, literals, "{text}");
    }
}

#[test]
fn different_units_are_never_added_or_compared() {
    let table = [
        ("area + cost", "area + cost", "`m2` and `CNY`"),
        ("cost - area", "cost - area", "`CNY` and `m2`"),
        ("2 * (area + cost)", "(area + cost)", "`m2` and `CNY`"),
        ("cost + 5%", "cost + 5%", "`CNY` and plain numbers"),
        ("offences + area", "offences + area", "plain numbers and `m2`"),
        ("area > cost", "area > cost", "`m2` and `CNY`"),
        ("area = cost", "area = cost", "`m2` and `CNY`"),
        ("area > 5%", "area > 5%", "`m2` and plain numbers"),
        ("area ** 2 > area", "area ** 2 > area", "`m2^2` and `m2`"),
        ("cost / area > tonnes", "cost / area > tonnes", "`CNY/m2` and `t`"),
        ("max(cost, area)", "area", "`CNY` and `m2`"),
        ("min(cost, 3, 2, area)", "area", "`CNY` and `m2`"),
        ("sum([cost, paid, tonnes])", "tonnes", "`CNY` and `t`"),
        ("mean(cost, offences)", "offences", "`CNY` and plain numbers"),
        ("modulo(area, tonnes)", "tonnes", "`m2` and `t`"),
        ("area between 1 and cost", "cost", "`m2` and `CNY`"),
        ("area in (1, cost)", "cost", "`m2` and `CNY`"),
        ("area in [cost..3]", "cost", "`m2` and `CNY`"),
        ("area in (< tonnes)", "tonnes", "`m2` and `t`"),
        ("if repeat then area else cost", "cost", "`m2` and `CNY`"),
        ("if repeat then 5% else cost", "cost", "plain numbers and `CNY`"),
        ("(if repeat then 3 else area) + cost", "(if repeat then 3 else area) + cost", "`m2` and `CNY`"),
        ("if area > cost then 1 else 2", "area > cost", "`m2` and `CNY`"),
        ("1 * 2 * area in (3, cost, tonnes)", "tonnes", "`CNY` and `t`"),
        ("cost > 5% ** 2", "cost > 5% ** 2", "`CNY` and plain numbers"),
    ];
    for (text, place, units) in table {
        let error = checked(text).expect_err(text);
        assert_eq!(error.code, Code::UnitMismatch, "{text}: {error}");
        assert_eq!(&text[error.span.start..error.span.end], place, "{text}");
        assert_eq!(error.message, format!("the units do not fit: {units}"), "{text}");
    }
}

#[test]
fn a_power_of_literals_takes_the_unit_of_its_place() {
    for (text, wanted) in [
        ("10 ** 3", "CNY"),
        ("(1 / 3) ** 2 * cost", "CNY"),
        ("2 * 10 ** 4 * area", "CNY"),
        ("offences * (2 * 3) ** 2", ""),
        ("area ** 2 + (3 * 4) ** 2", "m2*m2"),
        ("sum(offences, (1 / 3) ** 2)", ""),
        ("min(cost, 10 ** 6)", "CNY"),
    ] {
        let found = checked_as(text, wanted);
        assert!(found.is_ok(), "{text} in `{wanted}`: {}", found.unwrap_err());
    }
    for text in ["offences > (1 / 3) ** 2", "cost > 10 ** 4", "area between 10 ** 2 and (2 * 3) ** 3"] {
        assert!(checked(text).is_ok(), "{text}: {}", checked(text).unwrap_err());
    }
    assert_eq!(checked("cost > area + 10 ** 2").unwrap_err().code, Code::UnitMismatch);
}

#[test]
fn a_power_with_a_fact_in_it_is_no_power_of_literals() {
    for text in ["cost > offences ** 2", "cost > (offences + 2) ** 2", "cost > (2 * offences) ** 2"] {
        assert!(checked(text).is_err(), "{text} compares money with a plain number");
    }
}

#[test]
fn units_of_high_powers_are_told_apart() {
    for text in [
        "area ** 200 + area ** 150",
        "area ** 1000 > area ** 128",
        "5% > plot ** -200 / plot ** 127",
        "area > area ** 100 * area ** 100 / plot ** 126",
    ] {
        assert!(checked(text).is_err(), "{text} adds or compares different units");
    }
    assert!(checked("area ** 100 > area ** 100 * area ** 100 / plot ** 100").is_ok());
}

#[test]
fn a_formula_in_another_unit_than_its_place_is_refused() {
    let table = [
        ("area", "CNY", "`m2`"),
        ("5% * area", "CNY", "`m2`"),
        ("5%", "CNY", "plain numbers"),
        ("offences", "CNY", "plain numbers"),
        ("offences ** 2", "CNY", "plain numbers"),
        ("cost * area", "CNY", "`CNY*m2`"),
        ("cost / plot", "CNY", "`CNY/m2`"),
        ("area ** 2", "m2", "`m2^2`"),
        ("count(cost, paid)", "CNY", "plain numbers"),
        ("(filed - due) / duration(\"P1D\")", "day", "plain numbers"),
    ];
    for (text, wanted, found) in table {
        let error = checked_as(text, wanted).expect_err(text);
        assert_eq!(error.code, Code::UnitMismatch, "{text}: {error}");
        assert_eq!(&text[error.span.start..error.span.end], text);
        assert_eq!(error.message, format!("the result is in {found}, must be in `{wanted}`"), "{text}");
    }
}

#[test]
fn units_are_written_with_their_powers() {
    for (symbols, shown) in [("CNY/m2", "CNY/m2"), ("m2*CNY", "CNY*m2"), ("m*m", "m^2"), ("m/m", "")] {
        assert_eq!(unit(symbols).to_string(), shown);
    }
    for text in ["", " ", "cny", "m2 ", "CNY//m2", "CNY/", "/m2", "1/t", "元", "CNY^2"] {
        assert!(text.parse::<evenhand::feel::Unit>().is_err(), "{text:?}");
    }
}

/// Found by the random formulas: several literals under one power have exponents with a common factor.
#[test]
fn literals_under_a_power_take_the_root_of_its_unit() {
    for text in ["((1 / 3) * share) ** 2", "(2 * share / 3) ** 3", "((1 / 3) * plot) ** 2"] {
        let wanted = if text.contains("plot") { "m2*m2" } else { "" };
        assert!(checked_as(text, wanted).is_ok(), "{text} as {wanted}: {:?}", checked_as(text, wanted).err());
    }
}
