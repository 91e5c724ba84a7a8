//! Time limits.
//!
//! In: a length of time, a day, a calendar. Out: the last day, as it is counted and as it counts. This room knows
//! neither files nor sentences.

mod length;

pub use length::{Direction, LastDay, LastDayRule, Length, LengthError, MonthEnd, Unit};
