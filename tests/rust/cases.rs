//! Whole cases with the general law applied, from `tests/vectors/cases.json`: the law of the day, limitation,
//! circumstances and procedure.
//!
//! `tests/vectors/README.md` says what the file means. All failing cases are reported at once.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use evenhand::time::Date;
use evenhand::{AssessError, Case, Facts, Given, Outcome, RuleBook};
use serde_json::{Map, Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The packs of the library, with those made for testing general laws.
fn book() -> RuleBook {
    let mut files: Vec<(String, String)> = Vec::new();
    for entry in fs::read_dir(folder().join("general")).expect("the packs made for testing") {
        let path = entry.expect("a file").path();
        files.push((path.display().to_string(), read(&path)));
    }
    assert!(!files.is_empty(), "no packs in tests/vectors/general");
    files.extend(evenhand_rules::PACKS.iter().map(|pack| (pack.path.to_owned(), pack.text.to_owned())));
    RuleBook::load(files).unwrap_or_else(|faults| panic!("the packs have faults:\n{faults}"))
}

fn text<'a>(table: &'a Value, key: &str) -> &'a str {
    table[key].as_str().unwrap_or_else(|| panic!("`{key}` must be a text in {table}"))
}

fn table<'a>(case: &'a Value, key: &str) -> &'a Map<String, Value> {
    case[key].as_object().unwrap_or_else(|| panic!("`{key}` must be a table in {case}"))
}

fn given(value: &Value) -> Given {
    match value {
        Value::Bool(value) => (*value).into(),
        Value::String(value) => value.as_str().into(),
        other => panic!("a fact is a text or a truth value, not {other}"),
    }
}

fn assess(book: &RuleBook, case: &Value) -> Result<Outcome, AssessError> {
    let facts: Facts =
        table(case, "facts").iter().map(|(name, value)| (name.as_str(), given(value))).collect();
    let day = |name: &str| -> Date { text(&case["days"], name).parse().expect("a day") };
    let mut of_case = Case::new(facts, day("decided"));
    for name in table(case, "days").keys() {
        of_case = match name.as_str() {
            "acted" => of_case.acted(day(name)),
            "ended" => of_case.ended(day(name)),
            "found" => of_case.found(day(name)),
            "decided" => of_case,
            _ => panic!("`days` has no key `{name}`"),
        };
    }
    book.assess(text(case, "item"), &of_case)
}

fn entries(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().expect("a list").iter()
}

/// A list whose order does not count.
fn in_any_order(list: impl Iterator<Item = Value>) -> Value {
    let mut entries: Vec<Value> = list.collect();
    entries.sort_by_key(Value::to_string);
    Value::Array(entries)
}

fn circumstance(found: &Value) -> Value {
    let mut short = json!({ "id": found["circumstance"], "may": found["may"] });
    let (allows, fine) = (&found["allows"], &found["allows"]["fine"]);
    if !fine.is_null() {
        short["allows"] = json!({ "outcome": allows["outcome"], "min": fine["min"], "max": fine["max"] });
        if !allows["reduced"].is_null() {
            short["allows"]["reduced"] = ends(&allows["reduced"]);
        }
    } else if !allows.is_null() {
        short["allows"] = json!({ "outcome": allows["outcome"] });
    }
    short
}

fn ends(amount: &Value) -> Value {
    json!({ "min": amount["min"], "max": amount["max"] })
}

/// What an outcome says under a key of `expect`.
fn observed(outcome: &Value, key: &str) -> Value {
    match key {
        "outcome" => outcome["outcome"].clone(),
        "fine" if outcome["fine"].is_null() => Value::Null,
        "fine" => ends(&outcome["fine"]),
        "reduced" if outcome["reduced"].is_null() => Value::Null,
        "reduced" => ends(&outcome["reduced"]),
        "law" => outcome["law_of_the_day"]["applied"].clone(),
        "limitation" => outcome["limitation"]["state"].clone(),
        "circumstances" => in_any_order(entries(&outcome["circumstances"]).map(circumstance)),
        "procedure" => outcome["procedure"]["procedure"].clone(),
        "decides" => outcome["procedure"]["decides"].clone(),
        "warnings" => in_any_order(entries(&outcome["warnings"]).map(|warning| warning["code"].clone())),
        _ => panic!("`expect` has no key `{key}`"),
    }
}

fn expected(key: &str, value: &Value) -> Value {
    match key {
        "circumstances" | "warnings" => in_any_order(entries(value).cloned()),
        _ => value.clone(),
    }
}

/// Where an outcome or an error is not what was expected.
fn differences(case: &Value, found: Result<Outcome, AssessError>) -> Vec<String> {
    let expect = table(case, "expect");
    let outcome: Value = match (found, expect.get("error")) {
        (Err(error), Some(code)) if *code == error.code() => return Vec::new(),
        (Err(error), _) => return vec![format!("found the error {}: {error}", error.code())],
        (Ok(outcome), None) => serde_json::from_str(&outcome.to_json()).expect("an outcome is JSON"),
        (Ok(outcome), Some(code)) => {
            return vec![format!("expected the error {code}, found {:?}", outcome.decision())];
        }
    };
    // What states no fine, or no reduced one, must have none.
    let unstated = ["fine", "reduced"].into_iter().filter(|key| !expect.contains_key(*key));
    let unstated = unstated.map(|key| (key, &Value::Null));
    let stated = expect.iter().map(|(key, value)| (key.as_str(), value)).chain(unstated);
    let compared = stated.filter_map(|(key, value)| {
        let (expected, found) = (expected(key, value), observed(&outcome, key));
        (expected != found).then(|| format!("{key}: expected {expected}, found {found}"))
    });
    compared.collect()
}

#[test]
fn whole_cases() {
    let file: Value = serde_json::from_str(&read(&folder().join("cases.json"))).expect("cases.json is JSON");
    let book = book();
    let (mut names, mut complaints) = (BTreeSet::new(), Vec::new());
    for case in entries(&file["cases"]) {
        let name = text(case, "name");
        assert!(names.insert(name), "two cases are named `{name}`");
        let differences = differences(case, assess(&book, case));
        if !differences.is_empty() {
            let (item, note) = (text(case, "item"), text(case, "note"));
            complaints.push(format!(
                "{name}\n  {item}, days {}, facts {}\n  {note}\n  {}",
                case["days"],
                case["facts"],
                differences.join("\n  ")
            ));
        }
    }
    assert!(!names.is_empty(), "cases.json has no cases");
    let list = complaints.join("\n\n");
    assert!(complaints.is_empty(), "{} of {} cases fail\n\n{list}\n", complaints.len(), names.len());
}
