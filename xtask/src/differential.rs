//! `cargo xtask differential [--cases N] [--seed S] [--processes P]`: random packs and facts through a reference that shares
//! nothing with the library, and through the library case by case, in columns and as WebAssembly.
//!
//! Needs what `python` and `wasm` need; both packages are built first.

use std::path::Path;
use std::thread;

use crate::{bindings_python, bindings_wasm, python};

const FOLDER: &str = "tests/oracle";
const REQUIREMENTS: &str = "bindings-python/tests/requirements.txt";

/// Builds the packages and compares as many cases as are asked for.
pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let python = python::environment(root, "python", REQUIREMENTS)?;
    thread::scope(|scope| {
        let built = scope.spawn(|| bindings_wasm::build(root));
        let installed = bindings_python::install(root, &python, "dev");
        installed.and(bindings_wasm::joined(built))
    })?;
    compare(root, arguments)
}

/// The quick form, with the packages as they were built: the tests of the reference, and a hundred thousand cases.
pub(crate) fn quickly(root: &Path) -> Result<(), String> {
    let python = python::environment(root, "python", REQUIREMENTS)?;
    python::call(root, &python, &["-m", "pytest", "--quiet", FOLDER])?;
    compare(root, &[])
}

fn compare(root: &Path, arguments: &[String]) -> Result<(), String> {
    let python = python::environment(root, "python", REQUIREMENTS)?;
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    python::call(&root.join(FOLDER), &python, &[&["-m", "differential"], arguments.as_slice()].concat())
}
