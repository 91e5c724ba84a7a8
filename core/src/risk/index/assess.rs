use std::sync::Arc;

use super::error::known;
use super::sheet::PointsGiven;
use super::{
    Assessments, Assessors, Combination, Index, IndexError, IndexExample, Indicator, Method, MissingAssessor,
    Scoring, Weighted,
};
use crate::facts::Facts;
use crate::feel::{Condition, Fault, NumberTerm, Unit, Value};
use crate::language::Bilingual;
use crate::number::{Edge, Range, Rational};
use crate::pack::FactTypeDeclaration;
use crate::penalty::{AssessError, Fact, Sourced};
use crate::risk::assess::bind;

/// The index of one person, group, post or project, and how it came about.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct IndexOutcome {
    pub(super) index: Arc<Index>,
    pub(super) given: Facts,
    /// What became of each indicator, in the order of the index.
    pub indicators: Vec<IndicatorOutcome>,
    /// Which criteria hold, in the order of the index.
    pub criteria: Vec<bool>,
    /// The number before it is rounded: what the contributions add up to. None where the grade needs none.
    pub exact: Option<Rational>,
    /// The number.
    pub number: Option<Rational>,
    /// The place of the grade, if the index has grades.
    pub grade: Option<usize>,
}

/// The points of an indicator, and what they bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorOutcome {
    /// The points.
    pub points: Rational,
    /// What they bring to the index: its weight times the points.
    pub contribution: Rational,
    /// How they came about.
    pub scored: Scored,
}

/// How an indicator got its points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scored {
    /// By its formula.
    Formula,
    /// By this row of its table.
    Row(usize),
    /// By this band, for the number that was looked up.
    Band(usize, Rational),
    /// By these deductions, in the order of the indicator.
    Deductions(Vec<Rational>),
    /// By its assessors, in the order of the index.
    Assessors(Vec<AssessorPoints>),
}

/// The points that an assessor gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssessorPoints {
    /// The place of the assessor in the list of the index.
    pub assessor: usize,
    /// The points; none if it gave none.
    pub points: Option<Rational>,
}

impl IndexOutcome {
    /// The index.
    #[must_use]
    pub fn index(&self) -> &Arc<Index> {
        &self.index
    }

    /// The facts that were given.
    #[must_use]
    pub const fn given(&self) -> &Facts {
        &self.given
    }

    /// The grade, if the index has grades.
    #[must_use]
    pub fn grade(&self) -> Option<&super::Grade> {
        self.index.grades.get(self.grade?)
    }

    /// What the indicators of each group bring, in the order of the index.
    #[must_use]
    pub fn groups(&self) -> Vec<Rational> {
        let Method::Weighted(weighted) = &self.index.method else { return Vec::new() };
        (0..weighted.groups.len()).map(|group| self.sum(|indicator| indicator.group == Some(group))).collect()
    }

    /// What the indicators of each kind bring, in the order of the index.
    #[must_use]
    pub fn kinds(&self) -> Vec<Rational> {
        let Method::Weighted(weighted) = &self.index.method else { return Vec::new() };
        let kind = |indicator: &Indicator| weighted.groups.get(indicator.group?)?.kind;
        (0..weighted.kinds.len()).map(|of| self.sum(|indicator| kind(indicator) == Some(of))).collect()
    }

    /// A part of a sum that has been made once, so that it fits.
    fn sum(&self, belongs: impl Fn(&Indicator) -> bool) -> Rational {
        let indicators = self.index.indicators().iter().zip(&self.indicators);
        let of = indicators.filter(|(indicator, _)| belongs(indicator)).map(|(_, found)| found.contribution);
        of.fold(Rational::ZERO, |sum, contribution| sum.add(contribution).unwrap_or(sum))
    }
}

impl Index {
    /// The index for these facts and the points that assessors gave.
    ///
    /// ```
    /// use evenhand::risk::Assessments;
    /// use evenhand::{Facts, RuleBook};
    ///
    /// let pack = r#"
    /// format = 1
    /// id = "xx.town.posts"
    /// title = { zh = "示例", en = "Example" }
    /// source = { kind = "illustration", issuer = "nobody", checked = 2026-11-22 }
    /// in-force = { from = 2026-01-01 }
    /// facts.talks = { type = "number", range = "[0..20]" }
    ///
    /// [index.post]
    /// title = { zh = "岗位", en = "post" }
    /// basis = "article 1"
    /// indicators = [
    ///   { indicator = "record", title = { zh = "记录", en = "record" }, weight = "60%", points = "max(0, 100 - 10 * talks)" },
    ///   { indicator = "view", title = { zh = "评议", en = "view" }, weight = "40%", assessed-by = "all" },
    /// ]
    /// assessors = [{ assessor = "peers", title = { zh = "同级", en = "peers" } }]
    /// combine = { by = "mean", missing = "refuse" }
    /// "#;
    /// let book = RuleBook::load([("posts.toml", pack)])?;
    /// let index = book.on("2026-11-22".parse()?).index("xx.town.posts/post")?;
    /// let outcome = index.assess(&Facts::new().with("talks", 2), &Assessments::new().with("view", "peers", 90))?;
    /// assert_eq!(outcome.number.map(|number| number.to_string()).as_deref(), Some("84"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// An unknown fact, indicator or assessor; a value or points out of range; an assessor twice; a fact or an assessor
    /// that is missing and needed.
    pub fn assess(
        self: &Arc<Self>,
        given: &Facts,
        assessed: &Assessments,
    ) -> Result<IndexOutcome, IndexError> {
        let values = self.bind(given)?;
        self.outcome(given, &values, &self.read(assessed)?)
    }

    pub(super) fn bind<'a>(&self, given: &'a Facts) -> Result<Vec<Value<'a>>, AssessError> {
        bind(&self.id, &self.facts, given)
    }

    /// The index for facts that are bound and points that are read.
    pub(super) fn outcome(
        self: &Arc<Self>,
        given: &Facts,
        values: &[Value<'_>],
        points: &PointsGiven,
    ) -> Result<IndexOutcome, IndexError> {
        let case = Case { index: self, values };
        let (mut indicators, mut criteria) = (Vec::new(), Vec::new());
        let (mut exact, mut grade) = (None, None);
        match &self.method {
            Method::Weighted(weighted) => {
                let mut sum = Rational::ZERO;
                indicators.reserve_exact(weighted.indicators.len());
                for (place, indicator) in weighted.indicators.iter().enumerate() {
                    let found = case.indicator(weighted, indicator, points.of(place))?;
                    sum = sum.add(found.contribution).ok_or_else(|| self.overflow())?;
                    indicators.push(found);
                }
                exact = Some(sum);
            }
            Method::Count(declared) => {
                for criterion in declared {
                    criteria.push(case.holds(&criterion.when)?);
                }
                let count = criteria.iter().filter(|holds| **holds).count();
                exact = i128::try_from(count).ok().map(Rational::integer);
            }
            Method::Number(formula) => exact = Some(case.number(formula)?),
            Method::Matrix(matrix) => {
                let (row, column) = (case.place(matrix.rows)?, case.place(matrix.columns)?);
                grade = matrix.cells.get(row).and_then(|cells| cells.get(column)).copied();
            }
            Method::Conditions => grade = case.first_grade()?,
        }
        let number = match (exact, self.rounding) {
            (Some(exact), Some(rounding)) => Some(rounding.round(exact).ok_or_else(|| self.overflow())?),
            (exact, _) => exact,
        };
        if let Some(number) = number {
            let lies_in = |range: &Option<Range>| range.is_some_and(|range| range.contains(number));
            grade = self.grades.iter().position(|grade| lies_in(&grade.range));
        }
        let index = Arc::clone(self);
        Ok(IndexOutcome { index, given: given.clone(), indicators, criteria, exact, number, grade })
    }

    /// Whether facts and points are such as somebody can give; not whether they are enough.
    pub(crate) fn readable(&self, given: &Facts, assessed: &Assessments) -> Result<(), IndexError> {
        self.bind(given)?;
        self.read(assessed).map(drop)
    }

    /// The points of the assessors, by indicator and assessor, held against what they can be.
    fn read(&self, assessed: &Assessments) -> Result<PointsGiven, IndexError> {
        let assessors = self.assessors().map(|assessors| assessors.list.as_slice()).unwrap_or_default();
        let mut points = PointsGiven::none(self);
        let any = self.points_fact(String::new());
        let mut last = 0_usize;
        for (indicator, assessor, given) in assessed.iter() {
            let is = |place: &usize| self.indicators().get(*place).is_some_and(|one| one.name == indicator);
            // Most follow the one before them, or are of the same indicator.
            let near = [last, last.saturating_add(1)].into_iter().find(is);
            let place = near.or_else(|| (0..self.indicators().len()).find(is));
            let Some((place, declared)) =
                place.and_then(|place| Some((place, self.indicators().get(place)?)))
            else {
                let names = self.indicators().iter().map(|indicator| indicator.name.as_str());
                let (suggestion, known) = known(indicator, names);
                let (index, indicator) = (self.id.clone(), indicator.to_owned());
                return Err(IndexError::UnknownIndicator { index, indicator, suggestion, known });
            };
            let Scoring::Assessed(by) = &declared.scoring else {
                return Err(IndexError::NotAssessed { indicator: indicator.to_owned() });
            };
            let named = |place: &&usize| assessors.get(**place).is_some_and(|known| known.name == assessor);
            let Some(by_place) = by.iter().find(named) else {
                let names = by.iter().filter_map(|place| Some(assessors.get(*place)?.name.as_str()));
                let (suggestion, known) = known(assessor, names);
                let (indicator, assessor) = (indicator.to_owned(), assessor.to_owned());
                return Err(IndexError::UnknownAssessor { indicator, assessor, suggestion, known });
            };
            last = place;
            let value = any.read(given).or_else(|_| {
                // The words of the fault name the points.
                self.points_fact(format!("{indicator}.{assessor}")).read(given)
            })?;
            let Value::Number(value) = value else { return Err(self.overflow()) };
            if !points.take(place, *by_place, value) {
                let (indicator, assessor) = (indicator.to_owned(), assessor.to_owned());
                return Err(IndexError::AssessorTwice { indicator, assessor });
            }
        }
        Ok(points)
    }

    /// The points of an assessor as if they were a fact, so that they are read and refused alike.
    pub(super) fn points_fact(&self, name: String) -> Fact {
        let (full, decimals) = match &self.method {
            Method::Weighted(Weighted { full, assessors: Some(assessors), .. }) => {
                (*full, assessors.decimals)
            }
            _ => (Rational::ZERO, 0),
        };
        let range = Range { low: Edge::Included(Rational::ZERO), high: Edge::Included(full) };
        let kind = FactTypeDeclaration::Number { unit: Unit::NONE, range, decimals };
        Fact { label: Bilingual::same(&name), name, help: None, kind, aggravates: false }
    }

    pub(super) fn overflow(&self) -> IndexError {
        IndexError::Facts(AssessError::Overflow { item: self.id.clone() })
    }
}

/// An index with the values of a case.
struct Case<'a> {
    index: &'a Index,
    values: &'a [Value<'a>],
}

impl Case<'_> {
    fn indicator(
        &self,
        weighted: &Weighted,
        indicator: &Indicator,
        given: &[Option<Rational>],
    ) -> Result<IndicatorOutcome, IndexError> {
        let (points, scored) = match &indicator.scoring {
            Scoring::Formula(formula) => (self.number(formula)?, Scored::Formula),
            Scoring::Table(rows) => {
                let mut found = None;
                for (place, row) in rows.iter().enumerate() {
                    let holds = row.when.as_ref().map_or(Ok(true), |when| self.holds(when))?;
                    if holds {
                        found = Some((row.points, Scored::Row(place)));
                        break;
                    }
                }
                found.ok_or_else(|| self.index.overflow())?
            }
            Scoring::Bands(of, bands) => {
                let number = self.number(of)?;
                let place = bands.iter().position(|band| band.range.contains(number));
                let band = place.and_then(|place| Some((place, bands.get(place)?)));
                let (place, band) = band.ok_or_else(|| self.index.overflow())?;
                (band.points, Scored::Band(place, number))
            }
            Scoring::Deductions(entries) => {
                let (mut left, mut deducted) = (weighted.full, Vec::new());
                for entry in entries {
                    let points = self.number(&entry.points)?;
                    left = left.subtract(points).ok_or_else(|| self.index.overflow())?;
                    deducted.push(points);
                }
                (left.max(Rational::ZERO), Scored::Deductions(deducted))
            }
            Scoring::Assessed(by) => {
                let assessors = weighted.assessors.as_ref().ok_or_else(|| self.index.overflow())?;
                self.assessed(assessors, indicator, by, given)?
            }
        };
        let contribution = indicator.weight.multiply(points).ok_or_else(|| self.index.overflow())?;
        Ok(IndicatorOutcome { points, contribution, scored })
    }

    fn assessed(
        &self,
        assessors: &Assessors,
        indicator: &Indicator,
        by: &[usize],
        given: &[Option<Rational>],
    ) -> Result<(Rational, Scored), IndexError> {
        let points = by.iter().map(|assessor| AssessorPoints {
            assessor: *assessor,
            points: given.get(*assessor).copied().flatten(),
        });
        let points: Vec<AssessorPoints> = points.collect();
        let name = |place: usize| assessors.list.get(place).map(|assessor| assessor.name.clone());
        let missing = points.iter().filter(|one| one.points.is_none());
        let missing: Vec<String> = missing.filter_map(|one| name(one.assessor)).collect();
        if assessors.missing == MissingAssessor::Refuse && !missing.is_empty() {
            return Err(IndexError::MissingAssessors {
                indicator: indicator.name.clone(),
                assessors: missing,
                expected: self.index.points_fact(indicator.name.clone()).expected(),
            });
        }
        let mut counted = Vec::with_capacity(points.len());
        for one in &points {
            let zero = Some(Rational::ZERO).filter(|_| assessors.missing == MissingAssessor::Zero);
            let weight = assessors.list.get(one.assessor).map(|assessor| assessor.weight);
            counted.extend(one.points.or(zero).zip(weight));
        }
        let least = assessors.least.max(assessors.by.left_out().saturating_add(1));
        if counted.len() < least {
            let (indicator, found) = (indicator.name.clone(), counted.len());
            return Err(IndexError::TooFewAssessors { indicator, found, least });
        }
        let together = Combination::of(assessors.by, &counted).ok_or_else(|| self.index.overflow())?;
        Ok((together, Scored::Assessors(points)))
    }

    fn first_grade(&self) -> Result<Option<usize>, IndexError> {
        for (place, grade) in self.index.grades.iter().enumerate() {
            let holds = grade.when.as_ref().map_or(Ok(true), |when| self.holds(when))?;
            if holds {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// The place of a text among the values of its fact.
    fn place(&self, slot: usize) -> Result<usize, IndexError> {
        let fact = self.index.facts.get(slot).ok_or_else(|| self.index.overflow())?;
        let (FactTypeDeclaration::Text(values), Some(Value::Text(text))) =
            (&fact.kind, self.values.get(slot))
        else {
            return Err(self.missing(fact));
        };
        values.iter().position(|(value, _)| value == text).ok_or_else(|| self.index.overflow())
    }

    fn number(&self, formula: &Sourced<NumberTerm>) -> Result<Rational, IndexError> {
        formula.formula.term.evaluate(self.values).map_err(|fault| self.fault(fault))
    }

    fn holds(&self, condition: &Sourced<Condition>) -> Result<bool, IndexError> {
        condition.formula.term.evaluate(self.values).map_err(|fault| self.fault(fault))
    }

    fn fault(&self, fault: Fault) -> IndexError {
        match fault {
            Fault::Missing(slot) => match self.index.facts.get(slot.0) {
                Some(fact) => self.missing(fact),
                None => self.index.overflow(),
            },
            Fault::Overflow => self.index.overflow(),
        }
    }

    /// The error for a fact that is needed, with the others that were not given.
    fn missing(&self, needed: &Fact) -> IndexError {
        let others = self
            .index
            .facts
            .iter()
            .zip(self.values)
            .filter(|(fact, value)| fact.name != needed.name && **value == Value::Missing);
        IndexError::Facts(AssessError::MissingFact {
            fact: needed.name.clone(),
            label: needed.label.clone(),
            kind: Box::new(needed.kind.clone()),
            others: others.map(|(fact, _)| fact.name.clone()).collect(),
        })
    }
}

impl IndexExample {
    /// Whether the index gives what the example says.
    ///
    /// # Errors
    /// Everything in which it differs, one difference a line.
    pub fn holds(&self, index: &Arc<Index>) -> Result<(), String> {
        let outcome = match (index.assess(&self.given, &self.assessed), &self.error) {
            (Err(error), Some(code)) if error.code() == code => return Ok(()),
            (Err(error), _) => return Err(format!("  {error}")),
            (Ok(_), Some(code)) => return Err(format!("  expected the error {code}, found an outcome")),
            (Ok(outcome), None) => outcome,
        };
        let told =
            |number: Option<Rational>| number.map_or_else(|| "none".to_owned(), |number| number.to_string());
        let mut differences = Vec::new();
        if let Some(expected) = self.index.filter(|expected| outcome.number != Some(*expected)) {
            differences.push(format!("  index: expected {expected}, found {}", told(outcome.number)));
        }
        let grade = outcome.grade().map(|grade| grade.name.as_str());
        if let Some(expected) = self.grade.as_deref().filter(|expected| grade != Some(*expected)) {
            differences.push(format!("  grade: expected {expected}, found {}", grade.unwrap_or("none")));
        }
        for (name, expected) in &self.points {
            let place = index.indicators().iter().position(|indicator| indicator.name == *name);
            let found = place.and_then(|place| Some(outcome.indicators.get(place)?.points));
            if found != Some(*expected) {
                differences.push(format!("  {name}: expected {expected}, found {}", told(found)));
            }
        }
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }
}
