use std::sync::Arc;

use crate::diagnostic::Span;
use crate::language::Bilingual;
use crate::number::Rational;
use crate::penalty::Document;

/// From when on a number is told, and when a group stands apart: read from a pack.
#[non_exhaustive]
#[derive(Debug)]
pub struct Policy {
    /// Its id: the document's, `/`, and its name.
    pub id: String,
    /// The document.
    pub document: Arc<Document>,
    /// The place of its key in the pack.
    pub span: Span,
    /// What is looked at.
    pub title: Bilingual,
    /// The article, or the book.
    pub basis: Bilingual,
    /// The limits.
    pub limits: Limits,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// The limits of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The fewest decisions of which a median or a share is told.
    pub decisions: u64,
    /// The fewest other groups with which one is compared.
    pub groups: u64,
    /// The fewest decisions of a month that counts for a trend.
    pub month_decisions: u64,
    /// The fewest such months of which a trend is told.
    pub months: u64,
    /// How sure the intervals are.
    pub confidence: Confidence,
    /// From which robust z on a group stands apart.
    pub z: Rational,
    /// From which difference of places or shares on it matters, whatever the statistics say.
    pub difference: Rational,
    /// Up to which probability of chance a trend is told.
    pub level: Rational,
}

impl Limits {
    /// The limits with the keys of a pack, what they are called, and their values.
    #[must_use]
    pub fn named(&self) -> [(&'static str, &'static str, &'static str, String); 8] {
        let Self { decisions, groups, month_decisions, months, confidence, z, difference, level } = self;
        [
            ("decisions", "下结论的最少件数", "fewest decisions", decisions.to_string()),
            ("groups", "相比的最少他方", "fewest other groups", groups.to_string()),
            ("month-decisions", "每月最少件数", "fewest decisions of a month", month_decisions.to_string()),
            ("months", "最少月数", "fewest months", months.to_string()),
            ("confidence", "置信水平", "confidence of intervals", confidence.code().to_owned()),
            ("z", "稳健z值界限", "robust z score", z.to_string()),
            ("difference", "最小差距", "least difference", difference.to_string()),
            ("level", "趋势的显著性水平", "probability of a trend by chance", level.to_string()),
        ]
    }
}

/// How sure an interval is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// 90 %.
    Percent90,
    /// 95 %.
    Percent95,
    /// 99 %.
    Percent99,
    /// 99.9 %.
    Permille999,
}

impl Confidence {
    /// Every confidence with the word that a pack uses.
    pub const ALL: &[(&str, Self)] = &[
        ("90%", Self::Percent90),
        ("95%", Self::Percent95),
        ("99%", Self::Percent99),
        ("99.9%", Self::Permille999),
    ];

    /// The words alone, in the same order.
    pub const CODES: &[&str] = &["90%", "95%", "99%", "99.9%"];

    /// The word that a pack uses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Percent90 => "90%",
            Self::Percent95 => "95%",
            Self::Percent99 => "99%",
            Self::Permille999 => "99.9%",
        }
    }

    /// The two-sided quantile of the normal distribution, in millionths, as tables have it.
    pub(super) const fn quantile(self) -> u32 {
        match self {
            Self::Percent90 => 1_644_854,
            Self::Percent95 => 1_959_964,
            Self::Percent99 => 2_575_829,
            Self::Permille999 => 3_290_527,
        }
    }

    /// One over the probability that is left on each side.
    pub(super) const fn tails(self) -> u32 {
        match self {
            Self::Percent90 => 20,
            Self::Percent95 => 40,
            Self::Percent99 => 200,
            Self::Permille999 => 2_000,
        }
    }
}
