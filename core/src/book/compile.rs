use std::collections::BTreeMap;
use std::sync::Arc;

use super::compile_general::compile_general;
use super::compile_item::ItemCompiler;
use super::compile_score::compile_score;
use super::rule_book::Version;
use super::succession::report_contradictions;
use crate::diagnostic::Diagnostic;
use crate::pack::{FactDeclaration, Pack};
use crate::penalty::Document;

/// Checks every item of a pack; an item with a fault is left out, and its faults are reported.
pub(super) fn compile(pack: &Pack, faults: &mut Vec<Diagnostic>) -> Version {
    let document = Arc::new(Document {
        id: pack.id.value.clone(),
        title: pack.title.clone(),
        authority: pack.authority.clone(),
        source: pack.source.clone(),
        in_force: pack.in_force.clone(),
        digest: pack.digest.clone(),
        file: Arc::clone(&pack.file),
        currency: pack.currency,
        conventions: pack.conventions,
        note: pack.note.clone(),
        cancelled: pack.cancelled.clone(),
        general: compile_general(pack, faults),
    });
    let shared: BTreeMap<&str, &FactDeclaration> =
        pack.facts.iter().map(|fact| (fact.name.value.as_str(), fact)).collect();
    let mut items = Vec::with_capacity(pack.penalties.len());
    let mut by_id = BTreeMap::new();
    for penalty in &pack.penalties {
        let compiler = ItemCompiler::new(pack, penalty, &document, &shared, faults);
        if let Some(item) = compiler.compile() {
            by_id.insert(item.id.clone(), items.len());
            items.push(Arc::new(item));
        }
    }
    report_contradictions(pack, faults);
    let scores = pack.scores.iter().filter_map(|score| compile_score(pack, score, &document, faults));
    let scores = scores.map(Arc::new).collect();
    Version { document, items, by_id, scores }
}
