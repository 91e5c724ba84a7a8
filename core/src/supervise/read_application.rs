//! A record of an application, from a line of JSON.

use super::application::{Application, ApplicationEvent};
use crate::facts::Facts;
use crate::record::{Field, Object, RecordFault, required};

impl Application {
    /// Reads a line: the record of one application as JSON. The words are those of event tables; `docs/supervision.md` lists
    /// the keys. What is `null` is not there.
    ///
    /// ```
    /// use evenhand::supervise::Application;
    ///
    /// let line = r#"{"case": "A-1", "limit": "cn.approval-office/licence",
    ///     "events": [{"event": "accepted", "day": "2026-02-10"}], "fee": 120}"#;
    /// assert_eq!(Application::from_json(line)?.events().len(), 1);
    ///
    /// let fault = Application::from_json(&line.replace("02-10", "02-30")).unwrap_err();
    /// assert_eq!((fault.code, fault.field.as_str()), ("no-such-day", "events.day"));
    /// # Ok::<(), evenhand::supervise::RecordFault>(())
    /// ```
    ///
    /// # Errors
    /// The field that is at fault, and what was expected.
    pub fn from_json(line: &str) -> Result<Self, RecordFault> {
        let [name, office, limit, facts, events, fee] =
            Object::read(line)?.keys("", ["case", "office", "limit", "facts", "events", "fee"])?;
        let text = |field: Option<Field<'_>>| field.map_or(Ok(String::new()), Field::owned);
        Ok(Self {
            limit: required("limit", limit)?.owned()?,
            name: text(name)?,
            office: text(office)?,
            facts: facts.map_or(Ok(Facts::new()), Field::facts)?,
            events: required("events", events)?.application_events()?,
            fee: fee.map(Field::amount).transpose()?,
        })
    }
}

impl Field<'_> {
    fn application_events(self) -> Result<Vec<ApplicationEvent>, RecordFault> {
        let event = |field: Field<'_>| {
            let [event, day, reason] = field.object()?.keys("events", ["event", "day", "reason"])?;
            Ok(ApplicationEvent {
                event: required("events.event", event)?.owned()?,
                when: required("events.day", day)?.when()?,
                reason: reason.map(Field::owned).transpose()?,
            })
        };
        self.each(event)
    }
}
