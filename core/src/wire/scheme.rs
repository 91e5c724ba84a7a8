//! The surcharges, scores, indices, screens and policies of a day in JSON.

use serde::Serialize;

use super::due::InForceJson;
use super::{WordsJson, to_json};
use crate::book::BookOn;
use crate::language::Bilingual;
use crate::penalty::Document;

#[derive(Serialize)]
struct SchemeJson<'a> {
    scheme: &'a str,
    /// `surcharge`, `score`, `index`, `screen`, `consistency` or `supervision`.
    kind: &'static str,
    title: WordsJson,
    basis: WordsJson,
    document: WordsJson,
    in_force: InForceJson,
}

impl BookOn<'_> {
    /// The surcharges, scores, indices, screens, and consistency and supervision policies that are in force on the day, as JSON.
    #[must_use]
    pub fn schemes_to_json(self) -> String {
        let surcharges = self.surcharges().map(|rule| {
            let surcharge = &rule.surcharge;
            scheme("surcharge", &surcharge.id, &surcharge.title, &surcharge.basis, &rule.document)
        });
        let scores = self
            .scores()
            .map(|score| scheme("score", &score.id, &score.title, &score.basis, &score.document));
        let screens = self
            .screens()
            .map(|screen| scheme("screen", &screen.id, &screen.title, &screen.basis, &screen.document));
        let indices = self
            .indices()
            .map(|index| scheme("index", &index.id, &index.title, &index.basis, &index.document));
        let policies = self
            .consistency_policies()
            .map(|policy| scheme("consistency", &policy.id, &policy.title, &policy.basis, &policy.document));
        let supervision = self
            .policies()
            .map(|policy| scheme("supervision", &policy.id, &policy.title, &policy.basis, &policy.document));
        let schemes =
            surcharges.chain(scores).chain(indices).chain(screens).chain(policies).chain(supervision);
        to_json(&schemes.collect::<Vec<_>>())
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
