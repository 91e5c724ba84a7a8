use std::sync::Arc;

use super::PaymentExample;
use crate::diagnostic::Span;
use crate::language::Bilingual;
use crate::limit::Light;
use crate::number::Rational;
use crate::pack::Handling;
use crate::penalty::Document;

/// What is looked for in payments, by which limits: read from a pack and ready to be applied.
#[non_exhaustive]
#[derive(Debug)]
pub struct PaymentScreen {
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
    /// What is looked for.
    pub flags: Vec<PaymentFlag>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
    /// Worked examples.
    pub examples: Vec<PaymentExample>,
}

/// One thing that is looked for.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct PaymentFlag {
    /// The word for it.
    pub code: String,
    /// What it is called.
    pub title: Bilingual,
    /// The article, or the paper.
    pub basis: Bilingual,
    /// What is looked for.
    pub test: PaymentTest,
    /// The colour of the alert.
    pub colour: Option<Light>,
    /// What is done about it.
    pub handling: Option<Handling>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// What a flag looks for. Within so many days is: at most so many days later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaymentTest {
    /// From one payer to one payee for one purpose: payments that are each below a threshold, and together reach it.
    Split {
        /// Within so many days of the first.
        days: i64,
        /// The threshold, in millionths.
        threshold: i128,
        /// The fewest payments.
        payments: usize,
    },
    /// Of a payment at least a share comes back from the payee to the payer.
    Returned {
        /// Within so many days.
        days: i64,
        /// The share, up to 1.
        share: Rational,
    },
    /// From one payer to one payee the same amount again.
    Repeated {
        /// Within so many days of the one before.
        days: i64,
        /// The fewest payments.
        payments: usize,
    },
    /// An amount far above those of its group.
    Outlier {
        /// The fewest payments that a group has.
        payments: usize,
        /// Where outliers begin.
        limit: OutlierLimit,
    },
    /// A group whose first digits are not spread as Benford says.
    FirstDigit {
        /// The fewest payments that a group has.
        payments: usize,
        /// The largest amount is at least ten to this power times the smallest.
        magnitudes: u32,
        /// Where it stands apart.
        limit: DigitLimit,
    },
}

/// Where outliers begin: above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlierLimit {
    /// The modified z score of Iglewicz and Hoaglin: 0.6745 times the distance from the median, over the median of these
    /// distances.
    ModifiedZ(Rational),
    /// So many interquartile ranges above the third quartile.
    Quartiles(Rational),
}

/// Where first digits stand apart from Benford's shares: above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigitLimit {
    /// Pearson's statistic, of eight degrees of freedom.
    ChiSquare(Rational),
    /// The mean absolute deviation of the nine shares.
    Deviation(Rational),
}

impl PaymentTest {
    /// The words for tests in packs.
    pub const CODES: &[&str] = &["split", "returned", "repeated", "outlier", "first-digit"];

    /// Its word.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Split { .. } => "split",
            Self::Returned { .. } => "returned",
            Self::Repeated { .. } => "repeated",
            Self::Outlier { .. } => "outlier",
            Self::FirstDigit { .. } => "first-digit",
        }
    }

    /// Its limits, in the terms of the pack.
    #[must_use]
    pub fn limits(&self) -> String {
        match self {
            Self::Split { days, threshold, payments } => {
                let threshold = super::mark::money(*threshold);
                format!("days {days}, threshold {threshold}, payments {payments}")
            }
            Self::Returned { days, share } => format!("days {days}, share {share}"),
            Self::Repeated { days, payments } => format!("days {days}, payments {payments}"),
            Self::Outlier { payments, limit: OutlierLimit::ModifiedZ(z) } => {
                format!("payments {payments}, z {z}")
            }
            Self::Outlier { payments, limit: OutlierLimit::Quartiles(times) } => {
                format!("payments {payments}, quartiles {times}")
            }
            Self::FirstDigit { payments, magnitudes, limit } => {
                let limit = match limit {
                    DigitLimit::ChiSquare(limit) => format!("chi-square {limit}"),
                    DigitLimit::Deviation(limit) => format!("deviation {limit}"),
                };
                format!("payments {payments}, magnitudes {magnitudes}, {limit}")
            }
        }
    }
}
