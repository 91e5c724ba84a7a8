//! An outcome that somebody kept, worked out again from its own record.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};
use thiserror::Error;

use super::error_json;
use crate::book::RuleBook;
use crate::case::Case;
use crate::facts::Facts;
use crate::outcome::Outcome;
use crate::penalty::AssessError;
use crate::time::Date;

/// What of a record is needed to work it out again. The rest is what must come out.
#[derive(Deserialize)]
struct RecordJson {
    item: String,
    version: RecordVersionJson,
    facts: BTreeMap<String, String>,
    days: Option<RecordDaysJson>,
}

#[derive(Deserialize)]
struct RecordVersionJson {
    in_force: String,
}

#[derive(Deserialize)]
struct RecordDaysJson {
    acted: Option<String>,
    ended: Option<String>,
    found: Option<String>,
    decided: String,
}

/// What became of a record that was worked out again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same bytes came out.
    SameBytes,
    /// The same values came out; only spaces or the order of keys differ, as after a stay in a data base.
    SameValues,
    /// Something else came out.
    Differs(Difference),
}

/// The first value in which a record differs from what comes out. The version of the rules goes before everything
/// else, since other rules are the reason for what follows; sentences come last, since they tell of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where the value stands, such as `fine.max` or `trace[2].value.min`.
    pub path: String,
    /// The value in the record, as JSON; nothing where there is none.
    pub recorded: Option<String>,
    /// The value that comes out, as JSON; nothing where there is none.
    pub found: Option<String>,
}

/// Why a record cannot be worked out again.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum VerifyError {
    /// It is no record of an outcome.
    #[error("not the record of an outcome, which is JSON with item, version, facts and days: {0}")]
    NotARecord(String),
    /// A day in it is none.
    #[error("`{field}`: expected a day such as 2026-11-21, found `{found}`")]
    NoDay {
        /// The key of the day.
        field: &'static str,
        /// What stands there.
        found: String,
    },
    /// These rules give no outcome for it.
    #[error("these rules give no outcome for it: {0}")]
    NoOutcome(#[from] AssessError),
}

impl VerifyError {
    /// The codes that [`code`](Self::code) can give beside those of [`AssessError::CODES`], with their meaning.
    pub const CODES: &[(&str, &str)] = &[
        ("not-a-record", "It is no record of an outcome."),
        ("no-such-day", "A day of the record is one that the calendar does not have."),
    ];

    /// The stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotARecord(_) => "not-a-record",
            Self::NoDay { .. } => "no-such-day",
            Self::NoOutcome(error) => error.code(),
        }
    }

    /// The error as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let field = match self {
            Self::NotARecord(_) => None,
            Self::NoDay { field, .. } => Some(*field),
            Self::NoOutcome(error) => error.field(),
        };
        error_json(self.code(), field, self.to_string())
    }
}

impl RuleBook {
    /// Works a kept outcome out again, from the item, the version, the facts and the days that it names itself, and
    /// compares all of it: the digest of the rules, every amount, every sentence.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::{Facts, RuleBook, Verdict};
    ///
    /// let book = RuleBook::bundled_documents(["cn.dongying.city-appearance"])?;
    /// let item = book.on("2026-11-21".parse()?).item("cn.dongying.city-appearance/46-5")?;
    /// let kept = item.assess(&Facts::new())?.to_json();
    /// assert_eq!(book.verify(&kept)?, Verdict::SameBytes);
    ///
    /// let tampered = kept.replacen("\"max\": \"2000\"", "\"max\": \"9000\"", 1);
    /// let Verdict::Differs(difference) = book.verify(&tampered)? else { unreachable!() };
    /// assert_eq!(difference.path, "fine.max");
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`VerifyError`]: the text is no record, or these rules give no outcome for its facts.
    pub fn verify(&self, record: &str) -> Result<Verdict, VerifyError> {
        let unreadable = |error: serde_json::Error| VerifyError::NotARecord(error.to_string());
        let kept: RecordJson = serde_json::from_str(record).map_err(unreadable)?;
        let found = self.worked_out_again(kept)?.to_json();
        if found == record.trim_end() {
            return Ok(Verdict::SameBytes);
        }
        let recorded: Value = serde_json::from_str(record).map_err(unreadable)?;
        let found: Value = serde_json::from_str(&found).map_err(unreadable)?;
        let version = |value: &Value| value.get("version").cloned().unwrap_or(Value::Null);
        let rules = difference(&version(&recorded), &version(&found), "version");
        Ok(match rules.or_else(|| difference(&recorded, &found, "")) {
            None => Verdict::SameValues,
            Some(difference) => Verdict::Differs(difference),
        })
    }

    fn worked_out_again(&self, kept: RecordJson) -> Result<Outcome, VerifyError> {
        let facts: Facts = kept.facts.into_iter().collect();
        let Some(days) = kept.days else {
            let on = day("version.in_force", &kept.version.in_force)?;
            return Ok(self.on(on).item(&kept.item)?.assess(&facts)?);
        };
        let mut case = Case::new(facts, day("days.decided", &days.decided)?);
        if let Some(acted) = days.acted {
            case = case.acted(day("days.acted", &acted)?);
        }
        if let Some(ended) = days.ended {
            case = case.ended(day("days.ended", &ended)?);
        }
        if let Some(found) = days.found {
            case = case.found(day("days.found", &found)?);
        }
        Ok(self.assess(&kept.item, &case)?)
    }
}

fn day(field: &'static str, found: &str) -> Result<Date, VerifyError> {
    found.parse().map_err(|_| VerifyError::NoDay { field, found: found.to_owned() })
}

/// The first difference between two values, in the order of keys and places.
fn difference(recorded: &Value, found: &Value, path: &str) -> Option<Difference> {
    match (recorded, found) {
        (Value::Object(a), Value::Object(b)) => keys(a, b).find_map(|key| {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            at(a.get(key), b.get(key), &path)
        }),
        (Value::Array(a), Value::Array(b)) => (0..a.len().max(b.len()))
            .find_map(|place| at(a.get(place), b.get(place), &format!("{path}[{place}]"))),
        _ if recorded == found => None,
        _ => Some(told(Some(recorded), Some(found), path)),
    }
}

fn at(recorded: Option<&Value>, found: Option<&Value>, path: &str) -> Option<Difference> {
    match (recorded, found) {
        (Some(recorded), Some(found)) => difference(recorded, found, path),
        _ => Some(told(recorded, found, path)),
    }
}

fn told(recorded: Option<&Value>, found: Option<&Value>, path: &str) -> Difference {
    let text = |value: Option<&Value>| value.map(Value::to_string);
    Difference { path: path.to_owned(), recorded: text(recorded), found: text(found) }
}

/// The keys of both, those of sentences last.
fn keys<'a>(a: &'a Map<String, Value>, b: &'a Map<String, Value>) -> impl Iterator<Item = &'a String> {
    let tells = |key: &&String| matches!(key.as_str(), "trace" | "explanation" | "zh" | "en");
    let all = move || a.keys().chain(b.keys().filter(|key| !a.contains_key(*key)));
    all().filter(move |key| !tells(key)).chain(all().filter(tells))
}
