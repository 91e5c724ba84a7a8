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
    let step = |(row, pair): (usize, &[TableRow])| {
        let [one, next] = pair else { return None };
        let slot = grown(item, one, next)?;
        Some(Step { row, slot, before: fine(row)?, after: fine(row.saturating_add(1))? })
    };
    let steps: Vec<Option<Step>> = table.rows.windows(2).enumerate().map(step).collect();
    // As long as one and the same fact grows from row to row.
    let moved = |step: &Option<Step>| step.as_ref().map(|step| step.slot);
    for run in steps.chunk_by(|a, b| moved(a) == moved(b)) {
        let run: Vec<&Step> = run.iter().flatten().filter(|step| !falling.contains(&step.slot)).collect();
        let rises = run.iter().filter(|step| step.rises()).count();
        let falls: Vec<&&Step> = run.iter().filter(|step| step.falls()).collect();
        if let ([fall], true) = (falls.as_slice(), rises >= RISES) {
            findings.push(out_of_order(item, table, fall));
        }
    }
}

/// From one row to the next: the fact that grows, and the fines of both.
struct Step {
    row: usize,
    slot: Slot,
    before: Ends,
    after: Ends,
}

impl Step {
    fn falls(&self) -> bool {
        self.after.min < self.before.min || self.after.max < self.before.max
    }

    fn rises(&self) -> bool {
        self.after != self.before && !self.falls()
    }
}

fn out_of_order(item: &Item, table: &TierTable, step: &Step) -> Finding {
    let Step { row, slot, before, after } = *step;
    let next = row.saturating_add(1);
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

#[cfg(test)]
mod tests;
