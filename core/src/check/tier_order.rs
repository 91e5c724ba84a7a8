//! Tiers and levels whose amounts do not follow the order in which the document lists them.
//!
//! Only what is certain is told: rows in a run that differ in one fact alone, whose values grow from row to row, where
//! every fine rises but one. A run that falls throughout is printed from grave to light, or its fact makes a case lighter.

use super::conflict::name;
use super::finding::{Finding, FindingCode};
use super::pieces::{Pieces, factors};
use crate::feel::{Cell, CellTest, Ends, Slot};
use crate::language::Language;
use crate::number::{Edge, Range};
use crate::outcome::Phrases;
use crate::pack::FactTypeDeclaration;
use crate::penalty::{FactorRule, FactorWeights, Item, TableRow, Tariff, TierTable};

/// Rises that a run of rows needs for a fall in it to be out of order.
const RISES: usize = 2;

/// What of it is told: not what is told of the same fact as a graver case that is fined less.
pub(super) fn check(item: &Item, pieces: &Pieces<'_>, falling: &[Slot], findings: &mut Vec<Finding>) {
    if let Tariff::Tiers(table) = &item.tariff {
        tiers(item, table, pieces, falling, findings);
    }
    for factor in factors(item) {
        levels(item, factor, falling, findings);
    }
}

fn tiers(item: &Item, table: &TierTable, pieces: &Pieces<'_>, falling: &[Slot], findings: &mut Vec<Finding>) {
    let has_fine = |row: usize| pieces.all.get(row).is_some_and(|piece| piece.has_fine());
    let fine = |row: usize| pieces.fixed_fine(row).filter(|_| has_fine(row));
    let mut start = 0;
    while start < table.rows.len() {
        // As long as one and the same fact grows from row to row.
        let mut moved = None;
        let mut end = start;
        while let (Some(row), Some(next)) = (table.rows.get(end), table.rows.get(end.saturating_add(1))) {
            let grows = grown(item, row, next).filter(|slot| moved.is_none_or(|moved| moved == *slot));
            let following = end.saturating_add(1);
            if grows.is_none() || fine(end).is_none() || fine(following).is_none() {
                break;
            }
            moved = grows;
            end = following;
        }
        if let Some(slot) = moved.filter(|slot| !falling.contains(slot)) {
            let steps: Vec<(usize, Ends, Ends)> = (start..end)
                .filter_map(|row| Some((row, fine(row)?, fine(row.saturating_add(1))?)))
                .collect();
            let rises = steps.iter().filter(|(_, a, b)| a.min <= b.min && a.max <= b.max && a != b).count();
            let falls: Vec<&(usize, Ends, Ends)> =
                steps.iter().filter(|(_, a, b)| b.min < a.min || b.max < a.max).collect();
            if let ([(row, before, after)], true) = (falls.as_slice(), rises >= RISES) {
                findings.push(out_of_order(item, table, slot, *row, [*before, *after]));
            }
        }
        start = end.max(start.saturating_add(1));
    }
}

fn out_of_order(item: &Item, table: &TierTable, slot: Slot, row: usize, fines: [Ends; 2]) -> Finding {
    let next = row.saturating_add(1);
    let [before, after] = fines;
    let told = |ends, language| Phrases::new(item, language).ends(ends);
    let label = |language| item.facts.get(slot.0).map_or("", |fact| fact.label.get(language));
    let zh = format!(
        "各档按{}由轻到重排列，{}（{}）却轻于前一档{}（{}）",
        label(Language::Chinese),
        name(table, next, Language::Chinese),
        told(after, Language::Chinese),
        name(table, row, Language::Chinese),
        told(before, Language::Chinese)
    );
    let en = format!(
        "the tiers go up by {}, but {} ({}) is fined less than the one before it, {} ({})",
        label(Language::English),
        name(table, next, Language::English),
        told(after, Language::English),
        name(table, row, Language::English),
        told(before, Language::English)
    );
    let mut finding = Finding::new(FindingCode::TiersOutOfOrder, &item.id, zh, en);
    for row in [next, row].into_iter().filter_map(|row| table.rows.get(row)) {
        finding = finding.at(&item.document.file, row.span);
    }
    finding
}

/// The one fact in whose cells two rows differ, if all values of the second row come after those of the first.
fn grown(item: &Item, row: &TableRow, next: &TableRow) -> Option<Slot> {
    let plain = |row: &TableRow| row.any.is_empty() && row.conditions.when.is_none();
    if !plain(row) || !plain(next) {
        return None;
    }
    let (cells, others) = (&row.conditions.cells, &next.conditions.cells);
    if cells.len() != others.len() {
        return None;
    }
    let mut moved = None;
    for cell in cells {
        let other = others.iter().find(|other| other.slot == cell.slot)?;
        if other.test == cell.test {
            continue;
        }
        if moved.is_some() || !comes_after(item, cell, other) {
            return None;
        }
        moved = Some(cell.slot);
    }
    moved
}

/// Whether all values of the second cell lie above those of the first.
fn comes_after(item: &Item, first: &Cell, second: &Cell) -> bool {
    match (&first.test, &second.test) {
        (
            CellTest::Number { ranges: low, negated: false },
            CellTest::Number { ranges: high, negated: false },
        ) => match (low.as_slice(), high.as_slice()) {
            ([low], [high]) => lies_above(low, high),
            _ => false,
        },
        (CellTest::Text(low), CellTest::Text(high)) if !low.negated && !high.negated => {
            let Some(FactTypeDeclaration::Text(values)) = item.facts.get(first.slot.0).map(|fact| &fact.kind)
            else {
                return false;
            };
            let place = |text: &String| values.iter().position(|(value, _)| value == text);
            let last = low.values.iter().filter_map(place).max();
            let next = high.values.iter().filter_map(place).min();
            last.zip(next).is_some_and(|(last, next)| last < next)
        }
        _ => false,
    }
}

fn lies_above(low: &Range, high: &Range) -> bool {
    match (low.high, high.low) {
        (Edge::Open, _) | (_, Edge::Open) => false,
        (Edge::Included(end), Edge::Included(start)) => start > end,
        (end, start) => start.value() >= end.value(),
    }
}

/// The levels of a factor over a number that aggravates: the later one in the table, with the greater numbers, must not
/// weigh less.
fn levels(item: &Item, factor: &FactorRule, falling: &[Slot], findings: &mut Vec<Finding>) {
    let FactorWeights::Cells(slot, cells) = &factor.weights else { return };
    let Some(fact) = item.facts.get(slot.0).filter(|fact| fact.aggravates) else { return };
    if falling.contains(slot) || !matches!(fact.kind, FactTypeDeclaration::Number { .. }) {
        return;
    }
    for pair in cells.windows(2) {
        let [(cell, weight), (next, next_weight)] = pair else { continue };
        if !comes_after(item, cell, next) || next_weight >= weight {
            continue;
        }
        let level = |cell, weight, language| {
            let phrases = Phrases::new(item, language);
            format!("{} {}", phrases.cell(cell), phrases.share(weight))
        };
        let told = |language| [level(next, *next_weight, language), level(cell, *weight, language)];
        let ([zh_next, zh], [en_next, en]) = (told(Language::Chinese), told(Language::English));
        findings.push(
            Finding::new(
                FindingCode::TiersOutOfOrder,
                &item.id,
                format!("{}的权重与轻重不符：{zh_next}，轻于前一级{zh}", fact.label.zh),
                format!(
                    "the weights of {} do not follow its levels: {en_next}, less than {en} before it",
                    fact.label.en
                ),
            )
            .at(&item.document.file, factor.span),
        );
    }
}
