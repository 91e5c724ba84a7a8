//! The bundled packs: what their index says is what they say, and a part of them is as good as all.

use std::collections::BTreeMap;

use evenhand::RuleBook;
use evenhand::pack::read_pack;
use evenhand_rules::PACKS;

#[test]
fn the_index_says_what_the_reader_reads() {
    assert!(!PACKS.is_empty());
    for file in PACKS {
        let pack = read_pack(file.path, file.text.as_bytes()).unwrap();
        assert_eq!(file.document, pack.id.value, "{}", file.path);
        assert_eq!(file.governs, pack.general.governs, "{}", file.path);
    }
}

/// The items of a book by document, each with the digest of its file.
fn items(book: &RuleBook) -> BTreeMap<String, Vec<(String, String)>> {
    let mut items: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for item in book.items() {
        let document = &item.document;
        items.entry(document.id.clone()).or_default().push((item.id.clone(), document.digest.clone()));
    }
    items
}

#[test]
fn a_document_alone_has_all_its_items() {
    let all = items(&RuleBook::bundled().unwrap());
    for (document, wanted) in &all {
        let alone = items(&RuleBook::bundled_documents([document]).unwrap());
        assert_eq!(alone.get(document), Some(wanted), "{document}");
        for other in alone.keys().filter(|other| *other != document) {
            let governs =
                |file: &&evenhand_rules::PackFile| file.document == other && file.concerns(document);
            assert!(PACKS.iter().any(|file| governs(&file)), "{other} is loaded with {document}");
        }
    }
    assert_eq!(items(&RuleBook::bundled_documents(all.keys()).unwrap()), all);
}

#[test]
fn a_document_that_there_is_not_adds_nothing() {
    for id in ["xx.town.stalls", "xx", ""] {
        assert_eq!(RuleBook::bundled_documents([id]).unwrap().items().count(), 0, "{id}");
    }
    assert_eq!(RuleBook::bundled_documents::<&str>([]).unwrap().items().count(), 0);
}

#[test]
fn a_fine_is_open_only_in_the_tiers_in_which_the_law_leaves_it_open() {
    let book = RuleBook::bundled().unwrap();
    let rules = book.on("2024-06-01".parse().unwrap());
    let may = |item: &str, facts: &[(&str, &str)]| {
        let facts = facts.iter().copied().collect();
        rules.item(&format!("cn.guangdong.ecology/{item}")).unwrap().assess(&facts).unwrap().may()
    };
    let report = |corrected| may("8.3", &[("corrected_in_time", corrected), ("cooperated", "true")]);
    assert_eq!((report("true"), report("false")), (true, false));
    for table in ["4.45", "4.46", "4.47", "4.48"] {
        let waste = |late, impact| {
            may(table, &[("refused_to_correct", late), ("offences", "1"), ("major_impact", impact)])
        };
        assert!(waste("false", "false"), "{table}");
        assert!(!waste("false", "true"), "{table}: the table says that the fine is added");
        assert!(!waste("true", "false"), "{table}: once the date has passed, the law says must");
    }
}
