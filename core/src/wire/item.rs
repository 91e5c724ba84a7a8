//! The shape of an item before anything is known of a case: what a form asks for.

use serde::Serialize;

use super::{VersionJson, WordsJson, to_json, version};
use crate::book::BookOn;
use crate::feel::Slot;
use crate::language::{Bilingual, Language};
use crate::number::Rational;
use crate::outcome::fact_values;
use crate::pack::{FactTypeDeclaration, SourceKind};
use crate::penalty::{Fact, Item};

#[derive(Serialize)]
struct ItemJson<'a> {
    item: &'a str,
    version: VersionJson<'a>,
    document: WordsJson,
    issuer: &'a str,
    illustration: bool,
    title: WordsJson,
    basis: WordsJson,
    standard: Option<WordsJson>,
    authority: Option<WordsJson>,
    note: Option<WordsJson>,
    may: bool,
    currency: String,
    /// The range that the law allows, as the pack writes it.
    statutory: Option<&'a str>,
    /// The rows of the table, in its order; a row can be without a name.
    tiers: Vec<Option<WordsJson>>,
    facts: Vec<FactJson<'a>>,
}

#[derive(Serialize)]
struct FactJson<'a> {
    fact: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    label: WordsJson,
    help: Option<WordsJson>,
    /// What can be given, in words.
    expected: WordsJson,
    /// Whether it says by itself whether a precondition is met.
    precondition: bool,
    aggravates: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<NumberJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<ValueJson<'a>>>,
}

#[derive(Serialize)]
struct NumberJson {
    /// Empty for a plain number.
    unit: String,
    units: WordsJson,
    range: String,
    /// The least and the greatest value with so many decimals.
    min: Option<String>,
    max: Option<String>,
    decimals: u32,
}

#[derive(Serialize)]
struct ValueJson<'a> {
    value: &'a str,
    zh: &'a str,
    en: &'a str,
}

impl Item {
    /// The item as JSON: what it is about, where it stands, and the facts that it asks for.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// let book = evenhand::RuleBook::bundled_documents(["cn.dongying.city-appearance"])?;
    /// let item = book.on("2026-11-21".parse()?).item("cn.dongying.city-appearance/46-4")?;
    /// assert!(item.to_json().contains(r#""fact": "area""#));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        let document = &self.document;
        let words = |text: &Option<Bilingual>| text.as_ref().map(WordsJson::from);
        to_json(&ItemJson {
            item: &self.id,
            version: version(document),
            document: WordsJson::from(&document.title),
            issuer: &document.source.issuer,
            illustration: document.source.kind == SourceKind::Illustration,
            title: WordsJson::from(&self.title),
            basis: WordsJson::from(&self.basis),
            standard: words(&self.standard),
            authority: words(&self.authority),
            note: words(&self.note),
            may: self.may,
            currency: document.currency.to_string(),
            statutory: self.statutory.as_ref().map(|statutory| statutory.text.as_str()),
            tiers: self.tariff.rows().iter().map(|row| words(&row.tier)).collect(),
            facts: self
                .facts
                .iter()
                .enumerate()
                .map(|(slot, fact)| fact_json(fact, self.is_precondition(Slot(slot))))
                .collect(),
        })
    }
}

impl BookOn<'_> {
    /// The facts that the rules above an item ask for, beside those of the item, as JSON in the shape of its facts.
    #[must_use]
    pub fn general_facts_to_json(self, item: &Item) -> String {
        let facts = self.general_facts(item).into_iter().map(|fact| fact_json(fact, false));
        to_json(&facts.collect::<Vec<_>>())
    }
}

fn fact_json(fact: &Fact, precondition: bool) -> FactJson<'_> {
    let (kind, number, values) = match &fact.kind {
        FactTypeDeclaration::Number { unit, range, decimals } => {
            let grid = range.on_grid(*decimals);
            let end = |end: Option<Rational>| end.map(|end| end.to_string());
            let number = NumberJson {
                unit: if unit.is_none() { String::new() } else { unit.to_string() },
                units: WordsJson { zh: unit.chinese(), en: unit.english(true) },
                range: range.to_string(),
                min: grid.and_then(|grid| end(grid.low)),
                max: grid.and_then(|grid| end(grid.high)),
                decimals: *decimals,
            };
            ("number", Some(number), None)
        }
        FactTypeDeclaration::Boolean => ("boolean", None, None),
        FactTypeDeclaration::Text(values) => {
            let named = values.iter().map(|(value, label)| ValueJson { value, zh: &label.zh, en: &label.en });
            ("string", None, Some(named.collect()))
        }
        FactTypeDeclaration::Date => ("date", None, None),
    };
    FactJson {
        fact: &fact.name,
        kind,
        label: WordsJson::from(&fact.label),
        help: fact.help.as_ref().map(WordsJson::from),
        expected: WordsJson {
            zh: fact_values(fact, Language::Chinese),
            en: fact_values(fact, Language::English),
        },
        precondition,
        aggravates: fact.aggravates,
        number,
        values,
    }
}
