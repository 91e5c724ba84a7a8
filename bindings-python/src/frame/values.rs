//! A column of a frame as the library reads it.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Decimal256Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, Decimal128Array};
use arrow_buffer::NullBuffer;
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, TimeUnit};
use evenhand::columns::{Bits, Codes, Column, Offsets, Values};
use evenhand::feel::FactType;
use evenhand::pack::FactTypeDeclaration;

use super::wanted::DECIMAL_DIGITS;

/// Whether a fact can be read from columns of this type: a text stands for any, a column without a value is given in no
/// row.
pub(super) fn fits(found: &DataType, fact: FactType) -> bool {
    match found {
        DataType::Null => true,
        DataType::Dictionary(_, values) => fits(values, fact),
        DataType::RunEndEncoded(_, values) => fits(values.data_type(), fact),
        found if is_text(found) => true,
        DataType::Boolean => fact == FactType::Boolean,
        found if is_day(found) => fact == FactType::Date,
        found => fact == FactType::Number && found.is_numeric(),
    }
}

/// The type of a fact.
pub(super) const fn type_of(kind: &FactTypeDeclaration) -> FactType {
    match kind {
        FactTypeDeclaration::Number { .. } => FactType::Number,
        FactTypeDeclaration::Boolean => FactType::Boolean,
        FactTypeDeclaration::Text(_) => FactType::Text,
        FactTypeDeclaration::Date => FactType::Date,
    }
}

/// Whether it is read as texts.
pub(super) fn is_text(found: &DataType) -> bool {
    match found {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        DataType::RunEndEncoded(_, values) => is_text(values.data_type()),
        _ => false,
    }
}

/// Whether it is read as days. A moment with a zone is none: which day it lies on is for the caller to say.
pub(super) fn is_day(found: &DataType) -> bool {
    match found {
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, None) => true,
        DataType::Dictionary(_, values) => is_day(values),
        DataType::RunEndEncoded(_, values) => is_day(values.data_type()),
        _ => false,
    }
}

/// Whether a column has to be written anew before it can be read.
pub(super) fn is_rewritten(found: &DataType) -> bool {
    match found {
        DataType::Float16
        | DataType::Decimal32(..)
        | DataType::Decimal256(..)
        | DataType::Date64
        | DataType::Timestamp(..)
        | DataType::RunEndEncoded(..)
        | DataType::Null => true,
        DataType::Decimal64(_, scale) | DataType::Decimal128(_, scale) => *scale < 0,
        DataType::Dictionary(_, values) => !is_plain_text(values),
        _ => false,
    }
}

const fn is_plain_text(found: &DataType) -> bool {
    matches!(found, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

/// A column in one of the layouts that the library reads, with the same values.
pub(super) fn readable(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    Ok(match array.data_type() {
        DataType::Float16 => Arc::new(array.as_primitive::<Float16Type>().unary::<_, Float64Type>(shortest)),
        DataType::Decimal32(_, scale) => {
            let whole = |value| scaled(Some(i128::from(value)), *scale);
            decimals(array.as_primitive::<Decimal32Type>().unary(whole), *scale)?
        }
        DataType::Decimal64(_, scale) if *scale < 0 => {
            let whole = |value| scaled(Some(i128::from(value)), *scale);
            decimals(array.as_primitive::<Decimal64Type>().unary(whole), *scale)?
        }
        DataType::Decimal128(_, scale) if *scale < 0 => {
            let whole = |value| scaled(Some(value), *scale);
            decimals(array.as_primitive::<Decimal128Type>().unary(whole), *scale)?
        }
        DataType::Decimal256(_, scale) => {
            let whole = |value: arrow_buffer::i256| scaled(value.to_i128(), *scale);
            decimals(array.as_primitive::<Decimal256Type>().unary(whole), *scale)?
        }
        DataType::Date64 => {
            Arc::new(array.as_primitive::<Date64Type>().unary::<_, Date32Type>(whole_days(86_400_000)))
        }
        DataType::Timestamp(unit, None) => match unit {
            TimeUnit::Second => Arc::new(
                array.as_primitive::<TimestampSecondType>().unary::<_, Date32Type>(whole_days(86_400)),
            ),
            TimeUnit::Millisecond => Arc::new(
                array
                    .as_primitive::<TimestampMillisecondType>()
                    .unary::<_, Date32Type>(whole_days(86_400_000)),
            ),
            TimeUnit::Microsecond => Arc::new(
                array
                    .as_primitive::<TimestampMicrosecondType>()
                    .unary::<_, Date32Type>(whole_days(86_400_000_000)),
            ),
            TimeUnit::Nanosecond => Arc::new(
                array
                    .as_primitive::<TimestampNanosecondType>()
                    .unary::<_, Date32Type>(whole_days(86_400_000_000_000)),
            ),
        },
        DataType::Dictionary(_, values) if !is_plain_text(values) => readable(&cast(array, values)?)?,
        DataType::RunEndEncoded(_, values) => readable(&cast(array, values.data_type())?)?,
        _ => Arc::clone(array),
    })
}

/// What no decimal of the library holds, so that its row is refused.
const TOO_LARGE: i128 = i128::MAX;
/// What no day of the library is, so that its row is refused.
const NO_DAY: i32 = i32::MIN;

fn scaled(value: Option<i128>, scale: i8) -> i128 {
    let power = 10_i128.checked_pow(scale.min(0).unsigned_abs().into());
    value.zip(power).and_then(|(value, power)| value.checked_mul(power)).unwrap_or(TOO_LARGE)
}

fn decimals(values: Decimal128Array, scale: i8) -> Result<ArrayRef, ArrowError> {
    Ok(Arc::new(values.with_precision_and_scale(DECIMAL_DIGITS, scale.clamp(0, 38))?))
}

/// Moments as days. One within a day would lose its time.
fn whole_days(a_day: i64) -> impl Fn(i64) -> i32 {
    move |moment| {
        let is_midnight = moment.rem_euclid(a_day) == 0;
        i32::try_from(moment.div_euclid(a_day)).ok().filter(|_| is_midnight).unwrap_or(NO_DAY)
    }
}

/// The double next to the shortest decimal that reads as this half.
fn shortest(half: half::f16) -> f64 {
    let exact = f64::from(half);
    // Five digits tell all halves apart.
    let written = (0..5).map(|digits| format!("{exact:.digits$e}"));
    let mut read = written.filter_map(|text| text.parse::<f64>().ok());
    read.find(|value| half::f16::from_f64(*value) == half).unwrap_or(exact)
}

/// What a column needs beside its own buffers.
pub(super) struct Parts<'a> {
    nulls: Option<NullBuffer>,
    texts: Vec<&'a str>,
    buffers: Vec<&'a [u8]>,
    /// Of a column without a value: empty texts.
    empty: Vec<i32>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(array: &'a dyn Array) -> Self {
        let texts = match array.data_type() {
            DataType::Dictionary(..) => texts(array.as_any_dictionary().values().as_ref()),
            _ => Vec::new(),
        };
        let buffers = match array.data_type() {
            DataType::Utf8View => {
                array.as_string_view().data_buffers().iter().map(|buffer| buffer.as_slice()).collect()
            }
            _ => Vec::new(),
        };
        let empty = if *array.data_type() == DataType::Null {
            vec![0; array.len().saturating_add(1)]
        } else {
            Vec::new()
        };
        Self { nulls: array.logical_nulls().filter(|nulls| nulls.null_count() > 0), texts, buffers, empty }
    }
}

/// The texts of a dictionary. Where there is none, no row has its code.
fn texts(values: &dyn Array) -> Vec<&str> {
    match values.data_type() {
        DataType::Utf8 => values.as_string::<i32>().iter().map(Option::unwrap_or_default).collect(),
        DataType::LargeUtf8 => values.as_string::<i64>().iter().map(Option::unwrap_or_default).collect(),
        _ => values.as_string_view().iter().map(Option::unwrap_or_default).collect(),
    }
}

/// A readable column, borrowed; `None` for a type that no fact is read from.
pub(super) fn column<'a>(array: &'a dyn Array, parts: &'a Parts<'a>) -> Option<Column<'a>> {
    let scale = |scale: &i8| u32::try_from(*scale).ok();
    let values = match array.data_type() {
        DataType::Decimal64(_, own) => {
            Values::Decimal64 { values: array.as_primitive::<Decimal64Type>().values(), scale: scale(own)? }
        }
        DataType::Decimal128(_, own) => {
            Values::Decimal128 { values: array.as_primitive::<Decimal128Type>().values(), scale: scale(own)? }
        }
        DataType::Boolean => {
            let bits = array.as_boolean().values();
            Values::Boolean { bits: Bits { bytes: bits.values(), offset: bits.offset() }, len: bits.len() }
        }
        DataType::Utf8 => {
            let texts = array.as_string::<i32>();
            Values::Text { offsets: Offsets::Int32(texts.value_offsets()), bytes: texts.value_data() }
        }
        DataType::LargeUtf8 => {
            let texts = array.as_string::<i64>();
            Values::Text { offsets: Offsets::Int64(texts.value_offsets()), bytes: texts.value_data() }
        }
        DataType::Utf8View => Values::TextViews {
            views: array.as_string_view().views().inner().as_slice(),
            buffers: &parts.buffers,
        },
        DataType::Null => Values::Text { offsets: Offsets::Int32(&parts.empty), bytes: &[] },
        DataType::Dictionary(keys, _) => {
            Values::Dictionary { codes: codes(keys, array)?, texts: &parts.texts }
        }
        DataType::Int8 => Values::Int8(array.as_primitive::<Int8Type>().values()),
        DataType::Int16 => Values::Int16(array.as_primitive::<Int16Type>().values()),
        DataType::Int32 => Values::Int32(array.as_primitive::<Int32Type>().values()),
        DataType::Int64 => Values::Int64(array.as_primitive::<Int64Type>().values()),
        DataType::UInt8 => Values::UInt8(array.as_primitive::<UInt8Type>().values()),
        DataType::UInt16 => Values::UInt16(array.as_primitive::<UInt16Type>().values()),
        DataType::UInt32 => Values::UInt32(array.as_primitive::<UInt32Type>().values()),
        DataType::UInt64 => Values::UInt64(array.as_primitive::<UInt64Type>().values()),
        DataType::Float32 => Values::Float32(array.as_primitive::<Float32Type>().values()),
        DataType::Float64 => Values::Float64(array.as_primitive::<Float64Type>().values()),
        DataType::Date32 => Values::Date(array.as_primitive::<Date32Type>().values()),
        _ => return None,
    };
    let column = Column::new(values);
    Some(match &parts.nulls {
        Some(nulls) => column.with_validity(Bits { bytes: nulls.validity(), offset: nulls.offset() }),
        None => column,
    })
}

fn codes<'a>(keys: &DataType, array: &'a dyn Array) -> Option<Codes<'a>> {
    fn of<K: ArrowDictionaryKeyType>(array: &dyn Array) -> &[K::Native] {
        array.as_dictionary::<K>().keys().values()
    }
    Some(match keys {
        DataType::Int8 => Codes::Int8(of::<Int8Type>(array)),
        DataType::Int16 => Codes::Int16(of::<Int16Type>(array)),
        DataType::Int32 => Codes::Int32(of::<Int32Type>(array)),
        DataType::Int64 => Codes::Int64(of::<Int64Type>(array)),
        DataType::UInt8 => Codes::UInt8(of::<UInt8Type>(array)),
        DataType::UInt16 => Codes::UInt16(of::<UInt16Type>(array)),
        DataType::UInt32 => Codes::UInt32(of::<UInt32Type>(array)),
        DataType::UInt64 => Codes::UInt64(of::<UInt64Type>(array)),
        _ => return None,
    })
}
