//! The cases of a register and the counts of offices, as JSON.

use serde::Serialize;

use super::score::{ScoreJson, score_json};
use super::to_json;
use crate::risk::{CaseStanding, Count, OfficeStanding, Standing};

#[derive(Serialize)]
struct StandingJson<'a> {
    on: String,
    since: Option<String>,
    cases: Vec<CaseJson<'a>>,
    offices: Vec<OfficeJson<'a>>,
}

#[derive(Serialize)]
struct CaseJson<'a> {
    case: &'a str,
    limit: &'a str,
    office: &'a str,
    due: Option<String>,
    used: Option<i64>,
    left: Option<i64>,
    light: Option<&'static str>,
    state: Option<&'static str>,
    in_time: Option<bool>,
    late: Vec<&'a str>,
    error: Option<FaultJson<'a>>,
}

#[derive(Serialize)]
struct FaultJson<'a> {
    code: &'a str,
    line: Option<usize>,
    column: Option<&'a str>,
    message: String,
}

#[derive(Serialize)]
struct OfficeJson<'a> {
    office: &'a str,
    counts: Vec<CountJson>,
    faults: u32,
    score: Option<ScoreJson<'a>>,
    error: Option<FaultJson<'a>>,
}

#[derive(Serialize)]
struct CountJson {
    count: &'static str,
    cases: u32,
}

impl Standing {
    /// The cases and offices as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(&StandingJson {
            on: self.on.to_string(),
            since: self.since.map(|since| since.to_string()),
            cases: self.cases.iter().map(case).collect(),
            offices: self.offices.iter().map(office).collect(),
        })
    }
}

fn case(standing: &CaseStanding) -> CaseJson<'_> {
    let due = standing.due.as_ref().ok();
    let found = due.map(|outcome| outcome.due());
    let fault = standing.due.as_ref().err();
    CaseJson {
        case: &standing.case,
        limit: &standing.limit,
        office: &standing.office,
        due: found.and_then(|due| due.due).map(|due| due.to_string()),
        used: found.and_then(|due| due.used),
        left: found.map(|due| due.left),
        light: found.and_then(|due| due.light).map(|light| light.code()),
        state: found.map(|due| due.state.code()),
        in_time: found.and_then(|due| due.state.in_time()),
        late: standing.late_stages().collect(),
        error: fault.map(|fault| FaultJson {
            code: fault.code,
            line: Some(fault.line),
            column: fault.column,
            message: fault.message.en.clone(),
        }),
    }
}

fn office(standing: &OfficeStanding) -> OfficeJson<'_> {
    let counts =
        Count::ALL.iter().map(|(code, count)| CountJson { count: code, cases: standing.tally.get(*count) });
    let score = standing.score.as_ref();
    let error = score.and_then(|score| score.as_ref().err());
    OfficeJson {
        office: &standing.office,
        counts: counts.collect(),
        faults: standing.tally.faults,
        score: score.and_then(|score| score.as_ref().ok()).map(score_json),
        error: error.map(|error| FaultJson {
            code: error.code(),
            line: None,
            column: None,
            message: error.to_string(),
        }),
    }
}
