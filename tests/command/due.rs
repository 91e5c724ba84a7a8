//! Time limits of one case and of a table of events.

use crate::{Answer, evenhand, file};

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
