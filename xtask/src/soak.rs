//! `cargo xtask soak [SECONDS]`: every entry of the packages for JavaScript and Python, right and wrong, over and over, with the
//! memory flat once they are warm. Each takes so many seconds; ten minutes, where nothing is said.

use std::path::Path;

use crate::{bindings_python, bindings_wasm};

const SECONDS: u32 = 600;

pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let seconds = match arguments {
        [] => SECONDS,
        [seconds] => seconds
            .parse()
            .ok()
            .filter(|seconds| *seconds > 0)
            .ok_or_else(|| format!("expected a number of seconds above zero, found `{seconds}`"))?,
        _ => return Err("usage: cargo xtask soak [SECONDS]".to_owned()),
    };
    bindings_wasm::soak(root, seconds)?;
    bindings_python::soak(root, seconds)
}
