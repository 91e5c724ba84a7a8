//! # statutory
//!
//! **What it finds:** amounts that can leave the statutory range; weights that add up to more than their cap.
//!
//! **Why it matters:** a fine outside the range has no basis. The engine moves it back and says so, but the standard that
//! gives it should be put right.
//!
//! **Example:** `statutory = "[1000..5000]"` with a tier of `fine = "500"`.

use super::conflict::name;
use super::extent::{Form, Reach};
use super::finding::{Finding, FindingCode};
use super::gap::told;
use super::space::{Case, Space, applies, halves_of, row_truth, witness};
use crate::diagnostic::Span;
use crate::feel::{Domain, Truth};
use crate::language::{Bilingual, Language};
use crate::number::Rational;
use crate::penalty::{
    AmountRule, AssessError, FactorWeights, Item, TableRow, Tariff, TierTable, WeightTable,
};

/// How many boxes are looked into for one row.
const BUDGET: usize = 2_000;

/// What was found out about an amount and its statutory range.
enum Answer {
    /// It stays inside.
    Inside,
    /// In this case it does not.
    Outside(Case),
    /// It could not be decided.
    Open,
}

pub(super) fn check(item: &Item, findings: &mut Vec<Finding>) {
    match &item.tariff {
        Tariff::Tiers(table) => {
            for index in 0..table.rows.len() {
                tier(item, table, index, findings);
            }
        }
        Tariff::Amount(_) => {
            let words = Bilingual { zh: "罚款额".into(), en: "the fine".into() };
            report(item, answer(item, None), &words, item.span, findings);
        }
        Tariff::Weights(table) => weights(item, table, findings),
        Tariff::StatutoryRange => {}
    }
}

fn tier(item: &Item, table: &TierTable, index: usize, findings: &mut Vec<Finding>) {
    let Some(row) = table.rows.get(index) else { return };
    if !matches!(row.amount, AmountRule::Amount(_)) {
        return;
    }
    let words =
        Bilingual { zh: name(table, index, Language::Chinese), en: name(table, index, Language::English) };
    report(item, answer(item, Some((index, row))), &words, row.span, findings);
}

fn report(item: &Item, answer: Answer, words: &Bilingual, span: Span, findings: &mut Vec<Finding>) {
    let finding = match answer {
        Answer::Inside => return,
        Answer::Open => Finding::new(
            FindingCode::NotDecided,
            &item.id,
            format!("{}是否超出法定幅度，未能查明", words.zh),
            format!("whether {} can leave the statutory range was not decided", words.en),
        ),
        Answer::Outside(case) => {
            let facts = witness(item, &case);
            Finding::new(
                FindingCode::OutsideTheLaw,
                &item.id,
                format!("{}可以超出法定幅度：{}", words.zh, told(item, &facts, Language::Chinese)),
                format!(
                    "{} can leave the statutory range: {}",
                    words.en,
                    told(item, &facts, Language::English)
                ),
            )
            .witness(facts)
        }
    };
    findings.push(finding.at(&item.document.file, span));
}

/// Whether the amount of a row, or of the item, stays in the statutory range.
fn answer(item: &Item, row: Option<(usize, &TableRow)>) -> Answer {
    if row.and_then(|(_, row)| row.statutory.as_ref()).or(item.statutory.as_ref()).is_none() {
        return Answer::Inside;
    }
    let whole = Space::whole(item);
    let beyond = beyond(item, row.map(|(_, row)| row), &whole);
    let mut boxes = vec![whole];
    for _ in 0..BUDGET {
        let Some(case) = boxes.pop() else { return Answer::Inside };
        let applies = applies(item, &case) != Truth::Never;
        if !applies || row.is_some_and(|(_, row)| row_truth(row, &case) == Truth::Never) {
            continue;
        }
        let reaches = beyond.as_ref().is_none_or(|beyond| {
            beyond.iter().any(|form| form.bounds(&case).high.is_none_or(|high| high > Rational::ZERO))
        });
        if !reaches {
            continue;
        }
        let mut computed = true;
        for corner in corners(&case) {
            let facts = witness(item, &corner);
            let decided = item.decide(&facts);
            computed &=
                !matches!(decided, Err(AssessError::Overflow { .. } | AssessError::InvalidAmount { .. }));
            let shown = decided.is_ok_and(|decision| {
                decision.clamped && row.is_none_or(|(index, _)| decision.row == Some(index))
            });
            if shown {
                return Answer::Outside(corner);
            }
        }
        match halves_of(&case) {
            Some((left, right)) => boxes.extend([left, right]),
            // A single case that cannot be computed says nothing.
            None if !computed => return Answer::Open,
            None => {}
        }
    }
    Answer::Open
}

/// By how much the amount lies above the range, and by how much below; nothing where a formula has no such form.
fn beyond(item: &Item, row: Option<&TableRow>, case: &[Domain]) -> Option<[Form; 2]> {
    let statutory = row.and_then(|row| row.statutory.as_ref()).or(item.statutory.as_ref())?;
    let law = Reach::of(&statutory.formula.term, case)?;
    let rule = match (row.map(|row| &row.amount), &item.tariff) {
        (Some(AmountRule::Amount(rule)), _) | (None, Tariff::Amount(rule)) => rule,
        _ => return None,
    };
    let mut amount = Reach::of(&rule.formula.term, case)?;
    if let Some(within) = row.and_then(|row| row.within.as_ref()) {
        amount = amount.held_inside(&Reach::of(&within.formula.term, case)?);
    }
    for adjustment in &item.adjustments {
        let times = Reach::of(&adjustment.times.formula.term, case)?;
        let (min, max) = (amount.min.times(&times.min, case)?, amount.max.times(&times.max, case)?);
        amount = match &adjustment.when {
            None => Reach { min, max },
            Some(when) => {
                let choice =
                    |then, otherwise| Form::Choice(Box::new((when.formula.term.clone(), then, otherwise)));
                Reach { min: choice(min, amount.min), max: choice(max, amount.max) }
            }
        };
    }
    if let Some(within) = &item.within {
        amount = amount.held_inside(&Reach::of(&within.formula.term, case)?);
    }
    Some([amount.max.plus(&law.max.negate()?)?, law.min.plus(&amount.min.negate()?)?])
}

/// The cases at the lowest and at the highest values of all numbers.
fn corners(case: &[Domain]) -> [Case; 2] {
    [true, false].map(|lowest| {
        let at = |domain: &Domain| match domain {
            Domain::Number(values, decimals) => {
                let end = if lowest { values.low } else { values.high };
                let point = end.map_or(*values, crate::number::Interval::point);
                Domain::Number(point, *decimals)
            }
            other => other.clone(),
        };
        case.iter().map(at).collect()
    })
}

fn weights(item: &Item, table: &WeightTable, findings: &mut Vec<Finding>) {
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
