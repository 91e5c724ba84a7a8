//! The page that leads to both languages, and the list of all items.

use std::sync::Arc;

use evenhand::pack::SourceKind;
use evenhand::{Item, Language};
use maud::{DOCTYPE, Markup, html};

use super::frame::{Page, days, head};
use super::site::{Chapter, Site, document_path, index_path, item_path, key, other, tongue};

/// The page that leads to both languages.
pub(super) fn start(site: &Site<'_>) -> (String, String) {
    let day = site.day;
    let markup = html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head { (head("", "行政处罚裁量规则 · Rules on administrative penalties")) }
            body.start {
                main #main {
                    h1 {
                        (heading(Language::Chinese))
                        span lang="en" { (heading(Language::English)) }
                    }
                    ul {
                        @for language in [Language::Chinese, Language::English] {
                            @let (_, code, name) = tongue(language);
                            li lang=(code) {
                                a href=(index_path(language)) hreflang=(code) { (name) }
                                p { (language.pick("有效日期：", "In force on ")) time datetime=(day) { (day) } }
                            }
                        }
                    }
                }
            }
        }
    };
    ("index.html".to_owned(), markup.into_string())
}

const fn heading(language: Language) -> &'static str {
    language.pick("行政处罚裁量规则", "Rules on administrative penalties")
}

/// The list of all documents and items in one language.
pub(super) fn index(site: &Site<'_>, language: Language) -> (String, String) {
    let path = index_path(language);
    let (items, documents) = (site.items().count(), site.chapters.len());
    let summary = match language {
        Language::Chinese => format!("{}有效的{documents}份文件、{items}个事项。", site.day),
        Language::English => {
            format!("{items} items of {documents} documents, in force on {}.", site.day)
        }
    };
    let body = html! {
        header.title {
            h1 { (heading(language)) }
            p.lead { (summary) }
        }
        (search_field(items, language))
        table.items.stack #items {
            caption.unseen { (language.pick("文件与事项", "Documents and items")) }
            (columns(language))
            @for chapter in &site.chapters { (group(chapter, language)) }
        }
    };
    let page = Page {
        counterpart: index_path(other(language)),
        title: heading(language).to_owned(),
        trail: Vec::new(),
        searches: true,
        path,
        body,
        language,
        site,
    };
    page.write()
}

/// The field that the script brings to light; without it there is only the whole list.
fn search_field(items: usize, language: Language) -> Markup {
    let count = match language {
        Language::Chinese => format!("显示{{shown}}项，共{items}项"),
        Language::English => format!("{{shown}} of {items} items shown"),
    };
    html! {
        search #search hidden {
            label for="query" { (language.pick("查找事项、文件、条款", "Find an item, a document, an article")) }
            input #query type="search" autocomplete="off" aria-controls="items";
            p #count role="status" data-count=(count) {}
        }
    }
}

/// The head of a list of items.
pub(super) fn columns(language: Language) -> Markup {
    html! {
        thead {
            tr {
                th scope="col" { (language.pick("编号", "Number")) }
                th scope="col" { (language.pick("违法行为", "Violation")) }
                th scope="col" { (language.pick("处罚依据", "Article")) }
            }
        }
    }
}

fn group(chapter: &Chapter<'_>, language: Language) -> Markup {
    let document = chapter.document;
    let (folder, ..) = tongue(language);
    let inside = |path: String| path.strip_prefix(&format!("{folder}/")).unwrap_or(&path).to_owned();
    html! {
        tbody {
            tr.group {
                th scope="rowgroup" colspan="3" {
                    a href=(inside(document_path(document, language))) { (document.title.get(language)) }
                    span.days {
                        (days(&document.in_force, language))
                        @if document.source.kind == SourceKind::Illustration {
                            (language.pick("；示例，不是法", "; an illustration, not law"))
                        }
                    }
                }
            }
            @for item in &chapter.items { (row(item, &inside(item_path(item, language)), language)) }
        }
    }
}

/// An item in a list.
pub(super) fn row(item: &Arc<Item>, href: &str, language: Language) -> Markup {
    html! {
        tr {
            td.key { code { (key(item)) } }
            th scope="row" { a href=(href) { (item.title.get(language)) } }
            td { (item.basis.get(language)) }
        }
    }
}
