//! What packs say of laws that they cite, and of items elsewhere for the same conduct: whether there are such.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, MAX_FAULTS, SourceFile, Span, in_order, nearest};
use crate::language::Bilingual;
use crate::pack::{Pack, Penalty};

/// The names that stand in 《》 in the articles that a text cites.
pub(crate) fn cited(text: &str) -> impl Iterator<Item = &str> {
    text.split('《').skip(1).filter_map(|rest| rest.split_once('》')).map(|(name, _)| name)
}

/// Every place of an item that cites an article.
fn bases(penalty: &Penalty) -> impl Iterator<Item = &Bilingual> {
    let rows = penalty.tiers.iter().filter_map(|row| row.basis.as_ref());
    let adjustments = penalty.adjust.iter().filter_map(|adjustment| adjustment.basis.as_ref());
    let persons = penalty.persons.iter().filter_map(|persons| persons.basis.as_ref());
    std::iter::once(&penalty.basis).chain(rows).chain(adjustments).chain(persons)
}

/// Reports laws that no item cites: a misspelt name would be a law that is silently not looked after.
pub(super) fn report_uncited(pack: &Pack, faults: &mut Vec<Diagnostic>) {
    let texts = || pack.penalties.iter().flat_map(bases).map(|basis| basis.zh.as_str());
    let names: BTreeSet<&str> = texts().flat_map(cited).collect();
    for law in pack.laws.iter().filter(|law| !names.contains(law.name.value.as_str())) {
        let help = nearest(&law.name.value, names.iter().copied());
        let help = help.map(|known| format!("did you mean `{known}`?"));
        let message = format!("no item cites 《{}》", law.name.value);
        faults.push(Diagnostic::new(Code::UncitedLaw, &pack.file, law.name.span, message).help(help));
    }
}

/// What a pack says of items for the same conduct, kept when the pack itself is gone.
pub(super) struct Equivalents {
    file: Arc<SourceFile>,
    document: String,
    keys: Vec<String>,
    /// The ids that it names, each with its place and the key of the item that names it.
    named: Vec<(String, Span, String)>,
}

impl Equivalents {
    pub(super) fn of(pack: &Pack) -> Self {
        let named = pack.penalties.iter().flat_map(|penalty| {
            let key = &penalty.key.value;
            penalty.same_conduct.iter().map(|other| (other.value.clone(), other.span, key.clone()))
        });
        Self {
            file: Arc::clone(&pack.file),
            document: pack.id.value.clone(),
            keys: pack.penalties.iter().map(|penalty| penalty.key.value.clone()).collect(),
            named: named.collect(),
        }
    }
}

/// Reports items named as ones for the same conduct that their document does not have. Of a document that is not
/// among the packs, nothing is known.
pub(super) fn report_unknown_equivalents(packs: &[Equivalents], faults: &mut Vec<Diagnostic>) {
    let mut keys: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for pack in packs {
        keys.entry(&pack.document).or_default().extend(pack.keys.iter().map(String::as_str));
    }
    for pack in packs {
        let wrong = pack.named.iter().filter_map(|(id, span, own)| {
            let (document, key) = id.split_once('/')?;
            if document == pack.document && key == own {
                let message = "an item is for the same conduct as itself";
                return Some(Diagnostic::new(Code::Contradiction, &pack.file, *span, message));
            }
            let known = keys.get(document).filter(|known| !known.contains(key))?;
            let help = nearest(key, known.iter().copied()).map(|known| format!("did you mean `{known}`?"));
            let message = format!("`{document}` has no item `{key}`");
            Some(Diagnostic::new(Code::UnknownEquivalent, &pack.file, *span, message).help(help))
        });
        faults.extend(in_order(wrong.take(MAX_FAULTS).collect()));
    }
}
