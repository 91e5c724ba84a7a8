use thiserror::Error;

use crate::language::{Bilingual, Language};

/// Why a decision was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{field}: expected {}, found {found}", expected.en)]
pub struct DecisionFault {
    /// The stable name.
    pub code: &'static str,
    /// The field, such as `fine`.
    pub field: String,
    /// What was expected.
    pub expected: Bilingual,
    /// What was found.
    pub found: String,
}

impl DecisionFault {
    /// The codes that a fault can have, with their meaning.
    pub const CODES: &[(&str, &str)] = &[
        ("not-json", "The line is not a JSON object with the fields of a decision."),
        ("missing", "A field that every decision has is empty or not there."),
        ("day", "The day of the decision is none."),
        ("amount", "An amount is no number, below zero, with more than four decimals, or 10^14 and above."),
        ("range", "Only one end of the range is there, or the lower lies above the upper."),
        ("facts", "The facts are not an object of texts, numbers, true and false."),
        ("fields", "A row of a table has more fields than the table has columns."),
        ("flagged", "It is neither true nor false."),
    ];

    pub(super) fn new(
        code: &'static str,
        field: impl Into<String>,
        expected: Bilingual,
        found: impl Into<String>,
    ) -> Self {
        Self { code, field: field.into(), expected, found: found.into() }
    }

    /// The fault in words. What was found is told as it stands.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let Self { code, field, expected, found } = self;
        match (language, *code) {
            (Language::English, _) => self.to_string(),
            (Language::Chinese, "missing") => format!("缺少{field}"),
            (Language::Chinese, _) => format!("{field}：应为{}，实为{found}", expected.zh),
        }
    }
}
