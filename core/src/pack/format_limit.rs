//! The part of the format that says by when something must be done: events, time limits, lights.

use super::format::{BOTH, WORDS};
use crate::table::{Kind, Others, Table, optional, required, told};

/// Events by name.
pub static EVENTS: Table = Table {
    name: "events",
    phrase: "`events`",
    doc: told(
        "The events that the limits of this pack name, with their words. `stopped`, `resumed` and `extended` are known to every limit and need none; so are `start` and `end`, which in a log stand for the event from whose day a limit is counted and for the one that must have happened. No event can have one of these five names.",
    ),
    keys: &[],
    others: Some(Others {
        doc: told("An event: what happened, such as `{ zh = \"受理\", en = \"application accepted\" }`."),
        kind: BOTH,
    }),
};

/// Limits by article.
pub static LIMITS: Table = Table {
    name: "limits",
    phrase: "`limit`",
    doc: told("Time limits, by the article that sets them."),
    keys: &[],
    others: Some(Others {
        doc: told("A limit; its id is the pack's, `/`, and this key."),
        kind: Kind::Table(&LIMIT),
    }),
};

/// The words for who must act.
pub const PARTIES: &[&str] = &["authority", "party", "court", "reconsideration-body", "government"];

/// One time limit.
pub static LIMIT: Table = Table {
    name: "limit",
    phrase: "the limit",
    doc: told(
        "By when something must be done. It is counted from the day of an event, which is not counted itself.",
    ),
    keys: &[
        required("title", BOTH, "What must be done, in a few words."),
        required("basis", WORDS, "The article that sets the limit."),
        optional("by", Kind::Choice(PARTIES), "Who must act. `authority` if left out."),
        optional(
            "from",
            Kind::Text,
            "The event from whose day it is counted. Required, unless `before` or `statutory` is there.",
        ),
        optional(
            "before",
            Kind::Text,
            "Instead of `from`: the event from whose day it is counted backwards.",
        ),
        optional(
            "to",
            Kind::Text,
            "The event that must have happened by the last day. Left out: the period only runs out.",
        ),
        optional("length", Kind::Table(&LENGTH), "How long. Required, unless `statutory` is there."),
        optional(
            "month-end",
            Kind::Choice(&["last-day", "refuse"]),
            "Where the last month has no corresponding day: its `last-day` (the default; Civil Code, article 202), or `refuse`.",
        ),
        optional(
            "last-day",
            Kind::Choice(&["moves", "stays", "unsettled"]),
            "A last day on a day off: it `moves` to the next working day, it `stays`, or the law leaves it `unsettled`: then it stays, and the outcome tells the moved day, too. Required for years, months and days.",
        ),
        optional("last-day-basis", WORDS, "The article that says so."),
        optional("extension", Kind::Table(&EXTENSION), "How it can be extended. Left out: it cannot."),
        optional("stops", Kind::List(&Kind::Table(&STOP)), "What stops the clock. Left out: nothing does."),
        optional("deemed", Kind::Table(&DEEMED), "When silence counts as the event in `from`."),
        optional("at-latest", Kind::List(&Kind::Table(&AT_LATEST)), "Days beyond which it never goes."),
        optional(
            "stages",
            Kind::List(&Kind::Table(&STAGE)),
            "Stages with limits of their own. Those with the same `from` run in parallel.",
        ),
        optional(
            "statutory",
            Kind::Text,
            "In an office's own limit: the id of the limit of the law that it keeps within. Its `from` or `before`, `to`, `month-end`, `last-day`, `extension`, `stops`, `deemed` and `at-latest` hold here, unless the office's limit has its own.",
        ),
        optional(
            "committed",
            Kind::Table(&LENGTH),
            "With `statutory`: the shorter length that the office has promised, in the same unit.",
        ),
        optional(
            "lights",
            Kind::Table(&LIGHTS),
            "Instead of the lights of the document or of those that govern it.",
        ),
        optional("missed", BOTH, "What the law says if the limit passes."),
        optional("note", BOTH, "What an officer should know."),
        optional(
            "examples",
            Kind::List(&Kind::Table(&LIMIT_EXAMPLE)),
            "Cases worked out by hand from the document; `evenhand test` runs them with the calendar of the country.",
        ),
    ],
    others: None,
};

/// The length of a limit.
pub static LENGTH: Table = Table {
    name: "length",
    phrase: "the length",
    doc: told("A length of time, in one unit."),
    keys: &[
        optional("years", Kind::Integer, "Years."),
        optional("months", Kind::Integer, "Months."),
        optional("days", Kind::Integer, "Days of the calendar."),
        optional("working-days", Kind::Integer, "Working days."),
        optional(
            "hours",
            Kind::Integer,
            "Hours, counted from the minute; the events have a time, such as `2026-01-28T14:30`.",
        ),
    ],
    others: None,
};

/// An extension.
pub static EXTENSION: Table = Table {
    name: "extension",
    phrase: "the extension",
    doc: told("How a limit can be extended, before it has run out."),
    keys: &[
        required("length", Kind::Table(&LENGTH), "By how much at most, in the unit of the limit."),
        optional("times", Kind::Integer, "How often; once if left out."),
        optional("by", BOTH, "Who extends it."),
        optional("basis", WORDS, "The article."),
    ],
    others: None,
};

/// A reason that stops the clock.
pub static STOP: Table = Table {
    name: "stop",
    phrase: "the stop",
    doc: told(
        "A reason that stops the clock: `stopped=2026-02-03:expert-review`. The days after the stop, up to and with that of the resumption, are not counted.",
    ),
    keys: &[
        required("reason", Kind::Text, "The word for it in logs: lower-case words joined by dashes."),
        required("title", BOTH, "The reason."),
        optional("basis", WORDS, "The article."),
    ],
    others: None,
};

/// Silence that counts as the start.
pub static DEEMED: Table = Table {
    name: "deemed",
    phrase: "`deemed`",
    doc: told(
        "When silence counts as the event in `from`, on the day of an earlier event: an application counts as accepted on the day of its receipt, if nothing was said of it within five days.",
    ),
    keys: &[
        required("event", Kind::Text, "The earlier event."),
        required("unless", Kind::List(&Kind::Text), "The events of which one must happen in time."),
        required("within", Kind::Table(&LENGTH), "In which time, from the day of the earlier event."),
        optional("basis", WORDS, "The article."),
    ],
    others: None,
};

/// The day beyond which a limit never goes.
pub static AT_LATEST: Table = Table {
    name: "at-latest",
    phrase: "`at-latest`",
    doc: told("A day beyond which the limit never goes."),
    keys: &[
        required("length", Kind::Table(&LENGTH), "How long."),
        required("from", Kind::Text, "The event from whose day it is counted."),
        optional("basis", WORDS, "The article."),
    ],
    others: None,
};

/// A stage.
pub static STAGE: Table = Table {
    name: "stage",
    phrase: "the stage",
    doc: told("A stage with a limit of its own."),
    keys: &[
        required("name", Kind::Text, "The word for it: lower-case words joined by dashes."),
        required("title", BOTH, "What is done."),
        required("from", Kind::Text, "The event from whose day it is counted."),
        required("to", Kind::Text, "The event that ends it."),
        required("length", Kind::Table(&LENGTH), "How long."),
    ],
    others: None,
};

/// Lights.
pub static LIGHTS: Table = Table {
    name: "lights",
    phrase: "`lights`",
    doc: told(
        "When the lights of a limit come on. In a limit they are for it alone; at the top of a pack they are for its limits, or for those of the documents that the pack governs.",
    ),
    keys: &[
        optional("hint", Kind::Table(&LIGHT), "The hint."),
        optional("yellow", Kind::Table(&LIGHT), "The yellow light."),
        optional("red", Kind::Table(&LIGHT), "The red light."),
        optional("basis", WORDS, "The document and article."),
    ],
    others: None,
};

/// One light.
pub static LIGHT: Table = Table {
    name: "light",
    phrase: "the light",
    doc: told("On which day a light comes on."),
    keys: &[
        optional("before", Kind::Integer, "Working days before the last day; 0 is the last day itself."),
        optional(
            "after",
            Kind::Integer,
            "Working days after the last day; 0 is as soon as it is over, on the next day of the calendar.",
        ),
    ],
    others: None,
};

/// A worked example of a limit.
pub static LIMIT_EXAMPLE: Table = Table {
    name: "limit-example",
    phrase: "the example",
    doc: told("A case worked out by hand from the document."),
    keys: &[
        required("given", Kind::Table(&LIMIT_GIVEN), "The events."),
        required("on", MOMENT, "The day that is asked about."),
        optional("due", MOMENT, "The last day that counts."),
        optional("raw", MOMENT, "The last day before any move."),
        optional("used", Kind::Integer, "Days counted so far."),
        optional("left", Kind::Integer, "Days left; negative when overdue."),
        optional("light", Kind::Choice(&["green", "hint", "yellow", "red"]), "The light on that day."),
        optional(
            "state",
            Kind::Choice(&["running", "stopped", "met", "late", "overdue"]),
            "How the limit stands.",
        ),
        optional("statutory", MOMENT, "With a committed limit: the last day of the law."),
        optional("late", Kind::List(&Kind::Text), "The stages that are late."),
        optional(
            "error",
            Kind::Text,
            "Instead of all of these: the code of the error, such as `before-start`.",
        ),
        optional("note", WORDS, "How it was worked out."),
    ],
    others: None,
};

/// The events of an example.
pub static LIMIT_GIVEN: Table = Table {
    name: "limit-given",
    phrase: "`given`",
    doc: told("Events with their days, as on the command line; several of one name as a list."),
    keys: &[],
    others: Some(Others {
        doc: told("A day, or a text such as `\"2026-02-03:expert-review\"`."),
        kind: Kind::Either(&[MOMENT, Kind::List(&MOMENT)]),
    }),
};

const MOMENT: Kind = Kind::Either(&[Kind::Date, Kind::Text]);
