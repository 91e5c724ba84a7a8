//! An item, and what follows under it alone.

#[cfg(feature = "full")]
use std::cell::OnceCell;
use std::fmt::Write;
use std::sync::Arc;

#[cfg(feature = "full")]
use evenhand::columns::ColumnPlan;
use evenhand::feel::Ends;
use evenhand::{Item as Rule, Language};
use wasm_bindgen::prelude::*;

use crate::error;
use crate::given;

/// One violation and what follows from it, in the version of one day.
#[wasm_bindgen]
pub struct Item {
    pub(crate) rule: Arc<Rule>,
    /// How it runs over columns, worked out once.
    #[cfg(feature = "full")]
    pub(crate) plan: OnceCell<ColumnPlan>,
}

#[wasm_bindgen]
impl Item {
    /// What it is about, where it stands, and the facts that it asks for, as JSON.
    pub fn describe(&self) -> String {
        self.rule.to_json()
    }

    /// The JSON Schema of its facts, labelled in Chinese or English.
    pub fn facts_schema(&self, chinese: bool) -> String {
        let language = if chinese { Language::Chinese } else { Language::English };
        self.rule.facts_schema(language)
    }

    /// The bare result, a word a line: what follows, the row, whether it was moved into the range, then two ends each for
    /// the fine, the reduced fine, the range of the law and the fine of the persons; nothing in a line where there is none.
    pub fn decide(&self, facts: &str) -> Result<String, JsValue> {
        let decided = given::facts(facts).and_then(|facts| self.rule.decide(&facts));
        let decision = decided.map_err(error::assess)?;
        let mut lines = String::with_capacity(64);
        lines.push_str(decision.kind.code());
        lines.push('\n');
        if let Some(row) = decision.row {
            // Writing to a text cannot fail.
            let _written = write!(lines, "{row}");
        }
        lines.push_str(if decision.clamped { "\n1" } else { "\n0" });
        for ends in [decision.fine, decision.reduced, decision.statutory, decision.persons] {
            match ends {
                Some(Ends { min, max }) => {
                    let _written = write!(lines, "\n{min}\n{max}");
                }
                None => lines.push_str("\n\n"),
            }
        }
        Ok(lines)
    }

    /// The whole outcome as JSON.
    pub fn assess(&self, facts: &str) -> Result<String, JsValue> {
        let assessed = given::facts(facts).and_then(|facts| self.rule.assess(&facts));
        assessed.map(|outcome| outcome.to_json()).map_err(error::assess)
    }

    /// The outcome as a paragraph that can be put into a decision.
    pub fn explain(&self, facts: &str, chinese: bool) -> Result<String, JsValue> {
        let language = if chinese { Language::Chinese } else { Language::English };
        let assessed = given::facts(facts).and_then(|facts| self.rule.assess(&facts));
        assessed.map(|outcome| outcome.explanation(language)).map_err(error::assess)
    }
}

impl Item {
    pub(crate) fn new(rule: &Arc<Rule>) -> Self {
        Self {
            rule: Arc::clone(rule),
            #[cfg(feature = "full")]
            plan: OnceCell::new(),
        }
    }
}
