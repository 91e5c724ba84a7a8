//! What a screen found, as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{VersionJson, WordsJson, error_json, to_json, version};
use crate::risk::screen::{
    Finding, Flag, FoundValue, STATISTIC_DECIMALS, ScreenReport, Subject, Tallied, TenderFault,
};

#[derive(Serialize)]
struct ReportJson<'a> {
    screen: &'a str,
    version: VersionJson<'a>,
    basis: WordsJson,
    currency: Option<&'a str>,
    read: u64,
    judged: u64,
    refused: u64,
    flags: Vec<FlagJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    faults: Vec<FaultJson<'a>>,
}

#[derive(Serialize)]
struct FlagJson<'a> {
    flag: &'a str,
    zh: &'a str,
    en: &'a str,
    basis: WordsJson,
    raised: u64,
    clear: u64,
    not_judged: BTreeMap<&'static str, u64>,
    outliers: Option<OutliersJson>,
    often: Option<String>,
}

#[derive(Serialize)]
struct OutliersJson {
    values: usize,
    first_quartile: Option<String>,
    third_quartile: Option<String>,
    fence: String,
    applied: bool,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    flag: &'a str,
    tender: Option<&'a str>,
    line: Option<u64>,
    tenderer: Option<&'a str>,
    values: Vec<ValueJson<'a>>,
    tenderers: &'a [String],
    explanation: WordsJson,
}

#[derive(Serialize)]
pub(super) struct ValueJson<'a> {
    value: &'a str,
    zh: &'a str,
    en: &'a str,
    found: &'a str,
    suspicious: Option<&'a str>,
}

#[derive(Serialize)]
struct FaultJson<'a> {
    line: u64,
    code: &'a str,
    field: &'a str,
    message: String,
}

impl ScreenReport {
    /// The report as JSON: with the version of the rules and the lines of the file it can be run again.
    #[must_use]
    pub fn to_json(&self) -> String {
        let flags = self.screen.flags.iter().zip(&self.tallies).map(|(flag, tally)| flag_json(flag, tally));
        let faults = self.faults.iter().map(|(line, fault)| FaultJson {
            line: *line,
            code: fault.code,
            field: &fault.field,
            message: fault.to_string(),
        });
        to_json(&ReportJson {
            screen: &self.screen.id,
            version: version(&self.screen.document),
            basis: WordsJson::from(&self.screen.basis),
            currency: self.currency.as_deref(),
            read: self.read,
            judged: self.judged,
            refused: self.refused,
            flags: flags.collect(),
            findings: self.findings.iter().map(|finding| finding_json(finding, self)).collect(),
            faults: faults.collect(),
        })
    }
}

fn flag_json<'a>(flag: &'a Flag, tally: &Tallied) -> FlagJson<'a> {
    let outliers = tally.outliers.as_ref().map(|outliers| {
        let quartile = |place: usize| {
            let quartiles = outliers.quartiles.as_ref();
            Some(quartiles?.get(place)?.decimal(STATISTIC_DECIMALS))
        };
        OutliersJson {
            values: outliers.values,
            first_quartile: quartile(0),
            third_quartile: quartile(1),
            fence: outliers.fence.decimal(STATISTIC_DECIMALS),
            applied: outliers.applied,
        }
    });
    FlagJson {
        flag: &flag.code,
        zh: &flag.title.zh,
        en: &flag.title.en,
        basis: WordsJson::from(&flag.basis),
        raised: tally.raised,
        clear: tally.clear,
        not_judged: tally.not_judged.iter().map(|(reason, count)| (reason.code(), *count)).collect(),
        outliers,
        often: tally.often.as_ref().map(|often| often.decimal(STATISTIC_DECIMALS)),
    }
}

fn finding_json<'a>(finding: &'a Finding, report: &ScreenReport) -> FindingJson<'a> {
    let (tender, line, tenderer) = match &finding.subject {
        Subject::Tender(id, line) => (Some(id.as_str()), Some(*line), None),
        Subject::Tenderer(id) => (None, None, Some(id.as_str())),
    };
    let values = finding.found.values.iter().map(value_json);
    FindingJson {
        flag: &finding.flag,
        tender,
        line,
        tenderer,
        values: values.collect(),
        tenderers: &finding.found.tenderers,
        explanation: WordsJson::told(|language| finding.sentence(report, language)),
    }
}

pub(super) fn value_json(value: &FoundValue) -> ValueJson<'_> {
    ValueJson {
        value: value.name,
        zh: &value.title.zh,
        en: &value.title.en,
        found: &value.found,
        suspicious: Some(value.suspicious.as_str()).filter(|range| !range.is_empty()),
    }
}

impl TenderFault {
    /// The fault as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        error_json(self.code, Some(&self.field), self.to_string())
    }
}
