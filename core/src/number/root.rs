use super::Rational;

/// Decimals of a root: [`square_root`] rounds half up to this many.
pub const ROOT_DECIMALS: u32 = 20;

/// The square root, rounded half up to [`ROOT_DECIMALS`] decimals: the same digits on every platform.
///
/// Roots occur only in statistics of risk screens, never in a fine. `None` for a negative value, or where
/// the result or an intermediate step does not fit.
///
/// The method is the pencil-and-paper one, two digits a step, on whole numbers only.
///
/// ```
/// use evenhand::number::{Rational, square_root};
///
/// assert_eq!(square_root(Rational::integer(2)).unwrap().to_string(), "1.4142135623730950488");
/// assert_eq!(square_root(Rational::new(9, 4).unwrap()), Rational::new(3, 2));
/// ```
#[must_use]
pub fn square_root(value: Rational) -> Option<Rational> {
    if value.is_negative() {
        return None;
    }
    let denominator = value.denominator().unsigned_abs();
    let whole = value.numerator().unsigned_abs().checked_div(denominator)?;
    let mut rest = value.numerator().unsigned_abs().checked_rem(denominator)?;
    let mut root = whole.isqrt();
    let mut remainder = whole.checked_sub(root.checked_mul(root)?)?;
    // One more digit than is kept decides the rounding: what follows it can only make the rest larger.
    for _ in 0..=ROOT_DECIMALS {
        let mut pair = 0_u128;
        for _ in 0..2 {
            rest = rest.checked_mul(10)?;
            pair = pair.checked_mul(10)?.checked_add(rest.checked_div(denominator)?)?;
            rest = rest.checked_rem(denominator)?;
        }
        remainder = remainder.checked_mul(100)?.checked_add(pair)?;
        let stem = root.checked_mul(20)?;
        let mut digit = 9_u128;
        while stem.checked_add(digit)?.checked_mul(digit)? > remainder {
            digit = digit.checked_sub(1)?;
        }
        remainder = remainder.checked_sub(stem.checked_add(digit)?.checked_mul(digit)?)?;
        root = root.checked_mul(10)?.checked_add(digit)?;
    }
    let rounded = root.checked_add(5)?.checked_div(10)?;
    Rational::new(i128::try_from(rounded).ok()?, 10_i128.checked_pow(ROOT_DECIMALS)?)
}
