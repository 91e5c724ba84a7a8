//! Consistency policies in the book: found by id and day.

use std::sync::Arc;

use super::{BookOn, RuleBook};
use crate::consistency::{ConsistencyError, Policy};
use crate::diagnostic::nearest;
use crate::pack::{ConsistencyDeclaration, Pack};
use crate::penalty::{AssessError, Document};

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
    /// [`ConsistencyError::UnknownPolicy`] with the nearest id, or [`AssessError::NotInForce`] with the days on which there
    /// is one.
    pub fn consistency(self, id: &str) -> Result<&'a Arc<Policy>, ConsistencyError> {
        if let Some(policy) = self.consistency_policies().find(|policy| policy.id == id) {
            return Ok(policy);
        }
        let elsewhere: Vec<&Arc<Policy>> =
            self.book().consistency_policies().filter(|policy| policy.id == id).collect();
        if elsewhere.is_empty() {
            let known = self.book().consistency_policies().map(|policy| policy.id.as_str());
            let suggestion = nearest(id, known).map(str::to_owned);
            return Err(ConsistencyError::UnknownPolicy { policy: id.to_owned(), suggestion });
        }
        let days = elsewhere.iter().map(|policy| &policy.document.in_force);
        Err(ConsistencyError::NotInForce(AssessError::NotInForce {
            item: id.to_owned(),
            on: self.day(),
            in_force: days.clone().map(|days| (days.from, days.until)).collect(),
            earlier_unrecorded: days.clone().any(|days| days.earlier_unrecorded && self.day() < days.from),
        }))
    }
}
