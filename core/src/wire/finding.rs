//! The shape of a finding of a check.

use std::collections::BTreeMap;

use serde::Serialize;

use super::WordsJson;
use crate::check::Finding;
use crate::facts::Facts;

#[derive(Serialize)]
struct FindingJson<'a> {
    check: &'static str,
    code: &'static str,
    severity: &'static str,
    item: &'a str,
    message: WordsJson,
    /// Facts that show it when they are put into `assess`.
    witness: Option<BTreeMap<&'a str, String>>,
    /// Facts that the witness has to be held against.
    against: Option<BTreeMap<&'a str, String>>,
    /// The item that `against` is for, where it is another one.
    other: Option<&'a str>,
    places: Vec<PlaceJson<'a>>,
}

#[derive(Serialize)]
struct PlaceJson<'a> {
    file: &'a str,
    line: usize,
}

impl Finding {
    /// The finding as JSON, in one line.
    #[must_use]
    pub fn to_json(&self) -> String {
        let places = self
            .labels
            .iter()
            .map(|label| PlaceJson { file: label.source.name(), line: label.source.line(label.span.start) });
        let json = FindingJson {
            check: self.code.check(),
            code: self.code.as_str(),
            severity: self.code.severity().code(),
            item: &self.item,
            message: WordsJson::from(&self.message),
            witness: self.witness.as_ref().map(named),
            against: self.against.as_ref().map(named),
            other: self.other.as_deref(),
            places: places.collect(),
        };
        serde_json::to_string(&json).unwrap_or_default()
    }
}

fn named(facts: &Facts) -> BTreeMap<&str, String> {
    facts.iter().map(|(name, value)| (name, value.to_string())).collect()
}
