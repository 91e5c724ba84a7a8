//! The library for Python: each file hands one type of it over, no rule stands here.
//!
//! In: what a caller in Python has (numbers, texts, days). Out: the library's own answers as frozen objects. Names are
//! those of the library. What takes long runs without the interpreter's lock.

mod approvals;
mod book;
mod book_frames;
mod book_on;
mod calendar;
mod case;
mod caseload;
mod compliance;
mod concurrence;
mod consistency;
mod day;
mod document;
mod error;
mod fact;
mod finding;
mod frame;
mod given;
mod index;
mod item;
mod law;
mod limit;
mod loaded;
mod log;
mod number;
mod outcome;
mod page;
mod payments;
mod plot;
mod procedure;
mod record;
mod register;
mod score;
mod screen;
mod stretch;
mod supervision;
mod surcharge;
mod words;

/// Cases are made on one thread and told on another; the usual allocator takes a fifth of the time of a caseload.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The part of `evenhand` that is written in Rust; what it has is found in `evenhand` itself.
#[pyo3::pymodule]
mod _core {
    #[pymodule_export]
    use crate::approvals::{Approvals, ApprovalsStream};
    #[pymodule_export]
    use crate::book::RuleBook;
    #[pymodule_export]
    use crate::book_on::BookOn;
    #[pymodule_export]
    use crate::calendar::Calendar;
    #[pymodule_export]
    use crate::case::Case;
    #[pymodule_export]
    use crate::caseload::{Caseload, CaseloadStream};
    #[pymodule_export]
    use crate::compliance::{Compliance, ComplianceReport};
    #[pymodule_export]
    use crate::concurrence::Concurrence;
    #[pymodule_export]
    use crate::consistency::ConsistencyReport;
    #[pymodule_export]
    use crate::document::Document;
    #[pymodule_export]
    use crate::error::Diagnostic;
    #[pymodule_export]
    use crate::fact::Fact;
    #[pymodule_export]
    use crate::finding::{Finding, Findings};
    #[pymodule_export]
    use crate::frame::{Frame, FrameStream};
    #[pymodule_export]
    use crate::index::{Index, IndexOutcome, IndicatorOutcome};
    #[pymodule_export]
    use crate::item::Item;
    #[pymodule_export]
    use crate::law::{Circumstance, LawOfTheDay, Limitation};
    #[pymodule_export]
    use crate::limit::{DueOutcome, DueStep, Extension, Limit, StageDue, Stop};
    #[pymodule_export]
    use crate::number::Ends;
    #[pymodule_export]
    use crate::outcome::{Assumption, Decision, Measure, Outcome, Step, Warning};
    #[pymodule_export]
    use crate::payments::{PaymentReport, PaymentScreen};
    #[pymodule_export]
    use crate::procedure::{Procedure, ProcedureStep};
    #[pymodule_export]
    use crate::register::{CaseStanding, OfficeStanding, Register, RowFault, Standing};
    #[pymodule_export]
    use crate::score::{OverPeriods, PartScore, Score, ScoreEntry, ScoreOutcome};
    #[pymodule_export]
    use crate::screen::{Screen, ScreenReport, ScreenStream};
    #[pymodule_export]
    use crate::stretch::Stretch;
    #[pymodule_export]
    use crate::supervision::{ApprovalSupervision, Irregular, Supervision};
    #[pymodule_export]
    use crate::surcharge::{ChargedSpan, Halt, SurchargeOutcome};
    #[pymodule_export]
    use crate::words::Bilingual;
}
