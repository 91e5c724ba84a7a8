use std::collections::BTreeMap;
#[cfg(feature = "bundled")]
use std::collections::BTreeSet;
use std::sync::Arc;

use super::compile::compile;
use super::limits::LimitRule;
use super::references::{Equivalents, report_unknown_equivalents};
use super::succession::{Lineage, report_unknown};
use super::surcharges::SurchargeRule;
use super::{SchemeError, SchemeKind};
use crate::compliance::Compliance;
use crate::consistency;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile, Span, about, in_order, nearest};
use crate::pack::read_partly;
use crate::penalty::{AssessError, Document, Fact, Governed, Item};
use crate::risk::payments::PaymentScreen;
use crate::risk::screen::Screen;
use crate::risk::{Index, IndexError, Score, ScoreError};
use crate::supervise;
use crate::time::Date;

/// Rules that were read, checked and compiled: what everything else works with.
///
/// ```
/// use evenhand::RuleBook;
///
/// let pack = r#"
/// format = 1
/// id = "xx.town.stalls"
/// title = { zh = "示例", en = "Example" }
/// source = { kind = "illustration", issuer = "nobody", checked = 2026-11-21 }
/// in-force = { from = 2026-01-01 }
/// facts.area = { type = "number", unit = "m2", range = "(0..100000]", decimals = 2 }
///
/// [penalty.1]
/// title = { zh = "占道经营", en = "stall on the pavement" }
/// basis = "article 1"
/// statutory = "[0..2000]"
/// fine = "min(100 * area, 2000)"
/// "#;
/// let book = RuleBook::load([("stalls.toml", pack)])?;
/// let rules = book.on("2026-11-21".parse()?);
/// assert!(rules.item("xx.town.stalls/1").is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A clone shares the items with the book that it is made from.
#[derive(Clone, Debug)]
pub struct RuleBook {
    pub(super) documents: BTreeMap<String, Vec<Version>>,
    /// For each document those that may govern it, the nearer before the farther.
    governors: BTreeMap<String, Vec<Governor>>,
}

/// A document that governs others.
#[derive(Clone, Debug)]
struct Governor {
    /// The start of ids that it names.
    start: String,
    /// Its versions; not each of them need name the start.
    versions: Vec<Arc<Document>>,
}

/// One version of a document with its items in the order of the file.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) document: Arc<Document>,
    pub(super) items: Vec<Arc<Item>>,
    pub(super) by_id: BTreeMap<String, usize>,
    pub(super) surcharges: Vec<Arc<SurchargeRule>>,
    pub(super) scores: Vec<Arc<Score>>,
    pub(super) screens: Vec<Arc<Screen>>,
    pub(super) payment_screens: Vec<Arc<PaymentScreen>>,
    pub(super) consistency: Vec<Arc<consistency::Policy>>,
    pub(super) policies: Vec<Arc<supervise::Policy>>,
    pub(super) compliances: Vec<Arc<Compliance>>,
    pub(super) indices: Vec<Arc<Index>>,
    pub(super) limits: Vec<Arc<LimitRule>>,
    pub(super) unused: Vec<UnusedFact>,
}

/// A fact that is declared and never named.
#[derive(Debug, Clone)]
pub(crate) struct UnusedFact {
    pub(crate) document: Arc<Document>,
    /// The id of the item that declares it, if it is not the document.
    pub(crate) item: Option<String>,
    pub(crate) name: String,
    pub(crate) span: Span,
}

impl RuleBook {
    /// Reads, checks and compiles packs, each with the name that reports call it by.
    ///
    /// # Errors
    /// The faults of all packs at once, at most a hundred of each file. An item whose shape is wrong is not looked
    /// into further: what is said of its formulas would be guesswork.
    pub fn load<N, B>(files: impl IntoIterator<Item = (N, B)>) -> Result<Self, Diagnostics>
    where
        N: AsRef<str>,
        B: AsRef<[u8]>,
    {
        let mut faults = Vec::new();
        let (mut versions, mut lineages, mut equivalents) = (Vec::new(), Vec::new(), Vec::new());
        for (name, bytes) in files {
            let (pack, found) = read_partly(name.as_ref(), bytes.as_ref());
            let mut own = found;
            // What could be read is looked into even if the rest could not, so that all faults come in one go.
            lineages.extend(pack.as_ref().map(Lineage::of));
            equivalents.extend(pack.as_ref().map(Equivalents::of));
            if let Some(pack) = pack {
                versions.push((Arc::clone(&pack.file), compile(&pack, &mut own)));
                about(&pack.id.value, &mut own);
            }
            faults.extend(in_order(own));
        }
        report_overlaps(&versions, &mut faults);
        // An item with a fault of its own is missing from its pack, but not unknown.
        if faults.is_empty() {
            report_unknown(&lineages, &mut faults);
            report_unknown_equivalents(&equivalents, &mut faults);
        }
        let mut documents: BTreeMap<String, Vec<Version>> = BTreeMap::new();
        for (_, version) in versions {
            documents.entry(version.document.id.clone()).or_default().push(version);
        }
        for versions in documents.values_mut() {
            versions.sort_by_key(|version| version.document.in_force.from);
        }
        let governors = governors(&documents);
        let book = Self { documents, governors };
        // A limit with a fault of its own is missing from its pack, but not unknown.
        if faults.is_empty() {
            book.report_unfit_limits(&mut faults);
            book.report_unknown_watched(&mut faults);
        }
        if faults.is_empty() { Ok(book) } else { Err(Diagnostics(faults)) }
    }

    /// The packs that come with the library.
    ///
    /// # Errors
    /// None as long as the tests of the library pass.
    #[cfg(feature = "bundled")]
    pub fn bundled() -> Result<Self, Diagnostics> {
        Self::load(evenhand_rules::PACKS.iter().map(|pack| (pack.path, pack.text)))
    }

    /// Of the packs that come with the library, all versions of these documents, the packs that govern them, and the
    /// laws that their limits keep within: what their items and limits need, without the time and the memory that the
    /// others take. An id that no document has adds nothing.
    ///
    /// ```
    /// use evenhand::RuleBook;
    ///
    /// let book = RuleBook::bundled_documents(["cn.dongying.city-appearance"])?;
    /// let rules = book.on("2026-11-21".parse()?);
    /// assert!(rules.item("cn.dongying.city-appearance/46-4").is_ok());
    /// assert!(rules.item("cn.hangzhou.shop-display/1").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// None as long as the tests of the library pass.
    #[cfg(feature = "bundled")]
    pub fn bundled_documents<I: AsRef<str>>(ids: impl IntoIterator<Item = I>) -> Result<Self, Diagnostics> {
        let ids: Vec<I> = ids.into_iter().collect();
        let packs = |more: &BTreeSet<String>| {
            let wanted = evenhand_rules::PACKS.iter().filter(|pack| {
                let mut ids = ids.iter().map(AsRef::as_ref).chain(more.iter().map(String::as_str));
                ids.any(|id| pack.concerns(id))
            });
            Self::load(wanted.map(|pack| (pack.path, pack.text)))
        };
        let book = packs(&BTreeSet::new())?;
        let missing = book.statutory_documents().filter(|id| !book.documents.contains_key(*id));
        let missing: BTreeSet<String> = missing.map(str::to_owned).collect();
        if missing.is_empty() { Ok(book) } else { packs(&missing) }
    }

    /// These rules, and of another book the documents that are not among them: an office's own rules beside the
    /// general law that comes with the library.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::RuleBook;
    ///
    /// let own = RuleBook::load::<&str, &str>([])?;
    /// let book = own.completed_by(RuleBook::bundled_documents(["cn.administrative-penalty-law"])?);
    /// let rules = book.on("2026-11-21".parse()?);
    /// assert!(rules.document("cn.administrative-penalty-law").is_some());
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn completed_by(mut self, other: Self) -> Self {
        for (id, versions) in other.documents {
            self.documents.entry(id).or_insert(versions);
        }
        self.governors = governors(&self.documents);
        self
    }

    /// The rules as they stand on a day.
    #[must_use]
    pub const fn on(&self, day: Date) -> BookOn<'_> {
        BookOn { book: self, day }
    }

    /// The versions of each document, the earlier first.
    pub(crate) fn versions(&self) -> impl Iterator<Item = Vec<&Arc<Document>>> {
        self.documents.values().map(|versions| versions.iter().map(|version| &version.document).collect())
    }

    /// Every item of every version, by document, version and the order of the file.
    pub fn items(&self) -> impl Iterator<Item = &Arc<Item>> {
        self.documents.values().flatten().flat_map(|version| &version.items)
    }

    /// The versions of an item, the earlier first.
    pub(crate) fn items_called(&self, id: &str) -> impl Iterator<Item = &Arc<Item>> {
        let versions = id.split_once('/').and_then(|(document, _)| self.documents.get(document));
        let versions = versions.map(Vec::as_slice).unwrap_or_default().iter();
        versions.filter_map(|version| version.items.get(*version.by_id.get(id)?))
    }

    /// Every score of every version, by document, version and the order of the file.
    pub fn scores(&self) -> impl Iterator<Item = &Arc<Score>> {
        self.documents.values().flatten().flat_map(|version| &version.scores)
    }

    /// Every index of every version, by document, version and the order of the file.
    pub fn indices(&self) -> impl Iterator<Item = &Arc<Index>> {
        self.documents.values().flatten().flat_map(|version| &version.indices)
    }

    /// The item that is in force on a day, with the rules that govern it.
    ///
    /// # Errors
    /// Those of [`BookOn::item`].
    pub(crate) fn governed(&self, id: &str, day: Date) -> Result<Governed<'_>, AssessError> {
        Ok(self.govern(self.on(day).item(id)?, day))
    }

    /// An item with the rules that govern it on a day.
    pub(crate) fn govern<'a>(&'a self, item: &'a Arc<Item>, day: Date) -> Governed<'a> {
        Governed { item, documents: self.on(day).governing(&item.document) }
    }

    /// The documents in force on a day that govern a document, other than itself: the nearer before the farther.
    pub(crate) fn above(&self, document: &str, day: Date) -> Vec<&Arc<Document>> {
        let governors = self.governors.get(document).map(Vec::as_slice).unwrap_or_default();
        let versions = governors.iter().filter_map(|governor| {
            let in_force = governor.versions.iter().find(|version| version.in_force.contains(day))?;
            // Another version of the document may govern others than this one.
            in_force.general.governs.contains(&governor.start).then_some(in_force)
        });
        let mut documents: Vec<&Arc<Document>> = Vec::new();
        for document in versions {
            // One that names both `cn.guangdong` and `cn.guangdong.ecology` governs once.
            if documents.iter().all(|known| !Arc::ptr_eq(known, document)) {
                documents.push(document);
            }
        }
        documents
    }

    /// Every version of every document, also of those without items, by id and the day from which it is in force.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.documents.values().flatten().map(|version| &version.document)
    }

    /// The facts that are declared, but that nothing names.
    pub(crate) fn unused_facts(&self) -> impl Iterator<Item = &UnusedFact> {
        self.documents.values().flatten().flat_map(|version| &version.unused)
    }

    fn unknown_item(&self, id: &str) -> AssessError {
        let known = self.items().map(|item| item.id.as_str());
        AssessError::UnknownItem { item: id.to_owned(), suggestion: nearest(id, known).map(str::to_owned) }
    }
}

/// The rules of a book as they stand on one day.
#[derive(Clone, Copy, Debug)]
pub struct BookOn<'a> {
    book: &'a RuleBook,
    day: Date,
}

impl<'a> BookOn<'a> {
    /// The day.
    #[must_use]
    pub const fn day(self) -> Date {
        self.day
    }

    pub(super) const fn book(self) -> &'a RuleBook {
        self.book
    }

    /// The items that are in force on the day, by document and the order of the file.
    pub fn items(self) -> impl Iterator<Item = &'a Arc<Item>> {
        let versions = self.book.documents.values().flatten();
        let in_force = versions.filter(move |version| version.document.in_force.contains(self.day));
        in_force.flat_map(|version| &version.items)
    }

    /// The documents that are in force on the day, also those without items, by id.
    pub fn documents(self) -> impl Iterator<Item = &'a Arc<Document>> {
        self.book.documents().filter(move |document| document.in_force.contains(self.day))
    }

    /// The documents whose general rules apply to the items of a document: the document itself first, then the nearer
    /// before the farther. A document that governs others says to whom its rules apply: they do not apply to itself.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::RuleBook;
    ///
    /// let book = RuleBook::bundled()?;
    /// let rules = book.on("2026-11-21".parse()?);
    /// let item = rules.item("cn.dongying.city-appearance/46-4")?;
    /// let ids: Vec<_> = rules.governing(&item.document).iter().map(|document| document.id.as_str()).collect();
    /// assert_eq!(ids, ["cn.dongying.city-appearance", "cn.administrative-penalty-law"]);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn governing(self, document: &'a Arc<Document>) -> Vec<&'a Arc<Document>> {
        let mut governing = self.with_those_for_limits(document);
        governing.retain(|document| !document.general.is_for_limits_only());
        governing
    }

    /// The facts that the general rules over an item ask for, beside its own: circumstances, limitation, procedure. The nearer
    /// document goes before the farther; each fact is there once.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use evenhand::RuleBook;
    ///
    /// let book = RuleBook::bundled()?;
    /// let rules = book.on("2026-11-21".parse()?);
    /// let item = rules.item("cn.dongying.city-appearance/46-4")?;
    /// assert!(rules.general_facts(item).iter().any(|fact| fact.name == "age"));
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn general_facts(self, item: &'a Item) -> Vec<&'a Fact> {
        let mut facts: Vec<&Fact> = Vec::new();
        let declared =
            self.governing(&item.document).into_iter().flat_map(|document| &document.general.facts);
        for fact in declared {
            let is_known = |known: &Fact| known.name == fact.name;
            if !item.facts.iter().any(is_known) && !facts.iter().any(|known| is_known(known)) {
                facts.push(fact);
            }
        }
        facts
    }

    /// The same with the documents that have lights for limits only.
    pub(super) fn with_those_for_limits(self, document: &'a Arc<Document>) -> Vec<&'a Arc<Document>> {
        let own = Some(document).filter(|document| document.general.governs.is_empty());
        own.into_iter().chain(self.book.above(&document.id, self.day)).collect()
    }

    /// The version of a document that is in force on the day.
    #[must_use]
    pub fn document(self, id: &str) -> Option<&'a Arc<Document>> {
        self.version(id).map(|version| &version.document)
    }

    /// The items of a document that are in force on the day, in the order of the file.
    pub fn items_of(self, id: &str) -> impl Iterator<Item = &'a Arc<Item>> {
        self.version(id).into_iter().flat_map(|version| &version.items)
    }

    fn version(self, id: &str) -> Option<&'a Version> {
        let versions = self.book.documents.get(id)?;
        versions.iter().find(|version| version.document.in_force.contains(self.day))
    }

    /// The scores that are in force on the day, by document and the order of the file.
    pub fn scores(self) -> impl Iterator<Item = &'a Arc<Score>> {
        self.book.scores().filter(move |score| score.document.in_force.contains(self.day))
    }

    /// The score with this id that is in force on the day.
    ///
    /// # Errors
    /// [`ScoreError::UnknownScore`] with the nearest id, or [`AssessError::NotInForce`] with the days on which there is
    /// one.
    pub fn score(self, id: &str) -> Result<&'a Arc<Score>, ScoreError> {
        let found =
            self.find(SchemeKind::Score, id, || self.book().scores(), |score| (&score.id, &score.document));
        found.map_err(|error| match error {
            SchemeError::Unknown { id, suggestion, .. } => ScoreError::UnknownScore { score: id, suggestion },
            SchemeError::NotInForce(error) => ScoreError::Facts(error),
        })
    }

    /// The indices that are in force on the day, by document and the order of the file.
    pub fn indices(self) -> impl Iterator<Item = &'a Arc<Index>> {
        self.book.indices().filter(move |index| index.document.in_force.contains(self.day))
    }

    /// The index with this id that is in force on the day.
    ///
    /// # Errors
    /// [`IndexError::UnknownIndex`] with the nearest id, or [`AssessError::NotInForce`] with the days on which there is
    /// one.
    pub fn index(self, id: &str) -> Result<&'a Arc<Index>, IndexError> {
        let found =
            self.find(SchemeKind::Index, id, || self.book().indices(), |index| (&index.id, &index.document));
        found.map_err(|error| match error {
            SchemeError::Unknown { id, suggestion, .. } => IndexError::UnknownIndex { index: id, suggestion },
            SchemeError::NotInForce(error) => IndexError::Facts(error),
        })
    }

    /// The item with this id that is in force on the day.
    ///
    /// # Errors
    /// [`AssessError::UnknownItem`] with the nearest id, or [`AssessError::NotInForce`] with the days on which
    /// there is one.
    pub fn item(self, id: &str) -> Result<&'a Arc<Item>, AssessError> {
        let versions = id.split_once('/').and_then(|(document, _)| self.book.documents.get(document));
        let find = |version: &'a Version| version.by_id.get(id).and_then(|index| version.items.get(*index));
        let versions = versions.map(Vec::as_slice).unwrap_or_default();
        let (mut elsewhere, mut earlier_unrecorded) = (Vec::new(), false);
        for version in versions {
            let Some(item) = find(version) else { continue };
            let in_force = &version.document.in_force;
            if in_force.contains(self.day) {
                return Ok(item);
            }
            elsewhere.push((in_force.from, in_force.until));
            earlier_unrecorded |= in_force.earlier_unrecorded && self.day < in_force.from;
        }
        if elsewhere.is_empty() {
            return Err(self.book.unknown_item(id));
        }
        Err(AssessError::NotInForce {
            item: id.to_owned(),
            on: self.day,
            in_force: elsewhere,
            earlier_unrecorded,
        })
    }
}

/// Whether what follows the start of an id begins with a new word.
fn is_whole(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('.')
}

/// Which documents govern others, the longer starts of ids first; at the same start those of a place before those of
/// the country, since local rules may set another figure.
fn governing(documents: &BTreeMap<String, Vec<Version>>) -> Vec<(String, String)> {
    let mut governing: Vec<(String, String)> = Vec::new();
    for (id, versions) in documents {
        let starts = versions.iter().flat_map(|version| &version.document.general.governs);
        governing.extend(starts.map(|start| (start.clone(), id.clone())));
    }
    let words = |id: &str| id.split('.').count();
    governing.sort_by(|(a, first), (b, second)| {
        let nearer = b.len().cmp(&a.len());
        nearer.then_with(|| words(second).cmp(&words(first))).then_with(|| first.cmp(second))
    });
    governing.dedup();
    governing
}

/// For each document those that may govern it, other than itself.
fn governors(documents: &BTreeMap<String, Vec<Version>>) -> BTreeMap<String, Vec<Governor>> {
    let governing = governing(documents);
    let of = |id: &String| {
        let starts = governing.iter().filter(|(start, governor)| {
            governor != id && id.strip_prefix(start.as_str()).is_some_and(is_whole)
        });
        let governors = starts.filter_map(|(start, governor)| {
            let versions = documents.get(governor)?.iter().map(|version| Arc::clone(&version.document));
            Some(Governor { start: start.clone(), versions: versions.collect() })
        });
        (id.clone(), governors.collect())
    };
    documents.keys().map(of).collect()
}

/// A version of a document, and the file that it stands in.
type Placed<'a> = (&'a Arc<SourceFile>, &'a Document);

/// Two versions of one document must not be in force on the same day. Each version is held against the one before
/// it that lasts longest, so that many copies of a file are as many faults, not their square.
fn report_overlaps(versions: &[(Arc<SourceFile>, Version)], faults: &mut Vec<Diagnostic>) {
    let mut by_id: BTreeMap<&str, Vec<Placed<'_>>> = BTreeMap::new();
    for (file, version) in versions {
        by_id.entry(&version.document.id).or_default().push((file, &version.document));
    }
    for versions in by_id.values_mut() {
        versions.sort_by_key(|(_, document)| document.in_force.from);
        let mut longest: Option<Placed<'_>> = None;
        for later in versions.iter().copied() {
            let (from, until) = (later.1.in_force.from, later.1.in_force.until);
            if let Some(earlier) = longest.filter(|earlier| earlier.1.in_force.contains(from)) {
                faults.push(overlap(earlier, later));
            }
            let lasts_longer = |earlier: Placed<'_>| match (earlier.1.in_force.until, until) {
                (None, _) => false,
                (Some(_), None) => true,
                (Some(until), Some(other)) => other > until,
            };
            if longest.is_none_or(lasts_longer) {
                longest = Some(later);
            }
        }
    }
}

fn overlap((earlier_file, earlier): Placed<'_>, (file, later): Placed<'_>) -> Diagnostic {
    let message = format!("two versions of `{}` are in force on {}", later.id, later.in_force.from);
    let endless = earlier.in_force.until.is_none();
    let help = endless.then(|| "give the earlier version its last day: `until = …`".to_owned());
    let mut fault = Diagnostic::new(Code::OverlappingVersions, file, later.in_force.span, message)
        .related(earlier_file, earlier.in_force.span, "the other version")
        .help(help);
    about(&later.id, std::slice::from_mut(&mut fault));
    fault
}
