//! The checks of rules: each finding is announced where it stands and shown by its witness.
//!
//! the end of a line announces a finding whose first label points to it. The pack of the same name in
//! `tests/checks/sound` is its nearest neighbour, in which nothing is found. The day that is asked about is 2026-11-22.

#[path = "checks/announced.rs"]
mod announced;
#[path = "checks/unannounced.rs"]
mod unannounced;
