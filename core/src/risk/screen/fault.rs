use thiserror::Error;

/// Why a tender was refused: what is at fault in the file, not what is suspicious.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{field}: {expected}, found {found}")]
pub struct TenderFault {
    /// The stable name.
    pub code: &'static str,
    /// The field, such as `bids.details[2].value.amount`.
    pub field: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl TenderFault {
    /// The codes that a fault can have, with their meaning.
    pub const CODES: &[(&str, &str)] = &[
        ("not-json", "The line is not JSON, or a field has another type than OCDS gives it."),
        ("no-id", "The tender has no id."),
        ("repeated-tender", "The id was there before."),
        ("amount", "A price is no number, not above zero, or beyond what is compared exactly."),
        ("currency", "A bid is in another currency than the first bid of the file."),
        ("date", "A date is none, or a day stands beside a moment."),
        ("many-bids", "There are more than 10,000 bids."),
    ];

    pub(super) fn new(
        code: &'static str,
        field: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self { code, field: field.into(), expected: expected.into(), found: found.into() }
    }
}
