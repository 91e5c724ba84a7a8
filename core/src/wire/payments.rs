//! What a screen of payments found, as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use super::screen::{ValueJson, value_json};
use super::supervision::{LineFaultJson, line_fault_json};
use super::{VersionJson, WordsJson, to_json, version};
use crate::risk::payments::{PaymentFinding, PaymentFlag, PaymentReport, PaymentScreen, PaymentTally};

#[derive(Serialize)]
struct ReportJson<'a> {
    screen: &'a str,
    version: VersionJson<'a>,
    basis: WordsJson,
    read: u64,
    judged: u64,
    refused: u64,
    flags: Vec<FlagJson<'a>>,
    offices: Vec<OfficeJson<'a>>,
    findings: Vec<FindingJson<'a>>,
    faults: Vec<LineFaultJson<'a>>,
}

#[derive(Serialize)]
struct FlagJson<'a> {
    flag: &'a str,
    zh: &'a str,
    en: &'a str,
    test: &'static str,
    basis: WordsJson,
    findings: u64,
    raised: u64,
    clear: u64,
    not_judged: BTreeMap<&'static str, u64>,
}

#[derive(Serialize)]
struct OfficeJson<'a> {
    office: &'a str,
    judged: u64,
    raised: u64,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    flag: &'a str,
    group: Option<&'a str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
    payments: Vec<ConcernedJson<'a>>,
    values: Vec<ValueJson<'a>>,
    basis: Option<WordsJson>,
    colour: Option<&'static str>,
    handling: Option<&'static str>,
    explanation: WordsJson,
}

#[derive(Serialize)]
struct ConcernedJson<'a> {
    id: &'a str,
    line: u64,
}

impl PaymentReport {
    /// The report as JSON: with the version of the rules and the lines of the file it can be run again.
    #[must_use]
    pub fn to_json(&self) -> String {
        let screen = &*self.screen;
        let offices = self.offices.iter().map(|(office, counted)| OfficeJson {
            office,
            judged: counted.judged,
            raised: counted.raised,
        });
        to_json(&ReportJson {
            screen: &screen.id,
            version: version(&screen.document),
            basis: WordsJson::from(&screen.basis),
            read: self.read,
            judged: self.judged,
            refused: self.refused,
            flags: screen
                .flags
                .iter()
                .zip(&self.tallies)
                .map(|(flag, tally)| flag_json(flag, tally))
                .collect(),
            offices: offices.collect(),
            findings: self.findings.iter().map(|finding| finding_json(finding, screen)).collect(),
            faults: self.faults.iter().map(line_fault_json).collect(),
        })
    }
}

fn flag_json<'a>(flag: &'a PaymentFlag, tally: &PaymentTally) -> FlagJson<'a> {
    FlagJson {
        flag: &flag.code,
        zh: &flag.title.zh,
        en: &flag.title.en,
        test: flag.test.code(),
        basis: WordsJson::from(&flag.basis),
        findings: tally.findings,
        raised: tally.raised,
        clear: tally.clear,
        not_judged: tally.not_judged.iter().map(|(reason, count)| (reason.code(), *count)).collect(),
    }
}

fn finding_json<'a>(finding: &'a PaymentFinding, screen: &'a PaymentScreen) -> FindingJson<'a> {
    let flag = screen.flags.get(finding.place);
    let payments = finding.payments.iter();
    FindingJson {
        flag: flag.map_or("", |flag| &flag.code),
        group: finding.group.as_deref(),
        from: finding.from.as_deref(),
        to: finding.to.as_deref(),
        payments: payments.map(|one| ConcernedJson { id: &one.id, line: one.line }).collect(),
        values: finding.values.iter().map(value_json).collect(),
        basis: flag.map(|flag| WordsJson::from(&flag.basis)),
        colour: flag.and_then(|flag| flag.colour).map(|colour| colour.code()),
        handling: flag.and_then(|flag| flag.handling).map(|handling| handling.code()),
        explanation: WordsJson::told(|language| finding.sentence(screen, language)),
    }
}
