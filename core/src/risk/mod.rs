//! Scores of offices, and indices of people, posts and projects.
//!
//! In: a [`Score`], which is a published scheme as a pack gives it, and the facts of a period: how many warnings, how many
//! corrections, which share was done early. Out: a [`ScoreOutcome`], exact, with every deduction and bonus and the
//! article that it rests on. A [`Register`] of the events of many cases gives the counts. This room knows no files.
//!
//! * `score`: the types. `assess`: from the facts to the points. `error`: what can be wrong with them. `sentence`: the words.
//! * `index`: indicators with weights, assessors, grades and what they prescribe.
//! * [`screen`]: what looks like collusion or favour among the bids of tenders.
//! * [`payments`]: what shows only in single payments, and among their peers.
//! * `register`: the events of many cases, row by row, and the counts of each office.

mod assess;
mod error;
mod index;
pub mod payments;
mod register;
mod score;
pub mod screen;
mod sentence;

pub use assess::{Accounted, OverPeriods, PartScore, ScoreOutcome};
pub use error::ScoreError;
pub use index::{
    Assessments, Assessor, AssessorPoints, Assessors, Band, Combination, Criterion, Grade, GradeChange,
    GradeMeasure, Index, IndexError, IndexExample, IndexOutcome, Indicator, IndicatorChange, IndicatorGroup,
    IndicatorKind, IndicatorOutcome, Matrix, Method, MissingAssessor, Moved, Movement, PointSheet, Points,
    Scored, Scoring, TableRow, Weighted,
};
pub use register::{CaseStanding, Count, OfficeStanding, Register, Row, RowFault, Standing, Tally};
pub use score::{Entry, EntryKind, Expectation, Score, ScoreExample, ScorePart, ScorePeriod, Together};
