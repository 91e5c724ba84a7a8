use thiserror::Error;

use crate::language::Language;
use crate::penalty::AssessError;

/// Why there is no policy.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum PolicyError {
    /// There is no policy with this id on any day.
    #[error("there is no supervision policy `{policy}`{}", suggestion.as_ref().map_or_else(String::new, |known| format!("; did you mean `{known}`?")))]
    UnknownPolicy { policy: String, suggestion: Option<String> },
    /// The policy is not in force on the day.
    #[error(transparent)]
    NotInForce(#[from] AssessError),
}

impl PolicyError {
    /// The codes that [`code`](Self::code) can give beside `not-in-force`, with their meaning.
    pub const CODES: &[(&str, &str)] =
        &[("unknown-policy", "There is no supervision policy with this id on any day.")];

    /// The stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownPolicy { .. } => "unknown-policy",
            Self::NotInForce(error) => error.code(),
        }
    }
}

/// Why a record was refused: what is at fault in the file, not in the case.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{field}: expected {expected}, found {found}")]
pub struct RecordFault {
    /// The stable name.
    pub code: &'static str,
    /// The field, such as `decision.fine`.
    pub field: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl RecordFault {
    /// The codes that a fault can have, with their meaning.
    pub const CODES: &[(&str, &str)] = &[
        ("not-json", "The line is not JSON, or something in it is not of the shape of a record."),
        ("unknown-key", "A key that records do not have."),
        ("missing-key", "A key that must be there is missing."),
        ("repeated-key", "A key is there twice."),
        ("wrong-type", "A value is not of the type that the key takes."),
        ("not-a-number", "An amount is no number, or has more digits than amounts have."),
        ("no-such-day", "A day that the calendar does not have."),
        ("not-a-choice", "A word that is none of those that the key takes."),
        ("contradiction", "Two values of the record exclude each other."),
    ];

    pub(super) fn new(
        code: &'static str,
        field: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self { code, field: field.into(), expected: expected.into(), found: found.into() }
    }

    /// The fault in words. What was expected and found are values and names of the format, the same in both languages.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::Chinese => {
                format!("字段{}：应为{}，实为{}", self.field, self.expected, self.found)
            }
            Language::English => self.to_string(),
        }
    }
}
