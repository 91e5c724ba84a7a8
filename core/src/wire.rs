//! Every JSON shape that crosses a language border, once.
//!
//! Amounts are strings, key order is fixed, and the same outcome gives the same bytes on every run and platform.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::book::{BookOn, Change, Ending, RuleBook};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::feel::Ends;
use crate::language::{Bilingual, Language};
use crate::number::Rational;
use crate::outcome::Outcome;
use crate::pack::{InForce, SourceKind};
use crate::penalty::{AssessError, Document, Item, PenaltyPower, Step};
use crate::time::Date;

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
    statutory: Option<RangeJson>,
    persons: Option<MoneyJson>,
    adjustments: Vec<AdjustmentJson<'a>>,
    measures: Vec<MeasureJson>,
    procedure: [(); 0],
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

#[derive(Serialize)]
struct PowersJson<'a> {
    on: String,
    powers: Vec<PowerJson<'a>>,
}

#[derive(Serialize)]
struct PowerJson<'a> {
    id: &'a str,
    kind: &'static str,
    penalties: Vec<PenaltyJson>,
    title: BilingualJson<'a>,
    authority: Option<BilingualJson<'a>>,
    issuer: &'a str,
    document: DocumentJson<'a>,
    basis: BilingualJson<'a>,
    standard: Option<BilingualJson<'a>>,
    statutory: Vec<&'a str>,
    in_force: DaysJson,
    illustration: bool,
}

#[derive(Serialize)]
struct PenaltyJson {
    penalty: &'static str,
    may: bool,
}

#[derive(Serialize)]
struct BilingualJson<'a> {
    zh: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    id: &'a str,
    title: BilingualJson<'a>,
    number: Option<&'a str>,
}

#[derive(Serialize)]
struct DaysJson {
    from: String,
    until: Option<String>,
}

#[derive(Serialize)]
struct ChangesJson<'a> {
    from: String,
    to: String,
    changes: Vec<ChangeJson<'a>>,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    change: &'static str,
    before: Vec<PowerJson<'a>>,
    after: Vec<PowerJson<'a>>,
    differs_in: Vec<&'static str>,
    ending: Option<EndingJson<'a>>,
}

#[derive(Serialize)]
struct EndingJson<'a> {
    reason: &'static str,
    lawful: Option<bool>,
    basis: Option<BilingualJson<'a>>,
    note: Option<BilingualJson<'a>>,
    document: Option<DocumentJson<'a>>,
    in_force: Option<DaysJson>,
}

fn range(ends: Ends) -> RangeJson {
    RangeJson { min: ends.min.to_string(), max: ends.max.to_string() }
}

fn point(value: Rational) -> RangeJson {
    range(Ends::point(value))
}

fn words(text: Bilingual) -> (String, String) {
    (text.zh, text.en)
}

impl Outcome {
    /// The outcome as JSON, for other languages and for the record.
    #[must_use]
    pub fn to_json(&self) -> String {
        let (item, decision) = (self.item(), self.decision());
        let document = &item.document;
        let money = |ends: Ends| {
            let RangeJson { min, max } = range(ends);
            MoneyJson { min, max, currency: document.currency.to_string() }
        };
        let adjustments = self.steps().iter().filter_map(|step| match step {
            Step::Adjusted { index, times, .. } => {
                let title = &item.adjustments.get(*index)?.title;
                Some(AdjustmentJson { zh: &title.zh, en: &title.en, times: range(*times) })
            }
            _ => None,
        });
        let measures = self.measures().into_iter().map(|measure| {
            let (zh, en) = words(measure.text);
            MeasureJson { measure: measure.measure.code(), may: measure.may, zh, en }
        });
        let assumptions = self.assumptions().into_iter().map(|assumption| {
            let (zh, en) = words(assumption.text);
            AssumptionJson { fact: assumption.fact, zh, en }
        });
        let warnings = self.warnings().into_iter().map(|warning| {
            let (zh, en) = words(warning.text);
            WarningJson { code: warning.code, zh, en }
        });
        let trace = self.steps().iter().map(|step| {
            let (name, value) = step_value(step);
            StepJson {
                step: name,
                value,
                zh: self.sentence(step, Language::Chinese),
                en: self.sentence(step, Language::English),
            }
        });
        to_json(&OutcomeJson {
            item: &item.id,
            version: VersionJson {
                pack: &document.id,
                in_force: document.in_force.from.to_string(),
                sha256: &document.digest,
            },
            basis: {
                let (zh, en) = words(self.basis().clone());
                WordsJson { zh, en }
            },
            facts: self.established().into_iter().collect(),
            outcome: decision.kind.code(),
            may: self.may(),
            tier: self.tier().map(|tier| tier.zh.as_str()),
            fine: decision.fine.map(money),
            statutory: decision.statutory.map(range),
            persons: decision.persons.map(money),
            adjustments: adjustments.collect(),
            measures: measures.collect(),
            procedure: [],
            assumptions: assumptions.collect(),
            warnings: warnings.collect(),
            trace: trace.collect(),
            explanation: WordsJson {
                zh: self.explanation(Language::Chinese),
                en: self.explanation(Language::English),
            },
        })
    }
}

/// The name of a step and the amount that it comes to.
fn step_value(step: &Step) -> (&'static str, Option<RangeJson>) {
    match step {
        Step::Statutory(ends) => ("statutory", Some(range(*ends))),
        Step::Row { .. } => ("tier", None),
        Step::Formula(ends) => ("formula", Some(range(*ends))),
        Step::StatutoryChoice(ends) => ("statutory-choice", Some(range(*ends))),
        Step::Band(ends) => ("band", Some(range(*ends))),
        Step::Weights { counted, .. } => ("weights", Some(point(*counted))),
        Step::Base(base) => ("base", Some(point(*base))),
        Step::Weighted(ends) => ("weighted", Some(range(*ends))),
        Step::RowWithin { after, .. } => ("tier-within", Some(range(*after))),
        Step::Adjusted { after, .. } => ("adjusted", Some(range(*after))),
        Step::Within { after, .. } => ("within", Some(range(*after))),
        Step::Clamped { after, .. } => ("clamped", Some(range(*after))),
        Step::Rounded { after, .. } => ("rounded", Some(range(*after))),
        Step::Persons(ends) => ("persons", Some(range(*ends))),
        Step::PersonsOpen(_) => ("persons-open", None),
    }
}

impl AssessError {
    /// The error as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(&ErrorJson {
            error: ErrorBodyJson {
                code: self.code(),
                field: self.field(),
                message: self.to_string(),
                diagnostics: Vec::new(),
            },
        })
    }
}

impl Diagnostics {
    /// The faults as JSON, in the shape of every other error.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(&ErrorJson {
            error: ErrorBodyJson {
                code: "invalid-rules",
                field: None,
                message: format!("the rules have {} faults", self.0.len()),
                diagnostics: self.0.iter().map(diagnostic).collect(),
            },
        })
    }
}

impl BookOn<'_> {
    /// The powers in force on the day, as JSON: every item with what it can impose, under which law, and who
    /// enforces it.
    #[must_use]
    pub fn to_json(self) -> String {
        to_json(&PowersJson {
            on: self.day().to_string(),
            powers: self.items().map(|item| power(item)).collect(),
        })
    }
}

impl RuleBook {
    /// What [`changes`](Self::changes) from one day to another, as JSON.
    #[must_use]
    pub fn changes_to_json(&self, from: Date, to: Date) -> String {
        let changes = self.changes(from, to);
        to_json(&ChangesJson {
            from: from.to_string(),
            to: to.to_string(),
            changes: changes.iter().map(change).collect(),
        })
    }
}

fn change<'a>(change: &Change<'a>) -> ChangeJson<'a> {
    ChangeJson {
        change: change.code(),
        before: change.before().iter().map(|item| power(item)).collect(),
        after: change.after().iter().map(|item| power(item)).collect(),
        differs_in: change.aspects().iter().map(|aspect| aspect.code()).collect(),
        ending: match change {
            Change::Cancelled { ending, .. } => Some(ending_json(ending)),
            _ => None,
        },
    }
}

fn ending_json<'a>(ending: &Ending<'a>) -> EndingJson<'a> {
    let cancellation = ending.cancellation();
    let version = ending.document();
    EndingJson {
        reason: ending.code(),
        lawful: cancellation.map(|cancellation| cancellation.lawful),
        basis: cancellation.and_then(|cancellation| cancellation.basis.as_ref()).map(bilingual),
        note: cancellation.and_then(|cancellation| cancellation.note.as_ref()).map(bilingual),
        document: version.map(|version| document(version)),
        in_force: version.map(|version| days(&version.in_force)),
    }
}

fn power(item: &Item) -> PowerJson<'_> {
    let version = &item.document;
    let penalty = |power: PenaltyPower| PenaltyJson { penalty: power.kind.code(), may: power.may };
    PowerJson {
        id: &item.id,
        kind: "penalty",
        penalties: item.penalty_powers().into_iter().map(penalty).collect(),
        title: bilingual(&item.title),
        authority: version.authority.as_ref().map(bilingual),
        issuer: &version.source.issuer,
        document: document(version),
        basis: bilingual(&item.basis),
        standard: item.standard.as_ref().map(bilingual),
        statutory: statutory_ranges(item),
        in_force: days(&version.in_force),
        illustration: version.source.kind == SourceKind::Illustration,
    }
}

/// The statutory ranges as they are written: the item's, then those of its tiers, each once.
fn statutory_ranges(item: &Item) -> Vec<&str> {
    let of_tiers = item.tariff.rows().iter().filter_map(|row| row.statutory.as_ref());
    let mut ranges: Vec<&str> = Vec::new();
    for range in item.statutory.iter().chain(of_tiers) {
        if !ranges.contains(&range.text.as_str()) {
            ranges.push(&range.text);
        }
    }
    ranges
}

fn document(document: &Document) -> DocumentJson<'_> {
    let number = document.source.number.as_deref();
    DocumentJson { id: &document.id, title: bilingual(&document.title), number }
}

fn bilingual(words: &Bilingual) -> BilingualJson<'_> {
    BilingualJson { zh: &words.zh, en: &words.en }
}

fn days(days: &InForce) -> DaysJson {
    DaysJson { from: days.from.to_string(), until: days.until.map(|until| until.to_string()) }
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
