use thiserror::Error;

use super::SchemeKind;
use crate::penalty::AssessError;

/// Why there is no scheme with an id on a day.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use evenhand::RuleBook;
///
/// let book = RuleBook::bundled()?;
/// let error = book.on("2026-11-22".parse()?).screen("cn.bidding-screen/price").unwrap_err();
/// assert_eq!(error.code(), "unknown-screen");
/// assert_eq!(error.to_string(), "there is no screen `cn.bidding-screen/price`; did you mean `cn.bidding-screen/prices`?");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SchemeError {
    /// There is none with this id on any day.
    #[error("there is no {} `{id}`{}", kind.noun(), suggestion.as_ref().map_or_else(String::new, |known| format!("; did you mean `{known}`?")))]
    Unknown {
        /// What was looked for.
        kind: SchemeKind,
        /// The id that was asked for.
        id: String,
        /// The nearest id that there is.
        suggestion: Option<String>,
    },
    /// It is not in force on the day.
    #[error(transparent)]
    NotInForce(#[from] AssessError),
}

impl SchemeError {
    /// The codes that [`code`](Self::code) can give, with their meaning; scores, indices and surcharges have errors of
    /// their own, with the same codes.
    pub const CODES: &[(&str, &str)] = &[
        ("unknown-screen", "There is no screen, of tenders or of payments, with this id on any day."),
        ("unknown-policy", "There is no consistency or supervision policy with this id on any day."),
        ("unknown-scheme", "There is no compliance scheme with this id on any day."),
        ("not-in-force", "There is one with this id, but not on this day."),
    ];

    /// The stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown { kind, .. } => match kind {
                SchemeKind::Surcharge => "unknown-surcharge",
                SchemeKind::Score => "unknown-score",
                SchemeKind::Index => "unknown-index",
                SchemeKind::Screen | SchemeKind::Payments => "unknown-screen",
                SchemeKind::Consistency | SchemeKind::Supervision => "unknown-policy",
                SchemeKind::Compliance => "unknown-scheme",
            },
            Self::NotInForce(error) => error.code(),
        }
    }
}

impl SchemeKind {
    /// What one of the kind is called in a sentence.
    const fn noun(self) -> &'static str {
        match self {
            Self::Surcharge => "surcharge",
            Self::Score => "score",
            Self::Index => "index",
            Self::Screen => "screen",
            Self::Payments => "screen of payments",
            Self::Consistency => "consistency policy",
            Self::Supervision => "supervision policy",
            Self::Compliance => "compliance scheme",
        }
    }
}
