use super::formula::formula_fault;
use super::optional::optional;
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::feel::{
    CellTest, Condition, Ends, FactKind, FeelError, Scope, Unit, check_condition, constant_amount, names_in,
    parse_amount, parse_expression,
};
use crate::language::Bilingual;
use crate::number::{Interval, Range};
use crate::pack::{GeneralDeclarations, Located, Pack, PartsDeclaration};
use crate::penalty::{
    Circumstance, Fact, GeneralRules, LargeFine, Limitation, LongerLimitation, MeasureRule, OutcomeName,
    PartsOfRange, Procedure, ProcedureStep, Sourced, is_part, outcome_names,
};

/// Checks what a pack lays down over many items. What has a fault is left out and reported.
pub(super) fn compile_general(pack: &Pack, faults: &mut Vec<Diagnostic>) -> GeneralRules {
    let mut compiler = GeneralCompiler { pack, scope: Scope::default(), facts: Vec::new(), faults };
    compiler.declare_facts();
    compiler.compile()
}

struct GeneralCompiler<'a> {
    pack: &'a Pack,
    scope: Scope,
    facts: Vec<Fact>,
    faults: &'a mut Vec<Diagnostic>,
}

impl GeneralCompiler<'_> {
    fn compile(mut self) -> GeneralRules {
        let general = &self.pack.general;
        let parts = general.parts.as_ref().and_then(|parts| self.parts(parts));
        let circumstances = general.circumstances.iter().filter_map(|declared| {
            let when = self.condition(&declared.when, None);
            let times = optional(declared.times.as_ref(), |times| self.factor(times));
            Some(Circumstance {
                id: format!("{}/{}", self.pack.id.value, declared.key.value),
                title: declared.title.clone(),
                basis: declared.basis.clone(),
                by_absence: when.as_ref().is_some_and(|when| when.formula.term.turns_truth()),
                when: when?,
                effect: declared.effect,
                times: times?,
                may: declared.may,
                items: self.items(&declared.items)?,
                note: declared.note.clone(),
            })
        });
        let circumstances = circumstances.collect();
        let limitation = general.limitation.as_ref().map(|declared| {
            let longer = declared.longer.iter().filter_map(|(title, when, period)| {
                let when = self.condition(when, None)?;
                Some(LongerLimitation { title: title.clone(), when, period: *period })
            });
            let longer = longer.collect();
            Limitation {
                basis: declared.basis.clone(),
                period: declared.period,
                longer,
                note: declared.note.clone(),
            }
        });
        let mut outcome_scope = self.scope.clone();
        for known in outcome_names(self.pack.currency) {
            outcome_scope.declare(known.name, known.kind);
        }
        // What else came out says nothing about the size of a fine.
        let mut fine_scope = self.scope.clone();
        for known in outcome_names(self.pack.currency).into_iter().take(1) {
            fine_scope.declare(known.name, known.kind);
        }
        let large_fine = general.large_fine.as_ref().and_then(|declared| {
            let when = self.condition(&declared.when, Some(&fine_scope))?;
            Some(LargeFine { basis: declared.basis.clone(), when, note: declared.note.clone() })
        });
        let measures = general.also.iter().filter_map(|used| {
            let when = optional(used.when.as_ref(), |when| self.condition(when, None));
            Some(MeasureRule { measure: used.measure, what: used.what.clone(), when: when?, may: used.may })
        });
        let measures = measures.collect();
        let procedures = self.procedures(general, &outcome_scope);
        GeneralRules {
            governs: general.governs.clone(),
            facts: self.facts,
            parts,
            circumstances,
            limitation,
            large_fine,
            principles: general.principles.clone(),
            measures,
            procedures,
            lights: general.lights.clone(),
        }
    }

    /// Takes the pack's facts that the conditions name, in the order in which they name them.
    fn declare_facts(&mut self) {
        let general = &self.pack.general;
        let outcome_names = outcome_names(self.pack.currency);
        let of_procedures = general.procedures.iter().flat_map(|procedure| {
            procedure.when.iter().chain(procedure.steps.iter().flat_map(|step| &step.when))
        });
        let texts = general
            .circumstances
            .iter()
            .map(|circumstance| &circumstance.when)
            .chain(
                general
                    .limitation
                    .iter()
                    .flat_map(|limitation| limitation.longer.iter().map(|(_, when, _)| when)),
            )
            .chain(general.large_fine.iter().map(|large| &large.when))
            .chain(general.also.iter().filter_map(|used| used.when.as_ref()))
            .chain(of_procedures);
        for name in texts.flat_map(|text| names_in(&text.value)) {
            if self.scope.find(&name).is_some() {
                continue;
            }
            let Some(declared) = self.pack.facts.iter().find(|fact| fact.name.value == name) else {
                continue;
            };
            if outcome_names.iter().any(|known| known.name == name) {
                let message = format!("`{name}` cannot be the name of a fact of this pack");
                let help = "in conditions of procedures it is a part of the outcome";
                self.report(Code::InvalidName, declared.name.span, message, Some(help.into()));
                continue;
            }
            let fact = Fact {
                name: name.clone(),
                label: declared.label.clone().unwrap_or_else(|| Bilingual::same(&name)),
                help: declared.help.clone(),
                kind: declared.kind.clone(),
                aggravates: declared.aggravates,
            };
            self.scope.declare(name, fact.feel_kind());
            self.facts.push(fact);
        }
    }

    fn procedures(&mut self, general: &GeneralDeclarations, scope: &Scope) -> Vec<Procedure> {
        let mut procedures = Vec::new();
        for declared in &general.procedures {
            let when = optional(declared.when.as_ref(), |when| self.condition(when, Some(scope)));
            let mut steps = Vec::new();
            for step in &declared.steps {
                let when = optional(step.when.as_ref(), |when| self.condition(when, Some(scope)));
                let Some(when) = when else { continue };
                steps.push(ProcedureStep {
                    title: step.title.clone(),
                    basis: step.basis.clone(),
                    by: step.by,
                    when,
                    decides: step.decides,
                    limit: step.limit.clone(),
                    event: step.event.as_ref().and_then(|event| self.event(event)),
                });
            }
            let Some(when) = when else { continue };
            procedures.push(Procedure {
                key: declared.key.value.clone(),
                title: declared.title.clone(),
                basis: declared.basis.clone(),
                when,
                may: declared.may,
                decides: declared.decides,
                steps,
            });
        }
        procedures
    }

    /// The name of an event that the pack declares.
    fn event(&mut self, event: &Located<String>) -> Option<String> {
        let known = || self.pack.events.iter().map(|event| event.name.as_str());
        if known().any(|known| known == event.value) {
            return Some(event.value.clone());
        }
        let help = nearest(&event.value, known()).map(|known| format!("did you mean `{known}`?"));
        self.report(Code::UnknownEvent, event.span, format!("there is no event `{}`", event.value), help);
        None
    }

    fn parts(&mut self, declared: &PartsDeclaration) -> Option<PartsOfRange> {
        let mut all = |parts: &[Option<Located<String>>; 3]| {
            let [mitigated, ordinary, aggravated] =
                parts.each_ref().map(|text| optional(text.as_ref(), |text| self.part(text)));
            Some([mitigated?, ordinary?, aggravated?])
        };
        let (parts, without_minimum) = (all(&declared.parts), all(&declared.without_minimum));
        Some(PartsOfRange {
            of: declared.of,
            parts: parts?,
            without_minimum: without_minimum?,
            basis: declared.basis.clone(),
        })
    }

    fn part(&mut self, text: &Located<String>) -> Option<Range> {
        let kind = FactKind::Number { unit: Unit::NONE, range: Interval::ALL, decimals: None };
        let test = self.checked(text, CellTest::read(&text.value, "part", &kind))?;
        if let CellTest::Number { ranges, negated: false } = &test
            && let [range] = ranges.as_slice()
            && is_part(range)
        {
            return Some(*range);
        }
        let message = "expected a part of a range such as [0%..30%) or 50%";
        self.report(Code::InvalidAmount, text.span, message, None);
        None
    }

    /// The ids of items that stand in the pack.
    fn items(&mut self, keys: &[Located<String>]) -> Option<Vec<String>> {
        let mut ids = Vec::with_capacity(keys.len());
        for key in keys {
            let known = || self.pack.penalties.iter().map(|penalty| penalty.key.value.as_str());
            if known().any(|known| known == key.value) {
                ids.push(format!("{}/{}", self.pack.id.value, key.value));
            } else {
                let help = nearest(&key.value, known()).map(|known| format!("did you mean `{known}`?"));
                let message = format!("there is no item `{}` in this pack", key.value);
                self.report(Code::InvalidId, key.span, message, help);
            }
        }
        (ids.len() == keys.len()).then_some(ids)
    }

    /// A constant factor, or a range of them.
    fn factor(&mut self, text: &Located<String>) -> Option<Ends> {
        let ends = parse_amount(&text.value).and_then(|amount| constant_amount(&amount));
        let ends = self.checked(text, ends)?;
        if !ends.is_sound() {
            self.report(
                Code::InvalidAmount,
                text.span,
                "no factor is below zero or has its ends reversed",
                None,
            );
            return None;
        }
        Some(ends)
    }

    fn condition(&mut self, text: &Located<String>, outcome: Option<&Scope>) -> Option<Sourced<Condition>> {
        let scope = outcome.unwrap_or(&self.scope);
        let checked =
            parse_expression(&text.value).and_then(|expression| check_condition(&expression, scope));
        let derived = outcome.map(|_| outcome_names(self.pack.currency)).unwrap_or_default();
        let formula = self.checked_among(&derived, text, checked)?;
        Some(Sourced { text: text.value.clone(), formula })
    }

    fn checked<T>(&mut self, text: &Located<String>, result: Result<T, FeelError>) -> Option<T> {
        self.checked_among(&[], text, result)
    }

    /// The result, or a report that suggests the nearest fact of the pack or name of the outcome.
    fn checked_among<T>(
        &mut self,
        derived: &[OutcomeName],
        text: &Located<String>,
        result: Result<T, FeelError>,
    ) -> Option<T> {
        let error = match result {
            Ok(checked) => return Some(checked),
            Err(error) => error,
        };
        let names = derived.iter().map(|known| known.name.as_str());
        self.faults.extend(formula_fault(self.pack, text, error, names));
        None
    }

    fn report(&mut self, code: Code, span: Span, message: impl Into<String>, help: Option<String>) {
        self.faults.push(Diagnostic::new(code, &self.pack.file, span, message).help(help));
    }
}
