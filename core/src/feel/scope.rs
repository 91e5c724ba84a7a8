use std::fmt;
use std::sync::Arc;

use super::{Domain, Unit};
use crate::number::Interval;

/// The place of a fact in the row of values that a formula is evaluated on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub usize);

/// What values a fact can have.
#[derive(Clone, Debug, PartialEq)]
pub enum FactKind {
    /// A number with a unit, on a grid of decimals.
    Number {
        /// Its unit.
        unit: Unit,
        /// The least and the greatest value.
        range: Interval,
        /// The most decimals that a value has, if that is bounded.
        decimals: Option<u32>,
    },
    /// True or false.
    Boolean,
    /// One of a list of words, if the list is known.
    Text(Option<Arc<[String]>>),
    /// A day.
    Date,
}

/// The type of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactType {
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A text.
    Text,
    /// A day.
    Date,
    /// A length of time; facts do not have it, expressions do.
    Period,
}

impl fmt::Display for FactType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Text => "a text",
            Self::Date => "a date",
            Self::Period => "a duration",
        })
    }
}

impl FactKind {
    /// The type.
    #[must_use]
    pub const fn fact_type(&self) -> FactType {
        match self {
            Self::Number { .. } => FactType::Number,
            Self::Boolean => FactType::Boolean,
            Self::Text(_) => FactType::Text,
            Self::Date => FactType::Date,
        }
    }
}

/// The facts that an expression may name.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    facts: Vec<(String, FactKind)>,
    domains: Vec<Domain>,
}

impl Scope {
    /// Declares a fact and gives its slot; a later one with the same name hides the earlier.
    pub fn declare(&mut self, name: impl Into<String>, kind: FactKind) -> Slot {
        let slot = Slot(self.facts.len());
        self.domains.push(Domain::of(&kind));
        self.facts.push((name.into(), kind));
        slot
    }

    /// The slot and kind of the fact with this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<(Slot, &FactKind)> {
        let index = self.facts.iter().rposition(|(known, _)| known == name)?;
        self.facts.get(index).map(|(_, kind)| (Slot(index), kind))
    }

    /// The name and kind of the fact in this slot.
    #[must_use]
    pub fn get(&self, slot: Slot) -> Option<(&str, &FactKind)> {
        self.facts.get(slot.0).map(|(name, kind)| (name.as_str(), kind))
    }

    /// The values that each fact can have, by slot.
    #[must_use]
    pub fn domains(&self) -> &[Domain] {
        &self.domains
    }

    /// All facts in the order of their slots.
    pub fn iter(&self) -> impl Iterator<Item = (Slot, &str, &FactKind)> {
        self.facts.iter().enumerate().map(|(index, (name, kind))| (Slot(index), name.as_str(), kind))
    }
}
