use std::cmp::Ordering;
use std::fmt;

use super::Rational;

/// What to do with the part that is rounded away; the four functions of FEEL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoundingMode {
    /// Away from zero: 1.1 becomes 2, -1.1 becomes -2.
    Up,
    /// Towards zero (Taiwan's fines are cut to the dollar).
    Down,
    /// To the nearer, a half away from zero: what schools and accountants call rounding.
    HalfUp,
    /// To the nearer, a half towards zero.
    HalfDown,
}

impl RoundingMode {
    /// Every mode with the name it has in a pack.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Up, "up"), (Self::Down, "down"), (Self::HalfUp, "half-up"), (Self::HalfDown, "half-down")];

    /// The name in a pack, such as `half-up`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::HalfUp => "half-up",
            Self::HalfDown => "half-down",
        }
    }
}

/// A mode and a step: `0.01` for the fen, `1` for the yuan, `100` for hundreds.
///
/// ```
/// use evenhand::number::{Rational, Rounding};
///
/// let third = Rational::new(1000, 3).unwrap();
/// assert_eq!(Rounding::FEN.round(third).unwrap().to_string(), "333.33");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    step: Rational,
    mode: RoundingMode,
}

impl Rounding {
    /// Half up to the hundredth, the way of a pack that says nothing else.
    pub const FEN: Self = Self { step: Rational::HUNDREDTH, mode: RoundingMode::HalfUp };

    /// A rounding to multiples of `step`, which must be positive.
    #[must_use]
    pub fn new(step: Rational, mode: RoundingMode) -> Option<Self> {
        (step > Rational::ZERO).then_some(Self { step, mode })
    }

    /// The size of a step.
    #[must_use]
    pub const fn step(self) -> Rational {
        self.step
    }

    /// What happens to the part that is rounded away.
    #[must_use]
    pub const fn mode(self) -> RoundingMode {
        self.mode
    }

    /// Whether every whole number stays as it is.
    #[must_use]
    pub const fn keeps_integers(self) -> bool {
        self.step.numerator() == 1
    }

    /// The multiple of the step that the mode picks, or `None` on overflow.
    #[must_use]
    pub fn round(self, value: Rational) -> Option<Rational> {
        // What is already a multiple of the step needs no arithmetic; most fines are.
        if self.keeps_integers() && value.is_integer() {
            return Some(value);
        }
        if self.step.numerator() == 1 && self.step.denominator().checked_rem(value.denominator())? == 0 {
            return Some(value);
        }
        let steps = value.divide(self.step)?;
        let below = steps.floor();
        if steps.is_integer() {
            return Some(value);
        }
        let above = below.checked_add(1)?;
        let towards_zero = if steps.is_negative() { above } else { below };
        let away_from_zero = if steps.is_negative() { below } else { above };
        let rest = steps.subtract(Rational::integer(below))?;
        let picked = match (self.mode, rest.numerator().checked_mul(2)?.cmp(&rest.denominator())) {
            (RoundingMode::Up, _) | (RoundingMode::HalfUp, Ordering::Equal) => away_from_zero,
            (RoundingMode::Down, _) | (RoundingMode::HalfDown, Ordering::Equal) => towards_zero,
            (_, Ordering::Less) => below,
            (_, Ordering::Greater) => above,
        };
        Rational::integer(picked).multiply(self.step)
    }
}

/// As a pack writes it: `half-up to 0.01`.
impl fmt::Display for Rounding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} to {}", self.mode.name(), self.step)
    }
}
