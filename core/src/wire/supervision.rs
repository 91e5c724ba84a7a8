//! What supervision found, as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{VersionJson, WordsJson, error_json, to_json, version};
use crate::supervise::{
    Caseload, DecidedCase, Irregular, Irregularity, Judged, Policy, RecordFault, Supervision, Tally,
};

#[derive(Serialize)]
struct SupervisionJson<'a> {
    case: &'a str,
    office: &'a str,
    item: &'a str,
    /// The rules that were applied; nothing where the case could not be judged.
    version: Option<VersionJson<'a>>,
    policy: PolicyJson<'a>,
    facts: BTreeMap<&'a str, String>,
    days: DaysJson,
    findings: Vec<IrregularJson<'a>>,
}

#[derive(Serialize)]
pub(super) struct PolicyJson<'a> {
    policy: &'a str,
    version: VersionJson<'a>,
}

#[derive(Serialize)]
struct DaysJson {
    acted: Option<String>,
    ended: Option<String>,
    found: Option<String>,
    decided: String,
}

#[derive(Serialize)]
pub(super) struct IrregularJson<'a> {
    code: &'static str,
    check: &'static str,
    about: Option<&'a str>,
    expected: Option<&'a str>,
    found: Option<&'a str>,
    basis: Option<WordsJson>,
    message: WordsJson,
    colour: Option<&'static str>,
    handling: Option<&'static str>,
    handling_basis: Option<WordsJson>,
}

#[derive(Serialize)]
struct LineJson<'a> {
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    supervision: Option<SupervisionJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<FaultJson<'a>>,
}

#[derive(Serialize)]
pub(super) struct FaultJson<'a> {
    code: &'a str,
    field: &'a str,
    message: WordsJson,
}

/// Why the record of a line was refused.
#[derive(Serialize)]
pub(super) struct LineFaultJson<'a> {
    line: u64,
    #[serde(flatten)]
    fault: FaultJson<'a>,
}

#[derive(Serialize)]
struct CaseloadJson<'a> {
    read: u64,
    judged: u64,
    not_judged: u64,
    refused: u64,
    all: TallyJson,
    offices: Vec<OfficeJson<'a>>,
}

#[derive(Serialize)]
struct OfficeJson<'a> {
    office: &'a str,
    month: String,
    #[serde(flatten)]
    tally: TallyJson,
}

#[derive(Serialize)]
struct TallyJson {
    judged: u64,
    not_judged: u64,
    irregular: u64,
    judged_in_part: u64,
    hint: u64,
    yellow: u64,
    red: u64,
    findings: BTreeMap<&'static str, u64>,
}

impl Supervision {
    /// The findings about a case as JSON, with what is needed to come to them again: the version of the rules and of the
    /// policy, the facts and the days.
    #[must_use]
    pub fn to_json(&self, case: &DecidedCase) -> String {
        to_json(&supervision_json(self, case))
    }
}

impl Judged {
    /// What became of a line as JSON, in one line.
    #[must_use]
    pub fn to_json(&self) -> String {
        let (supervision, fault) = match &self.record {
            Ok((case, supervision)) => (Some(supervision_json(supervision, case)), None),
            Err(fault) => (None, Some(fault_json(fault))),
        };
        serde_json::to_string(&LineJson { line: self.line, supervision, fault }).unwrap_or_default()
    }
}

impl Caseload {
    /// The counts as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let offices = self.offices.iter().flat_map(|(office, months)| {
            months.iter().map(move |((year, month), tally)| OfficeJson {
                office,
                month: format!("{year:04}-{month:02}"),
                tally: tally_json(tally),
            })
        });
        to_json(&CaseloadJson {
            read: self.read,
            judged: self.judged,
            not_judged: self.not_judged,
            refused: self.refused,
            all: tally_json(&self.all),
            offices: offices.collect(),
        })
    }
}

fn supervision_json<'a>(supervision: &'a Supervision, case: &'a DecidedCase) -> SupervisionJson<'a> {
    let days = case.case().days();
    let day = |day: Option<crate::time::Date>| day.map(|day| day.to_string());
    SupervisionJson {
        case: case.name(),
        office: case.office(),
        item: case.item(),
        version: supervision.outcome().map(|outcome| version(&outcome.item().document)),
        policy: policy_json(supervision.policy()),
        facts: case.case().facts().iter().map(|(name, given)| (name, given.to_string())).collect(),
        days: DaysJson {
            acted: day(days.acted),
            ended: day(days.ended),
            found: day(days.found),
            decided: days.decided.to_string(),
        },
        findings: supervision.findings.iter().map(irregular_json).collect(),
    }
}

pub(super) fn policy_json(policy: &Policy) -> PolicyJson<'_> {
    PolicyJson { policy: &policy.id, version: version(&policy.document) }
}

pub(super) fn irregular_json(found: &Irregular) -> IrregularJson<'_> {
    IrregularJson {
        code: found.code.as_str(),
        check: found.code.check(),
        about: found.about.as_deref(),
        expected: found.expected.as_deref(),
        found: found.found.as_deref(),
        basis: found.basis.as_ref().map(WordsJson::from),
        message: WordsJson::from(&found.message),
        colour: found.colour.map(|colour| colour.code()),
        handling: found.handling.map(|handling| handling.code()),
        handling_basis: found.handling_basis.as_ref().map(WordsJson::from),
    }
}

pub(super) fn fault_json(fault: &RecordFault) -> FaultJson<'_> {
    let message = WordsJson::told(|language| fault.message(language));
    FaultJson { code: fault.code, field: &fault.field, message }
}

pub(super) fn line_fault_json((line, fault): &(u64, RecordFault)) -> LineFaultJson<'_> {
    LineFaultJson { line: *line, fault: fault_json(fault) }
}

fn tally_json(tally: &Tally) -> TallyJson {
    let [hint, yellow, red] = tally.colours;
    let by_code = |(code, count): (&Irregularity, &u64)| (code.as_str(), *count);
    TallyJson {
        judged: tally.judged,
        not_judged: tally.not_judged,
        irregular: tally.irregular,
        judged_in_part: tally.judged_in_part,
        hint,
        yellow,
        red,
        findings: tally.findings.iter().map(by_code).collect(),
    }
}

impl RecordFault {
    /// The fault as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        error_json(self.code, Some(&self.field), self.to_string())
    }
}
