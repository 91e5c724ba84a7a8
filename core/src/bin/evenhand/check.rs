//! `evenhand check [PATH…]`

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use evenhand::calendar::Calendar;
use evenhand::check::{CheckOptions, Finding, FindingCode};
use evenhand::diagnostic::{Diagnostic, Severity};
use evenhand::number::Rational;
use evenhand::{Language, LimitRule, RuleBook};
use rust_decimal::Decimal;

use crate::book::{Day, Speech, completed, faulty, load, read_all};
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
    let (book, faults) = match arguments.paths.as_slice() {
        [] => (load(None)?, Vec::new()),
        paths => sound(read_all(paths)?, arguments.json)?,
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
    let failed = !faults.is_empty() || findings.iter().any(|finding| denied(&finding));
    let code = if failed { FAULT } else { 0 };
    let output = if arguments.json {
        let faults = faults.iter().map(Diagnostic::to_finding_json);
        faults.chain(findings.iter().map(Finding::to_json)).map(|line| line + "\n").collect()
    } else {
        text(&findings, &arguments.paths, arguments.speech.get())
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

/// The rules of some files. Where lines of JSON are wanted, the faults of those that have some are lines of their own,
/// and the others are looked into all the same, if they are sound without them.
fn sound(files: Vec<(String, Vec<u8>)>, json: bool) -> Result<(RuleBook, Vec<Diagnostic>), Answer> {
    let load = |files: &[(String, Vec<u8>)]| {
        RuleBook::load(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
    };
    let faults = match load(&files) {
        Ok(book) => return Ok((book, Vec::new())),
        Err(faults) if json => faults,
        Err(faults) => return Err(faulty(&faults)),
    };
    let places = || faults.0.iter().flat_map(|fault| &fault.labels);
    let has_none = |(name, _): &(String, Vec<u8>)| places().all(|place| place.source.name() != name.as_str());
    let others: Vec<_> = files.into_iter().filter(has_none).collect();
    // A fault that only shows without the others would be none of theirs.
    let book = load(&others).or_else(|_| load(&[])).map_err(|faults| faulty(&faults))?;
    Ok((book, faults.0))
}

/// Where `assess` finds the rules of a finding: at the path that was given, or, of several, in its own file.
fn rules<'a>(finding: &'a Finding, paths: &'a [PathBuf]) -> Option<&'a str> {
    match paths {
        [] => None,
        [path] => path.to_str(),
        _ => finding.labels.first().map(|label| label.source.name()),
    }
}

fn text(findings: &[Finding], paths: &[PathBuf], language: Language) -> String {
    let mut text = String::new();
    for finding in findings {
        text.push_str(&finding.report_with(language, rules(finding, paths)));
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
