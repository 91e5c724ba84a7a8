use std::collections::BTreeSet;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::{Pack, format};
use crate::diagnostic::{Diagnostic, SourceFile, Span};
use crate::table::{Node, Reader};

/// The line that starts an item, with the end of the line before it.
const ITEM: &str = "\n[penalty.";

/// Reads a file item by item, so that the tree of one item is in memory at a time and not that of all: a large
/// file is read faster and in less than half of the memory.
///
/// The answer is that of reading the file in one go, or `None`. Where every piece is sound TOML on its own, no text
/// or list goes over a cut, and the pieces one after the other are the file; what is left to make sure is that no
/// piece adds to the table of another one.
pub(super) fn read_in_pieces(
    file: &Arc<SourceFile>,
    digest: &str,
) -> Option<(Option<Pack>, Vec<Diagnostic>)> {
    let cuts = file.text().match_indices(ITEM).map(|(position, _)| position.saturating_add(1));
    let ends = cuts.clone().chain([file.text().len()]);
    let mut pieces = std::iter::once(0)
        .chain(cuts)
        .zip(ends)
        .filter_map(|(start, end)| file.text().get(start..end).map(|piece| (start, piece)));
    let head = sound(pieces.next()?.1)?;
    let mut reader = Reader::new(file);
    if head.get("penalty").is_some() || !reader.known_format(&head) {
        return None;
    }
    let fields = reader.fields(&head, Span::default(), &format::PACK);
    let pack = reader.head(&fields, digest);
    let mut penalties = Vec::new();
    let mut keys = BTreeSet::new();
    for (offset, piece) in pieces {
        let root = sound(piece)?;
        let node = only_items(&root)?;
        for (key, _) in node.get_ref().as_table()?.iter() {
            if !keys.insert(key.get_ref().to_string()) {
                return None;
            }
        }
        reader.offset = offset;
        penalties.extend(reader.penalties(node));
    }
    Some((pack.map(|pack| Pack { penalties, ..pack }), reader.diagnostics))
}

fn sound(piece: &str) -> Option<DeTable<'_>> {
    let (root, errors) = DeTable::parse_recoverable(piece);
    errors.is_empty().then(|| root.into_inner())
}

/// The items of a piece that has nothing else.
fn only_items<'a>(root: &'a DeTable<'a>) -> Option<&'a Node<'a>> {
    let mut entries = root.iter();
    let (key, node) = entries.next()?;
    let alone = entries.next().is_none() && key.get_ref() == "penalty";
    Some(node).filter(|node| alone && matches!(node.get_ref(), DeValue::Table(_)))
}
