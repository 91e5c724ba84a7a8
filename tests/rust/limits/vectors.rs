//! `tests/vectors/due.json`: whole cases, worked out by hand.

use evenhand::RuleBook;
use evenhand::calendar::Calendar;
use evenhand::limit::{LimitError, Log, When};
use serde_json::{Map, Value};

fn text<'a>(value: &'a Value, what: &str) -> &'a str {
    value.as_str().unwrap_or_else(|| panic!("{what} must be a text, found {value}"))
}

fn outcome(book: &RuleBook, calendar: &Calendar, case: &Value) -> Result<String, LimitError> {
    let mut log = Log::new();
    for event in case["events"].as_array().expect("a list of events") {
        log = log.read(text(&event[0], "an event"), text(&event[1], "a day"))?;
    }
    let on: When = text(&case["on"], "`on`").parse().unwrap_or_else(|error| panic!("{error}"));
    Ok(book.due(text(&case["limit"], "`limit`"), &log, calendar, on)?.to_json())
}

/// The part of an outcome that a key of `expect` speaks of.
fn observed(outcome: &Value, key: &str, expected: &Value) -> Result<Value, String> {
    let column = |list: &str, key: &str| -> Value {
        outcome[list].as_array().into_iter().flatten().map(|entry| entry[key].clone()).collect()
    };
    Ok(match key {
        "warnings" => column("warnings", "code")
            .as_array()
            .into_iter()
            .flatten()
            .filter(|code| expected.as_array().is_some_and(|expected| expected.contains(code)))
            .cloned()
            .collect(),
        "stages" => {
            let begun = outcome["stages"].as_array().into_iter().flatten();
            let begun = begun.filter(|stage| stage["state"] != "waiting");
            let days = begun.map(|stage| (text(&stage["name"], "`name`").to_owned(), stage["due"].clone()));
            Value::Object(days.collect::<Map<_, _>>())
        }
        "due" | "raw" | "moved" | "used" | "left" | "light" | "lights" | "state" | "in_time" | "start"
        | "statutory" | "late" | "capped" | "deemed" | "length" | "unit" => outcome[key].clone(),
        _ => return Err(format!("  `expect` has no key `{key}`")),
    })
}

fn check(book: &RuleBook, calendar: &Calendar, case: &Value) -> Result<(), String> {
    let (found, expected) = match (outcome(book, calendar, case), case.get("expect"), case.get("error")) {
        (Ok(json), Some(expected), None) => (serde_json::from_str(&json).expect("JSON"), expected),
        (Err(error), None, Some(expected)) => {
            let json: Value = serde_json::from_str(&error.to_json()).expect("JSON");
            let found = serde_json::json!({ "code": json["error"]["code"], "event": json["error"]["field"] });
            let same = found == *expected;
            return if same { Ok(()) } else { Err(format!("  expected {expected}, found {found}: {error}")) };
        }
        (Ok(json), None, Some(expected)) => {
            return Err(format!("  expected the error {expected}, found\n{json}"));
        }
        (Err(error), Some(_), None) => return Err(format!("  error[{}]: {error}", error.code())),
        _ => panic!("a case has either `expect` or `error`: {case}"),
    };
    let mut differences = Vec::new();
    for (key, expected) in expected.as_object().expect("a table") {
        match observed(&found, key, expected) {
            Ok(found) if found == *expected => {}
            Ok(found) => differences.push(format!("  {key}: expected {expected}, found {found}")),
            Err(complaint) => differences.push(complaint),
        }
    }
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
}

#[test]
fn every_case_comes_out_as_worked_out_by_hand() {
    let (book, calendar) = (super::book(), super::calendar());
    let cases: Vec<Value> = serde_json::from_str(include_str!("../../vectors/due.json")).expect("a list");
    assert!(cases.len() >= 120, "{} cases", cases.len());
    let complaints: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let complaint = check(&book, calendar, case).err()?;
            Some(format!(
                "{} ({} {} on {})\n{complaint}",
                case["name"], case["limit"], case["events"], case["on"]
            ))
        })
        .collect();
    assert!(
        complaints.is_empty(),
        "{} of {} fail\n\n{}",
        complaints.len(),
        cases.len(),
        complaints.join("\n\n")
    );
}
