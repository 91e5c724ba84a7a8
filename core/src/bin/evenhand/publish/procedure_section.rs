//! Procedures: when each applies, who decides, and its steps.

use evenhand::penalty::{Procedure, ProcedureStep};
use maud::{Markup, html};

use super::frame::{entry, formula};
use super::general_section::{GeneralView, beside};

/// The procedures of a document; the first one that fits applies.
pub(super) fn procedures(view: &GeneralView<'_>) -> Option<Markup> {
    let procedures = &view.document.general.procedures;
    (!procedures.is_empty()).then(|| {
        html! {
            @if procedures.len() > 1 {
                p.aside { (view.pick("依次取条件相符的第一个程序。", "The first one whose condition holds applies.")) }
            }
            @for procedure in procedures { (one(view, procedure)) }
        }
    })
}

/// The place of a procedure on the page of its document.
fn anchor(procedure: &Procedure) -> String {
    format!("procedure-{}", procedure.key)
}

/// The procedures, each leading to its steps.
pub(super) fn links(view: &GeneralView<'_>) -> Markup {
    html! {
        ul.plain {
            @for procedure in &view.document.general.procedures {
                li {
                    a href={ (beside(view.document)) "#" (anchor(procedure)) } {
                        (procedure.title.get(view.language))
                    }
                    (view.pick("（", " (")) (procedure.basis.get(view.language)) (view.pick("）", ")"))
                }
            }
        }
    }
}

fn one(view: &GeneralView<'_>, procedure: &Procedure) -> Markup {
    html! {
        h3 id=(anchor(procedure)) { (procedure.title.get(view.language)) }
        dl.entries {
            (entry(view.pick("依据", "Article"), &html! { (procedure.basis.get(view.language)) }))
            (entry(view.pick("适用条件", "Applies where"), &html! {
                @match &procedure.when {
                    Some(when) => {
                        (formula(&view.say.condition(when), &when.text, when.formula.facts.len(), view.language))
                    }
                    None => { (view.pick("其他案件", "any other case")) }
                }
                @if procedure.may {
                    p.aside { (view.pick("可以适用，并非必须", "The authority may use it, but need not")) }
                }
            }))
            (entry(view.pick("决定人", "Decided by"), &html! { (procedure.decides.name(view.language)) }))
        }
        table.steps.stack {
            caption.unseen { (procedure.title.get(view.language)) (view.pick("的步骤", ": the steps")) }
            thead {
                tr {
                    th scope="col" { (view.pick("步骤", "Step")) }
                    th scope="col" { (view.pick("由谁", "By whom")) }
                    th scope="col" { (view.pick("期限", "Time limit")) }
                }
            }
            tbody { @for step in &procedure.steps { (row(view, step)) } }
        }
    }
}

fn row(view: &GeneralView<'_>, step: &ProcedureStep) -> Markup {
    html! {
        tr {
            th scope="row" {
                (step.title.get(view.language))
                p.aside { (step.basis.get(view.language)) }
                @if let Some(when) = &step.when {
                    p.aside { (view.pick("条件：", "Only if: ")) (view.say.condition(when)) }
                }
            }
            td {
                (step.by.name(view.language))
                @if step.decides { p.aside { (view.pick("由其决定", "decides then")) } }
            }
            td { @if let Some(limit) = &step.limit { (limit.text(view.language)) } }
        }
    }
}
