//! The page of a document: what it is, since when, what it lays down over many items, and its items.

use std::sync::Arc;

use evenhand::pack::SourceKind;
use evenhand::penalty::{Document, Fact};
use evenhand::{Bilingual, Language};
use maud::{Markup, html};

use super::fact_section::table;
use super::frame::{Page, days, entry, illustration_warning, in_chinese, section};
use super::general_section::{GeneralView, circumstances, documents, further, parts};
use super::index_page::{columns, row};
use super::procedure_section::procedures;
use super::site::{Chapter, Site, document_path, index_path, item_path, other};

/// The page of a document in one language.
pub(super) fn page(site: &Site<'_>, chapter: &Chapter<'_>, language: Language) -> (String, String) {
    let document = chapter.document;
    let path = document_path(document, language);
    let title = document.title.get(language);
    let body = html! {
        header.title {
            p.eyebrow { (kind(document.source.kind, language)) }
            h1 { (title) }
            (illustration_warning(document, language))
        }
        dl.entries {
            (source(chapter, chapter.document.authority.as_ref(), language))
            @let above = above(site, document);
            @if !above.is_empty() {
                (entry(language.pick("一并适用", "Applies as well"), &documents(&above, language)))
            }
            (entry(language.pick("标识", "Id"), &html! { code { (document.id) } }))
            (entry(language.pick("规则包摘要", "Digest of the pack"), &html! { code.long { "sha256 " (document.digest) } }))
        }
        (general(&GeneralView::new(document, language), &site.governed_by(document)))
        (section(language.pick("事项", "Items"), items(chapter, language)))
        (section(language.pick("说明", "Notes"), remarks(document, language)))
    };
    let page = Page {
        counterpart: document_path(document, other(language)),
        title: title.to_owned(),
        trail: vec![(language.pick("全部规则", "All rules").to_owned(), index_path(language))],
        searches: false,
        path,
        body,
        language,
        site,
    };
    page.write()
}

/// The documents whose general rules apply beside its own.
fn above<'a>(site: &Site<'a>, document: &'a Arc<Document>) -> Vec<&'a Arc<Document>> {
    site.rules.governing(document).into_iter().filter(|other| other.id != document.id).collect()
}

/// What the document lays down over its own items, or over those of others.
fn general(view: &GeneralView<'_>, governed: &[&Arc<Document>]) -> Markup {
    let general = &view.document.general;
    let facts: Vec<&Fact> = general.facts.iter().collect();
    let facts = (!facts.is_empty()).then(|| {
        html! {
            p.aside {
                (view.pick(
                    "下列条件所用的事实，可随事项的事实一并提供。",
                    "The facts that the conditions below name; they can be given with those of an item.",
                ))
            }
            (table(view, &facts))
        }
    });
    let parts = general.parts.as_ref().map(|rule| parts(view, rule));
    let governed = (!governed.is_empty()).then(|| documents(governed, view.language));
    html! {
        (section(view.pick("一般事实", "General facts"), facts))
        (section(view.pick("裁量情节", "Circumstances"), circumstances(view)))
        (section(view.pick("幅度的划分", "Parts of a range"), parts))
        (section(view.pick("期限、标准和原则", "Limitation, thresholds and principles"), further(view)))
        (section(view.pick("程序", "Procedures"), procedures(view)))
        (section(view.pick("适用于", "Documents that it governs"), governed))
    }
}

fn items(chapter: &Chapter<'_>, language: Language) -> Option<Markup> {
    let beside = |path: String| path.rsplit_once('/').map_or(path.clone(), |(_, name)| name.to_owned());
    (!chapter.items.is_empty()).then(|| {
        html! {
            table.items.stack {
                caption.unseen { (language.pick("本文件的事项", "The items of this document")) }
                (columns(language))
                tbody {
                    @for item in &chapter.items { (row(item, &beside(item_path(item, language)), language)) }
                }
            }
        }
    })
}

fn remarks(document: &Document, language: Language) -> Option<Markup> {
    let notes = notes(document, language);
    (!notes.is_empty()).then(|| html! { @for note in notes { p { (note) } } })
}

const fn kind(kind: SourceKind, language: Language) -> &'static str {
    match kind {
        SourceKind::Statute => language.pick("法律", "National law"),
        SourceKind::Regulation => language.pick("法规、规章", "Regulation"),
        SourceKind::DiscretionStandard => language.pick("裁量基准", "Discretion standard"),
        SourceKind::Illustration => language.pick("示例", "Illustration"),
    }
}

/// Who issued the document, under which number, who enforces it, and for which days.
pub(super) fn source(chapter: &Chapter<'_>, authority: Option<&Bilingual>, language: Language) -> Markup {
    let document = chapter.document;
    let source = &document.source;
    html! {
        (entry(language.pick("发布机关", "Issuer"), &in_chinese(&source.issuer, language)))
        @if let Some(number) = &source.number {
            (entry(language.pick("文号", "Document no."), &in_chinese(number, language)))
        }
        @if let Some(authority) = authority {
            (entry(language.pick("实施机关", "Authority"), &html! { (authority.get(language)) }))
        }
        (entry(language.pick("施行日期", "In force"), &html! {
            (days(&document.in_force, language))
            @if !chapter.other_versions.is_empty() { (other_versions(chapter, language)) }
        }))
        (entry(language.pick("最近核对", "Last compared"), &html! { time datetime=(source.checked) { (source.checked) } }))
        @if let Some(url) = source.url.as_deref().filter(|url| is_web_address(url)) {
            (entry(language.pick("原文", "Published at"), &html! { a.long href=(url) rel="external" { (url) } }))
        }
    }
}

fn other_versions(chapter: &Chapter<'_>, language: Language) -> Markup {
    html! {
        p.aside {
            (language.pick("本文件另有其他日期的版本：", "There are versions of other days: "))
            @for (index, version) in chapter.other_versions.iter().enumerate() {
                @if index > 0 { (language.pick("；", "; ")) }
                (days(version, language))
            }
            (language.pick("。", "."))
        }
    }
}

/// A pack may come from anybody: its address must not be a script.
fn is_web_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// What a reader should know about the document.
pub(super) fn notes(document: &Document, language: Language) -> Vec<&str> {
    let notes = [&document.note, &document.source.note, &document.in_force.note];
    notes.into_iter().flatten().map(|note| note.get(language)).collect()
}
