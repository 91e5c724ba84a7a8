//! Items over columns, beside loops written by hand. `cargo bench --bench columns`
//!
//! Ten million rows, fewer where every row goes the exact way; the items a second are what counts.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run should stop")]
#![allow(clippy::arithmetic_side_effects, reason = "counts of a benchmark")]

use std::sync::Arc;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use evenhand::RuleBook;
use evenhand::columns::{AmountValues, Amounts, Codes, Column, ColumnPlan, Outputs, Progress, Values};

const ROWS: usize = 10_000_000;
const EXACT_ROWS: usize = 1_000_000;

fn main() {
    divan::main();
}

/// Numbers below `sides` in no order.
fn rolls(rows: usize, sides: u64) -> Vec<i64> {
    let mut place = 1_u64;
    let mut next = || {
        place = place.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        i64::try_from((place >> 33) % sides).expect("a small number")
    };
    (0..rows).map(|_| next()).collect()
}

fn shop() -> ColumnPlan {
    let book = RuleBook::load(evenhand_rules::PACKS.iter().map(|pack| (pack.path, pack.text)))
        .expect("the bundled packs are sound");
    let day = "2026-01-01".parse().expect("a day");
    ColumnPlan::new(Arc::clone(book.on(day).item("cn.hangzhou.shop-display/1").expect("a bundled item")))
}

/// Areas in hundredths up to 15 square metres, so that every tier comes up.
fn areas() -> Vec<i64> {
    rolls(ROWS, 1500).iter().map(|area| area + 1).collect()
}

fn repeats() -> Vec<u8> {
    rolls(ROWS, 4).iter().map(|roll| u8::from(*roll == 0)).collect()
}

/// The fines of a plan over columns.
fn decide(bencher: Bencher, plan: &ColumnPlan, columns: &[(&str, Column<'_>)], threads: usize) {
    let bound = plan.bind(columns).expect("the columns fit");
    let (mut fines, mut validity) = (vec![0; bound.rows()], vec![0; bound.rows().div_ceil(8)]);
    bencher.counter(ItemsCount::new(bound.rows())).bench_local(|| {
        let min = Some(Amounts { values: AmountValues::Int64(&mut fines), validity: &mut validity });
        bound
            .decide(black_box(Outputs { min, ..Outputs::default() }), threads, Progress::IGNORED)
            .expect("nobody stops it");
    });
}

/// The same rule in a loop for this rule alone: whole hundredths in 32 bits, which are enough for it, and no branch.
#[inline(always)]
fn by_hand(areas: &[i64], repeats: &[u8], fines: &mut [i64]) {
    for ((fine, area), repeat) in fines.iter_mut().zip(areas).zip(repeats) {
        let area = i32::try_from((*area).min(100_000)).unwrap_or(0);
        let (low, high) = match area {
            ..=100 => (5_000, 20_000),
            101..=300 => (20_000, 50_000),
            301..=500 => (50_000, 100_000),
            _ => (100_000, 200_000),
        };
        let amount = (185 * area).max(low).min(high);
        let repeated = i32::try_from((amount.cast_unsigned() * 13 + 5) / 10).unwrap_or(0);
        let amount = if *repeat != 0 { repeated } else { amount };
        *fine = amount.clamp(5_000, 200_000).into();
    }
}

#[divan::bench(sample_count = 20)]
fn shop_by_hand(bencher: Bencher) {
    let (areas, repeats, mut fines) = (areas(), repeats(), vec![0; ROWS]);
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| by_hand(black_box(&areas), &repeats, &mut fines));
}

/// The same loop, compiled for the processors that have AVX2.
#[cfg(target_arch = "x86_64")]
#[divan::bench(sample_count = 20)]
fn shop_by_hand_avx2(bencher: Bencher) {
    use fearless_simd::{Level, Simd};
    let (areas, repeats, mut fines) = (areas(), repeats(), vec![0; ROWS]);
    let Some(avx2) = Level::new().as_avx2() else { return };
    bencher
        .counter(ItemsCount::new(ROWS))
        .bench_local(|| avx2.vectorize(|| by_hand(black_box(&areas), &repeats, &mut fines)));
}

#[divan::bench(sample_count = 20, args = [1, 2, 4])]
fn shop_from_integers(bencher: Bencher, threads: usize) {
    let (plan, areas, repeats) = (shop(), areas(), repeats());
    let area = Column::new(Values::Decimal64 { values: &areas, scale: 2 });
    decide(
        bencher,
        &plan,
        &[("area", area), ("repeat", Column::new(Values::BooleanBytes(&repeats)))],
        threads,
    );
}

#[divan::bench(sample_count = 20)]
fn shop_from_floats(bencher: Bencher) {
    let (plan, repeats) = (shop(), repeats());
    let areas: Vec<f64> = areas().iter().map(|area| format!("{area}e-2").parse().expect("a float")).collect();
    let area = Column::new(Values::Float64(&areas));
    decide(bencher, &plan, &[("area", area), ("repeat", Column::new(Values::BooleanBytes(&repeats)))], 1);
}

#[divan::bench(sample_count = 20)]
fn shop_from_decimals(bencher: Bencher) {
    let (plan, repeats) = (shop(), repeats());
    let areas: Vec<i128> = areas().iter().map(|area| i128::from(*area)).collect();
    let area = Column::new(Values::Decimal128 { values: &areas, scale: 2 });
    decide(bencher, &plan, &[("area", area), ("repeat", Column::new(Values::BooleanBytes(&repeats)))], 1);
}

/// Every result column that such an item has.
#[divan::bench(sample_count = 20)]
fn shop_all_results(bencher: Bencher) {
    let (plan, areas, repeats) = (shop(), areas(), repeats());
    let area = Column::new(Values::Decimal64 { values: &areas, scale: 2 });
    let columns = [("area", area), ("repeat", Column::new(Values::BooleanBytes(&repeats)))];
    let bound = plan.bind(&columns).expect("the columns fit");
    let bytes = ROWS.div_ceil(8);
    let mut amounts = vec![(vec![0_i64; ROWS], vec![0_u8; bytes]); 4];
    let (mut tier, mut outcome, mut error) = (vec![0; ROWS], vec![0; ROWS], vec![0; ROWS]);
    let mut clamped = vec![0; bytes];
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        let mut room = amounts
            .iter_mut()
            .map(|(values, validity)| Amounts { values: AmountValues::Int64(values), validity });
        let wanted = Outputs {
            min: room.next(),
            max: room.next(),
            statutory_min: room.next(),
            statutory_max: room.next(),
            tier: Some(&mut tier),
            outcome: Some(&mut outcome),
            error: Some(&mut error),
            clamped: Some(&mut clamped),
            ..Outputs::default()
        };
        bound.decide(wanted, 1, Progress::IGNORED).expect("nobody stops it");
    });
}

fn made_up(body: &str) -> ColumnPlan {
    let pack = format!(
        r#"format = 1
id = "xx.generated.pack"
title = {{ zh = "生成的规则", en = "Generated rules" }}
source = {{ kind = "illustration", issuer = "benchmark", checked = 2026-11-21 }}
in-force = {{ from = 2020-01-01 }}
{body}"#
    );
    let book = RuleBook::load([("generated.toml", pack)]).expect("the generated pack is sound");
    let item = book.items().next().expect("an item");
    ColumnPlan::new(Arc::clone(item))
}

/// A weighted table of eight texts with five values each.
#[divan::bench(sample_count = 20)]
fn eight_weights(bencher: Bencher) {
    let (mut facts, mut factors) = (String::new(), String::new());
    let names: Vec<String> = (0..8).map(|number| format!("factor{number}")).collect();
    for name in &names {
        facts.push_str(&format!(
            "{name} = {{ type = \"string\", values = [\"a\", \"b\", \"c\", \"d\", \"e\"] }}\n"
        ));
        factors.push_str(&format!(
            "{{ fact = \"{name}\", weight = {{ a = \"0%\", b = \"1/24\", c = \"1/12\", d = \"10%\", e = \"12.5%\" }} }},\n"
        ));
    }
    let plan = made_up(&format!(
        "[facts]\n{facts}\n[penalty.1]\ntitle = {{ zh = \"一\", en = \"one\" }}\nbasis = \"1\"\nstatutory = \"[10000..100000]\"\n\
         base = \"100000\"\nweights = {{ start = \"10%\", cap = \"100%\", factors = [\n{factors}] }}\n"
    ));
    let codes: Vec<u8> =
        rolls(ROWS, 5).iter().map(|code| u8::try_from(*code).expect("a small number")).collect();
    let texts = ["a", "b", "c", "d", "e"];
    let column = Column::new(Values::Dictionary { codes: Codes::UInt8(&codes), texts: &texts });
    let columns: Vec<(&str, Column<'_>)> = names.iter().map(|name| (name.as_str(), column)).collect();
    decide(bencher, &plan, &columns, 1);
}

/// Parts of a square metre that count as a whole one: no kernel, every row is evaluated by itself.
#[divan::bench(sample_count = 10)]
fn exact_way(bencher: Bencher) {
    let plan = made_up(
        "[facts]\narea = { type = \"number\", unit = \"m2\", range = \"(0..100000]\", decimals = 2 }\n\n[penalty.1]\n\
         title = { zh = \"一\", en = \"one\" }\nbasis = \"1\"\nstatutory = \"[0..2000]\"\nfine = \"min(100 * ceiling(area, 0), 2000)\"\n",
    );
    let areas: Vec<i64> = rolls(EXACT_ROWS, 1500).iter().map(|area| area + 1).collect();
    decide(bencher, &plan, &[("area", Column::new(Values::Decimal64 { values: &areas, scale: 2 }))], 1);
}
