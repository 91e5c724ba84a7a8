use super::bounds::Domain;
use super::check_units::{PartialUnit, UnitSolver};
use super::{
    Amount, AmountExpression, Arithmetic, Comparison, Condition, DateTerm, Ends, Expression, ExpressionKind,
    FactKind, FactType, FeelError, Literal, Membership, NumberTerm, PeriodTerm, Scope, Slot, Test, TestKind,
    TextTerm, Unit, Written,
};
use crate::diagnostic::{Code, Span, nearest};
use crate::number::Rational;
use crate::time::Period;

/// A checked expression: well typed, its units fit, and it cannot divide by zero.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub struct Formula<T> {
    /// The term to evaluate.
    pub term: T,
    /// The units of its literals, by the index that [`NumberTerm::Constant`] carries.
    pub literal_units: Vec<Unit>,
    /// The facts that it names, in the order of their slots.
    pub facts: Vec<Slot>,
}

/// A term of any type.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the variants are the types of the language")]
pub enum AnyTerm {
    Number(NumberTerm),
    Condition(Condition),
    Text(TextTerm),
    Date(DateTerm),
    Period(PeriodTerm),
}

/// Checks an expression that must be a number, in the unit `wanted` if one is given.
///
/// ```
/// use evenhand::feel::{FactKind, Scope, Unit, check_number, parse_expression};
/// use evenhand::number::{Interval, Rational};
///
/// let mut scope = Scope::default();
/// let range = Interval { low: Some(Rational::ZERO), high: Some(Rational::integer(100)) };
/// scope.declare("area", FactKind::Number { unit: "m2".parse()?, range, decimals: Some(2) });
///
/// let error = check_number(&parse_expression("100 * aera")?, &scope, None).unwrap_err();
/// assert_eq!(error.message, "unknown fact `aera`");
/// assert_eq!(error.help.as_deref(), Some("did you mean `area`?"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`FeelError`]: an unknown fact, a wrong type, units that do not fit, a possible division by zero.
pub fn check_number(
    expression: &Expression,
    scope: &Scope,
    wanted: Option<Unit>,
) -> Result<Formula<NumberTerm>, FeelError> {
    let mut checker = Checker::new(scope);
    let term = checker.number_in(expression, wanted)?;
    checker.finish(term, |term, domains| term.bounds(domains).map(|_| ()))
}

/// Checks an expression that must be true or false.
///
/// # Errors
/// [`FeelError`], as for [`check_number`].
pub fn check_condition(expression: &Expression, scope: &Scope) -> Result<Formula<Condition>, FeelError> {
    let mut checker = Checker::new(scope);
    let term = checker.condition(expression)?;
    checker.finish(term, |term, domains| term.truth(domains).map(|_| ()))
}

/// Checks an amount, in the unit `wanted`.
///
/// # Errors
/// [`FeelError`], as for [`check_number`].
pub fn check_amount(
    amount: &AmountExpression,
    scope: &Scope,
    wanted: Unit,
) -> Result<Formula<Amount>, FeelError> {
    let mut checker = Checker::new(scope);
    let term = checker.amount(amount, wanted)?;
    checker.finish(term, |term, domains| term.bounds(domains).map(|_| ()))
}

/// Checks an expression of any type.
///
/// # Errors
/// [`FeelError`], as for [`check_number`].
pub fn check_any(expression: &Expression, scope: &Scope) -> Result<Formula<AnyTerm>, FeelError> {
    let mut checker = Checker::new(scope);
    let term = match checker.term(expression)? {
        Typed::Number(term, _) => AnyTerm::Number(term),
        Typed::Condition(term) => AnyTerm::Condition(term),
        Typed::Text(term) => AnyTerm::Text(term),
        Typed::Date(term) => AnyTerm::Date(term),
        Typed::Period(term, _) => AnyTerm::Period(term),
    };
    checker.finish(term, |term, domains| match term {
        AnyTerm::Number(term) => term.bounds(domains).map(|_| ()),
        AnyTerm::Condition(term) => term.truth(domains).map(|_| ()),
        AnyTerm::Text(term) => term.divides_safely(domains),
        AnyTerm::Date(term) => term.divides_safely(domains),
        AnyTerm::Period(term) => term.divides_safely(domains),
    })
}

/// The value of an expression that names no fact.
///
/// # Errors
/// [`FeelError`], if it names one, is no number, or does not fit.
pub fn constant_number(expression: &Expression) -> Result<Rational, FeelError> {
    let formula = check_number(expression, &Scope::default(), None).map_err(|error| match error.code {
        Code::UnknownFact => FeelError::new(Code::NotConstant, error.span, "a constant must stand here"),
        _ => error,
    })?;
    formula
        .term
        .evaluate(&[])
        .map_err(|fault| FeelError::new(Code::Expression, expression.span, fault.to_string()))
}

/// The ends of an amount that names no fact. Whether they are in order is for the place to say.
///
/// # Errors
/// [`FeelError`], if it names one, is chosen by `if`, or does not fit.
pub fn constant_amount(amount: &AmountExpression) -> Result<Ends, FeelError> {
    match amount {
        AmountExpression::Point(value) => constant_number(value).map(Ends::point),
        AmountExpression::Range(ends) => {
            let [low, high] = &**ends;
            Ok(Ends { min: constant_number(low)?, max: constant_number(high)? })
        }
        AmountExpression::If(parts) => {
            Err(FeelError::new(Code::NotConstant, parts.0.span, "a constant must stand here"))
        }
    }
}

/// A term with its type; numbers with their unit, durations with their kind.
pub(super) enum Typed {
    Number(NumberTerm, PartialUnit),
    Condition(Condition),
    Text(TextTerm),
    Date(DateTerm),
    Period(PeriodTerm, PeriodKind),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PeriodKind {
    Months,
    Days,
}

impl Typed {
    fn fact_type(&self) -> FactType {
        match self {
            Self::Number(..) => FactType::Number,
            Self::Condition(_) => FactType::Boolean,
            Self::Text(_) => FactType::Text,
            Self::Date(_) => FactType::Date,
            Self::Period(..) => FactType::Period,
        }
    }
}

pub(super) struct Checker<'a> {
    scope: &'a Scope,
    units: UnitSolver,
    facts: Vec<Slot>,
}

impl<'a> Checker<'a> {
    fn new(scope: &'a Scope) -> Self {
        Self { scope, units: UnitSolver::default(), facts: Vec::new() }
    }

    fn finish<T>(
        mut self,
        term: T,
        divides_safely: impl Fn(&T, &[Domain]) -> Result<(), Span>,
    ) -> Result<Formula<T>, FeelError> {
        divides_safely(&term, self.scope.domains()).map_err(|span| {
            FeelError::new(Code::DivisionByZero, span, "the divisor can be zero")
                .help("narrow the range of the fact, or choose the divisor with `if`")
        })?;
        self.facts.sort_unstable();
        self.facts.dedup();
        Ok(Formula { term, literal_units: self.units.literal_units(), facts: self.facts })
    }

    fn amount(&mut self, amount: &AmountExpression, wanted: Unit) -> Result<Amount, FeelError> {
        Ok(match amount {
            AmountExpression::Point(value) => Amount::Point(self.number_in(value, Some(wanted))?),
            AmountExpression::Range(ends) => {
                let [low, high] = &**ends;
                let low = self.number_in(low, Some(wanted))?;
                Amount::Range(Box::new([low, self.number_in(high, Some(wanted))?]))
            }
            AmountExpression::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                let condition = self.condition(condition)?;
                let then = self.amount(then, wanted)?;
                Amount::If(Box::new((condition, then, self.amount(otherwise, wanted)?)))
            }
        })
    }

    fn number_in(&mut self, expression: &Expression, wanted: Option<Unit>) -> Result<NumberTerm, FeelError> {
        let (term, unit) = self.number(expression)?;
        if let Some(wanted) = wanted {
            self.units.unify(&unit, &PartialUnit::known(wanted)).map_err(|(found, _)| {
                let message =
                    format!("the result is in {}, must be in {}", unit_name(found), unit_name(wanted));
                FeelError::new(Code::UnitMismatch, expression.span, message)
            })?;
        }
        Ok(term)
    }

    pub(super) fn number(&mut self, expression: &Expression) -> Result<(NumberTerm, PartialUnit), FeelError> {
        match self.term(expression)? {
            Typed::Number(term, unit) => Ok((term, unit)),
            other => Err(mismatch(FactType::Number, other.fact_type(), expression.span)),
        }
    }

    fn condition(&mut self, expression: &Expression) -> Result<Condition, FeelError> {
        match self.term(expression)? {
            Typed::Condition(term) => Ok(term),
            other => Err(mismatch(FactType::Boolean, other.fact_type(), expression.span)),
        }
    }

    pub(super) fn unify(
        &mut self,
        left: &PartialUnit,
        right: &PartialUnit,
        span: Span,
    ) -> Result<(), FeelError> {
        self.units.unify(left, right).map_err(|(left, right)| {
            let message = format!("the units do not fit: {} and {}", unit_name(left), unit_name(right));
            FeelError::new(Code::UnitMismatch, span, message)
        })
    }

    pub(super) fn term(&mut self, expression: &Expression) -> Result<Typed, FeelError> {
        let span = expression.span;
        Ok(match &expression.kind {
            ExpressionKind::Number(literal) => {
                let (term, unit) = self.literal(*literal);
                Typed::Number(term, unit)
            }
            ExpressionKind::Boolean(value) => Typed::Condition(Condition::Constant(*value)),
            ExpressionKind::Text(text) => Typed::Text(TextTerm::Constant(text.as_str().into())),
            ExpressionKind::Date(date) => Typed::Date(DateTerm::Constant(*date)),
            ExpressionKind::Period(period) => {
                let kind = match period {
                    Period::Months(_) => PeriodKind::Months,
                    Period::Days(_) => PeriodKind::Days,
                };
                Typed::Period(PeriodTerm::Constant(*period), kind)
            }
            ExpressionKind::Name(name) => self.fact(name, span)?,
            ExpressionKind::Negate(inner) => match self.term(inner)? {
                Typed::Number(term, unit) => Typed::Number(NumberTerm::Negate(Box::new(term)), unit),
                Typed::Period(term, kind) => Typed::Period(PeriodTerm::Negate(Box::new(term)), kind),
                other => return Err(mismatch(FactType::Number, other.fact_type(), inner.span)),
            },
            ExpressionKind::Arithmetic(operator, sides) => self.arithmetic(*operator, sides, span)?,
            ExpressionKind::Compare(comparison, sides) => {
                Typed::Condition(self.comparison(*comparison, sides, span)?)
            }
            ExpressionKind::And(sides) => {
                let [left, right] = &**sides;
                Typed::Condition(Condition::And(Box::new([self.condition(left)?, self.condition(right)?])))
            }
            ExpressionKind::Or(sides) => {
                let [left, right] = &**sides;
                Typed::Condition(Condition::Or(Box::new([self.condition(left)?, self.condition(right)?])))
            }
            ExpressionKind::Not(inner) => Typed::Condition(Condition::Not(Box::new(self.condition(inner)?))),
            ExpressionKind::If(parts) => self.choice(parts)?,
            ExpressionKind::Between(parts) => {
                let [value, low, high] = &**parts;
                let tests = [(Comparison::AtLeast, low), (Comparison::AtMost, high)];
                Typed::Condition(self.membership(value, &[tests.to_vec()])?)
            }
            ExpressionKind::In(value, tests) => {
                let tests = tests.iter().map(comparisons_of).collect::<Result<Vec<_>, _>>()?;
                Typed::Condition(self.membership(value, &tests)?)
            }
            ExpressionKind::Call(function, arguments) => {
                let (term, unit) = self.call(*function, arguments)?;
                Typed::Number(term, unit)
            }
        })
    }

    pub(super) fn literal(&mut self, literal: Literal) -> (NumberTerm, PartialUnit) {
        let (index, unit) = self.units.literal();
        // A percentage is a plain number wherever it stands.
        let unit = match literal.written {
            Written::Plain => unit,
            Written::Percent | Written::Permille => PartialUnit::known(Unit::NONE),
        };
        (NumberTerm::Constant(Box::new(literal), index), unit)
    }

    fn fact(&mut self, name: &str, span: Span) -> Result<Typed, FeelError> {
        let Some((slot, kind)) = self.scope.find(name) else {
            let error = FeelError::new(Code::UnknownFact, span, format!("unknown fact `{name}`"));
            let known = self.scope.iter().map(|(_, known, _)| known);
            return Err(match nearest(name, known) {
                Some(known) => error.help(format!("did you mean `{known}`?")),
                None => error,
            });
        };
        self.facts.push(slot);
        Ok(match kind {
            FactKind::Number { unit, .. } => Typed::Number(NumberTerm::Fact(slot), PartialUnit::known(*unit)),
            FactKind::Boolean => Typed::Condition(Condition::Fact(slot)),
            FactKind::Text(_) => Typed::Text(TextTerm::Fact(slot)),
            FactKind::Date => Typed::Date(DateTerm::Fact(slot)),
        })
    }

    fn arithmetic(
        &mut self,
        operator: Arithmetic,
        sides: &[Expression; 2],
        span: Span,
    ) -> Result<Typed, FeelError> {
        let [left, right] = sides;
        if operator == Arithmetic::Power {
            let (base, unit) = self.number(left)?;
            let exponent = whole_constant(right, -1000, 1000)?;
            // A power of constants is a number like any other: it takes the unit that its place needs.
            let constant = base.evaluate(&[]).is_ok();
            let power = if constant { self.units.constant_power(&unit) } else { None };
            let unit = power.unwrap_or_else(|| unit.power(exponent));
            let term = NumberTerm::Power(Box::new(base), exponent, left.span);
            return Ok(Typed::Number(term, unit));
        }
        let terms = (self.term(left)?, self.term(right)?);
        let subtracted = operator == Arithmetic::Subtract;
        match (operator, terms) {
            (_, (Typed::Number(a, a_unit), Typed::Number(b, b_unit))) => {
                let unit = match operator {
                    Arithmetic::Multiply => a_unit.multiply(&b_unit),
                    Arithmetic::Divide => a_unit.multiply(&b_unit.power(-1)),
                    _ => {
                        self.unify(&a_unit, &b_unit, span)?;
                        a_unit
                    }
                };
                let sides = Box::new([a, b]);
                let term = match operator {
                    Arithmetic::Add => NumberTerm::Add(sides),
                    Arithmetic::Subtract => NumberTerm::Subtract(sides),
                    Arithmetic::Multiply => NumberTerm::Multiply(sides),
                    Arithmetic::Divide | Arithmetic::Power => NumberTerm::Divide(sides, right.span),
                };
                Ok(Typed::Number(term, unit))
            }
            (Arithmetic::Add | Arithmetic::Subtract, (Typed::Date(date), Typed::Period(period, _))) => {
                Ok(Typed::Date(DateTerm::Shift(Box::new((date, period)), subtracted)))
            }
            (Arithmetic::Add, (Typed::Period(period, _), Typed::Date(date))) => {
                Ok(Typed::Date(DateTerm::Shift(Box::new((date, period)), false)))
            }
            (Arithmetic::Subtract, (Typed::Date(later), Typed::Date(earlier))) => {
                Ok(Typed::Period(PeriodTerm::Between(Box::new([later, earlier])), PeriodKind::Days))
            }
            (
                Arithmetic::Add | Arithmetic::Subtract,
                (Typed::Period(a, a_kind), Typed::Period(b, b_kind)),
            ) => {
                same_kind(a_kind, b_kind, span)?;
                Ok(Typed::Period(PeriodTerm::Add(Box::new([a, b]), subtracted), a_kind))
            }
            (Arithmetic::Divide, (Typed::Period(a, a_kind), Typed::Period(b, b_kind))) => {
                same_kind(a_kind, b_kind, span)?;
                match b {
                    PeriodTerm::Constant(Period::Months(count) | Period::Days(count)) if count != 0 => {
                        let term = NumberTerm::Ratio(Box::new(a), count);
                        Ok(Typed::Number(term, PartialUnit::known(Unit::NONE)))
                    }
                    _ => Err(FeelError::new(
                        Code::NotConstant,
                        right.span,
                        "a duration can only be divided by a constant duration that is not zero",
                    )),
                }
            }
            (_, (a, b)) => {
                let message =
                    format!("`{}` does not take {} and {}", operator.sign(), a.fact_type(), b.fact_type());
                Err(FeelError::new(Code::TypeMismatch, span, message))
            }
        }
    }

    fn comparison(
        &mut self,
        comparison: Comparison,
        sides: &[Expression; 2],
        span: Span,
    ) -> Result<Condition, FeelError> {
        let [left, right] = sides;
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let negated = |condition: Condition| {
            if comparison == Comparison::NotEqual { Condition::Not(Box::new(condition)) } else { condition }
        };
        match (self.term(left)?, self.term(right)?) {
            (Typed::Number(a, a_unit), Typed::Number(b, b_unit)) => {
                self.unify(&a_unit, &b_unit, span)?;
                Ok(Condition::Number(comparison, Box::new([a, b])))
            }
            (Typed::Date(a), Typed::Date(b)) => Ok(Condition::Date(comparison, Box::new([a, b]))),
            (Typed::Period(a, a_kind), Typed::Period(b, b_kind)) => {
                same_kind(a_kind, b_kind, span)?;
                Ok(Condition::Period(comparison, Box::new([a, b])))
            }
            (Typed::Text(a), Typed::Text(b)) if equality => {
                self.known_values(&a, &b, right.span)?;
                self.known_values(&b, &a, left.span)?;
                let tests = vec![vec![(Comparison::Equal, b)]];
                Ok(negated(Condition::TextIn(Box::new(Membership { value: a, tests }))))
            }
            (Typed::Condition(a), Typed::Condition(b)) if equality => {
                Ok(negated(Condition::ConditionEqual(Box::new([a, b]))))
            }
            (Typed::Text(_), Typed::Text(_)) => {
                Err(FeelError::new(Code::TypeMismatch, span, "texts have no order"))
            }
            (a, b) => {
                let message =
                    format!("`{}` does not take {} and {}", comparison.sign(), a.fact_type(), b.fact_type());
                Err(FeelError::new(Code::TypeMismatch, span, message))
            }
        }
    }

    fn membership(
        &mut self,
        value: &Expression,
        tests: &[Vec<(Comparison, &Expression)>],
    ) -> Result<Condition, FeelError> {
        let value_span = value.span;
        match self.term(value)? {
            Typed::Number(value, unit) => {
                let tests = each_comparison(tests, |_, side| {
                    let (term, own) = self.number(side)?;
                    self.unify(&unit, &own, side.span)?;
                    Ok(term)
                })?;
                Ok(Condition::NumberIn(Box::new(Membership { value, tests })))
            }
            Typed::Date(value) => {
                let tests = each_comparison(tests, |_, side| match self.term(side)? {
                    Typed::Date(term) => Ok(term),
                    other => Err(mismatch(FactType::Date, other.fact_type(), side.span)),
                })?;
                Ok(Condition::DateIn(Box::new(Membership { value, tests })))
            }
            Typed::Text(value) => {
                let tests = each_comparison(tests, |comparison, side| match self.term(side)? {
                    Typed::Text(term) if comparison == Comparison::Equal => {
                        self.known_values(&value, &term, side.span)?;
                        self.known_values(&term, &value, value_span)?;
                        Ok(term)
                    }
                    Typed::Text(_) => {
                        Err(FeelError::new(Code::TypeMismatch, side.span, "texts have no order"))
                    }
                    other => Err(mismatch(FactType::Text, other.fact_type(), side.span)),
                })?;
                Ok(Condition::TextIn(Box::new(Membership { value, tests })))
            }
            other => {
                let message = format!("`in` does not take {}", other.fact_type());
                Err(FeelError::new(Code::TypeMismatch, value.span, message))
            }
        }
    }

    /// A text that a fact is compared with must be one of the fact's values.
    fn known_values(&self, fact: &TextTerm, other: &TextTerm, span: Span) -> Result<(), FeelError> {
        let (TextTerm::Fact(slot), TextTerm::Constant(text)) = (fact, other) else { return Ok(()) };
        let Some((name, FactKind::Text(Some(values)))) = self.scope.get(*slot) else { return Ok(()) };
        unknown_value(name, values, text, span).map_or(Ok(()), Err)
    }

    fn choice(&mut self, parts: &[Expression; 3]) -> Result<Typed, FeelError> {
        let [condition, then, otherwise] = parts;
        let condition = self.condition(condition)?;
        match (self.term(then)?, self.term(otherwise)?) {
            (Typed::Number(a, a_unit), Typed::Number(b, b_unit)) => {
                self.unify(&a_unit, &b_unit, otherwise.span)?;
                Ok(Typed::Number(NumberTerm::If(Box::new((condition, a, b))), a_unit))
            }
            (Typed::Condition(a), Typed::Condition(b)) => {
                Ok(Typed::Condition(Condition::If(Box::new([condition, a, b]))))
            }
            (Typed::Text(a), Typed::Text(b)) => Ok(Typed::Text(TextTerm::If(Box::new((condition, a, b))))),
            (Typed::Date(a), Typed::Date(b)) => Ok(Typed::Date(DateTerm::If(Box::new((condition, a, b))))),
            (Typed::Period(a, a_kind), Typed::Period(b, b_kind)) => {
                same_kind(a_kind, b_kind, otherwise.span)?;
                Ok(Typed::Period(PeriodTerm::If(Box::new((condition, a, b))), a_kind))
            }
            (a, b) => Err(mismatch(a.fact_type(), b.fact_type(), otherwise.span)),
        }
    }
}

/// The comparisons that a test makes with the value on its left.
fn comparisons_of(test: &Test) -> Result<Vec<(Comparison, &Expression)>, FeelError> {
    match &test.kind {
        TestKind::Equal(value) => Ok(vec![(Comparison::Equal, value)]),
        TestKind::Compare(comparison, value) => Ok(vec![(*comparison, value)]),
        TestKind::Range { low, low_included, high, high_included } => Ok(vec![
            (if *low_included { Comparison::AtLeast } else { Comparison::Greater }, low),
            (if *high_included { Comparison::AtMost } else { Comparison::Less }, high),
        ]),
        TestKind::Any | TestKind::Not(_) => {
            Err(FeelError::new(Code::Expression, test.span, "`-` and `not` stand only in cells"))
        }
    }
}

type Comparisons<T> = Vec<Vec<(Comparison, T)>>;

fn each_comparison<T>(
    tests: &[Vec<(Comparison, &Expression)>],
    mut check: impl FnMut(Comparison, &Expression) -> Result<T, FeelError>,
) -> Result<Comparisons<T>, FeelError> {
    tests
        .iter()
        .map(|test| {
            test.iter().map(|(comparison, side)| Ok((*comparison, check(*comparison, side)?))).collect()
        })
        .collect()
}

/// The error for a text that is none of a fact's values; `None` if it is one.
pub(super) fn unknown_value(name: &str, values: &[String], text: &str, span: Span) -> Option<FeelError> {
    if values.iter().any(|value| value == text) {
        return None;
    }
    let error = FeelError::new(Code::UnknownValue, span, format!("`{name}` has no value \"{text}\""));
    let known = values.iter().map(String::as_str);
    Some(match nearest(text, known) {
        Some(known) => error.help(format!("did you mean \"{known}\"?")),
        None => error.help(format!("its values are {}", values.join(", "))),
    })
}

pub(super) fn whole_constant(expression: &Expression, least: i32, most: i32) -> Result<i32, FeelError> {
    let value = constant_number(expression)?;
    let whole = if value.is_integer() { i32::try_from(value.numerator()).ok() } else { None };
    whole.filter(|whole| (least..=most).contains(whole)).ok_or_else(|| {
        let message = format!("expected a whole number from {least} to {most}, found {value}");
        FeelError::new(Code::NotConstant, expression.span, message)
    })
}

fn same_kind(left: PeriodKind, right: PeriodKind, span: Span) -> Result<(), FeelError> {
    if left == right {
        return Ok(());
    }
    let message = "months and days do not mix: a month has no fixed number of days";
    Err(FeelError::new(Code::TypeMismatch, span, message))
}

fn unit_name(unit: Unit) -> String {
    if unit.is_none() { "plain numbers".to_owned() } else { format!("`{unit}`") }
}

fn mismatch(wanted: FactType, found: FactType, span: Span) -> FeelError {
    FeelError::new(Code::TypeMismatch, span, format!("expected {wanted}, found {found}"))
}
