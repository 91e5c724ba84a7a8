//! Whose rules are taken: by digest, or by the signature of the office that issues them.
//!
//! In: the bytes of files, with signatures. Out: the files may be read, or a fault for each that may not. What is in a file
//! plays no part: nothing of one that is refused is looked into.

use std::collections::BTreeSet;
use std::sync::Arc;

#[cfg(feature = "signatures")]
use minisign_verify::{PublicKey, Signature};
use thiserror::Error;

use crate::book::RuleBook;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile, Span};
use crate::pack::digest;

/// Which files are trusted: those with one of some digests, and those signed with one of some keys. Without either,
/// none is.
///
/// A pack can compute a wrong fine; that is all that a stranger's pack can do, and it is enough to want to know whose
/// it is. Signatures are those of [minisign](https://jedisct1.github.io/minisign/) (Ed25519 over BLAKE2b): an office
/// makes its keys with `minisign -G`, signs a pack with `minisign -Sm pack.toml`, and publishes the key.
///
/// ```
/// use evenhand::{RuleBook, Trust};
///
/// let pack = r#"
/// format = 1
/// id = "xx.town.stalls"
/// title = { zh = "示例", en = "Example" }
/// source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
/// in-force = { from = 2026-01-01 }
/// "#;
/// // As `sha256sum` prints it.
/// let trust = Trust::none().with_digest("d4d5dcef0acb3aed9b9d73b06adaebe0b8ed9d0dbb4f3ee2c2b2b8c3a0bd35b0")?;
/// let refused = RuleBook::load_trusted([("stalls.toml", pack, None::<&str>)], &trust).unwrap_err();
/// assert_eq!(refused.0[0].code.as_str(), "E0901");
/// # Ok::<(), evenhand::TrustError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Trust {
    digests: BTreeSet<String>,
    #[cfg(feature = "signatures")]
    keys: Vec<PublicKey>,
}

/// Why something is neither a digest nor a key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TrustError {
    /// A digest has another form.
    #[error("expected a digest, 64 hexadecimal digits of SHA-256, found `{0}`")]
    NotADigest(String),
    /// A key has another form.
    #[error("expected a public key of minisign, 56 characters such as `RWQ…`, found `{0}`")]
    NotAKey(String),
}

impl TrustError {
    /// The codes that [`code`](Self::code) can give, with their meaning.
    pub const CODES: &[(&str, &str)] =
        &[("not-a-digest", "A digest has another form."), ("not-a-key", "A key has another form.")];

    /// The stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotADigest(_) => "not-a-digest",
            Self::NotAKey(_) => "not-a-key",
        }
    }
}

impl Trust {
    /// Nothing is trusted yet.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            digests: BTreeSet::new(),
            #[cfg(feature = "signatures")]
            keys: Vec::new(),
        }
    }

    /// Also the file with this SHA-256, in hexadecimal digits.
    ///
    /// # Errors
    /// [`TrustError::NotADigest`].
    pub fn with_digest(mut self, digest: &str) -> Result<Self, TrustError> {
        let written = digest.len() == 64 && digest.bytes().all(|digit| digit.is_ascii_hexdigit());
        if !written {
            return Err(TrustError::NotADigest(digest.to_owned()));
        }
        self.digests.insert(digest.to_ascii_lowercase());
        Ok(self)
    }

    /// Also every file that is signed with the other half of this key: its 56 characters, or the file that minisign
    /// writes.
    ///
    /// # Errors
    /// [`TrustError::NotAKey`].
    #[cfg(feature = "signatures")]
    pub fn with_key(mut self, key: &str) -> Result<Self, TrustError> {
        let key = key.trim();
        let read = PublicKey::from_base64(key).or_else(|_| PublicKey::decode(key));
        self.keys.push(read.map_err(|_| TrustError::NotAKey(key.to_owned()))?);
        Ok(self)
    }

    /// Why a file is not trusted, if it is not.
    fn objection(&self, name: &str, bytes: &[u8], signature: Option<&str>) -> Option<Diagnostic> {
        let digest = digest(bytes);
        if self.digests.contains(&digest) {
            return None;
        }
        let (code, message, help) = match self.unsigned(bytes, signature)? {
            Unsigned::NoKey => (
                Code::OtherFile,
                format!("none of the trusted digests is that of this file, {digest}"),
                "if a change is meant, ask who issues these rules for the new digest",
            ),
            #[cfg(feature = "signatures")]
            Unsigned::NoSignature => (
                Code::Unsigned,
                "only signed files are trusted, and this one has no signature".to_owned(),
                "the signature stands beside the file: `pack.toml.minisig` beside `pack.toml`",
            ),
            #[cfg(feature = "signatures")]
            Unsigned::Wrong(reason) => (
                Code::WrongSignature,
                reason.to_owned(),
                "the file was changed since it was signed, or somebody else signed it: ask who issues these rules",
            ),
        };
        let file = Arc::new(SourceFile::new(name, ""));
        Some(Diagnostic::new(code, &file, Span::default(), message).help(Some(help.to_owned())))
    }

    /// Why no trusted key has signed a file, if none has.
    #[cfg(feature = "signatures")]
    fn unsigned(&self, bytes: &[u8], signature: Option<&str>) -> Option<Unsigned> {
        if self.keys.is_empty() {
            return Some(Unsigned::NoKey);
        }
        let Some(signature) = signature else { return Some(Unsigned::NoSignature) };
        let Ok(read) = Signature::decode(signature) else {
            return Some(Unsigned::Wrong("the signature is not one that minisign writes"));
        };
        let signed = self.keys.iter().any(|key| key.verify(bytes, &read, false).is_ok());
        (!signed).then_some(Unsigned::Wrong("the signature is not that of this file by a trusted key"))
    }

    /// Without keys no signature counts.
    #[cfg(not(feature = "signatures"))]
    const fn unsigned(&self, _bytes: &[u8], _signature: Option<&str>) -> Option<Unsigned> {
        Some(Unsigned::NoKey)
    }
}

/// Why a file is not signed by a trusted key.
enum Unsigned {
    NoKey,
    #[cfg(feature = "signatures")]
    NoSignature,
    #[cfg(feature = "signatures")]
    Wrong(&'static str),
}

impl RuleBook {
    /// Reads, checks and compiles packs as [`load`](Self::load) does, if all of them are trusted. Each file comes with
    /// its name and, where there is one, its signature.
    ///
    /// # Errors
    /// A fault for each file that is not trusted; of none of the files anything is read then. Else those of
    /// [`load`](Self::load).
    pub fn load_trusted<N, B, S>(
        files: impl IntoIterator<Item = (N, B, Option<S>)>,
        trust: &Trust,
    ) -> Result<Self, Diagnostics>
    where
        N: AsRef<str>,
        B: AsRef<[u8]>,
        S: AsRef<str>,
    {
        let (mut trusted, mut faults) = (Vec::new(), Vec::new());
        for (name, bytes, signature) in files {
            let signature = signature.as_ref().map(AsRef::as_ref);
            faults.extend(trust.objection(name.as_ref(), bytes.as_ref(), signature));
            trusted.push((name, bytes));
        }
        if faults.is_empty() { Self::load(trusted) } else { Err(Diagnostics(faults)) }
    }
}
