//! Files that are made from the code, so that they cannot say anything else than the code does.

use std::fs;
use std::path::Path;
use std::process::Command;

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

/// The texts whose `console` blocks show the command at work.
const READMES: [&str; 2] = ["README.md", "README.zh-CN.md"];

/// Writes every generated file, and what the command prints into the blocks of the READMEs. That the blocks are
/// true is for `tests/rust/readme.rs` to check.
pub(crate) fn write(root: &Path) -> Result<(), String> {
    for (path, text) in files() {
        let target = root.join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|error| format!("{path}: {error}"))?;
        }
        fs::write(target, text).map_err(|error| format!("{path}: {error}"))?;
    }
    for path in READMES {
        let target = root.join(path);
        let text = fs::read_to_string(&target).map_err(|error| format!("{path}: {error}"))?;
        fs::write(target, refresh(&text, root)?).map_err(|error| format!("{path}: {error}"))?;
    }
    Ok(())
}

/// The text with the output of each `$ cargo evenhand …` in a `console` block as it is now.
fn refresh(text: &str, root: &Path) -> Result<String, String> {
    let mut fresh = String::new();
    let mut in_block = false;
    for line in text.lines() {
        let fence = line.starts_with("```");
        let command = line.strip_prefix("$ cargo evenhand ").filter(|_| in_block);
        if fence || command.is_some() || !in_block {
            fresh.push_str(line);
            fresh.push('\n');
        }
        if fence {
            in_block = line == "```console";
        }
        if let Some(arguments) = command {
            fresh.push_str(run(arguments, root)?.trim_end());
            fresh.push('\n');
        }
    }
    Ok(fresh)
}

/// What the command prints for these arguments, in English unless they say otherwise.
fn run(arguments: &str, root: &Path) -> Result<String, String> {
    let script = format!("cargo evenhand {arguments} 2>&1; true");
    let output = Command::new("sh")
        .args(["-c", &script])
        .env("LC_ALL", "C")
        .current_dir(root)
        .output()
        .map_err(|error| format!("{script}: {error}"))?;
    String::from_utf8(output.stdout).map_err(|error| format!("{script}: {error}"))
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
