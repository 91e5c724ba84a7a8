//! `check statutory`: amounts that can leave the law's range, held against every single case.

use evenhand::check::{Finding, FindingCode};
use evenhand::{Facts, RuleBook};
use proptest::prelude::*;

/// A book of one item with these facts and this body.
fn book(facts: &str, body: &str) -> RuleBook {
    let pack = format!(
        "format = 1\nid = \"xx.town.law\"\ntitle = {{ zh = \"示例\", en = \"Example\" }}\n\
         source = {{ kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-22 }}\n\
         in-force = {{ from = 2020-01-01 }}\n[facts]\n{facts}\n\
         [penalty.1]\ntitle = {{ zh = \"甲\", en = \"a\" }}\nbasis = \"1\"\n{body}\n"
    );
    RuleBook::load([("law.toml", pack)]).unwrap_or_else(|faults| panic!("{faults}"))
}

const NUMBERS: &str = "x = { type = \"number\", range = \"[0..20]\", unit = \"m2\" }\n\
                       y = { type = \"number\", range = \"[0..20]\", unit = \"t\" }\n\
                       repeat = { type = \"boolean\" }\n";

/// What is found of amounts and their range; parts that no case reaches are held against every case in `order_check`.
fn findings(body: &str) -> Vec<Finding> {
    let found = book(NUMBERS, body).check(None);
    let wanted = |code: FindingCode| code.check() == "statutory" && code != FindingCode::NotReached;
    found
        .into_iter()
        .filter(|finding| wanted(finding.code) || finding.code == FindingCode::NotDecided)
        .collect()
}

/// What is found about a body, and the facts that show it.
fn codes(body: &str) -> Vec<(&'static str, Vec<String>)> {
    findings(body).iter().map(|finding| (finding.code.as_str(), finding.witness_words())).collect()
}

#[test]
fn what_stays_inside_is_not_told() {
    let inside = [
        "fine = \"5% * 100 * x\"\nstatutory = \"[1% * 100 * x..5% * 100 * x]\"",
        "fine = \"min(100 * x, 2000)\"\nstatutory = \"[0..2000]\"",
        "fine = \"max(100 * x, 50)\"\nwithin = \"[50..200]\"\nstatutory = \"[50..200]\"",
        "fine = \"100 * x\"\nwithin = \"[50..2000]\"\nstatutory = \"[50..2000]\"\nadjust = [{ title = { zh = \"再\", en = \"again\" }, when = \"repeat\", times = \"1.3\" }]",
        "fine = \"if x > 10 then [1 * x..5 * x] else [3..10]\"\nstatutory = \"if x > 10 then [1 * x..5 * x] else [3..10]\"",
        "fine = \"10 * x + 20 * y\"\nstatutory = \"[5 * x..10 * x + 20 * y]\"",
        "statutory = \"[10..50]\"\ntiers = [{ x = \"< 10\", fine = 10 }, { x = \">= 10\", fine = \"[10..50]\" }]",
        // No case leads to the row.
        "statutory = \"[10..50]\"\nwhen-several = \"first\"\ntiers = [{ x = \"-\", fine = 10 }, { x = \"3\", fine = 500 }]",
        // A form that is not a sum of products is looked into case by case.
        "fine = \"floor(1.5 * x)\"\nstatutory = \"[0..30]\"",
    ];
    for body in inside {
        assert_eq!(codes(body), [], "{body}");
    }
}

#[test]
fn what_leaves_the_range_is_told_with_a_case() {
    let outside = [
        "fine = \"5.1% * 100 * x\"\nstatutory = \"[1% * 100 * x..5% * 100 * x]\"",
        "fine = \"min(100 * x, 2000)\"\nstatutory = \"[0..1999.99]\"",
        "fine = \"100 * x\"\nstatutory = \"[50..2000]\"",
        "fine = \"100 * x\"\nwithin = \"[50..2000]\"\nstatutory = \"[50..1999]\"",
        "fine = \"100 * x\"\nstatutory = \"[0..2000]\"\nadjust = [{ title = { zh = \"再\", en = \"again\" }, when = \"repeat\", times = \"1.3\" }]",
        "fine = \"if x > 10 then [1 * x..5 * x] else [3..10]\"\nstatutory = \"if x > 11 then [1 * x..5 * x] else [3..10]\"",
        "statutory = \"[10..50]\"\ntiers = [{ x = \"< 10\", fine = 9.99 }, { x = \">= 10\", fine = \"[10..50]\" }]",
        "fine = \"floor(1.5 * x)\"\nstatutory = \"[0..29]\"",
    ];
    for body in outside {
        let found = codes(body);
        let [("C0301", words)] = found.as_slice() else { panic!("{body}: {found:?}") };
        let facts: Facts = words.iter().filter_map(|word| word.split_once('=')).collect();
        let rules = book(NUMBERS, body);
        let item = rules.items().next().expect("an item");
        assert!(item.decide(&facts).expect("a decision").clamped, "{body}: {words:?}");
    }
}

#[test]
fn weights_beyond_their_cap_are_told() {
    let table = |most: &str| {
        format!(
            "statutory = \"[0..1000]\"\nbase = \"1000\"\nweights = {{ start = \"50%\", cap = \"100%\", factors = [{{ fact = \"repeat\", weight = {{ false = \"0%\", true = \"{most}\" }} }}] }}"
        )
    };
    assert_eq!(codes(&table("50%")), []);
    assert_eq!(codes(&table("51%")), [("C0302", Vec::new())]);
}

/// The greater of two facts, times a difference that can be below zero, has no form: the ends are looked for in boxes.
#[test]
fn a_product_with_a_difference_is_looked_into() {
    let product =
        |from: u32| format!("statutory = \"[0..600]\"\nfine = \"{from} + 1 * max(x, 2 * x - 3) * (y - 20)\"");
    assert!(codes(&product(601)).iter().any(|(code, _)| *code == "C0301"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Every case is looked at one by one: the check says the same.
    #[test]
    fn the_check_agrees_with_every_single_case(a in 0_i32..5, b in 0_i32..5, c in 0_i32..60, d in 0_i32..5, e in 0_i32..5, f in 0_i32..60) {
        let body = format!(
            "fine = \"[{a} * x + {b} * y..{a} * x + {b} * y + {c}]\"\nstatutory = \"[{d} * x..{d} * x + {e} * y + {f}]\""
        );
        let rules = book(NUMBERS, &body);
        let item = rules.items().next().expect("an item");
        let mut outside = false;
        for x in 0..=20 {
            for y in 0..=20 {
                let facts = Facts::new().with("x", x).with("y", y);
                outside |= item.decide(&facts).expect("a decision").clamped;
            }
        }
        let found = codes(&body);
        prop_assert_eq!(found.iter().any(|(code, _)| *code == "C0301"), outside, "{}: {:?}", body, found);
        prop_assert!(found.iter().all(|(code, _)| *code == "C0301"), "{}: {:?}", body, found);
    }
}
