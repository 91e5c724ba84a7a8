//! Figures counted by hand, or by a script of a few lines over the list of days that the calendar file was made from.

use evenhand::calendar::{Calendar, CalendarError};
use evenhand::limit::{Direction, LastDayRule, Length, MonthEnd, Unit};

use super::{CN, day};

#[test]
fn every_bundled_calendar_is_sound_and_has_the_id_of_its_entry() {
    for file in evenhand_rules::CALENDARS {
        let calendar = Calendar::read(file.path, file.text).unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(calendar.id(), file.id);
    }
}

#[test]
fn each_year_has_as_many_working_days_as_its_notices_leave() {
    let counted = [
        (2007, 249),
        (2008, 251),
        (2009, 250),
        (2010, 250),
        (2011, 250),
        (2012, 249),
        (2013, 250),
        (2014, 250),
        (2015, 249),
        (2016, 250),
        (2017, 249),
        (2018, 250),
        (2019, 250),
        (2020, 249),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 248),
        (2026, 248),
    ];
    assert!(CN.years().eq(counted.iter().map(|(year, _)| *year)));
    for (year, count) in counted {
        let (first, last) = (day(&format!("{year}-01-01")), day(&format!("{year}-12-31")));
        assert!(!CN.is_working_day(first).unwrap(), "New Year is off");
        assert_eq!(CN.working_days_between(first, last), Ok(count), "{year}");
    }
}

/// `cargo xtask calendar` holds the file against two packages that are made by others.
#[test]
fn every_day_is_what_independent_packages_say() {
    let mut days = 0;
    for line in include_str!("../../vectors/working-days-cn.txt").lines() {
        let (year, digits) = line.split_once(' ').unwrap();
        let first = day(&format!("{year}-01-01"));
        for (number, digit) in digits.chars().enumerate() {
            let day = first.plus_days(number.try_into().unwrap()).unwrap();
            assert_eq!(CN.is_working_day(day), Ok(digit == '1'), "{day}");
            days += 1;
        }
    }
    assert_eq!(days, 7305);
}

/// What the page calls right is what the calendar says; the rest of its tables is for `cargo xtask calendar`.
#[test]
fn the_page_on_working_days_says_what_is_right() {
    let page = include_str!("../../../docs/working-days.md");
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| 20"))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    assert!(rows.len() >= 20, "the page has its tables");
    for row in rows {
        let (start, n): (_, i32) = (day(row[1]), row[2].parse().unwrap());
        let answer = if n == 0 { CN.on_or_after(start) } else { CN.plus_working_days(start, n) };
        match answer {
            Ok(answer) => assert_eq!(answer.to_string(), row[3], "{row:?}"),
            Err(CalendarError::YearMissing { year, .. }) => {
                assert_eq!(format!("an error: no year {year}"), row[3]);
            }
            Err(error) => panic!("{row:?}: {error}"),
        }
    }
}

#[test]
fn days_that_are_worked_instead_count() {
    let make_up = [
        "2025-01-26",
        "2025-02-08",
        "2025-04-27",
        "2025-09-28",
        "2025-10-11",
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ];
    for text in make_up {
        let special = CN.special(day(text)).unwrap_or_else(|| panic!("{text}"));
        assert!(special.worked && CN.is_working_day(day(text)).unwrap(), "{text}");
        let title = format!("国务院办公厅关于{}年部分节假日安排的通知", &text[..4]);
        assert_eq!(special.notice.title.as_deref(), Some(title.as_str()));
    }
}

#[test]
fn counting_crosses_spring_festival_and_national_day() {
    let counted = [
        // Twenty working days over the Spring Festival with its two worked Saturdays.
        ("2026-01-28", 20, "2026-03-03"),
        ("2026-02-11", 5, "2026-02-25"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2025-01-24", 5, "2025-02-07"),
        ("2025-01-20", 10, "2025-02-08"),
        ("2024-02-08", 5, "2024-02-21"),
        // National Day, with a Sunday before and a Saturday after it.
        ("2025-09-25", 5, "2025-10-09"),
        ("2025-09-26", 1, "2025-09-28"),
        ("2025-09-29", 5, "2025-10-13"),
        ("2024-09-27", 5, "2024-10-10"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-30", 3, "2026-10-10"),
        // Backwards.
        ("2026-02-24", -1, "2026-02-14"),
        ("2026-02-24", -20, "2026-01-20"),
    ];
    for (start, n, end) in counted {
        assert_eq!(
            CN.plus_working_days(day(start), n).map(|day| day.to_string()),
            Ok(end.into()),
            "{start} {n}"
        );
    }
}

#[test]
fn six_months_that_end_on_a_worked_saturday_end_there() {
    let six_months = Length::new(6, Unit::Months);
    let raw = six_months.count(day("2025-08-31"), Direction::After, MonthEnd::LastDay, &CN).unwrap();
    assert_eq!(raw, day("2026-02-28"));
    assert_eq!(LastDayRule::Moves.settle(raw, Direction::After, &CN).unwrap().due, raw);
    // The same from a day earlier in the year ends on a Saturday that is off.
    let raw = six_months.count(day("2025-07-31"), Direction::After, MonthEnd::LastDay, &CN).unwrap();
    let last = LastDayRule::Moves.settle(raw, Direction::After, &CN).unwrap();
    assert_eq!((last.raw, last.due), (day("2026-01-31"), day("2026-02-02")));
}

#[test]
fn what_was_changed_in_the_course_of_a_year_holds() {
    let changed = [
        ("2015-09-03", false),
        ("2015-09-04", false),
        ("2015-09-06", true),
        ("2019-04-28", true),
        ("2019-05-02", false),
        ("2019-05-03", false),
        ("2019-05-05", true),
        ("2020-01-31", false),
        // It was to be worked, until the holiday was made longer.
        ("2020-02-01", false),
        ("2020-02-03", true),
    ];
    for (text, worked) in changed {
        assert_eq!(CN.is_working_day(day(text)), Ok(worked), "{text}");
    }
    let longer = CN.special(day("2020-02-01")).unwrap().notice;
    assert_eq!(longer.number.as_deref(), Some("国办发明电〔2020〕1号"));
    // The notice for 2008 reached back into 2007.
    assert!(CN.is_working_day(day("2007-12-29")).unwrap());
    assert!(!CN.is_working_day(day("2007-12-31")).unwrap());
}

#[test]
fn years_that_nobody_arranged_are_named() {
    let missing =
        |year| CalendarError::YearMissing { calendar: "cn".into(), year, covered: "2007 to 2026".into() };
    assert_eq!(CN.is_working_day(day("2027-01-01")), Err(missing(2027)));
    assert_eq!(CN.is_working_day(day("2006-12-30")), Err(missing(2006)));
    assert_eq!(CN.plus_working_days(day("2026-12-31"), 1), Err(missing(2027)));
    assert_eq!(
        CN.special(day("2006-12-30")),
        None,
        "the notice for 2007 names it, but of 2006 nothing else is known"
    );
    assert!(CN.is_provisional(day("2026-12-28")), "the notice for 2027 may still change it");
    assert!(!CN.is_provisional(day("2026-11-30")) && !CN.is_provisional(day("2025-12-28")));
    let error = Calendar::bundled("us").unwrap_err();
    assert_eq!(error.to_string(), "there is no bundled calendar `us`; there is cn");
}
