//! The shapes of the power list: the items in force, and what changed between two days.

use serde::Serialize;

use super::to_json;
use crate::book::{BookOn, Change, Ending, RuleBook};
use crate::language::Bilingual;
use crate::pack::{InForce, SourceKind};
use crate::penalty::{Document, Item, PenaltyPower};
use crate::time::Date;

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
        authority: item.authority.as_ref().map(bilingual),
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
