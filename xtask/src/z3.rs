//! `cargo xtask z3 [TABLES [SEED]]`: the checks against an independent judge.
//!
//! Needs Python 3.10 or later and, the first time, the network: z3 comes from PyPI into a folder of its own in `target`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cargo;

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
    cargo(
        "the command",
        &["build", "--release", "--package", "evenhand", "--features", "cli", "--bin", "evenhand"],
        &[],
    )?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("z3");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if !python.exists() {
        let base = if cfg!(windows) { "python" } else { "python3" };
        call(root, Path::new(base), &["-m", "venv", &folder.to_string_lossy()])?;
    }
    let quietly = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    call(root, &python, &[quietly.as_slice(), &[REQUIREMENTS]].concat())?;
    let evenhand = target.join("release").join(format!("evenhand{}", env::consts::EXE_SUFFIX));
    let evenhand = evenhand.to_string_lossy();
    call(root, &python, &[SCRIPT, "--evenhand", &evenhand, "--tables", tables, "--seed", seed])
}

fn call(root: &Path, program: &Path, arguments: &[&str]) -> Result<(), String> {
    let told = || format!("{} {}", program.display(), arguments.join(" "));
    let status = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .status()
        .map_err(|error| format!("cannot run {}: {error}", told()))?;
    if status.success() { Ok(()) } else { Err(format!("{}: failed", told())) }
}
