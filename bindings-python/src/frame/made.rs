//! Frames that are made column by column.

use std::sync::Arc;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, BooleanArray, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, Field, Schema};
use evenhand::number::{Rational, Surd};

use super::table::Frame;

/// The decimals of numbers that are no amounts: a half away from zero, as in JSON.
const DECIMALS: u32 = 6;

pub(super) fn texts<'a>(values: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    Arc::new(values.collect::<StringArray>())
}

/// Texts of which few are different.
pub(super) fn words<'a>(values: impl Iterator<Item = Option<&'a str>>) -> ArrayRef {
    let mut builder = StringDictionaryBuilder::<Int32Type>::new();
    builder.extend(values);
    Arc::new(builder.finish())
}

pub(super) fn counts(values: impl Iterator<Item = Option<u64>>) -> ArrayRef {
    let whole = values.map(|value| value.map(|value| i64::try_from(value).unwrap_or(i64::MAX)));
    Arc::new(whole.collect::<Int64Array>())
}

pub(super) fn truths(values: impl Iterator<Item = Option<bool>>) -> ArrayRef {
    Arc::new(values.collect::<BooleanArray>())
}

pub(super) fn numbers(values: impl Iterator<Item = Option<Rational>>) -> Result<ArrayRef, ArrowError> {
    let whole = values.map(|value| value.and_then(millionths)).collect::<Decimal128Array>();
    Ok(Arc::new(whole.with_precision_and_scale(38, 6)?))
}

fn millionths(value: Rational) -> Option<i128> {
    if let Some(whole) = value.mantissa(DECIMALS) {
        return Some(whole);
    }
    let text = Surd::fraction(value.numerator().into(), value.denominator().into())?.decimal(DECIMALS);
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}{part:0<6}").parse().ok()
}

/// The columns as a frame; any of them may have gaps.
pub(super) fn frame(columns: Vec<(&str, ArrayRef)>) -> Result<Frame, ArrowError> {
    let batch = batch(columns)?;
    Ok(Frame::new(batch.schema(), vec![batch]))
}

/// The same as a part of one.
pub(super) fn batch(columns: Vec<(&str, ArrayRef)>) -> Result<RecordBatch, ArrowError> {
    let (fields, columns): (Vec<Field>, Vec<ArrayRef>) =
        columns.into_iter().map(|(name, column)| (field(name, &column), column)).unzip();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

/// What a schema says of a column.
pub(super) fn field(name: &str, column: &ArrayRef) -> Field {
    Field::new(name, column.data_type().clone(), true)
}

/// Rows are counted from 0 in frames, lines from 1.
pub(super) fn line(row: usize) -> u64 {
    u64::try_from(row).unwrap_or(u64::MAX).saturating_add(1)
}

/// A row a refused record, counted from 0, where lines are counted from 1: why it was refused.
pub(super) fn refused<'a>(
    faults: impl Iterator<Item = (u64, &'a str, &'a str, String)>,
) -> Result<Frame, ArrowError> {
    let all: Vec<_> = faults.collect();
    frame(vec![
        ("row", counts(all.iter().map(|(line, ..)| line.checked_sub(1)))),
        ("code", words(all.iter().map(|(_, code, ..)| Some(*code)))),
        ("field", words(all.iter().map(|(_, _, field, _)| Some(*field)))),
        ("message", texts(all.iter().map(|(.., message)| Some(message.as_str())))),
    ])
}
