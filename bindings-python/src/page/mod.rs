//! How answers show themselves in a notebook: tables that take their colours from the page that they stand in, so that
//! they can be read on a light ground and on a dark one. Texts are escaped where they are put in.

mod caseload;
mod due;
mod findings;
mod item;
mod outcome;
mod register;
mod reports;
mod score;
mod supervision;
mod surcharge;

pub(crate) use caseload::caseload;
pub(crate) use due::due;
pub(crate) use findings::findings;
pub(crate) use item::item;
pub(crate) use outcome::outcome;
pub(crate) use register::standing;
pub(crate) use reports::{compliance, consistency, index_outcome, payments, screen};
pub(crate) use score::{over_periods, score, score_outcome};
pub(crate) use supervision::{approval, supervision};
pub(crate) use surcharge::surcharge;

use evenhand::Language;
use evenhand::penalty::Document;
use maud::{Markup, PreEscaped, html};

/// Only colours that every ground carries: the page's own for texts and lines, and for lights a dot beside the word.
const STYLE: &str = include_str!("page.css");

fn frame(language: Language, headline: &str, body: &Markup) -> String {
    let page = html! {
        div.evenhand lang=(language.pick("zh", "en")) {
            style { (PreEscaped(STYLE)) }
            p.headline { (headline) }
            (body)
        }
    };
    page.into_string()
}

/// A table with a heading over each column; nothing where it has no rows.
fn table(heads: &[&str], rows: Vec<Vec<Markup>>) -> Markup {
    table_under(&heads.iter().map(|head| text(head)).collect::<Vec<_>>(), rows)
}

/// The same where a long column would break the words of the others.
fn table_of_words(heads: &[&str], rows: Vec<Vec<Markup>>) -> Markup {
    table_under(&heads.iter().map(|head| whole(head)).collect::<Vec<_>>(), rows)
}

fn table_under(heads: &[Markup], rows: Vec<Vec<Markup>>) -> Markup {
    html! {
        @if !rows.is_empty() {
            table {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody { @for row in rows { tr { @for cell in row { td { (cell) } } } } }
            }
        }
    }
}

/// What is called something, line by line; what has nothing to say is left out.
fn sheet(rows: Vec<(&str, Option<Markup>)>) -> Markup {
    html! {
        table.sheet {
            tbody {
                @for (name, value) in rows {
                    @if let Some(value) = value { tr { th scope="row" { (name) } td { (value) } } }
                }
            }
        }
    }
}

fn text(words: &str) -> Markup {
    html! { (words) }
}

/// An office as a table names it: records that tell none have a row of their own.
fn office_name(office: &str, language: Language) -> &str {
    if office.is_empty() { language.pick("未注明", "not told") } else { office }
}

/// A day or an amount, kept in one line.
fn whole(words: &str) -> Markup {
    html! { span.whole { (words) } }
}

/// A list under a heading; nothing where it is empty.
fn list(heading: &str, entries: &[String]) -> Markup {
    html! {
        @if !entries.is_empty() {
            p.heading { (heading) }
            ul { @for entry in entries { li { (entry) } } }
        }
    }
}

/// The version of the rules that was applied.
fn version(id: &str, document: &Document, language: Language) -> Markup {
    let from = match language {
        Language::Chinese => format!("自{}起施行", document.in_force.from),
        Language::English => format!("in force from {}", document.in_force.from),
    };
    html! { p.version { code { (id) } " · " (from) " · sha256 " (document.digest.get(..12).unwrap_or(&document.digest)) } }
}
