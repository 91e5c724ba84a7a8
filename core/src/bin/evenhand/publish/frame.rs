//! What all pages have in common: the head, the way back, the other language, the foot.

use evenhand::Language;
use evenhand::pack::{InForce, SourceKind};
use evenhand::penalty::Document;
use maud::{DOCTYPE, Markup, html};

use super::site::{Site, other, tongue};

/// A page before it is framed.
pub(super) struct Page<'a> {
    /// Its path in the folder.
    pub(super) path: String,
    /// The same page in the other language.
    pub(super) counterpart: String,
    /// Its title.
    pub(super) title: String,
    /// What lies above it: words and path.
    pub(super) trail: Vec<(String, String)>,
    /// Whether it loads the search.
    pub(super) searches: bool,
    /// What it says.
    pub(super) body: Markup,
    /// The language.
    pub(super) language: Language,
    /// What is published.
    pub(super) site: &'a Site<'a>,
}

impl Page<'_> {
    /// The path and the bytes.
    pub(super) fn write(self) -> (String, String) {
        let language = self.language;
        let (_, code, _) = tongue(language);
        let (_, other_code, other_name) = tongue(other(language));
        let root = root(&self.path);
        let markup = html! {
            (DOCTYPE)
            html lang=(code) {
                head {
                    (head(&root, &self.title))
                    link rel="alternate" hreflang=(other_code) href={ (root) (self.counterpart) };
                    @if self.searches { script src={ (root) "search.js" } defer {} }
                }
                body {
                    a.skip href="#main" { (language.pick("跳到正文", "Skip to the text")) }
                    header.site {
                        @if !self.trail.is_empty() { (trail(&self, &root)) }
                        a.tongue href={ (root) (self.counterpart) } lang=(other_code) hreflang=(other_code) {
                            (other_name)
                        }
                    }
                    main #main { (self.body) }
                    footer.site { (foot(self.site, language)) }
                }
            }
        };
        (self.path, markup.into_string())
    }
}

fn trail(page: &Page<'_>, root: &str) -> Markup {
    html! {
        nav.trail aria-label=(page.language.pick("所在位置", "You are here")) {
            ol {
                @for (words, path) in &page.trail {
                    li { a href={ (root) (path) } { (words) } }
                }
                li aria-current="page" { (page.title) }
            }
        }
    }
}

/// What stands in every head.
pub(super) fn head(root: &str, title: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        title { (title) }
        link rel="stylesheet" href={ (root) "style.css" };
    }
}

/// The way from a page to the folder.
fn root(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

fn foot(site: &Site<'_>, language: Language) -> Markup {
    let day = site.day;
    html! {
        p {
            (language.pick("本页所载为", "These are the rules in force on "))
            time datetime=(day) { (day) }
            (language.pick(
                "有效的规则；其他日期可能适用其他规则。",
                ". Another day may have other rules.",
            ))
        }
        p {
            (language.pick(
                "规则由公布的文件编码而成，以文件原文为准。",
                "They were encoded from the published documents, whose own text prevails.",
            ))
        }
    }
}

/// `2023-12-15 至 2028-12-14`
pub(super) fn days(in_force: &InForce, language: Language) -> Markup {
    html! {
        time datetime=(in_force.from) { (in_force.from) }
        @match in_force.until {
            Some(until) => { (language.pick(" 至 ", " to ")) time datetime=(until) { (until) } }
            None => { (language.pick(" 起", " onwards")) }
        }
    }
}

/// Words that the pack gives in Chinese only.
pub(super) fn in_chinese(words: &str, language: Language) -> Markup {
    html! {
        @match language {
            Language::Chinese => { (words) }
            Language::English => { span lang="zh-CN" { (words) } }
        }
    }
}

/// A warning that no authority has published the rules, where that is so.
pub(super) fn illustration_warning(document: &Document, language: Language) -> Markup {
    html! {
        @if document.source.kind == SourceKind::Illustration {
            p.warning {
                strong { (language.pick("示例，不是法。", "An illustration, not law. ")) }
                (language.pick(
                    "本规则未经任何机关公布，不得作为处罚依据。",
                    "No authority has published this rule, and no penalty can rest on it.",
                ))
            }
        }
    }
}

/// A section with its heading; none where there is nothing to say.
pub(super) fn section(heading: &str, body: Option<Markup>) -> Markup {
    html! {
        @if let Some(body) = body {
            section { h2 { (heading) } (body) }
        }
    }
}

/// A formula in words, and below as the pack writes it where it names facts.
pub(super) fn formula(words: &str, written: &str, facts: usize, language: Language) -> Markup {
    html! {
        span.formula { (words) }
        @if facts > 0 {
            code.written { span.unseen { (language.pick("写作", "written as ")) } (written) }
        }
    }
}

/// A name and what stands for it, as a row of a description list.
pub(super) fn entry(name: &str, value: &Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}
