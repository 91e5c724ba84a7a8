//! The cases that two items can both meet: their facts by name, cut where either of them tells cases apart.

use super::cuts::{Cuts, Mentions};
use super::extent::Reach;
use super::space::{Case, applies, first_of, row_truth};
use crate::feel::{Domain, Ends, Slot, Truth};
use crate::number::{Edge, Range};
use crate::penalty::{AmountRule, Item, Tariff};

/// The facts of two items; those of the same name are one.
pub(super) struct Joint<'a> {
    pub(super) first: &'a Item,
    pub(super) second: &'a Item,
    facts: Vec<JointFact>,
}

struct JointFact {
    in_first: Option<Slot>,
    in_second: Option<Slot>,
    /// Its values, cut into classes. Where no formula computes with the fact, one value stands for its class.
    classes: Vec<Domain>,
}

impl<'a> Joint<'a> {
    /// Nothing where facts of the same name cannot be the same.
    pub(super) fn of(first: &'a Item, second: &'a Item) -> Option<Self> {
        let told_apart = [Mentions::of(first), Mentions::of(second)];
        let slot_of =
            |item: &Item, name: &str| item.facts.iter().position(|fact| fact.name == name).map(Slot);
        let names = first.facts.iter().chain(&second.facts).map(|fact| fact.name.as_str());
        let mut facts: Vec<JointFact> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for name in names {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let slots = [slot_of(first, name), slot_of(second, name)];
            let mut cuts = Cuts::default();
            let mut computed = false;
            for (mentions, slot) in told_apart.iter().zip(slots) {
                let Some(slot) = slot else { continue };
                mentions.cuts.get(&slot).into_iter().for_each(|own| cuts.add(own));
                computed |= mentions.together.contains(&slot);
            }
            let [in_first, in_second] = slots;
            let classes = match (in_first, in_second) {
                (Some(slot), None) => cuts.classes(first, slot),
                (None, Some(slot)) => cuts.classes(second, slot),
                (Some(one), Some(two)) => {
                    let [one_fact, two_fact] = [first.facts.get(one.0)?, second.facts.get(two.0)?];
                    if std::mem::discriminant(&one_fact.kind) != std::mem::discriminant(&two_fact.kind)
                        || one_fact.unit() != two_fact.unit()
                    {
                        return None;
                    }
                    common(&cuts.classes(first, one), &cuts.classes(second, two))
                }
                (None, None) => continue,
            };
            let classes = if computed { classes } else { classes.iter().map(first_of).collect() };
            facts.push(JointFact { in_first, in_second, classes });
        }
        // A difference under facts that both have says more than one under a fact that only one of them has.
        facts.sort_by_key(|fact| fact.in_first.is_none() || fact.in_second.is_none());
        Some(Self { first, second, facts })
    }

    /// Every combination of classes, the lightest first.
    pub(super) fn classes(&self) -> impl Iterator<Item = Case> + '_ {
        let mut chosen =
            self.facts.iter().all(|fact| !fact.classes.is_empty()).then(|| vec![0; self.facts.len()]);
        std::iter::from_fn(move || {
            let current = chosen.take()?;
            let case = self.facts.iter().zip(&current);
            let case =
                case.filter_map(|(fact, class): (&JointFact, &usize)| fact.classes.get(*class).cloned());
            let case: Case = case.collect();
            chosen = self.next(current);
            Some(case)
        })
    }

    /// The combination after this one, counted like a number whose first digit runs fastest.
    fn next(&self, mut chosen: Vec<usize>) -> Option<Vec<usize>> {
        for (class, fact) in chosen.iter_mut().zip(&self.facts) {
            *class = class.saturating_add(1);
            if fact.classes.get(*class).is_some() {
                return Some(chosen);
            }
            *class = 0;
        }
        None
    }

    /// Whether both items work the fine out in the same way over a whole box: by the same formulas, written with the
    /// same facts, from one row of each table; or one of them is not for its cases.
    pub(super) fn alike(&self, case: &Case) -> bool {
        let (of_first, of_second) = (self.of_first(case), self.of_second(case));
        let applies = [applies(self.first, &of_first), applies(self.second, &of_second)];
        if applies.contains(&Truth::Never) {
            return true;
        }
        if applies.contains(&Truth::Either) {
            return false;
        }
        let first = working(self.first, &of_first, &|slot| self.place(|fact| fact.in_first == Some(slot)));
        let second =
            working(self.second, &of_second, &|slot| self.place(|fact| fact.in_second == Some(slot)));
        self.first.rounding == self.second.rounding && first.is_some() && first == second
    }

    fn place(&self, is_it: impl Fn(&JointFact) -> bool) -> Option<Slot> {
        self.facts.iter().position(is_it).map(Slot)
    }

    pub(super) fn of_first(&self, case: &Case) -> Case {
        self.of_one(self.first, case, |fact| fact.in_first)
    }

    pub(super) fn of_second(&self, case: &Case) -> Case {
        self.of_one(self.second, case, |fact| fact.in_second)
    }

    fn of_one(&self, item: &Item, case: &Case, slot: impl Fn(&JointFact) -> Option<Slot>) -> Case {
        let of = |index: usize| {
            let place = self.place(|fact| slot(fact) == Some(Slot(index)))?;
            case.get(place.0).cloned()
        };
        (0..item.facts.len()).filter_map(of).collect()
    }
}

/// What makes a fine over a whole box, step by step; nothing where that is not the same for all its cases.
fn working(
    item: &Item,
    case: &[Domain],
    name: &impl Fn(Slot) -> Option<Slot>,
) -> Option<(Ground, Vec<Option<Reach>>)> {
    let (row, ground) = match &item.tariff {
        Tariff::Amount(rule) => (None, Ground::Formula(Reach::named(&rule.formula.term, case, name)?)),
        Tariff::StatutoryRange => (None, Ground::Choice),
        Tariff::Tiers(table) => {
            let mut possible = table.rows.iter().filter(|row| row_truth(row, case) != Truth::Never);
            let row = possible.next().filter(|row| row_truth(row, case) == Truth::Always)?;
            if possible.next().is_some() {
                return None;
            }
            let ground = match &row.amount {
                AmountRule::Amount(rule) => Ground::Formula(Reach::named(&rule.formula.term, case, name)?),
                AmountRule::StatutoryRange => Ground::Choice,
                AmountRule::Band(band) => Ground::Band(*band),
                AmountRule::Measures | AmountRule::NoPenalty => Ground::NoFine,
            };
            (Some(row), ground)
        }
        // Its sum of weights would have to be held against the other's, level by level.
        Tariff::Weights(_) => return None,
    };
    let statutory = row.and_then(|row| row.statutory.as_ref()).or(item.statutory.as_ref());
    let row_within = row.and_then(|row| row.within.as_ref());
    let mut steps = Vec::new();
    for rule in [statutory, row_within, item.within.as_ref()] {
        steps.push(match rule {
            Some(rule) => Some(Reach::named(&rule.formula.term, case, name)?),
            None => None,
        });
    }
    for adjustment in &item.adjustments {
        let when = adjustment.when.as_ref();
        match when.map_or(Some(Truth::Always), |when| when.formula.term.truth(case).ok())? {
            Truth::Always => steps.push(Some(Reach::named(&adjustment.times.formula.term, case, name)?)),
            Truth::Never => {}
            Truth::Either => return None,
        }
    }
    Some((ground, steps))
}

/// Where an amount comes from.
#[derive(PartialEq)]
enum Ground {
    Formula(Reach),
    Choice,
    Band(Ends),
    NoFine,
}

/// What classes of two facts have in common.
fn common(first: &[Domain], second: &[Domain]) -> Vec<Domain> {
    first.iter().flat_map(|one| second.iter().filter_map(move |two| both(one, two))).collect()
}

fn both(one: &Domain, two: &Domain) -> Option<Domain> {
    match (one, two) {
        (Domain::Number(a, Some(coarse)), Domain::Number(b, Some(fine))) => {
            // The coarser grid is part of the finer one.
            let (a, b, decimals) = (*a, *b, *coarse.min(fine));
            let values = a.intersection(b)?;
            let range = Range {
                low: values.low.map_or(Edge::Open, Edge::Included),
                high: values.high.map_or(Edge::Open, Edge::Included),
            };
            Some(Domain::Number(range.on_grid(decimals)?, Some(decimals)))
        }
        (Domain::Date(a), Domain::Date(b)) => Some(Domain::Date(a.intersection(*b)?)),
        _ => (one == two).then(|| one.clone()),
    }
}

#[cfg(test)]
mod tests;
