//! Rule packs: TOML files read into a typed model.
//!
//! In: the bytes of a file. Out: a [`Pack`], or all its faults as diagnostics. A pack is read, not yet understood:
//! its formulas are still text, with the place that each one stood at. This room knows the shape of the format
//! (the terms come from `table`), but nothing of how a formula is checked or a fine computed.
//!
//! * [`mod@format`]: every table and key of the format, once; the reader, the schema and the documentation use it.
//! * `model`: the types that come out. `read`: from tables to the model. `pieces`: the same, one item at a time.

mod compliance;
mod consistency;
pub mod format;
mod format_compliance;
mod format_consistency;
mod format_document;
mod format_general;
mod format_index;
pub(crate) mod format_item;
mod format_limit;
mod format_payments;
mod format_score;
mod format_screen;
mod format_supervision;
mod format_surcharge;
mod general;
mod index;
mod limit;
mod model;
mod payments;
mod pieces;
mod read;
mod read_compliance;
mod read_consistency;
mod read_general;
mod read_index;
mod read_item;
mod read_limit;
mod read_payments;
mod read_score;
mod read_screen;
mod read_supervision;
mod read_surcharge;
mod score;
mod screen;
mod supervision;
mod surcharge;

pub use compliance::{
    ComplianceDeclaration, ComplianceExampleDeclaration, DutyDeclaration, ProvisionDeclaration,
    TakenStepDeclaration,
};
pub use consistency::ConsistencyDeclaration;
#[cfg(feature = "reference")]
pub use format::{json_schema, reference};
pub use general::{
    Actor, CircumstanceDeclaration, Effect, GeneralDeclarations, LargeFineDeclaration, LimitLength,
    LimitationDeclaration, PartsDeclaration, PartsOf, Principles, ProcedureDeclaration, StepDeclaration,
    StepLimit,
};
pub use index::{
    AssessorDeclaration, BandDeclaration, CombineDeclaration, CriterionDeclaration, GivenPoints,
    GradeDeclaration, GroupDeclaration, IndexDeclaration, IndexExampleDeclaration, IndicatorDeclaration,
    MatrixDeclaration, RowDeclaration, ScoringDeclaration,
};
pub use limit::{AtLatestDeclaration, DeemedDeclaration, LimitDeclaration, LimitExample, StageDeclaration};
pub use model::{
    Adjustment, Cancellation, Cells, Conventions, Example, ExampleFine, FactDeclaration, FactTypeDeclaration,
    Factor, FactorWeight, InForce, LawDeclaration, LawVersion, Measure, MeasureUse, Pack, Penalty, Persons,
    Requirement, Row, RowConditions, RowOutcome, Source, SourceKind, UnknownFactRule, Weights, WhenSeveral,
};
pub use payments::PaymentScreenDeclaration;
pub use read::read_pack;
pub(crate) use read::{digest, read_partly};
pub use score::{
    EntryDeclaration, GivenFacts, ScoreDeclaration, ScoreExampleDeclaration, ScorePartDeclaration,
    TogetherDeclaration,
};

pub use screen::ScreenDeclaration;
pub use supervision::{
    AcceptanceDeclaration, FeeDeclaration, Handling, PolicyDeclaration, PolicyRule, Separation, Supervised,
};
pub use surcharge::{SurchargeDeclaration, SurchargeExample};

pub use crate::table::{Located, MAX_FILE_BYTES as MAX_PACK_BYTES};

/// The most rows that a discretion table has, factors a weighted one, and cells a factor. The largest table that is known
/// to be published has 37 rows; one with so many can still be checked in seconds.
pub const MAX_ROWS: usize = 1_000;

/// The most facts that a table of facts declares.
pub const MAX_FACTS: usize = 500;
