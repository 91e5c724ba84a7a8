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
    /// Colours and handlings.
    pub rules: Vec<PolicyRule>,
    /// The limits that are watched.
    pub limits: Vec<Located<String>>,
    /// What must be separate.
    pub separate: Vec<Separation>,
    /// What a reader should know.
    pub note: Option<Bilingual>,
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
