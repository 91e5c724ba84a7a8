#![no_main]

#[path = "../../tests/rust/entries/mod.rs"]
mod entries;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entries::run("payments", bytes));
