use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::{Date, DateError};

const MINUTES_A_DAY: i64 = 1440;

/// A minute of a day, by the clock on the wall.
///
/// Statutes count hours from the moment of an event; they know no zones and no seconds.
///
/// ```
/// use evenhand::time::Moment;
///
/// let seized: Moment = "2026-01-28T14:30".parse()?;
/// assert_eq!(seized.plus_hours(24).unwrap().to_string(), "2026-01-29T14:30");
/// # Ok::<(), evenhand::time::MomentError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    date: Date,
    /// Since the start of the day: below 1440.
    minute: i64,
}

/// Why a text is no moment.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MomentError {
    /// The text is not a day, `T`, and two and two digits with `:` between.
    #[error("expected a day and a time such as 2026-02-28T14:30, found `{0}`")]
    Form(String),
    /// The day before the `T` is none.
    #[error(transparent)]
    Date(#[from] DateError),
    /// The form is right, but a day has no such time.
    #[error("a day has no time {0}; the last is 23:59")]
    NoSuchTime(String),
}

impl Moment {
    /// The moment on this day at this hour and minute, if a day has it.
    #[must_use]
    pub fn new(date: Date, hour: u8, minute: u8) -> Option<Self> {
        let is_time = hour < 24 && minute < 60;
        let minutes = i64::from(hour).saturating_mul(60).saturating_add(minute.into());
        is_time.then_some(Self { date, minute: minutes })
    }

    /// The day.
    #[must_use]
    pub const fn date(self) -> Date {
        self.date
    }

    /// The first minute of a day.
    #[must_use]
    pub const fn start_of(date: Date) -> Self {
        Self { date, minute: 0 }
    }

    /// Minutes since 1970-01-01T00:00; negative before it.
    ///
    /// ```
    /// use evenhand::time::Moment;
    ///
    /// let moment: Moment = "1970-01-02T00:30".parse()?;
    /// assert_eq!(moment.epoch_minute(), 1470);
    /// assert_eq!(Moment::from_epoch_minute(1470), Some(moment));
    /// # Ok::<(), evenhand::time::MomentError>(())
    /// ```
    #[must_use]
    pub fn epoch_minute(self) -> i64 {
        i64::from(self.date.epoch_day()).saturating_mul(MINUTES_A_DAY).saturating_add(self.minute)
    }

    /// The moment that lies so many minutes after 1970-01-01T00:00; `None` beyond the years.
    #[must_use]
    pub fn from_epoch_minute(minutes: i64) -> Option<Self> {
        let day = i32::try_from(minutes.div_euclid(MINUTES_A_DAY)).ok()?;
        Some(Self { date: Date::from_epoch_day(day)?, minute: minutes.rem_euclid(MINUTES_A_DAY) })
    }

    /// The moment this many hours later (or earlier, if negative); `None` beyond the calendar.
    #[must_use]
    pub fn plus_hours(self, hours: i64) -> Option<Self> {
        let minutes = hours.checked_mul(60)?.checked_add(self.minute)?;
        let date = self.date.plus_days(minutes.div_euclid(MINUTES_A_DAY))?;
        Some(Self { date, minute: minutes.rem_euclid(MINUTES_A_DAY) })
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        let form = || MomentError::Form(text.to_owned());
        let (date, time) = text.split_once('T').ok_or_else(form)?;
        let date: Date = date.parse()?;
        let (hour, minute) = time.split_once(':').ok_or_else(form)?;
        let two_digits = |digits: &str| -> Result<u8, MomentError> {
            let plain = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
            if plain { digits.parse().map_err(|_| form()) } else { Err(form()) }
        };
        Self::new(date, two_digits(hour)?, two_digits(minute)?)
            .ok_or_else(|| MomentError::NoSuchTime(time.to_owned()))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute) = (self.minute.div_euclid(60), self.minute.rem_euclid(60));
        write!(formatter, "{}T{hour:02}:{minute:02}", self.date)
    }
}
