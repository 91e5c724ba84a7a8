//! The formula language: reading and printing, values, units, bounds, faults and limits.

use evenhand::feel::{
    AnyTerm, FactKind, FeelError, Formula, Scope, Unit, Value, check_any, parse_expression,
};
use evenhand::number::{Interval, Rational, parse_decimal};
use proptest::prelude::*;

mod bounds;
mod faults;
mod generated;
mod limits;
mod print;
mod reference;
mod units;
mod values;

/// As many cases as usual, and no files with seeds beside the tests.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

/// A number from its decimal text.
fn number(text: &str) -> Rational {
    Rational::from(parse_decimal(text).unwrap())
}

/// A unit from its symbols; nothing is the unit of a plain number.
fn unit(text: &str) -> Unit {
    if text.is_empty() { Unit::NONE } else { text.parse().unwrap() }
}

/// A number fact with a range of closed ends.
fn number_fact(symbols: &str, low: &str, high: &str, decimals: u32) -> FactKind {
    let range = Interval { low: Some(number(low)), high: Some(number(high)) };
    FactKind::Number { unit: unit(symbols), range, decimals: Some(decimals) }
}

/// The facts that the tables name.
fn scope() -> Scope {
    let kinds = ["报告书", "报告表", "登记表"].map(str::to_owned).to_vec();
    let mut scope = Scope::default();
    scope.declare("area", number_fact("m2", "0", "100000", 2));
    scope.declare("cost", number_fact("CNY", "0", "1000000000", 2));
    scope.declare("paid", number_fact("CNY", "0", "1000000000", 2));
    scope.declare("tonnes", number_fact("t", "0.001", "5000", 3));
    scope.declare("offences", number_fact("", "1", "20", 0));
    scope.declare("share", number_fact("", "0", "1", 2));
    scope.declare("balance", number_fact("CNY", "-1000", "1000", 2));
    scope.declare("repeat", FactKind::Boolean);
    scope.declare("kind", FactKind::Text(Some(kinds.into())));
    scope.declare("town", FactKind::Text(None));
    scope.declare("due", FactKind::Date);
    scope.declare("filed", FactKind::Date);
    scope.declare("plot", number_fact("m2", "1", "5000", 2));
    scope
}

/// The formula, checked over the facts of the tables.
fn checked(text: &str) -> Result<Formula<AnyTerm>, FeelError> {
    check_any(&parse_expression(text)?, &scope())
}

/// The value as text; a text stands between quotes.
fn shown(term: &AnyTerm, values: &[Value<'_>]) -> String {
    let shown = match term {
        AnyTerm::Number(term) => term.evaluate(values).map(|value| value.to_string()),
        AnyTerm::Condition(term) => term.evaluate(values).map(|value| value.to_string()),
        AnyTerm::Text(term) => term.evaluate(values).map(|value| format!("{value:?}")),
        AnyTerm::Date(term) => term.evaluate(values).map(|value| value.to_string()),
        AnyTerm::Period(term) => term.evaluate(values).map(|value| value.to_string()),
    };
    shown.unwrap_or_else(|fault| format!("fault: {fault}"))
}
