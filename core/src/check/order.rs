//! # order
//!
//! **What it finds:** a graver case that is fined less than a lighter one, or not at all, though they differ in nothing but
//! a fact that aggravates; tiers out of order.
//!
//! **Why it matters:** whoever does more must not pay less. A table in which it is so cannot be explained to anybody.
//!
//! **Example:** `{ offences = 3, fine = 5000 }, { offences = ">= 4", fine = 1000 }` where `offences` has
//! `aggravates = true`.

use super::extent::Reach;
use super::finding::{Finding, FindingCode};
use super::gap::{told, told_result};
use super::pairs::{Pair, Shown, can_change, together};
use super::pieces::{Piece, Pieces, factors, weights_of};
use super::search::{Found, Look, search};
use super::space::{Case, Space, is_required};
use super::tier_order;
use crate::feel::{Domain, Slot};
use crate::language::Language;
use crate::number::{Rational, Rounding};
use crate::penalty::{FactorWeights, Item, OutcomeKind, Tariff};

/// How many boxes of pairs are looked into for one fact.
const BUDGET: usize = 4_000;

/// How many pairs of rows are looked at for one fact.
const MAX_PAIRS: usize = 250_000;

pub(super) fn check(item: &Item, pieces: &Pieces<'_>, space: &Space<'_>, findings: &mut Vec<Finding>) {
    let whole = Space::whole(item);
    let mut falling = Vec::new();
    for (index, fact) in item.facts.iter().enumerate().filter(|(_, fact)| fact.aggravates) {
        let slot = Slot(index);
        if is_required(item, slot) {
            continue;
        }
        match falls(pieces, space, &whole, slot) {
            Found::Nothing => {}
            Found::Shown(shown) => {
                falling.push(slot);
                findings.extend(finding(item, slot, shown));
            }
            Found::Open => findings.push(
                Finding::new(
                    FindingCode::NotDecided,
                    &item.id,
                    format!("{}越重罚款是否可能越轻，未能查明", fact.label.zh),
                    format!("whether a graver {} can be fined less was not decided", fact.label.en),
                )
                .at(&item.document.file, item.span),
            ),
        }
    }
    tier_order::check(item, pieces, &falling, findings);
}

fn finding(item: &Item, slot: Slot, shown: Shown) -> Option<Finding> {
    let fact = item.facts.get(slot.0)?;
    let [lighter, graver] = &shown.facts;
    let [before, after] = &shown.decisions;
    let (before, after) = (before.as_ref().ok()?, after.as_ref().ok()?);
    let rows = [before.row, after.row];
    let value = |facts| {
        let one: crate::Facts = crate::Facts::iter(facts)
            .filter(|(name, _)| *name == fact.name)
            .map(|(name, value)| (name, value.clone()))
            .collect();
        one
    };
    let (light, grave) = (value(lighter), value(graver));
    let tell = |facts, language| told(item, facts, language);
    let others: crate::Facts = graver
        .iter()
        .filter(|(name, _)| *name != fact.name)
        .map(|(name, value)| (name, value.clone()))
        .collect();
    let alike = |language: Language| match tell(&others, language) {
        alike if alike.is_empty() => alike,
        alike => format!("{}{alike}", language.pick("。其余相同：", "; all else alike: ")),
    };
    let zh = format!(
        "情形更重，罚款反而更轻：{}为{}，{}为{}{}",
        tell(&light, Language::Chinese),
        told_result(item, before, Language::Chinese),
        tell(&grave, Language::Chinese),
        told_result(item, after, Language::Chinese),
        alike(Language::Chinese)
    );
    let en = format!(
        "a graver case is fined less: {} gives {}, but {} gives {}{}",
        tell(&light, Language::English),
        told_result(item, before, Language::English),
        tell(&grave, Language::English),
        told_result(item, after, Language::English),
        alike(Language::English)
    );
    let mut finding = Finding::new(FindingCode::GraverFinedLess, &item.id, zh, en);
    let mut spans: Vec<_> = rows.iter().flatten().filter_map(|row| item.tariff.rows().get(*row)).collect();
    spans.dedup_by_key(|row| row.span);
    if spans.is_empty() {
        finding = finding.at(&item.document.file, item.span);
    }
    for row in spans.into_iter().rev() {
        finding = finding.at(&item.document.file, row.span);
    }
    let [lighter, graver] = shown.facts;
    Some(finding.witness(graver).against(lighter))
}

/// Whether the fine falls anywhere while a fact grows.
fn falls(pieces: &Pieces<'_>, space: &Space<'_>, whole: &Case, slot: Slot) -> Found<Shown> {
    let item = pieces.item;
    let mut budget = BUDGET;
    if !matches!(item.tariff, Tariff::Tiers(_)) {
        let Some(piece) = pieces.all.first().copied() else { return Found::Nothing };
        if !pieces.hangs_on(0, slot) || levels_rise(piece, pieces, whole, slot) {
            return Found::Nothing;
        }
        let pair = Pair { pieces, slot, before: piece, after: piece, adjacent: false };
        let start = whole.iter().chain(whole.get(slot.0)).cloned().collect();
        return look_for(pair, start, &mut budget);
    }
    let groups = space.groups.len();
    if groups.saturating_mul(groups) > MAX_PAIRS {
        return Found::Open;
    }
    let mut open = false;
    let piece = |group: usize| pieces.all.get(space.groups.get(group)?.row).copied();
    for before in 0..groups {
        for after in 0..groups {
            let (Some(first), Some(second)) = (piece(before), piece(after)) else { continue };
            let (Some((from, _)), Some((to, _))) = (first.row, second.row) else { continue };
            if !first.has_fine() || !(second.has_fine() || second.is_exemption()) {
                continue;
            }
            let ends = |row: usize| pieces.fixed_fine(row);
            let pair = Pair { pieces, slot, before: first, after: second, adjacent: false };
            let rises = ends(from)
                .zip(ends(to))
                .is_some_and(|(a, b)| a.min <= b.min && a.max <= b.max && rounding_error(pair).is_zero());
            if rises || !can_change(space, pieces, (before, after), slot) {
                continue;
            }
            let Some(start) = together(space, whole, (before, after), slot) else { continue };
            match look_for(pair, start, &mut budget) {
                Found::Nothing => {}
                Found::Open => open = true,
                shown @ Found::Shown(_) => return shown,
            }
        }
    }
    if open { Found::Open } else { Found::Nothing }
}

/// Whether a weighted table hangs on the fact by levels only, whose weights rise with it.
fn levels_rise(piece: Piece<'_>, pieces: &Pieces<'_>, whole: &Case, slot: Slot) -> bool {
    let Tariff::Weights(table) = &piece.item.tariff else { return false };
    let base = table.base.as_ref();
    if piece.formula_facts().contains(&slot) {
        return false;
    }
    let positive = base.is_none_or(|base| {
        let bounds = base.formula.term.bounds(whole);
        bounds.is_ok_and(|bounds| bounds.low.is_some_and(|low| !low.is_negative()))
    });
    let own = factors(piece.item)
        .iter()
        .filter(|factor| matches!(&factor.weights, FactorWeights::Cells(own, _) if *own == slot));
    let at = |class: &Domain| {
        let mut case = whole.clone();
        if let Some(domain) = case.get_mut(slot.0) {
            *domain = class.clone();
        }
        case
    };
    let rises = |factor| {
        let weights: Option<Vec<Rational>> =
            pieces.classes(slot).iter().map(|class| weights_of(factor, &at(class)).as_point()).collect();
        weights.is_some_and(|weights| weights.is_sorted())
    };
    positive && own.into_iter().all(rises)
}

fn look_for(pair: Pair<'_>, start: Case, budget: &mut usize) -> Found<Shown> {
    let step = rounding_error(pair);
    let look = |case: &Case| {
        let Some(case) = &pair.narrowed(case) else { return Look::Sound };
        let moved = pair.moved(case);
        if pair.pieces.never_counts(pair.before, case)
            || pair.pieces.never_counts(pair.after, &moved)
            || (step.is_zero() && pair.parts_rise(case))
            || never_falls(pair, case, step)
        {
            return Look::Sound;
        }
        let mut computed = true;
        for shown in pair.shown(case) {
            if is_lower(&shown) {
                return Look::Shown(shown);
            }
            computed &= shown.is_computed();
        }
        Look::Unclear { computed }
    };
    search(vec![start], budget, look, |case| pair.cut(case))
}

/// How much rounding can turn two amounts round: nothing, unless it is coarse and keeps them in different ranges.
fn rounding_error(pair: Pair<'_>) -> Rational {
    let (before, after) = (pair.before.statutory(), pair.after.statutory());
    let same = match (before, after) {
        (Some(before), Some(after)) => {
            std::ptr::eq(before, after) && !before.formula.facts.contains(&pair.slot)
        }
        _ => true,
    };
    let rounding = pair.pieces.item.rounding;
    if same || rounding == Rounding::FEN {
        return Rational::ZERO;
    }
    let step = rounding.step().max(Rational::HUNDREDTH);
    step.add(step).unwrap_or(step)
}

/// Whether in a whole box of pairs neither end of the fine falls.
fn never_falls(pair: Pair<'_>, case: &Case, by: Rational) -> bool {
    let rises = || {
        let (before, after, both): (Reach, Reach, Case) = pair.fines(case)?;
        let at_least = |form: super::extent::Form| form.bounds(&both).low.is_some_and(|low| low >= by);
        Some(at_least(after.min.minus(&before.min)?) && at_least(after.max.minus(&before.max)?))
    };
    rises().unwrap_or(false)
}

/// Whether the engine fines the graver case less.
fn is_lower(shown: &Shown) -> bool {
    let [Ok(before), Ok(after)] = &shown.decisions else { return false };
    let Some(lighter) = before.fine else { return false };
    match (after.kind, after.fine) {
        (_, Some(graver)) => graver.min < lighter.min || graver.max < lighter.max,
        (OutcomeKind::NoPenalty, None) => lighter.max > Rational::ZERO,
        _ => false,
    }
}
