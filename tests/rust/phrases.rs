//! Formulas and conditions in the words of both languages, as a page or a table shows them.
#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot run must fail")]

use evenhand::penalty::Tariff;
use evenhand::{Language, Phrases, RuleBook};

const FACTS: &str = r#"
area = { type = "number", unit = "m2", range = "[0..100000]", decimals = 2, label = { zh = "占用面积", en = "area occupied" } }
gains = { type = "number", unit = "CNY", range = "[0..10000000]", label = { zh = "违法所得", en = "illegal gains" } }
grave = { type = "boolean", label = { zh = "后果严重", en = "grave effect" } }
corrected = { type = "boolean", label = { zh = "及时改正", en = "corrected in time" } }
subject = { type = "string", values = { person = { zh = "个人", en = "individual" }, firm = { zh = "单位", en = "organization" } }, label = { zh = "违法主体", en = "offender" } }
due = { type = "date", label = { zh = "到期日", en = "day due" } }
done = { type = "date", label = { zh = "完成日", en = "day done" } }
"#;

/// The one item of a pack in which these lines stand.
fn words(lines: &str, pick: impl Fn(&evenhand::Item, Phrases<'_>) -> String) -> (String, String) {
    let pack = format!(
        r#"
format = 1
id = "xx.town.words"
title = {{ zh = "示例", en = "Example" }}
source = {{ kind = "illustration", issuer = "nobody", checked = 2026-11-21 }}
in-force = {{ from = 2026-01-01 }}
[facts]{FACTS}
[penalty.1]
title = {{ zh = "违法", en = "violation" }}
basis = "article 1"
{lines}
"#
    );
    let book = RuleBook::load([("words.toml", pack)]).unwrap_or_else(|faults| panic!("{faults}"));
    let item = book.items().next().expect("one item");
    (pick(item, Phrases::new(item, Language::Chinese)), pick(item, Phrases::new(item, Language::English)))
}

fn amount(fine: &str) -> (String, String) {
    words(&format!("fine = '{fine}'"), |item, say| match &item.tariff {
        Tariff::Amount(fine) => say.amount(fine),
        other => panic!("{other:?}"),
    })
}

fn condition(when: &str) -> (String, String) {
    let line = format!(
        "statutory = \"[1..2]\"\nfine = 1\nadjust = [{{ title = {{ zh = \"甲\", en = \"a\" }}, when = '{when}', times = 2 }}]"
    );
    words(&line, |item, say| {
        let rule = item.adjustments.first().and_then(|rule| rule.when.as_ref());
        rule.map_or_else(String::new, |when| say.condition(when))
    })
}

#[test]
fn an_amount_names_its_facts_and_gives_numbers_their_units() {
    for (fine, zh, en) in [
        ("100 * area", "100元/平方米 × 占用面积", "100 yuan/m² × area occupied"),
        (
            "min(100 * area, 2000)",
            "（100元/平方米 × 占用面积）与2000元中的较小者",
            "the smaller of 100 yuan/m² × area occupied and 2,000 yuan",
        ),
        ("[1000..5000]", "1000元至5000元", "1,000 to 5,000 yuan"),
        (
            "[gains..5 * gains]",
            "最低为违法所得，最高为5 × 违法所得",
            "at least illegal gains, and at most 5 × illegal gains",
        ),
        (
            "if gains >= 100000 then [gains..5 * gains] else [10000..100000]",
            "若违法所得 ≥ 100000元，最低为违法所得，最高为5 × 违法所得；否则为10000元至100000元",
            "if illegal gains ≥ 100,000 yuan: at least illegal gains, and at most 5 × illegal gains; otherwise 10,000 to 100,000 yuan",
        ),
        (
            "if grave then 5 * gains else if corrected then 100 else [gains..gains]",
            "若“后果严重”，为5 × 违法所得；否则若“及时改正”，为100元；否则为违法所得",
            "if “grave effect”: 5 × illegal gains; otherwise if “corrected in time”: 100 yuan; otherwise illegal gains",
        ),
        (
            "2 * ((if grave then 3 else 1) * gains)",
            "2 × ((若“后果严重”，3；否则1) × 违法所得)",
            "2 × ((if “grave effect”: 3; otherwise 1) × illegal gains)",
        ),
        (
            "gains * (duration(\"P6M\") / duration(\"P1M\"))",
            "违法所得 × (6个月 ÷ 1个月)",
            "illegal gains × (6 months ÷ 1 month)",
        ),
        (
            "gains * 0.05% * max((done - due) / duration(\"P1D\"), 0)",
            "违法所得 × 0.05% × (（自到期日至完成日的日数 ÷ 1日）与0中的较大者)",
            "illegal gains × 0.05% × (the greater of the days from day due to day done ÷ 1 day and 0)",
        ),
    ] {
        assert_eq!(amount(fine), (zh.to_owned(), en.to_owned()), "{fine}");
    }
}

#[test]
fn a_condition_names_its_facts_and_their_values() {
    for (when, zh, en) in [
        ("gains > 0", "违法所得 > 0元", "illegal gains > 0 yuan"),
        ("gains != 10", "违法所得 ≠ 10元", "illegal gains ≠ 10 yuan"),
        ("grave", "“后果严重”", "“grave effect”"),
        (
            "grave or not(corrected)",
            "“后果严重”或者非“及时改正”",
            "“grave effect” or not “corrected in time”",
        ),
        (
            "grave and (corrected or gains <= 5)",
            "“后果严重”且(“及时改正”或者违法所得 ≤ 5元)",
            "“grave effect” and (“corrected in time” or illegal gains ≤ 5 yuan)",
        ),
        ("subject = \"firm\"", "违法主体为“单位”", "offender is “organization”"),
        ("subject != \"firm\"", "违法主体不为“单位”", "offender is not “organization”"),
        ("\"firm\" = subject", "“单位”为违法主体", "“organization” is offender"),
        (
            "subject in (\"firm\", \"person\")",
            "违法主体为“单位”或者“个人”",
            "offender is “organization” or “individual”",
        ),
        ("area in (1..3]", "占用面积 > 1平方米且 ≤ 3平方米", "area occupied > 1 m² and ≤ 3 m²"),
        (
            "area in ([1..3), 9) and grave",
            "(占用面积 (≥ 1平方米且 < 3平方米)或者 = 9平方米)且“后果严重”",
            "(area occupied (≥ 1 m² and < 3 m²) or = 9 m²) and “grave effect”",
        ),
        (
            "area in (1..3] and grave",
            "(占用面积 > 1平方米且 ≤ 3平方米)且“后果严重”",
            "(area occupied > 1 m² and ≤ 3 m²) and “grave effect”",
        ),
        (
            "area in (> 3) and grave",
            "占用面积 > 3平方米且“后果严重”",
            "area occupied > 3 m² and “grave effect”",
        ),
        ("done > due + duration(\"P6M\")", "完成日 > 到期日 + 6个月", "day done > day due + 6 months"),
        ("done > due + duration(\"P1Y\")", "完成日 > 到期日 + 1年", "day done > day due + 1 year"),
        (
            "done - due >= duration(\"P10D\")",
            "自到期日至完成日的日数 ≥ 10日",
            "the days from day due to day done ≥ 10 days",
        ),
        ("done < date(\"2026-02-03\")", "完成日 < 2026-02-03", "day done < 2026-02-03"),
    ] {
        assert_eq!(condition(when), (zh.to_owned(), en.to_owned()), "{when}");
    }
}

#[test]
fn the_base_of_weights_names_its_facts() {
    let lines = "base = '3 * gains'\nweights = { factors = [{ fact = \"grave\", weight = { true = \"10%\", false = \"0%\" } }] }";
    let base = words(lines, |item, say| match &item.tariff {
        Tariff::Weights(table) => say.number(table.base.as_ref().expect("a base")),
        other => panic!("{other:?}"),
    });
    assert_eq!(base, ("3 × 违法所得".to_owned(), "3 × illegal gains".to_owned()));
}

#[test]
fn nested_tests_do_not_double_the_text_with_every_level() {
    let mut formula = "gains".to_owned();
    for _ in 0..24 {
        formula = format!("(if {formula} in [1..2] then 1 else gains)");
    }
    let (zh, en) = amount(&formula);
    assert!(formula.len() < 1000 && zh.len() < 5000 && en.len() < 5000, "{} and {}", zh.len(), en.len());
}

#[test]
fn a_chain_is_written_without_the_parentheses_of_the_parser() {
    for (when, zh, en) in [
        (
            "grave or corrected or gains > 1",
            "“后果严重”或者“及时改正”或者违法所得 > 1元",
            "“grave effect” or “corrected in time” or illegal gains > 1 yuan",
        ),
        (
            "grave and (corrected and gains > 1)",
            "“后果严重”且“及时改正”且违法所得 > 1元",
            "“grave effect” and “corrected in time” and illegal gains > 1 yuan",
        ),
        (
            "grave or corrected and gains > 1",
            "“后果严重”或者(“及时改正”且违法所得 > 1元)",
            "“grave effect” or (“corrected in time” and illegal gains > 1 yuan)",
        ),
        (
            "(grave or corrected) and gains > 1",
            "(“后果严重”或者“及时改正”)且违法所得 > 1元",
            "(“grave effect” or “corrected in time”) and illegal gains > 1 yuan",
        ),
        (
            "subject in (\"person\", \"firm\") or grave",
            "(违法主体为“个人”或者“单位”)或者“后果严重”",
            "(offender is “individual” or “organization”) or “grave effect”",
        ),
    ] {
        assert_eq!(condition(when), (zh.to_owned(), en.to_owned()), "{when}");
    }
}
