//! The part of the format that says how somebody or something is rated.

use super::format::{BOTH, CONDITION, ROUND, WORDS};
use super::format_item::GIVEN;
use super::format_score::ONCE;
use crate::risk::{Combination, MissingAssessor};
use crate::table::{Kind, Others, Table, optional, required, told};

const NUMBER: Kind = Kind::Either(&[Kind::Formula("expression"), Kind::Number]);
const CONSTANT: Kind = Kind::Either(&[Kind::Formula("constant"), Kind::Number]);

/// Indices by name.
pub static INDICES: Table = Table {
    name: "indices",
    phrase: "`index`",
    doc: told("Indices, gradings and warnings, by name."),
    keys: &[],
    others: Some(Others {
        doc: told("An index; its id is the pack's, `/`, and this key."),
        kind: Kind::Table(&INDEX),
    }),
};

/// One index.
pub static INDEX: Table = Table {
    name: "index",
    phrase: "the index",
    doc: told(
        "What rates a person, a group, a post or a project. Its number is the weighted sum of `indicators`, the count of `criteria`, or a `number` by a formula; the grade is the one in whose range the number lies. A `matrix` gives the grade by two facts, and grades with `when` need no number.",
    ),
    keys: &[
        required("title", BOTH, "What is rated."),
        required("basis", WORDS, "The article."),
        optional(
            "full",
            Kind::Number,
            "The most points of an indicator, and so of the index; the fewest are 0. 100 if left out.",
        ),
        optional(
            "whole",
            Kind::Number,
            "What the weights of each level add up to, such as 100; 1 if left out. Weights that do not are a fault.",
        ),
        optional("kinds", Kind::List(&Kind::Table(&INDICATOR_KIND)), "The kinds of indicators."),
        optional(
            "groups",
            Kind::List(&Kind::Table(&INDICATOR_GROUP)),
            "The indicators of the first level; their weights add up to the whole. Left out: there is one level.",
        ),
        optional(
            "indicators",
            Kind::List(&Kind::Table(&INDICATOR)),
            "The indicators that get points. The weights of those of each group add up to the whole.",
        ),
        optional("assessors", Kind::List(&Kind::Table(&ASSESSOR)), "Who gives points."),
        optional(
            "combine",
            Kind::Table(&COMBINE),
            "How the points of several assessors come together. Required where indicators are assessed.",
        ),
        optional(
            "criteria",
            Kind::List(&Kind::Table(&CRITERION)),
            "Instead of indicators: criteria; the number is how many hold.",
        ),
        optional("number", NUMBER, "Instead of indicators: the number, such as `likelihood * harm`."),
        optional("matrix", Kind::Table(&MATRIX), "Instead of indicators: the grade by two facts."),
        optional(
            "round",
            Kind::Table(&ROUND),
            "How the number is rounded, once, before the grade is found. Left out: it is not.",
        ),
        optional(
            "grades",
            Kind::List(&Kind::Table(&GRADE)),
            "The grades. All have a `range`, and each number that can come out lies in one; or all have a `when`, the first that holds counts, and the last has none; or, of a matrix, neither.",
        ),
        optional(
            "assumes",
            Kind::List(&BOTH),
            "What the source leaves open, and how it is taken here: every outcome says so.",
        ),
        optional("note", BOTH, "What a reader should know."),
        optional(
            "examples",
            Kind::List(&Kind::Table(&INDEX_EXAMPLE)),
            "Cases worked out by hand; `evenhand test` runs them.",
        ),
    ],
    others: None,
};

/// A kind of indicators.
pub static INDICATOR_KIND: Table = Table {
    name: "indicator-kind",
    phrase: "the kind",
    doc: told("A kind of indicators. It has no weight: it is what those of its groups add up to."),
    keys: &[
        required("kind", Kind::Text, "The word for it, which groups name."),
        required("title", BOTH, "What it is called."),
    ],
    others: None,
};

/// An indicator of the first level.
pub static INDICATOR_GROUP: Table = Table {
    name: "indicator-group",
    phrase: "the group",
    doc: told("An indicator of the first level."),
    keys: &[
        required("group", Kind::Text, "The word for it, which indicators name."),
        required("title", BOTH, "What it is about."),
        optional("kind", Kind::Text, "The kind that it belongs to. Required where there are kinds."),
        required("weight", CONSTANT, "Its weight, above 0: `0.05`, `\"5%\"`, `\"1/17\"`."),
    ],
    others: None,
};

/// An indicator that gets points.
pub static INDICATOR: Table = Table {
    name: "indicator",
    phrase: "the indicator",
    doc: told(
        "An indicator that gets points from 0 to `full`, in one of five ways: `points`, `table`, `of` with `bands`, `deductions`, `assessed-by`.",
    ),
    keys: &[
        required("indicator", Kind::Text, "The word for it."),
        required("title", BOTH, "What it is about."),
        optional("basis", WORDS, "The article, where it is another than the index's."),
        optional(
            "group",
            Kind::Text,
            "The indicator of the first level that it belongs to. Required where there are groups.",
        ),
        required("weight", CONSTANT, "Its weight in its group, above 0."),
        optional(
            "points",
            NUMBER,
            "The points by a formula, never below 0 or above `full`: `min(100, 10 * talks)`.",
        ),
        optional(
            "table",
            Kind::List(&Kind::Table(&INDICATOR_ROW)),
            "The points of the first row whose condition holds; the last row has none.",
        ),
        optional("of", NUMBER, "With `bands`: the number that is looked up."),
        optional(
            "bands",
            Kind::List(&Kind::Table(&BAND)),
            "The points of the band in which the number lies; each value that it can have lies in one.",
        ),
        optional("deductions", Kind::List(&Kind::Table(&ONCE)), "Full points, less these, but not below 0."),
        optional(
            "assessed-by",
            Kind::Either(&[Kind::Choice(&["all"]), Kind::List(&Kind::Text)]),
            "The assessors that give the points: `all`, or their words.",
        ),
        optional("note", BOTH, "What a reader should know."),
    ],
    others: None,
};

/// A row of an indicator's table.
pub static INDICATOR_ROW: Table = Table {
    name: "indicator-row",
    phrase: "the row",
    doc: told("Points that a condition brings."),
    keys: &[
        optional("when", CONDITION, "The condition. Left out in the last row: otherwise."),
        required("points", Kind::Number, "The points."),
        optional("title", BOTH, "What it stands for."),
    ],
    others: None,
};

/// A band of an indicator's number.
pub static BAND: Table = Table {
    name: "band",
    phrase: "the band",
    doc: told("Points that a number brings."),
    keys: &[
        required("range", Kind::Formula("range"), "The numbers, such as `[0..5)` or `>= 5`."),
        required("points", Kind::Number, "The points."),
        optional("title", BOTH, "What it stands for."),
    ],
    others: None,
};

/// Somebody who gives points.
pub static ASSESSOR: Table = Table {
    name: "assessor",
    phrase: "the assessor",
    doc: told("Somebody, or a kind of people, who gives points."),
    keys: &[
        required("assessor", Kind::Text, "The word for it, which tables of points name."),
        required("title", BOTH, "Who it is."),
        optional("weight", CONSTANT, "Its weight in a weighted mean; the weights add up to the whole."),
    ],
    others: None,
};

/// How the points of several assessors come together.
pub static COMBINE: Table = Table {
    name: "combine",
    phrase: "`combine`",
    doc: told(
        "How the points of several assessors come together. Where an indicator has only some of the assessors, or some are left out, a weighted mean is divided by the weights that are left.",
    ),
    keys: &[
        required(
            "by",
            Kind::Choice(Combination::CODES),
            "The `mean`; the `trimmed-mean` without the highest and the lowest; the `weighted-mean`.",
        ),
        optional(
            "trim",
            Kind::Integer,
            "Of a trimmed mean: how many are left out at each end; 1 if left out.",
        ),
        required(
            "missing",
            Kind::Choice(MissingAssessor::CODES),
            "What it means that an assessor gave no points: `refuse` is an error, `leave-out` takes those that are there, `zero` counts 0 points.",
        ),
        optional(
            "least",
            Kind::Integer,
            "With `leave-out`: the fewest that must have given points; 1 if left out.",
        ),
        optional("decimals", Kind::Integer, "The most decimals of an assessor's points; 0 if left out."),
    ],
    others: None,
};

/// A criterion that is counted.
pub static CRITERION: Table = Table {
    name: "criterion",
    phrase: "the criterion",
    doc: told("What is asked, and counted where it holds."),
    keys: &[required("title", BOTH, "What is asked."), required("when", CONDITION, "The condition.")],
    others: None,
};

/// The grade by two facts.
pub static MATRIX: Table = Table {
    name: "matrix",
    phrase: "the matrix",
    doc: told("The grade by two facts, such as likelihood and consequence."),
    keys: &[
        required("rows", Kind::Text, "The fact whose values are the rows: a string."),
        required("columns", Kind::Text, "The fact whose values are the columns: a string."),
        required(
            "cells",
            Kind::List(&Kind::List(&Kind::Text)),
            "The grades by their words, a list for each row, in the order of the values.",
        ),
    ],
    others: None,
};

/// A grade.
pub static GRADE: Table = Table {
    name: "grade",
    phrase: "the grade",
    doc: told("A grade, its colour, and what must be done."),
    keys: &[
        required("grade", Kind::Text, "The word for it."),
        required("title", BOTH, "What it is called."),
        optional(
            "range",
            Kind::Formula("range"),
            "The numbers that it is for, such as `[60..80)` or `>= 3`.",
        ),
        optional("when", CONDITION, "Instead, its condition."),
        optional("colour", BOTH, "Its colour."),
        optional("measures", Kind::List(&Kind::Table(&GRADE_MEASURE)), "What must be done."),
        optional("note", BOTH, "What a reader should know."),
    ],
    others: None,
};

/// What a grade prescribes.
pub static GRADE_MEASURE: Table = Table {
    name: "grade-measure",
    phrase: "the measure",
    doc: told("What must be done at a grade."),
    keys: &[
        required("title", BOTH, "What."),
        optional("basis", WORDS, "The article, where it is another than the index's."),
    ],
    others: None,
};

/// A worked example of an index.
pub static INDEX_EXAMPLE: Table = Table {
    name: "index-example",
    phrase: "the example",
    doc: told("A case worked out by hand: its `index`, its `grade`, or both; or the `error`."),
    keys: &[
        optional("given", Kind::Table(&GIVEN), "The facts."),
        optional("assessed", Kind::Table(&ASSESSED), "The points that assessors gave."),
        optional("index", CONSTANT, "The number that must come out, such as `82` or `\"250/3\"`."),
        optional("grade", Kind::Text, "The grade that must come out."),
        optional("points", Kind::Table(&INDICATOR_POINTS), "The points that some indicators must have."),
        optional("error", Kind::Text, "Instead, the code of the error that must come out."),
        optional("note", WORDS, "The working."),
    ],
    others: None,
};

/// The points of assessors in an example.
pub static ASSESSED: Table = Table {
    name: "assessed",
    phrase: "`assessed`",
    doc: told("The points that assessors gave, by indicator."),
    keys: &[],
    others: Some(Others { doc: told("The points of an indicator, by assessor."), kind: Kind::Table(&GIVEN) }),
};

/// The points of indicators in an example.
pub static INDICATOR_POINTS: Table = Table {
    name: "indicator-points",
    phrase: "`points`",
    doc: told("The points of indicators, by their words."),
    keys: &[],
    others: Some(Others { doc: told("The indicator with this word, and its points."), kind: CONSTANT }),
};
