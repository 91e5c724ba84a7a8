//! # examples
//!
//! **What it finds:** tiers, weighted tables and time limits without a worked example; numbers and days at which tiers or
//! levels change without one; examples that do not come out.
//!
//! **Why it matters:** examples are worked out by hand from the document. They are what the rule is held against.
//!
//! **Example:** a table of four tiers with examples of three; `area = "< 10"` and `area = ">= 10"` with examples of 5 and
//! 15, but not of 10.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::conflict::name;
use super::cuts::{Mentions, calendar};
use super::finding::{Finding, FindingCode};
use super::gap::told;
use super::space::a_day_of;
use crate::facts::Facts;
use crate::feel::{Slot, Value, day_number};
use crate::language::Language;
use crate::number::{Interval, Rational};
use crate::pack::FactTypeDeclaration;
use crate::penalty::{Item, Tariff};

pub(super) fn check(item: &Arc<Item>, findings: &mut Vec<Finding>) {
    let mut shown: BTreeSet<usize> = BTreeSet::new();
    for example in &item.examples {
        if let Ok(decision) = item.decide(&example.given) {
            shown.extend(decision.row);
        }
        if let Err(difference) = example.holds(item) {
            findings.push(
                Finding::new(
                    FindingCode::WrongExample,
                    &item.id,
                    format!("第{}行的例子算出来不一样：\n{difference}", example.line),
                    format!("the example in line {} does not come out:\n{difference}", example.line),
                )
                .at(&item.document.file, item.span)
                .witness(example.given.clone()),
            );
        }
    }
    match &item.tariff {
        Tariff::Tiers(table) => {
            for (index, row) in table.rows.iter().enumerate().filter(|(index, _)| !shown.contains(index)) {
                findings.push(
                    Finding::new(
                        FindingCode::NoExample,
                        &item.id,
                        format!("{}没有例子", name(table, index, Language::Chinese)),
                        format!("{} has no example", name(table, index, Language::English)),
                    )
                    .at(&item.document.file, row.span),
                );
            }
        }
        _ if item.examples.is_empty() => {
            let (zh, en) = ("事项没有例子", "the item has no example");
            findings.push(
                Finding::new(FindingCode::NoExample, &item.id, zh, en).at(&item.document.file, item.span),
            );
        }
        _ => {}
    }
    boundaries(item, findings);
}

/// The numbers and days at which the table changes and no example stands.
fn boundaries(item: &Item, findings: &mut Vec<Finding>) {
    let shown: Vec<Vec<Value<'_>>> =
        item.examples.iter().filter_map(|example| item.bind(&example.given).ok()).collect();
    let rows = item.tariff.rows().iter().map(|row| {
        let mut mentions = Mentions::default();
        mentions.row(row);
        mentions
    });
    let rows: Vec<Mentions> = rows.collect();
    // A number that only the groups of one row name, for the end of one and the start of the next, changes no tier.
    let is_seam = |slot: Slot, value: Rational| {
        let named = rows.iter().filter_map(|row| row.cuts.get(&slot)).filter(|cuts| cuts.names(value));
        matches!(named.collect::<Vec<_>>().as_slice(), [only] if only.goes_on_at(value))
    };
    let mut missing: Vec<Facts> = Vec::new();
    for (slot, cuts) in Mentions::of_table(item).cuts {
        let Some(fact) = item.facts.get(slot.0) else { continue };
        let boundaries = match &fact.kind {
            FactTypeDeclaration::Number { range, decimals, .. } => cuts.boundaries(range, *decimals),
            FactTypeDeclaration::Date => cuts.boundaries(&calendar(), 0),
            FactTypeDeclaration::Boolean | FactTypeDeclaration::Text(_) => continue,
        };
        let stands = |value: &Rational| {
            shown.iter().any(|values| match values.get(slot.0) {
                Some(Value::Number(number)) => number == value,
                Some(Value::Date(date)) => day_number(*date) == *value,
                _ => false,
            })
        };
        let bare = boundaries.into_iter().filter(|value| !stands(value) && !is_seam(slot, *value));
        missing.extend(bare.filter_map(|value| {
            let facts = Facts::new();
            Some(match fact.kind {
                FactTypeDeclaration::Date => {
                    facts.with(fact.name.as_str(), a_day_of(Interval::point(value))?)
                }
                _ => facts.with(fact.name.as_str(), value.to_decimal()?),
            })
        }));
    }
    if missing.is_empty() {
        return;
    }
    let listed = |language: Language| {
        let told: Vec<String> = missing.iter().map(|facts| told(item, facts, language)).collect();
        told.join(language.pick("；", "; "))
    };
    findings.push(
        Finding::new(
            FindingCode::NoExampleAtBoundary,
            &item.id,
            format!("没有例子落在界限上：{}", listed(Language::Chinese)),
            format!("no example stands on these boundaries: {}", listed(Language::English)),
        )
        .at(&item.document.file, item.span),
    );
}
