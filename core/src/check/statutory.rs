//! # statutory
//!
//! **What it finds:** amounts that can leave the statutory range; weights that add up to more than their cap, or to less
//! than the statutory minimum; ranges whose ends can be reversed; parts of the statutory range that no case reaches; measures
//! that the article does not provide, where the item says with `statutory-measures` which ones it does.
//!
//! **Why it matters:** a fine outside the range has no basis. The engine moves it back and says so, but the standard that
//! gives it should be put right. A part of the range that is never used was given by the law, and taken by the standard.
//!
//! **Example:** `statutory = "[1000..5000]"` with a tier of `fine = "500"`.

use super::conflict::name;
use super::extent::Form;
use super::finding::{Finding, FindingCode};
use super::gap::told;
use super::pieces::{Amounts, Piece, Pieces, sum_of_weights, with_weights};
use super::reached;
use super::search::{Found, Look, search};
use super::space::{Case, Space, cell_truth, corners, witness};
use crate::diagnostic::Span;
use crate::facts::Facts;
use crate::feel::{Amount, Comparison, Condition, Domain, Ends, Truth};
use crate::language::{Bilingual, Language};
use crate::number::{Interval, Rational};
use crate::outcome::Phrases;
use crate::penalty::{
    AmountRule, AssessError, FactorWeights, Heeded, Item, Sourced, Step, Tariff, TierTable, Trace,
    WeightTable,
};

/// How many boxes are looked into for one row.
const BUDGET: usize = 2_000;

/// The two ways to leave a range.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Below,
    Above,
}

pub(super) fn check(item: &Item, pieces: &Pieces<'_>, space: &Space<'_>, findings: &mut Vec<Finding>) {
    let whole = Space::whole(item);
    let mut known = Vec::new();
    for piece in &pieces.all {
        reversed(*piece, pieces, &whole, &mut known, findings);
        outside(*piece, pieces, &whole, findings);
    }
    if let Tariff::Weights(table) = &item.tariff {
        over_the_cap(item, table, findings);
    }
    reached::check(item, pieces, space, &whole, findings);
}

/// What a finding calls a piece, and where it stands.
fn called(piece: Piece<'_>) -> (Bilingual, Span) {
    match (piece.row, &piece.item.tariff) {
        (Some((index, row)), Tariff::Tiers(table)) => (called_tier(table, index), row.span),
        _ => (Bilingual { zh: "罚款额".into(), en: "the fine".into() }, piece.item.span),
    }
}

fn called_tier(table: &TierTable, index: usize) -> Bilingual {
    Bilingual { zh: name(table, index, Language::Chinese), en: name(table, index, Language::English) }
}

fn outside(piece: Piece<'_>, pieces: &Pieces<'_>, whole: &Case, findings: &mut Vec<Finding>) {
    let item = piece.item;
    if !can_leave(piece) {
        return;
    }
    let weighted = matches!(item.tariff, Tariff::Weights(_));
    let sides: &[&[Side]] =
        if weighted { &[&[Side::Above], &[Side::Below]] } else { &[&[Side::Above, Side::Below]] };
    for sides in sides {
        let look = |case: &Case| {
            if pieces.never_counts(piece, case) || stays_inside(piece, case, sides) {
                return Look::Sound;
            }
            let mut computed = true;
            for corner in corners(case).chain(extreme_levels(pieces, case, sides)) {
                let facts = witness(item, &corner);
                let mut trace = Trace::on();
                let values = item.bind(&facts);
                let decided =
                    values.and_then(|mut values| item.compute(&mut values, &Heeded::default(), &mut trace));
                computed &=
                    !matches!(decided, Err(AssessError::Overflow { .. } | AssessError::InvalidAmount { .. }));
                let counts = decided
                    .is_ok_and(|decision| piece.row.is_none_or(|(index, _)| decision.row == Some(index)));
                if counts && trace.into_steps().iter().any(|step| is_moved_back(step, sides)) {
                    return Look::Shown((facts, corner));
                }
            }
            Look::Unclear { computed }
        };
        let mut budget = BUDGET;
        let cut = |case: &Case| pieces.cut(case, &[(piece, case)], None);
        let (words, span) = called(piece);
        let finding = match search(vec![whole.clone()], &mut budget, look, cut) {
            Found::Nothing => continue,
            Found::Open => Finding::new(
                FindingCode::NotDecided,
                &item.id,
                format!("{}是否超出法定幅度，未能查明", words.zh),
                format!("whether {} can leave the statutory range was not decided", words.en),
            ),
            Found::Shown((facts, case)) if *sides == [Side::Below] => {
                weights_too_low(item, piece, facts, &case)
            }
            Found::Shown((facts, case)) => outside_the_law(item, piece, &words, facts, &case),
        };
        findings.push(finding.at(&item.document.file, span));
    }
}

/// Whether the amount of a piece is anything else than a part of its statutory range.
fn can_leave(piece: Piece<'_>) -> bool {
    if !piece.has_fine() || piece.statutory().is_none() {
        return false;
    }
    let changed = piece.row.is_some_and(|(_, row)| row.within.is_some())
        || piece.item.within.is_some()
        || !piece.item.adjustments.is_empty();
    let own = matches!(
        (piece.row.map(|(_, row)| &row.amount), &piece.item.tariff),
        (Some(AmountRule::Amount(_)), _) | (None, Tariff::Amount(_) | Tariff::Weights(_))
    );
    (own && !is_a_place_in_the_range(piece)) || changed
}

/// Whether the amount is a place between the ends of the statutory range, from 0 to 1 whatever the weights are.
fn is_a_place_in_the_range(piece: Piece<'_>) -> bool {
    let Tariff::Weights(table) = &piece.item.tariff else { return false };
    let case = with_weights(piece.item, &Space::whole(piece.item));
    let sum = sum_of_weights(piece.item, table, &case).filter(|_| table.base.is_none());
    let bounds = sum.map_or(Interval::ALL, |sum| sum.bounds(&case));
    bounds.low.is_some_and(|low| !low.is_negative()) && bounds.high.is_some_and(|high| high <= Rational::ONE)
}

fn stays_inside(piece: Piece<'_>, case: &Case, sides: &[Side]) -> bool {
    let case = with_weights(piece.item, case);
    let inside = || {
        let Amounts { rule, law } = piece.amounts(&case)?;
        let law = law?;
        let at_least = |form: Form| form.bounds(&case).low.is_some_and(|low| !low.is_negative());
        let stays = |side: &Side| match side {
            Side::Above => Some(at_least(law.max.minus(&rule.max)?) && at_least(law.max.minus(&rule.min)?)),
            Side::Below => Some(at_least(rule.min.minus(&law.min)?) && at_least(rule.max.minus(&law.min)?)),
        };
        sides.iter().map(stays).collect::<Option<Vec<bool>>>()
    };
    inside().is_some_and(|sides| sides.iter().all(|inside| *inside))
}

/// Whether by this step the engine moves an amount back that leaves its range on one of these sides.
fn is_moved_back(step: &Step, sides: &[Side]) -> bool {
    let Step::Clamped { before, after } = step else { return false };
    sides.contains(if before.min < after.min { &Side::Below } else { &Side::Above })
}

/// The cases of a box in which each factor has its lightest level, or its gravest.
fn extreme_levels(pieces: &Pieces<'_>, case: &Case, sides: &[Side]) -> Option<Case> {
    let Tariff::Weights(table) = &pieces.item.tariff else { return None };
    let lowest = sides == [Side::Below];
    let mut extreme = case.clone();
    for factor in &table.factors {
        let FactorWeights::Cells(slot, cells) = &factor.weights else { continue };
        let Some(place) = extreme.get_mut(slot.0) else { continue };
        let inside = |class: &Domain| match (&*place, class) {
            (Domain::Number(values, decimals), Domain::Number(class, _)) => {
                values.intersection(*class).map(|values| Domain::Number(values, *decimals))
            }
            (Domain::Date(days), Domain::Date(class)) => days.intersection(*class).map(Domain::Date),
            (Domain::Text(Some(values)), Domain::Text(Some(class))) => {
                class.iter().all(|text| values.contains(text)).then(|| Domain::Text(Some(class.clone())))
            }
            (Domain::Boolean(None), class) => Some(class.clone()),
            _ => None,
        };
        let weight = |class: &Domain| {
            let level = cells.iter().find(|(cell, _)| cell_truth(cell, class) == Truth::Always);
            level.map(|(_, weight)| *weight)
        };
        let classes = pieces.classes(*slot).iter().filter_map(inside);
        let weighed: Vec<(Rational, Domain)> =
            classes.filter_map(|class| Some((weight(&class)?, class))).collect();
        let level = if lowest {
            weighed.into_iter().min_by_key(|(weight, _)| *weight)
        } else {
            weighed.into_iter().max_by_key(|(weight, _)| *weight)
        };
        if let Some((_, class)) = level {
            *place = class;
        }
    }
    corners(&extreme).next()
}

fn outside_the_law(item: &Item, piece: Piece<'_>, called: &Bilingual, facts: Facts, case: &Case) -> Finding {
    let case = with_weights(item, case);
    let amounts = piece
        .amounts(&case)
        .and_then(|amounts| Some((amounts.rule.fixed(&case)?, amounts.law?.fixed(&case)?)));
    let words = |language: Language| {
        let phrases = Phrases::new(item, language);
        let amounts = amounts.map(|(rule, law)| (phrases.ends(rule), phrases.ends(law)));
        let amounts = amounts.map_or_else(String::new, |(rule, law)| match language {
            Language::Chinese => format!("：得{rule}，法定幅度为{law}"),
            Language::English => format!(": {rule}, the law allows {law}"),
        });
        let case = told(item, &facts, language);
        if case.is_empty() { amounts } else { format!("{amounts}{}{case}", language.pick("：", ": ")) }
    };
    Finding::new(
        FindingCode::OutsideTheLaw,
        &item.id,
        format!("{}可以超出法定幅度{}", called.zh, words(Language::Chinese)),
        format!("{} can leave the statutory range{}", called.en, words(Language::English)),
    )
    .witness(facts)
}

fn weights_too_low(item: &Item, piece: Piece<'_>, facts: Facts, case: &Case) -> Finding {
    let case = with_weights(item, case);
    let amounts = piece
        .amounts(&case)
        .and_then(|amounts| Some((amounts.rule.fixed(&case)?.min, amounts.law?.fixed(&case)?.min)));
    let words = |language| {
        let phrases = Phrases::new(item, language);
        let (rule, law) = amounts.map_or_else(
            || {
                (
                    language.pick("罚款", "the fine").to_owned(),
                    language.pick("法定下限", "the minimum").to_owned(),
                )
            },
            |(rule, law)| (phrases.money(rule), phrases.money(law)),
        );
        (rule, law, told(item, &facts, language))
    };
    let (zh_rule, zh_law, zh_case) = words(Language::Chinese);
    let (en_rule, en_law, en_case) = words(Language::English);
    Finding::new(
        FindingCode::WeightsTooLow,
        &item.id,
        format!("权重之和可以低于法定下限：得{zh_rule}，法定下限为{zh_law}：{zh_case}"),
        format!("the weights can come to less than the statutory minimum: {en_rule}, the minimum is {en_law}: {en_case}"),
    )
    .witness(facts)
}

/// Ranges on the way to the fine whose lower end can exceed the upper one: there the engine gives no answer.
fn reversed<'a>(
    piece: Piece<'a>,
    pieces: &Pieces<'a>,
    whole: &Case,
    known: &mut Vec<&'a Sourced<Amount>>,
    findings: &mut Vec<Finding>,
) {
    let item = piece.item;
    for rule in piece.formulas().filter(|rule| has_ends(&rule.formula.term)) {
        // What belongs to the item is told once, at the first row that comes to it with its ends reversed.
        let is_known = known.iter().any(|known| std::ptr::eq(*known, rule));
        if is_known || !piece.has_fine() || is_required_in_order(item, &rule.formula.term) {
            continue;
        }
        let look = |case: &Case| {
            if pieces.never_counts(piece, case) || in_order(&rule.formula.term, case) {
                return Look::Sound;
            }
            let mut computed = true;
            for corner in corners(case).filter(|corner| !pieces.never_counts(piece, corner)) {
                let facts = witness(item, &corner);
                let decided = item.decide(&facts);
                computed &= !matches!(decided, Err(AssessError::Overflow { .. }));
                if let (Err(AssessError::InvalidAmount { .. }), Some(ends)) =
                    (decided, ends(item, rule, &facts))
                    && ends.min > ends.max
                {
                    return Look::Shown((facts, ends));
                }
            }
            Look::Unclear { computed }
        };
        let mut budget = BUDGET;
        let cut = |case: &Case| pieces.cut(case, &[(piece, case)], None);
        let (words, span) = called(piece);
        let finding = match search(vec![whole.clone()], &mut budget, look, cut) {
            Found::Nothing => continue,
            Found::Open => Finding::new(
                FindingCode::NotDecided,
                &item.id,
                format!("幅度{}的下限是否可能高于上限，未能查明", rule.text),
                format!("whether the ends of `{}` can be reversed was not decided", rule.text),
            ),
            Found::Shown((facts, ends)) => {
                let tell = |language| {
                    let phrases = Phrases::new(item, language);
                    (phrases.money(ends.min), phrases.money(ends.max), told(item, &facts, language))
                };
                let (zh_low, zh_high, zh_case) = tell(Language::Chinese);
                let (en_low, en_high, en_case) = tell(Language::English);
                Finding::new(
                    FindingCode::ReversedEnds,
                    &item.id,
                    format!("{}：幅度{}的下限{zh_low}可以高于上限{zh_high}：{zh_case}", words.zh, rule.text),
                    format!(
                        "{}: the lower end of `{}`, {en_low}, can exceed the upper one, {en_high}: {en_case}",
                        words.en, rule.text
                    ),
                )
                .witness(facts)
            }
        };
        known.push(rule);
        findings.push(finding.at(&item.document.file, span));
    }
}

/// Whether an amount has two ends that facts can move.
fn has_ends(amount: &Amount) -> bool {
    match amount {
        Amount::Point(_) => false,
        Amount::Range(ends) => !ends.iter().all(|end| matches!(end, crate::feel::NumberTerm::Constant(..))),
        Amount::If(parts) => has_ends(&parts.1) || has_ends(&parts.2),
    }
}

fn in_order(amount: &Amount, case: &[Domain]) -> bool {
    let order = || {
        let reach = super::extent::Reach::of(amount, case)?;
        Some(reach.max.minus(&reach.min)?.bounds(case).low.is_some_and(|low| !low.is_negative()))
    };
    order().unwrap_or(false)
}

/// Whether it is a precondition of the item that the lower end is not above the upper one.
fn is_required_in_order(item: &Item, amount: &Amount) -> bool {
    let Amount::Range(ends) = amount else { return false };
    item.requirements.iter().any(|requirement| match &requirement.when.formula.term {
        Condition::Number(Comparison::AtMost, sides) => sides == ends,
        _ => false,
    })
}

/// What the formula gives for the facts.
fn ends(item: &Item, rule: &Sourced<Amount>, facts: &Facts) -> Option<Ends> {
    rule.formula.term.evaluate(&item.bind(facts).ok()?).ok()
}

fn over_the_cap(item: &Item, table: &WeightTable, findings: &mut Vec<Finding>) {
    let mut extremes = [table.start; 2];
    for factor in &table.factors {
        let FactorWeights::Cells(_, cells) = &factor.weights else { return };
        let weights = || cells.iter().map(|(_, weight)| *weight);
        let (Some(least), Some(most)) = (weights().min(), weights().max()) else { return };
        let [low, high] = extremes;
        let (Some(low), Some(high)) = (low.add(least), high.add(most)) else { return };
        extremes = [low, high];
    }
    let [_, most] = extremes;
    if let Some(cap) = table.cap.filter(|cap| most > *cap) {
        let percent = |value: Rational| {
            let percent = value.multiply(Rational::integer(100));
            percent.map_or_else(|| value.to_string(), |percent| format!("{percent}%"))
        };
        findings.push(
            Finding::new(
                FindingCode::OverTheCap,
                &item.id,
                format!("各因素的最高权重合计{}，超过上限{}", percent(most), percent(cap)),
                format!(
                    "the highest weights add up to {}, more than the cap of {}",
                    percent(most),
                    percent(cap)
                ),
            )
            .at(&item.document.file, item.span),
        );
    }
}
