//! # facts
//!
//! **What it finds:** values of a fact that no row or level tells apart, and that no formula or condition names; facts that
//! nothing names.
//!
//! **Why it matters:** a value or a fact that changes nothing was forgotten in the table, or asks an officer for nothing.
//!
//! **Example:** a fact with the values `light`, `grave` and `fatal` in a table whose cells are `light` and
//! `not("light")`.

use std::collections::BTreeMap;

use super::finding::{Finding, FindingCode};
use crate::book::RuleBook;
use crate::feel::{Cell, Slot, Value};
use crate::language::{Bilingual, Language};
use crate::pack::FactTypeDeclaration;
use crate::penalty::{FactorWeights, Item, Tariff};

pub(super) fn check(item: &Item, findings: &mut Vec<Finding>) {
    let (cells, elsewhere) = uses(item);
    for (index, fact) in item.facts.iter().enumerate() {
        let FactTypeDeclaration::Text(values) = &fact.kind else { continue };
        let slot = Slot(index);
        if elsewhere.contains(&slot) {
            continue;
        }
        let mut alike: BTreeMap<Vec<bool>, Vec<(&str, &Bilingual)>> = BTreeMap::new();
        for (value, label) in values {
            let mut case = vec![Value::Missing; item.facts.len()];
            if let Some(place) = case.get_mut(index) {
                *place = Value::Text(value);
            }
            let answers =
                cells.iter().filter(|cell| cell.slot == slot).map(|cell| cell.evaluate(&case) == Ok(true));
            alike.entry(answers.collect()).or_default().push((value, label));
        }
        for values in alike.values().filter(|values| values.len() > 1) {
            let labels = |language: Language| {
                let one: Vec<String> = values
                    .iter()
                    .map(|(code, label)| match label.get(language) {
                        label if label == *code => label.to_owned(),
                        label => format!("{label} ({code})"),
                    })
                    .collect();
                one.join(language.pick("、", ", "))
            };
            let (zh, en) = (labels(Language::Chinese), labels(Language::English));
            findings.push(
                Finding::new(
                    FindingCode::SameValues,
                    &item.id,
                    format!("“{}”（{}）的几个值在规则中没有区别：{zh}", fact.label.zh, fact.name),
                    format!(
                        "the rule does not tell these values of “{}” (`{}`) apart: {en}",
                        fact.label.en, fact.name
                    ),
                )
                .at(&item.document.file, item.span),
            );
        }
    }
}

/// Facts that are declared, but that no item takes, nor a general rule.
pub(super) fn unused(book: &RuleBook, findings: &mut Vec<Finding>) {
    for fact in book.unused_facts() {
        let owner = fact.item.as_deref().unwrap_or(&fact.document.id);
        let name = &fact.name;
        findings.push(
            Finding::new(
                FindingCode::UnusedFact,
                owner,
                format!("声明了事实{name}，但没有任何规则用到它"),
                format!("the fact `{name}` is declared, but nothing names it"),
            )
            .at(&fact.document.file, fact.span),
        );
    }
}

/// The cells of an item, and the facts that conditions and formulas name as well.
fn uses(item: &Item) -> (Vec<&Cell>, Vec<Slot>) {
    let (mut cells, mut elsewhere) = (Vec::new(), Vec::new());
    match &item.tariff {
        Tariff::Tiers(table) => {
            for row in &table.rows {
                for group in std::iter::once(&row.conditions).chain(&row.any) {
                    cells.extend(&group.cells);
                    elsewhere.extend(group.when.iter().flat_map(|when| when.formula.facts.iter().copied()));
                }
            }
        }
        Tariff::Weights(table) => {
            for factor in &table.factors {
                match &factor.weights {
                    FactorWeights::Cells(_, levels) => cells.extend(levels.iter().map(|(cell, _)| cell)),
                    FactorWeights::Expression(weight) => {
                        elsewhere.extend(weight.formula.facts.iter().copied())
                    }
                }
            }
        }
        Tariff::Amount(_) | Tariff::StatutoryRange => {}
    }
    elsewhere.extend(item.formula_facts());
    (cells, elsewhere)
}
