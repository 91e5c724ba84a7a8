//! What a document lays down over many items: circumstances, parts of ranges, limitation, large fines, principles.

use std::sync::Arc;

use evenhand::feel::Condition;
use evenhand::penalty::{Circumstance, Document, LargeFine, Limitation, Part, PartsOfRange, Sourced};
use evenhand::{Bilingual, DocumentPhrases, Language};
use maud::{Markup, html};

use super::frame::{entry, formula};

/// A document with the language and the words for its general rules.
#[derive(Clone, Copy)]
pub(super) struct GeneralView<'a> {
    pub(super) document: &'a Document,
    pub(super) language: Language,
    pub(super) say: DocumentPhrases<'a>,
}

impl<'a> GeneralView<'a> {
    pub(super) const fn new(document: &'a Document, language: Language) -> Self {
        Self { document, language, say: DocumentPhrases::new(document, language) }
    }

    /// One of two texts, by language.
    pub(super) const fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.language.pick(zh, en)
    }

    /// A condition in words, and as the pack writes it.
    fn condition(&self, when: &Sourced<Condition>) -> Markup {
        formula(&self.say.condition(when), &when.text, when.formula.facts.len(), self.language)
    }
}

/// The way from the page of a document, or of one of its items, to the page of a document.
pub(super) fn beside(document: &Document) -> String {
    format!("../{}/index.html", document.id)
}

/// Documents, each leading to its page.
pub(super) fn documents(documents: &[&Arc<Document>], language: Language) -> Markup {
    html! {
        ul.plain {
            @for document in documents { li { a href=(beside(document)) { (document.title.get(language)) } } }
        }
    }
}

/// The article, and what an officer should know.
fn footing(view: &GeneralView<'_>, basis: &Bilingual, note: Option<&Bilingual>) -> Markup {
    html! {
        p.aside { (basis.get(view.language)) }
        @if let Some(note) = note { p.aside { (note.get(view.language)) } }
    }
}

/// What a circumstance is called inside its document.
fn key(circumstance: &Circumstance) -> &str {
    circumstance.id.split_once('/').map_or(circumstance.id.as_str(), |(_, key)| key)
}

/// Whether the authority has a choice, and what happens.
fn effect(view: &GeneralView<'_>, circumstance: &Circumstance) -> Markup {
    html! {
        td { (if circumstance.may { view.pick("可以", "may") } else { view.pick("应当", "must") }) }
        td { (view.say.effect(circumstance)) }
    }
}

fn columns(view: &GeneralView<'_>, condition: bool) -> Markup {
    html! {
        thead {
            tr {
                th scope="col" { (view.pick("情节", "Circumstance")) }
                @if condition { th scope="col" { (view.pick("认定条件", "Established where")) } }
                @else { th scope="col" { (view.pick("依据", "Article")) } }
                th scope="col" { (view.pick("应当或者可以", "Must or may")) }
                th scope="col" { (view.pick("处理", "Effect")) }
            }
        }
    }
}

/// The circumstances of a document with their conditions.
pub(super) fn circumstances(view: &GeneralView<'_>) -> Option<Markup> {
    let circumstances = &view.document.general.circumstances;
    (!circumstances.is_empty()).then(|| {
        html! {
            table.circumstances.stack {
                caption.unseen { (view.pick("裁量情节及其认定条件", "Circumstances and when they are established")) }
                (columns(view, true))
                tbody {
                    @for circumstance in circumstances {
                        tr id={ "circumstance-" (key(circumstance)) } {
                            th scope="row" {
                                (circumstance.title.get(view.language))
                                (footing(view, &circumstance.basis, circumstance.note.as_ref()))
                            }
                            td { (view.condition(&circumstance.when)) }
                            (effect(view, circumstance))
                        }
                    }
                }
            }
        }
    })
}

/// The circumstances of several documents that are for an item in short, each leading to its conditions.
pub(super) fn circumstances_in_short(
    item: &str,
    documents: &[&Arc<Document>],
    language: Language,
    caption: &str,
) -> Option<Markup> {
    let views = documents.iter().map(|document| GeneralView::new(document, language));
    let own = |circumstance: &&Circumstance| circumstance.is_for(item);
    let views: Vec<_> =
        views.filter(|view| view.document.general.circumstances.iter().any(|one| own(&one))).collect();
    let first = views.first()?;
    Some(html! {
        table.circumstances.brief.stack {
            caption { (caption) }
            (columns(first, false))
            @for view in &views {
                tbody {
                    tr.group {
                        th scope="rowgroup" colspan="4" {
                            a href=(beside(view.document)) { (view.document.title.get(language)) }
                        }
                    }
                    @for circumstance in view.document.general.circumstances.iter().filter(own) {
                        tr {
                            th scope="row" {
                                a href={ (beside(view.document)) "#circumstance-" (key(circumstance)) } {
                                    (circumstance.title.get(language))
                                }
                            }
                            td { (circumstance.basis.get(language)) }
                            (effect(view, circumstance))
                        }
                    }
                }
            }
        }
    })
}

/// Which part of a range is lenient, ordinary and severe.
pub(super) fn parts(view: &GeneralView<'_>, rule: &PartsOfRange) -> Markup {
    let special = rule.without_minimum.iter().any(Option::is_some);
    let rows = Part::ALL.into_iter().zip(rule.parts.iter().zip(&rule.without_minimum));
    html! {
        table.parts.stack {
            caption { (view.pick("从轻、一般、从重各占", "Parts of ")) (view.say.divided(rule.of)) (view.pick("的部分", "")) }
            thead {
                tr {
                    th scope="col" { (view.pick("处罚", "Penalty")) }
                    th scope="col" { (view.pick("部分", "Part")) }
                    @if special { th scope="col" { (view.pick("无法定最低额的", "Without a statutory minimum")) } }
                }
            }
            tbody {
                @for (which, (part, without_minimum)) in rows {
                    @if part.is_some() || without_minimum.is_some() {
                        tr {
                            th scope="row" { (which.name(view.language)) }
                            td { @if let Some(part) = part { (view.say.part(part)) } }
                            @if special {
                                td {
                                    @if let Some(part) = without_minimum.as_ref().or(part.as_ref()) { (view.say.part(part)) }
                                }
                            }
                        }
                    }
                }
            }
        }
        p.aside {
            (view.pick("0%为幅度的下限，100%为上限。", "0% is the lower end of the range, 100% the upper."))
            @if let Some(basis) = &rule.basis { (view.pick("", " ")) (basis.get(view.language)) }
        }
    }
}

/// How long an act can be penalised.
pub(super) fn limitation(view: &GeneralView<'_>, rule: &Limitation) -> Markup {
    html! {
        p { (view.say.period(rule.period)) }
        @for longer in &rule.longer {
            p { (view.say.period(longer.period)) (view.pick("：", ": ")) (longer.title.get(view.language)) }
            div.aside { (view.condition(&longer.when)) }
        }
        (footing(view, &rule.basis, rule.note.as_ref()))
    }
}

/// When a fine is large.
pub(super) fn large_fine(view: &GeneralView<'_>, rule: &LargeFine) -> Markup {
    html! {
        (view.condition(&rule.when))
        (footing(view, &rule.basis, rule.note.as_ref()))
    }
}

/// Limitation, large fines and principles, one a row.
pub(super) fn further(view: &GeneralView<'_>) -> Option<Markup> {
    let general = &view.document.general;
    let principles = [
        (&general.principles.law_of_the_day, "从旧兼从轻", "The old law, or the lighter new one"),
        (&general.principles.one_act, "一事不再罚", "One act, one fine"),
    ];
    let empty = general.limitation.is_none()
        && general.large_fine.is_none()
        && principles.iter().all(|(basis, ..)| basis.is_none());
    (!empty).then(|| {
        html! {
            dl.entries {
                @if let Some(rule) = &general.limitation {
                    (entry(view.pick("追责期限", "Limitation"), &limitation(view, rule)))
                }
                @if let Some(rule) = &general.large_fine {
                    (entry(view.pick("较大数额罚款", "A fine is large where"), &large_fine(view, rule)))
                }
                @for (basis, zh, en) in principles {
                    @if let Some(basis) = basis {
                        (entry(view.pick(zh, en), &html! { (basis.get(view.language)) }))
                    }
                }
            }
        }
    })
}
