//! Python for the lanes that hold the project against what others made: a folder of its own for each in `target`.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder that cargo builds into.
pub(crate) fn target(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// The interpreter of an environment with these packages, made where it is not there yet.
pub(crate) fn environment(root: &Path, name: &str, requirements: &str) -> Result<PathBuf, String> {
    let folder = target(root).join(name);
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if !python.exists() {
        let base = if cfg!(windows) { "python" } else { "python3" };
        call(root, Path::new(base), &["-m", "venv", &folder.to_string_lossy()])?;
    }
    let quietly = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
    call(root, &python, &[quietly.as_slice(), &[requirements]].concat())?;
    Ok(python)
}

/// Runs a program in the folder of the workspace.
pub(crate) fn call(root: &Path, program: &Path, arguments: &[&str]) -> Result<(), String> {
    let told = || format!("{} {}", program.display(), arguments.join(" "));
    let status = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .status()
        .map_err(|error| format!("cannot run {}: {error}", told()))?;
    if status.success() { Ok(()) } else { Err(format!("{}: failed", told())) }
}
