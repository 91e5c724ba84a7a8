use thiserror::Error;

#[cfg(feature = "bundled")]
use crate::diagnostic::Diagnostics;

/// Why a calendar has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// Nothing is known of a year: which of its days are worked would be a guess.
    #[error("the calendar `{calendar}` has no year {year}; it has {covered}")]
    YearMissing {
        /// The calendar.
        calendar: String,
        /// The year.
        year: i16,
        /// The years that it has, in words.
        covered: String,
    },
    /// The calendar of an office was asked before it was put upon the calendar that it changes.
    #[error("the calendar `{calendar}` only changes the calendar `{base}`, and has to be put upon it first")]
    WithoutBase {
        /// The calendar of the office.
        calendar: String,
        /// The calendar that it changes.
        base: String,
    },
    /// A calendar was put upon one that it does not belong to.
    #[error("the calendar `{calendar}` belongs upon `{expected}`, not upon `{found}`")]
    OtherCalendar {
        /// The calendar that was put upon another.
        calendar: String,
        /// The one that it belongs upon.
        expected: String,
        /// The one that it was put upon.
        found: String,
    },
    /// No calendar with this id comes with the library.
    #[cfg(feature = "bundled")]
    #[error("there is no bundled calendar `{calendar}`; there is {bundled}")]
    NotBundled {
        /// The calendar.
        calendar: String,
        /// Those that there are.
        bundled: String,
    },
    /// The file of a calendar that comes with the library has faults.
    #[cfg(feature = "bundled")]
    #[error(transparent)]
    Faulty(Diagnostics),
    /// A day of a column has no answer.
    #[error("row {row}: {fault}")]
    InRow {
        /// The place in the column, from 0.
        row: usize,
        /// Why.
        fault: Box<CalendarError>,
    },
    /// Columns that belong together have different lengths.
    #[error("{days} days, but room for {room} answers")]
    ColumnLengths {
        /// How many days were given.
        days: usize,
        /// How many answers there is room for.
        room: usize,
    },
}

impl CalendarError {
    /// The stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::YearMissing { .. } => "missing-year",
            #[cfg(feature = "bundled")]
            Self::Faulty(_) => "invalid-rules",
            Self::InRow { fault, .. } => fault.code(),
            _ => "calendar",
        }
    }
}
