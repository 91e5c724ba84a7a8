//! Integers in 128 bits as two words: compilers run several words at a time, but not several integers as wide as that.

use zerocopy::{FromBytes, IntoBytes};

/// The words of an integer, in the order in which the machine has them.
pub(super) type Halves = [i64; 2];

/// The same integers as words.
pub(super) fn halves(values: &[i128]) -> &[Halves] {
    // As many bytes, which may stand anywhere that the integers can: there is no error.
    <[Halves]>::ref_from_bytes(values.as_bytes()).unwrap_or_default()
}

/// The same, to be written.
pub(super) fn halves_mut(values: &mut [i128]) -> &mut [Halves] {
    <[Halves]>::mut_from_bytes(values.as_mut_bytes()).unwrap_or_default()
}

/// The words of an integer from the lower and the higher one.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) const fn join(low: i64, high: i64) -> Halves {
    if cfg!(target_endian = "little") { [low, high] } else { [high, low] }
}

/// The lower and the higher word.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) const fn split(halves: Halves) -> (i64, i64) {
    let [first, second] = halves;
    if cfg!(target_endian = "little") { (first, second) } else { (second, first) }
}

#[cfg(test)]
mod tests {
    use super::{halves, halves_mut, join, split};

    #[test]
    fn the_words_of_an_integer_are_its_halves() {
        for (value, low, high) in [
            (0, 0, 0),
            (168_000, 168_000, 0),
            (-1, -1, -1),
            (1 << 64, 0, 1),
            (i128::MAX, -1, i64::MAX),
            (i128::MIN, 0, i64::MIN),
        ] {
            assert_eq!(halves(&[value]), [join(low, high)]);
            assert_eq!(split(join(low, high)), (low, high));
            let mut written = [5];
            halves_mut(&mut written).fill(join(low, high));
            assert_eq!(written, [value]);
        }
    }
}
