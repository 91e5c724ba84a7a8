//! What follows from the facts of a case, and why.
//!
//! In: a decision of the penalty room with its steps. Out: an [`Outcome`] that answers what, how much, under which
//! article, resting on which assumptions, and explains itself in Chinese and English. Texts are made on demand
//! from the steps, so an outcome that nobody reads costs little.

mod assess_error;
mod due;
mod example;
mod law;
mod limit_error;
mod limit_example;
mod phrase;
mod phrase_general;
mod procedure;
mod provided;
mod report;
mod sentence;
mod sentence_due;
mod sentence_general;
mod surcharge;

pub use due::{DueOutcome, DueStep};
pub(crate) use law::{CaseFinding, severity};
pub use law::{Compared, FoundCircumstance, LawOfTheDay};
pub use phrase::{Phrases, fact_values};
pub(crate) use phrase::{basis_sentence, fact_text, facts_sentence};
pub use phrase_general::DocumentPhrases;
pub(crate) use procedure::{Answer, Questions, Settled};
pub use procedure::{AppliedProcedure, AppliedStep};
pub(crate) use provided::{provided, without_basis};
pub use report::{AppliedMeasure, Assumption, Outcome, Warning};
pub use sentence_due::length_text;
pub use surcharge::SurchargeOutcome;
