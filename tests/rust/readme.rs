//! What the READMEs show at a terminal is what the command prints.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot run must fail")]

use std::process::Command;

const READMES: [(&str, &str); 2] = [
    ("README.md", include_str!("../../README.md")),
    ("README.zh-CN.md", include_str!("../../README.zh-CN.md")),
];

/// The commands in `console` blocks, each with the lines that follow it.
fn sessions(text: &str) -> Vec<(String, String)> {
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

#[test]
fn every_session_prints_what_is_shown() {
    for (name, text) in READMES {
        let sessions = sessions(text);
        assert!(sessions.len() >= 2, "{name} shows the command at work");
        for (arguments, shown) in sessions {
            let output = Command::new(env!("CARGO_BIN_EXE_evenhand"))
                .args(words(&arguments))
                .env("LC_ALL", "C")
                .output()
                .expect("the command runs");
            let printed = [output.stdout, output.stderr].concat();
            let printed = String::from_utf8(printed).expect("UTF-8");
            assert_eq!(shown.trim_end(), printed.trim_end(), "{name}: cargo evenhand {arguments}");
        }
    }
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

#[test]
fn the_counts_of_rules_are_true() {
    let book = evenhand::RuleBook::bundled().expect("the bundled packs are sound");
    let items = book.items().count();
    let mut documents: Vec<&str> = book.items().map(|item| item.document.id.as_str()).collect();
    documents.dedup();
    let english = format!("{items} items of {} documents", documents.len());
    let chinese = format!("{} 份文件的 {items} 个事项", documents.len());
    for ((name, text), claim) in READMES.iter().zip([english, chinese]) {
        assert!(text.contains(&claim), "{name} should say: {claim}");
    }
}
