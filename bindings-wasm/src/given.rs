//! The facts of a call, in one text: names and values in turn, each ended by a NUL, the value behind a letter that tells
//! its type.

use evenhand::number::parse_decimal;
use evenhand::{AssessError, Facts, Given};

const END: char = '\0';

/// The facts, or which of them is no number.
pub(crate) fn facts(text: &str) -> Result<Facts, AssessError> {
    let mut facts = Facts::new();
    let mut parts = text.split_terminator(END);
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        let given = match value.split_at_checked(1) {
            Some(("n", number)) => Given::Number(
                parse_decimal(number)
                    .map_err(|error| AssessError::NotANumber { fact: name.to_owned(), error })?,
            ),
            Some(("b", truth)) => Given::Boolean(truth == "1"),
            _ => Given::Text(value.get(1..).unwrap_or_default().to_owned()),
        };
        facts = facts.with(name, given);
    }
    Ok(facts)
}
