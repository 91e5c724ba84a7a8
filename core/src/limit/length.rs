use std::fmt;

use thiserror::Error;

use crate::calendar::{Calendar, CalendarError};
use crate::language::Language;
use crate::time::{Date, Moment};

/// What a length of time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Years of the calendar.
    Years,
    /// Months of the calendar.
    Months,
    /// Days of the calendar.
    Days,
    /// Days that are worked.
    WorkingDays,
    /// Hours, from the moment of an event.
    Hours,
}

impl Unit {
    /// Every unit with the word that a pack uses.
    pub const ALL: [(&str, Self); 5] = [
        ("years", Self::Years),
        ("months", Self::Months),
        ("days", Self::Days),
        ("working-days", Self::WorkingDays),
        ("hours", Self::Hours),
    ];

    /// The word that a pack uses.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, unit)| *unit == self).map_or("", |(code, _)| code)
    }

    /// The unit in which the time used and left of a limit is told: years and months have no fixed length.
    #[must_use]
    pub const fn counted_in(self) -> Self {
        match self {
            Self::Years | Self::Months | Self::Days => Self::Days,
            Self::WorkingDays => Self::WorkingDays,
            Self::Hours => Self::Hours,
        }
    }

    /// What one or several of it are called.
    pub(crate) const fn name(self, language: Language, is_one: bool) -> &'static str {
        let (zh, one, several) = match self {
            Self::Years => ("年", "year", "years"),
            Self::Months => ("个月", "month", "months"),
            Self::Days => ("日", "day", "days"),
            Self::WorkingDays => ("个工作日", "working day", "working days"),
            Self::Hours => ("小时", "hour", "hours"),
        };
        language.pick(zh, if is_one { one } else { several })
    }
}

/// A length of time, as a statute lays it down.
///
/// The day on which it starts is not counted: five days from the 1st end on the 6th.
///
/// ```
/// use evenhand::calendar::Calendar;
/// use evenhand::limit::{Direction, LastDayRule, Length, MonthEnd, Unit};
///
/// # #[cfg(feature = "bundled")] {
/// let calendar = Calendar::bundled("cn").unwrap();
/// let six_months = Length::new(6, Unit::Months);
/// let raw = six_months.count("2025-08-31".parse()?, Direction::After, MonthEnd::LastDay, &calendar)?;
/// assert_eq!(raw.to_string(), "2026-02-28");
/// // A Saturday, but one that is worked: it stays.
/// let last = LastDayRule::Moves.settle(raw, Direction::After, &calendar)?;
/// assert_eq!(last.due, raw);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Length {
    /// How many.
    pub number: u32,
    /// Of what.
    pub unit: Unit,
}

/// Which way a length is counted from its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To a later day.
    After,
    /// To an earlier one, as where a notice must be given seven days before a hearing.
    Before,
}

/// What becomes of a month that has no corresponding day, as from 31 August to a February.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MonthEnd {
    /// The last day of the month (Civil Code, article 202).
    #[default]
    LastDay,
    /// An error: the document does not say.
    Refuse,
}

/// What becomes of a last day that is not worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LastDayRule {
    /// It moves to the next working day; counted backwards, to the one before.
    Moves,
    /// It stays.
    Stays,
    /// The law does not say: it stays, and the day to which it would move is told as well.
    Unsettled,
}

/// The last day of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LastDay {
    /// As it is counted.
    pub raw: Date,
    /// The nearest working day, where the rule asks for it; the same day if that is worked.
    pub moved: Option<Date>,
    /// The day that counts.
    pub due: Date,
}

/// Why a length leads to no day.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LengthError {
    /// The calendar has no answer.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The month has no such day, and the document does not say what then.
    #[error("{length} from {start}: the month has no day {}, and the rule does not take its last day", .start.day())]
    NoCorrespondingDay {
        /// The day from which was counted.
        start: Date,
        /// The length.
        length: Length,
    },
    /// The end lies beyond the years 1 to 9999.
    #[error("{length} from {start}: beyond the years 1 to 9999")]
    BeyondTheYears {
        /// The day from which was counted.
        start: Date,
        /// The length.
        length: Length,
    },
    /// Hours are counted from a moment.
    #[error("hours are counted from a moment such as {0}T09:00, not from a day")]
    HoursFromADay(Date),
}

impl Length {
    /// A length of this many of a unit.
    #[must_use]
    pub const fn new(number: u32, unit: Unit) -> Self {
        Self { number, unit }
    }

    /// The last day of the length from a day, which is not counted itself: the corresponding day of months and
    /// years, the n-th of days and of working days. A length of nothing ends on the day itself.
    ///
    /// # Errors
    /// A missing year, a month without the day where that is refused, a day beyond the years, hours.
    pub fn count(
        self,
        start: Date,
        direction: Direction,
        month_end: MonthEnd,
        calendar: &Calendar,
    ) -> Result<Date, LengthError> {
        let beyond = LengthError::BeyondTheYears { start, length: self };
        let count = direction.of(self.number.into());
        match self.unit {
            Unit::WorkingDays => {
                // No calendar has so many days that the difference counts.
                let count = i32::try_from(count).unwrap_or(if count < 0 { i32::MIN } else { i32::MAX });
                Ok(calendar.plus_working_days(start, count)?)
            }
            Unit::Days => start.plus_days(count).ok_or(beyond),
            Unit::Months => self.count_months(start, count, month_end),
            Unit::Years => self.count_months(start, count.saturating_mul(12), month_end),
            Unit::Hours => Err(LengthError::HoursFromADay(start)),
        }
    }

    fn count_months(self, start: Date, months: i64, month_end: MonthEnd) -> Result<Date, LengthError> {
        let end = start.plus_months(months).ok_or(LengthError::BeyondTheYears { start, length: self })?;
        if month_end == MonthEnd::Refuse && end.day() != start.day() {
            return Err(LengthError::NoCorrespondingDay { start, length: self });
        }
        Ok(end)
    }

    /// The end of a length of hours from a moment; `None` of other units, and beyond the years.
    #[must_use]
    pub fn count_hours(self, start: Moment, direction: Direction) -> Option<Moment> {
        if self.unit == Unit::Hours { start.plus_hours(direction.of(self.number.into())) } else { None }
    }
}

/// In English words: `20 working days`.
impl fmt::Display for Length {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.number, self.unit.name(Language::English, self.number == 1))
    }
}

impl Direction {
    const fn of(self, count: i64) -> i64 {
        match self {
            Self::After => count,
            Self::Before => count.saturating_neg(),
        }
    }
}

impl LastDayRule {
    /// Every rule with the word that a pack uses.
    pub const ALL: [(&str, Self); 3] =
        [("moves", Self::Moves), ("stays", Self::Stays), ("unsettled", Self::Unsettled)];

    /// The word that a pack uses.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, rule)| *rule == self).map_or("", |(code, _)| code)
    }

    /// The last day that counts, for one that was counted.
    ///
    /// # Errors
    /// The calendar does not have the year of a day that may move.
    pub fn settle(
        self,
        raw: Date,
        direction: Direction,
        calendar: &Calendar,
    ) -> Result<LastDay, CalendarError> {
        if self == Self::Stays {
            return Ok(LastDay { raw, moved: None, due: raw });
        }
        let moved = match direction {
            Direction::After => calendar.on_or_after(raw)?,
            Direction::Before => calendar.on_or_before(raw)?,
        };
        let due = if self == Self::Moves { moved } else { raw };
        Ok(LastDay { raw, moved: Some(moved), due })
    }
}

impl MonthEnd {
    /// Every choice with the word that a pack uses.
    pub const ALL: [(&str, Self); 2] = [("last-day", Self::LastDay), ("refuse", Self::Refuse)];
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::{Direction, LastDayRule, Length, LengthError, MonthEnd, Unit};
    use crate::calendar::{Arrangement, Calendar, Notice, SpecialDay, Year};
    use crate::language::Bilingual;
    use crate::time::{Date, Weekday};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// 2026 with one worked Saturday, and 2027.
    fn calendar() -> Calendar {
        let worked = SpecialDay { day: day("2026-02-28"), worked: true, name: Bilingual::same("春节") };
        let year = |year, days| {
            let whole = Some(Arrangement { notice: Notice::default(), days });
            Year { year, weekend: vec![Weekday::Saturday, Weekday::Sunday], whole, changes: Vec::new() }
        };
        Calendar::new("xx", Bilingual::same("a country"), vec![year(2026, vec![worked]), year(2027, vec![])])
    }

    fn count(count: u32, unit: Unit, start: &str, direction: Direction) -> Result<String, LengthError> {
        let end = Length::new(count, unit).count(day(start), direction, MonthEnd::LastDay, &calendar())?;
        Ok(end.to_string())
    }

    #[test]
    fn the_first_day_is_not_counted() {
        let after = |number, unit, start| count(number, unit, start, Direction::After).unwrap();
        assert_eq!(after(5, Unit::Days, "2026-01-01"), "2026-01-06");
        assert_eq!(after(1, Unit::WorkingDays, "2026-02-27"), "2026-02-28");
        assert_eq!(after(1, Unit::Years, "2024-02-29"), "2025-02-28");
        assert_eq!(after(6, Unit::Months, "2025-08-31"), "2026-02-28");
        assert_eq!(after(0, Unit::WorkingDays, "2026-03-01"), "2026-03-01");
    }

    #[test]
    fn backwards_the_day_of_the_event_is_not_counted_either() {
        let before = |number, unit, start| count(number, unit, start, Direction::Before).unwrap();
        assert_eq!(before(7, Unit::Days, "2026-03-10"), "2026-03-03");
        assert_eq!(before(2, Unit::WorkingDays, "2026-03-03"), "2026-02-28");
        assert_eq!(before(1, Unit::Months, "2026-03-31"), "2026-02-28");
    }

    #[test]
    fn a_month_without_the_day_is_refused_where_the_rule_says_so() {
        let refuse = |start: &str, months| {
            Length::new(months, Unit::Months).count(
                day(start),
                Direction::After,
                MonthEnd::Refuse,
                &calendar(),
            )
        };
        assert_eq!(refuse("2026-01-31", 2).unwrap(), day("2026-03-31"));
        let error = refuse("2026-01-31", 1).unwrap_err();
        assert!(error.to_string().contains("the month has no day 31"), "{error}");
    }

    #[test]
    fn a_last_day_moves_stays_or_is_told_both_ways() {
        let settle = |rule: LastDayRule, raw: &str, direction| {
            let last = rule.settle(day(raw), direction, &calendar()).unwrap();
            (last.due.to_string(), last.moved.map(|day| day.to_string()))
        };
        let forward = |rule, raw| settle(rule, raw, Direction::After);
        assert_eq!(
            forward(LastDayRule::Moves, "2026-03-01"),
            ("2026-03-02".into(), Some("2026-03-02".into()))
        );
        assert_eq!(
            forward(LastDayRule::Moves, "2026-02-28"),
            ("2026-02-28".into(), Some("2026-02-28".into()))
        );
        assert_eq!(forward(LastDayRule::Stays, "2026-03-01"), ("2026-03-01".into(), None));
        assert_eq!(
            forward(LastDayRule::Unsettled, "2026-03-01"),
            ("2026-03-01".into(), Some("2026-03-02".into()))
        );
        let back = settle(LastDayRule::Moves, "2026-03-01", Direction::Before);
        assert_eq!(back, ("2026-02-28".into(), Some("2026-02-28".into())));
        // What never moves asks for no year.
        assert!(LastDayRule::Stays.settle(day("2046-03-01"), Direction::After, &calendar()).is_ok());
        assert!(LastDayRule::Moves.settle(day("2046-03-01"), Direction::After, &calendar()).is_err());
    }

    #[test]
    fn hours_are_counted_from_a_moment() {
        let start = "2026-01-31T23:30".parse().unwrap();
        let end = |unit, direction| Length::new(24, unit).count_hours(start, direction);
        assert_eq!(end(Unit::Hours, Direction::After).unwrap().to_string(), "2026-02-01T23:30");
        assert_eq!(end(Unit::Hours, Direction::Before).unwrap().to_string(), "2026-01-30T23:30");
        assert_eq!(end(Unit::Days, Direction::After), None);
        let error = count(24, Unit::Hours, "2026-01-31", Direction::After).unwrap_err();
        assert_eq!(error, LengthError::HoursFromADay(day("2026-01-31")));
    }

    #[test]
    fn beyond_the_years_is_an_error() {
        for unit in [Unit::Years, Unit::Months, Unit::Days] {
            let error = count(u32::MAX, unit, "2026-01-01", Direction::After).unwrap_err();
            assert!(matches!(error, LengthError::BeyondTheYears { .. }), "{error}");
        }
        let error = count(u32::MAX, Unit::WorkingDays, "2026-01-01", Direction::Before).unwrap_err();
        assert!(error.to_string().contains("no year 2025"), "{error}");
    }
}
