//! Discretion tables: tiers, and weights by factor.

use evenhand::pack::{UnknownFactRule, WhenSeveral};
use evenhand::penalty::{
    AmountRule, Conditions, FactorRule, FactorWeights, TableRow, TierTable, WeightTable,
};
use maud::{Markup, html};

use super::fine_section::amount;
use super::item_page::{View, measure};

/// The tiers with their conditions and fines.
pub(super) fn tiers(view: &View<'_>, table: &TierTable) -> Markup {
    html! {
        table.tiers.stack {
            caption { (view.pick("裁量档次", "Tiers")) }
            thead {
                tr {
                    th scope="col" { (view.pick("档次", "Tier")) }
                    th scope="col" { (view.pick("适用条件", "Applies where")) }
                    th.amount scope="col" { (view.pick("罚款", "Fine")) }
                }
            }
            tbody { @for (index, row) in table.rows.iter().enumerate() { (tier(view, index, row)) } }
        }
        p.aside { (several(view, table.when_several)) (view.pick("", " ")) (unknown(view, table.unknown_fact)) }
    }
}

fn tier(view: &View<'_>, index: usize, row: &TableRow) -> Markup {
    let number = index.saturating_add(1);
    html! {
        tr {
            th scope="row" {
                @match &row.tier {
                    Some(tier) => { (tier.get(view.language)) }
                    None => { (view.pick("第", "row ")) (number) (view.pick("档", "")) }
                }
                @if let Some(note) = &row.note { p.aside { (note.get(view.language)) } }
            }
            td { (conditions(view, row)) }
            td.amount { (consequence(view, row)) }
        }
    }
}

/// What must hold: all of one list, and any of another.
fn conditions(view: &View<'_>, row: &TableRow) -> Markup {
    let own = view.say.conditions(&row.conditions);
    let any: Vec<Vec<String>> = row.any.iter().map(|group: &Conditions| view.say.conditions(group)).collect();
    let and = view.pick("，并且", ", and ");
    html! {
        @match (own.as_slice(), any.is_empty()) {
            ([], true) => { (view.pick("其他情形", "any other case")) }
            ([only], true) => { (only) }
            (own, _) => { @if !own.is_empty() { ul.all { @for condition in own { li { (condition) } } } } }
        }
        @if !any.is_empty() {
            p { (match own.is_empty() {
                true => view.pick("有下列情形之一：", "any one of these:"),
                false => view.pick("并有下列情形之一：", "and any one of these:"),
            }) }
            ul.any { @for group in any { li { (group.join(and)) } } }
        }
    }
}

/// The fine of a row, and what else is its own.
fn consequence(view: &View<'_>, row: &TableRow) -> Markup {
    html! {
        span.formula { (view.say.row_amount(row)) }
        @if let AmountRule::Amount(fine) = &row.amount {
            @if !fine.formula.facts.is_empty() { code.written { (fine.text) } }
        }
        @let range = row.statutory.as_ref().filter(|_| !matches!(row.amount, AmountRule::StatutoryRange));
        @for (rule, zh, en) in [
            (row.within.as_ref(), "上下限：", "held inside "),
            (range, "该档法定幅度：", "the law allows "),
            (row.persons.as_ref(), "责任人员：", "persons: "),
        ] {
            @if let Some(rule) = rule { p.aside { (view.pick(zh, en)) (amount(view, rule)) } }
        }
        @for rule in &row.measures {
            p.aside {
                (if rule.may { view.pick("可以：", "may: ") } else { view.pick("应当：", "must: ") })
                (measure(view, rule))
            }
        }
        @match row.may {
            Some(true) => { p.aside { (view.pick("可以处罚款", "the authority may fine")) } }
            Some(false) => { p.aside { (view.pick("应当处罚款", "the authority must fine")) } }
            None => {}
        }
        @if let Some(basis) = &row.basis { p.aside { (basis.get(view.language)) } }
    }
}

const fn several<'a>(view: &View<'_>, rule: WhenSeveral) -> &'a str {
    match rule {
        WhenSeveral::Unique => view.pick("每案只能符合一档。", "Only one tier may match."),
        WhenSeveral::First => {
            view.pick("同时符合几档的，取最先的一档。", "Where several match, the first counts.")
        }
        WhenSeveral::Heaviest => view.pick(
            "同时符合几档的，取最重的一档；不予处罚的一档优先。",
            "Where several match, the heaviest counts, but one without penalty goes first.",
        ),
    }
}

const fn unknown<'a>(view: &View<'_>, rule: UnknownFactRule) -> &'a str {
    match rule {
        UnknownFactRule::Refuse => {
            view.pick("须查明的事实不能缺。", "A fact that it hangs on must be given.")
        }
        UnknownFactRule::Lightest => view.pick(
            "事实未查明的，按可能的最轻一级计。",
            "A fact that is not established counts with its lightest level.",
        ),
    }
}

/// The factors with their levels and weights.
pub(super) fn weights(view: &View<'_>, table: &WeightTable) -> Markup {
    html! {
        table.weights {
            caption { (view.pick("裁量因素", "Factors")) }
            thead {
                tr {
                    th scope="col" { (view.pick("因素", "Factor")) }
                    th scope="col" { (view.pick("程度", "Level")) }
                    th.amount scope="col" { (view.pick("百分值", "Weight")) }
                }
            }
            @if !table.start.is_zero() {
                tbody {
                    tr {
                        th scope="row" colspan="2" { (view.pick("起点", "Start")) }
                        td.amount { (view.say.share(table.start)) }
                    }
                }
            }
            @for factor in &table.factors { (factor_rows(view, factor)) }
        }
        p.aside {
            @for (limit, zh, en) in [
                (table.floor, "合计不低于", "The sum counts as at least "),
                (table.cap, "合计不超过", "The sum counts as at most "),
            ] {
                @if let Some(limit) = limit { (view.pick(zh, en)) (view.say.share(limit)) (view.pick("。", ". ")) }
            }
            (unknown(view, table.unknown_fact))
        }
    }
}

fn factor_rows(view: &View<'_>, factor: &FactorRule) -> Markup {
    let title = factor.title.get(view.language);
    html! {
        tbody {
            @match &factor.weights {
                FactorWeights::Expression(weight) => {
                    tr {
                        th scope="row" colspan="2" { (title) }
                        td.amount { (view.formula(&view.say.number(weight), &weight.text, weight.formula.facts.len())) }
                    }
                }
                FactorWeights::Cells(_, cells) => {
                    @for (index, (cell, weight)) in cells.iter().enumerate() {
                        tr {
                            @if index == 0 { th scope="rowgroup" rowspan=(cells.len()) { (title) } }
                            td { (view.say.cell(cell)) }
                            td.amount { (view.say.share(*weight)) }
                        }
                    }
                }
            }
        }
    }
}
