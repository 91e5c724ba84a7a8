//! How long an act can be penalised: the last day, and the day after it.

use evenhand::penalty::LimitationState;
use evenhand::{Case, Outcome};

use super::{acted_and_decided, assess, told};

const STALL: &str = "cn.dongying.city-appearance/46-4";
const STALL_FACTS: [(&str, &str); 2] = [("area", "20"), ("refused_to_correct", "true")];
/// The same, and nothing that makes the period longer: a fact that only the law since 2021 asks for.
const FACTS: [(&str, &str); 3] =
    [("area", "20"), ("refused_to_correct", "true"), ("life_or_finance", "false")];
const ACCIDENT: [(&str, &str); 2] = [("accident_grade", "larger"), ("especially_serious", "false")];

fn state(outcome: &Outcome) -> (String, LimitationState) {
    let (_, finding) = outcome.limitation().expect("a limitation rule");
    (finding.last_day.to_string(), finding.state)
}

fn found(case: Case, day: &str) -> Case {
    case.found(day.parse().unwrap())
}

/// What follows from an act that was found on a day and decided a month or so later.
fn after(item: &str, facts: &[(&str, &str)], acted: &str, found_on: &str, decided: &str) -> (String, String) {
    let outcome = assess(item, &found(acted_and_decided(acted, decided, facts), found_on));
    (told(outcome.decision()), state(&outcome).0)
}

#[test]
fn two_years() {
    let pair = |fine: &str, day: &str| (fine.to_owned(), day.to_owned());
    let stall = |acted, found, decided| after(STALL, &FACTS, acted, found, decided);
    // Article 36: two years from 2024-03-01, a day that is not counted itself.
    assert_eq!(stall("2024-03-01", "2026-03-01", "2026-05-01"), pair("2000", "2026-03-01"));
    assert_eq!(stall("2024-03-01", "2026-03-02", "2026-05-01"), pair("no-penalty", "2026-03-01"));
    // A year without the day ends with its month.
    assert_eq!(stall("2024-02-29", "2026-02-28", "2026-05-01"), pair("2000", "2026-02-28"));
    assert_eq!(stall("2024-02-29", "2026-03-01", "2026-05-01"), pair("no-penalty", "2026-02-28"));
    // Article 29 of the law before.
    let stall = |acted, found, decided| after(STALL, &STALL_FACTS, acted, found, decided);
    assert_eq!(stall("2018-06-01", "2020-06-01", "2020-07-01"), pair("2000", "2020-06-01"));
    assert_eq!(stall("2018-06-01", "2020-06-02", "2020-07-01"), pair("no-penalty", "2020-06-01"));
}

#[test]
fn five_years_where_life_is_touched_and_harm_done() {
    let item = "cn.work-safety-law/114";
    let touched = |value| [&ACCIDENT[..], &[("life_or_finance", value)]].concat();
    let year = |value, found| after(item, &touched(value), "2021-10-01", found, "2026-11-01");
    assert_eq!(year("true", "2026-10-01"), ("1000000..2000000".into(), "2026-10-01".into()));
    assert_eq!(year("true", "2026-10-02"), ("no-penalty".into(), "2026-10-01".into()));
    assert_eq!(year("false", "2023-10-01"), ("1000000..2000000".into(), "2023-10-01".into()));
    assert_eq!(year("false", "2023-10-02"), ("no-penalty".into(), "2023-10-01".into()));
}

#[test]
fn whether_life_is_touched_may_be_open() {
    let item = "cn.work-safety-law/114";
    let open = |found_on| {
        let outcome =
            assess(item, &found(acted_and_decided("2021-10-01", "2026-11-01", &ACCIDENT), found_on));
        let asks = outcome.assumptions().iter().any(|open| open.fact == "life_or_finance");
        (told(outcome.decision()), asks, state(&outcome).1)
    };
    let (fine, asks, found) = open("2023-10-02");
    assert_eq!((fine.as_str(), asks), ("1000000..2000000", true));
    assert!(matches!(found, LimitationState::FactOpen(_)));
    // Past five years it does not matter any more.
    assert_eq!(open("2026-10-02"), ("no-penalty".into(), false, LimitationState::Expired));
    assert_eq!(open("2023-10-01"), ("1000000..2000000".into(), false, LimitationState::InTime));
}

#[test]
fn five_years_do_not_reach_back() {
    // An act of 2020-03-02 falls under the law of 2017: two years, even if it is found under the law of 2021.
    let facts = [&STALL_FACTS[..], &[("life_or_finance", "true")]].concat();
    let stall = |found| after(STALL, &facts, "2020-03-02", found, "2022-06-01");
    assert_eq!(stall("2022-03-02"), ("2000".into(), "2022-03-02".into()));
    assert_eq!(stall("2022-03-03"), ("no-penalty".into(), "2022-03-02".into()));
}

#[test]
fn taxes_have_five_years_of_their_own() {
    let late = [("serious", "false")];
    let tax = |found| after("cn.tax-collection-law/62", &late, "2020-05-10", found, "2025-07-01");
    assert_eq!(tax("2025-05-10"), ("0..2000".into(), "2025-05-10".into()));
    assert_eq!(tax("2025-05-11"), ("no-penalty".into(), "2025-05-10".into()));
    let case = acted_and_decided("2020-05-10", "2025-07-01", &late);
    let outcome = assess("cn.tax-collection-law/62", &found(case, "2025-05-10"));
    let (document, _) = outcome.limitation().unwrap();
    assert_eq!(document.id, "cn.tax-collection-law", "the nearer document goes first");
}

#[test]
fn a_continuous_act_counts_from_its_end() {
    let continuous = |found_on| {
        let case = acted_and_decided("2021-09-01", "2026-05-01", &FACTS).ended("2024-03-01".parse().unwrap());
        let outcome = assess(STALL, &found(case, found_on));
        (told(outcome.decision()), state(&outcome).0)
    };
    assert_eq!(continuous("2026-03-01"), ("2000".into(), "2026-03-01".into()));
    assert_eq!(continuous("2026-03-02"), ("no-penalty".into(), "2026-03-01".into()));
    // It can be found while it lasts.
    assert_eq!(continuous("2022-01-01"), ("2000".into(), "2026-03-01".into()));
}

#[test]
fn when_it_was_found_may_be_open() {
    let open = |decided| {
        let outcome = assess(STALL, &acted_and_decided("2024-03-01", decided, &FACTS));
        let asks = outcome.assumptions().iter().any(|open| open.fact == "found");
        (told(outcome.decision()), asks, state(&outcome).1)
    };
    // What is decided in time was found in time.
    assert_eq!(open("2026-03-01"), ("2000".into(), false, LimitationState::InTime));
    assert_eq!(open("2026-03-02"), ("2000".into(), true, LimitationState::DiscoveryOpen));
}
