//! What the pages on systems, indices, and conduct and procedures show at a terminal is what the command prints.
#![allow(clippy::expect_used, reason = "a test that cannot run must fail")]

use crate::evenhand;
use crate::sessions::{printed, sessions};

const PAGES: [&str; 3] = [
    include_str!("../../docs/compliance.md"),
    include_str!("../../docs/indices.md"),
    include_str!("../../docs/systems.md"),
];

#[test]
fn every_session_prints_what_is_shown() {
    for page in PAGES {
        let sessions = sessions(page);
        assert!(sessions.len() >= 2, "the page shows the command at work");
        for (arguments, shown) in sessions {
            assert_eq!(shown.trim_end(), printed(&arguments).trim_end(), "cargo evenhand {arguments}");
        }
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
