//! What can be wrong with columns as a whole. What is wrong with one row is an error of that row.

use thiserror::Error;

use crate::feel::FactType;

/// Why nothing was computed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum ColumnError {
    /// A column is named after a fact that the item does not have.
    #[error("`{item}` has no fact `{fact}`; expected columns among {}", known.join(", "))]
    UnknownFact { item: String, fact: String, known: Vec<String> },
    /// Two columns have the same name.
    #[error("the column `{fact}` is given twice")]
    DuplicateFact { fact: String },
    /// A column has values of another type.
    #[error("the column `{fact}` must hold {expected}, found a column that holds {found}")]
    WrongType { fact: String, expected: FactType, found: FactType },
    /// A column has another number of rows.
    #[error("the column `{column}` has {found} rows, expected {expected}")]
    WrongLength { column: String, expected: usize, found: usize },
    /// A validity bitmap is too short.
    #[error("the validity of the column `{fact}` has {found} bits, expected at least {expected}")]
    ShortValidity { fact: String, expected: usize, found: usize },
    /// The caller stopped the run; what the result columns hold is of no use.
    #[error("stopped before all rows were decided")]
    Stopped,
}

impl ColumnError {
    /// The stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownFact { .. } => "unknown-fact",
            Self::DuplicateFact { .. } => "duplicate-fact",
            Self::WrongType { .. } => "wrong-type",
            Self::WrongLength { .. } => "wrong-length",
            Self::ShortValidity { .. } => "short-validity",
            Self::Stopped => "stopped",
        }
    }

    /// The column that the error is about, if it is about one.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::UnknownFact { fact, .. }
            | Self::DuplicateFact { fact }
            | Self::WrongType { fact, .. }
            | Self::ShortValidity { fact, .. } => Some(fact),
            Self::WrongLength { column, .. } => Some(column),
            Self::Stopped => None,
        }
    }
}
