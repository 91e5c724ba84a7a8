//! From packs to a book of rules.
//!
//! In: packs that were read. Out: a [`RuleBook`] of checked items, found by id and day, or all faults that only
//! show when formulas are checked against facts and packs against each other. This room knows how an item is
//! built and how items of two days differ, not how one is applied.

mod changes;
mod compare;
mod compile;
mod compile_general;
mod compile_index;
mod compile_item;
mod compile_score;
mod complete_limit;
mod compliances;
mod consistency;
mod coverage;
mod formula;
mod limits;
mod mentioned;
mod optional;
mod payment_screens;
mod policies;
mod references;
mod rule_book;
mod scheme_error;
mod scheme_formulas;
mod schemes;
mod screens;
mod succession;
mod surcharges;

pub use changes::{Change, Ending};
pub use compare::Aspect;
pub(crate) use limits::Turns;
pub use limits::{DatedLimit, LimitRule};
pub(crate) use references::cited;
pub use rule_book::{BookOn, RuleBook};
pub use scheme_error::SchemeError;
pub use schemes::{Scheme, SchemeKind};
pub use surcharges::SurchargeRule;
