//! Random formulas that are well typed, over facts whose ranges are random too, with a case of these facts.

use std::fmt;

use evenhand::feel::{FactKind, Scope, Unit, Value};
use evenhand::number::{Interval, Rational};
use proptest::prelude::*;

/// The names of the facts by type.
const NUMBERS: [&str; 4] = ["x", "y", "n", "z"];
const TRUTHS: [&str; 2] = ["p", "q"];
const WORDS: [&str; 3] = ["a", "b", "c"];

/// Declared facts and the facts of one case.
#[derive(Clone)]
pub struct Case {
    /// The declarations.
    pub scope: Scope,
    /// One value for each fact, in its declared range.
    pub values: Vec<Value<'static>>,
}

impl Case {
    /// The value of a fact.
    pub fn value(&self, name: &str) -> Value<'static> {
        self.values[self.scope.find(name).unwrap().0.0]
    }
}

/// In one line: a name, its value and its range.
impl fmt::Debug for Case {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (slot, name, kind) in self.scope.iter() {
            write!(formatter, "{name} = {:?}", self.values[slot.0])?;
            if let FactKind::Number { range, decimals, .. } = kind {
                write!(formatter, " in [{:?}..{:?}], decimals {decimals:?}", range.low, range.high)?;
            }
            formatter.write_str("; ")?;
        }
        Ok(())
    }
}

/// A number on a grid and a range around it, sometimes without an end.
fn number_fact() -> impl Strategy<Value = (FactKind, Value<'static>)> {
    let decimals = prop::sample::select(vec![0_u32, 0, 1, 2]);
    let margin = || prop_oneof![1 => Just(None), 2 => Just(Some(0)), 4 => (0_i128..8).prop_map(Some)];
    (decimals, -9_i128..=9, margin(), margin(), any::<bool>()).prop_map(
        |(decimals, steps, below, above, on_grid)| {
            let value = |steps: i128| Rational::new(steps, 10_i128.pow(decimals)).unwrap();
            let range = Interval {
                low: below.map(|below| value(steps - below)),
                high: above.map(|above| value(steps + above)),
            };
            let kind = FactKind::Number { unit: Unit::NONE, range, decimals: on_grid.then_some(decimals) };
            (kind, Value::Number(value(steps)))
        },
    )
}

/// Facts of every type but dates.
pub fn any_case() -> impl Strategy<Value = Case> {
    let numbers = prop::collection::vec(number_fact(), NUMBERS.len());
    let truths = prop::collection::vec(any::<bool>(), TRUTHS.len());
    let word = (prop::sample::select(WORDS.to_vec()), any::<bool>());
    (numbers, truths, word).prop_map(|(numbers, truths, (word, closed))| {
        let mut case = Case { scope: Scope::default(), values: Vec::new() };
        for (name, (kind, value)) in NUMBERS.into_iter().zip(numbers) {
            case.scope.declare(name, kind);
            case.values.push(value);
        }
        for (name, truth) in TRUTHS.into_iter().zip(truths) {
            case.scope.declare(name, FactKind::Boolean);
            case.values.push(Value::Boolean(truth));
        }
        case.scope.declare("word", FactKind::Text(closed.then(|| WORDS.map(str::to_owned).into())));
        case.values.push(Value::Text(word));
        case
    })
}

/// A number without facts.
fn literal() -> BoxedStrategy<String> {
    let texts =
        ["0", "1", "2", "3", "5", "0.5", "0.1", "1.25", "50%", "125‰", "-1", "-2.5", "(1 / 3)", "(-2 / 3)"];
    prop::sample::select(texts.to_vec()).prop_map(str::to_owned).boxed()
}

fn fact() -> BoxedStrategy<String> {
    prop::sample::select(NUMBERS.to_vec()).prop_map(str::to_owned).boxed()
}

fn comparison() -> BoxedStrategy<&'static str> {
    prop::sample::select(vec!["=", "!=", "<", "<=", ">", ">="]).boxed()
}

/// Numbers one level higher.
fn numbers(number: &BoxedStrategy<String>, truth: &BoxedStrategy<String>) -> BoxedStrategy<String> {
    let one = || number.clone();
    let several = || prop::collection::vec(number.clone(), 1..4);
    let sign = prop::sample::select(vec!["+", "-", "*"]);
    let list = prop::sample::select(vec!["min", "max", "sum", "mean", "median", "count"]);
    let rounded = prop::sample::select(vec![
        "floor",
        "ceiling",
        "round up",
        "round down",
        "round half up",
        "round half down",
    ]);
    prop_oneof![
        2 => literal(),
        3 => fact(),
        6 => (one(), sign, one()).prop_map(|(a, sign, b)| format!("({a} {sign} {b})")),
        1 => one().prop_map(|a| format!("-({a})")),
        1 => (one(), 0..4).prop_map(|(a, n)| format!("({a}) ** {n}")),
        1 => (one(), one()).prop_map(|(a, b)| format!("(({a}) / (abs({b}) + 1))")),
        1 => (one(), literal()).prop_filter("zero", |(_, b)| b != "0")
            .prop_map(|(a, b)| format!("(({a}) / {b})")),
        1 => (one(), fact()).prop_map(|(a, b)| format!("({a} / {b})")),
        1 => (one(), fact(), comparison(), literal(), one())
            .prop_map(|(a, b, sign, limit, c)| format!("(if {b} {sign} {limit} then ({a}) / {b} else {c})")),
        1 => (one(), fact(), truth.clone(), one())
            .prop_map(|(a, b, p, c)| format!("(if ({p}) and {b} != 0 then modulo({a}, {b}) else {c})")),
        1 => (fact(), -3..0).prop_map(|(a, n)| format!("(if {a} = 0 then 0 else {a} ** {n})")),
        3 => (truth.clone(), one(), one()).prop_map(|(c, a, b)| format!("(if {c} then {a} else {b})")),
        3 => (list, several()).prop_map(|(name, all)| format!("{name}({})", all.join(", "))),
        1 => (one(), several()).prop_map(|(a, all)| format!("stddev([{a}, {}])", all.join(", "))),
        1 => one().prop_map(|a| format!("abs({a})")),
        1 => (one(), one()).prop_map(|(a, b)| format!("modulo({a}, abs({b}) + 1)")),
        1 => (one(), one()).prop_map(|(a, b)| format!("modulo({a}, -1 - abs({b}))")),
        2 => (rounded, one(), -1..3).prop_map(|(name, a, n)| format!("{name}({a}, {n})")),
    ]
    .boxed()
}

/// Conditions one level higher.
fn truths(number: &BoxedStrategy<String>, truth: &BoxedStrategy<String>) -> BoxedStrategy<String> {
    let one = || number.clone();
    let part = || truth.clone();
    let word = || prop::sample::select(WORDS.map(|word| format!("\"{word}\"")).to_vec());
    let test = prop_oneof![
        number.clone(),
        (comparison(), one()).prop_map(|(sign, a)| format!("{sign} {a}")),
        (prop::sample::select(vec!["[", "("]), one(), one(), prop::sample::select(vec!["]", ")"]))
            .prop_map(|(open, a, b, close)| format!("{open}{a}..{b}{close}")),
    ];
    let value = prop_oneof![fact(), number.clone()];
    prop_oneof![
        2 => prop::sample::select([TRUTHS, ["true", "false"]].concat()).prop_map(str::to_owned),
        6 => (value.clone(), comparison(), one()).prop_map(|(a, sign, b)| format!("({a} {sign} {b})")),
        3 => (part(), part()).prop_map(|(a, b)| format!("({a} and {b})")),
        3 => (part(), part()).prop_map(|(a, b)| format!("({a} or {b})")),
        2 => part().prop_map(|a| format!("not({a})")),
        1 => (part(), part(), part()).prop_map(|(c, a, b)| format!("(if {c} then {a} else {b})")),
        1 => (part(), prop::sample::select(vec!["=", "!="]), part())
            .prop_map(|(a, sign, b)| format!("({a} {sign} {b})")),
        1 => (value.clone(), one(), one()).prop_map(|(a, b, c)| format!("({a} between {b} and {c})")),
        2 => (value, prop::collection::vec(test, 1..4))
            .prop_map(|(a, tests)| format!("({a} in ({}))", tests.join(", "))),
        2 => (fact(), comparison(), literal(), one(), one())
            .prop_map(|(b, sign, limit, a, c)| format!("({b} {sign} {limit} and ({a}) / {b} < {c})")),
        2 => (fact(), comparison(), literal(), one(), one())
            .prop_map(|(b, sign, limit, a, c)| format!("({b} {sign} {limit} or ({a}) / {b} < {c})")),
        1 => (prop::sample::select(vec!["=", "!="]), word()).prop_map(|(sign, a)| format!("(word {sign} {a})")),
        1 => prop::collection::vec(word(), 1..5).prop_map(|words| format!("(word in ({}))", words.join(", "))),
    ]
    .boxed()
}

/// Formulas of both types, numbers first.
pub fn formulas() -> (BoxedStrategy<String>, BoxedStrategy<String>) {
    let truth = prop::sample::select(TRUTHS.to_vec()).prop_map(str::to_owned).boxed();
    let mut level = (prop_oneof![literal(), fact()].boxed(), truth);
    for _ in 0..3 {
        level = (numbers(&level.0, &level.1), truths(&level.0, &level.1));
    }
    level
}

/// A formula of either type.
pub fn any_formula() -> impl Strategy<Value = String> {
    let (number, truth) = formulas();
    prop_oneof![number, truth]
}
