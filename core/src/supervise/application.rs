use rust_decimal::Decimal;

use crate::facts::Facts;
use crate::limit::When;

/// An application to an office, as its record tells it: the limit that it is under, what happened, and what was charged.
///
/// ```
/// use evenhand::supervise::Application;
/// use evenhand::time::Date;
///
/// let accepted: Date = "2026-02-10".parse()?;
/// let application = Application::new("cn.approval-office/licence")
///     .called("A-1")
///     .with_event("accepted", accepted, None)
///     .charged(120);
/// assert_eq!(application.events().len(), 1);
/// # Ok::<(), evenhand::time::DateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    pub(super) name: String,
    pub(super) office: String,
    pub(super) limit: String,
    pub(super) facts: Facts,
    pub(super) events: Vec<ApplicationEvent>,
    pub(super) fee: Option<Decimal>,
}

/// Something that happened to an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationEvent {
    /// Its name, as the document of the limit declares it, or `stopped`, `resumed`, `extended`.
    pub event: String,
    /// When.
    pub when: When,
    /// Why the clock was stopped, by how much the limit was extended, or why the office decided so.
    pub reason: Option<String>,
}

impl Application {
    /// An application under a time limit.
    #[must_use]
    pub fn new(limit: impl Into<String>) -> Self {
        Self {
            name: String::new(),
            office: String::new(),
            limit: limit.into(),
            facts: Facts::new(),
            events: Vec::new(),
            fee: None,
        }
    }

    /// With its number.
    #[must_use]
    pub fn called(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// With the office that has it.
    #[must_use]
    pub fn of_office(mut self, office: impl Into<String>) -> Self {
        self.office = office.into();
        self
    }

    /// With what is known of it.
    #[must_use]
    pub fn with_facts(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }

    /// With one more event, and its reason.
    #[must_use]
    pub fn with_event(
        mut self,
        event: impl Into<String>,
        when: impl Into<When>,
        reason: Option<&str>,
    ) -> Self {
        let (event, when, reason) = (event.into(), when.into(), reason.map(str::to_owned));
        self.events.push(ApplicationEvent { event, when, reason });
        self
    }

    /// With the fee that was charged.
    #[must_use]
    pub fn charged(mut self, fee: impl Into<Decimal>) -> Self {
        self.fee = Some(fee.into());
        self
    }

    /// Its number; empty if it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The office that has it; empty if there is one only.
    #[must_use]
    pub fn office(&self) -> &str {
        &self.office
    }

    /// The limit that it is under.
    #[must_use]
    pub fn limit(&self) -> &str {
        &self.limit
    }

    /// What is known of it.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What happened, in the order in which it was given.
    #[must_use]
    pub fn events(&self) -> &[ApplicationEvent] {
        &self.events
    }

    /// The fee that was charged.
    #[must_use]
    pub const fn fee(&self) -> Option<Decimal> {
        self.fee
    }
}
