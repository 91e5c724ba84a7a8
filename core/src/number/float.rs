//! The decimal that a float stands for, where that can be proved without writing it out.

use rust_decimal::Decimal;

/// The shortest decimal that reads back as a float, where it has few digits: at most six decimals, and fifteen digits in all.
/// `None` says nothing of the float but that it has to be written out and read.
///
/// A float is never computed with; this is how one that somebody hands in is read, some ten times faster than as a text.
///
/// ```
/// use evenhand::number::decimal_of_float;
///
/// assert_eq!(decimal_of_float(16.8).map(|number| number.to_string()).as_deref(), Some("16.8"));
/// assert_eq!(decimal_of_float(0.1 + 0.2), None); // 0.30000000000000004
/// ```
#[must_use]
pub fn decimal_of_float(value: f64) -> Option<Decimal> {
    let places = (0..=6).filter_map(|decimals| Some((Grid::new(decimals)?.place(value)?, decimals)));
    places.map(|(steps, decimals)| Decimal::new(steps, decimals)).next()
}

/// The numbers with so many decimals.
///
/// The shortest decimal that reads back as a float is looked for among them: the float times ten to the power of
/// `decimals`, rounded to a whole number, must give the same float when it is divided again. Both divided numbers
/// are exact, so the division is the reading of the decimal; below 10^15 no other decimal of fifteen digits reads
/// as the same float, so it is the shortest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    power: f64,
}

/// Adding it to a number below 2^51 rounds that to a whole number, which then stands in the lowest bits.
const ROUNDING: f64 = 6_755_399_441_055_744.0;

impl Grid {
    /// The most steps: beyond, fifteen digits no longer tell all floats apart.
    pub(crate) const LARGEST: f64 = 1e15;
    /// The most decimals: beyond, a power of ten is no longer exact as a float.
    const POWERS: [f64; 16] =
        [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// The grid; `None` for more decimals than a float can tell apart.
    pub(crate) fn new(decimals: u32) -> Option<Self> {
        let power = *Self::POWERS.get(usize::try_from(decimals).ok()?)?;
        Some(Self { power })
    }

    /// The number as a whole number of steps of the grid; `None` if it is no point of the grid, or too large to tell.
    pub(crate) fn place(self, value: f64) -> Option<i64> {
        let (steps, exact) = self.nearest(value, Self::LARGEST);
        exact.then_some(steps)
    }

    /// The nearest point of the grid in steps, and whether it is the number, and no more than `largest` steps away
    /// from zero, which must not be above [`Grid::LARGEST`]. Without a branch, so that kernels run it on several
    /// numbers at a time.
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[expect(clippy::float_arithmetic, reason = "the result is checked: what is not exact is told")]
    pub(crate) fn nearest(self, value: f64, largest: f64) -> (i64, bool) {
        let shifted = value * self.power + ROUNDING;
        let steps = shifted.to_bits().cast_signed().wrapping_sub(ROUNDING.to_bits().cast_signed());
        let whole = shifted - ROUNDING;
        (steps, (whole / self.power == value) & (whole.abs() <= largest))
    }
}

#[cfg(test)]
mod tests {
    use super::{Grid, decimal_of_float};

    #[test]
    fn a_float_is_its_shortest_decimal_or_none() {
        let hundredths = Grid::new(2);
        let place = |value: f64| hundredths.and_then(|grid| grid.place(value));
        assert_eq!(place(16.8), Some(1680));
        assert_eq!(place(-0.07), Some(-7));
        assert_eq!(place(9_999_999_999_999.99), Some(999_999_999_999_999));
        for none in
            [0.005, 16.800_000_000_000_004, f64::NAN, f64::INFINITY, 1e300, 1e14, 1e-300, 2_f64.powi(51)]
        {
            assert_eq!(place(none), None, "{none}");
        }
        assert!(Grid::new(16).is_none());
    }

    #[test]
    fn the_shortest_decimal_has_no_zeros_behind_the_point() {
        for text in ["0", "16.8", "-0.07", "1700", "0.000001", "123456789.123456"] {
            let value: f64 = text.parse().unwrap_or(f64::NAN);
            assert_eq!(decimal_of_float(value).map(|number| number.to_string()).as_deref(), Some(text));
        }
        for none in [f64::NAN, f64::INFINITY, 1e300, 1e-7, 1e16, 16.800_000_000_000_004] {
            assert_eq!(decimal_of_float(none), None, "{none}");
        }
        assert_eq!(decimal_of_float(-0.0), decimal_of_float(0.0));
    }

    /// Held against the way of writing the float out, which has the shortest decimal.
    #[test]
    fn it_agrees_with_the_written_decimal() {
        let mut seed = 1_u64;
        for _ in 0..200_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let steps = i64::try_from(seed >> 14).unwrap_or(0) % 2_000_000_000_000_000;
            for decimals in [0, 2, 4] {
                let written = format!("{}e-{decimals}", steps);
                let Ok(value) = written.parse::<f64>() else { continue };
                let shortest = format!("{value}");
                let (whole, rest) = shortest.split_once('.').unwrap_or((&shortest, ""));
                let width = usize::try_from(decimals).unwrap_or(0);
                let expected = (rest.len() <= width)
                    .then(|| format!("{whole}{rest:0<width$}").parse::<i64>().ok())
                    .flatten()
                    .filter(|steps| steps.abs() <= 1_000_000_000_000_000);
                assert_eq!(Grid::new(decimals).and_then(|grid| grid.place(value)), expected, "{written}");
            }
        }
    }
}
