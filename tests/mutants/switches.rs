//! Which change of the code is switched on: written into the copy of the core in which all of them are.

use std::fs::OpenOptions;
use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// How many changes there are.
const CHANGES: usize = CHANGES_OF_THIS_COPY;

/// What a process is told by its environment.
enum Asked {
    /// The one change that is on.
    On(usize),
    /// To write down, in this file, each change that it comes by.
    Told(String),
    Nothing,
}

static ASKED: OnceLock<Asked> = OnceLock::new();
static MET: [AtomicBool; CHANGES] = [const { AtomicBool::new(false) }; CHANGES];

/// Whether a change is on. What the compiler works out itself is never changed.
#[inline]
pub(crate) const fn is(number: usize) -> bool {
    core::intrinsics::const_eval_select((number,), never, on)
}

const fn never(_: usize) -> bool {
    false
}

fn on(number: usize) -> bool {
    match ASKED.get_or_init(asked) {
        Asked::On(one) => *one == number,
        Asked::Nothing => false,
        Asked::Told(file) => {
            if !MET[number].swap(true, Ordering::Relaxed) {
                let mut file = OpenOptions::new().create(true).append(true).open(file).expect("a file to write to");
                file.write_all(format!("{number}\n").as_bytes()).expect("a file to write to");
            }
            false
        }
    }
}

fn asked() -> Asked {
    if let Ok(file) = std::env::var("EVENHAND_CHANGES_MET") {
        return Asked::Told(file);
    }
    std::env::var("EVENHAND_CHANGE").map_or(Asked::Nothing, |number| Asked::On(number.parse().expect("a number")))
}
