use crate::facts::Facts;
use crate::penalty::AssessError;
use crate::time::Date;

/// A case: its facts and its days.
///
/// ```
/// use evenhand::{Case, Facts};
///
/// let case = Case::new(Facts::new().with("area", 20), "2026-11-21".parse()?)
///     .acted("2025-03-01".parse()?)
///     .found("2025-03-05".parse()?);
/// assert!(case.days().check().is_ok());
/// # Ok::<(), evenhand::time::DateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    facts: Facts,
    days: Days,
}

/// The days of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The day of the act, or the first of a continuous one; that of the decision, if it is not given.
    pub acted: Option<Date>,
    /// The last day of a continuous act.
    pub ended: Option<Date>,
    /// The day on which the act was discovered.
    pub found: Option<Date>,
    /// The day of the decision.
    pub decided: Date,
}

impl Case {
    /// A case that is decided on this day.
    #[must_use]
    pub const fn new(facts: Facts, decided: Date) -> Self {
        Self { facts, days: Days { acted: None, ended: None, found: None, decided } }
    }

    /// With the day of the act, or the first day of a continuous one.
    #[must_use]
    pub const fn acted(mut self, day: Date) -> Self {
        self.days.acted = Some(day);
        self
    }

    /// With the last day of a continuous act.
    #[must_use]
    pub const fn ended(mut self, day: Date) -> Self {
        self.days.ended = Some(day);
        self
    }

    /// With the day on which the act was discovered.
    #[must_use]
    pub const fn found(mut self, day: Date) -> Self {
        self.days.found = Some(day);
        self
    }

    /// The same days with other facts.
    pub(crate) const fn with_facts(&self, facts: Facts) -> Self {
        Self { facts, days: self.days }
    }

    /// The facts.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The days.
    #[must_use]
    pub const fn days(&self) -> &Days {
        &self.days
    }
}

impl Days {
    /// The day whose law is that of the act: the last one of a continuous act.
    #[must_use]
    pub fn of_act(&self) -> Date {
        self.ended.or(self.acted).unwrap_or(self.decided)
    }

    /// Whether the days can follow each other.
    ///
    /// # Errors
    /// [`AssessError::DaysReversed`]: a day that must come first comes later.
    pub fn check(&self) -> Result<(), AssessError> {
        let named = [
            ("acted", self.acted),
            ("ended", self.ended),
            ("found", self.found),
            ("decided", Some(self.decided)),
        ];
        // A continuous act can be found before it ends, but not before it begins.
        for (earlier, later) in [(0, 1), (0, 2), (0, 3), (1, 3), (2, 3)] {
            let (Some((first, Some(a))), Some((second, Some(b)))) = (named.get(earlier), named.get(later))
            else {
                continue;
            };
            if a > b {
                return Err(AssessError::DaysReversed { first, on: *a, second, before: *b });
            }
        }
        Ok(())
    }
}
