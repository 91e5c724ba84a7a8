//! Decisions in the large: supervised, and held against one another.

use crate::{evenhand, file};

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
    assert!(
        answer.output.contains("第7行：错误[day]：decided：应为日期，如2026-02-28，实为`2026-02-30`"),
        "{}",
        answer.output
    );
    assert!(answer.output.contains("读取处罚决定3件：纳入2件，不予受理1件"), "{}", answer.output);
    let row = "1,x/1,2026-01-28,局,李,200,2000,650,";
    let answer = consistency("wider-decisions.csv", format!("{DECISIONS}\n{row},7\n{row}\n").as_bytes());
    assert!(
        answer.output.contains("第2行：错误[fields]：row：应为9列（含逗号的加引号），实为10"),
        "{}",
        answer.output
    );
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

#[test]
fn a_refused_record_is_told_in_the_language_of_the_reader() {
    let rest = r#""item":"cn.shenzhen.city-management/010","decision":{"fine":500}"#;
    let lines = [
        format!(r#"{{{rest},"facts":{{}},"days":{{"decided":"2026/6/1"}}}}"#),
        format!(r#"{{{rest},"fact":{{}},"days":{{"decided":"2026-06-01"}}}}"#),
        format!(r#"{{{rest},"facts":{{}},"days":{{}}}}"#),
        "500".to_owned(),
    ];
    let path = file("refused.jsonl", lines.join("\n").as_bytes());
    let told = |language: &str| {
        evenhand(&["supervise", path.to_str().expect("a path"), "--on", "2026-11-22", "--lang", language])
            .output
    };
    let (zh, en) = (told("zh"), told("en"));
    for words in [
        "第1行：错误[no-such-day]：字段days.decided：应为日期，如2026-11-21，实为\"2026/6/1\"",
        "第2行：错误[unknown-key]：没有字段fact，应为`facts`",
        "第3行：错误[missing-key]：缺少字段days.decided",
        "第4行：错误[not-json]：本行应为一条JSON格式的记录，实为`500`",
        "读取4件：已判断0件，未能判断0件，不予受理4件",
    ] {
        assert!(zh.contains(words), "{words}\n{zh}");
    }
    assert!(!zh.contains("a day such as"), "{zh}");
    assert!(en.contains("days.decided: expected a day such as 2026-11-21, found \"2026/6/1\""), "{en}");
}
