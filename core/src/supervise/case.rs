use rust_decimal::Decimal;

use crate::case::Case;
use crate::pack::{Actor, Measure};
use crate::time::Date;

/// The event of the decision; its day is that of the case.
pub(super) const DECIDED: &str = "decided";

/// A decided case, as its record tells it: the facts and days, what was done, and what was decided.
///
/// ```
/// use evenhand::supervise::{DecidedCase, Taken};
/// use evenhand::{Case, Facts};
///
/// let facts = Case::new(Facts::new().with("area", 20), "2026-11-21".parse()?);
/// let case = DecidedCase::new("cn.dongying.city-appearance/46-4", facts, Taken::new().fined(2000))
///     .called("2026-118")
///     .of_office("North")
///     .with_event("filed", "2026-11-02".parse()?, ["Li"]);
/// assert_eq!(case.events().len(), 1);
/// # Ok::<(), evenhand::time::DateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DecidedCase {
    pub(super) name: String,
    pub(super) office: String,
    pub(super) item: String,
    pub(super) case: Case,
    pub(super) events: Vec<CaseEvent>,
    pub(super) taken: Taken,
}

/// Something that happened in a case, and who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseEvent {
    /// Its name, as the governing documents declare it.
    pub event: String,
    /// When.
    pub day: Date,
    /// Who did it, by name or number; nobody if the record does not tell.
    pub persons: Vec<String>,
}

/// What was decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub(super) fine: Option<Decimal>,
    pub(super) tier: Option<String>,
    pub(super) measures: Vec<Measure>,
    pub(super) circumstances: Option<Vec<Recognised>>,
    pub(super) procedure: Option<String>,
    pub(super) by: Option<Actor>,
    pub(super) persons: Vec<String>,
    pub(super) version: Option<CitedVersion>,
}

/// A circumstance that the decision recognises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// Its id, such as `cn.administrative-penalty-law/32-1`.
    pub circumstance: String,
    /// Why.
    pub reason: Option<String>,
}

/// The version of the rules that a decision cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedVersion {
    /// The document.
    pub pack: String,
    /// The day from which this version is in force.
    pub in_force: Date,
}

impl DecidedCase {
    /// A case under an item, and what was decided.
    #[must_use]
    pub fn new(item: impl Into<String>, case: Case, taken: Taken) -> Self {
        Self {
            name: String::new(),
            office: String::new(),
            item: item.into(),
            case,
            events: Vec::new(),
            taken,
        }
    }

    /// With its number.
    #[must_use]
    pub fn called(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// With the office that decided.
    #[must_use]
    pub fn of_office(mut self, office: impl Into<String>) -> Self {
        self.office = office.into();
        self
    }

    /// With one more event, and who took part in it. That of the decision itself need not be given.
    #[must_use]
    pub fn with_event<P: Into<String>>(
        mut self,
        event: impl Into<String>,
        day: Date,
        persons: impl IntoIterator<Item = P>,
    ) -> Self {
        let persons = persons.into_iter().map(Into::into).collect();
        self.events.push(CaseEvent { event: event.into(), day, persons });
        self
    }

    /// With more events.
    #[must_use]
    pub fn with_events(mut self, events: impl IntoIterator<Item = CaseEvent>) -> Self {
        self.events.extend(events);
        self
    }

    /// Its number; empty if it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The office that decided; empty if there is one only.
    #[must_use]
    pub fn office(&self) -> &str {
        &self.office
    }

    /// The item.
    #[must_use]
    pub fn item(&self) -> &str {
        &self.item
    }

    /// The facts and days.
    #[must_use]
    pub const fn case(&self) -> &Case {
        &self.case
    }

    /// What happened, in the order in which it was given.
    #[must_use]
    pub fn events(&self) -> &[CaseEvent] {
        &self.events
    }

    /// What was decided.
    #[must_use]
    pub const fn taken(&self) -> &Taken {
        &self.taken
    }
}

impl Taken {
    /// No penalty and no measure.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a fine.
    #[must_use]
    pub fn fined(mut self, amount: impl Into<Decimal>) -> Self {
        self.fine = Some(amount.into());
        self
    }

    /// With the name of the tier that it cites.
    #[must_use]
    pub fn in_tier(mut self, tier: impl Into<String>) -> Self {
        self.tier = Some(tier.into());
        self
    }

    /// With one more measure beside the fine.
    #[must_use]
    pub fn with_measure(mut self, measure: Measure) -> Self {
        self.measures.push(measure);
        self
    }

    /// With the circumstances that it recognises; without a call of this the record does not tell.
    #[must_use]
    pub fn recognising(mut self, circumstances: impl IntoIterator<Item = Recognised>) -> Self {
        self.circumstances = Some(circumstances.into_iter().collect());
        self
    }

    /// With the procedure that was followed, by its name in the pack.
    #[must_use]
    pub fn under(mut self, procedure: impl Into<String>) -> Self {
        self.procedure = Some(procedure.into());
        self
    }

    /// With who decided: in which function, and which persons.
    #[must_use]
    pub fn decided_by<P: Into<String>>(mut self, by: Actor, persons: impl IntoIterator<Item = P>) -> Self {
        self.by = Some(by);
        self.persons = persons.into_iter().map(Into::into).collect();
        self
    }

    /// With the version of the rules that it cites.
    #[must_use]
    pub fn citing(mut self, pack: impl Into<String>, in_force: Date) -> Self {
        self.version = Some(CitedVersion { pack: pack.into(), in_force });
        self
    }

    /// The fine, if there is one.
    #[must_use]
    pub const fn fine(&self) -> Option<Decimal> {
        self.fine
    }

    /// The measures beside it.
    #[must_use]
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// Whether there is a penalty.
    pub(super) fn is_penalty(&self) -> bool {
        self.fine.is_some() || self.measures.iter().any(|measure| measure.is_penalty())
    }

    /// Whether a circumstance is recognised.
    pub(super) fn recognises(&self, id: &str) -> bool {
        self.circumstances.iter().flatten().any(|recognised| recognised.circumstance == id)
    }
}
