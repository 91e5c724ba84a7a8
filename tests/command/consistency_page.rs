//! What the page on consistency shows at a terminal is what the command prints.
#![allow(clippy::expect_used, reason = "a test that cannot run must fail")]

use crate::sessions;

const PAGE: &str = include_str!("../../docs/consistency.md");

#[test]
fn every_session_prints_what_is_shown() {
    sessions::hold("docs/consistency.md", PAGE, 2);
}
