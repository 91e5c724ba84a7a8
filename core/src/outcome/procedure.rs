//! Which procedure an outcome asks for, and by whom it is decided.

use std::sync::Arc;

use super::Outcome;
use crate::feel::{Domain, Fault, Truth, Value, day_number};
use crate::language::Bilingual;
use crate::number::{Interval, Rational};
use crate::pack::{Actor, Measure};
use crate::penalty::{
    Bound, Document, Fact, GeneralRules, OutcomeKind, OutcomePart, Procedure, ProcedureStep, Sourced,
};

/// The procedure that an outcome asks for.
#[derive(Clone, Debug)]
pub struct AppliedProcedure<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// Who decides.
    pub decides: Actor,
    /// The steps that are due, and those that may be.
    pub steps: Vec<AppliedStep<'a>>,
    /// Procedures that would go before this one, and what that hangs on.
    pub possible: Vec<(&'a Procedure, Bilingual)>,
}

/// A step of a procedure.
#[derive(Clone, Debug)]
pub struct AppliedStep<'a> {
    /// The step.
    pub step: &'a ProcedureStep,
    /// What it hangs on, if it is not certain that it is due.
    pub open: Option<Bilingual>,
}

/// What was decided in a case: what conditions of procedures are asked about afterwards.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settled<'a> {
    /// The fine; zero if there is none.
    pub(crate) fine: Rational,
    /// Whether there is a penalty.
    pub(crate) penalty: bool,
    /// The measures beside the fine.
    pub(crate) measures: &'a [Measure],
}

/// The answer to a condition that may hang on the amount that will be decided, or on facts that were not given.
pub(crate) enum Answer {
    Yes,
    No,
    Open(Bilingual),
}

impl Outcome {
    /// Which procedure applies, who decides, and which steps are due; nothing where no general law says so, or the
    /// item does not apply.
    #[must_use]
    pub fn procedure(&self) -> Option<AppliedProcedure<'_>> {
        if self.decision.kind == OutcomeKind::NotApplicable {
            return None;
        }
        let document = self.law_of_procedure()?;
        let questions = Questions::new(self, document);
        let mut possible = Vec::new();
        for procedure in &document.general.procedures {
            match questions.ask(procedure.when.as_ref()) {
                Answer::No => {}
                Answer::Open(open) => possible.push((procedure, open)),
                Answer::Yes => return Some(questions.applied(procedure, possible)),
            }
        }
        None
    }

    /// The nearest document that lays down procedures, as it stands on the day of the decision.
    fn law_of_procedure(&self) -> Option<&Arc<Document>> {
        let documents = &self.case.as_ref()?.procedural;
        documents.iter().find(|document| !document.general.procedures.is_empty())
    }

    /// The conditions of procedures and their steps, to be asked about what was decided; nothing where no general law
    /// lays down procedures.
    pub(crate) fn questions<'a>(&'a self, settled: Settled<'_>, bound: &Bound<'a>) -> Option<Questions<'a>> {
        let document = self.law_of_procedure()?;
        let mut known = self.documents.iter().zip(&bound.general);
        let known = known.find(|(known, _)| Arc::ptr_eq(known, document));
        let mut values = known.map_or_else(|| self.general_values(document), |(_, values)| values.clone());
        values.extend(OutcomePart::all().map(|part| match part {
            OutcomePart::Fine => Value::Number(settled.fine),
            OutcomePart::LargeFine => large_fine(self, settled.fine),
            OutcomePart::NoPenalty => Value::Boolean(!settled.penalty),
            OutcomePart::Penalty(measure) => Value::Boolean(settled.measures.contains(&measure)),
        }));
        Some(Questions { rules: &document.general, ends: vec![values] })
    }
}

/// What conditions of procedures are asked about: once for each end of the fine, or once where it is settled.
pub(crate) struct Questions<'a> {
    rules: &'a GeneralRules,
    /// The values at the lowest and at the highest fine.
    ends: Vec<Vec<Value<'a>>>,
}

impl<'a> Questions<'a> {
    fn new(outcome: &'a Outcome, document: &'a Document) -> Self {
        let fine = outcome.decision.reach();
        let at = |fine: Rational| outcome_values(outcome, document, fine);
        let zero = Rational::ZERO;
        let ends = [fine.map_or(zero, |fine| fine.min), fine.map_or(zero, |fine| fine.max)].map(at);
        Self { rules: &document.general, ends: ends.into() }
    }

    /// The procedures, in the order of the law.
    pub(crate) fn procedures(&self) -> &'a [Procedure] {
        &self.rules.procedures
    }

    pub(crate) fn ask(&self, when: Option<&Sourced<crate::feel::Condition>>) -> Answer {
        let Some(when) = when else { return Answer::Yes };
        let answers: Result<Vec<bool>, Fault> =
            self.ends.iter().map(|values| when.formula.term.evaluate(values)).collect();
        // Equal answers at both ends say nothing of a window between them.
        let between = || when.formula.term.truth(&self.between()).unwrap_or(Truth::Either);
        match answers.as_deref() {
            Ok([true]) => Answer::Yes,
            Ok([false]) => Answer::No,
            Ok([true, true]) if between() == Truth::Always => Answer::Yes,
            Ok([false, false]) if between() == Truth::Never => Answer::No,
            Ok(_) => Answer::Open(Bilingual {
                zh: "取决于最终决定的罚款数额".into(),
                en: "depends on the fine that is decided".into(),
            }),
            Err(fault) => Answer::Open(self.hangs_on(*fault)),
        }
    }

    /// The values over all fines between the two ends.
    fn between(&self) -> Vec<Domain> {
        let [low, high] = self.ends.as_slice() else { return Vec::new() };
        let domain = |(low, high): (&Value<'_>, &Value<'_>)| match (low, high) {
            (Value::Number(low), Value::Number(high)) => {
                Domain::Number(Interval { low: Some(*low), high: Some(*high) }, None)
            }
            (Value::Boolean(low), Value::Boolean(high)) if low == high => Domain::Boolean(Some(*low)),
            (Value::Text(text), _) => Domain::Text(Some([(*text).to_owned()].into())),
            (Value::Date(date), _) => Domain::Date(Interval::point(day_number(*date))),
            _ => Domain::Boolean(None),
        };
        low.iter().zip(high).map(domain).collect()
    }

    fn hangs_on(&self, fault: Fault) -> Bilingual {
        let Fault::Missing(slot) = fault else {
            return Bilingual { zh: "无法计算".into(), en: "cannot be computed".into() };
        };
        let fact = self.rules.facts.get(slot.0).map(|fact: &Fact| fact.label.clone());
        let label = fact.unwrap_or_else(|| {
            let derived = slot.0.saturating_sub(self.rules.facts.len());
            match OutcomePart::all().nth(derived) {
                Some(OutcomePart::Penalty(measure)) => Bilingual {
                    zh: format!("是否{}", measure.chinese()),
                    en: format!("whether this is imposed: {}", measure.english()),
                },
                // The fine itself and whether there is a penalty are always known.
                _ => Bilingual {
                    zh: "罚款是否属于较大数额（由有权机关规定的标准确定）".into(),
                    en: "whether the fine is large, by the threshold that the authority has laid down".into(),
                },
            }
        });
        Bilingual { zh: format!("取决于：{}", label.zh), en: format!("depends on: {}", label.en) }
    }

    fn applied(
        &self,
        procedure: &'a Procedure,
        possible: Vec<(&'a Procedure, Bilingual)>,
    ) -> AppliedProcedure<'a> {
        let mut decides = procedure.decides;
        let mut steps = Vec::new();
        for step in &procedure.steps {
            match self.ask(step.when.as_ref()) {
                Answer::No => {}
                Answer::Open(open) => steps.push(AppliedStep { step, open: Some(open) }),
                Answer::Yes => {
                    if step.decides {
                        decides = step.by;
                    }
                    steps.push(AppliedStep { step, open: None });
                }
            }
        }
        AppliedProcedure { procedure, decides, steps, possible }
    }
}

/// The values of the document's facts, and after them what came out, for one amount of the fine.
fn outcome_values<'a>(outcome: &'a Outcome, document: &Document, fine: Rational) -> Vec<Value<'a>> {
    let mut values = outcome.general_values(document);
    let given = outcome.values();
    values.extend(OutcomePart::all().map(|part| match part {
        OutcomePart::Fine => Value::Number(fine),
        OutcomePart::LargeFine => large_fine(outcome, fine),
        OutcomePart::NoPenalty => Value::Boolean(outcome.decision.kind == OutcomeKind::NoPenalty),
        OutcomePart::Penalty(measure) => imposed(outcome, measure, &given),
    }));
    values
}

/// Whether a penalty beside the fine is imposed.
fn imposed(outcome: &Outcome, measure: Measure, given: &[Value<'_>]) -> Value<'static> {
    let (mut must, mut open) = (false, false);
    for rule in outcome.measure_rules().filter(|rule| rule.measure == measure) {
        match rule.when.as_ref().map_or(Ok(true), |when| when.formula.term.evaluate(given)) {
            Ok(true) if !rule.may => must = true,
            // A penalty that may be added, or hangs on a fact that was not given, is open until somebody decides.
            Ok(true) | Err(_) => open = true,
            Ok(false) => {}
        }
    }
    if open && !must { Value::Missing } else { Value::Boolean(must) }
}

/// Whether a fine is large, by the nearest document that says when; missing where none does or a fact is missing.
fn large_fine(outcome: &Outcome, fine: Rational) -> Value<'static> {
    let documents = outcome.case.iter().flat_map(|case| &case.procedural);
    let nearest =
        documents.into_iter().find_map(|document| Some((document, document.general.large_fine.as_ref()?)));
    let Some((document, rule)) = nearest else { return Value::Missing };
    let mut values = outcome.general_values(document);
    values.push(Value::Number(fine));
    rule.when.formula.term.evaluate(&values).map_or(Value::Missing, Value::Boolean)
}
