//! Checked rules that hold over many items: circumstances, limitation, procedures.

use super::{Fact, MeasureRule, Sourced};
use crate::feel::{Condition, Ends, FactKind, Unit};
use crate::language::{Bilingual, Language};
use crate::limit::Lights;
use crate::number::{Edge, Interval, Range, Rational};
use crate::pack::{Actor, Effect, Measure, PartsOf, Principles, StepLimit};
use crate::time::Period;

/// What a document lays down over its own items, and over those of the documents that it governs.
#[non_exhaustive]
#[derive(Debug, Default)]
pub struct GeneralRules {
    /// Ids of documents, or starts of ids.
    pub governs: Vec<String>,
    /// The facts that its conditions name, by slot.
    pub facts: Vec<Fact>,
    /// The parts of a range.
    pub parts: Option<PartsOfRange>,
    /// Circumstances.
    pub circumstances: Vec<Circumstance>,
    /// The limitation period.
    pub limitation: Option<Limitation>,
    /// What counts as a large fine.
    pub large_fine: Option<LargeFine>,
    /// Articles to be cited.
    pub principles: Principles,
    /// Measures that go with every item, where it does not name them itself.
    pub measures: Vec<MeasureRule>,
    /// Procedures; the first that fits applies.
    pub procedures: Vec<Procedure>,
    /// When the lights of limits come on.
    pub lights: Option<Lights>,
}

impl GeneralRules {
    /// Whether there is nothing in it but lights, which are for limits and not for items.
    #[must_use]
    pub fn is_for_limits_only(&self) -> bool {
        self.lights.is_some()
            && self.parts.is_none()
            && self.circumstances.is_empty()
            && self.limitation.is_none()
            && self.large_fine.is_none()
            && self.principles == Principles::default()
            && self.measures.is_empty()
            && self.procedures.is_empty()
    }
}

/// Which part of a range is lenient, ordinary and severe.
#[derive(Debug)]
pub struct PartsOfRange {
    /// The range that is divided.
    pub of: PartsOf,
    /// Lenient, ordinary, severe; from 0 to 1.
    pub parts: [Option<Range>; 3],
    /// The same for a range that starts at zero.
    pub without_minimum: [Option<Range>; 3],
    /// The article.
    pub basis: Option<Bilingual>,
}

/// A part of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 从轻.
    Mitigated,
    /// 一般.
    Ordinary,
    /// 从重.
    Aggravated,
}

impl Part {
    /// Every part, from the lenient to the severe one.
    pub const ALL: [Self; 3] = [Self::Mitigated, Self::Ordinary, Self::Aggravated];

    /// What it is called.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Mitigated => language.pick("从轻处罚", "mitigated penalty"),
            Self::Ordinary => language.pick("一般处罚", "ordinary penalty"),
            Self::Aggravated => language.pick("从重处罚", "aggravated penalty"),
        }
    }
}

impl PartsOfRange {
    /// The part of a range with these ends, from 0 to 1, if the document says it.
    #[must_use]
    pub fn part(&self, part: Part, range: Ends) -> Option<Range> {
        let own = |parts: &[Option<Range>; 3]| match part {
            Part::Mitigated => parts[0],
            Part::Ordinary => parts[1],
            Part::Aggravated => parts[2],
        };
        let special = if range.min.is_zero() { own(&self.without_minimum) } else { None };
        special.or_else(|| own(&self.parts))
    }
}

/// A circumstance that moves the amount.
#[derive(Debug)]
pub struct Circumstance {
    /// Its id: the document's, `/`, and the article.
    pub id: String,
    /// In a few words.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// When it is established.
    pub when: Sourced<Condition>,
    /// Whether the absence of something can establish it, as in `not(excluded)`.
    pub by_absence: bool,
    /// What it does.
    pub effect: Effect,
    /// The factor, for [`Effect::Times`].
    pub times: Option<Ends>,
    /// The authority may heed it, but need not.
    pub may: bool,
    /// The ids of the items that it is for; all if there are none.
    pub items: Vec<String>,
    /// What an officer should know.
    pub note: Option<Bilingual>,
}

impl Circumstance {
    /// Whether it says anything about an item.
    #[must_use]
    pub fn is_for(&self, item: &str) -> bool {
        self.items.is_empty() || self.items.iter().any(|id| id == item)
    }
}

/// The limitation period.
#[derive(Debug)]
pub struct Limitation {
    /// The article.
    pub basis: Bilingual,
    /// The period.
    pub period: Period,
    /// Longer ones for graver cases.
    pub longer: Vec<LongerLimitation>,
    /// What an officer should know.
    pub note: Option<Bilingual>,
}

/// A longer limitation period.
#[derive(Debug)]
pub struct LongerLimitation {
    /// When it applies, in words.
    pub title: Bilingual,
    /// When it applies.
    pub when: Sourced<Condition>,
    /// The period.
    pub period: Period,
}

/// When a fine is large, as an authority has laid it down.
#[derive(Debug)]
pub struct LargeFine {
    /// The document and article.
    pub basis: Bilingual,
    /// When it is; the condition may name what came out.
    pub when: Sourced<Condition>,
    /// What an officer should know.
    pub note: Option<Bilingual>,
}

/// A procedure.
#[derive(Debug)]
pub struct Procedure {
    /// Its name in the pack, such as `summary`.
    pub key: String,
    /// What it is called.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// When it applies; it may name what came out, see `outcome_names`.
    pub when: Option<Sourced<Condition>>,
    /// The authority may use it, but need not.
    pub may: bool,
    /// Who decides.
    pub decides: Actor,
    /// The steps.
    pub steps: Vec<ProcedureStep>,
}

/// A step of a procedure.
#[derive(Debug)]
pub struct ProcedureStep {
    /// What is done.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// Who does it.
    pub by: Actor,
    /// Only if this holds.
    pub when: Option<Sourced<Condition>>,
    /// Its actor decides instead of whom the procedure names.
    pub decides: bool,
    /// By when.
    pub limit: Option<StepLimit>,
    /// The event that tells of it in the record of a case.
    pub event: Option<String>,
}

/// The penalties of article 9 beside the fine.
pub(crate) fn penalty_measures() -> impl Iterator<Item = Measure> {
    Measure::ALL.iter().copied().filter(|measure| measure.is_penalty())
}

/// A part of what came out, as conditions of procedures can ask about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutcomePart {
    /// The fine decided.
    Fine,
    /// Whether it is large.
    LargeFine,
    /// Whether there is no penalty.
    NoPenalty,
    /// Whether there is this penalty beside the fine.
    Penalty(Measure),
}

impl OutcomePart {
    /// Every part, in the order of their slots after the facts; the fine is the first.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        [Self::Fine, Self::LargeFine, Self::NoPenalty]
            .into_iter()
            .chain(penalty_measures().map(Self::Penalty))
    }
}

/// A name that conditions of procedures have beside facts, for a part of what came out.
pub(crate) struct OutcomeName {
    pub(crate) name: String,
    pub(crate) kind: FactKind,
    pub(crate) label: Bilingual,
}

/// The names of all parts of what came out, in the order of [`OutcomePart::all`].
pub(crate) fn outcome_names(currency: Unit) -> Vec<OutcomeName> {
    let range = Interval { low: Some(Rational::ZERO), high: None };
    let money = FactKind::Number { unit: currency, range, decimals: None };
    let name = |part: OutcomePart| {
        let (name, kind, zh, en) = match part {
            OutcomePart::Fine => ("fine".to_owned(), money.clone(), "罚款数额", "the fine"),
            OutcomePart::LargeFine => {
                ("large_fine".to_owned(), FactKind::Boolean, "罚款数额较大", "a large fine")
            }
            OutcomePart::NoPenalty => ("no_penalty".to_owned(), FactKind::Boolean, "不予处罚", "no penalty"),
            OutcomePart::Penalty(measure) => {
                let name = measure.code().replace('-', "_");
                (name, FactKind::Boolean, measure.chinese(), measure.english())
            }
        };
        OutcomeName { name, kind, label: Bilingual { zh: zh.to_owned(), en: en.to_owned() } }
    };
    OutcomePart::all().map(name).collect()
}

/// Whether a range of places lies within 0 and 1.
pub(crate) fn is_part(range: &Range) -> bool {
    let (Edge::Included(low) | Edge::Excluded(low)) = range.low else { return false };
    let (Edge::Included(high) | Edge::Excluded(high)) = range.high else { return false };
    !low.is_negative() && high <= Rational::ONE
}
