/// A day of the week.
///
/// ```
/// use evenhand::time::{Date, Weekday};
///
/// let day: Date = "2026-02-28".parse()?;
/// assert_eq!(day.weekday(), Weekday::Saturday);
/// # Ok::<(), evenhand::time::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// The first day, as ISO 8601 counts.
    Monday,
    /// The second.
    Tuesday,
    /// The third.
    Wednesday,
    /// The fourth.
    Thursday,
    /// The fifth.
    Friday,
    /// The sixth.
    Saturday,
    /// The seventh.
    Sunday,
}

impl Weekday {
    /// All seven with the word that a file uses, from Monday on.
    pub const ALL: [(&str, Self); 7] = [
        ("monday", Self::Monday),
        ("tuesday", Self::Tuesday),
        ("wednesday", Self::Wednesday),
        ("thursday", Self::Thursday),
        ("friday", Self::Friday),
        ("saturday", Self::Saturday),
        ("sunday", Self::Sunday),
    ];

    /// The day of the week of a day counted from 1970-01-01.
    pub(crate) fn of_epoch_day(days: i32) -> Self {
        // 1970-01-01 was a Thursday.
        match days.rem_euclid(7) {
            0 => Self::Thursday,
            1 => Self::Friday,
            2 => Self::Saturday,
            3 => Self::Sunday,
            4 => Self::Monday,
            5 => Self::Tuesday,
            _ => Self::Wednesday,
        }
    }
}
