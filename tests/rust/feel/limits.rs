//! Texts that no one writes: endless, endlessly nested, or no text at all. Each one ends soon, with a fault.

use std::time::{Duration, Instant};

use evenhand::diagnostic::Code;
use evenhand::feel::{
    CellTest, FeelError, MAX_DEPTH, MAX_LENGTH, check_any, names_in, parse_amount, parse_expression,
    parse_tests,
};
use proptest::prelude::*;

use super::{checked, config, scope};

/// Well above what any text takes, well below what one that explodes takes.
const SOON: Duration = Duration::from_secs(2);

/// Reads the text in all ways.
fn read_all(text: &str) -> [Result<(), FeelError>; 5] {
    let scope = scope();
    let cell = |fact: &str| CellTest::read(text, fact, scope.find(fact).unwrap().1).map(drop);
    [
        parse_expression(text).map(drop),
        parse_amount(text).map(drop),
        parse_tests(text).map(drop),
        cell("area"),
        cell("kind"),
    ]
}

fn assert_soon<T>(label: &str, run: impl FnOnce() -> T) -> T {
    assert_within(SOON, label, run)
}

fn assert_within<T>(limit: Duration, label: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    assert!(start.elapsed() < limit, "{label} takes {:?}", start.elapsed());
    result
}

/// Bytes without a pattern, as a lossless text: one character each.
fn noise(length: usize) -> String {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(state.to_le_bytes()[3])
    };
    std::iter::repeat_with(next).take(length).collect()
}

const UNITS: [&str; 22] = [
    "(",
    ")",
    "[",
    "1+",
    "-",
    "not(",
    "if ",
    "if a then ",
    "x in (",
    "x in [",
    "x in -(",
    "\"",
    "\\",
    "9",
    "1.",
    "min(",
    "sum([",
    "a between ",
    "[1..",
    "1 in (1 in [",
    "date(\"",
    "５",
];

#[test]
fn a_megabyte_of_anything_is_refused_at_once() {
    for unit in UNITS {
        let text = unit.repeat(1_000_000 / unit.len());
        for result in assert_soon(unit, || read_all(&text)) {
            assert!(result.is_err(), "{unit}");
        }
    }
    let text = noise(1_000_000);
    for result in assert_soon("noise", || read_all(&text)) {
        assert!(result.is_err());
    }
}

#[test]
fn as_much_of_anything_as_may_be_read_is_refused_soon() {
    for unit in UNITS {
        // A text of quotes only is a row of empty texts, and digits are too many for a number.
        let text = unit.repeat(MAX_LENGTH / unit.len());
        for (way, result) in assert_soon(unit, || read_all(&text)).into_iter().enumerate() {
            assert!(result.is_err(), "{unit} read in way {way}");
        }
    }
    let text: String = noise(MAX_LENGTH / 2);
    for result in assert_soon("noise", || read_all(&text)) {
        assert!(result.is_err());
    }
}

#[test]
fn names_are_found_in_any_text_soon() {
    for unit in UNITS {
        assert_soon(unit, || names_in(&unit.repeat(1_000_000 / unit.len())));
    }
    assert_soon("noise", || names_in(&noise(1_000_000)));
    assert_eq!(names_in("min(面积, 2) > x"), ["min", "面积", "x"]);
    assert_eq!(names_in("x ? y"), Vec::<String>::new());
}

#[test]
fn the_length_is_counted_in_bytes() {
    assert_eq!(MAX_LENGTH, 16_384, "16 KiB, as the documents say");
    let padded = |length: usize| format!("1{}", " ".repeat(length - 1));
    assert!(parse_expression(&padded(MAX_LENGTH)).is_ok());
    let error = parse_expression(&padded(MAX_LENGTH + 1)).unwrap_err();
    assert_eq!(error.code, Code::TooComplex);
    assert!(error.message.starts_with("the expression is longer than"), "{error}");
    let wide = format!("\"{}\"", "报".repeat(MAX_LENGTH / 3));
    assert!(wide.len() > MAX_LENGTH && wide.chars().count() < MAX_LENGTH);
    assert_eq!(parse_expression(&wide).unwrap_err().code, Code::TooComplex);
    assert_eq!(parse_amount(&padded(MAX_LENGTH + 1)).unwrap_err().code, Code::TooComplex);
    assert_eq!(parse_tests(&padded(MAX_LENGTH + 1)).unwrap_err().code, Code::TooComplex);
}

/// Expressions of a number of levels: each takes the level count to a text.
type Nest = (&'static str, fn(usize) -> String);

const NESTS: [Nest; 10] = [
    ("parentheses", |levels| format!("{}1{}", "(".repeat(levels - 1), ")".repeat(levels - 1))),
    ("signs", |levels| format!("{}1", "-".repeat(levels - 1))),
    ("sum", |levels| format!("1{}", " + 1".repeat(levels - 1))),
    ("power", |levels| format!("1{}", " ** 1".repeat(levels - 1))),
    ("and", |levels| format!("true{}", " and true".repeat(levels - 1))),
    ("not", |levels| format!("{}true{}", "not(".repeat(levels - 1), ")".repeat(levels - 1))),
    ("call", |levels| format!("{}1{}", "abs(".repeat(levels - 1), ")".repeat(levels - 1))),
    ("else", |levels| format!("{}1", "if true then 1 else ".repeat(levels - 1))),
    ("tests", |levels| format!("1 in (1{})", " + 1".repeat(levels - 2))),
    ("in", |levels| format!("{}1{}", "1 in ((".repeat(levels - 1), "))".repeat(levels - 1))),
];

#[test]
fn as_many_levels_as_allowed_are_read_and_one_more_is_not() {
    for (name, nest) in NESTS {
        let allowed = nest(MAX_DEPTH);
        assert!(parse_expression(&allowed).is_ok(), "{name}: {}", parse_expression(&allowed).unwrap_err());
        let error = parse_expression(&nest(MAX_DEPTH + 1)).expect_err(name);
        assert_eq!(error.code, Code::TooComplex, "{name}: {error}");
        assert!(error.message.contains("100 levels"), "{name}: {error}");
    }
}

#[test]
fn the_deepest_trees_are_checked_evaluated_and_printed() {
    for (name, nest) in NESTS.into_iter().filter(|(name, _)| *name != "in") {
        let tree = parse_expression(&nest(MAX_DEPTH)).unwrap();
        let printed = assert_soon(name, || tree.to_string());
        assert_eq!(parse_expression(&printed), Ok(tree.clone()), "{name}");
        let formula = assert_soon(name, || check_any(&tree, &scope()))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let shown = super::shown(&formula.term, &[]);
        assert!(["1", "-1", "100", "true", "false"].contains(&shown.as_str()), "{name}: {shown}");
    }
}

#[test]
fn tests_in_tests_take_no_time() {
    for open in ["x in (", "x in ((", "x in [", "x in ((1 + ", "x in (x in [1..", "x in (> ("] {
        for count in [10, 20, 30, 45, 60, 99, 500, 2000] {
            let text = open.repeat(count);
            assert_soon(open, || parse_expression(&text)).unwrap_err();
        }
    }
    let text = format!("{}1{}", "x in ((".repeat(90), "))".repeat(90));
    assert!(assert_soon("x in ((", || parse_expression(&text)).is_ok());
}

#[test]
fn as_many_arguments_as_may_be_written_are_read_and_checked_soon() {
    for unit in ["1", "area", "1*1", "if repeat then 1 else 2", "area*1*1*1"] {
        let list = [unit].repeat(MAX_LENGTH / (unit.len() + 1) - 4).join(",");
        for function in ["sum", "max", "median", "stddev", "count"] {
            let label = format!("{function} of {unit}");
            let tree = assert_soon(&label, || parse_expression(&format!("{function}({list})"))).unwrap();
            assert_within(Duration::from_secs(1), &label, || check_any(&tree, &scope())).unwrap();
        }
    }
}

/// The words of the language and a few facts.
const WORDS: &str = r#"
    1 0 5% null area cost repeat kind due "报告书" date("2026-01-31") duration("P1M")
    + - * / ** = != < <= .. , ( ) [ ] % in between and or not if then else
    min stddev modulo floor count round half up
"#;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        for error in read_all(&text).into_iter().chain([checked(&text).map(drop)]).filter_map(Result::err) {
            prop_assert!(text.get(error.span.start..error.span.end).is_some(), "{:?} in {:?}", error, text);
        }
    }

    #[test]
    fn no_row_of_words_makes_the_reader_or_the_checker_panic(
        words in prop::collection::vec(
            prop::sample::select(WORDS.split_whitespace().collect::<Vec<_>>()), 0..24,
        ),
    ) {
        let text = words.join(" ");
        let scope = scope();
        for result in read_all(&text) {
            if let Err(error) = result {
                prop_assert!(text.get(error.span.start..error.span.end).is_some(), "{}", text);
                prop_assert!(!error.message.is_empty());
            }
        }
        if let Ok(tree) = parse_expression(&text) {
            let again = parse_expression(&tree.to_string()).map(|again| again.to_string());
            prop_assert_eq!(again, Ok(tree.to_string()));
            let values = vec![evenhand::feel::Value::Missing; scope.iter().count()];
            match check_any(&tree, &scope) {
                Ok(formula) => drop(super::shown(&formula.term, &values)),
                Err(error) => prop_assert!(text.get(error.span.start..error.span.end).is_some()),
            }
        }
    }
}
