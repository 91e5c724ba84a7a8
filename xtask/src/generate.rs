//! Files that are made from the code, so that they cannot say anything else than the code does.

use std::fs;
use std::path::Path;

use evenhand::AssessError;
use evenhand::diagnostic::Code;
use evenhand::pack::{json_schema, reference};

const FORMAT_PREFACE: &str = include_str!("format_preface.md");
const DIAGNOSTICS_PREFACE: &str = include_str!("diagnostics_preface.md");

/// Each generated file: its path in the workspace, and its text.
fn files() -> Vec<(&'static str, String)> {
    vec![
        ("rules-data/schema/pack.schema.json", format!("{:#}\n", json_schema())),
        ("docs/format.md", format!("{FORMAT_PREFACE}{}", reference())),
        ("docs/diagnostics.md", diagnostics()),
    ]
}

/// Writes every generated file.
pub(crate) fn write(root: &Path) -> Result<(), String> {
    for (path, text) in files() {
        let target = root.join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|error| format!("{path}: {error}"))?;
        }
        fs::write(target, text).map_err(|error| format!("{path}: {error}"))?;
    }
    Ok(())
}

/// Compares every generated file with what the code would write now.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    for (path, text) in files() {
        let found = fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))?;
        if found != text {
            return Err(format!("{path} is out of date: run `cargo xtask generate`"));
        }
    }
    Ok(())
}

fn diagnostics() -> String {
    let mut text = DIAGNOSTICS_PREFACE.to_owned();
    text.push_str("\n## Faults of packs\n");
    for code in Code::ALL {
        let explanation: Vec<&str> = code.explanation().lines().map(str::trim).collect();
        text.push_str(&format!("\n### {code}: {}\n\n{}\n", code.title(), explanation.join("\n")));
    }
    text.push_str("\n## Faults of a case\n\n| code | meaning |\n|---|---|\n");
    for (code, meaning) in AssessError::CODES {
        text.push_str(&format!("| `{code}` | {meaning} |\n"));
    }
    text
}
