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
mod general;
mod governed;
mod item;
mod kind;
mod limitation;
mod movement;
mod steps;

pub(crate) use compute::Trace;
pub use error::AssessError;
pub use general::{
    Circumstance, GeneralRules, LargeFine, Limitation, LongerLimitation, Part, PartsOfRange, Procedure,
    ProcedureStep,
};
pub(crate) use general::{OutcomeName, OutcomePart, is_part, outcome_names, penalty_measures};
pub(crate) use governed::{Bound, Governed};
pub use item::{
    AdjustmentRule, AmountRule, Conditions, Document, ExampleCase, Expected, Fact, FactorRule, FactorWeights,
    Item, MeasureRule, PersonsRule, RequirementRule, Sourced, TableRow, Tariff, TierTable, WeightTable,
};
pub use kind::{PenaltyKind, PenaltyPower};
pub use limitation::{LimitationFinding, LimitationState};
pub use movement::CircumstanceRef;
pub(crate) use movement::Heeded;
pub use steps::{Decision, FactorChoice, OutcomeKind, Step};
