use rust_decimal::Decimal;
use thiserror::Error;

use crate::feel::FactType;
use crate::language::Bilingual;
use crate::number::NumberError;
use crate::pack::FactTypeDeclaration;
use crate::time::{Date, DateError};

/// Why there is no outcome. Exhaustive, so that a caller can answer each in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[allow(missing_docs, reason = "the messages say what the fields are")]
pub enum AssessError {
    /// There is no item with this id on any day.
    #[error("there is no item `{item}`{}", did_you_mean(suggestion))]
    UnknownItem { item: String, suggestion: Option<String> },
    /// The item exists, but not on this day.
    #[error("`{item}` is not in force on {on}: {}{}", periods(in_force), unrecorded(*earlier_unrecorded))]
    NotInForce { item: String, on: Date, in_force: Vec<(Date, Option<Date>)>, earlier_unrecorded: bool },
    /// A fact on which the result depends was not given.
    #[error("the fact `{fact}` ({}) is needed: give {}{}", label.en, kind.expected(), not_given(others))]
    MissingFact { fact: String, label: Bilingual, kind: Box<FactTypeDeclaration>, others: Vec<String> },
    /// A fact was given that the item does not have.
    #[error("`{item}` has no fact `{fact}`{}", did_you_mean_or(suggestion, known))]
    UnknownFact { item: String, fact: String, suggestion: Option<String>, known: Vec<String> },
    /// A fact was given twice.
    #[error("the fact `{fact}` is given twice")]
    DuplicateFact { fact: String },
    /// A fact has a value of another type.
    #[error("the fact `{fact}` must be {expected}, found `{found}`")]
    WrongType { fact: String, expected: FactType, found: String },
    /// A fact that must be a number is given as a text that is none.
    #[error("the fact `{fact}`: {error}")]
    NotANumber { fact: String, error: NumberError },
    /// A fact is given as a day that the calendar does not have.
    #[error("the fact `{fact}`: {error}")]
    NoSuchDay { fact: String, error: DateError },
    /// A number lies outside the range that the item declares.
    #[error("the fact `{fact}` must lie in {range}, found {value}")]
    OutOfRange { fact: String, value: Decimal, range: String },
    /// A number has more decimals than the item declares.
    #[error("the fact `{fact}` {}, found {value}", decimals_wanted(*decimals))]
    TooManyDecimals { fact: String, value: Decimal, decimals: u32 },
    /// A text is none of the values that the item declares.
    #[error("the fact `{fact}` has no value `{value}`{}", did_you_mean_or(suggestion, known))]
    UnknownValue { fact: String, value: String, suggestion: Option<String>, known: Vec<String> },
    /// No row of the table matches the facts: a gap in the rules.
    #[error("no tier of `{item}` matches these facts: the rule has a gap here")]
    NoTier { item: String },
    /// No cell of a weighted factor matches the fact: a gap in the rules.
    #[error("the weights of `{item}` have no level for `{fact}`: the rule has a gap here")]
    NoLevel { item: String, fact: String },
    /// Several rows match where only one may: each with its number, from one, and its tier, where it names one.
    #[error("several tiers of `{item}` match these facts: {}", rows(tiers))]
    SeveralTiers { item: String, tiers: Vec<(usize, Option<Bilingual>)> },
    /// The rule gives an amount that is none: below zero, or with its ends reversed.
    #[error("the rule `{item}` gives no valid amount for these facts: {min} to {max}")]
    InvalidAmount { item: String, min: String, max: String },
    /// One act cannot break the same rule twice.
    #[error("the item `{item}` is given twice; separate acts are assessed one by one")]
    DuplicateItem { item: String },
    /// A day of the case lies before one that must come first.
    #[error("the day `{second}` ({before}) lies before the day `{first}` ({on})")]
    DaysReversed { first: &'static str, on: Date, second: &'static str, before: Date },
    /// A number is too large to be exact.
    #[error("the result of `{item}` is too large to be exact")]
    Overflow { item: String },
}

impl AssessError {
    /// Every code that [`code`](Self::code) can give, with its meaning.
    pub const CODES: &[(&str, &str)] = &[
        ("unknown-item", "There is no item with this id on any day."),
        ("not-in-force", "The item exists, but not on this day."),
        ("missing-fact", "A fact on which the result depends was not given."),
        ("unknown-fact", "A fact was given that the item does not have."),
        ("duplicate-fact", "A fact was given twice."),
        ("wrong-type", "A fact has a value of another type, or a text that is no number."),
        ("out-of-range", "A number lies outside the range that the item declares."),
        ("too-many-decimals", "A number has more decimals than the item declares."),
        ("unknown-value", "A text is none of the values that the item declares."),
        ("no-tier", "No tier matches the facts: the rule has a gap."),
        ("no-level", "No level of a weighted factor matches the fact: the rule has a gap."),
        ("several-tiers", "Several tiers match where only one may: the rule contradicts itself."),
        ("invalid-amount", "The rule gives an amount below zero, or one with its ends reversed."),
        ("duplicate-item", "The same item is given twice for one act."),
        ("days-reversed", "A day of the case lies before one that must come first."),
        ("overflow", "A number is too large to be exact."),
    ];

    /// The stable name of the error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownItem { .. } => "unknown-item",
            Self::NotInForce { .. } => "not-in-force",
            Self::MissingFact { .. } => "missing-fact",
            Self::UnknownFact { .. } => "unknown-fact",
            Self::DuplicateFact { .. } => "duplicate-fact",
            Self::WrongType { .. } | Self::NotANumber { .. } | Self::NoSuchDay { .. } => "wrong-type",
            Self::OutOfRange { .. } => "out-of-range",
            Self::TooManyDecimals { .. } => "too-many-decimals",
            Self::UnknownValue { .. } => "unknown-value",
            Self::NoTier { .. } => "no-tier",
            Self::NoLevel { .. } => "no-level",
            Self::SeveralTiers { .. } => "several-tiers",
            Self::InvalidAmount { .. } => "invalid-amount",
            Self::DuplicateItem { .. } => "duplicate-item",
            Self::DaysReversed { .. } => "days-reversed",
            Self::Overflow { .. } => "overflow",
        }
    }

    /// The fact that the error is about, if it is about one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::MissingFact { fact, .. }
            | Self::UnknownFact { fact, .. }
            | Self::DuplicateFact { fact }
            | Self::WrongType { fact, .. }
            | Self::NotANumber { fact, .. }
            | Self::NoSuchDay { fact, .. }
            | Self::OutOfRange { fact, .. }
            | Self::TooManyDecimals { fact, .. }
            | Self::UnknownValue { fact, .. }
            | Self::NoLevel { fact, .. } => Some(fact),
            Self::DaysReversed { second, .. } => Some(second),
            Self::UnknownItem { .. }
            | Self::DuplicateItem { .. }
            | Self::NotInForce { .. }
            | Self::NoTier { .. }
            | Self::SeveralTiers { .. }
            | Self::InvalidAmount { .. }
            | Self::Overflow { .. } => None,
        }
    }
}

fn decimals_wanted(decimals: u32) -> String {
    match decimals {
        0 => "must be a whole number".to_owned(),
        1 => "has at most 1 decimal".to_owned(),
        decimals => format!("has at most {decimals} decimals"),
    }
}

fn not_given(others: &[String]) -> String {
    if others.is_empty() { String::new() } else { format!("; not given either: {}", others.join(", ")) }
}

fn rows(tiers: &[(usize, Option<Bilingual>)]) -> String {
    let row = |(row, tier): &(usize, Option<Bilingual>)| match tier {
        Some(tier) => format!("`{}` (row {row})", tier.en),
        None => format!("row {row}"),
    };
    tiers.iter().map(row).collect::<Vec<_>>().join(", ")
}

fn did_you_mean(suggestion: &Option<String>) -> String {
    suggestion.as_ref().map_or_else(String::new, |known| format!("; did you mean `{known}`?"))
}

fn did_you_mean_or(suggestion: &Option<String>, known: &[String]) -> String {
    match (suggestion, known) {
        (Some(_), _) => did_you_mean(suggestion),
        (None, []) => "; it has none".to_owned(),
        (None, known) => format!("; expected one of {}", known.join(", ")),
    }
}

fn unrecorded(earlier_unrecorded: bool) -> &'static str {
    if earlier_unrecorded { "; an earlier text was in force before, but is not recorded here" } else { "" }
}

fn periods(in_force: &[(Date, Option<Date>)]) -> String {
    let period = |(from, until): &(Date, Option<Date>)| match until {
        Some(until) => format!("in force from {from} to {until}"),
        None => format!("in force from {from}"),
    };
    in_force.iter().map(period).collect::<Vec<_>>().join(", ")
}
