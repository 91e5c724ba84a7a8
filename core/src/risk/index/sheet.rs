//! Points by the places of indicators and assessors.

use std::sync::Arc;

use super::{Index, IndexError, IndexOutcome, Scoring};
use crate::facts::{Facts, Given};
use crate::feel::Value;
use crate::number::Rational;
use crate::penalty::Fact;

/// Points as [`PointSheet::points`] has read them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points(Rational);

/// The points that assessors give to one after the other: names are looked up once for all, and the room is used again.
///
/// It takes nothing that is wrong, and tells only that it is: what is wrong [`Index::assess`] says of the same points.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use evenhand::risk::PointSheet;
/// use evenhand::{Facts, RuleBook};
///
/// let book = RuleBook::bundled()?;
/// let index = book.on("2026-11-22".parse()?).index("cn.qinhuangdao.integrity-index/leader")?;
/// let mut sheet = PointSheet::new(index);
/// let (loyalty, peers) = (sheet.indicator("loyalty").unwrap(), sheet.assessor("peers").unwrap());
/// assert!(sheet.give(loyalty, peers, &90.into()));
/// assert!(!sheet.give(loyalty, peers, &90.into()), "an assessor gives points once");
/// assert!(sheet.rate(&Facts::new()).is_err(), "the others have given none");
/// sheet.clear();
/// assert!(!sheet.give(loyalty, peers, &101.into()), "there are a hundred points");
/// let ninety = sheet.points(&90.into()).unwrap();
/// assert!(sheet.take(loyalty, peers, ninety) && sheet.points(&101.into()).is_none());
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PointSheet {
    index: Arc<Index>,
    /// What points can be.
    any: Fact,
    points: PointsGiven,
}

impl PointSheet {
    /// A sheet without points.
    #[must_use]
    pub fn new(index: &Arc<Index>) -> Self {
        let (any, points) = (index.points_fact(String::new()), PointsGiven::none(index));
        Self { index: Arc::clone(index), any, points }
    }

    /// The place of an indicator.
    #[must_use]
    pub fn indicator(&self, name: &str) -> Option<usize> {
        self.index.indicators().iter().position(|indicator| indicator.name == name)
    }

    /// The place of an assessor.
    #[must_use]
    pub fn assessor(&self, name: &str) -> Option<usize> {
        self.index.assessors()?.list.iter().position(|assessor| assessor.name == name)
    }

    /// What somebody gives as points; nothing where it is no such points.
    #[must_use]
    pub fn points(&self, given: &Given) -> Option<Points> {
        match self.any.read(given) {
            Ok(Value::Number(points)) => Some(Points(points)),
            _ => None,
        }
    }

    /// Takes the points of an assessor for an indicator, by their places. Not taken, which is told by `false`: what is no
    /// such points, those for an indicator that this one does not assess, and second ones.
    pub fn give(&mut self, indicator: usize, assessor: usize, points: &Given) -> bool {
        self.points(points).is_some_and(|points| self.take(indicator, assessor, points))
    }

    /// The same with points that were read, once for all who give as many.
    pub fn take(&mut self, indicator: usize, assessor: usize, points: Points) -> bool {
        let found = self.index.indicators().get(indicator);
        let assesses = found.is_some_and(|indicator| match &indicator.scoring {
            Scoring::Assessed(by) => by.contains(&assessor),
            _ => false,
        });
        assesses && self.points.take(indicator, assessor, points.0)
    }

    /// The index for these facts and the points that were given.
    ///
    /// # Errors
    /// Those of [`Index::assess`].
    pub fn rate(&self, facts: &Facts) -> Result<IndexOutcome, IndexError> {
        self.index.outcome(facts, &self.index.bind(facts)?, &self.points)
    }

    /// Forgets the points, for the next one who is rated.
    pub fn clear(&mut self) {
        self.points.points.fill(None);
    }
}

/// The points that assessors gave, indicator by indicator.
#[derive(Clone, Debug)]
pub(super) struct PointsGiven {
    points: Vec<Option<Rational>>,
    assessors: usize,
}

impl PointsGiven {
    pub(super) fn none(index: &Index) -> Self {
        let assessors = index.assessors().map_or(0, |assessors| assessors.list.len());
        Self { points: vec![None; index.indicators().len().saturating_mul(assessors)], assessors }
    }

    /// The points for an indicator, assessor by assessor.
    pub(super) fn of(&self, indicator: usize) -> &[Option<Rational>] {
        let start = indicator.saturating_mul(self.assessors);
        self.points.get(start..start.saturating_add(self.assessors)).unwrap_or_default()
    }

    /// Takes points where there are none; false where there are some.
    pub(super) fn take(&mut self, indicator: usize, assessor: usize, points: Rational) -> bool {
        let slot = indicator.saturating_mul(self.assessors).saturating_add(assessor);
        match self.points.get_mut(slot) {
            Some(free @ None) => {
                *free = Some(points);
                true
            }
            _ => false,
        }
    }
}
