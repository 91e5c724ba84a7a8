use std::fmt;

/// An enum of stable codes: a row gives the explanation, the name, the code and the title of each.
macro_rules! codes {
    (
        $(#[doc = $about:literal])+ $name:ident;
        $($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $title:literal;)+
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The code as it is printed: a letter and four digits.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// What it stands for, in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// What it is, why it matters, and what to do where that is not plain.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc, "\n"),+)),+ }
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// The stable code of a fault. Codes are never reused; `docs/diagnostics.md` is made from this list.
    Code;

    /// The file is not UTF-8 text. Save it as UTF-8.
    NotUtf8 = "E0001", "not UTF-8";
    /// The file is larger than 16 MiB, the most that is read.
    TooLarge = "E0002", "too large";
    /// The file is not TOML 1.1: a quote, bracket or `=` is missing, a key stands twice, or values are nested
    /// deeper than a reader can follow.
    Syntax = "E0003", "not TOML";
    /// The file has more faults than are worth printing at once; the first hundred are there.
    TooManyFaults = "E0005", "too many faults";
    /// `format` names a version of the pack format that this library does not know.
    UnknownFormat = "E0004", "unknown format version";

    /// The key does not exist at this place. A misspelt key would be a rule that is silently not applied, so
    /// every unknown key is refused.
    UnknownKey = "E0101", "unknown key";
    /// A key that must be there is missing.
    MissingKey = "E0102", "missing key";
    /// The value has another type than the key takes.
    WrongType = "E0103", "wrong type of value";
    /// The value is none of those that the key takes.
    NotAChoice = "E0104", "not one of the choices";
    /// A pack id is lower-case segments joined by dots, such as `cn.dongying.city-appearance`; an item id has
    /// letters, digits, dots and dashes.
    InvalidId = "E0105", "invalid id";
    /// Two keys that exclude each other are both there.
    Contradiction = "E0106", "keys that exclude each other";

    /// A fact's `range` is not a range of numbers, its ends are reversed, or no value with the declared
    /// decimals lies in it.
    InvalidRange = "E0201", "invalid range";
    /// A fact's name is not a plain name, or it is a word of the formula language or a key of a tier.
    InvalidName = "E0202", "invalid name";
    /// The unit is not known.
    UnknownUnit = "E0203", "unknown unit";
    /// The number has more decimals than a value of this kind can have.
    TooManyDecimals = "E0204", "too many decimals";

    /// The text is not an expression of the formula language.
    Expression = "E0301", "not an expression";
    /// The formula names a fact that is not declared.
    UnknownFact = "E0302", "unknown fact";
    /// A value of one type stands where another is needed.
    TypeMismatch = "E0303", "wrong type in a formula";
    /// Quantities of different units are added or compared, or a formula comes out in another unit than its
    /// place needs.
    UnitMismatch = "E0304", "units do not fit";
    /// The divisor can be zero for facts in their declared ranges.
    DivisionByZero = "E0305", "possible division by zero";
    /// The expression is longer than 16 KiB or nested deeper than 100 levels.
    TooComplex = "E0306", "expression too long or too deep";
    /// The place takes constants only, so that it can be proved about.
    NotConstant = "E0307", "not a constant";
    /// A function gets too few or too many arguments.
    WrongArguments = "E0308", "wrong number of arguments";
    /// The text compares a fact with a value that the fact does not have.
    UnknownValue = "E0309", "unknown value";

    /// Nothing says how much the fine is: no `fine`, no tiers that give it, no weights, no statutory range.
    NoAmount = "E0401", "no amount";
    /// An amount has its ends reversed for every case, or is below zero.
    InvalidAmount = "E0402", "invalid amount";
    /// The measure is not known.
    UnknownMeasure = "E0403", "unknown measure";
    /// An example does not fit its item: an unknown fact, a value out of range, an amount that is none.
    InvalidExample = "E0404", "invalid example";

    /// The document ends before it comes into force.
    EmptyPeriod = "E0501", "never in force";
    /// Two documents with the same id are in force on the same day.
    OverlappingVersions = "E0502", "overlapping versions";
    /// `replaces` or `cancelled` names an item that no earlier version has. It is only looked for where an earlier
    /// version is among the packs.
    UnknownEarlierItem = "E0503", "unknown earlier item";

    /// A year of a calendar is four digits, such as `[year.2026]`.
    InvalidYear = "E0601", "not a year";
    /// A span of days has its ends reversed or more than 366 days, or lies outside of the year that it was
    /// published for, the December before and the January after it.
    InvalidDays = "E0602", "days out of place";
    /// One notice names a day twice, or the notices for two years name the same day. What was changed later stands
    /// in `changes`.
    DayNamedTwice = "E0603", "a day named twice";
    /// The notice for a year names a day as worked that is no day of the weekend. It would be worked anyway, so
    /// another day may be meant.
    WorkedAnyway = "E0604", "a worked day that is worked anyway";

    /// A limit names an event that its document does not declare in `[events]`. A limit that is counted from an event
    /// that nobody can give would never run.
    UnknownEvent = "E0701", "unknown event";
    /// An office has promised more time than the law gives, or in another unit, so that nobody can say which of the two
    /// is shorter.
    PromiseTooLong = "E0702", "a promise longer than the law";
    /// `statutory` names a limit that its document does not have, or one that itself keeps within another. It is only
    /// looked for where the document is among the packs.
    UnknownLimit = "E0703", "unknown limit";
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
