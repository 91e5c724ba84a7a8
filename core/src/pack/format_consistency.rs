//! The part of the format that says when decisions are consistent.

use super::format::{BOTH, WORDS};
use crate::consistency::Confidence;
use crate::table::{Kind, Others, Table, optional, required};

/// Policies by name.
pub static CONSISTENCY: Table = Table {
    name: "consistency-policies",
    phrase: "`consistency`",
    doc: "From when on a number about many decisions is told, and when an officer, an office or an item stands apart, by name. It is a reason to look, never a proof.",
    keys: &[],
    others: Some(Others {
        doc: "A policy; its id is the pack's, `/`, and this key.",
        kind: Kind::Table(&POLICY),
    }),
};

/// One policy.
pub static POLICY: Table = Table {
    name: "consistency-policy",
    phrase: "the consistency policy",
    doc: "Limits over decisions. A group stands apart if all three hold: its robust z score beside the other groups is at least `z`, it differs from their median by at least `difference`, and its interval does not reach that median. A trend over months is told if its probability by chance is at most `level` and it comes to at least `difference` over the span.",
    keys: &[
        required("title", BOTH, "What is looked at."),
        required("basis", WORDS, "The article, or the book."),
        required(
            "decisions",
            Kind::Integer,
            "The fewest decisions of which a median or a share is told, and of all others on an item for a decision on it to be compared.",
        ),
        required("groups", Kind::Integer, "The fewest other groups with which one is compared. At least 2."),
        required(
            "month-decisions",
            Kind::Integer,
            "The fewest decisions of a month that counts for a trend.",
        ),
        required("months", Kind::Integer, "The fewest such months of which a trend is told. At least 4."),
        required(
            "confidence",
            Kind::Choice(Confidence::CODES),
            "How sure the intervals of medians (order statistics) and shares (Wilson) are.",
        ),
        required("z", Kind::Number, "From which robust z score on a group stands apart."),
        required(
            "difference",
            Kind::Number,
            "From which difference on it matters: of places from 0 to 1, or of shares.",
        ),
        required("level", Kind::Number, "Up to which probability by chance a trend is told."),
        optional("note", BOTH, "What a reader should know."),
    ],
    others: None,
};
