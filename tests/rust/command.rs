//! The `evenhand` command as a person at a terminal meets it.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot run must fail"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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

/// A file among what cargo builds, where the next run finds and replaces it.
fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command");
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
fn list_prints_the_powers_in_force_as_json() {
    let arguments = ["list", "--json", "--on", "2026-06-01"];
    let answer = evenhand(&arguments);
    let list: serde_json::Value = serde_json::from_str(&answer.output).expect("JSON");
    assert_eq!(list["on"], "2026-06-01");
    let powers = list["powers"].as_array().expect("a list");
    let page = evenhand(&["list", "--on", "2026-06-01"]).output;
    assert!(page.contains(&format!("{} items in force on 2026-06-01", powers.len())), "{page}");
    let find = |id: &str| powers.iter().find(|power| power["id"] == id).expect(id);
    let stall = find("cn.dongying.city-appearance/46-4");
    assert_eq!(stall["kind"], "penalty");
    assert_eq!(stall["penalties"], serde_json::json!([{ "penalty": "fine", "may": false }]));
    assert_eq!(stall["document"]["id"], "cn.dongying.city-appearance");
    assert_eq!(stall["basis"]["zh"], "第四十六条第四项");
    assert_eq!(stall["in_force"]["until"], serde_json::Value::Null);
    assert_eq!(stall["illustration"], false);
    let authority = |id: &str| find(id)["authority"]["zh"].as_str();
    let city = "市、区城市管理和综合执法部门，街道办事处";
    assert_eq!(authority("cn.shenzhen.city-management/001"), Some(city), "that of the document");
    assert_eq!(authority("cn.shenzhen.city-management/030"), Some("绿化主管部门"), "the item's own");
    let shop = find("cn.hangzhou.shop-display/1");
    assert_eq!(shop["illustration"], true);
    assert_eq!(shop["statutory"], serde_json::json!(["[50..2000]"]));
    let keys = [
        "id",
        "kind",
        "penalties",
        "title",
        "authority",
        "issuer",
        "document",
        "basis",
        "standard",
        "statutory",
        "in_force",
        "illustration",
    ];
    let place = |key: &&str| answer.output.find(&format!("\n      \"{key}\": ")).expect(key);
    let places: Vec<_> = keys.iter().map(place).collect();
    assert!(places.is_sorted(), "the order of the keys is fixed");
    assert_eq!(answer.output, evenhand(&arguments).output);
}

/// Two versions of the stalls in a folder: the later one renumbers, merges, changes, adds and cancels.
fn two_versions() -> PathBuf {
    let item = |key: &str, rest: &str| {
        format!(
            "[penalty.{key}]\ntitle = {{ zh = \"违法{key}\", en = \"violation {key}\" }}\nbasis = \"第{key}条\"\n{rest}\n"
        )
    };
    let head = |authority: &str, days: &str| {
        format!(
            "format = 1\nid = \"xx.town.stalls\"\ntitle = {{ zh = \"示例\", en = \"Example\" }}\n{authority}\n\
             source = {{ kind = \"illustration\", issuer = \"nobody\", checked = 2026-11-21 }}\nin-force = {{ {days} }}\n"
        )
    };
    let old = [head("", "from = 2025-01-01, until = 2025-12-31")]
        .into_iter()
        .chain((1..=7).map(|key| item(&key.to_string(), "fine = 100")));
    let new = [
        head("authority = { zh = \"甲局\", en = \"bureau A\" }", "from = 2026-01-01"),
        item("1", "fine = 200\nalso = [\"warning\"]"),
        item("12", "fine = 100\nreplaces = [\"2\"]"),
        item("13", "fine = 100\nreplaces = [\"3\", \"4\"]"),
        item("14", "fine = 100"),
        "[cancelled]\n5 = { title = { zh = \"违法5\", en = \"violation 5\" }, lawful = true, basis = { zh = \"第二十条\", en = \"article 20\" } }\n\
         6 = { title = { zh = \"违法6\", en = \"violation 6\" }, lawful = false, note = { zh = \"见他法\", en = \"see another law\" } }\n"
            .to_owned(),
    ];
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command-versions");
    fs::create_dir_all(&folder).expect("a temporary folder");
    fs::write(folder.join("old.toml"), old.collect::<String>()).expect("a temporary file");
    fs::write(folder.join("new.toml"), new.concat()).expect("a temporary file");
    folder
}

#[test]
fn list_tells_what_changed_between_two_days() {
    let folder = two_versions();
    let folder = folder.to_str().expect("a plain path");
    let list = |from: &str, to: &str, more: &[&str]| {
        let answer = evenhand(&[&["list", "--changes", from, to, "--rules", folder], more].concat());
        assert_eq!(answer.code, 0, "{}", answer.complaint);
        answer.output
    };
    let row = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let rows = |text: &str| text.lines().map(row).collect::<Vec<_>>();
    let english = rows(&list("2025-06-01", "2026-06-01", &[]));
    let expected = [
        "CHANGE ITEM VIOLATION DETAILS",
        "changed xx.town.stalls/1 violation 1 amount, measures",
        "renumbered xx.town.stalls/2 violation 12 and changed: title, basis",
        "→ xx.town.stalls/12",
        "merged xx.town.stalls/3 violation 13",
        "xx.town.stalls/4",
        "→ xx.town.stalls/13",
        "added xx.town.stalls/14 violation 14 from 2026-01-01",
        "cancelled xx.town.stalls/5 violation 5 no longer a violation (from 2026-01-01, article 20)",
        "cancelled xx.town.stalls/6 violation 6 still a violation, under other law (from 2026-01-01)",
        "cancelled xx.town.stalls/7 violation 7 not in the version of 2026-01-01, which gives no reason",
        "",
        "7 changes from 2025-06-01 to 2026-06-01: 1 added, 1 changed, 1 renumbered, 1 merged, 3 cancelled",
    ];
    assert_eq!(english, expected);
    let chinese = rows(&list("2025-06-01", "2026-06-01", &["--lang", "zh"]));
    for line in [
        "调整 xx.town.stalls/1 违法1 罚款额、其他措施",
        "取消 xx.town.stalls/5 违法5 不再违法（自2026-01-01起，第二十条）",
        "2025-06-01至2026-06-01变动7项：新增1，调整1，变更编号1，合并1，取消3",
    ] {
        assert!(chinese.contains(&line.to_owned()), "{line}: {chinese:#?}");
    }
    assert_eq!(list("2026-01-01", "2026-06-01", &[]), "no changes from 2026-01-01 to 2026-06-01\n");
    assert!(list("2024-06-01", "2025-06-01", &[]).contains("7 changes"), "all are new");

    let json = list("2025-06-01", "2026-06-01", &["--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["from"], &json["to"]), (&"2025-06-01".into(), &"2026-06-01".into()));
    let change = |index: usize| &json["changes"][index];
    let kinds: Vec<_> = (0..7).map(|index| change(index)["change"].as_str().expect("a word")).collect();
    assert_eq!(kinds, ["changed", "renumbered", "merged", "added", "cancelled", "cancelled", "cancelled"]);
    assert_eq!(change(0)["differs_in"], serde_json::json!(["amount", "measures"]));
    assert_eq!(change(0)["after"][0]["authority"]["en"], "bureau A");
    assert_eq!(change(2)["before"].as_array().map(Vec::len), Some(2));
    assert_eq!(change(2)["after"][0]["id"], "xx.town.stalls/13");
    assert_eq!(change(3)["before"], serde_json::json!([]));
    assert_eq!(change(3)["ending"], serde_json::Value::Null);
    let reason = |index: usize| (&change(index)["ending"]["reason"], &change(index)["ending"]["lawful"]);
    assert_eq!(reason(4), (&"cancelled".into(), &true.into()));
    assert_eq!(reason(5), (&"cancelled".into(), &false.into()));
    assert_eq!(reason(6), (&"unstated".into(), &serde_json::Value::Null));
    assert_eq!(change(4)["ending"]["basis"]["zh"], "第二十条");
    assert_eq!(change(5)["ending"]["note"]["en"], "see another law");
    assert_eq!(change(6)["ending"]["in_force"]["from"], "2026-01-01");
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
fn show_tells_what_a_document_lays_down_in_words() {
    let answer = evenhand(&["show", "cn.administrative-penalty-law", "--on", "2026-11-21", "--lang", "en"]);
    assert_eq!(answer.code, 0);
    for words in [
        "individual (natural person)",
        "age at the time of the act < 14",
        "2 years (Administrative Penalty Law, article 36)",
        "[the fine > 0 yuan and the fine ≤ 100 yuan]",
    ] {
        assert!(answer.output.contains(words), "{words}: {}", answer.output);
    }
    assert!(!answer.output.contains("P2Y") && !answer.output.contains("fine > 100]"), "{}", answer.output);
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

#[test]
fn schema_is_json() {
    let answer = evenhand(&["schema"]);
    assert!(serde_json::from_str::<serde_json::Value>(&answer.output).is_ok());
}

#[test]
fn the_general_law_applies_to_own_rules() {
    let own = PACK.replace("xx.town.stalls", "cn.town.stalls");
    let path = file("own-cn.toml", own.as_bytes());
    let path = path.to_str().expect("a path");
    let answer =
        evenhand(&["assess", "cn.town.stalls/1", "area=2", "age=13", "--rules", path, "--on", "2026-03-01"]);
    assert!(answer.output.starts_with("No penalty"), "{}{}", answer.output, answer.complaint);
    assert!(answer.output.contains("article 30"), "{}", answer.output);
}

#[test]
fn an_office_puts_its_threshold_beside_the_bundled_rules() {
    let threshold = r#"
format = 1
id = "cn.dongying.hearings"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-22 }
in-force = { from = 2026-01-01 }
governs = ["cn.dongying"]
large-fine = { basis = "article 1", when = "fine >= 1680" }
"#;
    let path = file("threshold.toml", threshold.as_bytes());
    let path = path.to_str().expect("a path");
    let hearing = |area: &str, step: &str| {
        let arguments = ["assess", "cn.dongying.city-appearance/46-4", area, "--steps", "--rules", path];
        let answer = evenhand(&arguments);
        answer.output.contains(&format!("  {step} tell the party of its right to a hearing"))
    };
    assert!(hearing("area=16.8", "-"), "1,680 yuan is large");
    assert!(!hearing("area=16.79", "-") && !hearing("area=16.79", "?"), "1,679 yuan is not large");
}

#[test]
fn check_tells_faults_of_packs_as_lines_of_json_and_looks_into_the_others() {
    let faulty = file("wrong-unit.toml", PACK.replace("100 * area, 2000", "area, 2000").as_bytes());
    let sound = file("beside-a-wrong-unit.toml", PACK.replace("xx.town.stalls", "xx.town.others").as_bytes());
    let paths = [faulty.to_str().expect("a path"), sound.to_str().expect("a path")];
    let answer = evenhand(&["check", "--json", "--on", "2026-11-22", paths[0], paths[1]]);
    let lines: Vec<serde_json::Value> =
        answer.output.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let told: Vec<(&str, &str, &str)> = lines
        .iter()
        .map(|line| ["check", "code", "item"].map(|key| line[key].as_str().expect("a text")))
        .map(|[check, code, item]| (check, code, item))
        .collect();
    assert_eq!(told, [("units", "E0304", "xx.town.stalls/1"), ("dates", "C0801", "xx.town.others")]);
    assert_eq!(lines[0]["message"]["zh"], "单位不符：`min(area, 2000)`");
    assert_eq!(
        (&lines[0]["witness"], &lines[0]["places"][0]["line"]),
        (&serde_json::Value::Null, &13.into())
    );
    assert_eq!((answer.code, answer.complaint.as_str()), (1, ""));
    let text = evenhand(&["check", paths[0], paths[1]]);
    assert_eq!((text.code, text.output.as_str()), (1, ""));
    assert!(text.complaint.contains("error[E0304]"), "{}", text.complaint);
}

#[test]
fn due_prints_the_last_day_and_how_the_limit_stands() {
    let case = ["due", "cn.administrative-licence-law/42", "accepted=2026-01-28", "--on", "2026-02-10"];
    let answer = evenhand(&case);
    assert_eq!(answer.code, 0, "{}", answer.complaint);
    assert!(answer.output.starts_with("Due: 2026-03-03\n"), "{}", answer.output);
    assert!(answer.output.contains("9 working days used, 11 working days left"), "{}", answer.output);
    let chinese = evenhand(&[&case[..], &["--lang", "zh"]].concat());
    assert!(chinese.output.contains("已用9个工作日，还剩11个工作日"), "{}", chinese.output);
    let json = evenhand(&[&case[..], &["--json"]].concat());
    let outcome: serde_json::Value = serde_json::from_str(&json.output).expect("JSON");
    assert_eq!(
        (&outcome["due"], &outcome["used"], &outcome["left"], &outcome["unit"]),
        (&"2026-03-03".into(), &9.into(), &11.into(), &"working-days".into())
    );
}

#[test]
fn due_names_the_event_that_is_wrong() {
    let due = |events: &[&str]| {
        evenhand(&[&["due", "cn.administrative-licence-law/42"], events, &["--on", "2026-03-10"]].concat())
    };
    let misspelt = due(&["acepted=2026-01-28"]);
    assert_eq!(misspelt.code, 1);
    assert!(misspelt.complaint.contains("did you mean `accepted`?"), "{}", misspelt.complaint);
    let early = due(&["accepted=2026-01-28", "decided=2026-01-27", "--json"]);
    let error: serde_json::Value = serde_json::from_str(&early.output).expect("JSON");
    assert_eq!(
        (&error["error"]["code"], &error["error"]["field"]),
        (&"before-start".into(), &"decided".into())
    );
    let no_day = due(&["accepted=2026-02-30"]);
    assert!(
        no_day.complaint.contains("`accepted`: the calendar has no day 2026-02-30"),
        "{}",
        no_day.complaint
    );
    assert_eq!(due(&["accepted"]).code, 2);
    let unknown = evenhand(&["due", "cn.administrative-licence-law/420", "accepted=2026-01-28"]);
    assert!(
        unknown.complaint.contains("did you mean `cn.administrative-licence-law/42`?"),
        "{}",
        unknown.complaint
    );
    assert_eq!(evenhand(&["due", "cn.administrative-licence-law"]).code, 2);
}

#[test]
fn due_tells_bad_input_in_chinese_as_well() {
    let due = |limit: &str, events: &[&str]| {
        let on = ["--on", "2026-03-10", "--lang", "zh"];
        evenhand(&[&["due", limit], events, &on].concat()).complaint
    };
    let licence = "cn.administrative-licence-law/42";
    let long_after = ["accepted=2026-12-21", "--on", "2026-12-25"];
    for (events, complaint) in [
        (
            &["accepted=2026-01-28", "decided=2026-01-27"][..],
            "2026-01-27的事件`decided`早于2026-01-28的事件`accepted`",
        ),
        (&["accepted=2026-01-28", "resumed=2026-02-02"], "2026-02-02的事件`resumed`：计时并未停止"),
        (
            &["accepted=2026-01-28", "extended=2026-02-02", "extended=2026-02-03"],
            "2026-02-03的事件`extended`：最多延长1次，这是多出的一次",
        ),
        (&["accepted=2026-02-30"], "事件`accepted`：日历上没有2026-02-30这一天"),
        (&["decided=2026-02-03"], "没有给出事件`accepted`，而时限自该日起算"),
        (&["acepted=2026-02-03"], "没有事件`acepted`；是否为`accepted`？"),
        (&["受理=2026-02-03"], "没有事件`受理`；是否为`accepted`？"),
    ] {
        let found = due(licence, events);
        assert!(found.contains(complaint), "{found}\nexpected {complaint}");
    }
    let missing = evenhand(&[&["due", licence, "--lang", "zh"], &long_after[..]].concat()).complaint;
    assert!(missing.contains("日历`cn`没有2027年；所含年份：2007至2026"), "{missing}");
    assert!(due("cn.administrative-licence-law/420", &[]).contains("没有时限"), "no such limit");
}

#[test]
fn start_and_end_stand_for_the_events_of_any_limit() {
    let due = |events: &[&str], on: &str| {
        evenhand(&[&["due", "cn.administrative-penalty-law/60"], events, &["--on", on]].concat())
    };
    // Ninety days from 28 January: 3 in January, 28, 31, and 28 April.
    let (short, long) = (due(&["start=2026-01-28"], "2026-02-10"), due(&["filed=2026-01-28"], "2026-02-10"));
    assert!(short.output.starts_with("Due: 2026-04-28\n"), "{}{}", short.output, short.complaint);
    assert_eq!(short.output, long.output);
    let met = due(&["start=2026-01-28", "end=2026-04-28"], "2026-05-06");
    assert!(met.output.starts_with("Due: 2026-04-28, done in time\n"), "{}{}", met.output, met.complaint);
    let missing = due(&[], "2026-02-10");
    assert!(missing.complaint.contains("the event `filed`"), "{}", missing.complaint);
    assert!(missing.complaint.contains("give it as filed=DAY or start=DAY"), "{}", missing.complaint);
    let shown = evenhand(&["show", "cn.administrative-penalty-law/60", "--on", "2026-03-01"]);
    assert!(shown.output.contains("(also as start)"), "{}", shown.output);
    assert!(shown.output.contains("(also as end)"), "{}", shown.output);
}

#[test]
fn due_takes_a_year_that_the_bundled_calendar_lacks_from_a_file() {
    let case = ["due", "cn.administrative-licence-law/32", "received=2026-12-28", "--on", "2026-12-30"];
    let missing = evenhand(&case);
    assert!(missing.complaint.contains("has no year 2027"), "{}", missing.complaint);
    let own = "format = 1\nid = \"cn\"\ntitle = { zh = \"中国\", en = \"China\" }\nweekend = [\"saturday\", \"sunday\"]\n[year.2027]\nnotice = { number = \"示例\" }\ndays = [{ name = { zh = \"元旦\", en = \"New Year\" }, off = [\"2027-01-01\"] }]\n";
    let path = file("2027.toml", own.as_bytes());
    let answer = evenhand(&[&case[..], &["--calendar", path.to_str().expect("a path")]].concat());
    assert!(answer.output.starts_with("Due: 2027-01-05\n"), "{}{}", answer.output, answer.complaint);
}

const OFFICE: &str = r#"
format = 1
id = "cn.town.office"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2026-01-01 }

[limit.1]
title = { zh = "承诺", en = "as promised" }
basis = "1"
statutory = "cn.administrative-licence-law/42"
committed = { working-days = 7 }
examples = [{ given = { accepted = 2026-02-10 }, on = 2026-02-13, due = 2026-02-26, statutory = 2026-03-16 }]
"#;

#[test]
fn an_offices_own_limit_stands_beside_the_bundled_law() {
    let path = file("office.toml", OFFICE.as_bytes());
    let path = path.to_str().expect("a path");
    let answer =
        evenhand(&["due", "cn.town.office/1", "accepted=2026-02-10", "--on", "2026-02-13", "--rules", path]);
    assert!(answer.output.starts_with("Due: 2026-02-26\n"), "{}{}", answer.output, answer.complaint);
    assert!(answer.output.contains("until 2026-03-16"), "{}", answer.output);
    assert!(evenhand(&["test", path]).output.contains("1 passed, 0 failed"));
    let checked = evenhand(&["check", "--json", path]);
    assert_eq!((checked.code, checked.output.as_str()), (0, ""), "{}", checked.complaint);
    let wrong = file("wrong-office.toml", OFFICE.replace("due = 2026-02-26", "due = 2026-02-25").as_bytes());
    let checked = evenhand(&["check", "--json", wrong.to_str().expect("a path")]);
    assert_eq!(checked.code, 1, "{}", checked.complaint);
    assert!(checked.output.contains("\"code\":\"C0902\""), "{}", checked.output);
    let listed = evenhand(&["list", "--limits", "--rules", path, "--on", "2026-03-01"]);
    assert!(listed.output.contains("7 working days"), "{}{}", listed.output, listed.complaint);
    let shown = evenhand(&["show", "cn.town.office/1", "--rules", path, "--on", "2026-03-01"]);
    assert!(shown.output.contains("by law:      20 working days"), "{}{}", shown.output, shown.complaint);
    assert!(shown.output.contains("expert-review"), "{}", shown.output);
}

const EVENTS: &str = "case,limit,office,event,day,reason
A-1,cn.administrative-licence-law/42,North,accepted,2026-01-28,
A-1,cn.administrative-licence-law/42,North,decided,2026-02-03,
B-1,cn.administrative-licence-law/42,South,stopped,2026-02-03,expert-review
B-1,cn.administrative-licence-law/42,South,accepted,2026-01-28,
B-2,cn.administrative-licence-law/42,South,accepted,2026-02-30,
";

#[test]
fn an_event_table_gives_a_line_a_case_and_an_office() {
    let path = file("events.csv", EVENTS.as_bytes());
    let path = path.to_str().expect("a path of text");
    let cases = evenhand(&["due", "--events", path, "--on", "2026-02-28", "--csv"]);
    assert_eq!(
        cases.output,
        "case,office,limit,due,used,left,light,state,in_time,error
A-1,North,cn.administrative-licence-law/42,2026-03-03,4,16,green,met,true,
B-1,South,cn.administrative-licence-law/42,,4,16,green,stopped,,
B-2,South,cn.administrative-licence-law/42,,,,,,,\"line 6, column `day`: the event `accepted`: the calendar has no day 2026-02-30\"
"
    );
    // A bad row is a fault, but stops no other.
    assert_eq!(cases.code, 1);
    let scored = ["--score", "cn.approval-score/monthly", "--fact", "coefficient=0.5", "--lang", "zh"];
    let arguments = [&["due", "--events", path, "--on", "2026-02-28"], scored.as_slice()].concat();
    let page = evenhand(&arguments).output;
    assert!(
        page.contains(" North  1     0     0         1     0         1         0     0     0     0     55"),
        "{page}"
    );
    let json = evenhand(&["due", "--events", path, "--on", "2026-02-28", "--json"]).output;
    assert!(json.contains("\"code\": \"no-such-day\",\n        \"line\": 6"), "{json}");
    let wrong = file("wrong.csv", b"case,limit,day\n");
    let refused = evenhand(&["due", "--events", wrong.to_str().expect("a path of text")]);
    assert_eq!(refused.code, 2);
    assert!(refused.complaint.contains("the column `event` (事件) is missing"), "{}", refused.complaint);
}

/// The rows of a case under article 42, with their case, event, day and reason.
fn table(name: &str, rows: &[&str]) -> Answer {
    let rows = rows.iter().map(|row| row.replacen(',', ",cn.administrative-licence-law/42,North,", 1));
    let text = ["case,limit,office,event,day,reason".to_owned()].into_iter().chain(rows).collect::<Vec<_>>();
    let path = file(name, text.join("\n").as_bytes());
    evenhand(&["due", "--events", path.to_str().expect("a path"), "--on", "2026-02-28", "--csv"])
}

#[test]
fn an_event_table_names_row_column_and_event_of_what_is_wrong() {
    let answer = table(
        "faults.csv",
        &[
            "1,accepted,2026-01-28,",
            "2,accepted,2026-01-28,",
            "1,accepted,2026-01-28,",
            "2,stopped,2026-02-02,lunch",
            "3,accepted,2026-01-28,",
            "3,extended,2026-02-10,",
            "3,extended,2026-02-11,",
            "4,decided,2026-02-10,",
            "4,accepted,2026-02-11,",
            "5,decided,2026-02-10,",
            "6,受理,2026-02-10,",
            "7,accepted,2026-03-02,",
            "8,accepted,,",
        ],
    );
    let faults: Vec<&str> = answer.output.lines().skip(1).collect();
    let expected = [
        "line 4, column `event`: the event `accepted` is given twice",
        "line 5, column `reason`: the event `stopped` on 2026-02-02: `lunch` does not stop this clock",
        "line 8, column `event`: the event `extended` on 2026-02-11: one extension is allowed",
        "line 9, column `day`: the event `decided` on 2026-02-10 lies before the event `accepted`",
        "from line 11 on: the event `accepted` (application accepted) is not given",
        "line 12, column `event`: `cn.administrative-licence-law/42` knows no event `受理`; did you mean `accepted`?",
        "line 13, column `day`: the event `accepted` on 2026-03-02 lies after the day",
        "line 14, column `day`: it is empty",
    ];
    assert_eq!(faults.len(), expected.len(), "{}", answer.output);
    for (found, expected) in faults.iter().zip(expected) {
        assert!(found.contains(expected), "{found}\nexpected {expected}");
    }
}

#[test]
fn an_event_table_reads_days_as_spreadsheets_and_databases_write_them() {
    let answer = table(
        "days.csv",
        &[
            "1,accepted,2026/1/28,",
            "2,accepted,2026年1月28日,",
            "3,accepted,2026/1/28 9:05,",
            "4,accepted,2026-01-28 14:30:00,",
            "5,accepted,2026-01-28T14:30:59,",
            "6,accepted,28/01/2026,",
            "7,accepted,46050,",
            "8,accepted,26/1/28,",
            "9,accepted,2026/2/30,",
            "10,accepted,2026-01-28 25:00,",
        ],
    );
    let lines: Vec<&str> = answer.output.lines().skip(1).collect();
    assert_eq!(lines.len(), 10, "{}", answer.output);
    for line in &lines[..5] {
        assert!(line.contains(",2026-03-03,18,2,green,running,"), "{line}");
    }
    for (line, found) in lines[5..].iter().zip([
        "found `28/01/2026`",
        "found `46050`",
        "found `26/1/28`",
        "no day 2026-02-30",
        "a day has no time 25:00",
    ]) {
        assert!(line.contains(found), "{line}");
    }
}

#[test]
fn an_event_table_is_read_as_an_office_saves_it() {
    let due = |name: &str, bytes: &[u8]| {
        let path = file(name, bytes);
        evenhand(&["due", "--events", path.to_str().expect("a path"), "--on", "2026-02-28", "--lang", "zh"])
    };
    let row = "1,cn.administrative-licence-law/42,局,accepted,2026-01-28,\r\n";
    let saved = format!("\u{feff}案件,时限,机关,事件,日期,原因\r\n{row}\r\n,,,,,\r\n");
    let answer = due("saved.csv", saved.as_bytes());
    assert_eq!(answer.code, 0, "{}{}", answer.output, answer.complaint);
    assert!(answer.output.contains("2026-03-03"), "{}", answer.output);
    let wrong = saved.replace("accepted,2026-01-28,", "decided,2026-02-30,");
    let answer = due("wrong-day.csv", wrong.as_bytes());
    let flat = answer.output.split_whitespace().collect::<String>();
    assert!(flat.contains("第2行day列：事件`decided`：日历上没有2026-02-30这一天"), "{}", answer.output);
    // 受理 in GBK.
    let gbk = [b"case,limit,event,day\n1,x,", &[0xca, 0xdc, 0xc0, 0xed][..], b",2026-01-28\n"].concat();
    let head = "case,limit,office,event,day,reason";
    for (name, text, complaint) in [
        ("gbk.csv", gbk.as_slice(), "line 2 is not UTF-8"),
        ("empty.csv", b"", "the column `case` (案件) is missing"),
        ("heading.csv", format!("{head}\n").as_bytes(), "no row names a limit"),
        ("tabs.csv", head.replace(',', "\t").as_bytes(), "expected columns that commas separate"),
        ("twice.csv", format!("case,{head}\n").as_bytes(), "the column `case` is there twice"),
        (
            "wider.csv",
            format!("{head}\n1,x/1,a,accepted,2026-01-28,,b\n").as_bytes(),
            "line 2: expected 6 fields",
        ),
    ] {
        let answer = due(name, text);
        assert!(answer.code != 0 && answer.complaint.contains(complaint), "{name}: {}", answer.complaint);
    }
    // A row that names no limit is told, and stops no other.
    let answer = due("no-limit.csv", format!("{head}\n2,42,局,accepted,2026-01-28,\n{row}").as_bytes());
    assert!(answer.output.contains("`42`不是时限"), "{}", answer.output);
    assert!(answer.output.contains("2026-03-03"), "{}", answer.output);
}

#[test]
fn surcharges_and_scores_are_listed_shown_and_worked_out() {
    let list = evenhand(&["list", "--schemes", "--on", "2026-02-28"]).output;
    let listed = evenhand(&["list", "--schemes", "--json", "--on", "2026-02-28"]).output;
    let listed: Vec<serde_json::Value> = serde_json::from_str(&listed).expect("JSON");
    assert_eq!(listed.len(), list.lines().count() - 1, "{list}");
    let tax = listed.iter().find(|scheme| scheme["scheme"] == "cn.tax-collection-law/32").expect("the tax");
    assert_eq!((&tax["kind"], &tax["basis"]["en"]), (&"surcharge".into(), &"article 32".into()));
    assert_eq!(tax["in_force"]["until"], serde_json::Value::Null);
    for id in ["cn.administrative-penalty-law/72", "cn.tax-collection-law/32", "cn.approval-score/monthly"] {
        assert!(list.contains(id), "{list}");
        assert!(evenhand(&["show", id, "--on", "2026-02-28"]).output.starts_with(id));
    }
    let id = "cn.administrative-penalty-law/72";
    let asked = |words: &[&str]| evenhand(&[&["surcharge", id, "--on", "2026-06-30"], words].concat());
    let whole = asked(&["principal=10000", "delivered=2026-01-05"]);
    assert!(whole.output.starts_with("Surcharge: 10000, to be paid in all: 20000\n"), "{}", whole.output);
    assert!(whole.output.contains("On 2026-02-23 the cap is reached"), "{}", whole.output);
    let refused = asked(&["principal=much", "delivered=2026-01-05", "--json"]);
    assert_eq!(refused.code, 1);
    assert!(refused.output.contains("\"field\": \"principal\""), "{}", refused.output);
    assert_eq!(asked(&["delivered=2026-01-05"]).code, 2);
    let id = "cn.approval-score/monthly";
    let once = evenhand(&["score", id, "red_time=1", id, "--once", "warned=1", "--on", "2026-02-28"]);
    assert!(once.output.starts_with("Score: 85\n"), "{}", once.output);
    let refused = evenhand(&["score", id, "yelow_time=1", "--on", "2026-02-28"]);
    assert_eq!(refused.code, 1);
    assert!(refused.complaint.contains("did you mean `yellow_time`?"), "{}", refused.complaint);
}

#[test]
fn what_check_prints_to_see_a_finding_shows_it() {
    let ended = r#"
format = 1
id = "xx.town.ended"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-22 }
in-force = { from = 2020-01-01, until = 2021-12-31 }
facts.area = { type = "number", unit = "m2", range = "[0..100]" }

[penalty.1]
title = { zh = "占道经营", en = "stall on the pavement" }
basis = "article 1"
tiers = [{ area = "< 10", fine = 100 }, { area = "> 10", fine = 200 }]
"#;
    let path = file("witness.toml", ended.as_bytes());
    let path = path.to_str().expect("a path");
    let answer = evenhand(&["check", path, "--on", "2026-11-22", "--lang", "en"]);
    let (_, call) = answer.output.split_once("see it with: evenhand ").expect("a command");
    let call: Vec<&str> = call.lines().next().expect("a line").split(' ').collect();
    let shown = evenhand(&call);
    assert!(shown.complaint.starts_with("error[no-tier]"), "{call:?}\n{}{}", shown.output, shown.complaint);
    let lines = evenhand(&["check", path, "--on", "2026-11-22", "--json"]);
    let gap = lines.output.lines().find(|line| line.contains("C0101")).expect("the gap");
    let gap: serde_json::Value = serde_json::from_str(gap).expect("JSON");
    assert_eq!(gap["on"], "2020-01-01");
}

#[test]
fn a_kept_outcome_is_verified_against_rules_that_are_trusted() {
    let pack = file("trusted.toml", PACK.as_bytes());
    let pack = pack.to_str().expect("a path");
    let kept = evenhand(&[
        "assess",
        "xx.town.stalls/1",
        "area=16.8",
        "--on",
        "2026-03-01",
        "--rules",
        pack,
        "--json",
    ]);
    let outcome: serde_json::Value = serde_json::from_str(&kept.output).expect("an outcome");
    let digest = outcome["version"]["sha256"].as_str().expect("a digest");
    let digests = file("SHA256SUMS", format!("{digest}  trusted.toml\n").as_bytes());
    let digests = digests.to_str().expect("a path");
    let record = file("kept.json", kept.output.as_bytes());
    let record = record.to_str().expect("a path");

    let same = evenhand(&["verify", record, "--rules", pack, "--digests", digests, "--lang", "en"]);
    assert_eq!((same.code, same.output), (0, format!("{record}: the same bytes\n")));
    let changed = file("changed.json", kept.output.replacen("\"1680\"", "\"1690\"", 1).as_bytes());
    let changed = changed.to_str().expect("a path");
    let differs = evenhand(&["verify", changed, record, "--rules", pack, "--lang", "zh"]);
    let told =
        format!("{changed}: 不一致，首先是 fine.min：记录为 \"1690\"，现得 \"1680\"\n{record}: 一致\n");
    assert_eq!((differs.code, differs.output), (1, told));

    // One byte more, and the rules are others.
    let more = file("more.toml", format!("{PACK}\n").as_bytes());
    let more = more.to_str().expect("a path");
    let refused = evenhand(&["list", "--rules", more, "--digests", digests]);
    assert_eq!(refused.code, 1);
    assert!(refused.complaint.contains("error[E0901]"), "{}", refused.complaint);
    let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
    let unsigned = evenhand(&["list", "--rules", pack, "--key", key]);
    assert!(unsigned.complaint.contains("error[E0902]"), "{}", unsigned.complaint);
    let no_key = evenhand(&["list", "--rules", pack, "--key", "mine"]);
    assert_eq!(no_key.code, 2);
    assert!(no_key.complaint.contains("--key: expected a public key of minisign"), "{}", no_key.complaint);
}

const DECISIONS: &str = "case,item,decided,office,officer,min,max,fine,flagged";

#[test]
fn decisions_are_read_as_an_office_saves_them() {
    let consistency = |name: &str, bytes: &[u8]| {
        let path = file(name, bytes);
        evenhand(&["consistency", path.to_str().expect("a path"), "--on", "2026-11-22", "--lang", "zh"])
    };
    let saved = "\u{feff}案号,事项,决定日期,机关,人员,下限,上限,罚款,异常\r\n\
        1,x/1,2026/1/28,局,\"李,甲\",200,2000,650,否\r\n\r\n,,,,,,,,\r\n2,x/1,2026-01-29 09:30:00,局,\"王\r\n乙\",200,2000,2000,是\r\n";
    let answer = consistency("saved-decisions.csv", saved.as_bytes());
    assert_eq!(answer.code, 0, "{}{}", answer.output, answer.complaint);
    assert!(answer.output.contains("读取处罚决定2件：纳入2件，不予受理0件"), "{}", answer.output);
    assert!(answer.output.contains("没有提示。"), "{}", answer.output);
    // The row at fault is the last, after an empty line, one of nothing and a field of two lines.
    let answer =
        consistency("faulty-decisions.csv", format!("{saved}3,x/1,2026-02-30,局,,1,2,2,\r\n").as_bytes());
    assert_eq!(answer.code, 1);
    assert!(answer.output.contains("第7行：错误[day]：decided: expected a day"), "{}", answer.output);
    assert!(answer.output.contains("读取处罚决定3件：纳入2件，不予受理1件"), "{}", answer.output);
    let row = "1,x/1,2026-01-28,局,李,200,2000,650,";
    let answer = consistency("wider-decisions.csv", format!("{DECISIONS}\n{row},7\n{row}\n").as_bytes());
    assert!(answer.output.contains("第2行：错误[fields]：row: expected 9 fields"), "{}", answer.output);
    assert!(answer.output.contains("纳入1件，不予受理1件"), "{}", answer.output);
    // 受理 in GBK.
    let gbk = [b"item,decided,fine\nx/1,2026-01-28,", &[0xca, 0xdc, 0xc0, 0xed][..], b"\n"].concat();
    for (name, text, complaint) in [
        ("gbk-decisions.csv", gbk.as_slice(), "line 2 is not UTF-8"),
        ("empty-decisions.csv", b"", "the column `item` (事项) is missing"),
        (
            "tabs-decisions.csv",
            DECISIONS.replace(',', "\t").as_bytes(),
            "expected columns that commas separate",
        ),
        ("twice-decisions.csv", format!("item,{DECISIONS}\n").as_bytes(), "the column `item` is there twice"),
        (
            "unknown-decisions.csv",
            b"item,decided,fine,officr\n",
            "unknown column `officr`; the columns are case",
        ),
    ] {
        let answer = consistency(name, text);
        assert!(answer.code == 2 && answer.complaint.contains(complaint), "{name}: {}", answer.complaint);
    }
}

#[test]
fn decisions_are_read_line_by_line() {
    let text = "{\"item\":\"x/1\",\"decided\":\"2026-01-28\",\"fine\":1}\n\n{\"item\":\"x/1\",\"fine\":1}\n";
    let path = file("decisions.jsonl", text.as_bytes());
    let path = path.to_str().expect("a path");
    let answer = evenhand(&["consistency", path, "--on", "2026-11-22"]);
    assert!(answer.output.contains("2 decisions read: 1 judged, 1 refused"), "{}", answer.output);
    assert!(
        answer.output.contains("line 3: error[missing]: decided: expected a value, found nothing"),
        "{}",
        answer.output
    );
    let answer = evenhand(&["consistency", path, "--on", "2026-11-22", "--json"]);
    assert!(
        answer.output.contains("\"limits\"") && answer.output.contains("\"too_few\""),
        "{}",
        answer.output
    );
    let answer =
        evenhand(&["consistency", path, "--policy", "cn.penalty-consistency/decision", "--on", "2026-11-22"]);
    assert_eq!(answer.code, 1);
    assert!(
        answer.complaint.contains("did you mean `cn.penalty-consistency/decisions`?"),
        "{}",
        answer.complaint
    );
    let shown = evenhand(&["show", "cn.penalty-consistency/decisions", "--on", "2026-11-22"]);
    assert!(shown.output.contains("least difference"), "{}", shown.output);
    let list = evenhand(&["list", "--schemes", "--on", "2026-11-22"]);
    assert!(list.output.contains("cn.penalty-consistency/decisions"), "{}", list.output);
}

#[test]
fn supervise_tells_what_is_irregular_and_counts_by_office_and_month() {
    let record = |case: &str, fine: &str, decided: &str| {
        format!(
            r#"{{"case": "{case}", "office": "North", "item": "cn.dongying.city-appearance/46-5", "facts": {{"party": "individual"}}, "days": {{"acted": "2026-05-01", "decided": "{decided}"}}, "events": [{{"event": "penalty_told", "day": "{decided}"}}, {{"event": "delivered", "day": "{decided}"}}, {{"event": "reported", "day": "{decided}"}}], "decision": {{"fine": {fine}, "procedure": "summary", "by": "officer", "version": {{"pack": "cn.dongying.city-appearance", "in_force": "2016-12-01"}}}}}}"#
        )
    };
    let right = record("1", "200", "2026-05-02");
    let lines = [
        &right,
        &record("2", "2500", "2026-06-01"),
        &right.replace("fine", "fien"),
        &right.replace("46-5", "46-99"),
    ];
    let path = file("cases.jsonl", lines.map(String::as_str).join("\n").as_bytes());
    let path = path.to_str().expect("a path in UTF-8");
    let answer = evenhand(&["supervise", path, "--on", "2026-06-30"]);
    assert_eq!(answer.code, 1, "{}", answer.complaint);
    for words in [
        "line 2 · 2 · North · cn.dongying.city-appearance/46-5\n  S0104 ",
        "  S0501 the summary procedure was followed where the ordinary procedure applies",
        "line 3: error[unknown-key]: decision.fien: expected `fine`, found `fien`",
        "4 records read: 2 judged, 1 not judged, 1 refused",
    ] {
        assert!(answer.output.contains(words), "{words}\n{}", answer.output);
    }
    let june: Vec<&str> = answer
        .output
        .lines()
        .filter(|line| line.contains("2026-06"))
        .flat_map(str::split_whitespace)
        .collect();
    assert_eq!(june, ["North", "2026-06", "1", "1", "100%", "0", "0", "1"], "{}", answer.output);
    let json = evenhand(&["supervise", path, "--on", "2026-06-30", "--json", "--threads", "3"]);
    let told: Vec<serde_json::Value> =
        json.output.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(told.len(), 4);
    assert_eq!((&told[0]["line"], &told[3]["read"]), (&2.into(), &4.into()));
    assert_eq!(evenhand(&["supervise", path, "--policy", "cn.penalty-supervision/case"]).code, 1);
    assert_eq!(evenhand(&["supervise", "no-such-file.jsonl"]).code, 2);
    let shown = evenhand(&["show", "cn.penalty-supervision/cases", "--on", "2026-06-30"]);
    assert!(shown.output.contains("cn.administrative-penalty-law/60"), "{}", shown.output);
}

#[test]
fn supervise_tells_how_applications_stand_and_scores_offices() {
    let record = |case: &str, events: &str| {
        format!(
            r#"{{"case": "{case}", "office": "North", "limit": "cn.administrative-licence-law/42", "events": [{events}]}}"#
        )
    };
    let accepted = r#"{"event": "accepted", "day": "2026-01-28"}"#;
    let late = format!(r#"{accepted}, {{"event": "decided", "day": "2026-03-05"}}"#);
    let lines = [
        record("1", accepted),
        record("2", &late),
        record("3", r#"{"event": "refused", "day": "2026-03-02"}"#),
        "[]".to_owned(),
    ];
    let path = file("applications.jsonl", lines.join("\n").as_bytes());
    let path = path.to_str().expect("a path in UTF-8");
    let call = ["supervise", path, "--policy", "cn.approval-supervision/applications", "--on", "2026-03-31"];
    let scored = ["--since", "2026-03-01", "--score", "cn.approval-score/monthly", "--fact", "coefficient=1"];
    let answer = evenhand(&[&call[..], &scored].concat());
    for words in [
        "line 1 · 1 · North · cn.administrative-licence-law/42\n  S0902 “decide on the application” was due by 2026-03-03 and had not come by 2026-03-31",
        "line 3 · 3 · North · cn.administrative-licence-law/42\n  S0904 ",
        "line 4: error[not-json]",
        "4 records read: 3 judged, 0 not judged, 1 refused",
    ] {
        assert!(answer.output.contains(words), "{words}\n{}\n{}", answer.output, answer.complaint);
    }
    assert_eq!(answer.code, 1);
    let json = evenhand(&[&call[..], &scored, &["--json"]].concat());
    let told: Vec<serde_json::Value> =
        json.output.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(told[4]["offices"][0]["counts"]["late"], 1, "{}", json.output);
    // Two red lights at ten points each, of the fourteen for time limits.
    assert_eq!(told[5]["offices"][0]["score"]["points"], "86", "{}", json.output);
    assert_eq!(evenhand(&["supervise", path, "--since", "2026-03-01"]).code, 2);
    let shown = evenhand(&["show", call[3], "--on", "2026-03-31"]);
    assert!(shown.output.contains("complete and in_scope"), "{}", shown.output);
}
