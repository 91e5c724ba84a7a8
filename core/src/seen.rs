//! What was there before: sixteen bytes for each id, however long it is.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

/// The ids that were there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen(HashSet<Fingerprint>);

/// What is kept of an id; made where several threads can make it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Fingerprint([u8; 16]);

impl Seen {
    /// Whether an id was there before.
    pub(crate) fn has(&self, id: Fingerprint) -> bool {
        self.0.contains(&id)
    }

    /// Keeps an id.
    pub(crate) fn keep(&mut self, id: Fingerprint) {
        self.0.insert(id);
    }
}

impl Fingerprint {
    pub(crate) fn of(id: &str) -> Self {
        let mut key = [0_u8; 16];
        key.iter_mut().zip(Sha256::digest(id.as_bytes())).for_each(|(place, byte)| *place = byte);
        Self(key)
    }
}
