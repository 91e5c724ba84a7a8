//! Formulas and conditions over a whole cell: the same answers as for each of its cases, or where to cut it.

use super::form::Form;
use super::space::{Cell, Place, Stop};
use crate::feel::{
    Amount, Cell as TableCell, CellTest, Comparison, Condition, DateTerm, Membership, NumberTerm, Slot,
    TextTerm, Value,
};
use crate::number::{Edge, Range, Rational};
use crate::pack::FactTypeDeclaration;
use crate::penalty::{Conditions, Fact, Item, TableRow};
use crate::time::Date;

/// The two ends of an amount over a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FormEnds {
    pub(super) min: Form,
    pub(super) max: Form,
}

/// An item and a cell of its cases.
pub(super) struct Question<'a, 'v> {
    pub(super) item: &'a Item,
    pub(super) cell: &'a Cell<'v>,
}

impl<'a> Question<'a, '_> {
    fn fact(&self, slot: Slot) -> Result<&'a Fact, Stop> {
        self.item.facts.get(slot.0).ok_or(Stop::Unknown)
    }

    /// One case of the cell.
    pub(super) fn sample(&self) -> Vec<Value<'a>> {
        let mut values = Vec::with_capacity(self.item.facts.len().saturating_add(1));
        for (slot, fact) in self.item.facts.iter().enumerate() {
            let value = match self.cell.place(slot) {
                Place::Within(low, _) => fact.of_step(low),
                Place::Open | Place::Missing => None,
            };
            values.push(value.unwrap_or(Value::Missing));
        }
        values
    }

    pub(super) fn number(&self, term: &NumberTerm) -> Result<Form, Stop> {
        let cell = self.cell;
        let pair = |sides: &[NumberTerm; 2]| -> Result<(Form, Form), Stop> {
            let [left, right] = sides;
            Ok((self.number(left)?, self.number(right)?))
        };
        let all =
            |terms: &[NumberTerm]| terms.iter().map(|term| self.number(term)).collect::<Result<Vec<_>, _>>();
        // What is no sum has a value here only where everything in it has one.
        let exact = |parts: &[Form]| {
            if parts.iter().any(|part| part.as_constant().is_none()) {
                return Err(Stop::Unknown);
            }
            Ok(term.evaluate(&self.sample()).ok().map(Form::constant))
        };
        let form = match term {
            NumberTerm::Constant(literal, _) => Some(Form::constant(literal.value)),
            NumberTerm::Fact(slot) => Some(cell.variable(slot.0)?),
            NumberTerm::Negate(inner) => self.number(inner)?.scale(Rational::integer(-1)),
            NumberTerm::Add(sides) => {
                let (left, right) = pair(sides)?;
                left.add(&right)
            }
            NumberTerm::Subtract(sides) => {
                let (left, right) = pair(sides)?;
                left.subtract(&right)
            }
            NumberTerm::Multiply(sides) => {
                let (left, right) = pair(sides)?;
                left.multiply(&right)
            }
            NumberTerm::Divide(sides, _) => {
                let (left, right) = pair(sides)?;
                let inverse = right.as_constant().and_then(|divisor| Rational::ONE.divide(divisor));
                inverse.and_then(|inverse| left.scale(inverse))
            }
            NumberTerm::Min(terms) => {
                let terms = all(terms)?;
                Some(self.extreme(terms, |best, form| cell.smaller(best, form))?)
            }
            NumberTerm::Max(terms) => {
                let terms = all(terms)?;
                Some(self.extreme(terms, |best, form| cell.greater(best, form))?)
            }
            NumberTerm::Sum(terms) => {
                let terms = all(terms)?;
                Some(self.extreme(terms, |sum, form| cell.safe(sum.add(&form)))?)
            }
            NumberTerm::Absolute(inner) => {
                let inner = self.number(inner)?;
                if cell.is_negative(&inner)? { inner.scale(Rational::integer(-1)) } else { Some(inner) }
            }
            NumberTerm::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                return self.number(if self.condition(condition)? { then } else { otherwise });
            }
            NumberTerm::Mean(terms) | NumberTerm::Median(terms) | NumberTerm::Deviation(terms) => {
                exact(&all(terms)?)?
            }
            NumberTerm::Power(inner, ..)
            | NumberTerm::Floor(inner, _)
            | NumberTerm::Ceiling(inner, _)
            | NumberTerm::Round(_, inner, _) => exact(&[self.number(inner)?])?,
            NumberTerm::Modulo(sides, _) => {
                let (left, right) = pair(sides)?;
                exact(&[left, right])?
            }
            NumberTerm::Ratio(..) => return Err(Stop::Unknown),
        };
        cell.safe(form)
    }

    fn extreme(
        &self,
        terms: Vec<Form>,
        combine: impl Fn(Form, Form) -> Result<Form, Stop>,
    ) -> Result<Form, Stop> {
        let mut terms = terms.into_iter();
        let first = terms.next().ok_or(Stop::Unknown)?;
        terms.try_fold(first, combine)
    }

    pub(super) fn amount(&self, amount: &Amount) -> Result<FormEnds, Stop> {
        match amount {
            Amount::Point(term) => {
                let form = self.number(term)?;
                Ok(FormEnds { min: form.clone(), max: form })
            }
            Amount::Range(ends) => {
                let [low, high] = &**ends;
                Ok(FormEnds { min: self.number(low)?, max: self.number(high)? })
            }
            Amount::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                self.amount(if self.condition(condition)? { then } else { otherwise })
            }
        }
    }

    fn compare(&self, comparison: Comparison, left: &Form, right: &Form) -> Result<bool, Stop> {
        let less = || self.cell.is_less(left, right);
        let greater = || self.cell.is_less(right, left);
        Ok(match comparison {
            Comparison::Less => less()?,
            Comparison::AtMost => !greater()?,
            Comparison::Greater => greater()?,
            Comparison::AtLeast => !less()?,
            Comparison::Equal => !less()? && !greater()?,
            Comparison::NotEqual => less()? || greater()?,
        })
    }

    pub(super) fn condition(&self, condition: &Condition) -> Result<bool, Stop> {
        match condition {
            Condition::Constant(constant) => Ok(*constant),
            Condition::Fact(slot) => Ok(self.cell.single(slot.0)? != 0),
            Condition::Not(inner) => Ok(!self.condition(inner)?),
            Condition::And(parts) => decide(parts.iter().map(|part| self.condition(part)), false),
            Condition::Or(parts) => decide(parts.iter().map(|part| self.condition(part)), true),
            Condition::Number(comparison, sides) => {
                let [left, right] = &**sides;
                self.compare(*comparison, &self.number(left)?, &self.number(right)?)
            }
            Condition::Date(comparison, sides) => {
                let [left, right] = &**sides;
                self.compare(*comparison, &self.date(left)?, &self.date(right)?)
            }
            Condition::NumberIn(membership) => self.member(membership, |term| self.number(term)),
            Condition::DateIn(membership) => self.member(membership, |term| self.date(term)),
            Condition::TextIn(membership) => {
                let tested = self.text(&membership.value)?;
                decide(
                    membership.tests.iter().map(|test| {
                        let holds = |(comparison, term): &(Comparison, TextTerm)| {
                            Ok(comparison.holds(tested.cmp(self.text(term)?)))
                        };
                        decide(test.iter().map(holds), false)
                    }),
                    true,
                )
            }
            Condition::ConditionEqual(sides) => {
                let [left, right] = &**sides;
                Ok(self.condition(left)? == self.condition(right)?)
            }
            Condition::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                self.condition(if self.condition(condition)? { then } else { otherwise })
            }
            Condition::Period(..) => Err(Stop::Unknown),
        }
    }

    fn member<T>(
        &self,
        membership: &Membership<T>,
        form: impl Fn(&T) -> Result<Form, Stop>,
    ) -> Result<bool, Stop> {
        let tested = form(&membership.value)?;
        let holds = |(comparison, term): &(Comparison, T)| self.compare(*comparison, &tested, &form(term)?);
        decide(membership.tests.iter().map(|test| decide(test.iter().map(holds), false)), true)
    }

    fn text<'t>(&self, term: &'t TextTerm) -> Result<&'t str, Stop>
    where
        'a: 't,
    {
        match term {
            TextTerm::Constant(text) => Ok(text),
            TextTerm::Fact(slot) => match self.fact(*slot)?.of_step(self.cell.single(slot.0)?) {
                Some(Value::Text(text)) => Ok(text),
                _ => Err(Stop::Unknown),
            },
            TextTerm::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                self.text(if self.condition(condition)? { then } else { otherwise })
            }
        }
    }

    /// A day as its number.
    fn date(&self, term: &DateTerm) -> Result<Form, Stop> {
        match term {
            DateTerm::Constant(date) => Ok(Form::constant(Rational::from(i64::from(date.epoch_day())))),
            DateTerm::Fact(slot) => self.cell.variable(slot.0),
            DateTerm::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                self.date(if self.condition(condition)? { then } else { otherwise })
            }
            DateTerm::Shift(..) => Err(Stop::Unknown),
        }
    }

    /// Whether a cell of a table admits the fact.
    pub(super) fn admits(&self, tested: &TableCell) -> Result<bool, Stop> {
        let slot = tested.slot.0;
        match &tested.test {
            CellTest::Any => Ok(true),
            CellTest::Number { ranges, negated } => {
                let number = self.cell.variable(slot)?;
                let inside = decide(ranges.iter().map(|range| self.inside(&number, range)), true)?;
                Ok(inside != *negated)
            }
            CellTest::Boolean(wanted) => Ok((self.cell.single(slot)? != 0) == *wanted),
            CellTest::Text(test) => {
                let value = self.fact(tested.slot)?.of_step(self.cell.single(slot)?);
                let Some(Value::Text(text)) = value else { return Err(Stop::Unknown) };
                Ok(test.values.iter().any(|known| known == text) != test.negated)
            }
            CellTest::Date { tests, negated } => {
                let day = self.cell.variable(slot)?;
                let holds = |(comparison, limit): &(Comparison, Date)| {
                    self.compare(
                        *comparison,
                        &day,
                        &Form::constant(Rational::from(i64::from(limit.epoch_day()))),
                    )
                };
                let any = decide(tests.iter().map(|test| decide(test.iter().map(holds), false)), true)?;
                Ok(any != *negated)
            }
        }
    }

    fn inside(&self, number: &Form, range: &Range) -> Result<bool, Stop> {
        let above = match range.low {
            Edge::Open => true,
            Edge::Included(low) => self.compare(Comparison::AtLeast, number, &Form::constant(low))?,
            Edge::Excluded(low) => self.compare(Comparison::Greater, number, &Form::constant(low))?,
        };
        Ok(above
            && match range.high {
                Edge::Open => true,
                Edge::Included(high) => self.compare(Comparison::AtMost, number, &Form::constant(high))?,
                Edge::Excluded(high) => self.compare(Comparison::Less, number, &Form::constant(high))?,
            })
    }

    fn hold(&self, conditions: &Conditions) -> Result<bool, Stop> {
        let cells = conditions.cells.iter().map(|cell| self.admits(cell));
        let when = conditions.when.iter().map(|when| self.condition(&when.formula.term));
        decide(cells.chain(when), false)
    }

    /// Whether a row of a table applies.
    pub(super) fn matches(&self, row: &TableRow) -> Result<bool, Stop> {
        let own = self.hold(&row.conditions);
        if own == Ok(false) || row.any.is_empty() {
            return own;
        }
        let any = decide(row.any.iter().map(|group| self.hold(group)), true);
        decide([own, any].into_iter(), false)
    }
}

/// The answer `deciding` if any part gives it, as in `feel`. A part that is known to miss a fact decides nothing as
/// long as another one is open.
fn decide(parts: impl Iterator<Item = Result<bool, Stop>>, deciding: bool) -> Result<bool, Stop> {
    let mut result = Ok(!deciding);
    for part in parts {
        result = match (part, result) {
            (Ok(answer), _) if answer == deciding => return Ok(deciding),
            (Ok(_), result) => result,
            (Err(stop), Ok(_)) => Err(stop),
            (Err(stop), Err(earlier)) => Err(if rank(stop) > rank(earlier) { stop } else { earlier }),
        };
    }
    result
}

/// What can be settled by a cut goes first: the rest may then not matter.
const fn rank(stop: Stop) -> u8 {
    match stop {
        Stop::Missing => 0,
        Stop::Unknown => 1,
        Stop::Open(_) | Stop::Cut(..) => 2,
    }
}

impl Fact {
    /// Whether it has few values, which can be looked at one by one.
    pub(super) const fn is_choice(&self) -> bool {
        matches!(self.kind, FactTypeDeclaration::Boolean | FactTypeDeclaration::Text(_))
    }

    /// The value at a step: of a number on its grid, a text among its values, a truth value, or a day.
    pub(super) fn of_step(&self, step: i64) -> Option<Value<'_>> {
        match &self.kind {
            FactTypeDeclaration::Number { decimals, .. } => {
                Rational::decimal(step, *decimals).map(Value::Number)
            }
            FactTypeDeclaration::Boolean => Some(Value::Boolean(step != 0)),
            FactTypeDeclaration::Text(values) => {
                values.get(usize::try_from(step).ok()?).map(|(value, _)| Value::Text(value))
            }
            FactTypeDeclaration::Date => Date::from_epoch_day(i32::try_from(step).ok()?).map(Value::Date),
        }
    }
}
