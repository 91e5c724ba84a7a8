//! How circumstances move amounts where two things meet: worked out by hand from `docs/format.md`.

use evenhand::diagnostic::Code;
use evenhand::feel::Slot;
use evenhand::penalty::LimitationState;
use evenhand::{Case, Facts, Outcome, RuleBook};

use super::told;

const HEAD: &str = r#"
format = 1
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2020-01-01 }
"#;

const FACTS: &str = r#"
[facts]
class = { type = "string", values = ["a", "b", "c"] }
lenient = { type = "boolean" }
reduced = { type = "boolean" }
third = { type = "boolean" }
sorry = { type = "boolean" }
life = { type = "boolean" }
money = { type = "boolean" }
"#;

const CIRCUMSTANCES: &str = r#"
[circumstance.1]
title = { zh = "从轻", en = "mitigated" }
basis = "article 1"
when = "lenient"
effect = "mitigated"
[circumstance.2]
title = { zh = "减轻", en = "reduced" }
basis = "article 2"
when = "reduced"
effect = "reduced"
[circumstance.3]
title = { zh = "第三次", en = "third time" }
basis = "article 3"
when = "third"
effect = "tier-up"
[circumstance.4]
title = { zh = "有悔意", en = "sorry" }
basis = "article 4"
when = "sorry"
effect = "times"
times = "50%"
"#;

fn pack(rules: &str, item: &str) -> String {
    let title = r#"title = { zh = "违法", en = "violation" }"#;
    format!("id = \"xx.town.own\"\n{HEAD}{FACTS}{rules}\n[penalty.1]\n{title}\nbasis = \"article 9\"\n{item}")
}

fn assess(rules: &str, item: &str, facts: &[(&str, &str)]) -> Outcome {
    let book = RuleBook::load([("own.toml", pack(rules, item))]).unwrap_or_else(|faults| panic!("{faults}"));
    let facts: Facts = facts.iter().copied().collect();
    let day = |text: &str| text.parse().unwrap();
    let case = Case::new(facts, day("2026-06-01")).acted(day("2020-06-01")).found(day("2024-06-01"));
    book.assess("xx.town.own/1", &case).unwrap()
}

fn moved(rules: &str, item: &str, facts: &[(&str, &str)]) -> String {
    told(assess(&format!("{rules}{CIRCUMSTANCES}"), item, facts).decision())
}

#[test]
fn of_two_heavier_rows_with_one_amount_the_first_is_taken() {
    let item =
        r#"tiers = [{ class = "a", fine = 100 }, { class = "b", fine = 300 }, { class = "c", fine = 300 }]"#;
    let outcome = assess(CIRCUMSTANCES, item, &[("class", "a"), ("third", "true")]);
    assert_eq!((told(outcome.decision()), outcome.decision().row), ("300".to_owned(), Some(1)));
}

#[test]
fn a_heavier_tier_is_not_cut_to_its_ordinary_part() {
    let parts = "[conventions.parts]\nof = \"tier\"\nordinary = \"50%\"\n";
    let item = r#"tiers = [{ class = "a", fine = "[100..300]" }, { class = "b", fine = "[300..500]" }, { class = "c", fine = "[500..900]" }]"#;
    assert_eq!(moved(parts, item, &[("class", "a")]), "200");
    assert_eq!(moved(parts, item, &[("class", "a"), ("third", "true")]), "300..500");
}

/// 1 to 999 is below the minimum; half of it is 0.5, a whole yuan half up, to 499.5, which is 500.
#[test]
fn what_is_below_the_minimum_is_multiplied_too() {
    let item = "statutory = \"[1000..5000]\"\nround = { to = \"1\", mode = \"half-up\" }";
    assert_eq!(moved("", item, &[("reduced", "true")]), "1..999");
    assert_eq!(moved("", item, &[("reduced", "true"), ("sorry", "true")]), "1..500");
}

/// Without its two ends, a range of three yuan is its middle, and one of two yuan has no step inside: its lower end.
#[test]
fn a_part_without_its_ends_is_what_lies_between_them_or_the_lower_one() {
    let parts = "[conventions.parts]\nof = \"tier\"\nmitigated = \"(0%..100%)\"\n";
    let fine = |range: &str| {
        let item = format!("fine = \"{range}\"\nround = {{ to = \"1\", mode = \"half-up\" }}");
        moved(parts, &item, &[("lenient", "true")])
    };
    assert_eq!(fine("[1..4]"), "2..3");
    assert_eq!(fine("[1..3]"), "2");
    assert_eq!(fine("[1..2]"), "1");
}

#[test]
fn a_part_lies_within_the_range() {
    for part in ["[-10%..30%]", "[50%..120%]", "(..30%]", "> 30%"] {
        let parts = format!("[conventions.parts]\nof = \"tier\"\nmitigated = \"{part}\"\n");
        let faults = RuleBook::load([("own.toml", pack(&parts, "fine = 1"))]).err().map(|faults| faults.0);
        let codes: Vec<Code> = faults.unwrap_or_default().iter().map(|fault| fault.code).collect();
        assert_eq!(codes.len(), 1, "{part}: {codes:?}");
    }
}

/// Four years after the act: two years have run out, five have not.
#[test]
fn of_two_longer_periods_of_one_length_the_first_is_named() {
    let limitation = r#"
[limitation]
basis = "article 5"
period = "P2Y"
longer = [
  { title = { zh = "生命", en = "life" }, when = "life", period = "P5Y" },
  { title = { zh = "金融", en = "finance" }, when = "money", period = "P5Y" },
]
"#;
    let finding = |facts: &[(&str, &str)]| {
        let outcome = assess(limitation, "fine = 1", facts);
        let (_, finding) = outcome.limitation().expect("a limitation rule");
        (finding.longer, finding.state)
    };
    assert_eq!(finding(&[("life", "true"), ("money", "true")]), (Some(0), LimitationState::InTime));
    // The two facts that the general rules name, in their order.
    assert_eq!(finding(&[]), (None, LimitationState::FactOpen(Slot(0))));
    assert_eq!(finding(&[("life", "false")]), (None, LimitationState::FactOpen(Slot(1))));
}

#[test]
fn a_document_with_lights_alone_does_not_govern_items() {
    let lights = "[lights]\nred = { after = 1 }\n";
    let large = "[large-fine]\nbasis = \"article 6\"\nwhen = \"fine >= 5000\"\n";
    let document = |id: &str, rules: &str| format!("id = \"{id}\"\ngoverns = [\"xx.town\"]\n{HEAD}{rules}");
    let files = [
        ("own.toml", pack("", "fine = 1")),
        ("lights.toml", document("xx.lights", lights)),
        ("both.toml", document("xx.both", &format!("{lights}{large}"))),
    ];
    let book = RuleBook::load(files).unwrap_or_else(|faults| panic!("{faults}"));
    let rules = book.on("2026-06-01".parse().unwrap());
    let item = rules.item("xx.town.own/1").unwrap();
    let governing = rules.governing(&item.document);
    let ids: Vec<&str> = governing.iter().map(|document| document.id.as_str()).collect();
    assert_eq!(ids, ["xx.town.own", "xx.both"]);
}
