//! The rows of a frame as records of decided cases and applications: which column stands for which key.

use std::collections::HashMap;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use evenhand::diagnostic::nearest;

use super::call::place;
use super::case_events::Joined;
use super::fact_columns::{FactColumns, GivenFacts};
use super::failure::Failure;
use super::json::{Json, Object, Shape};
use super::pace::in_order;

/// A key of a record, which a column stands for.
pub(crate) struct Key {
    /// What the column is called, and the key where it stands.
    name: &'static str,
    within: Within,
    shape: Shape,
    needed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Record,
    Days,
    Decision,
}

const fn key(name: &'static str, within: Within, shape: Shape, needed: bool) -> Key {
    Key { name, within, shape, needed }
}

/// The keys of a decided case in the order of the record.
pub(super) const OF_CASES: &[Key] = {
    use Within::{Days, Decision, Record};
    &[
        key("case", Record, Shape::Text, false),
        key("office", Record, Shape::Text, false),
        key("item", Record, Shape::Text, true),
        key("events", Record, Shape::Objects("event"), false),
        key("acted", Days, Shape::Day, false),
        key("ended", Days, Shape::Day, false),
        key("found", Days, Shape::Day, false),
        key("decided", Days, Shape::Day, true),
        key("fine", Decision, Shape::Number, true),
        key("tier", Decision, Shape::Text, false),
        key("measures", Decision, Shape::Texts, false),
        key("circumstances", Decision, Shape::Objects("circumstance"), false),
        key("procedure", Decision, Shape::Text, false),
        key("by", Decision, Shape::Text, false),
        key("persons", Decision, Shape::Texts, false),
        key("version", Decision, Shape::Object, false),
        key("facts", Record, Shape::Object, true),
    ]
};

/// Those of an application.
pub(super) const OF_APPLICATIONS: &[Key] = &[
    key("case", Within::Record, Shape::Text, false),
    key("office", Within::Record, Shape::Text, false),
    key("limit", Within::Record, Shape::Text, true),
    key("events", Within::Record, Shape::Objects("event"), true),
    key("fee", Within::Record, Shape::Number, false),
    key("facts", Within::Record, Shape::Object, false),
];

/// Which columns of a frame stand for what.
pub(super) struct Records {
    /// Each key with the place of its column.
    columns: Vec<(&'static Key, usize)>,
    /// Single facts: the name, and the place of the column.
    facts: Vec<(String, usize)>,
    /// Whether a record has events even where none are told.
    has_events: bool,
}

/// The columns of a slice, ready to be written.
pub(crate) struct Rows<'a> {
    columns: Vec<(&'static Key, Json)>,
    facts: FactColumns<'a>,
    events: Option<Joined<'a>>,
    has_events: bool,
    count: usize,
}

impl Records {
    /// The columns for keys; events can stand `elsewhere`.
    pub(super) fn new(
        schema: &Schema,
        keys: &'static [Key],
        named: Option<HashMap<String, String>>,
        facts: Option<GivenFacts>,
        elsewhere: bool,
    ) -> Result<Self, Failure> {
        let mut named = named.unwrap_or_default();
        let is_needed = |name| keys.iter().any(|key| key.name == name && key.needed);
        let own = if facts.is_none() && !is_needed("facts") {
            Vec::new()
        } else {
            GivenFacts::places(facts, schema, &mut named)?
        };
        let mut columns = Vec::new();
        for key in keys {
            let found = match named.remove(key.name) {
                Some(column) => Some(place(schema, &column)?),
                // A column of that name beside single facts is none of theirs.
                None if key.name == "facts" && !own.is_empty() => None,
                None if key.name == "events" => schema.index_of("events").ok(),
                None if key.needed => Some(place(schema, key.name)?),
                None => schema.index_of(key.name).ok(),
            };
            let Some(place) = found else {
                if key.name == "events" && key.needed && !elsewhere {
                    let message =
                        "the frame has no column `events`: name it, or give events as a frame of their own";
                    return Err(Failure::refused("missing-fact", "events", message.to_owned()));
                }
                continue;
            };
            check(schema, place, &format!("`{}`", key.name), key.shape)?;
            columns.push((key, place));
        }
        if let Some(name) = named.into_keys().min() {
            let known = || keys.iter().map(|key| key.name);
            let help = match nearest(&name, known()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("they have {}", known().collect::<Vec<_>>().join(", ")),
            };
            return Err(Failure::refused("unknown-key", &name, format!("records have no `{name}`; {help}")));
        }
        Ok(Self { columns, facts: own, has_events: is_needed("events") })
    }

    /// The place of the column that stands for a key.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().find(|(key, _)| key.name == name).map(|(_, place)| *place)
    }

    pub(super) fn rows<'a>(
        &'a self,
        slice: &RecordBatch,
        events: Option<Joined<'a>>,
        threads: usize,
    ) -> Result<Rows<'a>, Failure> {
        let mut columns = Vec::with_capacity(self.columns.len());
        let read = |(key, place): &(&'static Key, usize)| Ok((*key, Json::of(slice.column(*place))?));
        in_order(threads, &self.columns, read, |column| columns.push(column))?;
        let facts = FactColumns::of(&self.facts, slice)?;
        Ok(Rows { columns, facts, events, has_events: self.has_events, count: slice.num_rows() })
    }
}

/// A column must hold what it stands for.
pub(super) fn check(schema: &Schema, place: usize, what: &str, shape: Shape) -> Result<(), Failure> {
    let field = schema.field(place);
    if shape.fits(field.data_type()) {
        return Ok(());
    }
    let (name, wanted, found) = (field.name(), shape.wanted(), field.data_type());
    let message = format!("the column `{name}` must hold {wanted} for {what}, found {found}");
    Err(Failure::refused("wrong-type", name, message))
}

/// What a column that is not there holds.
static NOTHING: Json = Json::Nothing;

impl Rows<'_> {
    /// The column that stands for a key.
    pub(super) fn column(&self, name: &str) -> &Json {
        let found = self.columns.iter().find(|(key, _)| key.name == name);
        found.map_or(&NOTHING, |(_, column)| column)
    }

    /// The columns of single facts.
    pub(super) const fn facts(&self) -> &FactColumns<'_> {
        &self.facts
    }

    /// How many there are.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// The events that stand in a frame of their own.
    pub(super) const fn events(&self) -> Option<&Joined<'_>> {
        self.events.as_ref()
    }

    /// A column of these events.
    pub(super) fn event_column(&self, name: &str) -> &Json {
        self.events.as_ref().and_then(|events| events.column(name)).unwrap_or(&NOTHING)
    }

    /// The record of a row as text.
    pub(super) fn text(&self, row: usize) -> String {
        let mut line = Vec::with_capacity(1024);
        self.write(row, &mut line);
        // What the columns hold is UTF-8.
        String::from_utf8(line).unwrap_or_default()
    }

    /// The record of a row as a line of JSON.
    fn write(&self, row: usize, out: &mut Vec<u8>) {
        let mut record = Object::open(out);
        self.keys(Within::Record, row, &mut record);
        self.facts.write(row, &mut record);
        if let Some(events) = &self.events {
            record.key("events", |out| {
                let has_some = events.write(row, out);
                if !has_some && self.has_events {
                    out.extend_from_slice(b"[]");
                }
                has_some || self.has_events
            });
        }
        for (name, within) in [("days", Within::Days), ("decision", Within::Decision)] {
            if self.columns.iter().all(|(key, _)| key.within != within) {
                continue;
            }
            record.key(name, |out| {
                let mut part = Object::open(out);
                self.keys(within, row, &mut part);
                part.close();
                true
            });
        }
        record.close();
    }

    fn keys(&self, within: Within, row: usize, object: &mut Object<'_>) {
        for (key, column) in self.columns.iter().filter(|(key, _)| key.within == within) {
            object.key(key.name, |out| column.write(row, key.shape, out));
        }
    }
}
