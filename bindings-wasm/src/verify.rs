//! A kept outcome, worked out again.

use evenhand::{Difference, Verdict};
use wasm_bindgen::prelude::*;

use crate::book::Book;
use crate::error::thrown;

#[wasm_bindgen]
impl Book {
    /// What became of it: a word, then where it differs the place, what is recorded and what comes out, nothing for what is
    /// not there.
    pub fn verify(&self, record: &str) -> Result<Vec<JsValue>, JsValue> {
        let verdict = self.0.verify(record).map_err(|error| thrown(&error.to_json()))?;
        Ok(match verdict {
            Verdict::SameBytes => vec!["same-bytes".into()],
            Verdict::SameValues => vec!["same-values".into()],
            Verdict::Differs(Difference { path, recorded, found }) => {
                vec!["differs".into(), path.into(), recorded.into(), found.into()]
            }
        })
    }
}
