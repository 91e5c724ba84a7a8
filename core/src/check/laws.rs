//! Laws that a document cites in a version that has ended, while the document itself is in force. Part of `dates`.

use std::sync::Arc;

use super::finding::{Finding, FindingCode};
use crate::book::{RuleBook, cited};
use crate::language::Bilingual;
use crate::pack::{LawDeclaration, LawVersion};
use crate::penalty::{Document, Item};
use crate::time::Date;

pub(super) fn check(book: &RuleBook, day: Date, findings: &mut Vec<Finding>) {
    for document in book.on(day).documents() {
        for law in &document.laws {
            findings.extend(ended(book, document, law, day));
        }
    }
}

fn ended(book: &RuleBook, document: &Arc<Document>, law: &LawDeclaration, day: Date) -> Option<Finding> {
    let (until, version_note) = match &law.version {
        LawVersion::Until(until) => (*until, None),
        LawVersion::Of(id) => match book.on(document.in_force.from).document(id) {
            Some(version) => (version.in_force.until?, version.in_force.note.as_ref()),
            None => return Some(unknown(document, law, id)),
        },
    };
    if until >= day {
        return None;
    }
    let keys: Vec<&str> = book
        .on(day)
        .items_of(&document.id)
        .filter(|item| cites(item, &law.name.value))
        .filter_map(|item| Some(item.id.split_once('/')?.1))
        .collect();
    let (title, count) = (&law.title, keys.len());
    let note = law.note.as_ref().or(version_note);
    let zh_note = note.map_or("", |note| note.zh.as_str());
    let en_note = note.map_or_else(String::new, |note| format!(". {}", note.en));
    let zh =
        format!("{}于{until}止，本文件在{day}仍有{count}项引用它：{}。{zh_note}", title.zh, keys.join("、"));
    let items =
        if count == 1 { "1 item still cites".to_owned() } else { format!("{count} items still cite") };
    let en = format!("{} ended on {until}, and on {day} {items} it: {}{en_note}", title.en, keys.join(", "));
    Some(Finding::new(FindingCode::LawEnded, &document.id, zh, en).at(&document.file, law.name.span))
}

fn unknown(document: &Document, law: &LawDeclaration, id: &str) -> Finding {
    let (name, from) = (&law.name.value, document.in_force.from);
    let zh = format!("《{name}》是否仍在施行，未能查明：规则中没有{id}在{from}施行的版本");
    let en = format!(
        "whether {} is still in force was not decided: no version of `{id}` in force on {from} is among the rules",
        law.title.en
    );
    Finding::new(FindingCode::NotDecided, &document.id, zh, en).at(&document.file, law.name.span)
}

/// Whether an article of the law stands behind the item, or behind a part of it.
fn cites(item: &Item, law: &str) -> bool {
    let rows = item.tariff.rows().iter().filter_map(|row| row.basis.as_ref());
    let adjustments = item.adjustments.iter().filter_map(|adjustment| adjustment.basis.as_ref());
    let persons = item.persons.iter().filter_map(|persons| persons.basis.as_ref());
    let mut bases = std::iter::once(&item.basis).chain(rows).chain(adjustments).chain(persons);
    bases.any(|Bilingual { zh, .. }| cited(zh).any(|name| name == law))
}
