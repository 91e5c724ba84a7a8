//! Scores in JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{VersionJson, WordsJson, error_json, to_json, version};
use crate::language::Language;
use crate::risk::{Accounted, Entry, OverPeriods, ScoreError, ScoreOutcome, ScorePart};

#[derive(Serialize)]
pub(super) struct ScoreJson<'a> {
    score: &'a str,
    version: VersionJson<'a>,
    basis: WordsJson,
    period: &'static str,
    facts: BTreeMap<&'a str, String>,
    points: String,
    full: Option<String>,
    parts: Vec<PartJson<'a>>,
    entries: Vec<EntryJson<'a>>,
    sum: String,
    times: Option<String>,
    assumptions: Vec<WordsJson>,
    explanation: WordsJson,
}

#[derive(Serialize)]
struct PartJson<'a> {
    part: &'a str,
    zh: &'a str,
    en: &'a str,
    full: String,
    deducted: String,
    added: String,
    points: String,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    entry: &'static str,
    part: Option<&'a str>,
    zh: &'a str,
    en: &'a str,
    basis: Option<WordsJson>,
    /// None where none of its facts is given.
    points: Option<String>,
}

impl ScoreOutcome {
    /// The score as JSON, for other languages and for the record.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(&score_json(self))
    }
}

pub(super) fn score_json(outcome: &ScoreOutcome) -> ScoreJson<'_> {
    let score = outcome.score();
    let parts = score.parts.iter().zip(&outcome.parts).map(|(part, found)| PartJson {
        part: &part.name,
        zh: &part.title.zh,
        en: &part.title.en,
        full: part.points.to_string(),
        deducted: found.deducted.to_string(),
        added: found.added.to_string(),
        points: found.points.to_string(),
    });
    let entries = score.entries.iter().zip(&outcome.entries);
    let entries = entries.map(|(entry, accounted)| entry_json(entry, *accounted, &score.parts));
    ScoreJson {
        score: &score.id,
        version: version(&score.document),
        basis: WordsJson::from(&score.basis),
        period: score.period.code(),
        facts: outcome.given().iter().map(|(name, given)| (name, given.to_string())).collect(),
        points: outcome.points.to_string(),
        full: score.full().map(|full| full.to_string()),
        parts: parts.collect(),
        entries: entries.collect(),
        sum: outcome.sum.to_string(),
        times: outcome.times.map(|times| times.to_string()),
        assumptions: score.assumes.iter().map(WordsJson::from).collect(),
        explanation: WordsJson {
            zh: outcome.explanation(Language::Chinese),
            en: outcome.explanation(Language::English),
        },
    }
}

fn entry_json<'a>(entry: &'a Entry, accounted: Accounted, parts: &'a [ScorePart]) -> EntryJson<'a> {
    EntryJson {
        entry: entry.kind.code(),
        part: entry.part.and_then(|part| parts.get(part)).map(|part| part.name.as_str()),
        zh: &entry.title.zh,
        en: &entry.title.en,
        basis: entry.basis.as_ref().map(WordsJson::from),
        points: match accounted {
            Accounted::Points(points) => Some(points.to_string()),
            Accounted::NotGiven => None,
        },
    }
}

impl ScoreError {
    /// The error as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        error_json(self.code(), self.field(), self.to_string())
    }
}

#[derive(Serialize)]
struct OverPeriodsJson<'a> {
    score: &'a str,
    version: VersionJson<'a>,
    points: String,
    mean: String,
    deductions: Vec<EntryJson<'a>>,
    periods: Vec<ScoreJson<'a>>,
    explanation: WordsJson,
}

impl OverPeriods {
    /// The score of several periods as JSON, with that of each.
    #[must_use]
    pub fn to_json(&self, outcomes: &[ScoreOutcome]) -> String {
        let score = self.score();
        let deductions = score.together.iter().flat_map(|together| &together.deductions).zip(&self.entries);
        to_json(&OverPeriodsJson {
            score: &score.id,
            version: version(&score.document),
            points: self.points.to_string(),
            mean: self.mean.to_string(),
            deductions: deductions.map(|(entry, accounted)| entry_json(entry, *accounted, &[])).collect(),
            periods: outcomes.iter().map(score_json).collect(),
            explanation: WordsJson {
                zh: self.explanation(Language::Chinese),
                en: self.explanation(Language::English),
            },
        })
    }
}
