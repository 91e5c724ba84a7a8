//! `evenhand test [PATH]`

use std::path::PathBuf;

use crate::book::load;
use crate::{Answer, FAULT};
use clap::Args;

#[derive(Args)]
pub(crate) struct Arguments {
    /// A pack, or a folder of packs; the bundled ones if left out
    path: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Answer, Answer> {
    let book = load(arguments.path.as_deref())?;
    let (mut passed, mut failures, mut without) = (0_usize, Vec::new(), Vec::new());
    for item in book.items() {
        if item.examples.is_empty() {
            without.push(item.id.as_str());
        }
        for example in &item.examples {
            match example.holds(item) {
                Ok(()) => passed = passed.saturating_add(1),
                Err(difference) => {
                    let facts: Vec<String> =
                        example.given.iter().map(|(name, value)| format!(" {name}={value}")).collect();
                    failures.push(format!(
                        "FAILED {}{} (line {})\n{difference}",
                        item.id,
                        facts.concat(),
                        example.line
                    ));
                }
            }
        }
    }
    for score in book.scores() {
        if score.examples.is_empty() {
            without.push(score.id.as_str());
        }
        for example in &score.examples {
            match example.holds(score) {
                Ok(()) => passed = passed.saturating_add(1),
                Err(difference) => {
                    failures.push(format!("FAILED {} (line {})\n{difference}", score.id, example.line));
                }
            }
        }
    }
    let mut output = String::new();
    for id in &without {
        output.push_str(&format!("no example: {id}\n"));
    }
    for failure in &failures {
        output.push_str(&format!("{failure}\n"));
    }
    output.push_str(&format!("{passed} passed, {} failed\n", failures.len()));
    let code = if failures.is_empty() { 0 } else { FAULT };
    Ok(Answer { output, complaint: String::new(), code })
}
