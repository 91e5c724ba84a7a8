use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;

/// An exact fraction of two 128-bit integers, always in lowest terms with a positive denominator.
///
/// Published weights are `1/3`, `1/8`, `1/12`, `1/24`; no decimal holds them. Arithmetic here is exact;
/// where the result does not fit, the operation gives `None` instead of a wrong number.
///
/// ```
/// use evenhand::number::Rational;
///
/// let sum = ["1/3", "1/8", "1/24"].iter().try_fold(Rational::ZERO, |sum, text| {
///     let (top, bottom) = text.split_once('/')?;
///     sum.add(Rational::new(top.parse().ok()?, bottom.parse().ok()?)?)
/// });
/// assert_eq!(sum, Rational::new(1, 2));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rational {
    numerator: i128,
    denominator: i128,
}

impl Rational {
    /// Zero.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// One.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };
    /// One hundredth: a fen of a yuan, a percent of a whole.
    pub const HUNDREDTH: Self = Self { numerator: 1, denominator: 100 };

    /// The fraction in lowest terms; `None` if the denominator is zero or the sign cannot be moved.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 1 {
            return Some(Self { numerator, denominator });
        }
        if denominator == 0 {
            return None;
        }
        if let (Ok(small_numerator), Ok(small_denominator)) =
            (i64::try_from(numerator), u64::try_from(denominator))
        {
            return Self::new_small(small_numerator, small_denominator);
        }
        let divisor = greatest_common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        // On magnitudes, because the smallest integer has no positive counterpart.
        let magnitude = numerator.unsigned_abs().checked_div(divisor)?;
        let below = i128::try_from(denominator.unsigned_abs().checked_div(divisor)?).ok()?;
        let negative = numerator.is_negative() != denominator.is_negative();
        let above = if negative {
            0_i128.checked_sub_unsigned(magnitude)?
        } else {
            i128::try_from(magnitude).ok()?
        };
        Some(Self { numerator: above, denominator: below })
    }

    /// The same on machine words, where nearly all numbers of a rule are: several times faster.
    fn new_small(numerator: i64, denominator: u64) -> Option<Self> {
        let divisor = word_divisor(numerator.unsigned_abs(), denominator);
        if divisor == 1 {
            return Some(Self { numerator: numerator.into(), denominator: denominator.into() });
        }
        let magnitude = i128::from(numerator.unsigned_abs().checked_div(divisor)?);
        let denominator = i128::from(denominator.checked_div(divisor)?);
        let numerator = if numerator < 0 { magnitude.checked_neg()? } else { magnitude };
        Some(Self { numerator, denominator })
    }

    /// A whole number over a power of ten, as decimals are; `None` if that power does not fit.
    pub(crate) fn decimal(mantissa: i64, decimals: u32) -> Option<Self> {
        // A power of ten has no divisors but twos and fives, which are told faster than by Euclid's algorithm.
        let Some(power) = 10_i64.checked_pow(decimals) else {
            return Self::new(mantissa.into(), 10_i128.checked_pow(decimals)?);
        };
        let (mut numerator, mut denominator) = (mantissa, power);
        for _ in 0..decimals {
            if numerator.checked_rem(5)? != 0 {
                break;
            }
            (numerator, denominator) = (numerator.checked_div(5)?, denominator.checked_div(5)?);
        }
        let twos = mantissa.trailing_zeros().min(decimals);
        Some(Self { numerator: (numerator >> twos).into(), denominator: (denominator >> twos).into() })
    }

    /// A whole number.
    #[must_use]
    pub const fn integer(value: i128) -> Self {
        Self { numerator: value, denominator: 1 }
    }

    /// `10` to the power of `exponent`, for exponents from -38 to 38.
    #[must_use]
    pub fn power_of_ten(exponent: i32) -> Option<Self> {
        let magnitude = 10_i128.checked_pow(exponent.unsigned_abs())?;
        Some(if exponent < 0 {
            Self { numerator: 1, denominator: magnitude }
        } else {
            Self::integer(magnitude)
        })
    }

    /// The number above the line.
    #[must_use]
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// The number below the line, always positive.
    #[must_use]
    pub const fn denominator(self) -> i128 {
        self.denominator
    }

    /// Whether the value is a whole number.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        self.denominator == 1
    }

    /// Whether the value is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// Whether the value is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.numerator < 0
    }

    /// The sum, or `None` on overflow.
    #[must_use]
    #[inline]
    #[allow(clippy::should_implement_trait, reason = "an operator could not say that the sum overflows")]
    pub fn add(self, other: Self) -> Option<Self> {
        if self.denominator == 1 && other.denominator == 1 {
            return Some(Self::integer(self.numerator.checked_add(other.numerator)?));
        }
        self.add_fraction(other)
    }

    fn add_fraction(self, other: Self) -> Option<Self> {
        let divisor =
            greatest_common_divisor(self.denominator.unsigned_abs(), other.denominator.unsigned_abs());
        let divisor = i128::try_from(divisor).ok()?;
        let left_scale = other.denominator.checked_div(divisor)?;
        let right_scale = self.denominator.checked_div(divisor)?;
        let numerator =
            product(self.numerator, left_scale)?.checked_add(product(other.numerator, right_scale)?)?;
        Self::new(numerator, self.denominator.checked_mul(left_scale)?)
    }

    /// The difference, or `None` on overflow.
    #[must_use]
    pub fn subtract(self, other: Self) -> Option<Self> {
        self.add(other.negate()?)
    }

    /// The product, or `None` on overflow.
    #[must_use]
    #[inline]
    pub fn multiply(self, other: Self) -> Option<Self> {
        if self.denominator == 1 && other.denominator == 1 {
            return Some(Self::integer(product(self.numerator, other.numerator)?));
        }
        self.multiply_fraction(other)
    }

    fn multiply_fraction(self, other: Self) -> Option<Self> {
        // Reducing across before multiplying keeps the product in lowest terms and overflows as late as possible.
        let (a, d) = reduce(self.numerator, other.denominator)?;
        let (c, b) = reduce(other.numerator, self.denominator)?;
        Some(Self { numerator: product(a, c)?, denominator: product(b, d)? })
    }

    /// The quotient, or `None` on overflow or if `other` is zero.
    #[must_use]
    pub fn divide(self, other: Self) -> Option<Self> {
        self.multiply(Self::new(other.denominator, other.numerator)?)
    }

    /// The value with its sign changed, or `None` on overflow.
    #[must_use]
    pub fn negate(self) -> Option<Self> {
        Some(Self { numerator: self.numerator.checked_neg()?, denominator: self.denominator })
    }

    /// The value without its sign, or `None` on overflow.
    #[must_use]
    pub fn absolute(self) -> Option<Self> {
        Some(Self { numerator: self.numerator.checked_abs()?, denominator: self.denominator })
    }

    /// The value to a whole power; `None` on overflow, or for a negative power of zero.
    #[must_use]
    pub fn power(self, exponent: i32) -> Option<Self> {
        let magnitude = exponent.unsigned_abs();
        let numerator = self.numerator.checked_pow(magnitude)?;
        let denominator = self.denominator.checked_pow(magnitude)?;
        if exponent < 0 { Self::new(denominator, numerator) } else { Self::new(numerator, denominator) }
    }

    /// The largest whole number that is not above the value.
    #[must_use]
    #[inline]
    pub fn floor(self) -> i128 {
        match (i64::try_from(self.numerator), i64::try_from(self.denominator)) {
            (_, Ok(1)) => self.numerator,
            (Ok(numerator), Ok(denominator)) => numerator.div_euclid(denominator).into(),
            _ => self.numerator.div_euclid(self.denominator),
        }
    }

    /// The decimal with exactly this value, or `None` if it has too many digits or none that ends.
    ///
    /// ```
    /// use evenhand::number::Rational;
    /// use rust_decimal::dec;
    ///
    /// assert_eq!(Rational::new(1, 8).and_then(Rational::to_decimal), Some(dec!(0.125)));
    /// assert_eq!(Rational::new(1, 3).and_then(Rational::to_decimal), None);
    /// ```
    #[must_use]
    pub fn to_decimal(self) -> Option<Decimal> {
        if self.is_integer() {
            return Decimal::try_from_i128_with_scale(self.numerator, 0).ok();
        }
        let (mantissa, scale) = self.decimal_parts()?;
        Decimal::try_from_i128_with_scale(mantissa, scale).ok()
    }

    /// The whole number that has this value when it is read with `decimals` decimals; `None` if there is none.
    ///
    /// ```
    /// use evenhand::number::Rational;
    ///
    /// assert_eq!(Rational::new(33, 2).and_then(|value| value.mantissa(2)), Some(1650));
    /// assert_eq!(Rational::new(1, 3).and_then(|value| value.mantissa(2)), None);
    /// ```
    #[must_use]
    pub fn mantissa(self, decimals: u32) -> Option<i128> {
        let scale = match decimals {
            // Hundredths, as nearly all amounts are.
            2 => 100,
            _ => 10_i128.checked_pow(decimals)?,
        };
        if self.denominator == 1 {
            return product(self.numerator, scale);
        }
        if self.denominator == scale {
            return Some(self.numerator);
        }
        if scale.checked_rem(self.denominator)? != 0 {
            return None;
        }
        self.numerator.checked_mul(scale.checked_div(self.denominator)?)
    }

    /// Mantissa and number of decimals of the shortest decimal with this value.
    fn decimal_parts(self) -> Option<(i128, u32)> {
        let mut scale = 0_u32;
        let mut factor = 1_i128;
        while factor.checked_rem(self.denominator)? != 0 {
            factor = factor.checked_mul(10)?;
            scale = scale.checked_add(1)?;
        }
        Some((self.numerator.checked_mul(factor.checked_div(self.denominator)?)?, scale))
    }
}

impl From<Decimal> for Rational {
    fn from(value: Decimal) -> Self {
        // A decimal has at most 28 decimals, so the power and the fraction always exist.
        let fraction = match i64::try_from(value.mantissa()) {
            Ok(mantissa) => Self::decimal(mantissa, value.scale()),
            Err(_) => 10_i128.checked_pow(value.scale()).and_then(|power| Self::new(value.mantissa(), power)),
        };
        fraction.unwrap_or(Self::ZERO)
    }
}

impl From<i64> for Rational {
    fn from(value: i64) -> Self {
        Self::integer(i128::from(value))
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rational {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        compare_fractions(self, other)
    }
}

fn compare_fractions(left: &Rational, right: &Rational) -> Ordering {
    match (product(left.numerator, right.denominator), product(right.numerator, left.denominator)) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => compare_by_parts(*left, *right),
    }
}

/// Compares two fractions whose cross products do not fit: whole parts first, then the inverses of the rests.
fn compare_by_parts(left: Rational, right: Rational) -> Ordering {
    let (mut left, mut right, mut reversed) = (left, right, false);
    loop {
        let by_floor = left.floor().cmp(&right.floor());
        let left_rest = left.numerator.rem_euclid(left.denominator);
        let right_rest = right.numerator.rem_euclid(right.denominator);
        let ordering = match (by_floor, left_rest, right_rest) {
            (Ordering::Equal, 0, 0) => Ordering::Equal,
            (Ordering::Equal, 0, _) => Ordering::Less,
            (Ordering::Equal, _, 0) => Ordering::Greater,
            (Ordering::Equal, _, _) => {
                left = Rational { numerator: left.denominator, denominator: left_rest };
                right = Rational { numerator: right.denominator, denominator: right_rest };
                reversed = !reversed;
                continue;
            }
            (different, _, _) => different,
        };
        return if reversed { ordering.reverse() } else { ordering };
    }
}

/// The product; on machine words, where it cannot overflow, several times faster than with a check.
fn product(a: i128, b: i128) -> Option<i128> {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => Some(i128::from(a).wrapping_mul(i128::from(b))),
        _ => a.checked_mul(b),
    }
}

/// Both numbers without their common factor; the second is positive.
fn reduce(numerator: i128, denominator: i128) -> Option<(i128, i128)> {
    if denominator == 1 {
        return Some((numerator, denominator));
    }
    let reduced = Rational::new(numerator, denominator)?;
    Some((reduced.numerator, reduced.denominator))
}

/// Euclid's algorithm, on machine words as soon as both numbers fit.
#[allow(clippy::arithmetic_side_effects, reason = "the divisor is not zero")]
pub(crate) fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(word_divisor(a, b));
        }
        (a, b) = (b, a % b);
    }
    a
}

/// One step of Euclid's algorithm, as one of the numbers is mostly small; then halving and subtracting, which costs
/// less than divisions.
#[allow(
    clippy::arithmetic_side_effects,
    reason = "the divisor is not zero, and the smaller is taken from the larger"
)]
const fn word_divisor(a: u64, b: u64) -> u64 {
    if b == 0 {
        return a;
    }
    let (mut a, mut b) = (b, a % b);
    if b == 0 {
        return a;
    }
    let twos = (a | b).trailing_zeros();
    b >>= b.trailing_zeros();
    while a != 0 {
        a >>= a.trailing_zeros();
        (a, b) = if a < b { (b - a, a) } else { (a - b, b) };
    }
    b << twos
}

/// The exact value: a decimal if one exists and its digits fit, else a fraction such as `1/3`.
impl fmt::Display for Rational {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_integer() {
            return write!(formatter, "{}", self.numerator);
        }
        let Some((mantissa, scale)) = self.decimal_parts() else {
            return write!(formatter, "{}/{}", self.numerator, self.denominator);
        };
        let sign = if mantissa < 0 { "-" } else { "" };
        let width = usize::try_from(scale).unwrap_or(0).saturating_add(1);
        let digits = format!("{:0>width$}", mantissa.unsigned_abs());
        let (whole, decimals) = digits.split_at(digits.len().saturating_sub(width.saturating_sub(1)));
        write!(formatter, "{sign}{whole}.{decimals}")
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::Rational;

    /// Held against Euclid's algorithm.
    #[test]
    fn a_decimal_is_the_fraction_in_lowest_terms() {
        for mantissa in [0, 1, -1, 5, -10, 48, 625, 1250, -168_000, 1 << 40, i64::MAX, i64::MIN] {
            for decimals in [0, 1, 2, 3, 7, 18, 19, 28, 38] {
                let power = 10_i128.checked_pow(decimals);
                let expected = power.and_then(|power| Rational::new(mantissa.into(), power));
                assert!(expected.is_some());
                assert_eq!(Rational::decimal(mantissa, decimals), expected, "{mantissa}e-{decimals}");
            }
        }
        assert_eq!(Rational::decimal(1, 39), None);
    }
}
