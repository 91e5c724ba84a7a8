//! The surcharges of a pack, as they were read.

use rust_decimal::Decimal;

use crate::diagnostic::Span;
use crate::language::Bilingual;
use crate::limit::{Log, StopReason, SurchargeOf};
use crate::number::Rounding;
use crate::table::Located;
use crate::time::Date;

/// A surcharge: the shape is right, its rate and cap are still text.
#[derive(Clone, Debug)]
pub struct SurchargeDeclaration {
    /// Its key: the article.
    pub key: Located<String>,
    /// What it is called.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// The part of the money that each day adds.
    pub rate: Located<String>,
    /// The most that it comes to.
    pub cap: Option<Located<String>>,
    /// The article that says so.
    pub cap_basis: Option<Bilingual>,
    /// What each day's part is a part of.
    pub of: SurchargeOf,
    /// The limit for paying: a key of the pack, or an id.
    pub after: Option<Located<String>>,
    /// Instead, the event on whose day the money was to be paid.
    pub from: Option<Located<String>>,
    /// What keeps days from being counted.
    pub stops: Vec<StopReason>,
    /// How it is rounded.
    pub rounding: Option<Rounding>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// Worked examples.
    pub examples: Vec<SurchargeExample>,
}

/// A worked example of a surcharge: what happened, and what must come out.
#[derive(Clone, Debug)]
pub struct SurchargeExample {
    /// The place in the file.
    pub span: Span,
    /// What was to be paid.
    pub principal: Decimal,
    /// What happened.
    pub given: Log,
    /// The day that is asked about.
    pub on: Date,
    /// The surcharge.
    pub surcharge: Option<Decimal>,
    /// The days late.
    pub days: Option<i64>,
    /// The day on which it reached the cap.
    pub reached: Option<Date>,
    /// Principal and surcharge, less what was paid.
    pub owed: Option<Decimal>,
    /// Instead of all of these, the code of the error.
    pub error: Option<String>,
    /// The working.
    pub note: Option<Bilingual>,
}
