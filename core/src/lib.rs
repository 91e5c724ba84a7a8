//! x
mod book;
pub mod diagnostic;
mod facts;
pub mod feel;
mod language;
pub mod number;
pub mod pack;
pub mod penalty;
pub mod time;
pub use book::{BookOn, RuleBook};
pub use facts::{Facts, Given};
pub use language::{Bilingual, Language};
