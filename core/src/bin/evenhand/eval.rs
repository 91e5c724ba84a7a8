//! `evenhand eval 'EXPRESSION' name=value…`

use std::sync::Arc;

use clap::Args;
use evenhand::diagnostic::{Diagnostic, SourceFile};
use evenhand::feel::{
    AnyTerm, FactKind, Fault, FeelError, MAX_LENGTH, Scope, Unit, Value, check_any, parse_expression,
    reserved_word,
};
use evenhand::number::{Interval, Rational, parse_decimal};
use evenhand::time::Date;

use crate::Answer;
use crate::assess::parse_fact;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The expression, such as 'min(100 * area, 2000)'
    #[arg(allow_hyphen_values = true)]
    expression: String,
    /// Values for its names: numbers, true or false, days, or texts
    #[arg(value_name = "NAME=VALUE", value_parser = parse_fact)]
    values: Vec<(String, String)>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let mut scope = Scope::default();
    let mut values = Vec::new();
    for (name, text) in &arguments.values {
        if reserved_word(name) {
            return Err(Answer::usage(format!("error: `{name}` has a meaning of its own in expressions")));
        }
        if scope.find(name).is_some() {
            return Err(Answer::usage(format!("error: `{name}` is given twice")));
        }
        let value = read_value(text);
        scope.declare(name, kind(value));
        values.push(value);
    }
    let checked = parse_expression(&arguments.expression).and_then(|parsed| check_any(&parsed, &scope));
    let formula = checked.map_err(|error| explain(&arguments.expression, error))?;
    let result = match &formula.term {
        AnyTerm::Number(term) => term.evaluate(&values).map(|number| number.to_string()),
        AnyTerm::Condition(term) => term.evaluate(&values).map(|holds| holds.to_string()),
        AnyTerm::Text(term) => term.evaluate(&values).map(|text| format!("\"{text}\"")),
        AnyTerm::Date(term) => term.evaluate(&values).map(|date| date.to_string()),
        AnyTerm::Period(term) => term.evaluate(&values).map(|period| period.to_string()),
    };
    result.map(Answer::done).map_err(|fault: Fault| Answer::fault(format!("error: {fault}")))
}

/// A number, truth value or day if the text is one, else the text itself.
fn read_value(text: &str) -> Value<'_> {
    if let Ok(number) = parse_decimal(text) {
        return Value::Number(Rational::from(number));
    }
    let date: Option<Date> = text.parse().ok();
    match (text, date) {
        ("true", _) => Value::Boolean(true),
        ("false", _) => Value::Boolean(false),
        (_, Some(date)) => Value::Date(date),
        _ => Value::Text(text),
    }
}

fn kind(value: Value<'_>) -> FactKind {
    match value {
        Value::Number(number) => {
            FactKind::Number { unit: Unit::NONE, range: Interval::point(number), decimals: None }
        }
        Value::Boolean(_) => FactKind::Boolean,
        Value::Date(_) => FactKind::Date,
        Value::Text(_) | Value::Missing => FactKind::Text(None),
    }
}

/// The error with a picture of the place, unless the expression is too long to be one.
fn explain(expression: &str, error: FeelError) -> Answer {
    if expression.len() > MAX_LENGTH {
        return Answer::fault(format!("error[{}]: {}", error.code, error.message));
    }
    let source = Arc::new(SourceFile::new("expression", expression));
    let diagnostic = Diagnostic::new(error.code, &source, error.span, error.message).help(error.help);
    Answer::fault(diagnostic.to_string())
}
