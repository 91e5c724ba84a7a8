//! What a clock that stands, silence and events that are not given do to what is told of a limit.

use evenhand::RuleBook;
use evenhand::limit::Log;
use serde_json::{Value, json};

use super::{calendar, vectors_book};

fn told(book: &RuleBook, limit: &str, events: &[(&str, &str)], on: &str) -> Value {
    let log = events.iter().fold(Log::new(), |log, (name, day)| log.read(name, day).unwrap());
    let due = book.due(limit, &log, calendar(), on.parse::<evenhand::limit::When>().unwrap()).unwrap();
    serde_json::from_str(&due.to_json()).unwrap()
}

fn states(outcome: &Value) -> Vec<&str> {
    outcome["stages"].as_array().unwrap().iter().map(|stage| stage["state"].as_str().unwrap()).collect()
}

#[test]
fn a_stage_stands_with_the_clock_unless_it_has_ended() {
    let staged = |more: &[(&str, &str)]| {
        let events = [&[("began", "2026-03-02"), ("stopped", "2026-03-04:review")], more].concat();
        told(vectors_book(), "cn.vectors.clock/staged", &events, "2026-03-10")
    };
    assert_eq!(states(&staged(&[])), ["stopped", "stopped", "waiting"]);
    assert_eq!(states(&staged(&[("middle", "2026-03-05")])), ["met", "stopped", "stopped"]);
}

#[test]
fn the_event_of_the_longest_time_is_asked_for_only_where_it_is_not_given() {
    let asked = |events: &[(&str, &str)]| {
        let outcome = told(vectors_book(), "cn.vectors.clock/capped", events, "2025-01-01");
        outcome["assumptions"].as_array().unwrap().len()
    };
    assert_eq!(asked(&[("known", "2024-11-01")]), 1);
    assert_eq!(asked(&[("known", "2024-11-01"), ("occurred", "2023-05-20")]), 0);
}

const SILENCE: &str = r#"
format = 1
id = "cn.town.silence"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2020-01-01 }
[events]
received = { zh = "收到", en = "received" }
accepted = { zh = "受理", en = "accepted" }
reviewed = { zh = "审查", en = "reviewed" }
decided = { zh = "决定", en = "decided" }
asked = { zh = "询问", en = "asked" }
[limit.1]
title = { zh = "二十日", en = "twenty days" }
basis = "article 1"
from = "accepted"
to = "decided"
length = { working-days = 20 }
deemed = { event = "received", unless = ["accepted"], within = { working-days = 5 }, basis = "article 2" }
stages = [
  { name = "review", title = { zh = "审查", en = "review" }, from = "accepted", to = "reviewed", length = { working-days = 5 } },
  { name = "decision", title = { zh = "决定", en = "decision" }, from = "reviewed", to = "decided", length = { working-days = 5 } },
]
"#;

/// Received on Monday, 2 March 2026, and nothing said of it for five working days: accepted on that day.
#[test]
fn silence_starts_the_first_stage_and_no_other() {
    let book = RuleBook::load([("silence.toml", SILENCE)]).unwrap_or_else(|faults| panic!("{faults}"));
    let told = |events: &[(&str, &str)]| told(&book, "cn.town.silence/1", events, "2026-03-11");
    let stages = |outcome: &Value| -> Vec<Value> {
        outcome["stages"].as_array().unwrap().iter().map(|stage| stage["due"].clone()).collect()
    };
    let silent = told(&[("received", "2026-03-02")]);
    assert_eq!(silent["deemed"], json!(true));
    // 3 to 6 March (4), 9 March (5).
    assert_eq!(stages(&silent), [json!("2026-03-09"), Value::Null]);
    let reviewed = told(&[("received", "2026-03-02"), ("reviewed", "2026-03-10")]);
    // 11 to 13 March (3), 16 and 17 March (5).
    assert_eq!(stages(&reviewed), [json!("2026-03-09"), json!("2026-03-17")]);
    // Who asked, and how often, nothing hangs on; when it was received, something does.
    told(&[("received", "2026-03-02"), ("asked", "2026-03-03"), ("asked", "2026-03-04")]);
    let log =
        ["2026-03-02", "2026-03-03"].iter().fold(Log::new(), |log, day| log.read("received", day).unwrap());
    let on = "2026-03-11".parse::<evenhand::limit::When>().unwrap();
    let twice = book.due("cn.town.silence/1", &log, calendar(), on).unwrap_err();
    assert_eq!((twice.code(), twice.event()), ("repeated-event", Some("received")));
}
