//! Records as JSON: objects whose keys are all known, and values with the way to them.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use rust_decimal::Decimal;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::fault::RecordFault;
use crate::diagnostic::nearest;
use crate::facts::{Facts, Given};
use crate::limit::When;
use crate::number::parse_decimal;
use crate::time::Date;

/// A line as text, without the mark that some tools put before the first one.
pub(super) fn text(line: &[u8]) -> Result<&str, RecordFault> {
    let text = std::str::from_utf8(line)
        .map_err(|error| RecordFault::new("not-json", "the line", "UTF-8", error.to_string()))?;
    Ok(text.trim_start_matches('\u{feff}').trim())
}

/// The keys and values of an object in their order, not yet looked into.
pub(super) struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

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

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// The way to a value, such as `decision.fine`, in two parts that need no copy.
#[derive(Clone, Copy)]
pub(super) struct Name(&'static str, &'static str);

/// A value with the way to it, for faults.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    name: Name,
    raw: &'a RawValue,
}

impl<'a> Object<'a> {
    pub(super) fn read(line: &'a str) -> Result<Self, RecordFault> {
        serde_json::from_str(line)
            .map_err(|error| RecordFault::new("not-json", "the line", "a record as JSON", error.to_string()))
    }

    /// The values of these keys, in the order of the names; a key that is not among them is a fault.
    pub(super) fn keys<const N: usize>(
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

pub(super) fn required<'a>(name: &str, field: Option<Field<'a>>) -> Result<Field<'a>, RecordFault> {
    field.ok_or_else(|| RecordFault::new("missing-key", name, "a value", "nothing"))
}

impl Display for Name {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self(within, name) = self;
        if within.is_empty() { formatter.write_str(name) } else { write!(formatter, "{within}.{name}") }
    }
}

impl<'a> Field<'a> {
    pub(super) fn fault(self, code: &'static str, expected: impl Display) -> RecordFault {
        // A value can be as long as the line.
        let mut found: String = self.raw.get().chars().take(80).collect();
        if found.len() < self.raw.get().len() {
            found.push('…');
        }
        RecordFault::new(code, self.name.to_string(), expected.to_string(), found)
    }

    /// A text, without a copy where nothing in it is escaped.
    pub(super) fn text(self) -> Result<Cow<'a, str>, RecordFault> {
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

    pub(super) fn owned(self) -> Result<String, RecordFault> {
        Ok(self.text()?.into_owned())
    }

    pub(super) fn day(self) -> Result<Date, RecordFault> {
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
    pub(super) fn when(self) -> Result<When, RecordFault> {
        let expected = "a day such as 2026-11-21, or a minute such as 2026-11-21T14:30";
        self.text()?.parse().map_err(|_| self.fault("no-such-day", expected))
    }

    /// A number that is not below zero.
    pub(super) fn amount(self) -> Result<Decimal, RecordFault> {
        let amount = self.number()?;
        if amount.is_sign_negative() && !amount.is_zero() {
            return Err(self.fault("not-a-number", "no amount below zero"));
        }
        Ok(amount)
    }

    /// One of the words of a list.
    pub(super) fn choice<T: Copy>(self, words: &[(&str, T)]) -> Result<T, RecordFault> {
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

    pub(super) fn object(self) -> Result<Object<'a>, RecordFault> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.fault("wrong-type", "an object"))
    }

    pub(super) fn list(self) -> Result<Vec<Field<'a>>, RecordFault> {
        let values: Vec<&'a RawValue> =
            serde_json::from_str(self.raw.get()).map_err(|_| self.fault("wrong-type", "a list"))?;
        Ok(values.into_iter().map(|raw| Field { raw, ..self }).collect())
    }

    pub(super) fn texts(self) -> Result<Vec<String>, RecordFault> {
        self.list()?.into_iter().map(Field::owned).collect()
    }

    pub(super) fn facts(self) -> Result<Facts, RecordFault> {
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
