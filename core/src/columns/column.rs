//! Columns of facts: borrowed slices in Arrow's layout.

use crate::feel::FactType;
use crate::pack::FactTypeDeclaration;

/// Bits, the lowest of each byte first, from an offset on: Arrow's validity bitmaps and booleans.
///
/// ```
/// use evenhand::columns::Bits;
///
/// let bits = Bits { bytes: &[0b0000_0110], offset: 1 };
/// assert!(bits.get(0) && bits.get(1) && !bits.get(2));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Bits<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// Which bit is the first.
    pub offset: usize,
}

impl Bits<'_> {
    /// The bit at a place; `false` beyond the end.
    #[must_use]
    pub fn get(self, place: usize) -> bool {
        let bit = self.offset.saturating_add(place);
        self.bytes.get(bit >> 3).is_some_and(|byte| byte & (1 << (bit & 7)) != 0)
    }

    /// The eight bits from a place on, the first the lowest.
    pub(super) fn byte(self, place: usize) -> u8 {
        let bit = self.offset.saturating_add(place);
        let byte = |place: usize| self.bytes.get(place).copied().unwrap_or_default();
        let both = u16::from_le_bytes([byte(bit >> 3), byte((bit >> 3).saturating_add(1))]);
        let [byte, _] = (both >> (bit & 7)).to_le_bytes();
        byte
    }

    /// How many bits there are after the offset.
    #[must_use]
    pub fn len(self) -> usize {
        self.bytes.len().saturating_mul(8).saturating_sub(self.offset)
    }

    /// Whether there is no bit.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// Codes into a dictionary.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the names are the types")]
pub enum Codes<'a> {
    Int8(&'a [i8]),
    Int16(&'a [i16]),
    Int32(&'a [i32]),
    Int64(&'a [i64]),
    UInt8(&'a [u8]),
    UInt16(&'a [u16]),
    UInt32(&'a [u32]),
    UInt64(&'a [u64]),
}

impl Codes<'_> {
    fn len(self) -> usize {
        match self {
            Self::Int8(codes) => codes.len(),
            Self::Int16(codes) => codes.len(),
            Self::Int32(codes) => codes.len(),
            Self::Int64(codes) => codes.len(),
            Self::UInt8(codes) => codes.len(),
            Self::UInt16(codes) => codes.len(),
            Self::UInt32(codes) => codes.len(),
            Self::UInt64(codes) => codes.len(),
        }
    }

    /// The code of a row; `None` beyond the end, or if it is negative.
    pub(super) fn get(self, row: usize) -> Option<usize> {
        match self {
            Self::Int8(codes) => usize::try_from(*codes.get(row)?).ok(),
            Self::Int16(codes) => usize::try_from(*codes.get(row)?).ok(),
            Self::Int32(codes) => usize::try_from(*codes.get(row)?).ok(),
            Self::Int64(codes) => usize::try_from(*codes.get(row)?).ok(),
            Self::UInt8(codes) => Some(usize::from(*codes.get(row)?)),
            Self::UInt16(codes) => Some(usize::from(*codes.get(row)?)),
            Self::UInt32(codes) => usize::try_from(*codes.get(row)?).ok(),
            Self::UInt64(codes) => usize::try_from(*codes.get(row)?).ok(),
        }
    }
}

/// Where each text starts; one more than there are texts.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the names are the types")]
pub enum Offsets<'a> {
    Int32(&'a [i32]),
    Int64(&'a [i64]),
}

impl Offsets<'_> {
    fn len(self) -> usize {
        match self {
            Self::Int32(offsets) => offsets.len(),
            Self::Int64(offsets) => offsets.len(),
        }
    }

    fn get(self, place: usize) -> Option<usize> {
        match self {
            Self::Int32(offsets) => usize::try_from(*offsets.get(place)?).ok(),
            Self::Int64(offsets) => usize::try_from(*offsets.get(place)?).ok(),
        }
    }
}

/// The values of a column, a slice for each type that Arrow has for them.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the names are the types")]
pub enum Values<'a> {
    Int8(&'a [i8]),
    Int16(&'a [i16]),
    Int32(&'a [i32]),
    Int64(&'a [i64]),
    UInt8(&'a [u8]),
    UInt16(&'a [u16]),
    UInt32(&'a [u32]),
    UInt64(&'a [u64]),
    /// A float stands for the shortest decimal that reads back as the same float: 16.8 for the float next to 16.8.
    Float32(&'a [f32]),
    /// The same in double precision.
    Float64(&'a [f64]),
    /// Integers over a power of ten: `1680` with `scale` 2 is 16.80.
    Decimal64 {
        values: &'a [i64],
        scale: u32,
    },
    /// The same in 128 bits.
    Decimal128 {
        values: &'a [i128],
        scale: u32,
    },
    /// Truth values as bits: this many from the offset on.
    Boolean {
        bits: Bits<'a>,
        len: usize,
    },
    /// Truth values as bytes, as numpy has them: 0 is false.
    BooleanBytes(&'a [u8]),
    /// Texts one after the other, and where each starts.
    Text {
        offsets: Offsets<'a>,
        bytes: &'a [u8],
    },
    /// Texts as Arrow's views: sixteen bytes a row, which hold a text of up to twelve bytes, or tell in which of the
    /// buffers a longer one stands.
    TextViews {
        views: &'a [u8],
        buffers: &'a [&'a [u8]],
    },
    /// Codes, and the texts that they stand for.
    Dictionary {
        codes: Codes<'a>,
        texts: &'a [&'a str],
    },
    /// Days since 1970-01-01.
    Date(&'a [i32]),
}

impl<'a> Values<'a> {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Int8(values) => values.len(),
            Self::Int16(values) => values.len(),
            Self::Int32(values) | Self::Date(values) => values.len(),
            Self::Int64(values) | Self::Decimal64 { values, .. } => values.len(),
            Self::UInt8(values) | Self::BooleanBytes(values) => values.len(),
            Self::UInt16(values) => values.len(),
            Self::UInt32(values) => values.len(),
            Self::UInt64(values) => values.len(),
            Self::Float32(values) => values.len(),
            Self::Float64(values) => values.len(),
            Self::Decimal128 { values, .. } => values.len(),
            Self::Boolean { bits, len } => (*len).min(bits.len()),
            Self::Text { offsets, .. } => offsets.len().saturating_sub(1),
            Self::TextViews { views, .. } => views.as_chunks::<VIEW>().0.len(),
            Self::Dictionary { codes, .. } => codes.len(),
        }
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What such a column holds.
    pub(super) const fn kind(&self) -> FactType {
        match self {
            Self::Boolean { .. } | Self::BooleanBytes(_) => FactType::Boolean,
            Self::Text { .. } | Self::TextViews { .. } | Self::Dictionary { .. } => FactType::Text,
            Self::Date(_) => FactType::Date,
            _ => FactType::Number,
        }
    }

    /// Whether a fact can be read from it. A text is read as a number, truth value or day where the fact is one.
    pub(super) const fn fits(&self, kind: &FactTypeDeclaration) -> bool {
        matches!(
            (self.kind(), kind),
            (FactType::Text, _)
                | (FactType::Number, FactTypeDeclaration::Number { .. })
                | (FactType::Boolean, FactTypeDeclaration::Boolean)
                | (FactType::Date, FactTypeDeclaration::Date)
        )
    }

    /// The text of a row; `None` where there is no such row, no such code, or no valid UTF-8.
    pub(super) fn text(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::Text { offsets, bytes } => {
                let bytes = bytes.get(offsets.get(row)?..offsets.get(row.checked_add(1)?)?)?;
                std::str::from_utf8(bytes).ok()
            }
            Self::TextViews { views, buffers } => {
                std::str::from_utf8(viewed(views.as_chunks().0.get(row)?, buffers)?).ok()
            }
            Self::Dictionary { codes, texts } => texts.get(codes.get(row)?).copied(),
            _ => None,
        }
    }
}

/// The bytes of a view.
const VIEW: usize = 16;

/// The bytes that a view stands for: its length, then either the bytes, or the first four of them, the buffer and the
/// place in it.
fn viewed<'a>(view: &'a [u8; VIEW], buffers: &[&'a [u8]]) -> Option<&'a [u8]> {
    let (words, _) = view.as_chunks::<4>();
    let word = |place: usize| usize::try_from(u32::from_le_bytes(*words.get(place)?)).ok();
    let len = word(0)?;
    match view.get(4..)?.get(..len) {
        Some(inline) => Some(inline),
        None => {
            let start = word(3)?;
            buffers.get(word(2)?)?.get(start..start.checked_add(len)?)
        }
    }
}

/// The values of one fact, a row a case.
///
/// ```
/// use evenhand::columns::{Bits, Column, Values};
///
/// let areas = Column::new(Values::Float64(&[16.8, 2.57, 0.0]));
/// let known = areas.with_validity(Bits { bytes: &[0b011], offset: 0 });
/// assert!(known.is_given(1) && !known.is_given(2));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    pub(super) values: Values<'a>,
    pub(super) validity: Option<Bits<'a>>,
}

impl<'a> Column<'a> {
    /// A column in which every row has a value.
    #[must_use]
    pub const fn new(values: Values<'a>) -> Self {
        Self { values, validity: None }
    }

    /// The same with a bit for each row: where it is not set, the fact is not given.
    #[must_use]
    pub const fn with_validity(mut self, validity: Bits<'a>) -> Self {
        self.validity = Some(validity);
        self
    }

    /// Whether its values are codes, and all of them given.
    pub(super) const fn has_codes(&self) -> bool {
        matches!(self.values, Values::Dictionary { .. }) && self.validity.is_none()
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the fact is given in this row.
    #[must_use]
    pub fn is_given(&self, row: usize) -> bool {
        self.validity.is_none_or(|bits| bits.get(row))
    }
}
