use std::sync::Arc;

use super::Outcome;
use crate::feel::Ends;
use crate::penalty::{ExampleCase, Expected, Item, OutcomeKind};

impl ExampleCase {
    /// Whether the item gives what the example says.
    ///
    /// # Errors
    /// Everything in which the outcome differs, one difference a line.
    pub fn holds(&self, item: &Arc<Item>) -> Result<(), String> {
        let outcome = match (item.assess(&self.given), self.expected) {
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
        let (kind, fine) = match self.expected {
            Expected::Fine(fine) => (OutcomeKind::Fine.code(), Some(fine)),
            Expected::Measures => (OutcomeKind::Measures.code(), None),
            Expected::NoPenalty => (OutcomeKind::NoPenalty.code(), None),
            Expected::NotApplicable => (OutcomeKind::NotApplicable.code(), None),
            Expected::Error(code) => (code, None),
        };
        compare("outcome", kind.to_owned(), decision.kind.code().to_owned());
        compare("fine", range(fine), range(decision.fine));
        compare("moved into the statutory range", self.warns.to_string(), decision.clamped.to_string());
        if self.statutory.is_some() {
            compare("statutory range", range(self.statutory), range(decision.statutory));
        }
        if self.persons.is_some() {
            compare("fine of the persons", range(self.persons), range(decision.persons));
        }
        if let Some(tier) = &self.tier {
            compare("tier", tier.clone(), tier_name(&outcome, tier));
        }
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }
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
