//! Days and periods: the calendar's corners, and the round trips.

use evenhand::time::{Date, DateError, Period};
use proptest::prelude::*;

use super::config;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn any_day() -> impl Strategy<Value = Date> {
    let ordinary = (1_i16..=9999, 1_i8..=12, 1_i8..=28);
    let month_end = (1_i16..=9999, 1_i8..=12, 29_i8..=31);
    prop_oneof![ordinary, month_end]
        .prop_filter_map("no such day", |(year, month, day)| Date::new(year, month, day))
}

fn any_period() -> impl Strategy<Value = Period> {
    let count = prop_oneof![-40_i64..=40, -200_000_i64..=200_000, -i64::MAX..=i64::MAX].boxed();
    prop_oneof![count.clone().prop_map(Period::Months), count.prop_map(Period::Days)]
}

/// Days since 0000-03-01 in the proleptic Gregorian calendar, by counting leap days.
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1
}

/// Year, month and day of the text that a day prints.
fn parts(date: Date) -> [i64; 3] {
    let text = date.to_string();
    let numbers: Vec<i64> = text.split('-').map(|part| part.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_day_reads_back_as_it_was_shown(date in any_day()) {
        prop_assert_eq!(date.to_string().parse(), Ok(date));
        prop_assert_eq!(date.to_string().len(), 10);
    }

    #[test]
    fn days_between_are_counted_as_the_calendar_does(a in any_day(), b in any_day()) {
        let number = |date| {
            let [year, month, day] = parts(date);
            day_number(year, month, day)
        };
        prop_assert_eq!(a.days_since(b), number(a) - number(b));
        prop_assert_eq!(a.cmp(&b), number(a).cmp(&number(b)));
    }

    #[test]
    fn adding_the_days_between_leads_from_one_day_to_the_other(a in any_day(), b in any_day()) {
        prop_assert_eq!(a.plus_days(b.days_since(a)), Some(b));
        prop_assert_eq!(a.days_since(b), -b.days_since(a));
    }

    #[test]
    fn days_added_are_days_between(date in any_day(), days in -4_000_000_i64..=4_000_000) {
        if let Some(later) = date.plus_days(days) {
            prop_assert_eq!(later.days_since(date), days);
            prop_assert_eq!(later.plus_days(-days), Some(date));
        } else {
            let [year, month, day] = parts(date);
            let number = day_number(year, month, day) + days;
            prop_assert!(!(day_number(1, 1, 1)..=day_number(9999, 12, 31)).contains(&number));
        }
    }

    #[test]
    fn months_added_keep_the_day_or_take_the_last_of_the_month(date in any_day(), months in -1200_i64..=1200) {
        let [year, month, day] = parts(date);
        let wanted_months = year * 12 + month - 1 + months;
        match date.plus_months(months) {
            Some(later) => {
                let [later_year, later_month, later_day] = parts(later);
                prop_assert_eq!(later_year * 12 + later_month - 1, wanted_months);
                let next = parts(later.plus_days(1).unwrap_or(later));
                prop_assert!(later_day == day || (later_day < day && next[1] != later_month), "{:?}", later);
            }
            None => prop_assert!(!(12..120_000).contains(&wanted_months)),
        }
    }

    #[test]
    fn a_period_reads_back_as_it_was_shown(period in any_period()) {
        prop_assert_eq!(period.to_string().parse(), Ok(period), "{}", period);
    }

    #[test]
    fn no_count_makes_adding_panic(date in any_day(), days in any::<i64>(), months in any::<i64>()) {
        let _ = (date.plus_days(days), date.plus_months(months));
        for period in [Period::Days(days), Period::Months(months)] {
            let _ = (period.after(date), period.negate(), period.to_string());
        }
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in any::<String>()) {
        let _ = (text.parse::<Date>(), text.parse::<Period>());
    }
}

#[test]
fn a_day_in_a_message_of_a_program_is_the_day() {
    assert_eq!(format!("{:?}", day("2026-02-03")), "2026-02-03");
}

#[test]
fn a_month_without_the_day_gives_its_last_day() {
    let table = [
        ("2025-08-31", "P6M", "2026-02-28"),
        ("2027-08-31", "P6M", "2028-02-29"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2024-02-29", "P4Y", "2028-02-29"),
        ("2024-02-29", "-P1Y", "2023-02-28"),
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2026-03-31", "P1M", "2026-04-30"),
        ("2026-03-31", "-P1M", "2026-02-28"),
        ("2026-01-30", "P1Y1M", "2027-02-28"),
        ("2025-12-31", "P2M", "2026-02-28"),
        ("2026-02-28", "P1M", "2026-03-28"),
        ("2026-02-28", "P1D", "2026-03-01"),
        ("2028-02-28", "P1D", "2028-02-29"),
        ("2026-12-31", "P1D", "2027-01-01"),
        ("2026-03-01", "-P1D", "2026-02-28"),
        ("2026-03-01", "P0D", "2026-03-01"),
        ("2026-03-01", "P0M", "2026-03-01"),
    ];
    for (from, length, wanted) in table {
        assert_eq!(period(length).after(day(from)), Some(day(wanted)), "{from} + {length}");
    }
}

#[test]
fn leap_years_are_those_of_the_gregorian_calendar() {
    for year in [4, 1600, 2000, 2024, 2028, 2400] {
        assert!(Date::new(year, 2, 29).is_some(), "{year}");
        assert_eq!(Date::new(year + 1, 1, 1).unwrap().days_since(Date::new(year, 1, 1).unwrap()), 366);
    }
    for year in [1, 1900, 2023, 2026, 2100, 2200] {
        assert!(Date::new(year, 2, 29).is_none(), "{year}");
        assert_eq!(Date::new(year + 1, 1, 1).unwrap().days_since(Date::new(year, 1, 1).unwrap()), 365);
    }
}

#[test]
fn the_calendar_has_no_such_days() {
    for text in [
        "2026-02-29",
        "2026-02-30",
        "2026-04-31",
        "2026-13-01",
        "2026-00-10",
        "2026-01-00",
        "2026-01-32",
        "0000-01-01",
        "1900-02-29",
        "2026-99-99",
    ] {
        assert_eq!(text.parse::<Date>(), Err(DateError::NoSuchDay(text.to_owned())));
    }
    assert_eq!(Date::new(0, 1, 1), None);
    assert_eq!(Date::new(-1, 1, 1), None);
    assert_eq!(Date::new(10_000, 1, 1), None);
    assert_eq!(Date::new(2026, -1, 1), None);
}

#[test]
fn nothing_else_is_the_form_of_a_day() {
    for text in [
        "",
        "-",
        "--",
        "2026",
        "2026-02",
        "2026-2-28",
        "26-02-28",
        "2026-02-28-",
        "-2026-02-28",
        "2026-02-28 ",
        " 2026-02-28",
        "2026/02/28",
        "2026.02.28",
        "20260228",
        "2026-02-28T00:00",
        "2026-02-2八",
        "２０２６-02-28",
        "2026-+2-28",
        "02026-02-28",
        "2026-02-028",
        "2026年2月28日",
    ] {
        assert_eq!(text.parse::<Date>(), Err(DateError::Form(text.to_owned())), "{text:?}");
    }
}

#[test]
fn the_calendar_ends_in_the_year_9999() {
    assert_eq!(day("9999-12-31").plus_days(1), None);
    assert_eq!(day("9999-12-31").plus_months(1), None);
    assert_eq!(day("9999-11-30").plus_months(1), Some(day("9999-12-30")));
    assert_eq!(day("0001-01-01").plus_days(-1), None);
    assert_eq!(day("0001-01-01").plus_months(-1), None);
    assert_eq!(day("9999-12-31").days_since(day("0001-01-01")), 3_652_058);
    assert_eq!(day("0001-01-01").plus_days(3_652_058), Some(day("9999-12-31")));
    for beyond in [i64::MIN, i64::MAX] {
        assert_eq!(day("2026-01-01").plus_days(beyond), None);
        assert_eq!(day("2026-01-01").plus_months(beyond), None);
    }
}

#[test]
fn periods_are_whole_months_or_whole_days() {
    let table = [
        ("P3M", Period::Months(3), "P3M"),
        ("P1Y6M", Period::Months(18), "P1Y6M"),
        ("P18M", Period::Months(18), "P1Y6M"),
        ("P2Y", Period::Months(24), "P2Y"),
        ("P24M", Period::Months(24), "P2Y"),
        ("P10D", Period::Days(10), "P10D"),
        ("P400D", Period::Days(400), "P400D"),
        ("-P10D", Period::Days(-10), "-P10D"),
        ("-P1Y1M", Period::Months(-13), "-P1Y1M"),
        ("P0D", Period::Days(0), "P0D"),
        ("P0M", Period::Months(0), "P0M"),
        ("P007D", Period::Days(7), "P7D"),
    ];
    for (text, wanted, shown) in table {
        assert_eq!(text.parse(), Ok(wanted), "{text}");
        assert_eq!(wanted.to_string(), shown);
    }
}

#[test]
fn nothing_else_is_a_period() {
    for text in [
        "",
        "P",
        "-P",
        "-",
        "3M",
        "p3m",
        "P3",
        "PM",
        "P3W",
        "P1M1Y",
        "P1D1M",
        "P1M10D",
        "P1Y10D",
        "P1Y1Y",
        "P1M1M",
        "P-1M",
        "P+1M",
        "--P1M",
        "P1.5M",
        "P1,5M",
        "P 1M",
        "P1M ",
        " P1M",
        "PT1H",
        "P1DT1H",
        "P三M",
        "P３M",
        "P9223372036854775808D",
        "P99999999999999999999999M",
        "P9223372036854775807Y",
        "P768614336404564650Y8M",
    ] {
        assert!(text.parse::<Period>().is_err(), "{text:?} is read as {:?}", text.parse::<Period>());
    }
}

#[test]
fn years_and_months_that_do_not_fit_are_an_error_whatever_follows() {
    for text in ["P768614336404564650Y8M", "P768614336404564650Y8M5D", "-P768614336404564650Y8M5D"] {
        assert!(text.parse::<Period>().is_err(), "{text:?} is read as {:?}", text.parse::<Period>());
    }
}

#[test]
fn months_and_days_have_no_common_order() {
    assert!(period("P1M") < period("P2M") && period("P59D") < period("P60D"));
    assert_eq!(period("P1M").partial_cmp(&period("P30D")), None);
    assert_eq!(Period::Days(i64::MIN).negate(), None);
    assert_eq!(period("P3M").negate(), Some(period("-P3M")));
}
