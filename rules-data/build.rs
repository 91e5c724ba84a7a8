//! Lists every pack file below `packs/`, so that adding a file is all it takes to bundle it.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/head.rs"]
mod head;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src/head.rs");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("packs");
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    for file in &files {
        list.push_str(&entry(&root, file)?);
    }
    list.push_str("]\n");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("packs.rs"), list)
}

/// The expression of a `PackFile`.
fn entry(root: &Path, file: &Path) -> io::Result<String> {
    let path = file.strip_prefix(root).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
    println!("cargo::rerun-if-changed={}", file.display());
    let text = fs::read_to_string(file)?;
    let lacks =
        |line: &str| io::Error::other(format!("{path}: before the first table, expected the line {line}"));
    let document = head::document(&text).ok_or_else(|| lacks("id = \"…\""))?;
    let governs = head::governs(&text).ok_or_else(|| lacks("governs = [\"…\"]"))?;
    let place = file.display().to_string();
    Ok(format!(
        "    PackFile {{ document: {document:?}, governs: &{governs:?}, path: {path:?}, text: include_str!({place:?}) }},\n"
    ))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(())
}
