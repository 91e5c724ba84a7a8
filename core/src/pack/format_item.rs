//! The part of the format that describes one item: its amounts, its tables, its examples.

use super::format::{AMOUNT, BOTH, CONDITION, FACTS, ROUND, WHEN_SEVERAL, WORDS};
use super::model::Measure;
use crate::table::{Kind, Others, Table, optional, required, told};

const EXPRESSION: Kind = Kind::Either(&[Kind::Formula("expression"), Kind::Number]);
const CONSTANT: Kind = Kind::Either(&[Kind::Formula("constant"), Kind::Number]);
const CELL: Kind = Kind::Either(&[Kind::Formula("cell"), Kind::Boolean, Kind::Number]);

/// Items by article.
pub static PENALTIES: Table = Table {
    name: "penalties",
    phrase: "`penalty`",
    doc: told("Penalty items, by the article or number that the document gives them."),
    keys: &[],
    others: Some(Others {
        doc: told("An item; its id is the pack's, `/`, and this key."),
        kind: Kind::Table(&PENALTY),
    }),
};

/// One item.
pub static PENALTY: Table = Table {
    name: "penalty",
    phrase: "the item",
    doc: told("One violation and what follows from it."),
    keys: &[
        required("title", BOTH, "The violation, in a few words."),
        required("basis", WORDS, "The article that sets the penalty."),
        optional(
            "standard",
            BOTH,
            "In a discretion standard: how the standard itself numbers this item, such as `{ zh = \"第六条\", en = \"article 6\" }`.",
        ),
        optional("authority", BOTH, "Who enforces this item, where it is not who enforces the document."),
        optional(
            "replaces",
            Kind::List(&Kind::Text),
            "Earlier items that this item takes over under its own key: keys of this document, or ids such as `cn.dongying.city-appearance/46-4`. One: the item was renumbered; several: they were merged. The item with the same key in the version before goes on without a word, unless another item takes it over; where it was split and a part kept its key, that part names its own key, too.",
        ),
        optional(
            "same-conduct-as",
            Kind::List(&Kind::Text),
            "Ids of other items for the same conduct; `evenhand check` looks for cases in which their amounts differ. One of the two names the other. Items with the same title, article and facts are compared without a word.",
        ),
        optional(
            "requires",
            Kind::Either(&[Kind::Table(&REQUIREMENT), Kind::List(&Kind::Table(&REQUIREMENT))]),
            "What must have happened before a penalty is possible.",
        ),
        optional("may", Kind::Boolean, "The authority may fine, but need not (可以处). False if left out."),
        optional(
            "statutory",
            AMOUNT,
            "The range that the law allows. A fine that leaves it is moved to its end, with a warning.",
        ),
        optional(
            "statutory-measures",
            Kind::List(&MEASURE_USE),
            "The measures beside the fine that the article provides, each with its condition where it has one; an empty list if there are none. `evenhand check` tells what the item imposes beyond them, and the outcome warns of it. Left out, nothing is said.",
        ),
        optional(
            "fine",
            AMOUNT,
            "The fine. Without it, tiers or weights give it, or the officer chooses within the statutory range.",
        ),
        optional("when-several", Kind::Choice(WHEN_SEVERAL), "Instead of the document's convention."),
        optional("tiers", Kind::List(&Kind::Table(&ROW)), "The rows of a discretion table."),
        optional(
            "base",
            EXPRESSION,
            "What the sum of weights is multiplied with. Without it, the sum is the place in the statutory range: min + sum * (max - min).",
        ),
        optional("weights", Kind::Table(&WEIGHTS), "A weighted table."),
        optional(
            "adjust",
            Kind::List(&Kind::Table(&ADJUSTMENT)),
            "What the amount is multiplied with afterwards, in this order.",
        ),
        optional(
            "within",
            AMOUNT,
            "The rule's own floor and cap: the amount is held inside them, without a warning.",
        ),
        optional("round", Kind::Table(&ROUND), "Instead of the pack's rounding."),
        optional(
            "persons",
            Kind::Table(&PERSONS),
            "The second stage: who the persons responsible are, and their fine; a tier can give its own.",
        ),
        optional("also", Kind::List(&MEASURE_USE), "Measures beside the fine."),
        optional("note", BOTH, "What an officer should know."),
        optional(
            "facts",
            Kind::Table(&FACTS),
            "Facts of this item alone; they go before the pack's facts of the same name.",
        ),
        optional(
            "examples",
            Kind::List(&Kind::Table(&EXAMPLE)),
            "Cases worked out by hand from the document; `evenhand test` runs them.",
        ),
    ],
    others: None,
};

/// A precondition.
pub static REQUIREMENT: Table = Table {
    name: "requirement",
    phrase: "the precondition",
    doc: told(
        "A precondition. Where it is not given, the outcome lists it as an assumption; where it is false, there is no penalty under this item.",
    ),
    keys: &[
        required("zh", Kind::Text, "In Chinese."),
        required("en", Kind::Text, "In English."),
        required(
            "when",
            Kind::Text,
            "The boolean fact that says whether it is met, which this line declares; or a condition over declared facts, such as `delay > 0 or obstruction != \"none\"`, where the item is for no other case.",
        ),
    ],
    others: None,
};

pub(super) const MEASURE_USE: Kind = Kind::Either(&[Kind::Choice(Measure::CODES), Kind::Table(&MEASURE)]);

/// A measure with its details.
pub static MEASURE: Table = Table {
    name: "measure",
    phrase: "the measure",
    doc: told("A measure beside the fine."),
    keys: &[
        required(
            "measure",
            Kind::Choice(Measure::CODES),
            "Which one. The first twelve are the penalties of article 9 of the Administrative Penalty Law beside the fine; the others are orders that go with one.",
        ),
        optional("what", BOTH, "What it is about, such as the goods."),
        optional("when", CONDITION, "Only if this holds."),
        optional("may", Kind::Boolean, "The authority may, but need not."),
    ],
    others: None,
};

/// A row.
pub static ROW: Table = Table {
    name: "tier",
    phrase: "the tier",
    doc: told(
        "A row of a discretion table. It matches if all its conditions hold; with `any`, if one of the groups does as well.",
    ),
    keys: &[
        optional("tier", WORDS, "The tier's name in the document."),
        optional(
            "any",
            Kind::List(&Kind::Table(&CONDITIONS)),
            "Groups of conditions, one of which must hold.",
        ),
        optional("when", CONDITION, "A condition that cells cannot say."),
        optional(
            "fine",
            AMOUNT,
            "The fine. Without it: `band`, `outcome`, the item's `fine`, or the officer's choice in the statutory range.",
        ),
        optional("band", Kind::Formula("range"), "A part of the statutory range, such as `[30%..70%]`."),
        optional(
            "outcome",
            Kind::Choice(&["no-penalty", "measures"]),
            "`no-penalty`: an exemption. `measures`: no fine, but the measures in `also`.",
        ),
        optional("statutory", AMOUNT, "Instead of the item's statutory range."),
        optional("within", AMOUNT, "Floor and cap of this row, held before the item's adjustments."),
        optional("also", Kind::List(&MEASURE_USE), "Measures beside those of the item."),
        optional("may", Kind::Boolean, "Instead of the item's `may`."),
        optional("persons", AMOUNT, "The fine of the persons responsible in this row."),
        optional("basis", WORDS, "Instead of the item's article."),
        optional("note", WORDS, "What an officer should know."),
    ],
    others: Some(Others {
        doc: told("A cell: the fact with this name, and the values for which the row matches."),
        kind: CELL,
    }),
};

/// Conditions of a group.
pub static CONDITIONS: Table = Table {
    name: "conditions",
    phrase: "the group",
    doc: told("Conditions that must all hold."),
    keys: &[optional("when", CONDITION, "A condition that cells cannot say.")],
    others: Some(Others {
        doc: told("A cell: the fact with this name, and the values for which the row matches."),
        kind: CELL,
    }),
};

/// A weighted table.
pub static WEIGHTS: Table = Table {
    name: "weights",
    phrase: "`weights`",
    doc: told("A weighted table: start plus one weight a factor."),
    keys: &[
        optional("start", CONSTANT, "Where the sum starts; 0 if left out."),
        optional("floor", CONSTANT, "The least that the sum counts as."),
        optional("cap", CONSTANT, "The most that the sum counts as."),
        required("factors", Kind::List(&Kind::Table(&FACTOR)), "The factors."),
    ],
    others: None,
};

/// A factor.
pub static FACTOR: Table = Table {
    name: "factor",
    phrase: "the factor",
    doc: told("A factor of a weighted table."),
    keys: &[
        optional("fact", Kind::Text, "The fact that its cells test."),
        optional("title", WORDS, "What it is called; the fact's label if left out."),
        required(
            "weight",
            Kind::Either(&[Kind::Table(&CELL_WEIGHTS), EXPRESSION]),
            "The weight for each cell, or an expression.",
        ),
    ],
    others: None,
};

/// Weights by cell.
pub static CELL_WEIGHTS: Table = Table {
    name: "cell-weights",
    phrase: "`weight`",
    doc: told("A weight for each cell."),
    keys: &[],
    others: Some(Others {
        doc: told(
            "A cell of the factor's fact, and its weight. Cells must not overlap; `-` as the last one is any other value.",
        ),
        kind: CONSTANT,
    }),
};

/// An adjustment.
pub static ADJUSTMENT: Table = Table {
    name: "adjustment",
    phrase: "the adjustment",
    doc: told("A change of the amount."),
    keys: &[
        required("title", BOTH, "Why."),
        optional("when", CONDITION, "Only if this holds."),
        required("times", AMOUNT, "What the amount is multiplied with: a number, or a range."),
        optional("basis", WORDS, "The article."),
    ],
    others: None,
};

/// The second stage.
pub static PERSONS: Table = Table {
    name: "persons",
    phrase: "`persons`",
    doc: told("The fine of the persons responsible."),
    keys: &[
        optional("title", BOTH, "Who they are."),
        optional("basis", WORDS, "The article."),
        optional(
            "fine",
            AMOUNT,
            "The fine; `fine` in it is the unit's fine, at each end of its range. Left out where the tiers give it.",
        ),
    ],
    others: None,
};

/// An example.
pub static EXAMPLE: Table = Table {
    name: "example",
    phrase: "the example",
    doc: told("A case worked out by hand from the document."),
    keys: &[
        required("given", Kind::Table(&GIVEN), "The facts."),
        optional("fine", AMOUNT, "The fine that must come out: a number, or a range."),
        optional(
            "outcome",
            Kind::Choice(&["fine", "measures", "no-penalty", "not-applicable"]),
            "The outcome; `fine` if left out.",
        ),
        optional(
            "error",
            Kind::Choice(&["no-tier", "no-level", "several-tiers"]),
            "The document gives no answer for these facts, or more than one: the error that must come out.",
        ),
        optional("tier", Kind::Text, "The tier that must be chosen."),
        optional("statutory", AMOUNT, "The statutory range that must come out."),
        optional("persons", AMOUNT, "The fine of the persons responsible."),
        optional(
            "warns",
            Kind::Boolean,
            "Whether the fine had to be moved into the statutory range; false if left out.",
        ),
        optional("note", WORDS, "The working."),
    ],
    others: None,
};

/// The facts of an example.
pub static GIVEN: Table = Table {
    name: "given",
    phrase: "`given`",
    doc: told("Facts by name."),
    keys: &[],
    others: Some(Others {
        doc: told("The fact with this name, and its value."),
        kind: Kind::Either(&[Kind::Number, Kind::Boolean, Kind::Text, Kind::Date]),
    }),
};
