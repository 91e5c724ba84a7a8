//! Indices: how a person, a group, a post or a project is rated.
//!
//! In: an [`Index`] as a pack gives it, the facts, and the points that assessors gave. Out: an [`IndexOutcome`]: the
//! number, the grade with its colour and measures, and what each indicator brings, which adds up exactly.
//!
//! * `model`: the types. `assess`: from the facts to the grade. `combine`: the points of several assessors; `sheet`: those
//!   given to one after the other.
//! * `change`: what moved the index between two outcomes, and what would bring the next grade.
//! * `error`: what can be wrong. `sentence`: the words.

mod assess;
mod change;
mod combine;
mod error;
mod model;
mod sentence;
mod sheet;

pub use assess::{AssessorPoints, IndexOutcome, IndicatorOutcome, Scored};
pub use change::{GradeChange, IndicatorChange, Moved, Movement};
pub use combine::{Combination, MissingAssessor};
pub use error::IndexError;
pub use model::{
    Assessments, Assessor, Assessors, Band, Criterion, Grade, GradeMeasure, Index, IndexExample, Indicator,
    IndicatorGroup, IndicatorKind, Matrix, Method, Scoring, TableRow, Weighted,
};
pub use sheet::{PointSheet, Points};
