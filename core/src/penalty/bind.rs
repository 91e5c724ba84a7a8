use rust_decimal::Decimal;

use super::{AssessError, Fact, Item};
use crate::diagnostic::nearest;
use crate::facts::{Facts, Given};
use crate::feel::{FactType, Fault, Slot, Value};
use crate::number::{Rational, parse_decimal};
use crate::pack::FactTypeDeclaration;
use crate::time::{Date, DateError};

impl Item {
    /// The values of all facts by slot, held against their declarations.
    ///
    /// # Errors
    /// An unknown fact, one given twice, or a value that the fact cannot have.
    pub(crate) fn bind<'a>(&self, facts: &'a Facts) -> Result<Vec<Value<'a>>, AssessError> {
        for (name, _) in facts.iter() {
            if self.facts.iter().all(|fact| fact.name != name) {
                return Err(self.unknown_fact(name, self.facts.iter().map(|fact| fact.name.as_str())));
            }
        }
        Fact::bind_all(&self.facts, facts)
    }

    /// The error for a fact that nobody knows: the nearest of those that can be given, else all of them.
    pub(crate) fn unknown_fact<'a>(&self, name: &str, known: impl Iterator<Item = &'a str>) -> AssessError {
        // An item and the rules above it can ask for the same fact.
        let mut names: Vec<&str> = Vec::new();
        for name in known {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        AssessError::UnknownFact {
            item: self.id.clone(),
            fact: name.to_owned(),
            suggestion: nearest(name, names.iter().copied()).map(str::to_owned),
            known: names.into_iter().map(str::to_owned).collect(),
        }
    }

    /// The error for a fault of a formula of this item. For a missing fact it also names the others that were
    /// not given, so that nobody has to find them out one by one; preconditions may be left out.
    #[cold]
    pub(crate) fn fault(&self, fault: Fault, values: &[Value<'_>]) -> AssessError {
        match fault {
            Fault::Missing(slot) => match self.facts.get(slot.0) {
                Some(fact) => AssessError::MissingFact {
                    fact: fact.name.clone(),
                    label: fact.label.clone(),
                    kind: Box::new(fact.kind.clone()),
                    others: self.not_given(slot, values),
                },
                None => AssessError::Overflow { item: self.id.clone() },
            },
            Fault::Overflow => AssessError::Overflow { item: self.id.clone() },
        }
    }
}

impl Item {
    fn not_given(&self, named: Slot, values: &[Value<'_>]) -> Vec<String> {
        let missing = self.facts.iter().enumerate().filter(|(index, _)| {
            let slot = Slot(*index);
            slot != named && !self.is_precondition(slot) && values.get(*index) == Some(&Value::Missing)
        });
        missing.map(|(_, fact)| fact.name.clone()).collect()
    }
}

impl Fact {
    /// The values of declared facts, by slot; names that are not declared here are passed over.
    ///
    /// # Errors
    /// A fact that is given twice, or a value that the fact cannot have.
    pub(crate) fn bind_all<'a>(declared: &[Self], facts: &'a Facts) -> Result<Vec<Value<'a>>, AssessError> {
        Self::bind_marking(declared, facts, &mut [])
    }

    /// The same, marking the given facts that are declared here.
    pub(super) fn bind_marking<'a>(
        declared: &[Self],
        facts: &'a Facts,
        known: &mut [bool],
    ) -> Result<Vec<Value<'a>>, AssessError> {
        // One more slot than there are facts: the second stage puts the unit's fine there.
        let mut values = Vec::with_capacity(declared.len().saturating_add(1));
        values.resize(declared.len(), Value::Missing);
        for (index, (name, given)) in facts.iter().enumerate() {
            let found = declared.iter().zip(&mut values).find(|(fact, _)| fact.name == name);
            let Some((fact, slot)) = found else { continue };
            if let Some(known) = known.get_mut(index) {
                *known = true;
            }
            if *slot != Value::Missing {
                return Err(AssessError::DuplicateFact { fact: name.to_owned() });
            }
            *slot = fact.read(given)?;
        }
        Ok(values)
    }

    /// What can be given for the fact, in words.
    #[must_use]
    pub fn expected(&self) -> String {
        self.kind.expected()
    }

    /// The value, if the fact can have it.
    pub(crate) fn read<'a>(&self, given: &'a Given) -> Result<Value<'a>, AssessError> {
        match &self.kind {
            FactTypeDeclaration::Number { range, decimals, .. } => {
                let number = match given {
                    Given::Number(number) => *number,
                    Given::Text(text) => parse_decimal(text)
                        .map_err(|error| AssessError::NotANumber { fact: self.name.clone(), error })?,
                    _ => return Err(self.wrong_type(FactType::Number, given)),
                };
                if number.scale() > *decimals && number.normalize().scale() > *decimals {
                    return Err(AssessError::TooManyDecimals {
                        fact: self.name.clone(),
                        value: number,
                        decimals: *decimals,
                    });
                }
                let value = Rational::from(number);
                if !range.contains(value) {
                    return Err(AssessError::OutOfRange {
                        fact: self.name.clone(),
                        value: number,
                        range: range.to_string(),
                    });
                }
                Ok(Value::Number(value))
            }
            FactTypeDeclaration::Boolean => match given {
                Given::Boolean(value) => Ok(Value::Boolean(*value)),
                Given::Text(text) if text == "true" => Ok(Value::Boolean(true)),
                Given::Text(text) if text == "false" => Ok(Value::Boolean(false)),
                _ => Err(self.wrong_type(FactType::Boolean, given)),
            },
            FactTypeDeclaration::Text(values) => match given {
                Given::Text(text) => match values.iter().any(|(known, _)| known == text) {
                    true => Ok(Value::Text(text)),
                    false => Err(self.unknown_value(values.iter().map(|(known, _)| known.as_str()), text)),
                },
                _ => Err(self.wrong_type(FactType::Text, given)),
            },
            FactTypeDeclaration::Date => match given {
                Given::Date(date) => Ok(Value::Date(*date)),
                Given::Text(text) => {
                    let date: Result<Date, DateError> = text.parse();
                    date.map(Value::Date).map_err(|error| match error {
                        DateError::Form(_) => self.wrong_type(FactType::Date, given),
                        DateError::NoSuchDay(_) => AssessError::NoSuchDay { fact: self.name.clone(), error },
                    })
                }
                _ => Err(self.wrong_type(FactType::Date, given)),
            },
        }
    }

    fn unknown_value<'a>(&self, known: impl Iterator<Item = &'a str> + Clone, value: &str) -> AssessError {
        AssessError::UnknownValue {
            fact: self.name.clone(),
            value: value.to_owned(),
            suggestion: nearest(value, known.clone()).map(str::to_owned),
            known: known.map(str::to_owned).collect(),
        }
    }

    fn wrong_type(&self, expected: FactType, given: &Given) -> AssessError {
        AssessError::WrongType { fact: self.name.clone(), expected, found: given.to_string() }
    }
}

impl std::fmt::Display for Given {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(formatter, "{}", Decimal::normalize(number)),
            Self::Boolean(value) => write!(formatter, "{value}"),
            Self::Text(text) => formatter.write_str(text),
            Self::Date(date) => write!(formatter, "{date}"),
        }
    }
}

impl FactTypeDeclaration {
    /// What can be given for such a fact, in words.
    pub(crate) fn expected(&self) -> String {
        match self {
            Self::Number { unit, range, decimals } => {
                let unit = if unit.is_none() { String::new() } else { format!(" {unit}") };
                match decimals {
                    0 => format!("a whole number in {range}{unit}"),
                    decimals => format!("a number in {range}{unit} with at most {decimals} decimals"),
                }
            }
            Self::Boolean => "true or false".to_owned(),
            Self::Text(values) => {
                let names: Vec<&str> = values.iter().map(|(value, _)| value.as_str()).collect();
                format!("one of {}", names.join(", "))
            }
            Self::Date => "a day such as 2026-02-28".to_owned(),
        }
    }
}
