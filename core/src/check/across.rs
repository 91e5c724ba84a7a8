//! # across
//!
//! **What it finds:** cases in which two items for the same conduct give different fines. Two items are for the same
//! conduct where they have the same title, article and facts, or where one of them says so with `same-conduct-as`; and
//! they are in force together.
//!
//! **Why it matters:** the same act is fined by one table or by the other, depending on who opens the case. Article 29 of
//! the Administrative Penalty Law takes the higher fine; a standard with two tables for one act should say which it means.
//!
//! **Example:** façades not cleaned: 500 to 2,000 yuan under the ordinance, 5,000 to 10,000 under the provisions on cleaning.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::dates::first_common_day;
use super::finding::{Finding, FindingCode};
use super::gap::{told, told_result};
use super::joint::Joint;
use super::space::{Case, corners, halves_of, witness};
use crate::book::RuleBook;
use crate::facts::Facts;
use crate::language::Language;
use crate::penalty::{AssessError, Decision, Fact, Item, OutcomeKind};
use crate::time::Date;

/// How many boxes are looked into for one pair.
const BUDGET: usize = 20_000;

type Pair<'a> = (&'a Arc<Item>, &'a Arc<Item>);

pub(super) fn check(book: &RuleBook, day: Option<Date>, findings: &mut Vec<Finding>) {
    for (first, second) in pairs(book) {
        let in_force = |day: &Date| [first, second].iter().all(|item| item.document.in_force.contains(*day));
        let day = day.filter(in_force).or_else(|| first_common_day(first, second));
        let found = difference(first, second);
        findings.extend(found.map(|finding| day.into_iter().fold(finding, Finding::on)));
    }
}

/// The pairs of items for the same conduct, each once.
fn pairs(book: &RuleBook) -> Vec<Pair<'_>> {
    let mut pairs = Vec::new();
    let mut known = BTreeSet::new();
    let mut is_new = |first: &Arc<Item>, second: &Arc<Item>| {
        let (a, b) = (Arc::as_ptr(first), Arc::as_ptr(second));
        first_common_day(first, second).is_some() && known.insert((a.min(b), a.max(b)))
    };
    let mut by_violation: BTreeMap<(&str, &str), Vec<&Arc<Item>>> = BTreeMap::new();
    for item in book.items() {
        for other in item.same_conduct.iter().flat_map(|id| book.items_called(id)) {
            if is_new(item, other) {
                pairs.push((item, other));
            }
        }
        // One of those that are alike stands for all: what differs from another of them differs from it, too, or that one does.
        let alike = by_violation.entry((&item.basis.zh, &item.title.zh)).or_default();
        let first = alike.iter().find(|other| {
            same_law(other, item) && same_facts(other, item) && first_common_day(other, item).is_some()
        });
        match first {
            Some(other) if is_new(other, item) => pairs.push((*other, item)),
            Some(_) => {}
            None => alike.push(item),
        }
    }
    pairs
}

/// Whether items that cite an article in the same words mean the same law: in two documents the words must name it.
fn same_law(first: &Item, second: &Item) -> bool {
    first.document.id == second.document.id || first.basis.zh.contains('《')
}

fn same_facts(first: &Item, second: &Item) -> bool {
    let alike = |one: &Fact, two: &Fact| one.name == two.name && one.kind == two.kind;
    let in_second = |one: &Fact| second.facts.iter().any(|two| alike(one, two));
    first.facts.len() == second.facts.len() && first.facts.iter().all(in_second)
}

/// A case that both items decide, and differently.
fn difference(first: &Arc<Item>, second: &Arc<Item>) -> Option<Finding> {
    let Some(joint) = Joint::of(first, second) else {
        let (zh, en) = ("有同名而类型不同的事实", "facts of the same name are of different types");
        return Some(undecided(first, second, zh, en));
    };
    let mut budget = BUDGET;
    for class in joint.classes() {
        let mut boxes = vec![class];
        while let Some(case) = boxes.pop() {
            let Some(left) = budget.checked_sub(1) else {
                let (zh, en) = ("情形太多", "there are too many cases");
                return Some(undecided(first, second, zh, en));
            };
            budget = left;
            if let Some(finding) = corners(&case).find_map(|case| shown(&joint, &case)) {
                return Some(finding);
            }
            if joint.alike(&case) {
                continue;
            }
            boxes.extend(halves_of(&case).into_iter().flat_map(<[Case; 2]>::from));
        }
    }
    None
}

fn undecided(first: &Item, second: &Item, zh: &str, en: &str) -> Finding {
    let zh = format!("与{}对同一行为的罚款是否相同，未能查明：{zh}", second.id);
    let en = format!("whether it fines the same conduct as `{}` does was not decided: {en}", second.id);
    Finding::new(FindingCode::NotDecided, &first.id, zh, en).at(&first.document.file, first.span)
}

/// The difference in one case, if the engine confirms it.
fn shown(joint: &Joint<'_>, case: &Case) -> Option<Finding> {
    let (first, second) = (joint.first, joint.second);
    let facts = witness(first, &joint.of_first(case));
    let against = witness(second, &joint.of_second(case));
    let (here, there) = (decided(first.decide(&facts))?, decided(second.decide(&against))?);
    if here.kind == there.kind && here.fine == there.fine {
        return None;
    }
    let told_case = |language: Language| {
        let own: Facts = without(&against, &facts);
        let parts = [told(first, &facts, language), told(second, &own, language)];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let case = parts.join(language.pick("；", "; "));
        if case.is_empty() {
            case
        } else {
            format!("{}{case}", language.pick("。情形：", ". The case: "))
        }
    };
    let zh = format!(
        "同一行为，本项为{}，{}为{}{}",
        told_result(first, &here, Language::Chinese),
        second.id,
        told_result(second, &there, Language::Chinese),
        told_case(Language::Chinese)
    );
    let en = format!(
        "the same conduct: {} here, {} under `{}`{}",
        told_result(first, &here, Language::English),
        told_result(second, &there, Language::English),
        second.id,
        told_case(Language::English)
    );
    Some(
        Finding::new(FindingCode::DifferentAmounts, &first.id, zh, en)
            .at(&first.document.file, first.span)
            .at(&second.document.file, second.span)
            .witness(facts)
            .against_item(&second.id, against),
    )
}

/// A decision that says what follows; a precondition that is not met says nothing.
fn decided(decision: Result<Decision, AssessError>) -> Option<Decision> {
    decision.ok().filter(|decision| decision.kind != OutcomeKind::NotApplicable)
}

/// The facts that only the one has.
fn without(facts: &Facts, other: &Facts) -> Facts {
    let known = |name: &str| other.iter().any(|(known, _)| known == name);
    facts.iter().filter(|(name, _)| !known(name)).map(|(name, value)| (name, value.clone())).collect()
}
