//! The part of the format that says what late payment costs.

use super::format::{BOTH, ROUND, WORDS};
use super::format_limit::{LIMIT_GIVEN, STOP};
use crate::table::{Kind, Others, Table, optional, required, told};

const CONSTANT: Kind = Kind::Either(&[Kind::Formula("constant"), Kind::Number]);

/// Surcharges by article.
pub static SURCHARGES: Table = Table {
    name: "surcharges",
    phrase: "`surcharge`",
    doc: told("Surcharges for late payment, by the article that sets them."),
    keys: &[],
    others: Some(Others {
        doc: told("A surcharge; its id is the pack's, `/`, and this key."),
        kind: Kind::Table(&SURCHARGE),
    }),
};

/// One surcharge.
pub static SURCHARGE: Table = Table {
    name: "surcharge",
    phrase: "the surcharge",
    doc: told(
        "What is added day by day when money is not paid in time, from the day after the last day for paying. The day of a payment still counts. To every surcharge the events `paid=DAY:AMOUNT` (without an amount: the rest of the principal), `deferred=DAY:UNTIL`, `instalment=DAY:AMOUNT`, `stopped=DAY:REASON` and `resumed=DAY` are known.",
    ),
    keys: &[
        required("title", BOTH, "What it is called."),
        required("basis", WORDS, "The article."),
        required("rate", CONSTANT, "The part of the money that each day adds, such as `\"3%\"`."),
        optional(
            "cap",
            CONSTANT,
            "The most that it comes to, as a part of the principal, such as `\"100%\"`.",
        ),
        optional("cap-basis", WORDS, "The article that says so, where it is another."),
        required(
            "of",
            Kind::Choice(&["unpaid", "principal", "unsettled"]),
            "What each day's part is a part of: what is overdue and still `unpaid`, or the whole `principal` as long as something is overdue. `unsettled`: the law does not say; what is unpaid is taken, and the other reading told as well.",
        ),
        optional(
            "after",
            Kind::Text,
            "The limit for paying: a key of this pack, or an id. Either this or `from`.",
        ),
        optional("from", Kind::Text, "The event on whose day, at the latest, the money was to be paid."),
        optional(
            "stops",
            Kind::List(&Kind::Table(&STOP)),
            "What keeps days from being counted, such as a review.",
        ),
        optional("round", Kind::Table(&ROUND), "Instead of the pack's rounding."),
        optional("note", BOTH, "What a reader should know."),
        optional(
            "examples",
            Kind::List(&Kind::Table(&SURCHARGE_EXAMPLE)),
            "Cases worked out by hand from the document; `evenhand test` runs them.",
        ),
    ],
    others: None,
};

/// A worked example of a surcharge.
pub static SURCHARGE_EXAMPLE: Table = Table {
    name: "surcharge-example",
    phrase: "the example",
    doc: told("A case worked out by hand from the document."),
    keys: &[
        required("principal", Kind::Number, "What was to be paid."),
        required("given", Kind::Table(&LIMIT_GIVEN), "What happened."),
        required("on", Kind::Date, "The day that is asked about."),
        optional("surcharge", Kind::Number, "The surcharge that must come out."),
        optional("days", Kind::Integer, "The days late."),
        optional("reached", Kind::Date, "The day on which the cap was reached."),
        optional("owed", Kind::Number, "Principal and surcharge, less what was paid."),
        optional("error", Kind::Text, "Instead of these, the code of the error that must come out."),
        optional("note", WORDS, "The working."),
    ],
    others: None,
};
