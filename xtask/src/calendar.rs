//! `cargo xtask calendar`: the working days against two packages that others made, and the answers of other libraries
//! that `docs/working-days.md` shows.
//!
//! Needs Python 3.11 or later and, the first time, the network: the packages come from PyPI into a folder of their own in
//! `target`.

use std::path::Path;

use crate::python;

const SCRIPT: &str = "tests/python/check_calendar.py";
const REQUIREMENTS: &str = "tests/python/calendar_requirements.txt";

/// Runs the script; with `--write` it writes what it would compare.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let write: &[&str] = match arguments {
        [] => &[],
        [write] if write == "--write" => &["--write"],
        _ => return Err("usage: cargo xtask calendar [--write]".to_owned()),
    };
    let python = python::environment(root, "calendar", REQUIREMENTS)?;
    python::call(root, &python, &[&[SCRIPT], write].concat())
}
