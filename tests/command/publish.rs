//! The pages that `evenhand publish` writes, read back with an HTML parser.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that cannot run must fail"
)]

use std::fs;

use crate::published::Element;
use crate::published::site::{DAY, bundled, files, folder, pages, publish, resolve, rules};
use evenhand::RuleBook;
use evenhand::penalty::{ExampleCase, Expected};

fn pack(version: &str, title: &str, fine: &str) -> String {
    format!(
        r#"
format = 1
id = "xx.town.stalls"
title = {{ zh = "示例{title}", en = "Example{title}" }}
source = {{ kind = "illustration", issuer = "nobody{title}", checked = 2026-11-21, url = "javascript:alert(1)" }}
in-force = {{ {version} }}
note = {{ zh = "注{title}", en = "note{title}" }}
facts.area = {{ type = "number", unit = "m2", range = "(0..100000]", decimals = 2, label = {{ zh = "面积{title}", en = "area{title}" }} }}

[penalty.1]
title = {{ zh = "占道{title}", en = "stall{title}" }}
basis = "article 1{title}"
statutory = "[0..2000]"
fine = "min(100 * area, 2000)"
also = [{{ measure = "confiscate-goods", what = {{ zh = "货物{title}", en = "goods{title}" }} }}]
examples = [{{ given = {{ area = 16.8 }}, fine = {fine} }}]
"#
    )
}

#[test]
fn every_item_in_force_has_a_page_in_both_languages_and_no_other_has() {
    let folder = bundled("items");
    let pages = pages(&folder);
    let book = RuleBook::bundled().expect("the bundled packs are sound");
    let day = DAY.parse().expect("a day");
    let (in_force, ended): (Vec<_>, Vec<_>) =
        book.items().partition(|item| item.document.in_force.contains(day));
    let stays = |id: &str| in_force.iter().any(|item| item.id == id);
    let gone: Vec<_> = ended.into_iter().filter(|item| !stays(&item.id)).collect();
    assert!(!in_force.is_empty() && !gone.is_empty(), "the day tells items apart");
    for item in &in_force {
        for (language, title) in [("zh", &item.title.zh), ("en", &item.title.en)] {
            let path = format!("{language}/{}.html", item.id);
            let page = pages.get(&path).unwrap_or_else(|| panic!("no {path}"));
            assert_eq!(&page.find("h1")[0].text(), title, "{path}");
            let document = format!("{language}/{}/index.html", item.document.id);
            for list in [format!("{language}/index.html"), document] {
                let listed = pages[&list].find("a").into_iter().any(|link| {
                    link.text() == *title
                        && resolve(&list, link.attribute("href").unwrap_or_default()) == path
                });
                assert!(listed, "{list} leads to {path}");
            }
        }
    }
    for item in gone {
        assert!(!pages.contains_key(&format!("zh/{}.html", item.id)), "{} has ended", item.id);
    }
    let documents = book.on(day).documents().count();
    assert_eq!(pages.len(), 1 + 2 * (1 + documents + in_force.len()));
}

#[test]
fn every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere() {
    let folder = bundled("links");
    let (files, pages) = (files(&folder), pages(&folder));
    for (path, page) in &pages {
        let ids: Vec<&str> = page.all().into_iter().filter_map(|element| element.attribute("id")).collect();
        for element in page.all() {
            let references = ["href", "src"].into_iter().filter_map(|name| element.attribute(name));
            for reference in references {
                if let Some(id) = reference.strip_prefix('#') {
                    assert!(ids.contains(&id), "{path}: {reference}");
                } else if let Some((other, id)) = reference.split_once('#') {
                    let other = resolve(path, other);
                    let marked = pages.get(&other).is_some_and(|page| {
                        page.all().into_iter().any(|element| element.attribute("id") == Some(id))
                    });
                    assert!(marked, "{path}: {reference}");
                } else if reference.contains(':') {
                    assert_eq!((element.name.as_str(), element.attribute("rel")), ("a", Some("external")));
                    assert!(reference.starts_with("http://") || reference.starts_with("https://"), "{path}");
                } else {
                    assert!(files.contains_key(&resolve(path, reference)), "{path}: {reference}");
                }
            }
            let policy =
                element.attributes.iter().all(|(name, _)| name != "style" && !name.starts_with("on"));
            assert!(policy, "{path}: {} with a style or handler of its own", element.name);
        }
        for script in page.find("script") {
            assert!(script.text().is_empty() && script.attribute("src").is_some(), "{path}");
        }
    }
    let style = String::from_utf8(files["style.css"].clone()).expect("UTF-8");
    assert!(!style.contains("url(") && !style.contains("@import"), "the style loads nothing");
}

#[test]
fn pages_can_be_read_by_everybody() {
    for (path, page) in pages(&bundled("readers")) {
        let language = match path.split_once('/') {
            Some(("en", _)) => "en",
            _ => "zh-CN",
        };
        assert_eq!(page.find("html")[0].attribute("lang"), Some(language), "{path}");
        for once in ["title", "h1", "main"] {
            assert_eq!(page.find(once).len(), 1, "{path}: {once}");
        }
        assert!(!page.find("title")[0].text().is_empty(), "{path}");
        for table in page.find("table") {
            assert_eq!(table.find("caption").len(), 1, "{path}: a table without a caption");
            assert!(!table.find("thead").is_empty(), "{path}: a table without a head");
        }
        for head in page.find("th") {
            assert!(head.attribute("scope").is_some(), "{path}: {}", head.text());
        }
        let mut ids: Vec<&str> =
            page.all().into_iter().filter_map(|element| element.attribute("id")).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{path}: an id that stands twice");
        if path != "index.html" {
            assert!(page.text().contains(DAY), "{path} says the day");
            let other = page.find("a").into_iter().find(|link| link.attribute("hreflang").is_some());
            let other = resolve(&path, other.and_then(|link| link.attribute("href")).unwrap_or_default());
            assert_eq!(other.get(2..), path.get(2..), "the other language keeps the page");
            assert_ne!(other, path);
        }
    }
}

#[test]
fn every_example_stands_on_its_page_with_its_fine() {
    let folder = bundled("examples");
    let pages = pages(&folder);
    let book = RuleBook::bundled().expect("the bundled packs are sound");
    let day = DAY.parse().expect("a day");
    let mut fines = 0;
    for item in book.items().filter(|item| item.document.in_force.contains(day)) {
        for language in ["zh", "en"] {
            let page = &pages[&format!("{language}/{}.html", item.id)];
            let tables = page.find("table").into_iter().filter(|table| table.has_class("examples"));
            let rows: Vec<&Element> =
                tables.flat_map(|table| table.find("tbody")).flat_map(|body| body.find("tr")).collect();
            assert_eq!(rows.len(), item.examples.len(), "{}", item.id);
            for (row, example) in rows.iter().zip(&item.examples) {
                let shown = row.find("strong")[0].text();
                match money(example, language) {
                    Some(fine) => assert_eq!(shown, fine, "{} line {}", item.id, example.line),
                    None => assert!(!shown.is_empty() && !shown.contains(|part: char| part.is_ascii_digit())),
                }
                fines += 1;
            }
        }
    }
    assert!(fines > 1000, "{fines} examples were looked at");
}

/// The fine of an example as a page writes it.
fn money(example: &ExampleCase, language: &str) -> Option<String> {
    let Expected::Fine(fine) = example.expected else { return None };
    let digits = |number: String| {
        let (whole, fen) = number.split_once('.').unwrap_or((&number, ""));
        let fen = if fen.is_empty() { String::new() } else { format!(".{fen:0<2}") };
        if language == "zh" {
            return format!("{whole}{fen}");
        }
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        format!("{grouped}{fen}")
    };
    let (low, high) = (digits(fine.min.to_string()), digits(fine.max.to_string()));
    Some(match (language, low == high) {
        ("zh", true) => format!("{low}元"),
        ("zh", false) => format!("{low}元至{high}元"),
        (_, true) => format!("{low} yuan"),
        (_, false) => format!("{low} to {high} yuan"),
    })
}

#[test]
fn a_formula_stands_in_words_and_as_written() {
    let pages = pages(&bundled("formulas"));
    for (language, words) in [
        ("zh", "（100元/平方米 × 占用面积）与2000元中的较小者"),
        ("en", "the smaller of 100 yuan/m² × area occupied and 2,000 yuan"),
    ] {
        let page = &pages[&format!("{language}/cn.dongying.city-appearance/46-4.html")];
        assert!(page.find("span").iter().any(|span| span.text() == words), "{words}");
        assert!(page.find("code").iter().any(|code| code.text().ends_with("min(100 * area, 2000)")));
    }
}

#[test]
fn an_item_tells_who_enforces_it() {
    let pages = pages(&bundled("authority"));
    for (page, authority) in [
        ("zh/cn.shenzhen.city-management/030.html", "绿化主管部门"),
        ("en/cn.shenzhen.city-management/030.html", "the greening authority"),
        ("zh/cn.shenzhen.city-management/001.html", "市、区城市管理和综合执法部门，街道办事处"),
    ] {
        assert!(pages[page].find("dd").iter().any(|entry| entry.text() == authority), "{page}");
    }
}

#[test]
fn text_of_a_pack_stays_text() {
    let title = "<script>alert('1')</script>&amp;</title>";
    let rules = rules("hostile-rules", &[pack("from = 2026-01-01", title, "1680")]);
    let folder = folder("hostile");
    let (code, printed) = publish(&folder, &["--rules", rules.to_str().expect("a plain path"), "--on", DAY]);
    assert_eq!(code, 0, "{printed}");
    let pages = pages(&folder);
    for path in ["zh/xx.town.stalls/1.html", "en/xx.town.stalls/1.html", "zh/xx.town.stalls/index.html"] {
        let page = &pages[path];
        assert!(page.find("script").is_empty(), "{path}");
        assert!(page.find("h1")[0].text().ends_with(title), "{path}");
        let script = page
            .all()
            .into_iter()
            .any(|element| element.attributes.iter().any(|(_, value)| value.starts_with("javascript")));
        assert!(!script, "{path}: an address that is a script");
    }
    let list = &pages["zh/index.html"];
    assert_eq!(list.find("script").len(), 1, "its own");
}

#[test]
fn the_same_rules_and_day_give_the_same_bytes() {
    let (first, second) = (files(&bundled("once")), files(&bundled("twice")));
    assert!(first == second, "two runs differ");
    let folder = bundled("over");
    let (code, printed) = publish(&folder, &["--on", DAY]);
    assert_eq!(code, 0, "{printed}");
    assert!(first == files(&folder), "a second publication leaves something behind or changes something");
}

#[test]
fn other_versions_are_told_of() {
    let rules = rules(
        "versions-rules",
        &[pack("from = 2020-01-01, until = 2025-12-31", "", "1680"), pack("from = 2026-01-01", "", "1680")],
    );
    let folder = folder("versions");
    let rules = rules.to_str().expect("a plain path");
    for (day, own, other) in [
        ("2021-05-05", "2020-01-01 to 2025-12-31", "2026-01-01 onwards"),
        (DAY, "2026-01-01 onwards", "2020-01-01 to 2025-12-31"),
    ] {
        let (code, printed) = publish(&folder, &["--rules", rules, "--on", day]);
        assert_eq!(code, 0, "{printed}");
        let page = pages(&folder).remove("en/xx.town.stalls/1.html").expect("the item's page");
        let text = page.text();
        let told = format!("{own}There are versions of other days: {other}.");
        assert!(text.contains(&told) && text.contains(day), "{text}");
    }
    let (code, printed) = publish(&folder, &["--rules", rules, "--on", "2019-12-31"]);
    assert_eq!(code, 1);
    assert!(printed.contains("no document is in force on 2019-12-31"), "{printed}");
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let folder = folder("foreign");
    fs::write(folder.join("home.html"), "mine").expect("a file");
    let before = files(&folder);
    let (code, printed) = publish(&folder, &["--on", DAY]);
    assert_eq!(code, 2);
    assert!(printed.contains("is not empty and holds no earlier publication"), "{printed}");
    fs::write(folder.join("publication.txt"), "home.html\n").expect("a file");
    assert_eq!(publish(&folder, &["--on", DAY]).0, 2, "a file of the record's name is not a record");
    fs::remove_file(folder.join("publication.txt")).expect("a file");
    assert!(files(&folder) == before);
    let file = folder.join("home.html");
    assert_eq!(publish(&file, &["--on", DAY]).0, 2, "a file is not a folder");
}

#[test]
fn a_new_publication_replaces_the_earlier_one_and_nothing_else() {
    let rules = rules("replace-rules", &[pack("from = 2026-01-01", "", "1680")]);
    let small = ["--rules", rules.to_str().expect("a plain path"), "--on", DAY];
    let around = folder("replace");
    let folder = around.join("site");
    let (code, printed) = publish(&folder, &["--on", DAY]);
    assert_eq!(code, 0, "{printed}");
    fs::write(folder.join("logo.svg"), "mine").expect("a file");
    let beside = around.join("beside.txt");
    fs::write(&beside, "mine").expect("a file");
    let record = folder.join("publication.txt");
    let mut lines = fs::read_to_string(&record).expect("the record");
    lines.push_str(&format!("../beside.txt\n{}\n", beside.display()));
    fs::write(&record, lines).expect("the record");
    let (code, printed) = publish(&folder, &small);
    assert_eq!(code, 0, "{printed}");
    let paths: Vec<String> = files(&folder).into_keys().collect();
    assert_eq!(
        paths,
        [
            "en/index.html",
            "en/xx.town.stalls/1.html",
            "en/xx.town.stalls/index.html",
            "index.html",
            "logo.svg",
            "publication.txt",
            "search.js",
            "style.css",
            "zh/index.html",
            "zh/xx.town.stalls/1.html",
            "zh/xx.town.stalls/index.html",
        ]
    );
    assert!(beside.exists(), "a record does not lead out of the folder");
    assert!(!folder.join("zh/cn.dongying.city-appearance").exists(), "no empty folder stays");
    let own = folder.join("zh/cn.shaanxi.fire");
    fs::create_dir_all(&own).expect("a folder");
    fs::write(own.join("60.html"), "mine").expect("a file");
    let (code, printed) = publish(&folder, &["--on", DAY]);
    assert_eq!(code, 2);
    assert!(printed.contains("60.html is in the way"), "{printed}");
}

#[test]
fn rules_with_a_wrong_example_are_not_published() {
    let rules = rules("wrong-rules", &[pack("from = 2026-01-01", "", "1681")]);
    let folder = folder("wrong");
    let (code, printed) = publish(&folder, &["--rules", rules.to_str().expect("a plain path"), "--on", DAY]);
    assert_eq!(code, 1);
    assert!(printed.contains("expected 1681, found 1680"), "{printed}");
    assert!(files(&folder).is_empty());
}
