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
