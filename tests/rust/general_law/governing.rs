//! Which documents govern an item: the nearer first, each once, each version for itself.

use evenhand::{Case, Facts, RuleBook};

const ITEM: &str = r#"
format = 1
id = "xx.place.town.stalls"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2020-01-01 }

[penalty.1]
title = { zh = "占道经营", en = "stall on the pavement" }
basis = "article 1"
fine = 1000
"#;

/// A document that multiplies the fine.
fn factor(id: &str, days: &str, governs: &str, times: &str) -> String {
    format!(
        r#"
format = 1
id = "{id}"
title = {{ zh = "示例", en = "Example" }}
source = {{ kind = "illustration", issuer = "nobody", checked = 2026-11-21 }}
in-force = {{ {days} }}
governs = [{governs}]
facts.given = {{ type = "boolean" }}

[circumstance.1]
title = {{ zh = "情形", en = "a circumstance" }}
basis = "article 1"
when = "given"
effect = "times"
times = "{times}"
"#
    )
}

/// The fine on a day, and the documents whose circumstances were heeded.
fn heeded(documents: &[String], day: &str) -> (String, Vec<String>) {
    let files = std::iter::once(ITEM.to_owned()).chain(documents.iter().cloned());
    let book = RuleBook::load(files.enumerate().map(|(index, text)| (format!("{index}.toml"), text)))
        .unwrap_or_else(|faults| panic!("{faults}"));
    let case = Case::new(Facts::new().with("given", true), day.parse().unwrap());
    let outcome = book.assess("xx.place.town.stalls/1", &case).unwrap();
    let ids = outcome.circumstances().iter().map(|found| found.circumstance.id.clone()).collect();
    (outcome.decision().fine.unwrap().max.to_string(), ids)
}

const ALWAYS: &str = "from = 2020-01-01";

#[test]
fn a_document_that_names_an_item_twice_governs_it_once() {
    let twice = factor("xx.rules", ALWAYS, r#""xx", "xx.place", "xx.place.town.stalls""#, "2");
    // 1,000 × 2, not × 2 × 2 × 2.
    assert_eq!(heeded(&[twice], "2026-01-01"), ("2000".into(), vec!["xx.rules/1".into()]));
}

#[test]
fn a_version_governs_what_it_names_itself() {
    let earlier = factor("xx.rules", "from = 2020-01-01, until = 2024-12-31", r#""xx.place""#, "2");
    let later = factor("xx.rules", "from = 2025-01-01", r#""xx.elsewhere""#, "2");
    let day = |day: &str| {
        let case = Case::new(Facts::new().with("given", true), day.parse().unwrap());
        let files = [ITEM, &earlier, &later].map(|text| (text.len().to_string(), text));
        RuleBook::load(files).unwrap().assess("xx.place.town.stalls/1", &case)
    };
    assert_eq!(day("2024-12-31").unwrap().decision().fine.unwrap().max.to_string(), "2000");
    assert_eq!(day("2025-01-01").unwrap_err().code(), "unknown-fact", "nothing asks for the circumstance");
}

#[test]
fn the_longer_start_goes_first_and_a_place_before_the_country() {
    let documents = [
        factor("xx.a-ministry", ALWAYS, r#""xx.place.town""#, "2"),
        factor("xx.place.measures", ALWAYS, r#""xx.place.town""#, "3"),
        factor("xx.z-law", ALWAYS, r#""xx""#, "5"),
        factor("xx.b-item", ALWAYS, r#""xx.place.town.stalls""#, "7"),
    ];
    let order = ["xx.b-item/1", "xx.place.measures/1", "xx.a-ministry/1", "xx.z-law/1"];
    // 1,000 × 2 × 3 × 5 × 7.
    assert_eq!(heeded(&documents, "2026-01-01"), ("210000".into(), order.map(str::to_owned).to_vec()));
}

#[test]
fn a_general_measure_that_cannot_be_decided_is_an_error() {
    let law = r#"
format = 1
id = "xx.rules"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2020-01-01 }
governs = ["xx.place"]
facts.harm = { type = "number", range = "[0..100000000000000]" }
also = [{ measure = "warning", when = "harm ** 3 > 8" }]
"#;
    let book = RuleBook::load([("item.toml", ITEM), ("law.toml", law)]).unwrap();
    let with = |harm: i64| {
        let case = Case::new(Facts::new().with("harm", harm), "2026-01-01".parse().unwrap());
        book.assess("xx.place.town.stalls/1", &case)
    };
    assert_eq!(with(3).unwrap().measures().len(), 1, "27 is more than 8");
    assert_eq!(with(2).unwrap().measures().len(), 0, "8 is not");
    assert_eq!(with(100_000_000_000_000).unwrap_err().code(), "overflow", "left out, nobody would know");
}
