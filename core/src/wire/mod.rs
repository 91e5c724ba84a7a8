//! Every JSON shape that crosses a language border, once.
//!
//! Amounts are strings, key order is fixed, and the same outcome gives the same bytes on every run and platform.

mod approval;
mod compliance;
mod consistency;
mod due;
mod facts_schema;
mod finding;
mod index;
mod item;
mod law;
mod payments;
mod power;
mod register;
mod scheme;
mod score;
mod screen;
mod supervision;
mod surcharge;
mod verify;

use std::collections::BTreeMap;

use serde::Serialize;

pub use verify::{Difference, Verdict, VerifyError};

use crate::book::SchemeError;
use crate::calendar::CalendarError;
use crate::columns::ColumnError;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::feel::{Ends, Unit};
use crate::language::{Bilingual, Language};
use crate::outcome::Outcome;
use crate::penalty::{AssessError, Document, Step};
use crate::trust::TrustError;

#[derive(Serialize)]
struct OutcomeJson<'a> {
    item: &'a str,
    version: VersionJson<'a>,
    basis: WordsJson,
    facts: BTreeMap<&'a str, String>,
    outcome: &'static str,
    may: bool,
    tier: Option<&'a str>,
    fine: Option<MoneyJson>,
    /// Instead of `fine`: below the statutory minimum.
    reduced: Option<MoneyJson>,
    statutory: Option<RangeJson>,
    persons: Option<MoneyJson>,
    adjustments: Vec<AdjustmentJson<'a>>,
    measures: Vec<MeasureJson>,
    days: Option<law::DaysJson>,
    law_of_the_day: Option<law::LawJson<'a>>,
    limitation: Option<law::LimitationJson>,
    circumstances: Vec<law::CircumstanceJson<'a>>,
    procedure: Option<law::ProcedureJson<'a>>,
    assumptions: Vec<AssumptionJson>,
    warnings: Vec<WarningJson>,
    trace: Vec<StepJson>,
    explanation: WordsJson,
}

#[derive(Serialize)]
struct VersionJson<'a> {
    pack: &'a str,
    in_force: String,
    sha256: &'a str,
}

#[derive(Serialize)]
struct WordsJson {
    zh: String,
    en: String,
}

impl WordsJson {
    /// A sentence in both languages.
    fn told(sentence: impl Fn(Language) -> String) -> Self {
        Self { zh: sentence(Language::Chinese), en: sentence(Language::English) }
    }
}

#[derive(Serialize)]
struct MoneyJson {
    min: String,
    max: String,
    currency: String,
}

#[derive(Serialize)]
struct RangeJson {
    min: String,
    max: String,
}

#[derive(Serialize)]
struct AdjustmentJson<'a> {
    zh: &'a str,
    en: &'a str,
    times: RangeJson,
}

#[derive(Serialize)]
struct MeasureJson {
    measure: &'static str,
    may: bool,
    zh: String,
    en: String,
}

#[derive(Serialize)]
struct AssumptionJson {
    fact: String,
    zh: String,
    en: String,
}

#[derive(Serialize)]
struct WarningJson {
    code: &'static str,
    zh: String,
    en: String,
}

#[derive(Serialize)]
struct StepJson {
    step: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<RangeJson>,
    zh: String,
    en: String,
}

#[derive(Serialize)]
struct ErrorJson<'a> {
    error: ErrorBodyJson<'a>,
}

#[derive(Serialize)]
struct ErrorBodyJson<'a> {
    code: &'a str,
    field: Option<&'a str>,
    message: String,
    diagnostics: Vec<DiagnosticJson<'a>>,
}

#[derive(Serialize)]
struct DiagnosticJson<'a> {
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    file: &'a str,
    line: usize,
    column: usize,
}

fn range(ends: Ends) -> RangeJson {
    RangeJson { min: ends.min.to_string(), max: ends.max.to_string() }
}

fn words(text: Bilingual) -> (String, String) {
    (text.zh, text.en)
}

fn money(ends: Ends, currency: Unit) -> MoneyJson {
    let RangeJson { min, max } = range(ends);
    MoneyJson { min, max, currency: currency.to_string() }
}

fn version(document: &Document) -> VersionJson<'_> {
    VersionJson { pack: &document.id, in_force: document.in_force.from.to_string(), sha256: &document.digest }
}

impl From<&Bilingual> for WordsJson {
    fn from(text: &Bilingual) -> Self {
        Self { zh: text.zh.clone(), en: text.en.clone() }
    }
}

impl Outcome {
    /// The outcome as JSON, for other languages and for the record.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(&outcome_json(self))
    }
}

fn outcome_json(outcome: &Outcome) -> OutcomeJson<'_> {
    let (item, decision) = (outcome.item(), outcome.decision());
    let document = &item.document;
    let money = |ends: Ends| money(ends, document.currency);
    let adjustments = outcome.steps().iter().filter_map(|step| match step {
        Step::Adjusted { index, times, .. } => {
            let title = &item.adjustments.get(*index)?.title;
            Some(AdjustmentJson { zh: &title.zh, en: &title.en, times: range(*times) })
        }
        _ => None,
    });
    let measures = outcome.measures().into_iter().map(|measure| {
        let (zh, en) = words(measure.text);
        MeasureJson { measure: measure.measure.code(), may: measure.may, zh, en }
    });
    let assumptions = outcome.assumptions().into_iter().map(|assumption| {
        let (zh, en) = words(assumption.text);
        AssumptionJson { fact: assumption.fact, zh, en }
    });
    let warnings = outcome.warnings().into_iter().map(|warning| {
        let (zh, en) = words(warning.text);
        WarningJson { code: warning.code, zh, en }
    });
    let trace = outcome.steps().iter().map(|step| StepJson {
        step: step.code(),
        value: step.value().map(range),
        zh: outcome.sentence(step, Language::Chinese),
        en: outcome.sentence(step, Language::English),
    });
    OutcomeJson {
        item: &item.id,
        version: version(document),
        basis: WordsJson::from(outcome.basis()),
        facts: outcome.established().into_iter().collect(),
        outcome: decision.kind.code(),
        may: outcome.may(),
        tier: outcome.tier().map(|tier| tier.zh.as_str()),
        fine: decision.fine.map(money),
        reduced: decision.reduced.map(money),
        statutory: decision.statutory.map(range),
        persons: decision.persons.map(money),
        adjustments: adjustments.collect(),
        measures: measures.collect(),
        days: law::days(outcome),
        law_of_the_day: law::law_of_the_day(outcome),
        limitation: law::limitation(outcome),
        circumstances: law::circumstances(outcome),
        procedure: law::procedure(outcome),
        assumptions: assumptions.collect(),
        warnings: warnings.collect(),
        trace: trace.collect(),
        explanation: WordsJson {
            zh: outcome.explanation(Language::Chinese),
            en: outcome.explanation(Language::English),
        },
    }
}

impl AssessError {
    /// The error as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        error_json(self.code(), self.field(), self.to_string())
    }
}

impl ColumnError {
    /// The error as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        error_json(self.code(), self.column(), self.to_string())
    }
}

impl CalendarError {
    /// The error as JSON; of a file, with its faults.
    #[must_use]
    pub fn to_json(&self) -> String {
        match self {
            #[cfg(feature = "bundled")]
            Self::Faulty(faults) => faults.to_json(),
            _ => error_json(self.code(), None, self.to_string()),
        }
    }
}

impl TrustError {
    /// The error as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let field = match self {
            Self::NotADigest(_) => "digests",
            Self::NotAKey(_) => "keys",
        };
        error_json(self.code(), Some(field), self.to_string())
    }
}

impl SchemeError {
    /// The error as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        error_json(self.code(), None, self.to_string())
    }
}

/// The shape of every error.
fn error_json(code: &str, field: Option<&str>, message: String) -> String {
    to_json(&ErrorJson { error: ErrorBodyJson { code, field, message, diagnostics: Vec::new() } })
}

impl Diagnostics {
    /// The faults as JSON, in the shape of every other error.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(&ErrorJson {
            error: ErrorBodyJson {
                code: "invalid-rules",
                field: None,
                message: match self.0.len() {
                    1 => "the rules have a fault".to_owned(),
                    faults => format!("the rules have {faults} faults"),
                },
                diagnostics: self.0.iter().map(diagnostic).collect(),
            },
        })
    }
}

fn diagnostic(diagnostic: &Diagnostic) -> DiagnosticJson<'_> {
    let (line, column) = diagnostic.position().unwrap_or((1, 1));
    DiagnosticJson {
        code: diagnostic.code.as_str(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        file: diagnostic.labels.first().map_or("", |label| label.source.name()),
        line,
        column,
    }
}

/// These shapes have only string keys and no floats, so that writing them cannot fail.
fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
