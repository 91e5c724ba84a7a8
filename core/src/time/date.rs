use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::Weekday;

/// A day of the Gregorian calendar, from year 1 to 9999.
///
/// ```
/// use evenhand::time::Date;
///
/// let day: Date = "2026-02-28".parse()?;
/// assert!(day < "2026-03-01".parse()?);
/// # Ok::<(), evenhand::time::DateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// From 1 March of the year 0 to 1970-01-01.
const DAYS_TO_THE_EPOCH: i32 = 719_468;
const DAYS_OF_400_YEARS: u32 = 146_097;

/// Why a text is not a day.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DateError {
    /// The text is not four, two and two digits with `-` between.
    #[error("expected a day such as 2026-02-28, found `{0}`")]
    Form(String),
    /// The form is right, but the calendar has no such day.
    #[error("the calendar has no day {0}")]
    NoSuchDay(String),
}

impl Date {
    /// The first day of the calendar.
    pub const FIRST: Self = Self(jiff::civil::Date::constant(1, 1, 1));
    /// The last day of the calendar.
    pub const LAST: Self = Self(jiff::civil::Date::constant(9999, 12, 31));

    /// The day with this year, month and day of the month, if there is one.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        if year < 1 {
            return None;
        }
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        Weekday::of_epoch_day(self.epoch_day())
    }

    /// Days since 1970-01-01, as columns of data frames have them; negative before it.
    ///
    /// ```
    /// use evenhand::time::Date;
    ///
    /// let day: Date = "2026-02-28".parse()?;
    /// assert_eq!(day.epoch_day(), 20_512);
    /// assert_eq!(Date::from_epoch_day(20_512), Some(day));
    /// # Ok::<(), evenhand::time::DateError>(())
    /// ```
    #[must_use]
    pub fn epoch_day(self) -> i32 {
        // Of years that begin in March, so that a leap day is the last one.
        let is_before_march = self.month() < 3;
        let year = i32::from(self.year()).saturating_sub(is_before_march.into());
        let month = i32::from(self.month()).saturating_add(if is_before_march { 9 } else { -3 });
        let days_of_years = year
            .saturating_mul(365)
            .saturating_add(year.div_euclid(4))
            .saturating_sub(year.div_euclid(100))
            .saturating_add(year.div_euclid(400));
        // 31, 30, 31, 30, 31 days, twice and a part: 153 in five months.
        let days_of_months = month.saturating_mul(153).saturating_add(2).div_euclid(5);
        days_of_years
            .saturating_add(days_of_months)
            .saturating_add(self.day().into())
            .saturating_sub(DAYS_TO_THE_EPOCH)
            .saturating_sub(1)
    }

    /// The day that lies `days` after 1970-01-01; `None` beyond the calendar.
    #[must_use]
    pub fn from_epoch_day(days: i32) -> Option<Self> {
        // The way of `epoch_day` back: 400 years, years, months, days.
        let days = u32::try_from(days.checked_add(DAYS_TO_THE_EPOCH)?).ok()?;
        let (cycles, day) = (days.div_euclid(DAYS_OF_400_YEARS), days.rem_euclid(DAYS_OF_400_YEARS));
        let without_leap_days = day
            .saturating_sub(day.div_euclid(1_460))
            .saturating_add(day.div_euclid(36_524))
            .saturating_sub(day.div_euclid(146_096));
        let year = without_leap_days.div_euclid(365);
        let before = year.saturating_mul(365).saturating_add(year.div_euclid(4));
        let day = day.saturating_sub(before.saturating_sub(year.div_euclid(100)));
        let month = day.saturating_mul(5).saturating_add(2).div_euclid(153);
        let before = month.saturating_mul(153).saturating_add(2).div_euclid(5);
        let day = day.saturating_sub(before).saturating_add(1);
        let is_before_march = month > 9;
        let month = if is_before_march { month.saturating_sub(9) } else { month.saturating_add(3) };
        let year = cycles.saturating_mul(400).saturating_add(year).saturating_add(is_before_march.into());
        Self::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
    }

    /// Days from `earlier` to this day; negative if this day comes first.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        i64::from(self.epoch_day()).saturating_sub(earlier.epoch_day().into())
    }

    /// The day `days` later (or earlier, if negative); `None` beyond the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_epoch_day(i64::from(self.epoch_day()).checked_add(days)?.try_into().ok()?)
    }

    /// The same day of the month `months` later; where that month is too short, its last day.
    ///
    /// This is the rule of article 202 of the Civil Code: without a corresponding day, the end of the month.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let span = jiff::Span::new().try_months(months).ok()?;
        self.0.checked_add(span).ok().filter(|date| date.year() >= 1).map(Self)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let [y, yy, yyy, yyyy, b'-', m, mm, b'-', d, dd] = text.as_bytes() else {
            return Err(DateError::Form(text.to_owned()));
        };
        let numbers = || Some((number(&[*y, *yy, *yyy, *yyyy])?, number(&[*m, *mm])?, number(&[*d, *dd])?));
        let (year, month, day) = numbers().ok_or_else(|| DateError::Form(text.to_owned()))?;
        let date = month.try_into().ok().zip(day.try_into().ok());
        let date = date.and_then(|(month, day)| Self::new(year, month, day));
        date.ok_or_else(|| DateError::NoSuchDay(text.to_owned()))
    }
}

/// The number that some digits are.
fn number(digits: &[u8]) -> Option<i16> {
    digits.iter().try_fold(0_i16, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| digit.saturating_sub(b'0'))?;
        number.checked_mul(10)?.checked_add(digit.into())
    })
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects, reason = "numbers of a test")]

    use super::Date;

    #[test]
    fn every_day_is_counted_as_jiff_counts_it() {
        let mut day = Some(jiff::civil::Date::constant(1, 1, 1));
        let mut number = -719_162;
        while let Some(known) = day {
            assert_eq!(Date(known).epoch_day(), number, "{known}");
            assert_eq!(Date::from_epoch_day(number), Some(Date(known)), "{known}");
            day = known.tomorrow().ok();
            number += 1;
        }
        assert_eq!(number, Date::LAST.epoch_day() + 1);
    }

    #[test]
    fn beyond_the_calendar_there_is_no_day() {
        let (first, last) = (Date::FIRST.epoch_day(), Date::LAST.epoch_day());
        for beyond in [first - 1, last + 1, i32::MIN, i32::MAX] {
            assert_eq!(Date::from_epoch_day(beyond), None, "{beyond}");
        }
        assert_eq!(Date::FIRST.plus_days(-1), None);
        assert_eq!(Date::LAST.plus_days(1), None);
        assert_eq!(Date::LAST.plus_days(i64::MAX), None);
        assert_eq!(Date::LAST.days_since(Date::FIRST), 3_652_058);
    }
}
