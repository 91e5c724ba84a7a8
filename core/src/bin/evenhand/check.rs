//! `evenhand check [PATH…]`

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use evenhand::calendar::Calendar;
use evenhand::check::{CheckOptions, Finding, FindingCode};
use evenhand::diagnostic::Severity;
use evenhand::number::Rational;
use evenhand::{Language, LimitRule, RuleBook};
use rust_decimal::Decimal;

use crate::book::{Day, Speech, completed, load, load_all};
use crate::{Answer, FAULT};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Packs, or folders of packs; the bundled ones if left out
    paths: Vec<PathBuf>,
    #[command(flatten)]
    day: Day,
    /// Print one JSON object a line for each finding
    #[arg(long)]
    json: bool,
    /// Fail on findings with this code, such as C0203, or of this check, such as conflict; errors always fail
    #[arg(long, value_name = "CODE", value_parser = known)]
    deny: Vec<String>,
    /// Tell jumps of the fine at a boundary that are higher than this share of the statutory range
    #[arg(long, value_name = "SHARE", value_parser = share)]
    cliff: Option<Rational>,
    #[command(flatten)]
    speech: Speech,
}

fn known(text: &str) -> Result<String, String> {
    if FindingCode::ALL.iter().any(|code| code.as_str() == text || code.check() == text) {
        return Ok(text.to_owned());
    }
    let mut checks: Vec<&str> = FindingCode::ALL.iter().map(|code| code.check()).collect();
    checks.sort_unstable();
    checks.dedup();
    Err(format!("expected a code such as C0101, or one of {}", checks.join(", ")))
}

fn share(text: &str) -> Result<Rational, String> {
    let number = |text: &str| text.parse::<Decimal>().ok().map(Rational::from);
    let share = match text.strip_suffix('%') {
        Some(percent) => number(percent).and_then(|percent| percent.divide(Rational::integer(100))),
        None => number(text),
    };
    share.filter(|share| !share.is_negative()).ok_or_else(|| "expected a share such as 50% or 0.5".to_owned())
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let day = arguments.day.get()?;
    let book: RuleBook = match arguments.paths.as_slice() {
        [] => load(None)?,
        paths => load_all(paths)?,
    };
    let options = CheckOptions::from(Some(day));
    let mut findings =
        book.check(CheckOptions { cliff: arguments.cliff.unwrap_or(options.cliff), ..options });
    let limits: Vec<Arc<LimitRule>> = book.limits().cloned().collect();
    let lawful = if arguments.paths.is_empty() { book } else { completed(book)? };
    findings.extend(findings_of(&limits, &lawful));
    let denied = |finding: &&Finding| {
        let code = finding.code;
        code.severity() == Severity::Error
            || arguments.deny.iter().any(|deny| deny == code.as_str() || deny == code.check())
    };
    let code = if findings.iter().any(|finding| denied(&finding)) { FAULT } else { 0 };
    let output = if arguments.json {
        findings.iter().map(|finding| finding.to_json() + "\n").collect()
    } else {
        text(&findings, arguments.speech.get())
    };
    Ok(Answer { output, complaint: String::new(), code })
}

/// What is found in limits, each with the calendar of its country.
fn findings_of(limits: &[Arc<LimitRule>], book: &RuleBook) -> Vec<Finding> {
    let mut calendars: BTreeMap<&str, Option<Calendar>> = BTreeMap::new();
    let mut findings = Vec::new();
    for rule in limits {
        let country = rule.id.split('.').next().unwrap_or_default();
        let calendar = calendars.entry(country).or_insert_with(|| Calendar::bundled(country).ok());
        findings.extend(book.check_limit(rule, calendar.as_ref()));
    }
    findings
}

fn text(findings: &[Finding], language: Language) -> String {
    let mut text = String::new();
    for finding in findings {
        text.push_str(&finding.report(language));
        text.push_str("\n\n");
    }
    let count =
        |severity: Severity| findings.iter().filter(|finding| finding.code.severity() == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    text.push_str(&match language {
        Language::Chinese => format!("错误{errors}个，警告{warnings}个，提示{notes}个\n"),
        Language::English => format!("{errors} errors, {warnings} warnings, {notes} notes\n"),
    });
    text
}
