//! The surcharges, scores, indices, screens, policies and compliance schemes of a day in JSON.

use serde::Serialize;

use super::due::InForceJson;
use super::{WordsJson, to_json};
use crate::book::BookOn;

#[derive(Serialize)]
struct SchemeJson<'a> {
    scheme: &'a str,
    /// A word of [`SchemeKind`](crate::SchemeKind).
    kind: &'static str,
    title: WordsJson,
    basis: WordsJson,
    document: WordsJson,
    in_force: InForceJson,
}

impl BookOn<'_> {
    /// The surcharges, scores, indices, screens, consistency and supervision policies, and compliance schemes that are in force on the day, as JSON.
    #[must_use]
    pub fn schemes_to_json(self) -> String {
        let schemes = self.schemes().map(|scheme| SchemeJson {
            scheme: scheme.id,
            kind: scheme.kind.code(),
            title: scheme.title.into(),
            basis: scheme.basis.into(),
            document: (&scheme.document.title).into(),
            in_force: (&scheme.document.in_force).into(),
        });
        to_json(&schemes.collect::<Vec<_>>())
    }
}
