use std::sync::Arc;

use super::{Entry, EntryKind, Score, ScoreError, ScoreExample};
use crate::diagnostic::nearest;
use crate::facts::Facts;
use crate::feel::{Fault, Formula, NumberTerm, Slot, Value};
use crate::number::Rational;
use crate::penalty::{AssessError, Fact};

/// The score of one period, and how it came about.
#[derive(Clone, Debug)]
pub struct ScoreOutcome {
    pub(super) score: Arc<Score>,
    pub(super) given: Facts,
    /// The parts, in the order of the score.
    pub parts: Vec<PartScore>,
    /// What became of each deduction and bonus, in the order of the score.
    pub entries: Vec<Accounted>,
    /// The parts together, with what is added to the whole and taken off it.
    pub sum: Rational,
    /// What the sum was multiplied with; none if its facts are not given, or the score has no factor.
    pub times: Option<Rational>,
    /// The points.
    pub points: Rational,
}

/// The points of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartScore {
    /// What was taken off.
    pub deducted: Rational,
    /// What was added.
    pub added: Rational,
    /// What is left, at least the floor.
    pub points: Rational,
    /// The floor held it.
    pub held: bool,
}

/// What became of a deduction or bonus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accounted {
    /// It came to so many points.
    Points(Rational),
    /// None of its facts is given: it is taken as not established.
    NotGiven,
}

impl ScoreOutcome {
    /// The scheme.
    #[must_use]
    pub fn score(&self) -> &Arc<Score> {
        &self.score
    }

    /// The facts that were given.
    #[must_use]
    pub const fn given(&self) -> &Facts {
        &self.given
    }
}

/// The score of several periods together.
#[derive(Clone, Debug)]
pub struct OverPeriods {
    pub(super) score: Arc<Score>,
    pub(super) once: Facts,
    /// The points of each period.
    pub periods: Vec<Rational>,
    /// Their mean.
    pub mean: Rational,
    /// What became of each deduction that is taken off once.
    pub entries: Vec<Accounted>,
    /// The points.
    pub points: Rational,
}

impl OverPeriods {
    /// The scheme.
    #[must_use]
    pub fn score(&self) -> &Arc<Score> {
        &self.score
    }

    /// The facts of what is taken off once.
    #[must_use]
    pub const fn once(&self) -> &Facts {
        &self.once
    }
}

impl Score {
    /// The score for the facts of one period.
    ///
    /// A deduction or bonus counts as not established where none of its facts is given, those aside that it shares with
    /// others; the outcome says so. Where only some are given it is an error.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::{Facts, RuleBook};
    ///
    /// let book = RuleBook::bundled()?;
    /// let score = book.on("2026-11-21".parse()?).score("cn.approval-score/monthly")?;
    /// let outcome = score.assess(&Facts::new().with("red_time", 1))?;
    /// assert_eq!(outcome.points.to_string(), "90");
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// An unknown fact, a value that a fact cannot have, facts that do not fit together.
    pub fn assess(self: &Arc<Self>, given: &Facts) -> Result<ScoreOutcome, ScoreError> {
        let values = self.bind(given)?;
        for expected in &self.expects {
            let met = match expected.when.formula.term.evaluate(&values) {
                Err(Fault::Missing(_)) => true,
                met => met.map_err(|fault| self.fault(&self.facts, fault, &[]))?,
            };
            if !met {
                return Err(ScoreError::Unmet {
                    expected: expected.title.en.clone(),
                    condition: expected.when.text.clone(),
                });
            }
        }
        let accounted = self
            .entries
            .iter()
            .map(|entry| self.account((&self.facts, &self.entries), &entry.points.formula, &values));
        let entries: Vec<Accounted> = accounted.collect::<Result<_, _>>()?;
        let parts: Vec<PartScore> = (0..self.parts.len())
            .map(|part| self.part(part, &entries))
            .collect::<Option<_>>()
            .ok_or_else(|| self.overflow())?;
        let times = match &self.times {
            None => None,
            Some(times) => match self.account((&self.facts, &self.entries), &times.formula, &values)? {
                Accounted::Points(times) => Some(times),
                Accounted::NotGiven => None,
            },
        };
        let (sum, points) = self.total(&parts, &entries, times).ok_or_else(|| self.overflow())?;
        Ok(ScoreOutcome { score: Arc::clone(self), given: given.clone(), parts, entries, sum, times, points })
    }

    /// The score of several periods together, as the document has it; `once` are the facts of what is taken off once.
    ///
    /// # Errors
    /// [`ScoreError::NoPeriod`]; [`ScoreError::OnePeriodOnly`] where the document says nothing of several; those of
    /// [`assess`](Self::assess) for the facts.
    pub fn over_periods(
        self: &Arc<Self>,
        outcomes: &[ScoreOutcome],
        once: &Facts,
    ) -> Result<OverPeriods, ScoreError> {
        let Some(together) = &self.together else {
            return Err(ScoreError::OnePeriodOnly { score: self.id.clone() });
        };
        let values = bind(&self.id, &together.facts, once)?;
        let entries = together.deductions.iter();
        let entries = entries.map(|entry| {
            self.account((&together.facts, &together.deductions), &entry.points.formula, &values)
        });
        let entries: Vec<Accounted> = entries.collect::<Result<_, _>>()?;
        let count = i128::try_from(outcomes.len()).unwrap_or_default();
        if count == 0 {
            return Err(ScoreError::NoPeriod);
        }
        let periods: Vec<Rational> = outcomes.iter().map(|outcome| outcome.points).collect();
        let sum = periods.iter().try_fold(Rational::ZERO, |sum, points| sum.add(*points));
        let mean = sum.and_then(|sum| sum.divide(Rational::integer(count))).ok_or_else(|| self.overflow())?;
        let less = entries.iter().try_fold(mean, |left, entry| match entry {
            Accounted::Points(points) => left.subtract(*points),
            Accounted::NotGiven => Some(left),
        });
        let points = less.ok_or_else(|| self.overflow())?;
        Ok(OverPeriods { score: Arc::clone(self), once: once.clone(), periods, mean, entries, points })
    }

    pub(crate) fn bind<'a>(&self, given: &'a Facts) -> Result<Vec<Value<'a>>, AssessError> {
        bind(&self.id, &self.facts, given)
    }

    fn account(
        &self,
        (facts, entries): (&[Fact], &[Entry]),
        formula: &Formula<NumberTerm>,
        values: &[Value<'_>],
    ) -> Result<Accounted, ScoreError> {
        let missing = |slot: &&Slot| values.get(slot.0).is_none_or(|value| *value == Value::Missing);
        // A fact that several name, such as the number of all cases, says nothing of any one of them.
        let named_by =
            |slot: &Slot| entries.iter().filter(|entry| entry.points.formula.facts.contains(slot)).count();
        let own: Vec<&Slot> = formula.facts.iter().filter(|slot| named_by(slot) < 2).collect();
        let decisive = if own.is_empty() { formula.facts.iter().collect() } else { own };
        if !decisive.is_empty() && decisive.iter().all(missing) {
            return Ok(Accounted::NotGiven);
        }
        let points = formula.term.evaluate(values);
        points.map(Accounted::Points).map_err(|fault| {
            let others: Vec<Slot> = formula.facts.iter().filter(missing).copied().collect();
            self.fault(facts, fault, &others)
        })
    }

    fn fault(&self, facts: &[Fact], fault: Fault, not_given: &[Slot]) -> ScoreError {
        let Fault::Missing(slot) = fault else { return self.overflow() };
        let Some(fact) = facts.get(slot.0) else { return self.overflow() };
        let others = not_given.iter().filter(|other| **other != slot).filter_map(|slot| facts.get(slot.0));
        ScoreError::Facts(AssessError::MissingFact {
            fact: fact.name.clone(),
            label: fact.label.clone(),
            kind: Box::new(fact.kind.clone()),
            others: others.map(|fact| fact.name.clone()).collect(),
        })
    }

    fn overflow(&self) -> ScoreError {
        ScoreError::Facts(AssessError::Overflow { item: self.id.clone() })
    }

    /// What the entries of one part, or of the whole, come to.
    fn sum_of(&self, kind: EntryKind, part: Option<usize>, accounted: &[Accounted]) -> Option<Rational> {
        let mut sum = Rational::ZERO;
        for (entry, accounted) in self.entries.iter().zip(accounted) {
            if let (true, Accounted::Points(points)) = (entry.kind == kind && entry.part == part, accounted) {
                sum = sum.add(*points)?;
            }
        }
        Some(sum)
    }

    fn part(&self, index: usize, accounted: &[Accounted]) -> Option<PartScore> {
        let part = self.parts.get(index)?;
        let deducted = self.sum_of(EntryKind::Deduction, Some(index), accounted)?;
        let added = self.sum_of(EntryKind::Bonus, Some(index), accounted)?;
        let left = part.points.subtract(deducted)?.add(added)?;
        let floor = part.floor.filter(|floor| left < *floor);
        Some(PartScore { deducted, added, points: floor.unwrap_or(left), held: floor.is_some() })
    }

    fn total(
        &self,
        parts: &[PartScore],
        accounted: &[Accounted],
        times: Option<Rational>,
    ) -> Option<(Rational, Rational)> {
        let sum = parts.iter().try_fold(Rational::ZERO, |sum, part| sum.add(part.points))?;
        let sum = sum.add(self.sum_of(EntryKind::Bonus, None, accounted)?)?;
        let sum = sum.subtract(self.sum_of(EntryKind::Deduction, None, accounted)?)?;
        let points = match times {
            Some(times) => sum.multiply(times)?,
            None => sum,
        };
        Some((sum, points))
    }
}

impl ScoreExample {
    /// Whether the score gives what the example says.
    ///
    /// # Errors
    /// Everything in which it differs, one difference a line.
    pub fn holds(&self, score: &Arc<Score>) -> Result<(), String> {
        let outcomes: Result<Vec<ScoreOutcome>, ScoreError> =
            self.periods.iter().map(|given| score.assess(given)).collect();
        let found = outcomes.and_then(|outcomes| {
            let points = match (outcomes.as_slice(), self.once.iter().next()) {
                ([outcome], None) => outcome.points,
                (several, _) => score.over_periods(several, &self.once)?.points,
            };
            Ok((points, outcomes))
        });
        let (points, outcomes) = match (found, &self.expected) {
            (Err(error), Err(code)) if error.code() == code => return Ok(()),
            (Err(error), _) => return Err(format!("  {error}")),
            (Ok((points, _)), Err(code)) => {
                return Err(format!("  expected the error {code}, found the score {points}"));
            }
            (Ok((points, outcomes)), Ok(_)) => (points, outcomes),
        };
        let mut differences = Vec::new();
        if self.expected.as_ref().is_ok_and(|expected| *expected != points) {
            let expected = self.expected.as_ref().map_or_else(Clone::clone, ToString::to_string);
            differences.push(format!("  score: expected {expected}, found {points}"));
        }
        for (name, expected) in &self.parts {
            let place = score.parts.iter().position(|part| part.name == *name);
            let found = outcomes.first().and_then(|outcome| outcome.parts.get(place?));
            if found.is_none_or(|part| part.points != *expected) {
                let found = found.map_or_else(|| "none".to_owned(), |part| part.points.to_string());
                differences.push(format!("  part {name}: expected {expected}, found {found}"));
            }
        }
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }
}

/// The values of facts by slot, held against their declarations.
pub(super) fn bind<'a>(
    score: &str,
    declared: &[Fact],
    given: &'a Facts,
) -> Result<Vec<Value<'a>>, AssessError> {
    for (name, _) in given.iter() {
        if declared.iter().all(|fact| fact.name != name) {
            let known = || declared.iter().map(|fact| fact.name.as_str());
            return Err(AssessError::UnknownFact {
                item: score.to_owned(),
                fact: name.to_owned(),
                suggestion: nearest(name, known()).map(str::to_owned),
                known: known().map(str::to_owned).collect(),
            });
        }
    }
    Fact::bind_all(declared, given)
}
