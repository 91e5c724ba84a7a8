//! Memory for amounts. A frame of ten million rows takes 160 MB for a column of them, and memory that comes in pages of
//! 4 KiB costs more than the amounts themselves, so it is asked for in huge pages where the system has them.

use arrow_buffer::{Buffer, ScalarBuffer};
use bytes::Bytes;
use memmap2::MmapMut;
use zerocopy::FromBytes;

/// Amounts, all of them 0 at first.
pub(super) enum AmountRoom {
    Small(Vec<i128>),
    Large(MmapMut),
}

/// From so many rows on, memory is asked for in huge pages.
const LARGE: usize = 1 << 18;

impl AmountRoom {
    pub(super) fn new(rows: usize) -> Self {
        let bytes = rows.checked_mul(size_of::<i128>()).filter(|_| rows >= LARGE);
        match bytes.and_then(|bytes| MmapMut::map_anon(bytes).ok()) {
            Some(map) => {
                // Only a hint: without huge pages it is slower, not wrong.
                #[cfg(target_os = "linux")]
                let _ = map.advise(memmap2::Advice::HugePage);
                Self::Large(map)
            }
            None => Self::Small(vec![0; rows]),
        }
    }

    pub(super) fn values(&mut self) -> &mut [i128] {
        match self {
            Self::Small(values) => values,
            // A map starts with a page, so that it is aligned.
            Self::Large(map) => <[i128]>::mut_from_bytes(map).unwrap_or_default(),
        }
    }

    pub(super) fn into_values(self) -> ScalarBuffer<i128> {
        match self {
            Self::Small(values) => values.into(),
            Self::Large(map) => Buffer::from(Bytes::from_owner(map)).into(),
        }
    }
}
