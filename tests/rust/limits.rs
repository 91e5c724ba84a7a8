//! Time limits: the shared vectors, the clock against one that ticks day by day, many cases at once, examples.

mod bundled;
mod columns;
mod events;
mod simulated;
mod told;
mod vectors;

use std::sync::LazyLock;

use evenhand::RuleBook;
use evenhand::calendar::Calendar;

const CLOCK: (&str, &str) = ("clock.toml", include_str!("../vectors/limits/clock.toml"));

/// The bundled packs and the one of the vectors.
fn book() -> RuleBook {
    let bundled = evenhand_rules::PACKS.iter().map(|pack| (pack.path, pack.text));
    RuleBook::load(bundled.chain([CLOCK])).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The pack of the vectors alone.
fn vectors_book() -> &'static RuleBook {
    static BOOK: LazyLock<RuleBook> =
        LazyLock::new(|| RuleBook::load([CLOCK]).unwrap_or_else(|faults| panic!("{faults}")));
    &BOOK
}

fn calendar() -> &'static Calendar {
    static CALENDAR: LazyLock<Calendar> =
        LazyLock::new(|| Calendar::bundled("cn").expect("the bundled calendar"));
    &CALENDAR
}
