//! What supervision finds, as the columns of a frame: a row a finding, and a row for each record that was refused.

use std::sync::Arc;

use arrow_array::builder::{Date32Builder, Int64Builder, StringBuilder, StringDictionaryBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use evenhand::penalty::Document;
use evenhand::supervise::{Irregular, RecordFault};
use evenhand::time::Date;
use evenhand::{Bilingual, Language};

use super::failure::Failure;
use super::supervise::Kind;
use super::table::Frame;

/// The word in the column `check` of a record that was refused.
const REFUSED: &str = "record";

/// What the columns are called in which findings differ: what the record is under, and its day.
pub(crate) struct Subject {
    pub(super) under: &'static str,
    pub(super) day: &'static str,
}

/// What was found in a record.
pub(crate) struct Found<'a> {
    pub(super) case: &'a str,
    pub(super) office: &'a str,
    pub(super) under: &'a str,
    pub(super) day: Option<Date>,
    /// The rules or the limit, in the version that was applied.
    pub(super) version: Option<&'a Document>,
    pub(super) findings: &'a [Irregular],
}

/// What stands in the place of the two names.
const UNDER: &str = "under";

/// The columns of texts, in their order; those with few different words are dictionaries.
const TEXTS: [(&str, bool); 20] = [
    ("case", false),
    ("office", true),
    (UNDER, true),
    ("code", true),
    ("check", true),
    ("name_zh", true),
    ("name_en", true),
    ("colour", true),
    ("handling", true),
    ("about", true),
    ("expected", false),
    ("found", false),
    ("message_zh", false),
    ("message_en", false),
    ("basis_zh", true),
    ("basis_en", true),
    ("pack", true),
    ("in_force", true),
    ("sha256", true),
    ("record", false),
];

enum Texts {
    Plain(StringBuilder),
    Few(StringDictionaryBuilder<Int32Type>),
}

/// The columns while they grow.
pub(super) struct FindingColumns {
    row: Int64Builder,
    day: Date32Builder,
    texts: Vec<Texts>,
}

pub(super) fn schema(subject: &Subject) -> SchemaRef {
    let few = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let mut fields = vec![Field::new("row", DataType::Int64, false)];
    for (name, is_few) in TEXTS {
        let is_under = name == UNDER;
        let name = if is_under { subject.under } else { name };
        fields.push(Field::new(name, if is_few { few() } else { DataType::Utf8 }, true));
        if is_under {
            fields.push(Field::new(subject.day, DataType::Date32, true));
        }
    }
    Arc::new(Schema::new(fields))
}

/// A frame of findings without a row.
pub(crate) fn no_findings<K: Kind>() -> Frame {
    Frame::new(schema(&K::SUBJECT), Vec::new())
}

impl FindingColumns {
    pub(super) fn new() -> Self {
        let texts = TEXTS.iter().map(|(_, is_few)| {
            if *is_few {
                Texts::Few(StringDictionaryBuilder::new())
            } else {
                Texts::Plain(StringBuilder::new())
            }
        });
        Self { row: Int64Builder::new(), day: Date32Builder::new(), texts: texts.collect() }
    }

    /// The findings in a record, each with the record from which the same call gives them again.
    pub(super) fn add(&mut self, row: i64, found: &Found<'_>, record: &str) -> Result<(), Failure> {
        let Found { case, office, under, day, version, findings } = found;
        let in_force = version.map(|version| version.in_force.from.to_string());
        for found in *findings {
            let Irregular { code, about, expected, found: value, basis, message, colour, handling, .. } =
                found;
            let Bilingual { zh, en } = message;
            self.day.append_option(day.map(Date::epoch_day));
            self.row(
                row,
                [
                    told(case),
                    told(office),
                    told(under),
                    Some(code.as_str()),
                    Some(code.check()),
                    Some(code.name(Language::Chinese)),
                    Some(code.name(Language::English)),
                    colour.map(|colour| colour.code()),
                    handling.map(|handling| handling.code()),
                    about.as_deref(),
                    expected.as_deref(),
                    value.as_deref(),
                    Some(zh),
                    Some(en),
                    basis.as_ref().map(|basis| basis.zh.as_str()),
                    basis.as_ref().map(|basis| basis.en.as_str()),
                    version.map(|version| version.id.as_str()),
                    in_force.as_deref(),
                    version.map(|version| version.digest.as_str()),
                    Some(record),
                ],
            )?;
        }
        Ok(())
    }

    /// A record that was refused: the field is what it is `about`.
    pub(super) fn refuse(&mut self, row: i64, fault: &RecordFault, record: &str) -> Result<(), Failure> {
        self.day.append_null();
        let (zh, en) = (fault.message(Language::Chinese), fault.message(Language::English));
        let mut texts = [None; TEXTS.len()];
        let told = [
            ("code", fault.code),
            ("check", REFUSED),
            ("about", &fault.field),
            ("expected", &fault.expected.en),
            ("found", &fault.found),
            ("message_zh", &zh),
            ("message_en", &en),
            ("record", record),
        ];
        for (room, (name, _)) in texts.iter_mut().zip(TEXTS) {
            *room = told.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        }
        self.row(row, texts)
    }

    fn row(&mut self, row: i64, texts: [Option<&str>; TEXTS.len()]) -> Result<(), Failure> {
        self.row.append_value(row);
        for (column, text) in self.texts.iter_mut().zip(texts) {
            match column {
                Texts::Plain(column) => column.append_option(text),
                Texts::Few(column) => match text {
                    Some(text) => drop(column.append(text)?),
                    None => column.append_null(),
                },
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self, schema: &SchemaRef) -> Result<RecordBatch, Failure> {
        let mut columns: Vec<ArrayRef> = vec![Arc::new(self.row.finish())];
        for (texts, (name, _)) in self.texts.into_iter().zip(TEXTS) {
            columns.push(match texts {
                Texts::Plain(mut texts) => Arc::new(texts.finish()),
                Texts::Few(mut texts) => Arc::new(texts.finish()),
            });
            if name == UNDER {
                columns.push(Arc::new(self.day.finish()));
            }
        }
        Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
    }
}

fn told(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
