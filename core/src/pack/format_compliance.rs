//! The part of the format that says what is demanded of conduct and procedures beside penalties.

use super::Handling;
use super::format::{BOTH, CONDITION, WORDS};
use super::format_item::GIVEN;
use crate::compliance::Noncompliance;
use crate::table::{Kind, Others, Table, optional, required, told};

/// Schemes by name.
pub static COMPLIANCES: Table = Table {
    name: "compliances",
    phrase: "`compliance`",
    doc: told("What is demanded of conduct and procedures beside penalties, by name."),
    keys: &[],
    others: Some(Others {
        doc: told("A scheme; its id is the pack's, `/`, and this key."),
        kind: Kind::Table(&COMPLIANCE),
    }),
};

/// One scheme.
pub static COMPLIANCE: Table = Table {
    name: "compliance",
    phrase: "the scheme",
    doc: told(
        "Duties, which are conditions that must hold, and steps, which must be taken by somebody, in order and in time. A record is held against all of them; what it does not tell is said, never passed over. Formulas name the pack's facts.",
    ),
    keys: &[
        required("title", BOTH, "What is held against it."),
        required("basis", WORDS, "The article."),
        optional("roles", Kind::Table(&ROLES), "Who can take a step."),
        optional("duties", Kind::List(&Kind::Table(&DUTY)), "What must hold."),
        optional("steps", Kind::List(&Kind::Table(&TAKEN_STEP)), "What must be done, in order."),
        optional("note", BOTH, "What a reader should know."),
        optional(
            "examples",
            Kind::List(&Kind::Table(&COMPLIANCE_EXAMPLE)),
            "Records worked out by hand; `evenhand test` runs them.",
        ),
    ],
    others: None,
};

/// Roles by word.
pub static ROLES: Table = Table {
    name: "roles",
    phrase: "`roles`",
    doc: told("Who can take a step, by the word that records use."),
    keys: &[],
    others: Some(Others { doc: told("What it stands for."), kind: BOTH }),
};

/// One duty.
pub static DUTY: Table = Table {
    name: "duty",
    phrase: "the duty",
    doc: told("A condition that must hold."),
    keys: &[
        required("duty", Kind::Text, "The word for it."),
        required("title", BOTH, "What it demands."),
        optional("basis", WORDS, "The article, where it is another than the scheme's."),
        optional("when", CONDITION, "Where it applies; everywhere if left out."),
        required("holds", CONDITION, "What must hold."),
        optional("colour", Kind::Choice(COLOURS), "The colour of the alert."),
        optional("handling", Kind::Choice(Handling::CODES), "What is done about it."),
        optional("note", BOTH, "What a reader should know."),
    ],
    others: None,
};

/// One step.
pub static TAKEN_STEP: Table = Table {
    name: "taken-step",
    phrase: "the step",
    doc: told(
        "Something that must be done. Days are counted without the first one: what must come within ten days of 1 March comes by 11 March; where ten days must have passed, it comes on 12 March at the earliest.",
    ),
    keys: &[
        required("step", Kind::Text, "The word for it: the event in records."),
        required("title", BOTH, "What it demands."),
        optional("basis", WORDS, "The article, where it is another than the scheme's."),
        optional("when", CONDITION, "Where it applies; everywhere if left out."),
        optional(
            "optional",
            Kind::Boolean,
            "`true`: it need not be taken, but where it is, everything else holds for it.",
        ),
        optional(
            "each",
            Kind::Boolean,
            "`true`: every time that it is taken must be in order, as with prohibitions. Left out, once in order is enough.",
        ),
        optional("by", Kind::List(&Kind::Text), "The roles of which one must take it; anybody if left out."),
        optional(
            "after",
            Kind::List(&Kind::Text),
            "The steps, before it in the list, that it must not come before.",
        ),
        optional(
            "wait",
            Kind::Text,
            "The time that must have passed since the last of `after`, such as `P20D` or `P3Y`.",
        ),
        optional(
            "within",
            Kind::Text,
            "The time after the last of `after` in which it must come, such as `P10D`.",
        ),
        optional("without", Kind::List(&Kind::Text), "The steps whose persons must not take part in it."),
        optional("colour", Kind::Choice(COLOURS), "The colour of the alert."),
        optional("handling", Kind::Choice(Handling::CODES), "What is done about it."),
        optional("note", BOTH, "What a reader should know."),
    ],
    others: None,
};

pub(super) const COLOURS: &[&str] = &["hint", "yellow", "red"];

/// A worked example.
pub static COMPLIANCE_EXAMPLE: Table = Table {
    name: "compliance-example",
    phrase: "the example",
    doc: told("A record and everything that must come out of it."),
    keys: &[
        required("day", Kind::Date, "The day of the record."),
        optional("given", Kind::Table(&GIVEN), "The facts."),
        optional("events", Kind::List(&Kind::Table(&STEP_TAKEN)), "The steps that were taken."),
        optional("open", Kind::Boolean, "`true`: the matter is still under way."),
        optional(
            "findings",
            Kind::Table(&FOUND),
            "What must be found, by duty or step. Nothing if left out.",
        ),
        optional(
            "not-judged",
            Kind::List(&Kind::Text),
            "The duties and steps that cannot be judged. None if left out.",
        ),
        optional("pending", Kind::List(&Kind::Text), "The steps that can still come. None if left out."),
        optional("note", WORDS, "The working."),
    ],
    others: None,
};

/// A step of an example.
pub static STEP_TAKEN: Table = Table {
    name: "step-taken",
    phrase: "the event",
    doc: told("A step that was taken."),
    keys: &[
        required("event", Kind::Text, "Which."),
        required("day", Kind::Date, "When."),
        optional("by", Kind::Text, "The role of who took it."),
        optional("persons", Kind::List(&Kind::Text), "Who took part."),
    ],
    others: None,
};

/// What must be found.
pub static FOUND: Table = Table {
    name: "found",
    phrase: "`findings`",
    doc: told("What must be found, by the word of the duty or step."),
    keys: &[],
    others: Some(Others { doc: told("The codes."), kind: Kind::List(&Kind::Choice(Noncompliance::CODES)) }),
};
