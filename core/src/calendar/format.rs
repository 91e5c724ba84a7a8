//! The calendar format, as data: the reader refuses what is not here, and the JSON Schema and `docs/format.md` are
//! printed from it.

use crate::table::{BILINGUAL, Key, Kind, Others, Table, optional, required, told};

const BOTH: Kind = Kind::Table(&BILINGUAL);
const DAYS: Kind = Kind::List(&Kind::Either(&[Kind::Date, Kind::Formula("span of days")]));
const HOLIDAYS: Kind = Kind::List(&Kind::Table(&HOLIDAY));
const NOTICE_KEY: Key = optional("notice", Kind::Table(&NOTICE), "Where the `days` were published.");

/// The root of a file.
pub static CALENDAR: Table = Table {
    name: "calendar",
    phrase: "the calendar",
    doc: told(
        "One file is the calendar of a country, or what a place or an office changes in one. It has either `year` or `based-on`.",
    ),
    keys: &[
        required("format", Kind::Integer, "The version of this format: 1."),
        required(
            "id",
            Kind::Text,
            "The calendar: lower-case words joined by dots, such as `cn` or `cn.dongying.office`. A file with the id of a known calendar adds to it.",
        ),
        required("title", BOTH, "What it is called."),
        optional("note", BOTH, "What a reader should know about it."),
        optional(
            "weekend",
            Kind::List(&Kind::Choice(WEEKDAYS)),
            "The days of the week that are off where nothing else is said. Saturday and Sunday if left out; `[]` for none.",
        ),
        optional(
            "year",
            Kind::Table(&YEARS),
            "The years that the calendar has. Of a year that is not here nothing is known: asking for it is an error.",
        ),
        optional(
            "based-on",
            Kind::Text,
            "The calendar that this one changes, such as `cn`: for local holidays and the closing days of an office.",
        ),
        optional("notice", Kind::Table(&NOTICE), "Where the `days` beside `based-on` were published."),
        optional("days", HOLIDAYS, "Beside `based-on`: the days that are off or worked here, unlike there."),
    ],
    others: None,
};

/// The words of [`Weekday::ALL`](crate::time::Weekday::ALL); a test holds the two together.
const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The years.
pub static YEARS: Table = Table {
    name: "years",
    phrase: "`year`",
    doc: told("What was published for each year."),
    keys: &[],
    others: Some(Others { doc: told("A year, such as `2026`."), kind: Kind::Table(&YEAR) }),
};

/// A year.
pub static YEAR: Table = Table {
    name: "year",
    phrase: "the year",
    doc: told(
        "A year is known once its `days` are here; in a file that adds to a calendar they take the place of those that are known. With `changes` alone, the known days stay and are changed.",
    ),
    keys: &[
        NOTICE_KEY,
        optional(
            "days",
            HOLIDAYS,
            "The days off and the days worked instead, as the notice for the whole year has them. They may lie in the December before and the January after.",
        ),
        optional(
            "changes",
            Kind::List(&Kind::Table(&CHANGE)),
            "What was changed in the course of the year, in the order of publication. The last word on a day counts.",
        ),
    ],
    others: None,
};

/// A change.
pub static CHANGE: Table = Table {
    name: "change",
    phrase: "the change",
    doc: told("A later publication for the same year."),
    keys: &[
        required("notice", Kind::Table(&NOTICE), "Where it was published."),
        required("days", HOLIDAYS, "The days that are off or worked now."),
    ],
    others: None,
};

/// A publication.
pub static NOTICE: Table = Table {
    name: "notice",
    phrase: "`notice`",
    doc: told("Where something was published. What is not certain is left out."),
    keys: &[
        optional("title", Kind::Text, "Its title."),
        optional("number", Kind::Text, "Its number."),
        optional("url", Kind::Text, "Where it can be read."),
        optional("issued", Kind::Date, "The day of issue."),
        optional("note", BOTH, "What a reader should know of it."),
    ],
    others: None,
};

/// A holiday.
pub static HOLIDAY: Table = Table {
    name: "holiday",
    phrase: "the holiday",
    doc: told("A holiday, or another reason, with the days that are off and worked for it."),
    keys: &[
        required("name", BOTH, "The holiday."),
        optional(
            "off",
            DAYS,
            "Days that are off: a day, or a span such as `\"2026-02-15..2026-02-23\"`. Days of the weekend may be among them.",
        ),
        optional(
            "worked",
            DAYS,
            "Days that are worked although the weekend, or the calendar below, has them off.",
        ),
    ],
    others: None,
};

/// Every table of the format, the root first.
pub static TABLES: &[&Table] = &[&CALENDAR, &YEARS, &YEAR, &CHANGE, &HOLIDAY, &NOTICE, &BILINGUAL];

/// The JSON Schema of the calendar format (draft 7, which editors of TOML understand).
#[cfg(feature = "reference")]
#[must_use]
pub fn json_schema() -> serde_json::Value {
    crate::table::json_schema("Evenhand calendar, format 1", TABLES)
}

/// The reference of the calendar format, in Markdown.
#[cfg(feature = "reference")]
#[must_use]
pub fn reference() -> String {
    crate::table::reference(TABLES)
}

#[cfg(test)]
mod tests {
    use super::WEEKDAYS;
    use crate::time::Weekday;

    #[test]
    fn the_days_of_the_week_are_those_of_the_type() {
        assert_eq!(WEEKDAYS, Weekday::ALL.map(|(name, _)| name));
    }
}
