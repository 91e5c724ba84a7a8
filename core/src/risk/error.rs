use thiserror::Error;

use crate::penalty::AssessError;

/// Why there is no score. Exhaustive, so that a caller can answer each in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum ScoreError {
    /// There is no score with this id on any day.
    #[error("there is no score `{score}`{}", suggestion.as_ref().map_or_else(String::new, |known| format!("; did you mean `{known}`?")))]
    UnknownScore { score: String, suggestion: Option<String> },
    /// A fact is at fault, or the score is not in force on the day.
    #[error(transparent)]
    Facts(#[from] AssessError),
    /// The facts contradict each other.
    #[error("these facts do not fit together: {expected} (`{condition}`)")]
    Unmet { expected: String, condition: String },
    /// The document does not say how several periods come together.
    #[error("`{score}` does not say how the scores of several periods come together")]
    OnePeriodOnly { score: String },
    /// There is nothing to take the mean of.
    #[error("no period is given")]
    NoPeriod,
}

impl ScoreError {
    /// The codes that [`code`](Self::code) can give beside those of [`AssessError::CODES`], with their meaning.
    pub const CODES: &[(&str, &str)] = &[
        ("unknown-score", "There is no score with this id on any day."),
        ("unmet", "The facts contradict each other."),
        ("one-period-only", "The document does not say how the scores of several periods come together."),
        ("no-period", "There is nothing to take the mean of."),
    ];

    /// The stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownScore { .. } => "unknown-score",
            Self::Facts(error) => error.code(),
            Self::Unmet { .. } => "unmet",
            Self::OnePeriodOnly { .. } => "one-period-only",
            Self::NoPeriod => "no-period",
        }
    }

    /// The fact that the error is about, if it is about one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Facts(error) => error.field(),
            _ => None,
        }
    }
}
