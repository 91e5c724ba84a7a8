//! Frames: tables of cases in, columns of results out, both as Arrow data that other libraries hold.
//!
//! `given` is a frame as a caller gives it, `values` one of its columns as the library reads it, `select` finds the rule of
//! each row, `groups` puts the rows of one rule together. `assess` runs them into the buffers of `room` (of `amounts` for the fines), which become the
//! columns that `wanted` names; `watch` tells how far it is. `table` is what is handed back: a whole table or a stream.
//!
//! Time limits go the same way: `events` reads the events of cases, `due` counts them, `due_work` does so slice by slice,
//! `due_call` is the call.
//!
//! Records go as JSON, so that one place reads them: `json` writes columns, `records` knows which column stands for which key,
//! `fact_columns` where its facts stand, `case_events` joins the events of a frame of their own. `cases` and `applications` make
//! records of columns without JSON, by `plain`. `supervise` runs caseloads; `finding_columns` and `caseload_columns` are what
//! comes out.
//!
//! Schemes go by `frame_call`: `index`, `score` and `screen` to a table or a stream, `payments`, `consistency` and `compliance` to one report. `slices` cuts
//! the frame, `whole` has the columns of a slice by what they stand for, `together` keeps the rows of a group until it is complete, `grouped`
//! tells which belong together, `parts` cuts them so that no group is torn; `coded` and `given_values` read columns without a text a row, `pace` works on several threads, and `made` puts result columns together.

mod amounts;
mod applications;
mod assess;
mod call;
mod case_events;
mod caseload_columns;
mod cases;
mod coded;
mod compliance;
mod consistency;
mod due;
mod due_call;
mod due_work;
mod events;
mod fact_columns;
mod failure;
mod finding_columns;
mod frame_call;
mod given;
mod given_values;
mod grouped;
mod groups;
mod index;
mod json;
mod made;
mod pace;
mod parts;
mod payments;
mod plain;
mod reason;
mod records;
mod room;
mod score;
mod screen;
mod select;
mod slices;
mod supervise;
mod table;
mod together;
mod values;
mod wanted;
mod watch;
mod whole;

pub(crate) use applications::Applications;
pub(crate) use call::{Call, Day, Falls, OnError};
pub(crate) use caseload_columns::{approval_codes, approval_offices, codes, month_text, offices};
pub(crate) use cases::DecidedCases;
pub(crate) use compliance::{
    ComplianceCall, Reviewed, compliance_faults, compliance_findings, compliance_offices, provisions,
    unsettled,
};
pub(crate) use consistency::{comparisons, consistency_faults, consistency_findings, groups, months, unlike};
pub(crate) use due_call::{CaseTable, DueCall, EventTable};
pub(crate) use fact_columns::GivenFacts;
pub(crate) use finding_columns::no_findings;
pub(crate) use frame_call::FrameCall;
pub(crate) use given::GivenFrame;
pub(crate) use payments::{payment_faults, payment_findings, payment_flags, payments_concerned};
pub(crate) use screen::{SharedScreening, faults, findings, flags};
pub(crate) use supervise::{Counted, GivenRecords, SharedCounts, SuperviseCall};
pub(crate) use table::{Frame, FrameStream};
pub(crate) use wanted::{DueResults, Results};
pub(crate) use watch::GivenProgress;
