//! How long one case and one book take. `cargo bench`

#![allow(clippy::expect_used, reason = "a benchmark that cannot run should stop")]
#![allow(clippy::arithmetic_side_effects, reason = "counts of a benchmark")]

use std::sync::Arc;

use divan::{Bencher, black_box};
use evenhand::{Case, Facts, Item, Language, RuleBook};
use rust_decimal::dec;

fn main() {
    divan::main();
}

fn bundled() -> RuleBook {
    RuleBook::load(evenhand_rules::PACKS.iter().map(|pack| (pack.path, pack.text)))
        .expect("the bundled packs are sound")
}

fn item(id: &str) -> Arc<Item> {
    let day = "2026-01-01".parse().expect("a day");
    Arc::clone(bundled().on(day).item(id).expect("a bundled item"))
}

fn stall() -> (Arc<Item>, Facts) {
    (item("cn.dongying.city-appearance/46-4"), Facts::new().with("area", dec!(16.8)))
}

fn shop() -> (Arc<Item>, Facts) {
    (item("cn.hangzhou.shop-display/1"), Facts::new().with("area", dec!(2.57)).with("repeat", true))
}

fn dumping() -> (Arc<Item>, Facts) {
    let facts = Facts::new()
        .with("tonnes", dec!(5))
        .with("days", 4)
        .with("disposal_cost", dec!(50000))
        .with("region", "ordinary")
        .with("correction", "partial");
    (item("cn.guangdong.ecology/4.7"), facts)
}

/// The bare amount, without trace.
#[divan::bench(sample_size = 100, args = ["stall 46-4", "tiers", "weights"])]
fn decide(bencher: Bencher, which: &str) {
    let (item, facts) = pick(which);
    bencher.bench(|| item.decide(black_box(&facts)).is_ok());
}

/// The outcome with its trace, explanation not yet written.
#[divan::bench(sample_size = 100, args = ["stall 46-4", "tiers", "weights"])]
fn assess(bencher: Bencher, which: &str) {
    let (item, facts) = pick(which);
    bencher.bench(|| item.assess(black_box(&facts)).is_ok());
}

/// The outcome with its trace, and the paragraph in one language.
#[divan::bench(sample_size = 100, args = ["stall 46-4", "tiers", "weights"])]
fn assess_and_explain(bencher: Bencher, which: &str) {
    let (item, facts) = pick(which);
    bencher
        .bench(|| item.assess(black_box(&facts)).map(|outcome| outcome.explanation(Language::Chinese).len()));
}

/// The outcome as JSON, with everything in both languages.
#[divan::bench(sample_size = 100, args = ["stall 46-4", "tiers", "weights"])]
fn assess_to_json(bencher: Bencher, which: &str) {
    let (item, facts) = pick(which);
    bencher.bench(|| item.assess(black_box(&facts)).map(|outcome| outcome.to_json().len()));
}

/// The bare amount with the general law applied: the versions of two days, circumstances, limitation.
#[divan::bench(sample_size = 100, args = ["stall 46-4", "tiers", "weights"])]
fn decide_case(bencher: Bencher, which: &str) {
    let (book, item, case) = case(which);
    bencher.bench(|| book.decide(&item.id, black_box(&case)).is_ok());
}

/// The outcome of a case with its trace, explanation not yet written.
#[divan::bench(sample_size = 100, args = ["stall 46-4", "tiers", "weights"])]
fn assess_case(bencher: Bencher, which: &str) {
    let (book, item, case) = case(which);
    bencher.bench(|| book.assess(&item.id, black_box(&case)).is_ok());
}

fn case(which: &str) -> (RuleBook, Arc<Item>, Case) {
    let (item, facts) = pick(which);
    let facts = facts.with("party", "individual").with("first_violation", true);
    let day = |text: &str| text.parse().expect("a day");
    (bundled(), item, Case::new(facts, day("2026-01-01")).acted(day("2025-03-01")).found(day("2025-03-02")))
}

fn pick(which: &str) -> (Arc<Item>, Facts) {
    match which {
        "tiers" => shop(),
        "weights" => dumping(),
        _ => stall(),
    }
}

/// Reading, checking and compiling every bundled pack.
#[divan::bench]
fn load_bundled(bencher: Bencher) {
    bencher.bench(bundled);
}

/// The same for the packs that one document needs.
#[divan::bench(args = ["cn.dongying.city-appearance", "cn.guangdong.ecology"])]
fn load_document(bencher: Bencher, document: &str) {
    let packs = || evenhand_rules::PACKS.iter().filter(|pack| pack.concerns(document));
    bencher.bench(|| {
        RuleBook::load(packs().map(|pack| (pack.path, pack.text))).expect("the bundled packs are sound")
    });
}

/// A generated pack of this many items: the cost must grow in proportion.
#[divan::bench(args = [100, 1000, 10_000], sample_count = 10)]
fn load_generated(bencher: Bencher, items: usize) {
    let pack = generated(items);
    bencher.bench(|| {
        RuleBook::load([("generated.toml", black_box(&pack))]).expect("the generated pack is sound")
    });
}

/// Items of the usual kinds: a rate with a cap, a table of tiers, a weighted table.
fn generated(items: usize) -> String {
    let mut pack = String::from(
        r#"format = 1
id = "xx.generated.pack"
title = { zh = "生成的规则", en = "Generated rules" }
source = { kind = "illustration", issuer = "benchmark", checked = 2026-11-21 }
in-force = { from = 2020-01-01 }

[facts]
area = { type = "number", unit = "m2", range = "(0..100000]", decimals = 2, label = { zh = "面积", en = "area" } }
offences = { type = "number", unit = "time", range = "[1..100]", label = { zh = "次数", en = "offences" } }
disrupted = { type = "boolean", label = { zh = "扰乱秩序", en = "disrupted order" } }
"#,
    );
    for number in 0..items {
        let body = match number % 3 {
            0 => {
                "fine = \"min(100 * area, 2000)\"\nstatutory = \"[0..2000]\"\nexamples = [{ given = { area = 16.8 }, fine = 1680 }]"
            }
            1 => {
                "statutory = \"[1000..5000]\"\ntiers = [\n  { tier = \"较轻\", offences = \"1\", fine = \"1000\" },\n  { tier = \"较重\", offences = \"2\", fine = \"[1000..3000]\" },\n  { tier = \"严重\", any = [{ offences = \">= 3\" }, { disrupted = true }], fine = \"5000\" },\n]"
            }
            _ => {
                "statutory = \"[10000..100000]\"\nbase = \"100000\"\nweights = { start = \"10%\", cap = \"100%\", factors = [\n  { fact = \"offences\", weight = { \"1\" = \"0%\", \"2\" = \"1/24\", \">= 3\" = \"1/12\" } },\n] }"
            }
        };
        pack.push_str(&format!(
            "\n[penalty.{number}]\ntitle = {{ zh = \"第{number}项\", en = \"item {number}\" }}\nbasis = \"第{number}条\"\n{body}\n"
        ));
    }
    pack
}
