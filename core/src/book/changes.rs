//! What changed in a book of rules between two days.
//!
//! Items descend from items: one with the same id in the version before, or those that it replaces. The versions
//! that come into force between the two days are walked in the order of time, so that an item that was renumbered
//! twice is still known.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compare::Aspect;
use super::rule_book::{RuleBook, Version};
use crate::pack::Cancellation;
use crate::penalty::{Document, Item};
use crate::time::Date;

/// One difference between the items in force on two days.
#[derive(Clone, Debug)]
pub enum Change<'a> {
    /// The item is new.
    Added(&'a Arc<Item>),
    /// The item says something else under the same id.
    Changed {
        /// The item on the first day.
        before: &'a Arc<Item>,
        /// The item on the second day.
        after: &'a Arc<Item>,
        /// In what they differ; never empty.
        aspects: Vec<Aspect>,
    },
    /// The item has another id.
    Renumbered {
        /// The item on the first day.
        before: &'a Arc<Item>,
        /// The item on the second day.
        after: &'a Arc<Item>,
        /// In what else they differ; may be empty.
        aspects: Vec<Aspect>,
    },
    /// Items were merged (several before, one after), one was split (one before, several after), or several were
    /// cut anew.
    Regrouped {
        /// The items on the first day.
        before: Vec<&'a Arc<Item>>,
        /// The items on the second day.
        after: Vec<&'a Arc<Item>>,
    },
    /// The item is no longer there.
    Cancelled {
        /// The item on the first day.
        item: &'a Arc<Item>,
        /// Why.
        ending: Ending<'a>,
    },
}

/// Why an item is no longer there.
#[derive(Clone, Copy, Debug)]
pub enum Ending<'a> {
    /// A version drops it on purpose.
    Stated {
        /// What the version says.
        cancellation: &'a Cancellation,
        /// The version.
        document: &'a Arc<Document>,
    },
    /// A version does not have it any more and does not say why.
    Unstated {
        /// The version.
        document: &'a Arc<Document>,
    },
    /// This version of the document had it, ended, and no version follows.
    DocumentEnded {
        /// The version.
        document: &'a Arc<Document>,
    },
    /// The second day lies before the first, and the item was not there yet.
    NotYet,
}

impl<'a> Change<'a> {
    /// The name in JSON.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Added(_) => "added",
            Self::Changed { .. } => "changed",
            Self::Renumbered { .. } => "renumbered",
            Self::Regrouped { before, after } => match (before.as_slice(), after.as_slice()) {
                (_, [_]) => "merged",
                ([_], _) => "split",
                _ => "regrouped",
            },
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// The items on the first day.
    #[must_use]
    pub fn before(&self) -> &[&'a Arc<Item>] {
        match self {
            Self::Added(_) => &[],
            Self::Changed { before, .. } | Self::Renumbered { before, .. } => std::slice::from_ref(before),
            Self::Regrouped { before, .. } => before,
            Self::Cancelled { item, .. } => std::slice::from_ref(item),
        }
    }

    /// The items on the second day.
    #[must_use]
    pub fn after(&self) -> &[&'a Arc<Item>] {
        match self {
            Self::Added(item) => std::slice::from_ref(item),
            Self::Changed { after, .. } | Self::Renumbered { after, .. } => std::slice::from_ref(after),
            Self::Regrouped { after, .. } => after,
            Self::Cancelled { .. } => &[],
        }
    }

    /// In what a changed or renumbered item says something else.
    #[must_use]
    pub fn aspects(&self) -> &[Aspect] {
        match self {
            Self::Changed { aspects, .. } | Self::Renumbered { aspects, .. } => aspects,
            _ => &[],
        }
    }
}

impl<'a> Ending<'a> {
    /// The name in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Stated { .. } => "cancelled",
            Self::Unstated { .. } => "unstated",
            Self::DocumentEnded { .. } => "document-ended",
            Self::NotYet => "not-yet",
        }
    }

    /// What the version says that drops the item on purpose.
    #[must_use]
    pub const fn cancellation(&self) -> Option<&'a Cancellation> {
        match self {
            Self::Stated { cancellation, .. } => Some(cancellation),
            Self::Unstated { .. } | Self::DocumentEnded { .. } | Self::NotYet => None,
        }
    }

    /// The version that drops the item, or that had it and ended.
    #[must_use]
    pub const fn document(&self) -> Option<&'a Arc<Document>> {
        match self {
            Self::Stated { document, .. }
            | Self::Unstated { document }
            | Self::DocumentEnded { document } => Some(document),
            Self::NotYet => None,
        }
    }
}

impl RuleBook {
    /// What changed from one day to another, by document. What says the same is no change, even if its document
    /// was issued anew.
    ///
    /// ```
    /// use evenhand::{Aspect, Change, RuleBook};
    ///
    /// let version = |days: &str, fine: u32| format!(r#"
    /// format = 1
    /// id = "xx.town.stalls"
    /// title = {{ zh = "示例", en = "Example" }}
    /// source = {{ kind = "illustration", issuer = "nobody", checked = 2026-11-21 }}
    /// in-force = {{ {days} }}
    ///
    /// [penalty.1]
    /// title = {{ zh = "占道经营", en = "stall on the pavement" }}
    /// basis = "article 1"
    /// fine = {fine}
    /// "#);
    /// let old = version("from = 2025-01-01, until = 2025-12-31", 100);
    /// let new = version("from = 2026-01-01", 200);
    /// let book = RuleBook::load([("old.toml", old), ("new.toml", new)])?;
    ///
    /// let changes = book.changes("2025-06-01".parse()?, "2026-06-01".parse()?);
    /// let [Change::Changed { aspects, .. }] = changes.as_slice() else { panic!("{changes:?}") };
    /// assert_eq!(aspects, &[Aspect::Amount]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn changes(&self, from: Date, to: Date) -> Vec<Change<'_>> {
        if from <= to {
            return Descent::walk(self, from, to).changes(Aspect::between);
        }
        Descent::walk(self, to, from).changes(Aspect::between).into_iter().map(reversed).collect()
    }

    /// Which items took the place of which from one day to a later one. What an item says under the same id is not
    /// looked into, nor in what the others differ.
    pub(crate) fn successions(&self, from: Date, to: Date) -> Vec<Change<'_>> {
        Descent::walk(self, from, to).changes(|_, _| Vec::new())
    }

    /// Whether an id still stands for the same item on the second day: no version of its document that begins after
    /// the first one takes the item over or drops it.
    pub(crate) fn keeps(&self, id: &str, from: Date, to: Date) -> bool {
        let Some((document, key)) = id.split_once('/') else { return true };
        let versions = self.documents.get(document).into_iter().flatten();
        let mut begun = versions.filter(|version| {
            let first_day = version.document.in_force.from;
            first_day > from && first_day <= to
        });
        begun.all(|version| {
            let dropped = version.document.cancelled.iter().any(|cancelled| cancelled.key.value == key);
            !dropped && taken_over(version).all(|taken| taken != id)
        })
    }
}

fn reversed(change: Change<'_>) -> Change<'_> {
    match change {
        Change::Added(item) => Change::Cancelled { item, ending: Ending::NotYet },
        Change::Changed { before, after, aspects } => {
            Change::Changed { before: after, after: before, aspects }
        }
        Change::Renumbered { before, after, aspects } => {
            Change::Renumbered { before: after, after: before, aspects }
        }
        Change::Regrouped { before, after } => Change::Regrouped { before: after, after: before },
        Change::Cancelled { item, .. } => Change::Added(item),
    }
}

/// Items by their place in a list.
type Places = BTreeSet<usize>;

/// Which items of the second day descend from which of the first.
struct Descent<'a> {
    /// The items of each day, by document and the order of the file.
    before: Vec<&'a Arc<Item>>,
    after: Vec<&'a Arc<Item>>,
    /// For each id that is known, the items of the first day that it descends from.
    origins: BTreeMap<&'a str, Places>,
    /// What becomes of each item of the first day, as the last version says that has a say in it.
    endings: Vec<Option<Ending<'a>>>,
}

impl<'a> Descent<'a> {
    fn walk(book: &'a RuleBook, from: Date, to: Date) -> Self {
        let before: Vec<_> = book.on(from).items().collect();
        let places = before.iter().enumerate();
        let origins = places.map(|(place, item)| (item.id.as_str(), Places::from([place]))).collect();
        let after = book.on(to).items().collect();
        let endings = vec![None; before.len()];
        let mut descent = Self { before, after, origins, endings };
        let first_day = |version: &&Version| version.document.in_force.from;
        let versions = book.documents.values().flatten();
        let mut begun: Vec<&Version> =
            versions.filter(|version| first_day(version) > from && first_day(version) <= to).collect();
        begun.sort_by_key(first_day);
        for same_day in begun.chunk_by(|left, right| first_day(left) == first_day(right)) {
            descent.begin(same_day);
        }
        descent
    }

    /// Versions of several documents come into force on one day: what they take over is as it was before.
    fn begin(&mut self, versions: &[&'a Version]) {
        let earlier = self.origins.clone();
        let taken: BTreeSet<&str> = versions.iter().flat_map(|version| taken_over(version)).collect();
        for version in versions {
            let document = &version.document;
            let inside = |id: &&str| id.split_once('/').is_some_and(|(of, _)| of == document.id);
            let moved: BTreeSet<&str> = taken_over(version).filter(inside).collect();
            let cancelled: BTreeMap<String, &Cancellation> = document
                .cancelled
                .iter()
                .map(|cancelled| (format!("{}/{}", document.id, cancelled.key.value), cancelled))
                .collect();
            for (id, origins) in earlier.iter().filter(|(id, _)| inside(id)) {
                let ending = match cancelled.get(*id) {
                    Some(cancellation) => Ending::Stated { cancellation, document },
                    None if taken.contains(id) || version.by_id.contains_key(*id) => continue,
                    None => Ending::Unstated { document },
                };
                self.end(origins, ending);
            }
            // The keys of these may stand for something else from now on.
            let gone = |id: &str| moved.contains(id) || cancelled.contains_key(id);
            self.origins.retain(|id, _| !gone(id));
            for item in &version.items {
                let own = Some(item.id.as_str()).filter(|id| !gone(id));
                let sources = item.replaces.iter().map(String::as_str).chain(own);
                let origins: Places =
                    sources.filter_map(|source| earlier.get(source)).flatten().copied().collect();
                self.end(&origins, Ending::DocumentEnded { document });
                self.origins.insert(&item.id, origins);
            }
        }
    }

    fn end(&mut self, origins: &Places, ending: Ending<'a>) {
        for origin in origins {
            if let Some(last) = self.endings.get_mut(*origin) {
                *last = Some(ending);
            }
        }
    }

    fn origins_of(&self, item: &Item) -> impl Iterator<Item = usize> {
        self.origins.get(item.id.as_str()).into_iter().flatten().copied()
    }

    fn changes(&self, differences: fn(&Item, &Item) -> Vec<Aspect>) -> Vec<Change<'a>> {
        let mut heirs: Vec<Vec<usize>> = vec![Vec::new(); self.before.len()];
        for (place, item) in self.after.iter().enumerate() {
            for origin in self.origins_of(item) {
                if let Some(heirs) = heirs.get_mut(origin) {
                    heirs.push(place);
                }
            }
        }
        let mut changes = Vec::new();
        let mut seen = Places::new();
        for (place, item) in self.after.iter().enumerate() {
            if !seen.contains(&place) {
                let (before, after) = self.family(place, &heirs);
                let items = |places: &Places, all: &[&'a Arc<Item>]| {
                    places.iter().filter_map(|place| all.get(*place).copied()).collect()
                };
                let family = (items(&before, &self.before), items(&after, &self.after));
                changes.extend(change(item, family.0, family.1, differences));
                seen.extend(after);
            }
        }
        let items = self.before.iter().zip(&heirs).zip(&self.endings);
        changes.extend(items.filter(|((_, heirs), _)| heirs.is_empty()).map(|((item, _), last)| {
            let ending = last.unwrap_or(Ending::DocumentEnded { document: &item.document });
            Change::Cancelled { item, ending }
        }));
        changes.sort_by_key(document_of);
        changes
    }

    /// All items of both days that descend from each other.
    fn family(&self, place: usize, heirs: &[Vec<usize>]) -> (Places, Places) {
        let (mut before, mut after) = (Places::new(), Places::from([place]));
        let mut open = vec![place];
        while let Some(item) = open.pop().and_then(|place| self.after.get(place)) {
            for origin in self.origins_of(item) {
                if before.insert(origin) {
                    let heirs = heirs.get(origin).into_iter().flatten().copied();
                    open.extend(heirs.filter(|heir| after.insert(*heir)));
                }
            }
        }
        (before, after)
    }
}

/// The document that a change is listed under.
fn document_of<'a>(change: &Change<'a>) -> Option<&'a str> {
    let item = change.before().first().or(change.after().first())?;
    Some(&item.document.id)
}

/// The ids of the earlier items that a version takes over.
fn taken_over(version: &Version) -> impl Iterator<Item = &str> {
    version.items.iter().flat_map(|item| &item.replaces).map(String::as_str)
}

/// What became of the items before, if anything.
fn change<'a>(
    item: &'a Arc<Item>,
    before: Vec<&'a Arc<Item>>,
    after: Vec<&'a Arc<Item>>,
    differences: fn(&Item, &Item) -> Vec<Aspect>,
) -> Option<Change<'a>> {
    match (before.as_slice(), after.as_slice()) {
        ([], _) => Some(Change::Added(item)),
        ([before], [after]) => {
            let aspects = differences(before, after);
            if before.id != after.id {
                return Some(Change::Renumbered { before, after, aspects });
            }
            (!aspects.is_empty()).then_some(Change::Changed { before, after, aspects })
        }
        _ => Some(Change::Regrouped { before, after }),
    }
}
