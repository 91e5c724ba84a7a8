//! The part of the format that says how an office is scored.

use super::format::{BOTH, CONDITION, WORDS};
use super::format_item::GIVEN;
use crate::risk::{Count, ScorePeriod};
use crate::table::{Kind, Others, Table, optional, required, told};

const POINTS: Kind = Kind::Either(&[Kind::Formula("expression"), Kind::Number]);

/// Scores by name.
pub static SCORES: Table = Table {
    name: "scores",
    phrase: "`score`",
    doc: told("Schemes by which an office is scored, by name."),
    keys: &[],
    others: Some(Others {
        doc: told("A score; its id is the pack's, `/`, and this key."),
        kind: Kind::Table(&SCORE),
    }),
};

/// One score.
pub static SCORE: Table = Table {
    name: "score",
    phrase: "the score",
    doc: told(
        "A scheme by which an office is scored: parts with their points, what is taken off and what is added. Each part has its points, less its deductions, plus its bonuses, but not less than its floor; the parts together, plus the bonuses of the whole, less its deductions, are multiplied with `times`.",
    ),
    keys: &[
        required("title", BOTH, "What is scored."),
        required("basis", WORDS, "The article."),
        required("period", Kind::Choice(ScorePeriod::CODES), "What one score is about."),
        optional(
            "together",
            Kind::Table(&TOGETHER),
            "How the scores of several periods come together. Left out: the document does not say.",
        ),
        optional(
            "expects",
            Kind::List(&Kind::Table(&EXPECTATION)),
            "What the facts must meet; else there is no score.",
        ),
        required("parts", Kind::List(&Kind::Table(&SCORE_PART)), "The parts."),
        optional(
            "deductions",
            Kind::List(&Kind::Table(&SCORE_ENTRY)),
            "What is taken off. Where none of its facts is given, those aside that several name, it counts as not established, and the outcome says so.",
        ),
        optional("bonuses", Kind::List(&Kind::Table(&SCORE_ENTRY)), "What is added, likewise."),
        optional("times", POINTS, "What the sum is multiplied with; 1 where its facts are not given."),
        optional(
            "counted",
            Kind::Table(&COUNTED),
            "Which facts are counts of a register of cases: `evenhand due --events FILE --score …` gives them.",
        ),
        optional(
            "assumes",
            Kind::List(&BOTH),
            "What the source leaves open, and how it is taken here: every outcome says so.",
        ),
        optional("note", BOTH, "What a reader should know."),
        optional(
            "examples",
            Kind::List(&Kind::Table(&SCORE_EXAMPLE)),
            "Periods worked out by hand from the document; `evenhand test` runs them.",
        ),
    ],
    others: None,
};

/// How several periods come together.
pub static TOGETHER: Table = Table {
    name: "together",
    phrase: "`together`",
    doc: told(
        "How the scores of several periods come together: their mean, less what is taken off once, such as sanctions in the score of the year.",
    ),
    keys: &[
        required("basis", WORDS, "The article."),
        optional("deductions", Kind::List(&Kind::Table(&ONCE)), "What is taken off once."),
    ],
    others: None,
};

/// A deduction that is taken off once.
pub static ONCE: Table = Table {
    name: "once",
    phrase: "the entry",
    doc: told(
        "Points that are taken off once from the score of several periods, or from the full points of an indicator.",
    ),
    keys: &[
        required("title", BOTH, "What for."),
        optional("basis", WORDS, "The article, where it is another."),
        required(
            "points",
            POINTS,
            "How many points, never less than 0, by the pack's facts; of several periods, by facts that no single period has.",
        ),
        optional("note", BOTH, "What a reader should know."),
    ],
    others: None,
};

/// What the facts must meet.
pub static EXPECTATION: Table = Table {
    name: "expectation",
    phrase: "the expectation",
    doc: told("What the facts must meet, such as that no more was done early than was done at all."),
    keys: &[
        required("zh", Kind::Text, "In Chinese."),
        required("en", Kind::Text, "In English."),
        required("when", CONDITION, "The condition. Where one of its facts is not given it is not asked."),
    ],
    others: None,
};

/// A part of a score.
pub static SCORE_PART: Table = Table {
    name: "score-part",
    phrase: "the part",
    doc: told("A part of a score."),
    keys: &[
        required("part", Kind::Text, "The word for it, which deductions and bonuses name."),
        required("title", BOTH, "What it is about."),
        required("points", Kind::Number, "The points that it has when nothing is taken off."),
        optional("floor", Kind::Number, "The least that it counts as."),
    ],
    others: None,
};

/// A deduction or bonus.
pub static SCORE_ENTRY: Table = Table {
    name: "score-entry",
    phrase: "the entry",
    doc: told("Points that are taken off or added."),
    keys: &[
        required("title", BOTH, "What for."),
        optional("basis", WORDS, "The article, where it is another than the score's."),
        optional("part", Kind::Text, "The part that it belongs to. Left out: the whole."),
        required("points", POINTS, "How many points, never less than 0, by the pack's facts: `5 * yellow`."),
        optional("note", BOTH, "What a reader should know."),
    ],
    others: None,
};

/// Facts that are counts.
pub static COUNTED: Table = Table {
    name: "counted",
    phrase: "`counted`",
    doc: told(
        "Facts that are counts of a register. `decided`, `late` and `early` (before the last day of the law) are cases decided in the period, `hint`, `yellow` and `red` cases by the gravest light that came on in the period before they were decided; `open` and `overdue` is how cases stand on the day.",
    ),
    keys: &[],
    others: Some(Others {
        doc: told("The fact with this name, and the count."),
        kind: Kind::Choice(Count::CODES),
    }),
};

/// A worked example of a score.
pub static SCORE_EXAMPLE: Table = Table {
    name: "score-example",
    phrase: "the example",
    doc: told("A period, or several, worked out by hand from the document."),
    keys: &[
        optional("given", Kind::Table(&GIVEN), "The facts of one period."),
        optional(
            "periods",
            Kind::List(&Kind::Table(&GIVEN)),
            "Instead, the facts of each of several periods.",
        ),
        optional("once", Kind::Table(&GIVEN), "With `periods`: the facts of what is taken off once."),
        optional(
            "score",
            Kind::Either(&[Kind::Formula("constant"), Kind::Number]),
            "The score that must come out, such as `82` or `\"250/3\"`.",
        ),
        optional("error", Kind::Text, "Instead, the code of the error that must come out."),
        optional(
            "parts",
            Kind::Table(&PART_POINTS),
            "What some parts must have; of several periods, in the first.",
        ),
        optional("note", WORDS, "The working."),
    ],
    others: None,
};

/// The points of parts in an example.
pub static PART_POINTS: Table = Table {
    name: "part-points",
    phrase: "`parts`",
    doc: told("The points of parts, by their words."),
    keys: &[],
    others: Some(Others { doc: told("The part with this word, and its points."), kind: Kind::Number }),
};
