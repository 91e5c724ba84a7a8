//! What was found of conduct and procedures, as JSON.

use serde::Serialize;

use super::supervision::{LineFaultJson, line_fault_json};
use super::{VersionJson, WordsJson, to_json, version};
use crate::compliance::{
    Compliance, ComplianceReport, Finding, Found, Judgement, OfficeTally, Provision, Tally, Unsettled,
};

#[derive(Serialize)]
struct ReportJson<'a> {
    scheme: &'a str,
    version: VersionJson<'a>,
    basis: WordsJson,
    read: u64,
    judged: u64,
    refused: u64,
    in_order: u64,
    with_findings: u64,
    unsettled: u64,
    provisions: Vec<ProvisionJson<'a>>,
    offices: Vec<OfficeJson<'a>>,
    findings: Vec<AtJson<'a, FindingJson<'a>>>,
    open: Vec<AtJson<'a, UnsettledJson<'a>>>,
    faults: Vec<LineFaultJson<'a>>,
}

#[derive(Serialize)]
struct ProvisionJson<'a> {
    provision: &'a str,
    zh: &'a str,
    en: &'a str,
    basis: WordsJson,
    met: u64,
    not_met: u64,
    not_applicable: u64,
    not_judged: u64,
    pending: u64,
}

#[derive(Serialize)]
struct OfficeJson<'a> {
    office: &'a str,
    in_order: u64,
    with_findings: u64,
    unsettled: u64,
}

#[derive(Serialize)]
struct AtJson<'a, T> {
    matter: &'a str,
    line: u64,
    #[serde(flatten)]
    what: T,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    code: &'static str,
    about: &'a str,
    expected: &'a str,
    found: Option<&'a str>,
    basis: WordsJson,
    colour: Option<&'static str>,
    handling: Option<&'static str>,
    explanation: WordsJson,
}

#[derive(Serialize)]
struct UnsettledJson<'a> {
    about: &'a str,
    verdict: &'static str,
    missing: &'a [String],
    explanation: WordsJson,
}

#[derive(Serialize)]
struct JudgementJson<'a> {
    scheme: &'a str,
    version: VersionJson<'a>,
    verdicts: Vec<VerdictJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    open: Vec<UnsettledJson<'a>>,
}

#[derive(Serialize)]
struct VerdictJson<'a> {
    provision: &'a str,
    verdict: &'static str,
}

impl ComplianceReport {
    /// The report as JSON: with the version of the rules and the lines of the file it can be run again.
    #[must_use]
    pub fn to_json(&self) -> String {
        let scheme = &*self.compliance;
        let provisions = scheme.provisions().zip(&self.tallies);
        to_json(&ReportJson {
            scheme: &scheme.id,
            version: version(&scheme.document),
            basis: WordsJson::from(&scheme.basis),
            read: self.read,
            judged: self.judged,
            refused: self.refused,
            in_order: self.all.in_order,
            with_findings: self.all.with_findings,
            unsettled: self.all.unsettled,
            provisions: provisions.map(|(provision, tally)| provision_json(provision, tally)).collect(),
            offices: self.offices.iter().map(|(office, tally)| office_json(office, tally)).collect(),
            findings: self.findings.iter().map(|found| at(found, |what| finding(what, scheme))).collect(),
            open: self.unsettled.iter().map(|found| at(found, |what| unsettled(what, scheme))).collect(),
            faults: self.faults.iter().map(line_fault_json).collect(),
        })
    }
}

impl Judgement {
    /// How one matter stands to a scheme, as JSON.
    #[must_use]
    pub fn to_json(&self, scheme: &Compliance) -> String {
        let verdicts = scheme.provisions().zip(&self.verdicts);
        to_json(&JudgementJson {
            scheme: &scheme.id,
            version: version(&scheme.document),
            verdicts: verdicts
                .map(|(provision, verdict)| VerdictJson {
                    provision: &provision.name,
                    verdict: verdict.code(),
                })
                .collect(),
            findings: self.findings.iter().map(|what| finding(what, scheme)).collect(),
            open: self.unsettled.iter().map(|what| unsettled(what, scheme)).collect(),
        })
    }
}

fn provision_json<'a>(provision: &'a Provision, tally: &Tally) -> ProvisionJson<'a> {
    ProvisionJson {
        provision: &provision.name,
        zh: &provision.title.zh,
        en: &provision.title.en,
        basis: WordsJson::from(&provision.basis),
        met: tally.met,
        not_met: tally.not_met,
        not_applicable: tally.not_applicable,
        not_judged: tally.not_judged,
        pending: tally.pending,
    }
}

const fn office_json<'a>(office: &'a str, tally: &OfficeTally) -> OfficeJson<'a> {
    OfficeJson {
        office,
        in_order: tally.in_order,
        with_findings: tally.with_findings,
        unsettled: tally.unsettled,
    }
}

fn at<'a, T, J>(found: &'a Found<T>, json: impl Fn(&'a T) -> J) -> AtJson<'a, J> {
    AtJson { matter: &found.matter, line: found.line, what: json(&found.what) }
}

fn finding<'a>(finding: &'a Finding, scheme: &'a Compliance) -> FindingJson<'a> {
    let provision = scheme.provision(finding.provision);
    FindingJson {
        code: finding.code.code(),
        about: provision.map_or("", |provision| &provision.name),
        expected: &finding.expected,
        found: finding.found.as_deref(),
        basis: WordsJson::from(provision.map_or(&scheme.basis, |provision| &provision.basis)),
        colour: provision.and_then(|provision| provision.colour).map(|colour| colour.code()),
        handling: provision.and_then(|provision| provision.handling).map(|handling| handling.code()),
        explanation: WordsJson::told(|language| finding.sentence(scheme, language)),
    }
}

fn unsettled<'a>(unsettled: &'a Unsettled, scheme: &'a Compliance) -> UnsettledJson<'a> {
    UnsettledJson {
        about: scheme.provision(unsettled.provision).map_or("", |provision| &provision.name),
        verdict: unsettled.verdict.code(),
        missing: &unsettled.missing,
        explanation: WordsJson::told(|language| unsettled.sentence(scheme, language)),
    }
}
