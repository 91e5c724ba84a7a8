use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Comparison, DecisionFault, Drift, Likeness, Median, Month, Policy, Share, Tally, Told};
use crate::language::Language;

/// What came out of a run over decisions.
#[derive(Clone, Debug)]
pub struct ConsistencyReport {
    /// The policy.
    pub policy: Arc<Policy>,
    /// How many decisions were read.
    pub read: u64,
    /// Of these, those that were judged.
    pub judged: u64,
    /// Of these, those that were refused.
    pub refused: u64,
    /// The faults of those, each with its line.
    pub faults: Vec<(u64, DecisionFault)>,
    /// All decisions together.
    pub whole: Figures,
    /// Same facts, different results.
    pub likeness: Likeness,
    /// The officers, the offices and the items, each by name.
    pub groups: BTreeMap<GroupKind, Vec<Group>>,
    /// Decisions of which the officer is not told, or the office.
    pub unnamed: BTreeMap<GroupKind, u64>,
    /// Month by month: of the whole, of each office, of each item.
    pub series: Vec<Series>,
    /// What stands out, in the order of the above.
    pub findings: Vec<Finding>,
}

/// By what decisions are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupKind {
    /// By officer: a name within an office.
    Officer,
    /// By office.
    Office,
    /// By item.
    Item,
}

impl GroupKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Officer, Self::Office, Self::Item];

    /// The stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Office => "office",
            Self::Item => "item",
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Officer => language.pick("人员", "officer"),
            Self::Office => language.pick("机关", "office"),
            Self::Item => language.pick("事项", "item"),
        }
    }
}

/// What is measured of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// The median place in the range.
    Place,
    /// The share at the lower end.
    Minimum,
    /// The share at the upper end.
    Maximum,
    /// The share against which something was found.
    Flagged,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Place, Self::Minimum, Self::Maximum, Self::Flagged];

    /// The stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Flagged => "flagged",
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Place => language.pick("幅度内位置", "place in the range"),
            Self::Minimum => language.pick("下限占比", "share at the minimum"),
            Self::Maximum => language.pick("上限占比", "share at the maximum"),
            Self::Flagged => language.pick("异常率", "rate of findings"),
        }
    }
}

/// The decisions of a group, counted, with what they tell.
#[derive(Clone, Debug)]
pub struct Figures {
    /// The counts.
    pub tally: Tally,
    /// The median place.
    pub place: Told<Median>,
    /// The share at the lower end, among those with a place.
    pub minimum: Told<Share>,
    /// The share at the upper end.
    pub maximum: Told<Share>,
    /// The share against which something was found, among those of which that is told.
    pub flagged: Told<Share>,
}

impl Figures {
    /// A share; none for the place, which is not one.
    #[must_use]
    pub const fn share(&self, measure: Measure) -> Option<Told<Share>> {
        match measure {
            Measure::Place => None,
            Measure::Minimum => Some(self.minimum),
            Measure::Maximum => Some(self.maximum),
            Measure::Flagged => Some(self.flagged),
        }
    }
}

/// An officer, an office or an item.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Of an officer, the office; else empty.
    pub office: String,
    /// What its decisions tell by themselves.
    pub figures: Figures,
    /// What they tell beside the others: officers and offices are held against the decisions of all others on the same items,
    /// items against each other.
    pub comparisons: BTreeMap<Measure, Told<Comparison>>,
}

/// The decisions of a group month by month.
#[derive(Clone, Debug)]
pub struct Series {
    /// An office or an item, with its name; none for the whole.
    pub of: Option<(GroupKind, String)>,
    /// The months in which there are decisions.
    pub months: Vec<MonthFigures>,
    /// The trend of the places; each decision counts by its distance to the median place of its item.
    pub place: Told<Drift>,
    /// The trend of the share against which something was found.
    pub flagged: Told<Drift>,
}

/// A month of a series.
#[derive(Clone, Debug)]
pub struct MonthFigures {
    /// The month.
    pub month: Month,
    /// What its decisions tell.
    pub figures: Figures,
}

/// Something that stands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The same facts were fined differently: the place in [`Likeness::unlike`].
    Unlike(usize),
    /// A group stands apart: its kind, its place among those, and in what.
    Apart(GroupKind, usize, Measure),
    /// A series drifts: its place, and in what.
    Drifting(usize, Measure),
}

impl Finding {
    /// The stable name.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unlike(_) => "unlike-results",
            Self::Apart(_, _, Measure::Place) => "place-apart",
            Self::Apart(_, _, Measure::Minimum) => "minimum-apart",
            Self::Apart(_, _, Measure::Maximum) => "maximum-apart",
            Self::Apart(_, _, Measure::Flagged) => "findings-apart",
            Self::Drifting(_, Measure::Flagged) => "findings-drift",
            Self::Drifting(..) => "place-drift",
        }
    }
}
