//! A record of a decided case, from a line of JSON.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use rust_decimal::Decimal;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::case::{CaseEvent, CitedVersion, DECIDED, DecidedCase, Recognised, Taken};
use super::fault::RecordFault;
use crate::case::Case;
use crate::diagnostic::nearest;
use crate::facts::{Facts, Given};
use crate::number::parse_decimal;
use crate::pack::{Actor, Measure};
use crate::time::Date;

/// The keys and values of an object in their order, not yet looked into.
struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

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
struct Name(&'static str, &'static str);

/// A value with the way to it, for faults.
#[derive(Clone, Copy)]
struct Field<'a> {
    name: Name,
    raw: &'a RawValue,
}

impl DecidedCase {
    /// Reads a line: the record of one case as JSON. Facts and days are written as everywhere else; `docs/supervision.md`
    /// lists the keys. What is `null` is not there.
    ///
    /// ```
    /// use evenhand::supervise::DecidedCase;
    ///
    /// let line = r#"{"case": "118", "item": "cn.dongying.city-appearance/46-4", "facts": {"area": 20},
    ///     "days": {"decided": "2026-11-21"}, "decision": {"fine": 2000}}"#;
    /// assert_eq!(DecidedCase::from_json(line)?.name(), "118");
    ///
    /// let fault = DecidedCase::from_json(&line.replace("fine", "fien")).unwrap_err();
    /// assert_eq!((fault.code, fault.field.as_str()), ("unknown-key", "decision.fien"));
    /// # Ok::<(), evenhand::supervise::RecordFault>(())
    /// ```
    ///
    /// # Errors
    /// The field that is at fault, and what was expected.
    pub fn from_json(line: &str) -> Result<Self, RecordFault> {
        let record: Object<'_> = serde_json::from_str(line).map_err(|error| {
            RecordFault::new("not-json", "the line", "a record as JSON", error.to_string())
        })?;
        let [name, office, item, facts, days, events, decision] =
            record.keys("", ["case", "office", "item", "facts", "days", "events", "decision"])?;
        let item = required("item", item)?.text()?;
        let facts = facts.map_or(Ok(Facts::new()), |field| field.facts())?;
        let case = required("days", days)?.days(facts)?;
        let taken = required("decision", decision)?.decision()?;
        let events = events.map_or(Ok(Vec::new()), |field| field.events())?;
        let decided = case.days().decided;
        if let Some(event) = events.iter().find(|event| event.event == DECIDED && event.day != decided) {
            let expected = format!("the day of `days.decided`, {decided}");
            return Err(RecordFault::new("contradiction", "events.decided", expected, event.day.to_string()));
        }
        let text = |field: Option<Field<'_>>| field.map_or(Ok(String::new()), |field| field.owned());
        Ok(Self { name: text(name)?, office: text(office)?, item: item.into_owned(), case, events, taken })
    }
}

impl<'a> Object<'a> {
    /// The values of these keys, in the order of the names; a key that is not among them is a fault.
    fn keys<const N: usize>(
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

fn required<'a>(name: &str, field: Option<Field<'a>>) -> Result<Field<'a>, RecordFault> {
    field.ok_or_else(|| RecordFault::new("missing-key", name, "a value", "nothing"))
}

impl Display for Name {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self(within, name) = self;
        if within.is_empty() { formatter.write_str(name) } else { write!(formatter, "{within}.{name}") }
    }
}

impl<'a> Field<'a> {
    fn fault(self, code: &'static str, expected: impl Display) -> RecordFault {
        // A value can be as long as the line.
        let mut found: String = self.raw.get().chars().take(80).collect();
        if found.len() < self.raw.get().len() {
            found.push('…');
        }
        RecordFault::new(code, self.name.to_string(), expected.to_string(), found)
    }

    /// A text, without a copy where nothing in it is escaped.
    fn text(self) -> Result<Cow<'a, str>, RecordFault> {
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

    fn owned(self) -> Result<String, RecordFault> {
        Ok(self.text()?.into_owned())
    }

    fn day(self) -> Result<Date, RecordFault> {
        self.text()?.parse().map_err(|_| self.fault("no-such-day", "a day such as 2026-11-21"))
    }

    /// A number, also as a text.
    fn number(self) -> Result<Decimal, RecordFault> {
        let text = self.text().unwrap_or(Cow::Borrowed(self.raw.get()));
        let number =
            read_number(&text).ok_or_else(|| self.fault("not-a-number", "a number such as 1680.5"))?;
        Ok(number)
    }

    /// One of the words of a list.
    fn choice<T: Copy>(self, words: &[(&str, T)]) -> Result<T, RecordFault> {
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

    fn object(self) -> Result<Object<'a>, RecordFault> {
        serde_json::from_str(self.raw.get()).map_err(|_| self.fault("wrong-type", "an object"))
    }

    fn list(self) -> Result<Vec<Field<'a>>, RecordFault> {
        let values: Vec<&'a RawValue> =
            serde_json::from_str(self.raw.get()).map_err(|_| self.fault("wrong-type", "a list"))?;
        Ok(values.into_iter().map(|raw| Field { raw, ..self }).collect())
    }

    fn texts(self) -> Result<Vec<String>, RecordFault> {
        self.list()?.into_iter().map(Field::owned).collect()
    }

    fn facts(self) -> Result<Facts, RecordFault> {
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

    fn days(self, facts: Facts) -> Result<Case, RecordFault> {
        let [acted, ended, found, decided] =
            self.object()?.keys("days", ["acted", "ended", "found", "decided"])?;
        let mut case = Case::new(facts, required("days.decided", decided)?.day()?);
        if let Some(day) = acted {
            case = case.acted(day.day()?);
        }
        if let Some(day) = ended {
            case = case.ended(day.day()?);
        }
        if let Some(day) = found {
            case = case.found(day.day()?);
        }
        Ok(case)
    }

    fn events(self) -> Result<Vec<CaseEvent>, RecordFault> {
        let event = |field: Field<'a>| {
            let [event, day, persons] = field.object()?.keys("events", ["event", "day", "persons"])?;
            Ok(CaseEvent {
                event: required("events.event", event)?.owned()?,
                day: required("events.day", day)?.day()?,
                persons: persons.map_or(Ok(Vec::new()), Field::texts)?,
            })
        };
        self.list()?.into_iter().map(event).collect()
    }

    fn decision(self) -> Result<Taken, RecordFault> {
        let names = ["fine", "tier", "measures", "circumstances", "procedure", "by", "persons", "version"];
        let [fine, tier, measures, circumstances, procedure, by, persons, version] =
            self.object()?.keys("decision", names)?;
        let fine = fine.map(Field::number).transpose()?;
        if let Some(fine) = fine.filter(Decimal::is_sign_negative) {
            let found = fine.to_string();
            return Err(RecordFault::new("not-a-number", "decision.fine", "no amount below zero", found));
        }
        Ok(Taken {
            fine,
            tier: tier.map(Field::owned).transpose()?,
            measures: measures.map_or(Ok(Vec::new()), Field::measures)?,
            circumstances: circumstances.map(Field::recognised).transpose()?,
            procedure: procedure.map(Field::owned).transpose()?,
            by: by.map(|field| field.choice(Actor::ALL)).transpose()?,
            persons: persons.map_or(Ok(Vec::new()), Field::texts)?,
            version: version.map(Field::version).transpose()?,
        })
    }

    fn measures(self) -> Result<Vec<Measure>, RecordFault> {
        let words = Measure::ALL.iter().map(|measure| (measure.code(), *measure));
        let words: Vec<(&str, Measure)> = words.collect();
        self.list()?.into_iter().map(|field| field.choice(&words)).collect()
    }

    fn recognised(self) -> Result<Vec<Recognised>, RecordFault> {
        let recognised = |field: Field<'a>| {
            let within = "decision.circumstances";
            let [circumstance, reason] = field.object()?.keys(within, ["circumstance", "reason"])?;
            let reason = reason.map(Field::owned).transpose()?;
            Ok(Recognised {
                circumstance: required("decision.circumstances.circumstance", circumstance)?.owned()?,
                reason: reason.filter(|reason| !reason.trim().is_empty()),
            })
        };
        self.list()?.into_iter().map(recognised).collect()
    }

    fn version(self) -> Result<CitedVersion, RecordFault> {
        let [pack, in_force] = self.object()?.keys("decision.version", ["pack", "in_force"])?;
        Ok(CitedVersion {
            pack: required("decision.version.pack", pack)?.owned()?,
            in_force: required("decision.version.in_force", in_force)?.day()?,
        })
    }
}

/// A number as JSON may write one, `1.5e6` included.
fn read_number(text: &str) -> Option<Decimal> {
    parse_decimal(text).ok().or_else(|| {
        let number = text.starts_with(|first: char| first.is_ascii_digit() || first == '-');
        number.then(|| Decimal::from_scientific(text).ok()).flatten()
    })
}
