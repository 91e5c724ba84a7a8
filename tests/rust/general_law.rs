//! The general law above the items of the bundled packs: circumstances, limitation, procedure, the law of the day.
//!
//! Every amount is worked out by hand from the documents; the working stands beside it.

use std::sync::LazyLock;

use evenhand::feel::Ends;
use evenhand::penalty::OutcomeKind;
use evenhand::{AssessError, Case, Decision, Facts, Outcome, RuleBook};

mod bundled;
mod circumstances;
mod conventions;
mod days;
mod governing;
mod large_fine;
mod limitation;
mod moved;
mod procedure;
mod told;

static BOOK: LazyLock<RuleBook> = LazyLock::new(|| RuleBook::bundled().expect("the bundled packs are sound"));

type GivenFacts<'a> = &'a [(&'a str, &'a str)];

/// A case of an act on the day of its decision.
fn case(day: &str, facts: GivenFacts<'_>) -> Case {
    let facts: Facts = facts.iter().copied().collect();
    Case::new(facts, day.parse().unwrap()).acted(day.parse().unwrap())
}

/// The same case, decided later.
fn acted_and_decided(acted: &str, decided: &str, facts: GivenFacts<'_>) -> Case {
    case(decided, facts).acted(acted.parse().unwrap())
}

fn assess(item: &str, case: &Case) -> Outcome {
    try_assess(item, case).unwrap_or_else(|error| panic!("{item}: {error}"))
}

/// What follows; the bare decision must be the same.
fn try_assess(item: &str, case: &Case) -> Result<Outcome, AssessError> {
    let outcome = BOOK.assess(item, case)?;
    assert_eq!(outcome.decision(), &BOOK.decide(item, case)?, "{item}: assess and decide");
    Ok(outcome)
}

/// A decision in a few letters: `1680`, `500..2000`, or the word for an outcome without a fine.
fn told(decision: &Decision) -> String {
    let ends = |ends: Ends| match ends.is_point() {
        true => ends.min.to_string(),
        false => format!("{}..{}", ends.min, ends.max),
    };
    match (decision.kind, decision.fine, decision.reduced) {
        (OutcomeKind::Fine, Some(fine), None) => ends(fine),
        (OutcomeKind::Fine, Some(fine), Some(reduced)) => format!("{} or {}", ends(fine), ends(reduced)),
        (kind, _, _) => kind.code().to_owned(),
    }
}

fn result(item: &str, case: &Case) -> String {
    told(assess(item, case).decision())
}

fn warnings(outcome: &Outcome) -> Vec<&'static str> {
    outcome.warnings().into_iter().map(|warning| warning.code).collect()
}
