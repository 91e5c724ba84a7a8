//! An item: where it comes from, the facts that it asks for, how its amount comes about.

use evenhand::feel::Slot;
use evenhand::penalty::{FactorWeights, TableRow, Tariff, WeightTable};
use evenhand::{Item, Language, Phrases, fact_values};
use maud::{Markup, html};

use super::{frame, list, sheet, table, text, version};

/// The item as HTML.
pub(crate) fn item(item: &Item, language: Language) -> String {
    let say = Phrases::new(item, language);
    let pick = |zh, en| language.pick(zh, en);
    let amount = match &item.tariff {
        Tariff::Amount(fine) => Some(text(&say.amount(fine))),
        Tariff::StatutoryRange => {
            Some(text(pick("由执法人员在法定幅度内裁量", "the officer chooses within the statutory range")))
        }
        Tariff::Tiers(_) | Tariff::Weights(_) => None,
    };
    let about = sheet(vec![
        (pick("文件", "Document"), Some(text(item.document.title.get(language)))),
        (pick("条款", "Article"), Some(text(item.basis.get(language)))),
        (pick("实施", "Authority"), item.authority.as_ref().map(|authority| text(authority.get(language)))),
        (pick("法定幅度", "By law"), item.statutory.as_ref().map(|statutory| text(&say.amount(statutory)))),
        (pick("罚款额", "The fine"), amount),
        (pick("限于", "Held inside"), item.within.as_ref().map(|within| text(&say.amount(within)))),
        (pick("取整", "Rounding"), Some(text(&say.rounding()))),
    ]);
    let adjustments = item.adjustments.iter().map(|adjustment| {
        let when = adjustment.when.as_ref().map(|when| say.condition(when)).unwrap_or_default();
        let times = format!("× {}", say.amount(&adjustment.times));
        vec![text(adjustment.title.get(language)), text(&when), text(&times)]
    });
    let heads = [pick("调整", "Adjustment"), pick("条件", "When"), pick("倍数", "Factor")];
    let notes: Vec<String> = item.note.iter().map(|note| note.get(language).to_owned()).collect();
    let measures = item.measures.iter().map(|rule| say.measure(rule));
    let body = html! {
        (about)
        (facts(item, language))
        (tiers(item.tariff.rows(), &say, language))
        @if let Tariff::Weights(rules) = &item.tariff { (weights(rules, &say, language)) }
        (table(&heads, adjustments.collect()))
        (list(pick("其他措施", "Measures"), &measures.collect::<Vec<_>>()))
        (list(pick("说明", "Notes"), &notes))
        (version(&item.id, &item.document, language))
    };
    frame(language, item.title.get(language), &body)
}

fn facts(item: &Item, language: Language) -> Markup {
    let rows = item.facts.iter().enumerate().map(|(index, fact)| {
        let precondition =
            if item.is_precondition(Slot(index)) { language.pick("前提：", "precondition: ") } else { "" };
        vec![
            html! { code { (fact.name) } },
            html! { (precondition) (fact.label.get(language)) },
            text(&fact_values(fact, language)),
        ]
    });
    let heads = [
        language.pick("事实", "Fact"),
        language.pick("名称", "What it is"),
        language.pick("取值", "What can be given"),
    ];
    table(&heads, rows.collect())
}

fn tiers(rows: &[TableRow], say: &Phrases<'_>, language: Language) -> Markup {
    let rows = rows.iter().map(|row| {
        let mut conditions = say.conditions(&row.conditions);
        let joiner = language.pick("，且", " and ");
        let any: Vec<String> =
            row.any.iter().map(|group| say.conditions(group).join(joiner)).collect();
        if !any.is_empty() {
            conditions.push(any.join(language.pick("，或者", "; or ")));
        }
        let within = row.within.as_ref().map(|within| say.amount(within));
        vec![
            text(row.tier.as_ref().map_or("", |tier| tier.get(language))),
            html! { @for (index, condition) in conditions.iter().enumerate() { @if index > 0 { br; } (condition) } },
            html! {
                (say.row_amount(row))
                @if let Some(within) = within { br; (language.pick("限于", "held inside ")) (within) }
            },
        ]
    });
    let heads = [language.pick("档次", "Tier"), language.pick("条件", "When"), language.pick("罚款", "Fine")];
    table(&heads, rows.collect())
}

fn weights(rules: &WeightTable, say: &Phrases<'_>, language: Language) -> Markup {
    let start = vec![text(language.pick("起点", "start")), text(""), text(&say.share(rules.start))];
    let factors = rules.factors.iter().flat_map(|factor| {
        let title = factor.title.get(language);
        match &factor.weights {
            FactorWeights::Expression(weight) => vec![vec![text(title), text(""), text(&say.number(weight))]],
            FactorWeights::Cells(_, cells) => cells
                .iter()
                .enumerate()
                .map(|(index, (cell, weight))| {
                    let title = if index == 0 { title } else { "" };
                    vec![text(title), text(&say.cell(cell)), text(&say.share(*weight))]
                })
                .collect(),
        }
    });
    let heads =
        [language.pick("因素", "Factor"), language.pick("程度", "Level"), language.pick("权重", "Weight")];
    let base = rules.base.as_ref().map(|base| say.number(base));
    html! {
        @if let Some(base) = base { p { (language.pick("基数：", "Base: ")) (base) } }
        (table(&heads, std::iter::once(start).chain(factors).collect()))
    }
}
