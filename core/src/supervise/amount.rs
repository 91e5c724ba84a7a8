//! # amount
//!
//! The fine that was decided against the one that the rules give for the facts: its range, what a mitigated or reduced
//! penalty adds to it, and what circumstances allow that the authority may heed and has recognised. Where levels or tiers
//! were taken for the lightest because facts are missing, a fine outside the range is not told as wrong, but as not judged.

use super::review::Review;
use super::{Irregular, Irregularity};
use crate::feel::{Ends, Slot};
use crate::number::Rational;
use crate::penalty::{FactorWeights, LimitationState, OutcomeKind, Step, Tariff};

pub(super) fn check(review: &mut Review<'_>) {
    let found = match (review.outcome.decision().kind, review.fine()) {
        (OutcomeKind::Fine, Some(fine)) => outside(review, fine),
        (OutcomeKind::Fine, None) => not_fined(review),
        (_, Some(fine)) => without_ground(review, fine),
        (_, None) => None,
    };
    review.findings.extend(found);
    if review.taken().is_penalty() {
        limitation(review);
        unconfirmed(review);
    }
}

/// Whether the act could still be penalised, where the record does not tell.
fn limitation(review: &mut Review<'_>) {
    let Some((document, limitation)) = review.outcome.limitation() else { return };
    let (zh, en) = match limitation.state {
        LimitationState::InTime | LimitationState::Expired => return,
        LimitationState::DiscoveryOpen => {
            ("发现违法行为之日".to_owned(), "the day on which the act was discovered".to_owned())
        }
        LimitationState::FactOpen(slot) => {
            let fact = document.general.facts.get(slot.0);
            fact.map_or_else(Default::default, |fact| {
                (format!("“{}”", fact.label.zh), format!("“{}”", fact.label.en))
            })
        }
    };
    let zh = format!("是否超过追责期限取决于未提供的{zh}");
    let en = format!("whether the limitation period had ended hangs on what is not given: {en}");
    review.report(Irregular::part_not_judged("limitation", zh, en).found(limitation.last_day));
}

/// A fine beside every range that the rules leave open.
fn outside(review: &Review<'_>, fine: Rational) -> Option<Irregular> {
    let ranges = || review.decisions().flat_map(|decision| decision.fine.into_iter().chain(decision.reduced));
    if ranges().any(|range| (range.min..=range.max).contains(&fine)) {
        return None;
    }
    if review.allowed.len() > 1 {
        let (zh, en) = (
            "认定了两项以上酌定情节，其共同作用规则未作规定，罚款数额未能判断",
            "several circumstances that may be heeded are recognised, and the rules do not say what they do together: the fine was not judged",
        );
        return Some(Irregular::part_not_judged("amount", zh, en));
    }
    if let Some(facts) = assumed(review) {
        let zh = format!("未提供{facts}，规则按最轻一档计算，罚款数额未能判断");
        let en = format!(
            "not given: {facts}; the rules take the lightest level then, and the fine was not judged"
        );
        return Some(Irregular::part_not_judged("amount", zh, en));
    }
    let decision = review.outcome.decision();
    let range = decision.fine?;
    let below = fine < range.min;
    let statutory = decision.statutory;
    let code = match below {
        true if statutory.is_some_and(|law| fine < law.min) => Irregularity::BelowMinimum,
        false if statutory.is_some_and(|law| fine > law.max) => Irregularity::AboveMaximum,
        true => Irregularity::BelowRange,
        false => Irregularity::AboveRange,
    };
    let (fined, due) = (review.money(fine), review.both(|say| say.fine(decision)));
    let law = statutory.filter(|_| matches!(code, Irregularity::BelowMinimum | Irregularity::AboveMaximum));
    let law = law.map(|law| review.both(|say| say.ends(law)));
    let (law_zh, law_en) = law.map_or_else(Default::default, |law| {
        (format!("，法定幅度为{}", law.zh), format!("; the law allows {}", law.en))
    });
    let (word_zh, word_en) = if below { ("低于", "below") } else { ("高于", "above") };
    let zh = format!("罚款{}{word_zh}按事实应处的{}{law_zh}", fined.zh, due.zh);
    let en = format!("the fine of {} lies {word_en} what the facts call for, {}{law_en}", fined.en, due.en);
    let found = Irregular::new(code, zh, en).expected(range_text(range)).found(fine);
    Some(found.basis(review.outcome.basis()))
}

fn not_fined(review: &Review<'_>) -> Option<Irregular> {
    let spared = |kind| kind != OutcomeKind::Fine;
    if review.outcome.may() || review.allowed.iter().any(|decision| spared(decision.kind)) {
        return None;
    }
    let decision = review.outcome.decision();
    let due = review.both(|say| say.fine(decision));
    let zh = format!("未罚款，按事实应处{}", due.zh);
    let en = format!("there is no fine, though the facts call for {}", due.en);
    let found = Irregular::new(Irregularity::NotFined, zh, en).found("none");
    let found = decision.fine.map_or(found.clone(), |range| found.expected(range_text(range)));
    Some(found.basis(review.outcome.basis()))
}

fn without_ground(review: &Review<'_>, fine: Rational) -> Option<Irregular> {
    // What a recognised circumstance allows can be a fine again.
    let ranges = review.allowed.iter().filter_map(|decision| decision.fine);
    if ranges.clone().any(|range| (range.min..=range.max).contains(&fine)) {
        return None;
    }
    let fined = review.money(fine);
    if let Some((document, limitation)) = review.outcome.limitation()
        && limitation.state == LimitationState::Expired
    {
        let last = limitation.last_day;
        let zh = format!("罚款{}，而追责期限已于{last}届满", fined.zh);
        let en = format!("a fine of {}, though the limitation period ended on {last}", fined.en);
        let found = Irregular::new(Irregularity::TooLate, zh, en);
        let basis = document.general.limitation.as_ref().map(|rule| &rule.basis);
        let found = basis.map_or(found.clone(), |basis| found.basis(basis));
        let discovered = review.case.case.days().found.unwrap_or(review.case.case.days().decided);
        return Some(found.expected(last).found(discovered));
    }
    let kind = review.outcome.decision().kind;
    let (zh, en) = match kind {
        OutcomeKind::Measures => ("按事实不处罚款，另有措施", "the facts call for measures, not for a fine"),
        OutcomeKind::NoPenalty => ("按事实不予行政处罚", "the facts call for no penalty"),
        OutcomeKind::Fine | OutcomeKind::NotApplicable => {
            ("按事实不适用本项", "the item does not apply to the facts")
        }
    };
    let (zh, en) = (format!("罚款{}，而{zh}", fined.zh), format!("a fine of {}, though {en}", fined.en));
    let found = Irregular::new(Irregularity::FineWithoutGround, zh, en).expected(kind.code()).found(fine);
    Some(found.basis(review.outcome.basis()))
}

/// Preconditions of a penalty that the record does not tell of.
fn unconfirmed(review: &mut Review<'_>) {
    let (outcome, item) = (review.outcome, review.item());
    if item.requirements.is_empty() || outcome.decision().kind != OutcomeKind::Fine {
        return;
    }
    for requirement in &item.requirements {
        if requirement.when.formula.term.evaluate(&review.bound.item).is_err() {
            let text = &requirement.text;
            let zh = format!("前提“{}”未提供，未能判断", text.zh);
            let en = format!("not told whether the precondition “{}” is met", text.en);
            review.report(Irregular::part_not_judged("amount", zh, en));
        }
    }
}

/// The facts that were taken for the lightest because they are missing.
fn assumed(review: &Review<'_>) -> Option<String> {
    let item = review.item();
    let mut slots: Vec<Slot> = Vec::new();
    for step in review.outcome.steps() {
        match (step, &item.tariff) {
            (Step::Row { assumed, .. }, _) => slots.extend(assumed),
            (Step::Weights { factors, .. }, Tariff::Weights(table)) => {
                let assumed = factors.iter().zip(&table.factors).filter(|(choice, _)| choice.assumed);
                slots.extend(assumed.filter_map(|(_, factor)| match factor.weights {
                    FactorWeights::Cells(slot, _) => Some(slot),
                    FactorWeights::Expression(_) => None,
                }));
            }
            _ => {}
        }
    }
    let names = slots.iter().filter_map(|slot| item.facts.get(slot.0)).map(|fact| format!("`{}`", fact.name));
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// A range as packs write it.
fn range_text(range: Ends) -> String {
    if range.is_point() { range.min.to_string() } else { format!("[{}..{}]", range.min, range.max) }
}
