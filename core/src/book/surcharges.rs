//! Surcharges in the book: checked when the rules are loaded, found by id and day.

use std::sync::Arc;

use super::formula::formula_fault;
use super::{BookOn, RuleBook};
use crate::calendar::Calendar;
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::feel::{constant_number, parse_expression};
use crate::limit::{LimitError, Log, MONEY_EVENTS, Surcharge, SurchargeError, SurchargeStart, When};
use crate::number::Rational;
use crate::outcome::SurchargeOutcome;
use crate::pack::{Pack, SurchargeDeclaration, SurchargeExample};
use crate::penalty::Document;
use crate::table::Located;
use crate::time::Date;

/// A surcharge with its document.
#[derive(Debug)]
pub struct SurchargeRule {
    /// The document.
    pub document: Arc<Document>,
    /// The place of its key in the file.
    pub span: Span,
    /// The surcharge.
    pub surcharge: Surcharge,
    /// Its worked examples.
    pub examples: Vec<SurchargeExample>,
}

/// Checks a surcharge; one with a fault is left out and reported.
pub(super) fn compile_surcharge(
    pack: &Pack,
    declared: &SurchargeDeclaration,
    document: &Arc<Document>,
    faults: &mut Vec<Diagnostic>,
) -> Option<SurchargeRule> {
    let rate = part(pack, &declared.rate, faults);
    let cap = match &declared.cap {
        Some(cap) => part(pack, cap, faults).map(Some),
        None => Some(None),
    };
    let start = start(pack, declared, faults);
    let surcharge = Surcharge {
        id: format!("{}/{}", pack.id.value, declared.key.value),
        title: declared.title.clone(),
        basis: declared.basis.clone(),
        rate: rate?,
        cap: cap?,
        cap_basis: declared.cap_basis.clone(),
        of: declared.of,
        start: start?,
        stops: declared.stops.clone(),
        rounding: declared.rounding.unwrap_or(pack.rounding),
        note: declared.note.clone(),
    };
    let (document, span) = (Arc::clone(document), declared.key.span);
    Some(SurchargeRule { document, span, surcharge, examples: declared.examples.clone() })
}

/// A constant part of something, above zero.
fn part(pack: &Pack, text: &Located<String>, faults: &mut Vec<Diagnostic>) -> Option<Rational> {
    let constant = parse_expression(&text.value).and_then(|expression| constant_number(&expression));
    match constant {
        Ok(part) if !part.is_zero() && !part.is_negative() => return Some(part),
        Ok(_) => {
            let message = "expected a part above zero, such as 3%";
            faults.push(Diagnostic::new(Code::InvalidAmount, &pack.file, text.span, message));
        }
        Err(error) => faults.extend(formula_fault(pack, text, error, std::iter::empty())),
    }
    None
}

fn start(
    pack: &Pack,
    declared: &SurchargeDeclaration,
    faults: &mut Vec<Diagnostic>,
) -> Option<SurchargeStart> {
    if let Some(limit) = &declared.after {
        // The limit of another document is looked for when a case is at hand.
        if limit.value.contains('/') {
            return Some(SurchargeStart::After(limit.value.clone()));
        }
        let known = || pack.limits.iter().map(|limit| limit.key.value.as_str());
        if known().any(|known| known == limit.value) {
            return Some(SurchargeStart::After(format!("{}/{}", pack.id.value, limit.value)));
        }
        let help = nearest(&limit.value, known()).map(|known| format!("did you mean `{known}`?"));
        let message = format!("there is no limit `{}` in this pack", limit.value);
        faults.push(Diagnostic::new(Code::InvalidId, &pack.file, limit.span, message).help(help));
        return None;
    }
    let event = declared.from.as_ref()?;
    let found = pack.events.iter().find(|known| known.name == event.value);
    if found.is_none() {
        let known = pack.events.iter().map(|event| event.name.as_str());
        let help = nearest(&event.value, known).map(|known| format!("did you mean `{known}`?"));
        let message = format!("unknown event `{}`", event.value);
        faults.push(Diagnostic::new(Code::UnknownEvent, &pack.file, event.span, message).help(help));
    }
    found.map(|event| SurchargeStart::From { event: event.name.clone(), label: event.label.clone() })
}

impl<'a> BookOn<'a> {
    /// The surcharges that are in force on the day, by document and the order of the file.
    pub fn surcharges(self) -> impl Iterator<Item = &'a Arc<SurchargeRule>> {
        self.book().surcharges().filter(move |rule| rule.document.in_force.contains(self.day()))
    }
}

impl RuleBook {
    /// Every surcharge of every version, by document, version and the order of the file.
    pub fn surcharges(&self) -> impl Iterator<Item = &Arc<SurchargeRule>> {
        self.documents.values().flatten().flat_map(|version| &version.surcharges)
    }

    /// What late payment costs, under the version that is in force on the day from which the limit for paying is counted.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::RuleBook;
    /// use evenhand::calendar::Calendar;
    /// use evenhand::limit::Log;
    /// use rust_decimal::dec;
    ///
    /// let book = RuleBook::bundled()?;
    /// let log = Log::new().read("delivered", "2026-01-05")?;
    /// let calendar = Calendar::bundled("cn")?;
    /// let outcome =
    ///     book.surcharge("cn.administrative-penalty-law/72", dec!(10000).into(), &log, &calendar, "2026-01-30".parse()?)?;
    /// assert_eq!(outcome.charge().days, 10);
    /// assert_eq!(outcome.charge().surcharge.to_string(), "3000");
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// There is no such surcharge on that day; what is wrong with the principal or the log, by the event and its day.
    pub fn surcharge(
        &self,
        id: &str,
        principal: Rational,
        log: &Log,
        calendar: &Calendar,
        on: Date,
    ) -> Result<SurchargeOutcome, SurchargeError> {
        let mut versions = self.surcharges().filter(|rule| rule.surcharge.id == id).peekable();
        if versions.peek().is_none() {
            let known = self.surcharges().map(|rule| rule.surcharge.id.as_str());
            let suggestion = nearest(id, known).map(str::to_owned);
            return Err(SurchargeError::UnknownSurcharge { surcharge: id.to_owned(), suggestion });
        }
        let mut started = on;
        for rule in versions {
            let (start, due, limit) = match &rule.surcharge.start {
                SurchargeStart::From { event, label } => {
                    let day = known_events(&rule.surcharge, event, log)?
                        .ok_or_else(|| missing_start(event, &label.en))?;
                    (day, day, None)
                }
                SurchargeStart::After(limit) => {
                    let outcome = self.due(limit, &without_money(log), calendar, on)?;
                    let due = outcome.due();
                    let last = due.due.ok_or(SurchargeError::Overflow)?;
                    (due.start.date(), last.date(), Some(outcome))
                }
            };
            started = start;
            if rule.document.in_force.contains(start) {
                let charge = rule.surcharge.charge(principal, due, log, on)?;
                return Ok(SurchargeOutcome::new(Arc::clone(rule), charge, limit));
            }
        }
        Err(SurchargeError::NotInForce { surcharge: id.to_owned(), on: started })
    }
}

/// The events that the limit for paying knows; what was paid is not for it, since a part of the money ends nothing.
fn without_money(log: &Log) -> Log {
    let events = log.events().iter().filter(|event| !MONEY_EVENTS.contains(&event.name.as_str()));
    events.fold(Log::new(), |log, event| log.with(event.name.clone(), event.when))
}

/// The day of the event that starts, if every event of the log is known.
fn known_events(surcharge: &Surcharge, start: &str, log: &Log) -> Result<Option<Date>, SurchargeError> {
    let known = || MONEY_EVENTS.into_iter().chain([start]);
    let mut started: Option<When> = None;
    for event in log.events() {
        if known().all(|known| known != event.name) {
            return Err(SurchargeError::Limit(LimitError::UnknownEvent {
                limit: surcharge.id.clone(),
                event: event.name.clone(),
                suggestion: nearest(&event.name, known()).map(str::to_owned),
                known: known().map(str::to_owned).collect(),
            }));
        }
        if event.name != start {
            continue;
        }
        if let Some(first) = started.replace(event.when) {
            let (event, second) = (event.name.clone(), event.when);
            return Err(SurchargeError::Limit(LimitError::RepeatedEvent { event, first, second }));
        }
    }
    Ok(started.map(When::date))
}

fn missing_start(event: &str, label: &str) -> SurchargeError {
    SurchargeError::Limit(LimitError::MissingStart { event: event.to_owned(), label: label.to_owned() })
}

impl SurchargeExample {
    /// Whether the surcharge gives what the example says.
    ///
    /// # Errors
    /// Everything in which it differs, one difference a line.
    pub fn holds(&self, book: &RuleBook, id: &str, calendar: &Calendar) -> Result<(), String> {
        let found = book.surcharge(id, self.principal.into(), &self.given, calendar, self.on);
        let outcome = match (found, &self.error) {
            (Err(error), Some(code)) if error.code() == code => return Ok(()),
            (Err(error), _) => return Err(format!("  {error}")),
            (Ok(_), Some(code)) => return Err(format!("  expected the error {code}, found a surcharge")),
            (Ok(outcome), None) => outcome,
        };
        let charge = outcome.charge();
        let mut differences = Vec::new();
        let mut compare = |what: &str, expected: Option<String>, found: String| {
            if let Some(expected) = expected.filter(|expected| *expected != found) {
                differences.push(format!("  {what}: expected {expected}, found {found}"));
            }
        };
        let money =
            |amount: Option<rust_decimal::Decimal>| amount.map(|amount| Rational::from(amount).to_string());
        compare("surcharge", money(self.surcharge), charge.surcharge.to_string());
        compare("owed", money(self.owed), charge.owed.to_string());
        compare("days", self.days.map(|days| days.to_string()), charge.days.to_string());
        let reached = charge.reached.map_or_else(|| "none".to_owned(), |day| day.to_string());
        compare("reached", self.reached.map(|day| day.to_string()), reached);
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
    }
}
