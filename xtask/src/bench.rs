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
const CARDINAL: &str = "ocdscardinal";
/// Prints which version is pinned.
const VERSION: &str = "from importlib.metadata import version; print(version('ocdscardinal'))";
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
    eprintln!("xtask: the command, and OCDS Cardinal");
    let (evenhand, cardinal) = (evenhand(root)?, cardinal(root, &python)?);
    eprintln!("xtask: the kernels");
    let bench =
        ["bench", "--package", "evenhand", "--all-features", "--bench", "columns", "--", "--color", "never"];
    let table = printed(root, "cargo", &bench)?;
    let file = python::target(root).join("bench").join("kernels.txt");
    fs::write(&file, table).map_err(|error| format!("{}: {error}", file.display()))?;
    eprintln!("xtask: the frames");
    let (file, rust) = (file.to_string_lossy(), printed(root, "rustc", &["--version"])?);
    python::call(
        root,
        &python,
        &[&[SCRIPT, &file, &regorus, &evenhand, &cardinal, rust.trim()], markdown].concat(),
    )
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

/// Builds the command.
fn evenhand(root: &Path) -> Result<String, String> {
    let build =
        ["build", "--release", "--locked", "--package", "evenhand", "--features", "cli", "--bin", "evenhand"];
    system::run(root, Path::new("cargo"), &build, &[])?;
    Ok(python::target(root).join("release/evenhand").to_string_lossy().into_owned())
}

/// Builds OCDS Cardinal from its source distribution: the wheel has none of the indicators.
fn cardinal(root: &Path, python: &Path) -> Result<String, String> {
    let folder = python::target(root).join("bench/cardinal");
    let place = folder.to_string_lossy();
    let download = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"];
    let which = ["--no-binary", CARDINAL, "--constraint", REQUIREMENTS, "--dest", &place, CARDINAL];
    python::call(root, python, &[&download[..], &which].concat())?;
    let version = printed(root, &python.to_string_lossy(), &["-c", VERSION])?;
    let source = folder.join(format!("{CARDINAL}-{}", version.trim()));
    let archive = format!("{}.tar.gz", source.display());
    python::call(root, python, &["-m", "tarfile", "--extract", &archive, &place])?;
    let build = ["build", "--release", "--locked", "--bin", CARDINAL, "--target-dir", &place];
    system::run(&source, Path::new("cargo"), &build, &[("PYO3_PYTHON", &python.to_string_lossy())])?;
    Ok(folder.join("release").join(CARDINAL).to_string_lossy().into_owned())
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
