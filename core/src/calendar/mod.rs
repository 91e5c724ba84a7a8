//! Which days are worked.
//!
//! In: the TOML text of calendars: what an authority published for its years. Out: a [`Calendar`], which counts working
//! days with two look-ups a day and says by which notice a day is off or worked. It knows only the years that it was
//! given: outside of them every answer is an error that names the year.
//!
//! * [`mod@format`]: every table and key of a file. `read`: from a file to the calendar.
//! * `year`: the types of what is published for a year, and of what an office changes for itself.
//! * `run`: consecutive covered years as tables to count with.
//! * `working_calendar`: the calendar over both. `bundled`: those that come with the library.

#[cfg(feature = "bundled")]
mod bundled;
mod error;
pub mod format;
mod read;
mod run;
#[cfg(test)]
mod tests;
mod working_calendar;
mod year;

pub use error::CalendarError;
#[cfg(feature = "reference")]
pub use format::{json_schema, reference};
pub use working_calendar::{Calendar, Special};
pub use year::{Arrangement, Notice, OfficeDays, SpecialDay, Year};
