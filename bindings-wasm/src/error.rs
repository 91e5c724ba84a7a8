//! The way of an error to JavaScript: its JSON, which becomes a `RuleError` there.

use evenhand::AssessError;
use evenhand::limit::{LimitError, When};
use evenhand::time::{Date, DateError, MomentError};
use wasm_bindgen::JsValue;

/// What is thrown: the JSON of an error.
pub(crate) fn thrown(json: &str) -> JsValue {
    JsValue::from_str(json)
}

pub(crate) fn assess(error: AssessError) -> JsValue {
    thrown(&error.to_json())
}

pub(crate) fn limit(error: LimitError) -> JsValue {
    thrown(&error.to_json())
}

/// A day that a caller gave, or an error that names the field.
pub(crate) fn day(field: &str, text: &str) -> Result<Date, JsValue> {
    text.parse().map_err(|error: DateError| limit(LimitError::NoSuchDay { event: field.to_owned(), error }))
}

/// A day or minute that a caller gave, or an error that names the field.
pub(crate) fn when(field: &str, text: &str) -> Result<When, JsValue> {
    let event = field.to_owned();
    text.parse().map_err(|error| {
        limit(match error {
            MomentError::Date(error) => LimitError::NoSuchDay { event, error },
            error => LimitError::NoSuchMinute { event, error },
        })
    })
}
