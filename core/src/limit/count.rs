//! From the events of a case to its last day, in numbers and without a list: what one case and a million share.

use super::clock::{Clock, Effect};
use super::log::{EXTENDED, Entry, NO_DETAIL, RESUMED, STOPPED, fits};
use super::ruler::Ruler;
use super::{Direction, LengthError, Light, LightDay, LimitError, TimeLimit, Unit, When};
use crate::calendar::Calendar;
use crate::language::Language;
use crate::time::Date;

/// How a limit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Of a stage: it has not begun.
    Waiting,
    /// The clock runs.
    Running,
    /// The clock stands.
    Stopped,
    /// What must be done was done in time.
    Met,
    /// It was done, but late.
    Late,
    /// It has not been done, and the last day has passed.
    Overdue,
}

impl State {
    /// Every state with its word in JSON, in the order of the numbers in columns.
    pub const ALL: [(&str, Self); 6] = [
        ("waiting", Self::Waiting),
        ("running", Self::Running),
        ("stopped", Self::Stopped),
        ("met", Self::Met),
        ("late", Self::Late),
        ("overdue", Self::Overdue),
    ];

    /// The word in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, state)| *state == self).map_or("", |(code, _)| code)
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Waiting => language.pick("未开始", "not begun"),
            Self::Running => language.pick("进行中", "running"),
            Self::Stopped => language.pick("停止计算", "stopped"),
            Self::Met => language.pick("按时完成", "done in time"),
            Self::Late => language.pick("逾期完成", "done late"),
            Self::Overdue => language.pick("逾期未完成", "overdue"),
        }
    }

    /// Whether it was done in time; none as long as that is open.
    #[must_use]
    pub const fn in_time(self) -> Option<bool> {
        match self {
            Self::Met => Some(true),
            Self::Late | Self::Overdue => Some(false),
            Self::Waiting | Self::Running | Self::Stopped => None,
        }
    }
}

/// What became of an event that moves the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It had its effect.
    Counted,
    /// The limit had run out.
    TooLate,
    /// What must be done had been done.
    AfterTheEnd,
}

/// What comes out, in ticks: days since 1970, or minutes for a limit in hours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub(super) start: i64,
    pub(super) deemed: bool,
    pub(super) ended: Option<i64>,
    pub(super) state: State,
    pub(super) raw: Option<i64>,
    pub(super) due: Option<i64>,
    /// The nearest working day, where the law does not say whether the last day moves.
    pub(super) moved: Option<i64>,
    /// Which of the days beyond which the limit never goes ended it.
    pub(super) capped: Option<usize>,
    /// The last day of the law, beside the promised one.
    pub(super) statutory: Option<i64>,
    /// The length with the extensions that counted.
    pub(super) length: i64,
    /// None where it is counted backwards.
    pub(super) used: Option<i64>,
    pub(super) left: i64,
    pub(super) light: Option<Light>,
    /// The days on which hint, yellow and red come on.
    pub(super) lights: [Option<i64>; 3],
}

/// Why nothing comes out.
pub(super) enum Trouble {
    /// Something is wrong with the log.
    Log(LimitError),
    /// A length leads to no day.
    Length(LengthError),
}

impl From<LimitError> for Trouble {
    fn from(error: LimitError) -> Self {
        Self::Log(error)
    }
}

impl From<LengthError> for Trouble {
    fn from(error: LengthError) -> Self {
        Self::Length(error)
    }
}

/// A last day that counts.
struct Last {
    raw: i64,
    due: i64,
    moved: Option<i64>,
    capped: Option<usize>,
}

impl TimeLimit {
    /// Counts; `tell` hears what became of each event that moves the clock, by its place.
    pub(super) fn count(
        &self,
        entries: &[Entry],
        calendar: &Calendar,
        asked: i64,
        mut tell: impl FnMut(usize, Fate),
    ) -> Result<Counted, LimitError> {
        let ruler = Ruler::of(self, calendar);
        let counted = self.check(entries, asked, ruler).and_then(|()| {
            let (start, deemed) = self.start(entries, asked, ruler)?;
            match self.direction {
                Direction::After => self.count_on(entries, ruler, (start, deemed), asked, &mut tell),
                Direction::Before => self.count_back(entries, ruler, start, asked),
            }
        });
        counted.map_err(|trouble| match trouble {
            Trouble::Log(error) => error,
            Trouble::Length(error) => self.no_length(entries, ruler, error),
        })
    }

    /// A length that leads to no day, with the event that it is counted from.
    #[cold]
    pub(super) fn no_length(&self, entries: &[Entry], ruler: Ruler<'_>, error: LengthError) -> LimitError {
        let deemed = self.deemed.as_ref().map(|deemed| deemed.event);
        let named = [Some(self.from), deemed].into_iter().flatten();
        let start =
            named.filter_map(|event| Some((self.events.get(event)?, self.find(entries, event)?))).next();
        let event = start.map(|(event, _)| event.name.clone()).unwrap_or_default();
        let on = start.and_then(|(_, tick)| ruler.when(tick).ok()).unwrap_or(When::Day(Date::LAST));
        LimitError::Length { event, on, error }
    }

    fn check(&self, entries: &[Entry], asked: i64, ruler: Ruler<'_>) -> Result<(), Trouble> {
        let planned = (self.direction == Direction::Before).then(|| self.code_of(self.from));
        for (index, entry) in entries.iter().enumerate() {
            if entry.tick > asked && planned != Some(entry.code) {
                let (on, asked) = (ruler.when(entry.tick)?, ruler.when(asked)?);
                return Err(LimitError::AfterTheDay { event: self.name(entry), on, asked }.into());
            }
            let Some(event) = Self::place_of(entry.code) else { continue };
            if event >= self.events.len() {
                return Err(self.unknown_event(&entry.code.to_string()).into());
            }
            if !self.happens_once(event) {
                continue;
            }
            let before = entries.get(..index).unwrap_or_default();
            if let Some(first) = before.iter().find(|earlier| earlier.code == entry.code) {
                let (first, second) = (ruler.when(first.tick)?, ruler.when(entry.tick)?);
                return Err(LimitError::RepeatedEvent { event: self.name(entry), first, second }.into());
            }
        }
        Ok(())
    }

    /// The tick from which is counted, and whether silence made it so.
    fn start(&self, entries: &[Entry], asked: i64, ruler: Ruler<'_>) -> Result<(i64, bool), Trouble> {
        if let Some(silent_since) = self.silent_since(entries, asked, ruler)? {
            return Ok((silent_since, true));
        }
        match self.find(entries, self.from) {
            Some(start) => Ok((start, false)),
            None => {
                let (event, label) = self
                    .events
                    .get(self.from)
                    .map(|event| (event.name.clone(), event.label.en.clone()))
                    .unwrap_or_default();
                Err(LimitError::MissingStart { event, label }.into())
            }
        }
    }

    /// The day on which silence counts as the start.
    fn silent_since(
        &self,
        entries: &[Entry],
        asked: i64,
        ruler: Ruler<'_>,
    ) -> Result<Option<i64>, LengthError> {
        let Some(deemed) = &self.deemed else { return Ok(None) };
        let Some(event) = self.find(entries, deemed.event) else { return Ok(None) };
        let last = ruler.in_unit(deemed.within.unit).plus(event, deemed.within.number.into())?;
        let spoken = entries.iter().any(|entry| {
            let event = Self::place_of(entry.code);
            entry.tick <= last && event.is_some_and(|event| deemed.unless.contains(&event))
        });
        Ok((asked > last && !spoken).then_some(event))
    }

    fn count_on(
        &self,
        entries: &[Entry],
        ruler: Ruler<'_>,
        (start, deemed): (i64, bool),
        asked: i64,
        tell: &mut impl FnMut(usize, Fate),
    ) -> Result<Counted, Trouble> {
        let mut clock = Clock::start(ruler, start, self.length.number);
        let mut of_law =
            self.statutory.as_ref().map(|statutory| Clock::start(ruler, start, statutory.length.number));
        let end_code = self.to.map(|to| self.code_of(to));
        let (mut ended, mut stopped, mut extensions) = (None, None, 0_u32);
        for (index, entry) in entries.iter().enumerate() {
            let ends = end_code == Some(entry.code);
            if (ends || Self::place_of(entry.code).is_none()) && entry.tick < start {
                return Err(self.before_start(entry, start, deemed, ruler)?.into());
            }
            if ends {
                ended = Some(entry.tick);
                continue;
            }
            let fate = match entry.code {
                STOPPED => {
                    self.check_stop(entry, stopped, ruler)?;
                    stopped = Some(entry.tick);
                    if ended.is_none() {
                        if let Some(clock) = &mut of_law {
                            clock.stop(entry.tick)?;
                        }
                        clock.stop(entry.tick)?
                    } else {
                        Effect::InTime
                    }
                }
                RESUMED => {
                    if stopped.take().is_none() {
                        return Err(LimitError::ResumeWithoutStop { on: ruler.when(entry.tick)? }.into());
                    }
                    if ended.is_none() {
                        if let Some(clock) = &mut of_law {
                            clock.resume(entry.tick);
                        }
                        clock.resume(entry.tick);
                    }
                    Effect::InTime
                }
                EXTENDED => {
                    extensions = extensions.saturating_add(1);
                    let by = self.extended_by(entry, extensions, ruler)?;
                    if ended.is_none() {
                        if let Some(clock) = &mut of_law {
                            clock.extend(entry.tick, by)?;
                        }
                        clock.extend(entry.tick, by)?
                    } else {
                        Effect::InTime
                    }
                }
                _ => continue,
            };
            tell(
                index,
                match (ended, fate) {
                    (Some(_), _) => Fate::AfterTheEnd,
                    (None, Effect::InTime) => Fate::Counted,
                    (None, Effect::TooLate) => Fate::TooLate,
                },
            );
        }
        let asked = ended.unwrap_or(asked);
        let last = self.last(&clock, entries, ruler, asked)?;
        let statutory = match &of_law {
            Some(clock) => self.last(clock, entries, ruler, asked)?.map(|last| last.due),
            None => None,
        };
        let (state, left) = match (&last, ended) {
            (None, ended) => {
                (if ended.is_some() { State::Met } else { State::Stopped }, clock.left_standing()?)
            }
            (Some(last), ended) => {
                (state(asked <= last.due, ended.is_some()), ruler.between(asked, last.due)?)
            }
        };
        let (light, lights) = self.light(state, &last, &clock, asked, ruler)?;
        Ok(Counted {
            start,
            deemed,
            ended,
            state,
            raw: last.as_ref().map(|last| last.raw),
            due: last.as_ref().map(|last| last.due),
            moved: last.as_ref().and_then(|last| last.moved),
            capped: last.as_ref().and_then(|last| last.capped),
            statutory,
            length: clock.length(),
            used: Some(in_units(ruler.unit, clock.used(asked)?)),
            left: in_units(ruler.unit, left),
            light,
            lights,
        })
    }

    fn count_back(
        &self,
        entries: &[Entry],
        ruler: Ruler<'_>,
        start: i64,
        asked: i64,
    ) -> Result<Counted, Trouble> {
        for entry in entries {
            match entry.code {
                STOPPED => self.check_stop(entry, None, ruler)?,
                RESUMED => return Err(LimitError::ResumeWithoutStop { on: ruler.when(entry.tick)? }.into()),
                EXTENDED => {
                    self.extended_by(entry, 1, ruler)?;
                }
                _ => {}
            }
        }
        let length = i64::from(self.length.number);
        let raw = ruler.plus(start, length.saturating_neg())?;
        let settled = ruler.settle(raw)?;
        let ended = self.to.and_then(|to| self.find(entries, to));
        let asked = ended.unwrap_or(asked);
        let last = Last { raw, due: settled.due, moved: settled.moved, capped: None };
        let state = state(asked <= last.due, ended.is_some());
        let left = in_units(ruler.unit, ruler.between(asked, last.due)?);
        let last = Some(last);
        let (light, lights) =
            self.light(state, &last, &Clock::start(ruler, start, self.length.number), asked, ruler)?;
        Ok(Counted {
            start,
            deemed: false,
            ended,
            state,
            raw: Some(raw),
            due: Some(settled.due),
            moved: settled.moved,
            capped: None,
            statutory: None,
            length,
            used: None,
            left,
            light,
            lights,
        })
    }

    /// The last day that counts; none while the clock stands, unless a day has passed beyond which the limit never
    /// goes.
    fn last(
        &self,
        clock: &Clock<'_>,
        entries: &[Entry],
        ruler: Ruler<'_>,
        asked: i64,
    ) -> Result<Option<Last>, LengthError> {
        let settled = clock.settled()?;
        let mut last =
            settled.map(|(raw, settled)| Last { raw, due: settled.due, moved: settled.moved, capped: None });
        for (index, latest) in self.at_latest.iter().enumerate() {
            let Some(from) = self.find(entries, latest.from) else { continue };
            let ruler = ruler.in_unit(latest.length.unit);
            let raw = ruler.plus(from, latest.length.number.into())?;
            // A day that lies behind the last one moves further behind; the calendar need not know it.
            if last.as_ref().map_or(asked, |last| last.due.saturating_sub(1)) < raw {
                continue;
            }
            let settled = ruler.settle(raw)?;
            if last.as_ref().map_or(asked, |last| last.due.saturating_sub(1)) >= settled.due {
                let capped = Some(index);
                last = Some(Last { raw, due: settled.due, moved: settled.moved, capped });
            }
        }
        Ok(last)
    }

    /// The light, and the days on which each comes on.
    fn light(
        &self,
        state: State,
        last: &Option<Last>,
        clock: &Clock<'_>,
        asked: i64,
        ruler: Ruler<'_>,
    ) -> Result<(Option<Light>, [Option<i64>; 3]), LengthError> {
        let Some(lights) = &self.lights else { return Ok((None, [None; 3])) };
        let mut light = Light::Green;
        let mut days = [None; 3];
        for ((day, rule), kind) in days.iter_mut().zip(lights.days).zip(Light::THAT_COME_ON) {
            let Some(rule) = rule else { continue };
            let is_on = match last {
                Some(last) => {
                    let (comes_on, is_on) = light_after(rule, last.due, asked, ruler)?;
                    *day = comes_on;
                    is_on
                }
                None => Self::is_on_standing(clock, asked, rule, ruler)?,
            };
            if is_on {
                light = light.max(kind);
            }
        }
        let light = match state {
            State::Met => Light::Green,
            State::Late => Light::Red,
            State::Waiting | State::Running | State::Stopped | State::Overdue => light,
        };
        Ok((Some(light), days))
    }

    /// Whether a light would be on if the clock were resumed on this day.
    fn is_on_standing(
        clock: &Clock<'_>,
        asked: i64,
        rule: LightDay,
        ruler: Ruler<'_>,
    ) -> Result<bool, LengthError> {
        let LightDay::Before(number) = rule else { return Ok(false) };
        if ruler.unit == Unit::WorkingDays {
            return Ok(clock.left_standing()? <= number.into());
        }
        let mut resumed = *clock;
        resumed.resume(asked);
        let Some((_, last)) = resumed.settled()? else { return Ok(false) };
        let offset = i64::from(number).saturating_neg();
        Ok(ruler.day(asked) >= ruler.plus_working_days(ruler.day(last.due), offset)?)
    }

    fn check_stop(&self, entry: &Entry, stopped: Option<i64>, ruler: Ruler<'_>) -> Result<(), Trouble> {
        let is_known = entry.detail == NO_DETAIL
            || usize::try_from(entry.detail).is_ok_and(|reason| reason < self.stops.len());
        if self.stops.is_empty() || !is_known {
            return Err(self.unknown_reason(ruler.when(entry.tick)?, &entry.detail.to_string()).into());
        }
        if let Some(since) = stopped {
            let (on, since) = (ruler.when(entry.tick)?, ruler.when(since)?);
            return Err(LimitError::StoppedTwice { on, since }.into());
        }
        Ok(())
    }

    fn extended_by(&self, entry: &Entry, so_many: u32, ruler: Ruler<'_>) -> Result<u32, Trouble> {
        let Some(extension) = &self.extension else {
            let (limit, on) = (self.id.clone(), ruler.when(entry.tick)?);
            return Err(LimitError::NoExtension { limit, on }.into());
        };
        if so_many > extension.times {
            let (on, allowed) = (ruler.when(entry.tick)?, extension.times);
            return Err(LimitError::TooManyExtensions { on, allowed }.into());
        }
        let allowed = extension.length;
        match u32::try_from(entry.detail) {
            _ if entry.detail == NO_DETAIL => Ok(allowed.number),
            Ok(by) if fits(entry.detail, allowed.number) => Ok(by),
            _ => {
                let (on, given) = (ruler.when(entry.tick)?, entry.detail.to_string());
                Err(LimitError::ExtensionLength { on, given, allowed }.into())
            }
        }
    }

    #[cold]
    fn before_start(
        &self,
        entry: &Entry,
        start: i64,
        deemed: bool,
        ruler: Ruler<'_>,
    ) -> Result<LimitError, LengthError> {
        let event = match &self.deemed {
            Some(rule) if deemed => rule.event,
            _ => self.from,
        };
        Ok(LimitError::BeforeStart {
            event: self.name(entry),
            on: ruler.when(entry.tick)?,
            start: self.events.get(event).map(|event| event.name.clone()).unwrap_or_default(),
            started: ruler.when(start)?,
        })
    }

    /// The tick of an event.
    pub(super) fn find(&self, entries: &[Entry], event: usize) -> Option<i64> {
        let code = self.code_of(event);
        entries.iter().find(|entry| entry.code == code).map(|entry| entry.tick)
    }

    fn name(&self, entry: &Entry) -> String {
        self.event_name(entry.code).to_owned()
    }
}

/// The day on which a light comes on, if the calendar knows it, and whether it is on.
fn light_after(
    rule: LightDay,
    due: i64,
    asked: i64,
    ruler: Ruler<'_>,
) -> Result<(Option<i64>, bool), LengthError> {
    let (last, day) = (ruler.day(due), ruler.day(asked));
    let offset = match rule {
        LightDay::Before(0) => return Ok((Some(last), day >= last)),
        LightDay::After(0) => return Ok((Some(ruler.day(due.saturating_add(1))), asked > due)),
        LightDay::Before(number) => i64::from(number).saturating_neg(),
        LightDay::After(number) => number.into(),
    };
    match ruler.plus_working_days(last, offset) {
        Ok(comes_on) => Ok((Some(comes_on), day >= comes_on)),
        // The calendar need not know a day on the far side of the last one.
        Err(_) if offset > 0 && day <= last => Ok((None, false)),
        Err(_) if offset < 0 && day >= last => Ok((None, true)),
        Err(error) => Err(error),
    }
}

pub(super) const fn state(in_time: bool, ended: bool) -> State {
    match (in_time, ended) {
        (true, true) => State::Met,
        (false, true) => State::Late,
        (true, false) => State::Running,
        (false, false) => State::Overdue,
    }
}

/// Whole hours of minutes; the others are units already.
pub(super) const fn in_units(unit: Unit, ticks: i64) -> i64 {
    match unit {
        Unit::Hours => ticks.div_euclid(60),
        _ => ticks,
    }
}
