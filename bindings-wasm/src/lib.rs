//! The library for JavaScript: each file hands one type of it over, no rule stands here.
//!
//! In: texts, and facts as `given` reads them. Out: the JSON that every language gets, and for a bare decision a few lines
//! that are quicker to take apart. What people call (`js/`) is a layer over this, written in TypeScript.

mod book;
mod calendar;
#[cfg(feature = "full")]
mod check;
#[cfg(feature = "full")]
mod columns;
mod error;
mod given;
mod item;
#[cfg(feature = "full")]
mod schemes;
#[cfg(feature = "full")]
mod supervise;
mod trust;
#[cfg(feature = "full")]
mod verify;
