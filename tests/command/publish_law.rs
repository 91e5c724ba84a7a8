//! The general law on the pages that `evenhand publish` writes, and the working of examples.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot run must fail"
)]

use std::process::Command;

use crate::published::Element;
use crate::published::site::{DAY, bundled, files, folder, pages, publish, resolve, rules};
use evenhand::number::Rational;
use evenhand::penalty::Circumstance;
use evenhand::{Language, RuleBook};

const LANGUAGES: [(&str, Language); 2] = [("zh", Language::Chinese), ("en", Language::English)];

/// A town's own general rules, without an item.
const GENERAL: &str = r#"
format = 1
id = "cn.town.discretion"
title = { zh = "镇裁量规定", en = "Town Discretion Rules" }
source = { kind = "discretion-standard", issuer = "镇", checked = 2026-11-21 }
in-force = { from = 2026-01-01 }
governs = ["cn.town"]
conventions = { parts = { of = "statutory", mitigated = "[0%..30%)", aggravated = "(70%..100%]", without-minimum = { mitigated = "20%" }, basis = { zh = "第三条", en = "article 3" } } }

[facts]
party = { type = "string", values = { individual = { zh = "个人", en = "natural person" }, organisation = { zh = "单位", en = "organisation" } }, label = { zh = "当事人", en = "party" } }
repeated = { type = "boolean", label = { zh = "屡犯", en = "repeated" } }

[circumstance.4]
title = { zh = "屡次违法", en = "repeated violation" }
basis = { zh = "镇规定第四条", en = "town rules, article 4" }
when = "repeated"
effect = "times"
times = "[120%..150%]"
may = true
note = { zh = "一年以内。", en = "Within a year." }

[large-fine]
basis = { zh = "镇规定第五条", en = "town rules, article 5" }
when = "party = \"individual\" and fine >= 5000 or fine >= 50000"
"#;

const STALLS: &str = r#"
format = 1
id = "cn.town.stalls"
title = { zh = "摆摊", en = "Stalls" }
source = { kind = "illustration", issuer = "镇", checked = 2026-11-21 }
in-force = { from = 2026-01-01 }
facts.area = { type = "number", unit = "m2", range = "(0..100000]", decimals = 2 }
facts.goods = { type = "string", values = ["it's fruit; $(rm)", "fish"] }

[penalty.1]
title = { zh = "占道", en = "stall" }
basis = "article 1"
statutory = "[0..2000]"
fine = "if goods = \"fish\" then 100 else min(100 * area, 2000)"
examples = [
  { given = { area = 16.8, goods = "it's fruit; $(rm)" }, fine = 1680, note = { zh = "十六点八乘一百", en = "16.8 times 100" } },
  { given = { area = 20, goods = "fish" }, fine = 100, note = "flat" },
]
"#;

fn links_to(page: &Element, path: &str, target: &str) -> bool {
    page.find("a").into_iter().any(|link| {
        let reference = link.attribute("href").unwrap_or_default();
        !reference.contains(':') && resolve(path, reference.split('#').next().unwrap_or_default()) == target
    })
}

/// Whether a row ends with what a circumstance does; a factor stands with its numbers in percent.
fn tells_effect(row: &str, circumstance: &Circumstance, language: Language) -> bool {
    let Some(times) = circumstance.times else { return row.ends_with(circumstance.effect.name(language)) };
    let percent = |value: Rational| value.multiply(Rational::integer(100)).expect("a small number");
    [times.min, times.max].into_iter().all(|end| row.contains(&format!("{}%", percent(end))))
}

#[test]
fn every_governing_document_has_a_page_with_its_circumstances_and_procedures() {
    let pages = pages(&bundled("law"));
    let book = RuleBook::bundled().expect("the bundled packs are sound");
    let rules = book.on(DAY.parse().expect("a day"));
    let governing: Vec<_> =
        rules.documents().filter(|document| !document.general.governs.is_empty()).collect();
    assert!(!governing.is_empty());
    for document in governing {
        for (folder, language) in LANGUAGES {
            let path = format!("{folder}/{}/index.html", document.id);
            let page = &pages[&path];
            let rows: Vec<String> = page.find("tr").into_iter().map(Element::text).collect();
            for circumstance in &document.general.circumstances {
                let stands = rows.iter().any(|row| {
                    row.starts_with(circumstance.title.get(language))
                        && row.contains(circumstance.basis.get(language))
                        && row.contains(&circumstance.when.text)
                        && tells_effect(row, circumstance, language)
                });
                assert!(stands, "{path}: {}", circumstance.id);
            }
            for fact in &document.general.facts {
                assert!(
                    rows.iter()
                        .any(|row| row.starts_with(fact.label.get(language)) && row.contains(&fact.name))
                );
            }
            for procedure in &document.general.procedures {
                assert!(
                    page.find("h3").iter().any(|heading| heading.text() == procedure.title.get(language))
                );
                for step in &procedure.steps {
                    let limit = step.limit.as_ref().map_or_else(String::new, |limit| limit.text(language));
                    let stands = rows.iter().any(|row| {
                        row.starts_with(step.title.get(language))
                            && row.contains(step.by.name(language))
                            && row.ends_with(&limit)
                    });
                    assert!(stands, "{path}: {}", step.title.en);
                }
            }
            for other in rules.documents().filter(|other| other.id != document.id) {
                let governs = rules.governing(other).iter().any(|governing| governing.id == document.id);
                let target = format!("{folder}/{}/index.html", other.id);
                let above = rules.governing(document).iter().any(|governing| governing.id == other.id);
                assert_eq!(links_to(page, &path, &target), governs || above, "{path}: {}", other.id);
            }
        }
    }
}

#[test]
fn conditions_of_the_general_law_stand_in_words() {
    let pages = pages(&bundled("law-words"));
    for (language, words) in [
        (
            "zh",
            [
                "精神、智力状况为“不能辨认或者不能控制自己的行为”",
                "非“不予处罚”且(",
                "(当事人类型为“公民”且罚款数额 ≤ 200元)或者",
                "“罚款数额较大”或者((“没收违法所得”或者“没收非法财物”)且",
                "5年：涉及公民生命健康安全",
                "自立案之日起90日",
            ],
        ),
        (
            "en",
            [
                "age at the time of the act ≥ 14 years and < 18 years",
                "not “no penalty” and (",
                "(kind of party is “natural person” and the fine ≤ 200 yuan) or ",
                "“a large fine” or ((“confiscation of illegal gains” or ",
                "5 years: life and health of citizens",
                "90 days from the opening of the case",
            ],
        ),
    ] {
        let text = pages[&format!("{language}/cn.administrative-penalty-law/index.html")].text();
        for part in words {
            assert!(text.contains(part), "{part}");
        }
    }
}

#[test]
fn every_item_leads_to_the_documents_that_govern_it() {
    let pages = pages(&bundled("law-items"));
    let book = RuleBook::bundled().expect("the bundled packs are sound");
    let rules = book.on(DAY.parse().expect("a day"));
    let mut governed = 0;
    for item in rules.items() {
        for (folder, language) in LANGUAGES {
            let path = format!("{folder}/{}.html", item.id);
            let page = &pages[&path];
            let rows: Vec<String> = page.find("tr").into_iter().map(Element::text).collect();
            for document in rules.governing(&item.document) {
                let target = format!("{folder}/{}/index.html", document.id);
                assert!(links_to(page, &path, &target), "{path}: {}", document.id);
                for circumstance in &document.general.circumstances {
                    let start = format!(
                        "{}{}{}",
                        circumstance.title.get(language),
                        circumstance.basis.get(language),
                        match (circumstance.may, folder) {
                            (true, "zh") => "可以",
                            (true, _) => "may",
                            (false, "zh") => "应当",
                            (false, _) => "must",
                        },
                    );
                    let stands = rows
                        .iter()
                        .any(|row| row.starts_with(&start) && tells_effect(row, circumstance, language));
                    assert_eq!(stands, circumstance.is_for(&item.id), "{path}: {start}");
                    governed += 1;
                }
            }
        }
    }
    assert!(governed > 1000, "{governed} circumstances were looked at");
}

#[test]
fn the_working_of_every_example_stands_beside_it_in_its_language() {
    let pages = pages(&bundled("law-notes"));
    let book = RuleBook::bundled().expect("the bundled packs are sound");
    let mut notes = 0;
    for item in book.on(DAY.parse().expect("a day")).items() {
        for (folder, language) in LANGUAGES {
            let page = &pages[&format!("{folder}/{}.html", item.id)];
            let tables = page.find("table").into_iter().filter(|table| table.has_class("examples"));
            let rows: Vec<&Element> = tables.flat_map(|table| table.find("tr")).skip(1).collect();
            for (row, example) in rows.iter().zip(&item.examples) {
                let Some(note) = &example.note else { continue };
                let stands = row.find("p").iter().any(|line| line.text() == note.get(language));
                assert!(stands, "{} line {}", item.id, example.line);
                notes += 1;
            }
        }
    }
    assert!(notes > 500, "{notes} workings were looked at");
}

#[test]
fn own_rules_are_published_with_the_general_law_above_them() {
    let own = rules("law-own-rules", &[GENERAL.to_owned(), STALLS.to_owned()]);
    let folder = folder("law-own");
    let (code, printed) = publish(&folder, &["--rules", own.to_str().expect("a plain path"), "--on", DAY]);
    assert_eq!(code, 0, "{printed}");
    let pages = pages(&folder);
    assert!(pages.contains_key("en/cn.administrative-penalty-law/index.html"), "{:?}", files(&folder).keys());
    assert!(
        !pages.contains_key("en/cn.dongying.city-appearance/index.html"),
        "the bundled items are not theirs"
    );
    let list = &pages["en/index.html"];
    assert!(links_to(list, "en/index.html", "en/cn.town.discretion/index.html"), "also without items");

    let general = pages["en/cn.town.discretion/index.html"].text();
    for words in [
        "repeated violationtown rules, article 4Within a year.“repeated”written as repeatedmay120% to 150% of the fine",
        "Parts of the statutory range",
        "mitigated penalty0% to 30% (without 30%)20%",
        "aggravated penalty70% to 100% (without 70%)70% to 100% (without 70%)",
        "(party is “natural person” and the fine ≥ 5,000 yuan) or the fine ≥ 50,000 yuan",
    ] {
        assert!(general.contains(words), "{words}: {general}");
    }

    let path = "en/cn.town.stalls/1.html";
    let item = &pages[path];
    let text = item.text();
    let (town, law) = ("Town Discretion Rules", "Administrative Penalty Law");
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(place(town) < place(law), "the nearer document comes first");
    for words in [
        "repeated violationtown rules, article 4may120% to 150% of the fine",
        "under 14 years old",
        "2 years",
        "the fine ≥ 50,000 yuan",
        "mitigated penalty0% to 30% (without 30%)20%",
    ] {
        let _stands = place(words);
    }
    assert!(!text.contains("open the case"), "the steps are on the page of the law");
    let steps = "../cn.administrative-penalty-law/index.html#procedure-ordinary";
    assert!(item.find("a").iter().any(|link| link.attribute("href") == Some(steps)));

    let zh = pages["zh/cn.town.stalls/1.html"].text();
    assert!(zh.contains("十六点八乘一百") && !zh.contains("16.8 times 100"));
    assert!(text.contains("16.8 times 100") && text.contains("flat") && zh.contains("flat"));
}

/// A shell reads the command of a page as the values that the example has.
#[cfg(unix)]
#[test]
fn a_command_on_a_page_can_be_given_to_a_shell() {
    let own = rules("law-shell-rules", &[STALLS.to_owned()]);
    let folder = folder("law-shell");
    let (code, printed) = publish(&folder, &["--rules", own.to_str().expect("a plain path"), "--on", DAY]);
    assert_eq!(code, 0, "{printed}");
    let pages = pages(&folder);
    let command = pages["en/cn.town.stalls/1.html"].find("pre")[0].text();
    let script = command.replacen("evenhand", "printf '%s\n'", 1);
    let output = Command::new("sh").arg("-c").arg(script).output().expect("a shell");
    let words = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(
        words.lines().collect::<Vec<_>>(),
        ["assess", "cn.town.stalls/1", "area=16.8", "goods=it's fruit; $(rm)", "--on", DAY],
        "{command}"
    );
}
