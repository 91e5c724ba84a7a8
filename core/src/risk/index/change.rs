use super::{IndexError, IndexOutcome, Indicator, Method, Scoring};
use crate::number::{Edge, Rational, Rounding, RoundingMode};

/// What would bring another grade: exact, since the index is linear in the points.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct GradeChange {
    /// The place of the other grade.
    pub grade: usize,
    /// Where it begins on the way, before rounding; an excluded end must be passed.
    pub from: Edge,
    /// How far the index is from there: above zero on the way up, below zero on the way down.
    pub by: Rational,
    /// The indicators that would do alone, those with the smallest change of points first.
    pub alone: Vec<IndicatorChange>,
    /// Where none would do alone: the fewest that would together; empty where all together would not.
    pub together: Vec<IndicatorChange>,
}

/// Other points of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndicatorChange {
    /// The place of the indicator.
    pub indicator: usize,
    /// The points that it has.
    pub from: Rational,
    /// The points that it would need.
    pub to: Rational,
    /// These points are just not enough: it would need more on the way up, less on the way down.
    pub beyond: bool,
}

/// What moved an index between two outcomes.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Movement {
    /// The number before rounding, before and after.
    pub exact: (Option<Rational>, Option<Rational>),
    /// The words for the grades, before and after.
    pub grades: (Option<String>, Option<String>),
    /// By how much the number moved before rounding: what the indicators add up to.
    pub by: Option<Rational>,
    /// What each indicator contributed to that, the greatest first; those that moved nothing are left out.
    pub indicators: Vec<Moved>,
}

/// What an indicator contributed to a movement.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Moved {
    /// The word for it.
    pub indicator: String,
    /// The points before; none if the version of that day does not have it.
    pub before: Option<Rational>,
    /// The points after.
    pub after: Option<Rational>,
    /// The difference of the contributions.
    pub by: Rational,
    /// The part of it that other weights brought; the rest is by other points.
    pub by_weight: Rational,
}

/// The way to another grade.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

impl IndexOutcome {
    /// What would bring the next grade on the way up and on the way down; nothing where the index has no weights or no
    /// such grade.
    ///
    /// For an indicator with a table or bands only the points that stand there count; for others any points from 0 to
    /// the full ones.
    ///
    /// # Errors
    /// Numbers that do not fit.
    pub fn changes(&self) -> Result<Vec<GradeChange>, IndexError> {
        let ways = [Way::Up, Way::Down].into_iter();
        let changes: Option<Vec<Option<GradeChange>>> = ways.map(|way| self.change(way)).collect();
        Ok(changes.ok_or_else(|| self.index.overflow())?.into_iter().flatten().collect())
    }

    fn change(&self, way: Way) -> Option<Option<GradeChange>> {
        let (Method::Weighted(weighted), Some(exact), Some(here)) =
            (&self.index.method, self.exact, self.grade())
        else {
            return Some(None);
        };
        let Some(mine) = here.range else { return Some(None) };
        let ranges = self.index.grades.iter().map(|grade| grade.range).enumerate();
        let others = ranges.filter_map(|(place, range)| Some((place, range?)));
        let next = match way {
            Way::Up => others
                .filter(|(_, range)| mine.high.value().is_some_and(|high| range.low.value() >= Some(high)))
                .min_by_key(|(_, range)| range.low.value()),
            Way::Down => others
                .filter(|(_, range)| {
                    mine.low.value().is_some_and(|low| range.high.value().is_some_and(|high| high <= low))
                })
                .max_by_key(|(_, range)| range.high.value()),
        };
        let Some((grade, range)) = next else { return Some(None) };
        let edge = if way == Way::Up { range.low } else { range.high };
        let from = match self.index.rounding {
            Some(rounding) => before_rounding(edge, rounding, way)?,
            None => edge,
        };
        let target = from.value()?;
        let by = target.subtract(exact)?;
        let strict = matches!(from, Edge::Excluded(_));
        let mut alone = Vec::new();
        let mut capacities = Vec::new();
        for (place, (indicator, found)) in weighted.indicators.iter().zip(&self.indicators).enumerate() {
            let needed = found.points.add(by.divide(indicator.weight)?)?;
            let reach = Reach { indicator, full: weighted.full, way };
            if let Some((to, beyond)) = reach.least(needed, strict) {
                alone.push(IndicatorChange { indicator: place, from: found.points, to, beyond });
            }
            let end = reach.end(found.points);
            capacities.push((
                end.subtract(found.points)?.multiply(indicator.weight)?.absolute()?,
                place,
                end,
            ));
        }
        let mut distances = Vec::new();
        for change in alone {
            distances.push((change.to.subtract(change.from)?.absolute()?, change));
        }
        distances.sort_by_key(|(distance, _)| *distance);
        let alone: Vec<IndicatorChange> = distances.into_iter().map(|(_, change)| change).collect();
        let together = if alone.is_empty() {
            capacities.sort_by_key(|(capacity, ..)| std::cmp::Reverse(*capacity));
            self.together(weighted, &capacities, by, strict, way)?
        } else {
            Vec::new()
        };
        Some(Some(GradeChange { grade, from, by, alone, together }))
    }

    /// The fewest indicators: those that can move the index farthest go to their end, the last one only as far as it must.
    fn together(
        &self,
        weighted: &super::Weighted,
        farthest: &[(Rational, usize, Rational)],
        by: Rational,
        strict: bool,
        way: Way,
    ) -> Option<Vec<IndicatorChange>> {
        let mut left = by;
        let mut changes = Vec::new();
        for (_, place, end) in farthest {
            let (indicator, found) = (weighted.indicators.get(*place)?, self.indicators.get(*place)?);
            let needed = found.points.add(left.divide(indicator.weight)?)?;
            let reach = Reach { indicator, full: weighted.full, way };
            if let Some((to, beyond)) = reach.least(needed, strict) {
                changes.push(IndicatorChange { indicator: *place, from: found.points, to, beyond });
                return Some(changes);
            }
            left = left.subtract(end.subtract(found.points)?.multiply(indicator.weight)?)?;
            changes.push(IndicatorChange { indicator: *place, from: found.points, to: *end, beyond: false });
        }
        Some(Vec::new())
    }

    /// What moved the index since an earlier outcome of it, which may be of an earlier version.
    ///
    /// # Errors
    /// [`IndexError::OtherIndex`]; numbers that do not fit.
    pub fn since(&self, before: &Self) -> Result<Movement, IndexError> {
        if self.index.id != before.index.id {
            let (before, after) = (before.index.id.clone(), self.index.id.clone());
            return Err(IndexError::OtherIndex { before, after });
        }
        self.movement(before).ok_or_else(|| self.index.overflow())
    }

    fn movement(&self, before: &Self) -> Option<Movement> {
        let mut names: Vec<&str> = Vec::new();
        for indicator in self.index.indicators().iter().chain(before.index.indicators()) {
            if !names.contains(&indicator.name.as_str()) {
                names.push(&indicator.name);
            }
        }
        let mut indicators = Vec::new();
        for name in names {
            let (was, is) = (before.named(name), self.named(name));
            let (old_weight, old) = was.unwrap_or((Rational::ZERO, Rational::ZERO));
            let (new_weight, new) = is.unwrap_or((Rational::ZERO, Rational::ZERO));
            let by = new_weight.multiply(new)?.subtract(old_weight.multiply(old)?)?;
            let by_weight = new_weight.subtract(old_weight)?.multiply(old)?;
            if by.is_zero() && by_weight.is_zero() {
                continue;
            }
            let (before, after) = (was.map(|(_, points)| points), is.map(|(_, points)| points));
            indicators
                .push((by.absolute()?, Moved { indicator: name.to_owned(), before, after, by, by_weight }));
        }
        indicators.sort_by_key(|(by, _)| std::cmp::Reverse(*by));
        let by = match (before.exact, self.exact) {
            (Some(before), Some(after)) => Some(after.subtract(before)?),
            _ => None,
        };
        let grade = |outcome: &Self| outcome.grade().map(|grade| grade.name.clone());
        Some(Movement {
            exact: (before.exact, self.exact),
            grades: (grade(before), grade(self)),
            by,
            indicators: indicators.into_iter().map(|(_, moved)| moved).collect(),
        })
    }

    /// The weight and the points of an indicator.
    fn named(&self, name: &str) -> Option<(Rational, Rational)> {
        let mut indicators = self.index.indicators().iter().zip(&self.indicators);
        let (indicator, found) = indicators.find(|(indicator, _)| indicator.name == name)?;
        Some((indicator.weight, found.points))
    }
}

/// How far the points of an indicator can go.
struct Reach<'a> {
    indicator: &'a Indicator,
    full: Rational,
    way: Way,
}

impl Reach<'_> {
    /// The points that its table or bands have, if it has one of these.
    fn listed(&self) -> Option<Vec<Rational>> {
        match &self.indicator.scoring {
            Scoring::Table(rows) => Some(rows.iter().map(|row| row.points).collect()),
            Scoring::Bands(_, bands) => Some(bands.iter().map(|band| band.points).collect()),
            _ => None,
        }
    }

    /// The nearest points on the way that are enough, and whether they must be passed.
    fn least(&self, needed: Rational, strict: bool) -> Option<(Rational, bool)> {
        let enough = |points: Rational| match (self.way, strict) {
            (Way::Up, false) => points >= needed,
            (Way::Up, true) => points > needed,
            (Way::Down, false) => points <= needed,
            (Way::Down, true) => points < needed,
        };
        if let Some(listed) = self.listed() {
            let mut enough = listed.into_iter().filter(|points| enough(*points));
            let first = enough.next()?;
            let nearest = enough.fold(first, |nearest, points| match self.way {
                Way::Up => nearest.min(points),
                Way::Down => nearest.max(points),
            });
            return Some((nearest, false));
        }
        let end = if self.way == Way::Up { self.full } else { Rational::ZERO };
        enough(end).then_some((needed, strict))
    }

    /// The last points on the way.
    fn end(&self, here: Rational) -> Rational {
        match (self.listed(), self.way) {
            (Some(listed), Way::Up) => listed.into_iter().fold(here, Rational::max),
            (Some(listed), Way::Down) => listed.into_iter().fold(here, Rational::min),
            (None, Way::Up) => self.full,
            (None, Way::Down) => Rational::ZERO,
        }
    }
}

/// Where the numbers begin that are rounded into a range; none of them is below zero.
fn before_rounding(edge: Edge, rounding: Rounding, way: Way) -> Option<Edge> {
    let step = rounding.step();
    let half = step.divide(Rational::integer(2))?;
    let value = edge.value()?;
    let steps = value.divide(step)?;
    let (floor, exact) = (Rational::integer(steps.floor()), steps.is_integer());
    let included = matches!(edge, Edge::Included(_));
    // The last rounded number on the way that is still in the range.
    let last = match way {
        Way::Up if exact && included => floor,
        Way::Up => floor.add(Rational::ONE)?,
        Way::Down if exact && !included => floor.subtract(Rational::ONE)?,
        Way::Down => floor,
    }
    .multiply(step)?;
    Some(match (way, rounding.mode()) {
        (Way::Up, RoundingMode::Up) => Edge::Excluded(last.subtract(step)?),
        (Way::Up, RoundingMode::Down) | (Way::Down, RoundingMode::Up) => Edge::Included(last),
        (Way::Up, RoundingMode::HalfUp) => Edge::Included(last.subtract(half)?),
        (Way::Up, RoundingMode::HalfDown) => Edge::Excluded(last.subtract(half)?),
        (Way::Down, RoundingMode::Down) => Edge::Excluded(last.add(step)?),
        (Way::Down, RoundingMode::HalfUp) => Edge::Excluded(last.add(half)?),
        (Way::Down, RoundingMode::HalfDown) => Edge::Included(last.add(half)?),
    })
}
