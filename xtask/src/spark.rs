//! `cargo xtask spark`: the recipe for Spark in `docs/recipes.md`, run on a small cluster.
//!
//! Needs Java 17 or later, Python 3.11 or later and, the first time, the network: Spark comes from PyPI into a folder of its
//! own in `target`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{bindings_python, python};

const SCRIPT: &str = "tests/python/check_spark.py";
const REQUIREMENTS: &str = "tests/python/spark_requirements.txt";
/// The oldest Java that Spark takes.
const JAVA: u32 = 17;

/// Runs the recipe. Without Java it is an error.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    java()?;
    let python = python::environment(root, "spark", REQUIREMENTS)?;
    bindings_python::install(root, &python, "dev")?;
    python::call(root, &python, &[SCRIPT])
}

/// Whether there is a Java that Spark takes; if not, what is there.
fn java() -> Result<(), String> {
    let needed = |found: &str| format!("the recipe for Spark needs Java {JAVA} or later, and {found}");
    let home = env::var_os("JAVA_HOME").map(|home| PathBuf::from(home).join("bin").join("java"));
    let program = home.unwrap_or_else(|| PathBuf::from("java"));
    let told = Command::new(&program).arg("-version").output();
    let told = told.map_err(|error| needed(&format!("`{}` cannot be run: {error}", program.display())))?;
    let told = String::from_utf8_lossy(&told.stderr);
    let version = told.split_once("version \"").map(|(_, version)| version);
    let major = version.and_then(|version| version.split(|sign: char| !sign.is_ascii_digit()).next());
    match major.and_then(|major| major.parse::<u32>().ok()) {
        Some(found) if found >= JAVA => Ok(()),
        Some(found) => Err(needed(&format!("`{}` is Java {found}", program.display()))),
        None => Err(needed(&format!("`{} -version` does not tell its version", program.display()))),
    }
}
