//! A limit with all that it needs: the events that it names found, and what an office's own limit takes from the law.

use super::limits::LimitRule;
use crate::diagnostic::{Code, Span, nearest};
use crate::language::Language;
use crate::limit::{
    AtLatest, Deemed, Extension, LastDayRule, Length, Lights, NamedEvent, Stage, Statutory, TimeLimit,
};
use crate::pack::{DeemedDeclaration, Located};

/// What does not fit.
pub(super) struct Flaw {
    pub(super) code: Code,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// The limit, with what it takes from `base`, the limit of the law that it keeps within.
pub(super) fn complete(
    rule: &LimitRule,
    base: Option<&LimitRule>,
    lights: Option<Lights>,
) -> Result<TimeLimit, Vec<Flaw>> {
    let events = rule.events.iter().chain(base.iter().flat_map(|base| base.events.iter()));
    let mut completer = Completer { events: Vec::new(), flaws: Vec::new() };
    for event in events {
        // What both documents name is one event, in the words of the office.
        if completer.events.iter().all(|known| known.name != event.name) {
            completer.events.push(event.clone());
        }
    }
    let limit = completer.limit(rule, base, lights);
    match limit {
        Some(limit) if completer.flaws.is_empty() => Ok(limit),
        _ => Err(completer.flaws),
    }
}

struct Completer {
    events: Vec<NamedEvent>,
    flaws: Vec<Flaw>,
}

impl Completer {
    fn limit(
        &mut self,
        rule: &LimitRule,
        base: Option<&LimitRule>,
        lights: Option<Lights>,
    ) -> Option<TimeLimit> {
        let own = &rule.declared;
        let law = base.map(|base| &base.declared);
        let (start, direction) = own.start.as_ref().or_else(|| law?.start.as_ref())?;
        let from = self.event(start);
        let to = own.to.as_ref().or_else(|| law?.to.as_ref()).map(|to| self.event(to));
        let statutory = base.and_then(|base| {
            let length = base.declared.length.as_ref()?.value;
            Some(Statutory { id: base.id.clone(), basis: base.declared.basis.clone(), length })
        });
        let length = match (&statutory, &own.committed) {
            (Some(statutory), Some(promised)) => self.promise(promised, statutory),
            (Some(statutory), None) => statutory.length,
            (None, _) => own.length.as_ref()?.value,
        };
        if let Some(extension) = &own.extension {
            self.check_extension(extension, length);
        }
        let extension = own.extension.as_ref().or_else(|| law?.extension.as_ref());
        let deemed = own.deemed.as_ref().or_else(|| law?.deemed.as_ref());
        let deemed = deemed.map(|deemed| self.deemed(deemed));
        let at_latest = own.at_latest.as_ref().or_else(|| law?.at_latest.as_ref());
        let at_latest = at_latest.into_iter().flatten().map(|latest| {
            let from = self.event(&latest.from);
            Some(AtLatest { length: latest.length, from: from?, basis: latest.basis.clone() })
        });
        let at_latest: Vec<_> = at_latest.collect();
        let stages: Vec<_> = own
            .stages
            .iter()
            .map(|stage| {
                let (from, to) = (self.event(&stage.from), self.event(&stage.to));
                Some(Stage {
                    name: stage.name.clone(),
                    title: stage.title.clone(),
                    from: from?,
                    to: to?,
                    length: stage.length,
                })
            })
            .collect();
        let last_day = own.last_day.or_else(|| law?.last_day);
        Some(TimeLimit {
            id: rule.id.clone(),
            title: own.title.clone(),
            basis: own.basis.clone(),
            by: own.by,
            from: from?,
            direction: *direction,
            to: match to {
                Some(to) => Some(to?),
                None => None,
            },
            length,
            month_end: own.month_end.or_else(|| law?.month_end).unwrap_or_default(),
            // Only lengths that need none have none.
            last_day: last_day.unwrap_or(LastDayRule::Stays),
            last_day_basis: own.last_day_basis.clone().or_else(|| law?.last_day_basis.clone()),
            extension: extension.map(|extension| extension.value.clone()),
            stops: own.stops.clone().or_else(|| law?.stops.clone()).unwrap_or_default(),
            deemed: match deemed {
                Some(deemed) => Some(deemed?),
                None => None,
            },
            at_latest: at_latest.into_iter().collect::<Option<_>>()?,
            stages: stages.into_iter().collect::<Option<_>>()?,
            statutory: statutory.filter(|_| own.committed.is_some()),
            lights,
            missed: own.missed.clone().or_else(|| law?.missed.clone()),
            note: own.note.clone(),
            events: std::mem::take(&mut self.events),
        })
    }

    /// The place of an event among those that the documents name.
    fn event(&mut self, name: &Located<String>) -> Option<usize> {
        let place = self.events.iter().position(|event| event.name == name.value);
        if place.is_none() {
            let known = self.events.iter().map(|event| event.name.as_str());
            let help = nearest(&name.value, known).map(|known| format!("did you mean `{known}`?"));
            let message = format!("unknown event `{}`", name.value);
            self.flaws.push(Flaw { code: Code::UnknownEvent, span: name.span, message, help });
        }
        place
    }

    fn promise(&mut self, promised: &Located<Length>, statutory: &Statutory) -> Length {
        let (own, law) = (promised.value, statutory.length);
        if own.unit != law.unit || own.number > law.number {
            let message = format!("{own} are promised, and `{}` gives {law}", statutory.id);
            let help = Some("a promise is in the unit of the law, and not longer".to_owned());
            self.flaws.push(Flaw { code: Code::PromiseTooLong, span: promised.span, message, help });
        }
        own
    }

    fn check_extension(&mut self, extension: &Located<Extension>, length: Length) {
        let by = extension.value.length;
        if by.unit != length.unit {
            let message = format!(
                "a limit in {} cannot be extended by {by}",
                length.unit.name(Language::English, false)
            );
            self.flaws.push(Flaw { code: Code::Contradiction, span: extension.span, message, help: None });
        }
    }

    fn deemed(&mut self, declared: &DeemedDeclaration) -> Option<Deemed> {
        let event = self.event(&declared.event);
        let unless: Vec<_> = declared.unless.iter().map(|name| self.event(name)).collect();
        Some(Deemed {
            event: event?,
            unless: unless.into_iter().collect::<Option<_>>()?,
            within: declared.within,
            basis: declared.basis.clone(),
        })
    }
}
