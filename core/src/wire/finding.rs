//! The shape of a finding of a check, and of a fault of a pack told like one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::WordsJson;
use crate::check::Finding;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::facts::Facts;

#[derive(Serialize)]
struct FindingJson<'a> {
    check: &'static str,
    code: &'static str,
    severity: &'static str,
    /// Nothing where a fault does not let it be known.
    item: Option<&'a str>,
    message: WordsJson,
    /// Facts that show it when they are put into `assess`.
    witness: Option<BTreeMap<String, String>>,
    /// Those of the case that it is held against, where a finding is about two.
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<BTreeMap<String, String>>,
    /// The item that `against` is for, where it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<&'a str>,
    /// A day on which `assess` shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
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
        let json = FindingJson {
            check: self.code.check(),
            code: self.code.as_str(),
            severity: self.code.severity().code(),
            item: Some(&self.item),
            message: WordsJson::from(&self.message),
            witness: self.witness.as_ref().map(named),
            against: self.against.as_ref().map(named),
            other: self.other.as_deref(),
            on: self.day.map(|day| day.to_string()),
            places: places(&self.labels),
        };
        serde_json::to_string(&json).unwrap_or_default()
    }
}

impl Diagnostic {
    /// The fault as JSON, in one line, in the shape of a finding of a check.
    #[must_use]
    pub fn to_finding_json(&self) -> String {
        let title = self.code.title_in_chinese();
        let json = FindingJson {
            check: self.code.check(),
            code: self.code.as_str(),
            severity: Severity::Error.code(),
            item: self.subject.as_deref(),
            message: WordsJson {
                zh: self.quoted().map_or_else(|| title.to_owned(), |place| format!("{title}：`{place}`")),
                en: self.message.clone(),
            },
            witness: None,
            against: None,
            other: None,
            on: None,
            places: places(&self.labels),
        };
        serde_json::to_string(&json).unwrap_or_default()
    }

    /// The words at the place of the fault, if they are few.
    fn quoted(&self) -> Option<&str> {
        let label = self.labels.first()?;
        let words = label.source.text().get(label.span.start..label.span.end)?;
        (!words.is_empty() && words.chars().count() <= 80 && !words.contains('\n')).then_some(words)
    }
}

fn places(labels: &[Label]) -> Vec<PlaceJson<'_>> {
    let places = labels
        .iter()
        .map(|label| PlaceJson { file: label.source.name(), line: label.source.line(label.span.start) });
    places.collect()
}

fn named(facts: &Facts) -> BTreeMap<String, String> {
    facts.iter().map(|(name, value)| (name.to_owned(), value.to_string())).collect()
}
