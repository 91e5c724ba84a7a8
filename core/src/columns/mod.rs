//! An item over whole columns: millions of cases in one call, each the same as if it were assessed alone.
//!
//! In: an [`Item`](crate::Item) and columns of facts in Arrow's layout, borrowed. Out: those result columns that the
//! caller asks for. Where a rule can be proved to run on machine integers it does; every other row goes the way of
//! [`Item::decide`](crate::Item::decide). [`Item::along`](crate::Item::along) tells where along one fact these proofs change. This room knows nothing of the law of the day, of sentences and of files.

mod along;
mod ask;
mod column;
mod decode;
mod error;
mod exact;
mod fixed;
mod form;
mod halves;
mod kernel;
mod line;
mod outputs;
mod plan;
mod processor;
mod program;
mod settle;
mod space;
#[cfg(test)]
mod tests;

pub use along::Stretch;
pub use column::{Bits, Codes, Column, Offsets, Values};
pub use error::ColumnError;
pub use outputs::{AmountValues, Amounts, NO_OUTCOME, NO_TIER, Outputs, error_name, outcome_name};
pub use plan::{BoundColumns, ColumnPlan, Progress};
