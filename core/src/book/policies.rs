//! Supervision policies in the book: found by id and day.

use std::sync::Arc;

use super::scheme_formulas::SchemeFormulas;
use super::{BookOn, RuleBook, SchemeError, SchemeKind};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::pack::{Pack, PolicyDeclaration};
use crate::penalty::Document;
use crate::supervise::{Acceptance, Fee, Policy};

pub(super) fn compile_policy(
    pack: &Pack,
    declared: &PolicyDeclaration,
    document: &Arc<Document>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Arc<Policy>> {
    let mut formulas = SchemeFormulas::new(pack, faults);
    let tariffs = declared.fees.iter().map(|fee| &fee.most);
    formulas.declare_facts(tariffs.chain(declared.acceptance.iter().map(|rule| &rule.when)));
    let fees = declared.fees.iter().map(|fee| {
        let (limit, basis) = (fee.limit.value.clone(), fee.basis.clone());
        Some(Fee { limit, most: formulas.points(&fee.most)?, basis })
    });
    // Every fault is told, not only the first.
    let fees: Vec<Option<Fee>> = fees.collect();
    let acceptance = declared.acceptance.iter().map(|rule| {
        Some(Acceptance {
            limit: rule.limit.value.clone(),
            when: formulas.condition(&rule.when)?,
            accepted: rule.accepted.clone(),
            refused: rule.refused.clone(),
            basis: rule.basis.clone(),
        })
    });
    let acceptance: Vec<Option<Acceptance>> = acceptance.collect();
    let facts = formulas.take_facts();
    Some(Arc::new(Policy {
        id: format!("{}/{}", pack.id.value, declared.key.value),
        document: Arc::clone(document),
        span: declared.key.span,
        title: declared.title.clone(),
        basis: declared.basis.clone(),
        rules: declared.rules.clone(),
        limits: declared.limits.iter().map(|limit| limit.value.clone()).collect(),
        separate: declared.separate.clone(),
        of: declared.of,
        facts,
        reasons: declared.reasons.clone(),
        fees: fees.into_iter().collect::<Option<_>>()?,
        acceptance: acceptance.into_iter().collect::<Option<_>>()?,
        note: declared.note.clone(),
    }))
}

impl RuleBook {
    /// Every supervision policy of every version, by document, version and the order of the file.
    pub fn policies(&self) -> impl Iterator<Item = &Arc<Policy>> {
        self.documents.values().flatten().flat_map(|version| &version.policies)
    }

    /// The documents of the limits that policies name.
    pub fn watched_documents(&self) -> impl Iterator<Item = &str> {
        let limits = self.policies().flat_map(|policy| policy.named_limits());
        limits.filter_map(|limit| limit.split_once('/')).map(|(document, _)| document)
    }

    /// Reports limits that policies watch and that the document, where it is among the packs, does not have.
    pub(super) fn report_unknown_watched(&self, faults: &mut Vec<Diagnostic>) {
        for policy in self.policies() {
            for watched in policy.named_limits() {
                let document = watched.split_once('/').map(|(document, _)| document);
                let Some(versions) = document.and_then(|id| self.documents.get(id)) else { continue };
                if self.limits().any(|limit| limit.id == watched) {
                    continue;
                }
                let known =
                    versions.iter().flat_map(|version| &version.limits).map(|limit| limit.id.as_str());
                let help = nearest(watched, known).map(|known| format!("did you mean `{known}`?"));
                let message = format!("`{}` watches a limit that there is not: `{watched}`", policy.id);
                let file = &policy.document.file;
                faults.push(Diagnostic::new(Code::UnknownLimit, file, policy.span, message).help(help));
            }
        }
    }
}

impl<'a> BookOn<'a> {
    /// The supervision policies that are in force on the day, by document and the order of the file.
    pub fn policies(self) -> impl Iterator<Item = &'a Arc<Policy>> {
        self.book().policies().filter(move |policy| policy.document.in_force.contains(self.day()))
    }

    /// The supervision policy with this id that is in force on the day.
    ///
    /// # Errors
    /// [`SchemeError::Unknown`] with the nearest id, or [`SchemeError::NotInForce`] with the days on which there is one.
    pub fn policy(self, id: &str) -> Result<&'a Arc<Policy>, SchemeError> {
        self.find(
            SchemeKind::Supervision,
            id,
            || self.book().policies(),
            |policy| (&policy.id, &policy.document),
        )
    }
}
