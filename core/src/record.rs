//! Records as JSON: objects whose keys are all known, and values with the way to them.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use rust_decimal::Decimal;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use thiserror::Error;

use crate::diagnostic::nearest;
use crate::facts::{Facts, Given};
use crate::language::Language;
use crate::limit::When;
use crate::number::parse_decimal;
use crate::time::Date;

/// Why a record was refused: what is at fault in the file, not in the case.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{field}: expected {expected}, found {found}")]
pub struct RecordFault {
    /// The stable name.
    pub code: &'static str,
    /// The field, such as `decision.fine`.
    pub field: String,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl RecordFault {
    /// The codes that a fault can have, with their meaning.
    pub const CODES: &[(&str, &str)] = &[
        ("not-json", "The line is not JSON, or something in it is not of the shape of a record."),
        ("unknown-key", "A key that records do not have."),
        ("missing-key", "A key that must be there is missing."),
        ("repeated-key", "A key is there twice."),
        ("wrong-type", "A value is not of the type that the key takes."),
        ("not-a-number", "An amount is no number, or has more digits than amounts have."),
        ("no-such-day", "A day that the calendar does not have."),
        ("not-a-choice", "A word that is none of those that the key takes."),
        ("contradiction", "Two values of the record exclude each other."),
        ("repeated-record", "A record with this number was there before."),
    ];

    pub(crate) fn new(
        code: &'static str,
        field: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self { code, field: field.into(), expected: expected.into(), found: found.into() }
    }

    /// The fault in words. What was expected and found are values and names of the format, the same in both languages.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::Chinese => {
                format!("字段{}：应为{}，实为{}", self.field, self.expected, self.found)
            }
            Language::English => self.to_string(),
        }
    }
}

/// A line as text, without the mark that some tools put before the first one.
pub(crate) fn text(line: &[u8]) -> Result<&str, RecordFault> {
    let text = std::str::from_utf8(line)
        .map_err(|error| RecordFault::new("not-json", "the line", "UTF-8", error.to_string()))?;
    Ok(text.trim_start_matches('\u{feff}').trim())
}

/// The keys and values of an object in their order, not yet looked into.
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Object<'de>;

            fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut entries = Vec::with_capacity(8);
                while let Some(Key(key)) = map.next_key()? {
                    entries.push((key, map.next_value()?));
                }
                Ok(Object(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// A key without a copy, where nothing in it is escaped.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
                formatter.write_str("a key")
            }

            fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// The way to a value, such as `decision.fine`, in two parts that need no copy.
#[derive(Clone, Copy)]
pub(crate) struct Name(&'static str, &'static str);

/// A value with the way to it, for faults.
#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    name: Name,
    raw: &'a RawValue,
}

impl<'a> Object<'a> {
    pub(crate) fn read(line: &'a str) -> Result<Self, RecordFault> {
        serde_json::from_str(line)
            .map_err(|error| RecordFault::new("not-json", "the line", "a record as JSON", error.to_string()))
    }

    /// The values of these keys, in the order of the names; a key that is not among them is a fault.
    pub(crate) fn keys<const N: usize>(
        &self,
        within: &'static str,
        names: [&'static str; N],
    ) -> Result<[Option<Field<'a>>; N], RecordFault> {
        let mut fields: [Option<Field<'a>>; N] = [None; N];
        let mut seen = [false; N];
        for (key, raw) in &self.0 {
            let path = || if within.is_empty() { key.to_string() } else { format!("{within}.{key}") };
            let mut places = names.iter().zip(&mut fields).zip(&mut seen);
            let Some(((name, field), seen)) = places.find(|((name, _), _)| *name == key) else {
                let expected = match nearest(key, names) {
                    Some(known) => format!("`{known}`"),
                    None => format!("one of {}", names.join(", ")),
                };
                return Err(RecordFault::new("unknown-key", path(), expected, format!("`{key}`")));
            };
            if *seen {
                return Err(RecordFault::new("repeated-key", path(), "the key once", "it twice"));
            }
            *seen = true;
            if raw.get() != "null" {
                *field = Some(Field { name: Name(within, name), raw });
            }
        }
        Ok(fields)
    }
}

pub(crate) fn required<'a>(name: &str, field: Option<Field<'a>>) -> Result<Field<'a>, RecordFault> {
    field.ok_or_else(|| RecordFault::new("missing-key", name, "a value", "nothing"))
}

impl Display for Name {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self(within, name) = self;
        if within.is_empty() { formatter.write_str(name) } else { write!(formatter, "{within}.{name}") }
    }
}

impl<'a> Field<'a> {
    pub(crate) fn fault(self, code: &'static str, expected: impl Display) -> RecordFault {
        // A value can be as long as the line.
        let mut found: String = self.raw.get().chars().take(80).collect();
        if found.len() < self.raw.get().len() {
            found.push('…');
        }
        RecordFault::new(code, self.name.to_string(), expected.to_string(), found)
    }

    /// A text, without a copy where nothing in it is escaped.
    pub(crate) fn text(self) -> Result<Cow<'a, str>, RecordFault> {
        let raw = self.raw.get();
        let plain = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
        match plain {
            Some(plain) if !plain.contains('\\') => Ok(Cow::Borrowed(plain)),
            Some(_) => {
                serde_json::from_str(raw).map(Cow::Owned).map_err(|_| self.fault("wrong-type", "a text"))
            }
            None => Err(self.fault("wrong-type", "a text")),
        }
    }

    pub(crate) fn owned(self) -> Result<String, RecordFault> {
        Ok(self.text()?.into_owned())
    }

    pub(crate) fn day(self) -> Result<Date, RecordFault> {
        self.text()?.parse().map_err(|_| self.fault("no-such-day", "a day such as 2026-11-21"))
    }

    /// A number, also as a text.
    fn number(self) -> Result<Decimal, RecordFault> {
        let text = self.text().unwrap_or(Cow::Borrowed(self.raw.get()));
        let number =
            read_number(&text).ok_or_else(|| self.fault("not-a-number", "a number such as 1680.5"))?;
        Ok(number)
    }

    /// A day, or a minute of it.
    pub(crate) fn when(self) -> Result<When, RecordFault> {
        let expected = "a day such as 2026-11-21, or a minute such as 2026-11-21T14:30";
        self.text()?.parse().map_err(|_| self.fault("no-such-day", expected))
    }

    /// A number that is not below zero.
    pub(crate) fn amount(self) -> Result<Decimal, RecordFault> {
        let amount = self.number()?;
        if amount.is_sign_negative() && !amount.is_zero() {
            return Err(self.fault("not-a-number", "no amount below zero"));
        }
        Ok(amount)
    }

    /// One of the words of a list.
    pub(crate) fn choice<T: Copy>(self, words: &[(&str, T)]) -> Result<T, RecordFault> {
        let text = self.text()?;
        words.iter().find(|(word, _)| *word == text).map(|(_, choice)| *choice).ok_or_else(|| {
            let known = || words.iter().map(|(word, _)| *word);
            match nearest(&text, known()) {
                Some(known) => self.fault("not-a-choice", format!("`{known}`")),
                None => {
                    self.fault("not-a-choice", format!("one of {}", known().collect::<Vec<_>>().join(", ")))
                }
            }
        })
    }

    /// `true` or `false`.
    pub(crate) fn truth(self) -> Result<bool, RecordFault> {
        match self.raw.get() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(self.fault("wrong-type", "true or false")),
        }
    }

    pub(crate) fn object(self) -> Result<Object<'a>, RecordFault> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.fault("wrong-type", "an object"))
    }

    pub(crate) fn list(self) -> Result<Vec<Field<'a>>, RecordFault> {
        let values: Vec<&'a RawValue> =
            serde_json::from_str(self.raw.get()).map_err(|_| self.fault("wrong-type", "a list"))?;
        Ok(values.into_iter().map(|raw| Field { raw, ..self }).collect())
    }

    pub(crate) fn texts(self) -> Result<Vec<String>, RecordFault> {
        self.list()?.into_iter().map(Field::owned).collect()
    }

    pub(crate) fn facts(self) -> Result<Facts, RecordFault> {
        let mut facts = Facts::new();
        for (name, raw) in self.object()?.0 {
            let field = Field { raw, ..self };
            let given = match raw.get() {
                "null" => continue,
                "true" => Given::Boolean(true),
                "false" => Given::Boolean(false),
                text if text.starts_with('"') => Given::Text(field.owned()?),
                text => match read_number(text) {
                    Some(number) => Given::Number(number),
                    None => {
                        let expected = "a number, a text, true or false";
                        let fault = field.fault("wrong-type", expected);
                        return Err(RecordFault { field: format!("facts.{name}"), ..fault });
                    }
                },
            };
            facts = facts.with(name, given);
        }
        Ok(facts)
    }
}

/// A number as JSON may write one, `1.5e6` included.
fn read_number(text: &str) -> Option<Decimal> {
    parse_decimal(text).ok().or_else(|| {
        let number = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
        number.then(|| Decimal::from_scientific(text).ok()).flatten()
    })
}
