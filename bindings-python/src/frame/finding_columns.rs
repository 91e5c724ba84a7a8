//! What supervision finds, as the columns of a frame: a row a finding, and a row for each record that was refused.

use std::sync::Arc;

use arrow_array::builder::{Date32Builder, Int64Builder, StringBuilder, StringDictionaryBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use evenhand::supervise::{DecidedCase, Irregular, RecordFault, Supervision};
use evenhand::{Bilingual, Language};

use super::failure::Failure;
use super::table::Frame;

/// The word in the column `check` of a record that was refused.
const REFUSED: &str = "record";

/// The columns of texts, in their order; those with few different words are dictionaries.
const TEXTS: [(&str, bool); 20] = [
    ("case", false),
    ("office", true),
    ("item", true),
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
    decided: Date32Builder,
    texts: Vec<Texts>,
}

pub(super) fn schema() -> SchemaRef {
    let few = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let mut fields = vec![Field::new("row", DataType::Int64, false)];
    for (name, is_few) in TEXTS {
        fields.push(Field::new(name, if is_few { few() } else { DataType::Utf8 }, true));
        if name == "item" {
            fields.push(Field::new("decided", DataType::Date32, true));
        }
    }
    Arc::new(Schema::new(fields))
}

/// A frame of findings without a row.
pub(crate) fn no_findings() -> Frame {
    Frame::new(schema(), Vec::new())
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
        Self { row: Int64Builder::new(), decided: Date32Builder::new(), texts: texts.collect() }
    }

    /// The findings of a case, each with the record from which the same call gives them again.
    pub(super) fn add(
        &mut self,
        row: i64,
        case: &DecidedCase,
        supervision: &Supervision,
        record: &str,
    ) -> Result<(), Failure> {
        let version = supervision.outcome().map(|outcome| &outcome.item().document);
        let in_force = version.map(|version| version.in_force.from.to_string());
        for found in &supervision.findings {
            let Irregular { code, about, expected, found: value, basis, message, colour, handling, .. } =
                found;
            let Bilingual { zh, en } = message;
            self.decided.append_value(case.case().days().decided.epoch_day());
            self.row(
                row,
                [
                    told(case.name()),
                    told(case.office()),
                    told(case.item()),
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
        self.decided.append_null();
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
            if name == "item" {
                columns.push(Arc::new(self.decided.finish()));
            }
        }
        Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
    }
}

fn told(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
