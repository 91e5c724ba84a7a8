//! The pages in `docs` that no other file holds against the library: what they show, name and link is there.
#![allow(clippy::expect_used, reason = "a test that cannot run must fail")]

use std::path::Path;

use evenhand::feel::{MAX_DEPTH, MAX_LENGTH};
use evenhand::pack::{MAX_FACTS, MAX_PACK_BYTES, MAX_ROWS};

use crate::evenhand;

const LAW: &str = include_str!("../../docs/law.md");
const LIMITS: &str = include_str!("../../docs/limits.md");
const COMPARISON: &str = include_str!("../../docs/comparison.md");

/// What stands between two backquotes.
fn code(page: &str) -> impl Iterator<Item = &str> {
    page.split('`').skip(1).step_by(2)
}

#[test]
fn the_law_that_is_named_is_there() {
    let named: Vec<&str> = code(LAW).filter(|code| code.starts_with("cn.")).collect();
    assert!(named.len() > 15, "{named:?}");
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
    for page in [LAW, LIMITS, COMPARISON] {
        for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            assert!(link.starts_with("https://") || folder.join(file).is_file(), "{link}");
        }
    }
}
