//! A record: what is told of a matter.

use crate::facts::Facts;
use crate::record::{Field, Object, RecordFault, required, text};
use crate::time::Date;

/// What a record tells of a matter: a reception, a deal, an appointment.
///
/// ```
/// use evenhand::Facts;
/// use evenhand::compliance::{Matter, MatterEvent};
///
/// let matter = Matter::new("2026-05-20".parse()?)
///     .called("2026-17")
///     .with_facts(Facts::new().with("guests", 8))
///     .with_event(MatterEvent::new("approved", "2026-05-08".parse()?).taken_by("head").with_persons(["Li"]));
/// assert_eq!(matter.events().len(), 1);
/// # Ok::<(), evenhand::time::DateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Matter {
    pub(super) name: String,
    pub(super) office: String,
    pub(super) day: Date,
    pub(super) open: bool,
    pub(super) facts: Facts,
    pub(super) events: Vec<MatterEvent>,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatterEvent {
    /// Which, by the word of the scheme.
    pub event: String,
    /// When.
    pub day: Date,
    /// In which role, by the word of the scheme; none if the record does not tell.
    pub by: Option<String>,
    /// Who took part; nobody if the record does not tell.
    pub persons: Vec<String>,
}

impl Matter {
    /// A matter as it stood at the end of a day, with no facts and no steps yet.
    #[must_use]
    pub const fn new(day: Date) -> Self {
        Self {
            name: String::new(),
            office: String::new(),
            day,
            open: false,
            facts: Facts::new(),
            events: Vec::new(),
        }
    }

    /// With its number.
    #[must_use]
    pub fn called(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// With the office that it is counted for.
    #[must_use]
    pub fn of_office(mut self, office: impl Into<String>) -> Self {
        self.office = office.into();
        self
    }

    /// Whether it is still under way, so that what is missing can still come.
    #[must_use]
    pub const fn still_open(mut self, open: bool) -> Self {
        self.open = open;
        self
    }

    /// With these facts.
    #[must_use]
    pub fn with_facts(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }

    /// With one more step that was taken.
    #[must_use]
    pub fn with_event(mut self, event: MatterEvent) -> Self {
        self.events.push(event);
        self
    }

    /// Reads a line: the record of one matter as JSON; `docs/compliance.md` lists the keys. What is `null` is not there.
    ///
    /// ```
    /// use evenhand::compliance::Matter;
    ///
    /// let line = r#"{"matter": "2026-17", "day": "2026-05-20", "facts": {"guests": 8},
    ///     "events": [{"event": "approved", "day": "2026-05-08", "by": "head"}]}"#;
    /// assert_eq!(Matter::from_json(line)?.name(), "2026-17");
    ///
    /// let fault = Matter::from_json(&line.replace("\"day\": \"2026-05-08\", ", "")).unwrap_err();
    /// assert_eq!((fault.code, fault.field.as_str()), ("missing-key", "events.day"));
    /// # Ok::<(), evenhand::compliance::RecordFault>(())
    /// ```
    ///
    /// # Errors
    /// The field that is at fault, and what was expected.
    pub fn from_json(line: &str) -> Result<Self, RecordFault> {
        let names = ["matter", "office", "day", "open", "facts", "events"];
        let [name, office, day, open, facts, events] = Object::read(line)?.keys("", names)?;
        Ok(Self {
            name: required("matter", name)?.owned()?,
            office: office.map_or(Ok(String::new()), Field::owned)?,
            day: required("day", day)?.day()?,
            open: open.map_or(Ok(false), Field::truth)?,
            facts: facts.map_or(Ok(Facts::new()), Field::facts)?,
            events: events.map_or(Ok(Vec::new()), Field::matter_events)?,
        })
    }

    /// The same for a line as bytes.
    ///
    /// # Errors
    /// Those of [`from_json`](Self::from_json).
    pub fn from_line(line: &[u8]) -> Result<Self, RecordFault> {
        Self::from_json(text(line)?)
    }

    /// Its number.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The office; empty if there is one only.
    #[must_use]
    pub fn office(&self) -> &str {
        &self.office
    }

    /// The day of the record.
    #[must_use]
    pub const fn day(&self) -> Date {
        self.day
    }

    /// The facts.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The steps that were taken, in the order in which they were given.
    #[must_use]
    pub fn events(&self) -> &[MatterEvent] {
        &self.events
    }
}

impl MatterEvent {
    /// A step that was taken on a day.
    #[must_use]
    pub fn new(event: impl Into<String>, day: Date) -> Self {
        Self { event: event.into(), day, by: None, persons: Vec::new() }
    }

    /// In which role.
    #[must_use]
    pub fn taken_by(mut self, role: impl Into<String>) -> Self {
        self.by = Some(role.into());
        self
    }

    /// Who took part.
    #[must_use]
    pub fn with_persons<P: Into<String>>(mut self, persons: impl IntoIterator<Item = P>) -> Self {
        self.persons = persons.into_iter().map(Into::into).collect();
        self
    }
}

impl<'a> Field<'a> {
    fn matter_events(self) -> Result<Vec<MatterEvent>, RecordFault> {
        let event = |field: Field<'a>| {
            let [event, day, by, persons] =
                field.object()?.keys("events", ["event", "day", "by", "persons"])?;
            Ok(MatterEvent {
                event: required("events.event", event)?.owned()?,
                day: required("events.day", day)?.day()?,
                by: by.map(Field::owned).transpose()?,
                persons: persons.map_or(Ok(Vec::new()), Field::texts)?,
            })
        };
        self.each(event)
    }
}
