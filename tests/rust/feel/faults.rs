//! Faults of expressions: the code, the words, and exactly the place.

use evenhand::diagnostic::Code::{
    self, DivisionByZero, Expression, NotConstant, TypeMismatch, UnitMismatch, UnknownFact, UnknownValue,
    WrongArguments,
};
use evenhand::feel::{
    CellTest, FeelError, check_amount, check_condition, check_number, constant_number, parse_amount,
    parse_expression,
};

use super::{checked, scope, unit};

/// Text, code, place, how the message starts, what the help holds.
type Row = (&'static str, Code, &'static str, &'static str, &'static str);

fn difference(row: &Row, error: Option<FeelError>) -> Option<String> {
    let (text, code, place, message, help) = *row;
    let Some(error) = error else {
        return Some(format!("{text}: expected {code} {message}, found no fault"));
    };
    let found_place = text.get(error.span.start..error.span.end).unwrap_or("a place outside of the text");
    let found_help = error.help.as_deref().unwrap_or_default();
    let same = error.code == code
        && found_place == place
        && error.message.starts_with(message)
        && found_help.contains(help);
    (!same).then(|| {
        format!(
            "{text}\n  expected {code} at `{place}`: {message} ({help})\n  \
             found    {} at `{found_place}`: {} ({found_help})",
            error.code, error.message
        )
    })
}

fn assert_faults(table: &[Row], check: impl Fn(&str) -> Option<FeelError>) {
    let wrong: Vec<String> = table.iter().filter_map(|row| difference(row, check(row.0))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn assert_refused(table: &[Row]) {
    assert_faults(table, |text| checked(text).err());
}

#[test]
fn a_slip_of_the_pen_is_recognised() {
    assert_refused(&[
        ("100 * aera", UnknownFact, "aera", "unknown fact `aera`", "did you mean `area`?"),
        ("repeated and true", UnknownFact, "repeated", "unknown fact `repeated`", "did you mean `repeat`?"),
        ("Area > 3", UnknownFact, "Area", "unknown fact `Area`", "did you mean `area`?"),
        ("面积 * 3", UnknownFact, "面积", "unknown fact `面积`", ""),
        ("mni(1, 2)", Expression, "mni", "there is no function `mni`", "did you mean `min`?"),
        ("Max(1, 2)", Expression, "Max", "there is no function `Max`", "did you mean `max`?"),
        ("kind = \"报告\"", UnknownValue, "\"报告\"", "`kind` has no value \"报告\"", "did you mean"),
        ("\"报告\" != kind", UnknownValue, "\"报告\"", "`kind` has no value \"报告\"", "did you mean"),
        ("kind in (\"x\")", UnknownValue, "\"x\"", "`kind` has no value \"x\"", "报告书, 报告表, 登记表"),
        ("round up", Expression, "", "expected `(`, found the end", ""),
    ]);
}

#[test]
fn a_bare_round_is_told_of_the_four_that_say_how() {
    assert_refused(&[("round(area)", Expression, "round", "there is no function `round`", "round half up")]);
}

#[test]
fn a_text_that_the_fact_does_not_have_is_found_on_either_side_of_in() {
    assert_refused(&[
        ("kind in (\"报告\")", UnknownValue, "\"报告\"", "`kind` has no value \"报告\"", "did you mean"),
        ("\"报告\" in (kind)", UnknownValue, "\"报告\"", "`kind` has no value \"报告\"", "did you mean"),
    ]);
}

#[test]
fn signs_of_other_languages_are_explained() {
    assert_refused(&[
        ("area == 3", Expression, "==", "`==` is not an operator", "write `=` to compare"),
        ("repeat && repeat", Expression, "&&", "`&&` is not an operator", "write `and`"),
        ("repeat || repeat", Expression, "||", "`||` is not an operator", "write `or`"),
        ("2 ^ 3", Expression, "^", "`^` is not an operator", "write `**` for a power"),
        ("2 × 3", Expression, "×", "`×` is not an operator", "write `*` to multiply"),
        ("6 ÷ 3", Expression, "÷", "`÷` is not an operator", "write `/` to divide"),
        ("area ≤ 3", Expression, "≤", "`≤` is not an operator", "write `<=`"),
        ("area ≥ 3", Expression, "≥", "`≥` is not an operator", "write `>=`"),
        ("area =< 3", Expression, "<", "expected a value, found `<`", ""),
        ("area <> 3", Expression, ">", "expected a value, found `>`", ""),
        ("!repeat", Expression, "!", "unexpected character `!`", ""),
        ("kind = '报告书'", Expression, "'", "unexpected character `'`", "straight double quotes"),
        ("kind = “报告书”", Expression, "“", "unexpected character `“`", "straight double quotes"),
        ("２ * 3", Expression, "２", "unexpected character `２`", "half width"),
        ("min（1, 2)", Expression, "（", "unexpected character `（`", "half width"),
        ("3 \u{2212} 2", Expression, "\u{2212}", "unexpected character", ""),
        ("area; cost", Expression, ";", "unexpected character `;`", ""),
        ("1e3", Expression, "1e", "`e` cannot follow a number", "exponents"),
        ("1_000", Expression, "1_", "`_` cannot follow a number", "underscores"),
        ("min(area, 2,000)", Expression, "2,000", "a number has no thousands separator", "2000"),
        ("5 %", Expression, "%", "unexpected character `%`", "`5%`"),
        ("3万", Expression, "3万", "`万` cannot follow a number", "plain digits"),
        ("5%area", Expression, "5%a", "`a` cannot follow a number", ""),
        ("5.", Expression, ".", "unexpected character `.`", ""),
        ("\"abc", Expression, "\"abc", "the text has no closing `\"`", ""),
        ("\"a\\qb\"", Expression, "\\", "unknown escape in a text", "\\uXXXX"),
        ("\"\\uD800\"", Expression, "\\", "unknown escape in a text", ""),
        (
            "123456789012345678901234567890",
            Expression,
            "123456789012345678901234567890",
            "more digits than",
            "",
        ),
    ]);
}

#[test]
fn a_text_that_is_no_expression_is_refused_where_it_breaks() {
    assert_refused(&[
        ("", Expression, "", "expected a value, found the end", ""),
        ("  ", Expression, "", "expected a value, found the end", ""),
        ("1 +", Expression, "", "expected a value, found the end", ""),
        ("* 3", Expression, "*", "expected a value, found `*`", ""),
        ("+3", Expression, "+", "expected a value, found `+`", ""),
        ("1 2", Expression, "2", "expected an operator or the end, found `2`", ""),
        ("area cost", Expression, "cost", "expected an operator or the end, found `cost`", ""),
        ("(1 + 2", Expression, "", "expected `)`, found the end", ""),
        ("1 + 2)", Expression, ")", "expected an operator or the end, found `)`", ""),
        ("min(1, 2", Expression, "", "expected `)`, found the end", ""),
        ("min(1, )", Expression, ")", "expected a value, found `)`", ""),
        ("min([1, 2)", Expression, ")", "expected `]`, found `)`", ""),
        ("min([1, 2], 3)", Expression, ",", "expected `)`, found `,`", ""),
        ("[1, 2]", Expression, "[", "expected a value, found `[`", "after `in`"),
        ("{}", Expression, "{", "expected a value, found `{`", ""),
        ("not repeat", Expression, "repeat", "expected `(`, found `repeat`", ""),
        ("if repeat then 1", Expression, "", "expected `else`, found the end", ""),
        ("if repeat 1 else 2", Expression, "1", "expected `then`, found `1`", ""),
        ("offences between 1 = 1 and 2", Expression, "=", "expected `and`, found `=`", ""),
        ("area between 1", Expression, "", "expected `and`, found the end", ""),
        ("area in", Expression, "", "expected a value, found the end", ""),
        ("area in [1..3", Expression, "", "expected `]` or `)`, found the end", ""),
        ("area in [1;3]", Expression, ";", "unexpected character `;`", ""),
        ("area in ()", Expression, ")", "expected a value, found `)`", ""),
        ("area + null", Expression, "null", "there is no `null`", ""),
        ("area = null", Expression, "null", "there is no `null`", ""),
        ("for x in 1 return x", Expression, "for", "expected a value, found `for`", ""),
        ("and", Expression, "and", "expected a value, found `and`", ""),
    ]);
}

#[test]
fn comparisons_are_not_chained() {
    for (text, place) in [
        ("1 < offences < 3", "<"),
        ("1 = 1 = 1", "="),
        ("1 < 2 = true", "="),
        ("offences in (1, 2) in (3)", "in"),
        ("offences between 1 and 2 between 1 and 2", "between"),
        ("1 != 2 != 3 and true", "!="),
    ] {
        let error = checked(text).unwrap_err();
        let last = text.rfind(place).unwrap();
        assert_eq!(
            (error.code, error.span.start, error.span.end),
            (Expression, last, last + place.len()),
            "{text}"
        );
        assert!(error.message.starts_with("expected `and`, `or` or the end"), "{text}: {error}");
        assert!(error.help.as_deref().is_some_and(|help| help.contains("cannot be chained")), "{text}");
    }
}

#[test]
fn functions_take_their_number_of_arguments() {
    assert_refused(&[
        ("1 + min()", WrongArguments, "min()", "`min` takes at least 1", ""),
        ("sum([])", WrongArguments, "sum([])", "`sum` takes at least 1", ""),
        ("abs(1, 2)", WrongArguments, "abs(1, 2)", "`abs` takes 1 argument, found 2", ""),
        ("abs([1])", WrongArguments, "abs([1])", "`abs` does not take a list", ""),
        ("modulo(1) + 1", WrongArguments, "modulo(1)", "`modulo` takes 2", ""),
        ("modulo(1, 2, 3)", WrongArguments, "modulo(1, 2, 3)", "`modulo` takes 2", ""),
        ("stddev(1)", WrongArguments, "stddev(1)", "`stddev` takes at least 2", ""),
        ("floor(1, 2, 3)", WrongArguments, "floor(1, 2, 3)", "`floor` takes 1 or 2", ""),
        ("1 + round half up(1)", WrongArguments, "round half up(1)", "`round half up` takes 2", ""),
        ("round up(area, offences)", NotConstant, "offences", "a constant must stand here", ""),
        ("round up(area, 0.5)", NotConstant, "0.5", "expected a whole number from -28 to 28, found 0.5", ""),
        ("floor(area, 29)", NotConstant, "29", "expected a whole number from -28 to 28, found 29", ""),
        ("area ** offences", NotConstant, "offences", "a constant must stand here", ""),
        ("area ** 0.5", NotConstant, "0.5", "expected a whole number", ""),
        ("area ** 1001", NotConstant, "1001", "expected a whole number", ""),
        ("area ** (1 / 3)", NotConstant, "(1 / 3)", "expected a whole number", ""),
    ]);
}

#[test]
fn types_never_mix() {
    assert_refused(&[
        ("area + \"3\"", TypeMismatch, "area + \"3\"", "`+` does not take a number and a text", ""),
        ("area = \"3\"", TypeMismatch, "area = \"3\"", "`=` does not take a number and a text", ""),
        ("kind < \"报告书\"", TypeMismatch, "kind < \"报告书\"", "texts have no order", ""),
        ("repeat > false", TypeMismatch, "repeat > false", "`>` does not take true or false", ""),
        ("repeat = 1", TypeMismatch, "repeat = 1", "`=` does not take true or", ""),
        ("repeat + 1", TypeMismatch, "repeat + 1", "`+` does not take true or", ""),
        ("-repeat", TypeMismatch, "repeat", "expected a number, found true or false", ""),
        ("not(area)", TypeMismatch, "area", "expected true or false, found a number", ""),
        ("repeat and offences", TypeMismatch, "offences", "expected true or false, found a number", ""),
        ("kind or repeat", TypeMismatch, "kind", "expected true or false, found a text", ""),
        ("if offences then 1 else 2", TypeMismatch, "offences", "expected true or false, found a number", ""),
        ("if repeat then 1 else kind", TypeMismatch, "kind", "expected a number, found a text", ""),
        ("max(1, repeat)", TypeMismatch, "repeat", "expected a number, found true or false", ""),
        ("abs(kind)", TypeMismatch, "kind", "expected a number, found a text", ""),
        ("kind in (\"报告书\", 3)", TypeMismatch, "3", "expected a text, found a number", ""),
        ("kind in (< \"报告书\")", TypeMismatch, "\"报告书\"", "texts have no order", ""),
        ("area in (repeat)", TypeMismatch, "repeat", "expected a number, found true or false", ""),
        ("repeat in (true)", TypeMismatch, "repeat", "`in` does not take true or false", ""),
        ("offences between \"a\" and 2", TypeMismatch, "\"a\"", "expected a number", ""),
        ("area ** kind", NotConstant, "kind", "a constant must stand here", ""),
        ("area ** \"2\"", TypeMismatch, "\"2\"", "expected a number, found a text", ""),
    ]);
}

#[test]
fn days_and_durations_are_checked_too() {
    assert_refused(&[
        ("date(\"2026-02-30\")", Expression, "\"2026-02-30\"", "the calendar has no day 2026-02-30", ""),
        ("due > date(\"2026-2-3\")", Expression, "\"2026-2-3\"", "expected a day such as", ""),
        ("date(due)", NotConstant, "due", "expected a text such as \"2026-01-01\", found `due`", ""),
        ("date(2026, 1, 1)", NotConstant, "2026", "expected a text such as", ""),
        ("date(\"2026-01-01\", 1)", Expression, ",", "expected `)`, found `,`", ""),
        ("duration(\"3 months\")", Expression, "\"3 months\"", "expected a period such as", ""),
        ("duration(\"P1M10D\")", Expression, "\"P1M10D\"", "expected a period such as", ""),
        ("duration(\"PT1H\")", Expression, "\"PT1H\"", "expected a period such as", ""),
        ("due + 1", TypeMismatch, "due + 1", "`+` does not take a date and a number", ""),
        ("due + filed", TypeMismatch, "due + filed", "`+` does not take a date and a date", ""),
        ("due * 2", TypeMismatch, "due * 2", "`*` does not take a date and a number", ""),
        ("due = \"2026-01-01\"", TypeMismatch, "due = \"2026-01-01\"", "`=` does not take", ""),
        ("duration(\"P1D\") - due", TypeMismatch, "duration(\"P1D\") - due", "`-` does not take", ""),
        ("duration(\"P1D\") * 2", TypeMismatch, "duration(\"P1D\") * 2", "`*` does not take", ""),
        ("due - due + duration(\"P1M\")", TypeMismatch, "due - due + duration(\"P1M\")", "months and", ""),
        (
            "filed - due > duration(\"P1M\")",
            TypeMismatch,
            "filed - due > duration(\"P1M\")",
            "months and",
            "",
        ),
        (
            "(filed - due) / duration(\"P1M\")",
            TypeMismatch,
            "(filed - due) / duration(\"P1M\")",
            "months and",
            "",
        ),
        ("(filed - due) / duration(\"P0D\")", NotConstant, "duration(\"P0D\")", "a duration can only be", ""),
        (
            "if repeat then filed - due else duration(\"P1M\")",
            TypeMismatch,
            "duration(\"P1M\")",
            "months and",
            "",
        ),
        ("-due", TypeMismatch, "due", "expected a number, found a date", ""),
        ("due in [1..3]", TypeMismatch, "1", "expected a date, found a number", ""),
    ]);
}

#[test]
fn a_divisor_that_can_be_zero_is_refused() {
    let message = "the divisor can be zero";
    let table = [
        ("1 / area", "area"),
        ("1 / 0", "0"),
        ("cost / (area - 5)", "(area - 5)"),
        ("cost / (1 - share)", "(1 - share)"),
        ("1 / balance", "balance"),
        ("modulo(cost, paid)", "paid"),
        ("area ** -1", "area"),
        ("2 * (3 + 1 / area)", "area"),
        ("max(1, 1 / area)", "area"),
        ("1 / area > 2", "area"),
        ("repeat and 1 / area < 2", "area"),
        ("1 / area < 2 and area > 0", "area"),
        ("area > 0 or 1 / area < 2", "area"),
        ("if area >= 0 then 1 / area else 0", "area"),
        ("if area > 0 then 1 else 1 / area", "area"),
        ("if 1 / area > 2 then 1 else 2", "area"),
        ("offences in (1, 1 / area)", "area"),
        ("1 / area in (1, 2)", "area"),
        ("(1 / area > 2) = repeat", "area"),
    ];
    let rows = table.map(|(text, place)| (text, DivisionByZero, place, message, ""));
    assert_refused(&rows);
}

#[test]
fn a_divisor_that_can_be_zero_is_found_below_texts_days_and_durations() {
    let table = [
        ("if 1 / area > 2 then \"a\" else \"b\"", "area"),
        ("if 1 / area > 2 then due else filed", "area"),
        ("if 1 / area > 2 then duration(\"P1D\") else duration(\"P2D\")", "area"),
        ("(if 1 / area > 2 then due else filed) = due", "area"),
        ("due in (if 1 / area > 2 then due else filed)", "area"),
        ("due < filed + (if 1 / area > 2 then duration(\"P1D\") else duration(\"P2D\"))", "area"),
        ("filed - due > (if 1 / area > 2 then duration(\"P1D\") else duration(\"P2D\"))", "area"),
        ("(if 1 / area > 2 then \"a\" else \"b\") = town", "area"),
        ("town in (\"c\", if 1 / area > 2 then \"a\" else \"b\")", "area"),
        ("(if 1 / area > 2 then due - filed else filed - due) / duration(\"P1D\")", "area"),
    ];
    let rows = table.map(|(text, place)| (text, DivisionByZero, place, "the divisor can be zero", ""));
    assert_refused(&rows);
}

#[test]
fn a_divisor_that_a_condition_keeps_from_zero_is_accepted() {
    for text in [
        "1 / tonnes",
        "1 / offences",
        "cost / (area + 1)",
        "1 / max(area, 1)",
        "modulo(cost, 100)",
        "tonnes ** -2",
        "if area > 0 then 1 / area else 0",
        "if area = 0 then 0 else 1 / area",
        "if area != 0 then 1 / area else 0",
        "if 0 < area then 1 / area else 0",
        "if not(area = 0) then 1 / area else 0",
        "if area in (0..5] then 1 / area else 0",
        "if area between 1 and 5 then 1 / area else 0",
        "if repeat and area > 0 then 1 / area else 0",
        "if repeat or area <= 0 then 0 else 1 / area",
        "if balance < 0 then 1 / balance else 0",
        "if area > offences * 3 then 1 / area else 0",
        "area > 0 and 1 / area < 2",
        "area <= 0 or 1 / area < 2",
        "not(area = 0) and 1 / area < 2",
        "area > 0 and repeat and 1 / area < 2",
        "if repeat then 1 / tonnes else if area > 3 then 1 / area else 0",
        "if offences > 20 then 1 / (offences - offences) else 1",
    ] {
        let found = checked(text);
        assert!(found.is_ok(), "{text}: {}", found.unwrap_err());
    }
}

#[test]
fn a_place_for_a_number_takes_nothing_else() {
    let rows = [
        ("repeat", TypeMismatch, "repeat", "expected a number", ""),
        ("\"a\"", TypeMismatch, "\"a\"", "expected a number", ""),
        ("offences in [1..2]", TypeMismatch, "offences in [1..2]", "expected a number", ""),
        ("if repeat then due else due", TypeMismatch, "if repeat then due else due", "expected a number", ""),
    ];
    assert_faults(&rows, |text| check_number(&parse_expression(text).unwrap(), &scope(), None).err());
    let rows = [("offences", TypeMismatch, "offences", "expected true or false", "")];
    assert_faults(&rows, |text| check_condition(&parse_expression(text).unwrap(), &scope()).err());
    let rows = [
        ("2 * area", NotConstant, "area", "a constant must stand here", ""),
        ("10 ** 38 * 10", Expression, "10 ** 38 * 10", "the result is too large", ""),
        ("1 / 0", DivisionByZero, "0", "the divisor can be zero", ""),
    ];
    assert_faults(&rows, |text| constant_number(&parse_expression(text).unwrap()).err());
}

#[test]
fn the_place_of_a_membership_has_both_its_ends() {
    let number = "expected a number";
    let rows = [
        ("offences in (1, 2)", TypeMismatch, "offences in (1, 2)", number, ""),
        ("offences in [1, 2]", TypeMismatch, "offences in [1, 2]", number, ""),
        ("offences in ([1..2])", TypeMismatch, "offences in ([1..2])", number, ""),
    ];
    assert_faults(&rows, |text| check_number(&parse_expression(text).unwrap(), &scope(), None).err());
}

#[test]
fn amounts_are_checked_at_both_ends() {
    let check = |text: &str| match parse_amount(text) {
        Ok(amount) => check_amount(&amount, &scope(), unit("CNY")).err(),
        Err(error) => Some(error),
    };
    for text in [
        "[1000..5000]",
        "2000",
        "[cost..5 * cost]",
        "if cost > 10000 then [cost..5 * cost] else [3000..10000]",
        "if repeat then 5000 else if area > 10 then [1..2] else 3",
        "min(100 * area, 2000)",
    ] {
        assert_eq!(check(text), None, "{text}");
    }
    let rows = [
        ("[area..2000]", UnitMismatch, "area", "the result is in `m2`, must be in `CNY`", ""),
        ("[1000..1 / area]", DivisionByZero, "area", "the divisor can be zero", ""),
        ("[1000..repeat]", TypeMismatch, "repeat", "expected a number", ""),
        ("[1000..2000)", Expression, ")", "expected `]`", "belong to it"),
        ("[1000]", Expression, "]", "expected `..`", ""),
        ("(1000..2000]", Expression, "..", "expected `)`", ""),
        ("if repeat then [1..2]", Expression, "", "expected `else`", ""),
        ("if 1 / area > 2 then [1..2] else 3", DivisionByZero, "area", "the divisor can be zero", ""),
    ];
    assert_faults(&rows, check);
}

#[test]
fn the_place_of_an_amount_with_a_condition_starts_at_its_if() {
    let rows =
        [("if repeat then area else 2", UnitMismatch, "if repeat then area else 2", "the result is in", "")];
    assert_faults(&rows, |text| check_amount(&parse_amount(text).unwrap(), &scope(), unit("CNY")).err());
}

#[test]
fn cells_take_constants_of_their_fact() {
    let scope = scope();
    let read = |fact: &str, text: &str| CellTest::read(text, fact, scope.find(fact).unwrap().1);
    for (fact, text) in [
        ("area", "-"),
        ("area", "3, [5..8), > 10"),
        ("area", "not(3)"),
        ("repeat", "true"),
        ("kind", "报告书"),
        ("kind", "not(\"报告书\")"),
        ("due", ">= date(\"2026-01-01\")"),
    ] {
        assert!(read(fact, text).is_ok(), "{fact} {text}: {:?}", read(fact, text));
    }
    let rows: [(&str, Row); 9] = [
        ("area", ("[5..3]", Code::InvalidRange, "[5..3]", "the range [5..3] is empty", "")),
        ("area", ("(3-6)", Expression, "(3-6)", "a difference cannot stand in a cell", "[3..6]")),
        ("area", ("> cost", NotConstant, "cost", "a constant must stand here", "")),
        ("area", ("!= 3", Expression, "!= 3", "write `not(…)`", "")),
        ("area", ("-, 3", Expression, ",", "expected a value", "")),
        ("repeat", ("1", TypeMismatch, "1", "expected true or false", "")),
        ("kind", ("\"报告\"", UnknownValue, "\"报告\"", "`kind` has no value", "did you mean")),
        ("kind", ("报告 书", UnknownValue, "报告 书", "`kind` has no value", "did you mean")),
        ("due", ("\"2026-01-01\"", TypeMismatch, "\"2026-01-01\"", "expected a date", "")),
    ];
    let wrong: Vec<_> =
        rows.iter().filter_map(|(fact, row)| difference(row, read(fact, row.0).err())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_bare_word_in_a_cell_is_held_against_the_values_of_the_fact() {
    let scope = scope();
    let rows = [("报告", UnknownValue, "报告", "`kind` has no value", "did you mean")];
    assert_faults(&rows, |text| CellTest::read(text, "kind", scope.find("kind").unwrap().1).err());
}
