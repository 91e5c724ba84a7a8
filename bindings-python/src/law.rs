//! What the general law and the days add to an outcome.

use evenhand::penalty::{self, LimitationFinding};
use evenhand::{Compared, FoundCircumstance, LawOfTheDay as Applied};
use pyo3::prelude::*;

use crate::day::Day;
use crate::outcome::Decision;
use crate::words::Bilingual;

/// A circumstance that was established.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct Circumstance {
    /// Its id, such as "cn.administrative-penalty-law/30-1".
    id: String,
    /// In a few words.
    title: Bilingual,
    /// The article.
    basis: Bilingual,
    /// What it does, such as "no-penalty" or "reduced".
    effect: &'static str,
    /// The authority may heed it, but need not.
    may: bool,
    /// What the authority may decide because of it; None where it must be heeded.
    allows: Option<Decision>,
}

impl From<FoundCircumstance<'_>> for Circumstance {
    fn from(found: FoundCircumstance<'_>) -> Self {
        let circumstance = found.circumstance;
        Self {
            id: circumstance.id.clone(),
            title: (&circumstance.title).into(),
            basis: (&circumstance.basis).into(),
            effect: circumstance.effect.code(),
            may: circumstance.may,
            allows: found.allows.map(Decision),
        }
    }
}

/// Which version of the rules was applied: the law of the day of the act, or the lighter new one.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct LawOfTheDay {
    /// "same", "old", "new", "no-longer-in-force" or "no-longer-unlawful".
    applied: &'static str,
    /// The first day of the version that was not applied, where there are two.
    other_in_force_from: Option<Day>,
    /// What would follow from that version.
    other: Option<Decision>,
    /// The measures beside the fine differ: which version is lighter has to be weighed by hand.
    measures_differ: bool,
}

impl From<&Applied> for LawOfTheDay {
    fn from(law: &Applied) -> Self {
        let compared: Option<&Compared> = match law {
            Applied::Old(compared) | Applied::New(compared) => Some(compared),
            Applied::Same | Applied::NoLongerInForce | Applied::NoLongerUnlawful { .. } => None,
        };
        Self {
            applied: law.code(),
            other_in_force_from: compared.map(|compared| Day(compared.other.document.in_force.from)),
            other: compared.map(|compared| Decision(compared.decision)),
            measures_differ: compared.is_some_and(|compared| compared.measures_differ),
        }
    }
}

/// What the limitation period says about a case.
#[pyclass(frozen, get_all, module = "evenhand")]
pub(crate) struct Limitation {
    /// The period, such as "P2Y".
    period: String,
    /// The day from which it is counted; not counted itself. (`from` is a word of Python.)
    counted_from: Day,
    /// The last day on which the act could be discovered in time.
    last_day: Day,
    /// "in-time", "expired" or "open".
    state: &'static str,
    /// The article.
    basis: Bilingual,
}

impl Limitation {
    pub(crate) fn of((document, finding): (&penalty::Document, &LimitationFinding)) -> Option<Self> {
        Some(Self {
            period: finding.period.to_string(),
            counted_from: Day(finding.from),
            last_day: Day(finding.last_day),
            state: finding.state.code(),
            basis: (&document.general.limitation.as_ref()?.basis).into(),
        })
    }
}
