//! The rows of a frame as decided cases, from its columns: what they hold in another way goes through the record as JSON,
//! which also tells what is wrong with one.

use std::ops::ControlFlow;

use evenhand::Case;
use evenhand::pack::{Actor, Measure};
use evenhand::supervise::{CaseEvent, Caseload, DecidedCase, Judged, RecordFault, Supervisor, Taken};

use super::case_events::OF_CASES;
use super::finding_columns::{Found, Subject};
use super::json::Json;
use super::plain::Otherwise;
use super::records::{self, Key, Rows};
use super::supervise::{Kind, Under};
use super::whole::Wanted;

/// Decided cases.
pub(crate) struct DecidedCases;

impl Kind for DecidedCases {
    type Counts = Caseload;
    const KEYS: &'static [Key] = records::OF_CASES;
    const EVENTS: &'static [Wanted] = OF_CASES;
    const SUBJECT: Subject = Subject { under: "item", day: "decided" };

    fn no_counts(&self) -> Caseload {
        Caseload::default()
    }

    fn judge(
        &self,
        under: &Under,
        rows: &Rows<'_>,
        look: impl Fn(usize) + Sync,
        mut each: impl FnMut(u64, Result<Found<'_>, &RecordFault>) -> ControlFlow<()> + Send,
    ) -> Caseload {
        let supervisor = Supervisor::new(&under.loaded, &under.policy, &under.calendar);
        let cases = Cases::of(rows);
        let read = |row| {
            look(row);
            cases.read(row)
        };
        supervisor.caseload_of(0..rows.count(), read, under.threads, |judged: &Judged| {
            let found = judged.record.as_ref().map(|(case, supervision)| Found {
                case: case.name(),
                office: case.office(),
                under: case.item(),
                day: Some(case.case().days().decided),
                version: supervision.outcome().map(|outcome| outcome.item().document.as_ref()),
                findings: &supervision.findings,
            });
            each(judged.line, found)
        })
    }

    fn append(counts: &mut Caseload, more: &Caseload) {
        counts.append(more);
    }
}

/// The columns of a slice by what they stand for.
pub(super) struct Cases<'a> {
    rows: &'a Rows<'a>,
    case: &'a Json,
    office: &'a Json,
    item: &'a Json,
    events: &'a Json,
    days: [&'a Json; 4],
    fine: &'a Json,
    tier: &'a Json,
    measures: &'a Json,
    circumstances: &'a Json,
    procedure: &'a Json,
    by: &'a Json,
    persons: &'a Json,
    version: &'a Json,
    facts: &'a Json,
    /// In a frame of their own: event, day and persons.
    of_events: [&'a Json; 3],
}

impl<'a> Cases<'a> {
    pub(super) fn of(rows: &'a Rows<'a>) -> Self {
        let column = |name| rows.column(name);
        Self {
            rows,
            case: column("case"),
            office: column("office"),
            item: column("item"),
            events: column("events"),
            days: ["acted", "ended", "found", "decided"].map(column),
            fine: column("fine"),
            tier: column("tier"),
            measures: column("measures"),
            circumstances: column("circumstances"),
            procedure: column("procedure"),
            by: column("by"),
            persons: column("persons"),
            version: column("version"),
            facts: column("facts"),
            of_events: ["event", "day", "persons"].map(|name| rows.event_column(name)),
        }
    }

    /// The case of a row.
    ///
    /// # Errors
    /// Those of its record.
    pub(super) fn read(&self, row: usize) -> Result<DecidedCase, RecordFault> {
        match self.told(row) {
            Ok(case) => {
                debug_assert_eq!(self.as_record(row).as_ref(), Ok(&case));
                Ok(case)
            }
            Err(Otherwise) => self.as_record(row),
        }
    }

    fn as_record(&self, row: usize) -> Result<DecidedCase, RecordFault> {
        DecidedCase::from_json(&self.rows.text(row))
    }

    fn told(&self, row: usize) -> Result<DecidedCase, Otherwise> {
        let item = self.item.text(row)?.ok_or(Otherwise)?;
        let [acted, ended, found, decided] = self.days;
        let decided = decided.day(row)?.ok_or(Otherwise)?;
        let mut case = Case::new(self.rows.facts().facts(self.facts, row)?, decided);
        if let Some(day) = acted.day(row)? {
            case = case.acted(day);
        }
        if let Some(day) = ended.day(row)? {
            case = case.ended(day);
        }
        if let Some(day) = found.day(row)? {
            case = case.found(day);
        }
        let mut decided_case = DecidedCase::new(item, case, self.taken(row)?);
        if let Some(name) = self.case.text(row)? {
            decided_case = decided_case.called(name);
        }
        if let Some(office) = self.office.text(row)? {
            decided_case = decided_case.of_office(office);
        }
        // Where events stand in a column of the frame, they are objects.
        self.events.nothing(row)?;
        if let Some(events) = self.rows.events() {
            let [events_called, days, persons] = self.of_events;
            let events = events.of(row).map(|place| {
                let event = events_called.text(place)?.ok_or(Otherwise)?;
                let day = days.day(place)?.ok_or(Otherwise)?;
                if event == "decided" && day != decided {
                    return Err(Otherwise);
                }
                let persons = persons.texts(place)?.unwrap_or_default();
                let persons = persons.into_iter().map(str::to_owned).collect();
                Ok(CaseEvent { event: event.to_owned(), day, persons })
            });
            decided_case = decided_case.with_events(events.collect::<Result<Vec<_>, _>>()?);
        }
        Ok(decided_case)
    }

    fn taken(&self, row: usize) -> Result<Taken, Otherwise> {
        let mut taken = Taken::new();
        if let Some(fine) = self.fine.amount(row)? {
            taken = taken.fined(fine);
        }
        if let Some(tier) = self.tier.text(row)? {
            taken = taken.in_tier(tier);
        }
        for measure in self.measures.texts(row)?.unwrap_or_default() {
            let known = Measure::WORDS.iter().find(|(word, _)| *word == measure);
            taken = taken.with_measure(known.ok_or(Otherwise)?.1);
        }
        if let Some(circumstances) = self.circumstances.texts(row)? {
            if !circumstances.is_empty() {
                return Err(Otherwise);
            }
            taken = taken.recognising([]);
        }
        if let Some(procedure) = self.procedure.text(row)? {
            taken = taken.under(procedure);
        }
        let persons = self.persons.texts(row)?.unwrap_or_default();
        taken = match self.by.text(row)? {
            Some(by) => {
                let known = Actor::ALL.iter().find(|(word, _)| *word == by);
                taken.decided_by(known.ok_or(Otherwise)?.1, persons)
            }
            None if persons.is_empty() => taken,
            None => return Err(Otherwise),
        };
        if let Some([pack, in_force]) = self.version.fields(row, ["pack", "in_force"])? {
            let version = (pack.text(row)?.ok_or(Otherwise)?, in_force.day(row)?.ok_or(Otherwise)?);
            taken = taken.citing(version.0, version.1);
        }
        Ok(taken)
    }
}
