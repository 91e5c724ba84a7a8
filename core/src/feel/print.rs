use std::fmt;

use super::{AmountExpression, Expression, ExpressionKind, Test, TestKind};

/// Strengths of the forms, as in the parser; an operand weaker than its place gets parentheses.
const LOWEST: u8 = 0;
const OR: u8 = 1;
const AND: u8 = 2;
const COMPARISON: u8 = 3;
const SUM: u8 = 4;
const PRODUCT: u8 = 5;
const POWER: u8 = 6;
const SIGN: u8 = 7;
const ATOM: u8 = 8;

/// The expression as text, with no more parentheses than it needs. Reading it back gives the same tree.
impl fmt::Display for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExpressionKind::Number(literal) => write!(formatter, "{literal}"),
            ExpressionKind::Boolean(value) => write!(formatter, "{value}"),
            ExpressionKind::Text(text) => write_text(formatter, text),
            ExpressionKind::Date(date) => write!(formatter, "date(\"{date}\")"),
            ExpressionKind::Period(period) => write!(formatter, "duration(\"{period}\")"),
            ExpressionKind::Name(name) => formatter.write_str(name),
            ExpressionKind::Negate(inner) => {
                formatter.write_str("-")?;
                operand(formatter, inner, SIGN)
            }
            ExpressionKind::Arithmetic(operator, sides) => {
                let [left, right] = &**sides;
                let strength = self.strength();
                operand(formatter, left, strength)?;
                write!(formatter, " {} ", operator.sign())?;
                operand(formatter, right, strength.saturating_add(1))
            }
            ExpressionKind::Compare(comparison, sides) => {
                let [left, right] = &**sides;
                operand(formatter, left, SUM)?;
                write!(formatter, " {} ", comparison.sign())?;
                operand(formatter, right, SUM)
            }
            ExpressionKind::And(sides) => join(formatter, sides, "and", AND),
            ExpressionKind::Or(sides) => join(formatter, sides, "or", OR),
            ExpressionKind::Not(inner) => write!(formatter, "not({inner})"),
            ExpressionKind::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                write!(formatter, "if {condition} then {then} else {otherwise}")
            }
            ExpressionKind::Between(parts) => {
                let [value, low, high] = &**parts;
                operand(formatter, value, SUM)?;
                formatter.write_str(" between ")?;
                operand(formatter, low, SUM)?;
                formatter.write_str(" and ")?;
                operand(formatter, high, SUM)
            }
            ExpressionKind::In(value, tests) => {
                operand(formatter, value, SUM)?;
                match tests.as_slice() {
                    [Test { kind: TestKind::Range { .. }, .. }] => write!(formatter, " in {}", Tests(tests)),
                    _ => write!(formatter, " in ({})", Tests(tests)),
                }
            }
            ExpressionKind::Call(function, arguments) => {
                write!(formatter, "{}(", function.name())?;
                for (index, argument) in arguments.iter().enumerate() {
                    if index > 0 {
                        formatter.write_str(", ")?;
                    }
                    write!(formatter, "{argument}")?;
                }
                formatter.write_str(")")
            }
        }
    }
}

impl Expression {
    fn strength(&self) -> u8 {
        use super::Arithmetic::{Add, Divide, Multiply, Power, Subtract};
        match &self.kind {
            ExpressionKind::If(_) => LOWEST,
            ExpressionKind::Or(_) => OR,
            ExpressionKind::And(_) => AND,
            ExpressionKind::Compare(..) | ExpressionKind::Between(_) | ExpressionKind::In(..) => COMPARISON,
            ExpressionKind::Arithmetic(Add | Subtract, _) => SUM,
            ExpressionKind::Arithmetic(Multiply | Divide, _) => PRODUCT,
            ExpressionKind::Arithmetic(Power, _) => POWER,
            ExpressionKind::Negate(_) => SIGN,
            _ => ATOM,
        }
    }
}

fn operand(formatter: &mut fmt::Formatter<'_>, inner: &Expression, minimum: u8) -> fmt::Result {
    if inner.strength() < minimum { write!(formatter, "({inner})") } else { write!(formatter, "{inner}") }
}

fn join(
    formatter: &mut fmt::Formatter<'_>,
    sides: &[Expression; 2],
    word: &str,
    strength: u8,
) -> fmt::Result {
    let [left, right] = sides;
    operand(formatter, left, strength)?;
    write!(formatter, " {word} ")?;
    operand(formatter, right, strength.saturating_add(1))
}

fn write_text(formatter: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    formatter.write_str("\"")?;
    for character in text.chars() {
        match character {
            '"' => formatter.write_str("\\\"")?,
            '\\' => formatter.write_str("\\\\")?,
            '\n' => formatter.write_str("\\n")?,
            '\r' => formatter.write_str("\\r")?,
            '\t' => formatter.write_str("\\t")?,
            other => write!(formatter, "{other}")?,
        }
    }
    formatter.write_str("\"")
}

/// Several tests with commas between.
struct Tests<'a>(&'a [Test]);

impl fmt::Display for Tests<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, test) in self.0.iter().enumerate() {
            if index > 0 {
                formatter.write_str(", ")?;
            }
            write!(formatter, "{test}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Test {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            TestKind::Any => formatter.write_str("-"),
            TestKind::Equal(value) => operand(formatter, value, SUM),
            TestKind::Compare(comparison, value) => {
                write!(formatter, "{} ", comparison.sign())?;
                operand(formatter, value, SUM)
            }
            TestKind::Range { low, low_included, high, high_included } => {
                formatter.write_str(if *low_included { "[" } else { "(" })?;
                operand(formatter, low, SUM)?;
                formatter.write_str("..")?;
                operand(formatter, high, SUM)?;
                formatter.write_str(if *high_included { "]" } else { ")" })
            }
            TestKind::Not(tests) => write!(formatter, "not({})", Tests(tests)),
        }
    }
}

impl fmt::Display for AmountExpression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Point(value) => write!(formatter, "{value}"),
            Self::Range(ends) => {
                let [low, high] = &**ends;
                write!(formatter, "[{low}..{high}]")
            }
            Self::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                write!(formatter, "if {condition} then {then} else {otherwise}")
            }
        }
    }
}
