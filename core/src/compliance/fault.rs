use thiserror::Error;

use crate::penalty::AssessError;

/// Why there is no scheme.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum ComplianceError {
    /// There is no scheme with this id on any day.
    #[error("there is no compliance scheme `{scheme}`{}", suggestion.as_ref().map_or_else(String::new, |known| format!("; did you mean `{known}`?")))]
    UnknownScheme { scheme: String, suggestion: Option<String> },
    /// The scheme is not in force on the day.
    #[error(transparent)]
    NotInForce(#[from] AssessError),
}

impl ComplianceError {
    /// The codes that [`code`](Self::code) can give beside `not-in-force`, with their meaning.
    pub const CODES: &[(&str, &str)] =
        &[("unknown-scheme", "There is no compliance scheme with this id on any day.")];

    /// The stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownScheme { .. } => "unknown-scheme",
            Self::NotInForce(error) => error.code(),
        }
    }
}
