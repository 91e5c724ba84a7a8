//! x
mod book;
pub mod diagnostic;
mod facts;
pub mod feel;
mod language;
pub mod number;
mod outcome;
pub mod pack;
pub mod penalty;
pub mod time;
mod wire;
pub use book::{BookOn, RuleBook};
pub use facts::{Facts, Given};
pub use language::{Bilingual, Language};
pub use outcome::{AppliedMeasure, Assumption, Outcome, Phrases, Warning};
pub use penalty::{AssessError, Decision, Item};
