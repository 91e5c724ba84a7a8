//! Counting by tables is counting day by day.

use std::ops::RangeInclusive;

use evenhand::time::Date;
use proptest::prelude::*;

use super::{CN, day};

/// Days from 2007-01-01 to 2026-12-31, since 1970-01-01.
fn covered() -> RangeInclusive<i32> {
    day("2007-01-01").epoch_day()..=day("2026-12-31").epoch_day()
}

fn date(epoch_day: i32) -> Date {
    Date::from_epoch_day(epoch_day).unwrap()
}

/// The n-th working day by walking; nothing beyond the years of the calendar.
fn walk(start: Date, n: i32) -> Option<Date> {
    let (mut here, mut left) = (start, n.abs());
    while left > 0 {
        here = here.plus_days(n.signum().into())?;
        left -= i32::from(CN.is_working_day(here).ok()?);
    }
    Some(here)
}

proptest! {
    #[test]
    fn plus_is_a_walk_day_by_day(start in covered(), n in -300..=300_i32) {
        prop_assert_eq!(CN.plus_working_days(date(start), n).ok(), walk(date(start), n));
    }

    #[test]
    fn between_counts_the_days_of_the_walk(after in covered(), until in covered()) {
        let (first, last) = (after.min(until), after.max(until));
        let walked = (first + 1..=last).filter(|day| CN.is_working_day(date(*day)).unwrap()).count();
        let walked = i32::try_from(walked).unwrap();
        let wanted = if after <= until { walked } else { -walked };
        prop_assert_eq!(CN.working_days_between(date(after), date(until)), Ok(wanted));
    }

    #[test]
    fn plus_and_between_are_inverse(start in covered(), n in 0..=5000_i32) {
        if let Ok(end) = CN.plus_working_days(date(start), n) {
            prop_assert_eq!(CN.working_days_between(date(start), end), Ok(n));
            prop_assert!(n == 0 || CN.is_working_day(end).unwrap());
        }
        // Backwards from a working day, so that going there and back ends where it began.
        let start = CN.on_or_before(date(start)).unwrap_or(day("2007-01-04"));
        if let Ok(end) = CN.plus_working_days(start, -n) {
            prop_assert_eq!(CN.working_days_between(start, end), Ok(-n));
            prop_assert_eq!(CN.plus_working_days(end, n), Ok(start));
        }
    }

    #[test]
    fn a_column_is_its_single_days(days in prop::collection::vec(covered(), 0..50), n in -400..=400_i32) {
        let mut out = vec![0; days.len()];
        let single: Result<Vec<i32>, _> =
            days.iter().map(|day| CN.plus_working_days(date(*day), n).map(Date::epoch_day)).collect();
        let whole = CN.plus_working_days_over(&days, n, &mut out).map(|()| out);
        prop_assert_eq!(whole.ok(), single.ok());
    }

    #[test]
    fn the_nearest_working_day_is_the_nearest(start in covered()) {
        let start = date(start);
        let is_worked = |day: &Date| CN.is_working_day(*day).unwrap_or(true);
        let step = |by: i64| (0..60).find_map(|n| start.plus_days(n * by).filter(is_worked)).unwrap();
        if let Ok(next) = CN.on_or_after(start) {
            prop_assert_eq!(next, step(1));
        }
        if let Ok(last) = CN.on_or_before(start) {
            prop_assert_eq!(last, step(-1));
        }
    }

    #[test]
    fn no_day_and_no_count_makes_it_panic(start in any::<i32>(), n in any::<i32>()) {
        let mut out = [0];
        let _ = CN.plus_working_days_over(&[start], n, &mut out);
        if let Some(day) = Date::from_epoch_day(start) {
            prop_assert_eq!(day.epoch_day(), start);
            let _ = CN.plus_working_days(day, n);
            let _ = CN.working_days_between(day, Date::FIRST);
        }
    }
}
