//! A case before the law: the versions of its days, the general rules above the item, several rules at once.
//!
//! In: a [`RuleBook`](crate::RuleBook) and a [`Case`](crate::Case). Out: an [`Outcome`](crate::Outcome) with the
//! general law applied, or a [`Concurrence`] of several. This room decides which rules apply; how a rule is applied
//! is for the penalty room.

mod concurrence;
mod of_the_day;

pub use concurrence::{Concurrence, Precedence};
