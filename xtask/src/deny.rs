//! `cargo xtask deny`: licences and sources of everything that is built, by cargo-deny and `deny.toml`.
//!
//! The tool is built once into `target`, at a version of its own. Advisories are asked of a server, so they are looked at
//! where there is one: `cargo deny check advisories`.

use std::path::Path;

use crate::python::target;
use crate::system;

const VERSION: &str = "=0.20.2";

pub(crate) fn run(root: &Path) -> Result<(), String> {
    let tools = target(root).join("deny");
    let tool = tools.join("bin/cargo-deny");
    let cargo = Path::new("cargo");
    if !tool.is_file() {
        eprintln!("xtask: building cargo-deny");
        let place = tools.to_string_lossy();
        let install =
            ["install", "--locked", "--quiet", "--root", &place, "--version", VERSION, "cargo-deny"];
        system::run(root, cargo, &install, &[])?;
    }
    system::run(root, &tool, &["--locked", "check", "licenses", "bans", "sources"], &[])
}
