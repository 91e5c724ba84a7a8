//! How much memory reading takes at its peak: the line `max alloc`. `cargo bench --bench memory`
//!
//! A file of its own, because counting makes what is counted slower.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run should stop")]

use divan::{AllocProfiler, Bencher};
use evenhand::RuleBook;

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
