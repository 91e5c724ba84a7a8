//! How long the checks of rules take. `cargo bench --bench check`

#![allow(clippy::expect_used, reason = "a benchmark that cannot run should stop")]

use divan::Bencher;
use evenhand::RuleBook;

mod drawn;
use drawn::{Cells, TABLES};

fn main() {
    divan::main();
}

fn checked(bencher: Bencher, book: &RuleBook) {
    let day = "2026-11-22".parse().expect("a day");
    bencher.bench(|| book.check(Some(day)).len());
}

/// Every bundled pack.
#[divan::bench(sample_count = 20)]
fn bundled(bencher: Bencher) {
    checked(bencher, &drawn::bundled());
}

/// A book of 10,000 items.
#[divan::bench(sample_count = 5)]
fn ten_thousand_items(bencher: Bencher) {
    checked(bencher, &drawn::ten_thousand_items());
}

/// One hostile table, decided or given up.
#[divan::bench(sample_count = 5, args = TABLES)]
fn table(bencher: Bencher, which: (Cells, usize, u64)) {
    checked(bencher, &drawn::table(which));
}
