//! `cargo xtask wasm`: the package for JavaScript, built, packed, and tested as somebody who gets it would use it.
//!
//! Needs Node 20 or later and Chromium and, the first time, the network; `wasm_toolchain` says which compiler.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::{self, ScopedJoinHandle};

use evenhand_rules::{CALENDARS, PACKS};
use serde_json::json;

use crate::python::target;
use crate::system::{answer, find, install, run};
use crate::wasm_toolchain::Toolchain;

const PACKAGE: &str = "bindings-wasm";
/// The modules, with the features of each, and whether it is built for speed: those of pages are built for size, that of
/// Node, where it is at hand, is not.
const MODULES: [(&str, &str, bool); 3] =
    [("base", "", false), ("full", "full", false), ("node", "full", true)];
/// The passes of the optimizer for a small module. The lowest addresses are the far end of the stack, so that no sum of
/// a pointer and an offset wraps around to them.
const SMALL: [&str; 5] = ["--flatten", "--rereloop", "-Oz", "-Oz", "--low-memory-unused"];
const OLDEST_NODE: u32 = 20;

/// Builds the package, and with it everything that `tests` there wants.
pub(crate) fn run_all(root: &Path) -> Result<(), String> {
    build(root)?;
    test(root)
}

/// Tests the package that was built.
pub(crate) fn test(root: &Path) -> Result<(), String> {
    let package = root.join(PACKAGE);
    if find("chromium").is_none() {
        install(&["chromium"]).map_err(|error| format!("the tests need chromium: {error}"))?;
    }
    let tests = fs::read_dir(package.join("tests")).map_err(|error| format!("{PACKAGE}/tests: {error}"))?;
    let mut tests: Vec<String> = tests
        .filter_map(|entry| Some(format!("tests/{}", entry.ok()?.file_name().to_string_lossy())))
        .filter(|name| name.ends_with(".test.mjs"))
        .collect();
    tests.sort();
    let mut arguments = vec!["--expose-gc", "--test", "--test-reporter=dot", "--test-concurrency=1"];
    arguments.extend(tests.iter().map(String::as_str));
    run(&package, &node()?, &arguments, &[])
}

/// Builds the package and runs every entry of it for so many seconds, with the memory flat.
pub(crate) fn soak(root: &Path, seconds: u32) -> Result<(), String> {
    build(root)?;
    let seconds = seconds.to_string();
    run(&root.join(PACKAGE), &node()?, &["--expose-gc", "tests/soak.mjs", &seconds], &[])
}

/// Builds the package into `bindings-wasm/dist`.
pub(crate) fn build(root: &Path) -> Result<(), String> {
    let (package, node) = (root.join(PACKAGE), node()?);
    install_tools(&package)?;
    let toolchain = Toolchain::find()?;
    let dist = package.join("dist");
    // What an earlier build left there must not be taken for this one's.
    if dist.exists() {
        fs::remove_dir_all(&dist).map_err(|error| format!("{}: {error}", dist.display()))?;
    }
    let optimize = |folder: PathBuf, passes: &[&str]| {
        let (made, optimizer) =
            (folder.join("raw_bg.wasm"), package.join("node_modules/binaryen/bin/wasm-opt"));
        let (made, optimizer) = (made.to_string_lossy(), optimizer.to_string_lossy());
        run(&package, &node, &[&[&*optimizer, &made, "-o", &made], passes].concat(), &[])
    };
    // The optimizer has one thread, and takes as long as the compiler: they work side by side.
    thread::scope(|scope| {
        let mut optimized = Vec::new();
        for (name, features, fast) in MODULES {
            let module = toolchain.build(root, &target(root), features, fast)?;
            let folder = if fast { dist.join(name) } else { dist.join("esm").join(name) };
            glue(root, &module, &folder)?;
            optimized.push(scope.spawn(move || optimize(folder, if fast { &["-O3"] } else { &SMALL })));
        }
        optimized.into_iter().try_for_each(joined)
    })?;
    write_rules(&dist)?;
    run(&package, &node, &["build.mjs"], &[])
}

/// What a thread came to.
pub(crate) fn joined(thread: ScopedJoinHandle<'_, Result<(), String>>) -> Result<(), String> {
    thread.join().map_err(|_| "a thread of xtask broke off".to_owned())?
}

fn node() -> Result<PathBuf, String> {
    let node = find("node").ok_or("WebAssembly needs Node 20 or later, found no `node`")?;
    let version = answer(&node, &["--version"]).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_some_and(|major| major >= OLDEST_NODE) {
        Ok(node)
    } else {
        Err(format!("WebAssembly needs Node 20 or later, found {version}"))
    }
}

/// The packages of `package-lock.json`, installed once for each version of it.
fn install_tools(package: &Path) -> Result<(), String> {
    let lock = package.join("package-lock.json");
    let (installed, wanted) = (package.join("node_modules/.evenhand-lock.json"), fs::read(&lock));
    let wanted = wanted.map_err(|error| format!("{}: {error}", lock.display()))?;
    if fs::read(&installed).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    let npm = find("npm").ok_or("WebAssembly needs npm, found none")?;
    run(package, &npm, &["ci", "--ignore-scripts", "--no-progress", "--loglevel=error"], &[])?;
    fs::write(&installed, wanted).map_err(|error| format!("{}: {error}", installed.display()))
}

/// What the benchmark holds the package against. One of them names builds of other systems that not every registry
/// has, so there is no lock; the versions are exact.
pub(crate) fn install_peers(root: &Path) -> Result<(), String> {
    let npm = find("npm").ok_or("WebAssembly needs npm, found none")?;
    let install = ["install", "--ignore-scripts", "--no-package-lock", "--no-progress", "--loglevel=error"];
    run(&root.join(PACKAGE).join("benches/peers"), &npm, &install, &[])
}

fn glue(root: &Path, module: &Path, folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let cargo = std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let (module, folder) = (module.to_string_lossy(), folder.to_string_lossy());
    run(
        root,
        &cargo,
        &["run", "--quiet", "--locked", "--package", "evenhand-wasm-glue", "--", &module, &folder],
        &[],
    )
}

/// The packs and calendars as files, and the list from which those that a document needs are picked.
fn write_rules(dist: &Path) -> Result<(), String> {
    let write = |path: &str, text: &str| {
        let file = dist.join(path);
        let folder = file.parent().unwrap_or(dist);
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&file, text))
            .map_err(|error| format!("{}: {error}", file.display()))
    };
    for pack in PACKS {
        write(&format!("packs/{}", pack.path), pack.text)?;
    }
    for calendar in CALENDARS {
        write(&format!("calendars/{}", calendar.path), calendar.text)?;
    }
    let listed = PACKS
        .iter()
        .map(|pack| json!({ "document": pack.document, "governs": pack.governs, "path": pack.path }));
    write("packs/index.json", &format!("{:#}\n", serde_json::Value::from_iter(listed)))
}
