//! Which parts of a constant statutory range the cases of an item reach.
//!
//! What is reached is taken too wide rather than too narrow, so that no part is told that some case reaches. Between
//! amounts that are fixed there are steps, which are no holes: only what lies between two ranges is one. Nor is what lies
//! below the fine of the smallest value that a fact can have.

use super::cliff;
use super::extent::Reach;
use super::finding::{Finding, FindingCode};
use super::pairs::alone;
use super::pieces::{Piece, Pieces, with_weights};
use super::space::{Case, Space};
use crate::feel::{Domain, Ends};
use crate::language::Language;
use crate::number::{Interval, Rational};
use crate::outcome::Phrases;
use crate::penalty::{Item, Tariff};

/// The amounts that a piece reaches, and whether they are left to the officer.
struct Stretch {
    reached: Ends,
    /// With what lies a step of the facts beside them.
    low: Rational,
    high: Rational,
    is_choice: bool,
}

pub(super) fn check(
    item: &Item,
    pieces: &Pieces<'_>,
    space: &Space<'_>,
    whole: &Case,
    findings: &mut Vec<Finding>,
) {
    let Some(law) = cliff::statutory(pieces, whole) else { return };
    let Some(mut reached) = stretches(pieces, space, whole) else { return };
    reached.sort_by_key(|stretch| (stretch.low, stretch.high));
    let mut parts: Vec<Ends> = Vec::new();
    let mut open_from: Option<(Rational, bool)> = None;
    for stretch in &reached {
        match open_from {
            None if stretch.low > law.min => parts.push(Ends { min: law.min, max: stretch.low }),
            Some((high, is_choice)) if stretch.low > high && is_choice && stretch.is_choice => {
                parts.push(Ends { min: high, max: stretch.low });
            }
            _ => {}
        }
        let further = open_from.is_none_or(|(high, _)| stretch.high >= high);
        if further {
            open_from = Some((stretch.high, stretch.is_choice));
        }
    }
    let Some((high, _)) = open_from else { return };
    if high < law.max {
        parts.push(Ends { min: high, max: law.max });
    }
    if parts.is_empty() {
        return;
    }
    // The steps beside what is reached close no hole, but the hole begins where the last amount is.
    let exact = |part: &Ends| {
        let below =
            reached.iter().filter(|stretch| stretch.high <= part.min).map(|stretch| stretch.reached.max);
        let above =
            reached.iter().filter(|stretch| stretch.low >= part.max).map(|stretch| stretch.reached.min);
        let (min, max) = (below.max().unwrap_or(part.min), above.min().unwrap_or(part.max));
        Ends { min: min.max(law.min), max: max.min(law.max) }
    };
    let told = |language: Language| {
        let phrases = Phrases::new(item, language);
        let part = |part: &Ends| phrases.ends(exact(part));
        let named: Vec<String> = parts.iter().map(part).collect();
        (named.join(language.pick("、", ", ")), phrases.ends(law))
    };
    let ((zh, zh_law), (en, en_law)) = (told(Language::Chinese), told(Language::English));
    findings.push(
        Finding::new(
            FindingCode::NotReached,
            &item.id,
            format!("法定幅度{zh_law}中有的部分没有任何情形用到（不计另行从轻、从重）：{zh}"),
            format!("parts of the statutory range of {en_law} are reached by no case (circumstances of other documents aside): {en}"),
        )
        .at(&item.document.file, item.span),
    );
}

/// What each way to match reaches; nothing where that cannot be bounded.
fn stretches(pieces: &Pieces<'_>, space: &Space<'_>, whole: &Case) -> Option<Vec<Stretch>> {
    if !matches!(pieces.item.tariff, Tariff::Tiers(_)) {
        return Some(vec![stretch(*pieces.all.first()?, whole)?]);
    }
    let mut reached = Vec::new();
    for (index, group) in space.groups.iter().enumerate() {
        // Behind the rows stand the conditions on which the item applies.
        let Some(piece) = pieces.all.get(group.row).copied() else { continue };
        // Where no case fits a row, it reaches nothing.
        if let Some(case) = alone(space, whole, index).filter(|_| piece.has_fine()) {
            reached.push(stretch(piece, &case)?);
        }
    }
    Some(reached)
}

fn stretch(piece: Piece<'_>, case: &Case) -> Option<Stretch> {
    let reach = |case: &Case| {
        let case = with_weights(piece.item, case);
        let fine: Reach = piece.amounts(&case)?.fine(&case)?;
        let Interval { low: Some(min), high: Some(max) } = fine.hull(&case) else { return None };
        Some((Ends { min, max }, fine.min != fine.max))
    };
    let (reached, _) = reach(case)?;
    let (wide, is_choice) = reach(&case.iter().map(with_neighbours).collect())?;
    Some(Stretch { reached, low: wide.min, high: wide.max, is_choice })
}

/// The values with those one step of their grid beside them: what lies between an amount and the one a step further is a
/// step, too, such as that from 0 to the fine of the smallest area.
fn with_neighbours(domain: &Domain) -> Domain {
    let Domain::Number(values, Some(decimals)) = domain else { return domain.clone() };
    let step =
        i32::try_from(*decimals).ok().and_then(|decimals| Rational::power_of_ten(decimals.checked_neg()?));
    let step = step.unwrap_or(Rational::ZERO);
    let wide = Interval {
        low: values.low.and_then(|low| low.subtract(step)),
        high: values.high.and_then(|high| high.add(step)),
    };
    Domain::Number(wide, Some(*decimals))
}
