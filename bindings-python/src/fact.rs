//! A fact that an item asks for.

use evenhand::pack::FactTypeDeclaration;
use evenhand::penalty;
use pyo3::prelude::*;

use crate::words::Bilingual;

/// A fact that an item asks for, and what values it can have.
#[pyclass(frozen, get_all, module = "evenhand")]
#[derive(Clone)]
pub(crate) struct Fact {
    /// The name under which it is given.
    name: String,
    /// What it is called.
    label: Bilingual,
    /// How it is found out.
    help: Option<Bilingual>,
    /// "number", "boolean", "string" or "date".
    r#type: &'static str,
    /// A number's unit, such as "m2"; empty for a plain number.
    unit: String,
    /// The unit in words, such as "m²".
    unit_name: Bilingual,
    /// A number's least and greatest value, such as "(0..100000]".
    range: Option<String>,
    /// The most decimals of a number.
    decimals: Option<u32>,
    /// A string's values, from light to grave.
    values: Option<Vec<(String, Bilingual)>>,
    /// What can be given for it, in words.
    expected: String,
}

impl From<&penalty::Fact> for Fact {
    fn from(fact: &penalty::Fact) -> Self {
        let (range, decimals, values, r#type) = match &fact.kind {
            FactTypeDeclaration::Number { range, decimals, .. } => {
                (Some(range.to_string()), Some(*decimals), None, "number")
            }
            FactTypeDeclaration::Boolean => (None, None, None, "boolean"),
            FactTypeDeclaration::Text(values) => {
                let named = values.iter().map(|(value, label)| (value.clone(), label.into()));
                (None, None, Some(named.collect()), "string")
            }
            FactTypeDeclaration::Date => (None, None, None, "date"),
        };
        Self {
            name: fact.name.clone(),
            label: (&fact.label).into(),
            help: fact.help.as_ref().map(Bilingual::from),
            r#type,
            unit: if fact.unit().is_none() { String::new() } else { fact.unit().to_string() },
            unit_name: Bilingual::of_unit(fact.unit()),
            range,
            decimals,
            values,
            expected: fact.expected(),
        }
    }
}

#[pymethods]
impl Fact {
    fn __repr__(&self) -> String {
        format!("<Fact {}: {}>", self.name, self.expected)
    }
}
