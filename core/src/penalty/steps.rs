use rust_decimal::Decimal;

use super::{CircumstanceRef, Part};
use crate::feel::{Ends, Slot};
use crate::number::{Rational, Rounding};

/// What follows from the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// A fine.
    Fine,
    /// No fine, but measures.
    Measures,
    /// No penalty.
    NoPenalty,
    /// A precondition is not met: this item says nothing about the case.
    NotApplicable,
}

impl OutcomeKind {
    /// The word in JSON and packs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Measures => "measures",
            Self::NoPenalty => "no-penalty",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// The bare result of an item: exact, and without any explanation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// What follows.
    pub kind: OutcomeKind,
    /// The row of the table that was chosen.
    pub row: Option<usize>,
    /// The fine, rounded; both ends are equal if there is nothing to choose.
    pub fine: Option<Ends>,
    /// What the authority may take instead of `fine`, below the statutory minimum (减轻), where the law leaves it the
    /// choice between a mitigated and a reduced penalty; rounded.
    pub reduced: Option<Ends>,
    /// The range that the law allows, rounded.
    pub statutory: Option<Ends>,
    /// Whether the rule's own amount left the statutory range and was moved to its end.
    pub clamped: bool,
    /// The fine of the persons responsible, rounded.
    pub persons: Option<Ends>,
}

impl Decision {
    pub(crate) const fn without_fine(kind: OutcomeKind, row: Option<usize>) -> Self {
        Self { kind, row, fine: None, reduced: None, statutory: None, clamped: false, persons: None }
    }
}

impl Decision {
    /// The least and the most that can be imposed, reduced penalties included.
    #[must_use]
    pub fn reach(&self) -> Option<Ends> {
        let fine = self.fine?;
        Some(Ends { min: self.reduced.map_or(fine.min, |reduced| reduced.min.min(fine.min)), max: fine.max })
    }
}

impl Ends {
    /// The two ends as decimals. A rounded amount always has them, unless it has more than 28 digits.
    #[must_use]
    pub fn to_decimals(self) -> Option<(Decimal, Decimal)> {
        Some((self.min.to_decimal()?, self.max.to_decimal()?))
    }

    /// Whether both ends are decimals.
    pub(super) fn are_decimals(self) -> bool {
        self.are_whole() || self.to_decimals().is_some()
    }

    /// Whether both ends are whole numbers of no more digits than a decimal has.
    pub(super) fn are_whole(self) -> bool {
        let whole = |value: Rational| value.is_integer() && value.numerator().unsigned_abs() >> 96 == 0;
        whole(self.min) && whole(self.max)
    }
}

/// One step on the way to an outcome. Texts are made from it on demand.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The statutory range was worked out, exactly.
    Statutory(Ends),
    /// Rows matched, and one was chosen.
    Row {
        /// The rows that match.
        matching: Vec<usize>,
        /// The one that counts.
        chosen: usize,
        /// The facts that were not given, so that the lightest possible row was taken.
        assumed: Vec<Slot>,
    },
    /// The item's or row's formula was evaluated.
    Formula(Ends),
    /// The officer chooses within the statutory range.
    StatutoryChoice(Ends),
    /// The row's part of the statutory range was taken.
    Band(Ends),
    /// The weights were added up.
    Weights {
        /// For each factor, what was chosen.
        factors: Vec<FactorChoice>,
        /// The sum.
        sum: Rational,
        /// What it counts as, by floor and cap.
        counted: Rational,
    },
    /// The base of a weighted table was evaluated.
    Base(Rational),
    /// The sum was applied.
    Weighted(Ends),
    /// The amount was held inside the row's floor and cap.
    RowWithin {
        /// Floor and cap.
        limits: Ends,
        /// The amount after it.
        after: Ends,
        /// Whether it changed anything.
        changed: bool,
    },
    /// An adjustment was made.
    Adjusted {
        /// Which one.
        index: usize,
        /// The factor.
        times: Ends,
        /// The amount after it.
        after: Ends,
    },
    /// The amount was held inside the item's floor and cap.
    Within {
        /// Floor and cap.
        limits: Ends,
        /// The amount after it.
        after: Ends,
        /// Whether it changed anything.
        changed: bool,
    },
    /// A circumstance excludes a penalty.
    Exempted(CircumstanceRef),
    /// A circumstance leads to the next heavier tier.
    TierUp {
        /// Which one.
        circumstance: CircumstanceRef,
        /// The row that it leads to.
        to: usize,
        /// There was no heavier one.
        highest: bool,
    },
    /// Circumstances led to a part of the range.
    Moved {
        /// Which part.
        part: Part,
        /// The circumstances.
        by: Vec<CircumstanceRef>,
        /// Whether the document says which part that is; if not, all that the law leaves.
        measured: bool,
        /// The amount after it.
        after: Ends,
    },
    /// Circumstances led below the statutory minimum.
    Reduced {
        /// The circumstances.
        by: Vec<CircumstanceRef>,
        /// The statutory minimum.
        minimum: Rational,
        /// The amounts below it.
        after: Ends,
        /// Where the law leaves the choice: the lighter part of the range.
        mitigated: Option<Ends>,
    },
    /// A circumstance multiplied the amount, which stayed above the statutory minimum.
    Multiplied {
        /// Which one.
        circumstance: CircumstanceRef,
        /// The factor.
        times: Ends,
        /// The amount after it.
        after: Ends,
    },
    /// Circumstances speak for a lighter and for a heavier penalty; the amount was left as it is.
    Conflict {
        /// For a lighter one.
        lenient: Vec<CircumstanceRef>,
        /// For a heavier one.
        severe: Vec<CircumstanceRef>,
    },
    /// The amount left the statutory range and was moved to its end.
    Clamped {
        /// The amount before it.
        before: Ends,
        /// The amount after it.
        after: Ends,
    },
    /// The amount was rounded.
    Rounded {
        /// How.
        rounding: Rounding,
        /// Whether the statutory range asked for another step than the rule's mode.
        inside: bool,
        /// The amount after it.
        after: Ends,
    },
    /// The fine of the persons responsible was worked out, rounded.
    Persons(Ends),
    /// The fine of the persons responsible is open: this fact was not given.
    PersonsOpen(Slot),
}

/// What was chosen for a factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FactorChoice {
    /// The cell, if the factor has cells.
    pub cell: Option<usize>,
    /// The weight.
    pub weight: Rational,
    /// The fact was not given, and the lightest level was taken.
    pub assumed: bool,
}

impl Step {
    /// The word in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Statutory(_) => "statutory",
            Self::Row { .. } => "tier",
            Self::Formula(_) => "formula",
            Self::StatutoryChoice(_) => "statutory-choice",
            Self::Band(_) => "band",
            Self::Weights { .. } => "weights",
            Self::Base(_) => "base",
            Self::Weighted(_) => "weighted",
            Self::RowWithin { .. } => "tier-within",
            Self::Adjusted { .. } => "adjusted",
            Self::Within { .. } => "within",
            Self::Clamped { .. } => "clamped",
            Self::Rounded { .. } => "rounded",
            Self::Persons(_) => "persons",
            Self::PersonsOpen(_) => "persons-open",
            Self::Exempted(_) => "exempted",
            Self::TierUp { .. } => "tier-up",
            Self::Moved { part: Part::Mitigated, .. } => "mitigated",
            Self::Moved { part: Part::Ordinary, .. } => "ordinary",
            Self::Moved { part: Part::Aggravated, .. } => "aggravated",
            Self::Reduced { .. } => "reduced",
            Self::Multiplied { .. } => "multiplied",
            Self::Conflict { .. } => "circumstances-conflict",
        }
    }

    /// What the step comes to, exactly; nothing where it is no amount, sum or factor.
    #[must_use]
    pub fn value(&self) -> Option<Ends> {
        match self {
            Self::Statutory(ends)
            | Self::Formula(ends)
            | Self::StatutoryChoice(ends)
            | Self::Band(ends)
            | Self::Weighted(ends)
            | Self::Persons(ends) => Some(*ends),
            Self::Weights { counted: value, .. } | Self::Base(value) => Some(Ends::point(*value)),
            Self::RowWithin { after, .. }
            | Self::Adjusted { after, .. }
            | Self::Within { after, .. }
            | Self::Clamped { after, .. }
            | Self::Rounded { after, .. }
            | Self::Moved { after, .. }
            | Self::Reduced { after, .. }
            | Self::Multiplied { after, .. } => Some(*after),
            Self::Row { .. }
            | Self::PersonsOpen(_)
            | Self::Exempted(_)
            | Self::TierUp { .. }
            | Self::Conflict { .. } => None,
        }
    }
}
