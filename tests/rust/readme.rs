//! What the READMEs show at a terminal is what the command prints.
#![allow(clippy::expect_used, reason = "a test that cannot run must fail")]

mod sessions;

use sessions::{printed, sessions};

const READMES: [(&str, &str); 2] = [
    ("README.md", include_str!("../../README.md")),
    ("README.zh-CN.md", include_str!("../../README.zh-CN.md")),
];

#[test]
fn every_session_prints_what_is_shown() {
    for (name, text) in READMES {
        let sessions = sessions(text);
        assert!(sessions.len() >= 2, "{name} shows the command at work");
        for (arguments, shown) in sessions {
            assert_eq!(
                shown.trim_end(),
                printed(&arguments).trim_end(),
                "{name}: cargo evenhand {arguments}"
            );
        }
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
