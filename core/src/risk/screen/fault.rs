use thiserror::Error;

use crate::language::{Bilingual, Language};

/// The field of what is no release at all.
pub(super) const LINE: &str = "the line";

/// Why a tender was refused: what is at fault in the file, not what is suspicious.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{field}: expected {}, found {found}", expected.en)]
pub struct TenderFault {
    /// The stable name.
    pub code: &'static str,
    /// The field, such as `bids.details[2].value.amount`.
    pub field: String,
    /// What was expected.
    pub expected: Bilingual,
    /// What was found.
    pub found: String,
}

impl TenderFault {
    /// The codes that a fault can have, with their meaning.
    pub const CODES: &[(&str, &str)] = &[
        ("not-json", "The line is not JSON, or a field has another type than OCDS gives it."),
        ("no-id", "The tender has no id."),
        ("repeated-tender", "The id was there before."),
        ("amount", "A price is no number, not above zero, or beyond what is compared exactly."),
        ("currency", "A bid is in another currency than the first bid of the file."),
        ("date", "A date is none, or a day stands beside a moment."),
        ("many-bids", "There are more than 10,000 bids."),
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
            (Language::Chinese, "not-json") if field == LINE => {
                format!("本行应为{}，实为{found}", expected.zh)
            }
            (Language::Chinese, _) => format!("{field}：应为{}，实为{found}", expected.zh),
        }
    }
}
