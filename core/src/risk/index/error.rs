use thiserror::Error;

use crate::diagnostic::nearest;
use crate::penalty::AssessError;

/// Why there is no index. Exhaustive, so that a caller can answer each in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum IndexError {
    /// There is no index with this id on any day.
    #[error("there is no index `{index}`{}", help(suggestion, &[]))]
    UnknownIndex { index: String, suggestion: Option<String> },
    /// A fact or the points of an assessor are at fault, or the index is not in force on the day.
    #[error(transparent)]
    Facts(#[from] AssessError),
    /// Points for an indicator that the index does not have.
    #[error("`{index}` has no indicator `{indicator}`{}", help(suggestion, known))]
    UnknownIndicator { index: String, indicator: String, suggestion: Option<String>, known: Vec<String> },
    /// Points for an indicator that gets its points from facts.
    #[error("nobody gives points for the indicator `{indicator}`: it is scored by facts")]
    NotAssessed { indicator: String },
    /// Points of somebody who is no assessor of the indicator.
    #[error("the indicator `{indicator}` has no assessor `{assessor}`{}", help(suggestion, known))]
    UnknownAssessor { indicator: String, assessor: String, suggestion: Option<String>, known: Vec<String> },
    /// An assessor gave points for an indicator twice.
    #[error("the assessor `{assessor}` gives points for the indicator `{indicator}` twice")]
    AssessorTwice { indicator: String, assessor: String },
    /// Assessors gave no points, and the index does not do without.
    #[error("the indicator `{indicator}` has no points of {}: give {expected} for each", assessors.join(", "))]
    MissingAssessors { indicator: String, assessors: Vec<String>, expected: String },
    /// Too few assessors gave points.
    #[error("the indicator `{indicator}` has the points of {found} assessors, and needs those of {least}")]
    TooFewAssessors { indicator: String, found: usize, least: usize },
    /// Two outcomes that are held against each other are of two indices.
    #[error("`{before}` and `{after}` are two indices: only outcomes of one can be compared")]
    OtherIndex { before: String, after: String },
}

impl IndexError {
    /// The codes that [`code`](Self::code) can give beside those of [`AssessError::CODES`], with their meaning.
    pub const CODES: &[(&str, &str)] = &[
        ("unknown-index", "There is no index with this id on any day."),
        ("unknown-indicator", "Points are given for an indicator that the index does not have."),
        ("not-assessed", "Points are given for an indicator that is scored by facts."),
        ("unknown-assessor", "Points are given by somebody who is no assessor of the indicator."),
        ("assessor-twice", "An assessor gave points for an indicator twice."),
        ("missing-assessors", "Assessors gave no points, and the index does not do without."),
        ("too-few-assessors", "Fewer assessors gave points than the index needs."),
        ("other-index", "Outcomes of two indices cannot be compared."),
    ];

    /// The stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownIndex { .. } => "unknown-index",
            Self::Facts(error) => error.code(),
            Self::UnknownIndicator { .. } => "unknown-indicator",
            Self::NotAssessed { .. } => "not-assessed",
            Self::UnknownAssessor { .. } => "unknown-assessor",
            Self::AssessorTwice { .. } => "assessor-twice",
            Self::MissingAssessors { .. } => "missing-assessors",
            Self::TooFewAssessors { .. } => "too-few-assessors",
            Self::OtherIndex { .. } => "other-index",
        }
    }

    /// The fact or indicator that the error is about, if it is about one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Facts(error) => error.field(),
            Self::UnknownIndicator { indicator, .. }
            | Self::NotAssessed { indicator }
            | Self::UnknownAssessor { indicator, .. }
            | Self::AssessorTwice { indicator, .. }
            | Self::MissingAssessors { indicator, .. }
            | Self::TooFewAssessors { indicator, .. } => Some(indicator),
            Self::UnknownIndex { .. } | Self::OtherIndex { .. } => None,
        }
    }
}

/// The nearest of the known names, and all of them.
pub(super) fn known<'a>(
    name: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> (Option<String>, Vec<String>) {
    (nearest(name, names.clone()).map(str::to_owned), names.map(str::to_owned).collect())
}

fn help(suggestion: &Option<String>, known: &[String]) -> String {
    match suggestion {
        Some(suggestion) => format!("; did you mean `{suggestion}`?"),
        None if known.is_empty() => String::new(),
        None => format!("; there are {}", known.join(", ")),
    }
}
