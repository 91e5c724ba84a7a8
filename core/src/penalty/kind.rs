use super::{AmountRule, Item, Tariff, penalty_measures};
use crate::language::Bilingual;
use crate::pack::Measure;

/// A kind of penalty of article 9 of the Administrative Penalty Law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PenaltyKind {
    /// A fine.
    Fine,
    /// Any other; never an order, which is no penalty.
    Measure(Measure),
}

impl PenaltyKind {
    /// The name in JSON: `fine`, or the word that packs use for the measure.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Measure(measure) => measure.code(),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn words(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Fine => ("罚款", "fine"),
            Self::Measure(measure) => (measure.chinese(), measure.english()),
        };
        Bilingual { zh: zh.to_owned(), en: en.to_owned() }
    }
}

/// A kind of penalty that an item can impose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PenaltyPower {
    /// Which kind.
    pub kind: PenaltyKind,
    /// The authority may impose it, but never has to.
    pub may: bool,
}

impl Item {
    /// The kinds of penalty that the item can impose, the fine first. What only an exempted case could bring is
    /// none of them.
    #[must_use]
    pub fn penalty_powers(&self) -> Vec<PenaltyPower> {
        let rows = self.tariff.rows();
        let punished = || rows.iter().filter(|row| !matches!(row.amount, AmountRule::NoPenalty));
        let fined = punished().filter(|row| !matches!(row.amount, AmountRule::Measures));
        let fine: Vec<bool> = match &self.tariff {
            Tariff::Tiers(_) => fined.map(|row| row.may.unwrap_or(self.may)).collect(),
            Tariff::Amount(_) | Tariff::StatutoryRange | Tariff::Weights(_) => vec![self.may],
        };
        let measures: Vec<_> = self.measures.iter().chain(punished().flat_map(|row| &row.measures)).collect();
        let mut powers = Vec::new();
        let mut add = |kind: PenaltyKind, uses: &[bool]| {
            if !uses.is_empty() {
                powers.push(PenaltyPower { kind, may: uses.iter().all(|may| *may) });
            }
        };
        add(PenaltyKind::Fine, &fine);
        for measure in penalty_measures() {
            let uses = measures.iter().filter(|rule| rule.measure == measure);
            let uses: Vec<bool> = uses.map(|rule| rule.may).collect();
            add(PenaltyKind::Measure(measure), &uses);
        }
        powers
    }
}
