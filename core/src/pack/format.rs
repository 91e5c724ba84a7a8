//! The pack format, as data.
//!
//! Every table and every key stands here once. The reader refuses what is not here, the JSON Schema offers what
//! is here, and `docs/format.md` is printed from it.

use super::format_compliance::{
    COMPLIANCE, COMPLIANCE_EXAMPLE, COMPLIANCES, DUTY, FOUND, ROLES, STEP_TAKEN, TAKEN_STEP,
};
use super::format_consistency::{CONSISTENCY, POLICY};
use super::format_document::{IN_FORCE, LAW, LAWS, SOURCE};
use super::format_general::{
    CIRCUMSTANCE, CIRCUMSTANCES, LARGE_FINE, LIMITATION, LONGER, PARTS, PARTS_WITHOUT_MINIMUM, PRINCIPLES,
    PROCEDURE, PROCEDURE_STEP, PROCEDURES, STEP_LIMIT,
};
use super::format_index::{
    ASSESSED, ASSESSOR, BAND, COMBINE, CRITERION, GRADE, GRADE_MEASURE, INDEX, INDEX_EXAMPLE, INDICATOR,
    INDICATOR_GROUP, INDICATOR_KIND, INDICATOR_POINTS, INDICATOR_ROW, INDICES, MATRIX,
};
use super::format_item::{
    ADJUSTMENT, CELL_WEIGHTS, CONDITIONS, EXAMPLE, FACTOR, GIVEN, MEASURE, MEASURE_USE, PENALTIES, PENALTY,
    PERSONS, REQUIREMENT, ROW, WEIGHTS,
};
use super::format_limit::{
    AT_LATEST, DEEMED, EVENTS, EXTENSION, LENGTH, LIGHT, LIGHTS, LIMIT, LIMIT_EXAMPLE, LIMIT_GIVEN, LIMITS,
    STAGE, STOP,
};
use super::format_payments::{
    EXAMPLE_PAYMENT, PAYMENT_EXAMPLE, PAYMENT_FLAG, PAYMENT_SCREEN, PAYMENT_SCREENS, PAYMENTS_FOUND,
};
use super::format_score::{
    COUNTED, EXPECTATION, ONCE, PART_POINTS, SCORE, SCORE_ENTRY, SCORE_EXAMPLE, SCORE_PART, SCORES, TOGETHER,
};
use super::format_screen::{FLAG, SCREEN, SCREEN_EXAMPLE, SCREENS, WHEN};
use super::format_supervision::{ACCEPTANCE, FEE, POLICY_RULE, SEPARATION, SUPERVISION, SUPERVISIONS};
use super::format_surcharge::{SURCHARGE, SURCHARGE_EXAMPLE, SURCHARGES};
pub use crate::table::{BILINGUAL, Key, Kind, Others, Table};
use crate::table::{optional, required, told};

pub(super) const WORDS: Kind = Kind::Either(&[Kind::Text, Kind::Table(&BILINGUAL)]);
pub(super) const BOTH: Kind = Kind::Table(&BILINGUAL);
pub(super) const AMOUNT: Kind = Kind::Either(&[Kind::Formula("amount"), Kind::Number]);
pub(super) const CONDITION: Kind = Kind::Formula("condition");

/// The names of what happens when several rows match.
pub const WHEN_SEVERAL: &[&str] = &["unique", "first", "heaviest"];

/// The root of a file.
pub static PACK: Table = Table {
    name: "pack",
    phrase: "the pack",
    doc: told(
        "One file is one published document, in the version that was in force from one day to another.",
    ),
    keys: &[
        required("format", Kind::Integer, "The version of this format: 1."),
        required(
            "id",
            Kind::Text,
            "The document: country, place and name in lower case, joined by dots, such as `cn.dongying.city-appearance`. Files with the same id are versions of one document.",
        ),
        required("title", BOTH, "The document's title."),
        optional(
            "currency",
            Kind::Choice(&["CNY", "TWD"]),
            "The currency of all amounts. `CNY` if left out.",
        ),
        optional(
            "round",
            Kind::Table(&ROUND),
            "How a fine is rounded. Half up to the hundredth if left out.",
        ),
        optional("note", BOTH, "What a reader should know about the pack."),
        optional("authority", BOTH, "Who enforces the document's rules."),
        required("source", Kind::Table(&SOURCE), "Where the rules come from."),
        required("in-force", Kind::Table(&IN_FORCE), "The days on which they apply."),
        optional(
            "conventions",
            Kind::Table(&CONVENTIONS),
            "What the document lays down once for all its items.",
        ),
        optional(
            "facts",
            Kind::Table(&FACTS),
            "The facts that items share. An item takes those that it names.",
        ),
        optional(
            "law",
            Kind::Table(&LAWS),
            "The laws that articles are cited from, in the versions that are meant, by the name that stands in 《》 there.",
        ),
        optional("penalty", Kind::Table(&PENALTIES), "The penalty items, by article or number."),
        optional(
            "cancelled",
            Kind::Table(&CANCELLATIONS),
            "Items of an earlier version that this version drops on purpose, by their key there.",
        ),
        optional(
            "governs",
            Kind::List(&Kind::Text),
            "The documents whose items and limits the circumstances, limitation, large fine, procedures, principles, parts and lights of this pack apply to: an id, or the start of ids, such as `cn`. Left out, they apply to the pack's own items; given, to those of other documents only. Of several documents the one that names the longer start goes first, at the same start one of a place before one of the country.",
        ),
        optional("circumstance", Kind::Table(&CIRCUMSTANCES), "Circumstances, by article."),
        optional("limitation", Kind::Table(&LIMITATION), "The limitation period."),
        optional("large-fine", Kind::Table(&LARGE_FINE), "What the authority counts as a large fine."),
        optional("procedure", Kind::Table(&PROCEDURES), "Procedures, by name."),
        optional(
            "also",
            Kind::List(&MEASURE_USE),
            "Measures that go with every item that the pack governs, where the item does not name them itself; their conditions name the pack's facts.",
        ),
        optional(
            "principles",
            Kind::Table(&PRINCIPLES),
            "Articles to be cited for what the library applies.",
        ),
        optional("surcharge", Kind::Table(&SURCHARGES), "Surcharges for late payment, by article."),
        optional("score", Kind::Table(&SCORES), "Schemes by which an office is scored, by name."),
        optional("screen", Kind::Table(&SCREENS), "What is looked for among the bids of tenders, by name."),
        optional(
            "payments",
            Kind::Table(&PAYMENT_SCREENS),
            "What is looked for in single payments and among their peers, by name.",
        ),
        optional("consistency", Kind::Table(&CONSISTENCY), "When many decisions are consistent, by name."),
        optional(
            "supervision",
            Kind::Table(&SUPERVISIONS),
            "How decided cases and applications are supervised, by name.",
        ),
        optional(
            "compliance",
            Kind::Table(&COMPLIANCES),
            "What is demanded of conduct and procedures beside penalties, by name.",
        ),
        optional(
            "index",
            Kind::Table(&INDICES),
            "Indices, gradings and warnings by which people, posts and projects are rated, by name.",
        ),
        optional("events", Kind::Table(&EVENTS), "The events that the limits name."),
        optional("limit", Kind::Table(&LIMITS), "Time limits, by article."),
        optional("lights", Kind::Table(&LIGHTS), "When the lights of limits come on."),
    ],
    others: None,
};

/// Rounding.
pub static ROUND: Table = Table {
    name: "round",
    phrase: "`round`",
    doc: told("Rounding of a fine, done once, at the end."),
    keys: &[
        required("to", Kind::Number, "The step: `\"0.01\"` for the hundredth, `\"1\"` for the whole."),
        required(
            "mode",
            Kind::Choice(&["up", "down", "half-up", "half-down"]),
            "Away from zero, towards zero, to the nearer with a half going up, or down.",
        ),
    ],
    others: None,
};

/// The document's conventions.
pub static CONVENTIONS: Table = Table {
    name: "conventions",
    phrase: "`conventions`",
    doc: told("What the document lays down once for all its items."),
    keys: &[
        optional(
            "when-several",
            Kind::Choice(WHEN_SEVERAL),
            "When several rows of a table match: `unique` (the default) is an error, `first` takes the first, `heaviest` the one with the highest fine, unless one that matches gives no penalty: an exemption goes first.",
        ),
        optional(
            "when-several-basis",
            WORDS,
            "The article that says which row counts when several match. Left out, the document does not say so, and `evenhand check` tells where it matters.",
        ),
        optional(
            "unknown-fact",
            Kind::Choice(&["refuse", "lightest"]),
            "What a table does with a fact that is not given: `refuse` (the default), or take the `lightest` level that is possible and say so.",
        ),
        optional(
            "above",
            Kind::Choice(&["inclusive", "exclusive"]),
            "Whether 以上 includes the number. For the printed text only: cells say it with brackets.",
        ),
        optional(
            "below",
            Kind::Choice(&["inclusive", "exclusive"]),
            "Whether 以下 includes the number. For the printed text only.",
        ),
        optional("parts", Kind::Table(&PARTS), "Which part of a range is lenient, ordinary and severe."),
    ],
    others: None,
};

/// Facts by name.
pub static FACTS: Table = Table {
    name: "facts",
    phrase: "`facts`",
    doc: told("Facts by name. A name starts with a letter and has letters, digits and `_`."),
    keys: &[],
    others: Some(Others { doc: told("A fact."), kind: Kind::Table(&FACT) }),
};

/// One fact.
pub static FACT: Table = Table {
    name: "fact",
    phrase: "the fact",
    doc: told("What an officer enters."),
    keys: &[
        required("type", Kind::Choice(&["number", "boolean", "string", "date"]), "The type of its values."),
        optional(
            "unit",
            Kind::Text,
            "A number's unit: base units joined by `*` and `/`, such as `t/day`. Left out: a plain number.",
        ),
        optional(
            "range",
            Kind::Formula("range"),
            "A number's least and greatest value, such as `(0..100000]`. Required for a number.",
        ),
        optional("decimals", Kind::Integer, "The most decimals that a number has; 0 if left out."),
        optional(
            "values",
            Kind::Either(&[Kind::List(&Kind::Text), Kind::Table(&VALUES)]),
            "A string's values, from light to grave. Required for a string.",
        ),
        optional(
            "aggravates",
            Kind::Boolean,
            "`true`: the more, the graver, all else alike (of a string, the later in the list). A graver case must not be \
             fined less; `evenhand check` proves it. Left out, nothing is said; a date has no such order.",
        ),
        optional("label", BOTH, "What it is called."),
        optional("help", BOTH, "How it is found out."),
    ],
    others: None,
};

/// The values of a string fact.
pub static VALUES: Table = Table {
    name: "values",
    phrase: "`values`",
    doc: told("The values of a string fact, each with what it is called."),
    keys: &[],
    others: Some(Others { doc: told("A value."), kind: BOTH }),
};

/// Dropped items by key.
pub static CANCELLATIONS: Table = Table {
    name: "cancellations",
    phrase: "`cancelled`",
    doc: told("Items that this version drops on purpose, by the key that they had."),
    keys: &[],
    others: Some(Others {
        doc: told("An item of an earlier version that this one no longer has."),
        kind: Kind::Table(&CANCELLATION),
    }),
};

/// A dropped item.
pub static CANCELLATION: Table = Table {
    name: "cancellation",
    phrase: "the cancelled item",
    doc: told("An item of an earlier version that is dropped on purpose."),
    keys: &[
        required("title", BOTH, "What the violation was, in a few words."),
        optional("basis", WORDS, "The article that drops it."),
        required(
            "lawful",
            Kind::Boolean,
            "`true`: the act is no longer a violation. `false`: it still is one, but under other law.",
        ),
        optional("note", BOTH, "What an officer should know."),
    ],
    others: None,
};

/// Every table, in the order of the reference.
pub static TABLES: &[&Table] = &[
    &PACK,
    &ROUND,
    &SOURCE,
    &IN_FORCE,
    &LAWS,
    &LAW,
    &CONVENTIONS,
    &FACTS,
    &FACT,
    &VALUES,
    &PENALTIES,
    &PENALTY,
    &REQUIREMENT,
    &ROW,
    &CONDITIONS,
    &WEIGHTS,
    &FACTOR,
    &CELL_WEIGHTS,
    &ADJUSTMENT,
    &PERSONS,
    &MEASURE,
    &CANCELLATIONS,
    &CANCELLATION,
    &EXAMPLE,
    &GIVEN,
    &PARTS,
    &PARTS_WITHOUT_MINIMUM,
    &CIRCUMSTANCES,
    &CIRCUMSTANCE,
    &LIMITATION,
    &LONGER,
    &LARGE_FINE,
    &PRINCIPLES,
    &PROCEDURES,
    &PROCEDURE,
    &PROCEDURE_STEP,
    &STEP_LIMIT,
    &SURCHARGES,
    &SURCHARGE,
    &SURCHARGE_EXAMPLE,
    &SCORES,
    &SCORE,
    &TOGETHER,
    &ONCE,
    &COUNTED,
    &EXPECTATION,
    &SCORE_PART,
    &SCORE_ENTRY,
    &SCORE_EXAMPLE,
    &PART_POINTS,
    &SCREENS,
    &SCREEN,
    &FLAG,
    &WHEN,
    &SCREEN_EXAMPLE,
    &PAYMENT_SCREENS,
    &PAYMENT_SCREEN,
    &PAYMENT_FLAG,
    &PAYMENT_EXAMPLE,
    &EXAMPLE_PAYMENT,
    &PAYMENTS_FOUND,
    &CONSISTENCY,
    &POLICY,
    &SUPERVISIONS,
    &SUPERVISION,
    &POLICY_RULE,
    &SEPARATION,
    &FEE,
    &ACCEPTANCE,
    &COMPLIANCES,
    &COMPLIANCE,
    &ROLES,
    &DUTY,
    &TAKEN_STEP,
    &COMPLIANCE_EXAMPLE,
    &STEP_TAKEN,
    &FOUND,
    &INDICES,
    &INDEX,
    &INDICATOR_KIND,
    &INDICATOR_GROUP,
    &INDICATOR,
    &INDICATOR_ROW,
    &BAND,
    &ASSESSOR,
    &COMBINE,
    &CRITERION,
    &MATRIX,
    &GRADE,
    &GRADE_MEASURE,
    &INDEX_EXAMPLE,
    &ASSESSED,
    &INDICATOR_POINTS,
    &EVENTS,
    &LIMITS,
    &LIMIT,
    &LENGTH,
    &EXTENSION,
    &STOP,
    &DEEMED,
    &AT_LATEST,
    &STAGE,
    &LIGHTS,
    &LIGHT,
    &LIMIT_EXAMPLE,
    &LIMIT_GIVEN,
    &BILINGUAL,
];

/// The JSON Schema of the pack format (draft 7, which editors of TOML understand).
#[cfg(feature = "reference")]
#[must_use]
pub fn json_schema() -> serde_json::Value {
    crate::table::json_schema("Evenhand rule pack, format 1", TABLES)
}

/// The reference of the pack format, in Markdown.
#[cfg(feature = "reference")]
#[must_use]
pub fn reference() -> String {
    crate::table::reference(TABLES)
}
