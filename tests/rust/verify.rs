//! A kept outcome is worked out again from its own record: the same bytes, or the first difference.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot run must fail")]

use std::fs;
use std::path::Path;

use evenhand::{Case, Difference, Facts, RuleBook, Verdict, VerifyError};
use serde_json::Value;

fn bundled() -> RuleBook {
    RuleBook::bundled().expect("the bundled packs are sound")
}

fn kept() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/outcomes");
    let files = fs::read_dir(folder).expect("the kept outcomes").map(|entry| entry.expect("a file").path());
    let outcomes = files.filter(|file| !file.ends_with("index.json"));
    outcomes.map(|file| fs::read_to_string(file).expect("an outcome")).collect()
}

fn vectors() -> RuleBook {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/packs");
    let files = fs::read_dir(folder).expect("the packs").map(|entry| entry.expect("a file").path());
    let packs = files.map(|file| (file.display().to_string(), fs::read(&file).expect("a pack")));
    RuleBook::load(packs).expect("sound packs")
}

/// A case with the general law and all its days.
fn case() -> String {
    let day = |text: &str| text.parse().expect("a day");
    let facts = Facts::new().with("area", "16.8").with("refused_to_correct", true).with("age", "16");
    let case = Case::new(facts, day("2026-06-01"))
        .acted(day("2026-04-01"))
        .ended(day("2026-05-01"))
        .found(day("2026-05-02"));
    bundled().assess("cn.dongying.city-appearance/46-4", &case).expect("an outcome").to_json()
}

fn differs(verdict: Result<Verdict, VerifyError>) -> Difference {
    match verdict {
        Ok(Verdict::Differs(difference)) => difference,
        other => panic!("expected a difference, found {other:?}"),
    }
}

#[test]
fn kept_outcomes_come_out_again() {
    let book = vectors();
    let kept = kept();
    assert!(kept.len() > 15, "{}", kept.len());
    for record in kept {
        assert_eq!(book.verify(&record), Ok(Verdict::SameBytes));
        // As a command prints it, and as an editor leaves it.
        assert_eq!(book.verify(&format!("{record}\n")), Ok(Verdict::SameBytes));
        let value: Value = serde_json::from_str(&record).expect("JSON");
        assert_eq!(book.verify(&value.to_string()), Ok(Verdict::SameValues));
    }
}

#[test]
fn every_bundled_example_comes_out_again() {
    let book = bundled();
    let mut verified = 0;
    for item in book.items() {
        for example in &item.examples {
            let facts: Facts = example.given.iter().map(|(name, given)| (name, given.clone())).collect();
            let Ok(outcome) = item.assess(&facts) else { continue };
            assert_eq!(book.verify(&outcome.to_json()), Ok(Verdict::SameBytes), "{}: {facts:?}", item.id);
            verified += 1;
        }
    }
    assert!(verified > 2_000, "{verified}");
}

#[test]
fn a_case_comes_out_again_with_its_days_and_the_general_law() {
    let (book, record) = (bundled(), case());
    assert!(record.contains("\"limitation\": {"));
    assert_eq!(book.verify(&record), Ok(Verdict::SameBytes));
    // A day that is moved changes what rests on it.
    let moved = record.replacen("\"ended\": \"2026-05-01\"", "\"ended\": \"2026-05-02\"", 1);
    let difference = differs(book.verify(&moved));
    assert!(difference.path == "limitation.from", "{difference:?}");
}

/// Every value of a record, one after the other, changed.
#[test]
fn no_value_can_be_changed_unseen() {
    let (book, record) = (bundled(), case());
    let whole: Value = serde_json::from_str(&record).expect("JSON");
    let mut places = Vec::new();
    leaves(&whole, String::new(), &mut places);
    assert!(places.len() > 60, "{}", places.len());
    for place in places {
        let mut changed = whole.clone();
        let leaf = changed.pointer_mut(&place).expect("a place");
        *leaf = match leaf {
            Value::Bool(value) => Value::Bool(!*value),
            Value::Number(_) => Value::from(4321),
            _ => Value::from("changed"),
        };
        let verdict = book.verify(&changed.to_string());
        assert!(!matches!(verdict, Ok(Verdict::SameBytes | Verdict::SameValues)), "{place}: {verdict:?}");
    }
}

fn leaves(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| leaves(value, format!("{place}/{key}"), places));
        }
        Value::Array(list) => {
            (0_usize..)
                .zip(list)
                .for_each(|(index, value)| leaves(value, format!("{place}/{index}"), places));
        }
        _ => places.push(place),
    }
}

#[test]
fn the_first_difference_is_named() {
    let (book, record) = (bundled(), case());
    let dearer = record.replacen("\"max\": \"1680\"", "\"max\": \"1690\"", 1);
    let difference = differs(book.verify(&dearer));
    let expected = Difference {
        path: "fine.max".into(),
        recorded: Some("\"1690\"".into()),
        found: Some("\"1680\"".into()),
    };
    assert_eq!(difference, expected);
    // Other rules are the reason for whatever follows from them, so they are named before it.
    let digest = record.split("\"sha256\": \"").nth(1).and_then(|rest| rest.get(..64)).expect("a digest");
    let elsewhere = dearer.replace(digest, &"0".repeat(64));
    assert_eq!(differs(book.verify(&elsewhere)).path, "version.sha256");
    let more = record.replacen("\"outcome\"", "\"remark\": \"a\", \"outcome\"", 1);
    assert_eq!(differs(book.verify(&more)).found, None);
}

#[test]
fn what_is_no_record_is_refused_in_words() {
    let book = bundled();
    for wrong in ["", "[]", "{}", "{\"item\": 1}", "null", "{\"item\": \"a\"} {"] {
        assert!(matches!(book.verify(wrong), Err(VerifyError::NotARecord(_))), "{wrong}");
    }
    let record = case();
    let wrong = record.replacen("\"decided\": \"2026-06-01\"", "\"decided\": \"2026-06-31\"", 1);
    let told = book.verify(&wrong).expect_err("there is no such day").to_string();
    assert_eq!(told, "`days.decided`: expected a day such as 2026-11-21, found `2026-06-31`");
    let wrong = record.replace("cn.dongying.city-appearance/46-4", "cn.dongying.city-appearance/46-44");
    assert!(matches!(book.verify(&wrong), Err(VerifyError::NoOutcome(_))));
}
