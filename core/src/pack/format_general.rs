//! The part of the format that says what holds over many items: circumstances, limitation, procedure.

use super::format::{AMOUNT, BOTH, CONDITION, WORDS};
use super::general::Actor;
use crate::table::{Kind, Others, Table, optional, required, told};

/// Which part of a range a circumstance leads to.
pub static PARTS: Table = Table {
    name: "parts",
    phrase: "`parts`",
    doc: told(
        "Which part of a range is lenient, ordinary and severe: `\"[0%..30%)\"`, or one place such as `\"50%\"`. `0%` is the lower end, `100%` the upper.",
    ),
    keys: &[
        required(
            "of",
            Kind::Choice(&["tier", "statutory"]),
            "The range that is divided: the one that the tier (or the item) gives, or the statutory one.",
        ),
        optional("mitigated", PART, "The part for a lighter penalty (从轻)."),
        optional(
            "ordinary",
            PART,
            "The part for a case in which no circumstance for a lighter or heavier penalty is established.",
        ),
        optional("aggravated", PART, "The part for a heavier penalty (从重)."),
        optional(
            "without-minimum",
            Kind::Table(&PARTS_WITHOUT_MINIMUM),
            "Instead, where the range starts at zero, since the law gives a maximum only.",
        ),
        optional("basis", WORDS, "The article of the document."),
    ],
    others: None,
};

/// The parts of a range that starts at zero.
pub static PARTS_WITHOUT_MINIMUM: Table = Table {
    name: "parts-without-minimum",
    phrase: "`without-minimum`",
    doc: told("The parts of a range that starts at zero."),
    keys: &[
        optional("mitigated", PART, "The part for a lighter penalty."),
        optional(
            "ordinary",
            PART,
            "The part for a case in which no circumstance for a lighter or heavier penalty is established.",
        ),
        optional("aggravated", PART, "The part for a heavier penalty."),
    ],
    others: None,
};

const PART: Kind = Kind::Formula("range");

/// Circumstances by article.
pub static CIRCUMSTANCES: Table = Table {
    name: "circumstances",
    phrase: "`circumstance`",
    doc: told("Circumstances that move the amount of every item below, by article."),
    keys: &[],
    others: Some(Others { doc: told("A circumstance."), kind: Kind::Table(&CIRCUMSTANCE) }),
};

/// The words for what a circumstance does.
pub const EFFECTS: &[&str] =
    &["no-penalty", "reduced", "mitigated-or-reduced", "mitigated", "aggravated", "tier-up", "times"];

/// One circumstance.
pub static CIRCUMSTANCE: Table = Table {
    name: "circumstance",
    phrase: "the circumstance",
    doc: told(
        "A circumstance that moves the amount. What is not given, of what is true or false, counts as absent, and the outcome says so.",
    ),
    keys: &[
        required("title", BOTH, "The circumstance, in a few words."),
        required("basis", WORDS, "The article."),
        required("when", CONDITION, "When it is established, by the pack's own facts."),
        required(
            "effect",
            Kind::Choice(EFFECTS),
            "`no-penalty`; `reduced` (减轻): below the statutory minimum; `mitigated` (从轻) and `aggravated` (从重): the part of the range that `conventions.parts` names; `mitigated-or-reduced`: one of the two; `tier-up`: the next heavier tier; `times`: the amount is multiplied, but not below the statutory minimum.",
        ),
        optional("times", AMOUNT, "For `times`: a number or a range, such as `[50%..70%]`."),
        optional(
            "may",
            Kind::Boolean,
            "The authority may heed it, but need not: the outcome shows what it would allow. False if left out: it must be heeded.",
        ),
        optional(
            "items",
            Kind::List(&Kind::Text),
            "The items of this pack that it is for, by their keys. Left out: all that the pack governs.",
        ),
        optional("note", BOTH, "What an officer should know."),
    ],
    others: None,
};

/// The limitation period.
pub static LIMITATION: Table = Table {
    name: "limitation",
    phrase: "`limitation`",
    doc: told(
        "How long an act can be penalised. Counted from the act, or from the end of a continuous one, to the day on which it is discovered.",
    ),
    keys: &[
        required("basis", WORDS, "The article."),
        required("period", Kind::Formula("period"), "The period, such as `P2Y` or `P6M`."),
        optional("longer", Kind::List(&Kind::Table(&LONGER)), "Longer periods for graver cases."),
        optional("note", BOTH, "What an officer should know."),
    ],
    others: None,
};

/// A longer limitation period.
pub static LONGER: Table = Table {
    name: "longer",
    phrase: "the longer period",
    doc: told("A longer limitation period."),
    keys: &[
        required("title", BOTH, "When it applies, in words."),
        required("when", CONDITION, "When it applies."),
        required("period", Kind::Formula("period"), "The period."),
    ],
    others: None,
};

/// What an authority counts as a large fine.
pub static LARGE_FINE: Table = Table {
    name: "large-fine",
    phrase: "`large-fine`",
    doc: told(
        "When a fine is large (较大数额), as the authority has laid it down; it decides about hearings.",
    ),
    keys: &[
        required("basis", WORDS, "The document and article."),
        required(
            "when",
            CONDITION,
            "When it is; `fine` is the fine decided, such as `party = \"individual\" and fine >= 5000`.",
        ),
        optional("note", BOTH, "What an officer should know."),
    ],
    others: None,
};

/// Articles of principles that the library applies.
pub static PRINCIPLES: Table = Table {
    name: "principles",
    phrase: "`principles`",
    doc: told("The articles of the principles that the library applies, to be cited where it does."),
    keys: &[
        optional("law-of-the-day", WORDS, "The old law, or the lighter new one (从旧兼从轻)."),
        optional(
            "one-act",
            WORDS,
            "One act is not fined twice; of several rules the one with the higher fine.",
        ),
    ],
    others: None,
};

/// Procedures by name.
pub static PROCEDURES: Table = Table {
    name: "procedures",
    phrase: "`procedure`",
    doc: told("Procedures. The first one whose condition holds applies."),
    keys: &[],
    others: Some(Others { doc: told("A procedure."), kind: Kind::Table(&PROCEDURE) }),
};

/// One procedure.
pub static PROCEDURE: Table = Table {
    name: "procedure",
    phrase: "the procedure",
    doc: told(
        "A procedure. Its conditions can name the pack's facts and what comes out: `fine` (the fine decided), `large_fine`, `no_penalty`, and each penalty of article 9 with `_` for `-`, such as `revoke_licence`.",
    ),
    keys: &[
        required("title", BOTH, "What it is called."),
        required("basis", WORDS, "The article."),
        optional("when", CONDITION, "When it applies; always if left out."),
        optional("may", Kind::Boolean, "The authority may use it, but need not."),
        required("decides", Kind::Choice(Actor::CODES), "Who decides."),
        required("steps", Kind::List(&Kind::Table(&PROCEDURE_STEP)), "The steps, in order."),
    ],
    others: None,
};

/// One step of a procedure.
pub static PROCEDURE_STEP: Table = Table {
    name: "procedure-step",
    phrase: "the step",
    doc: told("A step of a procedure."),
    keys: &[
        required("title", BOTH, "What is done."),
        required("basis", WORDS, "The article."),
        required("by", Kind::Choice(Actor::CODES), "Who does it."),
        optional("when", CONDITION, "Only if this holds."),
        optional(
            "decides",
            Kind::Boolean,
            "With this step, its actor decides instead of whom the procedure names.",
        ),
        optional("limit", Kind::Table(&STEP_LIMIT), "By when."),
        optional(
            "event",
            Kind::Text,
            "The event of the pack that tells of the step in a record; a decided case without it lacks the step.",
        ),
    ],
    others: None,
};

/// The time limit of a step.
pub static STEP_LIMIT: Table = Table {
    name: "step-limit",
    phrase: "the limit",
    doc: told("A time limit: days of the calendar, or working days."),
    keys: &[
        optional("days", Kind::Integer, "Days of the calendar."),
        optional("working-days", Kind::Integer, "Working days."),
        required(
            "from",
            BOTH,
            "What it is counted from, or to, with its preposition, such as `{ zh = \"自立案之日起\", en = \"from the opening of the case\" }`.",
        ),
    ],
    others: None,
};
