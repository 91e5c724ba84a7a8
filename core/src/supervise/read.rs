//! A record of a decided case, from a line of JSON.

use super::case::{CaseEvent, CitedVersion, DECIDED, DecidedCase, Recognised, Taken};
use crate::case::Case;
use crate::facts::Facts;
use crate::pack::{Actor, Measure};
use crate::record::{Field, Object, RecordFault, expected, required};

impl DecidedCase {
    /// Reads a line: the record of one case as JSON. Facts and days are written as everywhere else; `docs/supervision.md`
    /// lists the keys. What is `null` is not there.
    ///
    /// ```
    /// use evenhand::supervise::DecidedCase;
    ///
    /// let line = r#"{"case": "118", "item": "cn.dongying.city-appearance/46-4", "facts": {"area": 20},
    ///     "days": {"decided": "2026-11-21"}, "decision": {"fine": 2000}}"#;
    /// assert_eq!(DecidedCase::from_json(line)?.name(), "118");
    ///
    /// let fault = DecidedCase::from_json(&line.replace("fine", "fien")).unwrap_err();
    /// assert_eq!((fault.code, fault.field.as_str()), ("unknown-key", "decision.fien"));
    /// # Ok::<(), evenhand::supervise::RecordFault>(())
    /// ```
    ///
    /// # Errors
    /// The field that is at fault, and what was expected.
    pub fn from_json(line: &str) -> Result<Self, RecordFault> {
        let names = ["case", "office", "item", "facts", "days", "events", "decision"];
        let [name, office, item, facts, days, events, decision] = Object::read(line)?.keys("", names)?;
        let item = required("item", item)?.text()?;
        let facts = facts.map_or(Ok(Facts::new()), |field| field.facts())?;
        let case = required("days", days)?.days(facts)?;
        let taken = required("decision", decision)?.decision()?;
        let events = events.map_or(Ok(Vec::new()), |field| field.events())?;
        let decided = case.days().decided;
        if let Some(event) = events.iter().find(|event| event.event == DECIDED && event.day != decided) {
            let zh = format!("与`days.decided`相同的日期{decided}");
            let en = format!("the day of `days.decided`, {decided}");
            let day = event.day.to_string();
            return Err(RecordFault::new("contradiction", "events.decided", expected(zh, en), day));
        }
        let text = |field: Option<Field<'_>>| field.map_or(Ok(String::new()), |field| field.owned());
        Ok(Self { name: text(name)?, office: text(office)?, item: item.into_owned(), case, events, taken })
    }
}

impl<'a> Field<'a> {
    fn days(self, facts: Facts) -> Result<Case, RecordFault> {
        let [acted, ended, found, decided] =
            self.object()?.keys("days", ["acted", "ended", "found", "decided"])?;
        let mut case = Case::new(facts, required("days.decided", decided)?.day()?);
        if let Some(day) = acted {
            case = case.acted(day.day()?);
        }
        if let Some(day) = ended {
            case = case.ended(day.day()?);
        }
        if let Some(day) = found {
            case = case.found(day.day()?);
        }
        Ok(case)
    }

    fn events(self) -> Result<Vec<CaseEvent>, RecordFault> {
        let event = |field: Field<'a>| {
            let [event, day, persons] = field.object()?.keys("events", ["event", "day", "persons"])?;
            Ok(CaseEvent {
                event: required("events.event", event)?.owned()?,
                day: required("events.day", day)?.day()?,
                persons: persons.map_or(Ok(Vec::new()), Field::texts)?,
            })
        };
        self.each(event)
    }

    fn decision(self) -> Result<Taken, RecordFault> {
        let names = ["fine", "tier", "measures", "circumstances", "procedure", "by", "persons", "version"];
        let [fine, tier, measures, circumstances, procedure, by, persons, version] =
            self.object()?.keys("decision", names)?;
        let fine = fine.map(Field::amount).transpose()?;
        Ok(Taken {
            fine,
            tier: tier.map(Field::owned).transpose()?,
            measures: measures.map_or(Ok(Vec::new()), Field::measures)?,
            circumstances: circumstances.map(Field::recognised).transpose()?,
            procedure: procedure.map(Field::owned).transpose()?,
            by: by.map(|field| field.choice(Actor::ALL)).transpose()?,
            persons: persons.map_or(Ok(Vec::new()), Field::texts)?,
            version: version.map(Field::version).transpose()?,
        })
    }

    fn measures(self) -> Result<Vec<Measure>, RecordFault> {
        self.each(|field| field.choice(Measure::WORDS))
    }

    fn recognised(self) -> Result<Vec<Recognised>, RecordFault> {
        let recognised = |field: Field<'a>| {
            let within = "decision.circumstances";
            let [circumstance, reason] = field.object()?.keys(within, ["circumstance", "reason"])?;
            let reason = reason.map(Field::owned).transpose()?;
            Ok(Recognised {
                circumstance: required("decision.circumstances.circumstance", circumstance)?.owned()?,
                reason: reason.filter(|reason| !reason.trim().is_empty()),
            })
        };
        self.each(recognised)
    }

    fn version(self) -> Result<CitedVersion, RecordFault> {
        let [pack, in_force] = self.object()?.keys("decision.version", ["pack", "in_force"])?;
        Ok(CitedVersion {
            pack: required("decision.version.pack", pack)?.owned()?,
            in_force: required("decision.version.in_force", in_force)?.day()?,
        })
    }
}
