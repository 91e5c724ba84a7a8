//! What packs have beside items and limits, found by id and day: surcharges, scores, indices, screens of
//! tenders and of payments, policies and compliance schemes.

use std::sync::Arc;

use super::{BookOn, RuleBook, SchemeError};
use crate::diagnostic::nearest;
use crate::language::{Bilingual, words};
use crate::penalty::{AssessError, Document};

words! {
    /// What a scheme is.
    SchemeKind;
    /// What late payment costs.
    Surcharge = "surcharge", "逾期加收", "late payment";
    /// How an office is scored.
    Score = "score", "评分", "score";
    /// How somebody or something is rated.
    Index = "index", "指数", "index";
    /// What is looked for among bids.
    Screen = "screen", "筛查", "screen";
    /// What is looked for among payments.
    Payments = "payments", "收付筛查", "payments";
    /// When many decisions are consistent.
    Consistency = "consistency", "一致性", "consistency";
    /// How decided cases and applications are supervised.
    Supervision = "supervision", "监察", "supervision";
    /// What is demanded of conduct and procedures.
    Compliance = "compliance", "合规", "compliance";
}

/// Something that a pack has beside items and limits, as lists of them tell it.
#[non_exhaustive]
#[derive(Clone, Copy, Debug)]
pub struct Scheme<'a> {
    /// What it is.
    pub kind: SchemeKind,
    /// The id.
    pub id: &'a str,
    /// What it is called.
    pub title: &'a Bilingual,
    /// The article.
    pub basis: &'a Bilingual,
    /// The document.
    pub document: &'a Arc<Document>,
}

macro_rules! scheme {
    ($kind:ident, $declared:expr, $document:expr) => {
        Scheme {
            kind: SchemeKind::$kind,
            id: &$declared.id,
            title: &$declared.title,
            basis: &$declared.basis,
            document: &$document,
        }
    };
}

impl RuleBook {
    /// The surcharges, then the scores, indices, screens, screens of payments, policies of consistency and of supervision, and compliance
    /// schemes, each kind by document, version and the order of the file.
    pub fn schemes(&self) -> impl Iterator<Item = Scheme<'_>> {
        let surcharges = self.surcharges().map(|rule| scheme!(Surcharge, rule.surcharge, rule.document));
        let scores = self.scores().map(|score| scheme!(Score, score, score.document));
        let indices = self.indices().map(|index| scheme!(Index, index, index.document));
        let screens = self.screens().map(|screen| scheme!(Screen, screen, screen.document));
        let payments = self.payment_screens().map(|screen| scheme!(Payments, screen, screen.document));
        let consistency =
            self.consistency_policies().map(|policy| scheme!(Consistency, policy, policy.document));
        let supervision = self.policies().map(|policy| scheme!(Supervision, policy, policy.document));
        let compliance = self.compliances().map(|one| scheme!(Compliance, one, one.document));
        let policies = consistency.chain(supervision);
        let screens = screens.chain(payments);
        surcharges.chain(scores).chain(indices).chain(screens).chain(policies).chain(compliance)
    }
}

impl<'a> BookOn<'a> {
    /// Those that are in force on the day, in the order of [`RuleBook::schemes`].
    pub fn schemes(self) -> impl Iterator<Item = Scheme<'a>> {
        self.book().schemes().filter(move |scheme| scheme.document.in_force.contains(self.day()))
    }

    /// Of all versions of the things of one kind the one with this id that is in force on the day.
    pub(super) fn find<T, A: Iterator<Item = &'a Arc<T>>>(
        self,
        kind: SchemeKind,
        id: &str,
        all: impl Fn() -> A,
        named: impl Fn(&'a T) -> (&'a str, &'a Document),
    ) -> Result<&'a Arc<T>, SchemeError> {
        let mut elsewhere = Vec::new();
        for one in all() {
            let (known, document) = named(one);
            if known != id {
                continue;
            }
            if document.in_force.contains(self.day()) {
                return Ok(one);
            }
            elsewhere.push(document);
        }
        if elsewhere.is_empty() {
            let known = all().map(|one| named(one).0);
            let suggestion = nearest(id, known).map(str::to_owned);
            return Err(SchemeError::Unknown { kind, id: id.to_owned(), suggestion });
        }
        let days = || elsewhere.iter().map(|document| &document.in_force);
        Err(SchemeError::NotInForce(AssessError::NotInForce {
            item: id.to_owned(),
            on: self.day(),
            in_force: days().map(|days| (days.from, days.until)).collect(),
            earlier_unrecorded: days().any(|days| days.earlier_unrecorded && self.day() < days.from),
        }))
    }
}
