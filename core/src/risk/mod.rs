//! Scores of offices.
//!
//! In: a [`Score`], which is a published scheme as a pack gives it, and the facts of a period: how many warnings, how many
//! corrections, which share was done early. Out: a [`ScoreOutcome`], exact, with every deduction and bonus and the
//! article that it rests on. This room knows neither files nor the clock that counts the warnings.
//!
//! * `score`: the types. `assess`: from the facts to the points. `error`: what can be wrong with them. `sentence`: the words.

mod assess;
mod error;
mod score;
mod sentence;

pub use assess::{Accounted, OverPeriods, PartScore, ScoreOutcome};
pub use error::ScoreError;
pub use score::{Entry, EntryKind, Expectation, Score, ScoreExample, ScorePart, ScorePeriod, Together};
