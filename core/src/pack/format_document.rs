//! The part of the format that says what a document is: its source, its days, and the laws that it rests on.

use super::format::BOTH;
use crate::table::{Kind, Others, Table, optional, required, told};

/// The document.
pub static SOURCE: Table = Table {
    name: "source",
    phrase: "`source`",
    doc: told("The document that the rules come from."),
    keys: &[
        required(
            "kind",
            Kind::Choice(&["statute", "regulation", "discretion-standard", "illustration"]),
            "What sort of document it is. `illustration`: no authority has published these rules, and every outcome says so.",
        ),
        required("issuer", Kind::Text, "Who issued it."),
        optional("number", Kind::Text, "Its number, such as `粤环发〔2021〕7号`."),
        required("checked", Kind::Date, "The day on which this file was last compared with its source."),
        optional("url", Kind::Text, "Where it is published."),
        optional("note", BOTH, "How it was read, and what is not certain."),
    ],
    others: None,
};

/// The days in force.
pub static IN_FORCE: Table = Table {
    name: "in-force",
    phrase: "`in-force`",
    doc: told("The days on which the document is in force."),
    keys: &[
        required("from", Kind::Date, "The first day."),
        optional("until", Kind::Date, "The last day. Left out: it has not ended."),
        optional(
            "uncertain-from",
            Kind::Date,
            "The day from which on it is not certain that the rules still hold: outcomes from then on carry a warning with the `note`.",
        ),
        optional(
            "earlier",
            Kind::Choice(&["unrecorded"]),
            "An earlier text was in force before `from`, and is not recorded: `from` is the day of this version.",
        ),
        optional("note", BOTH, "How certain the days are."),
    ],
    others: None,
};

/// Laws by the name that they are cited by.
pub static LAWS: Table = Table {
    name: "laws",
    phrase: "`law`",
    doc: told(
        "The laws that the document cites, by the name that stands in 《》 in a `basis`, such as `[law.\"水污染防治法\"]`.",
    ),
    keys: &[],
    others: Some(Others { doc: told("A law that some `basis` cites."), kind: Kind::Table(&LAW) }),
};

/// A law in the version that is meant.
pub static LAW: Table = Table {
    name: "law",
    phrase: "the law",
    doc: told(
        "A law in the version that the document means. `evenhand check` tells where the document outlives it.",
    ),
    keys: &[
        required("title", BOTH, "Its full title, with the version."),
        optional(
            "document",
            Kind::Text,
            "The id of the law where it is itself a document of rules: the version is meant that is in force on the first day of this document.",
        ),
        optional(
            "until",
            Kind::Date,
            "Instead of `document`: the last day on which the version is in force; later if it has not ended.",
        ),
        optional("note", BOTH, "How certain its days are, and what came after it."),
    ],
    others: None,
};
