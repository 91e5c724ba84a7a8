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
    witness: Option<BTreeMap<String, String>>,
    /// Those of the case that it is held against, where a finding is about two.
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<BTreeMap<String, String>>,
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
        let named = |facts: &'_ Facts| {
            facts.iter().map(|(name, value)| (name.to_owned(), value.to_string())).collect()
        };
        let json = FindingJson {
            check: self.code.check(),
            code: self.code.as_str(),
            severity: self.code.severity().code(),
            item: &self.item,
            message: WordsJson::from(&self.message),
            witness: self.witness.as_ref().map(named),
            against: self.against.as_ref().map(named),
            places: places.collect(),
        };
        serde_json::to_string(&json).unwrap_or_default()
    }
}
