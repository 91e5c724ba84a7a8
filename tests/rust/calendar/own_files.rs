//! Years that a user adds or corrects, calendars of offices and of other countries.

use evenhand::calendar::Calendar;
use proptest::prelude::*;

use super::{CN, day};

fn read(text: &str) -> Calendar {
    Calendar::read("own.toml", text).unwrap_or_else(|faults| panic!("{faults}"))
}

const HEAD: &str = r#"
    format = 1
    id = "cn"
    title = { zh = "中国内地工作日历", en = "working days in mainland China" }
"#;

#[test]
fn a_year_is_added_without_a_release() {
    let own = read(&format!(
        r#"{HEAD}
        [year.2027]
        notice = {{ title = "国务院办公厅关于2027年部分节假日安排的通知" }}
        days = [{{ name = {{ zh = "元旦", en = "New Year" }}, off = ["2026-12-31..2027-01-01"], worked = [2026-12-27] }}]
        "#
    ));
    let both = CN.with(&own).unwrap();
    assert_eq!(both.years().last(), Some(2027));
    assert_eq!(both.plus_working_days(day("2026-12-25"), 1), Ok(day("2026-12-27")));
    assert_eq!(both.plus_working_days(day("2026-12-30"), 1), Ok(day("2027-01-04")));
    assert!(!both.is_provisional(day("2026-12-28")) && both.is_provisional(day("2027-12-28")));
    // The calendar that it was put upon is as it was.
    assert!(!CN.is_working_day(day("2026-12-27")).unwrap());
}

#[test]
fn a_year_is_corrected_whole_or_by_a_change() {
    let whole = read(&format!(
        r#"{HEAD}
        [year.2026]
        notice = {{ title = "更正" }}
        days = [{{ name = {{ zh = "春节", en = "Spring Festival" }}, off = ["2026-02-16..2026-02-20"] }}]
        "#
    ));
    let both = CN.with(&whole).unwrap();
    assert!(!both.is_working_day(day("2026-02-28")).unwrap(), "nothing of the old notice is left");
    assert!(both.is_working_day(day("2026-02-23")).unwrap());
    let change = read(&format!(
        r#"{HEAD}
        [[year.2026.changes]]
        notice = {{ title = "调整" }}
        days = [{{ name = {{ zh = "台风", en = "typhoon" }}, off = [2026-08-03], worked = [2026-08-08] }}]
        "#
    ));
    let both = CN.with(&change).unwrap();
    assert!(both.is_working_day(day("2026-02-28")).unwrap(), "the notice holds but for the change");
    assert_eq!(both.plus_working_days(day("2026-07-31"), 1), Ok(day("2026-08-04")));
    assert_eq!(both.plus_working_days(day("2026-08-07"), 1), Ok(day("2026-08-08")));
}

#[test]
fn a_place_and_an_office_in_it_change_the_calendar_below() {
    let guangxi = read(
        r#"
        format = 1
        id = "cn.guangxi"
        title = { zh = "广西", en = "Guangxi" }
        based-on = "cn"
        notice = { title = "自治区人民政府公告" }
        days = [{ name = { zh = "三月三", en = "San Yue San" }, off = ["2026-04-20..2026-04-21"] }]
        "#,
    );
    let office = read(
        r#"
        format = 1
        id = "cn.guangxi.office"
        title = { zh = "某机关", en = "an office" }
        based-on = "cn.guangxi"
        days = [{ name = { zh = "值班", en = "on duty" }, worked = [2026-04-20, 2026-04-25] }]
        "#,
    );
    let place = CN.with(&guangxi).unwrap();
    assert_eq!(place.plus_working_days(day("2026-04-17"), 1), Ok(day("2026-04-22")));
    let both = place.with(&office).unwrap();
    assert_eq!(both.id(), "cn.guangxi.office");
    assert_eq!(both.plus_working_days(day("2026-04-17"), 1), Ok(day("2026-04-20")));
    assert_eq!(both.plus_working_days(day("2026-04-24"), 1), Ok(day("2026-04-25")));
    let special = both.special(day("2026-04-21")).unwrap();
    assert_eq!((special.worked, special.name.zh.as_str()), (false, "三月三"));

    let error = CN.with(&office).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the calendar `cn.guangxi.office` belongs upon `cn.guangxi`, not upon `cn`"
    );
    let error = office.is_working_day(day("2026-04-20")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the calendar `cn.guangxi.office` only changes the calendar `cn.guangxi`, and has to be put upon it first"
    );
}

#[test]
fn another_country_is_a_file() {
    let country = read(
        r#"
        format = 1
        id = "xx"
        title = { zh = "例", en = "a country" }
        weekend = ["friday", "saturday"]
        [year.2026]
        notice = {}
        days = []
        "#,
    );
    assert_eq!(country.plus_working_days(day("2026-02-26"), 1), Ok(day("2026-03-01")));
    assert!(CN.with(&country).is_err());
}

proptest! {
    #[test]
    fn no_file_makes_it_panic(place in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..4)) {
        let mut text = evenhand_rules::CALENDARS[0].text.as_bytes().to_vec();
        let place = place.index(text.len());
        text.splice(place..(place + bytes.len()).min(text.len()), bytes);
        if let Ok(calendar) = Calendar::read("changed.toml", &text) {
            let _ = CN.with(&calendar).map(|both| both.plus_working_days(day("2026-02-13"), 20));
        }
        if let Ok(cut) = Calendar::read("cut.toml", &text[..place]) {
            prop_assert!(cut.years().count() <= 20);
        }
    }
}
