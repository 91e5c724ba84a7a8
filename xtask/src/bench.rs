//! `cargo xtask bench [--markdown]`: one table of how fast the library is, each line beside what others take in the same
//! run.
//!
//! Needs Python 3.11 or later on Linux, what `cargo xtask wasm build` needs and, the first time, the network: what it is
//! held against comes from PyPI, npm and crates.io. Best run on a machine that does nothing else.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{bindings_python, bindings_wasm, python, system};

const SCRIPT: &str = "bindings-python/benches/table.py";
const REQUIREMENTS: &str = "bindings-python/benches/requirements.txt";
const REGORUS: &str = "bindings-wasm/benches/peers/regorus";

/// Measures and prints the table; with `--markdown` as the READMEs have it.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let markdown: &[&str] = match arguments {
        [] => &[],
        [markdown] if markdown == "--markdown" => &["--markdown"],
        _ => return Err("usage: cargo xtask bench [--markdown]".to_owned()),
    };
    let python = python::environment(root, "bench", REQUIREMENTS)?;
    bindings_python::install(root, &python, "release")?;
    bindings_wasm::build(root)?;
    eprintln!("xtask: other engines for JavaScript");
    bindings_wasm::install_peers(root)?;
    let regorus = regorus(root)?;
    eprintln!("xtask: the kernels");
    let bench =
        ["bench", "--package", "evenhand", "--all-features", "--bench", "columns", "--", "--color", "never"];
    let table = printed(root, "cargo", &bench)?;
    let file = python::target(root).join("bench").join("kernels.txt");
    fs::write(&file, table).map_err(|error| format!("{}: {error}", file.display()))?;
    eprintln!("xtask: the frames");
    let (file, rust) = (file.to_string_lossy(), printed(root, "rustc", &["--version"])?);
    python::call(root, &python, &[&[SCRIPT, &file, &regorus, rust.trim()], markdown].concat())
}

/// Builds the module of an engine that publishes none.
fn regorus(root: &Path) -> Result<String, String> {
    let target = python::target(root).join("bench").join("regorus");
    let build = ["build", "--release", "--locked", "--target", "wasm32-unknown-unknown", "--target-dir"];
    let place = target.to_string_lossy();
    let arguments = [&build[..], &[place.as_ref()]].concat();
    system::run(&root.join(REGORUS), Path::new("cargo"), &arguments, &[])?;
    let module = target.join("wasm32-unknown-unknown/release/evenhand_bench_regorus.wasm");
    Ok(module.to_string_lossy().into_owned())
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
