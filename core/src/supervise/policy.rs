use std::sync::Arc;

use super::{Irregular, Irregularity};
use crate::diagnostic::Span;
use crate::feel::{Condition, NumberTerm};
use crate::language::Bilingual;
use crate::pack::{PolicyRule, Separation, Supervised};
use crate::penalty::{Document, Fact, Sourced};

/// How an authority supervises: which colour each irregularity has and how it is handled, which time limits are watched,
/// and which parts of a case one person must not take together.
#[non_exhaustive]
#[derive(Debug)]
pub struct Policy {
    /// Its id: the document's, `/`, and its name.
    pub id: String,
    /// The document.
    pub document: Arc<Document>,
    /// The place of its key in the pack.
    pub span: Span,
    /// What is supervised.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// What it is for.
    pub of: Supervised,
    /// Colours and handlings.
    pub rules: Vec<PolicyRule>,
    /// The ids of the limits that are watched.
    pub limits: Vec<String>,
    /// What must be separate.
    pub separate: Vec<Separation>,
    /// The facts that tariffs and conditions name, by slot.
    pub facts: Vec<Fact>,
    /// The events of applications that need a reason.
    pub reasons: Vec<String>,
    /// What may be charged at most.
    pub fees: Vec<Fee>,
    /// Which applications are to be accepted.
    pub acceptance: Vec<Acceptance>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// What may be charged at most for an application.
#[derive(Debug)]
pub struct Fee {
    /// The limit that such applications are under.
    pub limit: String,
    /// The most, in the currency of the document.
    pub most: Sourced<NumberTerm>,
    /// The tariff.
    pub basis: Bilingual,
}

/// Which applications are to be accepted.
#[derive(Debug)]
pub struct Acceptance {
    /// The limit that such applications are under.
    pub limit: String,
    /// When one is to be accepted.
    pub when: Sourced<Condition>,
    /// The event that tells that it was.
    pub accepted: String,
    /// The event that tells that it was not.
    pub refused: String,
    /// The article.
    pub basis: Bilingual,
}

impl Policy {
    /// What the policy says about an irregularity.
    #[must_use]
    pub fn rule(&self, code: Irregularity) -> Option<&PolicyRule> {
        self.rules.iter().find(|rule| rule.findings.contains(&code))
    }

    /// The limits that it watches, and those of its tariffs and conditions.
    pub(crate) fn named_limits(&self) -> impl Iterator<Item = &str> {
        let fees = self.fees.iter().map(|fee| &fee.limit);
        let acceptance = self.acceptance.iter().map(|rule| &rule.limit);
        self.limits.iter().chain(fees).chain(acceptance).map(String::as_str)
    }

    /// Gives a finding the colour and handling of the policy.
    pub(super) fn colour(&self, found: &mut Irregular) {
        let Some(rule) = self.rule(found.code) else { return };
        found.colour = rule.colour.or(found.colour);
        found.handling = rule.handling;
        found.handling_basis = Some(rule.basis.as_ref().unwrap_or(&self.basis).clone());
    }
}
