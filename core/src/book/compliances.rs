//! Compliance schemes in the book: checked, and found by id and day.

use std::sync::Arc;

use super::optional::optional;
use super::scheme_formulas::SchemeFormulas;
use super::{BookOn, RuleBook, SchemeError, SchemeKind};
use crate::compliance::{Compliance, ComplianceExample, Duty, Provision, Role, TakenStep};
use crate::diagnostic::{Code, Diagnostic};
use crate::facts::Facts;
use crate::pack::{ComplianceDeclaration, ComplianceExampleDeclaration, Located, Pack, ProvisionDeclaration};
use crate::penalty::Document;

/// Checks a scheme; one with a fault is left out and reported.
pub(super) fn compile_compliance(
    pack: &Pack,
    declared: &ComplianceDeclaration,
    document: &Arc<Document>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Arc<Compliance>> {
    let before = faults.len();
    let formulas = SchemeFormulas::new(pack, faults);
    let compliance = ComplianceCompiler { declared, formulas }.compile(document);
    compliance.filter(|_| faults.len() == before).map(Arc::new)
}

struct ComplianceCompiler<'a> {
    declared: &'a ComplianceDeclaration,
    formulas: SchemeFormulas<'a>,
}

impl ComplianceCompiler<'_> {
    fn compile(mut self, document: &Arc<Document>) -> Option<Compliance> {
        let declared = self.declared;
        let of_duties =
            declared.duties.iter().flat_map(|duty| duty.provision.when.iter().chain([&duty.holds]));
        let of_steps = declared.steps.iter().flat_map(|step| &step.provision.when);
        self.formulas.declare_facts(of_duties.chain(of_steps));
        // Every fault is told, not only the first.
        let duties: Vec<Option<Duty>> = declared
            .duties
            .iter()
            .map(|duty| {
                let (provision, holds) =
                    (self.provision(&duty.provision), self.formulas.condition(&duty.holds));
                Some(Duty { provision: provision?, holds: holds? })
            })
            .collect();
        let place = |name: &Located<String>| {
            declared.steps.iter().position(|step| step.provision.name.value == name.value)
        };
        let role =
            |name: &Located<String>| declared.roles.iter().position(|(known, _)| known.value == name.value);
        let steps: Vec<Option<TakenStep>> = declared
            .steps
            .iter()
            .map(|step| {
                Some(TakenStep {
                    provision: self.provision(&step.provision)?,
                    optional: step.optional,
                    each: step.each,
                    by: step.by.iter().filter_map(role).collect(),
                    after: step.after.iter().filter_map(place).collect(),
                    wait: step.wait,
                    within: step.within,
                    without: step.without.iter().filter_map(place).collect(),
                })
            })
            .collect();
        let roles = declared.roles.iter();
        let compliance = Compliance {
            id: format!("{}/{}", self.formulas.pack.id.value, declared.key.value),
            document: Arc::clone(document),
            span: declared.key.span,
            title: declared.title.clone(),
            basis: declared.basis.clone(),
            roles: roles
                .map(|(name, title)| Role { name: name.value.clone(), title: title.clone() })
                .collect(),
            facts: self.formulas.facts.clone(),
            duties: duties.into_iter().collect::<Option<_>>()?,
            steps: steps.into_iter().collect::<Option<_>>()?,
            note: declared.note.clone(),
            examples: declared.examples.iter().map(|example| self.example(example)).collect(),
        };
        self.bind_examples(&compliance);
        Some(compliance)
    }

    fn provision(&mut self, declared: &ProvisionDeclaration) -> Option<Provision> {
        Some(Provision {
            name: declared.name.value.clone(),
            title: declared.title.clone(),
            basis: declared.basis.clone().unwrap_or_else(|| self.declared.basis.clone()),
            when: optional(declared.when.as_ref(), |when| self.formulas.condition(when))?,
            colour: declared.colour,
            handling: declared.handling,
            note: declared.note.clone(),
        })
    }

    fn example(&self, declared: &ComplianceExampleDeclaration) -> ComplianceExample {
        let given = declared.given.iter().map(|(name, given)| (name.value.clone(), given.value.clone()));
        let names = |names: &[Located<String>]| names.iter().map(|name| name.value.clone()).collect();
        ComplianceExample {
            line: self.formulas.pack.file.line(declared.span.start),
            matter: declared.matter.clone().with_facts(given.collect::<Facts>()),
            findings: declared
                .findings
                .iter()
                .map(|(name, codes)| (name.value.clone(), codes.clone()))
                .collect(),
            not_judged: names(&declared.not_judged),
            pending: names(&declared.pending),
            note: declared.note.clone(),
        }
    }

    /// Examples must be records that somebody could give.
    fn bind_examples(&mut self, compliance: &Compliance) {
        for (example, declared) in compliance.examples.iter().zip(&self.declared.examples) {
            let Err(fault) = compliance.judge(&example.matter) else { continue };
            let named = fault.field.strip_prefix("facts.");
            let given = declared.given.iter().find(|(name, _)| Some(name.value.as_str()) == named);
            let span = given.map_or(declared.span, |(name, _)| name.span);
            self.formulas.report(Code::InvalidExample, span, fault.to_string());
        }
    }
}

impl RuleBook {
    /// Every compliance scheme of every version, by document, version and the order of the file.
    pub fn compliances(&self) -> impl Iterator<Item = &Arc<Compliance>> {
        self.documents.values().flatten().flat_map(|version| &version.compliances)
    }
}

impl<'a> BookOn<'a> {
    /// The compliance schemes that are in force on the day, by document and the order of the file.
    pub fn compliances(self) -> impl Iterator<Item = &'a Arc<Compliance>> {
        self.book().compliances().filter(move |one| one.document.in_force.contains(self.day()))
    }

    /// The compliance scheme with this id that is in force on the day.
    ///
    /// # Errors
    /// [`SchemeError::Unknown`] with the nearest id, or [`SchemeError::NotInForce`] with the days on which there is one.
    pub fn compliance(self, id: &str) -> Result<&'a Arc<Compliance>, SchemeError> {
        self.find(SchemeKind::Compliance, id, || self.book().compliances(), |one| (&one.id, &one.document))
    }
}
