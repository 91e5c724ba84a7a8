//! Columns as JSON: each value as a record has it, nothing where there is none.

use std::io::Write;
use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{Array, ArrayRef, Date32Array, GenericListArray, OffsetSizeTrait, StringViewArray};
use arrow_buffer::NullBuffer;
use arrow_cast::cast;
use arrow_schema::DataType;
use evenhand::time::Date;
use serde_json::value::RawValue;

use super::failure::Failure;
use super::values::{is_day, is_text, readable};

/// What stands for a moment within a day where a day is asked for.
const NO_WHOLE_DAY: &str = "no whole day";

/// What a key of a record takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A text; whole numbers stand for one.
    Text,
    /// An amount.
    Number,
    /// A day.
    Day,
    /// A day, or a moment with its offset as a text.
    Moment,
    /// An object: a struct, or JSON.
    Object,
    /// Texts: a list, JSON, or a single one.
    Texts,
    /// Objects of which a text gives this key alone: a list, or JSON, or a single text.
    Objects(&'static str),
    /// A fact: any scalar.
    Fact,
}

impl Shape {
    /// What a column must hold for it.
    pub(super) const fn wanted(self) -> &'static str {
        match self {
            Self::Text => "texts or whole numbers",
            Self::Number => "numbers or texts",
            Self::Day => "days or texts",
            Self::Moment => "days, or moments with their offset as texts",
            Self::Object => "structs or JSON texts",
            Self::Texts => "texts, whole numbers, lists of them or JSON texts",
            Self::Objects(_) => "texts, lists of structs or JSON texts",
            Self::Fact => "numbers, texts, truth values or days",
        }
    }

    /// Whether a column of this type can be read as that.
    pub(super) fn fits(self, found: &DataType) -> bool {
        if is_text(found) || *found == DataType::Null {
            return true;
        }
        match self {
            Self::Text => found.is_integer(),
            Self::Number => found.is_numeric(),
            Self::Day | Self::Moment => is_day(found),
            Self::Object => match found {
                DataType::Struct(fields) => fields.iter().all(|field| is_json(field.data_type())),
                _ => false,
            },
            Self::Texts | Self::Objects(_) => match found {
                DataType::List(field) | DataType::LargeList(field) => is_json(field.data_type()),
                found => found.is_integer(),
            },
            Self::Fact => is_scalar(found),
        }
    }
}

fn is_scalar(found: &DataType) -> bool {
    match found {
        DataType::Null | DataType::Boolean => true,
        DataType::Dictionary(_, values) => is_scalar(values),
        DataType::RunEndEncoded(_, values) => is_scalar(values.data_type()),
        found => is_text(found) || is_day(found) || found.is_numeric(),
    }
}

fn is_json(found: &DataType) -> bool {
    match found {
        DataType::Struct(fields) => fields.iter().all(|field| is_json(field.data_type())),
        DataType::List(field) | DataType::LargeList(field) => is_json(field.data_type()),
        found => is_scalar(found),
    }
}

/// A column, ready to be written value by value.
pub(super) enum Json {
    Nothing,
    /// Written between quotes.
    Texts(StringViewArray),
    /// Numbers and truth values.
    Bare(StringViewArray),
    Days(Date32Array),
    Struct(Vec<(String, Json)>, Option<NullBuffer>),
    List(Vec<usize>, Box<Json>, Option<NullBuffer>),
}

impl Json {
    pub(super) fn of(column: &ArrayRef) -> Result<Self, Failure> {
        Ok(match column.data_type() {
            DataType::Null => Self::Nothing,
            DataType::Struct(fields) => {
                let array = column.as_struct();
                let columns = fields.iter().zip(array.columns());
                let columns = columns.map(|(field, column)| Ok((field.name().clone(), Self::of(column)?)));
                Self::Struct(columns.collect::<Result<_, Failure>>()?, array.nulls().cloned())
            }
            DataType::List(_) => Self::of_lists(column.as_list::<i32>())?,
            DataType::LargeList(_) => Self::of_lists(column.as_list::<i64>())?,
            found => {
                let quoted = is_text(found) || is_day(found);
                let column = readable(column)?;
                if *column.data_type() == DataType::Date32 {
                    return Ok(Self::Days(column.as_primitive::<Date32Type>().clone()));
                }
                let texts = texts(&column)?;
                if quoted { Self::Texts(texts) } else { Self::Bare(texts) }
            }
        })
    }

    /// Of a slice the values of its own rows alone: the others would be read for every slice once more.
    fn of_lists<O: OffsetSizeTrait>(array: &GenericListArray<O>) -> Result<Self, Failure> {
        let offsets = array.value_offsets();
        let (first, last) = (place(offsets.first()), place(offsets.last()));
        let values = array.values().slice(first, last.saturating_sub(first));
        let starts = offsets.iter().map(|start| place(Some(start)).saturating_sub(first)).collect();
        Ok(Self::List(starts, Box::new(Self::of(&values)?), array.nulls().cloned()))
    }

    /// Writes the value of a row; false, and nothing is written, where there is none. What is empty is none.
    pub(super) fn write(&self, row: usize, shape: Shape, out: &mut Vec<u8>) -> bool {
        match self {
            Self::Nothing => false,
            Self::Texts(texts) | Self::Bare(texts) => {
                let Some(text) = value(texts, row) else { return false };
                let bare = (matches!(self, Self::Bare(_)) || shape == Shape::Number)
                    && shape != Shape::Text
                    && is_bare(text);
                match shape {
                    Shape::Object | Shape::Texts | Shape::Objects(_) if is_raw(text) => {
                        out.extend_from_slice(text.as_bytes());
                    }
                    Shape::Texts => single(out, None, text),
                    Shape::Objects(key) if !text.starts_with(['[', '{']) => single(out, Some(key), text),
                    _ if bare => out.extend_from_slice(text.as_bytes()),
                    _ => quoted(text, out),
                }
                true
            }
            Self::Days(_) => {
                let Some(day) = self.whole_day(row) else { return false };
                out.push(b'"');
                match day {
                    Some(day) => write_day(day, out),
                    None => out.extend_from_slice(NO_WHOLE_DAY.as_bytes()),
                }
                out.push(b'"');
                true
            }
            Self::Struct(columns, nulls) => {
                if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
                    return false;
                }
                let mut object = Object::open(out);
                for (name, column) in columns {
                    object.key(name, |out| column.write(row, Shape::Fact.within(column), out));
                }
                object.close();
                true
            }
            Self::List(..) => {
                let Some((places, values)) = self.list(row) else { return false };
                out.push(b'[');
                for (place, value) in places.enumerate() {
                    if place > 0 {
                        out.push(b',');
                    }
                    let leaf = matches!(values, Self::Texts(_) | Self::Bare(_) | Self::Days(_));
                    let item = |out: &mut Vec<u8>| {
                        let inner = if leaf && shape != Shape::Fact { Shape::Text } else { Shape::Fact };
                        values.write(value, inner.within(values), out)
                    };
                    let written = match shape {
                        Shape::Objects(key) if leaf => {
                            let mut object = Object::open(out);
                            object.key(key, item);
                            object.close();
                            true
                        }
                        _ => item(out),
                    };
                    if !written {
                        out.extend_from_slice(b"null");
                    }
                }
                out.push(b']');
                true
            }
        }
    }
}

impl Json {
    /// The places of the values of a list, and the column that they stand in.
    pub(super) fn list(&self, row: usize) -> Option<(Range<usize>, &Self)> {
        let Self::List(starts, values, nulls) = self else { return None };
        if nulls.as_ref().is_some_and(|nulls| nulls.is_null(row)) {
            return None;
        }
        Some((*starts.get(row)?..*starts.get(row.saturating_add(1))?, values))
    }

    /// The day of a row, or nothing in its place where it is no whole day.
    pub(super) fn whole_day(&self, row: usize) -> Option<Option<Date>> {
        let Self::Days(days) = self else { return None };
        days.is_valid(row).then(|| Date::from_epoch_day(days.value(row)))
    }
}

impl Shape {
    /// What is inside of lists and structs: scalars, and lists of texts.
    const fn within(self, column: &Json) -> Self {
        match column {
            Json::List(..) => Self::Texts,
            Json::Struct(..) => Self::Object,
            _ => self,
        }
    }
}

/// An object that is being written.
pub(super) struct Object<'a> {
    out: &'a mut Vec<u8>,
    is_first: bool,
}

impl<'a> Object<'a> {
    pub(super) fn open(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, is_first: true }
    }

    /// One more key, if it has a value.
    pub(super) fn key(&mut self, name: &str, value: impl FnOnce(&mut Vec<u8>) -> bool) {
        let before = self.out.len();
        if !self.is_first {
            self.out.push(b',');
        }
        quoted(name, self.out);
        self.out.push(b':');
        if value(self.out) {
            self.is_first = false;
        } else {
            self.out.truncate(before);
        }
    }

    /// A text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.key(name, |out| {
            quoted(text, out);
            true
        });
    }

    /// An object.
    pub(super) fn object(&mut self, name: &str, fill: impl FnOnce(&mut Object<'_>)) {
        self.key(name, |out| {
            let mut object = Object::open(out);
            fill(&mut object);
            object.close();
            true
        });
    }

    /// A list of objects.
    pub(super) fn list<T>(
        &mut self,
        name: &str,
        values: impl Iterator<Item = T>,
        fill: impl Fn(T, &mut Object<'_>),
    ) {
        self.key(name, |out| {
            out.push(b'[');
            for (place, value) in values.enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                let mut object = Object::open(out);
                fill(value, &mut object);
                object.close();
            }
            out.push(b']');
            true
        });
    }

    pub(super) fn close(self) {
        self.out.push(b'}');
    }
}

fn place<O: OffsetSizeTrait>(offset: Option<&O>) -> usize {
    offset.map_or(0, |offset| offset.as_usize())
}

/// The text of a row, if there is one that is not empty.
pub(super) fn value(texts: &StringViewArray, row: usize) -> Option<&str> {
    (texts.is_valid(row)).then(|| texts.value(row)).filter(|text| !text.is_empty())
}

/// Writes a day as `2026-11-21`.
fn write_day(day: Date, out: &mut Vec<u8>) {
    let digit = |number: u16| b'0' + u8::try_from(number % 10).unwrap_or_default();
    let year = day.year().unsigned_abs();
    out.extend([year / 1000, year / 100, year / 10, year].map(digit));
    for part in [day.month(), day.day()] {
        let part = u16::from(part.unsigned_abs());
        out.extend([b'-', digit(part / 10), digit(part)]);
    }
}

/// A column of scalars as texts: days as `2026-11-21`, numbers exactly.
pub(super) fn texts(column: &ArrayRef) -> Result<StringViewArray, Failure> {
    let column = readable(column)?;
    if *column.data_type() == DataType::Date32 {
        let days = column.as_primitive::<Date32Type>().iter();
        let text = |day: i32| match Date::from_epoch_day(day) {
            Some(day) => day.to_string(),
            None => NO_WHOLE_DAY.to_owned(),
        };
        return Ok(days.map(|day| day.map(text)).collect());
    }
    let texts = cast(&column, &DataType::Utf8View)?;
    let texts = texts.as_string_view();
    if column.data_type().is_floating() || column.data_type().is_decimal() {
        // 85.0 has no more decimals than 85.
        return Ok(texts.iter().map(|text| text.map(without_zeros)).collect());
    }
    Ok(texts.clone())
}

/// A number without zeros behind the last digit of its decimals.
fn without_zeros(text: &str) -> &str {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if plain && text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// Whether a number or truth value stands in JSON as it is: infinities do not.
fn is_bare(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    matches!(text, "true" | "false")
        || digits.starts_with(|first: char| first.is_ascii_digit())
            && serde_json::from_str::<&RawValue>(text).is_ok()
}

/// Whether a text is an object or a list as JSON, and nothing behind it.
fn is_raw(text: &str) -> bool {
    text.starts_with(['{', '[']) && serde_json::from_str::<&RawValue>(text).is_ok()
}

fn single(out: &mut Vec<u8>, key: Option<&str>, text: &str) {
    out.push(b'[');
    match key {
        Some(key) => {
            let mut object = Object::open(out);
            object.key(key, |out| {
                quoted(text, out);
                true
            });
            object.close();
        }
        None => quoted(text, out),
    }
    out.push(b']');
}

/// A text between quotes, escaped.
pub(super) fn quoted(text: &str, out: &mut Vec<u8>) {
    let plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(plain) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else if serde_json::to_writer(&mut *out, text).is_err() {
        // Nothing is written into memory that fails.
        let _ = out.write_all(b"\"\"");
    }
}
