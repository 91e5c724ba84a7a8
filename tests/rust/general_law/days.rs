//! The old law, or the lighter new one.

use evenhand::{LawOfTheDay, Outcome, Precedence};

use super::{BOOK, acted_and_decided, assess, case, told, warnings};

/// The word for the law applied, what follows, and what would follow from the other version.
fn law(outcome: &Outcome) -> (&'static str, String, Option<String>) {
    let law = outcome.law_of_the_day().expect("a case with days");
    let other = match law {
        LawOfTheDay::Old(compared) | LawOfTheDay::New(compared) => Some(told(&compared.decision)),
        _ => None,
    };
    (law.code(), told(outcome.decision()), other)
}

#[test]
fn the_heavier_new_law_does_not_reach_back() {
    // 100 m² of land against the plan: 0 to 30 yuan a m² until 2021-08-31, 100 to 1,000 yuan a m² since.
    let facts = [("area", "100"), ("against_plan", "true")];
    let land = |acted, decided| {
        law(&assess("cn.land-administration-regulation/57", &acted_and_decided(acted, decided, &facts)))
    };
    assert_eq!(land("2021-08-31", "2022-03-01"), ("old", "0..3000".into(), Some("10000..100000".into())));
    assert_eq!(land("2021-08-31", "2021-08-31"), ("same", "0..3000".into(), None));
    assert_eq!(land("2021-09-01", "2022-03-01"), ("same", "10000..100000".into(), None));
}

#[test]
fn an_act_that_lasts_into_the_new_law_falls_under_it() {
    let facts = [("area", "100"), ("against_plan", "true")];
    let case = acted_and_decided("2021-06-01", "2022-03-01", &facts).ended("2021-09-01".parse().unwrap());
    let outcome = assess("cn.land-administration-regulation/57", &case);
    assert_eq!(law(&outcome), ("same", "10000..100000".into(), None));
}

#[test]
fn the_lighter_new_law_does() {
    // Haulage without a permit, gains of 5,000: 30,000 to 100,000 until 2023-07-19, 3,000 to 10,000 since. The day
    // of the decision asks whether the case is serious, which the law of the act does not know.
    let facts = [("illegal_gains", "5000"), ("serious", "false")];
    let haulage = |acted, decided| {
        assess("cn.road-transport-regulation/63-1", &acted_and_decided(acted, decided, &facts))
    };
    let outcome = haulage("2023-07-01", "2023-09-01");
    assert_eq!(law(&outcome), ("new", "3000..10000".into(), Some("30000..100000".into())));
    // The old one confiscates the gains, the new one does not below 10,000: that has to be weighed by hand.
    assert!(warnings(&outcome).contains(&"measures-differ"));
    // Serious: 10,000 to 50,000 is still lighter.
    let serious = [("illegal_gains", "5000"), ("serious", "true")];
    let case = acted_and_decided("2023-07-01", "2023-09-01", &serious);
    let outcome = assess("cn.road-transport-regulation/63-1", &case);
    assert_eq!(law(&outcome), ("new", "10000..50000".into(), Some("30000..100000".into())));
}

#[test]
fn gains_of_20000_are_cheaper_under_the_new_law() {
    // Old: 2 to 10 times; new: 1 to 5 times. Both confiscate.
    let facts = [("illegal_gains", "20000"), ("serious", "false")];
    let case = acted_and_decided("2023-07-01", "2023-09-01", &facts);
    let outcome = assess("cn.road-transport-regulation/63-1", &case);
    assert_eq!(law(&outcome), ("new", "20000..100000".into(), Some("40000..200000".into())));
    assert!(!warnings(&outcome).contains(&"measures-differ"));
}

#[test]
fn an_item_that_is_gone_is_said_to_be() {
    let case = acted_and_decided("2023-07-01", "2023-09-01", &[]);
    let outcome = assess("cn.road-transport-regulation/68-2019", &case);
    assert_eq!(law(&outcome), ("no-longer-in-force", "20..200".into(), None));
    assert!(warnings(&outcome).contains(&"no-longer-in-force"));
}

#[test]
fn a_circumstance_that_only_the_new_general_law_has() {
    // A confession counts since 2021-07-15. 2,000 may go below it.
    let facts = [("area", "20"), ("refused_to_correct", "true"), ("confessed", "true")];
    let stall = |acted, decided| {
        law(&assess("cn.dongying.city-appearance/46-4", &acted_and_decided(acted, decided, &facts)))
    };
    assert_eq!(
        stall("2021-07-14", "2021-08-02"),
        ("new", "2000 or 0.01..1999.99".into(), Some("2000".into()))
    );
    assert_eq!(stall("2021-07-15", "2021-08-02"), ("same", "2000 or 0.01..1999.99".into(), None));
}

#[test]
fn an_emergency_of_2020_is_not_penalised_more_heavily() {
    // Article 49 is of 2021.
    let facts = [("severity", "ordinary"), ("emergency_measures", "true")];
    let fire =
        |acted, decided| law(&assess("cn.shaanxi.fire/58", &acted_and_decided(acted, decided, &facts)));
    assert_eq!(fire("2022-01-04", "2022-02-01"), ("same", "111000..300000".into(), None));
    let facts = [("goods_value", "0"), ("emergency_measures", "true")];
    let food =
        |acted, decided| law(&assess("cn.food-safety-law/122", &acted_and_decided(acted, decided, &facts)));
    assert_eq!(
        food("2021-07-14", "2021-08-02"),
        ("old", "50000..100000".into(), Some("85000..100000".into()))
    );
}

#[test]
fn the_article_on_one_act_is_that_of_the_day() {
    // A trader's goods beyond the door, on public ground: 2,000, which the ordinance fixes by the area, or 200
    // to 2,000: the higher minimum.
    let stall = [("area", "20"), ("refused_to_correct", "true")];
    let items = ["cn.dongying.city-appearance/46-4", "cn.dongying.city-appearance/46-5"];
    for (day, article) in [("2020-03-02", "第二十四条"), ("2026-03-02", "第二十九条")] {
        let found = BOOK.assess_one_act(&items, &case(day, &stall)).expect("both rules apply");
        let basis = found.basis().expect("the general law says so");
        assert!(basis.zh.contains(article), "{day}: {}", basis.zh);
        assert_eq!(found.applied().map(|(index, _)| index), Some(0));
        assert_eq!(found.precedence(), Precedence::HigherMinimum);
    }
}
