//! A clock that can be stopped.

use super::LengthError;
use super::ruler::{Ruler, Settled};

/// The clock of a limit, moved on event by event.
#[derive(Clone, Copy)]
pub(super) struct Clock<'a> {
    ruler: Ruler<'a>,
    start: i64,
    /// The length, with the extensions that counted.
    length: i64,
    /// In working days: those counted before the last stop.
    counted: i64,
    /// The start, or the last resumption.
    since: i64,
    /// Else: the ticks for which the clock stood.
    stood: i64,
    standing: Standing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// The clock runs, or has run out.
    No,
    /// Since this tick.
    Since(i64),
    /// It was stopped when it had run out already.
    TooLate,
}

/// Whether a stop or an extension had an effect.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    InTime,
    /// The limit had run out.
    TooLate,
}

impl<'a> Clock<'a> {
    pub(super) fn start(ruler: Ruler<'a>, start: i64, length: u32) -> Self {
        let standing = Standing::No;
        Self { ruler, start, length: length.into(), counted: 0, since: start, stood: 0, standing }
    }

    /// The last day as counted; none while the clock stands.
    pub(super) fn raw(&self) -> Result<Option<i64>, LengthError> {
        if let Standing::Since(_) = self.standing { Ok(None) } else { self.runs_out().map(Some) }
    }

    /// When it would run out, were it not to be stopped again.
    fn runs_out(&self) -> Result<i64, LengthError> {
        if self.is_in_working_days() {
            return self.ruler.plus(self.since, self.length.saturating_sub(self.counted));
        }
        let raw = self.ruler.plus(self.start, self.length)?.saturating_add(self.stood);
        // Stopped between the raw and the moved last day, it would have run out while it stood.
        Ok(raw.max(self.since))
    }

    pub(super) fn settled(&self) -> Result<Option<(i64, Settled)>, LengthError> {
        let Some(raw) = self.raw()? else { return Ok(None) };
        Ok(Some((raw, self.ruler.settle(raw)?)))
    }

    /// Stops it, if the last day has not passed: on that day it stands with nothing left.
    pub(super) fn stop(&mut self, at: i64) -> Result<Effect, LengthError> {
        let mut counted = self.counted;
        if self.is_in_working_days() {
            counted = counted.saturating_add(self.ruler.between(self.since, at)?);
        }
        // With working days left, the last day need not be looked up.
        let has_days_left = self.is_in_working_days() && counted < self.length;
        if !has_days_left && self.has_run_out(at)? {
            self.standing = Standing::TooLate;
            return Ok(Effect::TooLate);
        }
        self.counted = counted;
        self.standing = Standing::Since(at);
        Ok(Effect::InTime)
    }

    pub(super) const fn resume(&mut self, at: i64) {
        if let Standing::Since(stopped) = self.standing {
            self.since = at;
            self.stood = self.stood.saturating_add(at.saturating_sub(stopped));
        }
        self.standing = Standing::No;
    }

    /// Adds to the length, if the last day has not passed.
    pub(super) fn extend(&mut self, at: i64, by: u32) -> Result<Effect, LengthError> {
        if self.has_run_out(at)? {
            return Ok(Effect::TooLate);
        }
        self.length = self.length.saturating_add(by.into());
        Ok(Effect::InTime)
    }

    /// Whether the last day has passed.
    fn has_run_out(&self, at: i64) -> Result<bool, LengthError> {
        Ok(self.settled()?.is_some_and(|(_, last)| at > last.due))
    }

    /// The units that were counted up to a tick: working days, days, or minutes.
    pub(super) fn used(&self, asked: i64) -> Result<i64, LengthError> {
        let standing = if let Standing::Since(stopped) = self.standing { Some(stopped) } else { None };
        if self.is_in_working_days() {
            let running = if standing.is_some() { 0 } else { self.ruler.between(self.since, asked)? };
            return Ok(self.counted.saturating_add(running));
        }
        let until = standing.unwrap_or(asked);
        Ok(until.saturating_sub(self.start).saturating_sub(self.stood))
    }

    /// The units that are left when the clock stands.
    pub(super) fn left_standing(&self) -> Result<i64, LengthError> {
        let Standing::Since(stopped) = self.standing else { return Ok(0) };
        if self.is_in_working_days() {
            return Ok(self.length.saturating_sub(self.counted));
        }
        Ok(self.runs_out()?.saturating_sub(stopped).max(0))
    }

    pub(super) const fn length(&self) -> i64 {
        self.length
    }

    fn is_in_working_days(&self) -> bool {
        self.ruler.unit == super::Unit::WorkingDays
    }
}
