use super::formula::formula_fault;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::feel::{
    Condition, FeelError, NumberTerm, Scope, Unit, check_condition, check_number, constant_number, names_in,
    parse_expression,
};
use crate::language::Bilingual;
use crate::number::{Interval, Rational};
use crate::pack::{Located, Pack};
use crate::penalty::{Fact, Sourced};

/// The formulas of a score or an index: they take the pack's facts that they name.
pub(super) struct SchemeFormulas<'a> {
    pub(super) pack: &'a Pack,
    scope: Scope,
    pub(super) facts: Vec<Fact>,
    pub(super) faults: &'a mut Vec<Diagnostic>,
}

impl<'a> SchemeFormulas<'a> {
    pub(super) fn new(pack: &'a Pack, faults: &'a mut Vec<Diagnostic>) -> Self {
        Self { pack, scope: Scope::default(), facts: Vec::new(), faults }
    }

    /// Takes the pack's facts that formulas name, in the order in which they name them.
    pub(super) fn declare_facts<'t>(&mut self, texts: impl Iterator<Item = &'t Located<String>>) {
        for name in texts.flat_map(|text| names_in(&text.value)) {
            if self.scope.find(&name).is_some() {
                continue;
            }
            let declared = self.pack.facts.iter().find(|fact| fact.name.value == name);
            let Some(declared) = declared else { continue };
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

    /// The facts that were taken; what comes after takes its own.
    pub(super) fn take_facts(&mut self) -> Vec<Fact> {
        self.scope = Scope::default();
        std::mem::take(&mut self.facts)
    }

    /// A plain number, and the values that it can take for facts in their ranges.
    pub(super) fn number(&mut self, text: &Located<String>) -> Option<(Sourced<NumberTerm>, Interval)> {
        let checked = parse_expression(&text.value)
            .and_then(|expression| check_number(&expression, &self.scope, Some(Unit::NONE)));
        let formula = self.checked(text, checked)?;
        let bounds = formula.term.bounds(self.scope.domains()).unwrap_or(Interval::ALL);
        Some((Sourced { text: text.value.clone(), formula }, bounds))
    }

    /// A plain number that is never below zero, whatever the facts.
    pub(super) fn points(&mut self, text: &Located<String>) -> Option<Sourced<NumberTerm>> {
        let (points, bounds) = self.number(text)?;
        if bounds.low.is_none_or(Rational::is_negative) {
            let message = "it can come out below zero for facts in their ranges";
            self.report_formula(text, message, "hold it at zero, as in `max(0, …)`");
            return None;
        }
        Some(points)
    }

    pub(super) fn condition(&mut self, text: &Located<String>) -> Option<Sourced<Condition>> {
        let checked =
            parse_expression(&text.value).and_then(|expression| check_condition(&expression, &self.scope));
        let formula = self.checked(text, checked)?;
        Some(Sourced { text: text.value.clone(), formula })
    }

    pub(super) fn constant(&mut self, text: &Located<String>) -> Option<Rational> {
        let constant = parse_expression(&text.value).and_then(|number| constant_number(&number));
        self.checked(text, constant)
    }

    /// A formula whose values do not fit its place.
    pub(super) fn report_formula(&mut self, text: &Located<String>, message: &str, help: &str) {
        let span = text.inner.map_or(text.span, |inner| Span::new(0, text.value.len()).shifted(inner));
        let fault = Diagnostic::new(Code::InvalidAmount, &self.pack.file, span, message);
        self.faults.push(fault.help(Some(help.to_owned())));
    }

    pub(super) fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.report_with(code, span, message, None);
    }

    pub(super) fn report_with(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.faults.push(Diagnostic::new(code, &self.pack.file, span, message).help(help));
    }

    fn checked<T>(&mut self, text: &Located<String>, result: Result<T, FeelError>) -> Option<T> {
        let report = |error| self.faults.extend(formula_fault(self.pack, text, error, std::iter::empty()));
        result.map_err(report).ok()
    }
}
