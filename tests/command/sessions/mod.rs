//! What a page shows at a terminal: commands, each with the lines that follow it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot run must fail")]

use std::process::Command;

/// The commands in `console` blocks, each with the lines that follow it.
pub(crate) fn sessions(text: &str) -> Vec<(String, String)> {
    let mut sessions: Vec<(String, String)> = Vec::new();
    for block in text.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        for line in block.lines() {
            match (line.strip_prefix("$ cargo evenhand "), sessions.last_mut()) {
                (Some(arguments), _) => sessions.push((arguments.to_owned(), String::new())),
                (None, Some((_, output))) => {
                    output.push_str(line);
                    output.push('\n');
                }
                (None, None) => panic!("a block starts with output: {line}"),
            }
        }
    }
    sessions
}

/// Holds a page against the command: so many sessions at least, and each prints what is shown.
pub(crate) fn hold(name: &str, page: &str, least: usize) {
    let sessions = sessions(page);
    assert!(sessions.len() >= least, "{name} shows the command at work");
    for (arguments, shown) in sessions {
        assert_eq!(shown.trim_end(), printed(&arguments).trim_end(), "{name}: cargo evenhand {arguments}");
    }
}

/// What the command prints for a command line, in English.
pub(crate) fn printed(arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_evenhand"))
        .args(words(arguments))
        // The folder that a fresh clone is in.
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .env("LC_ALL", "C")
        .output()
        .expect("the command runs");
    String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8")
}

/// Words of a command line, with single quotes as a shell takes them.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    parts
        .flat_map(|(index, part)| match index.is_multiple_of(2) {
            true => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
            false => vec![part.to_owned()],
        })
        .collect()
}
