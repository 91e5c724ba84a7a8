//! `cargo xtask z3 [TABLES [SEED]]`: the checks against an independent judge.
//!
//! Needs Python 3.10 or later and, the first time, the network: z3 comes from PyPI into a folder of its own in `target`.

use std::env;
use std::path::Path;

use crate::{cargo, python};

const SCRIPT: &str = "tests/python/check_against_z3.py";
const REQUIREMENTS: &str = "tests/python/requirements.txt";

/// Runs the script with the command as it is now; further arguments are the number of tables and the seed.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let [tables, seed] = match arguments {
        [] => ["5000", "1"],
        [tables] => [tables.as_str(), "1"],
        [tables, seed] => [tables.as_str(), seed.as_str()],
        _ => return Err("usage: cargo xtask z3 [TABLES [SEED]]".to_owned()),
    };
    cargo(&["build", "--release", "--package", "evenhand", "--features", "cli", "--bin", "evenhand"], &[])?;
    let python = python::environment(root, "z3", REQUIREMENTS)?;
    let evenhand = python::target(root).join("release").join(format!("evenhand{}", env::consts::EXE_SUFFIX));
    let evenhand = evenhand.to_string_lossy();
    python::call(root, &python, &[SCRIPT, "--evenhand", &evenhand, "--tables", tables, "--seed", seed])
}
