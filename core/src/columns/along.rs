//! The fine along one fact, the others being as they are: where the rule makes other choices, and what it gives there.

use super::ask::Question;
use super::plan::type_of;
use super::space::{Cell, Place, Stop, Variable};
use crate::facts::Facts;
use crate::feel::{Ends, FactType, Value};
use crate::number::Rational;
use crate::pack::FactTypeDeclaration;
use crate::penalty::{AssessError, Decision, Fact, FactorWeights, Heeded, Item, Tariff, Trace, WeightTable};

/// Where nothing is proved, it is looked at so many places.
const PLACES: i64 = 64;
/// Up to so many steps of the rounding are told one by one.
const MOST_STAIRS: i128 = 64;
/// More stretches than this are not cut any further.
const MOST_STRETCHES: usize = 1 << 10;

/// A part of the values of a fact in which the rule makes the same choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// The first value.
    pub first: Rational,
    /// The last value: the next stretch begins one step of the fact later.
    pub last: Rational,
    /// What follows at the first value.
    pub at_first: Result<Decision, AssessError>,
    /// What follows at the last value.
    pub at_last: Result<Decision, AssessError>,
    /// Whether the fine is proved to run straight from one end to the other, but for its rounding, with the same outcome
    /// and row. Else only the two ends are known.
    pub straight: bool,
}

impl Item {
    /// What follows along a number, from the least to the greatest value that it can have, with the other facts as they
    /// are given. Each jump and each bend lies between two stretches. Numbers beyond 100,000 million steps of the fact
    /// are left out.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::{Facts, RuleBook};
    ///
    /// let book = RuleBook::bundled()?;
    /// let item = book.on("2026-11-21".parse()?).item("cn.dongying.city-appearance/46-4")?;
    /// let along = item.along("area", &Facts::new())?;
    /// let ends: Vec<String> = along.iter().map(|stretch| format!("{} to {}", stretch.first, stretch.last)).collect();
    /// assert_eq!(ends, ["0.01 to 20", "20.01 to 100000"]); // 100 yuan a square metre, and 2,000 yuan at most
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`AssessError`]: a fact that the item does not have, one that is no number or is given as well, a value that a fact
    /// cannot have. What goes wrong at some values only stands in their stretch.
    pub fn along(&self, fact: &str, given: &Facts) -> Result<Vec<Stretch>, AssessError> {
        let Some(slot) = self.facts.iter().position(|known| known.name == fact) else {
            return Err(self.unknown_fact(fact, self.facts.iter().map(|known| known.name.as_str())));
        };
        if given.iter().any(|(name, _)| name == fact) {
            return Err(AssessError::DuplicateFact { fact: fact.to_owned() });
        }
        let values = self.bind(given)?;
        let overflow = || AssessError::Overflow { item: self.id.clone() };
        let variables: Option<Vec<Variable>> = self.facts.iter().map(Fact::variable).collect();
        let mut variables = variables.ok_or_else(overflow)?;
        // What a cell knows as the last variable is the sum of its weights: another one in each.
        let sum = variables.len();
        variables.push(Variable { step: Rational::ZERO, reach: (1, 1) });
        let moved = self.facts.get(slot).ok_or_else(overflow)?;
        if !matches!(moved.kind, FactTypeDeclaration::Number { .. }) {
            return Err(AssessError::WrongType {
                fact: fact.to_owned(),
                expected: FactType::Number,
                found: type_of(&moved.kind).to_string(),
            });
        }
        let mut places = Vec::with_capacity(variables.len());
        for (fact, value) in self.facts.iter().zip(&values) {
            places.push(fact.place(value).ok_or_else(overflow)?);
        }
        places.push(Place::Within(1, 1));
        let reach = variables.get(slot).map(|variable| variable.reach).ok_or_else(overflow)?;
        *places.get_mut(slot).ok_or_else(overflow)? = Place::Within(reach.0, reach.1);
        let along = Along { item: self, moved, slot, sum, values };
        Ok(along.stretches(Cell { variables: &variables, places }))
    }
}

/// A fact that is moved, and the values of the others.
struct Along<'a> {
    item: &'a Item,
    moved: &'a Fact,
    slot: usize,
    sum: usize,
    values: Vec<Value<'a>>,
}

/// A stretch in steps of the fact.
#[derive(Clone, Copy)]
struct Steps {
    first: i64,
    last: i64,
    straight: bool,
}

impl Along<'_> {
    fn stretches(&self, whole: Cell<'_>) -> Vec<Stretch> {
        let mut found = Vec::new();
        let mut waiting = vec![whole];
        while let Some(cell) = waiting.pop() {
            let Ok((first, last)) = cell.stretch(self.slot) else { continue };
            let stop = match self.runs_straight(&cell) {
                Ok(()) => {
                    self.stairs(Steps { first, last, straight: true }, &mut found);
                    continue;
                }
                Err(stop) => stop,
            };
            let known = found.len().saturating_add(waiting.len());
            match cell.parts(stop).filter(|_| known < MOST_STRETCHES) {
                Some((_, [below, above])) => waiting.extend([above, below]),
                None => self.look(first, last, &mut found),
            }
        }
        found.into_iter().filter_map(|steps| self.stretch(steps)).collect()
    }

    /// Whether in all of the cell the same choices are made, and the fine is a straight line before it is rounded.
    fn runs_straight(&self, cell: &Cell<'_>) -> Result<(), Stop> {
        let Tariff::Weights(table) = &self.item.tariff else {
            return Question { item: self.item, cell }.runs_straight(None);
        };
        let Some(sum) = self.weights(table, cell)? else {
            // A weight that there is none of is the same error in all of the cell.
            return Ok(());
        };
        let mut variables = cell.variables.to_vec();
        if let Some(variable) = variables.get_mut(self.sum) {
            variable.step = sum;
        }
        let cell = Cell { variables: &variables, places: cell.places.clone() };
        Question { item: self.item, cell: &cell }.runs_straight(Some(self.sum))
    }

    /// What the levels of a weighted table add up to in a cell; `None` where the engine has none for a fact.
    fn weights(&self, table: &WeightTable, cell: &Cell<'_>) -> Result<Option<Rational>, Stop> {
        let question = Question { item: self.item, cell };
        let mut sum = table.start;
        for factor in &table.factors {
            let FactorWeights::Cells(_, cells) = &factor.weights else { continue };
            for (tested, _) in cells {
                match question.admits(tested) {
                    Ok(true) | Err(Stop::Missing) => break,
                    Ok(false) => {}
                    Err(stop) => return Err(stop),
                }
            }
            // What a missing fact weighs the engine knows.
            let Ok(choice) = self.item.factor_weight(table, factor, &question.sample()) else {
                return Ok(None);
            };
            let weight = choice.weight;
            sum = sum.add(weight).ok_or(Stop::Unknown)?;
        }
        Ok(Some(sum))
    }

    /// A straight stretch as the stairs that rounding makes of it, where they are few.
    fn stairs(&self, steps: Steps, found: &mut Vec<Steps>) {
        if self.has_few_stairs(steps) { self.halve(steps, found) } else { found.push(steps) }
    }

    /// What stairs are told apart by: the statutory range, and the fine of persons, may move while the fine does not.
    fn result(&self, step: i64) -> Option<(Option<usize>, Ends)> {
        let decision = self.decide(step).ok()?;
        Some((decision.row, decision.fine?))
    }

    fn has_few_stairs(&self, steps: Steps) -> bool {
        let Some(((_, first), (_, last))) = self.result(steps.first).zip(self.result(steps.last)) else {
            return false;
        };
        let stairs = |a: Rational, b: Rational| {
            Some(b.subtract(a)?.absolute()?.divide(self.item.rounding.step())?.floor())
        };
        let few = |a, b| stairs(a, b).is_some_and(|stairs| stairs <= MOST_STAIRS);
        few(first.min, last.min) && few(first.max, last.max)
    }

    /// A line goes one way, and so does what is rounded from it: what is equal at both ends is equal between them.
    fn halve(&self, steps: Steps, found: &mut Vec<Steps>) {
        let Steps { first, last, .. } = steps;
        let middle = first.midpoint(last);
        if self.result(first) == self.result(last) {
            match found.last_mut() {
                Some(before) if before.straight && self.result(before.first) == self.result(first) => {
                    before.last = last;
                }
                _ => found.push(steps),
            }
        } else {
            self.halve(Steps { last: middle, ..steps }, found);
            self.halve(Steps { first: middle.saturating_add(1), ..steps }, found);
        }
    }

    /// Some values of a stretch of which nothing is proved, as even as they can be.
    fn look(&self, first: i64, last: i64, found: &mut Vec<Steps>) {
        let size = last.saturating_sub(first).checked_div(PLACES).unwrap_or_default().max(0);
        let mut first = first;
        while first <= last {
            let end = first.saturating_add(size).min(last);
            found.push(Steps { first, last: end, straight: first == end });
            first = end.saturating_add(1);
        }
    }

    fn decide(&self, step: i64) -> Result<Decision, AssessError> {
        let mut values = self.values.clone();
        if let (Some(room), Some(value)) = (values.get_mut(self.slot), self.moved.of_step(step)) {
            *room = value;
        }
        self.item.compute(&mut values, &Heeded::default(), &mut Trace::off())
    }

    fn stretch(&self, steps: Steps) -> Option<Stretch> {
        let number = |step| match self.moved.of_step(step)? {
            Value::Number(number) => Some(number),
            _ => None,
        };
        Some(Stretch {
            first: number(steps.first)?,
            last: number(steps.last)?,
            at_first: self.decide(steps.first),
            at_last: self.decide(steps.last),
            straight: steps.straight,
        })
    }
}

impl Fact {
    /// The one place of a value; `None` where it is no step of the fact that a machine integer counts.
    fn place(&self, value: &Value<'_>) -> Option<Place> {
        let step = match (value, &self.kind) {
            (Value::Missing, _) => return Some(Place::Missing),
            (Value::Number(number), FactTypeDeclaration::Number { decimals, .. }) => {
                i64::try_from(number.mantissa(*decimals)?).ok()?
            }
            (Value::Boolean(truth), _) => i64::from(*truth),
            (Value::Text(text), FactTypeDeclaration::Text(values)) => {
                i64::try_from(values.iter().position(|(known, _)| known == text)?).ok()?
            }
            (Value::Date(date), _) => date.epoch_day().into(),
            _ => return None,
        };
        Some(Place::Within(step, step))
    }
}
