use std::sync::Arc;

use super::formula::formula_fault;
use super::optional::optional;
use crate::diagnostic::{Code, Diagnostic, Span, nearest};
use crate::facts::Facts;
use crate::feel::{
    Condition, FeelError, NumberTerm, Scope, Unit, check_condition, check_number, constant_number, names_in,
    parse_expression,
};
use crate::language::Bilingual;
use crate::number::Rational;
use crate::pack::{
    EntryDeclaration, FactTypeDeclaration, GivenFacts, Located, Pack, ScoreDeclaration,
    ScoreExampleDeclaration,
};
use crate::penalty::{AssessError, Document, Fact, Sourced};
use crate::risk::{Count, Entry, Expectation, Score, ScoreExample, ScorePart, Together};

/// Checks a score; one with a fault is left out and reported.
pub(super) fn compile_score(
    pack: &Pack,
    declared: &ScoreDeclaration,
    document: &Arc<Document>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Score> {
    let before = faults.len();
    let score = ScoreCompiler { pack, declared, scope: Scope::default(), facts: Vec::new(), faults }
        .compile(document);
    score.filter(|_| faults.len() == before)
}

struct ScoreCompiler<'a> {
    pack: &'a Pack,
    declared: &'a ScoreDeclaration,
    scope: Scope,
    facts: Vec<Fact>,
    faults: &'a mut Vec<Diagnostic>,
}

impl ScoreCompiler<'_> {
    fn compile(mut self, document: &Arc<Document>) -> Option<Score> {
        let declared = self.declared;
        let once = declared.together.iter().flat_map(|together| &together.deductions);
        self.declare_facts(once.map(|entry| &entry.points));
        let together = declared.together.as_ref().map(|together| Together {
            basis: together.basis.clone(),
            deductions: together.deductions.iter().filter_map(|entry| self.entry(entry)).collect(),
            facts: std::mem::take(&mut self.facts),
        });
        self.scope = Scope::default();
        let entries = declared.entries.iter().map(|entry| &entry.points);
        let expects = declared.expects.iter().map(|(_, when)| when);
        self.declare_facts(entries.chain(expects).chain(&declared.times));
        let expects: Vec<_> = declared
            .expects
            .iter()
            .filter_map(|(title, when)| {
                Some(Expectation { title: title.clone(), when: self.condition(when)? })
            })
            .collect();
        let entries: Vec<Entry> = declared.entries.iter().filter_map(|entry| self.entry(entry)).collect();
        let times = optional(declared.times.as_ref(), |times| self.points(times))?;
        let parts = declared.parts.iter().map(|part| ScorePart {
            name: part.name.value.clone(),
            title: part.title.clone(),
            points: part.points.into(),
            floor: part.floor.map(Rational::from),
        });
        let examples: Vec<_> = declared.examples.iter().filter_map(|example| self.example(example)).collect();
        let score = Score {
            id: format!("{}/{}", self.pack.id.value, declared.key.value),
            document: Arc::clone(document),
            span: declared.key.span,
            title: declared.title.clone(),
            basis: declared.basis.clone(),
            period: declared.period,
            together,
            facts: self.facts.clone(),
            expects,
            parts: parts.collect(),
            entries,
            times,
            counted: self.counted(),
            assumes: declared.assumes.clone(),
            note: declared.note.clone(),
            examples,
        };
        self.bind_examples(&score);
        Some(score)
    }

    /// Takes the pack's facts that formulas name, in the order in which they name them.
    fn declare_facts<'t>(&mut self, texts: impl Iterator<Item = &'t Located<String>>) {
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

    /// The facts that are counts: numbers that the formulas name.
    fn counted(&mut self) -> Vec<(String, Count)> {
        let mut counted = Vec::new();
        for (name, count) in &self.declared.counted {
            let number = |fact: &&Fact| matches!(fact.kind, FactTypeDeclaration::Number { .. });
            let fact = self.facts.iter().filter(number).find(|fact| fact.name == name.value);
            if fact.is_some() {
                counted.push((name.value.clone(), *count));
                continue;
            }
            let known = self.facts.iter().filter(number).map(|fact| fact.name.as_str());
            let help = nearest(&name.value, known).map(|known| format!("did you mean `{known}`?"));
            let message = format!("the score has no number `{}`", name.value);
            self.faults
                .push(Diagnostic::new(Code::UnknownFact, &self.pack.file, name.span, message).help(help));
        }
        counted
    }

    fn entry(&mut self, declared: &EntryDeclaration) -> Option<Entry> {
        let points = self.points(&declared.points)?;
        let place = |part: &Located<String>| {
            self.declared.parts.iter().position(|known| known.name.value == part.value)
        };
        Some(Entry {
            kind: declared.kind,
            title: declared.title.clone(),
            basis: declared.basis.clone(),
            part: declared.part.as_ref().and_then(place),
            points,
            note: declared.note.clone(),
        })
    }

    /// A plain number that is never below zero, whatever the facts.
    fn points(&mut self, text: &Located<String>) -> Option<Sourced<NumberTerm>> {
        let checked = parse_expression(&text.value)
            .and_then(|expression| check_number(&expression, &self.scope, Some(Unit::NONE)));
        let formula = self.checked(text, checked)?;
        let bounds = formula.term.bounds(self.scope.domains()).ok();
        if bounds.is_some_and(|bounds| bounds.low.is_none_or(Rational::is_negative)) {
            let span = text.inner.map_or(text.span, |inner| Span::new(0, text.value.len()).shifted(inner));
            let message = "it can come out below zero for facts in their ranges";
            let help = Some("hold it at zero, as in `max(0, …)`".to_owned());
            self.faults.push(Diagnostic::new(Code::InvalidAmount, &self.pack.file, span, message).help(help));
            return None;
        }
        Some(Sourced { text: text.value.clone(), formula })
    }

    fn condition(&mut self, text: &Located<String>) -> Option<Sourced<Condition>> {
        let checked =
            parse_expression(&text.value).and_then(|expression| check_condition(&expression, &self.scope));
        let formula = self.checked(text, checked)?;
        Some(Sourced { text: text.value.clone(), formula })
    }

    fn checked<T>(&mut self, text: &Located<String>, result: Result<T, FeelError>) -> Option<T> {
        let report = |error| self.faults.extend(formula_fault(self.pack, text, error, std::iter::empty()));
        result.map_err(report).ok()
    }

    fn example(&mut self, example: &ScoreExampleDeclaration) -> Option<ScoreExample> {
        let expected = match &example.expected {
            Ok(points) => {
                let constant = parse_expression(&points.value).and_then(|points| constant_number(&points));
                Ok(self.checked(points, constant)?)
            }
            Err(code) => Err(code.clone()),
        };
        let given = |facts: &GivenFacts| {
            facts.iter().map(|(name, given)| (name.value.clone(), given.value.clone())).collect::<Facts>()
        };
        Some(ScoreExample {
            line: self.pack.file.line(example.span.start),
            periods: example.periods.iter().map(given).collect(),
            once: given(&example.once),
            expected,
            parts: example
                .parts
                .iter()
                .map(|(name, points)| (name.value.clone(), (*points).into()))
                .collect(),
            note: example.note.clone(),
        })
    }

    /// The facts of examples must be facts that somebody could give.
    fn bind_examples(&mut self, score: &Score) {
        for (example, declared) in score.examples.iter().zip(&self.declared.examples) {
            // What an example shows may be that its facts are refused.
            if example.expected.is_err() {
                continue;
            }
            for (facts, given) in example.periods.iter().zip(&declared.periods) {
                let Err(error) = score.bind(facts) else { continue };
                let named = given.iter().find(|(name, _)| Some(name.value.as_str()) == error.field());
                let span = match (named, &error) {
                    (Some((name, _)), AssessError::UnknownFact { .. }) => name.span,
                    (Some((_, given)), _) => given.span,
                    (None, _) => declared.span,
                };
                let report = Diagnostic::new(Code::InvalidExample, &self.pack.file, span, error.to_string());
                self.faults.push(report);
            }
        }
    }
}
