//! `cargo xtask mutants [BEGINNING...] [--again]`: the code is changed in one place after the other, and a test has to notice.
//!
//! cargo-mutants lists the places, in the rooms that `.cargo/mutants.toml` names; `tests/mutants` puts all changes into one
//! copy of the core, each behind a switch, builds the tests once, and asks of each change those that come by it, the quickest
//! first. Given what the names of changes begin with, such as `core/src/limit`, only these are tried. The lane fails where
//! too few of a room are noticed; `missed.txt` in `target/mutants` lists the others, and `--again` tries only these.

use std::path::{Path, PathBuf};

use crate::python::{self, target};
use crate::system;

const VERSION: &str = "=27.1.0";
const FOLDER: &str = "tests";
const REQUIREMENTS: &str = "tests/mutants/requirements.txt";

/// A small program with its changes behind switches, instead of the core: a matter of seconds.
pub(crate) fn quickly(root: &Path) -> Result<(), String> {
    python::call(
        &root.join(FOLDER),
        &environment(root)?,
        &["-m", "unittest", "--quiet", "mutants.test_rewrite"],
    )
}

pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let target = target(root);
    let tool = system::cargo_tool(root, &target, "cargo-mutants", VERSION)?;
    let environment = environment(root)?;
    let place = target.join("mutants");
    let told = [&tool, root, place.as_path()].map(|path| path.to_string_lossy().into_owned());
    let given = told.iter().chain(arguments).map(String::as_str);
    let call: Vec<&str> = ["-m", "mutants"].into_iter().chain(given).collect();
    python::call(&root.join(FOLDER), &environment, &call)
}

fn environment(root: &Path) -> Result<PathBuf, String> {
    python::environment(root, "mutants-python", REQUIREMENTS)
}
