//! Working days: the bundled calendar against figures worked out from the notices, counting against a walk day by day,
//! and files of a user's own.

use std::sync::LazyLock;

use evenhand::calendar::Calendar;
use evenhand::time::Date;

mod bundled;
mod counting;
mod own_files;

static CN: LazyLock<Calendar> = LazyLock::new(|| Calendar::bundled("cn").unwrap());

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
