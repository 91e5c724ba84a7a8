//! Moments, days of the week, and days counted from 1970.

use evenhand::time::{Date, DateError, Moment, MomentError, Weekday};
use proptest::prelude::*;

fn moment(text: &str) -> Result<Moment, MomentError> {
    text.parse()
}

#[test]
fn a_moment_is_a_day_and_a_minute_of_it() {
    for text in ["2026-01-28T00:00", "2026-01-28T23:59", "2024-02-29T09:05"] {
        assert_eq!(moment(text).unwrap().to_string(), text);
    }
    assert!(moment("2026-01-28T23:59").unwrap() < moment("2026-01-29T00:00").unwrap());
    for text in [
        "2026-01-28",
        "2026-01-28T9:05",
        "2026-01-28T09:05:00",
        "2026-01-28T09h05",
        "2026-01-28 09:05",
        "T09:05",
    ] {
        assert!(moment(text).is_err(), "{text}");
    }
    assert_eq!(moment("2026-01-28T24:00"), Err(MomentError::NoSuchTime("24:00".into())));
    assert_eq!(moment("2026-01-28T09:60"), Err(MomentError::NoSuchTime("09:60".into())));
    assert_eq!(moment("2026-02-29T09:00"), Err(MomentError::Date(DateError::NoSuchDay("2026-02-29".into()))));
}

#[test]
fn hours_go_over_days_and_years() {
    let plus = |text, hours| moment(text).unwrap().plus_hours(hours).map(|moment| moment.to_string());
    assert_eq!(plus("2026-12-31T23:30", 1), Some("2027-01-01T00:30".into()));
    assert_eq!(plus("2026-01-01T00:30", -1), Some("2025-12-31T23:30".into()));
    assert_eq!(plus("2024-02-28T14:30", 24), Some("2024-02-29T14:30".into()));
    assert_eq!(plus("9999-12-31T23:00", 1), None);
    assert_eq!(plus("2026-01-01T00:00", i64::MAX), None);
}

#[test]
fn days_of_the_week_are_those_of_the_wall_calendar() {
    let weekday = |text: &str| text.parse::<Date>().unwrap().weekday();
    assert_eq!(weekday("1970-01-01"), Weekday::Thursday);
    assert_eq!(weekday("2026-02-28"), Weekday::Saturday);
    assert_eq!(weekday("2007-12-29"), Weekday::Saturday);
    assert_eq!(weekday("2000-02-29"), Weekday::Tuesday);
    // Before the count starts.
    assert_eq!(weekday("1949-10-01"), Weekday::Saturday);
}

proptest! {
    #[test]
    fn seven_days_make_a_week(day in Date::FIRST.epoch_day()..=Date::LAST.epoch_day()) {
        let date = Date::from_epoch_day(day).unwrap();
        prop_assert_eq!(date.epoch_day(), day);
        prop_assert_eq!(Date::new(date.year(), date.month(), date.day()), Some(date));
        if let Some(later) = date.plus_days(7) {
            prop_assert_eq!(later.weekday(), date.weekday());
        }
        let order = Weekday::ALL.iter().position(|(_, weekday)| *weekday == date.weekday()).unwrap();
        if let Some(next) = date.plus_days(1) {
            prop_assert_eq!(Weekday::ALL[(order + 1) % 7].1, next.weekday());
        }
    }
}
