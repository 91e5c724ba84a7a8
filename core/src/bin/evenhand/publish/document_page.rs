//! The page of a document: what it is, since when, and its items.

use evenhand::Language;
use evenhand::pack::SourceKind;
use evenhand::penalty::Document;
use maud::{Markup, html};

use super::frame::{Page, days, entry, illustration_warning, in_chinese};
use super::index_page::{columns, row};
use super::site::{Chapter, Site, document_path, index_path, item_path, other};

/// The page of a document in one language.
pub(super) fn page(site: &Site<'_>, chapter: &Chapter<'_>, language: Language) -> (String, String) {
    let document = chapter.document;
    let path = document_path(document, language);
    let beside = |path: String| path.rsplit_once('/').map_or(path.clone(), |(_, name)| name.to_owned());
    let title = document.title.get(language);
    let body = html! {
        header.title {
            p.eyebrow { (kind(document.source.kind, language)) }
            h1 { (title) }
            (illustration_warning(document, language))
        }
        dl.entries {
            (source(chapter, language))
            (entry(language.pick("标识", "Id"), &html! { code { (document.id) } }))
            (entry(language.pick("规则包摘要", "Digest of the pack"), &html! { code.long { "sha256 " (document.digest) } }))
        }
        section {
            h2 { (language.pick("事项", "Items")) }
            table.items.stack {
                caption.unseen { (language.pick("本文件的事项", "The items of this document")) }
                (columns(language))
                tbody {
                    @for item in &chapter.items { (row(item, &beside(item_path(item, language)), language)) }
                }
            }
        }
        @let notes = notes(document, language);
        @if !notes.is_empty() {
            section {
                h2 { (language.pick("说明", "Notes")) }
                @for note in notes { p { (note) } }
            }
        }
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

const fn kind(kind: SourceKind, language: Language) -> &'static str {
    match kind {
        SourceKind::Statute => language.pick("法律", "National law"),
        SourceKind::Regulation => language.pick("法规、规章", "Regulation"),
        SourceKind::DiscretionStandard => language.pick("裁量基准", "Discretion standard"),
        SourceKind::Illustration => language.pick("示例", "Illustration"),
    }
}

/// Who issued the document, under which number, and for which days.
pub(super) fn source(chapter: &Chapter<'_>, language: Language) -> Markup {
    let document = chapter.document;
    let source = &document.source;
    html! {
        (entry(language.pick("发布机关", "Issuer"), &in_chinese(&source.issuer, language)))
        @if let Some(number) = &source.number {
            (entry(language.pick("文号", "Document no."), &in_chinese(number, language)))
        }
        @if let Some(authority) = &document.authority {
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
