//! Compliance: conduct and procedures beside penalties, held against duties and steps.
//!
//! In: a [`Compliance`] scheme of a pack and a [`Matter`], which is what a record tells of facts, steps and persons. Out: a
//! [`Judgement`] with every [`Finding`], what was expected and found, and what could not be judged and why; or, over many
//! records, a [`ComplianceReport`] whose counts add up. A finding is about a duty that does not hold, or a step that is missing,
//! comes out of order or time, or was taken by whom it is not for. This room knows lines of JSON, but no files.
//!
//! * `scheme`: the types. `matter`: a record, and how it is read from a line.
//! * `judge`: a record against the scheme; `steps`: its steps, one after the other.
//! * `finding`, `sentence`: what was found, in words. `review`: many records, with counts. `example`: worked examples.

mod example;
mod finding;
mod judge;
mod matter;
mod review;
mod scheme;
mod sentence;
mod steps;

pub use crate::record::RecordFault;
pub use example::ComplianceExample;
pub use finding::{Finding, Judgement, Noncompliance, Unsettled, Verdict};
pub use matter::{Matter, MatterEvent};
pub use review::{ComplianceReport, ComplianceReview, Found, OfficeTally, Tally};
pub use scheme::{Compliance, Duty, Provision, Role, TakenStep};
