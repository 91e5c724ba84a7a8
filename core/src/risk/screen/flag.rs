use std::sync::Arc;

use rust_decimal::Decimal;

use super::Statistic;
use crate::diagnostic::Span;
use crate::language::{Bilingual, Language};
use crate::number::{Range, Rational};
use crate::penalty::Document;

/// What is looked for in tenders, by which limits: read from a pack and ready to be applied.
#[non_exhaustive]
#[derive(Debug)]
pub struct Screen {
    /// Its id: the document's, `/`, and its name.
    pub id: String,
    /// The document.
    pub document: Arc<Document>,
    /// The place of its key in the pack.
    pub span: Span,
    /// What is screened.
    pub title: Bilingual,
    /// The article, or the paper.
    pub basis: Bilingual,
    /// Whether tenders that were cancelled are judged.
    pub cancelled: bool,
    /// What is looked for.
    pub flags: Vec<Flag>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// Worked examples.
    pub examples: Vec<ScreenExample>,
}

/// One thing that is looked for.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Flag {
    /// The word for it.
    pub code: String,
    /// What it is called.
    pub title: Bilingual,
    /// The article, or the paper.
    pub basis: Bilingual,
    /// What is looked for.
    pub test: Test,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// What a flag looks for.
#[derive(Clone, Debug)]
pub enum Test {
    /// Each of these statistics lies in its range.
    Statistics {
        /// The statistics, with the ranges in which they are suspicious.
        when: Vec<(Statistic, Range)>,
        /// The fewest bids that are judged.
        bids: usize,
    },
    /// Different tenderers handed in bids at the same price.
    IdenticalPrices,
    /// The prices are an arithmetic progression of at least so many bids.
    RegularSpacing(usize),
    /// The prices are a geometric progression of at least so many bids.
    ConstantRatio(usize),
    /// Different tenderers have something in common.
    Shared(Shared),
    /// The time for handing in bids is shorter than so many whole days, for some methods or all.
    ShortPeriod(i64, Vec<String>),
    /// The winner's distance to the next valid bid is a low outlier.
    ClosePrice(Fence),
    /// The winner's distance to the next valid bid is a high outlier.
    HeavyDiscount(Fence),
    /// A tenderer that bids often wins a share of its bids that is a low outlier.
    LowSuccess {
        /// From which percentile of the numbers of bids on a tenderer bids often.
        percentile: u8,
        /// Where low outliers begin.
        fence: Fence,
    },
    /// The winner's bid came after the deadline.
    LateBidWon,
    /// The lowest bid was disqualified, and there is an award.
    LowestDisqualified,
}

/// The words for tests in packs.
pub const TESTS: &[&str] = &[
    "statistics",
    "identical-prices",
    "regular-spacing",
    "constant-ratio",
    "shared-preparer",
    "shared-address",
    "shared-account",
    "short-period",
    "close-price",
    "heavy-discount",
    "low-success",
    "late-bid-won",
    "lowest-disqualified",
];

/// What bidders can have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Who drew the bid up.
    Preparer,
    /// The address.
    Address,
    /// The account of the deposit.
    Account,
}

impl Shared {
    /// What it is called.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Preparer => language.pick("编制人", "preparer"),
            Self::Address => language.pick("地址", "address"),
            Self::Account => language.pick("账户", "account"),
        }
    }
}

/// Where outliers begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fence {
    /// So many interquartile ranges beyond the quartile.
    Quartiles(Rational),
    /// At a number.
    Fixed(Rational),
}

/// A worked example: prices, and the flags that they raise.
#[derive(Clone, Debug)]
pub struct ScreenExample {
    /// The line in the pack.
    pub line: usize,
    /// A valid bid at each of these prices, of bidders of their own.
    pub bids: Vec<Decimal>,
    /// The flags that are raised, in the order of the screen.
    pub flags: Vec<String>,
    /// The working.
    pub note: Option<Bilingual>,
}
