//! By when cases are due. `cargo bench --bench due`

#![allow(clippy::expect_used, reason = "a benchmark that cannot run should stop")]
#![allow(clippy::arithmetic_side_effects, reason = "counts of a benchmark")]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use evenhand::RuleBook;
use evenhand::calendar::Calendar;
use evenhand::limit::{EventColumns, Log, TimeLimit};
use evenhand::time::Date;

const CASES: usize = 1_000_000;

const PACK: &str = r#"
format = 1
id = "xx.law"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2007-01-01 }
lights = { hint = { before = 3 }, yellow = { before = 1 }, red = { after = 1 } }

[events]
accepted = { zh = "受理", en = "accepted" }
reviewed = { zh = "审查", en = "reviewed" }
decided = { zh = "决定", en = "decided" }

[limit.1]
title = { zh = "决定", en = "decide" }
basis = "1"
from = "accepted"
to = "decided"
length = { working-days = 20 }
extension = { length = { working-days = 10 } }
stops = [{ reason = "review", title = { zh = "评审", en = "review" } }]
"#;

/// An application as an office records it: six events over seven weeks.
const EVENTS: [(&str, i32); 6] =
    [("accepted", 0), ("stopped", 6), ("resumed", 16), ("reviewed", 20), ("extended", 23), ("decided", 50)];

fn main() {
    divan::main();
}

fn calendar() -> Calendar {
    let file = evenhand_rules::CALENDARS.iter().find(|file| file.id == "cn").expect("a bundled calendar");
    Calendar::read(file.path, file.text).expect("the bundled calendar is sound")
}

fn limit() -> TimeLimit {
    let book = RuleBook::load([("law.toml", PACK)]).expect("a sound pack");
    let day = Date::new(2026, 1, 1).expect("a day");
    TimeLimit::clone(&book.on(day).limit("xx.law/1").expect("a limit").limit)
}

fn start() -> i32 {
    Date::new(2026, 1, 28).expect("a day").epoch_day()
}

fn asked() -> Date {
    Date::from_epoch_day(start() + 60).expect("a day")
}

/// One case of six events, without its sentences; a hundred in a row, since one is shorter than the clock can tell.
#[divan::bench(sample_size = 100)]
fn due_of_six_events(bencher: Bencher) {
    let (limit, calendar, asked) = (limit(), calendar(), asked());
    let log = EVENTS.iter().fold(Log::new(), |log, (name, days)| {
        log.with(*name, Date::from_epoch_day(start() + days).expect("a day"))
    });
    bencher.bench_local(|| limit.due(black_box(&log), &calendar, asked));
}

/// A million cases of six events in columns.
#[divan::bench(sample_count = 10)]
fn due_over_a_million(bencher: Bencher) {
    let (limit, calendar, asked) = (limit(), calendar(), asked());
    let codes = EVENTS.map(|(name, _)| limit.event_code(name).expect("an event"));
    let starts: Vec<usize> = (0..=CASES).map(|case| case * EVENTS.len()).collect();
    let events: Vec<u16> = (0..CASES).flat_map(|_| codes).collect();
    let shift = |case: usize| i32::try_from(case % 4000).expect("a small number");
    let days: Vec<i32> =
        (0..CASES).flat_map(|case| EVENTS.map(|(_, days)| start() - shift(case) + days)).collect();
    bencher.counter(ItemsCount::new(CASES)).bench_local(|| {
        let cases = EventColumns { cases: &starts, events: &events, days: &days, details: &[] };
        limit.due_over(black_box(cases), &calendar, asked)
    });
}
