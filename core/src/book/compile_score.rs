use std::sync::Arc;

use super::optional::optional;
use super::scheme_formulas::SchemeFormulas;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::facts::Facts;
use crate::number::Rational;
use crate::pack::{
    EntryDeclaration, FactTypeDeclaration, GivenFacts, Located, Pack, ScoreDeclaration,
    ScoreExampleDeclaration,
};
use crate::penalty::{AssessError, Document, Fact};
use crate::risk::{Count, Entry, Expectation, Score, ScoreExample, ScorePart, Together};

/// Checks a score; one with a fault is left out and reported.
pub(super) fn compile_score(
    pack: &Pack,
    declared: &ScoreDeclaration,
    document: &Arc<Document>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Score> {
    let before = faults.len();
    let formulas = SchemeFormulas::new(pack, faults);
    let score = ScoreCompiler { declared, formulas }.compile(document);
    score.filter(|_| faults.len() == before)
}

struct ScoreCompiler<'a> {
    declared: &'a ScoreDeclaration,
    formulas: SchemeFormulas<'a>,
}

impl ScoreCompiler<'_> {
    fn compile(mut self, document: &Arc<Document>) -> Option<Score> {
        let declared = self.declared;
        let once = declared.together.iter().flat_map(|together| &together.deductions);
        self.formulas.declare_facts(once.map(|entry| &entry.points));
        let together = declared.together.as_ref().map(|together| Together {
            basis: together.basis.clone(),
            deductions: together.deductions.iter().filter_map(|entry| self.entry(entry)).collect(),
            facts: self.formulas.take_facts(),
        });
        let entries = declared.entries.iter().map(|entry| &entry.points);
        let expects = declared.expects.iter().map(|(_, when)| when);
        self.formulas.declare_facts(entries.chain(expects).chain(&declared.times));
        let expects: Vec<_> = declared
            .expects
            .iter()
            .filter_map(|(title, when)| {
                Some(Expectation { title: title.clone(), when: self.formulas.condition(when)? })
            })
            .collect();
        let entries: Vec<Entry> = declared.entries.iter().filter_map(|entry| self.entry(entry)).collect();
        let times = optional(declared.times.as_ref(), |times| self.formulas.points(times))?;
        let parts = declared.parts.iter().map(|part| ScorePart {
            name: part.name.value.clone(),
            title: part.title.clone(),
            points: part.points.into(),
            floor: part.floor.map(Rational::from),
        });
        let examples: Vec<_> = declared.examples.iter().filter_map(|example| self.example(example)).collect();
        let score = Score {
            id: format!("{}/{}", self.formulas.pack.id.value, declared.key.value),
            document: Arc::clone(document),
            span: declared.key.span,
            title: declared.title.clone(),
            basis: declared.basis.clone(),
            period: declared.period,
            together,
            facts: self.formulas.facts.clone(),
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

    /// The facts that are counts: numbers that the formulas name.
    fn counted(&mut self) -> Vec<(String, Count)> {
        let mut counted = Vec::new();
        for (name, count) in &self.declared.counted {
            let number = |fact: &&Fact| matches!(fact.kind, FactTypeDeclaration::Number { .. });
            let fact = self.formulas.facts.iter().filter(number).find(|fact| fact.name == name.value);
            if fact.is_some() {
                counted.push((name.value.clone(), *count));
                continue;
            }
            let known = self.formulas.facts.iter().filter(number).map(|fact| fact.name.as_str());
            let help = nearest(&name.value, known).map(|known| format!("did you mean `{known}`?"));
            let message = format!("the score has no number `{}`", name.value);
            self.formulas.report_with(Code::UnknownFact, name.span, message, help);
        }
        counted
    }

    fn entry(&mut self, declared: &EntryDeclaration) -> Option<Entry> {
        let points = self.formulas.points(&declared.points)?;
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

    fn example(&mut self, example: &ScoreExampleDeclaration) -> Option<ScoreExample> {
        let expected = match &example.expected {
            Ok(points) => Ok(self.formulas.constant(points)?),
            Err(code) => Err(code.clone()),
        };
        let given = |facts: &GivenFacts| {
            facts.iter().map(|(name, given)| (name.value.clone(), given.value.clone())).collect::<Facts>()
        };
        Some(ScoreExample {
            line: self.formulas.pack.file.line(example.span.start),
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
                self.formulas.report(Code::InvalidExample, span, error.to_string());
            }
        }
    }
}
