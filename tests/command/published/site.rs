//! A folder that `evenhand publish` fills, and its pages.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use super::{Element, read};

/// The day of the pages.
pub const DAY: &str = "2026-11-21";

/// A folder that only this test has; it goes when the test ends.
pub struct Folder(PathBuf);

impl Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

/// An empty folder.
pub fn folder(name: &str) -> Folder {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", process::id()));
    fs::create_dir_all(&folder).expect("a temporary folder");
    Folder(folder)
}

/// The exit code, and everything that is printed.
pub fn publish(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_evenhand"))
        .arg("publish")
        .arg(folder)
        .args(arguments)
        .output()
        .expect("the command runs");
    let printed = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
    (output.status.code().unwrap_or(-1), printed)
}

/// The bundled rules, published.
pub fn bundled(name: &str) -> Folder {
    let folder = folder(name);
    let (code, printed) = publish(&folder, &["--on", DAY]);
    assert_eq!(code, 0, "{printed}");
    folder
}

/// Every file below a folder with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("below the folder").to_str().expect("a plain path");
            files.insert(name.replace('\\', "/"), fs::read(&path).expect("a file"));
        }
    }
    files
}

/// Every page with its tree.
pub fn pages(folder: &Path) -> BTreeMap<String, Element> {
    let files = files(folder).into_iter().filter(|(path, _)| path.ends_with(".html"));
    files
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes).expect("UTF-8");
            let page = read(&text).unwrap_or_else(|fault| panic!("{path}: {fault}"));
            (path, page)
        })
        .collect()
}

/// A pack in a folder of its own.
pub fn rules(name: &str, packs: &[String]) -> Folder {
    let folder = folder(name);
    for (index, pack) in packs.iter().enumerate() {
        fs::write(folder.join(format!("{index}.toml")), pack).expect("a pack");
    }
    folder
}

/// Where a reference of a page leads, as a path in the folder.
pub fn resolve(page: &str, reference: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in reference.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{page}: {reference} leads out of the folder"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
