//! Civil dates and periods.
//!
//! In: text such as `2026-02-28` and `P6M`. Out: [`Date`] and [`Period`], and the two added. This room has no
//! clock: the present day always comes from the caller. The working-day calendar will live here too.

mod date;
mod period;

pub use date::{Date, DateError};
pub use period::{Period, PeriodError};
