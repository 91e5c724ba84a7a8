//! `docs/findings.md`: what it says of the bundled rules is what the rules say.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot run must fail")]

use std::collections::BTreeSet;

use crate::sessions::{printed, sessions};
use evenhand::RuleBook;
use evenhand::check::FindingCode;
use evenhand::diagnostic::Severity;

const PAGE: &str = include_str!("../../docs/findings.md");
const KINDS: [&str; 5] = ["gap", "two tiers at once", "outside the law", "out of order", "misprint"];
const DOCUMENTS: [&str; 3] = ["cn.shenzhen.city-management", "cn.guangdong.ecology", "cn.jiangmen.ecology"];
/// Regulations whose defects are told, but not counted with those of the standards.
const REGULATIONS: [&str; 2] = ["cn.price-violation-regulation", "cn.road-transport-regulation"];

/// The section of each document, in the order of the columns.
fn section(document: &str) -> &'static str {
    let mut sections = PAGE.split("\n## ").filter(|section| {
        section.lines().next().is_some_and(|heading| heading.ends_with(&format!("`{document}`")))
    });
    let section = sections.next().unwrap_or_else(|| panic!("a section about {document}"));
    assert!(sections.next().is_none(), "one section about {document}");
    section
}

/// The defects of a section: each item with each of its kinds.
fn defects(section: &str) -> Vec<(String, &'static str)> {
    let mut defects = Vec::new();
    let mut in_misprints = false;
    for line in section.lines() {
        if let Some((keys, rest)) = line.strip_prefix("**").and_then(|line| line.split_once("** ")) {
            let (kinds, _) = rest.split_once(':').unwrap_or_else(|| panic!("kinds and a colon: {line}"));
            for (key, kind) in
                keys.split(", ").flat_map(|key| kinds.split(" and ").map(move |kind| (key, kind)))
            {
                let kind = KINDS.iter().find(|known| **known == kind);
                defects.push((key.to_owned(), *kind.unwrap_or_else(|| panic!("a known kind: {line}"))));
            }
        }
        let cells: Vec<&str> = line.split(" | ").collect();
        let [first, _, _] = cells.as_slice() else {
            in_misprints &= line.starts_with('|');
            continue;
        };
        let key = first.trim_start_matches("| ");
        if in_misprints {
            defects.push((key.to_owned(), "misprint"));
        }
        in_misprints |= key == "misprint";
    }
    defects
}

#[test]
fn every_command_answers_as_shown() {
    let sessions = sessions(PAGE);
    assert!(sessions.len() >= 50, "the page shows its cases");
    for (arguments, shown) in sessions {
        let printed = printed(&arguments);
        assert_eq!(shown.lines().next(), printed.lines().next(), "cargo evenhand {arguments}");
        let mut lines = printed.lines();
        for line in shown.lines() {
            assert!(
                lines.any(|printed| printed == line),
                "cargo evenhand {arguments}\nprints no line\n{line}\n{printed}"
            );
        }
    }
}

#[test]
fn the_counts_are_true() {
    let defects = DOCUMENTS.map(|document| defects(section(document)));
    for kind in KINDS {
        let counts = defects.each_ref().map(|defects| {
            let items = defects.iter().filter(|defect| defect.1 == kind).map(|defect| defect.0.as_str());
            items.collect::<BTreeSet<&str>>().len()
        });
        let cells = counts.map(|count| count.to_string()).join(" | ");
        let row = format!("| {kind} | {cells} | {} |", counts.iter().sum::<usize>());
        assert!(PAGE.lines().any(|line| line == row), "the table should say: {row}");
    }
}

#[test]
fn every_item_of_the_page_exists() {
    let book = RuleBook::bundled().expect("the bundled packs are sound");
    let items: BTreeSet<&str> = book.items().map(|item| item.id.as_str()).collect();
    for document in DOCUMENTS.into_iter().chain(REGULATIONS) {
        for (key, _) in defects(section(document)) {
            assert!(items.contains(format!("{document}/{key}").as_str()), "{document}/{key}");
        }
    }
}

/// An error or a warning that `check` finds in an item is a defect of the page, of the same kind; one about a document
/// is told by its code.
#[test]
fn every_error_and_warning_of_the_bundled_rules_is_listed() {
    let book = RuleBook::bundled().expect("the bundled packs are sound");
    let day = "2026-11-22".parse().expect("a day");
    let mut missing = BTreeSet::new();
    for finding in book.check(Some(day)) {
        if finding.code.severity() == Severity::Note {
            continue;
        }
        let (document, key) = finding.item.split_once('/').unwrap_or((&finding.item, ""));
        let listed = (DOCUMENTS.contains(&document) || REGULATIONS.contains(&document))
            && match (key, kind(finding.code.check())) {
                ("", _) => section(document).contains(finding.code.as_str()),
                (key, Some(kind)) => defects(section(document)).contains(&(key.to_owned(), kind)),
                (key, None) => defects(section(document)).iter().any(|(listed, _)| listed == key),
            };
        if !listed {
            missing.insert(format!("{} {}: {}", finding.code.as_str(), finding.item, finding.message.en));
        }
    }
    let missing: Vec<String> = missing.into_iter().collect();
    assert!(missing.is_empty(), "docs/findings.md does not have\n{}", missing.join("\n"));
}

/// The kind of defect that a check is about, where it is about one only.
fn kind(check: &str) -> Option<&'static str> {
    match check {
        "gap" => Some("gap"),
        "conflict" => Some("two tiers at once"),
        "statutory" => Some("outside the law"),
        "order" => Some("out of order"),
        _ => None,
    }
}

/// The laws that have ended are those that `check` tells on the last day of each document, or today.
#[test]
fn the_laws_that_have_ended_are_listed() {
    let book = RuleBook::bundled().expect("the bundled packs are sound");
    let (_, section) = PAGE.split_once("\n## Laws that have ended").expect("that section");
    let section = section.split("\n## ").next().expect("its text");
    let listed: BTreeSet<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
    let mut told = BTreeSet::new();
    for day in ["2021-08-31", "2023-02-28", "2026-11-22"] {
        let findings = book.check(Some(day.parse().expect("a day")));
        for finding in findings.into_iter().filter(|finding| finding.code == FindingCode::LawEnded) {
            let (law, rest) = finding.message.zh.split_once("于").expect("the law, and since when");
            let name = law.trim_start_matches('《').split('》').next().expect("its name");
            let (until, rest) = rest.split_once("止").expect("its last day");
            let count =
                rest.split_once("仍有").and_then(|(_, rest)| rest.split_once("项")).expect("a count").0;
            told.insert(format!("| `{}` | {name} | {until} | {count} |", finding.item));
        }
    }
    assert_eq!(told.iter().map(String::as_str).collect::<BTreeSet<&str>>(), listed);
}
