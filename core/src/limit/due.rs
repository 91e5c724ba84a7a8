use super::clock::Clock;
use super::count::{Counted, Fate, State, in_units, state};
use super::log::{EXTENDED, Entry, EventCode, Happened, NO_DETAIL, RESUMED, STOPPED};
use super::ruler::{MINUTES_A_DAY, Ruler};
use super::{LengthError, Light, LimitError, Log, TimeLimit, Unit, When};
use crate::calendar::Calendar;

/// By when a case is due, and how its limit stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day that was asked about.
    pub on: When,
    /// The day from which is counted, not counted itself.
    pub start: When,
    /// Silence made it so: the day is that of the earlier event.
    pub deemed: bool,
    /// When what must be done was done.
    pub ended: Option<When>,
    /// How the limit stands.
    pub state: State,
    /// The last day that counts; none while the clock stands.
    pub due: Option<When>,
    /// The last day as it is counted.
    pub raw: Option<When>,
    /// The nearest working day, where the law does not say whether a last day on a day off moves.
    pub moved: Option<When>,
    /// Which of the days beyond which the limit never goes has ended it.
    pub capped: Option<usize>,
    /// Of an office's own limit, the last day of the law.
    pub statutory: Option<When>,
    /// The length in the unit of the limit, with the extensions that counted.
    pub length: i64,
    /// Working days, days of the calendar or whole hours that were counted; none where it is counted backwards.
    pub used: Option<i64>,
    /// Those that are left; negative when overdue.
    pub left: i64,
    /// The light, if there are rules for lights.
    pub light: Option<Light>,
    /// The days on which hint, yellow and red come on.
    pub lights: [Option<When>; 3],
    /// The spans in which the clock stood.
    pub stopped: Vec<Stop>,
    /// The extensions.
    pub extensions: Vec<Extended>,
    /// The stages, in the order of the limit.
    pub stages: Vec<StageDue>,
    /// The last day lies in a December that the arrangement of the next year may still change.
    pub provisional: bool,
}

/// A span in which the clock stood, or was meant to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The day of the stop.
    pub from: When,
    /// The day of the resumption.
    pub until: Option<When>,
    /// What was not counted of it so far, in the unit of `used`.
    pub days: i64,
    /// Which of the limit's reasons; none was given if none.
    pub reason: Option<usize>,
    /// What became of it.
    pub effect: EventEffect,
}

/// An extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extended {
    /// The day.
    pub on: When,
    /// By how much, in the unit of the limit.
    pub by: u32,
    /// What became of it.
    pub effect: EventEffect,
}

/// What became of a stop or an extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventEffect {
    /// It had its effect.
    Counted,
    /// It had none: the limit had run out.
    TooLate,
    /// It had none: what must be done had been done.
    AfterTheEnd,
}

impl EventEffect {
    /// The word in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::TooLate => "too-late",
            Self::AfterTheEnd => "after-the-end",
        }
    }
}

/// How a stage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageDue {
    /// Which stage of the limit.
    pub stage: usize,
    /// How it stands.
    pub state: State,
    /// Its last day.
    pub due: Option<When>,
    /// When it ended.
    pub ended: Option<When>,
}

impl TimeLimit {
    /// By when a case is due, and how its limit stands on a day, which need not be today.
    ///
    /// # Errors
    /// What is wrong with the log, by the event and its day; a year that the calendar does not have.
    pub fn due(&self, log: &Log, calendar: &Calendar, on: impl Into<When>) -> Result<Due, LimitError> {
        self.due_after(log.happened(), calendar, on.into())
    }

    /// The same over events that stand elsewhere.
    pub(crate) fn due_after<'e>(
        &self,
        events: impl Iterator<Item = Happened<'e>>,
        calendar: &Calendar,
        on: When,
    ) -> Result<Due, LimitError> {
        let entries = self.entries(events)?;
        let mut fates = Vec::new();
        let counted = self.counted(&entries, calendar, on, &mut fates)?;
        self.told(on, &entries, &fates, &counted, calendar)
    }

    /// The same over the events of a log that the limit knows, and only where it was not kept.
    ///
    /// # Errors
    /// Those of [`due`](Self::due).
    pub(crate) fn overrun<'e>(
        &self,
        events: impl Iterator<Item = (Happened<'e>, Option<EventCode>)>,
        calendar: &Calendar,
        on: impl Into<When>,
    ) -> Result<Option<Due>, LimitError> {
        let (on, entries) = (on.into(), self.known_entries(events)?);
        let mut fates = Vec::new();
        let counted = self.counted(&entries, calendar, on, &mut fates)?;
        let is_kept = counted.state.in_time() != Some(false);
        // A stop or a stage can lead beyond the calendar even then.
        if is_kept && fates.is_empty() && self.stages.is_empty() {
            return Ok(None);
        }
        let due = self.told(on, &entries, &fates, &counted, calendar)?;
        Ok(Some(due).filter(|_| !is_kept))
    }

    fn counted(
        &self,
        entries: &[Entry],
        calendar: &Calendar,
        on: When,
        fates: &mut Vec<(usize, Fate)>,
    ) -> Result<Counted, LimitError> {
        self.count(entries, calendar, self.asked(on), |index, fate| fates.push((index, fate)))
    }

    fn told(
        &self,
        on: When,
        entries: &[Entry],
        fates: &[(usize, Fate)],
        counted: &Counted,
        calendar: &Calendar,
    ) -> Result<Due, LimitError> {
        let ruler = Ruler::of(self, calendar);
        let due = self.tell(on, entries, fates, counted, ruler, self.asked(on));
        due.map_err(|error| self.no_length(entries, ruler, error))
    }

    /// The tick that is asked about.
    fn asked(&self, on: When) -> i64 {
        match on {
            When::Minute(moment) if self.is_in_hours() => moment.epoch_minute(),
            // Who asks about a day means the whole of it.
            _ if self.is_in_hours() => {
                let start = i64::from(on.date().epoch_day()).saturating_mul(MINUTES_A_DAY);
                start.saturating_add(MINUTES_A_DAY).saturating_sub(1)
            }
            _ => on.date().epoch_day().into(),
        }
    }

    /// What was counted, with days instead of numbers.
    fn tell(
        &self,
        on: When,
        entries: &[Entry],
        fates: &[(usize, Fate)],
        counted: &Counted,
        ruler: Ruler<'_>,
        asked: i64,
    ) -> Result<Due, LengthError> {
        let some = |tick: Option<i64>| tick.map(|tick| ruler.when(tick)).transpose();
        let days = ruler.in_unit(Unit::Days);
        let [hint, yellow, red] = counted.lights.map(|day| day.map(|day| days.when(day)).transpose());
        let until = counted.ended.unwrap_or(asked);
        let due = some(counted.due)?;
        Ok(Due {
            on,
            start: ruler.when(counted.start)?,
            deemed: counted.deemed,
            ended: some(counted.ended)?,
            state: counted.state,
            due,
            raw: some(counted.raw)?,
            moved: some(counted.moved)?,
            capped: counted.capped,
            statutory: some(counted.statutory)?,
            length: counted.length,
            used: counted.used,
            left: counted.left,
            light: counted.light,
            lights: [hint?, yellow?, red?],
            stopped: stops(entries, fates, ruler, until)?,
            extensions: self.extensions(entries, fates, ruler)?,
            stages: self.stage_dues(entries, counted, ruler, until)?,
            provisional: due.is_some_and(|due| ruler.calendar.is_provisional(due.date())),
        })
    }

    fn extensions(
        &self,
        entries: &[Entry],
        fates: &[(usize, Fate)],
        ruler: Ruler<'_>,
    ) -> Result<Vec<Extended>, LengthError> {
        let whole = self.extension.as_ref().map_or(0, |extension| extension.length.number);
        let mut extensions = Vec::new();
        for (index, fate) in fates {
            let Some(entry) = entries.get(*index).filter(|entry| entry.code == EXTENDED) else { continue };
            let by = u32::try_from(entry.detail).unwrap_or(whole);
            extensions.push(Extended { on: ruler.when(entry.tick)?, by, effect: (*fate).into() });
        }
        Ok(extensions)
    }

    fn stage_dues(
        &self,
        entries: &[Entry],
        counted: &Counted,
        ruler: Ruler<'_>,
        until: i64,
    ) -> Result<Vec<StageDue>, LengthError> {
        let mut stages = Vec::with_capacity(self.stages.len());
        for (index, stage) in self.stages.iter().enumerate() {
            let silent = self.from == stage.from && counted.deemed;
            let start = if silent { Some(counted.start) } else { self.find(entries, stage.from) };
            let Some(start) = start else {
                stages.push(StageDue { stage: index, state: State::Waiting, due: None, ended: None });
                continue;
            };
            let ended = self.find(entries, stage.to);
            let mut clock = Clock::start(ruler.in_unit(stage.length.unit), start, stage.length.number);
            let until = ended.unwrap_or(until);
            for entry in entries.iter().filter(|entry| entry.tick <= until) {
                match entry.code {
                    // A clock that stands already when the stage begins stands from its beginning.
                    STOPPED => clock.stop(entry.tick.max(start)).map(|_| ())?,
                    RESUMED => clock.resume(entry.tick.max(start)),
                    _ => {}
                }
            }
            let settled = clock.settled()?;
            let state = match settled {
                None if ended.is_some() => State::Met,
                None => State::Stopped,
                Some((_, last)) => state(until <= last.due, ended.is_some()),
            };
            stages.push(StageDue {
                stage: index,
                state,
                due: settled.map(|(_, last)| ruler.when(last.due)).transpose()?,
                ended: ended.map(|ended| ruler.when(ended)).transpose()?,
            });
        }
        Ok(stages)
    }
}

/// The spans in which the clock stood, up to a tick.
fn stops(
    entries: &[Entry],
    fates: &[(usize, Fate)],
    ruler: Ruler<'_>,
    until: i64,
) -> Result<Vec<Stop>, LengthError> {
    let mut stops: Vec<Stop> = Vec::new();
    let mut stopped = until;
    for (index, fate) in fates {
        let Some(entry) = entries.get(*index) else { continue };
        match entry.code {
            STOPPED => {
                stopped = entry.tick;
                stops.push(Stop {
                    from: ruler.when(entry.tick)?,
                    until: None,
                    days: not_counted(ruler, stopped, until)?,
                    reason: usize::try_from(entry.detail).ok().filter(|_| entry.detail != NO_DETAIL),
                    effect: (*fate).into(),
                });
            }
            RESUMED => {
                let Some(stop) = stops.last_mut() else { continue };
                stop.until = Some(ruler.when(entry.tick)?);
                // What is resumed after the end stood up to the end.
                stop.days = not_counted(ruler, stopped, entry.tick.min(until))?;
            }
            _ => {}
        }
    }
    for stop in stops.iter_mut().filter(|stop| stop.effect != EventEffect::Counted) {
        stop.days = 0;
    }
    Ok(stops)
}

fn not_counted(ruler: Ruler<'_>, from: i64, until: i64) -> Result<i64, LengthError> {
    Ok(in_units(ruler.unit, ruler.between(from, until)?))
}

impl From<Fate> for EventEffect {
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::Counted => Self::Counted,
            Fate::TooLate => Self::TooLate,
            Fate::AfterTheEnd => Self::AfterTheEnd,
        }
    }
}
