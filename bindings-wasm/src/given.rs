//! What a call is given, in one text: names and values in turn, each ended by a NUL, the value of a fact behind a letter that
//! tells its type.

use evenhand::limit::{LimitError, Log};
use evenhand::number::parse_decimal;
#[cfg(feature = "full")]
use evenhand::risk::Assessments;
use evenhand::{AssessError, Facts, Given};

const END: char = '\0';

/// The facts, or which of them is no number.
pub(crate) fn facts(text: &str) -> Result<Facts, AssessError> {
    let mut facts = Facts::new();
    let mut parts = text.split_terminator(END);
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        facts = facts.with(name, read(name, value)?);
    }
    Ok(facts)
}

fn read(name: &str, value: &str) -> Result<Given, AssessError> {
    Ok(match value.split_at_checked(1) {
        Some(("n", number)) => Given::Number(
            parse_decimal(number)
                .map_err(|error| AssessError::NotANumber { fact: name.to_owned(), error })?,
        ),
        Some(("b", truth)) => Given::Boolean(truth == "1"),
        _ => Given::Text(value.get(1..).unwrap_or_default().to_owned()),
    })
}

/// Events and days, or which of them is at fault.
pub(crate) fn log(text: &str) -> Result<Log, LimitError> {
    let mut log = Log::new();
    let mut parts = text.split_terminator(END);
    while let (Some(name), Some(when)) = (parts.next(), parts.next()) {
        log = log.read(name, when)?;
    }
    Ok(log)
}

/// The points that assessors gave: indicator, assessor and points in turn.
#[cfg(feature = "full")]
pub(crate) fn assessments(text: &str) -> Result<Assessments, AssessError> {
    let mut assessments = Assessments::new();
    let mut parts = text.split_terminator(END);
    while let (Some(indicator), Some(assessor), Some(points)) = (parts.next(), parts.next(), parts.next()) {
        assessments = assessments.with(indicator, assessor, read(indicator, points)?);
    }
    Ok(assessments)
}
