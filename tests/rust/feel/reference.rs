//! The engine gives what a second evaluator gives, which was written from the FEEL standard on other numbers.

use std::cell::Cell;
use std::cmp::Ordering;

use evenhand::diagnostic::Code;
use evenhand::feel::{
    AnyTerm, Arithmetic, Comparison, Expression, ExpressionKind, Fault, Function, Test, TestKind, Value,
    check_any, parse_expression,
};
use evenhand::number::Rational;
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use super::config;
use super::generated::{Case, any_case, any_formula};

fn big(value: Rational) -> BigRational {
    BigRational::new(value.numerator().into(), value.denominator().into())
}

fn whole(value: i128) -> BigRational {
    BigRational::from_integer(value.into())
}

/// The number as a machine integer; exponents and counts of decimals are small.
fn small(value: &BigRational) -> i32 {
    assert!(value.is_integer());
    i32::try_from(value.numer().clone()).unwrap()
}

#[derive(Clone, Debug, PartialEq)]
enum Found {
    Number(BigRational),
    Truth(bool),
    Word(String),
}

/// Evaluates a tree, and keeps in mind how many bits its greatest number took.
struct Evaluator<'a> {
    case: &'a Case,
    bits: Cell<u64>,
}

impl Evaluator<'_> {
    fn number(&self, expression: &Expression) -> BigRational {
        match self.evaluate(expression) {
            Found::Number(number) => number,
            other => panic!("{expression} gives {other:?}"),
        }
    }

    fn truth(&self, expression: &Expression) -> bool {
        match self.evaluate(expression) {
            Found::Truth(truth) => truth,
            other => panic!("{expression} gives {other:?}"),
        }
    }

    fn noted(&self, number: BigRational) -> BigRational {
        self.bits.set(self.bits.get().max(number.numer().bits()).max(number.denom().bits()));
        number
    }

    fn evaluate(&self, expression: &Expression) -> Found {
        let found = self.value_of(expression);
        if let Found::Number(number) = &found {
            self.noted(number.clone());
        }
        found
    }

    fn value_of(&self, expression: &Expression) -> Found {
        match &expression.kind {
            ExpressionKind::Number(literal) => Found::Number(big(literal.value)),
            ExpressionKind::Boolean(truth) => Found::Truth(*truth),
            ExpressionKind::Text(text) => Found::Word(text.clone()),
            ExpressionKind::Name(name) => match self.case.value(name) {
                Value::Number(number) => Found::Number(big(number)),
                Value::Boolean(truth) => Found::Truth(truth),
                Value::Text(text) => Found::Word(text.to_owned()),
                other => panic!("{name} is {other:?}"),
            },
            ExpressionKind::Negate(inner) => Found::Number(-self.number(inner)),
            ExpressionKind::Arithmetic(operator, sides) => {
                let [left, right] = (**sides).each_ref().map(|side| self.number(side));
                Found::Number(match operator {
                    Arithmetic::Add => left + right,
                    Arithmetic::Subtract => left - right,
                    Arithmetic::Multiply => left * right,
                    Arithmetic::Divide => left / right,
                    Arithmetic::Power => left.pow(small(&right)),
                })
            }
            ExpressionKind::Compare(comparison, sides) => {
                let [left, right] = (**sides).each_ref().map(|side| self.evaluate(side));
                Found::Truth(compare(*comparison, &left, &right))
            }
            ExpressionKind::And(sides) => Found::Truth(self.truth(&sides[0]) && self.truth(&sides[1])),
            ExpressionKind::Or(sides) => Found::Truth(self.truth(&sides[0]) || self.truth(&sides[1])),
            ExpressionKind::Not(inner) => Found::Truth(!self.truth(inner)),
            ExpressionKind::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                self.evaluate(if self.truth(condition) { then } else { otherwise })
            }
            ExpressionKind::Between(parts) => {
                let [value, low, high] = (**parts).each_ref().map(|part| self.number(part));
                Found::Truth(low <= value && value <= high)
            }
            ExpressionKind::In(value, tests) => {
                let value = self.evaluate(value);
                Found::Truth(tests.iter().any(|test| self.holds(&value, test)))
            }
            ExpressionKind::Call(Function::Count, arguments) => {
                Found::Number(whole(i128::try_from(arguments.len()).unwrap()))
            }
            ExpressionKind::Call(function, arguments) => {
                let numbers = arguments.iter().map(|argument| self.number(argument)).collect();
                Found::Number(self.call(*function, numbers))
            }
            other => panic!("no {other:?} is generated here"),
        }
    }

    fn holds(&self, value: &Found, test: &Test) -> bool {
        let against = |comparison, limit: &Expression| compare(comparison, value, &self.evaluate(limit));
        match &test.kind {
            TestKind::Equal(limit) => against(Comparison::Equal, limit),
            TestKind::Compare(comparison, limit) => against(*comparison, limit),
            TestKind::Range { low, low_included, high, high_included } => {
                against(if *low_included { Comparison::AtLeast } else { Comparison::Greater }, low)
                    && against(if *high_included { Comparison::AtMost } else { Comparison::Less }, high)
            }
            other => panic!("no {other:?} is generated here"),
        }
    }

    fn sum(&self, numbers: &[BigRational]) -> BigRational {
        numbers.iter().fold(whole(0), |sum, number| self.noted(sum + number))
    }

    fn call(&self, function: Function, mut numbers: Vec<BigRational>) -> BigRational {
        let count = whole(i128::try_from(numbers.len()).unwrap());
        let first = numbers[0].clone();
        let half = big(Rational::new(1, 2).unwrap());
        let decimals = numbers.get(1).cloned().unwrap_or_else(|| whole(0));
        let scale = || whole(10).pow(small(&decimals));
        // Rounds the size without the sign, and puts the sign back.
        let rounded = |up: fn(BigRational, BigRational) -> bool| {
            let size = if first < whole(0) { -first.clone() } else { first.clone() } * scale();
            let steps = size.trunc() + whole(i128::from(up(size.fract(), half.clone())));
            if first < whole(0) { -steps / scale() } else { steps / scale() }
        };
        match function {
            Function::Min => numbers.into_iter().min().unwrap(),
            Function::Max => numbers.into_iter().max().unwrap(),
            Function::Sum => self.sum(&numbers),
            Function::Mean => self.sum(&numbers) / count,
            Function::Median => {
                numbers.sort();
                let middle = numbers.len() / 2;
                if numbers.len() % 2 == 1 {
                    numbers[middle].clone()
                } else {
                    self.noted(&numbers[middle - 1] + &numbers[middle]) * half
                }
            }
            Function::Stddev => {
                let mean = self.sum(&numbers) / &count;
                let squares: Vec<_> =
                    numbers.iter().map(|number| self.noted((number - &mean) * (number - &mean))).collect();
                let variance = self.noted(self.sum(&squares) / (count - whole(1)));
                // Twice the root in units of the last decimal, cut; one more and halved it is rounded half up.
                let scale = whole(10).pow(20);
                let doubled = (variance * &scale * &scale * whole(4)).floor().numer().sqrt();
                (BigRational::from_integer(doubled + 1) / whole(2)).floor() / scale
            }
            Function::Abs => first.clone().max(-first),
            Function::Modulo => {
                let times = self.noted((&first / &decimals).floor());
                let product = self.noted(&decimals * times);
                first - product
            }
            Function::Floor => (first.clone() * scale()).floor() / scale(),
            Function::Ceiling => (first.clone() * scale()).ceil() / scale(),
            Function::RoundUp => rounded(|rest, _| rest != whole(0)),
            Function::RoundDown => rounded(|_, _| false),
            Function::RoundHalfUp => rounded(|rest, half| rest >= half),
            Function::RoundHalfDown => rounded(|rest, half| rest > half),
            Function::Count => count,
        }
    }
}

fn compare(comparison: Comparison, left: &Found, right: &Found) -> bool {
    let order = match (left, right) {
        (Found::Number(left), Found::Number(right)) => left.cmp(right),
        (left, right) if left == right => Ordering::Equal,
        _ => Ordering::Less,
    };
    match comparison {
        Comparison::Equal => order == Ordering::Equal,
        Comparison::NotEqual => order != Ordering::Equal,
        Comparison::Less => order == Ordering::Less,
        Comparison::AtMost => order != Ordering::Greater,
        Comparison::Greater => order == Ordering::Greater,
        Comparison::AtLeast => order != Ordering::Less,
    }
}

/// Numbers of fewer bits than this never overflow on the way, so a fault would be wrong.
const SAFE_BITS: u64 = 36;

/// Compares the two evaluators; false if the formula is refused for a divisor that may be zero.
fn agree(text: &str, case: &Case) -> Result<bool, TestCaseError> {
    let tree = parse_expression(text).unwrap();
    let formula = match check_any(&tree, &case.scope) {
        Ok(formula) => formula,
        Err(error) => {
            prop_assert_eq!(error.code, Code::DivisionByZero, "{}: {}", text, error);
            return Ok(false);
        }
    };
    let evaluator = Evaluator { case, bits: Cell::new(0) };
    let wanted = evaluator.evaluate(&tree);
    let found = match &formula.term {
        AnyTerm::Number(term) => term.evaluate(&case.values).map(|number| Found::Number(big(number))),
        AnyTerm::Condition(term) => term.evaluate(&case.values).map(Found::Truth),
        other => panic!("{text} is {other:?}"),
    };
    match found {
        Ok(found) => prop_assert_eq!(found, wanted, "{}", text),
        Err(fault) => {
            prop_assert_eq!(fault, Fault::Overflow, "{}", text);
            prop_assert!(evaluator.bits.get() >= SAFE_BITS, "{} overflows", text);
        }
    }
    Ok(true)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn both_evaluators_agree(text in any_formula(), cases in prop::collection::vec(any_case(), 4)) {
        for case in &cases {
            agree(&text, case)?;
        }
    }
}

#[test]
fn most_generated_formulas_are_accepted() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = (any_formula(), any_case());
    let accepted = (0..200).filter(|_| {
        let (text, case) = strategy.new_tree(&mut runner).unwrap().current();
        agree(&text, &case).unwrap()
    });
    assert!(accepted.count() > 100, "the other properties would say little");
}
