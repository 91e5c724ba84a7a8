//! Examples that people worked out from the document, and the reason of one of them.

use evenhand::penalty::{ExampleCase, Expected};
use maud::{Markup, html};

use super::item_page::View;

/// The table of examples, and below it how the first fine comes about.
pub(super) fn examples(view: &View<'_>) -> Option<Markup> {
    let examples = &view.item.examples;
    if examples.is_empty() {
        return None;
    }
    Some(html! {
        table.examples.stack {
            caption.unseen { (view.pick("按文件手算的案例", "Cases worked out by hand from the document")) }
            thead {
                tr {
                    th scope="col" { (view.pick("例", "No.")) }
                    th scope="col" { (view.pick("事实", "Facts")) }
                    th.amount scope="col" { (view.pick("结果", "Result")) }
                }
            }
            tbody {
                @for (index, example) in examples.iter().enumerate() {
                    tr {
                        th scope="row" { (index.saturating_add(1)) }
                        td { (facts(view, example)) }
                        td.amount { (result(view, example)) }
                    }
                }
            }
        }
        (reason(view))
    })
}

fn facts(view: &View<'_>, example: &ExampleCase) -> Markup {
    let facts = view.say.facts(&example.given);
    html! {
        @if facts.is_empty() { (view.pick("无须其他事实", "no further facts")) }
        ul.values { @for (label, value) in facts { li { (label) (view.pick("：", ": ")) (value) } } }
        @if let Some(working) = &example.note { p.aside { (working.get(view.language)) } }
    }
}

fn result(view: &View<'_>, example: &ExampleCase) -> Markup {
    html! {
        strong {
            @match example.expected {
                Expected::Fine(fine) => { (view.say.ends(fine)) }
                Expected::Measures => { (view.pick("不处罚款，另有措施", "measures only")) }
                Expected::NoPenalty => { (view.pick("不予处罚", "no penalty")) }
                Expected::NotApplicable => { (view.pick("不适用本项", "does not apply")) }
                Expected::Error(code) => { (no_answer(view, code)) }
            }
        }
        @if let Ok(outcome) = view.item.assess(&example.given) {
            @if let Some(tier) = outcome.tier() { p.aside { (tier.get(view.language)) } }
        }
        @if let Some(persons) = example.persons {
            p.aside { (view.pick("责任人员：", "persons: ")) (view.say.ends(persons)) }
        }
        @if example.warns {
            p.aside {
                (view.pick("规则自身的金额超出法定幅度，已移至其端点", "the rule's own amount left the range of the law and was moved to its end"))
            }
        }
    }
}

fn no_answer<'a>(view: &View<'_>, code: &str) -> &'a str {
    match code {
        "several-tiers" => view.pick("文件有几个答案", "the document gives several answers"),
        _ => view.pick("文件没有答案", "the document gives no answer"),
    }
}

/// How the first example with a fine comes about, as a decision would say it.
fn reason(view: &View<'_>) -> Markup {
    let fined = |example: &&ExampleCase| matches!(example.expected, Expected::Fine(_));
    let numbered = view.item.examples.iter().enumerate().find(|(_, example)| fined(example));
    let told = numbered
        .and_then(|(index, example)| Some((index.saturating_add(1), view.item.assess(&example.given).ok()?)));
    html! {
        @if let Some((number, outcome)) = told {
            h3 { (view.pick("例", "The reason in example ")) (number) (view.pick("的理由", "")) }
            div.reason { @for sentence in outcome.sentences(view.language) { p { (sentence) } } }
        }
    }
}
