use std::sync::Arc;

use super::Irregularity;
use crate::diagnostic::Span;
use crate::language::Bilingual;
use crate::pack::{PolicyRule, Separation};
use crate::penalty::Document;

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
    /// Colours and handlings.
    pub rules: Vec<PolicyRule>,
    /// The ids of the limits that are watched.
    pub limits: Vec<String>,
    /// What must be separate.
    pub separate: Vec<Separation>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

impl Policy {
    /// What the policy says about an irregularity.
    #[must_use]
    pub fn rule(&self, code: Irregularity) -> Option<&PolicyRule> {
        self.rules.iter().find(|rule| rule.findings.contains(&code))
    }
}
