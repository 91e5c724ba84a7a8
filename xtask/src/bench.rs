//! `cargo xtask bench [--markdown]`: one table of how fast the library is, each line beside what others take in the same
//! run.
//!
//! Needs Python 3.11 or later on Linux and, the first time, the network: what it is held against comes from PyPI into a
//! folder of its own in `target`. Best run on a machine that does nothing else.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{bindings_python, python};

const SCRIPT: &str = "bindings-python/benches/table.py";
const REQUIREMENTS: &str = "bindings-python/benches/requirements.txt";

/// Measures and prints the table; with `--markdown` as the READMEs have it.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let markdown: &[&str] = match arguments {
        [] => &[],
        [markdown] if markdown == "--markdown" => &["--markdown"],
        _ => return Err("usage: cargo xtask bench [--markdown]".to_owned()),
    };
    let python = python::environment(root, "bench", REQUIREMENTS)?;
    bindings_python::install(root, &python, "release")?;
    eprintln!("xtask: the kernels");
    let bench =
        ["bench", "--package", "evenhand", "--all-features", "--bench", "columns", "--", "--color", "never"];
    let table = printed(root, "cargo", &bench)?;
    let file = python::target(root).join("bench").join("kernels.txt");
    fs::write(&file, table).map_err(|error| format!("{}: {error}", file.display()))?;
    eprintln!("xtask: the frames");
    let (file, rust) = (file.to_string_lossy(), printed(root, "rustc", &["--version"])?);
    python::call(root, &python, &[&[SCRIPT, &file, rust.trim()], markdown].concat())
}

/// What a program prints.
fn printed(root: &Path, program: &str, arguments: &[&str]) -> Result<String, String> {
    let told = || format!("{program} {}", arguments.join(" "));
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run {}: {error}", told()))?;
    if !output.status.success() {
        return Err(format!("{}: failed", told()));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{}: {error}", told()))
}
