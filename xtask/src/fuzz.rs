//! `cargo xtask fuzz [SECONDS [ENTRY]]`: any bytes through every way into the library, by libFuzzer.
//!
//! Each entry of `tests/rust/entries` runs for so many seconds, from the seeds in `fuzz/seeds` and what earlier runs came upon.
//! What breaks a promise is kept in `fuzz/found`, which the tests run from then on. The tool is built once into `target`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::python::target;
use crate::system;

const VERSION: &str = "=0.13.2";

pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let usage = || "usage: cargo xtask fuzz [SECONDS [ENTRY]]".to_owned();
    let (seconds, only) = match arguments {
        [] => (60, None),
        [seconds] => (seconds.parse().map_err(|_| usage())?, None),
        [seconds, only] => (seconds.parse().map_err(|_| usage())?, Some(only.as_str())),
        _ => return Err(usage()),
    };
    let tool = system::cargo_tool(root, &target(root), "cargo-fuzz", VERSION)?;
    let folder = root.join("fuzz");
    let entries = fs::read_dir(folder.join("fuzz_targets")).map_err(|error| format!("fuzz: {error}"))?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .filter(|name| only.is_none_or(|only| only == name))
        .collect();
    names.sort();
    if names.is_empty() {
        return Err(format!("there is no entry `{}`", only.unwrap_or_default()));
    }
    let mut found = Vec::new();
    for name in names {
        let (executions, taken, broke) = fuzz(&folder, &tool, &name, seconds)?;
        println!(
            "{name}: {executions} executions in {taken} s{}",
            if broke { ", and one that breaks" } else { "" }
        );
        if broke {
            found.push(name);
        }
    }
    if found.is_empty() { Ok(()) } else { Err(format!("see fuzz/found: {}", found.join(", "))) }
}

/// The executions of one entry, the seconds that they took, and whether one of them broke.
fn fuzz(folder: &Path, tool: &Path, name: &str, seconds: u64) -> Result<(u64, u64, bool), String> {
    let (corpus, kept) = (folder.join("corpus").join(name), folder.join("found").join(name));
    for place in [&corpus, &kept] {
        fs::create_dir_all(place).map_err(|error| format!("{}: {error}", place.display()))?;
    }
    let start = Instant::now();
    // The core has no unsafe code for a sanitizer to look at; the options of nightly compilers are for the coverage.
    let output = Command::new(tool)
        .args(["run", "--sanitizer", "none", "--fuzz-dir"])
        .arg(folder)
        .arg(name)
        .arg(&corpus)
        .arg(folder.join("seeds").join(name))
        .arg("--")
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", kept.display()))
        .args(["-print_final_stats=1", "-max_len=8192", "-timeout=30", "-rss_limit_mb=4096"])
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(folder)
        .stdout(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", tool.display()))?;
    let told = String::from_utf8_lossy(&output.stderr);
    let executions = told.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    let Some(executions) = executions.and_then(|count| count.trim().parse().ok()) else {
        return Err(format!("{name}: {}", told.lines().rev().take(20).collect::<Vec<_>>().join("\n")));
    };
    // A folder that stays empty says nothing.
    let _only_if_empty = fs::remove_dir(&kept);
    Ok((executions, start.elapsed().as_secs(), !output.status.success()))
}
