//! Whose rules are taken.

use evenhand::{RuleBook, Trust, TrustError};
use wasm_bindgen::prelude::*;

use crate::book::Book;
use crate::error::thrown;

#[wasm_bindgen]
impl Book {
    /// Rules from the texts of packs, if all of them are trusted: by their SHA-256, or by the signature of a key of minisign.
    /// A signature is empty where there is none.
    pub fn load_trusted(
        names: Vec<String>,
        texts: Vec<String>,
        signatures: Vec<String>,
        digests: Vec<String>,
        keys: Vec<String>,
    ) -> Result<Book, JsValue> {
        let trust = trust(&digests, &keys)?;
        let signatures = signatures.into_iter().map(|text| Some(text).filter(|text| !text.is_empty()));
        let files = names.into_iter().zip(texts).zip(signatures);
        let files = files.map(|((name, text), signature)| (name, text, signature));
        RuleBook::load_trusted(files, &trust).map(Book).map_err(|faults| thrown(&faults.to_json()))
    }
}

#[cfg(feature = "full")]
fn trust(digests: &[String], keys: &[String]) -> Result<Trust, JsValue> {
    let trust =
        by_digests(digests).and_then(|trust| keys.iter().try_fold(trust, |trust, key| trust.with_key(key)));
    trust.map_err(|error| thrown(&error.to_json()))
}

#[cfg(not(feature = "full"))]
fn trust(digests: &[String], keys: &[String]) -> Result<Trust, JsValue> {
    if !keys.is_empty() {
        return Err(thrown(NO_SIGNATURES));
    }
    by_digests(digests).map_err(|error| thrown(&error.to_json()))
}

#[cfg(not(feature = "full"))]
const NO_SIGNATURES: &str = r#"{"error": {"code": "no-signatures", "field": "keys", "message": "signatures are checked by `evenhand/full`, not by this module", "diagnostics": []}}"#;

fn by_digests(digests: &[String]) -> Result<Trust, TrustError> {
    digests.iter().try_fold(Trust::none(), |trust, digest| trust.with_digest(digest))
}
