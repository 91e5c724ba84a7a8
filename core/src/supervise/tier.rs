//! # tier
//!
//! The tier that the decision cites against the one that fits the facts. Of two tiers the one with the higher amount for
//! these facts is the heavier; where the amounts are equal, or hang on facts that are missing, the one that stands later.

use super::review::Review;
use super::{Irregular, Irregularity};
use crate::feel::{Ends, Value};
use crate::penalty::{AmountRule, Item, TableRow};

pub(super) fn check(review: &mut Review<'_>) {
    let item = review.item();
    let rows = item.tariff.rows();
    let chosen = review.outcome.decision().row;
    let named = chosen.and_then(|row| rows.get(row)).and_then(|row| row.tier.as_ref());
    let Some(cited) = review.taken().tier.as_deref() else {
        if let Some(tier) = named.filter(|_| review.taken().is_penalty()) {
            let zh = format!("决定未写明档次，按事实为“{}”", tier.zh);
            let en = format!("the record does not tell the tier; the facts have “{}”", tier.en);
            review.report(Irregular::part_not_judged("tier", zh, en).expected(&tier.zh));
        }
        return;
    };
    let has_name =
        |row: &TableRow| row.tier.as_ref().is_some_and(|tier| tier.zh == cited || tier.en == cited);
    let named_so: Vec<usize> =
        rows.iter().enumerate().filter(|(_, row)| has_name(row)).map(|(index, _)| index).collect();
    let Some(first) = named_so.first().copied() else {
        let zh = format!("裁量基准没有“{cited}”这一档次");
        let en = format!("the standard has no tier “{cited}”");
        let found = Irregular::new(Irregularity::UnknownTier, zh, en).found(cited).basis(&item.basis);
        let found = named.map_or(found.clone(), |tier| found.expected(&tier.zh));
        return review.report(found);
    };
    // Without a tier of its own, what follows from the facts is for another check.
    let Some((chosen, row)) = chosen.and_then(|chosen| Some((chosen, rows.get(chosen)?))) else { return };
    let fits = |row: Option<usize>| row.is_some_and(|row| named_so.contains(&row));
    if review.decisions().any(|decision| fits(decision.row)) {
        return;
    }
    let values = &review.bound.item;
    let heavier = match rows.get(first) {
        Some(other) => weight(item, other, first, values) > weight(item, row, chosen, values),
        None => first > chosen,
    };
    let code = if heavier { Irregularity::TierJumpedUp } else { Irregularity::TierJumpedDown };
    let number = chosen.saturating_add(1);
    let (zh, en) = match &row.tier {
        Some(tier) => (format!("“{}”", tier.zh), format!("“{}”", tier.en)),
        None => (format!("第{number}档"), format!("row {number}")),
    };
    let message = match heavier {
        true => (format!("按事实为{zh}，决定取了更重的“{cited}”"), "heavier"),
        false => (format!("按事实为{zh}，决定取了更轻的“{cited}”"), "lighter"),
    };
    let en = format!("the facts have {en}; the decision cites the {} tier “{cited}”", message.1);
    let found = Irregular::new(code, message.0, en).found(cited);
    let expected = row.tier.as_ref().map_or_else(|| number.to_string(), |tier| tier.zh.clone());
    review.report(found.expected(expected).basis(row.basis.as_ref().unwrap_or(&item.basis)));
}

/// Puts rows in order from light to heavy.
fn weight(item: &Item, row: &TableRow, place: usize, values: &[Value<'_>]) -> impl Ord + use<> {
    let kind = match row.amount {
        AmountRule::NoPenalty => 0_u8,
        AmountRule::Measures => 1,
        AmountRule::Amount(_) | AmountRule::StatutoryRange | AmountRule::Band(_) => 2,
    };
    let amount: Option<Ends> = item.bare_row_amount(row, values).ok();
    (kind, amount.map(|ends| (ends.max, ends.min)), place)
}
