//! What the READMEs show at a terminal is what the command prints.
#![allow(clippy::expect_used, reason = "a test that cannot run must fail")]

use crate::sessions;

const READMES: [(&str, &str); 2] = [
    ("README.md", include_str!("../../README.md")),
    ("README.zh-CN.md", include_str!("../../README.zh-CN.md")),
];

const TUTORIAL: (&str, &str) = ("docs/tutorial.md", include_str!("../../docs/tutorial.md"));

#[test]
fn every_session_prints_what_is_shown() {
    for (name, text) in READMES.into_iter().chain([TUTORIAL]) {
        sessions::hold(name, text, 2);
    }
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

/// The blocks of TOML are the pack's own lines, and the pack with a slip differs in the slip.
#[test]
fn the_tutorial_shows_its_pack() {
    let (pack, slip) = (
        include_str!("../../docs/tutorial/stalls.toml"),
        include_str!("../../docs/tutorial/stalls-with-a-slip.toml"),
    );
    let blocks: Vec<&str> =
        TUTORIAL.1.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        assert!(pack.contains(block), "{block}");
    }
    let program = include_str!("../../docs/tutorial/main.rs");
    assert!(
        TUTORIAL.1.contains(&format!("```rust\n{program}```")),
        "the program of the tutorial is that which is run"
    );
    let differing: Vec<_> = pack.lines().zip(slip.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(differing.len(), 2, "the remark and the slip: {differing:?}");
}
