//! What stands above an item: circumstances, limitation, the way to a hearing; the rest is on the documents' own pages.

use std::sync::Arc;

use evenhand::penalty::Document;
use maud::{Markup, html};

use super::frame::entry;
use super::general_section::{self, GeneralView, circumstances_in_short, documents};
use super::item_page::View;
use super::procedure_section;
use super::site::Site;

/// The circumstances and the procedure of an item; nothing where no document lays any down.
pub(super) fn law(view: &View<'_>, site: &Site<'_>) -> Option<Markup> {
    let governing = site.rules.governing(&view.item.document);
    let others: Vec<_> =
        governing.iter().copied().filter(|document| document.id != view.item.document.id).collect();
    let lays_down = |document: &&&Arc<Document>| {
        let general = &document.general;
        let silent = general.circumstances.is_empty()
            && general.parts.is_none()
            && general.limitation.is_none()
            && general.large_fine.is_none()
            && general.procedures.is_empty();
        !silent
    };
    if others.is_empty() && !governing.iter().any(|document| lays_down(&document)) {
        return None;
    }
    let caption = view.pick("裁量情节", "Circumstances");
    let parts = nearest(&governing, view, |document| document.general.parts.is_some());
    Some(html! {
        dl.entries {
            @if !others.is_empty() {
                (entry(view.pick("一并适用", "Applies as well"), &documents(&others, view.language)))
            }
            (limitation(view, &governing))
            (procedure(view, &governing))
        }
        @if let Some(table) = circumstances_in_short(&view.item.id, &governing, view.language, caption) {
            (table)
            p.aside {
                (view.pick(
                    "各情节的认定条件和所需事实见所链接的页面，可随本项的事实一并提供；未提供的，按没有计。",
                    "The linked pages say when each is established and by which facts; these can be given with those of the item, and count as absent where they are not.",
                ))
            }
        }
        @if let Some(general) = parts {
            @if let Some(rule) = &general.document.general.parts { (general_section::parts(&general, rule)) }
        }
    })
}

/// The nearest document that lays something down: it goes before the farther ones.
fn nearest<'a>(
    governing: &[&'a Arc<Document>],
    view: &View<'_>,
    lays_down: impl Fn(&Document) -> bool,
) -> Option<GeneralView<'a>> {
    let document = governing.iter().copied().find(|document| lays_down(document))?;
    Some(GeneralView::new(document, view.language))
}

fn limitation(view: &View<'_>, governing: &[&Arc<Document>]) -> Markup {
    let general = nearest(governing, view, |document| document.general.limitation.is_some());
    html! {
        @if let Some(general) = general {
            @if let Some(rule) = &general.document.general.limitation {
                (entry(view.pick("追责期限", "Limitation"), &general_section::limitation(&general, rule)))
            }
        }
    }
}

/// The procedures to choose from, and what makes a fine large enough for a hearing.
fn procedure(view: &View<'_>, governing: &[&Arc<Document>]) -> Markup {
    let procedures = nearest(governing, view, |document| !document.general.procedures.is_empty());
    let large = nearest(governing, view, |document| document.general.large_fine.is_some());
    let rule = large.and_then(|large| Some((large, large.document.general.large_fine.as_ref()?)));
    html! {
        @if let Some(general) = &procedures {
            (entry(view.pick("程序", "Procedure"), &procedure_section::links(general)))
        }
        @if procedures.is_some() || rule.is_some() {
            (entry(view.pick("较大数额罚款（听证）", "Large fine (hearing)"), &html! {
                @match rule {
                    Some((large, rule)) => { (general_section::large_fine(&large, rule)) }
                    None => {
                        (view.pick(
                            "标准由有权机关另行规定，本处规则未收录，须另行查明。",
                            "The authority lays the threshold down; it is not among these rules and has to be found out.",
                        ))
                    }
                }
            }))
        }
    }
}
