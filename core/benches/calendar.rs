//! Working days over a column. `cargo bench --bench calendar`

#![allow(clippy::expect_used, reason = "a benchmark that cannot run should stop")]
#![allow(clippy::arithmetic_side_effects, reason = "counts of a benchmark")]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use evenhand::calendar::Calendar;
use evenhand::time::Date;

const ROWS: usize = 1_000_000;

fn main() {
    divan::main();
}

fn calendar() -> Calendar {
    Calendar::read("cn.toml", text()).expect("the bundled calendar is sound")
}

fn text() -> &'static str {
    evenhand_rules::CALENDARS.iter().find(|file| file.id == "cn").expect("a bundled calendar").text
}

/// A million days of the covered years in no order, as applications come in.
fn days() -> Vec<i32> {
    let first = Date::new(2007, 3, 1).expect("a day").epoch_day();
    let last = Date::new(2026, 10, 1).expect("a day").epoch_day();
    let mut place = 1_u64;
    let mut next = || {
        place = place.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        i32::try_from((place >> 33) % u64::from((last - first).unsigned_abs())).expect("a small number")
    };
    (0..ROWS).map(|_| first + next()).collect()
}

/// Twenty working days after each day of a column of a million.
#[divan::bench(args = [20, -20])]
fn plus_working_days_over_a_column(bencher: Bencher, n: i32) {
    let (calendar, days) = (calendar(), days());
    let mut out = vec![0; days.len()];
    bencher
        .counter(ItemsCount::new(ROWS))
        .bench_local(|| calendar.plus_working_days_over(black_box(&days), n, &mut out).is_ok());
}

/// The same one day at a time.
#[divan::bench]
fn plus_working_days_one_by_one(bencher: Bencher) {
    let calendar = calendar();
    let days: Vec<Date> = days().into_iter().filter_map(Date::from_epoch_day).collect();
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        days.iter().filter(|day| calendar.plus_working_days(black_box(**day), 20).is_ok()).count()
    });
}

/// Reading the bundled calendar.
#[divan::bench]
fn read() -> bool {
    Calendar::read("cn.toml", black_box(text())).is_ok()
}
