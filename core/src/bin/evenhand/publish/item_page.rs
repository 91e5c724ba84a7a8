//! The page of an item, section by section.

use std::sync::Arc;

use evenhand::penalty::{MeasureRule, PersonsRule};
use evenhand::{Item, Language, Phrases};
use maud::{Markup, html};

use super::document_page::{notes, source};
use super::frame::{Page, entry, formula, illustration_warning, section};
use super::site::{Chapter, Site, document_path, index_path, item_path, key, other};
use super::{example_section, fact_section, fine_section, law_section};
use crate::show::call;

/// An item with the language and the words for it: what every section needs.
pub(super) struct View<'a> {
    pub(super) item: &'a Arc<Item>,
    pub(super) language: Language,
    pub(super) say: Phrases<'a>,
}

impl View<'_> {
    /// One of two texts, by language.
    pub(super) const fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.language.pick(zh, en)
    }

    /// An amount or a condition in words, with the formula below as the pack writes it.
    pub(super) fn formula(&self, words: &str, written: &str, facts: usize) -> Markup {
        formula(words, written, facts, self.language)
    }
}

/// The page of an item in one language.
pub(super) fn page(
    site: &Site<'_>,
    chapter: &Chapter<'_>,
    item: &Arc<Item>,
    language: Language,
) -> (String, String) {
    let view = View { item, language, say: Phrases::new(item, language) };
    let path = item_path(item, language);
    let document = chapter.document;
    let body = html! {
        (title(&view))
        dl.entries { (identity(&view, chapter)) }
        (section(view.pick("须查明的事实", "Facts to be established"), fact_section::facts(&view)))
        (section(view.pick("处罚的前提", "Preconditions"), fact_section::preconditions(&view)))
        (section(view.pick("罚款", "Fine"), Some(fine_section::fine(&view))))
        (section(view.pick("其他措施", "Other measures"), measures(&view)))
        (section(view.pick("责任人员", "Persons responsible"), item.persons.as_ref().map(|rule| persons(&view, rule))))
        (section(view.pick("裁量情节和程序", "Circumstances and procedure"), law_section::law(&view, site)))
        (section(view.pick("算例", "Worked examples"), example_section::examples(&view)))
        (section(view.pick("自行计算", "To work out a case"), attempt(&view, site)))
        (section(view.pick("说明", "Notes"), remarks(&view)))
    };
    let page = Page {
        counterpart: item_path(item, other(language)),
        title: format!("{} {}", key(item), item.title.get(language)),
        trail: vec![
            (language.pick("全部规则", "All rules").to_owned(), index_path(language)),
            (document.title.get(language).to_owned(), document_path(document, language)),
        ],
        searches: false,
        path,
        body,
        language,
        site,
    };
    page.write()
}

fn title(view: &View<'_>) -> Markup {
    html! {
        header.title {
            p.eyebrow { code { (view.item.id) } }
            h1 { (view.item.title.get(view.language)) }
            (illustration_warning(&view.item.document, view.language))
        }
    }
}

fn identity(view: &View<'_>, chapter: &Chapter<'_>) -> Markup {
    let item = view.item;
    html! {
        (entry(view.pick("处罚依据", "Article"), &html! { (item.basis.get(view.language)) }))
        (entry(view.pick("文件", "Document"), &html! {
            a href="index.html" { (item.document.title.get(view.language)) }
        }))
        @if let Some(standard) = &item.standard {
            (entry(view.pick("文件中的编号", "Item in it"), &html! { (standard.get(view.language)) }))
        }
        (source(chapter, item.authority.as_ref(), view.language))
    }
}

/// Measures beside the fine; those of a single tier stand with it.
fn measures(view: &View<'_>) -> Option<Markup> {
    let (may, must): (Vec<_>, Vec<_>) = view.item.measures.iter().partition(|rule| rule.may);
    let groups = [(must, "应当", "Must"), (may, "可以", "May")];
    (!view.item.measures.is_empty()).then(|| {
        html! {
            dl.entries {
                @for (rules, zh, en) in &groups {
                    @if !rules.is_empty() {
                        (entry(view.pick(zh, en), &html! {
                            ul.measures { @for rule in rules { li { (measure(view, rule)) } } }
                        }))
                    }
                }
            }
        }
    })
}

/// A measure, and when it is taken.
pub(super) fn measure(view: &View<'_>, rule: &MeasureRule) -> Markup {
    html! {
        (view.say.measure(rule))
        @if let Some(when) = &rule.when {
            (view.pick("（条件：", " (if ")) (view.say.condition(when)) (view.pick("）", ")"))
        }
    }
}

fn persons(view: &View<'_>, rule: &PersonsRule) -> Markup {
    html! {
        dl.entries {
            (entry(view.pick("对象", "Who"), &html! { (rule.title.get(view.language)) }))
            @if let Some(basis) = &rule.basis {
                (entry(view.pick("依据", "Article"), &html! { (basis.get(view.language)) }))
            }
            (entry(view.pick("罚款", "Fine"), &html! {
                @match &rule.fine {
                    Some(fine) => { (view.formula(&view.say.amount(fine), &fine.text, fine.formula.facts.len())) }
                    None => { (view.pick("按档次，见上表", "by tier, as in the table above")) }
                }
            }))
        }
    }
}

/// The command for the first example, which answers as of the day of these pages.
fn attempt(view: &View<'_>, site: &Site<'_>) -> Option<Markup> {
    let call = call(view.item)?;
    Some(html! {
        p { (view.pick("在终端里输入：", "At a terminal:")) }
        pre tabindex="0" { code { (call) " --on " (site.day) } }
    })
}

fn remarks(view: &View<'_>) -> Option<Markup> {
    let own = view.item.note.as_ref().map(|note| note.get(view.language));
    let all: Vec<&str> = own.into_iter().chain(notes(&view.item.document, view.language)).collect();
    (!all.is_empty()).then(|| html! { @for note in all { p { (note) } } })
}
