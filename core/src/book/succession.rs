//! What a version says about the items of earlier ones: which it takes over, and which it drops.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, MAX_FAULTS, SourceFile, Span, in_order, nearest};
use crate::pack::{Pack, Penalty};
use crate::time::Date;

/// The ids of the earlier items that an item takes over, each with its place.
pub(super) fn replaced_ids(pack: &Pack, penalty: &Penalty) -> impl Iterator<Item = (String, Span)> {
    penalty.replaces.iter().map(|earlier| {
        let id =
            if earlier.value.contains('/') { earlier.value.clone() } else { item_id(pack, &earlier.value) };
        (id, earlier.span)
    })
}

fn item_id(pack: &Pack, key: &str) -> String {
    format!("{}/{key}", pack.id.value)
}

/// Reports what a pack says of an earlier item that cannot all be true.
pub(super) fn report_contradictions(pack: &Pack, faults: &mut Vec<Diagnostic>) {
    let fault = |span: Span, message: String| Diagnostic::new(Code::Contradiction, &pack.file, span, message);
    let cancelled: BTreeMap<String, Span> =
        pack.cancelled.iter().map(|item| (item_id(pack, &item.key.value), item.key.span)).collect();
    let mut shared = BTreeSet::new();
    for penalty in &pack.penalties {
        let own = item_id(pack, &penalty.key.value);
        shared.extend(replaced_ids(pack, penalty).map(|(id, _)| id).filter(|id| *id != own));
    }
    for penalty in &pack.penalties {
        let own = item_id(pack, &penalty.key.value);
        // Where the item says what it takes over, the cancelled one is another item that had the same key.
        if let Some(place) = cancelled.get(&own).filter(|_| penalty.replaces.is_empty()) {
            let message = format!("`{}` is cancelled, and stands among the items", penalty.key.value);
            let help = "if the key was given to another item, say with `replaces` which item it takes over";
            faults.push(
                fault(*place, message).related(&pack.file, penalty.key.span, "").help(Some(help.into())),
            );
        }
        let mut seen = BTreeSet::new();
        for (id, span) in replaced_ids(pack, penalty) {
            // Where another item takes over a part of it, an item says that it keeps the rest.
            if id == own && !shared.contains(&own) {
                let help = "it goes on from the item with the same key in the version before without a word";
                faults.push(fault(span, "an item cannot replace itself".into()).help(Some(help.into())));
            } else if let Some(place) = cancelled.get(&id) {
                let message = format!("`{id}` is taken over here, but cancelled");
                faults.push(fault(span, message).related(&pack.file, *place, ""));
            } else if seen.contains(&id) {
                faults.push(fault(span, format!("`{id}` stands twice")));
            }
            seen.insert(id);
        }
    }
}

/// What a pack says of its items and of earlier ones, kept when the pack itself is gone.
pub(super) struct Lineage {
    file: Arc<SourceFile>,
    document: String,
    from: Date,
    keys: Vec<String>,
    /// The ids of earlier items that it names, each with its place.
    named: Vec<(String, Span)>,
}

impl Lineage {
    pub(super) fn of(pack: &Pack) -> Self {
        let dropped = pack.cancelled.iter().map(|item| (item_id(pack, &item.key.value), item.key.span));
        let taken = pack.penalties.iter().flat_map(|penalty| replaced_ids(pack, penalty));
        Self {
            file: Arc::clone(&pack.file),
            document: pack.id.value.clone(),
            from: pack.in_force.from,
            keys: pack.penalties.iter().map(|penalty| penalty.key.value.clone()).collect(),
            named: dropped.chain(taken).collect(),
        }
    }
}

/// Reports items named as earlier ones that no earlier version has. Of a document without an earlier version among
/// the packs, nothing is known.
pub(super) fn report_unknown(packs: &[Lineage], faults: &mut Vec<Diagnostic>) {
    let mut versions: BTreeMap<&str, Vec<&Lineage>> = BTreeMap::new();
    for pack in packs {
        versions.entry(&pack.document).or_default().push(pack);
    }
    // The keys of each document, with the first day on which an item had them.
    let mut first_days = BTreeMap::new();
    for (document, packs) in &versions {
        let mut keys = BTreeMap::new();
        for pack in packs {
            for key in &pack.keys {
                let day = keys.entry(key.as_str()).or_insert(pack.from);
                *day = pack.from.min(*day);
            }
        }
        first_days.insert(*document, keys);
    }
    for pack in packs {
        let unknown = pack.named.iter().filter_map(|(id, span)| {
            let (document, key) = id.split_once('/')?;
            let earlier = versions.get(document)?.iter().any(|other| other.from < pack.from);
            let keys = first_days.get(document)?;
            let known = keys.get(key).is_some_and(|day| *day < pack.from);
            if known || !earlier {
                return None;
            }
            let candidates = keys.iter().filter(|(_, day)| **day < pack.from).map(|(key, _)| *key);
            let help = nearest(key, candidates).map(|known| format!("did you mean `{known}`?"));
            let message = format!("no earlier version of `{document}` has an item `{key}`");
            Some(Diagnostic::new(Code::UnknownEarlierItem, &pack.file, *span, message).help(help))
        });
        faults.extend(in_order(unknown.take(MAX_FAULTS).collect()));
    }
}
