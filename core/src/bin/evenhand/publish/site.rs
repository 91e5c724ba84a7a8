//! What is published, and where each page stands.

use std::sync::Arc;

use evenhand::pack::InForce;
use evenhand::penalty::Document;
use evenhand::time::Date;
use evenhand::{BookOn, Item, Language, RuleBook};

/// The rules of one day.
pub(super) struct Site<'a> {
    /// The day.
    pub(super) day: Date,
    /// The rules as they stand on it.
    pub(super) rules: BookOn<'a>,
    /// The documents in force, by id.
    pub(super) chapters: Vec<Chapter<'a>>,
}

/// A document in force, with its items in the order of the file.
pub(super) struct Chapter<'a> {
    /// The document.
    pub(super) document: &'a Arc<Document>,
    /// Its items.
    pub(super) items: Vec<&'a Arc<Item>>,
    /// The days of its other versions.
    pub(super) other_versions: Vec<&'a InForce>,
}

impl<'a> Site<'a> {
    pub(super) fn new(book: &'a RuleBook, day: Date) -> Self {
        let rules = book.on(day);
        let chapters = rules.documents().map(|document| Chapter {
            document,
            items: rules.items_of(&document.id).collect(),
            other_versions: other_versions(book, document),
        });
        Self { day, rules, chapters: chapters.collect() }
    }

    /// The documents to whose items the general rules of a document apply, itself aside.
    pub(super) fn governed_by(&self, document: &Document) -> Vec<&'a Arc<Document>> {
        let documents = self.chapters.iter().map(|chapter| chapter.document);
        let others = documents.filter(|other| other.id != document.id);
        let is_governed = |other: &&'a Arc<Document>| {
            self.rules.governing(other).iter().any(|governing| governing.id == document.id)
        };
        others.filter(is_governed).collect()
    }

    /// Every item that is published.
    pub(super) fn items(&self) -> impl Iterator<Item = &'a Arc<Item>> {
        self.chapters.iter().flat_map(|chapter| chapter.items.iter().copied())
    }
}

fn other_versions<'a>(book: &'a RuleBook, document: &Document) -> Vec<&'a InForce> {
    let versions = book.documents().filter(|other| other.id == document.id);
    versions.map(|version| &version.in_force).filter(|days| days.from != document.in_force.from).collect()
}

/// The folder of a language, and what the language is called in its own words.
pub(super) const fn tongue(language: Language) -> (&'static str, &'static str, &'static str) {
    match language {
        Language::Chinese => ("zh", "zh-CN", "中文"),
        Language::English => ("en", "en", "English"),
    }
}

/// The other language.
pub(super) const fn other(language: Language) -> Language {
    match language {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    }
}

/// The list of all items.
pub(super) fn index_path(language: Language) -> String {
    format!("{}/index.html", tongue(language).0)
}

/// The page of a document.
pub(super) fn document_path(document: &Document, language: Language) -> String {
    format!("{}/{}/index.html", tongue(language).0, document.id)
}

/// The page of an item.
pub(super) fn item_path(item: &Item, language: Language) -> String {
    format!("{}/{}/{}.html", tongue(language).0, item.document.id, file_name(key(item)))
}

/// What stands behind the document in an item's id.
pub(super) fn key(item: &Item) -> &str {
    item.id.split_once('/').map_or(item.id.as_str(), |(_, key)| key)
}

/// A name that no other key has, also where large and small letters are one, that is not hidden, and that does not
/// take the place of the document's own page. Keys have letters, digits, dots and hyphens, so `_` is free to mark.
fn file_name(key: &str) -> String {
    if key == "index" {
        return "index_".to_owned();
    }
    let mut name = String::new();
    for (index, character) in key.chars().enumerate() {
        if character.is_ascii_uppercase() || (index == 0 && character == '.') {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::file_name;

    #[test]
    fn every_key_has_a_file_of_its_own() {
        let keys = ["46-4", "1.1", "A", "a", "aB", "Ab", "index", "Index", ".", "..", ".a", "-a"];
        let names: BTreeSet<String> = keys.iter().map(|key| file_name(key)).collect();
        assert_eq!(names.len(), keys.len(), "{names:?}");
        assert!(names.iter().all(|name| !name.starts_with('.') && name != "index"), "{names:?}");
        assert_eq!((file_name("46-4"), file_name("1.1")), ("46-4".to_owned(), "1.1".to_owned()));
    }
}
