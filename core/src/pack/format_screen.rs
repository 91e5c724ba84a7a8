//! The part of the format that says what is suspicious among the bids of tenders.

use super::format::{BOTH, WORDS};
use crate::risk::screen::TESTS;
use crate::table::{Kind, Others, Table, optional, required, told};

/// Screens by name.
pub static SCREENS: Table = Table {
    name: "screens",
    phrase: "`screen`",
    doc: told(
        "What is looked for among the bids of tenders, by name. A finding is a reason to look, never a proof.",
    ),
    keys: &[],
    others: Some(Others {
        doc: told("A screen; its id is the pack's, `/`, and this key."),
        kind: Kind::Table(&SCREEN),
    }),
};

/// One screen.
pub static SCREEN: Table = Table {
    name: "screen",
    phrase: "the screen",
    doc: told("Flags over tenders, with the limits at which they are raised."),
    keys: &[
        required("title", BOTH, "What is screened."),
        required("basis", WORDS, "The article, or the paper."),
        required("flags", Kind::List(&Kind::Table(&FLAG)), "What is looked for."),
        optional(
            "cancelled",
            Kind::Boolean,
            "Whether tenders are judged whose `tender.status` is `cancelled`. They are if left out.",
        ),
        optional("note", BOTH, "What a reader should know."),
        optional(
            "examples",
            Kind::List(&Kind::Table(&SCREEN_EXAMPLE)),
            "Prices worked out by hand; `evenhand test` runs them.",
        ),
    ],
    others: None,
};

/// One flag.
pub static FLAG: Table = Table {
    name: "flag",
    phrase: "the flag",
    doc: told(
        "One thing that is looked for. `statistics`: each statistic of `when` lies in its range. `identical-prices`: different tenderers at one price. `regular-spacing`, `constant-ratio`: the prices are an arithmetic or a geometric progression. `shared-preparer`, `shared-address`, `shared-account`: different tenderers have it in common. `short-period`: fewer than `days` whole days for handing in bids. `close-price`, `heavy-discount`: the winner's relative distance to the next valid bid is a low or a high outlier among all tenders. `low-success`: a tenderer with many bids wins a share of them that is a low outlier. `late-bid-won`: the winner's bid came after the deadline. `lowest-disqualified`: the lowest bid was disqualified, and there is an award.",
    ),
    keys: &[
        required("flag", Kind::Text, "The word for it."),
        required("title", BOTH, "What it is called."),
        optional("basis", WORDS, "The article or the paper, where it is another than the screen's."),
        required("test", Kind::Choice(TESTS), "What is looked for."),
        optional("when", Kind::Table(&WHEN), "Of `statistics`: where each is suspicious."),
        optional(
            "bids",
            Kind::Integer,
            "Of `statistics` and progressions: with fewer bids nothing is judged. At least 3 for a progression.",
        ),
        optional("days", Kind::Integer, "Of `short-period`: how many whole days there should be."),
        optional(
            "methods",
            Kind::List(&Kind::Text),
            "Of `short-period`: the procurement methods of OCDS that are judged. All if left out.",
        ),
        optional(
            "quartiles",
            Kind::Number,
            "Of outliers: how many interquartile ranges beyond the quartile they begin.",
        ),
        optional("fence", Kind::Number, "Instead: where they begin, whatever the others are."),
        optional(
            "percentile",
            Kind::Integer,
            "Of `low-success`: from which percentile of the numbers of bids on a tenderer bids often.",
        ),
        optional("note", BOTH, "What a reader should know."),
    ],
    others: None,
};

/// Where statistics are suspicious.
pub static WHEN: Table = Table {
    name: "when",
    phrase: "`when`",
    doc: told(
        "Statistics of the prices that were handed in, b1 the lowest and bn the highest, s their deviation over n - 1. `cv`: s / mean. `spd`: (bn - b1) / b1. `diff`: b2 - b1. `diffp`: (b2 - b1) / b1. `rd`: (b2 - b1) over the deviation of b2 to bn. `rdnor`, `rdalt`: (b2 - b1) over the mean distance of neighbours, of all or from b2 on. `skew`, `kurt`: skewness and excess kurtosis of the sample, as spreadsheets have them. `ks`: how far bi / s lies from i / (n + 1) at most. Compared exactly; what is divided by a deviation of zero is above every limit.",
    ),
    keys: &[],
    others: Some(Others {
        doc: told("The statistic with this word, and a range such as `\"<= 0.06\"`."),
        kind: Kind::Text,
    }),
};

/// A worked example of a screen.
pub static SCREEN_EXAMPLE: Table = Table {
    name: "screen-example",
    phrase: "the example",
    doc: told("A tender with a valid bid at each of these prices, each of another tenderer."),
    keys: &[
        required("bids", Kind::List(&Kind::Number), "The prices."),
        required("flags", Kind::List(&Kind::Text), "The flags that are raised, in the order of the screen."),
        optional("note", WORDS, "The working."),
    ],
    others: None,
};
