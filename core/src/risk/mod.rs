//! Scores of offices.
//!
//! In: a [`Score`], which is a published scheme as a pack gives it, and the facts of a period: how many warnings, how many
//! corrections, which share was done early. Out: a [`ScoreOutcome`], exact, with every deduction and bonus and the
//! article that it rests on. A [`Register`] of the events of many cases gives the counts. This room knows no files.
//!
//! * `score`: the types. `assess`: from the facts to the points. `error`: what can be wrong with them. `sentence`: the words.
//! * `register`: the events of many cases, row by row, and the counts of each office.

mod assess;
mod error;
mod register;
mod score;
mod sentence;

pub use assess::{Accounted, OverPeriods, PartScore, ScoreOutcome};
pub use error::ScoreError;
pub use register::{CaseStanding, Count, OfficeStanding, Register, Row, RowFault, Standing, Tally};
pub use score::{Entry, EntryKind, Expectation, Score, ScoreExample, ScorePart, ScorePeriod, Together};
