//! # gap
//!
//! **What it finds:** a case that no tier covers; a value for which a weighted factor has no level.
//!
//! **Why it matters:** the officer gets no answer, or makes one up, and the same violation gets different results.
//!
//! **Example:** `{ area = "< 10", … }, { area = "> 10", … }` says nothing about exactly 10.

use super::finding::{Finding, FindingCode};
use super::space::{Case, Space, applies, cell_truth, classes, halves_of, witness};
use super::walk::Partition;
use crate::facts::Facts;
use crate::feel::{Domain, Slot, Truth};
use crate::language::Language;
use crate::outcome::Phrases;
use crate::penalty::{AssessError, Decision, FactorWeights, Item, OutcomeKind, WeightTable};

/// How many boxes are looked into for one in which the item applies.
const BUDGET: usize = 1_000;

pub(super) fn tiers(item: &Item, partition: &Partition, findings: &mut Vec<Finding>) {
    let Some(case) = partition.sets.get(&Vec::new()) else { return };
    let facts = witness(item, case);
    let decided = item.decide(&facts);
    let told = |language| told(item, &facts, language);
    // The case is shown by the engine itself.
    if !matches!(decided, Err(AssessError::NoTier { .. })) {
        let words = (
            format!("似乎没有哪一档适用于这种情形：{}", told(Language::Chinese)),
            format!("no tier seems to cover this case: {}", told(Language::English)),
        );
        findings.push(Finding::not_confirmed(item, item.span, words, &decided));
        return;
    }
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

/// What comes of a case, in words: its fine, or that there is none.
pub(super) fn told_result(item: &Item, decision: &Decision, language: Language) -> String {
    match decision.kind {
        OutcomeKind::Fine => Phrases::new(item, language).fine(decision),
        OutcomeKind::Measures => language.pick("只有措施而不罚款", "measures and no fine").to_owned(),
        _ => language.pick("不予处罚", "no penalty").to_owned(),
    }
}

/// Each factor alone: whether a value has a level does not hang on other facts. Only the case that shows it does, since the
/// engine has to come to this factor.
pub(super) fn levels(item: &Item, table: &WeightTable, findings: &mut Vec<Finding>) {
    for factor in &table.factors {
        let FactorWeights::Cells(slot, cells) = &factor.weights else { continue };
        let has_level =
            |class: &Domain| cells.iter().any(|(cell, _)| cell_truth(cell, class) != Truth::Never);
        let classes = classes(item, *slot, cells.iter().map(|(cell, _)| cell));
        let open: Vec<Domain> = classes.into_iter().filter(|class| !has_level(class)).collect();
        let (Some(first), Some(fact)) = (open.first(), item.facts.get(slot.0)) else { continue };
        let one = |facts: &Facts| -> Facts {
            let value = facts.iter().filter(|(name, _)| *name == fact.name);
            value.map(|(name, value)| (name, value.clone())).collect()
        };
        let shows = |class: &Domain| {
            let case = case_of(item, table, *slot, class)?;
            let facts = witness(item, &case);
            let named = |error: &AssessError| matches!(error, AssessError::NoLevel { fact: named, .. } if *named == fact.name);
            item.decide(&facts).is_err_and(|error| named(&error)).then_some(facts)
        };
        let finding = match open.iter().find_map(shows) {
            Some(facts) => {
                let told = |language| told(item, &one(&facts), language);
                let zh = format!("这个因素没有相应的一级：{}", told(Language::Chinese));
                let en = format!("the factor has no level for this: {}", told(Language::English));
                Finding::new(FindingCode::NoLevel, &item.id, zh, en)
                    .at(&item.document.file, factor.span)
                    .witness(facts)
            }
            // In no case at all does the item apply with such a value.
            None if open.iter().all(|class| never_applies(item, *slot, class)) => continue,
            None => {
                let mut case = Space::whole(item);
                case.get_mut(slot.0).into_iter().for_each(|domain| *domain = first.clone());
                let facts = one(&witness(item, &case));
                let zh = format!(
                    "这个因素没有相应的一级，但没有找到能算到它的情形：{}",
                    told(item, &facts, Language::Chinese)
                );
                let en = format!(
                    "the factor has no level for this, but no case was found that comes to it: {}",
                    told(item, &facts, Language::English)
                );
                Finding::not_decided(item, factor.span, zh, en)
            }
        };
        findings.push(finding);
    }
}

fn never_applies(item: &Item, slot: Slot, class: &Domain) -> bool {
    let mut case = Space::whole(item);
    case.get_mut(slot.0).into_iter().for_each(|domain| *domain = class.clone());
    applies(item, &case) == Truth::Never
}

/// A case with a value of this class in which the item applies and every other fact has a level for each factor that
/// hangs on it, so that the engine comes to the factor that is looked into.
fn case_of(item: &Item, table: &WeightTable, slot: Slot, class: &Domain) -> Option<Case> {
    let mut case = Space::whole(item);
    *case.get_mut(slot.0)? = class.clone();
    let factors = || {
        table.factors.iter().filter_map(|factor| match &factor.weights {
            FactorWeights::Cells(slot, cells) => Some((*slot, cells)),
            FactorWeights::Expression(_) => None,
        })
    };
    for (other, _) in factors().filter(|(other, _)| *other != slot) {
        let of_fact = || factors().filter(|(fact, _)| *fact == other);
        let classes = classes(item, other, of_fact().flat_map(|(_, cells)| cells).map(|(cell, _)| cell));
        let has_levels = |class: &Domain| {
            of_fact().all(|(_, cells)| cells.iter().any(|(cell, _)| cell_truth(cell, class) == Truth::Always))
        };
        // Without any, the engine may stop at that factor: the case is shown by it, or it is none.
        if let Some(class) = classes.into_iter().find(has_levels) {
            *case.get_mut(other.0)? = class;
        }
    }
    inside(item, case)
}

/// A box in which the item applies, inside another.
fn inside(item: &Item, case: Case) -> Option<Case> {
    let mut boxes = vec![case];
    for _ in 0..BUDGET {
        let case = boxes.pop()?;
        match applies(item, &case) {
            Truth::Always => return Some(case),
            Truth::Never => {}
            Truth::Either => {
                boxes.extend(halves_of(&case).into_iter().flat_map(|(left, right)| [right, left]))
            }
        }
    }
    None
}
