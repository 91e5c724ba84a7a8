//! The rows of a frame as applications, from its columns: what they hold in another way goes through the record as JSON,
//! which also tells what is wrong with one.

use std::ops::ControlFlow;

use arrow_buffer::NullBuffer;
use evenhand::supervise::{Application, ApprovalSupervisor, Approvals, JudgedApplication, RecordFault};
use evenhand::time::Date;

use super::case_events::{Joined, OF_APPLICATIONS};
use super::finding_columns::{Found, Subject};
use super::json::Json;
use super::plain::Otherwise;
use super::records::{self, Key, Rows};
use super::supervise::{Kind, Under};
use super::whole::Wanted;

/// Applications, as they stand on a day; decisions and lights are counted from another one on.
pub(crate) struct Applications {
    pub(crate) on: Date,
    pub(crate) since: Option<Date>,
}

impl Kind for Applications {
    type Counts = Approvals;
    const KEYS: &'static [Key] = records::OF_APPLICATIONS;
    const EVENTS: &'static [Wanted] = OF_APPLICATIONS;
    const SUBJECT: Subject = Subject { under: "limit", day: "due" };

    fn no_counts(&self) -> Approvals {
        Approvals::new(self.on, self.since)
    }

    fn judge(
        &self,
        under: &Under,
        rows: &Rows<'_>,
        look: impl Fn(usize) + Sync,
        mut each: impl FnMut(u64, Result<Found<'_>, &RecordFault>) -> ControlFlow<()> + Send,
    ) -> Approvals {
        let supervisor = ApprovalSupervisor::new(&under.loaded, &under.policy, &under.calendar, self.on);
        let applications = ApplicationColumns::of(rows);
        let read = |row| {
            look(row);
            applications.read(row)
        };
        let each = |judged: &JudgedApplication| {
            let found = judged.record.as_ref().map(|(application, supervision)| Found {
                case: application.name(),
                office: application.office(),
                under: application.limit(),
                day: supervision.due().and_then(|due| due.due).map(|due| due.date()),
                version: supervision.limit().map(|limit| limit.document.as_ref()),
                findings: &supervision.findings,
            });
            each(judged.line, found)
        };
        supervisor.approvals_of(0..rows.count(), self.since, read, under.threads, each)
    }

    fn append(counts: &mut Approvals, more: &Approvals) {
        counts.append(more);
    }
}

/// The columns of a slice by what they stand for.
struct ApplicationColumns<'a> {
    rows: &'a Rows<'a>,
    case: &'a Json,
    office: &'a Json,
    limit: &'a Json,
    fee: &'a Json,
    facts: &'a Json,
    events: Events<'a>,
}

/// Where events stand, and their columns: event, day and reason.
enum Events<'a> {
    /// In a frame of their own.
    Frame(&'a Joined<'a>, [&'a Json; 3]),
    /// In lists of structs.
    Lists(&'a Json, Option<&'a NullBuffer>, [&'a Json; 3]),
    /// In another way.
    Otherwise,
}

const EVENT: [&str; 3] = ["event", "day", "reason"];

impl<'a> ApplicationColumns<'a> {
    fn of(rows: &'a Rows<'a>) -> Self {
        let column = |name| rows.column(name);
        Self {
            rows,
            case: column("case"),
            office: column("office"),
            limit: column("limit"),
            fee: column("fee"),
            facts: column("facts"),
            events: match rows.events() {
                Some(joined) => Events::Frame(joined, EVENT.map(|name| rows.event_column(name))),
                None => Events::in_lists(column("events")),
            },
        }
    }

    fn read(&self, row: usize) -> Result<Application, RecordFault> {
        match self.told(row) {
            Ok(application) => {
                debug_assert_eq!(self.as_record(row).as_ref(), Ok(&application));
                Ok(application)
            }
            Err(Otherwise) => self.as_record(row),
        }
    }

    fn as_record(&self, row: usize) -> Result<Application, RecordFault> {
        Application::from_json(&self.rows.text(row))
    }

    fn told(&self, row: usize) -> Result<Application, Otherwise> {
        let limit = self.limit.text(row)?.ok_or(Otherwise)?;
        let mut application = Application::new(limit).with_facts(self.rows.facts().facts(self.facts, row)?);
        if let Some(name) = self.case.text(row)? {
            application = application.called(name);
        }
        if let Some(office) = self.office.text(row)? {
            application = application.of_office(office);
        }
        if let Some(fee) = self.fee.amount(row)? {
            application = application.charged(fee);
        }
        self.events.told(row, application)
    }
}

impl<'a> Events<'a> {
    fn in_lists(column: &'a Json) -> Self {
        let Json::List(_, values, _) = column else { return Self::Otherwise };
        let Json::Struct(fields, nulls) = values.as_ref() else { return Self::Otherwise };
        // A number in a list stays one in the record, and is refused there.
        let is_plain = |(name, column): &(String, Json)| {
            EVENT.contains(&name.as_str()) && matches!(column, Json::Nothing | Json::Texts(_) | Json::Days(_))
        };
        let find = |wanted: &str| {
            let mut found = fields.iter().filter(|(name, _)| name == wanted).map(|(_, column)| column);
            found.next().filter(|_| found.next().is_none())
        };
        match EVENT.map(find) {
            [Some(event), Some(day), reason] if fields.iter().all(is_plain) => {
                Self::Lists(column, nulls.as_ref(), [event, day, reason.unwrap_or(&Json::Nothing)])
            }
            _ => Self::Otherwise,
        }
    }

    fn told(&self, row: usize, application: Application) -> Result<Application, Otherwise> {
        let with = |application: Application, [event, day, reason]: &[&Json; 3], place: usize| {
            let event = event.text(place)?.ok_or(Otherwise)?;
            let when = day.when(place)?.ok_or(Otherwise)?;
            Ok(application.with_event(event, when, reason.text(place)?))
        };
        match self {
            Self::Frame(joined, columns) => {
                joined.of(row).try_fold(application, |application, place| with(application, columns, place))
            }
            Self::Lists(lists, nulls, columns) => {
                let (mut places, _) = lists.list(row).ok_or(Otherwise)?;
                places.try_fold(application, |application, place| {
                    if nulls.is_some_and(|nulls| nulls.is_null(place)) {
                        return Err(Otherwise);
                    }
                    with(application, columns, place)
                })
            }
            Self::Otherwise => Err(Otherwise),
        }
    }
}
