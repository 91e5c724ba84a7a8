//! One case at a terminal: its facts, its fine, its faults.

use crate::{evenhand, evenhand_in};

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
    let assumed: Vec<&str> = outcome["assumptions"]
        .as_array()
        .map(|all| all.iter().filter_map(|one| one["fact"].as_str()).collect())
        .unwrap_or_default();
    assert_eq!(assumed.get(..2), Some(["acted", "refused_to_correct"].as_slice()));
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
        "days",
        "law_of_the_day",
        "limitation",
        "circumstances",
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
        (
            &["cn.dongying.city-appearance/46-44", "area=1"],
            "unknown-item",
            "cn.dongying.city-appearance/46-4",
        ),
        (&["cn.guangdong.ecolgy/4.7"], "unknown-item", "cn.guangdong.ecology/4.7"),
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
        &["list", "--changes", "2026-06-02", "2026-06-01"],
        &["list", "--changes", "2026-06-01"],
        &["list", "--changes", "2026-06-01", "2026-06-31"],
        &["list", "--changes", "2026-06-01", "2026-06-02", "--on", "2026-06-01"],
    ];
    for call in calls {
        assert_eq!(evenhand(call).code, 2, "{call:?}");
    }
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
fn the_schema_of_facts_has_each_fact_of_the_item() {
    let item = "cn.dongying.city-appearance/46-4";
    let answer = evenhand(&["schema", "--facts", item, "--on", "2026-11-21", "--lang", "en"]);
    let schema: serde_json::Value = serde_json::from_str(&answer.output).expect("is JSON");
    assert_eq!(schema["properties"]["area"]["type"], "number");
    assert_eq!(schema["properties"]["area"]["exclusiveMinimum"], 0);
    assert_eq!(schema["properties"]["refused_to_correct"]["type"], "boolean");
    assert_eq!(schema["additionalProperties"], false);
    let unknown = evenhand(&["schema", "--facts", "cn.dongying.city-appearance/99"]);
    assert_eq!(unknown.code, 1);
}
