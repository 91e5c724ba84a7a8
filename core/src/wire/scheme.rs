//! The surcharges and scores of a day in JSON.

use serde::Serialize;

use super::due::InForceJson;
use super::{WordsJson, to_json};
use crate::book::BookOn;
use crate::language::Bilingual;
use crate::penalty::Document;

#[derive(Serialize)]
struct SchemeJson<'a> {
    scheme: &'a str,
    /// `surcharge` or `score`.
    kind: &'static str,
    title: WordsJson,
    basis: WordsJson,
    document: WordsJson,
    in_force: InForceJson,
}

impl BookOn<'_> {
    /// The surcharges and scores that are in force on the day, as JSON.
    #[must_use]
    pub fn schemes_to_json(self) -> String {
        let surcharges = self.surcharges().map(|rule| {
            let surcharge = &rule.surcharge;
            scheme("surcharge", &surcharge.id, &surcharge.title, &surcharge.basis, &rule.document)
        });
        let scores = self
            .scores()
            .map(|score| scheme("score", &score.id, &score.title, &score.basis, &score.document));
        to_json(&surcharges.chain(scores).collect::<Vec<_>>())
    }
}

fn scheme<'a>(
    kind: &'static str,
    id: &'a str,
    title: &Bilingual,
    basis: &Bilingual,
    document: &Document,
) -> SchemeJson<'a> {
    SchemeJson {
        scheme: id,
        kind,
        title: title.into(),
        basis: basis.into(),
        document: (&document.title).into(),
        in_force: (&document.in_force).into(),
    }
}
