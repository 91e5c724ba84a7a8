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
    const EPOCH: Self = Self(jiff::civil::Date::constant(1970, 1, 1));

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
        // 9,999 years have fewer than four million days.
        i32::try_from(self.days_since(Self::EPOCH)).unwrap_or(i32::MAX)
    }

    /// The day that lies `days` after 1970-01-01; `None` beyond the calendar.
    #[must_use]
    pub fn from_epoch_day(days: i32) -> Option<Self> {
        Self::EPOCH.plus_days(days.into())
    }

    /// Days from `earlier` to this day; negative if this day comes first.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i64 {
        const SECONDS_A_DAY: i64 = 86_400;
        self.0.duration_since(earlier.0).as_secs().div_euclid(SECONDS_A_DAY)
    }

    /// The day `days` later (or earlier, if negative); `None` beyond the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        self.plus(jiff::Span::new().try_days(days).ok()?)
    }

    /// The same day of the month `months` later; where that month is too short, its last day.
    ///
    /// This is the rule of article 202 of the Civil Code: without a corresponding day, the end of the month.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Option<Self> {
        self.plus(jiff::Span::new().try_months(months).ok()?)
    }

    fn plus(self, span: jiff::Span) -> Option<Self> {
        self.0.checked_add(span).ok().filter(|date| date.year() >= 1).map(Self)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let form = || DateError::Form(text.to_owned());
        let mut parts = text.split('-');
        let mut part = |length: usize| -> Result<i16, DateError> {
            let digits = parts.next().ok_or_else(form)?;
            if digits.len() != length || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(form());
            }
            digits.parse().map_err(|_| form())
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return Err(form());
        }
        let small = |number: i16| i8::try_from(number).map_err(|_| form());
        Self::new(year, small(month)?, small(day)?).ok_or_else(|| DateError::NoSuchDay(text.to_owned()))
    }
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
