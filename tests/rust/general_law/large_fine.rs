//! From which fine on a hearing is due: at the number, and just below it, by the kind of party.

use super::{assess, case, told};

/// The fine, and whether the party must be told of a hearing.
fn hearing(item: &str, day: &str, facts: &[(&str, &str)]) -> (String, &'static str) {
    // Since 2021 a large confiscation is a reason of its own.
    let others: &[(&str, &str)] = if day < "2021-07-15" { &[] } else { &[("large_confiscation", "false")] };
    let outcome = assess(item, &case(day, &[facts, others].concat()));
    let procedure = outcome.procedure().expect("a procedure");
    let step = procedure.steps.iter().find(|due| due.step.title.zh == "告知听证权利");
    let due = match step.map(|due| due.open.is_some()) {
        None => "not due",
        Some(false) => "due",
        Some(true) => "open",
    };
    (told(outcome.decision()), due)
}

fn told_as(fine: &str, due: &'static str) -> (String, &'static str) {
    (fine.to_owned(), due)
}

fn accident(day: &str, party: &str, loss: &str) -> (String, &'static str) {
    let facts = [("accident_grade", "ordinary"), ("direct_loss", loss), ("party", party)];
    hearing("cn.water-pollution-law/94", day, &facts)
}

/// 20 % of the loss; 5,000 and 50,000 until 2023-06-30, then 5,000 and 200,000.
#[test]
fn environment() {
    for day in ["2021-08-02", "2023-06-30"] {
        assert_eq!(accident(day, "individual", "25000"), told_as("5000", "due"));
        assert_eq!(accident(day, "individual", "24999.95"), told_as("4999.99", "not due"));
        assert_eq!(accident(day, "organisation", "250000"), told_as("50000", "due"));
        assert_eq!(accident(day, "organisation", "249999.95"), told_as("49999.99", "not due"));
    }
    let day = "2023-07-01";
    assert_eq!(accident(day, "individual", "25000"), told_as("5000", "due"));
    assert_eq!(accident(day, "individual", "24999.95"), told_as("4999.99", "not due"));
    assert_eq!(accident(day, "organisation", "250000"), told_as("50000", "not due"));
    assert_eq!(accident(day, "organisation", "1000000"), told_as("200000", "due"));
    assert_eq!(accident(day, "organisation", "999999.95"), told_as("199999.99", "not due"));
}

#[test]
fn without_the_party_it_is_open_only_between_the_thresholds() {
    let accident = |loss| {
        hearing(
            "cn.water-pollution-law/94",
            "2023-07-01",
            &[("accident_grade", "ordinary"), ("direct_loss", loss)],
        )
    };
    assert_eq!(accident("25000"), told_as("5000", "open"));
    assert_eq!(accident("24999.95"), told_as("4999.99", "not due"));
}

/// Jiangmen, class 1, second like offence: 2 % of the investment. A place's own rule goes before the ministry's.
#[test]
fn guangdong_before_the_ministry() {
    let works = |day, party, investment| {
        let facts = [
            ("investment", investment),
            ("eia_document", "form"),
            ("stage", "unbuilt"),
            ("prohibited_area", "false"),
            ("serious_consequences", "false"),
            ("like_offences", "2"),
            ("party", party),
        ];
        hearing("cn.jiangmen.ecology/eia-1-1", day, &facts)
    };
    assert_eq!(works("2022-05-31", "organisation", "2500000"), told_as("50000", "due"));
    assert_eq!(works("2022-06-01", "organisation", "2500000"), told_as("50000", "not due"));
    assert_eq!(works("2022-06-01", "organisation", "5000000"), told_as("100000", "due"));
    assert_eq!(works("2022-06-01", "organisation", "4999999.50"), told_as("99999.99", "not due"));
    assert_eq!(works("2022-06-01", "individual", "250000"), told_as("5000", "due"));
    assert_eq!(works("2022-06-01", "individual", "249999.50"), told_as("4999.99", "not due"));
}

/// Guangdong, 8 t of coal: three times the value of the goods.
#[test]
fn guangdong_after_the_ministry_raised_its_own() {
    let coal = |day, value| {
        let facts =
            [("goods_value", value), ("tonnes", "8"), ("major_impact", "false"), ("party", "organisation")];
        hearing("cn.guangdong.ecology/3.11", day, &facts)
    };
    assert_eq!(coal("2022-03-01", "16666.67"), told_as("50000.01", "due"));
    assert_eq!(coal("2022-03-01", "16666.66"), told_as("49999.98", "not due"));
    assert_eq!(coal("2024-03-01", "33333.34"), told_as("100000.02", "due"));
    assert_eq!(coal("2024-03-01", "33333.33"), told_as("99999.99", "not due"));
}

/// Food without a licence: 10 to 20 times the goods from 10,000 on; a range hangs on the fine that is decided.
#[test]
fn market_supervision() {
    let food = |party, value| {
        hearing("cn.food-safety-law/122", "2024-03-01", &[("goods_value", value), ("party", party)])
    };
    assert_eq!(food("organisation", "10000"), told_as("100000..200000", "due"));
    assert_eq!(food("organisation", "9999.99"), told_as("50000..100000", "open"));
    assert_eq!(food("individual", "0"), told_as("50000..100000", "due"));
    let before = hearing(
        "cn.food-safety-law/122",
        "2021-06-01",
        &[("goods_value", "10000"), ("party", "organisation")],
    );
    assert_eq!(before, told_as("100000..200000", "due"), "the interim measures have the same figures");
}

/// Price: up to five times the gains; 10,000 for natural persons, so 2,000 of gains can reach it.
#[test]
fn market_supervision_of_prices() {
    let price = |party, gains| {
        let facts = [("illegal_gains", gains), ("serious", "false"), ("party", party)];
        hearing("cn.price-violation-regulation/4", "2024-03-01", &facts)
    };
    assert_eq!(price("individual", "2000"), told_as("0..10000", "open"));
    assert_eq!(price("individual", "1999.99"), told_as("0..9999.95", "not due"));
    assert_eq!(price("organisation", "20000"), told_as("0..100000", "open"));
    assert_eq!(price("organisation", "19999.99"), told_as("0..99999.95", "not due"));
}

/// Tax evasion: half to five times the tax; 2,000 and 10,000.
#[test]
fn taxes() {
    let evaded = |party, tax| {
        hearing("cn.tax-collection-law/63", "2024-03-01", &[("unpaid_tax", tax), ("party", party)])
    };
    assert_eq!(evaded("individual", "4000"), told_as("2000..20000", "due"));
    assert_eq!(evaded("individual", "3999.98"), told_as("1999.99..19999.9", "open"));
    assert_eq!(evaded("individual", "399.98"), told_as("199.99..1999.9", "not due"));
    assert_eq!(evaded("organisation", "20000"), told_as("10000..100000", "due"));
    assert_eq!(evaded("organisation", "19999.98"), told_as("9999.99..99999.9", "open"));
}

/// Work safety: no figure is established, so that it stays open whether even the highest fine is large.
#[test]
fn a_threshold_that_is_not_established_is_left_open() {
    let facts = [("accident_grade", "ordinary"), ("especially_serious", "false"), ("party", "organisation")];
    assert_eq!(hearing("cn.work-safety-law/114", "2024-03-01", &facts), told_as("300000..1000000", "open"));
}
