//! x
pub mod diagnostic;
pub mod feel;
mod language;
pub mod number;
pub mod time;
pub use language::{Bilingual, Language};
