//! The part of the format that says what is suspicious among payments.

use super::Handling;
use super::format::{BOTH, WORDS};
use super::format_compliance::COLOURS;
use crate::risk::payments::PaymentTest;
use crate::table::{Kind, Others, Table, optional, required, told};

/// Screens of payments by name.
pub static PAYMENT_SCREENS: Table = Table {
    name: "payment-screens",
    phrase: "`payments`",
    doc: told(
        "What is looked for in single payments and other amounts that have peers, by name. A finding is a reason to look, never a proof.",
    ),
    keys: &[],
    others: Some(Others {
        doc: told("A screen; its id is the pack's, `/`, and this key."),
        kind: Kind::Table(&PAYMENT_SCREEN),
    }),
};

/// One screen of payments.
pub static PAYMENT_SCREEN: Table = Table {
    name: "payment-screen",
    phrase: "the screen",
    doc: told("Flags over payments, with the limits at which they are raised."),
    keys: &[
        required("title", BOTH, "What is screened."),
        required("basis", WORDS, "The article, or the paper."),
        required("flags", Kind::List(&Kind::Table(&PAYMENT_FLAG)), "What is looked for."),
        optional("note", BOTH, "What a reader should know."),
        optional(
            "examples",
            Kind::List(&Kind::Table(&PAYMENT_EXAMPLE)),
            "Payments worked out by hand; `evenhand test` runs them.",
        ),
    ],
    others: None,
};

/// One flag over payments.
pub static PAYMENT_FLAG: Table = Table {
    name: "payment-flag",
    phrase: "the flag",
    doc: told(
        "One thing that is looked for; within so many days is at most so many days later. `split`: several payments from one payer to one payee for one purpose, each below the `threshold`, which within `days` of the first reach it together. `returned`: of a payment at least a `share` comes back from the payee to the payer within `days`; what comes back is counted once, for the oldest payment that it can be the return of, and on one day the larger payment comes first. `repeated`: the same amount from the same payer to the same payee, within `days` of the one before. `outlier`: an amount above its group by more than `z` or `quartiles`. `first-digit`: a group whose first digits are not spread as Benford says, log10(1 + 1/d), by `chi-square` or `deviation`; the shares are irrational and known between two fractions, so that what lies between these is not judged.",
    ),
    keys: &[
        required("flag", Kind::Text, "The word for it."),
        required("title", BOTH, "What it is called."),
        optional("basis", WORDS, "The article or the paper, where it is another than the screen's."),
        required("test", Kind::Choice(PaymentTest::CODES), "What is looked for."),
        optional("days", Kind::Integer, "Of `split`, `returned`, `repeated`: within how many days."),
        optional("threshold", Kind::Number, "Of `split`: what each payment is below and all of them reach."),
        optional("share", Kind::Number, "Of `returned`: the share that comes back, above 0 and at most 1."),
        optional(
            "payments",
            Kind::Integer,
            "The fewest payments: of `split` and `repeated`, 2 if left out; of the group for `outlier`, at least 3, and for `first-digit`, which need it.",
        ),
        optional(
            "z",
            Kind::Number,
            "Of `outlier`: the modified z score of Iglewicz and Hoaglin, 0.6745 (x - median) / MAD, that it is above; where the median of the distances is 0 nothing is judged.",
        ),
        optional(
            "quartiles",
            Kind::Number,
            "Instead: how many interquartile ranges above the third quartile it is (quartiles as `screen` has them); where the range is 0 nothing is judged.",
        ),
        optional(
            "magnitudes",
            Kind::Integer,
            "Of `first-digit`: the largest amount of the group is at least ten to this power times the smallest, or nothing is judged.",
        ),
        optional("chi-square", Kind::Number, "Of `first-digit`: what Pearson's statistic is above."),
        optional(
            "deviation",
            Kind::Number,
            "Instead: what the mean absolute deviation of the nine shares is above.",
        ),
        optional("colour", Kind::Choice(COLOURS), "The colour of the alert."),
        optional("handling", Kind::Choice(Handling::CODES), "What is done about it."),
        optional("note", BOTH, "What a reader should know."),
    ],
    others: None,
};

/// A worked example of a screen of payments.
pub static PAYMENT_EXAMPLE: Table = Table {
    name: "payment-example",
    phrase: "the example",
    doc: told("Payments and everything that must come out of them."),
    keys: &[
        required("payments", Kind::List(&Kind::Table(&EXAMPLE_PAYMENT)), "The payments."),
        optional(
            "findings",
            Kind::Table(&PAYMENTS_FOUND),
            "What must be found, by flag. Nothing if left out.",
        ),
        optional(
            "not-judged",
            Kind::List(&Kind::Text),
            "The flags by which a payment cannot be judged. None if left out.",
        ),
        optional("note", WORDS, "The working."),
    ],
    others: None,
};

/// A payment of an example.
pub static EXAMPLE_PAYMENT: Table = Table {
    name: "example-payment",
    phrase: "the payment",
    doc: told("A payment; its id is its number in the example, from 1."),
    keys: &[
        required("day", Kind::Date, "The day."),
        required("amount", Kind::Number, "The amount."),
        optional("from", Kind::Text, "Who pays; with `to`."),
        optional("to", Kind::Text, "Who is paid; with `from`."),
        optional("purpose", Kind::Text, "What for."),
        optional("group", Kind::Text, "Its peers."),
        optional(
            "times",
            Kind::Integer,
            "So many payments like this, each with an id of its own; 1 if left out.",
        ),
    ],
    others: None,
};

/// What must be found among payments.
pub static PAYMENTS_FOUND: Table = Table {
    name: "payments-found",
    phrase: "`findings`",
    doc: told("What must be found, by the word of the flag."),
    keys: &[],
    others: Some(Others {
        doc: told("The payments of the findings, in their order; of `first-digit` the groups."),
        kind: Kind::List(&Kind::Text),
    }),
};
