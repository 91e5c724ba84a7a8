//! From packs to a book of rules.
//!
//! In: packs that were read. Out: a [`RuleBook`] of checked items, found by id and day, or all faults that only
//! show when formulas are checked against facts and packs against each other. This room knows how an item is
//! built, not how it is applied.

mod compile;
mod compile_general;
mod compile_item;
mod rule_book;

pub use rule_book::{BookOn, RuleBook};
