#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::{Arrangement, Calendar, CalendarError, Notice, OfficeDays, SpecialDay, Year};
use crate::language::Bilingual;
use crate::time::{Date, Weekday};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn named(text: &str, worked: bool) -> SpecialDay {
    SpecialDay { day: day(text), worked, name: Bilingual::same("a holiday") }
}

fn arrangement(days: Vec<SpecialDay>) -> Arrangement {
    Arrangement { notice: Notice::default(), days }
}

fn year(year: i16, days: Vec<SpecialDay>) -> Year {
    let weekend = vec![Weekday::Saturday, Weekday::Sunday];
    Year { year, weekend, whole: Some(arrangement(days)), changes: Vec::new() }
}

fn calendar(years: Vec<Year>) -> Calendar {
    Calendar::new("xx", Bilingual::same("a country"), years)
}

/// The Spring Festival of 2026, as it was arranged.
fn spring_festival() -> Calendar {
    let off = (15..=23).map(|number| named(&format!("2026-02-{number}"), false));
    let worked = ["2026-02-14", "2026-02-28"].map(|text| named(text, true));
    calendar(vec![year(2026, off.chain(worked).collect())])
}

#[test]
fn the_day_itself_is_not_counted() {
    let calendar = spring_festival();
    let plus = |start: &str, n| calendar.plus_working_days(day(start), n).unwrap().to_string();
    assert_eq!(plus("2026-02-13", 0), "2026-02-13");
    // Saturday the 14th is worked, then nine days off.
    assert_eq!(plus("2026-02-13", 1), "2026-02-14");
    assert_eq!(plus("2026-02-13", 2), "2026-02-24");
    // From a day off: the next working day is the first.
    assert_eq!(plus("2026-02-18", 1), "2026-02-24");
    assert_eq!(plus("2026-02-18", -1), "2026-02-14");
    assert_eq!(plus("2026-02-24", -1), "2026-02-14");
    assert_eq!(plus("2026-02-27", 1), "2026-02-28");
    assert_eq!(plus("2026-02-18", 0), "2026-02-18");
}

#[test]
fn days_between_are_those_after_the_first_up_to_the_last() {
    let calendar = spring_festival();
    let between = |after, until| calendar.working_days_between(day(after), day(until)).unwrap();
    assert_eq!(between("2026-02-13", "2026-02-13"), 0);
    assert_eq!(between("2026-02-13", "2026-02-14"), 1);
    assert_eq!(between("2026-02-14", "2026-02-23"), 0);
    assert_eq!(between("2026-02-13", "2026-02-24"), 2);
    assert_eq!(between("2026-02-24", "2026-02-13"), -2);
}

#[test]
fn the_nearest_working_day_is_the_day_itself_if_worked() {
    let calendar = spring_festival();
    assert_eq!(calendar.on_or_after(day("2026-02-14")).unwrap(), day("2026-02-14"));
    assert_eq!(calendar.on_or_after(day("2026-02-15")).unwrap(), day("2026-02-24"));
    assert_eq!(calendar.on_or_before(day("2026-02-23")).unwrap(), day("2026-02-14"));
    assert_eq!(calendar.on_or_before(day("2026-02-28")).unwrap(), day("2026-02-28"));
}

#[test]
fn a_year_that_is_missing_is_an_error_that_names_it() {
    let calendar = calendar(vec![year(2024, vec![]), year(2025, vec![]), year(2027, vec![])]);
    let missing = |year| CalendarError::YearMissing {
        calendar: "xx".into(),
        year,
        covered: "2024 to 2025, 2027".into(),
    };
    assert_eq!(calendar.is_working_day(day("2026-06-01")), Err(missing(2026)));
    assert_eq!(calendar.plus_working_days(day("2025-12-31"), 1), Err(missing(2026)));
    assert_eq!(calendar.plus_working_days(day("2024-01-01"), -1), Err(missing(2023)));
    assert_eq!(calendar.plus_working_days(day("2027-06-01"), i32::MAX), Err(missing(2028)));
    assert_eq!(calendar.plus_working_days(day("2027-06-01"), i32::MIN), Err(missing(2026)));
    // Both ends are known, what lies between is not.
    assert_eq!(calendar.working_days_between(day("2025-12-31"), day("2027-01-01")), Err(missing(2026)));
    assert_eq!(calendar.working_days_between(day("2027-01-01"), day("2025-12-31")), Err(missing(2026)));
    assert_eq!(calendar.on_or_after(day("9999-12-31")), Err(missing(9999)));
    assert_eq!(calendar.years().collect::<Vec<_>>(), [2024, 2025, 2027]);
}

#[test]
fn columns_name_the_row_of_a_fault() {
    let calendar = spring_festival();
    let days = [day("2026-02-13").epoch_day(), day("2027-01-01").epoch_day()];
    let mut out = [0; 2];
    let error = calendar.plus_working_days_over(&days, 1, &mut out).unwrap_err();
    assert_eq!(error.to_string(), "row 1: the calendar `xx` has no year 2027; it has 2026");
    let error = calendar.plus_working_days_over(&days, 1, &mut []).unwrap_err();
    assert_eq!(error, CalendarError::ColumnLengths { days: 2, room: 0 });
    let error = calendar.plus_working_days_over(&[i32::MIN, i32::MAX], 1, &mut out).unwrap_err();
    assert_eq!(error.to_string(), "row 0: the calendar `xx` has no year 1; it has 2026");
}

#[test]
fn the_last_word_counts() {
    let changed = Year {
        changes: vec![arrangement(vec![named("2026-02-24", false), named("2026-02-14", false)])],
        ..year(2026, vec![named("2026-02-14", true)])
    };
    let calendar = calendar(vec![changed, year(2027, vec![named("2026-12-31", false)])]);
    let works = |text| calendar.is_working_day(day(text)).unwrap();
    assert!(!works("2026-02-14"));
    assert!(!works("2026-02-24"));
    // The arrangement for 2027 reaches back into 2026.
    assert!(!works("2026-12-31"));
    assert!(!calendar.is_provisional(day("2026-12-31")));
    assert!(calendar.is_provisional(day("2027-12-01")));
    assert!(!calendar.is_provisional(day("2027-11-30")));
    assert!(calendar.special(day("2026-02-24")).is_some_and(|special| !special.worked));
    assert_eq!(calendar.special(day("2026-02-25")), None);
}

#[test]
fn a_year_of_ones_own_takes_the_place_of_the_known_one() {
    let own = calendar(vec![year(2026, vec![named("2026-02-16", false)]), year(2027, vec![])]);
    let both = spring_festival().with(&own).unwrap();
    assert!(both.is_working_day(day("2026-02-17")).unwrap());
    assert!(!both.is_working_day(day("2026-02-16")).unwrap());
    assert_eq!(both.years().collect::<Vec<_>>(), [2026, 2027]);
}

#[test]
fn changes_alone_leave_the_rest_of_the_year() {
    let only = Year {
        whole: None,
        changes: vec![arrangement(vec![named("2026-02-24", false)])],
        ..year(2026, vec![])
    };
    let changes = calendar(vec![only]);
    assert!(changes.is_working_day(day("2026-02-25")).is_err(), "changes alone are no year");
    let both = spring_festival().with(&changes).unwrap();
    assert!(!both.is_working_day(day("2026-02-23")).unwrap());
    assert!(!both.is_working_day(day("2026-02-24")).unwrap());
}

#[test]
fn an_office_closes_and_opens_days_upon_its_country() {
    let days = vec![named("2026-03-02", false), named("2026-02-23", true)];
    let days = OfficeDays { base: "xx".into(), notice: Notice::default(), days };
    let office = Calendar::of_office("xx.town", Bilingual::same("a town"), days);
    let error = office.is_working_day(day("2026-03-02")).unwrap_err();
    assert_eq!(error, CalendarError::WithoutBase { calendar: "xx.town".into(), base: "xx".into() });
    let both = spring_festival().with(&office).unwrap();
    assert_eq!(both.id(), "xx.town");
    assert_eq!(both.base(), None);
    assert!(!both.is_working_day(day("2026-03-02")).unwrap());
    assert!(both.is_working_day(day("2026-02-23")).unwrap());
    let elsewhere = Calendar::new("yy", Bilingual::same("elsewhere"), vec![year(2026, vec![])]);
    assert!(matches!(elsewhere.with(&office), Err(CalendarError::OtherCalendar { .. })));
    assert!(matches!(elsewhere.with(&spring_festival()), Err(CalendarError::OtherCalendar { .. })));
}

#[test]
fn another_weekend_is_data() {
    let gulf = Year { weekend: vec![Weekday::Friday, Weekday::Saturday], ..year(2021, vec![]) };
    let calendar = calendar(vec![gulf, year(2022, vec![])]);
    let works = |text| calendar.is_working_day(day(text)).unwrap();
    // The last Friday and Sunday of the one year, the first of the other.
    assert!(!works("2021-12-31") && works("2021-12-26"));
    assert!(works("2022-01-07") && !works("2022-01-02"));
}
