//! The part of a pack that says what holds over many items, as it was read.

use super::{Located, MeasureUse};
use crate::diagnostic::Span;
use crate::language::{Bilingual, words};
use crate::limit::Lights;
use crate::time::Period;

/// What a pack lays down over its own items, and over those of the documents that it governs.
#[derive(Clone, Debug, Default)]
pub struct GeneralDeclarations {
    /// Ids of documents, or starts of ids.
    pub governs: Vec<String>,
    /// The parts of a range.
    pub parts: Option<PartsDeclaration>,
    /// Circumstances, in the order of the file.
    pub circumstances: Vec<CircumstanceDeclaration>,
    /// The limitation period.
    pub limitation: Option<LimitationDeclaration>,
    /// What counts as a large fine.
    pub large_fine: Option<LargeFineDeclaration>,
    /// Articles to be cited.
    pub principles: Principles,
    /// Measures that go with every item.
    pub also: Vec<MeasureUse>,
    /// Procedures, in the order of the file.
    pub procedures: Vec<ProcedureDeclaration>,
    /// When the lights of limits come on.
    pub lights: Option<Lights>,
}

impl GeneralDeclarations {
    /// Whether there is nothing in it that could apply to an item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_none()
            && self.circumstances.is_empty()
            && self.limitation.is_none()
            && self.large_fine.is_none()
            && self.procedures.is_empty()
            && self.also.is_empty()
            && self.lights.is_none()
            && self.principles == Principles::default()
    }
}

/// The range that the parts divide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartsOf {
    /// The range that the tier, or the item, gives.
    Tier,
    /// The statutory range.
    Statutory,
}

/// Which part of a range is lenient, ordinary and severe.
#[derive(Clone, Debug)]
pub struct PartsDeclaration {
    /// The range that is divided.
    pub of: PartsOf,
    /// Lenient, ordinary, severe.
    pub parts: [Option<Located<String>>; 3],
    /// The same for a range that starts at zero.
    pub without_minimum: [Option<Located<String>>; 3],
    /// The article.
    pub basis: Option<Bilingual>,
}

/// What a circumstance does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// There is no penalty (不予处罚).
    NoPenalty,
    /// Below the statutory minimum (减轻).
    Reduced,
    /// Below the minimum, or in the lenient part of the range.
    MitigatedOrReduced,
    /// In the lenient part of the range (从轻).
    Mitigated,
    /// In the severe part (从重).
    Aggravated,
    /// The next heavier tier.
    TierUp,
    /// The amount is multiplied, but not below the statutory minimum.
    Times,
}

impl Effect {
    /// Every effect with the word that a pack uses.
    pub const ALL: [(&str, Self); 7] = [
        ("no-penalty", Self::NoPenalty),
        ("reduced", Self::Reduced),
        ("mitigated-or-reduced", Self::MitigatedOrReduced),
        ("mitigated", Self::Mitigated),
        ("aggravated", Self::Aggravated),
        ("tier-up", Self::TierUp),
        ("times", Self::Times),
    ];

    /// What it is called.
    #[must_use]
    pub const fn name(self, language: crate::Language) -> &'static str {
        match self {
            Self::NoPenalty => language.pick("不予行政处罚", "no penalty"),
            Self::Reduced => language.pick("减轻处罚", "reduced penalty"),
            Self::MitigatedOrReduced => language.pick("从轻或者减轻处罚", "mitigated or reduced penalty"),
            Self::Mitigated => language.pick("从轻处罚", "mitigated penalty"),
            Self::Aggravated => language.pick("从重处罚", "aggravated penalty"),
            Self::TierUp => language.pick("提高一档处罚", "one tier up"),
            Self::Times => language.pick("按比例调整罚款", "a factor on the fine"),
        }
    }

    /// The word that a pack uses.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, effect)| *effect == self).map_or("", |(code, _)| code)
    }
}

/// A circumstance.
#[derive(Clone, Debug)]
pub struct CircumstanceDeclaration {
    /// Its key: the article.
    pub key: Located<String>,
    /// In a few words.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// When it is established.
    pub when: Located<String>,
    /// What it does.
    pub effect: Effect,
    /// For [`Effect::Times`].
    pub times: Option<Located<String>>,
    /// The authority may heed it, but need not.
    pub may: bool,
    /// The items that it is for, by their keys; all if there are none.
    pub items: Vec<Located<String>>,
    /// What an officer should know.
    pub note: Option<Bilingual>,
}

/// The limitation period.
#[derive(Clone, Debug)]
pub struct LimitationDeclaration {
    /// The article.
    pub basis: Bilingual,
    /// The period.
    pub period: Period,
    /// Longer ones: when in words, when, and the period.
    pub longer: Vec<(Bilingual, Located<String>, Period)>,
    /// What an officer should know.
    pub note: Option<Bilingual>,
}

/// When a fine is large, as an authority has laid it down.
#[derive(Clone, Debug)]
pub struct LargeFineDeclaration {
    /// The document and article.
    pub basis: Bilingual,
    /// When it is.
    pub when: Located<String>,
    /// What an officer should know.
    pub note: Option<Bilingual>,
}

/// Articles of principles that the library applies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Principles {
    /// The old law, or the lighter new one.
    pub law_of_the_day: Option<Bilingual>,
    /// One act is not fined twice.
    pub one_act: Option<Bilingual>,
}

words! {
    /// Who takes a step, or decides.
    Actor;
    /// One officer.
    Officer = "officer", "执法人员", "the officer";
    /// Two officers or more.
    Officers = "officers", "两名以上执法人员", "two or more officers";
    /// Somebody qualified who did not work on the case.
    LegalReviewer = "legal-reviewer", "法制审核人员", "the legal reviewer";
    /// The head of the authority.
    Head = "head", "行政机关负责人", "the head of the authority";
    /// The heads of the authority together.
    Collective = "collective", "行政机关负责人集体讨论", "the heads of the authority, in collective deliberation";
    /// The party.
    Party = "party", "当事人", "the party";
}

/// A procedure.
#[derive(Clone, Debug)]
pub struct ProcedureDeclaration {
    /// Its key.
    pub key: Located<String>,
    /// What it is called.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// When it applies.
    pub when: Option<Located<String>>,
    /// The authority may use it, but need not.
    pub may: bool,
    /// Who decides.
    pub decides: Actor,
    /// The steps.
    pub steps: Vec<StepDeclaration>,
}

/// A step of a procedure.
#[derive(Clone, Debug)]
pub struct StepDeclaration {
    /// The place in the file.
    pub span: Span,
    /// What is done.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// Who does it.
    pub by: Actor,
    /// Only if this holds.
    pub when: Option<Located<String>>,
    /// Its actor decides instead of whom the procedure names.
    pub decides: bool,
    /// By when.
    pub limit: Option<StepLimit>,
    /// The event that tells of it in a record.
    pub event: Option<Located<String>>,
}

/// The time limit of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepLimit {
    /// How long.
    pub length: LimitLength,
    /// What it is counted from, or to.
    pub from: Bilingual,
}

impl StepLimit {
    /// The limit in words: `自立案之日起90日`, `90 days from the opening of the case`.
    #[must_use]
    pub fn text(&self, language: crate::Language) -> String {
        let (count, zh, en) = match self.length {
            LimitLength::Days(count) => (count, "日", if count == 1 { "day" } else { "days" }),
            LimitLength::WorkingDays(count) => {
                (count, "个工作日", if count == 1 { "working day" } else { "working days" })
            }
        };
        match language {
            crate::Language::Chinese => format!("{}{count}{zh}", self.from.zh),
            crate::Language::English => format!("{count} {en} {}", self.from.en),
        }
    }
}

/// The length of a time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitLength {
    /// Days of the calendar.
    Days(u32),
    /// Working days.
    WorkingDays(u32),
}
