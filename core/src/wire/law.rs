//! The shapes of what stands above an item: days, the law of the day, limitation, circumstances, procedure.

use serde::Serialize;

use super::{MoneyJson, VersionJson, WordsJson, money, to_json, version};
use crate::law::Concurrence;
use crate::outcome::{LawOfTheDay, Outcome};
use crate::pack::{LimitLength, StepLimit};
use crate::penalty::Decision;

#[derive(Serialize)]
pub(super) struct DaysJson {
    acted: Option<String>,
    ended: Option<String>,
    found: Option<String>,
    decided: String,
}

#[derive(Serialize)]
pub(super) struct LawJson<'a> {
    applied: &'static str,
    /// The version that was not applied, and what would follow from it.
    other: Option<OtherJson<'a>>,
}

#[derive(Serialize)]
struct OtherJson<'a> {
    version: VersionJson<'a>,
    result: ResultJson,
    measures_differ: bool,
}

#[derive(Serialize)]
struct ResultJson {
    outcome: &'static str,
    fine: Option<MoneyJson>,
    reduced: Option<MoneyJson>,
}

#[derive(Serialize)]
pub(super) struct LimitationJson {
    period: String,
    from: String,
    last_day: String,
    state: &'static str,
    basis: WordsJson,
}

#[derive(Serialize)]
pub(super) struct CircumstanceJson<'a> {
    circumstance: &'a str,
    effect: &'static str,
    may: bool,
    basis: WordsJson,
    zh: &'a str,
    en: &'a str,
    /// What the authority may decide because of it; `null` where it must be heeded.
    allows: Option<ResultJson>,
}

#[derive(Serialize)]
pub(super) struct ProcedureJson<'a> {
    procedure: &'a str,
    basis: WordsJson,
    zh: &'a str,
    en: &'a str,
    may: bool,
    decides: &'static str,
    possible: Vec<PossibleJson<'a>>,
    steps: Vec<ProcedureStepJson<'a>>,
}

#[derive(Serialize)]
struct PossibleJson<'a> {
    procedure: &'a str,
    zh: String,
    en: String,
}

#[derive(Serialize)]
struct ProcedureStepJson<'a> {
    by: &'static str,
    due: bool,
    /// What it hangs on, if it is not certain that it is due.
    open: Option<WordsJson>,
    limit: Option<LimitJson>,
    basis: WordsJson,
    zh: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct LimitJson {
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    working_days: Option<u32>,
    from: WordsJson,
}

fn limit(limit: &StepLimit) -> LimitJson {
    let (days, working_days) = match limit.length {
        LimitLength::Days(days) => (Some(days), None),
        LimitLength::WorkingDays(days) => (None, Some(days)),
    };
    LimitJson { days, working_days, from: WordsJson::from(&limit.from) }
}

fn result(outcome: &Outcome, decision: &Decision) -> ResultJson {
    let currency = outcome.item().document.currency;
    let amount = |ends: Option<crate::feel::Ends>| ends.map(|ends| money(ends, currency));
    ResultJson {
        outcome: decision.kind.code(),
        fine: amount(decision.fine),
        reduced: amount(decision.reduced),
    }
}

pub(super) fn days(outcome: &Outcome) -> Option<DaysJson> {
    let days = outcome.days()?;
    let text = |day: Option<crate::time::Date>| day.map(|day| day.to_string());
    Some(DaysJson {
        acted: text(days.acted),
        ended: text(days.ended),
        found: text(days.found),
        decided: days.decided.to_string(),
    })
}

pub(super) fn law_of_the_day(outcome: &Outcome) -> Option<LawJson<'_>> {
    let law = outcome.law_of_the_day()?;
    let other = match law {
        LawOfTheDay::Old(compared) | LawOfTheDay::New(compared) => Some(OtherJson {
            version: version(&compared.other.document),
            result: result(outcome, &compared.decision),
            measures_differ: compared.measures_differ,
        }),
        _ => None,
    };
    Some(LawJson { applied: law.code(), other })
}

pub(super) fn limitation(outcome: &Outcome) -> Option<LimitationJson> {
    let (document, finding) = outcome.limitation()?;
    let rule = document.general.limitation.as_ref()?;
    Some(LimitationJson {
        period: finding.period.to_string(),
        from: finding.from.to_string(),
        last_day: finding.last_day.to_string(),
        state: finding.state.code(),
        basis: WordsJson::from(&rule.basis),
    })
}

pub(super) fn circumstances(outcome: &Outcome) -> Vec<CircumstanceJson<'_>> {
    let found = outcome.circumstances().into_iter().map(|found| CircumstanceJson {
        circumstance: &found.circumstance.id,
        effect: found.circumstance.effect.code(),
        may: found.circumstance.may,
        basis: WordsJson::from(&found.circumstance.basis),
        zh: &found.circumstance.title.zh,
        en: &found.circumstance.title.en,
        allows: found.allows.map(|decision| result(outcome, &decision)),
    });
    found.collect()
}

pub(super) fn procedure(outcome: &Outcome) -> Option<ProcedureJson<'_>> {
    let applied = outcome.procedure()?;
    let possible = applied.possible.into_iter().map(|(procedure, open)| PossibleJson {
        procedure: &procedure.key,
        zh: open.zh,
        en: open.en,
    });
    let steps = applied.steps.into_iter().map(|applied| ProcedureStepJson {
        by: applied.step.by.code(),
        due: applied.open.is_none(),
        open: applied.open.as_ref().map(WordsJson::from),
        limit: applied.step.limit.as_ref().map(limit),
        basis: WordsJson::from(&applied.step.basis),
        zh: &applied.step.title.zh,
        en: &applied.step.title.en,
    });
    Some(ProcedureJson {
        procedure: &applied.procedure.key,
        basis: WordsJson::from(&applied.procedure.basis),
        zh: &applied.procedure.title.zh,
        en: &applied.procedure.title.en,
        may: applied.procedure.may,
        decides: applied.decides.code(),
        possible: possible.collect(),
        steps: steps.collect(),
    })
}

#[derive(Serialize)]
struct ConcurrenceJson<'a> {
    /// The item whose fine counts; `null` where none gives a fine.
    applied: Option<&'a str>,
    because: &'static str,
    outcomes: Vec<super::OutcomeJson<'a>>,
}

impl Concurrence {
    /// The outcomes under all rules as JSON, with the one that counts.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(&ConcurrenceJson {
            applied: self.applied().map(|(_, outcome)| outcome.item().id.as_str()),
            because: self.precedence().code(),
            outcomes: self.outcomes().iter().map(super::outcome_json).collect(),
        })
    }
}
