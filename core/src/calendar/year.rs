use crate::language::Bilingual;
use crate::time::{Date, Weekday};

/// What is published for one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// The year that the arrangements are for; some of their days may lie in a neighbouring one.
    pub year: i16,
    /// The days of the week that are off where nothing else is said.
    pub weekend: Vec<Weekday>,
    /// The arrangement for the whole year. Without it, the rest changes a year that another calendar has.
    pub whole: Option<Arrangement>,
    /// What was changed later, in the order of publication: the last word counts.
    pub changes: Vec<Arrangement>,
}

/// One publication and the days that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// Where it was published.
    pub notice: Notice,
    /// The days off and the days that are worked instead.
    pub days: Vec<SpecialDay>,
}

/// Where something was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// Its title.
    pub title: Option<String>,
    /// Its number.
    pub number: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The day of issue.
    pub issued: Option<Date>,
    /// What a reader should know of it.
    pub note: Option<Bilingual>,
}

/// A day that an arrangement names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialDay {
    /// The day.
    pub day: Date,
    /// Whether it is worked, or off.
    pub worked: bool,
    /// What for: the holiday.
    pub name: Bilingual,
}

/// What an office or a place changes for itself in the calendar of a country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeDays {
    /// The id of the calendar that it changes.
    pub base: String,
    /// Where it was published.
    pub notice: Notice,
    /// Its closing days and the days on which it is open.
    pub days: Vec<SpecialDay>,
}
