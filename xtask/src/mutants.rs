//! `cargo xtask mutants [--shard K/N]`: the code is changed in one place after the other, and a test has to notice, by cargo-mutants.
//!
//! `.cargo/mutants.toml` says in which rooms, and which tests are asked. All of it takes many hours; a shard takes every N-th
//! change, beginning with the K-th, so that it is a sample of every room. A change that the compiler refuses counts for
//! nothing, and one that never ends is noticed. The tool is built once into `target`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::python::target;
use crate::system;

const VERSION: &str = "=27.1.0";

/// Of a hundred changes, how many must be noticed in each room.
const NOTICED: usize = 90;

/// What became of the changes in a room.
#[derive(Default)]
struct Room {
    noticed: usize,
    missed: usize,
}

pub(crate) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    let shard = match arguments {
        [] => None,
        [option, shard] if option == "--shard" => Some(shard),
        _ => return Err("usage: cargo xtask mutants [--shard K/N]".to_owned()),
    };
    let target = target(root);
    let tool = system::cargo_tool(root, &target, "cargo-mutants", VERSION)?;
    let place = target.join("mutants");
    fs::create_dir_all(&place).map_err(|error| format!("{}: {error}", place.display()))?;
    let status = Command::new(&tool)
        .args(["mutants", "--output"])
        .arg(&place)
        .args(shard.iter().flat_map(|shard| ["--shard", shard.as_str()]))
        // What one change brought to light must not help to notice the next.
        .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true")
        .current_dir(root)
        .status()
        .map_err(|error| format!("{}: {error}", tool.display()))?;
    // Two and three say that a change was missed, or did not end.
    if !matches!(status.code(), Some(0 | 2 | 3)) {
        return Err("cargo-mutants: failed".to_owned());
    }
    told(&place.join("mutants.out"))
}

/// Prints what became of the changes, and fails where too few were noticed.
fn told(place: &Path) -> Result<(), String> {
    let mut rooms: BTreeMap<String, Room> = BTreeMap::new();
    for (file, noticed) in [("caught.txt", true), ("timeout.txt", true), ("missed.txt", false)] {
        let path = place.join(file);
        let changes = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        for change in changes.lines() {
            let name = change.strip_prefix("core/src/").and_then(|rest| rest.split('/').next());
            let room = rooms.entry(name.unwrap_or(change).to_owned()).or_default();
            *(if noticed { &mut room.noticed } else { &mut room.missed }) += 1;
        }
    }
    let mut few = Vec::new();
    for (name, Room { noticed, missed }) in rooms {
        let tried = noticed + missed;
        println!("{name}: {noticed} of {tried} noticed");
        if noticed * 100 < tried * NOTICED {
            few.push(name);
        }
    }
    if few.is_empty() {
        return Ok(());
    }
    Err(format!(
        "fewer than {NOTICED} % noticed in {}; see {}",
        few.join(", "),
        place.join("missed.txt").display()
    ))
}
