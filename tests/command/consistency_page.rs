//! What the page on consistency shows at a terminal is what the command prints.
#![allow(clippy::expect_used, reason = "a test that cannot run must fail")]

use crate::sessions::{printed, sessions};

const PAGE: &str = include_str!("../../docs/consistency.md");

#[test]
fn every_session_prints_what_is_shown() {
    let sessions = sessions(PAGE);
    assert!(sessions.len() >= 2, "the page shows the command at work");
    for (arguments, shown) in sessions {
        assert_eq!(shown.trim_end(), printed(&arguments).trim_end(), "cargo evenhand {arguments}");
    }
}
