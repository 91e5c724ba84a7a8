//! The fine: the range of the law, the rule's own way to the amount, and what happens to the amount afterwards.

use evenhand::feel::Amount;
use evenhand::penalty::{AdjustmentRule, Sourced, Tariff};
use maud::{Markup, html};

use super::frame::entry;
use super::item_page::View;
use super::table_section::{tiers, weights};

/// Everything about the fine of the violator.
pub(super) fn fine(view: &View<'_>) -> Markup {
    let item = view.item;
    html! {
        dl.entries {
            @if let Some(statutory) = &item.statutory {
                (entry(view.pick("法定幅度", "The law allows"), &amount(view, statutory)))
            }
            (entry(view.pick("罚款额", "The fine"), &tariff(view)))
            @for adjustment in &item.adjustments { (adjusted(view, adjustment)) }
            @if let Some(within) = &item.within {
                (entry(view.pick("上下限", "Held inside"), &amount(view, within)))
            }
            (entry(view.pick("取整", "Rounding"), &html! { span.formula { (view.say.rounding()) } }))
            @if item.may {
                (entry(view.pick("裁量", "Discretion"), &html! {
                    (view.pick("可以处罚款，并非必须", "The authority may fine, but need not"))
                }))
            }
        }
        @match &item.tariff {
            Tariff::Tiers(table) => { (tiers(view, table)) }
            Tariff::Weights(table) => { (weights(view, table)) }
            Tariff::Amount(_) | Tariff::StatutoryRange => {}
        }
    }
}

/// An amount in words and as written.
pub(super) fn amount(view: &View<'_>, rule: &Sourced<Amount>) -> Markup {
    view.formula(&view.say.amount(rule), &rule.text, rule.formula.facts.len())
}

/// In one line where the amount comes from.
fn tariff(view: &View<'_>) -> Markup {
    html! {
        @match &view.item.tariff {
            Tariff::Amount(fine) => { (amount(view, fine)) }
            Tariff::StatutoryRange => {
                (view.pick("由执法人员在法定幅度内裁量", "The officer chooses within the range of the law"))
            }
            Tariff::Tiers(_) => { (view.pick("按下表的档次", "By the tier of the table below")) }
            Tariff::Weights(table) => {
                @match &table.base {
                    Some(base) => {
                        span.formula {
                            (view.pick("（", "(")) (view.say.number(base))
                            (view.pick("）× 下表百分值之和", ") × the sum of the weights below"))
                        }
                        @if !base.formula.facts.is_empty() { code.written { (base.text) } }
                    }
                    None => {
                        span.formula {
                            (view.pick(
                                "法定下限 + 下表百分值之和 × (法定上限 - 法定下限)",
                                "minimum + the sum of the weights below × (maximum - minimum)",
                            ))
                        }
                    }
                }
            }
        }
    }
}

fn adjusted(view: &View<'_>, rule: &AdjustmentRule) -> Markup {
    entry(
        view.pick("调整", "Adjusted"),
        &html! {
            "× " (amount(view, &rule.times)) (view.pick("：", ": ")) (rule.title.get(view.language))
            @if let Some(when) = &rule.when {
                p.aside {
                    (view.pick("条件：", "If ")) (view.formula(&view.say.condition(when), &when.text, when.formula.facts.len()))
                }
            }
            @if let Some(basis) = &rule.basis { p.aside { (basis.get(view.language)) } }
        },
    )
}
