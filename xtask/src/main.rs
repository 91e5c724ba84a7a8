//! The project's own chores.
//!
//! * `cargo xtask test`: everything that must hold before a change lands. Needs Rust, and Python and Node for the
//!   packages.
//! * `cargo xtask generate`: writes the files that are made from the code (the JSON Schema, `docs/format.md`,
//!   `docs/diagnostics.md`, `docs/checks.md`, `docs/supervision.md`) and refreshes what the READMEs, the tutorial,
//!   `docs/consistency.md` and `docs/compliance.md` show at a terminal.
//! * `cargo xtask python`: builds the Python package and tests it. Needs Python, and the network once.
//! * `cargo xtask wasm`: builds the package for JavaScript and tests it; `cargo xtask wasm build` only builds it. Needs Node
//!   and Chromium, and the network once.
//! * `cargo xtask bench`: how fast the library is, beside loops by hand and other engines. Needs what `python` needs.
//! * `cargo xtask spark`: the recipe for Spark in `docs/recipes.md`, on a small cluster. Needs Java as well.
//! * `cargo xtask deny`: holds licences and sources of all crates against `deny.toml`. Needs the network once.
//! * `cargo xtask fuzz`: any bytes through every way into the library. Needs the network once.
//! * `cargo xtask mutants [BEGINNING...] [--again]`: whether the tests notice when the code is changed. Needs the network once.
//! * `cargo xtask z3`: holds the checks of rules against z3. Needs Python, and the network once.
//! * `cargo xtask differential [--cases N] [--seed S] [--processes P]`: random packs and facts through an independent reference
//!   and through the library. Needs what `python` and `wasm` need.
//! * `cargo xtask soak [SECONDS]`: every entry of the packages over and over, with the memory flat. Needs the same.
//! * `cargo xtask calendar`: holds the working days, and what `docs/working-days.md` says of other libraries, against
//!   Python packages. Needs the same.

mod bench;
mod bindings_python;
mod bindings_wasm;
mod calendar;
mod deny;
mod differential;
mod fuzz;
mod generate;
mod mutants;
mod python;
mod soak;
mod spark;
mod system;
mod wasm_toolchain;
mod z3;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Instant;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let result = match arguments.split_first() {
        Some((chore, [])) if chore == "test" => test(),
        Some((chore, [])) if chore == "generate" => generate::write(&root()),
        Some((chore, [])) if chore == "python" => bindings_python::run(&root()),
        Some((chore, [])) if chore == "wasm" => bindings_wasm::run_all(&root()),
        Some((chore, [only])) if chore == "wasm" && only == "build" => bindings_wasm::build(&root()),
        Some((chore, [])) if chore == "deny" => deny::run(&root()),
        Some((chore, further)) if chore == "fuzz" => fuzz::run(&root(), further),
        Some((chore, further)) if chore == "mutants" => mutants::run(&root(), further),
        Some((chore, [])) if chore == "spark" => spark::run(&root()),
        Some((chore, further)) if chore == "bench" => bench::run(&root(), further),
        Some((chore, further)) if chore == "z3" => z3::run(&root(), further),
        Some((chore, further)) if chore == "differential" => differential::run(&root(), further),
        Some((chore, further)) if chore == "soak" => soak::run(&root(), further),
        Some((chore, further)) if chore == "calendar" => calendar::run(&root(), further),
        _ => {
            Err("usage: cargo xtask test | generate | python | wasm [build] | spark | bench [--markdown] | deny | \
                 fuzz [SECONDS [ENTRY]] | mutants [BEGINNING...] [--again] | z3 [TABLES [SEED]] | differential [--cases N] [--seed S] [--processes P] | \
                 soak [SECONDS] | calendar [--write]"
                .to_owned())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_owned).unwrap_or_default()
}

/// The lanes in the order in which they fail fastest; the first failure ends the run.
fn test() -> Result<(), String> {
    let began = Instant::now();
    let lane = |name: &str| eprintln!("xtask, after {} s: {name}", began.elapsed().as_secs());
    lane("formatting");
    cargo(&["fmt", "--all", "--check"], &[])?;
    lane("lints");
    cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"], &[])?;
    // Without its features the library must build as well: that is how wasm modules take it.
    lane("lints without features");
    cargo(&["clippy", "--package", "evenhand", "--no-default-features", "--", "-D", "warnings"], &[])?;
    lane("documentation");
    cargo(&["doc", "--workspace", "--all-features", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")])?;
    lane("generated files");
    generate::check(&root())?;
    lane("examples of all packs");
    cargo(&["evenhand", "test"], &[])?;
    lane("tests");
    cargo(&["test", "--workspace", "--all-features"], &[])?;
    lane("the packages for Python and JavaScript");
    // Much of either has one thread only.
    thread::scope(|scope| {
        let built = scope.spawn(|| bindings_wasm::build(&root()));
        let python = bindings_python::run(&root());
        python.and(bindings_wasm::joined(built))
    })?;
    lane("tests of the package for JavaScript");
    bindings_wasm::test(&root())?;
    lane("the library against a reference that shares nothing with it");
    differential::quickly(&root())?;
    lane("the switches of mutants");
    mutants::quickly(&root())?;
    lane("all passed");
    Ok(())
}

fn cargo(arguments: &[&str], environment: &[(&str, &str)]) -> Result<(), String> {
    let program = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let asked = arguments.join(" ");
    let status = Command::new(program)
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(root())
        .status()
        .map_err(|error| format!("cannot run cargo {asked}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("cargo {asked}: failed")) }
}
