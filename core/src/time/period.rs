use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::Date;

/// A length of time: whole months, or whole days.
///
/// FEEL keeps the two apart, because a month has no fixed number of days; so do the statutes.
///
/// ```
/// use evenhand::time::{Date, Period};
///
/// let half_year: Period = "P6M".parse().unwrap();
/// let day: Date = "2025-08-31".parse().unwrap();
/// assert_eq!(half_year.after(day).unwrap().to_string(), "2026-02-28");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// Months; a year is twelve.
    Months(i64),
    /// Days of the calendar.
    Days(i64),
}

/// A text that is no period.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("expected a period such as P3M, P1Y6M or P10D, found `{0}`")]
pub struct PeriodError(pub String);

impl Period {
    /// The day that lies this period after `day`; `None` beyond the calendar.
    #[must_use]
    pub fn after(self, day: Date) -> Option<Date> {
        match self {
            Self::Months(months) => day.plus_months(months),
            Self::Days(days) => day.plus_days(days),
        }
    }

    /// The period that goes back as far as this one goes forward.
    #[must_use]
    pub fn negate(self) -> Option<Self> {
        Some(match self {
            Self::Months(months) => Self::Months(months.checked_neg()?),
            Self::Days(days) => Self::Days(days.checked_neg()?),
        })
    }
}

/// Months and days cannot be compared with each other.
impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Months(a), Self::Months(b)) | (Self::Days(a), Self::Days(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let error = || PeriodError(text.to_owned());
        let (negative, body) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let body = body.strip_prefix('P').filter(|body| !body.is_empty()).ok_or_else(error)?;
        let mut months: Option<i64> = None;
        let mut days: Option<i64> = None;
        let mut digits = String::new();
        // Years before months before days, each at most once, and never months together with days.
        let mut allowed = "YMD";
        for character in body.chars() {
            if character.is_ascii_digit() {
                digits.push(character);
                continue;
            }
            let position = allowed.find(character).ok_or_else(error)?;
            allowed = allowed.get(position.saturating_add(1)..).unwrap_or("");
            let count: i64 = digits.parse().map_err(|_| error())?;
            digits.clear();
            let in_months = |factor: i64| count.checked_mul(factor).ok_or_else(error);
            match character {
                'Y' => months = Some(in_months(12)?),
                'M' => months = Some(months.unwrap_or(0).checked_add(count).ok_or_else(error)?),
                _ => days = Some(count),
            }
        }
        let period = match (months, days, digits.is_empty()) {
            (Some(months), None, true) => Self::Months(months),
            (None, Some(days), true) => Self::Days(days),
            _ => return Err(error()),
        };
        if negative { period.negate().ok_or_else(error) } else { Ok(period) }
    }
}

/// As FEEL writes it.
impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, sign) = match self {
            Self::Months(count) | Self::Days(count) => {
                (count.unsigned_abs(), if *count < 0 { "-" } else { "" })
            }
        };
        match self {
            Self::Days(_) => write!(formatter, "{sign}P{count}D"),
            Self::Months(_) => {
                let (years, months) = (count.wrapping_div(12), count.wrapping_rem(12));
                match (years, months) {
                    (0, months) => write!(formatter, "{sign}P{months}M"),
                    (years, 0) => write!(formatter, "{sign}P{years}Y"),
                    (years, months) => write!(formatter, "{sign}P{years}Y{months}M"),
                }
            }
        }
    }
}
