//! What is told of a limit and of how it stands, whole: whoever changes words or keys reads them here.

use std::fmt::Write;

use evenhand::limit::{Log, When};
use evenhand::{Language, RuleBook};
use serde_json::Value;

use super::{calendar, vectors_book};

/// Each stands for a way in which a case can stand.
const CASES: [&str; 8] = [
    "three stops, one of them over a make-up Saturday",
    "decided late in spite of the stop",
    "ten days that end in the festival, unsettled",
    "six days promised of ten",
    "a year capped by two",
    "the last stage starts late and ends late",
    "extended after a stop moved the last day",
    "forty-eight hours, a minute after their end",
];

#[test]
fn limits_are_told_as_they_were_read() {
    let book: &RuleBook = vectors_book();
    insta::assert_snapshot!(book.on("2026-03-02".parse().unwrap()).limits_to_json());
}

#[test]
fn outcomes_are_told_as_they_were_read() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../../vectors/due.json")).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut told = String::new();
    for name in CASES {
        let case =
            cases.iter().find(|case| case["name"] == name).unwrap_or_else(|| panic!("no case `{name}`"));
        let events = case["events"].as_array().unwrap().iter();
        let log = events.fold(Log::new(), |log, event| log.read(&text(&event[0]), &text(&event[1])).unwrap());
        let on: When = text(&case["on"]).parse().unwrap();
        let due = vectors_book().due(&text(&case["limit"]), &log, calendar(), on).unwrap();
        writeln!(told, "== {name}\n{}\n{}\n", due.to_json(), due.explanation(Language::English)).unwrap();
    }
    insta::assert_snapshot!(told);
}
