//! What supervision found about applications, as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::supervision::{FaultJson, IrregularJson, PolicyJson, fault_json, irregular_json, policy_json};
use super::{VersionJson, to_json, version};
use crate::risk::Count;
use crate::supervise::{Application, ApprovalSupervision, Approvals, JudgedApplication, OfficeApprovals};

#[derive(Serialize)]
struct ApprovalJson<'a> {
    case: &'a str,
    office: &'a str,
    limit: &'a str,
    /// The version of the limit that was applied; nothing where the application could not be judged.
    version: Option<VersionJson<'a>>,
    policy: PolicyJson<'a>,
    facts: BTreeMap<&'a str, String>,
    on: Option<String>,
    due: Option<String>,
    state: Option<&'static str>,
    light: Option<&'static str>,
    findings: Vec<IrregularJson<'a>>,
}

#[derive(Serialize)]
struct LineJson<'a> {
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    supervision: Option<ApprovalJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<FaultJson<'a>>,
}

#[derive(Serialize)]
struct ApprovalsJson<'a> {
    on: String,
    since: Option<String>,
    read: u64,
    judged: u64,
    not_judged: u64,
    refused: u64,
    offices: Vec<OfficeJson<'a>>,
}

#[derive(Serialize)]
struct OfficeJson<'a> {
    office: &'a str,
    counts: BTreeMap<&'static str, u32>,
    not_judged: u32,
    findings: BTreeMap<&'static str, u64>,
}

impl ApprovalSupervision {
    /// The findings about an application as JSON, with the versions of the limit and of the policy, the facts and the day.
    #[must_use]
    pub fn to_json(&self, application: &Application) -> String {
        to_json(&approval_json(self, application))
    }
}

impl JudgedApplication {
    /// What became of a line as JSON, in one line.
    #[must_use]
    pub fn to_json(&self) -> String {
        let (supervision, fault) = match &self.record {
            Ok((application, supervision)) => (Some(approval_json(supervision, application)), None),
            Err(fault) => (None, Some(fault_json(fault))),
        };
        serde_json::to_string(&LineJson { line: self.line, supervision, fault }).unwrap_or_default()
    }
}

impl Approvals {
    /// The counts as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        to_json(&ApprovalsJson {
            on: self.on.to_string(),
            since: self.since.map(|since| since.to_string()),
            read: self.read,
            judged: self.judged,
            not_judged: self.not_judged,
            refused: self.refused,
            offices: self.offices.iter().map(|(office, counted)| office_json(office, counted)).collect(),
        })
    }
}

fn approval_json<'a>(supervision: &'a ApprovalSupervision, application: &'a Application) -> ApprovalJson<'a> {
    let due = supervision.due();
    ApprovalJson {
        case: application.name(),
        office: application.office(),
        limit: application.limit(),
        version: supervision.limit().map(|limit| version(&limit.document)),
        policy: policy_json(supervision.policy()),
        facts: application.facts().iter().map(|(name, given)| (name, given.to_string())).collect(),
        on: due.map(|due| due.on.to_string()),
        due: due.and_then(|due| due.due).map(|due| due.to_string()),
        state: due.map(|due| due.state.code()),
        light: due.and_then(|due| due.light).map(|light| light.code()),
        findings: supervision.findings.iter().map(irregular_json).collect(),
    }
}

fn office_json<'a>(office: &'a str, counted: &OfficeApprovals) -> OfficeJson<'a> {
    OfficeJson {
        office,
        counts: Count::ALL.iter().map(|(code, count)| (*code, counted.tally.get(*count))).collect(),
        not_judged: counted.tally.faults,
        findings: counted.findings.iter().map(|(code, count)| (code.as_str(), *count)).collect(),
    }
}
