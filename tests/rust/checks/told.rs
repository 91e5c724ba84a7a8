//! What the checks find where many rules are, kept as it was read: in the bundled rules, and in drawn tables of which z3 says
//! the same. With `EVENHAND_BLESS=1` what is found is written instead of compared; read it afterwards.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use evenhand::RuleBook;
use evenhand::calendar::Calendar;
use evenhand::check::{CheckOptions, Finding, FindingCode};
use evenhand::number::Rational;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join("findings")
}

/// A finding in one line: its code, where it points to, what it says, and the cases that it names.
fn line(finding: &Finding) -> String {
    let mut line = format!("{} {}", finding.code.as_str(), finding.item);
    for label in &finding.labels {
        write!(line, " {}:{}", label.source.name(), label.source.line(label.span.start)).unwrap();
    }
    write!(line, "; {}", finding.message.en).unwrap();
    for case in [&finding.witness, &finding.against].into_iter().flatten() {
        let facts: Vec<String> = case.iter().map(|(name, value)| format!("{name}={value}")).collect();
        write!(line, "; {}", facts.join(" ")).unwrap();
    }
    line
}

fn told(findings: &[Finding]) -> String {
    findings.iter().map(|finding| line(finding) + "\n").collect()
}

/// Compares with a file, line by line, so that what differs is short.
fn compare(file: &str, told: &str) {
    let path = folder().join(file);
    if env::var_os("EVENHAND_BLESS").is_some() {
        fs::write(path, told).unwrap();
        return;
    }
    let kept = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let missing = |from: &str, among: &str| -> String {
        let among: Vec<&str> = among.lines().collect();
        from.lines().filter(|line| !among.contains(line)).map(|line| format!("  {line}\n")).collect()
    };
    let (gone, new) = (missing(&kept, told), missing(told, &kept));
    assert!(gone.is_empty() && new.is_empty(), "{file}: no longer found:\n{gone}found now:\n{new}");
    assert_eq!(kept, told, "{file}: in another order");
}

#[test]
fn what_is_found_in_the_bundled_rules_is_as_it_was_read() {
    let book = RuleBook::bundled().unwrap();
    let calendar = Calendar::bundled("cn").unwrap();
    let mut findings = book.check(Some("2026-11-22".parse().unwrap()));
    findings.extend(book.limits().flat_map(|limit| book.check_limit(limit, Some(&calendar))));
    compare("bundled.txt", &told(&findings));
}

/// Jumps of the fine down to a hundredth of the statutory range: boundaries of every kind have one.
#[test]
fn low_cliffs_in_the_bundled_rules_are_as_they_were_read() {
    let book = RuleBook::bundled().unwrap();
    let mut findings = book.check(CheckOptions { day: None, cliff: Rational::new(1, 100).unwrap() });
    findings.retain(|finding| matches!(finding.code, FindingCode::Cliff | FindingCode::NotDecided));
    compare("bundled-cliffs.txt", &told(&findings));
}

/// Tables with wide ranges, sums, conditions and formulas, which z3 was asked about: `tests/python/check_against_z3.py --keep`.
#[test]
fn what_is_found_in_drawn_tables_is_what_z3_agreed_to() {
    let pack = fs::read_to_string(folder().join("drawn.toml")).unwrap().replace("\r\n", "\n");
    let book = RuleBook::load([("drawn.toml", &pack)]).unwrap_or_else(|faults| panic!("{faults}"));
    let mut findings = book.check(None);
    // None of them has an example.
    findings.retain(|finding| finding.code.check() != "examples");
    assert!(
        !findings.iter().any(|finding| finding.code == FindingCode::NotDecided),
        "every table is decided"
    );
    compare("drawn.txt", &told(&findings));
}
