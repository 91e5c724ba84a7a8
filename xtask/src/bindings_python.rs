//! `cargo xtask python`: the Python package, built as a wheel, installed and tested as somebody who gets it would use it.
//!
//! Needs Python 3.11 or later and, the first time, the network: the tools come from PyPI into a folder of their own in
//! `target`.

use std::fs;
use std::path::Path;

use crate::python;

const PACKAGE: &str = "bindings-python";
const REQUIREMENTS: &str = "bindings-python/tests/requirements.txt";

/// Builds the wheel, with the stub made from it, and runs the tests and the type checkers on what is installed.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    let python = python::environment(root, "python", REQUIREMENTS)?;
    install(root, &python, "dev")?;
    let call = |arguments: &[&str]| python::call(root, &python, &[&["-m"], arguments].concat());
    call(&["pytest", "--quiet", PACKAGE])?;
    let settings = format!("{PACKAGE}/pyproject.toml");
    call(&["mypy", "--config-file", &settings, &format!("{PACKAGE}/python"), &format!("{PACKAGE}/tests")])?;
    call(&["pyright", "--project", PACKAGE, "--pythonpath", &python.to_string_lossy()])
}

/// Builds the package and runs its entries for so many seconds, with the memory flat.
pub(crate) fn soak(root: &Path, seconds: u32) -> Result<(), String> {
    let python = python::environment(root, "python", REQUIREMENTS)?;
    install(root, &python, "dev")?;
    python::call(root, &python, &[&format!("{PACKAGE}/tests/soak.py"), &seconds.to_string()])
}

/// Builds the wheel under a profile of cargo and installs it. `maturin` has to be there.
pub(crate) fn install(root: &Path, python: &Path, profile: &str) -> Result<(), String> {
    let folder = python::target(root).join("wheels");
    // An earlier wheel must not be taken for this one.
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let (wheels, manifest) = (folder.to_string_lossy(), format!("{PACKAGE}/Cargo.toml"));
    let call = |arguments: &[&str]| python::call(root, python, &[&["-m"], arguments].concat());
    let maturin = ["maturin", "build", "--profile", profile, "--generate-stubs", "--locked"];
    call(&[maturin.as_slice(), &["--manifest-path", &manifest, "--out", &wheels]].concat())?;
    let pip = ["pip", "install", "--quiet", "--disable-pip-version-check", "--force-reinstall", "--no-deps"];
    call(&[pip.as_slice(), &["--no-index", "--find-links", &wheels, "evenhand"]].concat())
}
