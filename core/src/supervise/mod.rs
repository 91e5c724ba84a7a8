//! Supervision: decided cases and applications against the rules.
//!
//! In: a [`DecidedCase`], which is what a record tells of facts, days, steps, persons and the decision; a [`Policy`] of a
//! pack. Out: a [`Supervision`] with every irregularity, its colour and handling, the values that were expected and found,
//! and its article; or a [`Caseload`] of many cases, in constant memory and on several threads. What could not be judged is
//! a finding of its own, never silence. Likewise an [`Application`] with its limit, on a day. This room knows lines of JSON, but
//! no files.
//!
//! * `case`, `application`: the types of records. `read`, `read_application`: from a line of JSON to them.
//! * `policy`: how an authority supervises. `finding`: the codes, and the type of a finding.
//! * `review`: one case under review, which the checks look at: `amount`, `tier`, `circumstances`, `measures`, `procedure`,
//!   `authority`, `time`, `law`, `judged`, a file each.
//! * `supervisor`: the checks over one case. `caseload`: over many, with counts by office and month.
//! * `approval`: one application. `approvals`: many, with counts that scores take.

mod amount;
mod application;
mod approval;
mod approvals;
mod authority;
mod case;
mod caseload;
mod circumstances;
mod finding;
mod judged;
mod law;
mod measures;
mod policy;
mod procedure;
mod read;
mod read_application;
mod review;
mod supervisor;
mod tier;
mod time;

pub use crate::record::RecordFault;
pub use application::{Application, ApplicationEvent};
pub use approval::{ApprovalSupervision, ApprovalSupervisor};
pub use approvals::{Approvals, JudgedApplication, OfficeApprovals};
pub use case::{CaseEvent, CitedVersion, DecidedCase, Recognised, Taken};
pub use caseload::{Caseload, Judged, Month, Tally};
pub use finding::{Irregular, Irregularity};
pub use policy::{Acceptance, Fee, Policy};
pub use supervisor::{Supervision, Supervisor};
