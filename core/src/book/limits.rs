//! Time limits in the book: found by id and day, and completed by what governs them.

use std::sync::Arc;

use super::complete_limit::complete;
use super::{BookOn, RuleBook};
use crate::calendar::Calendar;
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::limit::{Happened, Lights, LimitError, Log, NamedEvent, Party, START, TimeLimit, Unit, When};
use crate::outcome::DueOutcome;
use crate::pack::{InForce, LimitDeclaration, LimitExample};
use crate::penalty::Document;
use crate::time::Date;

/// A time limit as its document declares it. What an office's own limit takes from the law, and which lights it has,
/// shows on a day only: [`BookOn::limit`].
#[derive(Debug)]
pub struct LimitRule {
    /// Its id: the document's, `/`, and the article.
    pub id: String,
    /// The document.
    pub document: Arc<Document>,
    /// The place of its key in the file.
    pub span: Span,
    pub(super) declared: LimitDeclaration,
    /// The events of the document.
    pub(super) events: Arc<[NamedEvent]>,
}

impl LimitRule {
    /// What must be done.
    #[must_use]
    pub const fn title(&self) -> &crate::Bilingual {
        &self.declared.title
    }

    /// The article.
    #[must_use]
    pub const fn basis(&self) -> &crate::Bilingual {
        &self.declared.basis
    }

    /// Who must act.
    #[must_use]
    pub const fn by(&self) -> Party {
        self.declared.by
    }

    /// Its worked examples.
    #[must_use]
    pub fn examples(&self) -> &[LimitExample] {
        &self.declared.examples
    }

    /// The limit of the law that an office's limit keeps within.
    #[must_use]
    pub fn statutory(&self) -> Option<&str> {
        self.declared.statutory.as_ref().map(|statutory| statutory.value.as_str())
    }
}

/// A time limit as it stands on a day, with its document.
#[derive(Clone, Debug)]
pub struct DatedLimit {
    /// The document, in the version of the day.
    pub document: Arc<Document>,
    /// The limit.
    pub limit: Arc<TimeLimit>,
}

impl DatedLimit {
    /// By when a case is due, with what explains it.
    ///
    /// # Errors
    /// Those of [`TimeLimit::due`].
    pub fn due(&self, log: &Log, calendar: &Calendar, on: impl Into<When>) -> Result<DueOutcome, LimitError> {
        let due = self.limit.due(log, calendar, on)?;
        Ok(DueOutcome::new(Arc::clone(&self.document), Arc::clone(&self.limit), due, log))
    }
}

/// The days on which a document comes into force, or no longer is: from one to the next a limit stays what it is.
#[derive(Clone, Debug)]
pub(crate) struct Turns(Arc<[Date]>);

impl Turns {
    /// How many of them there were by the end of a day.
    pub(crate) fn until(&self, day: Date) -> usize {
        self.0.partition_point(|turn| *turn <= day)
    }
}

impl RuleBook {
    /// The days on which some document comes into force, or no longer is.
    pub(crate) fn turns(&self) -> Turns {
        let versions = self.documents.values().flatten().map(|version| &version.document.in_force);
        let ended = |in_force: &InForce| in_force.until?.plus_days(1);
        let mut days: Vec<Date> = versions.flat_map(|one| [Some(one.from), ended(one)]).flatten().collect();
        days.sort_unstable();
        days.dedup();
        Turns(days.into())
    }

    /// Every limit of every version, by document, version and the order of the file.
    pub fn limits(&self) -> impl Iterator<Item = &Arc<LimitRule>> {
        self.documents.values().flatten().flat_map(|version| &version.limits)
    }

    /// By when a case is due, under the version of the limit that is in force on the day from which is counted.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::RuleBook;
    /// use evenhand::calendar::Calendar;
    /// use evenhand::limit::Log;
    ///
    /// let book = RuleBook::bundled()?;
    /// let calendar = Calendar::bundled("cn")?;
    /// let log = Log::new().read("accepted", "2026-01-28")?;
    /// let on: evenhand::time::Date = "2026-02-10".parse()?;
    /// let outcome = book.due("cn.administrative-licence-law/42", &log, &calendar, on)?;
    /// assert_eq!(outcome.due().due.map(|day| day.to_string()).as_deref(), Some("2026-03-03"));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// There is no such limit on that day; what is wrong with the log, by the event and its day; a year that the
    /// calendar does not have.
    pub fn due(
        &self,
        id: &str,
        log: &Log,
        calendar: &Calendar,
        on: impl Into<When>,
    ) -> Result<DueOutcome, LimitError> {
        self.due_under(id, log, calendar, on.into(), |day| self.on(day).limit(id))
    }

    /// The same with limits that are looked up elsewhere, so that many cases can share them.
    pub(crate) fn due_under(
        &self,
        id: &str,
        log: &Log,
        calendar: &Calendar,
        on: When,
        mut limit: impl FnMut(Date) -> Result<DatedLimit, LimitError>,
    ) -> Result<DueOutcome, LimitError> {
        for rule in self.versions_of(id) {
            let Some(day) = self.start(rule, &log.happened(), on.date()) else { continue };
            if rule.document.in_force.contains(day) {
                return limit(day)?.due(log, calendar, on);
            }
        }
        // Nothing says on which day it starts: the log is held against the limit of the day that is asked about.
        let outcome = limit(on.date())?.due(log, calendar, on)?;
        let started = outcome.due().start.date();
        Err(not_in_force(id, started, self.versions_of(id)))
    }

    /// The day from which a case would be counted, if its events tell.
    fn start<'e>(
        &self,
        rule: &LimitRule,
        events: &(impl Iterator<Item = Happened<'e>> + Clone),
        asked: Date,
    ) -> Option<Date> {
        let statutory = || rule.statutory().and_then(|id| self.statutory(id, asked));
        let named = |name: &str| events.clone().find(|event| event.name == name);
        let first = std::iter::once(START).chain(starts(rule)).find_map(named);
        let first = first.or_else(|| starts(statutory()?).find_map(named));
        first.map(|event| event.when.date())
    }

    /// The day from which a limit is counted over these events, by that one of its versions that is in force on it; nothing where
    /// no event starts it. `versions` are those of the limit, the later first.
    pub(crate) fn start_among<'e, 'r>(
        &self,
        mut versions: impl Iterator<Item = &'r Arc<LimitRule>>,
        events: impl Iterator<Item = Happened<'e>> + Clone,
        asked: Date,
    ) -> Option<Date> {
        versions.find_map(|rule| {
            let day = self.start(rule, &events, asked)?;
            rule.document.in_force.contains(day).then_some(day)
        })
    }

    /// The events that can start a limit, in any of its versions; nothing where there is no such limit.
    pub(crate) fn limit_starts(&self, id: &str) -> Option<Vec<String>> {
        self.versions_of(id).next()?;
        let own = self.versions_of(id).flat_map(|rule| starts(rule));
        let laws = self.versions_of(id).filter_map(|rule| rule.statutory());
        let of_laws = laws.flat_map(|law| self.versions_of(law)).flat_map(|rule| starts(rule));
        Some(own.chain(of_laws).chain([START]).map(str::to_owned).collect())
    }

    /// The events that limits with these ids know: those of their documents, and of the laws that they keep within.
    pub(crate) fn events_of<'a>(&'a self, ids: &'a [String]) -> impl Iterator<Item = String> + 'a {
        let own = ids.iter().flat_map(|id| self.versions_of(id));
        let with_laws = own.flat_map(|rule| {
            let laws = rule.statutory().into_iter().flat_map(|law| self.versions_of(law));
            std::iter::once(rule).chain(laws)
        });
        with_laws.flat_map(|rule| rule.events.iter().map(|event| event.name.clone()))
    }

    /// The versions of a limit, the later first.
    pub(crate) fn versions_of(&self, id: &str) -> impl Iterator<Item = &Arc<LimitRule>> {
        let document = id.split_once('/').and_then(|(document, _)| self.documents.get(document));
        let versions = document.map(Vec::as_slice).unwrap_or_default();
        versions.iter().rev().flat_map(|version| &version.limits).filter(move |rule| rule.id == id)
    }

    /// The limit of a law that is in force on a day, and keeps within no other.
    fn statutory(&self, id: &str, day: Date) -> Option<&Arc<LimitRule>> {
        let mut versions = self.versions_of(id);
        versions.find(|rule| rule.document.in_force.contains(day) && rule.statutory().is_none())
    }

    /// The documents of the laws that offices' limits keep within.
    pub fn statutory_documents(&self) -> impl Iterator<Item = &str> {
        self.limits().filter_map(|rule| rule.statutory()?.split_once('/')).map(|(document, _)| document)
    }

    /// Holds each office's limit against the law that it keeps within, where that is among the packs.
    pub(super) fn report_unfit_limits(&self, faults: &mut Vec<Diagnostic>) {
        for rule in self.limits() {
            let Some(statutory) = &rule.declared.statutory else { continue };
            let document = statutory.value.split_once('/').map(|(document, _)| document);
            let Some(versions) = document.and_then(|document| self.documents.get(document)) else { continue };
            let mut bases =
                self.versions_of(&statutory.value).filter(|base| base.statutory().is_none()).peekable();
            if bases.peek().is_none() {
                let limits = versions.iter().flat_map(|version| &version.limits);
                let known = limits.filter(|limit| limit.statutory().is_none()).map(|limit| limit.id.as_str());
                let help = nearest(&statutory.value, known).map(|known| format!("did you mean `{known}`?"));
                let message = format!("there is no limit of a law `{}`", statutory.value);
                let file = &rule.document.file;
                faults.push(Diagnostic::new(Code::UnknownLimit, file, statutory.span, message).help(help));
            }
            for base in bases {
                rule.report_flaws(Some(base), faults);
            }
        }
    }
}

impl LimitRule {
    /// Reports what does not fit, each once: the versions of a law have most in common.
    pub(super) fn report_flaws(&self, base: Option<&Self>, faults: &mut Vec<Diagnostic>) {
        for flaw in complete(self, base, None).err().into_iter().flatten() {
            let file = &self.document.file;
            let fault = Diagnostic::new(flaw.code, file, flaw.span, flaw.message).help(flaw.help);
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
}

impl<'a> BookOn<'a> {
    /// The limits that are in force on the day, by document and the order of the file.
    pub fn limits(self) -> impl Iterator<Item = &'a Arc<LimitRule>> {
        self.book().limits().filter(move |rule| rule.document.in_force.contains(self.day()))
    }

    /// The limit with this id that is in force on the day, with what it takes from the law that it keeps within, and
    /// with its lights.
    ///
    /// # Errors
    /// [`LimitError::UnknownLimit`] with the nearest id, [`LimitError::NotInForce`] with the days on which there is one;
    /// of an office's limit, that the law is not there, or that the two do not fit.
    pub fn limit(self, id: &str) -> Result<DatedLimit, LimitError> {
        let (book, day) = (self.book(), self.day());
        let mut versions = book.versions_of(id).peekable();
        if versions.peek().is_none() {
            let known = book.limits().map(|limit| limit.id.as_str());
            let suggestion = nearest(id, known).map(str::to_owned);
            return Err(LimitError::UnknownLimit { limit: id.to_owned(), suggestion });
        }
        let Some(rule) = versions.find(|rule| rule.document.in_force.contains(day)) else {
            return Err(not_in_force(id, day, book.versions_of(id)));
        };
        let base = match rule.statutory() {
            None => None,
            Some(statutory) => {
                let missing = || LimitError::StatutoryMissing {
                    limit: id.to_owned(),
                    statutory: statutory.to_owned(),
                    on: day,
                };
                Some(book.statutory(statutory, day).ok_or_else(missing)?.as_ref())
            }
        };
        let limit = complete(rule, base, self.lights(rule)).map_err(|flaws| LimitError::Unfit {
            limit: id.to_owned(),
            reason: flaws.into_iter().next().map(|flaw| flaw.message).unwrap_or_default(),
        })?;
        Ok(DatedLimit { document: Arc::clone(&rule.document), limit: Arc::new(limit) })
    }

    /// The nearest lights: the limit's own, its document's, those of the documents that govern it.
    fn lights(self, rule: &'a LimitRule) -> Option<Lights> {
        let own = rule.declared.lights.as_ref();
        // Lights for many limits are for those in days.
        if rule.declared.length.as_ref().is_some_and(|length| length.value.unit == Unit::Hours) {
            return own.cloned();
        }
        let of_documents = || {
            let governing = self.with_those_for_limits(&rule.document);
            governing.into_iter().find_map(|document| document.general.lights.as_ref())
        };
        own.or_else(of_documents).cloned()
    }
}

/// The events that start a limit, as its document names them.
fn starts(rule: &LimitRule) -> impl Iterator<Item = &str> {
    let start = rule.declared.start.as_ref().map(|(event, _)| event.value.as_str());
    start.into_iter().chain(rule.declared.deemed.as_ref().map(|deemed| deemed.event.value.as_str()))
}

fn not_in_force<'a>(id: &str, on: Date, versions: impl Iterator<Item = &'a Arc<LimitRule>>) -> LimitError {
    let days = versions.map(|rule| match rule.document.in_force.until {
        Some(until) => format!("in force from {} to {until}", rule.document.in_force.from),
        None => format!("in force from {}", rule.document.in_force.from),
    });
    let mut in_force: Vec<String> = days.collect();
    in_force.reverse();
    LimitError::NotInForce { limit: id.to_owned(), on, in_force }
}
