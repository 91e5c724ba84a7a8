use thiserror::Error;

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
