//! The checks of rules.

use evenhand::RuleBook;
use evenhand::check::CheckOptions;
use evenhand::number::{Rational, parse_decimal};
use wasm_bindgen::prelude::*;

use crate::book::Book;
use crate::error;

#[wasm_bindgen]
impl Book {
    /// Everything that the checks find, as a list of JSON. Without a day nothing is said about documents that end; `cliff`
    /// is how far a fine may jump at a boundary, as a share of the range of the law.
    pub fn check(&self, day: Option<String>, cliff: Option<String>) -> Result<String, JsValue> {
        let mut options = CheckOptions::default();
        if let Some(day) = day {
            options.day = Some(error::day("day", &day)?);
        }
        if let Some(cliff) = cliff {
            let share = parse_decimal(&cliff).map_err(|fault| {
                error::assess(evenhand::AssessError::NotANumber { fact: "cliff".to_owned(), error: fault })
            })?;
            options.cliff = Rational::from(share);
        }
        let findings: Vec<String> = self.0.check(options).iter().map(|finding| finding.to_json()).collect();
        Ok(list(&findings))
    }
}

/// What is found in the texts of packs: the faults where they cannot be loaded, else what the checks find; a list of JSON.
#[wasm_bindgen]
pub fn check_texts(
    names: Vec<String>,
    texts: Vec<String>,
    day: Option<String>,
    cliff: Option<String>,
) -> Result<String, JsValue> {
    match RuleBook::load(names.into_iter().zip(texts)) {
        Ok(rules) => Book(rules).check(day, cliff),
        Err(faults) => Ok(list(&faults.0.iter().map(|fault| fault.to_finding_json()).collect::<Vec<_>>())),
    }
}

fn list(entries: &[String]) -> String {
    format!("[{}]", entries.join(","))
}
