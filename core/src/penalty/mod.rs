//! Penalty assessment: from the facts of a case to the fine.
//!
//! In: a compiled [`Item`] and the [`Facts`](crate::Facts) of a case. Out: a [`Decision`], exact and bare, or an
//! [`Outcome`](crate::Outcome) that also tells how it came about. This room knows nothing of files and TOML.
//!
//! The order of the steps, in `compute`: preconditions, the row of a table, the amount, the row's floor and cap,
//! adjustments, the item's floor and cap, the statutory range, rounding, and the fine of the persons responsible.

mod bind;
mod choose;
mod compute;
mod error;
mod item;
mod kind;
mod steps;

pub(crate) use compute::Trace;
pub use error::AssessError;
pub use item::{
    AdjustmentRule, AmountRule, Conditions, Document, ExampleCase, Expected, Fact, FactorRule, FactorWeights,
    Item, MeasureRule, PersonsRule, Sourced, TableRow, Tariff, TierTable, WeightTable,
};
pub use kind::{PenaltyKind, PenaltyPower};
pub use steps::{Decision, FactorChoice, OutcomeKind, Step};
