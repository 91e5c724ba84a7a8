//! Many decisions beside each other. `cargo bench --bench consistency`

#![allow(clippy::expect_used, reason = "a benchmark that cannot run should stop")]
#![allow(clippy::arithmetic_side_effects, reason = "counts of a benchmark")]

use divan::Bencher;
use divan::counter::ItemsCount;
use evenhand::RuleBook;
use evenhand::consistency::{Consistency, Decision, Row};

const DECISIONS: u64 = 1_000_000;

const PACK: &str = r#"
format = 1
id = "xx.policy"
title = { zh = "示例", en = "Example" }
source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
in-force = { from = 2020-01-01 }

[consistency.decisions]
title = { zh = "示例", en = "example" }
basis = "1"
decisions = 30
groups = 5
month-decisions = 30
months = 12
confidence = "99%"
z = 3.5
difference = 0.1
level = 0.01
"#;

fn main() {
    divan::main();
}

/// 40 offices with 25 officers each, 75 items, three years; one decision in ten has facts of its own.
fn lines() -> Vec<String> {
    let mut drawn = 8_u64;
    let mut below = |limit: u64| {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (drawn >> 33) % limit
    };
    let line = |number: u64| {
        let (office, officer, item, month, area) = (below(40), below(25), below(75), below(36), below(2_000));
        let own = if below(10) == 0 { number } else { 0 };
        format!(
            r#"{{"case":"C{number}","item":"x/{item}","facts":{{"area":{area},"own":{own}}},"office":"office {office}","officer":"{office}.{officer}","decided":"{}-{:02}-15","min":200,"max":20000,"fine":{},"flagged":{}}}"#,
            2024 + month / 12,
            month % 12 + 1,
            200 + area * 9 + item,
            area < 40,
        )
    };
    (0..DECISIONS).map(line).collect()
}

/// A million lines of JSON, from the text to the report.
#[divan::bench(sample_count = 5)]
fn a_million_decisions(bencher: Bencher) {
    let book = RuleBook::load([("policy.toml", PACK)]).expect("a sound pack");
    let policy = book.on("2026-11-22".parse().expect("a day"));
    let policy = policy.consistency("xx.policy/decisions").expect("a policy");
    let lines = lines();
    bencher.counter(ItemsCount::new(DECISIONS)).bench_local(|| {
        let mut consistency = Consistency::new(policy);
        for (number, line) in (1..).zip(&lines) {
            let row = Row::from_json(line).expect("a sound line");
            consistency.add(number, &Decision::read(&row).expect("a sound decision"));
        }
        consistency.finish()
    });
}
