use rust_decimal::Decimal;
use thiserror::Error;

/// Why a text is not a number in the strict decimal grammar.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NumberError {
    /// There is no digit.
    #[error("expected a number such as 16.8, found nothing")]
    Empty,
    /// A character that the grammar does not have: sign `+`, exponent, separator, full-width digit, space.
    #[error("expected a number such as 16.8, found `{found}` at character {position}")]
    Character {
        /// The character.
        found: char,
        /// Its place, counted from 1.
        position: usize,
    },
    /// The point has no digit on one of its sides.
    #[error("expected digits on both sides of the point")]
    Point,
    /// More digits than an exact decimal holds.
    #[error("more digits than an exact decimal holds")]
    TooLong,
}

/// Reads a decimal number: an optional `-`, digits, and optionally a point with digits after it.
///
/// Nothing else is a number: no exponent, no underscore, no `+`, no thousands separator, no NaN, no space.
///
/// ```
/// use evenhand::number::{NumberError, parse_decimal};
/// use rust_decimal::dec;
///
/// assert_eq!(parse_decimal("16.8"), Ok(dec!(16.8)));
/// assert_eq!(parse_decimal("1e3"), Err(NumberError::Character { found: 'e', position: 2 }));
/// ```
///
/// # Errors
/// [`NumberError`] says what stands in the way, and where.
pub fn parse_decimal(text: &str) -> Result<Decimal, NumberError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() {
        return Err(NumberError::Empty);
    }
    let mut points = 0_usize;
    for (index, found) in text.chars().enumerate() {
        let allowed = match found {
            '0'..='9' => true,
            '-' => index == 0,
            '.' => {
                points = points.saturating_add(1);
                points == 1
            }
            _ => false,
        };
        if !allowed {
            return Err(NumberError::Character { found, position: index.saturating_add(1) });
        }
    }
    if digits.starts_with('.') || digits.ends_with('.') {
        return Err(NumberError::Point);
    }
    Decimal::from_str_exact(text).map_err(|_| NumberError::TooLong)
}
