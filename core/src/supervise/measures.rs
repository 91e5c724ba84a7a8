//! # measures
//!
//! The measures beside the fine: those that must be imposed and are not, and those that are imposed without the article or
//! the standard providing them. An order to correct needs no article of its own: article 28 of the Administrative Penalty
//! Law gives it.

use super::review::Review;
use super::{Irregular, Irregularity};
use crate::feel::Value;
use crate::language::Bilingual;
use crate::outcome::{provided, without_basis};
use crate::pack::Measure;
use crate::penalty::{MeasureRule, OutcomeKind};

pub(super) fn check(review: &mut Review<'_>) {
    let outcome = review.outcome;
    let values = &review.bound.item;
    let imposed = &review.taken().measures;
    // Without a penalty the orders stay.
    let spared = !review.taken().is_penalty() && review.may_be_spared();
    let due = |rule: &MeasureRule| !(rule.may || spared && rule.measure.is_penalty());
    let basis = outcome.basis();
    let mut missing: Vec<(Measure, &Bilingual)> = Vec::new();
    let mut open: Vec<Measure> = Vec::new();
    for rule in outcome.measure_rules().filter(|rule| due(rule) && !imposed.contains(&rule.measure)) {
        match holds(rule, values) {
            Some(true) => missing.push((rule.measure, basis)),
            Some(false) => {}
            None => open.push(rule.measure),
        }
    }
    let own = |measure: Measure| outcome.measure_rules().any(|rule| rule.measure == measure);
    let general =
        outcome.general_measures(&review.bound.general).filter(|rule| due(rule) && !own(rule.measure));
    let general = general.filter(|rule| !imposed.contains(&rule.measure));
    // What a general law says of a measure is its article.
    missing.extend(general.map(|rule| (rule.measure, rule.what.as_ref().unwrap_or(basis))));
    missing.dedup();
    open.retain(|measure| missing.iter().all(|(missing, _)| missing != measure));
    open.dedup();
    for (measure, basis) in missing {
        let zh = format!("应当{}，决定没有", measure.chinese());
        let en = format!("{} must be imposed, and is not", measure.english());
        let found = Irregular::new(Irregularity::MeasureMissing, zh, en).about(measure.code());
        review.report(found.expected(measure.code()).basis(basis));
    }
    for measure in open {
        let zh = format!("是否应当{}取决于未提供的事实", measure.chinese());
        let en = format!("whether {} must be imposed hangs on facts that are not given", measure.english());
        review.report(Irregular::part_not_judged("measures", zh, en).expected(measure.code()));
    }
    if outcome.decision().kind == OutcomeKind::NotApplicable && review.fine().is_some() {
        // That the item does not apply is told of the fine.
        return;
    }
    for measure in imposed.iter().copied().filter(|measure| *measure != Measure::OrderToCorrect) {
        without_ground(review, measure);
    }
}

/// A measure that neither the standard nor the article gives for these facts.
fn without_ground(review: &mut Review<'_>, measure: Measure) {
    let (outcome, item, values) = (review.outcome, review.item(), &review.bound.item);
    let article = provided(item, measure);
    let rules = outcome.measure_rules().filter(|rule| rule.measure == measure);
    let rules = rules.chain(article.iter().flatten().copied());
    let answers: Vec<Option<bool>> = rules.map(|rule| holds(rule, values)).collect();
    let general = outcome.general_measures(&review.bound.general).any(|rule| rule.measure == measure);
    if general || answers.contains(&Some(true)) {
        return;
    }
    if answers.contains(&None) {
        let zh = format!("{}有无依据取决于未提供的事实", measure.chinese());
        let en = format!("whether {} is provided hangs on facts that are not given", measure.english());
        return review.report(Irregular::part_not_judged("measures", zh, en).found(measure.code()));
    }
    let words = match &article {
        Some(_) => without_basis(item, measure),
        None => Bilingual {
            zh: format!("裁量基准没有为这些事实规定{}", measure.chinese()),
            en: format!("the standard does not provide for {} on these facts", measure.english()),
        },
    };
    let found = Irregular::new(Irregularity::MeasureWithoutBasis, words.zh, words.en).about(measure.code());
    review.report(found.found(measure.code()).basis(outcome.basis()));
}

/// Whether the condition of a measure holds; nothing where a fact is missing.
fn holds(rule: &MeasureRule, values: &[Value<'_>]) -> Option<bool> {
    rule.when.as_ref().map_or(Some(true), |when| when.formula.term.evaluate(values).ok())
}
