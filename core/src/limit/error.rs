use thiserror::Error;

use super::{Length, LengthError, When};
use crate::calendar::CalendarError;
use crate::time::{Date, DateError, MomentError};

/// Why there is no last day. Exhaustive, so that a caller can answer each in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum LimitError {
    /// There is no limit with this id on any day.
    #[error("there is no limit `{limit}`{}", did_you_mean(.suggestion))]
    UnknownLimit { limit: String, suggestion: Option<String> },
    /// The limit exists, but not on the day on which it would start.
    #[error("`{limit}` is not in force on {on}: {}", .in_force.join(", "))]
    NotInForce { limit: String, on: Date, in_force: Vec<String> },
    /// The limit of the law that an office's limit keeps within is not among the rules of the day.
    #[error("`{limit}` keeps within `{statutory}`, and there is no such limit on {on}")]
    StatutoryMissing { limit: String, statutory: String, on: Date },
    /// An office's limit does not fit the law that it keeps within.
    #[error("`{limit}` does not fit the law that it keeps within: {reason}")]
    Unfit { limit: String, reason: String },
    /// The document does not name such an event.
    #[error("`{limit}` knows no event `{event}`{}", did_you_mean_or(.suggestion, .known))]
    UnknownEvent { limit: String, event: String, suggestion: Option<String>, known: Vec<String> },
    /// An event that happens once is given twice.
    #[error("the event `{event}` is given twice, on {first} and on {second}")]
    RepeatedEvent { event: String, first: When, second: When },
    /// The event from whose day the limit is counted is not given.
    #[error("the event `{event}` ({label}) is not given, and the limit is counted from its day")]
    MissingStart { event: String, label: String },
    /// The clock is resumed without having been stopped.
    #[error("the event `resumed` on {on}: the clock was not stopped")]
    ResumeWithoutStop { on: When },
    /// The clock is stopped while it stands.
    #[error("the event `stopped` on {on}: the clock stands already since {since}")]
    StoppedTwice { on: When, since: When },
    /// More extensions than the law allows.
    #[error("the event `extended` on {on}: {} allowed, and this is one more", extensions(*.allowed))]
    TooManyExtensions { on: When, allowed: u32 },
    /// The limit cannot be extended.
    #[error("the event `extended` on {on}: `{limit}` cannot be extended")]
    NoExtension { limit: String, on: When },
    /// An extension is longer than the law allows, or of nothing.
    #[error("the event `extended` on {on}: expected 1 to {}, found {given}", .allowed.number)]
    ExtensionLength { on: When, given: String, allowed: Length },
    /// An event lies before the start that it can only follow.
    #[error("the event `{event}` on {on} lies before the event `{start}` on {started}")]
    BeforeStart { event: String, on: When, start: String, started: When },
    /// An event lies after the day that is asked about.
    #[error("the event `{event}` on {on} lies after the day that is asked about, {asked}")]
    AfterTheDay { event: String, on: When, asked: When },
    /// The reason does not stop this clock.
    #[error("the event `stopped` on {on}: {}", not_a_reason(.reason, .known))]
    UnknownReason { on: When, reason: String, known: Vec<String> },
    /// An event is given with a word that it does not take.
    #[error("the event `{event}` on {on} takes nothing after its day, found `{detail}`")]
    UnknownDetail { event: String, on: When, detail: String },
    /// An event is given as a day that the calendar does not have.
    #[error("the event `{event}`: {error}")]
    NoSuchDay { event: String, error: DateError },
    /// An event is given as a minute that no day has.
    #[error("the event `{event}`: {error}")]
    NoSuchMinute { event: String, error: MomentError },
    /// The limit is counted in hours, and an event has a day only.
    #[error("the event `{event}` on {on} needs a time such as {on}T14:30: `{limit}` is counted in hours")]
    NeedsTime { limit: String, event: String, on: Date },
    /// The length leads to no day that is known.
    #[error("counted from the event `{event}` on {on}: {error}")]
    Length { event: String, on: When, error: LengthError },
    /// The columns of events do not belong together.
    #[error("the columns of events do not fit: {expected}, found {found}")]
    Columns { expected: &'static str, found: usize },
}

impl LimitError {
    /// Every code that [`code`](Self::code) can give, with its meaning.
    pub const CODES: &[(&str, &str)] = &[
        ("unknown-limit", "There is no limit with this id on any day."),
        ("not-in-force", "The limit exists, but not on the day on which it would start."),
        ("statutory-missing", "The limit of the law that an office's limit keeps within is not there."),
        ("unfit-limit", "An office's limit does not fit the law that it keeps within."),
        ("unknown-event", "The document does not name such an event."),
        ("repeated-event", "An event that happens once is given twice."),
        ("missing-start", "The event from whose day the limit is counted is not given."),
        ("resume-without-stop", "The clock is resumed without having been stopped."),
        ("stopped-twice", "The clock is stopped while it stands."),
        ("too-many-extensions", "More extensions than the law allows."),
        ("no-extension", "The limit cannot be extended."),
        ("extension-length", "An extension is longer than the law allows, or of nothing."),
        ("before-start", "An event lies before the start that it can only follow."),
        ("after-the-day", "An event lies after the day that is asked about."),
        ("unknown-reason", "The reason does not stop this clock."),
        ("unknown-detail", "An event is given with a word that it does not take."),
        ("no-such-day", "An event is given as a day or a minute that there is not."),
        (
            "no-corresponding-day",
            "The last month has no corresponding day, and the limit refuses the last day of the month.",
        ),
        ("needs-time", "The limit is counted in hours, and an event has a day only."),
        ("missing-year", "The calendar has no year that the counting needs."),
        ("calendar", "The calendar cannot be asked: it is one of an office without the country's."),
        ("beyond-the-years", "The last day lies beyond the years 1 to 9999."),
        ("columns", "The columns of events do not belong together."),
    ];

    /// The stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownLimit { .. } => "unknown-limit",
            Self::NotInForce { .. } => "not-in-force",
            Self::StatutoryMissing { .. } => "statutory-missing",
            Self::Unfit { .. } => "unfit-limit",
            Self::UnknownEvent { .. } => "unknown-event",
            Self::RepeatedEvent { .. } => "repeated-event",
            Self::MissingStart { .. } => "missing-start",
            Self::ResumeWithoutStop { .. } => "resume-without-stop",
            Self::StoppedTwice { .. } => "stopped-twice",
            Self::TooManyExtensions { .. } => "too-many-extensions",
            Self::NoExtension { .. } => "no-extension",
            Self::ExtensionLength { .. } => "extension-length",
            Self::BeforeStart { .. } => "before-start",
            Self::AfterTheDay { .. } => "after-the-day",
            Self::UnknownReason { .. } => "unknown-reason",
            Self::UnknownDetail { .. } => "unknown-detail",
            Self::NoSuchDay { .. } | Self::NoSuchMinute { .. } => "no-such-day",
            Self::NeedsTime { .. } => "needs-time",
            Self::Length { error, .. } => match error {
                LengthError::Calendar(CalendarError::YearMissing { .. }) => "missing-year",
                LengthError::Calendar(_) => "calendar",
                LengthError::NoCorrespondingDay { .. } => "no-corresponding-day",
                LengthError::HoursFromADay(_) => "needs-time",
                LengthError::BeyondTheYears { .. } => "beyond-the-years",
            },
            Self::Columns { .. } => "columns",
        }
    }

    /// The day of the event that the error is about, where that tells which of several is meant.
    pub(crate) const fn on(&self) -> Option<When> {
        match self {
            Self::RepeatedEvent { second: on, .. }
            | Self::ResumeWithoutStop { on }
            | Self::StoppedTwice { on, .. }
            | Self::TooManyExtensions { on, .. }
            | Self::NoExtension { on, .. }
            | Self::ExtensionLength { on, .. }
            | Self::BeforeStart { on, .. }
            | Self::AfterTheDay { on, .. }
            | Self::UnknownReason { on, .. }
            | Self::UnknownDetail { on, .. } => Some(*on),
            _ => None,
        }
    }

    /// The event that the error is about, if it is about one.
    #[must_use]
    pub fn event(&self) -> Option<&str> {
        match self {
            Self::UnknownEvent { event, .. }
            | Self::RepeatedEvent { event, .. }
            | Self::MissingStart { event, .. }
            | Self::BeforeStart { event, .. }
            | Self::AfterTheDay { event, .. }
            | Self::UnknownDetail { event, .. }
            | Self::NoSuchDay { event, .. }
            | Self::NoSuchMinute { event, .. }
            | Self::NeedsTime { event, .. }
            | Self::Length { event, .. } => Some(event),
            Self::ResumeWithoutStop { .. } => Some("resumed"),
            Self::StoppedTwice { .. } | Self::UnknownReason { .. } => Some("stopped"),
            Self::TooManyExtensions { .. } | Self::NoExtension { .. } | Self::ExtensionLength { .. } => {
                Some("extended")
            }
            Self::UnknownLimit { .. }
            | Self::NotInForce { .. }
            | Self::StatutoryMissing { .. }
            | Self::Unfit { .. }
            | Self::Columns { .. } => None,
        }
    }
}

fn extensions(allowed: u32) -> String {
    if allowed == 1 { "one extension is".to_owned() } else { format!("{allowed} extensions are") }
}

fn not_a_reason(reason: &str, known: &[String]) -> String {
    match known {
        [] => "nothing stops this clock".to_owned(),
        known => format!("`{reason}` does not stop this clock; expected one of {}", known.join(", ")),
    }
}

fn did_you_mean(suggestion: &Option<String>) -> String {
    suggestion.as_ref().map_or_else(String::new, |known| format!("; did you mean `{known}`?"))
}

fn did_you_mean_or(suggestion: &Option<String>, known: &[String]) -> String {
    match suggestion {
        Some(_) => did_you_mean(suggestion),
        None => format!("; expected one of {}", known.join(", ")),
    }
}
