//! `tests/vectors/differential`: random packs on which the library and the reference once differed, as the document settles them.

use std::fs;
use std::path::Path;

use evenhand::{AssessError, Case, Facts, Outcome, RuleBook};
use serde_json::{Value, json};

const ITEM: &str = "xx.drawn/1";
/// The days of a case stand among its facts.
const DAY: &str = " day";

fn outcome(vector: &Value) -> Result<Outcome, AssessError> {
    let texts = vector["packs"].as_array().unwrap().iter().map(|pack| pack.as_str().unwrap());
    let files: Vec<(String, &str)> =
        texts.enumerate().map(|(index, text)| (format!("{index}.toml"), text)).collect();
    let book = RuleBook::load(files).unwrap_or_else(|faults| panic!("{faults}"));
    let given = vector["facts"].as_object().unwrap();
    let facts: Facts = given
        .iter()
        .filter(|(name, _)| !name.ends_with(DAY))
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect();
    let day = |name: &str| given.get(name).map(|day| day.as_str().unwrap().parse().unwrap());
    match day("decided day") {
        None => book.items().find(|item| item.id == ITEM).unwrap().clone().assess(&facts),
        Some(decided) => {
            let mut case = Case::new(facts, decided);
            if let Some(acted) = day("acted day") {
                case = case.acted(acted);
            }
            if let Some(found) = day("found day") {
                case = case.found(found);
            }
            book.assess(ITEM, &case)
        }
    }
}

/// What an outcome says of what is expected of it.
fn observed(outcome: &Result<Outcome, AssessError>, expected: &Value) -> Value {
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => return json!({ "error": error.code(), "field": error.field() }),
    };
    let decision = outcome.decision();
    let ends = |ends: evenhand::feel::Ends| json!([ends.min.to_string(), ends.max.to_string()]);
    let mut observed = json!({ "outcome": decision.kind.code(), "fine": decision.fine.map(ends) });
    if expected.get("assumptions").is_some() {
        let mut facts: Vec<String> = outcome.assumptions().into_iter().map(|one| one.fact).collect();
        facts.sort();
        observed["assumptions"] = facts.into();
        observed["tier"] = outcome.tier().map(|tier| tier.zh.clone()).into();
    }
    if expected.get("reduced").is_some() {
        observed["reduced"] = decision.reduced.map(ends).into();
        let found = outcome.circumstances();
        observed["circumstances"] =
            found.iter().map(|found| json!([found.circumstance.id, found.circumstance.may])).collect();
    }
    observed
}

#[test]
fn every_difference_stays_settled() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join("differential");
    let mut wrong = String::new();
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let vector: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let mut expected = vector["expect"].clone();
        for found in expected["circumstances"].as_array_mut().into_iter().flatten() {
            found.as_array_mut().unwrap().truncate(2);
        }
        let found = observed(&outcome(&vector), &expected);
        let differs = found.as_object().unwrap().iter().any(|(key, value)| expected.get(key) != Some(value));
        if differs {
            wrong += &format!("{}: {found}\n", path.display());
        }
        count += 1;
    }
    assert!(count > 10 && wrong.is_empty(), "{count} vectors\n{wrong}");
}
