//! Every tree that can be written is read as it was meant, and printing loses nothing.

use evenhand::feel::{
    Expression, ExpressionKind, Function, Test, TestKind, parse_amount, parse_expression, parse_tests,
};
use proptest::prelude::*;

use super::config;

/// A text of the language, and whether an operator must put it in parentheses.
#[derive(Clone, Debug)]
struct Piece {
    text: String,
    compound: bool,
}

fn atom(text: impl Into<String>) -> Piece {
    Piece { text: text.into(), compound: false }
}

fn compound(text: impl Into<String>) -> Piece {
    Piece { text: text.into(), compound: true }
}

impl Piece {
    /// The piece as an operand of an operator.
    fn operand(&self) -> String {
        if self.compound { format!("({})", self.text) } else { self.text.clone() }
    }
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{}\"", escaped.replace('\r', "\\r").replace('\t', "\\t"))
}

fn any_atom() -> impl Strategy<Value = Piece> {
    let number = "(0|[1-9][0-9]{0,7})(\\.[0-9]{0,4}[1-9])?[%‰]?";
    let name =
        prop::sample::select(vec!["area", "面积", "_x1", "x", "kind", "minimum", "android", "ifs", "rounds"]);
    let day = ("20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])", any::<bool>())
        .prop_map(|(day, _)| format!("date(\"{day}\")"));
    let period = "-?P([1-9]Y|[1-9]M|[1-9]Y[1-9]M|[1-9][0-9]{0,2}D)"
        .prop_map(|period| format!("duration(\"{period}\")"));
    let text = prop::collection::vec(
        prop_oneof![any::<char>(), prop::sample::select(vec!['"', '\\', '\n', '报', '%'])],
        0..6,
    )
    .prop_map(|characters| quoted(&characters.into_iter().collect::<String>()));
    prop_oneof![
        4 => number.prop_map(atom),
        4 => name.prop_map(atom),
        1 => prop::sample::select(vec!["true", "false"]).prop_map(atom),
        1 => day.prop_map(atom),
        1 => period.prop_map(atom),
        1 => text.prop_map(atom),
    ]
}

/// How many arguments each function is given here.
fn arguments(function: Function, available: usize) -> usize {
    match function {
        Function::Abs => 1,
        Function::Modulo
        | Function::RoundUp
        | Function::RoundDown
        | Function::RoundHalfUp
        | Function::RoundHalfDown => 2,
        Function::Floor | Function::Ceiling => available.clamp(1, 2),
        Function::Stddev => available.max(2),
        _ => available,
    }
}

fn any_test(inner: impl Strategy<Value = Piece> + Clone + 'static) -> impl Strategy<Value = String> {
    let comparison = prop::sample::select(vec!["=", "!=", "<", "<=", ">", ">="]);
    let open = prop::sample::select(vec!["[", "("]);
    let close = prop::sample::select(vec!["]", ")"]);
    prop_oneof![
        inner.clone().prop_map(|value| value.operand()),
        (comparison, inner.clone()).prop_map(|(sign, value)| format!("{sign} {}", value.operand())),
        (open, inner.clone(), inner, close).prop_map(|(open, low, high, close)| format!(
            "{open}{}..{}{close}",
            low.operand(),
            high.operand()
        )),
    ]
}

/// Any tree, with every operand in parentheses that is not an atom.
fn any_piece() -> impl Strategy<Value = Piece> {
    any_atom().prop_recursive(5, 40, 3, |inner| {
        let sign = prop::sample::select(vec![
            "+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or",
        ]);
        let function = prop::sample::select(Function::ALL.to_vec());
        let three = (inner.clone(), inner.clone(), inner.clone());
        prop_oneof![
            6 => (sign, inner.clone(), inner.clone())
                .prop_map(|(sign, a, b)| compound(format!("{} {sign} {}", a.operand(), b.operand()))),
            2 => inner.clone().prop_map(|a| compound(format!("-{}", a.operand()))),
            1 => inner.clone().prop_map(|a| atom(format!("not({})", a.text))),
            2 => three.clone()
                .prop_map(|(a, b, c)| compound(format!("if {} then {} else {}", a.text, b.text, c.text))),
            1 => three.prop_map(|(a, b, c)| {
                compound(format!("{} between {} and {}", a.operand(), b.operand(), c.operand()))
            }),
            2 => (inner.clone(), prop::collection::vec(any_test(inner.clone()), 1..4))
                .prop_map(|(a, tests)| compound(format!("{} in ({})", a.operand(), tests.join(", ")))),
            2 => (function, prop::collection::vec(inner, 2..4)).prop_map(|((function, name), pieces)| {
                let count = arguments(function, pieces.len());
                let texts: Vec<_> = pieces.iter().take(count).map(|piece| piece.text.as_str()).collect();
                atom(format!("{name}({})", texts.join(", ")))
            }),
        ]
    })
}

/// The tree as the generator would have written it.
fn spelled_out(expression: &Expression) -> Piece {
    let operand = |inner: &Expression| spelled_out(inner).operand();
    match &expression.kind {
        ExpressionKind::Number(literal) => atom(literal.to_string()),
        ExpressionKind::Boolean(value) => atom(value.to_string()),
        ExpressionKind::Text(text) => atom(quoted(text)),
        ExpressionKind::Date(date) => atom(format!("date(\"{date}\")")),
        ExpressionKind::Period(period) => atom(format!("duration(\"{period}\")")),
        ExpressionKind::Name(name) => atom(name),
        ExpressionKind::Negate(inner) => compound(format!("-{}", operand(inner))),
        ExpressionKind::Arithmetic(operator, sides) => {
            compound(format!("{} {} {}", operand(&sides[0]), operator.sign(), operand(&sides[1])))
        }
        ExpressionKind::Compare(comparison, sides) => {
            compound(format!("{} {} {}", operand(&sides[0]), comparison.sign(), operand(&sides[1])))
        }
        ExpressionKind::And(sides) => compound(format!("{} and {}", operand(&sides[0]), operand(&sides[1]))),
        ExpressionKind::Or(sides) => compound(format!("{} or {}", operand(&sides[0]), operand(&sides[1]))),
        ExpressionKind::Not(inner) => atom(format!("not({})", spelled_out(inner).text)),
        ExpressionKind::If(parts) => {
            let [condition, then, otherwise] = (**parts).each_ref().map(|part| spelled_out(part).text);
            compound(format!("if {condition} then {then} else {otherwise}"))
        }
        ExpressionKind::Between(parts) => {
            let [value, low, high] = (**parts).each_ref().map(operand);
            compound(format!("{value} between {low} and {high}"))
        }
        ExpressionKind::In(value, tests) => {
            let tests: Vec<_> = tests.iter().map(spelled_test).collect();
            compound(format!("{} in ({})", operand(value), tests.join(", ")))
        }
        ExpressionKind::Call(function, arguments) => {
            let arguments: Vec<_> = arguments.iter().map(|argument| spelled_out(argument).text).collect();
            atom(format!("{}({})", function.name(), arguments.join(", ")))
        }
    }
}

fn spelled_test(test: &Test) -> String {
    let operand = |inner: &Expression| spelled_out(inner).operand();
    match &test.kind {
        TestKind::Equal(value) => operand(value),
        TestKind::Compare(comparison, value) => format!("{} {}", comparison.sign(), operand(value)),
        TestKind::Range { low, low_included, high, high_included } => {
            let (open, close) =
                (if *low_included { "[" } else { "(" }, if *high_included { "]" } else { ")" });
            format!("{open}{}..{}{close}", operand(low), operand(high))
        }
        other => panic!("{other:?} does not stand after `in`"),
    }
}

/// The expressions directly below, those of tests included.
fn children(expression: &Expression) -> Vec<&Expression> {
    match &expression.kind {
        ExpressionKind::Negate(inner) | ExpressionKind::Not(inner) => vec![inner],
        ExpressionKind::Arithmetic(_, sides)
        | ExpressionKind::Compare(_, sides)
        | ExpressionKind::And(sides)
        | ExpressionKind::Or(sides) => sides.iter().collect(),
        ExpressionKind::If(parts) | ExpressionKind::Between(parts) => parts.iter().collect(),
        ExpressionKind::Call(_, arguments) => arguments.iter().collect(),
        ExpressionKind::In(value, tests) => {
            let below = tests.iter().flat_map(|test| match &test.kind {
                TestKind::Equal(value) | TestKind::Compare(_, value) => vec![value],
                TestKind::Range { low, high, .. } => vec![low, high],
                _ => Vec::new(),
            });
            std::iter::once(&**value).chain(below).collect()
        }
        _ => Vec::new(),
    }
}

/// Checks that each place, read alone, gives what stands there.
fn each_place_is_right(text: &str, expression: &Expression) -> Result<(), TestCaseError> {
    let place = text.get(expression.span.start..expression.span.end).unwrap_or_default();
    let alone = parse_expression(place).map(|alone| spelled_out(&alone).text);
    prop_assert_eq!(alone, Ok(spelled_out(expression).text), "`{}` in `{}`", place, text);
    if let ExpressionKind::In(_, tests) = &expression.kind {
        for test in tests.iter().filter(|test| !matches!(test.kind, TestKind::Equal(_))) {
            let place = text.get(test.span.start..test.span.end).unwrap_or_default();
            let alone = parse_tests(place).map(|alone| alone.iter().map(spelled_test).collect());
            prop_assert_eq!(alone, Ok(vec![spelled_test(test)]), "`{}` in `{}`", place, text);
        }
    }
    children(expression).into_iter().try_for_each(|child| each_place_is_right(text, child))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_tree_is_the_one_that_was_written(piece in any_piece()) {
        let tree = parse_expression(&piece.text).unwrap();
        prop_assert_eq!(spelled_out(&tree).text, piece.text);
    }

    #[test]
    fn printing_and_reading_gives_the_same_tree(piece in any_piece()) {
        let tree = parse_expression(&piece.text).unwrap();
        let printed = tree.to_string();
        let again = parse_expression(&printed).unwrap_or_else(|error| panic!("{printed}: {error}"));
        prop_assert_eq!(spelled_out(&again).text, piece.text, "{}", printed);
        prop_assert_eq!(again.to_string(), printed);
    }

    #[test]
    fn an_amount_is_read_and_printed_like_its_expressions(
        a in any_piece(), b in any_piece(), c in any_piece(), d in any_piece(), branches: bool,
    ) {
        let range = format!("[{}..{}]", a.text, b.text);
        let text = if branches { format!("if {} then {range} else {}", c.text, d.text) } else { range };
        let amount = parse_amount(&text).unwrap();
        let printed = amount.to_string();
        let again = parse_amount(&printed).unwrap_or_else(|error| panic!("{printed}: {error}"));
        prop_assert_eq!(again.to_string(), printed);
        prop_assert_eq!(again, amount);
    }

    #[test]
    fn every_part_knows_its_place(piece in any_piece()) {
        each_place_is_right(&piece.text, &parse_expression(&piece.text).unwrap())?;
    }

    #[test]
    fn space_between_words_and_signs_means_nothing(piece in any_piece()) {
        // Between quotes, space is part of the text.
        if piece.text.contains('"') {
            return Ok(());
        }
        let wide = piece.text.replace(' ', "\n\t \u{3000}").replace('(', "( ").replace(')', " )");
        let [wide, narrow] = [wide, piece.text].map(|text| spelled_out(&parse_expression(&text).unwrap()).text);
        prop_assert_eq!(wide, narrow);
    }

    #[test]
    fn trees_are_equal_wherever_they_stood(piece in any_piece(), spaces in 0_usize..3) {
        let tree = parse_expression(&piece.text).unwrap();
        let moved = parse_expression(&format!("{}({})", " ".repeat(spaces), piece.text)).unwrap();
        prop_assert_eq!(&moved, &tree);
        let printed = parse_expression(&tree.to_string()).unwrap();
        prop_assert_eq!(&printed, &tree);
    }
}

#[test]
fn tests_and_amounts_are_equal_wherever_they_stood() {
    assert_eq!(parse_expression(" x in (1, > 2)"), parse_expression("x in (1,> 2)"));
    assert_eq!(parse_tests(" 3, [5 .. 8)"), parse_tests("3,[5..8)"));
    assert_eq!(parse_amount("[ 1..x in (2) ]"), parse_amount("[1..x in (2)]"));
    assert_ne!(parse_expression("x in (1, > 2)"), parse_expression("x in (1, >= 2)"));
    assert_ne!(parse_expression("1 - 2"), parse_expression("1 + 2"));
}

#[test]
fn printing_takes_no_more_parentheses_than_it_needs() {
    let table = [
        ("((1))+((2))", "1 + 2"),
        ("(1+2)+3", "1 + 2 + 3"),
        ("1+(2+3)", "1 + (2 + 3)"),
        ("1-(2-3)", "1 - (2 - 3)"),
        ("(1*2)+3", "1 * 2 + 3"),
        ("1*(2+3)", "1 * (2 + 3)"),
        ("(2**3)**2", "2 ** 3 ** 2"),
        ("2**(3**2)", "2 ** (3 ** 2)"),
        ("(-2)**2", "-2 ** 2"),
        ("-(2**2)", "-(2 ** 2)"),
        ("-(-x)", "--x"),
        ("(a and b) or c", "a and b or c"),
        ("a and (b or c)", "a and (b or c)"),
        ("(a = b) and (c < d)", "a = b and c < d"),
        ("(a = b) = c", "(a = b) = c"),
        ("not((a))", "not(a)"),
        ("(if a then 1 else 2)+3", "(if a then 1 else 2) + 3"),
        ("if a then 1 else (2+3)", "if a then 1 else 2 + 3"),
        ("x in 3", "x in (3)"),
        ("x in [1, 2]", "x in (1, 2)"),
        ("x in ([1..3])", "x in [1..3]"),
        ("x in < 3", "x in (< 3)"),
        ("sum([1, 2])", "sum(1, 2)"),
        ("round  half\nup(x, 2)", "round half up(x, 2)"),
        ("0.50%", "0.5%"),
        ("5.0‰", "5‰"),
        (".5", "0.5"),
        (r#""a\n\r\t\"\\\u62A5b""#, r#""a\n\r\t\"\\报b""#),
        ("duration(\"P18M\")", "duration(\"P1Y6M\")"),
    ];
    for (text, printed) in table {
        assert_eq!(parse_expression(text).unwrap().to_string(), printed, "{text}");
    }
}

#[test]
fn a_tree_at_the_limit_of_depth_still_prints_to_what_can_be_read() {
    let mut text = "1".to_owned();
    for level in 0..100 {
        let Ok(tree) = parse_expression(&text) else {
            assert!(level > 20, "too deep at level {level}");
            return;
        };
        assert_eq!(parse_expression(&tree.to_string()), Ok(tree), "at level {level}");
        text = format!("1 + -(if a then {text} else 0)");
    }
    panic!("the depth has no limit");
}
