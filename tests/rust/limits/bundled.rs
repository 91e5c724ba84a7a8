//! The limits that come with the library.

use std::collections::BTreeSet;

use evenhand::DueOutcome;
use evenhand::limit::{LimitError, Log, When};

fn due(limit: &str, events: &[(&str, &str)], on: &str) -> Result<DueOutcome, LimitError> {
    let log = events.iter().fold(Log::new(), |log, (name, when)| log.read(name, when).unwrap());
    super::book().due(limit, &log, super::calendar(), on.parse::<When>().unwrap())
}

/// Thirty days for a case of public security, and twice thirty more.
#[test]
fn an_extended_limit_tells_its_whole_length() {
    let filed = ("filed", "2026-01-05");
    let whole = due("cn.public-security-law/118", &[filed], "2026-01-20").unwrap();
    assert_eq!(whole.due().length, 30);
    let extended = [filed, ("extended", "2026-02-03"), ("extended", "2026-03-06")];
    let whole = due("cn.public-security-law/118", &extended, "2026-03-10").unwrap();
    assert_eq!(whole.due().length, 90);
}

#[test]
fn one_extension_too_many_is_told_with_how_many_are_allowed() {
    let told =
        |limit: &str, events: &[(&str, &str)], on: &str| due(limit, events, on).unwrap_err().to_string();
    let once = [("accepted", "2025-10-08"), ("extended", "2025-11-05"), ("extended", "2025-12-05")];
    assert_eq!(
        told("cn.public-security-law/99", &once, "2025-12-10"),
        "the event `extended` on 2025-12-05: one extension is allowed, and this is one more"
    );
    let [first, second] = [("extended", "2026-02-03"), ("extended", "2026-03-06")];
    let twice = [("filed", "2026-01-05"), first, second, ("extended", "2026-04-01")];
    assert_eq!(
        told("cn.public-security-law/118", &twice, "2026-04-02"),
        "the event `extended` on 2026-04-01: 2 extensions are allowed, and this is one more"
    );
}

/// From 28 January twenty working days last until 3 March.
#[test]
fn what_became_of_an_extension_is_told() {
    let effect = |events: &[(&str, &str)], on: &str| {
        let outcome = due("cn.administrative-licence-law/42", events, on).unwrap();
        let json: serde_json::Value = serde_json::from_str(&outcome.to_json()).unwrap();
        json["extensions"][0]["effect"].as_str().unwrap().to_owned()
    };
    let accepted = ("accepted", "2026-01-28");
    assert_eq!(effect(&[accepted, ("extended", "2026-03-03")], "2026-03-12"), "counted");
    assert_eq!(effect(&[accepted, ("extended", "2026-03-04")], "2026-03-12"), "too-late");
    let decided = ("decided", "2026-03-02");
    assert_eq!(effect(&[accepted, decided, ("extended", "2026-03-03")], "2026-03-12"), "after-the-end");
}

/// Who was silent for five working days has accepted on the day of receipt, and what lies before is told beside that day.
#[test]
fn what_lies_before_a_start_that_silence_made_names_the_receipt() {
    let silent = [("received", "2026-03-02"), ("decided", "2026-02-27")];
    let error = due("cn.administrative-licence-law/42", &silent, "2026-03-20").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the event `decided` on 2026-02-27 lies before the event `received` on 2026-03-02"
    );
}

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
