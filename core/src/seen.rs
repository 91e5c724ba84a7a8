//! What was there before: sixteen bytes for each id, however long it is.

use std::collections::HashSet;

use sha2::{Digest, Sha256};

/// The ids that were there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen(HashSet<[u8; 16]>);

impl Seen {
    /// Whether an id was there before.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.contains(&key(id))
    }

    /// Keeps an id.
    pub(crate) fn keep(&mut self, id: &str) {
        self.0.insert(key(id));
    }
}

fn key(id: &str) -> [u8; 16] {
    let mut key = [0_u8; 16];
    key.iter_mut().zip(Sha256::digest(id.as_bytes())).for_each(|(place, byte)| *place = byte);
    key
}
