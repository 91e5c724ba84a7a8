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
use crate::language::{Bilingual, Language};
use crate::limit::When;
use crate::number::parse_decimal;
use crate::time::Date;

/// Why a record was refused: what is at fault in the file, not in the case.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{field}: expected {}, found {found}", expected.en)]
pub struct RecordFault {
    /// The stable name.
    pub code: &'static str,
    /// The field, such as `decision.fine`.
    pub field: String,
    /// What was expected.
    pub expected: Bilingual,
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
        (
            "not-a-number",
            "An amount is no number, has more digits than amounts have, or is below zero, or zero where it must not be.",
        ),
        ("no-such-day", "A day that the calendar does not have."),
        ("not-a-choice", "A word that is none of those that the key takes."),
        ("contradiction", "Two values of the record exclude each other."),
        ("repeated-record", "A record with this number was there before."),
    ];

    pub(crate) fn new(
        code: &'static str,
        field: impl Into<String>,
        expected: Bilingual,
        found: impl Into<String>,
    ) -> Self {
        Self { code, field: field.into(), expected, found: found.into() }
    }

    /// A key that is there twice.
    pub(crate) fn repeated(field: impl Into<String>) -> Self {
        Self::new("repeated-key", field, expected("只有一次", "the key once"), "it twice")
    }

    /// The fault in words. What was found is told as it stands.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        let Self { code, field, expected, found } = self;
        match *code {
            "not-json" => format!("本行应为{}，实为{found}", expected.zh),
            "missing-key" => format!("缺少字段{field}"),
            "repeated-key" => format!("字段{field}重复"),
            "unknown-key" => format!("没有字段{field}，应为{}", expected.zh),
            _ => format!("字段{field}：应为{}，实为{found}", expected.zh),
        }
    }
}

/// What was expected, in Chinese and English.
pub(crate) fn expected(zh: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual { zh: zh.into(), en: en.into() }
}

/// The known word that another one is nearest to, or all of them.
pub(crate) fn nearest_or_all<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone) -> Bilingual {
    match nearest(word, known.clone()) {
        Some(known) => Bilingual::same(&format!("`{known}`")),
        None => {
            let all = known.collect::<Vec<_>>().join(", ");
            expected(format!("其中之一：{all}"), format!("one of {all}"))
        }
    }
}

/// A line as text, without the mark that some tools put before the first one.
pub(crate) fn text(line: &[u8]) -> Result<&str, RecordFault> {
    let text = std::str::from_utf8(line).map_err(|error| {
        let (read, rest) = line.split_at_checked(error.valid_up_to()).unwrap_or((line, &[]));
        let byte = rest.first().copied().unwrap_or_default();
        let found = ending(&format!("{}\\x{byte:02x}", String::from_utf8_lossy(read)));
        RecordFault::new("not-json", "the line", expected("UTF-8编码", "UTF-8"), found)
    })?;
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
        serde_json::from_str(line).map_err(|error| not_json(line, &error))
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
                let known = nearest_or_all(key, names.into_iter());
                return Err(RecordFault::new("unknown-key", path(), known, format!("`{key}`")));
            };
            if *seen {
                return Err(RecordFault::repeated(path()));
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
    field.ok_or_else(|| RecordFault::new("missing-key", name, expected("有值", "a value"), "nothing"))
}

impl Display for Name {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self(within, name) = self;
        if within.is_empty() { formatter.write_str(name) } else { write!(formatter, "{within}.{name}") }
    }
}

impl<'a> Field<'a> {
    pub(crate) fn fault(self, code: &'static str, zh: &str, en: &str) -> RecordFault {
        self.faulty(code, expected(zh, en))
    }

    fn faulty(self, code: &'static str, expected: Bilingual) -> RecordFault {
        // A value can be as long as the line.
        let mut found: String = self.raw.get().chars().take(80).collect();
        if found.len() < self.raw.get().len() {
            found.push('…');
        }
        RecordFault::new(code, self.name.to_string(), expected, found)
    }

    /// A text, without a copy where nothing in it is escaped.
    pub(crate) fn text(self) -> Result<Cow<'a, str>, RecordFault> {
        let raw = self.raw.get();
        let plain = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
        match plain {
            Some(plain) if !plain.contains('\\') => Ok(Cow::Borrowed(plain)),
            Some(_) => serde_json::from_str(raw)
                .map(Cow::Owned)
                .map_err(|_| self.fault("wrong-type", "文字", "a text")),
            None => Err(self.fault("wrong-type", "文字", "a text")),
        }
    }

    pub(crate) fn owned(self) -> Result<String, RecordFault> {
        Ok(self.text()?.into_owned())
    }

    pub(crate) fn day(self) -> Result<Date, RecordFault> {
        self.text()?
            .parse()
            .map_err(|_| self.fault("no-such-day", "日期，如2026-11-21", "a day such as 2026-11-21"))
    }

    /// A number, also as a text.
    pub(crate) fn number(self) -> Result<Decimal, RecordFault> {
        let text = self.text().unwrap_or(Cow::Borrowed(self.raw.get()));
        let number = read_number(&text)
            .ok_or_else(|| self.fault("not-a-number", "数，如1680.5", "a number such as 1680.5"))?;
        Ok(number)
    }

    /// A day, or a minute of it.
    pub(crate) fn when(self) -> Result<When, RecordFault> {
        let zh = "日期，如2026-11-21，或者时刻，如2026-11-21T14:30";
        let en = "a day such as 2026-11-21, or a minute such as 2026-11-21T14:30";
        self.text()?.parse().map_err(|_| self.fault("no-such-day", zh, en))
    }

    /// A number that is not below zero.
    pub(crate) fn amount(self) -> Result<Decimal, RecordFault> {
        let amount = self.number()?;
        if amount.is_sign_negative() && !amount.is_zero() {
            return Err(self.fault("not-a-number", "不小于零的数额", "no amount below zero"));
        }
        Ok(amount)
    }

    /// One of the words of a list.
    pub(crate) fn choice<T: Copy>(self, words: &[(&str, T)]) -> Result<T, RecordFault> {
        let text = self.text()?;
        words.iter().find(|(word, _)| *word == text).map(|(_, choice)| *choice).ok_or_else(|| {
            self.faulty("not-a-choice", nearest_or_all(&text, words.iter().map(|(word, _)| *word)))
        })
    }

    /// `true` or `false`.
    pub(crate) fn truth(self) -> Result<bool, RecordFault> {
        match self.raw.get() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(self.fault("wrong-type", "true或者false", "true or false")),
        }
    }

    pub(crate) fn object(self) -> Result<Object<'a>, RecordFault> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.fault("wrong-type", "对象", "an object"))
    }

    /// What is read of each value of a list.
    pub(crate) fn each<T>(
        self,
        read: impl Fn(Self) -> Result<T, RecordFault>,
    ) -> Result<Vec<T>, RecordFault> {
        let values: Vec<&'a RawValue> =
            serde_json::from_str(self.raw.get()).map_err(|_| self.fault("wrong-type", "列表", "a list"))?;
        values.into_iter().map(|raw| read(Field { raw, ..self })).collect()
    }

    pub(crate) fn texts(self) -> Result<Vec<String>, RecordFault> {
        self.each(Field::owned)
    }

    pub(crate) fn facts(self) -> Result<Facts, RecordFault> {
        self.object()?.facts(self.name, self.raw.get().len())
    }
}

impl Object<'_> {
    /// The values as facts, which stand under a name; the object is so long.
    fn facts(self, under: Name, length: usize) -> Result<Facts, RecordFault> {
        let mut facts = Facts::with_room(self.0.len(), length);
        for (name, raw) in self.0 {
            let field = Field { name: under, raw };
            let given = match raw.get() {
                "null" => continue,
                "true" => Given::Boolean(true),
                "false" => Given::Boolean(false),
                text if text.starts_with('"') => Given::Text(field.owned()?),
                text => match read_number(text) {
                    Some(number) => Given::Number(number),
                    None => {
                        let (zh, en) = ("数、文字、true或者false", "a number, a text, true or false");
                        let fault = field.fault("wrong-type", zh, en);
                        return Err(RecordFault { field: format!("facts.{name}"), ..fault });
                    }
                },
            };
            facts.push(&name, given);
        }
        Ok(facts)
    }
}

impl Facts {
    /// Reads the facts of a record: an object as JSON, whose values are numbers, texts, `true` or `false`. What is `null` is
    /// not there.
    ///
    /// ```
    /// use evenhand::Facts;
    ///
    /// let facts = Facts::from_json(r#"{"area": 16.80, "repeat": false, "harm": null}"#)?;
    /// assert_eq!(facts.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["area", "repeat"]);
    /// # Ok::<(), evenhand::supervise::RecordFault>(())
    /// ```
    ///
    /// # Errors
    /// The text is no such object.
    pub fn from_json(text: &str) -> Result<Self, RecordFault> {
        let name = Name("", "facts");
        if let Ok(object) = serde_json::from_str::<Object<'_>>(text) {
            return object.facts(name, text.len());
        }
        // What it is instead.
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| not_json(text, &error))?;
        Field { name, raw }.facts()
    }
}

fn not_json(text: &str, error: &serde_json::Error) -> RecordFault {
    let record = if error.is_eof() {
        expected("一条完整的JSON记录", "a record as JSON that is whole")
    } else {
        expected("一条JSON格式的记录", "a record as JSON")
    };
    RecordFault::new("not-json", "the line", record, where_it_breaks(text, error))
}

/// As many characters tell where something stands.
const EXCERPT: usize = 24;

/// What stands where a text stops being JSON, or the last of it where it ends too soon.
pub(crate) fn where_it_breaks(text: &str, error: &serde_json::Error) -> String {
    if error.is_eof() {
        return ending(text.trim_end());
    }
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    // From the beginning of the word.
    let before = line.get(..error.column().saturating_sub(1)).unwrap_or_default();
    let start = before.trim_end_matches(char::is_alphanumeric).len();
    let rest = line.get(start..).unwrap_or(line);
    let more = if rest.chars().nth(EXCERPT).is_some() { "…" } else { "" };
    format!("`{}{more}`", rest.chars().take(EXCERPT).collect::<String>())
}

/// The last characters of a text.
fn ending(text: &str) -> String {
    let skipped = text.chars().count().saturating_sub(EXCERPT);
    let more = if skipped > 0 { "…" } else { "" };
    format!("`{more}{}`", text.chars().skip(skipped).collect::<String>())
}

/// A number as JSON may write one, `1.5e6` included.
fn read_number(text: &str) -> Option<Decimal> {
    parse_decimal(text).ok().or_else(|| {
        let number = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
        number.then(|| Decimal::from_scientific(text).ok()).flatten()
    })
}
