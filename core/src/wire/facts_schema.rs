//! The JSON Schema of an item's facts, from which other people's libraries make forms.

use serde::{Serialize, Serializer};

use super::to_json;
use crate::language::Language;
use crate::number::{Edge, Rational};
use crate::outcome::fact_values;
use crate::pack::FactTypeDeclaration;
use crate::penalty::{Fact, Item};

#[derive(Serialize)]
struct SchemaJson<'a> {
    #[serde(rename = "$schema")]
    draft: &'static str,
    title: &'a str,
    description: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    properties: Properties<'a>,
    #[serde(rename = "additionalProperties")]
    others: bool,
}

/// In the order of the item, in which a form asks for them.
struct Properties<'a>(Vec<(&'a str, PropertyJson<'a>)>);

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, property)| (name, property)))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PropertyJson<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exclusive_minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exclusive_maximum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    one_of: Option<Vec<ChoiceJson<'a>>>,
}

#[derive(Serialize)]
struct ChoiceJson<'a> {
    #[serde(rename = "const")]
    value: &'a str,
    title: &'a str,
}

impl Item {
    /// The JSON Schema (draft 7) of the facts, in the order of the item and labelled in a language.
    ///
    /// No fact is required: which ones are needed depends on the others, and an assessment names what it lacks. What
    /// validators would have to count in floats stands in words alone: that a number has at most two decimals, and the end
    /// of a range that is no whole number.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::Language;
    ///
    /// let book = evenhand::RuleBook::bundled_documents(["cn.dongying.city-appearance"])?;
    /// let item = book.on("2026-11-21".parse()?).item("cn.dongying.city-appearance/46-4")?;
    /// let schema: serde_json::Value = serde_json::from_str(&item.facts_schema(Language::English))?;
    /// assert_eq!(schema["properties"]["area"]["exclusiveMinimum"], 0);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn facts_schema(&self, language: Language) -> String {
        let properties = self.facts.iter().map(|fact| (fact.name.as_str(), property(fact, language)));
        to_json(&SchemaJson {
            draft: "http://json-schema.org/draft-07/schema#",
            title: self.title.get(language),
            description: self.basis.get(language),
            kind: "object",
            properties: Properties(properties.collect()),
            others: false,
        })
    }
}

fn property(fact: &Fact, language: Language) -> PropertyJson<'_> {
    let help = fact.help.as_ref().map(|help| help.get(language).to_owned());
    let mut schema = PropertyJson {
        title: fact.label.get(language),
        description: help,
        kind: "string",
        format: None,
        minimum: None,
        exclusive_minimum: None,
        maximum: None,
        exclusive_maximum: None,
        one_of: None,
    };
    match &fact.kind {
        FactTypeDeclaration::Number { range, decimals, .. } => {
            schema.kind = if *decimals == 0 { "integer" } else { "number" };
            (schema.minimum, schema.exclusive_minimum) = ends(range.low);
            (schema.maximum, schema.exclusive_maximum) = ends(range.high);
            let values = fact_values(fact, language);
            schema.description = Some(match schema.description {
                Some(help) => format!("{help}\n{values}"),
                None => values,
            });
        }
        FactTypeDeclaration::Boolean => schema.kind = "boolean",
        FactTypeDeclaration::Text(values) => {
            let choices =
                values.iter().map(|(value, label)| ChoiceJson { value, title: label.get(language) });
            schema.one_of = Some(choices.collect());
        }
        FactTypeDeclaration::Date => schema.format = Some("date"),
    }
    schema
}

/// The end of a range that belongs to it, or that does not.
fn ends(edge: Edge) -> (Option<i64>, Option<i64>) {
    match edge {
        Edge::Open => (None, None),
        Edge::Included(end) => (whole(end), None),
        Edge::Excluded(end) => (None, whole(end)),
    }
}

fn whole(end: Rational) -> Option<i64> {
    end.to_string().parse().ok()
}
