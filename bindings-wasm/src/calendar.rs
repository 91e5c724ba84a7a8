//! Working days.

use evenhand::calendar::Calendar as Days;
use wasm_bindgen::prelude::*;

use crate::error::thrown;

/// A calendar of working days.
#[wasm_bindgen]
pub struct Calendar(pub(crate) Days);

#[wasm_bindgen]
impl Calendar {
    /// Reads a calendar from the text of a file.
    pub fn read(name: &str, text: &str) -> Result<Calendar, JsValue> {
        Days::read(name, text).map(Self).map_err(|faults| thrown(&faults.to_json()))
    }

    /// These days with those of another file put upon them.
    pub fn with(&self, other: &Calendar) -> Result<Calendar, JsValue> {
        self.0.with(&other.0).map(Self).map_err(|error| thrown(&error.to_json()))
    }
}
