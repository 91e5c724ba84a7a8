//! Whether rows grow by one fact, read off the rows.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use super::grown;
use crate::penalty::Tariff;
use crate::{RuleBook, feel::Slot};

/// The name of the fact by which the second of two rows grows from the first.
fn grows(first: &str, second: &str) -> Option<String> {
    let pack = format!(
        "format = 1\nid = \"xx.town\"\ntitle = {{ zh = \"例\", en = \"example\" }}\n\
         source = {{ kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-21 }}\n\
         in-force = {{ from = 2026-01-01 }}\n\
         facts.n = {{ type = \"number\", range = \"[0..10]\", decimals = 1 }}\n\
         facts.m = {{ type = \"number\", range = \"[0..10]\" }}\n\
         facts.place = {{ type = \"string\", values = [\"a\", \"b\", \"c\", \"d\"] }}\n\
         facts.day = {{ type = \"date\" }}\n\
         [penalty.1]\ntitle = {{ zh = \"例\", en = \"example\" }}\nbasis = \"1\"\nwhen-several = \"first\"\n\
         tiers = [{{ {first}, fine = 100 }}, {{ {second}, fine = 200 }}]\n"
    );
    let book = RuleBook::load([("pack.toml", pack)]).unwrap_or_else(|faults| panic!("{faults}"));
    let item = book.items().next().unwrap();
    let Tariff::Tiers(table) = &item.tariff else { panic!("a table") };
    let Slot(slot) = grown(item, &table.rows[0], &table.rows[1])?;
    Some(item.facts[slot].name.clone())
}

#[test]
fn rows_grow_by_the_one_fact_in_which_they_differ() {
    for (first, second) in [
        ("n = \"<= 3\"", "n = \"> 3\""),
        ("n = \"< 3\"", "n = \">= 3\""),
        ("n = \"<= 3\"", "n = \">= 3.1\""),
        ("n = \"< 3\"", "n = \"> 3\""),
        ("n = 1", "n = \"[5..6]\""),
        ("n = \"<= 3\", m = 2", "n = \"> 3\", m = 2"),
        ("place = \"a\", n = \"<= 3\"", "place = \"a\", n = \"> 3\""),
    ] {
        assert_eq!(grows(first, second).as_deref(), Some("n"), "{first}; {second}");
    }
    for (first, second) in [
        ("place = \"a\"", "place = \"b\""),
        ("place = \"a\"", "place = \"d\""),
        ("place = '\"a\", \"b\"'", "place = '\"c\", \"d\"'"),
        ("place = '\"b\", \"a\"'", "place = \"c\""),
    ] {
        assert_eq!(grows(first, second).as_deref(), Some("place"), "{first}; {second}");
    }
}

#[test]
fn rows_that_fall_or_meet_do_not_grow() {
    for (first, second) in [
        ("n = \"> 3\"", "n = \"<= 3\""),
        ("n = \"<= 3\"", "n = \">= 3\""),
        ("n = \"<= 3\"", "n = \"> 2\""),
        ("n = \"< 3\"", "n = \"> 2.9\""),
        ("n = \"<= 3\"", "n = \"<= 5\""),
        ("n = \">= 3\"", "n = \">= 5\""),
        ("n = \"<= 3\"", "n = \"<= 3\""),
        ("n = \"<= 3\"", "n = '(4..5], 7'"),
        ("n = '1, 2'", "n = \"> 3\""),
        ("n = 'not(1)'", "n = \"> 3\""),
        ("n = \"<= 3\"", "n = 'not(1)'"),
        ("place = \"b\"", "place = \"a\""),
        ("place = '\"a\", \"c\"'", "place = \"b\""),
        ("place = '\"a\", \"b\"'", "place = '\"b\", \"c\"'"),
        ("place = 'not(\"b\")'", "place = \"c\""),
        ("place = \"a\"", "place = 'not(\"b\")'"),
        ("place = 'not(\"a\")'", "place = 'not(\"b\")'"),
        ("day = '< date(\"2026-02-01\")'", "day = '>= date(\"2026-02-01\")'"),
    ] {
        assert_eq!(grows(first, second), None, "{first}; {second}");
    }
}

#[test]
fn rows_that_differ_in_more_than_one_fact_do_not_grow() {
    for (first, second) in [
        ("n = \"<= 3\", m = 2", "n = \"> 3\", m = 3"),
        ("n = \"<= 3\", m = 3", "n = \"> 3\", m = 2"),
        ("n = \"<= 3\"", "n = \"> 3\", m = 3"),
        ("n = \"<= 3\", m = 3", "n = \"> 3\""),
        ("n = \"<= 3\"", "m = 3"),
        ("n = \"<= 3\", when = \"m > 2\"", "n = \"> 3\""),
        ("n = \"<= 3\"", "n = \"> 3\", when = \"m > 2\""),
        ("n = \"<= 3\", any = [{ m = 1 }, { m = 3 }]", "n = \"> 3\""),
        ("n = \"<= 3\"", "n = \"> 3\", any = [{ m = 1 }, { m = 3 }]"),
    ] {
        assert_eq!(grows(first, second), None, "{first}; {second}");
    }
}
