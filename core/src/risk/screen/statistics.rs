#![allow(
    clippy::arithmetic_side_effects,
    reason = "whole numbers of any size do not overflow, and every divisor is above zero"
)]

use std::cmp::Ordering;

use num_bigint::BigInt;
use rust_decimal::Decimal;

use crate::language::words;
use crate::number::{Range, Surd};

/// Statistics are printed with at most this many decimals, a half away from zero.
pub const STATISTIC_DECIMALS: u32 = 10;

words! {
    /// A statistic of the prices of a tender, `b₁ ≤ … ≤ bₙ` with their mean and their deviation `s` (over `n − 1`).
    Statistic;
    /// `s / mean`.
    Variation = "cv", "变异系数", "coefficient of variation";
    /// `(bₙ − b₁) / b₁`.
    Spread = "spd", "极差比", "spread";
    /// `b₂ − b₁`, in the currency of the bids.
    Difference = "diff", "最低两价之差", "difference of the lowest two";
    /// `(b₂ − b₁) / b₁`.
    RelativeDifference = "diffp", "最低两价之相对差", "relative difference of the lowest two";
    /// `(b₂ − b₁) / s(b₂ … bₙ)`.
    RelativeDistance = "rd", "相对距离", "relative distance";
    /// `(b₂ − b₁)` over the mean distance of neighbours.
    NormalisedDistance = "rdnor", "标准化相对距离", "normalised relative distance";
    /// `(b₂ − b₁)` over the mean distance of neighbours from `b₂` on.
    AlternativeDistance = "rdalt", "替代相对距离", "alternative relative distance";
    /// `n / ((n−1)(n−2)) · Σ z³`.
    Skewness = "skew", "偏度", "skewness";
    /// `n(n+1) / ((n−1)(n−2)(n−3)) · Σ z⁴ − 3(n−1)² / ((n−2)(n−3))`.
    Kurtosis = "kurt", "峰度", "kurtosis";
    /// `max(D⁺, D⁻)`: how far `bᵢ / s` lies from `i / (n+1)` at most.
    KolmogorovSmirnov = "ks", "柯尔莫哥洛夫-斯米尔诺夫统计量", "Kolmogorov-Smirnov statistic";
}

impl Statistic {
    /// The fewest bids for which it has a meaning.
    #[must_use]
    pub const fn fewest(self) -> usize {
        match self {
            Self::Variation
            | Self::Spread
            | Self::Difference
            | Self::RelativeDifference
            | Self::KolmogorovSmirnov => 2,
            Self::RelativeDistance
            | Self::NormalisedDistance
            | Self::AlternativeDistance
            | Self::Skewness => 3,
            Self::Kurtosis => 4,
        }
    }
}

/// What a statistic comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measured {
    /// A number.
    Value(Surd),
    /// Something above zero was to be divided by a deviation of zero: it is above every limit.
    Unbounded,
    /// Zero was to be divided by zero.
    NoSpread,
    /// There are too few bids.
    TooFew,
}

impl Measured {
    /// Whether it lies in a range; none where it has no value.
    pub(super) fn lies_in(&self, range: &Range) -> Option<bool> {
        match self {
            Self::Value(value) => Some(value.lies_in(range)),
            Self::Unbounded => Some(range.high.value().is_none()),
            Self::NoSpread | Self::TooFew => None,
        }
    }

    /// In words or digits.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Value(value) => value.decimal(STATISTIC_DECIMALS),
            Self::Unbounded => "unbounded".to_owned(),
            Self::NoSpread => "no-spread".to_owned(),
            Self::TooFew => "too-few-bids".to_owned(),
        }
    }
}

/// The prices of a tender in order, as whole numbers of one unit.
///
/// ```
/// use evenhand::risk::screen::{Prices, Statistic};
/// use rust_decimal::dec;
///
/// let prices = Prices::new([dec!(100), dec!(110), dec!(120)]).unwrap();
/// // The deviation is 10, the mean 110.
/// assert_eq!(prices.measure(Statistic::Variation).text(), "0.0909090909");
/// assert_eq!(prices.measure(Statistic::Skewness).text(), "0");
/// ```
#[derive(Clone, Debug)]
pub struct Prices {
    sorted: Vec<BigInt>,
    unit: BigInt,
}

impl Prices {
    /// The prices; none if one is not above zero.
    #[must_use]
    pub fn new(prices: impl IntoIterator<Item = Decimal>) -> Option<Self> {
        let mut prices: Vec<Decimal> = prices.into_iter().collect();
        prices.sort_unstable();
        if prices.first().is_some_and(|lowest| *lowest <= Decimal::ZERO) {
            return None;
        }
        let decimals = prices.iter().map(Decimal::scale).max().unwrap_or_default();
        let ten = BigInt::from(10);
        let whole = |price: &Decimal| {
            BigInt::from(price.mantissa()) * ten.pow(decimals.saturating_sub(price.scale()))
        };
        Some(Self { sorted: prices.iter().map(whole).collect(), unit: ten.pow(decimals) })
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// The distances of neighbours, if there are so many prices and all the distances are alike and above zero.
    pub(super) fn regular_step(&self, fewest: usize) -> Option<String> {
        let mut steps = self.sorted.windows(2).filter_map(|pair| match pair {
            [low, high] => Some(high - low),
            _ => None,
        });
        let first = steps.next().filter(|step| *step > BigInt::ZERO && self.count() >= fewest)?;
        let alike = steps.all(|step| step == first);
        alike.then(|| Surd::fraction(first, self.unit.clone()))?.map(|step| step.decimal(STATISTIC_DECIMALS))
    }

    /// The quotient of neighbours, if there are so many prices and all the quotients are alike and above one.
    pub(super) fn constant_ratio(&self, fewest: usize) -> Option<String> {
        let [first, second] = self.sorted.get(..2)? else { return None };
        let alike = self.sorted.windows(2).all(|pair| match pair {
            [low, high] => high * first == low * second,
            _ => false,
        });
        let found = alike && second > first && self.count() >= fewest;
        found
            .then(|| Surd::fraction(second.clone(), first.clone()))?
            .map(|ratio| ratio.decimal(STATISTIC_DECIMALS))
    }

    /// What a statistic comes to.
    #[must_use]
    pub fn measure(&self, statistic: Statistic) -> Measured {
        if self.count() < statistic.fewest() {
            return Measured::TooFew;
        }
        self.value(statistic).unwrap_or(Measured::TooFew)
    }

    fn value(&self, statistic: Statistic) -> Option<Measured> {
        let (first, second, last) = (self.sorted.first()?, self.sorted.get(1)?, self.sorted.last()?);
        let (count, gap) = (BigInt::from(self.count()), second - first);
        let one = || BigInt::from(1);
        Some(match statistic {
            Statistic::Variation => {
                let sum: BigInt = self.sorted.iter().sum();
                let below = (&count - one()) * &sum * &sum;
                Measured::Value(Surd::root(false, self.moment(2), below)?)
            }
            Statistic::Spread => Measured::Value(Surd::fraction(last - first, first.clone())?),
            Statistic::Difference => Measured::Value(Surd::fraction(gap, self.unit.clone())?),
            Statistic::RelativeDifference => Measured::Value(Surd::fraction(gap, first.clone())?),
            Statistic::RelativeDistance => {
                let losing = Self { sorted: self.sorted.get(1..)?.to_vec(), unit: one() };
                let count = &count - one();
                let above = &gap * &gap * &count * &count * (&count - one());
                over(above, losing.moment(2), |above, below| Surd::root(false, above, below))
            }
            Statistic::NormalisedDistance => over(gap * (&count - one()), last - first, Surd::fraction),
            Statistic::AlternativeDistance => {
                over(gap * (&count - BigInt::from(2)), last - second, Surd::fraction)
            }
            Statistic::Skewness => {
                let (square, cube) = (self.moment(2), self.moment(3));
                let less = cube < BigInt::ZERO;
                let above = &count * &count * &cube * &cube * (&count - one());
                let two = &count - BigInt::from(2);
                let below = &two * &two * &square * &square * &square;
                if square == BigInt::ZERO {
                    return Some(Measured::NoSpread);
                }
                Measured::Value(Surd::root(less, above, below)?)
            }
            Statistic::Kurtosis => {
                let square = self.moment(2);
                if square == BigInt::ZERO {
                    return Some(Measured::NoSpread);
                }
                let falling = (&count - BigInt::from(2)) * (&count - BigInt::from(3));
                let above = &count * (&count + one()) * (&count - one()) * self.moment(4);
                let shift = BigInt::from(-3) * (&count - one()) * (&count - one());
                let scaled = Surd::fraction(above, &falling * &square * &square)?;
                Measured::Value(scaled.plus(&shift, &falling)?)
            }
            Statistic::KolmogorovSmirnov => self.kolmogorov_smirnov()?,
        })
    }

    /// The sum of the powers of `n · b − Σ b`: `n` times the distance from the mean, so that it stays whole.
    fn moment(&self, power: u32) -> BigInt {
        let (count, sum) = (BigInt::from(self.count()), self.sorted.iter().sum::<BigInt>());
        self.sorted.iter().map(|price| (&count * price - &sum).pow(power)).sum()
    }

    fn kolmogorov_smirnov(&self) -> Option<Measured> {
        let square = self.moment(2);
        if square == BigInt::ZERO {
            return Some(Measured::Unbounded);
        }
        let count = BigInt::from(self.count());
        let (scale, places) = (&count * &count * (&count - BigInt::from(1)), &count + BigInt::from(1));
        // `price / s + place / (n + 1)`, with signs.
        let point = |price: BigInt, place: BigInt| {
            let root = Surd::root(price < BigInt::ZERO, &price * &price * &scale, square.clone())?;
            root.plus(&place, &places)
        };
        // Points are compared by the sign of their difference, in which the roots come together again.
        let mut highest: Option<(BigInt, BigInt)> = None;
        for (place, price) in (1_u64..).map(BigInt::from).zip(&self.sorted) {
            for (price, place) in [(price.clone(), -&place), (-price, place.clone())] {
                let above = match &highest {
                    None => Ordering::Greater,
                    Some((best, at)) => point(&price - best, &place - at)?.sign(),
                };
                if above == Ordering::Greater {
                    highest = Some((price, place));
                }
            }
        }
        let (price, place) = highest?;
        Some(Measured::Value(point(price, place)?))
    }
}

/// A quotient whose divisor can be zero.
fn over(above: BigInt, below: BigInt, quotient: impl Fn(BigInt, BigInt) -> Option<Surd>) -> Measured {
    if below == BigInt::ZERO {
        return if above == BigInt::ZERO { Measured::NoSpread } else { Measured::Unbounded };
    }
    quotient(above, below).map_or(Measured::NoSpread, Measured::Value)
}
