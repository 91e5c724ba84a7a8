//! `surcharge.json`, `score.json` and `register.json` of `tests/vectors`: worked out by hand, for every language.

use std::sync::OnceLock;

use evenhand::calendar::Calendar;
use evenhand::limit::{Log, SurchargeError};
use evenhand::number::Rational;
use evenhand::risk::{Register, Row, ScoreError};
use evenhand::time::Date;
use evenhand::{Facts, RuleBook};
use serde_json::{Value, json};

fn book() -> &'static RuleBook {
    static BOOK: OnceLock<RuleBook> = OnceLock::new();
    BOOK.get_or_init(|| RuleBook::bundled().unwrap())
}

fn calendar() -> Calendar {
    Calendar::bundled("cn").unwrap()
}

fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().unwrap_or_else(|| panic!("{}: no {key}", case["name"]))
}

fn day(case: &Value, key: &str) -> Date {
    text(case, key).parse().unwrap()
}

fn facts(case: &Value) -> Facts {
    let facts = case["facts"].as_object().unwrap();
    facts.iter().map(|(fact, value)| (fact.clone(), value.as_str().unwrap().to_owned())).collect()
}

/// What is expected and not found; a key that the JSON does not have is a difference, too.
fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let expected = expected.as_object().unwrap();
    let differing = expected.iter().filter(|(key, value)| found.get(key.as_str()) != Some(*value));
    differing.map(|(key, value)| format!("{key}: expected {value}, found {:?}", found.get(key))).collect()
}

/// Runs each case of a file; `expect` is held against the answer, `error` against its error.
fn run(cases: &str, least: usize, answer: impl Fn(&Value) -> Value) {
    let cases: Vec<Value> = serde_json::from_str(cases).unwrap();
    assert!(cases.len() >= least, "{} cases", cases.len());
    let mut complaints = Vec::new();
    for case in &cases {
        let found = answer(case);
        let differing = match (case.get("expect"), case.get("error")) {
            (Some(expected), None) => differences(expected, &found),
            (None, Some(expected)) => differences(expected, &found["error"]),
            _ => vec!["either `expect` or `error`".to_owned()],
        };
        complaints.extend(differing.iter().map(|difference| format!("{}: {difference}", case["name"])));
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

#[test]
fn late_payment_costs_what_was_worked_out() {
    run(include_str!("../vectors/surcharge.json"), 20, |case| {
        let principal: Rational =
            text(case, "principal").parse::<rust_decimal::Decimal>().map(Rational::from).unwrap();
        let mut log = Log::new();
        for event in case["events"].as_array().unwrap() {
            match log.clone().read(event[0].as_str().unwrap(), event[1].as_str().unwrap()) {
                Ok(more) => log = more,
                Err(error) => return parsed(&SurchargeError::from(error).to_json()),
            }
        }
        match book().surcharge(text(case, "surcharge"), principal, &log, &calendar(), day(case, "on")) {
            Ok(outcome) => parsed(&outcome.to_json()),
            Err(error) => parsed(&error.to_json()),
        }
    });
}

#[test]
fn scores_are_what_was_worked_out() {
    run(include_str!("../vectors/score.json"), 14, |case| {
        let rules = book().on(day(case, "on"));
        let outcome = rules.score(text(case, "score")).and_then(|score| score.assess(&facts(case)));
        let mut found = match outcome {
            Ok(outcome) => parsed(&outcome.to_json()),
            Err(error) => return parsed(&ScoreError::to_json(&error)),
        };
        let named = case["expect"]["parts"].as_object().unwrap();
        let all = found["parts"].as_array().unwrap();
        let points = |name: &str| all.iter().find(|part| part["part"] == name).map(|part| &part["points"]);
        let parts = named.keys().filter_map(|name| Some((name.clone(), points(name)?.clone())));
        found["parts"] = Value::Object(parts.collect());
        found
    });
}

#[test]
fn registers_stand_as_was_worked_out() {
    run(include_str!("../vectors/register.json"), 2, |case| {
        let mut register = Register::default();
        for (index, row) in case["rows"].as_array().unwrap().iter().enumerate() {
            let [name, limit, office, event, on, reason] =
                [0, 1, 2, 3, 4, 5].map(|column| row[column].as_str().unwrap());
            register.add(Row { line: index + 2, case: name, limit, office, event, day: on, reason });
        }
        let since = case["since"].as_str().map(|since| since.parse().unwrap());
        let on = day(case, "on");
        let mut standing = register.stand(book(), &calendar(), since, on);
        if let Some(score) = case["score"].as_str() {
            standing = standing.scored(book().on(on).score(score).unwrap(), &facts(case));
        }
        let found = parsed(&standing.to_json());
        // Of each case and each fault the keys that are expected.
        let only = |expected: &Value, found: &Value| -> Value {
            let keys = expected.as_object().unwrap().keys();
            keys.map(|key| (key.clone(), found.get(key).cloned().unwrap_or(json!("missing")))).collect()
        };
        let cases = case["expect"]["cases"].as_array().unwrap();
        let mut standings: Vec<Value> = found["cases"].as_array().unwrap().clone();
        assert_eq!(standings.len(), cases.len());
        for (found, expected) in standings.iter_mut().zip(cases) {
            *found = only(expected, found);
            if expected["error"].is_object() {
                found["error"] = only(&expected["error"], &found["error"]);
            }
        }
        let offices = found["offices"].as_array().unwrap().iter().map(|office| {
            let counts = office["counts"].as_array().unwrap().iter();
            let counts =
                counts.map(|count| (count["count"].as_str().unwrap().to_owned(), count["cases"].clone()));
            let mut told = json!({ "counts": counts.collect::<Value>(), "faults": office["faults"] });
            if office["score"].is_object() {
                told["points"] = office["score"]["points"].clone();
            }
            (office["office"].as_str().unwrap().to_owned(), told)
        });
        json!({ "cases": standings, "offices": offices.collect::<Value>() })
    });
}
