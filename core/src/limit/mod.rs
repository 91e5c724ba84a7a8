//! Time limits.
//!
//! In: a [`TimeLimit`], the [`Log`] of a case, a calendar, the day that is asked about. Out: [`Due`], the last day and how
//! the limit stands. This room knows neither files nor sentences.
//!
//! * `length`: a length of time, and the last day that comes of it.
//! * `time_limit`: the types of a limit. `log`: events, by name and by number. `error`: what can be wrong with them.
//! * `ruler`: counting on numbers. `clock`: a clock that can be stopped and extended. `count`: from the events of a case
//!   to its last day; `due` tells that of one case, `columns` of many at once.
//! * `surcharge`: what it costs to pay after the last day; `surcharge_error`: what can be wrong with it.

mod clock;
mod columns;
mod count;
mod due;
mod error;
mod length;
mod log;
mod ruler;
mod surcharge;
mod surcharge_error;
mod time_limit;

pub use columns::{DueColumns, EventColumns, NONE};
pub use count::State;
pub use due::{Due, EventEffect, Extended, StageDue, Stop};
pub use error::LimitError;
pub use length::{Direction, LastDay, LastDayRule, Length, LengthError, MonthEnd, Unit};
pub use log::{Event, EventCode, Log, When};
pub(crate) use log::{Happened, START, is_reserved};
pub(crate) use surcharge::MONEY_EVENTS;
pub use surcharge::{Charge, ChargedSpan, Halt, HaltReason, Surcharge, SurchargeOf, SurchargeStart};
pub use surcharge_error::SurchargeError;
pub use time_limit::{
    AtLatest, Deemed, Extension, Light, LightDay, Lights, NamedEvent, Party, Stage, Statutory, StopReason,
    TimeLimit,
};
