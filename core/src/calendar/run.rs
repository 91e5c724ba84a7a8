use crate::time::Date;

/// Consecutive covered years, as tables to count with.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// The first and the last year.
    pub(super) years: (i16, i16),
    /// The first day, counted from 1970-01-01.
    first: i32,
    /// For each day, and one more for the end: how many of the days before it are worked.
    before: Vec<i32>,
    /// The worked days, in order; once as they are looked up in columns, once as they are given to people.
    worked: Vec<i32>,
    worked_dates: Vec<Date>,
}

/// Why a run has no answer: the year next to it that it would take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beyond {
    /// The year before the first one.
    Before,
    /// The year after the last one.
    After,
}

impl Run {
    /// The run of these years, with the days that are worked, asked for by year and day; `None` beyond the years 1 to
    /// 9999.
    pub(super) fn new(years: (i16, i16), is_worked: impl Fn(i16, i32) -> bool) -> Option<Self> {
        let first = Date::new(years.0, 1, 1)?.epoch_day();
        let (mut before, mut worked, mut worked_dates) = (vec![0], Vec::new(), Vec::new());
        let mut count = 0_i32;
        for year in years.0..=years.1 {
            for day in Date::new(year, 1, 1)?.epoch_day()..=Date::new(year, 12, 31)?.epoch_day() {
                if is_worked(year, day) {
                    worked.push(day);
                    worked_dates.push(Date::from_epoch_day(day)?);
                    count = count.saturating_add(1);
                }
                before.push(count);
            }
        }
        Some(Self { years, first, before, worked, worked_dates })
    }

    /// How many worked days of the run lie before a day, and how many up to and with it; `None` if it is no day of
    /// the run.
    #[inline]
    pub(super) fn counts(&self, day: i32) -> Option<(i32, i32)> {
        let index = usize::try_from(day.checked_sub(self.first)?).ok()?;
        match self.before.get(index..)? {
            [before, upto, ..] => Some((*before, *upto)),
            _ => None,
        }
    }

    /// The `n`-th worked day after the day with these counts, or before it if `n` is negative. Zero is no place to
    /// go to.
    #[inline]
    pub(super) fn nth(&self, counts: (i32, i32), n: i32) -> Result<i32, Beyond> {
        self.worked.get(place(counts, n)?).copied().ok_or(Beyond::After)
    }

    /// The same as a date.
    #[inline]
    pub(super) fn nth_date(&self, counts: (i32, i32), n: i32) -> Result<Date, Beyond> {
        self.worked_dates.get(place(counts, n)?).copied().ok_or(Beyond::After)
    }
}

/// The place among the worked days, from 0. A sum that does not fit is beyond any run.
#[inline]
fn place((before, upto): (i32, i32), n: i32) -> Result<usize, Beyond> {
    let place = if n > 0 { upto.saturating_add(n).saturating_sub(1) } else { before.saturating_add(n) };
    usize::try_from(place).map_err(|_| Beyond::Before)
}
