//! # examples
//!
//! **What it finds:** tiers, weighted tables and time limits without a worked example; examples that do not come out.
//!
//! **Why it matters:** examples are worked out by hand from the document. They are what the rule is held against.
//!
//! **Example:** a table of four tiers with examples of three.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::conflict::name;
use super::finding::{Finding, FindingCode};
use crate::language::Language;
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
                    format!("第{}行的例子算出来不一样：{difference}", example.line),
                    format!("the example in line {} does not come out: {difference}", example.line),
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
}
