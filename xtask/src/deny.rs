//! `cargo xtask deny`: licences and sources of everything that is built, by cargo-deny and `deny.toml`.
//!
//! The tool is built once into `target`, at a version of its own. Advisories are asked of a server, so they are looked at
//! where there is one: `cargo deny check advisories`.

use std::path::Path;

use crate::python::target;
use crate::system;

const VERSION: &str = "=0.20.2";

pub(crate) fn run(root: &Path) -> Result<(), String> {
    let tool = system::cargo_tool(root, &target(root), "cargo-deny", VERSION)?;
    system::run(root, &tool, &["--locked", "check", "licenses", "bans", "sources"], &[])
}
