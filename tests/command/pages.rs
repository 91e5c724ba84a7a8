//! The pages in `docs` that no other file holds against the library: what they show, name and link is there.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot run must fail")]

use std::fs;
use std::path::Path;

use evenhand::feel::{MAX_DEPTH, MAX_LENGTH};
use evenhand::pack::{MAX_FACTS, MAX_PACK_BYTES, MAX_ROWS};

use crate::evenhand;

const LAW: &str = include_str!("../../docs/law.md");
const LIMITS: &str = include_str!("../../docs/limits.md");
const SYSTEMS: &str = include_str!("../../docs/systems.md");
const COMPARISON: &str = include_str!("../../docs/comparison.md");

/// What stands between two backquotes.
fn code(page: &str) -> impl Iterator<Item = &str> {
    page.split('`').skip(1).step_by(2)
}

#[test]
fn the_law_and_the_rules_that_are_named_are_there() {
    let (systems, _) = SYSTEMS.split_once("\n## ").expect("sections after the table");
    let named: Vec<&str> = code(LAW).chain(code(systems)).filter(|code| code.starts_with("cn.")).collect();
    assert!(named.len() > 40, "{named:?}");
    for id in named {
        let answer = evenhand(&["show", id, "--on", "2026-11-22"]);
        assert_eq!(answer.code, 0, "{id}: {}", answer.complaint);
    }
}

#[test]
fn the_limits_are_those_of_the_code() {
    let row = |number: String, of_what: &str| {
        let row = LIMITS.lines().find(|line| line.starts_with(&format!("| {of_what}"))).expect(of_what);
        let most = row.split('|').nth(2).expect(of_what);
        assert_eq!(most.trim().replace(',', ""), number, "{row}");
    };
    row(format!("{} MiB", MAX_PACK_BYTES / 1024 / 1024), "a file of rules");
    row(MAX_ROWS.to_string(), "rows of a discretion table");
    row(MAX_FACTS.to_string(), "facts of a document");
    row(format!("{} KiB", MAX_LENGTH / 1024), "a formula |");
    row(format!("{MAX_DEPTH} levels"), "the depth of a formula");
}

#[test]
fn the_pages_that_are_linked_are_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    for page in [LAW, LIMITS, COMPARISON, SYSTEMS] {
        for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("https://") {
                continue;
            }
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let linked =
                if file.is_empty() { Ok(page.to_owned()) } else { fs::read_to_string(folder.join(file)) };
            let linked = linked.unwrap_or_else(|error| panic!("{link}: {error}"));
            assert!(place.is_empty() || linked.lines().any(|line| anchor(line) == place), "{link}");
        }
    }
}

/// What a heading is linked by; nothing for another line.
fn anchor(line: &str) -> String {
    let heading = line.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim());
    let kept =
        heading.unwrap_or_default().chars().filter(|sign| sign.is_alphanumeric() || " -_".contains(*sign));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}
