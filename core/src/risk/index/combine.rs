use std::borrow::Cow;

use crate::language::Language;
use crate::number::Rational;

/// How the points of several assessors come together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combination {
    /// Their mean.
    Mean,
    /// The mean without so many of the highest and as many of the lowest.
    TrimmedMean(u32),
    /// The mean by the weights of the assessors.
    WeightedMean,
}

impl Combination {
    /// Each with the word that a pack uses; a trimmed mean leaves out one at each end if the pack says no other number.
    pub const ALL: &[(&str, Self)] = &[
        ("mean", Self::Mean),
        ("trimmed-mean", Self::TrimmedMean(1)),
        ("weighted-mean", Self::WeightedMean),
    ];

    /// The words alone, in the same order.
    pub const CODES: &[&str] = &["mean", "trimmed-mean", "weighted-mean"];

    /// What it is called.
    ///
    /// ```
    /// use evenhand::Language;
    /// use evenhand::risk::Combination;
    ///
    /// let name = Combination::TrimmedMean(1).name(Language::English);
    /// assert_eq!(name, "mean without the 1 highest and the 1 lowest");
    /// ```
    #[must_use]
    pub fn name(self, language: Language) -> String {
        match (self, language) {
            (Self::Mean, _) => language.pick("平均", "mean").to_owned(),
            (Self::TrimmedMean(trim), Language::Chinese) => {
                format!("去掉{trim}个最高、{trim}个最低后平均")
            }
            (Self::TrimmedMean(trim), Language::English) => {
                format!("mean without the {trim} highest and the {trim} lowest")
            }
            (Self::WeightedMean, _) => language.pick("加权平均", "weighted mean").to_owned(),
        }
    }

    /// How many points are left out.
    #[must_use]
    pub fn left_out(self) -> usize {
        match self {
            Self::TrimmedMean(trim) => usize::try_from(trim).unwrap_or(usize::MAX).saturating_mul(2),
            _ => 0,
        }
    }

    /// The points together, each with its weight; `None` if there are none left, or they do not fit.
    ///
    /// ```
    /// use evenhand::number::Rational;
    /// use evenhand::risk::Combination;
    ///
    /// let points = [60, 80, 90, 100].map(|points| (Rational::integer(points), Rational::ONE));
    /// assert_eq!(Combination::TrimmedMean(1).of(&points), Some(Rational::integer(85)));
    /// ```
    #[must_use]
    pub fn of(self, points: &[(Rational, Rational)]) -> Option<Rational> {
        let trim = self.left_out().checked_div(2)?;
        let end = points.len().checked_sub(trim)?;
        let mut sorted = Cow::Borrowed(points);
        if trim > 0 {
            sorted.to_mut().sort();
        }
        let counted = sorted.get(trim..end)?;
        let (mut sum, mut weights) = (Rational::ZERO, Rational::ZERO);
        if self != Self::WeightedMean {
            for (points, _) in counted {
                sum = sum.add(*points)?;
            }
            return sum.divide(Rational::integer(counted.len().try_into().ok()?));
        }
        for (points, weight) in counted {
            sum = sum.add(points.multiply(*weight)?)?;
            weights = weights.add(*weight)?;
        }
        sum.divide(weights)
    }
}

/// What it means that an assessor gave no points for an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingAssessor {
    /// There is no index.
    Refuse,
    /// The others count alone.
    LeaveOut,
    /// It counts as 0 points.
    Zero,
}

impl MissingAssessor {
    /// Each with the word that a pack uses.
    pub const ALL: &[(&str, Self)] =
        &[("refuse", Self::Refuse), ("leave-out", Self::LeaveOut), ("zero", Self::Zero)];

    /// The words alone, in the same order.
    pub const CODES: &[&str] = &["refuse", "leave-out", "zero"];
}
