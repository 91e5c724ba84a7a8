//! The register of approval offices: the events of many cases, a row each.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Score, ScoreError, ScoreOutcome};
use crate::book::{DatedLimit, RuleBook};
use crate::calendar::Calendar;
use crate::facts::Facts;
use crate::language::{Bilingual, Language, words};
use crate::limit::{Due, Light, LimitError, Log, State, When};
use crate::outcome::DueOutcome;
use crate::time::Date;

/// A row of a register: one event of one case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row<'a> {
    /// The line in the file, for errors.
    pub line: usize,
    /// The case.
    pub case: &'a str,
    /// The limit that the case is under.
    pub limit: &'a str,
    /// The office that has it; empty if there is one only.
    pub office: &'a str,
    /// What happened.
    pub event: &'a str,
    /// When.
    pub day: &'a str,
    /// Why the clock was stopped, or by how much the limit was extended; empty for none.
    pub reason: &'a str,
}

/// The events of many cases. The rows of a case need not stand together.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use evenhand::RuleBook;
/// use evenhand::calendar::Calendar;
/// use evenhand::risk::{Register, Row};
///
/// let mut register = Register::default();
/// let row = Row { case: "A-1", limit: "cn.administrative-licence-law/42", ..Row::default() };
/// register.add(Row { line: 2, event: "accepted", day: "2026-01-28", ..row });
/// register.add(Row { line: 3, event: "decided", day: "2026-02-03", ..row });
/// let standing = register.stand(&RuleBook::bundled()?, &Calendar::bundled("cn")?, None, "2026-02-28".parse()?);
/// assert_eq!(standing.offices[0].tally.early, 1);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Register {
    cases: Vec<Case>,
    places: BTreeMap<String, usize>,
}

#[derive(Clone, Debug)]
struct Case {
    name: String,
    limit: String,
    office: String,
    log: Log,
    /// The line of each event of the log.
    lines: Vec<usize>,
    fault: Option<RowFault>,
}

/// Why a case could not be counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The line of the row; where no row alone is at fault, the first of the case.
    pub line: usize,
    /// The column; none where the rows of the case do not fit together.
    pub column: Option<&'static str>,
    /// The stable name: that of the [`LimitError`], or `row`.
    pub code: &'static str,
    /// What is wrong.
    pub message: Bilingual,
}

/// How the cases of a register stand on a day.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The day.
    pub on: Date,
    /// The first day of the period over which is counted.
    pub since: Option<Date>,
    /// The cases, in the order in which they first appear.
    pub cases: Vec<CaseStanding>,
    /// The offices, by name.
    pub offices: Vec<OfficeStanding>,
}

/// How one case stands.
#[derive(Clone, Debug)]
pub struct CaseStanding {
    /// The case.
    pub case: String,
    /// The limit.
    pub limit: String,
    /// The office.
    pub office: String,
    /// By when it is due, or why that could not be told.
    pub due: Result<DueOutcome, RowFault>,
}

/// The cases of an office, counted.
#[derive(Clone, Debug)]
pub struct OfficeStanding {
    /// Its name.
    pub office: String,
    /// What was counted.
    pub tally: Tally,
    /// Its score, where one is asked for.
    pub score: Option<Result<ScoreOutcome, ScoreError>>,
}

/// What is counted of the cases of an office.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All cases that could be counted.
    pub cases: u32,
    /// Cases that could not be.
    pub faults: u32,
    /// Cases that still run, or stand still.
    pub open: u32,
    /// Cases not decided whose last day has passed.
    pub overdue: u32,
    /// Cases decided in the period.
    pub decided: u32,
    /// Of these, those decided late.
    pub late: u32,
    /// Of these, those decided before the last day of the law, or while the clock stood with days left.
    pub early: u32,
    /// Cases by the gravest light that came on in the period before they were decided: hint.
    pub hint: u32,
    /// Likewise yellow.
    pub yellow: u32,
    /// Likewise red.
    pub red: u32,
}

words! {
    /// A count of a [`Tally`], to be put into a fact of a score.
    Count;
    /// All cases that could be counted.
    Cases = "cases", "件数", "cases";
    /// Cases that still run, or stand still.
    Open = "open", "在办", "open";
    /// Cases not decided whose last day has passed.
    Overdue = "overdue", "逾期未办", "overdue";
    /// Cases decided in the period.
    Decided = "decided", "办结", "decided";
    /// Of these, those decided late.
    Late = "late", "逾期办结", "late";
    /// Of these, those decided before the last day of the law.
    Early = "early", "提前办结", "early";
    /// Cases whose gravest light was the hint.
    Hint = "hint", "提示", "hint";
    /// Likewise yellow.
    Yellow = "yellow", "黄色", "yellow";
    /// Likewise red.
    Red = "red", "红色", "red";
}

impl Tally {
    /// One of the counts.
    #[must_use]
    pub const fn get(&self, count: Count) -> u32 {
        match count {
            Count::Cases => self.cases,
            Count::Open => self.open,
            Count::Overdue => self.overdue,
            Count::Decided => self.decided,
            Count::Late => self.late,
            Count::Early => self.early,
            Count::Hint => self.hint,
            Count::Yellow => self.yellow,
            Count::Red => self.red,
        }
    }
}

impl Register {
    /// Takes a row. A row that is at fault is told with its case, and does not stop the others.
    pub fn add(&mut self, row: Row<'_>) {
        let place = match self.places.get(row.case) {
            Some(place) => *place,
            None => {
                let place = self.cases.len();
                self.places.insert(row.case.to_owned(), place);
                self.cases.push(Case {
                    name: row.case.to_owned(),
                    limit: row.limit.to_owned(),
                    office: row.office.to_owned(),
                    log: Log::new(),
                    lines: Vec::new(),
                    fault: None,
                });
                place
            }
        };
        let Some(case) = self.cases.get_mut(place) else { return };
        let read = case.read(row);
        if case.fault.is_none() {
            case.fault = read.err();
        }
    }

    /// The limits that the cases name, each once; what is no id of a limit is left out.
    #[must_use]
    pub fn limits(&self) -> Vec<&str> {
        let named = self.cases.iter().map(|case| case.limit.as_str());
        let mut limits: Vec<&str> = named.filter(|limit| limit.contains('/')).collect();
        limits.sort_unstable();
        limits.dedup();
        limits
    }

    /// How each case stands on a day, and the counts of each office from `since` on.
    #[must_use]
    pub fn stand(&self, book: &RuleBook, calendar: &Calendar, since: Option<Date>, on: Date) -> Standing {
        let mut cases = Vec::with_capacity(self.cases.len());
        let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
        // A limit is put together once for all the cases that begin on one day.
        let mut limits: BTreeMap<(&str, Date), Result<DatedLimit, LimitError>> = BTreeMap::new();
        for case in &self.cases {
            let due = match &case.fault {
                Some(fault) => Err(fault.clone()),
                None => {
                    let id = case.limit.as_str();
                    let limit =
                        |day| limits.entry((id, day)).or_insert_with(|| book.on(day).limit(id)).clone();
                    let due = book.due_under(id, &case.log, calendar, on.into(), limit);
                    due.map_err(|error| case.fault_of(&error))
                }
            };
            tallies.entry(&case.office).or_default().add(due.as_ref().ok().map(DueOutcome::due), since, on);
            let (name, limit, office) = (case.name.clone(), case.limit.clone(), case.office.clone());
            cases.push(CaseStanding { case: name, limit, office, due });
        }
        let offices = tallies.into_iter().map(|(office, tally)| OfficeStanding {
            office: office.to_owned(),
            tally,
            score: None,
        });
        Standing { on, since, cases, offices: offices.collect() }
    }
}

impl Case {
    fn read(&mut self, row: Row<'_>) -> Result<(), RowFault> {
        let fault = |column: &'static str, zh: String, en: String| {
            let (line, column, message) = (row.line, Some(column), Bilingual { zh, en });
            Err(RowFault { line, column, code: "row", message })
        };
        for (column, text) in
            [("case", row.case), ("limit", row.limit), ("event", row.event), ("day", row.day)]
        {
            if text.is_empty() {
                return fault(column, "为空".to_owned(), "it is empty".to_owned());
            }
        }
        if !row.limit.contains('/') {
            let zh = format!("`{}`不是时限，应为“文件/条款”，如cn.administrative-licence-law/42", row.limit);
            let en = format!(
                "`{}` is not a limit, DOCUMENT/ARTICLE, such as cn.administrative-licence-law/42",
                row.limit
            );
            return fault("limit", zh, en);
        }
        for (column, first, here) in [("limit", &self.limit, row.limit), ("office", &self.office, row.office)]
        {
            if here != first {
                let zh = format!("本案先前为`{first}`，这里为`{here}`");
                return fault(column, zh, format!("the case has `{first}` before, and `{here}` here"));
            }
        }
        let log = std::mem::take(&mut self.log);
        let detail = Some(row.reason).filter(|reason| !reason.is_empty());
        self.log = log.read_apart(row.event, row.day, detail).map_err(|error| RowFault {
            line: row.line,
            column: Some("day"),
            code: error.code(),
            message: in_words(&error),
        })?;
        self.lines.push(row.line);
        Ok(())
    }

    /// A fault of the whole log, at the row of the event that it is about.
    fn fault_of(&self, error: &LimitError) -> RowFault {
        let mut events = self.log.events().iter().zip(&self.lines);
        let about = events.rfind(|(event, _)| {
            let on = error.on().map(When::date);
            error.event() == Some(&event.name) && on.is_none_or(|on| on == event.when.date())
        });
        let line = about.map(|(_, line)| line).or(self.lines.first());
        RowFault {
            line: line.copied().unwrap_or_default(),
            column: column(error),
            code: error.code(),
            message: in_words(error),
        }
    }
}

fn in_words(error: &LimitError) -> Bilingual {
    Bilingual { zh: error.message(Language::Chinese), en: error.message(Language::English) }
}

/// The column that has what an error is about.
const fn column(error: &LimitError) -> Option<&'static str> {
    match error {
        LimitError::UnknownReason { .. }
        | LimitError::UnknownDetail { .. }
        | LimitError::ExtensionLength { .. } => Some("reason"),
        LimitError::NoSuchDay { .. }
        | LimitError::NoSuchMinute { .. }
        | LimitError::NeedsTime { .. }
        | LimitError::BeforeStart { .. }
        | LimitError::AfterTheDay { .. }
        | LimitError::Length { .. } => Some("day"),
        LimitError::UnknownLimit { .. }
        | LimitError::NotInForce { .. }
        | LimitError::StatutoryMissing { .. }
        | LimitError::Unfit { .. } => Some("limit"),
        LimitError::MissingStart { .. } | LimitError::Columns { .. } => None,
        _ => Some("event"),
    }
}

impl Tally {
    /// Adds the counts of other cases.
    pub(crate) fn append(&mut self, other: &Self) {
        let Self { cases, faults, open, overdue, decided, late, early, hint, yellow, red } = other;
        for (count, more) in [
            (&mut self.cases, cases),
            (&mut self.faults, faults),
            (&mut self.open, open),
            (&mut self.overdue, overdue),
            (&mut self.decided, decided),
            (&mut self.late, late),
            (&mut self.early, early),
            (&mut self.hint, hint),
            (&mut self.yellow, yellow),
            (&mut self.red, red),
        ] {
            *count = count.saturating_add(*more);
        }
    }

    pub(crate) fn add(&mut self, due: Option<&Due>, since: Option<Date>, on: Date) {
        let one = |count: &mut u32, counts: bool| *count = count.saturating_add(counts.into());
        let Some(due) = due else { return one(&mut self.faults, true) };
        let in_period = |day: Date| day <= on && since.is_none_or(|since| since <= day);
        let ended = due.ended.map(|ended| ended.date());
        let decided = ended.is_some_and(in_period);
        let last = due.statutory.or(due.due).map(|last| last.date());
        one(&mut self.cases, true);
        one(&mut self.open, matches!(due.state, State::Running | State::Stopped | State::Waiting));
        one(&mut self.overdue, due.state == State::Overdue);
        one(&mut self.decided, decided);
        one(&mut self.late, decided && due.state == State::Late);
        let early = ended.zip(last).map_or(due.left > 0, |(ended, last)| ended < last);
        one(&mut self.early, decided && early);
        let gravest = gravest_light(due, on).filter(|(_, day)| in_period(*day)).map(|(light, _)| light);
        one(&mut self.hint, gravest == Some(Light::Hint));
        one(&mut self.yellow, gravest == Some(Light::Yellow));
        one(&mut self.red, gravest == Some(Light::Red));
    }
}

/// The gravest light that came on before the case ended, and its day.
fn gravest_light(due: &Due, on: Date) -> Option<(Light, Date)> {
    let until = due.ended.map_or(on, |ended| ended.date());
    let mut lights = Light::THAT_COME_ON.into_iter().zip(due.lights).rev();
    lights.find_map(|(light, day)| Some((light, day?.date())).filter(|(_, day)| *day <= until))
}

impl Standing {
    /// Scores each office by its counts, as the score says which fact is which count; `further` are facts that are the same
    /// for every office.
    #[must_use]
    pub fn scored(mut self, score: &Arc<Score>, further: &Facts) -> Self {
        for office in &mut self.offices {
            let counted = score.counted.iter().map(|(fact, count)| (fact.as_str(), office.tally.get(*count)));
            let facts = counted.fold(further.clone(), |facts, (fact, count)| facts.with(fact, count));
            office.score = Some(score.assess(&facts));
        }
        self
    }
}

impl CaseStanding {
    /// The stages that are late, by their words.
    pub fn late_stages(&self) -> impl Iterator<Item = &str> {
        let outcome = self.due.as_ref().ok();
        outcome.into_iter().flat_map(|outcome| {
            let late = outcome.due().stages.iter().filter(|stage| stage.state.in_time() == Some(false));
            late.filter_map(|stage| outcome.limit().stages.get(stage.stage)).map(|stage| stage.name.as_str())
        })
    }
}
