//! Evenhand (准绳): rules of administrative discretion, exact, dated and explained.
//!
//! An officer enters the facts of a violation; the rules, not the mood of the day, give the penalty, with the
//! article and the reason.
//!
//! ```
//! # #[cfg(feature = "bundled")] {
//! use evenhand::{Facts, Language, RuleBook};
//! use rust_decimal::dec;
//!
//! let book = RuleBook::bundled()?;
//! let item = book.on("2026-11-21".parse()?).item("cn.dongying.city-appearance/46-4")?;
//! let outcome = item.assess(&Facts::new().with("area", dec!(16.8)))?;
//!
//! println!("{}", outcome.explanation(Language::English));
//! println!("{}", outcome.to_json());
//! # assert!(outcome.explanation(Language::English).contains("100 yuan/m² × 16.8 m²"));
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The way of the data
//!
//! ```text
//! pack (TOML) ──read──▶ Pack ──compile──▶ RuleBook ──on(day)──▶ Item ──assess(facts)──▶ Outcome ──▶ explanation
//!                        │                   │
//!                        └── Diagnostics ◀───┘
//! ```
//!
//! A stage knows the stage before it, never the one after. Each room of the library is a module:
//! [`number`], [`time`], [`calendar`] (working days), [`limit`] (lengths of time), [`diagnostic`], [`feel`] (the formula
//! language), [`pack`] (the file format), the rule book, [`penalty`], the outcome, the law over a [`Case`] (the versions
//! of its days, the general law, several rules), [`columns`] (an item over millions of rows), [`consistency`] (many decisions beside each other), and [`check`], which looks for faults of the rules themselves.
//!
//! # What it promises
//!
//! * **Exact or an error.** Formulas run on fractions of 128-bit integers. A result that does not fit is an error,
//!   never a wrong number. There is no float anywhere.
//! * **Bad input gets a clear answer.** No input makes it panic; faults of packs come with their place, faults of
//!   facts name the fact and what was expected.
//! * **The same bytes everywhere.** No clock, no global state, no I/O, no unsafe code.
//!
//! # Features
//!
//! * `bundled`: [`RuleBook::bundled`] and `Calendar::bundled`, the packs and calendars that come with the library. Off for
//!   those who bring their own.
//! * `whole` (on by default): all of a pack is read. Off, what decides no case and counts no limit is stepped over unread:
//!   scores, indices, screens, surcharges, policies of supervision and of consistency, compliance, worked examples; for the module of
//!   pages, where every byte is waited for.
//! * `signatures` (on by default): [`Trust`] takes packs by the signature of an office, not only by their digests.
//! * `reference` (on by default): the JSON Schema and the reference of the formats, and with them the words of every key.
//! * `cli`: the `evenhand` command. Only it reads files, the clock and the environment.

mod book;
pub mod calendar;
mod case;
pub mod check;
pub mod columns;
pub mod compliance;
pub mod consistency;
pub mod diagnostic;
mod facts;
pub mod feel;
mod language;
mod law;
pub mod limit;
mod lines;
pub mod number;
mod outcome;
pub mod pack;
pub mod penalty;
mod record;
pub mod risk;
mod seen;
pub mod supervise;
mod table;
pub mod time;
mod trust;
mod wire;

pub use book::{
    Aspect, BookOn, Change, DatedLimit, Ending, LimitRule, RuleBook, Scheme, SchemeError, SchemeKind,
    SurchargeRule,
};
pub use case::{Case, Days};
pub use facts::{Facts, Given};
pub use language::{Bilingual, Language};
pub use law::{Concurrence, Precedence};
pub use outcome::{
    AppliedMeasure, AppliedProcedure, AppliedStep, Assumption, Compared, DocumentPhrases, DueOutcome,
    DueStep, FoundCircumstance, LawOfTheDay, Outcome, Phrases, SurchargeOutcome, Warning, fact_values,
    length_text,
};
pub use penalty::{AssessError, Decision, Item};
pub use trust::{Trust, TrustError};
pub use wire::{Difference, Verdict, VerifyError};
