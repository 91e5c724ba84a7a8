//! Counting on numbers: days since 1970, or minutes for a limit in hours.

use super::{Direction, LastDayRule, Length, LengthError, MonthEnd, TimeLimit, Unit, When};
use crate::calendar::Calendar;
use crate::time::{Date, Moment};

/// What a limit is measured with.
#[derive(Clone, Copy)]
pub(super) struct Ruler<'a> {
    pub(super) unit: Unit,
    pub(super) direction: Direction,
    pub(super) month_end: MonthEnd,
    pub(super) last_day: LastDayRule,
    pub(super) calendar: &'a Calendar,
}

impl<'a> Ruler<'a> {
    pub(super) fn of(limit: &TimeLimit, calendar: &'a Calendar) -> Self {
        Self {
            unit: limit.length.unit,
            direction: limit.direction,
            month_end: limit.month_end,
            last_day: limit.last_day,
            calendar,
        }
    }

    /// The same for a length in another unit.
    pub(super) const fn in_unit(self, unit: Unit) -> Self {
        Self { unit, ..self }
    }

    /// The tick that lies `count` units from `start`.
    pub(super) fn plus(self, start: i64, count: i64) -> Result<i64, LengthError> {
        match self.unit {
            Unit::WorkingDays => self.plus_working_days(start, count),
            Unit::Days => start.checked_add(count).ok_or_else(|| self.beyond(start, count)),
            Unit::Hours => {
                let minutes = count.checked_mul(60).and_then(|minutes| start.checked_add(minutes));
                minutes.ok_or_else(|| self.beyond(start, count))
            }
            Unit::Months | Unit::Years => {
                let length = Length::new(u32::try_from(count.unsigned_abs()).unwrap_or(u32::MAX), self.unit);
                let day =
                    length.count(self.date(start, 0)?, self.direction, self.month_end, self.calendar)?;
                Ok(day.epoch_day().into())
            }
        }
    }

    pub(super) fn plus_working_days(self, start: i64, count: i64) -> Result<i64, LengthError> {
        let steps = i32::try_from(count).map_err(|_| self.beyond(start, count))?;
        Ok(self.calendar.plus(self.epoch_day(start, count)?, steps)?.into())
    }

    /// How many units of `(after, until]` there are: working days, or ticks.
    pub(super) fn between(self, after: i64, until: i64) -> Result<i64, LengthError> {
        match self.unit {
            Unit::WorkingDays => {
                let (after, until) = (self.epoch_day(after, 0)?, self.epoch_day(until, 0)?);
                Ok(self.calendar.between(after, until)?.into())
            }
            _ => Ok(until.saturating_sub(after)),
        }
    }

    /// The last day that counts, for one that was counted.
    pub(super) fn settle(self, raw: i64) -> Result<Settled, LengthError> {
        // What is counted in working days ends on one, and what is counted in hours at its minute.
        if matches!(self.unit, Unit::WorkingDays | Unit::Hours) || self.last_day == LastDayRule::Stays {
            return Ok(Settled { due: raw, moved: None });
        }
        let settled = self.last_day.settle(self.date(raw, 0)?, self.direction, self.calendar)?;
        let unsettled = settled.moved.filter(|_| self.last_day == LastDayRule::Unsettled);
        let moved = unsettled.map(|day| day.epoch_day().into());
        Ok(Settled { due: settled.due.epoch_day().into(), moved })
    }

    /// The day of a tick.
    pub(super) fn day(self, tick: i64) -> i64 {
        if self.unit == Unit::Hours { tick.div_euclid(MINUTES_A_DAY) } else { tick }
    }

    pub(super) fn when(self, tick: i64) -> Result<When, LengthError> {
        match self.unit {
            Unit::Hours => {
                Moment::from_epoch_minute(tick).map(When::Minute).ok_or_else(|| self.beyond(tick, 0))
            }
            _ => Ok(When::Day(self.date(tick, 0)?)),
        }
    }

    fn date(self, day: i64, count: i64) -> Result<Date, LengthError> {
        Date::from_epoch_day(self.epoch_day(day, count)?).ok_or_else(|| self.beyond(day, count))
    }

    fn epoch_day(self, day: i64, count: i64) -> Result<i32, LengthError> {
        i32::try_from(day).map_err(|_| self.beyond(day, count))
    }

    #[cold]
    fn beyond(self, start: i64, count: i64) -> LengthError {
        let start = i32::try_from(self.day(start)).ok().and_then(Date::from_epoch_day).unwrap_or(Date::LAST);
        let number = u32::try_from(count.unsigned_abs()).unwrap_or(u32::MAX);
        LengthError::BeyondTheYears { start, length: Length::new(number, self.unit) }
    }
}

pub(super) const MINUTES_A_DAY: i64 = 1440;

/// A last day, and where the law does not say whether it moves, the nearest working day.
#[derive(Clone, Copy)]
pub(super) struct Settled {
    pub(super) due: i64,
    pub(super) moved: Option<i64>,
}
