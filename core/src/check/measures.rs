//! Measures that an item imposes and the article behind it does not provide. Part of `statutory`.

use std::sync::Arc;

use super::finding::{Finding, FindingCode};
use super::space::{Case, Space, applies, first_of, halves_of, row_truth, witness};
use crate::diagnostic::Span;
use crate::facts::Facts;
use crate::feel::{Domain, Truth};
use crate::language::Bilingual;
use crate::outcome::{provided, without_basis};
use crate::penalty::{AmountRule, Item, MeasureRule, TableRow};

/// How many boxes are looked into for one measure.
const BUDGET: usize = 2_000;

/// A measure, and the row that brings it, where it is not the item's own.
struct Imposed<'a> {
    rule: &'a MeasureRule,
    row: Option<(usize, &'a TableRow)>,
}

pub(super) fn check(item: &Arc<Item>, findings: &mut Vec<Finding>) {
    let own = item.measures.iter().map(|rule| Imposed { rule, row: None });
    let rows = item.tariff.rows().iter().enumerate();
    let in_rows = rows.flat_map(|(index, row)| {
        row.measures.iter().map(move |rule| Imposed { rule, row: Some((index, row)) })
    });
    for imposed in own.chain(in_rows).filter(can_be_imposed) {
        if let Some(provided) = provided(item, imposed.rule.measure) {
            findings.extend(look(item, &imposed, &provided));
        }
    }
}

/// Without a penalty, no penalty stands beside the row.
fn can_be_imposed(imposed: &Imposed<'_>) -> bool {
    let exempt = imposed.row.is_some_and(|(_, row)| matches!(row.amount, AmountRule::NoPenalty));
    !exempt || !imposed.rule.measure.is_penalty()
}

/// Looks for a case in which the measure is imposed and not provided.
fn look(item: &Arc<Item>, imposed: &Imposed<'_>, provided: &[&MeasureRule]) -> Option<Finding> {
    let mut boxes = vec![Space::whole(item)];
    for _ in 0..BUDGET {
        let case = boxes.pop()?;
        if applies(item, &case) == Truth::Never || !can_lack_a_basis(imposed, provided, &case) {
            continue;
        }
        if let Some(facts) = lacking(item, imposed, provided, &case) {
            return Some(told_of(item, imposed).witness(facts));
        }
        if let Some((left, right)) = halves_of(&case) {
            // The lighter half is looked into first.
            boxes.extend([right, left]);
        }
    }
    let measure = imposed.rule.measure;
    let zh = format!("依据的条文是否规定{}，未能查明", measure.chinese());
    let en = format!("whether the article provides for {} was not decided", measure.english());
    Some(
        Finding::new(FindingCode::NotDecided, &item.id, zh, en).at(&item.document.file, place(item, imposed)),
    )
}

/// The lightest case of a box, if the engine imposes the measure in it, and its article does not provide it there.
fn lacking(
    item: &Arc<Item>,
    imposed: &Imposed<'_>,
    provided: &[&MeasureRule],
    case: &[Domain],
) -> Option<Facts> {
    let lightest: Case = case.iter().map(first_of).collect();
    if provided.iter().any(|rule| holds(rule, &lightest) != Truth::Never) {
        return None;
    }
    let facts = witness(item, &lightest);
    let outcome = item.assess(&facts).ok()?;
    let by_the_row = imposed.row.is_none_or(|(index, _)| outcome.decision().row == Some(index));
    let is_imposed = outcome.measures().iter().any(|applied| applied.measure == imposed.rule.measure);
    (by_the_row && is_imposed).then_some(facts)
}

fn can_lack_a_basis(imposed: &Imposed<'_>, provided: &[&MeasureRule], case: &[Domain]) -> bool {
    let row = imposed.row.is_none_or(|(_, row)| row_truth(row, case) != Truth::Never);
    row && holds(imposed.rule, case) != Truth::Never
        && provided.iter().all(|rule| holds(rule, case) != Truth::Always)
}

fn holds(rule: &MeasureRule, case: &[Domain]) -> Truth {
    // Loading has made sure that nothing is divided by zero.
    rule.when.as_ref().map_or(Truth::Always, |when| when.formula.term.truth(case).unwrap_or(Truth::Either))
}

fn place(item: &Item, imposed: &Imposed<'_>) -> Span {
    imposed.row.map_or(item.span, |(_, row)| row.span)
}

fn told_of(item: &Item, imposed: &Imposed<'_>) -> Finding {
    let Bilingual { zh, en } = without_basis(item, imposed.rule.measure);
    Finding::new(FindingCode::MeasureWithoutBasis, &item.id, zh, en)
        .at(&item.document.file, place(item, imposed))
}
