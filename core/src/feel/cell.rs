use super::check::unknown_value;
use super::{
    Arithmetic, Comparison, Expression, ExpressionKind, FactKind, Fault, FeelError, Slot, Test, TestKind,
    Value, constant_number, parse_tests,
};
use crate::diagnostic::{Code, Span};
use crate::number::{Edge, Interval, Range, Rational};
use crate::time::Date;

/// A cell of a table: a fact and the values for which the row applies.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The fact.
    pub slot: Slot,
    /// The values.
    pub test: CellTest,
}

/// The values that a cell admits. Only constants, so that tables can be proved to have no gap.
#[derive(Clone, Debug, PartialEq)]
pub enum CellTest {
    /// `-`
    Any,
    /// Numbers in any of the ranges, or in none if negated.
    Number {
        /// The ranges.
        ranges: Vec<Range>,
        /// Whether the cell is `not( )`.
        negated: bool,
    },
    /// This truth value.
    Boolean(bool),
    /// Texts.
    Text(TextTest),
    /// Days that satisfy all comparisons of any one test, or of none if negated.
    Date {
        /// The tests.
        tests: Vec<Vec<(Comparison, Date)>>,
        /// Whether the cell is `not( )`.
        negated: bool,
    },
}

/// The texts that a cell admits.
#[derive(Clone, Debug, PartialEq)]
pub struct TextTest {
    /// The texts.
    pub values: Vec<String>,
    /// Whether the cell is `not( )`.
    pub negated: bool,
}

impl Cell {
    /// Whether the fact's value is admitted.
    ///
    /// # Errors
    /// [`Fault::Missing`], if the fact was not given.
    pub fn evaluate(&self, values: &[Value<'_>]) -> Result<bool, Fault> {
        let value = values.get(self.slot.0).copied().unwrap_or(Value::Missing);
        match (&self.test, value) {
            (CellTest::Any, _) => Ok(true),
            (CellTest::Number { ranges, negated }, Value::Number(number)) => {
                Ok(ranges.iter().any(|range| range.contains(number)) != *negated)
            }
            (CellTest::Boolean(wanted), Value::Boolean(fact)) => Ok(*wanted == fact),
            (CellTest::Text(test), Value::Text(text)) => {
                Ok(test.values.iter().any(|known| known == text) != test.negated)
            }
            (CellTest::Date { tests, negated }, Value::Date(date)) => {
                let holds = |test: &Vec<(Comparison, Date)>| {
                    test.iter().all(|(comparison, limit)| comparison.holds(date.cmp(limit)))
                };
                Ok(tests.iter().any(holds) != *negated)
            }
            _ => Err(Fault::Missing(self.slot)),
        }
    }
}

impl CellTest {
    /// Whether some value of a fact of this kind is admitted by both. Days are not compared.
    #[must_use]
    pub fn meets(&self, other: &Self, kind: &FactKind) -> bool {
        match kind {
            FactKind::Boolean => [true, false].iter().any(|value| {
                let value = Value::Boolean(*value);
                self.admits(value) && other.admits(value)
            }),
            FactKind::Text(Some(values)) => values.iter().any(|value| {
                let value = Value::Text(value);
                self.admits(value) && other.admits(value)
            }),
            FactKind::Number { range, decimals, .. } => match (self, other) {
                (
                    Self::Number { ranges: own, negated: false },
                    Self::Number { ranges: others, negated: false },
                ) => {
                    let on_grid = |part: &Range| match decimals {
                        Some(decimals) => part.on_grid(*decimals),
                        None => Some(Interval { low: part.low.value(), high: part.high.value() }),
                    };
                    own.iter().filter_map(on_grid).any(|own| {
                        others.iter().filter_map(on_grid).any(|other| {
                            own.intersection(other).is_some_and(|both| both.intersection(*range).is_some())
                        })
                    })
                }
                _ => false,
            },
            FactKind::Text(None) | FactKind::Date => false,
        }
    }

    fn admits(&self, value: Value<'_>) -> bool {
        Cell { slot: Slot(0), test: self.clone() }.evaluate(&[value]) == Ok(true)
    }

    /// Reads the text of a cell for a fact of this name and kind.
    ///
    /// # Errors
    /// [`FeelError`]: not a test, a wrong type, a value that the fact does not have, not a constant.
    pub fn read(text: &str, name: &str, kind: &FactKind) -> Result<Self, FeelError> {
        // A text fact's value may stand without quotes: a cell in a TOML file is quoted already.
        if let FactKind::Text(Some(values)) = kind
            && !text.contains('"')
            && text.trim() != "-"
        {
            return match unknown_value(name, values, text, Span::new(0, text.len())) {
                Some(error) => Err(error),
                None => Ok(Self::Text(TextTest { values: vec![text.to_owned()], negated: false })),
            };
        }
        let parsed = parse_tests(text)?;
        let (tests, negated) = match parsed.as_slice() {
            [Test { kind: TestKind::Any, .. }] => return Ok(Self::Any),
            [Test { kind: TestKind::Not(tests), .. }] => (tests.as_slice(), true),
            tests => (tests, false),
        };
        match kind {
            FactKind::Number { decimals, range: possible, .. } => {
                let ranges = tests.iter().map(number_range).collect::<Result<Vec<_>, _>>()?;
                check_reachable(name, *possible, &ranges, tests)?;
                if let Some(decimals) = decimals {
                    check_decimals(name, *decimals, &ranges, tests)?;
                }
                Ok(Self::Number { ranges, negated })
            }
            FactKind::Boolean => match tests {
                [
                    Test {
                        kind: TestKind::Equal(Expression { kind: ExpressionKind::Boolean(value), .. }),
                        ..
                    },
                ] => Ok(Self::Boolean(*value != negated)),
                _ => Err(wrong_type(tests, "true or false")),
            },
            FactKind::Text(known) => {
                let values = tests.iter().map(|test| text_value(test, name, known.as_deref()));
                Ok(Self::Text(TextTest { values: values.collect::<Result<_, _>>()?, negated }))
            }
            FactKind::Date => {
                let tests = tests.iter().map(date_test).collect::<Result<Vec<_>, _>>()?;
                Ok(Self::Date { tests, negated })
            }
        }
    }
}

fn wrong_type(tests: &[Test], wanted: &str) -> FeelError {
    let span = tests.first().map_or(Span::default(), |test| test.span);
    FeelError::new(Code::TypeMismatch, span, format!("expected {wanted}"))
}

/// A test for values that the fact never has is a slip, too.
fn check_reachable(
    name: &str,
    possible: Interval,
    ranges: &[Range],
    tests: &[Test],
) -> Result<(), FeelError> {
    for (range, test) in ranges.iter().zip(tests) {
        let below = possible.high.is_some_and(|high| range.low.value().is_some_and(|low| low > high));
        let above = possible.low.is_some_and(|low| range.high.value().is_some_and(|high| high < low));
        if below || above {
            let message = format!("`{name}` never has such a value");
            return Err(FeelError::new(Code::InvalidRange, test.span, message));
        }
    }
    Ok(())
}

/// A limit between two values that the fact can have is a slip: it says less than it seems to.
fn check_decimals(name: &str, decimals: u32, ranges: &[Range], tests: &[Test]) -> Result<(), FeelError> {
    for (range, test) in ranges.iter().zip(tests) {
        for limit in [range.low, range.high].into_iter().filter_map(Edge::value) {
            if limit.to_decimal().is_none_or(|limit| limit.normalize().scale() > decimals) {
                let message = format!("`{name}` has at most {decimals} decimals, {limit} has more");
                return Err(FeelError::new(Code::TooManyDecimals, test.span, message));
            }
        }
    }
    Ok(())
}

/// A constant limit. A difference is refused: `3-6` is a range written by habit.
fn limit(value: &Expression) -> Result<Rational, FeelError> {
    match &value.kind {
        ExpressionKind::Arithmetic(Arithmetic::Subtract, _) => {
            Err(FeelError::new(Code::Expression, value.span, "a difference cannot stand in a cell")
                .help("write a range as `[3..6]`, `(3..6]`, `[3..6)` or `(3..6)`"))
        }
        ExpressionKind::Not(_) => {
            Err(FeelError::new(Code::Expression, value.span, "`-` and `not` stand alone in a cell"))
        }
        _ => constant_number(value),
    }
}

fn number_range(test: &Test) -> Result<Range, FeelError> {
    let edge = |value: Rational, included: bool| {
        if included { Edge::Included(value) } else { Edge::Excluded(value) }
    };
    let range = match &test.kind {
        TestKind::Equal(value) => {
            let value = limit(value)?;
            Range { low: Edge::Included(value), high: Edge::Included(value) }
        }
        TestKind::Compare(comparison, value) => {
            let value = limit(value)?;
            match comparison {
                Comparison::Less => Range { low: Edge::Open, high: edge(value, false) },
                Comparison::AtMost => Range { low: Edge::Open, high: edge(value, true) },
                Comparison::Greater => Range { low: edge(value, false), high: Edge::Open },
                Comparison::AtLeast => Range { low: edge(value, true), high: Edge::Open },
                Comparison::Equal => Range { low: edge(value, true), high: edge(value, true) },
                Comparison::NotEqual => {
                    return Err(FeelError::new(
                        Code::Expression,
                        test.span,
                        "write `not(…)` instead of `!=`",
                    ));
                }
            }
        }
        TestKind::Range { low, low_included, high, high_included } => {
            Range { low: edge(limit(low)?, *low_included), high: edge(limit(high)?, *high_included) }
        }
        TestKind::Any | TestKind::Not(_) => {
            return Err(FeelError::new(Code::Expression, test.span, "`-` and `not` stand alone in a cell"));
        }
    };
    if range.is_empty() {
        let message = format!("the range {range} is empty");
        return Err(FeelError::new(Code::InvalidRange, test.span, message));
    }
    Ok(range)
}

fn text_value(test: &Test, name: &str, known: Option<&[String]>) -> Result<String, FeelError> {
    let TestKind::Equal(Expression { kind: ExpressionKind::Text(text), span, .. }) = &test.kind else {
        let wanted =
            known.map_or_else(|| "a text".to_owned(), |known| format!("one of {}", known.join(", ")));
        return Err(wrong_type(std::slice::from_ref(test), &wanted));
    };
    match known.and_then(|known| unknown_value(name, known, text, *span)) {
        Some(error) => Err(error),
        None => Ok(text.clone()),
    }
}

fn date_test(test: &Test) -> Result<Vec<(Comparison, Date)>, FeelError> {
    let date = |value: &Expression| match value.kind {
        ExpressionKind::Date(date) => Ok(date),
        _ => Err(FeelError::new(
            Code::TypeMismatch,
            value.span,
            "expected a date such as date(\"2026-01-01\")",
        )),
    };
    match &test.kind {
        TestKind::Equal(value) => Ok(vec![(Comparison::Equal, date(value)?)]),
        TestKind::Compare(Comparison::NotEqual, _) => {
            Err(FeelError::new(Code::Expression, test.span, "write `not(…)` instead of `!=`"))
        }
        TestKind::Range { low, low_included, high, high_included }
            if {
                let (low, high) = (date(low)?, date(high)?);
                low > high || (low == high && !(*low_included && *high_included))
            } =>
        {
            Err(FeelError::new(Code::InvalidRange, test.span, "the range of days is empty"))
        }
        TestKind::Compare(comparison, value) => Ok(vec![(*comparison, date(value)?)]),
        TestKind::Range { low, low_included, high, high_included } => Ok(vec![
            (if *low_included { Comparison::AtLeast } else { Comparison::Greater }, date(low)?),
            (if *high_included { Comparison::AtMost } else { Comparison::Less }, date(high)?),
        ]),
        TestKind::Any | TestKind::Not(_) => {
            Err(FeelError::new(Code::Expression, test.span, "`-` and `not` stand alone in a cell"))
        }
    }
}
