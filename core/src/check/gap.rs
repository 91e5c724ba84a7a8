//! # gap
//!
//! **What it finds:** a case that no tier covers; a value for which a weighted factor has no level.
//!
//! **Why it matters:** the officer gets no answer, or makes one up, and the same violation gets different results.
//!
//! **Example:** `{ area = "< 10", … }, { area = "> 10", … }` says nothing about exactly 10.

use super::finding::{Finding, FindingCode};
use super::space::{Case, Space, cell_truth, classes, witness};
use super::walk::Partition;
use crate::facts::Facts;
use crate::feel::Truth;
use crate::language::Language;
use crate::outcome::Phrases;
use crate::penalty::{AssessError, FactorWeights, Item, WeightTable};

pub(super) fn tiers(item: &Item, partition: &Partition, findings: &mut Vec<Finding>) {
    let Some(case) = partition.sets.get(&Vec::new()) else { return };
    let facts = witness(item, case);
    // The case is shown by the engine itself, or it is none.
    if !matches!(item.decide(&facts), Err(AssessError::NoTier { .. })) {
        return;
    }
    let told = |language| told(item, &facts, language);
    let zh = format!("没有哪一档适用于这种情形：{}", told(Language::Chinese));
    let en = format!("no tier covers this case: {}", told(Language::English));
    findings.push(
        Finding::new(FindingCode::Uncovered, &item.id, zh, en)
            .at(&item.document.file, item.span)
            .witness(facts),
    );
}

/// The facts of a case in words.
pub(super) fn told(item: &Item, facts: &Facts, language: Language) -> String {
    let named = Phrases::new(item, language).facts(facts);
    let named: Vec<String> = named
        .into_iter()
        .map(|(label, value)| format!("{label}{}{value}", language.pick("：", ": ")))
        .collect();
    named.join(language.pick("；", "; "))
}

pub(super) fn levels(item: &Item, table: &WeightTable, findings: &mut Vec<Finding>) {
    for factor in &table.factors {
        let FactorWeights::Cells(slot, cells) = &factor.weights else { continue };
        let cells = || cells.iter().map(|(cell, _)| cell);
        let open = classes(item, *slot, cells())
            .into_iter()
            .find(|class| cells().all(|cell| cell_truth(cell, class) == Truth::Never));
        let (Some(class), Some(fact)) = (open, item.facts.get(slot.0)) else { continue };
        let mut case = first_levels(item, table);
        if let Some(domain) = case.get_mut(slot.0) {
            *domain = class;
        }
        let facts = witness(item, &case);
        // The case is shown by the engine itself, or it is none.
        if !matches!(item.decide(&facts), Err(AssessError::NoLevel { .. })) {
            continue;
        }
        let one: Facts = facts
            .iter()
            .filter(|(name, _)| *name == fact.name)
            .map(|(name, value)| (name, value.clone()))
            .collect();
        let zh = format!("这个因素没有相应的一级：{}", told(item, &one, Language::Chinese));
        let en = format!("the factor has no level for this: {}", told(item, &one, Language::English));
        findings.push(
            Finding::new(FindingCode::NoLevel, &item.id, zh, en)
                .at(&item.document.file, factor.span)
                .witness(facts),
        );
    }
}

/// A case in which each factor has its first level, so that the engine comes to the one that is looked into.
fn first_levels(item: &Item, table: &WeightTable) -> Case {
    let mut case = Space::whole(item);
    for factor in &table.factors {
        let FactorWeights::Cells(slot, cells) = &factor.weights else { continue };
        let Some((first, _)) = cells.first() else { continue };
        let admitted = classes(item, *slot, std::iter::once(first))
            .into_iter()
            .find(|class| cell_truth(first, class) == Truth::Always);
        if let (Some(domain), Some(class)) = (case.get_mut(slot.0), admitted) {
            *domain = class;
        }
    }
    case
}
