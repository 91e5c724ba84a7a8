//! How much memory reading and checking take at their peak: the line `max alloc`. `cargo bench --bench memory`
//!
//! A file of its own, because counting makes what is counted slower.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run should stop")]

use divan::{AllocProfiler, Bencher};
use evenhand::RuleBook;

mod drawn;
use drawn::{Cells, TABLES};

#[global_allocator]
static COUNTED: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// Every bundled pack; one document; the largest one.
#[divan::bench(sample_count = 10, args = ["all", "cn.dongying.city-appearance", "cn.guangdong.ecology"])]
fn load(bencher: Bencher, which: &str) {
    bencher.bench(|| {
        let packs = evenhand_rules::PACKS.iter().filter(|pack| which == "all" || pack.concerns(which));
        RuleBook::load(packs.map(|pack| (pack.path, pack.text))).expect("the bundled packs are sound")
    });
}

/// The checks of every bundled pack.
#[divan::bench(sample_count = 5)]
fn check_bundled(bencher: Bencher) {
    let book = drawn::bundled();
    bencher.bench(|| book.check(None).len());
}

/// The checks of a book of 10,000 items.
#[divan::bench(sample_count = 5)]
fn check_ten_thousand_items(bencher: Bencher) {
    let book = drawn::ten_thousand_items();
    bencher.bench(|| book.check(None).len());
}

/// The checks of one hostile table.
#[divan::bench(sample_count = 5, args = TABLES)]
fn check_table(bencher: Bencher, which: (Cells, usize, u64)) {
    let book = drawn::table(which);
    bencher.bench(|| book.check(None).len());
}
