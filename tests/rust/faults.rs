//! Why a case has no outcome, in the words of both languages: whoever changes them reads them here.

use std::fmt::Write;

use evenhand::{Facts, Language, RuleBook};

const PACK: &str = r#"
format = 1
id = "xx.town.rules"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2026-01-01 }

[facts]
pieces = { type = "number", range = "[0..1000]", label = { zh = "件数", en = "pieces" } }
value = { type = "number", range = "[0..100000000]", unit = "CNY", decimals = 2, label = { zh = "货值", en = "value of the goods" } }
share = { type = "number", range = "(0..1)", decimals = 1, label = { zh = "份额", en = "share" } }
bad = { type = "boolean", label = { zh = "情节恶劣", en = "bad" } }
grade = { type = "string", values = ["light", "grave"], label = { zh = "程度", en = "grade" } }
day = { type = "date", label = { zh = "日期", en = "day" } }

[penalty.tiers]
title = { zh = "违法", en = "violation" }
basis = "article 1"
tiers = [
  { tier = { zh = "较轻", en = "lighter" }, pieces = "< 10", grade = "light", fine = 100 },
  { pieces = "[5..100)", bad = true, day = '< date("2026-03-01")', fine = "value" },
]

[penalty.large]
title = { zh = "违法", en = "violation" }
basis = "article 2"
fine = "value * pieces ** 12"

[penalty.below]
title = { zh = "违法", en = "violation" }
basis = "article 3"
fine = "if bad then 100 - value else 100"

[penalty.weights]
title = { zh = "违法", en = "violation" }
basis = "article 4"
statutory = "[1000..5000]"
weights = { factors = [{ fact = "pieces", weight = { "< 10" = "0%", "[10..20]" = "50%" } }] }

[penalty.plain]
title = { zh = "违法", en = "violation" }
basis = "article 5"
fine = "50 * pieces"
"#;

#[test]
fn faults_are_told_as_they_were_read() {
    let book = RuleBook::load([("rules.toml", PACK)]).unwrap_or_else(|faults| panic!("{faults}"));
    let cases: [(&str, &[(&str, &str)]); 22] = [
        ("tier", &[]),
        ("unheard-of", &[]),
        ("tiers", &[]),
        ("tiers", &[("pieces", "5")]),
        ("tiers", &[("pieces", "20"), ("bad", "true")]),
        ("tiers", &[("pieces", "20"), ("bad", "false")]),
        (
            "tiers",
            &[("pieces", "7"), ("grade", "light"), ("bad", "true"), ("day", "2026-02-28"), ("value", "1")],
        ),
        ("tiers", &[("peices", "5")]),
        ("tiers", &[("size", "5")]),
        ("tiers", &[("pieces", "5"), ("pieces", "6")]),
        ("tiers", &[("pieces", "five")]),
        ("tiers", &[("pieces", "1001")]),
        ("tiers", &[("pieces", "5.5")]),
        ("tiers", &[("value", "0.001")]),
        ("tiers", &[("bad", "yes")]),
        ("tiers", &[("grade", "lihgt")]),
        ("tiers", &[("grade", "x")]),
        ("tiers", &[("day", "2026-02-30")]),
        ("large", &[("value", "99999999.99"), ("pieces", "999")]),
        ("large", &[("share", "0.55")]),
        ("below", &[("bad", "true"), ("value", "101")]),
        ("weights", &[("pieces", "21")]),
    ];
    let mut told = String::new();
    for (item, given) in cases {
        let facts: Facts = given.iter().copied().collect();
        let rules = book.on("2026-06-01".parse().unwrap());
        let error =
            rules.item(&format!("xx.town.rules/{item}")).and_then(|item| item.assess(&facts)).unwrap_err();
        writeln!(told, "== {item} {given:?}\n{}: {}", error.code(), error.field().unwrap_or("-")).unwrap();
        for language in [Language::English, Language::Chinese] {
            writeln!(told, "{}", error.message(language)).unwrap();
        }
    }
    let early = book.on("2025-12-31".parse().unwrap()).item("xx.town.rules/plain").unwrap_err();
    writeln!(told, "== before it is in force\n{early}\n{}", early.message(Language::Chinese)).unwrap();
    insta::assert_snapshot!(told);
}
