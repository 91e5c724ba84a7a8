//! A column of values as somebody gives them: plain numbers without being written out.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, StringViewArray};
use arrow_cast::cast;
use arrow_schema::DataType;
use evenhand::Given;
use evenhand::number::{decimal_of_float, parse_decimal};

use super::failure::Failure;
use super::json::{texts, value};

/// The values of a column.
pub(super) enum GivenValues {
    Floats(Float64Array),
    Whole(Int64Array),
    Texts(StringViewArray),
}

/// A value that only its text tells.
pub(super) struct AsText;

impl GivenValues {
    pub(super) fn of(column: &ArrayRef) -> Result<Self, Failure> {
        Ok(match column.data_type() {
            DataType::Float64 => Self::Floats(column.as_primitive::<Float64Type>().clone()),
            // The largest of these need not fit.
            DataType::UInt64 => Self::Texts(texts(column)?),
            found if found.is_integer() => {
                Self::Whole(cast(column, &DataType::Int64)?.as_primitive::<Int64Type>().clone())
            }
            _ => Self::Texts(texts(column)?),
        })
    }

    /// What tells the number of a row from others, where it does not stand as a text.
    pub(super) fn bits(&self, row: usize) -> Option<u64> {
        match self {
            Self::Floats(floats) if floats.is_valid(row) => Some(floats.value(row).to_bits()),
            Self::Whole(whole) if whole.is_valid(row) => Some(whole.value(row).cast_unsigned()),
            _ => None,
        }
    }

    /// The number of a row, or its text where it is none; nothing where there is no value.
    ///
    /// # Errors
    /// A float that has to be written out.
    pub(super) fn number(&self, row: usize) -> Result<Option<Given>, AsText> {
        match self {
            Self::Texts(texts) => {
                Ok(value(texts, row)
                    .map(|text| parse_decimal(text).map_or_else(|_| text.into(), Given::Number)))
            }
            _ => self.plain(row),
        }
    }

    /// The value of a row as it is given; nothing where there is none.
    ///
    /// # Errors
    /// See [`GivenValues::number`].
    pub(super) fn plain(&self, row: usize) -> Result<Option<Given>, AsText> {
        match self {
            Self::Floats(floats) if floats.is_valid(row) => {
                decimal_of_float(floats.value(row)).map(|number| Some(number.into())).ok_or(AsText)
            }
            Self::Whole(whole) if whole.is_valid(row) => Ok(Some(whole.value(row).into())),
            Self::Texts(texts) => Ok(value(texts, row).map(Given::from)),
            _ => Ok(None),
        }
    }
}
