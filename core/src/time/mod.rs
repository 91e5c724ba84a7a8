//! Civil dates, moments and periods.
//!
//! In: text such as `2026-02-28`, `2026-02-28T14:30` and `P6M`. Out: [`Date`], [`Moment`] and [`Period`], and what
//! comes of adding them. This room has no clock: the present day always comes from the caller. Which days are worked
//! is known to [`calendar`](crate::calendar).

mod date;
mod moment;
mod period;
mod weekday;

pub use date::{Date, DateError};
pub use moment::{Moment, MomentError};
pub use period::{Period, PeriodError};
pub use weekday::Weekday;
