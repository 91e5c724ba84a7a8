//! The facts that an officer establishes, and the preconditions.

use evenhand::Language;
use evenhand::feel::Slot;
use evenhand::pack::FactTypeDeclaration;
use evenhand::penalty::Fact;
use maud::{Markup, html};

use super::general_section::GeneralView;
use super::item_page::View;

/// The table of facts, preconditions aside.
pub(super) fn facts(view: &View<'_>) -> Option<Markup> {
    let item = view.item;
    let facts = item.facts.iter().enumerate().filter(|(index, _)| !item.is_precondition(Slot(*index)));
    let facts: Vec<&Fact> = facts.map(|(_, fact)| fact).collect();
    if facts.is_empty() {
        return None;
    }
    let general = GeneralView::new(&item.document, view.language);
    Some(html! {
        (table(&general, &facts))
        @if let Some(limits) = limits(view, &facts) { p.aside { (limits) } }
    })
}

/// Facts with their types and values.
pub(super) fn table(view: &GeneralView<'_>, facts: &[&Fact]) -> Markup {
    html! {
        table.facts.stack {
            caption.unseen { (view.pick("事实及其取值", "Facts and their values")) }
            thead {
                tr {
                    th scope="col" { (view.pick("事实", "Fact")) }
                    th scope="col" { (view.pick("名称", "Name")) }
                    th scope="col" { (view.pick("类型和单位", "Type and unit")) }
                    th scope="col" { (view.pick("取值", "Values")) }
                }
            }
            tbody { @for fact in facts { (row(view, fact)) } }
        }
    }
}

/// What the document means by 以上 and 以下; the English words leave no doubt.
fn limits(view: &View<'_>, facts: &[&Fact]) -> Option<String> {
    let number = |fact: &&Fact| matches!(fact.kind, FactTypeDeclaration::Number { .. });
    if view.language == Language::English || !facts.iter().any(number) {
        return None;
    }
    let conventions = &view.item.document.conventions;
    let includes = |inclusive: bool| if inclusive { "包括" } else { "不包括" };
    let words = (includes(conventions.above_inclusive()), includes(conventions.below_inclusive()));
    let said = conventions.above.is_some() || conventions.below.is_some();
    let whose =
        if said { "" } else { "文件未作规定，本页按民法典第一千二百五十九条：" };
    Some(format!("{whose}“以上”{}本数，“以下”{}本数。", words.0, words.1))
}

fn row(view: &GeneralView<'_>, fact: &Fact) -> Markup {
    html! {
        tr {
            th scope="row" {
                (fact.label.get(view.language))
                @if let Some(help) = &fact.help { p.aside { (help.get(view.language)) } }
            }
            td { code { (fact.name) } }
            td { (kind(view, fact)) }
            td { (values(view, fact)) }
        }
    }
}

fn kind(view: &GeneralView<'_>, fact: &Fact) -> String {
    match &fact.kind {
        FactTypeDeclaration::Number { unit, decimals, .. } => {
            let unit = match view.language {
                Language::Chinese => unit.chinese(),
                Language::English => unit.english(true),
            };
            let number = match decimals {
                0 => view.pick("整数", "whole number").to_owned(),
                1 => view.pick("数，最多1位小数", "number, up to 1 decimal").to_owned(),
                _ => format!(
                    "{}{decimals}{}",
                    view.pick("数，最多", "number, up to "),
                    view.pick("位小数", " decimals")
                ),
            };
            let comma = if unit.is_empty() { "" } else { view.pick("；", "; ") };
            format!("{number}{comma}{unit}")
        }
        FactTypeDeclaration::Boolean => view.pick("是或者否", "yes or no").to_owned(),
        FactTypeDeclaration::Text(_) => view.pick("其中之一", "one of several").to_owned(),
        FactTypeDeclaration::Date => view.pick("日期", "date").to_owned(),
    }
}

fn values(view: &GeneralView<'_>, fact: &Fact) -> Markup {
    let named = |value: &str, label: &str| {
        html! { li { (label) @if label != value { " " code { (value) } } } }
    };
    html! {
        @match &fact.kind {
            FactTypeDeclaration::Number { unit, range, .. } => { (view.say.range(*range, *unit)) }
            FactTypeDeclaration::Boolean => {
                ul.values { (named("true", view.pick("是", "yes"))) (named("false", view.pick("否", "no"))) }
            }
            FactTypeDeclaration::Text(values) => {
                ul.values { @for (value, label) in values { (named(value, label.get(view.language))) } }
            }
            FactTypeDeclaration::Date => { (view.pick("年-月-日，如 ", "year-month-day, such as ")) "2026-02-28" }
        }
    }
}

/// What must have happened first, with the fact that says so.
pub(super) fn preconditions(view: &View<'_>) -> Option<Markup> {
    let requirements = &view.item.requirements;
    if requirements.is_empty() {
        return None;
    }
    Some(html! {
        ul.preconditions {
            @for requirement in requirements {
                li {
                    (requirement.text.get(view.language))
                    @if let Some(fact) = requirement.fact().and_then(|slot| view.item.facts.get(slot.0)) {
                        " " code { (fact.name) }
                        @if let Some(help) = &fact.help { p.aside { (help.get(view.language)) } }
                    }
                }
            }
        }
        p.aside {
            (view.pick(
                "前提不具备的，不适用本项；尚未查明的，结论会注明以此为前提。",
                "Where one is not met, this item does not apply; where it is not established, the outcome says that it rests on it.",
            ))
        }
    })
}
