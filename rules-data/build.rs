//! Lists every file below `packs/` and `calendars/`, so that adding a file is all it takes to bundle it.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/head.rs"]
mod head;

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src/head.rs");
    list("packs", pack)?;
    list("calendars", calendar)
}

/// A bundled file: its path below its folder, its place on this machine, its text.
struct File {
    path: String,
    place: String,
    text: String,
}

/// Writes the list of the files below a folder, each as the expression that `entry` makes of it.
fn list(folder: &str, entry: fn(&File) -> io::Result<String>) -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join(folder);
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        let path = file.strip_prefix(&root).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        let (place, text) = (file.display().to_string(), fs::read_to_string(file)?);
        list.push_str(&format!("    {},\n", entry(&File { path, place, text })?));
    }
    list.push_str("]\n");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join(format!("{folder}.rs")), list)
}

/// The expression of a `PackFile`.
fn pack(File { path, place, text }: &File) -> io::Result<String> {
    let document = head::document(text).ok_or_else(|| lacks(path, "id = \"…\""))?;
    let governs = head::governs(text).ok_or_else(|| lacks(path, "governs = [\"…\"]"))?;
    Ok(format!(
        "PackFile {{ document: {document:?}, governs: &{governs:?}, path: {path:?}, text: include_str!({place:?}) }}"
    ))
}

/// The expression of a `CalendarFile`.
fn calendar(File { path, place, text }: &File) -> io::Result<String> {
    let id = head::document(text).ok_or_else(|| lacks(path, "id = \"…\""))?;
    Ok(format!("CalendarFile {{ id: {id:?}, path: {path:?}, text: include_str!({place:?}) }}"))
}

fn lacks(path: &str, line: &str) -> io::Error {
    io::Error::other(format!("{path}: before the first table, expected the line {line}"))
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
