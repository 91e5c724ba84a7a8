//! The shared test vectors of `tests/vectors`: every language runs the same files, this is the Rust runner.
//!
//! `README.md` beside the files says what they are. A test reports all its failing cases at once. With
//! `EVENHAND_BLESS=1` the whole outcomes in `outcomes/` are written instead of compared; read them afterwards.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use evenhand::feel::{AnyTerm, FactKind, Scope, Unit, Value as FactValue, check_any, parse_expression};
use evenhand::number::{Interval, Rational, Rounding, RoundingMode, parse_decimal};
use evenhand::time::Date;
use evenhand::{AssessError, Facts, Given, Outcome, RuleBook};
use serde_json::{Map, Value};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

fn read_json(name: &str) -> Value {
    let path = folder().join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read_cases(name: &str) -> Vec<Value> {
    match read_json(name) {
        Value::Array(cases) => cases,
        _ => panic!("{name}: a list of cases"),
    }
}

/// The packs of the vectors, and no others.
fn book() -> RuleBook {
    let folder = folder().join("packs");
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.push((name, fs::read(&path).unwrap()));
        }
    }
    files.sort();
    RuleBook::load(files).unwrap_or_else(|faults| panic!("the packs have faults:\n{faults}"))
}

/// The text under a key that must be there.
fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().unwrap_or_else(|| panic!("`{key}` must be a text in {case}"))
}

/// A table of texts, such as the facts of a case.
fn texts<'a>(case: &'a Value, key: &str) -> Vec<(&'a str, &'a str)> {
    let table = case[key].as_object().unwrap_or_else(|| panic!("`{key}` must be a table in {case}"));
    table.iter().map(|(name, value)| (name.as_str(), value.as_str().expect("a text"))).collect()
}

fn assess(book: &RuleBook, item: &str, on: &str, facts: &[(&str, &str)]) -> Result<Outcome, AssessError> {
    let day: Date = on.parse().unwrap_or_else(|error| panic!("{error}"));
    let facts: Facts = facts.iter().copied().collect();
    book.on(day).item(item)?.assess(&facts)
}

fn assess_case(book: &RuleBook, case: &Value) -> Result<Outcome, AssessError> {
    assess(book, text(case, "item"), text(case, "on"), &texts(case, "facts"))
}

/// Fails with all the complaints, each with the name of its case.
fn report(cases: usize, complaints: &[(String, String)]) {
    let list: Vec<String> =
        complaints.iter().map(|(name, complaint)| format!("{name}\n{complaint}")).collect();
    assert!(complaints.is_empty(), "{} of {cases} cases fail\n\n{}\n", complaints.len(), list.join("\n\n"));
}

fn case_name(case: &Value) -> String {
    text(case, "name").to_owned()
}

/// Runs a check over cases and fails with all the complaints.
fn check_all(file: &str, name: impl Fn(&Value) -> String, check: impl Fn(&Value) -> Result<(), String>) {
    let cases = read_cases(file);
    assert!(!cases.is_empty(), "{file} has no cases");
    let complain = |case: &Value| Some((name(case), check(case).err()?));
    let complaints: Vec<(String, String)> = cases.iter().filter_map(complain).collect();
    report(cases.len(), &complaints);
}

/// The part of an outcome's JSON that a key of `expect` speaks of.
fn observed(outcome: &Value, key: &str) -> Result<Value, String> {
    let column = |list: &str, key: &str| -> Value {
        let entries = outcome[list].as_array().into_iter().flatten();
        entries.map(|entry| entry[key].clone()).collect()
    };
    Ok(match key {
        "outcome" | "tier" | "may" => outcome[key].clone(),
        "min" => outcome["fine"]["min"].clone(),
        "max" => outcome["fine"]["max"].clone(),
        "currency" => outcome["fine"]["currency"].clone(),
        "statutory_min" => outcome["statutory"]["min"].clone(),
        "statutory_max" => outcome["statutory"]["max"].clone(),
        "persons_min" => outcome["persons"]["min"].clone(),
        "persons_max" => outcome["persons"]["max"].clone(),
        "in_force" => outcome["version"]["in_force"].clone(),
        "measures" => column("measures", "measure"),
        "assumed" => sorted(column("assumptions", "fact")),
        "clamped" => Value::Bool(
            column("warnings", "code").as_array().is_some_and(|codes| codes.contains(&"clamped".into())),
        ),
        _ => return Err(format!("  `expect` has no key `{key}`")),
    })
}

/// A list whose order does not count.
fn sorted(list: Value) -> Value {
    match list {
        Value::Array(mut entries) => {
            entries.sort_by_key(Value::to_string);
            Value::Array(entries)
        }
        other => other,
    }
}

fn compare(input: &str, differences: Vec<String>) -> Result<(), String> {
    if differences.is_empty() { Ok(()) } else { Err(format!("  {input}\n{}", differences.join("\n"))) }
}

fn check_assessment(book: &RuleBook, case: &Value) -> Result<(), String> {
    let input = format!("{} on {} with {}", text(case, "item"), text(case, "on"), case["facts"]);
    let (found, expected) = match (assess_case(book, case), case.get("expect"), case.get("error")) {
        (Ok(outcome), Some(Value::Object(expected)), None) => (outcome.to_json(), expected),
        (Err(error), None, Some(Value::Object(expected))) => (error.to_json(), expected),
        (Ok(outcome), None, Some(expected)) => {
            let fine = outcome.decision().fine;
            return Err(format!("  {input}\n  expected the error {expected}, found the fine {fine:?}"));
        }
        (Err(error), Some(expected), None) => {
            return Err(format!(
                "  {input}\n  expected {expected}, found the error {}: {error}",
                error.code()
            ));
        }
        _ => return Err("  a case has either `expect` or `error`".to_owned()),
    };
    let found: Value = serde_json::from_str(&found).map_err(|error| format!("  no JSON: {error}"))?;
    let mut differences = Vec::new();
    for (key, expected) in expected {
        let found = match (case.get("error"), key.as_str()) {
            (None, _) => observed(&found, key)?,
            (Some(_), "code" | "field") => found["error"][key].clone(),
            (Some(_), _) => return Err(format!("  `error` has no key `{key}`")),
        };
        let expected = if key == "assumed" { sorted(expected.clone()) } else { expected.clone() };
        if found != expected {
            differences.push(format!("  {key}: expected {expected}, found {found}"));
        }
    }
    compare(&input, differences)
}

#[test]
fn assessments() {
    let book = book();
    let names: Vec<String> = read_cases("assess.json").iter().map(case_name).collect();
    let unique: BTreeSet<&String> = names.iter().collect();
    assert_eq!(unique.len(), names.len(), "two cases of assess.json have the same name");
    check_all("assess.json", case_name, |case| check_assessment(&book, case));
}

#[test]
fn every_item_has_a_case() {
    let cases = read_cases("assess.json");
    let tested: BTreeSet<&str> = cases.iter().map(|case| text(case, "item")).collect();
    let book = book();
    let untested: Vec<&str> =
        book.items().map(|item| item.id.as_str()).filter(|id| !tested.contains(id)).collect();
    assert!(untested.is_empty(), "no case in assess.json for {}", untested.join(", "));
}

/// The outcome made again from what its own record says: item, version and facts.
fn replay(book: &RuleBook, record: &str) -> Result<String, String> {
    let json: Value = serde_json::from_str(record).map_err(|error| format!("  no JSON: {error}"))?;
    let (item, day) = (text(&json, "item"), text(&json["version"], "in_force"));
    let outcome = assess(book, item, day, &texts(&json, "facts"));
    outcome.map(|outcome| outcome.to_json()).map_err(|error| format!("  from its record: {error}\n{record}"))
}

/// Complains where two texts differ.
fn same(expected: &str, found: &str) -> Result<(), String> {
    first_difference(expected, found).map_or(Ok(()), Err)
}

fn check_record(book: &RuleBook, again: &RuleBook, case: &Value) -> Result<(), String> {
    let bytes = |book: &RuleBook| match assess_case(book, case) {
        Ok(outcome) => (true, outcome.to_json()),
        Err(error) => (false, error.to_json()),
    };
    let ((decided, first), (_, second)) = (bytes(book), bytes(again));
    same(&first, &second).map_err(|difference| format!("  the second time\n{difference}"))?;
    if !decided {
        return Ok(());
    }
    let replayed = replay(again, &first)?;
    same(&first, &replayed).map_err(|difference| format!("  from its record\n{difference}"))
}

/// An outcome is the same on every run, and can be made again from what its own record says.
#[test]
fn outcomes_can_be_run_again_from_their_record() {
    let (book, again) = (book(), book());
    check_all("assess.json", case_name, |case| check_record(&book, &again, case));
}

/// A fact as a program gives it: a number, truth value or day if the text is one, else the text itself.
fn given(text: &str) -> Given {
    match (parse_decimal(text), text.parse::<Date>(), text) {
        (Ok(number), _, _) => Given::Number(number),
        (_, Ok(date), _) => Given::Date(date),
        (_, _, "true" | "false") => Given::Boolean(text == "true"),
        _ => Given::Text(text.to_owned()),
    }
}

fn check_types(book: &RuleBook, case: &Value) -> Result<(), String> {
    let Ok(from_texts) = assess_case(book, case) else { return Ok(()) };
    let facts: Facts = texts(case, "facts").into_iter().map(|(name, text)| (name, given(text))).collect();
    let day: Date = text(case, "on").parse().expect("a day");
    let from_values = book.on(day).item(text(case, "item")).and_then(|item| item.assess(&facts));
    let from_values = from_values.map_err(|error| format!("  from values: {error}"))?;
    same(&from_texts.to_json(), &from_values.to_json())
        .map_err(|difference| format!("  from texts and from values\n{difference}"))
}

/// Whether a fact comes as a text, as from JSON, or as a number, truth value or day, as from a program, the
/// outcome has the same bytes.
#[test]
fn facts_of_any_type_give_the_same_bytes() {
    let book = book();
    check_all("assess.json", case_name, |case| check_types(&book, case));
}

/// A number, truth value or day if the text is one, else the text itself.
fn name_value(text: &str) -> FactValue<'_> {
    if let Ok(number) = parse_decimal(text) {
        return FactValue::Number(number.into());
    }
    let date: Option<Date> = text.parse().ok();
    match (text, date) {
        ("true", _) => FactValue::Boolean(true),
        ("false", _) => FactValue::Boolean(false),
        (_, Some(date)) => FactValue::Date(date),
        _ => FactValue::Text(text),
    }
}

fn kind(value: FactValue<'_>) -> FactKind {
    match value {
        FactValue::Number(number) => {
            FactKind::Number { unit: Unit::NONE, range: Interval::point(number), decimals: None }
        }
        FactValue::Boolean(_) => FactKind::Boolean,
        FactValue::Date(_) => FactKind::Date,
        FactValue::Text(_) | FactValue::Missing => FactKind::Text(None),
    }
}

/// The printed value of an expression, or the code of what is wrong with it.
fn evaluate(expression: &str, names: &[(&str, &str)]) -> Result<String, (String, String)> {
    let mut scope = Scope::default();
    let mut values = Vec::new();
    for (name, text) in names {
        let value = name_value(text);
        scope.declare(*name, kind(value));
        values.push(value);
    }
    let formula = parse_expression(expression)
        .and_then(|parsed| check_any(&parsed, &scope))
        .map_err(|error| (error.code.as_str().to_owned(), error.message))?;
    let printed = match &formula.term {
        AnyTerm::Number(term) => term.evaluate(&values).map(|number| number.to_string()),
        AnyTerm::Condition(term) => term.evaluate(&values).map(|holds| holds.to_string()),
        AnyTerm::Text(term) => term.evaluate(&values).map(|text| format!("\"{text}\"")),
        AnyTerm::Date(term) => term.evaluate(&values).map(|date| date.to_string()),
        AnyTerm::Period(term) => term.evaluate(&values).map(|period| period.to_string()),
    };
    printed.map_err(|fault| ("overflow".to_owned(), fault.to_string()))
}

#[test]
fn expressions() {
    let name = |case: &Value| format!("{:?} with {}", text(case, "expression"), case["names"]);
    check_all("feel.json", name, |case| {
        let found = evaluate(text(case, "expression"), &texts(case, "names"));
        let (expected, wanted) = match (case.get("value"), case.get("error")) {
            (Some(value), None) => (value.as_str().map(|value| Ok(value.to_owned())), value),
            (None, Some(code)) => (code.as_str().map(|code| Err(code.to_owned())), code),
            _ => return Err("  a case has either `value` or `error`".to_owned()),
        };
        let code = found.clone().map_err(|(code, _)| code);
        if expected == Some(code) { Ok(()) } else { Err(format!("  expected {wanted}, found {found:?}")) }
    });
}

/// A number as the vectors write it: a decimal, or a fraction such as `1000/3`.
fn number(text: &str) -> Rational {
    let whole = |text: &str| -> Rational {
        parse_decimal(text).unwrap_or_else(|error| panic!("`{text}`: {error}")).into()
    };
    match text.split_once('/') {
        Some((above, below)) => whole(above).divide(whole(below)).expect("a fraction"),
        None => whole(text),
    }
}

#[test]
fn roundings() {
    let name =
        |case: &Value| format!("{} to {} {}", text(case, "value"), text(case, "to"), text(case, "mode"));
    check_all("rounding.json", name, |case| {
        let mode = RoundingMode::ALL.iter().find(|(_, name)| *name == text(case, "mode"));
        let (mode, _) = mode.ok_or("  no such mode")?;
        let rounding = Rounding::new(number(text(case, "to")), *mode).ok_or("  no such step")?;
        let found = rounding.round(number(text(case, "value"))).map(|rounded| rounded.to_string());
        let expected = text(case, "result");
        if found.as_deref() == Some(expected) {
            Ok(())
        } else {
            Err(format!("  expected {expected}, found {found:?}"))
        }
    });
}

#[test]
fn whole_outcomes() {
    let book = book();
    let folder = folder().join("outcomes");
    let bless = std::env::var("EVENHAND_BLESS").is_ok_and(|value| value == "1");
    let index = read_cases("outcomes/index.json");
    let mut complaints = Vec::new();
    let mut complain = |file: &str, complaint: String| complaints.push((file.to_owned(), complaint));
    for case in &index {
        let file = text(case, "file");
        let path = folder.join(file);
        match assess_case(&book, case) {
            Ok(outcome) if bless => fs::write(&path, outcome.to_json()).expect("can be written"),
            Ok(outcome) => {
                let found = outcome.to_json();
                let kept = fs::read_to_string(&path).unwrap_or_default();
                let replayed = replay(&book, &found).and_then(|replayed| same(&found, &replayed));
                for difference in [same(&kept, &found), replayed].into_iter().filter_map(Result::err) {
                    complain(file, difference);
                }
            }
            Err(error) => complain(file, format!("  found the error {}: {error}", error.code())),
        }
    }
    let listed: BTreeSet<&str> = index.iter().map(|case| text(case, "file")).chain(["index.json"]).collect();
    for entry in fs::read_dir(&folder).unwrap() {
        let file = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !listed.contains(file.as_str()) {
            complain(&file, "  is not in index.json".to_owned());
        }
    }
    report(index.len(), &complaints);
}

/// The first line in which two texts differ.
fn first_difference(kept: &str, found: &str) -> Option<String> {
    if kept == found {
        return None;
    }
    let mut lines = kept.lines().zip(found.lines()).enumerate();
    let line = lines.find(|(_, (kept, found))| kept != found);
    Some(match line {
        Some((index, (kept, found))) => {
            format!("  line {}\n  expected {kept}\n  found    {found}", index.saturating_add(1))
        }
        None => format!("  expected {} bytes, found {}", kept.len(), found.len()),
    })
}

/// The keys of a case are those that `README.md` lists; a misspelt one would be a check that is silently not made.
#[test]
fn cases_have_known_keys() {
    let known: [(&str, &[&str]); 4] = [
        ("assess.json", &["name", "item", "on", "facts", "expect", "error", "working"]),
        ("feel.json", &["expression", "names", "value", "error", "working"]),
        ("rounding.json", &["value", "to", "mode", "result", "working"]),
        ("outcomes/index.json", &["file", "item", "on", "facts"]),
    ];
    for (file, keys) in known {
        for case in read_cases(file) {
            let case: &Map<String, Value> = case.as_object().expect("a table");
            let unknown: Vec<&String> = case.keys().filter(|key| !keys.contains(&key.as_str())).collect();
            assert!(unknown.is_empty(), "{file}: unknown keys {unknown:?} in {case:?}");
        }
    }
}
