//! The time limits of a pack, as they were read: the events that they name are still words.

use crate::diagnostic::Span;
use crate::language::Bilingual;
use crate::limit::{
    Direction, Extension, LastDayRule, Length, Light, Lights, Log, MonthEnd, Party, State, StopReason, When,
};
use crate::table::Located;

/// A time limit.
#[derive(Clone, Debug)]
pub struct LimitDeclaration {
    /// Its key: the article.
    pub key: Located<String>,
    /// What must be done.
    pub title: Bilingual,
    /// The article.
    pub basis: Bilingual,
    /// Who must act.
    pub by: Party,
    /// The event from whose day it is counted, and which way.
    pub start: Option<(Located<String>, Direction)>,
    /// The event that must have happened by the last day.
    pub to: Option<Located<String>>,
    /// How long.
    pub length: Option<Located<Length>>,
    /// What becomes of a month without the corresponding day.
    pub month_end: Option<MonthEnd>,
    /// What becomes of a last day on a day off.
    pub last_day: Option<LastDayRule>,
    /// The article that says so.
    pub last_day_basis: Option<Bilingual>,
    /// How it can be extended.
    pub extension: Option<Located<Extension>>,
    /// What stops the clock.
    pub stops: Option<Vec<StopReason>>,
    /// When silence counts as the start.
    pub deemed: Option<DeemedDeclaration>,
    /// Days beyond which it never goes.
    pub at_latest: Option<Vec<AtLatestDeclaration>>,
    /// Stages.
    pub stages: Vec<StageDeclaration>,
    /// The limit of the law that it keeps within.
    pub statutory: Option<Located<String>>,
    /// The shorter length that is promised.
    pub committed: Option<Located<Length>>,
    /// Its own lights.
    pub lights: Option<Lights>,
    /// What the law says if it passes.
    pub missed: Option<Bilingual>,
    /// What an officer should know.
    pub note: Option<Bilingual>,
    /// Worked examples.
    pub examples: Vec<LimitExample>,
}

/// When silence counts as the start.
#[derive(Clone, Debug)]
pub struct DeemedDeclaration {
    /// The earlier event.
    pub event: Located<String>,
    /// The events of which one must happen in time.
    pub unless: Vec<Located<String>>,
    /// In which time.
    pub within: Length,
    /// The article.
    pub basis: Option<Bilingual>,
}

/// A day beyond which a limit never goes.
#[derive(Clone, Debug)]
pub struct AtLatestDeclaration {
    /// How long.
    pub length: Length,
    /// From which event.
    pub from: Located<String>,
    /// The article.
    pub basis: Option<Bilingual>,
}

/// A stage.
#[derive(Clone, Debug)]
pub struct StageDeclaration {
    /// The word for it.
    pub name: String,
    /// What is done.
    pub title: Bilingual,
    /// From which event.
    pub from: Located<String>,
    /// The event that ends it.
    pub to: Located<String>,
    /// How long.
    pub length: Length,
}

/// A worked example of a limit: what happened, and what must come out.
#[derive(Clone, Debug)]
pub struct LimitExample {
    /// The place in the file.
    pub span: Span,
    /// What happened.
    pub given: Log,
    /// The day that is asked about.
    pub on: When,
    /// The last day that counts.
    pub due: Option<When>,
    /// The last day as it is counted.
    pub raw: Option<When>,
    /// Units counted so far.
    pub used: Option<i64>,
    /// Units left.
    pub left: Option<i64>,
    /// The light.
    pub light: Option<Light>,
    /// How the limit stands.
    pub state: Option<State>,
    /// The last day of the law.
    pub statutory: Option<When>,
    /// The stages that are late.
    pub late: Option<Vec<String>>,
    /// Instead of all of these, the code of the error.
    pub error: Option<String>,
    /// The working.
    pub note: Option<Bilingual>,
}
