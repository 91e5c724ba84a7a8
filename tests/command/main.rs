//! The `evenhand` command as a person at a terminal meets it.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot run must fail"
)]

mod assess;
mod consistency_page;
mod due;
mod findings;
mod own_rules;
mod pages;
mod publish;
mod publish_law;
mod published;
mod readme;
mod scheme_pages;
mod schemes;
mod screens_page;
mod sessions;
mod supervision;
mod trust;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Answer {
    code: i32,
    output: String,
    complaint: String,
}

fn evenhand(arguments: &[&str]) -> Answer {
    evenhand_in(arguments, "C")
}

fn evenhand_in(arguments: &[&str], locale: &str) -> Answer {
    let output = Command::new(env!("CARGO_BIN_EXE_evenhand"))
        .args(arguments)
        .env("LC_ALL", locale)
        .output()
        .expect("the command runs");
    Answer {
        code: output.status.code().unwrap_or(-1),
        output: String::from_utf8(output.stdout).expect("output is UTF-8"),
        complaint: String::from_utf8(output.stderr).expect("complaints are UTF-8"),
    }
}

/// A file among what cargo builds, where the next run finds and replaces it.
fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command");
    fs::create_dir_all(&folder).expect("a temporary folder");
    let path = folder.join(name);
    fs::write(&path, bytes).expect("a temporary file");
    path
}

const PACK: &str = r#"
format = 1
id = "xx.town.stalls"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2026-01-01, until = 2026-06-30 }
facts.area = { type = "number", unit = "m2", range = "(0..100000]", decimals = 2 }

[penalty.1]
title = { zh = "占道经营", en = "stall on the pavement" }
basis = "article 1"
statutory = "[0..2000]"
fine = "min(100 * area, 2000)"
examples = [{ given = { area = 16.8 }, fine = 1680 }]
"#;
