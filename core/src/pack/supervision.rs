//! The supervision policies of a pack, as they were read.

use crate::language::{Bilingual, Language};
use crate::limit::Light;
use crate::supervise::Irregularity;
use crate::table::Located;

/// A policy: it has no formulas, so that only the limits that it names are to be looked for.
#[derive(Clone, Debug)]
pub struct PolicyDeclaration {
    /// Its key.
    pub key: Located<String>,
    /// What is supervised.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// What it is for.
    pub of: Supervised,
    /// Colours and handlings.
    pub rules: Vec<PolicyRule>,
    /// The limits that are watched.
    pub limits: Vec<Located<String>>,
    /// What must be separate.
    pub separate: Vec<Separation>,
    /// The events of applications that need a reason.
    pub reasons: Vec<String>,
    /// What may be charged at most.
    pub fees: Vec<FeeDeclaration>,
    /// Which applications are to be accepted.
    pub acceptance: Vec<AcceptanceDeclaration>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// What is supervised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Supervised {
    /// Decided penalty cases.
    #[default]
    DecidedCases,
    /// Applications for approval.
    Applications,
}

impl Supervised {
    /// Each with the word that a pack uses.
    pub const ALL: &[(&str, Self)] =
        &[("decided-cases", Self::DecidedCases), ("applications", Self::Applications)];

    /// The words alone, in the same order.
    pub const CODES: &[&str] = &["decided-cases", "applications"];
}

/// What may be charged at most for an application.
#[derive(Clone, Debug)]
pub struct FeeDeclaration {
    /// The limit that such applications are under.
    pub limit: Located<String>,
    /// The most: an expression.
    pub most: Located<String>,
    /// The tariff.
    pub basis: Bilingual,
}

/// Which applications are to be accepted.
#[derive(Clone, Debug)]
pub struct AcceptanceDeclaration {
    /// The limit that such applications are under.
    pub limit: Located<String>,
    /// When one is to be accepted: a condition.
    pub when: Located<String>,
    /// The event that tells that it was.
    pub accepted: String,
    /// The event that tells that it was not.
    pub refused: String,
    /// The article.
    pub basis: Bilingual,
}

/// What a policy says about some irregularities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyRule {
    /// Which ones.
    pub findings: Vec<Irregularity>,
    /// The colour of the alert.
    pub colour: Option<Light>,
    /// What is done about them.
    pub handling: Option<Handling>,
    /// The article; the policy's own, if it says nothing.
    pub basis: Option<Bilingual>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
}

/// Two parts of a case that one person must not take together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Separation {
    /// The events that tell of them.
    pub events: [String; 2],
    /// The article.
    pub basis: Bilingual,
    /// The procedure under which they must; any, if it says nothing.
    pub procedure: Option<String>,
}

macro_rules! handlings {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $zh:literal, $en:literal;)+) => {
        /// What is done about an irregularity.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Handling {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Handling {
            /// Every handling with the word that a pack uses.
            pub const ALL: &[(&str, Self)] = &[$(($code, Self::$variant)),+];

            /// The words alone, in the same order.
            pub const CODES: &[&str] = &[$($code),+];

            /// The word that a pack uses.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// What it is called.
            #[must_use]
            pub const fn name(self, language: Language) -> &'static str {
                match self { $(Self::$variant => language.pick($zh, $en)),+ }
            }
        }
    };
}

handlings! {
    /// 提醒.
    Reminder = "reminder", "提醒", "reminder";
    /// 纠错.
    Correction = "correction", "纠错", "correction";
    /// 询问、核查.
    Inquiry = "inquiry", "询问核查", "inquiry";
    /// 直接检查.
    Inspection = "inspection", "直接检查", "direct inspection";
}
