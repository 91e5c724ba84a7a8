//! The limits that come with the library.

use std::collections::BTreeSet;

#[test]
fn every_example_holds() {
    let (book, calendar) = (super::book(), super::calendar());
    let mut failures = Vec::new();
    let mut run = 0;
    for rule in book.limits() {
        for example in rule.examples() {
            run += 1;
            if let Err(difference) = rule.holds(example, &book, calendar) {
                failures.push(format!("{} {:?}\n{difference}", rule.id, example.given));
            }
        }
    }
    assert!(run >= 20, "{run} examples");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_limit_is_complete_on_each_first_day() {
    let book = super::book();
    let mut ids = BTreeSet::new();
    for rule in book.limits() {
        ids.insert(rule.id.as_str());
        let day = rule.document.in_force.from;
        if rule.statutory().is_none() {
            book.on(day).limit(&rule.id).unwrap_or_else(|error| panic!("{}: {error}", rule.id));
        }
    }
    for id in [
        "cn.administrative-licence-law/42",
        "cn.administrative-penalty-law/60",
        "cn.administrative-litigation-law/46",
    ] {
        assert!(ids.contains(id), "{id}");
    }
}
