//! # conflict
//!
//! **What it finds:** tiers that match the same case; tiers that never count.
//!
//! **Why it matters:** where only one tier may match, the same violation can get two results. Where a convention decides,
//! a reader of the document should know which tier wins. A tier that never counts was meant to.
//!
//! **Example:** `{ offences = "<= 2", … }, { offences = ">= 2", … }` both match the second offence.

use std::collections::BTreeSet;

use super::finding::{Finding, FindingCode};
use super::gap::told;
use super::space::witness;
use super::walk::Partition;
use crate::language::{Bilingual, Language};
use crate::pack::WhenSeveral;
use crate::penalty::{AssessError, Item, TierTable};

pub(super) fn check(item: &Item, table: &TierTable, partition: &Partition, findings: &mut Vec<Finding>) {
    let mut told_pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    // Two rows alone say more than the same two among others.
    let mut sets: Vec<_> = partition.sets.iter().collect();
    sets.sort_by_key(|(rows, _)| rows.len());
    for (rows, case) in sets {
        // The same two rows in another case are the same finding.
        let pairs: Vec<(usize, usize)> = pairs(rows).filter(|pair| !told_pairs.contains(pair)).collect();
        if pairs.is_empty() {
            continue;
        }
        told_pairs.extend(pairs);
        let facts = witness(item, case);
        let decided = item.decide(&facts);
        let names = |language: Language| {
            let names: Vec<String> = rows.iter().map(|row| name(table, *row, language)).collect();
            names.join(language.pick("、", ", "))
        };
        let case_told = |language| told(item, &facts, language);
        let finding = match decided {
            Err(AssessError::SeveralTiers { .. }) => Finding::new(
                FindingCode::SeveralTiers,
                &item.id,
                format!("{}同时适用于这种情形：{}", names(Language::Chinese), case_told(Language::Chinese)),
                format!("{} all match this case: {}", names(Language::English), case_told(Language::English)),
            ),
            Ok(decision) => {
                let Some(winner) = decision.row else { continue };
                let convention = match table.when_several {
                    WhenSeveral::First => Bilingual {
                        zh: "取最先符合的一档".into(),
                        en: "the first that matches".into(),
                    },
                    _ => Bilingual {
                        zh: "取最重的一档，免罚优先".into(),
                        en: "the heaviest, an exemption before all".into(),
                    },
                };
                Finding::new(
                    FindingCode::Precedence,
                    &item.id,
                    format!(
                        "{}同时适用；按约定（{}）取{}。情形：{}",
                        names(Language::Chinese),
                        convention.zh,
                        name(table, winner, Language::Chinese),
                        case_told(Language::Chinese)
                    ),
                    format!(
                        "{} all match; by the convention ({}) {} counts. The case: {}",
                        names(Language::English),
                        convention.en,
                        name(table, winner, Language::English),
                        case_told(Language::English)
                    ),
                )
            }
            Err(_) => continue,
        };
        let mut finding = finding.witness(facts);
        for row in rows.iter().filter_map(|row| table.rows.get(*row)) {
            finding = finding.at(&item.document.file, row.span);
        }
        findings.push(finding);
    }
    if partition.complete {
        never_chosen(item, table, partition, findings);
    }
}

/// Every two of the rows.
fn pairs(rows: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    rows.iter()
        .flat_map(|first| rows.iter().filter(move |second| first < second).map(|second| (*first, *second)))
}

/// Rows that no case leads to. A row that loses by its amount may win for other facts, so that only rows that nothing
/// fits, or that stand behind another one in every case of a table that takes the first, are told.
fn never_chosen(item: &Item, table: &TierTable, partition: &Partition, findings: &mut Vec<Finding>) {
    for (index, row) in table.rows.iter().enumerate() {
        let matches = partition.sets.keys().any(|rows| rows.contains(&index));
        let first = partition.sets.keys().any(|rows| rows.first() == Some(&index));
        let behind = table.when_several == WhenSeveral::First && !first;
        if matches && !behind {
            continue;
        }
        let (zh, en) = if matches {
            ("总有更靠前的一档适用", "an earlier tier matches whenever this one does")
        } else {
            ("没有任何情形符合", "no case fits it")
        };
        findings.push(
            Finding::new(
                FindingCode::NeverChosen,
                &item.id,
                format!("{}不会被适用：{zh}", name(table, index, Language::Chinese)),
                format!("{} can never be chosen: {en}", name(table, index, Language::English)),
            )
            .at(&item.document.file, row.span),
        );
    }
}

/// The tier by its name, or by its place in the table.
pub(super) fn name(table: &TierTable, row: usize, language: Language) -> String {
    let number = row.saturating_add(1);
    let tier = table.rows.get(row).and_then(|row| row.tier.as_ref());
    match (language, tier) {
        (Language::Chinese, Some(tier)) => format!("“{}”（第{number}行）", tier.zh),
        (Language::Chinese, None) => format!("第{number}行"),
        (Language::English, Some(tier)) => format!("“{}” (row {number})", tier.en),
        (Language::English, None) => format!("row {number}"),
    }
}
