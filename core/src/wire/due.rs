//! A time limit and how it stands, as JSON.

use serde::Serialize;

use super::{
    AssumptionJson, ErrorBodyJson, ErrorJson, VersionJson, WarningJson, WordsJson, to_json, version, words,
};
use crate::language::Language;
use crate::limit::{Direction, Length, LimitError, TimeLimit, When};
use crate::pack::InForce;
use crate::{BookOn, DueOutcome};

#[derive(Serialize)]
struct DueJson<'a> {
    limit: &'a str,
    version: VersionJson<'a>,
    title: WordsJson,
    basis: WordsJson,
    by: &'static str,
    on: String,
    state: &'static str,
    due: Option<String>,
    raw: Option<String>,
    /// Where the law does not say whether the last day moves: the nearest working day.
    moved: Option<String>,
    used: Option<i64>,
    left: i64,
    length: i64,
    unit: &'static str,
    in_time: Option<bool>,
    light: Option<&'static str>,
    lights: LightsJson,
    start: String,
    deemed: bool,
    ended: Option<String>,
    statutory: Option<String>,
    committed: bool,
    capped: bool,
    stopped: Vec<StopJson<'a>>,
    extensions: Vec<ExtensionJson>,
    stages: Vec<StageJson<'a>>,
    late: Vec<&'a str>,
    assumptions: Vec<AssumptionJson>,
    warnings: Vec<WarningJson>,
    trace: Vec<StepJson>,
    explanation: WordsJson,
}

#[derive(Serialize)]
struct LightsJson {
    hint: Option<String>,
    yellow: Option<String>,
    red: Option<String>,
}

#[derive(Serialize)]
struct StopJson<'a> {
    from: String,
    until: Option<String>,
    days: i64,
    reason: Option<&'a str>,
    effect: &'static str,
}

#[derive(Serialize)]
struct ExtensionJson {
    on: String,
    by: u32,
    effect: &'static str,
}

#[derive(Serialize)]
struct StageJson<'a> {
    name: &'a str,
    title: WordsJson,
    state: &'static str,
    due: Option<String>,
    ended: Option<String>,
}

#[derive(Serialize)]
struct StepJson {
    step: &'static str,
    day: Option<String>,
    zh: String,
    en: String,
}

fn day(when: Option<When>) -> Option<String> {
    when.map(|when| when.to_string())
}

impl DueOutcome {
    /// The outcome as JSON, for other languages and for the record.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(&due_json(self))
    }
}

fn due_json(outcome: &DueOutcome) -> DueJson<'_> {
    let (limit, due) = (outcome.limit(), outcome.due());
    let [hint, yellow, red] = due.lights.map(day);
    let stopped = due.stopped.iter().map(|stop| StopJson {
        from: stop.from.to_string(),
        until: day(stop.until),
        days: stop.days,
        reason: stop.reason.and_then(|reason| limit.stops.get(reason)).map(|reason| reason.reason.as_str()),
        effect: stop.effect.code(),
    });
    let extensions = due.extensions.iter().map(|extension| ExtensionJson {
        on: extension.on.to_string(),
        by: extension.by,
        effect: extension.effect.code(),
    });
    let stages = due.stages.iter().filter_map(|stage| {
        let declared = limit.stages.get(stage.stage)?;
        Some(StageJson {
            name: &declared.name,
            title: WordsJson::from(&declared.title),
            state: stage.state.code(),
            due: day(stage.due),
            ended: day(stage.ended),
        })
    });
    let assumptions = outcome.assumptions().into_iter().map(|assumption| {
        let (zh, en) = words(assumption.text);
        AssumptionJson { fact: assumption.fact, zh, en }
    });
    let warnings = outcome.warnings().into_iter().map(|warning| {
        let (zh, en) = words(warning.text);
        WarningJson { code: warning.code, zh, en }
    });
    let trace = outcome.steps().into_iter().map(|step| {
        let (zh, en) = words(step.text);
        StepJson { step: step.step, day: day(step.day), zh, en }
    });
    DueJson {
        limit: &limit.id,
        version: version(outcome.document()),
        title: WordsJson::from(&limit.title),
        basis: WordsJson::from(&limit.basis),
        by: limit.by.code(),
        on: due.on.to_string(),
        state: due.state.code(),
        due: day(due.due),
        raw: day(due.raw),
        moved: day(due.moved),
        used: due.used,
        left: due.left,
        length: due.length,
        unit: limit.length.unit.counted_in().code(),
        in_time: due.state.in_time(),
        light: due.light.map(|light| light.code()),
        lights: LightsJson { hint, yellow, red },
        start: due.start.to_string(),
        deemed: due.deemed,
        ended: day(due.ended),
        statutory: day(due.statutory),
        committed: limit.statutory.is_some(),
        capped: due.capped.is_some(),
        stopped: stopped.collect(),
        extensions: extensions.collect(),
        stages: stages.collect(),
        late: outcome.late_stages(),
        assumptions: assumptions.collect(),
        warnings: warnings.collect(),
        trace: trace.collect(),
        explanation: WordsJson {
            zh: outcome.explanation(Language::Chinese),
            en: outcome.explanation(Language::English),
        },
    }
}

impl LimitError {
    /// The error as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(&ErrorJson {
            error: ErrorBodyJson {
                code: self.code(),
                field: self.event(),
                message: self.to_string(),
                diagnostics: Vec::new(),
            },
        })
    }
}

#[derive(Serialize)]
struct LimitJson<'a> {
    limit: &'a str,
    title: WordsJson,
    basis: WordsJson,
    by: &'static str,
    document: WordsJson,
    in_force: InForceJson,
    /// Of an office's own limit.
    statutory: Option<&'a str>,
    /// What is counted, and how; none where the law that an office's limit keeps within is not there.
    counting: Option<CountingJson>,
}

#[derive(Serialize)]
pub(super) struct InForceJson {
    from: String,
    until: Option<String>,
}

impl From<&InForce> for InForceJson {
    fn from(days: &InForce) -> Self {
        Self { from: days.from.to_string(), until: days.until.map(|until| until.to_string()) }
    }
}

#[derive(Serialize)]
struct CountingJson {
    from: Option<String>,
    before: Option<String>,
    to: Option<String>,
    length: LengthJson,
    last_day: &'static str,
    extension: Option<LengthJson>,
    times: u32,
    stops: Vec<ReasonJson>,
    events: Vec<EventJson>,
}

#[derive(Serialize)]
struct LengthJson {
    number: u32,
    unit: &'static str,
}

#[derive(Serialize)]
struct ReasonJson {
    reason: String,
    zh: String,
    en: String,
}

#[derive(Serialize)]
struct EventJson {
    event: String,
    label: WordsJson,
}

impl From<Length> for LengthJson {
    fn from(length: Length) -> Self {
        Self { number: length.number, unit: length.unit.code() }
    }
}

impl BookOn<'_> {
    /// The limits that are in force on the day, as JSON.
    #[must_use]
    pub fn limits_to_json(self) -> String {
        let limits: Vec<_> = self
            .limits()
            .map(|rule| LimitJson {
                limit: &rule.id,
                title: WordsJson::from(rule.title()),
                basis: WordsJson::from(rule.basis()),
                by: rule.by().code(),
                document: WordsJson::from(&rule.document.title),
                in_force: (&rule.document.in_force).into(),
                statutory: rule.statutory(),
                counting: self.limit(&rule.id).ok().map(|dated| counting(&dated.limit)),
            })
            .collect();
        to_json(&limits)
    }
}

fn counting(limit: &TimeLimit) -> CountingJson {
    let name = |event: usize| limit.events.get(event).map(|event| event.name.clone());
    let start = name(limit.from);
    let (from, before) = match limit.direction {
        Direction::After => (start, None),
        Direction::Before => (None, start),
    };
    let extension = limit.extension.as_ref();
    CountingJson {
        from,
        before,
        to: limit.to.and_then(name),
        length: limit.length.into(),
        last_day: limit.last_day.code(),
        extension: extension.map(|extension| extension.length.into()),
        times: extension.map_or(0, |extension| extension.times),
        stops: limit
            .stops
            .iter()
            .map(|stop| ReasonJson {
                reason: stop.reason.clone(),
                zh: stop.title.zh.clone(),
                en: stop.title.en.clone(),
            })
            .collect(),
        events: limit
            .events
            .iter()
            .map(|event| EventJson { event: event.name.clone(), label: WordsJson::from(&event.label) })
            .collect(),
    }
}
