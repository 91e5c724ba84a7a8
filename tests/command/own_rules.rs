//! Rules of an office: listed, compared, shown, tested and checked.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{PACK, evenhand, file};

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
