use std::cmp::Ordering;

use super::{Direction, LastDayRule, Length, MonthEnd, Unit};
use crate::language::{Bilingual, Language};

/// By when something must be done: a time limit of a law, checked and complete.
///
/// It is made by [`BookOn::limit`](crate::BookOn::limit): the events that it names are declared, its lengths fit, and
/// what an office's own limit takes from the law is filled in.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct TimeLimit {
    /// Its id: the document's, `/`, and the article.
    pub id: String,
    /// What must be done.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// Who must act.
    pub by: Party,
    /// The events that it knows, beside those of the clock: a place in this list is what the other fields name.
    pub events: Vec<NamedEvent>,
    /// The event from whose day it is counted.
    pub from: usize,
    /// Which way it is counted.
    pub direction: Direction,
    /// The event that must have happened by the last day.
    pub to: Option<usize>,
    /// How long: for an office's own limit as promised.
    pub length: Length,
    /// What becomes of a month without the corresponding day.
    pub month_end: MonthEnd,
    /// What becomes of a last day that is not worked.
    pub last_day: LastDayRule,
    /// The article that says so.
    pub last_day_basis: Option<Bilingual>,
    /// How it can be extended.
    pub extension: Option<Extension>,
    /// What stops the clock.
    pub stops: Vec<StopReason>,
    /// When silence counts as the start.
    pub deemed: Option<Deemed>,
    /// Days beyond which it never goes.
    pub at_latest: Vec<AtLatest>,
    /// Stages with limits of their own.
    pub stages: Vec<Stage>,
    /// Of an office's own limit, the one of the law.
    pub statutory: Option<Statutory>,
    /// When its lights come on.
    pub lights: Option<Lights>,
    /// What the law says if it passes.
    pub missed: Option<Bilingual>,
    /// What an officer should know.
    pub note: Option<Bilingual>,
}

/// An event that a document names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEvent {
    /// The word for it in logs.
    pub name: String,
    /// What happened.
    pub label: Bilingual,
}

/// How a limit can be extended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// By how much at most, in the unit of the limit.
    pub length: Length,
    /// How often.
    pub times: u32,
    /// Who extends it.
    pub by: Option<Bilingual>,
    /// The article.
    pub basis: Option<Bilingual>,
}

/// A reason that stops the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopReason {
    /// The word for it in logs.
    pub reason: String,
    /// The reason.
    pub title: Bilingual,
    /// The article.
    pub basis: Option<Bilingual>,
}

/// When silence counts as the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deemed {
    /// The event on whose day the limit then starts.
    pub event: usize,
    /// The events of which one must happen in time.
    pub unless: Vec<usize>,
    /// In which time.
    pub within: Length,
    /// The article.
    pub basis: Option<Bilingual>,
}

/// A day beyond which a limit never goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtLatest {
    /// How long.
    pub length: Length,
    /// From which event.
    pub from: usize,
    /// The article.
    pub basis: Option<Bilingual>,
}

/// A stage with a limit of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// The word for it.
    pub name: String,
    /// What is done.
    pub title: Bilingual,
    /// From which event.
    pub from: usize,
    /// The event that ends it.
    pub to: usize,
    /// How long.
    pub length: Length,
}

/// The limit of the law that an office's own one keeps within.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statutory {
    /// Its id.
    pub id: String,
    /// Its article.
    pub basis: Bilingual,
    /// Its length.
    pub length: Length,
}

/// When the lights of a limit come on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lights {
    /// The day of hint, yellow and red.
    pub days: [Option<LightDay>; 3],
    /// The document and article.
    pub basis: Option<Bilingual>,
}

/// The day on which a light comes on, seen from the last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LightDay {
    /// So many working days before the last day; with none, on the last day itself.
    Before(u16),
    /// So many working days after the last day; with none, as soon as it is over, worked or not.
    After(u16),
}

/// In the order of the days.
impl Ord for LightDay {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Before(one), Self::Before(other)) => other.cmp(one),
            (Self::After(one), Self::After(other)) => one.cmp(other),
            (Self::Before(_), Self::After(_)) => Ordering::Less,
            (Self::After(_), Self::Before(_)) => Ordering::Greater,
        }
    }
}

impl PartialOrd for LightDay {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// How near the last day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Light {
    /// There is time.
    Green,
    /// The last day comes.
    Hint,
    /// It is about to pass.
    Yellow,
    /// It has passed.
    Red,
}

impl Light {
    /// Those that come on by a day, in this order.
    pub const THAT_COME_ON: [Self; 3] = [Self::Hint, Self::Yellow, Self::Red];

    /// The word in JSON and in packs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Hint => "hint",
            Self::Yellow => "yellow",
            Self::Red => "red",
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Green => language.pick("绿灯", "green"),
            Self::Hint => language.pick("提示", "hint"),
            Self::Yellow => language.pick("黄灯", "yellow"),
            Self::Red => language.pick("红灯", "red"),
        }
    }
}

/// Who must act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Party {
    /// The authority that handles the case.
    #[default]
    Authority,
    /// The applicant or the party punished.
    Party,
    /// The court.
    Court,
    /// The body that reconsiders.
    ReconsiderationBody,
    /// The people's government.
    Government,
}

impl Party {
    /// Everybody with the word that a pack uses.
    pub const ALL: [(&str, Self); 5] = [
        ("authority", Self::Authority),
        ("party", Self::Party),
        ("court", Self::Court),
        ("reconsideration-body", Self::ReconsiderationBody),
        ("government", Self::Government),
    ];

    /// The word that a pack uses.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, party)| *party == self).map_or("", |(code, _)| code)
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Self::Authority => language.pick("行政机关", "the authority"),
            Self::Party => language.pick("当事人", "the party"),
            Self::Court => language.pick("人民法院", "the court"),
            Self::ReconsiderationBody => language.pick("行政复议机构", "the reconsideration body"),
            Self::Government => language.pick("人民政府", "the people's government"),
        }
    }
}

impl TimeLimit {
    /// Whether it is counted in hours, from minutes and not from days.
    #[must_use]
    pub fn is_in_hours(&self) -> bool {
        self.length.unit == Unit::Hours
    }

    /// Whether an event can happen once only: one that the counting rests on.
    pub(super) fn happens_once(&self, event: usize) -> bool {
        self.from == event
            || self.to == Some(event)
            || self.deemed.as_ref().is_some_and(|deemed| deemed.event == event)
            || self.at_latest.iter().any(|latest| latest.from == event)
            || self.stages.iter().any(|stage| stage.from == event || stage.to == event)
    }
}
