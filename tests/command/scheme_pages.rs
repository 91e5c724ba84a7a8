//! What the pages on systems, indices, and conduct and procedures show at a terminal is what the command prints.
#![allow(clippy::expect_used, reason = "a test that cannot run must fail")]

use crate::{evenhand, sessions};

/// Each with how many sessions it has at least.
const PAGES: [(&str, &str, usize); 3] = [
    ("docs/compliance.md", include_str!("../../docs/compliance.md"), 5),
    ("docs/indices.md", include_str!("../../docs/indices.md"), 5),
    ("docs/systems.md", include_str!("../../docs/systems.md"), 2),
];

#[test]
fn every_session_prints_what_is_shown() {
    for (name, page, least) in PAGES {
        sessions::hold(name, page, least);
    }
}

#[test]
fn a_scheme_that_there_is_not_is_named_with_the_nearest() {
    let answer =
        evenhand(&["compliance", "cn.public-expenses/trips", "none.jsonl", "--on", "2026-11-22", "--json"]);
    assert_eq!(answer.code, 1);
    assert!(answer.complaint.contains("did you mean `cn.public-expenses/trip`?"), "{}", answer.complaint);
    assert!(answer.output.contains("\"unknown-scheme\""), "{}", answer.output);
}
