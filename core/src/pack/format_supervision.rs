//! The part of the format that says how decided cases are supervised.

use super::format::{BOTH, CONDITION, WORDS};
use super::supervision::{Handling, Supervised};
use crate::supervise::Irregularity;
use crate::table::{Kind, Others, Table, optional, required};

/// Policies by name.
pub static SUPERVISIONS: Table = Table {
    name: "supervisions",
    phrase: "`supervision`",
    doc: "How decided cases and applications are supervised, by name.",
    keys: &[],
    others: Some(Others {
        doc: "A policy; its id is the pack's, `/`, and this key.",
        kind: Kind::Table(&SUPERVISION),
    }),
};

/// One policy.
pub static SUPERVISION: Table = Table {
    name: "supervision",
    phrase: "the policy",
    doc: "Which colour each irregularity has and how it is handled. What no rule names is found all the same, without a colour.",
    keys: &[
        required("title", BOTH, "What is supervised."),
        required("basis", WORDS, "The article."),
        optional(
            "of",
            Kind::Choice(Supervised::CODES),
            "Decided penalty cases if left out, or applications for approval.",
        ),
        required("rules", Kind::List(&Kind::Table(&POLICY_RULE)), "Colours and handlings."),
        optional(
            "limits",
            Kind::List(&Kind::Text),
            "The ids of the time limits that are watched, such as `cn.administrative-penalty-law/60`; each is counted in the cases whose events start it.",
        ),
        optional(
            "separate",
            Kind::List(&Kind::Table(&SEPARATION)),
            "Parts of a case that one person must not take together.",
        ),
        optional(
            "reasons",
            Kind::List(&Kind::Text),
            "Of applications: the events that need a reason, such as `refused`.",
        ),
        optional("fees", Kind::List(&Kind::Table(&FEE)), "Of applications: what may be charged at most."),
        optional(
            "acceptance",
            Kind::List(&Kind::Table(&ACCEPTANCE)),
            "Of applications: which ones are to be accepted.",
        ),
        optional("note", BOTH, "What a reader should know."),
    ],
    others: None,
};

/// A tariff.
pub static FEE: Table = Table {
    name: "fee",
    phrase: "the tariff",
    doc: "What may be charged at most for applications under a limit.",
    keys: &[
        required("limit", Kind::Text, "The id of the limit."),
        required(
            "most",
            Kind::Formula("number"),
            "The most, in the currency of the pack; it can name the pack's facts.",
        ),
        required("basis", WORDS, "The tariff."),
    ],
    others: None,
};

/// Conditions for accepting.
pub static ACCEPTANCE: Table = Table {
    name: "acceptance",
    phrase: "the condition",
    doc: "Which applications under a limit are to be accepted.",
    keys: &[
        required("limit", Kind::Text, "The id of the limit."),
        required("when", CONDITION, "When one is to be accepted; it can name the pack's facts."),
        required("accepted", Kind::Text, "The event that tells that it was."),
        required("refused", Kind::Text, "The event that tells that it was not."),
        required("basis", WORDS, "The article."),
    ],
    others: None,
};

/// What a policy says about some irregularities.
pub static POLICY_RULE: Table = Table {
    name: "policy-rule",
    phrase: "the rule",
    doc: "Colour and handling of some irregularities.",
    keys: &[
        required(
            "findings",
            Kind::List(&Kind::Choice(Irregularity::CODES)),
            "The codes, as `docs/supervision.md` lists them.",
        ),
        optional("colour", Kind::Choice(&["hint", "yellow", "red"]), "The colour of the alert."),
        optional(
            "handling",
            Kind::Choice(Handling::CODES),
            "What is done: a reminder (提醒), a correction (纠错), an inquiry (询问), a direct inspection (检查).",
        ),
        optional("basis", WORDS, "The article, where it is another than the policy's."),
        optional("note", BOTH, "What a reader should know."),
    ],
    others: None,
};

/// Two parts of a case that one person must not take together.
pub static SEPARATION: Table = Table {
    name: "separation",
    phrase: "the separation",
    doc: "Two parts of a case that one person must not take together.",
    keys: &[
        required(
            "events",
            Kind::List(&Kind::Text),
            "The two events that tell of them, such as `[\"investigated\", \"decided\"]`.",
        ),
        required("basis", WORDS, "The article."),
        optional(
            "procedure",
            Kind::Text,
            "Only in cases under this procedure, such as `ordinary`; in all cases if left out.",
        ),
    ],
    others: None,
};
