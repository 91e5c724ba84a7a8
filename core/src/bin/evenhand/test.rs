//! `evenhand test [PATH]`

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use evenhand::feel::Ends;
use evenhand::penalty::{ExampleCase, Expected, OutcomeKind};
use evenhand::{Item, Outcome};

use crate::book::load;
use crate::{Answer, FAULT};

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
            match check(item, example) {
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

/// Everything in which the outcome differs from what the example says.
pub(crate) fn check(item: &Arc<Item>, example: &ExampleCase) -> Result<(), String> {
    let outcome = match (item.assess(&example.given), example.expected) {
        (Ok(outcome), _) => outcome,
        (Err(error), Expected::Error(code)) if error.code() == code => return Ok(()),
        (Err(error), _) => return Err(format!("  {error}")),
    };
    let mut differences = Vec::new();
    let mut compare = |what: &str, expected: String, found: String| {
        if expected != found {
            differences.push(format!("  {what}: expected {expected}, found {found}"));
        }
    };
    let decision = outcome.decision();
    let (kind, fine) = match example.expected {
        Expected::Fine(fine) => (OutcomeKind::Fine.code(), Some(fine)),
        Expected::Measures => (OutcomeKind::Measures.code(), None),
        Expected::NoPenalty => (OutcomeKind::NoPenalty.code(), None),
        Expected::NotApplicable => (OutcomeKind::NotApplicable.code(), None),
        Expected::Error(code) => (code, None),
    };
    compare("outcome", kind.to_owned(), decision.kind.code().to_owned());
    compare("fine", range(fine), range(decision.fine));
    compare("moved into the statutory range", example.warns.to_string(), decision.clamped.to_string());
    if example.statutory.is_some() {
        compare("statutory range", range(example.statutory), range(decision.statutory));
    }
    if example.persons.is_some() {
        compare("fine of the persons", range(example.persons), range(decision.persons));
    }
    if let Some(tier) = &example.tier {
        compare("tier", tier.clone(), tier_name(&outcome, tier));
    }
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
}

/// The tier in the language in which the example names it.
fn tier_name(outcome: &Outcome, expected: &str) -> String {
    match outcome.tier() {
        Some(tier) if tier.en == expected => tier.en.clone(),
        Some(tier) => tier.zh.clone(),
        None => "none".to_owned(),
    }
}

fn range(ends: Option<Ends>) -> String {
    match ends {
        None => "none".to_owned(),
        Some(ends) if ends.is_point() => ends.min.to_string(),
        Some(ends) => format!("[{}..{}]", ends.min, ends.max),
    }
}
