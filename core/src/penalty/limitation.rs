//! Whether an act can still be penalised.

use super::{AssessError, Governed, Limitation};
use crate::feel::{Fault, Slot, Value};
use crate::time::{Date, Period};

/// What the limitation period says about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitationFinding {
    /// Which of the governing documents has the rule.
    pub document: usize,
    /// The period that applies.
    pub period: Period,
    /// Which of the longer periods that is, if it is one.
    pub longer: Option<usize>,
    /// The day from which it is counted: that of the act, or of the end of a continuous one; not counted itself.
    pub from: Date,
    /// The last day on which the act could be discovered in time.
    pub last_day: Date,
    /// Whether it was.
    pub state: LimitationState,
}

/// Whether an act was discovered in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitationState {
    /// It was.
    InTime,
    /// It was not: there is no penalty any more.
    Expired,
    /// The decision comes after the period; when the act was discovered is not said.
    DiscoveryOpen,
    /// It hangs on a fact that was not given.
    FactOpen(Slot),
}

impl LimitationState {
    /// The word in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InTime => "in-time",
            Self::Expired => "expired",
            Self::DiscoveryOpen | Self::FactOpen(_) => "open",
        }
    }
}

impl Governed<'_> {
    /// What the nearest limitation rule says about an act.
    ///
    /// # Errors
    /// A day beyond the calendar.
    pub(crate) fn limitation(
        &self,
        general: &[Vec<Value<'_>>],
        from: Date,
        found: Option<Date>,
        decided: Date,
    ) -> Result<Option<LimitationFinding>, AssessError> {
        let mut rules = self.documents.iter().zip(general).enumerate();
        let nearest = rules.find_map(|(index, (document, values))| {
            Some((index, document.general.limitation.as_ref()?, values))
        });
        let Some((document, rule, values)) = nearest else { return Ok(None) };
        let overflow = || self.item.fault(Fault::Overflow, &[]);
        let last_day = |period: Period| period.after(from).ok_or_else(overflow);
        let mut finding = LimitationFinding {
            document,
            period: rule.period,
            longer: None,
            from,
            last_day: last_day(rule.period)?,
            state: LimitationState::InTime,
        };
        let mut open: Option<(Slot, Date)> = None;
        for (index, longer) in rule.longer.iter().enumerate() {
            let day = last_day(longer.period)?;
            match longer.when.formula.term.evaluate(values) {
                Ok(true) if day > finding.last_day => {
                    finding = LimitationFinding {
                        period: longer.period,
                        longer: Some(index),
                        last_day: day,
                        ..finding
                    };
                }
                Err(Fault::Missing(slot)) if open.is_none_or(|(_, latest)| day > latest) => {
                    open = Some((slot, day));
                }
                Ok(_) | Err(Fault::Missing(_)) => {}
                Err(fault @ Fault::Overflow) => return Err(self.item.fault(fault, &[])),
            }
        }
        finding.state = state(&finding, open, found, decided);
        Ok(Some(finding))
    }
}

fn state(
    finding: &LimitationFinding,
    open: Option<(Slot, Date)>,
    found: Option<Date>,
    decided: Date,
) -> LimitationState {
    // What is decided in time was discovered in time.
    let day = found.unwrap_or(decided);
    if day <= finding.last_day {
        return LimitationState::InTime;
    }
    match (open, found) {
        (Some((slot, longer)), Some(found)) if found <= longer => LimitationState::FactOpen(slot),
        (_, Some(_)) => LimitationState::Expired,
        (_, None) => LimitationState::DiscoveryOpen,
    }
}

impl Limitation {
    /// The words for when a longer period applies.
    pub(crate) fn longer_title(&self, index: usize) -> Option<&crate::Bilingual> {
        self.longer.get(index).map(|longer| &longer.title)
    }
}
