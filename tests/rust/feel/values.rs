//! What expressions come to, as the FEEL standard has it.

use evenhand::diagnostic::Code;
use evenhand::feel::{CellTest, FactKind, Fault, Scope, Slot, Value, check_any, parse_expression};

use super::{checked, number, number_fact, scope, shown};

/// The value of an expression without facts.
fn value(text: &str) -> String {
    let expression = parse_expression(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let formula = check_any(&expression, &Scope::default()).unwrap_or_else(|error| panic!("{text}: {error}"));
    shown(&formula.term, &[])
}

fn assert_values(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(text, wanted)| (text, wanted, value(text)))
        .filter(|(_, wanted, found)| *wanted != found)
        .map(|(text, wanted, found)| format!("{text}: expected {wanted}, found {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn operators_bind_as_in_feel() {
    assert_values(&[
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("24 / 4 / 3", "2"),
        ("24 / 4 * 3", "18"),
        ("2 * 3 ** 2", "18"),
        ("-2 ** 2", "4"),
        ("-(2 ** 2)", "-4"),
        ("0 - 2 ** 2", "-4"),
        ("2 ** 3 ** 2", "64"),
        ("2 ** (3 ** 2)", "512"),
        ("2 ** -1", "0.5"),
        ("2 ** -1 * 4", "2"),
        ("--5", "5"),
        ("3 - -2", "5"),
        ("-3 * -2", "6"),
        ("1 + 1 = 2", "true"),
        ("1 < 2 and 2 < 1 or true", "true"),
        ("true or false and false", "true"),
        ("(true or false) and false", "false"),
        ("not(true) or true", "true"),
        ("not(1 = 2) and 1 != 2", "true"),
        ("1 + 1 between 2 and 3 and false", "false"),
        ("1 + 1 in [2..3] and true", "true"),
        ("1 + if true then 2 else 3 * 10", "3"),
        ("if 1 < 2 then 1 else 2 + 5", "1"),
        ("(if 1 < 2 then 1 else 2) + 5", "6"),
        ("if false then 1 else if false then 2 else 3", "3"),
    ]);
}

#[test]
fn arithmetic_is_exact() {
    assert_values(&[
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "1/3"),
        ("1 / 3 * 3", "1"),
        ("1 / 3 + 1 / 8 + 1 / 24", "0.5"),
        ("1 / 8", "0.125"),
        ("16.8 * 100", "1680"),
        ("1.10", "1.1"),
        (".5", "0.5"),
        ("007", "7"),
        ("2 ** 0", "1"),
        ("0 ** 0", "1"),
        ("0.5 ** 3", "0.125"),
        ("(2 / 3) ** -2", "2.25"),
        ("2 ** 100 / 2 ** 99", "2"),
        ("9999999999999999999999999999 + 1", "10000000000000000000000000000"),
        ("0.0000000000000000000000000001 * 10", "0.000000000000000000000000001"),
        ("10 ** 38 * 10", "fault: the result is too large to be exact"),
    ]);
}

#[test]
fn percent_and_permille_are_numbers() {
    assert_values(&[
        ("5%", "0.05"),
        ("5‰", "0.005"),
        ("0.05%", "0.0005"),
        ("150%", "1.5"),
        ("5% * 2000", "100"),
        ("5‰ = 0.5%", "true"),
        ("100% - 1‰", "0.999"),
        ("10% ** 2", "0.01"),
    ]);
}

#[test]
fn functions_come_to_what_feel_says() {
    assert_values(&[
        ("min(3, 1, 2)", "1"),
        ("min([3, 1, 2])", "1"),
        ("max(3, 1, 2)", "3"),
        ("max(-3)", "-3"),
        ("sum(1, 2, 3)", "6"),
        ("sum([0.1, 0.2])", "0.3"),
        ("count(7, 8, 9)", "3"),
        ("count([])", "0"),
        ("count([])", "0"),
        ("count(true, \"a\", 1)", "3"),
        ("mean(1, 2, 3, 4)", "2.5"),
        ("mean([1, 0, 0])", "1/3"),
        ("median(8, 2, 5, 3, 4)", "4"),
        ("median([6, 1, 2, 3])", "2.5"),
        ("median(7)", "7"),
        ("stddev(2, 4, 7, 5)", "2.08166599946613273528"),
        ("stddev([3, 3, 3])", "0"),
        ("stddev(1, 2)", "0.7071067811865475244"),
        ("abs(-7)", "7"),
        ("abs(7)", "7"),
        ("abs(-1 / 3)", "1/3"),
    ]);
}

#[test]
fn modulo_has_the_sign_of_the_divisor() {
    assert_values(&[
        ("modulo(12, 5)", "2"),
        ("modulo(-12, 5)", "3"),
        ("modulo(12, -5)", "-3"),
        ("modulo(-12, -5)", "-2"),
        ("modulo(-10, 4)", "2"),
        ("modulo(10, -4)", "-2"),
        ("modulo(-10, -4)", "-2"),
        ("modulo(10.1, 4.5)", "1.1"),
        ("modulo(-10.1, 4.5)", "3.4"),
        ("modulo(10.1, -4.5)", "-3.4"),
        ("modulo(-10.1, -4.5)", "-1.1"),
        ("modulo(8, 4)", "0"),
        ("modulo(-8, 4)", "0"),
        ("modulo(8, -4)", "0"),
    ]);
}

#[test]
fn rounding_goes_where_the_name_says() {
    assert_values(&[
        ("floor(1.5)", "1"),
        ("floor(-1.5)", "-2"),
        ("floor(-1.56, 1)", "-1.6"),
        ("floor(1234, -2)", "1200"),
        ("ceiling(1.5)", "2"),
        ("ceiling(-1.5)", "-1"),
        ("ceiling(-1.56, 1)", "-1.5"),
        ("ceiling(1234, -2)", "1300"),
        ("round up(5.5, 0)", "6"),
        ("round up(-5.5, 0)", "-6"),
        ("round up(1.121, 2)", "1.13"),
        ("round up(-1.126, 2)", "-1.13"),
        ("round down(5.5, 0)", "5"),
        ("round down(-5.5, 0)", "-5"),
        ("round down(1.126, 2)", "1.12"),
        ("round down(-1.126, 2)", "-1.12"),
        ("round half up(5.5, 0)", "6"),
        ("round half up(-5.5, 0)", "-6"),
        ("round half up(1.121, 2)", "1.12"),
        ("round half up(-1.126, 2)", "-1.13"),
        ("round half down(5.5, 0)", "5"),
        ("round half down(-5.5, 0)", "-5"),
        ("round half down(1.121, 2)", "1.12"),
        ("round half down(-1.126, 2)", "-1.13"),
        ("round half up(1550, -2)", "1600"),
        ("round half down(1550, -2)", "1500"),
        ("round half up(2 / 3, 4)", "0.6667"),
    ]);
}

#[test]
fn comparisons_and_tests_hold_as_written() {
    assert_values(&[
        ("1 = 1.0", "true"),
        ("1 != 1.0", "false"),
        ("50% = 1 / 2", "true"),
        ("2 < 2", "false"),
        ("2 <= 2", "true"),
        ("3 > 2", "true"),
        ("2 >= 3", "false"),
        ("\"a\" = \"a\"", "true"),
        ("\"a\" != \"a\"", "false"),
        ("\"a\" = \"A\"", "false"),
        ("true = false", "false"),
        ("true != false", "true"),
        ("2 between 1 and 2", "true"),
        ("1 between 1 and 2", "true"),
        ("2.01 between 1 and 2", "false"),
        ("1 between 2 and 1", "false"),
        ("2 in (1, 2)", "true"),
        ("3 in (1, 2)", "false"),
        ("2 in [1, 2]", "true"),
        ("2 in 2", "true"),
        ("2 in < 3", "true"),
        ("2 in (< 2, > 5)", "false"),
        ("6 in (< 2, > 5)", "true"),
        ("2 in (!= 2)", "false"),
        ("1 in [1..3]", "true"),
        ("1 in (1..3]", "false"),
        ("3 in [1..3)", "false"),
        ("3 in (1..3]", "true"),
        ("2 in (1..3)", "true"),
        ("5 in ([1..3), 5, > 9)", "true"),
        ("3 in ([1..3), (3..4], > 9)", "false"),
        ("3 in ((1 + 2))", "true"),
        ("9 in ((1 + 2) * 3)", "true"),
        ("9 in ((1 + 2) * 3..10]", "false"),
        ("\"a\" in (\"a\", \"b\")", "true"),
        ("\"c\" in (\"a\", \"b\")", "false"),
    ]);
}

#[test]
fn texts_take_their_escapes() {
    assert_values(&[
        (r#""a" = "\u0061""#, "true"),
        (r#""😀" = "\U01F600""#, "true"),
        (r#""a\"b""#, r#""a\"b""#),
        (r#""\\\n\r\t\'""#, r#""\\\n\r\t'""#),
        ("\"报告书\"", "\"报告书\""),
        ("if true then \"a\" else \"b\"", "\"a\""),
    ]);
}

#[test]
fn days_and_durations_are_added_and_compared() {
    assert_values(&[
        ("date(\"2025-08-31\") + duration(\"P6M\")", "2026-02-28"),
        ("duration(\"P6M\") + date(\"2025-08-31\")", "2026-02-28"),
        ("date(\"2026-03-31\") - duration(\"P1M\")", "2026-02-28"),
        ("date(\"2026-03-01\") - duration(\"P1D\")", "2026-02-28"),
        ("date(\"2026-01-01\") + -duration(\"P1D\")", "2025-12-31"),
        ("date(\"2024-02-29\") + duration(\"P1Y\")", "2025-02-28"),
        ("date(\"2026-03-01\") - date(\"2026-02-01\")", "P28D"),
        ("date(\"2026-02-01\") - date(\"2026-03-01\")", "-P28D"),
        ("date(\"2026-03-01\") - date(\"2026-02-01\") = duration(\"P28D\")", "true"),
        ("date(\"2026-03-01\") - date(\"2026-02-01\") > duration(\"P28D\")", "false"),
        ("duration(\"P1Y\") = duration(\"P12M\")", "true"),
        ("duration(\"P1Y\") + duration(\"P6M\")", "P1Y6M"),
        ("duration(\"P1Y\") - duration(\"P18M\")", "-P6M"),
        ("duration(\"P1Y\") / duration(\"P3M\")", "4"),
        ("duration(\"P10D\") / duration(\"P3D\")", "10/3"),
        ("(date(\"2026-03-01\") - date(\"2026-02-01\")) / duration(\"P1D\")", "28"),
        ("date(\"2026-01-01\") < date(\"2026-01-02\")", "true"),
        ("date(\"2026-01-01\") = date(\"2026-01-01\")", "true"),
        ("date(\"2026-01-15\") between date(\"2026-01-01\") and date(\"2026-01-31\")", "true"),
        ("date(\"2026-01-31\") in [date(\"2026-01-01\")..date(\"2026-01-31\"))", "false"),
        ("date(\"2026-01-31\") in (date(\"2026-01-01\"), >= date(\"2026-01-31\"))", "true"),
        ("if true then date(\"2026-01-01\") else date(\"2027-01-01\")", "2026-01-01"),
        ("date(\"9999-12-31\") + duration(\"P1D\")", "fault: the result is too large to be exact"),
    ]);
}

#[test]
fn facts_stand_for_their_values() {
    let values = [
        Value::Number(number("16.8")),
        Value::Number(number("250000")),
        Value::Missing,
        Value::Missing,
        Value::Number(number("3")),
        Value::Missing,
        Value::Missing,
        Value::Boolean(true),
        Value::Text("报告表"),
        Value::Missing,
        Value::Date("2026-01-31".parse().unwrap()),
        Value::Date("2026-03-02".parse().unwrap()),
    ];
    let table = [
        ("100 * area", "1680"),
        ("min(100 * area, 1500)", "1500"),
        ("3 * max(cost, 100000)", "750000"),
        ("if offences > 2 then 5% * cost else 0", "12500"),
        ("repeat and offences >= 3", "true"),
        ("not(repeat) or kind = \"报告书\"", "false"),
        ("kind in (\"报告书\", \"报告表\")", "true"),
        ("filed > due + duration(\"P1M\")", "true"),
        ("(filed - due) / duration(\"P1D\")", "30"),
    ];
    for (text, wanted) in table {
        assert_eq!(shown(&checked(text).unwrap().term, &values), wanted, "{text}");
    }
}

#[test]
fn a_missing_fact_matters_only_if_the_answer_depends_on_it() {
    let evaluate = |text: &str, values: &[Value<'_>]| {
        let formula = evenhand::feel::check_condition(&parse_expression(text).unwrap(), &scope()).unwrap();
        formula.term.evaluate(values)
    };
    let mut values = vec![Value::Missing; scope().iter().count()];
    let repeat = scope().find("repeat").unwrap().0;
    let missing = Err(Fault::Missing(repeat));
    assert_eq!(repeat, Slot(7));
    assert_eq!(evaluate("repeat", &values), missing);
    assert_eq!(evaluate("repeat and false", &values), Ok(false));
    assert_eq!(evaluate("false and repeat", &values), Ok(false));
    assert_eq!(evaluate("repeat or true", &values), Ok(true));
    assert_eq!(evaluate("repeat and true", &values), missing);
    assert_eq!(evaluate("repeat or false", &values), missing);
    assert_eq!(evaluate("if true then false else repeat", &values), Ok(false));
    values[7] = Value::Boolean(false);
    assert_eq!(evaluate("repeat and area > 3", &values), Ok(false));
    assert_eq!(evaluate("area > 3 or not(repeat)", &values), Ok(true));
}

#[test]
fn a_formula_lists_its_facts_in_order_and_once() {
    let formula = checked("if repeat then cost + paid else paid * 2 + area * 3").unwrap();
    assert_eq!(formula.facts, [Slot(0), Slot(1), Slot(2), Slot(7)]);
}

#[test]
fn cells_meet_where_one_value_is_in_both() {
    let texts = FactKind::Text(Some(["a", "b", "c"].map(str::to_owned).to_vec().into()));
    let metres = number_fact("m2", "0", "100", 1);
    let table = [
        (&FactKind::Boolean, "true", "true", true),
        (&FactKind::Boolean, "true", "false", false),
        (&texts, "\"a\", \"b\"", "not(\"a\")", true),
        (&texts, "\"a\", \"b\"", "\"c\"", false),
        (&texts, "a", "-", true),
        (&metres, "[0..5]", "[5..10]", true),
        (&metres, "[0..5)", "[5..10]", false),
        (&metres, "(5..5.1)", "[0..100]", false),
        (&metres, "(5..5.2)", "[0..100]", true),
    ];
    for (kind, one, other, wanted) in table {
        let cell = |text: &str| CellTest::read(text, "fact", kind).unwrap();
        assert_eq!(cell(one).meets(&cell(other), kind), wanted, "{one} and {other}");
        assert_eq!(cell(other).meets(&cell(one), kind), wanted, "{other} and {one}");
    }
}

/// A limit that a fact never comes to says less than it seems to; days in a cell are a range that is not empty.
#[test]
fn a_cell_that_says_less_than_it_seems_is_refused() {
    let metres = number_fact("m2", "0", "100", 1);
    let refused =
        |kind: &FactKind, text: &str| CellTest::read(text, "fact", kind).err().map(|error| error.code);
    assert_eq!(refused(&metres, "<= 5.5"), None);
    assert_eq!(refused(&metres, "<= 5.55"), Some(Code::TooManyDecimals));
    assert_eq!(refused(&metres, "(0..0.01]"), Some(Code::TooManyDecimals));
    let (day, next) = ("date(\"2026-01-01\")", "date(\"2026-01-02\")");
    for (open, close) in [("(", "]"), ("[", ")"), ("(", ")")] {
        assert_eq!(refused(&FactKind::Date, &format!("{open}{day}..{day}{close}")), Some(Code::InvalidRange));
        assert_eq!(refused(&FactKind::Date, &format!("{open}{day}..{next}{close}")), None);
    }
    assert_eq!(refused(&FactKind::Date, &format!("[{day}..{day}]")), None);
    assert_eq!(refused(&FactKind::Date, &format!("[{next}..{day}]")), Some(Code::InvalidRange));
}
