use std::collections::BTreeMap;
use std::sync::Arc;

use super::run::{Beyond, Run};
use super::{CalendarError, Notice, OfficeDays, Year};
use crate::language::Bilingual;
use crate::time::{Date, Weekday};

/// The days that are worked, in the years for which that was published.
///
/// ```
/// use evenhand::calendar::{Arrangement, Calendar, Notice, SpecialDay, Year};
/// use evenhand::time::Weekday;
/// use evenhand::Bilingual;
///
/// let make_up = SpecialDay { day: "2026-02-28".parse()?, worked: true, name: Bilingual::same("春节") };
/// let whole = Arrangement { notice: Notice::default(), days: vec![make_up] };
/// let weekend = vec![Weekday::Saturday, Weekday::Sunday];
/// let year = Year { year: 2026, weekend, whole: Some(whole), changes: vec![] };
/// let calendar = Calendar::new("cn", Bilingual::same("中国"), vec![year]);
///
/// assert!(calendar.is_working_day("2026-02-28".parse()?)?);
/// assert_eq!(calendar.plus_working_days("2026-02-27".parse()?, 2)?.to_string(), "2026-03-02");
/// let error = calendar.is_working_day("2027-01-04".parse()?).unwrap_err();
/// assert_eq!(error.to_string(), "the calendar `cn` has no year 2027; it has 2026");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Calendar {
    id: String,
    title: Bilingual,
    years: BTreeMap<i16, Year>,
    offices: Vec<OfficeDays>,
    /// The last word on each day that anybody named.
    named: BTreeMap<Date, Named>,
    runs: Vec<Run>,
}

#[derive(Clone, Debug)]
struct Named {
    worked: bool,
    name: Bilingual,
    notice: Arc<Notice>,
}

/// Why a day is off or worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Special<'a> {
    /// Whether it is worked.
    pub worked: bool,
    /// The holiday.
    pub name: &'a Bilingual,
    /// Who said so.
    pub notice: &'a Notice,
}

impl Calendar {
    /// The calendar of a country, from what was published for its years. Of two entries for one year the later
    /// counts.
    #[must_use]
    pub fn new(id: impl Into<String>, title: Bilingual, years: Vec<Year>) -> Self {
        let years = years.into_iter().map(|year| (year.year, year)).collect();
        Self::compile(id.into(), title, years, Vec::new())
    }

    /// What an office changes for itself: to be put upon the calendar that it is based on, by [`Self::with`].
    #[must_use]
    pub fn of_office(id: impl Into<String>, title: Bilingual, days: OfficeDays) -> Self {
        Self::compile(id.into(), title, BTreeMap::new(), vec![days])
    }

    fn compile(id: String, title: Bilingual, years: BTreeMap<i16, Year>, offices: Vec<OfficeDays>) -> Self {
        let mut named = BTreeMap::new();
        let whole = years.values().filter_map(|year| year.whole.as_ref());
        let changes = years.values().flat_map(|year| &year.changes);
        let arrangements = whole.chain(changes).map(|published| (&published.notice, &published.days));
        for (notice, days) in arrangements.chain(offices.iter().map(|office| (&office.notice, &office.days)))
        {
            let notice = Arc::new(notice.clone());
            for day in days {
                let (name, notice) = (day.name.clone(), Arc::clone(&notice));
                named.insert(day.day, Named { worked: day.worked, name, notice });
            }
        }
        let on_its_own: BTreeMap<i32, bool> =
            named.iter().map(|(day, named)| (day.epoch_day(), named.worked)).collect();
        let is_worked = |year: i16, day: i32| match on_its_own.get(&day) {
            Some(worked) => *worked,
            None => years.get(&year).is_none_or(|year| !year.weekend.contains(&Weekday::of_epoch_day(day))),
        };
        let covered = years.values().filter(|year| year.whole.is_some()).map(|year| year.year);
        let runs = spans(covered).into_iter().filter_map(|span| Run::new(span, is_worked)).collect();
        Self { id, title, years, offices, named, runs }
    }

    /// This calendar with another one put upon it.
    ///
    /// One with the same id adds its years and takes the place of those that both have; a year of which it has
    /// changes only gets these. One of an office closes and opens days; the result has its id.
    ///
    /// # Errors
    /// [`CalendarError::OtherCalendar`] if the other one belongs to neither.
    pub fn with(&self, other: &Self) -> Result<Self, CalendarError> {
        let wrong = |expected: &str| CalendarError::OtherCalendar {
            calendar: other.id.clone(),
            expected: expected.to_owned(),
            found: self.id.clone(),
        };
        let mut offices = self.offices.clone();
        if let Some(base) = other.base() {
            if base != self.id {
                return Err(wrong(base));
            }
            offices.extend(other.offices.iter().cloned());
            let years = self.years.clone();
            let (id, title) = (other.id.clone(), other.title.clone());
            return Ok(Self::compile(id, title, years, offices));
        }
        if other.id != self.id {
            return Err(wrong(&other.id));
        }
        let mut years = self.years.clone();
        for (number, year) in &other.years {
            match years.get_mut(number) {
                Some(known) if year.whole.is_none() => known.changes.extend(year.changes.iter().cloned()),
                _ => {
                    years.insert(*number, year.clone());
                }
            }
        }
        offices.extend(other.offices.iter().cloned());
        Ok(Self::compile(self.id.clone(), other.title.clone(), years, offices))
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it is called.
    #[must_use]
    pub const fn title(&self) -> &Bilingual {
        &self.title
    }

    /// The calendar that this one, of an office, still has to be put upon.
    #[must_use]
    pub fn base(&self) -> Option<&str> {
        // What lies upon a country's calendar has its years as well.
        if self.years.is_empty() { self.offices.first().map(|office| office.base.as_str()) } else { None }
    }

    /// What was published for each year, in order.
    pub fn published(&self) -> impl Iterator<Item = &Year> {
        self.years.values()
    }

    /// The years that the calendar has, in order.
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.runs.iter().flat_map(|run| run.years.0..=run.years.1)
    }

    /// Whether a day is worked.
    ///
    /// # Errors
    /// The year is missing.
    pub fn is_working_day(&self, day: Date) -> Result<bool, CalendarError> {
        let (_, (before, upto)) = self.find(day.epoch_day())?;
        Ok(before < upto)
    }

    /// The `n`-th working day after a day, which is not counted itself and need not be worked; before it, if `n` is
    /// negative. Zero stays on the day.
    ///
    /// # Errors
    /// A year is missing on the way.
    pub fn plus_working_days(&self, day: Date, n: i32) -> Result<Date, CalendarError> {
        let (run, counts) = self.find(day.epoch_day())?;
        if n == 0 {
            return Ok(day);
        }
        run.nth_date(counts, n).map_err(|beyond| self.beyond(run, beyond))
    }

    /// The same for a column of days counted from 1970-01-01, at two look-ups a day.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// let calendar = evenhand::calendar::Calendar::bundled("cn").unwrap();
    /// let mut due = [0; 2];
    /// // 2026-02-11 and 2026-02-13.
    /// calendar.plus_working_days_over(&[20_495, 20_497], 5, &mut due)?;
    /// // 2026-02-25 and 2026-02-27: nine days off lie between, and the Saturday before them is worked.
    /// assert_eq!(due, [20_509, 20_511]);
    /// # }
    /// # Ok::<(), evenhand::calendar::CalendarError>(())
    /// ```
    ///
    /// # Errors
    /// A year is missing on the way, with the row; or the columns have different lengths.
    pub fn plus_working_days_over(&self, days: &[i32], n: i32, out: &mut [i32]) -> Result<(), CalendarError> {
        if days.len() != out.len() {
            return Err(CalendarError::ColumnLengths { days: days.len(), room: out.len() });
        }
        for (row, (day, out)) in days.iter().zip(out).enumerate() {
            let place = self.plus(*day, n);
            *out = place.map_err(|fault| CalendarError::InRow { row, fault: Box::new(fault) })?;
        }
        Ok(())
    }

    /// How many days of `(after, until]` are worked; negative if `until` comes first: then it is minus those of
    /// `(until, after]`.
    ///
    /// # Errors
    /// A year is missing between the two.
    pub fn working_days_between(&self, after: Date, until: Date) -> Result<i32, CalendarError> {
        self.between(after.epoch_day(), until.epoch_day())
    }

    /// The same for days counted from 1970-01-01.
    pub(crate) fn between(&self, after: i32, until: i32) -> Result<i32, CalendarError> {
        let (start, (_, upto_start)) = self.find(after)?;
        let (end, (_, upto_end)) = self.find(until)?;
        if start.years == end.years {
            return Ok(upto_end.saturating_sub(upto_start));
        }
        let earlier = if after < until { start } else { end };
        Err(self.beyond(earlier, Beyond::After))
    }

    /// The day itself if it is worked, else the next one that is.
    ///
    /// # Errors
    /// A year is missing on the way.
    pub fn on_or_after(&self, day: Date) -> Result<Date, CalendarError> {
        if self.is_working_day(day)? { Ok(day) } else { self.plus_working_days(day, 1) }
    }

    /// The day itself if it is worked, else the last one before it that is.
    ///
    /// # Errors
    /// A year is missing on the way.
    pub fn on_or_before(&self, day: Date) -> Result<Date, CalendarError> {
        if self.is_working_day(day)? { Ok(day) } else { self.plus_working_days(day, -1) }
    }

    /// What somebody said of a day; nothing of an ordinary weekday or weekend, or of a year that is missing.
    #[must_use]
    pub fn special(&self, day: Date) -> Option<Special<'_>> {
        let Named { worked, name, notice } = self.named.get(&day)?;
        let covered = self.find(day.epoch_day()).is_ok();
        covered.then_some(Special { worked: *worked, name, notice })
    }

    /// Whether the arrangement of the next year, which the calendar does not have, may still change the day: New
    /// Year's holiday reaches into December, and its make-up days do as well, as on 2007-12-29.
    #[must_use]
    pub fn is_provisional(&self, day: Date) -> bool {
        day.month() == 12 && self.runs.iter().any(|run| run.years.1 == day.year())
    }

    /// [`Self::plus_working_days`] for a day counted from 1970-01-01.
    #[inline]
    pub(crate) fn plus(&self, day: i32, n: i32) -> Result<i32, CalendarError> {
        let (run, counts) = self.find(day)?;
        if n == 0 {
            return Ok(day);
        }
        run.nth(counts, n).map_err(|beyond| self.beyond(run, beyond))
    }

    /// The run that a day belongs to, with its counts there.
    #[inline]
    fn find(&self, day: i32) -> Result<(&Run, (i32, i32)), CalendarError> {
        let found = self.runs.iter().find_map(|run| Some((run, run.counts(day)?)));
        found.ok_or_else(|| {
            let end = if day < 0 { Date::FIRST } else { Date::LAST };
            self.missing(Date::from_epoch_day(day).unwrap_or(end).year())
        })
    }

    #[cold]
    fn beyond(&self, run: &Run, beyond: Beyond) -> CalendarError {
        self.missing(match beyond {
            Beyond::Before => run.years.0.saturating_sub(1),
            Beyond::After => run.years.1.saturating_add(1),
        })
    }

    #[cold]
    fn missing(&self, year: i16) -> CalendarError {
        let calendar = self.id.clone();
        if let Some(base) = self.base() {
            return CalendarError::WithoutBase { calendar, base: base.to_owned() };
        }
        let spans = self.runs.iter().map(|run| match run.years {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first} to {last}"),
        });
        let spans: Vec<String> = spans.collect();
        let covered = if spans.is_empty() { "none".to_owned() } else { spans.join(", ") };
        CalendarError::YearMissing { calendar, year, covered }
    }
}

/// Consecutive numbers, from the first to the last of each row.
fn spans(numbers: impl Iterator<Item = i16>) -> Vec<(i16, i16)> {
    let mut spans: Vec<(i16, i16)> = Vec::new();
    for number in numbers {
        match spans.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => spans.push((number, number)),
        }
    }
    spans
}
