//! Files that are made from the code, so that they cannot say anything else than the code does.

use std::fs;
use std::path::Path;
use std::process::Command;

use evenhand::calendar;
use evenhand::check::FindingCode;
use evenhand::consistency::DecisionFault;
use evenhand::diagnostic::Code;
use evenhand::limit::{LimitError, SurchargeError};
use evenhand::pack::{json_schema, reference};
use evenhand::risk::screen::TenderFault;
use evenhand::risk::{IndexError, ScoreError};
use evenhand::supervise::{Irregularity, RecordFault};
use evenhand::{AssessError, SchemeError, TrustError, VerifyError};

const FORMAT_PREFACE: &str = include_str!("format_preface.md");
const CALENDAR_PREFACE: &str = include_str!("calendar_preface.md");
const DIAGNOSTICS_PREFACE: &str = include_str!("diagnostics_preface.md");
const CHECKS_PREFACE: &str = include_str!("checks_preface.md");
const SUPERVISION_PREFACE: &str = include_str!("supervision_preface.md");

/// Each generated file: its path in the workspace, and its text.
fn files(root: &Path) -> Result<Vec<(&'static str, String)>, String> {
    Ok(vec![
        ("rules-data/schema/pack.schema.json", format!("{:#}\n", json_schema())),
        ("rules-data/schema/calendar.schema.json", format!("{:#}\n", calendar::json_schema())),
        ("docs/format.md", format()),
        ("docs/diagnostics.md", diagnostics()),
        ("docs/checks.md", checks(root)?),
        ("docs/supervision.md", supervision(root)?),
    ])
}

/// The texts whose `console` blocks show the command at work.
const SHOWING: [&str; 5] =
    ["README.md", "README.zh-CN.md", "docs/tutorial.md", "docs/consistency.md", "docs/compliance.md"];

/// Writes every generated file, and what the command prints into the blocks of the texts that show it. That the blocks are
/// true is for `tests/command/readme.rs` to check.
pub(crate) fn write(root: &Path) -> Result<(), String> {
    for (path, text) in files(root)? {
        let target = root.join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|error| format!("{path}: {error}"))?;
        }
        fs::write(target, text).map_err(|error| format!("{path}: {error}"))?;
    }
    for path in SHOWING {
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
    for (path, text) in files(root)? {
        let found = fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))?;
        if found != text {
            return Err(format!("{path} is out of date: run `cargo xtask generate`"));
        }
    }
    Ok(())
}

/// The formats of packs and of calendars.
fn format() -> String {
    format!("{FORMAT_PREFACE}{}\n{CALENDAR_PREFACE}{}", reference(), calendar::reference())
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
    let more = [
        ("a log of events", LimitError::CODES),
        ("a surcharge, beside those of its events", SurchargeError::CODES),
        ("a score, beside those of its facts", ScoreError::CODES),
        ("an index, beside those of its facts", IndexError::CODES),
        ("a screen, a policy or a compliance scheme", SchemeError::CODES),
        ("a tender", TenderFault::CODES),
        ("a decision among many", DecisionFault::CODES),
        ("the record of a decided case, a matter or a payment, beside those of facts", RecordFault::CODES),
        ("what is to be trusted", TrustError::CODES),
        ("a kept outcome, beside those of its facts", VerifyError::CODES),
    ];
    for (what, codes) in more {
        text.push_str(&format!("\n## Faults of {what}\n\n| code | meaning |\n|---|---|\n"));
        for (code, meaning) in codes {
            text.push_str(&format!("| `{code}` | {meaning} |\n"));
        }
    }
    text
}

/// Every check as its file describes itself, with the findings that it has.
fn checks(root: &Path) -> Result<String, String> {
    let mut names: Vec<&str> = FindingCode::ALL.iter().map(|code| code.check()).collect();
    let mut text = CHECKS_PREFACE.to_owned();
    names.sort_by_key(|name| first_code(name));
    names.dedup();
    for name in names {
        // What every check says where its budget ends has no file of its own.
        let heading = match heading(root, "check", name) {
            Err(_) if name == FindingCode::NotDecided.check() => format!("# {name}\n"),
            heading => heading?,
        };
        text.push_str(&format!("\n#{heading}"));
        for code in FindingCode::ALL.iter().filter(|code| code.check() == name) {
            let explanation: Vec<&str> = code.explanation().lines().map(str::trim).collect();
            let (severity, title) = (code.severity().code(), code.title());
            text.push_str(&format!(
                "\n### {} ({severity}): {title}\n\n{}\n",
                code.as_str(),
                explanation.join("\n")
            ));
        }
    }
    Ok(text)
}

/// Every check of decided cases as its file describes itself, with what it can find.
fn supervision(root: &Path) -> Result<String, String> {
    let mut text = SUPERVISION_PREFACE.to_owned();
    let mut last = "";
    for code in Irregularity::ALL {
        if code.check() != last {
            last = code.check();
            text.push_str(&format!("\n#{}", heading(root, "supervise", last)?));
        }
        let explanation: Vec<&str> = code.explanation().lines().map(str::trim).collect();
        text.push_str(&format!("\n### {}: {}\n\n{}\n", code.as_str(), code.title(), explanation.join("\n")));
    }
    Ok(text)
}

/// What a check says of itself at the head of its file.
fn heading(root: &Path, room: &str, check: &str) -> Result<String, String> {
    let path = format!("core/src/{room}/{check}.rs");
    let source = fs::read_to_string(root.join(&path)).map_err(|error| format!("{path}: {error}"))?;
    let heading = module_text(&source);
    if heading.lines().next() != Some(&format!("# {check}")) {
        return Err(format!("{path}: the first line must be `//! # {check}`"));
    }
    Ok(heading)
}

/// The first code of a check: checks stand in the order of their codes, and what has no check of its own comes last.
fn first_code(check: &str) -> (bool, Option<&'static str>) {
    let codes = FindingCode::ALL.iter().filter(|code| code.check() == check).map(|code| code.as_str());
    (check == FindingCode::NotDecided.check(), codes.min())
}

/// The text at the head of a module.
fn module_text(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect()
}
