//! Consistency policies in the book: found by id and day.

use std::sync::Arc;

use super::{BookOn, RuleBook, SchemeError, SchemeKind};
use crate::consistency::Policy;
use crate::pack::{ConsistencyDeclaration, Pack};
use crate::penalty::Document;

pub(super) fn compile_policy(
    pack: &Pack,
    declared: &ConsistencyDeclaration,
    document: &Arc<Document>,
) -> Arc<Policy> {
    Arc::new(Policy {
        id: format!("{}/{}", pack.id.value, declared.key.value),
        document: Arc::clone(document),
        span: declared.key.span,
        title: declared.title.clone(),
        basis: declared.basis.clone(),
        limits: declared.limits,
        note: declared.note.clone(),
    })
}

impl RuleBook {
    /// Every consistency policy of every version, by document, version and the order of the file.
    pub fn consistency_policies(&self) -> impl Iterator<Item = &Arc<Policy>> {
        self.documents.values().flatten().flat_map(|version| &version.consistency)
    }
}

impl<'a> BookOn<'a> {
    /// The consistency policies that are in force on the day, by document and the order of the file.
    pub fn consistency_policies(self) -> impl Iterator<Item = &'a Arc<Policy>> {
        self.book().consistency_policies().filter(move |policy| policy.document.in_force.contains(self.day()))
    }

    /// The consistency policy with this id that is in force on the day.
    ///
    /// # Errors
    /// [`SchemeError::Unknown`] with the nearest id, or [`SchemeError::NotInForce`] with the days on which there is one.
    pub fn consistency(self, id: &str) -> Result<&'a Arc<Policy>, SchemeError> {
        self.find(
            SchemeKind::Consistency,
            id,
            || self.book().consistency_policies(),
            |policy| (&policy.id, &policy.document),
        )
    }
}
