use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compile_general::compile_general;
use super::compile_index::compile_index;
use super::compile_item::ItemCompiler;
use super::compile_score::compile_score;
use super::compliances::compile_compliance;
use super::consistency;
use super::limits::LimitRule;
use super::payment_screens::compile_payment_screen;
use super::policies;
use super::references::report_uncited;
use super::rule_book::{UnusedFact, Version};
use super::screens::compile_screen;
use super::succession::report_contradictions;
use super::surcharges::compile_surcharge;
use crate::diagnostic::{Diagnostic, about};
use crate::limit::NamedEvent;
use crate::pack::{FactDeclaration, LimitDeclaration, Pack};
use crate::penalty::{Document, Item};

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
        conventions: pack.conventions.clone(),
        note: pack.note.clone(),
        laws: pack.laws.clone(),
        cancelled: pack.cancelled.clone(),
        general: compile_general(pack, faults),
    });
    let shared: BTreeMap<&str, &FactDeclaration> =
        pack.facts.iter().map(|fact| (fact.name.value.as_str(), fact)).collect();
    let mut items = Vec::with_capacity(pack.penalties.len());
    let mut by_id = BTreeMap::new();
    for penalty in &pack.penalties {
        let before = faults.len();
        let compiler = ItemCompiler::new(pack, penalty, &document, &shared, faults);
        let compiled = compiler.compile();
        if let Some(own) = faults.get_mut(before..).filter(|own| !own.is_empty()) {
            about(&format!("{}/{}", document.id, penalty.key.value), own);
        }
        if let Some(item) = compiled {
            by_id.insert(item.id.clone(), items.len());
            items.push(Arc::new(item));
        }
    }
    report_contradictions(pack, faults);
    // The item that cites a law may be one that could not be read.
    if faults.is_empty() {
        report_uncited(pack, faults);
    }
    let limits = limits(pack, &document, faults);
    let mut version = Version {
        document,
        items,
        by_id,
        limits,
        surcharges: Vec::new(),
        scores: Vec::new(),
        screens: Vec::new(),
        payment_screens: Vec::new(),
        indices: Vec::new(),
        consistency: Vec::new(),
        policies: Vec::new(),
        compliances: Vec::new(),
        unused: Vec::new(),
    };
    if cfg!(feature = "whole") {
        schemes(pack, &mut version, faults);
        version.unused = unused_facts(pack, &version);
    }
    version
}

/// What a pack has beside items and limits.
fn schemes(pack: &Pack, version: &mut Version, faults: &mut Vec<Diagnostic>) {
    let document = &version.document;
    let scores = pack.scores.iter().filter_map(|score| compile_score(pack, score, document, faults));
    version.scores = scores.map(Arc::new).collect();
    let indices = pack.indices.iter().filter_map(|index| compile_index(pack, index, document, faults));
    version.indices = indices.map(Arc::new).collect();
    let surcharges = pack.surcharges.iter();
    let surcharges = surcharges.filter_map(|declared| compile_surcharge(pack, declared, document, faults));
    version.surcharges = surcharges.map(Arc::new).collect();
    version.screens = pack.screens.iter().map(|screen| compile_screen(pack, screen, document)).collect();
    let payment_screens = pack.payment_screens.iter();
    version.payment_screens =
        payment_screens.map(|screen| compile_payment_screen(pack, screen, document)).collect();
    version.consistency =
        pack.consistency.iter().map(|policy| consistency::compile_policy(pack, policy, document)).collect();
    let policies = pack.policies.iter();
    let policies = policies.filter_map(|policy| policies::compile_policy(pack, policy, document, faults));
    version.policies = policies.collect();
    let compliances = pack.compliances.iter();
    let compliances = compliances.filter_map(|declared| compile_compliance(pack, declared, document, faults));
    version.compliances = compliances.collect();
}

/// The facts that are declared, but that no item names, nor a general rule, a score, an index, a policy or a compliance scheme.
fn unused_facts(pack: &Pack, version: &Version) -> Vec<UnusedFact> {
    let Version { document, items, scores, indices, policies, compliances, .. } = version;
    let mut used: BTreeSet<&str> = document.general.facts.iter().map(|fact| fact.name.as_str()).collect();
    for score in scores {
        let once = score.together.iter().flat_map(|together| &together.facts);
        used.extend(score.facts.iter().chain(once).map(|fact| fact.name.as_str()));
    }
    used.extend(indices.iter().flat_map(|index| &index.facts).map(|fact| fact.name.as_str()));
    used.extend(policies.iter().flat_map(|policy| &policy.facts).map(|fact| fact.name.as_str()));
    used.extend(compliances.iter().flat_map(|one| &one.facts).map(|fact| fact.name.as_str()));
    let mut unused = Vec::new();
    let declared = |item: Option<&Item>, fact: &FactDeclaration| UnusedFact {
        document: Arc::clone(document),
        item: item.map(|item| item.id.clone()),
        name: fact.name.value.clone(),
        span: fact.name.span,
    };
    for (penalty, item) in pack.penalties.iter().zip(items) {
        // A fact of the item goes before the pack's of the same name.
        let own: BTreeSet<&str> = penalty.facts.iter().map(|fact| fact.name.value.as_str()).collect();
        let named: BTreeSet<&str> = item.facts.iter().map(|fact| fact.name.as_str()).collect();
        let idle = penalty.facts.iter().filter(|fact| !named.contains(fact.name.value.as_str()));
        unused.extend(idle.map(|fact| declared(Some(item), fact)));
        used.extend(named.difference(&own).copied());
    }
    let idle = pack.facts.iter().filter(|fact| !used.contains(fact.name.value.as_str()));
    unused.extend(idle.map(|fact| declared(None, fact)));
    unused
}

/// The limits of a pack. What an office's own limit names can stand in the pack of a law; it is looked for when all
/// packs are there.
fn limits(pack: &Pack, document: &Arc<Document>, faults: &mut Vec<Diagnostic>) -> Vec<Arc<LimitRule>> {
    let events: Arc<[NamedEvent]> = pack.events.clone().into();
    let rule = |declared: &LimitDeclaration| LimitRule {
        id: format!("{}/{}", document.id, declared.key.value),
        document: Arc::clone(document),
        span: declared.key.span,
        declared: declared.clone(),
        events: Arc::clone(&events),
    };
    let rules: Vec<_> = pack.limits.iter().map(|declared| Arc::new(rule(declared))).collect();
    for rule in rules.iter().filter(|rule| rule.statutory().is_none()) {
        rule.report_flaws(None, faults);
    }
    rules
}
