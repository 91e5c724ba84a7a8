//! Facts that do not fit, and items that there are not: the answer names the field and what was expected.

use std::sync::Arc;

use evenhand::feel::FactType;
use evenhand::number::NumberError;
use evenhand::penalty::{AssessError, Item};
use evenhand::time::Date;
use evenhand::{Facts, Given, Language, RuleBook};
use proptest::prelude::*;
use rust_decimal::{Decimal, dec};

use super::{HEAD, STALLS, load};

const STALLS_ID: &str = "cn.dongying.stalls/46-4";

fn stalls() -> Arc<Item> {
    let book = load(format!("{HEAD}{STALLS}")).unwrap();
    Arc::clone(book.on("2026-11-21".parse().unwrap()).item(STALLS_ID).unwrap())
}

fn refused(facts: Facts) -> AssessError {
    stalls().decide(&facts).unwrap_err()
}

fn fact(name: &str, value: impl Into<Given>) -> AssessError {
    refused(Facts::new().with(name, value))
}

/// The error is about this fact, has this code, and its text names the fact and what was expected.
fn says(error: &AssessError, code: &str, field: &str, expected: &str) {
    assert_eq!((error.code(), error.field()), (code, Some(field)), "{error}");
    let text = error.to_string();
    assert!(text.contains(&format!("`{field}`")) && text.contains(expected), "{text}");
}

#[test]
fn a_missing_fact_is_asked_for_with_what_can_be_given() {
    let error = refused(Facts::new().with("repeat", false).with("offences", 1));
    assert!(matches!(&error, AssessError::MissingFact { fact, .. } if fact == "area"));
    says(&error, "missing-fact", "area", "a number in (0..1000] m2 with at most 2 decimals");
    let error = refused(Facts::new().with("repeat", false).with("area", 3));
    says(&error, "missing-fact", "offences", "whole number in [1..100]");
    says(&refused(Facts::new()), "missing-fact", "repeat", "true or false");
    says(&refused(Facts::new().with("repeat", true)), "missing-fact", "region", "one of ordinary, sensitive");
    let facts = Facts::new().with("repeat", true).with("region", "sensitive");
    says(&refused(facts), "missing-fact", "day", "a day such as 2026-02-28");
}

#[test]
fn an_unknown_fact_gets_the_nearest_or_all() {
    let error = fact("aera", 3);
    let wanted = Some("area".to_owned());
    assert!(matches!(&error, AssessError::UnknownFact { suggestion, .. } if *suggestion == wanted));
    says(&error, "unknown-fact", "aera", "did you mean `area`?");
    says(&fact("Area", 3), "unknown-fact", "Area", "did you mean `area`?");
    says(&fact("area ", 3), "unknown-fact", "area ", "did you mean `area`?");
    says(&fact("面积", 3), "unknown-fact", "面积", "repeat, region, day, area, offences");
    says(&fact("", 3), "unknown-fact", "", "repeat, region, day, area, offences");
    says(&fact("fine", 3), "unknown-fact", "fine", "repeat, region, day, area, offences");
    let long = "a".repeat(100_000);
    says(&fact(&long, 3), "unknown-fact", &long, "repeat, region, day, area, offences");
}

#[test]
fn a_fact_given_twice_is_refused_even_with_the_same_value() {
    for (first, second) in [(3, 3), (3, 4)] {
        let error = refused(Facts::new().with("area", first).with("area", second));
        assert_eq!(error, AssessError::DuplicateFact { fact: "area".into() });
        says(&error, "duplicate-fact", "area", "twice");
    }
}

#[test]
fn a_value_of_another_type_is_refused() {
    let day: Date = "2026-11-21".parse().unwrap();
    let wrong = |fact: &str, expected, found: &str| AssessError::WrongType {
        fact: fact.into(),
        expected,
        found: found.into(),
    };
    assert_eq!(fact("area", true), wrong("area", FactType::Number, "true"));
    assert_eq!(fact("area", day), wrong("area", FactType::Number, "2026-11-21"));
    let words = ["yes", "True", "1", "", "是", " true"].map(Given::from);
    for value in words.into_iter().chain([dec!(1).into(), day.into()]) {
        let error = fact("repeat", value.clone());
        assert_eq!(error, wrong("repeat", FactType::Boolean, &value.to_string()));
        says(&error, "wrong-type", "repeat", "must be true or false");
    }
    for value in [Given::from(dec!(1)), true.into(), day.into()] {
        says(&fact("region", value), "wrong-type", "region", "must be a text");
    }
    let words = ["2026-2-3", "2026-11-21T00:00:00", "", "今天"].map(Given::from);
    for value in words.into_iter().chain([dec!(20261121).into(), true.into()]) {
        says(&fact("day", value), "wrong-type", "day", "must be a date");
    }
}

#[test]
fn a_day_that_the_calendar_does_not_have_is_refused_as_that() {
    for day in ["2026-02-29", "2026-04-31", "2026-13-01"] {
        says(&fact("day", day), "wrong-type", "day", "the calendar has no day");
    }
}

#[test]
fn a_text_that_is_no_number_is_refused_at_its_character() {
    let not_a_number = |error| AssessError::NotANumber { fact: "area".into(), error };
    // `^` stands before the first character that a number does not have there.
    let texts =
        "1^e3|16^,8|^ 16.8|16.8^ |^１６.8|16^．8|^十六|^NaN|^inf|^+16.8|0^x10|1^_000|1^-6|1.6^.8|16^m2|^−5";
    for marked in texts.split('|') {
        let (before, after) = marked.split_once('^').unwrap();
        let (position, found) = (before.chars().count() + 1, after.chars().next().unwrap());
        let error = fact("area", format!("{before}{after}"));
        assert_eq!(error, not_a_number(NumberError::Character { found, position }));
        says(&error, "wrong-type", "area", "expected a number such as 16.8");
    }
    for (text, error) in [("", NumberError::Empty), ("-", NumberError::Empty), (".8", NumberError::Point)] {
        assert_eq!(fact("area", text), not_a_number(error));
    }
    assert_eq!(fact("area", "16."), not_a_number(NumberError::Point));
    assert_eq!(fact("area", "9".repeat(1_000_000)), not_a_number(NumberError::TooLong));
}

#[test]
fn a_number_out_of_range_is_refused_with_the_range() {
    for value in [dec!(0), dec!(-0.01), dec!(1000.01), Decimal::MAX, Decimal::MIN] {
        let error = fact("area", value);
        let range = "(0..1000]".to_owned();
        assert_eq!(error, AssessError::OutOfRange { fact: "area".into(), value, range });
        says(&error, "out-of-range", "area", "(0..1000]");
    }
    says(&fact("offences", 0), "out-of-range", "offences", "[1..100]");
    says(&fact("offences", i64::MAX), "out-of-range", "offences", "[1..100]");
    says(&fact("area", "0.00"), "out-of-range", "area", "(0..1000]");
}

#[test]
fn a_number_with_too_many_decimals_is_refused_not_rounded() {
    for value in [dec!(16.888), dec!(0.0000000000000000000000000001), dec!(999.999)] {
        let error = fact("area", value);
        assert_eq!(error, AssessError::TooManyDecimals { fact: "area".into(), value, decimals: 2 });
        says(&error, "too-many-decimals", "area", "at most 2 decimals");
    }
    assert_eq!(fact("offences", dec!(1.5)).code(), "too-many-decimals");
}

#[test]
fn zeros_at_the_end_are_no_decimals() {
    let facts = |area: &str| Facts::new().with("repeat", false).with("area", area).with("offences", "1.000");
    let decide = |area: &str| stalls().decide(&facts(area));
    assert_eq!(decide("16.80000"), decide("16.8"));
    assert_eq!(decide("016.80"), decide("16.8"));
}

#[test]
fn a_misspelt_value_gets_the_nearest_or_all() {
    let error = fact("region", "sensitiv");
    let wanted = Some("sensitive".to_owned());
    assert!(matches!(&error, AssessError::UnknownValue { suggestion, .. } if *suggestion == wanted));
    says(&error, "unknown-value", "region", "did you mean `sensitive`?");
    says(&fact("region", "Ordinary"), "unknown-value", "region", "did you mean `ordinary`?");
    says(&fact("region", "ordinary "), "unknown-value", "region", "did you mean `ordinary`?");
    says(&fact("region", "敏感"), "unknown-value", "region", "expected one of ordinary, sensitive");
    says(&fact("region", ""), "unknown-value", "region", "expected one of ordinary, sensitive");
}

#[test]
fn an_item_that_does_not_exist_gets_the_nearest() {
    let book = load(format!("{HEAD}{STALLS}")).unwrap();
    let unknown = |id: &str| book.on("2026-11-21".parse().unwrap()).item(id).unwrap_err();
    for suffix in ["stalls/46-5", "stals/46-4", "stalls/464", "stalls"] {
        let id = &format!("cn.dongying.{suffix}");
        let error = unknown(id);
        assert_eq!(error, AssessError::UnknownItem { item: id.clone(), suggestion: Some(STALLS_ID.into()) });
        assert_eq!((error.code(), error.field()), ("unknown-item", None));
        assert_eq!(error.to_string(), format!("there is no item `{id}`; did you mean `{STALLS_ID}`?"));
    }
    for id in ["", "/", "46-4", "第四十六条", "cn.dongying.stalls/46-4/x/y/z/more", &"x".repeat(1_000_000)]
    {
        assert!(matches!(unknown(id), AssessError::UnknownItem { .. }), "{id}");
    }
}

#[test]
fn an_item_on_another_day_says_when_it_is_in_force() {
    let version = |from: &str, until: &str| {
        format!("{}{STALLS}", HEAD.replace("from = 2026-01-01", &format!("from = {from}{until}")))
    };
    let files = [version("2026-01-01", ""), version("2024-01-01", ", until = 2024-12-31")];
    let book = RuleBook::load(files.iter().map(|text| ("stalls.toml", text))).unwrap();
    let day = |text: &str| -> Date { text.parse().unwrap() };
    for on in ["0001-01-01", "2023-12-31", "2025-01-01", "2025-12-31"] {
        let error = book.on(day(on)).item(STALLS_ID).unwrap_err();
        let in_force = vec![(day("2024-01-01"), Some(day("2024-12-31"))), (day("2026-01-01"), None)];
        assert_eq!(
            error,
            AssessError::NotInForce {
                item: STALLS_ID.into(),
                on: day(on),
                in_force,
                earlier_unrecorded: false
            }
        );
        assert_eq!((error.code(), error.field()), ("not-in-force", None));
        let wanted = format!(
            "`{STALLS_ID}` is not in force on {on}: in force from 2024-01-01 to 2024-12-31, in force from 2026-01-01"
        );
        assert_eq!(error.to_string(), wanted);
    }
    for on in ["2024-01-01", "2024-12-31", "2026-01-01", "9999-12-31"] {
        assert!(book.on(day(on)).item(STALLS_ID).is_ok(), "{on}");
    }
}

#[test]
fn a_result_too_large_to_be_exact_is_an_error() {
    let facts = "facts.value = { type = \"number\", unit = \"CNY\", range = \"[0..9999999999999999999999999999]\" }\n";
    let formulas = [
        "value * 9999999999999999999999999999 / 3",
        "value + 9999999999999999999999999999 * 9999999999999999999999999999",
        "10 * value",
        "(value + 1/3) * 9999999999999999999999999999",
        "1000 * (value / 7) ** 9 / (value / 7 + 1) ** 8",
    ];
    for formula in formulas {
        let item = format!(
            "[penalty.1]\ntitle = {{ zh = \"甲\", en = \"A\" }}\nbasis = \"一\"\nfine = '{formula}'\n"
        );
        let book = load(format!("{HEAD}{facts}{item}")).unwrap();
        let item = book.items().next().unwrap();
        let error = item.decide(&Facts::new().with("value", "9999999999999999999999999999")).unwrap_err();
        assert_eq!(error, AssessError::Overflow { item: "cn.dongying.stalls/1".into() });
        assert_eq!((error.code(), error.field()), ("overflow", None));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_as_a_fact_is_taken_or_refused(
        name in "area|offences|repeat|region|day|\\PC{0,8}",
        value in "\\PC{0,40}|[-0-9.]{1,40}",
    ) {
        let error = stalls().decide(&Facts::new().with(name, value)).unwrap_err();
        prop_assert!(!error.to_string().is_empty());
    }
}

#[test]
fn every_error_is_told_in_chinese() {
    let text = str::to_owned;
    let day = |text: &str| -> Date { text.parse().unwrap() };
    let item = || text("xx.town/1");
    let unknown = |suggestion: Option<&str>, known: &[&str]| AssessError::UnknownFact {
        item: item(),
        fact: text("aera"),
        suggestion: suggestion.map(text),
        known: known.iter().copied().map(text).collect(),
    };
    let decimals =
        |decimals| AssessError::TooManyDecimals { fact: text("area"), value: dec!(1.234), decimals };
    let number = |error| AssessError::NotANumber { fact: text("area"), error };
    let no_day =
        |error: &str| AssessError::NoSuchDay { fact: text("day"), error: error.parse::<Date>().unwrap_err() };
    let told = [
        (
            AssessError::UnknownItem { item: item(), suggestion: Some(text("xx.town/2")) },
            "没有事项`xx.town/1`；是否为`xx.town/2`？",
        ),
        (
            AssessError::NotInForce {
                item: item(),
                on: day("2026-01-01"),
                in_force: vec![(day("2020-01-01"), Some(day("2021-12-31"))), (day("2027-01-01"), None)],
                earlier_unrecorded: true,
            },
            "`xx.town/1`在2026-01-01没有施行；施行期间：2020-01-01至2021-12-31、自2027-01-01起；此前另有文本，此处没有收录",
        ),
        (
            refused(Facts::new().with("repeat", false)),
            "需要事实`area`（占用面积）：应为(0..1000] 平方米，最多2位小数；另外没有给出：region、day、offences",
        ),
        (unknown(Some("area"), &["area"]), "`xx.town/1`没有事实`aera`；是否为`area`？"),
        (unknown(None, &["area", "repeat"]), "`xx.town/1`没有事实`aera`；应为其中之一：area、repeat"),
        (unknown(None, &[]), "`xx.town/1`没有事实`aera`，也没有任何其他事实"),
        (AssessError::DuplicateFact { fact: text("area") }, "事实`area`给出了两次"),
        (fact("repeat", 3), "事实`repeat`应为true或者false，实为`3`"),
        (number(NumberError::Empty), "事实`area`：应为数，如16.8，实为空白"),
        (fact("area", "2O"), "事实`area`：应为数，如16.8，第2个字符却是`O`"),
        (number(NumberError::Point), "事实`area`：小数点两边都应有数字"),
        (number(NumberError::TooLong), "事实`area`：位数过多，无法精确表示"),
        (no_day("2026/1/1"), "事实`day`：应为日期，如2026-02-28，实为`2026/1/1`"),
        (no_day("2026-02-30"), "事实`day`：日历上没有2026-02-30这一天"),
        (fact("area", 0), "事实`area`应在(0..1000]之内，实为0"),
        (decimals(0), "事实`area`应为整数，实为1.234"),
        (decimals(2), "事实`area`最多有2位小数，实为1.234"),
        (fact("region", "sensitiv"), "事实`region`没有`sensitiv`这一取值；是否为`sensitive`？"),
        (AssessError::NoTier { item: item() }, "`xx.town/1`没有哪一档适用于这些事实：规则在此有空白"),
        (
            AssessError::NoLevel { item: item(), fact: text("area") },
            "`xx.town/1`的权重对`area`没有相应的等级：规则在此有空白",
        ),
        (
            AssessError::SeveralTiers {
                item: item(),
                tiers: vec![
                    (1, Some(evenhand::Bilingual { zh: text("轻微"), en: text("minor") })),
                    (2, None),
                ],
            },
            "`xx.town/1`有几档同时适用于这些事实：`轻微`（第1行）、第2行",
        ),
        (
            AssessError::InvalidAmount { item: item(), min: text("5"), max: text("3") },
            "规则`xx.town/1`对这些事实得不出有效的数额：5至3",
        ),
        (AssessError::DuplicateItem { item: item() }, "事项`xx.town/1`给出了两次；不同的行为应分别裁量"),
        (
            AssessError::DaysReversed {
                first: "acted",
                on: day("2026-02-01"),
                second: "decided",
                before: day("2026-01-01"),
            },
            "日期`decided`（2026-01-01）早于日期`acted`（2026-02-01）",
        ),
        (AssessError::Overflow { item: item() }, "`xx.town/1`的结果过大，无法精确计算"),
    ];
    for (error, zh) in &told {
        assert_eq!(error.message(Language::Chinese), *zh);
        assert_eq!(error.message(Language::English), error.to_string());
    }
    for (code, _) in AssessError::CODES {
        assert!(told.iter().any(|(error, _)| error.code() == *code), "{code}");
    }
}
