//! The checks of rules: each finding is announced where it stands, shown by its witness, and held against a judge that
//! shares nothing with the engine.
//!
//! `tests/checks/*.toml` are packs with one fault each; a folder there is one rule book of several files. `#~ C0101` at
//! the end of a line announces a finding whose first label points to it. The pack of the same name in
//! `tests/checks/sound` is its nearest neighbour, in which nothing is found. The day that is asked about is 2026-11-22.

mod announced;
mod conditions;
mod drawn;
mod judge;
mod told;
mod unannounced;
