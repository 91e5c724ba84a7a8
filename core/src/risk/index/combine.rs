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
        if self != Self::WeightedMean {
            return Steps::of(points).map_or_else(|| self.of_fractions(points), |steps| self.of_steps(steps));
        }
        let (mut sum, mut weights) = (Rational::ZERO, Rational::ZERO);
        for (points, weight) in points {
            sum = sum.add(points.multiply(*weight)?)?;
            weights = weights.add(*weight)?;
        }
        sum.divide(weights)
    }

    /// How many are left out at each end.
    fn trim(self) -> usize {
        self.left_out().checked_div(2).unwrap_or_default()
    }

    /// The mean of points of any denominators.
    fn of_fractions(self, points: &[(Rational, Rational)]) -> Option<Rational> {
        let mut sorted: Vec<Rational> = points.iter().map(|(points, _)| *points).collect();
        sorted.sort_unstable();
        let counted = sorted.get(self.trim()..sorted.len().checked_sub(self.trim())?)?;
        let mut sum = Rational::ZERO;
        for points in counted {
            sum = sum.add(*points)?;
        }
        sum.divide(Rational::integer(counted.len().try_into().ok()?))
    }

    /// The mean of points in steps of one size.
    fn of_steps(self, mut steps: Steps) -> Option<Rational> {
        steps.counts.sort_unstable();
        let counted = steps.counts.get(self.trim()..steps.counts.len().checked_sub(self.trim())?)?;
        let sum = counted.iter().fold(0_i128, |sum, count| sum.saturating_add((*count).into()));
        Rational::new(sum, i128::from(steps.a_point).checked_mul(counted.len().try_into().ok()?)?)
    }
}

/// Points as whole numbers of steps.
struct Steps {
    counts: Vec<i64>,
    a_point: i64,
}

impl Steps {
    /// The points in steps of the smallest part of a point that one of them has; nothing where others are no whole number of
    /// these, or do not fit a machine word. Nearly all are halves or tenths, and sorted and added up several times faster so.
    fn of(points: &[(Rational, Rational)]) -> Option<Self> {
        let finest = points.iter().map(|(points, _)| points.denominator()).max()?;
        let a_point = i64::try_from(finest).ok()?;
        let count = |points: Rational| {
            let whole = i64::try_from(points.numerator()).ok()?;
            match i64::try_from(points.denominator()).ok()? {
                1 => whole.checked_mul(a_point),
                own if own == a_point => Some(whole),
                own if a_point.checked_rem(own)? == 0 => whole.checked_mul(a_point.checked_div(own)?),
                _ => None,
            }
        };
        let mut counts = Vec::with_capacity(points.len());
        for (points, _) in points {
            counts.push(count(*points)?);
        }
        Some(Self { counts, a_point })
    }
}

#[cfg(test)]
mod tests {
    use super::{Combination, Steps};
    use crate::number::Rational;

    #[test]
    fn points_in_steps_come_together_as_fractions_do() {
        let mut seed = 7_u64;
        let mut draw = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            i128::from((seed >> 33) % below)
        };
        let (mut in_steps, mut in_fractions) = (0, 0);
        for _ in 0..20_000 {
            let count = draw(12);
            let points: Vec<(Rational, Rational)> = (0..count)
                .filter_map(|_| {
                    let denominator = [1, 2, 4, 5, 10, 100].get(usize::try_from(draw(6)).ok()?)?;
                    Some((Rational::new(draw(201), *denominator)?, Rational::ONE))
                })
                .collect();
            for by in [Combination::Mean, Combination::TrimmedMean(1), Combination::TrimmedMean(3)] {
                let expected = by.of_fractions(&points);
                assert_eq!(by.of(&points), expected, "{by:?} of {points:?}");
                match Steps::of(&points) {
                    Some(steps) => {
                        in_steps += 1;
                        assert_eq!(by.of_steps(steps), expected, "{by:?} of {points:?}");
                    }
                    None => in_fractions += 1,
                }
            }
        }
        assert!(in_steps > 1000 && in_fractions > 1000, "{in_steps} and {in_fractions}");
        // As far as fractions go, where machine words do not.
        let wide = [Rational::integer(i128::from(i64::MAX)), Rational::new(1, 2).unwrap_or(Rational::ZERO)];
        let wide = wide.map(|points| (points, Rational::ONE));
        assert!(Steps::of(&wide).is_none());
        assert_eq!(Combination::Mean.of(&wide), Rational::new(i128::from(i64::MAX) * 2 + 1, 4));
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
