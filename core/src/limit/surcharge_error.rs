use thiserror::Error;

use super::{LimitError, When};
use crate::time::Date;

/// Why there is no surcharge. Exhaustive, so that a caller can answer each in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum SurchargeError {
    /// There is no surcharge with this id on any day.
    #[error("there is no surcharge `{surcharge}`{}", suggestion.as_ref().map_or_else(String::new, |known| format!("; did you mean `{known}`?")))]
    UnknownSurcharge { surcharge: String, suggestion: Option<String> },
    /// The surcharge exists, but not on the day from which is counted.
    #[error("`{surcharge}` is not in force on {on}")]
    NotInForce { surcharge: String, on: Date },
    /// An event is at fault, or the limit for paying.
    #[error(transparent)]
    Limit(#[from] LimitError),
    /// The principal is not an amount.
    #[error("the `principal` must be an amount above zero, found `{found}`")]
    Principal { found: String },
    /// An event has no amount behind its day.
    #[error(
        "the event `{event}` on {on}: expected an amount above zero, as in {event}={on}:3000, found `{found}`"
    )]
    Amount { event: String, on: When, found: String },
    /// A deferral has no later day behind its own.
    #[error(
        "the event `deferred` on {on}: expected the later day up to which payment is deferred, as in deferred={on}:2027-01-31, found `{found}`"
    )]
    Deferral { on: When, found: String },
    /// The instalments are not the principal.
    #[error("the events `instalment` come to {found}, but the principal is {principal}")]
    Instalments { found: String, principal: String },
    /// More was paid than there was to pay.
    #[error("the events `paid` come to {paid}, but only {owed} was to be paid")]
    Overpaid { paid: String, owed: String },
    /// A number is too large to be exact.
    #[error("the surcharge is too large to be exact")]
    Overflow,
}

impl SurchargeError {
    /// The codes that [`code`](Self::code) can give beside those of [`LimitError::CODES`], with their meaning.
    pub const CODES: &[(&str, &str)] = &[
        ("unknown-surcharge", "There is no surcharge with this id on any day."),
        ("not-in-force", "The surcharge exists, but not on the day from which is counted."),
        ("principal", "The principal is not an amount."),
        ("amount", "An event has no amount behind its day."),
        ("deferral", "A deferral has no later day behind its own."),
        ("instalments", "The instalments are not the principal."),
        ("overpaid", "More was paid than there was to pay."),
        ("overflow", "A number is too large to be exact."),
    ];

    /// The stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownSurcharge { .. } => "unknown-surcharge",
            Self::NotInForce { .. } => "not-in-force",
            Self::Limit(error) => error.code(),
            Self::Principal { .. } => "principal",
            Self::Amount { .. } => "amount",
            Self::Deferral { .. } => "deferral",
            Self::Instalments { .. } => "instalments",
            Self::Overpaid { .. } => "overpaid",
            Self::Overflow => "overflow",
        }
    }

    /// The event or amount that the error is about, if it is about one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Limit(error) => error.event(),
            Self::Principal { .. } => Some("principal"),
            Self::Amount { event, .. } => Some(event),
            Self::Deferral { .. } => Some("deferred"),
            Self::Instalments { .. } => Some("instalment"),
            Self::Overpaid { .. } => Some("paid"),
            Self::UnknownSurcharge { .. } | Self::NotInForce { .. } | Self::Overflow => None,
        }
    }
}
