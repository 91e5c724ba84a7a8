//! The `evenhand` command as a person at a terminal meets it.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot run must fail"
)]

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs, process};

struct Answer {
    code: i32,
    output: String,
    complaint: String,
}

fn evenhand(arguments: &[&str]) -> Answer {
    evenhand_in(arguments, "C")
}

fn evenhand_in(arguments: &[&str], locale: &str) -> Answer {
    let output = Command::new(env!("CARGO_BIN_EXE_evenhand"))
        .args(arguments)
        .env("LC_ALL", locale)
        .output()
        .expect("the command runs");
    Answer {
        code: output.status.code().unwrap_or(-1),
        output: String::from_utf8(output.stdout).expect("output is UTF-8"),
        complaint: String::from_utf8(output.stderr).expect("complaints are UTF-8"),
    }
}

/// A file in a folder that only this test run has.
fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = env::temp_dir().join(format!("evenhand-{}", process::id()));
    fs::create_dir_all(&folder).expect("a temporary folder");
    let path = folder.join(name);
    fs::write(&path, bytes).expect("a temporary file");
    path
}

const PACK: &str = r#"
format = 1
id = "xx.town.stalls"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2026-01-01, until = 2026-06-30 }
facts.area = { type = "number", unit = "m2", range = "(0..100000]", decimals = 2 }

[penalty.1]
title = { zh = "占道经营", en = "stall on the pavement" }
basis = "article 1"
statutory = "[0..2000]"
fine = "min(100 * area, 2000)"
examples = [{ given = { area = 16.8 }, fine = 1680 }]
"#;

#[test]
fn assess_prints_the_fine_and_its_reason() {
    let answer = evenhand(&["assess", "cn.dongying.city-appearance/46-4", "area=16.8"]);
    assert_eq!(answer.code, 0, "{}", answer.complaint);
    assert!(answer.output.starts_with("Fine: 1,680 yuan\n"), "{}", answer.output);
    assert!(answer.output.contains("article 46(4)") && answer.output.contains("100 yuan/m² × 16.8 m²"));
}

#[test]
fn assess_speaks_the_language_of_the_locale_unless_told() {
    let stall = ["assess", "cn.dongying.city-appearance/46-4", "area=16.8"];
    assert!(evenhand_in(&stall, "zh_CN.UTF-8").output.starts_with("罚款：1680元\n"));
    let told = [&stall[..], &["--lang", "zh"]].concat();
    assert!(evenhand(&told).output.contains("第四十六条第四项"));
}

#[test]
fn assess_prints_json_with_amounts_as_strings_the_same_on_every_run() {
    let arguments = ["assess", "cn.dongying.city-appearance/46-4", "area=16.8", "--json"];
    let first = evenhand(&arguments);
    let outcome: serde_json::Value = serde_json::from_str(&first.output).expect("JSON");
    assert_eq!(outcome["fine"]["min"], "1680");
    assert_eq!(outcome["fine"]["currency"], "CNY");
    assert_eq!(outcome["assumptions"][0]["fact"], "refused_to_correct");
    let keys = [
        "item",
        "version",
        "basis",
        "facts",
        "outcome",
        "may",
        "tier",
        "fine",
        "statutory",
        "persons",
        "adjustments",
        "measures",
        "procedure",
        "assumptions",
        "warnings",
        "trace",
        "explanation",
    ];
    let place = |key: &&str| first.output.find(&format!("\n  \"{key}\": ")).expect(key);
    let places: Vec<_> = keys.iter().map(place).collect();
    assert!(places.is_sorted(), "the order of the keys is fixed");
    assert_eq!(first.output, evenhand(&arguments).output);
}

#[test]
fn the_facts_are_at_fault() {
    let cases: &[(&[&str], &str, &str)] = &[
        (&["cn.dongying.city-appearance/46-4"], "missing-fact", "`area`"),
        (&["cn.dongying.city-appearance/46-4", "aera=3"], "unknown-fact", "did you mean `area`?"),
        (&["cn.dongying.city-appearance/46-4", "area=1e3"], "wrong-type", "`e` at character 2"),
        (&["cn.dongying.city-appearance/46-4", "area=16,8"], "wrong-type", "`,` at character 3"),
        (&["cn.dongying.city-appearance/46-4", "area="], "wrong-type", "found nothing"),
        (&["cn.dongying.city-appearance/46-4", "area=0"], "out-of-range", "(0..100000]"),
        (&["cn.dongying.city-appearance/46-4", "area=1.005"], "too-many-decimals", "at most 2 decimals"),
        (&["cn.dongying.city-appearance/46-4", "area=1", "area=2"], "duplicate-fact", "twice"),
        (
            &["cn.dongying.city-appearance/46-4", "area=1", "refused_to_correct=yes"],
            "wrong-type",
            "true or false",
        ),
        (&["cn.dongying.city-apearance/46-4", "area=1"], "unknown-item", "cn.dongying.city-appearance/46-4"),
        (&["cn.shaanxi.fire/60", "severity=ordinery"], "unknown-value", "did you mean `ordinary`?"),
    ];
    for (arguments, code, words) in cases {
        let arguments = [&["assess"], *arguments].concat();
        let answer = evenhand(&arguments);
        assert_eq!(answer.code, 1, "{arguments:?}");
        assert!(answer.output.is_empty(), "{arguments:?}: {}", answer.output);
        assert!(
            answer.complaint.starts_with(&format!("error[{code}]")),
            "{arguments:?}: {}",
            answer.complaint
        );
        assert!(answer.complaint.contains(words), "{arguments:?}: {}", answer.complaint);

        let json = evenhand(&[&arguments[..], &["--json"]].concat());
        let error: serde_json::Value = serde_json::from_str(&json.output).expect("JSON");
        assert_eq!((json.code, error["error"]["code"].as_str()), (1, Some(*code)), "{arguments:?}");
    }
}

#[test]
fn the_call_is_at_fault() {
    let calls: &[&[&str]] = &[
        &[],
        &["asses"],
        &["assess"],
        &["assess", "cn.dongying.city-appearance/46-4", "16.8"],
        &["assess", "cn.dongying.city-appearance/46-4", "area=16.8", "--on", "2026-02-30"],
        &["assess", "cn.dongying.city-appearance/46-4", "area=16.8", "--lang", "fr"],
        &["list", "--rules", "/no/such/folder"],
    ];
    for call in calls {
        assert_eq!(evenhand(call).code, 2, "{call:?}");
    }
}

#[test]
fn own_rules_take_the_place_of_the_bundled_ones() {
    let path = file("own.toml", PACK.as_bytes());
    let path = path.to_str().expect("a plain path");
    let on = |day: &str| evenhand(&["assess", "xx.town.stalls/1", "area=16.8", "--rules", path, "--on", day]);
    assert!(on("2026-06-30").output.starts_with("Fine: 1,680 yuan"));
    let late = on("2026-07-01");
    assert_eq!(late.code, 1);
    assert!(late.complaint.contains("in force from 2026-01-01 to 2026-06-30"), "{}", late.complaint);
    let list = evenhand(&["list", "--rules", path, "--on", "2026-03-01"]);
    assert!(list.output.contains("xx.town.stalls/1") && !list.output.contains("cn.dongying"));
}

#[test]
fn faulty_rules_are_shown_with_their_lines() {
    let faulty = PACK.replace("100 * area", "100 * aera").replace("basis", "bases");
    let path = file("faulty.toml", faulty.as_bytes());
    let answer = evenhand(&["test", path.to_str().expect("a plain path")]);
    assert_eq!(answer.code, 1);
    assert!(answer.complaint.contains("did you mean `basis`?"), "{}", answer.complaint);
    let not_text = file("latin.toml", b"format = 1\ntitle = \"\xe9\"\n");
    let answer = evenhand(&["list", "--rules", not_text.to_str().expect("a plain path")]);
    assert_eq!(answer.code, 1);
    assert!(answer.complaint.contains("line 2 is not UTF-8"), "{}", answer.complaint);
}

#[test]
fn test_runs_every_example_and_tells_which_fail() {
    let bundled = evenhand(&["test"]);
    assert_eq!(bundled.code, 0, "{}", bundled.output);
    assert!(bundled.output.trim_end().ends_with(" passed, 0 failed"), "{}", bundled.output);
    let wrong = file("wrong.toml", PACK.replace("fine = 1680", "fine = 1681").as_bytes());
    let answer = evenhand(&["test", wrong.to_str().expect("a plain path")]);
    assert_eq!(answer.code, 1);
    assert!(answer.output.contains("fine: expected 1681, found 1680"), "{}", answer.output);
    assert!(answer.output.contains("0 passed, 1 failed"), "{}", answer.output);
}

#[test]
fn show_tells_facts_ranges_tiers_and_articles() {
    let answer = evenhand(&["show", "cn.hangzhou.shop-display/1"]);
    assert_eq!(answer.code, 0);
    for words in [
        "area",
        "(0..100000] m²",
        "185 yuan/m² × area occupied",
        "more than 1 m²",
        "50 to 2,000 yuan",
        "illustration",
    ] {
        assert!(answer.output.contains(words), "{words}: {}", answer.output);
    }
    assert_eq!(evenhand(&["show", "cn.hangzhou.shop-display/2"]).code, 1);
}

#[test]
fn eval_prints_exact_values() {
    let cases: &[(&[&str], &str)] = &[
        (&["1/3 + 1/8 + 1/24"], "0.5\n"),
        (&["1/3"], "1/3\n"),
        (&["min(100 * area, 2000)", "area=16.8"], "1680\n"),
        (&["-2 ** 2"], "4\n"),
        (&["document = \"报告书\"", "document=报告书"], "true\n"),
        (&["date(\"2025-08-31\") + duration(\"P6M\")"], "2026-02-28\n"),
    ];
    for (arguments, value) in cases {
        let answer = evenhand(&[&["eval"], *arguments].concat());
        assert_eq!((answer.code, answer.output.as_str()), (0, *value), "{arguments:?}: {}", answer.complaint);
    }
    let answer = evenhand(&["eval", "100 * aera", "area=3"]);
    assert_eq!(answer.code, 1);
    assert!(
        answer.complaint.contains("unknown fact `aera`") && answer.complaint.contains("did you mean `area`?")
    );
    let hostile = "(".repeat(100_000);
    assert_eq!(evenhand(&["eval", &hostile]).code, 1);
}

#[test]
fn schema_is_json() {
    let answer = evenhand(&["schema"]);
    assert!(serde_json::from_str::<serde_json::Value>(&answer.output).is_ok());
}
