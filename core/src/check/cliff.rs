//! # cliff
//!
//! **What it finds:** a boundary at which the fine jumps: two cases that differ by the smallest step of one number, and
//! whose fines lie farther apart than a third of the statutory range, or what `--cliff` says. Fines that an officer may
//! choose count from the nearest ends.
//!
//! **Why it matters:** next to such a boundary a little more or less decides about much, and is what will be disputed.
//!
//! **Example:** with a range of 500 to 5,000 yuan, `{ area = "<= 10", fine = 500 }, { area = "> 10", fine = 5000 }`.

use super::extent::Form;
use super::finding::{Finding, FindingCode};
use super::gap::told;
use super::pairs::{Pair, Shown, can_change, together};
use super::pieces::{Piece, Pieces, factors, graver_slot, weights_of};
use super::search::{Found, Look, search};
use super::space::{Case, Space};
use crate::feel::{Domain, Ends, Slot};
use crate::language::Language;
use crate::number::{Interval, Rational, Rounding, RoundingMode};
use crate::outcome::Phrases;
use crate::pack::FactTypeDeclaration;
use crate::penalty::{FactorWeights, Item, Tariff};

/// How many boxes of pairs are looked into for one item.
const BUDGET: usize = 2_000;

/// How many pairs of rows are looked at for one item.
const MAX_PAIRS: usize = 250_000;

/// The greatest jump that was found.
struct Cliff {
    height: Rational,
    slot: Slot,
    shown: Shown,
}

/// The jumps of an item, the greatest so far.
struct Jumps<'a> {
    pieces: &'a Pieces<'a>,
    whole: &'a Case,
    budget: usize,
    /// What a jump must exceed to be told, or to be greater than the one that was found.
    bar: Rational,
    greatest: Option<Cliff>,
    open: bool,
}

pub(super) fn check(
    item: &Item,
    pieces: &Pieces<'_>,
    space: &Space<'_>,
    threshold: Rational,
    findings: &mut Vec<Finding>,
) {
    let whole = Space::whole(item);
    let Some(law) = statutory(pieces, &whole) else { return };
    let Some(width) = law.max.subtract(law.min).filter(|width| *width > Rational::ZERO) else { return };
    let Some(bar) = width.multiply(threshold) else { return };
    let mut jumps = Jumps { pieces, whole: &whole, budget: BUDGET, bar, greatest: None, open: false };
    if matches!(item.tariff, Tariff::Tiers(_)) {
        jumps.of_tiers(space)
    } else {
        jumps.of_rule()
    }
    match jumps.greatest {
        Some(cliff) => findings.push(finding(item, cliff, width)),
        None if jumps.open => {
            let zh = "相邻情形的罚款是否相差过大，未能查明";
            let en = "whether the fine jumps at a boundary was not decided";
            findings.push(
                Finding::new(FindingCode::NotDecided, &item.id, zh, en).at(&item.document.file, item.span),
            );
        }
        None => {}
    }
}

/// The statutory range, where it is one and the same in all cases.
pub(super) fn statutory(pieces: &Pieces<'_>, whole: &Case) -> Option<Ends> {
    let mut range: Option<Ends> = None;
    for piece in pieces.all.iter().filter(|piece| piece.has_fine()) {
        let rule = piece.statutory()?;
        let own = super::extent::Reach::of(&rule.formula.term, whole)?.fixed(whole)?;
        if range.is_some_and(|range| range != own) {
            return None;
        }
        range = Some(own);
    }
    range
}

impl<'a> Jumps<'a> {
    /// The facts whose values lie next to each other: numbers.
    fn numbers(&self) -> Vec<Slot> {
        let facts = self.pieces.item.facts.iter().enumerate();
        let numbers = facts.filter(|(_, fact)| matches!(fact.kind, FactTypeDeclaration::Number { .. }));
        numbers.map(|(index, _)| Slot(index)).collect()
    }

    fn of_tiers(&mut self, space: &Space<'_>) {
        let groups = space.groups.len();
        let numbers = self.numbers();
        if groups.saturating_mul(groups) > MAX_PAIRS {
            self.open = true;
            return;
        }
        let pieces = self.pieces;
        let piece = |group: usize| {
            let row = space.groups.get(group)?.row;
            Some((row, *pieces.all.get(row)?))
        };
        for before in 0..groups {
            for after in 0..groups {
                let (Some((from, first)), Some((to, second))) = (piece(before), piece(after)) else {
                    continue;
                };
                if !first.has_fine() || !second.has_fine() {
                    continue;
                }
                let ends = |row: usize| pieces.fixed_fine(row);
                if ends(from)
                    .zip(ends(to))
                    .is_some_and(|(a, b)| distance(a, b).is_some_and(|jump| jump <= self.bar))
                {
                    continue;
                }
                for slot in &numbers {
                    if !can_change(space, pieces, (before, after), *slot) {
                        continue;
                    }
                    let Some(start) = together(space, self.whole, (before, after), *slot) else { continue };
                    let pair = Pair { pieces, slot: *slot, before: first, after: second, adjacent: true };
                    self.at_boundaries(pair, &start);
                    self.between_boundaries(pair, start);
                }
            }
        }
    }

    fn of_rule(&mut self) {
        let Some(piece) = self.pieces.all.first().copied() else { return };
        for slot in self.numbers() {
            if !self.pieces.hangs_on(0, slot) || self.levels_are_near(piece, slot) {
                continue;
            }
            let start: Case = self.whole.iter().chain(self.whole.get(slot.0)).cloned().collect();
            let pair = Pair { pieces: self.pieces, slot, before: piece, after: piece, adjacent: true };
            self.at_boundaries(pair, &start);
            self.between_boundaries(pair, start);
        }
    }

    /// Whether two neighbouring levels of a weighted table can never lie as far apart as the bar.
    fn levels_are_near(&self, piece: Piece<'_>, slot: Slot) -> bool {
        let Tariff::Weights(table) = &piece.item.tariff else { return false };
        if piece.formula_facts().contains(&slot) || !piece.item.adjustments.is_empty() {
            return false;
        }
        let base = match &table.base {
            Some(base) => base.formula.term.bounds(self.whole).ok().and_then(|bounds| bounds.absolute().high),
            None => statutory(self.pieces, self.whole).and_then(|law| law.max.subtract(law.min)),
        };
        let Some(base) = base else { return false };
        let at = |class: &Domain| {
            let mut case = self.whole.clone();
            if let Some(domain) = case.get_mut(slot.0) {
                *domain = class.clone();
            }
            case
        };
        let mut most = Rational::ZERO;
        for pair in self.pieces.classes(slot).windows(2) {
            let [class, next] = pair else { continue };
            let mut apart = Rational::ZERO;
            for factor in factors(piece.item) {
                let FactorWeights::Cells(own, _) = &factor.weights else { return false };
                if *own != slot {
                    continue;
                }
                let (weight, following) = (weights_of(factor, &at(class)), weights_of(factor, &at(next)));
                let step = weight.as_point().zip(following.as_point());
                let Some(step) = step.and_then(|(a, b)| b.subtract(a)?.absolute()) else { return false };
                let Some(sum) = apart.add(step) else { return false };
                apart = sum;
            }
            most = most.max(apart);
        }
        most.multiply(base).is_some_and(|jump| jump <= self.bar)
    }

    /// The boundaries between two classes of the fact that is moved.
    fn at_boundaries(&mut self, pair: Pair<'_>, start: &Case) {
        let graver = graver_slot(self.pieces.item);
        for classes in self.pieces.classes(pair.slot).windows(2) {
            let [Domain::Number(below, decimals), Domain::Number(above, _)] = classes else { continue };
            let (Some(last), Some(first)) = (below.high, above.low) else { continue };
            let point = |value| Domain::Number(Interval::point(value), *decimals);
            let inside = |slot: Slot, value| match start.get(slot.0) {
                Some(Domain::Number(values, _)) => values.contains(value),
                _ => false,
            };
            if !inside(pair.slot, last) || !inside(graver, first) {
                continue;
            }
            let mut case = start.clone();
            if let Some(domain) = case.get_mut(pair.slot.0) {
                *domain = point(last);
            }
            if let Some(domain) = case.get_mut(graver.0) {
                *domain = point(first);
            }
            self.look_for(pair, case);
        }
    }

    /// Where a fact is computed with, the fine can jump between any two of its values.
    fn between_boundaries(&mut self, pair: Pair<'_>, start: Case) {
        if self.pieces.is_computed_with(pair.slot) {
            self.look_for(pair, start);
        }
    }

    fn look_for(&mut self, pair: Pair<'_>, start: Case) {
        let (bar, greatest) = (&mut self.bar, &mut self.greatest);
        let look = |case: &Case| -> Look<()> {
            let Some(case) = &pair.narrowed(case) else { return Look::Sound };
            let moved = pair.moved(case);
            if pair.pieces.never_counts(pair.before, case) || pair.pieces.never_counts(pair.after, &moved) {
                return Look::Sound;
            }
            let gaps = gaps(pair, case);
            if never_jumps(&gaps, *bar) {
                return Look::Sound;
            }
            let mut computed = true;
            for shown in pair.shown(case) {
                computed &= shown.is_computed();
                if let Some(height) = jump(&shown).filter(|height| *height > *bar) {
                    *bar = height;
                    *greatest = Some(Cliff { height, slot: pair.slot, shown });
                }
            }
            // What rounding can add to a jump makes it no other one.
            let rounded = bar.add(pair.pieces.item.rounding.step()).unwrap_or(*bar);
            if never_jumps(&gaps, rounded) { Look::Sound } else { Look::Unclear { computed } }
        };
        let found = search(vec![start], &mut self.budget, look, |case| pair.cut(case));
        self.open |= matches!(found, Found::Open);
    }
}

/// How far two fines lie apart, from the nearest ends.
fn distance(a: Ends, b: Ends) -> Option<Rational> {
    Some(b.min.subtract(a.max)?.max(a.min.subtract(b.max)?).max(Rational::ZERO))
}

/// How far the fines of two cases lie apart.
fn jump(shown: &Shown) -> Option<Rational> {
    let [Ok(before), Ok(after)] = &shown.decisions else { return None };
    distance(before.fine?, after.fine?)
}

/// The lowest values, over a whole box of pairs, of each fine less the other: the lower bound of a difference is the sharp
/// one, so that a jump is bounded as what is missing to it.
fn gaps(pair: Pair<'_>, case: &Case) -> Option<[Rational; 2]> {
    let (before, after, both) = pair.fines(case)?;
    let low = |gap: Form| gap.bounds(&both).low;
    Some([low(before.max.minus(&after.min)?)?, low(after.max.minus(&before.min)?)?])
}

/// Whether no jump is higher than this, but for rounding.
fn never_jumps(gaps: &Option<[Rational; 2]>, bar: Rational) -> bool {
    gaps.zip(bar.negate()).is_some_and(|(gaps, floor)| gaps.iter().all(|low| *low >= floor))
}

fn finding(item: &Item, cliff: Cliff, width: Rational) -> Finding {
    let share = cliff
        .height
        .divide(width)
        .and_then(|share| Rounding::new(Rational::new(1, 1000)?, RoundingMode::HalfUp)?.round(share));
    let [lower, upper] = cliff.shown.facts;
    let fact = item.facts.get(cliff.slot.0);
    let value = |facts: &crate::Facts| {
        let named = facts.iter().filter(|(name, _)| fact.is_some_and(|fact| fact.name == *name));
        named.map(|(name, value)| (name, value.clone())).collect::<crate::Facts>()
    };
    let [before, after] = cliff.shown.decisions.map(|decision| decision.ok());
    let ends = |decision: &Option<crate::penalty::Decision>, language| {
        let fine = decision.as_ref().and_then(|decision| decision.fine);
        fine.map_or_else(String::new, |ends| Phrases::new(item, language).ends(ends))
    };
    let words = |language: Language| {
        let phrases = Phrases::new(item, language);
        let share = share.map_or_else(String::new, |share| phrases.share(share));
        [
            phrases.money(cliff.height),
            share,
            told(item, &value(&lower), language),
            ends(&before, language),
            told(item, &value(&upper), language),
            ends(&after, language),
        ]
    };
    let [height, share, from, fine, to, next] = words(Language::Chinese);
    let zh = format!("相邻两种情形的罚款相差{height}（法定幅度的{share}）：{from}为{fine}，{to}为{next}");
    let [height, share, from, fine, to, next] = words(Language::English);
    let en = format!(
        "the fine jumps by {height} ({share} of the statutory range): {from} gives {fine}, {to} gives {next}"
    );
    let mut finding = Finding::new(FindingCode::Cliff, &item.id, zh, en);
    let rows = [after, before].into_iter().flatten().filter_map(|decision| decision.row);
    let mut rows: Vec<usize> = rows.collect();
    rows.dedup();
    let spans: Vec<_> =
        rows.iter().filter_map(|row| item.tariff.rows().get(*row)).map(|row| row.span).collect();
    if spans.is_empty() {
        finding = finding.at(&item.document.file, item.span);
    }
    for span in spans {
        finding = finding.at(&item.document.file, span);
    }
    finding.witness(upper).against(lower)
}
