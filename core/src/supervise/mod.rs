//! Supervision: decided cases against the rules.
//!
//! In: a [`DecidedCase`], which is what a record tells of facts, days, steps, persons and the decision; a [`Policy`] of a
//! pack. Out: a [`Supervision`] with every irregularity, its colour and handling, the values that were expected and found,
//! and its article; or a [`Caseload`] of many cases, in constant memory and on several threads. What could not be judged is
//! a finding of its own, never silence. This room knows lines of JSON, but no files.
//!
//! * `case`: the types of a record. `read`: from a line of JSON to it. `fault`: what can be wrong with one.
//! * `policy`: how an authority supervises. `finding`: the codes, and the type of a finding.
//! * `review`: one case under review, which the checks look at: `amount`, `tier`, `circumstances`, `measures`, `procedure`,
//!   `authority`, `time`, `law`, `judged`, a file each.
//! * `supervisor`: the checks over one case. `caseload`: over many, with counts by office and month.

mod amount;
mod authority;
mod case;
mod caseload;
mod circumstances;
mod fault;
mod finding;
mod judged;
mod law;
mod measures;
mod policy;
mod procedure;
mod read;
mod review;
mod supervisor;
mod tier;
mod time;

pub use case::{CaseEvent, CitedVersion, DecidedCase, Recognised, Taken};
pub use caseload::{Caseload, Judged, Month, Tally};
pub use fault::{PolicyError, RecordFault};
pub use finding::{Irregular, Irregularity};
pub use policy::Policy;
pub use supervisor::{Supervision, Supervisor};
